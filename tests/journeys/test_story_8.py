"""Story 8 of the trade, whole, by the command line: from 611 invoices to the closing on 30 April.

Money enters by the bank's statement and its matching only; what is left is said by hand with its reason.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from pharmassist.domain.money import plain_money
from tests.journeys.test_incidents_by_command import LEFT, Program, say

SAMPLES = Path(__file__).parents[1] / "samples" / "messages" / "development"
FLOWS = (("2024-02-20", 100), ("2024-02-27", 100), ("2024-03-05", 100), ("2024-03-12", 100),
         ("2024-03-19", 100), ("2024-03-26", 97))  # fmt: skip
"""Days on which one credit paid a notice, and how many invoices each."""
PAID, RECYCLED, REFUSED, LOST = (597, 623_144), (8, 9_231), (4, 5_183), (2, 2_660)


def shares(count: int, cents: int) -> list[int]:
    """Cut a sum into as many shares, none of them zero."""
    each, rest = divmod(cents, count)
    return [each + (place < rest) for place in range(count)]


def french(day: str) -> str:
    return f"{day[8:]}/{day[5:7]}/{day[:4]}"


def mapped(*pairs: str) -> list[str]:
    return [word for pair in pairs for word in ("--map", pair)]


class Pharmacy:
    """The command line on the day that is asked."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._home, self._key, self._capsys = folder / "home", folder / "key.txt", capsys
        key, who = ("--recovery-key-out", str(self._key)), ("--person", "AB:Anne Besson:owner")
        named = ("--name", "Pharmacie du Port", "--finess", "290099993")
        first = Program(self._home, capsys, "--at", "2024-01-30T08:10")
        first("init", "--rehearsal", "--without-vault", *key, *named, *who)

    def on(self, day: str, hour: str = "18:00") -> Program:
        at = ("--at", f"{day}T{hour}")
        return Program(self._home, self._capsys, "--as", "AB", *at, "--recovery-key-file", str(self._key))


def lists(folder: Path) -> tuple[Path, Path, Path]:
    """Write the LGO's list, the notices with what they refuse, and the bank's statement."""
    amounts = [cents for group in (PAID, RECYCLED, REFUSED, LOST) for cents in shares(*group)]
    lgo, notices, bank = folder / "lgo.csv", folder / "avis.csv", folder / "compte.csv"
    rows = [f"{n:09d};29/01/2024;{plain_money(c)};viamedis" for n, c in enumerate(amounts, 1)]
    lgo.write_text("\n".join(("facture;date;part;operateur", *rows)) + "\n", encoding="utf-8")
    told, credits_, number = [], [], 0
    for place, (day, count) in enumerate(FLOWS, 1):
        paid = range(number, number + count)
        total = plain_money(sum(amounts[n] for n in paid))
        last = place == len(FLOWS)
        refused = range(PAID[0], PAID[0] + RECYCLED[0] + REFUSED[0]) if last else range(0)
        notice = f"viamedis;{french(day)};{total};VIA2024{place:04d}"
        for state, invoices in (("payé;", paid), ("rejeté;R12", refused)):
            told += [f"{notice};{n + 1:09d};{plain_money(amounts[n])};{state}" for n in invoices]
        credits_.append(f"{french(day)};VIR SEPA VIAMEDIS VIA2024{place:04d};{total}")
        number += count
    head = "operateur;journee;total;reference;facture;part;etat;motif"
    notices.write_text("\n".join((head, *told)) + "\n", encoding="utf-8")
    bank.write_text("\n".join(("Date;Libellé;Montant", *credits_)) + "\n", encoding="utf-8")
    return lgo, notices, bank


@pytest.fixture
def pharmacy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Pharmacy:
    return Pharmacy(tmp_path, capsys)


def test_story_8_whole(pharmacy: Pharmacy, tmp_path: Path) -> None:
    lgo, notices, bank = lists(tmp_path)
    opening, closing = pharmacy.on("2024-01-30", "08:20"), pharmacy.on("2024-04-30")
    opening("incident", "open", "viamedis-2024")
    columns = ("invoice=facture", "invoice_date=date", "amc_amount=part", "operator=operateur")
    brought = opening("claims", "import", str(lgo), *mapped(*columns))
    assert (brought["kept"], brought["sum_cents"]) == (611, 640_218)

    receive(pharmacy.on("2024-03-27"), notices, bank)
    left = closing("claims", "list", "--limit", "0")
    assert (left["count"], left["sum_cents"]) == (14, 17_074)
    explain_what_is_left(closing)

    # 25 April: the fraud and the true message of February.
    mail = pharmacy.on("2024-04-25")("message", "check", str(SAMPLES / "rib-viamedis-paiements.eml"))
    assert mail["verdict"] == "fraud"
    assert any("viamedis-paiements.com" in finding["proof"] for finding in mail["findings"])
    true = pharmacy.on("2024-04-25")("message", "check", str(SAMPLES / "viamedis-sms-fevrier.sms"))
    assert (true["verdict"], true["findings"]) == ("no_sign", [])

    close(closing)
    adds_up(closing, tmp_path / "comptable.csv")
    # Nothing is purged before three years: all of it is still there, and the journal holds.
    late = pharmacy.on("2027-04-29")
    assert late("claims", "list", "--state", "all", "--limit", "1")["count"] == 611
    assert len(late("incident", "list")["incidents"]) == 1
    assert late("journal", "verify")["ok"] is True


def receive(program: Program, notices: Path, bank: Path) -> None:
    """Bring notices and statement, point them; only then are invoices received."""
    named = ("operator=operateur", "flow_date=journee", "total=total", "reference=reference")
    lines = ("invoice=facture", "amc_amount=part", "state=etat", "reject_code=motif")
    assert program("notices", "import", str(notices), *mapped(*named, *lines))["kept"] == len(FLOWS)
    assert program("claims", "list", "--state", "received")["count"] == 0, "announced is not received"
    columns = mapped("date=Date", "label=Libellé", "amount=Montant")
    assert program("bank", "import", str(bank), *columns)["kept"] == len(FLOWS)
    pointed = program("reconcile", "--accept", "references")
    assert pointed["unreconciled_cents"] == 0
    received = program("claims", "list", "--state", "received", "--limit", "0")
    assert (received["count"], received["sum_cents"]) == PAID


def explain_what_is_left(program: Program) -> None:
    """Say of each of the fourteen what became of it: recycled, refused, given up."""
    rejected = program("claims", "list", "--state", "rejected")["claims"]
    rejected.sort(key=lambda claim: str(claim["invoice"]))
    assert len(rejected) == RECYCLED[0] + REFUSED[0]
    for claim in rejected[: RECYCLED[0]]:
        program("claims", "move", str(claim["id"]), "rebilled")
    sent = ("--reason", "droits refusés, copie de la carte envoyée")
    for claim in rejected[RECYCLED[0] :]:
        program("claims", "move", str(claim["id"]), "disputed", *sent)
    lost = program("claims", "list", "--state", "transmitted")["claims"]
    assert len(lost) == LOST[0]
    for claim in lost:
        refused = program("claims", "move", str(claim["id"]), "written_off", code=1)
        assert refused["problem"]["code"] == "reason_needed"
        program("claims", "move", str(claim["id"]), "written_off", "--reason", "trop faible pour une relance")
    still = program("claims", "list")
    assert (still["count"], still["sum_cents"]) == REFUSED


def close(program: Program) -> None:
    """Say every step and close the incident."""
    shown: dict[str, Any] = program("incident", "show")
    while shown["next"] is not None:
        shown = say(program, next(step for step in shown["steps"] if step["id"] == shown["next"]))
    for step in shown["steps"]:
        if step["status"] in LEFT:
            shown = say(program, step)
    assert program("incident", "close")["open"] is False


def adds_up(program: Program, path: Path) -> None:
    """Read the accountant's list: its sums by state are those of the story."""
    program("claims", "export", str(path), "--state", "all")
    sums: dict[str, list[int]] = defaultdict(list)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            sums[row["État"]].append(int(row["Part AMC"].replace(",", "")))
    found = sorted((len(cents), sum(cents)) for cents in sums.values())
    assert found == sorted((PAID, RECYCLED, REFUSED, LOST))
    assert sum(map(sum, sums.values())) == 640_218
