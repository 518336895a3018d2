"""Reading tables from the pharmacy's files, hostile ones included.

Problems: ``file_absent``, ``file_too_big``, ``file_not_a_table``, ``file_is_teletransmission``
(raw B2, DRE or NOEMIE), ``file_no_header``, ``file_damaged``, ``file_mixed`` (two encodings),
``sheet_needed``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Pasted:
    """A table that is no file: pasted from the clipboard, or read from a pipe.

    ``name`` is what is shown and kept in its stead; the content is never shown.
    """

    content: bytes = field(repr=False)
    name: str

    @property
    def stem(self) -> str:
        """Its name, like that of a file."""
        return self.name


Source = Path | Pasted
"""Where a table comes from."""


@dataclass(frozen=True, slots=True)
class TableShape:
    """How a file was understood. ``header_line`` counts from 1."""

    kind: str
    """``csv``, ``xlsx``, ``xls``, ``ods``."""
    encoding: str
    delimiter: str
    sheet: str
    sheets: tuple[str, ...]
    header: tuple[str, ...]
    header_line: int
    sha256: str
    size: int


class Table(Protocol):
    """An open table."""

    @property
    def shape(self) -> TableShape: ...

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield (line number, cells as text) below the header, blank lines left out.

        Dates of spreadsheets come as ISO text, numbers with a dot.
        """


class TableReader(Protocol):
    """Opens tables."""

    def open(self, path: Source, sheet: str = "") -> Table: ...


Cell = str | int
"""A cell to write: words (also an amount ``12,34`` and an ISO day), or a count."""


class Files(Protocol):
    """Writing and removing files for the person: private, atomic."""

    def write(self, path: Path, content: bytes) -> None: ...
    def write_table(self, path: Path, header: Sequence[str], rows: Iterator[Sequence[Cell]]) -> None:
        """Write CSV or XLSX by the path's ending; cells that a spreadsheet would run are neutralised."""

    def remove(self, path: Path) -> None: ...


class WholeFiles(Files, Protocol):
    """Files that can also be read whole, when they are small."""

    def read(self, path: Path, most: int) -> bytes:
        """Read a file; raises ``file_absent``, and ``file_too_big`` beyond ``most`` bytes."""
