"""Stories 6 and 7 of the trade by command line, to the cent: flows that did not come, a lot less rejects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.journeys.command import Program

FLOWS = (
    (4, "312,40"),
    (7, "287,15"),
    (8, "403,62"),
    (9, "258,90"),
    (10, "331,05"),
    (11, "294,77"),
    (14, "368,11"),
)


def founded(home: Path, at: str) -> Program:
    """Return a rehearsal register whose key is in a file."""
    key = home.parent / "key.txt"
    program = Program(home, "--as", "AB", "--recovery-key-file", str(key))
    words = ("init", "--rehearsal", "--name", "Pharmacie du Port", "--finess", "290099993", "--without-vault")
    bare = Program(home, "--as", "AB")
    bare(*words, "--person", "AB:Anne Besson:owner", "--recovery-key-out", str(key), "--at", at)
    return program


def statement(folder: Path, *lines: str) -> Path:
    """Write a bank's table."""
    path = folder / "compte.csv"
    path.write_text("Date;Libellé;Montant\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def bring(program: Program, path: Path, at: str) -> Any:
    """Import a bank's table."""
    maps = ("--map", "date=Date", "--map", "label=Libellé", "--map", "amount=Montant")
    return program("bank", "import", str(path), *maps, "--at", at)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_story_6_one_credit_clears_seven_flow_days(home: Path, tmp_path: Path) -> None:
    program = founded(home, "2025-04-04T08:00")
    table = tmp_path / "avis.csv"
    rows = "\n".join(f"isante;{day:02d}/04/2025;{euros}" for day, euros in FLOWS)
    table.write_text(f"operateur;journee;total\n{rows}\n", encoding="utf-8")
    maps = ("--map", "operator=operateur", "--map", "flow_date=journee", "--map", "total=total")
    program("notices", "import", str(table), *maps, "--at", "2025-04-14T18:00")
    # The red grows flow day by flow day; Saturday and Sunday do not count.
    red = []
    for day in (8, 10, 17):
        alarms = program("alarms", "--at", f"2025-04-{day:02d}T18:00")["alarms"]
        late = [a for a in alarms if a["kind"] == "announced_not_received"]
        red.append((len(late), sum(a["amount_cents"] for a in late)))
    assert [count for count, _cents in red] == [0, 2, 7]
    assert red[-1] == (7, 225_600)
    bring(program, statement(tmp_path, "17/04/2025;VIR SEPA ISANTE;2256,00"), "2025-04-17T18:00")
    seen = program("reconcile", "--at", "2025-04-17T18:00")
    assert (seen["automatic"], seen["proposals"], seen["unreconciled_cents"]) == (0, 1, 225_600)
    (found,) = seen["matches"]
    assert (len(found["notices"]), found["rung"], found["automatic"], found["solutions"]) == (
        7,
        "sum",
        False,
        1,
    )
    credit = str(found["credit"]["id"])
    done = program("reconcile", "--accept", credit, "--at", "2025-04-17T18:00")
    assert (done["proposals"], done["unreconciled_cents"]) == (0, 0)
    assert program("alarms", "--at", "2025-04-17T18:01")["alarms"] == []
    told = program("reconcile", "explain", credit, "--at", "2025-04-17T18:01")
    (standing,) = told["standing"]
    before = program.run("dump", "--tables", "notices,bank_credits,claims", "--at", "2025-04-17T18:02").stdout
    program("reconcile", "undo", str(standing["match"]), "--at", "2025-04-17T18:02")
    assert len(program("alarms", "--at", "2025-04-17T18:03")["alarms"]) == 7
    again = program("reconcile", "--accept", credit, "--at", "2025-04-17T18:04")
    assert again["unreconciled_cents"] == 0
    after = program.run("dump", "--tables", "notices,bank_credits,claims", "--at", "2025-04-17T18:05").stdout
    assert [cents(line) for line in after.splitlines()] == [cents(line) for line in before.splitlines()]
    assert program("journal", "verify", "--at", "2025-04-17T18:06")["ok"]


def mapped(maps: tuple[str, ...]) -> list[str]:
    """Return the options that say what the columns are."""
    return [word for each in maps for word in ("--map", each)]


def cents(line: str) -> str:
    """Return a line of a dump without how often it was written."""
    return line.split('"version"')[0]


def test_story_7_a_lot_less_rejects(home: Path, tmp_path: Path) -> None:
    program = founded(home, "2024-02-19T08:00")
    listed = tmp_path / "lot.csv"
    shares = ("16,47", "23,10", "39,57", "208,49", "200,00")
    numbered = enumerate(shares, start=1)
    invoices = "\n".join(f"{n:09d};214;19/02/2024;{euros};viamedis" for n, euros in numbered)
    listed.write_text(f"facture;lot;date;part;operateur\n{invoices}\n", encoding="utf-8")
    maps = ("invoice=facture", "batch=lot", "invoice_date=date", "amc_amount=part", "operator=operateur")
    program("claims", "import", str(listed), *mapped(maps), "--at", "2024-02-19T08:01")
    bring(program, statement(tmp_path, "22/02/2024;VIR VIAMEDIS;448,06"), "2024-02-22T18:00")
    seen = program("reconcile", "--accept", "references", "--at", "2024-02-22T18:01")
    assert (seen["automatic"], seen["proposals"], seen["unreconciled_cents"]) == (0, 1, 44_806)
    assert (seen["matches"][0]["rung"], seen["matches"][0]["solutions"]) == ("minus", 2)
    credit = str(seen["matches"][0]["credit"]["id"])
    told = program("reconcile", "explain", credit, "--at", "2024-02-22T18:02")
    less = sorted(sorted(p["cents"] for p in s if p["what"] == "less") for s in told["explained"])
    assert less == [[-3_957], [-2_310, -1_647]]
    # The notice, next day: the total, and the two invoices it refuses.
    table = tmp_path / "avis.csv"
    paid = [(n, shares[n - 1], "payé;") for n in (3, 4, 5)]
    refused = [(n, shares[n - 1], "rejeté;R12") for n in (1, 2)]
    rows = [f"viamedis;22/02/2024;448,06;{n:09d};{euros};{what}" for n, euros, what in (*paid, *refused)]
    head = "operateur;journee;total;facture;part;etat;motif"
    table.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    named = ("operator=operateur", "flow_date=journee", "total=total", "invoice=facture", "amc_amount=part")
    columns = mapped((*named, "state=etat", "reject_code=motif"))
    program("notices", "import", str(table), *columns, "--at", "2024-02-23T08:00")
    settled = program("reconcile", "--at", "2024-02-23T08:01")["matches"][0]
    assert (settled["rung"], settled["solutions"]) == ("total", 1)
    assert sorted(c["invoice"] for c in settled["claims"]) == ["000000003", "000000004", "000000005"]
    done = program("reconcile", "--accept", credit, "--at", "2024-02-23T08:02")
    assert done["unreconciled_cents"] == 0
    states = {
        c["invoice"]: (c["state"], c["received_cents"])
        for c in program("claims", "list", "--state", "all", "--at", "2024-02-23T08:03")["claims"]
    }
    assert states == {
        "000000001": ("rejected", 0),
        "000000002": ("rejected", 0),
        "000000003": ("received", 3_957),
        "000000004": ("received", 20_849),
        "000000005": ("received", 20_000),
    }
