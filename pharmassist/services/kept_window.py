"""How the window was left: place, page of the day, widths, sorts, filters. Never what a list holds.

A small file of the person, beside the register. What is not understood is as if it had never been
written: a damaged file gives the usual window.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date

from pharmassist.services.ports.machine import SmallFile

NARROWEST, WIDEST = 24, 2000
"""Limits of a kept width, in logical pixels."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a window stood, in logical pixels of the desktop."""

    x: int
    y: int
    width: int
    height: int
    maximised: bool = False


@dataclass(frozen=True, slots=True)
class TableLook:
    """Widths of a table by its columns' keys, and the column it is sorted by ("" = as usual)."""

    widths: Mapping[str, int] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class KeptWindow:
    """All that is kept; ``page`` is gone back to on its own ``day`` only: a new day begins on Aujourd'hui."""

    frame: Frame | None = None
    page: str = ""
    day: str = ""
    tables: Mapping[str, TableLook] = field(default_factory=dict)
    filters: Mapping[str, str] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    """What is said once on this PC, by its key."""

    def page_of(self, today: date) -> str:
        """Return the page that was left today, "" for none."""
        return self.page if self.day == today.isoformat() else ""


class WindowFile:
    """Reads and writes what is kept; a file that cannot be read or written changes nothing."""

    def __init__(self, file: SmallFile) -> None:
        self._file = file

    def read(self) -> KeptWindow:
        """Return what was kept, the usual window when there is nothing to be understood."""
        return read_kept(self._file.read())

    def write(self, kept: KeptWindow) -> None:
        """Keep it; raises ``file_not_written``."""
        self._file.write(json.dumps(asdict(kept), ensure_ascii=False))


class NoFile:
    """Keeps nothing: for the demonstration and for what has no home."""

    def read(self) -> str:
        """Return nothing."""
        return ""

    def write(self, text: str) -> None:
        """Do nothing."""


def read_kept(text: str) -> KeptWindow:
    """Read what is kept; each part that is not as it was written is left out."""
    try:
        told = json.loads(text) if text else {}
    except ValueError:
        return KeptWindow()
    if not isinstance(told, dict):
        return KeptWindow()
    tables = told.get("tables")
    filters = told.get("filters")
    once = told.get("told")
    return KeptWindow(
        frame=_frame(told.get("frame")),
        page=_words(told.get("page")),
        day=_words(told.get("day")),
        tables={
            str(key): look
            for key, value in (tables.items() if isinstance(tables, dict) else ())
            if (look := _look(value)) is not None
        },
        filters={
            str(key): value
            for key, value in (filters.items() if isinstance(filters, dict) else ())
            if isinstance(value, str)
        },
        told=tuple(filter(None, map(_words, once if isinstance(once, list) else ()))),
    )


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""


def _whole(value: object) -> int | None:
    number = value if isinstance(value, int) and not isinstance(value, bool) else None
    return number if number is not None and abs(number) < 100_000 else None


def _frame(value: object) -> Frame | None:
    if not isinstance(value, dict):
        return None
    told = {name: value.get(name) for name in ("x", "y", "width", "height")}
    x, y, width, height = map(_whole, told.values())
    if x is None or y is None or not width or not height or min(width, height) < 1:
        return None
    return Frame(x, y, width, height, value.get("maximised") is True)


def _look(value: object) -> TableLook | None:
    if not isinstance(value, dict):
        return None
    widths = value.get("widths")
    kept = {
        str(key): width
        for key, told in (widths.items() if isinstance(widths, dict) else ())
        if (width := _whole(told)) is not None and NARROWEST <= width <= WIDEST
    }
    return TableLook(kept, _words(value.get("sort")), value.get("descending") is True)
