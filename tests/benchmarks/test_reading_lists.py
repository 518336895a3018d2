"""How long a list of the size of a pharmacy's encours takes to be read."""

from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

from pharmassist.adapters.files.tables import FileTables

ROWS = 5000


def count_rows(path: Path) -> int:
    """Read the whole list."""
    return sum(1 for _ in FileTables().open(path).rows())


def test_five_thousand_lines_of_text(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    path = tmp_path / "encours.csv"
    lines = [f"{number:09d};29/01/2024;99310533;7,74\n" for number in range(ROWS)]
    path.write_text("Facture;Date;AMC;Part AMC\n" + "".join(lines), encoding="cp1252")
    assert benchmark(count_rows, path) == ROWS
