"""XLSX, XLS and ODS: values only (no formula is ever evaluated), dates as ISO, numbers with a dot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from zipfile import BadZipFile

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from pharmassist.adapters.files.headings import SEARCHED, find_header, trimmed
from pharmassist.adapters.files.sniffing import Sniffed
from pharmassist.adapters.files.sources import opened
from pharmassist.adapters.files.sprawl import MOST_CELLS, refuse_sprawl
from pharmassist.domain.headers import header_score
from pharmassist.domain.money_tables import ALL_TITLES
from pharmassist.domain.problems import Problem
from pharmassist.services.ports.files import Source, TableShape

Cell = int | float | str | bool | time | date | datetime | timedelta


class SheetTable:
    """One sheet of an open workbook."""

    def __init__(self, path: Source, sniffed: Sniffed, sheet: str) -> None:
        if sniffed.kind != "xls":
            refuse_sprawl(path, sniffed.kind)
        with _damage_told(path), opened(path) as file:
            # not by its path: the library would believe the name's ending
            workbook = load_workbook(file)
            names = tuple(
                m.name
                for m in workbook.sheets_metadata
                if m.typ is SheetTypeEnum.WorkSheet and m.visible is SheetVisibleEnum.Visible
            )
            self._name = self._choose(workbook, names, sheet, path)
            self._sheet = workbook.get_sheet_by_name(self._name)
            first = _first_rows(self._sheet)
        if self._sheet.total_height * self._sheet.total_width > MOST_CELLS:
            raise Problem("file_too_big", {"file": path.name, "limit": MOST_CELLS})
        self._path = path
        index = find_header(first)
        if index is None:
            raise Problem("file_no_header", {"file": path.name})
        self._shape = TableShape(
            kind=sniffed.kind,
            encoding="",
            delimiter="",
            sheet=self._name,
            sheets=names,
            header=trimmed(first[index], first[index + 1 :]),
            header_line=index + 1,
            sha256=sniffed.sha256,
            size=sniffed.size,
        )

    @staticmethod
    def _choose(workbook: CalamineWorkbook, names: tuple[str, ...], sheet: str, path: Source) -> str:
        """Return the sheet asked for, else the only one that holds a table."""
        if sheet:
            if sheet not in names:
                raise Problem("sheet_needed", {"file": path.name, "sheets": ", ".join(names)})
            return sheet
        if len(names) == 1:
            return names[0]
        scores = {
            name: max(
                (header_score(row, ALL_TITLES) for row in _first_rows(workbook.get_sheet_by_name(name))),
                default=0,
            )
            for name in names
        }
        tables = [name for name, score in scores.items() if score >= 2]
        if len(tables) != 1:
            raise Problem("sheet_needed", {"file": path.name, "sheets": ", ".join(names)})
        return tables[0]

    @property
    def shape(self) -> TableShape:
        """How the file was understood."""
        return self._shape

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield (row number, cells as text) below the titles; blank rows are left out."""
        with _damage_told(self._path):
            for number, cells in enumerate(_all_rows(self._sheet), start=1):
                if number > self._shape.header_line and any(cells):
                    yield number, cells


@contextmanager
def _damage_told(path: Source) -> Iterator[None]:
    """Tell a fault of the library as a damaged file.

    A fault in its Rust part comes as ``pyo3_runtime.PanicException``, which no module gives a
    name to and which is no ``Exception``: it is known by where it comes from, all else goes on.
    """
    try:
        yield
    except (CalamineError, BadZipFile, OSError, ValueError) as error:
        raise Problem("file_damaged", {"file": path.name}, details=str(error)) from error
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise Problem("file_damaged", {"file": path.name}, details=str(error)) from error


def _all_rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    """Yield every row from the first of the sheet, empty ones included, so that numbers are right."""
    start_row, start_column = sheet.start or (0, 0)
    for _blank in range(start_row):
        yield []
    before = [""] * start_column
    for row in sheet.iter_rows():
        yield before + [cell if type(cell) is str else as_text(cell) for cell in row]


def _first_rows(sheet: CalamineSheet) -> list[list[str]]:
    rows = []
    for index, row in enumerate(_all_rows(sheet)):
        if index > SEARCHED:
            break
        rows.append(row)
    return rows


def as_text(cell: Cell) -> str:
    """Return a cell as text: ISO days, whole numbers without ``.0``, others with a dot."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(" ", "minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, int):
        return str(cell)
    if cell.is_integer():
        return str(int(cell))
    # a computed 18.400000000000002 is 18.4: fifteen digits are what a spreadsheet holds
    return f"{cell:.15g}"
