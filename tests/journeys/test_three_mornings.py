"""The three lists of the demonstration as snapshots equal the generator's truth, to the cent.

Check 2 of the first milestone: a register without keyring, opened by its recovery key.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pharmassist.adapters.documents.preview import PdfPreview
from pharmassist.demonstration.invoices import generate
from pharmassist.services.texts import money
from tests.journeys.command import Program


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
        told = [{k: r[k] for k in ("invoice", "replaces")} for r in report["replacements"]]
        expected = [{k: r[k] for k in ("invoice", "replaces")} for r in wanted["replacements"]]
        assert sorted(told, key=str) == sorted(expected, key=str)
        assert report["dropped_columns"], "columns with names and NIR are named as never read"

        again = program("claims", "import", str(file), "--snapshot", day)
        assert again["kept"] == again["changed"] == again["gone"] == 0
        assert again["known"] == wanted["count"] or again["known"] > 0

    last = max(truth["days"])
    listed = program("claims", "list", "--state", "transmitted", "--limit", "1")
    wanted = truth["days"][last]
    assert listed["count"] > 0
    for operator, cents in wanted["cents_by_operator"].items():
        if operator:
            found = program("claims", "list", "--operator", operator, "--limit", "1")
            assert found["sum_cents"] >= cents

    dump = program.run("dump").stdout
    assert len(dump) > 100_000
    for forbidden in generate().patients:
        assert forbidden not in dump, "a patient entered the register"

    # Check 3: the PDF's text holds the sum.
    period = ("--operator", "viamedis", "--from", "2023-11-01", "--to", last)
    letter = tmp_path / "acompte.pdf"
    requested = program("advance", "request", *period, "--pdf", str(letter))
    assert money(requested["exact_cents"]) in "".join(PdfPreview().text(letter.read_bytes()))
