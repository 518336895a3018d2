"""Files for the person: private, atomic, harmless in a spreadsheet."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pharmassist.adapters.files.tables import FileTables
from pharmassist.adapters.files.writing import PrivateFiles
from pharmassist.domain.problems import Problem
from pharmassist.domain.spreadsheets import neutral

HOSTILE = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "%0A=1")
HIDDEN = ("\ufeff=1+1", " \u200b=1+1", "\uff1d1+1")


def test_a_written_file_is_private_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    path.write_bytes(b"old")
    PrivateFiles().write(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["out.pdf"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    folder = tmp_path / "out.csv"
    folder.mkdir()
    (folder / "kept").write_bytes(b"1")
    with pytest.raises(Problem) as refused:
        PrivateFiles().write(folder, b"new")
    assert refused.value.code == "file_not_written"
    assert [each.name for each in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.parametrize("cell", HIDDEN)
def test_a_sign_behind_invisible_ones_is_found(cell: str) -> None:
    assert neutral(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "-12,34", "Aésio", "« = »", "(x)", " "])
def test_what_is_no_formula_stays(cell: str) -> None:
    assert neutral(cell) == cell


@pytest.mark.parametrize("cell", HOSTILE)
def test_no_cell_is_run(cell: str, tmp_path: Path) -> None:
    assert neutral(cell) == "'" + cell
    for name in ("out.csv", "out.xlsx"):
        PrivateFiles().write_table(tmp_path / name, ("Facture", "Motif"), iter([("000418205", cell)]))
    rows = list(load_workbook(tmp_path / "out.xlsx").worksheets[0].iter_rows())
    assert rows[1][1].data_type == "s"
    assert f";'{cell}" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig").replace('"', "")


def test_amounts_days_and_counts_are_values_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    PrivateFiles().write_table(
        path, ("Facture", "Date", "Montant", "Jours"), iter([("000418205", "2024-01-30", "-12,50", 1204)])
    )
    row = list(load_workbook(path).worksheets[0].iter_rows(values_only=True))[1]
    assert row[0] == "000418205"
    assert f"{row[1]:%Y-%m-%d}" == "2024-01-30"
    assert row[2:] == (-12.5, 1204)
    assert FileTables().open(path).shape.header == ("Facture", "Date", "Montant", "Jours")


def test_any_words_come_back_from_a_workbook_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    words = ("", " blancs ", "<b>&amp;\"'</b>", "deux\nlignes", "Ælfric 😀", "1900-01-31", "x" * 40_000)
    PrivateFiles().write_table(path, [f"titre {n} <&>" for n in range(len(words))], iter([words, words]))
    sheet = load_workbook(path).worksheets[0]
    assert sheet.freeze_panes == "A2"
    titles, *rows = sheet.iter_rows()
    assert [cell.value for cell in titles] == [f"titre {n} <&>" for n in range(len(words))]
    assert all(cell.font.bold for cell in titles)
    for row in rows:
        assert [cell.value or "" for cell in row] == [word[:32_767] for word in words]


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem) as refused:
        PrivateFiles().write_table(tmp_path / "out.doc", ("a",), iter([]))
    assert refused.value.code == "table_kind_unknown"


def test_removing_twice_is_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"x")
    PrivateFiles().remove(path)
    PrivateFiles().remove(path)
    assert not path.exists()
    with pytest.raises(Problem) as refused:
        PrivateFiles().remove(tmp_path)
    assert refused.value.code == "file_not_removed"
