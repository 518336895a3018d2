"""The year of the demonstration by command: four statements, notices, undone; answers as cli.md says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.journeys.command import Program

ALWAYS = {"import", "kept", "known", "refused", "balance_ok"}
LATER = "2025-01-06T08:00"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("year") / "pharmacie"
    Program(folder.parent)("demo", "--build-only", str(folder))
    return folder


def test_statements_and_notices_by_command(built: Path) -> None:
    key = str(built / "recovery-key.txt")
    program = Program(built, "--recovery-key-file", key, "--as", "CR", "--at", LATER)
    year = built / "year"
    truth = json.loads((year / "truth.json").read_text(encoding="utf-8"))
    dry = program("bank", "import", str(year / "releve.ofx"), "--dry-run")
    assert (dry["kept"], dry["import"], dry["balance_ok"]) == (truth["lines"], 0, None)
    first = program("bank", "import", str(year / "releve.ofx"))
    assert set(first) >= ALWAYS
    assert (first["kept"], first["known"], first["refused"]) == (truth["lines"], 0, 0)
    again = program("bank", "import", str(year / "releve.cfonb120"))
    assert (again["kept"], again["known"] + again["completed"]) == (0, truth["lines"])
    assert again["balance_ok"] is True
    notices = program("notices", "import", str(year / "avis.csv"))
    assert set(notices) >= ALWAYS
    assert (notices["kept"], notices["balance_ok"]) == (len(truth["notices"]), None)
    listed = program("notices", "list", "--operator", "viamedis")
    assert listed["sum_cents"] == sum(
        each["total_cents"] for each in truth["notices"] if each["operator"] == "viamedis"
    )
    typed = program(
        "notices", "add", "--operator", "viamedis", "--date", "2025-01-03", "--amount", "12.50",
    )  # fmt: skip
    assert (typed["total_cents"], typed["state"]) == (1250, "announced")
    refused = program(
        "notices", "add", "--operator", "viamedis", "--date", "2025-01-03", "--amount", "12,50", code=1
    )
    assert refused["problem"]["code"] == "notice_known"
    imports = program("bank", "list")
    assert (imports["data_to"], imports["gaps"]) == ("2024-12-31", [])
    for number in (again["import"], first["import"]):
        program("bank", "undo", str(number))
    program("notices", "undo", str(notices["import"]))
    assert program("bank", "list")["data_to"] is None
    assert program("notices", "list")["count"] == 1


def test_what_a_table_needs_is_asked_and_said(built: Path, tmp_path: Path) -> None:
    program = Program(built, "--recovery-key-file", str(built / "recovery-key.txt"), "--as", "CR")
    table = tmp_path / "page.csv"
    table.write_text("Quand;Quoi;Combien\n12/01/2024;VIR;10,00\n", encoding="utf-8")
    asked = program("bank", "import", str(table), code=1)
    assert asked["problem"]["code"] == "mapping_needed"
    mapping = ("--map", "date=Quand", "--map", "label=Quoi", "--map", "amount=Combien")
    assert program("bank", "import", str(table), *mapping)["kept"] == 1
    assert (
        program("bank", "import", str(table), "--account", "FR12", code=1)["problem"]["code"]
        == "iban_invalid"
    )
