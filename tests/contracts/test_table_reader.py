"""One suite for every dialect and every hostile file: the reader with the rules of the domain."""

from __future__ import annotations

import os
import tomllib
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
    assert len(EXPECTED) >= 12


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


def test_the_sheet_asked_for_is_read() -> None:
    table = FileTables().open(SAMPLES / "which-sheet.xlsx", "B")
    assert [cells[0] for _line, cells in table.rows()] == ["000418206"]
    with pytest.raises(Problem) as refused:
        FileTables().open(SAMPLES / "which-sheet.xlsx", "C")
    assert refused.value.code == "sheet_needed"
