"""Commands about the encours, on a real register: ages, overdue, a day, delays, corrections, the worklist."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pharmassist.cli.main import run


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    key = tmp_path / "key.txt"
    made = run(
        (
            "--home",
            str(tmp_path / "home"),
            "init",
            "--name",
            "Pharmacie du Port",
            "--finess",
            "290099993",
            "--person",
            "AB:Anne Besson:owner",
            "--recovery-key-out",
            str(key),
            "--without-vault",
            "--rehearsal",
        )
    )
    assert made == 0
    capsys.readouterr()
    return tmp_path


@pytest.fixture
def ask(home: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def command(*words: str) -> Any:
        said = ("--home", str(home / "home"), "--recovery-key-file", str(home / "key.txt"), "--json", *words)
        code = run(said)
        out = capsys.readouterr().out
        assert code == 0, out
        return json.loads(out)

    ask_one = command
    for invoice, day, cents, more in (
        ("000418201", "2023-12-01", "10,00", ("--operator", "viamedis")),
        ("000418202", "2023-12-15", "20,00", ("--amc", "99310533")),
        ("000418203", "2024-01-10", "40,00", ("--amc", "99310533")),
    ):
        ask_one("claims", "add", "--invoice", invoice, "--invoice-date", day, "--amount", cents, *more)
    return ask_one


def test_the_encours_from_every_side(ask: Any, home: Path) -> None:
    table = ask("claims", "ageing", "--days", "5,10")
    assert (table["days"], table["count"], table["sum_cents"]) == ([5, 10], 3, 7000)
    assert [row["key"] for row in table["rows"]] == ["", "viamedis"]
    assert ask("claims", "ageing", "--by-amc")["rows"][0]["key"] == "0099310533"
    file = home / "fin.csv"
    found = ask("claims", "encours", "2023-12-31", str(file))
    assert (found["count"], found["sum_cents"], file.exists()) == (2, 3000, True)
    assert ask("claims", "encours", "2023-12-01")["sum_cents"] == 1000
    listed = ask("claims", "list", "--from", "2023-12-10", "--to", "2023-12-31", "--min", "15", "--max", "25")
    assert [claim["invoice"] for claim in listed["claims"]] == ["000418202"]
    assert ask("claims", "list", "--amc", "0099310533")["count"] == 2

    assert ask("claims", "overdue")["overdue"] == []
    delays = {each["operator"]: each["days"] for each in ask("claims", "delay", "viamedis", "7")["delays"]}
    assert delays["viamedis"] == 7
    (late,) = ask("claims", "overdue")["overdue"]
    assert (late["operator"], late["count"], late["sum_cents"]) == ("viamedis", 1, 1000)
    ask("claims", "delay", "viamedis")
    assert ask("claims", "overdue")["overdue"] == []
    ask("claims", "edit", "1", "--amount", "12,34")
    assert ask("claims", "show", "1")["history"][-1]["reason"] == "part AMC : 10,00 → 12,34"

    (line,) = ask("insurers", "worklist")["insurers"]
    assert (line["amc"], line["count"], line["sum_cents"]) == ("0099310533", 2, 6000)
    taught = ask("insurers", "assign", "99310533", "direct", "--name", "Mutuelle du Littoral", "--csr", "003")
    assert (taught["claims"], taught["csr"]) == (2, "003")
    assert ask("insurers", "worklist")["insurers"] == []
    assert ask("insurers", "show", "99310533")["pays_directly"] is True
