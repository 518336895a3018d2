"""One suite for every dialect and every hostile file: the reader with the rules of the domain."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pharmassist.adapters.files.tables import FileTables
from pharmassist.domain.headers import Confidence
from pharmassist.domain.lines import LineReader
from pharmassist.domain.problems import Problem
from pharmassist.services.jobs import Stop
from pharmassist.services.list_reading import Choice, ListReading, MappingNeeded, choose_columns
from tests.samples.claims.make_samples import NIR, samples

SAMPLES = Path(__file__).parents[1] / "samples" / "claims"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((SAMPLES / "expected.toml").read_text(encoding="utf-8"))


def read_all(path: Path) -> list[tuple[int, Sequence[str]]]:
    """Open a file and read it to its end."""
    return list(FileTables().open(path).rows())


def test_every_sample_is_expected() -> None:
    assert set(samples()) == set(EXPECTED)
    assert len(EXPECTED) >= 40


@pytest.mark.parametrize("name", [n for n in EXPECTED if not n.endswith((".xlsx", ".ods", ".docx"))])
def test_the_samples_are_those_of_their_maker(name: str) -> None:
    assert (SAMPLES / name).read_bytes() == samples()[name]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_sample_gives_what_is_expected(name: str) -> None:
    expected = EXPECTED[name]
    if "problem" in expected:
        with pytest.raises(Problem) as refused:
            read_all(SAMPLES / name)
        assert refused.value.code == expected["problem"]
        return
    table = FileTables().open(SAMPLES / name)
    columns = choose_columns(table, Choice(), ())
    if "asks" in expected or "missing" in expected:
        assert isinstance(columns, MappingNeeded)
        asked = [g.field.value for g in columns.guess if g.field and g.confidence is Confidence.CONFIRM]
        assert asked == expected.get("asks", [])
        assert [field.value for field in columns.missing] == expected.get("missing", [])
        return
    assert not isinstance(columns, MappingNeeded)
    reading = ListReading(table, columns, LineReader(columns.places))
    lines = list(reading.read(Stop(), lambda _done, _total: None))
    claims = [line.claim for line in lines if line.claim]
    assert len(claims) == expected.get("kept", 0)
    assert sum(claim.listed for claim in claims) == expected.get("sum", 0)
    assert [line.refusal.reason for line in lines if line.refusal] == expected.get("reasons", [])
    assert [line.negative for line in lines if line.negative] == expected.get("negative", [])
    assert sum(line.padded for line in lines) == expected.get("padded", 0)
    assert list(columns.dropped) == expected.get("dropped", [])
    assert reading.listed_total == expected.get("listed_total")
    assert table.shape.header_line == expected.get("header_line", 1)
    if "encoding" in expected:
        assert table.shape.encoding == expected["encoding"]
    assert NIR not in repr(lines)


def test_line_numbers_are_those_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "Titre\n\nFacture;Date facture;Part AMC\n1;30/01/2024;1,00\n\n2;x;1,00\n", encoding="utf-8"
    )
    table = FileTables().open(path)
    assert [line for line, _cells in table.rows()] == [4, 6]


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.write(b"Facture;Date facture;Part AMC\n")
        file.truncate(51 * 1024 * 1024)
    with pytest.raises(Problem) as refused:
        FileTables().open(path)
    assert refused.value.code == "file_too_big"


def test_a_line_of_twenty_million_signs_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(b"Facture;Date facture;Part AMC\n" + b"1" * 20_000_000)
    with pytest.raises(Problem) as refused:
        FileTables().open(path)
    assert refused.value.code == "file_not_a_table"


def test_an_absent_file_and_a_folder_are_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(Problem) as refused:
            FileTables().open(path)
        assert refused.value.code == "file_absent"


def test_a_pipe_is_never_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)
    with pytest.raises(Problem):
        FileTables().open(path)


TITLES = '<row r="1"><c r="A1" t="str"><v>Facture</v></c><c r="B1" t="str"><v>Part AMC</v></c></row>'
FAR = '<c r="XFD1048576" t="str"><v>x</v></c>'


def book(folder: Path, rows: str, **extra: str) -> Path:
    """Write the smallest workbook around the rows of its sheet."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    package = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    members = {
        "_rels/.rels": f'<Relationships {package}><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships {package}><Relationship Id="rId1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets>'
        '<sheet name="F" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{rows}</sheetData></worksheet>",
    }
    path = folder / "list.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**members, **extra}.items():
            archive.writestr(name, text)
    return path


def test_a_style_at_the_end_of_a_sheet_is_no_cell(tmp_path: Path) -> None:
    row = '<row r="2"><c r="A2" t="str"><v>1</v></c><c r="B2"><v>2.5</v></c></row>'
    empty = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert read_all(book(tmp_path, TITLES + row + empty)) == [(2, ["1", "2.5"])]


@pytest.mark.parametrize(
    "rows",
    [
        f'<row r="1048576">{FAR}</row>',
        f"<row>{FAR}</row>",
        '<row r="3">' + FAR.replace("<c r=", "<c x='>' r =") + "</row>",
        '<row r="3">' + FAR.replace("<c ", "<c" + " " * 70_000) + "</row>",
        '<row r="3">' + FAR.replace("<c ", "<c x='>'" + " " * 1_100_000) + "</row>",
        '<row r="1048575"/><row><c r="XFC1" t="str"><v>x</v></c><c t="str"><v>x</v></c></row>',
    ],
)
def test_cells_at_opposite_corners_do_not_end_the_program(tmp_path: Path, rows: str) -> None:
    # the reader would ask for 400 GB and the process be ended: looked at in a child
    path = book(tmp_path, TITLES + rows)
    program = (
        "import sys, pathlib\n"
        "from pharmassist.adapters.files.tables import FileTables\n"
        "from pharmassist.domain.problems import Problem\n"
        "try:\n    FileTables().open(pathlib.Path(sys.argv[1]))\n"
        "except Problem as problem:\n    print(problem.code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) in {(0, "file_too_big"), (0, "file_damaged")}


def test_a_library_table_that_sprawls_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.ods"
    far = 'table:number-columns-repeated="16000" office:value-type="string"'
    with zipfile.ZipFile(SAMPLES / "library.ods") as sound, zipfile.ZipFile(path, "w") as forged:
        for name in sound.namelist():
            content = sound.read(name)
            row = f'<table:table-row table:number-rows-repeated="9999"><table:table-cell {far}>'
            content = content.replace(
                b"</table:table>", row.encode() + b"</table:table-cell></table:table-row></table:table>"
            )
            forged.writestr(name, content)
    with pytest.raises(Problem) as refused:
        FileTables().open(path)
    assert refused.value.code == "file_too_big"


def test_a_book_of_two_kinds_is_neither(tmp_path: Path) -> None:
    for other in ("xl/workbook.bin", "content.xml"):
        with pytest.raises(Problem) as refused:
            FileTables().open(book(tmp_path, TITLES, **{other: "<x/>"}))
        assert refused.value.code == "file_not_a_table"


def test_a_workbook_named_otherwise_is_read(tmp_path: Path) -> None:
    path = tmp_path / "encours.xls"
    path.write_bytes((SAMPLES / "merged-titles.xlsx").read_bytes())
    assert FileTables().open(path).shape.kind == "xlsx"


def test_the_sheet_asked_for_is_read() -> None:
    table = FileTables().open(SAMPLES / "which-sheet.xlsx", "B")
    assert [cells[0] for _line, cells in table.rows()] == ["000418206"]
    with pytest.raises(Problem) as refused:
        FileTables().open(SAMPLES / "which-sheet.xlsx", "C")
    assert refused.value.code == "sheet_needed"
