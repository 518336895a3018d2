"""CSV and TSV: delimiter and titles found by what they give, lines streamed."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from typing import TextIO

from pharmassist.adapters.files.headings import SEARCHED, find_header, trimmed
from pharmassist.adapters.files.sniffing import LONGEST_LINE, Sniffed
from pharmassist.adapters.files.sources import opened
from pharmassist.domain.headers import header_score
from pharmassist.domain.money_tables import ALL_TITLES
from pharmassist.domain.problems import Problem
from pharmassist.services.ports.files import Source, TableShape

_DELIMITERS = (";", "\t", ",", "|")


class TextTable:
    """An open CSV or TSV file."""

    def __init__(self, path: Source, sniffed: Sniffed) -> None:
        self._path = path
        self._encoding = sniffed.encoding
        head = self._head()
        delimiter = _best_delimiter(head)
        first = list(itertools.islice(_records(iter(head), delimiter, path), SEARCHED + 1))
        index = find_header([cells for _line, cells in first])
        if index is None:
            raise Problem("file_no_header", {"file": path.name})
        line, header = first[index]
        self._shape = TableShape(
            kind="csv",
            encoding=sniffed.encoding,
            delimiter=delimiter,
            sheet="",
            sheets=(),
            header=trimmed(header, [cells for _line, cells in first[index + 1 :]]),
            header_line=line,
            sha256=sniffed.sha256,
            size=sniffed.size,
        )

    @property
    def shape(self) -> TableShape:
        """How the file was understood."""
        return self._shape

    def _open(self) -> TextIO:
        return io.TextIOWrapper(opened(self._path), encoding=self._encoding, newline="", errors="strict")

    def _head(self) -> list[str]:
        try:
            with self._open() as file:
                head = [file.readline(LONGEST_LINE) for _line in range(60)]
        except (OSError, UnicodeError) as error:
            raise Problem("file_damaged", {"file": self._path.name}, details=str(error)) from error
        if max(map(len, head)) >= LONGEST_LINE:
            raise Problem("file_not_a_table", {"file": self._path.name})
        return [line for line in head if line]

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield (line number, cells) below the titles; blank lines are left out."""
        try:
            with self._open() as file:
                for line, cells in _records(file, self._shape.delimiter, self._path):
                    if line > self._shape.header_line:
                        yield line, cells
        except (OSError, UnicodeError) as error:
            raise Problem("file_damaged", {"file": self._path.name}, details=str(error)) from error


def _records(lines: Iterator[str] | TextIO, delimiter: str, path: Source) -> Iterator[tuple[int, list[str]]]:
    """Yield (line where the record begins, cells), blank records left out."""
    reader = csv.reader(lines, delimiter=delimiter)
    begins = 1
    try:
        for cells in reader:
            if any(cells) and any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Problem("file_damaged", {"file": path.name}, details=f"{begins}: {error}") from error


def _best_delimiter(head: Sequence[str]) -> str:
    """Return the delimiter that recognises most titles, then gives most lines of equal width."""

    def merit(delimiter: str) -> tuple[int, int]:
        rows = []
        try:
            rows = [row for row in csv.reader(head, delimiter=delimiter) if any(row)]
        except csv.Error:
            return (0, 0)
        widths = [len(row) for row in rows if len(row) > 1]
        usual = max((widths.count(width) for width in set(widths)), default=0)
        return max(
            (header_score(row, ALL_TITLES) for row in rows[:SEARCHED] if len(row) > 1), default=0
        ), usual

    return max(_DELIMITERS, key=merit)
