"""A list of an LGO may hold anything: it is read, or refused by a Problem, never a fault."""

from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from pharmassist.adapters.files.tables import FileTables
from pharmassist.domain.problems import Problem

MANY = settings(
    max_examples=3000,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ODD_TEXT = some.text(some.sampled_from("0123456789,;\t\"'\r\n\x00é€=+-@ N°\u202f\ufeff"), max_size=400)


def read(path: Path) -> None:
    """Read all rows; a Problem is an answer, anything else a fault."""
    try:
        for _line, _cells in FileTables().open(path).rows():
            pass
    except Problem:
        return


@MANY
@given(content=some.binary(max_size=600))
def test_any_bytes(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(content)
    read(path)


@MANY
@given(text=ODD_TEXT, encoding=some.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_any_text(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(text.encode(encoding))
    read(path)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("workbook") / "liste.xlsx"
    book = openpyxl.Workbook()
    for number in range(50):
        book.worksheets[0].append([f"{number:09d}", "29/01/2024", 7.74])
    book.save(path)
    return path.read_bytes()


@MANY
@given(where=some.integers(0, 1_000_000), flipped=some.integers(1, 255), cut=some.booleans())
def test_a_damaged_workbook(tmp_path: Path, workbook: bytes, where: int, flipped: int, cut: bool) -> None:
    place = where % len(workbook)
    damaged = bytearray(workbook)
    damaged[place] ^= flipped
    path = tmp_path / "liste.xlsx"
    path.write_bytes(bytes(damaged[:place] if cut else damaged))
    read(path)
