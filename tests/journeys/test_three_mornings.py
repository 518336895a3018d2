"""The three lists of the demonstration as snapshots equal the generator's truth, to the cent.

Check 2 of the first milestone: a register without keyring, opened by its recovery key.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pharmassist.demonstration.invoices import generate
from pharmassist.services.texts import money
from tests.journeys.command import Program, text_of

LINES = ("kept", "known", "changed", "part_paid", "negative", "refused")
"""Counts that add up to the data lines of a file (cli.md)."""


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the demonstration once; its lists are what a pharmacy's software would export."""
    folder = tmp_path_factory.mktemp("demonstration") / "pharmacie"
    Program(folder.parent)("demo", "--build-only", str(folder))
    return folder


def test_three_lists_equal_the_truth(demonstration: Path, tmp_path: Path) -> None:
    key = tmp_path / "recovery-key.txt"
    home = tmp_path / "home"
    Program(home)(
        "init", "--without-vault", "--recovery-key-out", str(key), "--name", "Pharmacie du Port",
        "--finess", "290099993", "--person", "AB:Anne Besson:owner",
    )  # fmt: skip
    program = Program(home, "--recovery-key-file", str(key))
    truth = json.loads((demonstration / "truth.json").read_text(encoding="utf-8"))
    assert truth["invoices"] == 5000
    assert truth["insurers"] == 25

    for day, wanted in sorted(truth["days"].items()):
        file = demonstration / "exports" / Path(wanted["file"]).name
        tried = program("claims", "import", str(file), "--snapshot", day, "--dry-run")
        report = program("claims", "import", str(file), "--snapshot", day)
        assert {**tried, "import": report["import"]} == report, "a dry run says what will be done"
        assert report["file_sum_cents"] == wanted["cents"]
        assert report["gone"] == wanted["gone"] or day == min(truth["days"])
        assert report["part_paid"] == wanted["part_paid"]
        assert report["negative"] == wanted["negative"]
        if day != min(truth["days"]):
            assert report["kept"] == wanted["new"]
            assert report["sum_cents"] == wanted["new_cents"]
        told = [{k: r[k] for k in ("invoice", "replaces")} for r in report["replaced"]]
        expected = [{k: r[k] for k in ("invoice", "replaces")} for r in wanted["replacements"]]
        assert sorted(told, key=str) == sorted(expected, key=str)
        assert report["dropped_columns"], "columns with names and NIR are named as never read"

        again = program("claims", "import", str(file), "--snapshot", day)
        assert again["kept"] == again["changed"] == again["gone"] == again["part_paid"] == 0
        assert again["known"] == sum(report[name] for name in LINES)

    last = max(truth["days"])
    for operator, cents in truth["days"][last]["cents_by_operator"].items():
        counted = program("claims", "list", "--operator", operator, "--limit", "1")["sum_cents"]
        left = ("claims", "list", "--operator", operator, "--state", "left_outstanding", "--limit", "1")
        assert counted - program(*left)["sum_cents"] == cents, operator

    dump = program.run("dump").stdout
    assert len(dump) > 100_000
    for forbidden in generate().patients:
        assert forbidden not in dump, "a patient entered the register"

    # Check 3: the PDF's text holds the sum.
    period = ("--operator", "viamedis", "--from", "2023-11-01", "--to", last)
    letter = tmp_path / "acompte.pdf"
    requested = program("advance", "request", *period, "--pdf", str(letter))
    assert money(requested["requested_cents"]) in text_of(letter)
