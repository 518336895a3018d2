"""Files for the person: private from creation, put in place at once or not at all."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from pharmassist.adapters.files.workbook import workbook
from pharmassist.domain.problems import Problem
from pharmassist.domain.spreadsheets import AMOUNT, neutral
from pharmassist.services.ports.files import Cell

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class PrivateFiles:
    """Writes and removes files where the person asked."""

    def write(self, path: Path, content: bytes) -> None:
        """Write a file readable by this user only; the old one stays until the new one is whole.

        Raises ``Problem("file_not_written")``.
        """
        try:
            handle, name = tempfile.mkstemp(prefix=".pharmassist-", dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(path)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            values = {"file": path.name}
            raise Problem("file_not_written", values, retryable=True, details=str(error)) from error

    def read(self, path: Path, most: int) -> bytes:
        """Read a small file whole; raises ``file_absent``, ``file_too_big`` beyond ``most`` bytes."""
        try:
            with path.open("rb") as file:
                content = file.read(most + 1)
        except OSError as error:
            raise Problem("file_absent", {"file": path.name}, details=str(error)) from error
        if len(content) > most:
            raise Problem("file_too_big", {"file": path.name, "limit": f"{most // 1_000_000} Mo"})
        return content

    def write_table(self, path: Path, header: Sequence[str], rows: Iterator[Sequence[Cell]]) -> None:
        """Write CSV (semicolons, UTF-8 with mark, as French spreadsheets open it) or XLSX.

        In XLSX an amount ``12,34`` and a count become numbers, an ISO day a day. Raises
        ``Problem("file_not_written")`` and ``Problem("table_kind_unknown")``.
        """
        kind = path.suffix.lower()
        if kind == ".xlsx":
            self.write(path, _workbook(header, rows))
        elif kind == ".csv":
            self.write(path, _csv(header, rows))
        else:
            raise Problem("table_kind_unknown", {"file": path.name})

    def remove(self, path: Path) -> None:
        """Remove a file; one that is already gone is no problem. Raises ``file_not_removed``."""
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            values = {"file": path.name}
            raise Problem("file_not_removed", values, retryable=True, details=str(error)) from error


def _csv(header: Sequence[str], rows: Iterator[Sequence[Cell]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([neutral(title) for title in header])
    for row in rows:
        writer.writerow([neutral(str(cell)) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _workbook(header: Sequence[str], rows: Iterator[Sequence[Cell]]) -> bytes:
    titles = [neutral(_printable(title)) for title in header]
    return workbook(titles, ([_value(cell) for cell in row] for row in rows))


def _value(cell: Cell) -> str | Decimal | date:
    if isinstance(cell, int):
        return Decimal(cell)
    if AMOUNT.fullmatch(cell):
        return Decimal(cell.replace(",", "."))
    if _DAY.fullmatch(cell):
        try:
            return date.fromisoformat(cell)
        except ValueError:
            return cell
    return neutral(_printable(cell))


def _printable(cell: str) -> str:
    if cell.isprintable():
        return cell
    # XML has no place for control characters
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in cell)
