"""Stories 5, 6 and 7 by the command line, to the cent, with the bank and its matching."""

from __future__ import annotations

from pathlib import Path

import pytest

from pharmassist.domain.money import plain_money
from tests.journeys.command import Program, text_of

STORY_6 = ((4, 31_240), (7, 28_715), (8, 40_362), (9, 25_890), (10, 33_105), (11, 29_477), (14, 36_811))
STORY_5 = (
    ("2024-02-20", 64_012, 60_000, 4_012),
    ("2024-02-22", 58_840, 58_840, 0),
    ("2024-02-27", 70_255, 50_401, 19_854),
    ("2024-03-01", 48_666, 0, 48_666),
)
"""Flow day, announced, withheld, credited."""


@pytest.fixture
def pharmacy(tmp_path: Path) -> Program:
    key = tmp_path / "key.txt"
    program = Program(tmp_path / "home", "--recovery-key-file", str(key))
    person = ("--person", "AB:Anne Besson:owner", "--without-vault", "--rehearsal")
    program(
        "init",
        "--name",
        "Pharmacie du Port",
        "--finess",
        "290099993",
        *person,
        "--recovery-key-out",
        str(key),
    )
    return program


def table(path: Path, title: str, rows: list[str]) -> str:
    path.write_text("\r\n".join((title, *rows)) + "\r\n", encoding="utf-8")
    return str(path)


def bank(path: Path, rows: list[tuple[str, int]], words: str) -> str:
    """Write a statement as a bank's table."""
    lines = [f"{day[8:]}/{day[5:7]}/{day[:4]};{words};{plain_money(cents)}" for day, cents in rows]
    return table(path, "Date;Libellé;Montant", lines)


def notices(path: Path, rows: list[tuple[str, int]], operator: str) -> str:
    lines = [f"{operator};{day};{plain_money(cents)}" for day, cents in rows]
    return table(path, "Opérateur;Date de flux;Montant", lines)


MAP = ("--map", "operator=Opérateur", "--map", "flow_date=Date de flux", "--map", "total=Montant")


def test_story_5_to_zero_with_the_bank(pharmacy: Program, tmp_path: Path) -> None:
    day = "25/01/2024"
    cents = [1_046] * 230 + [241_773 - 230 * 1_046]
    rows = [f"{n:09d};{day};{day};11111111;viamedis;{plain_money(c)}" for n, c in enumerate(cents, 1)]
    lgo = table(tmp_path / "lgo.csv", "N° facture;Date facture;Date soins;N° AMC;Opérateur;Part AMC", rows)
    at = ("--at", "2024-02-06T08:00:00+00:00")
    assert pharmacy("claims", "import", lgo, "--operator", "viamedis", *at)["sum_cents"] == 241_773
    operator = ("--operator", "viamedis")
    asked = pharmacy("advance", "request", *operator, *at)
    assert (asked["requested_cents"], asked["claims"]) == (241_773, 231)
    assert pharmacy("advance", "record", *operator, "--granted", "1692,41", *at)["status"] == "partly_granted"
    at = ("--at", "2024-03-04T09:00:00+00:00")
    credits_ = [("2024-02-13", 169_241)] + [(day, paid) for day, _t, _w, paid in STORY_5 if paid]
    statement = bank(tmp_path / "releve.csv", credits_, "VIR SEPA VIAMEDIS TP")
    assert pharmacy("bank", "import", statement, *at)["kept"] == 4
    told = [(day, total) for day, total, _w, _p in STORY_5]
    assert (
        pharmacy("notices", "import", notices(tmp_path / "avis.csv", told, "viamedis"), *MAP, *at)["kept"]
        == 4
    )
    listed = pharmacy("notices", "list", *operator, *at)["notices"]
    numbers = {one["flow_day"]: one["id"] for one in listed}
    # The receipt names the credit of the bank; each withholding its notice.
    (acompte,) = [
        one["credit"]["id"]
        for one in pharmacy("reconcile", *at)["matches"]
        if one["credit"]["amount_cents"] == 169_241
    ]
    pharmacy("advance", "record", *operator, "--received", "--credit", str(acompte), *at)
    for flow, _total, withheld, _paid in STORY_5:
        if withheld:
            euros = plain_money(withheld)
            notice = str(numbers[flow])
            pharmacy("advance", "record", *operator, "--withheld", euros, "--notice", notice, *at)
    found = pharmacy("reconcile", *at)["matches"]
    accepted = [str(one["credit"]["id"]) for one in found if one["solutions"] == 1]
    assert len(accepted) == 3
    pharmacy("reconcile", "--accept", *accepted, *at)
    paper = tmp_path / "releve.pdf"
    ledger = pharmacy("advance", "ledger", *operator, "--pdf", str(paper), *at)
    assert (ledger["status"], ledger["balance_cents"]) == ("closed", 0)
    assert [
        (one["total_cents"], one["withheld_cents"], one["received_cents"], one["missing_cents"])
        for one in ledger["notices"]
    ] == [(total, withheld, paid, 0) for _day, total, withheld, paid in STORY_5]
    assert sum(one["received_cents"] for one in ledger["notices"]) == 72_532
    assert sum(one["total_cents"] for one in ledger["notices"]) == 241_773
    balances = [
        pharmacy("advance", "ledger", *operator, "--on", day, *at)["balance_cents"]
        for day in ("2024-02-12", "2024-02-21", "2024-02-27")
    ]
    assert balances == [0, 109_241, 0]
    # No alarm on the notice wholly withheld, nor on any other.
    kinds = {one["kind"] for one in pharmacy("alarms", *at)["alarms"]}
    assert not kinds & {"announced_not_received", "received_not_announced"}
    text = text_of(paper).replace("\u202f", " ").replace("\u00a0", " ")
    for words in ("Relevé de clôture", "Avis, tout retenu", "Total des 4 avis", "725,32 €", "2 417,73 €"):
        assert words in text
    assert "Reçu 1 692,41 € = rendu 1 692,41 € + reste 0,00 €." in " ".join(text.split())


def test_stories_6_and_7_indemnities(pharmacy: Program, tmp_path: Path) -> None:
    at = ("--at", "2025-04-17T16:00:00+00:00")
    flows = [(f"2025-04-{day:02d}", cents) for day, cents in STORY_6]
    pharmacy("notices", "import", notices(tmp_path / "avis.csv", flows, "isante"), *MAP, *at)
    missing = [one for one in pharmacy("alarms", *at)["alarms"] if one["kind"] == "announced_not_received"]
    assert sum(one["amount_cents"] for one in missing) > 0
    statement = bank(tmp_path / "releve.csv", [("2025-04-17", 225_600)], "VIR SEPA ISANTE TP")
    pharmacy("bank", "import", statement, *at)
    # One credit clears seven flows.
    (found,) = pharmacy("reconcile", *at)["matches"]
    assert (len(found["notices"]), found["solutions"], found["automatic"]) == (7, 1, False)
    pharmacy("reconcile", "--accept", str(found["credit"]["id"]), *at)
    paper = tmp_path / "indemnites.pdf"
    period = ("--operator", "isante", "--from", "2025-04-01", "--to", "2025-04-30")
    owed = pharmacy("indemnities", *period, "--pdf", str(paper), *at)
    told = [(r["late_flows"], r["late_cents"], r["indemnity_cents"]) for r in owed["readings"]]
    assert told == [(6, 188_789, 1_888), (3, 100_317, 1_003)]
    text = " ".join(text_of(paper).replace("\u202f", " ").replace("\u00a0", " ").split())
    for words in ("18,88 €", "10,03 €", "À confirmer", "1 887,89 €", "1 003,17 €"):
        assert words in text
    # Story 7: both rejects of the notice were accredited.
    rejects = table(
        tmp_path / "rejets.csv",
        "Opérateur;Date de flux;Montant;Facture;Part;Etat;Code",
        [
            "viamedis;2024-02-22;448,06;000000101;16,47;rejet;R1",
            "viamedis;2024-02-22;448,06;000000102;23,10;rejet;R1",
        ],
    )
    more = ("--map", "invoice=Facture", "--map", "amc_amount=Part", "--map", "state=Etat")
    pharmacy("notices", "import", rejects, *MAP, *more, "--map", "reject_code=Code", *at)
    marked = ("--accredited", "101", "--accredited", "102")
    period = ("--operator", "viamedis", "--from", "2024-02-01", "--to", "2024-02-29")
    owed = pharmacy("indemnities", *period, *marked, *at)
    assert (owed["accredited_rejects"], owed["rejects_without_vat_cents"]) == (2, 166)
    late = pharmacy("indemnities", "--compulsory", "2024-01-08", "2024-01-19", "123,45", *at)
    assert late["compulsory_cents"] == 100
    # Several invoices of the compulsory scheme, then their statement.
    sent = ("--sent", "2024-01-08", "--from", "2024-01-01", "--to", "2024-01-31")
    for invoice, paid, share in (("31", "2024-01-19", "123,45"), ("32", "2024-01-22", "123,45")):
        typed = (invoice, "--paid", paid, "--amount", share)
        late = pharmacy("indemnities", "compulsory", *typed, *sent, "--pdf", str(paper), *at)
    assert (late["late"], late["owed_cents"]) == (2, 100 + 1_235)
    text = " ".join(text_of(paper).replace("\u202f", " ").replace("\u00a0", " ").split())
    for words in ("000000031", "000000032", "13,35 €", "246,90 €", "À confirmer"):
        assert words in text
    # The rule of rejects, written for one operator and taken away again.
    own = ("--set-rule", "rejet-a-tort", "--operator", "viamedis", "--unit", "0,90", "--to-confirm")
    pharmacy("indemnities", *own, "--since", "2024-02-01", "--source", "Avenant", *at)
    assert pharmacy("indemnities", *period, *at)["rejects_without_vat_cents"] == 180
    pharmacy("indemnities", "--remove-rule", "rejet-a-tort", *at)
    assert pharmacy("indemnities", *period, *at)["rejects_without_vat_cents"] == 166
    assert pharmacy("alarms", "--absent-after", "5", *at)["absent_after_working_days"] == 5
