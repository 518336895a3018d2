"""Copying a list as lines of tabs under its titles: what a table does, and lists made of widgets.

Cells that a spreadsheet would run are quoted here, in one place. Never a secret: a list says only
what it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QToolTip, QWidget

from pharmassist.domain.money import Money, plain_money
from pharmassist.domain.spreadsheets import neutral
from pharmassist.services.shortcuts import key_words
from pharmassist.services.texts import money, number, short_day, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.announce import announce
from pharmassist.ui.parts.button import Button

_KEY = "Ctrl+C"


@dataclass(frozen=True, slots=True)
class Cents:
    """A sum of money, so that a file has it as a number."""

    cents: Money


Cell = str | int | date | Cents


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as cells: its titles, its rows, and the line of its total where it shows one."""

    titles: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    total: tuple[Cell, ...] = ()


def shown(cell: Cell) -> str:
    """Return a cell as it is read: on screen and on the clipboard."""
    if isinstance(cell, Cents):
        return money(cell.cents)
    if isinstance(cell, date):
        return short_day(cell)
    return number(cell) if isinstance(cell, int) else cell


def plain(cell: Cell) -> str | int:
    """Return a cell as it is written to a file: ``1234,56``, an ISO day, a number."""
    if isinstance(cell, Cents):
        return plain_money(cell.cents)
    return cell.isoformat() if isinstance(cell, date) else cell


def copy_sheet(part: QWidget, sheet: Sheet) -> None:
    """Put a list on the clipboard and tell, at the top of ``part``, how many rows it has."""
    lines = [sheet.titles, *sheet.rows, *([sheet.total] if sheet.total else [])]
    QGuiApplication.clipboard().setText("\n".join("\t".join(map(_cell, map(shown, line))) for line in lines))
    count = len(sheet.rows)
    told = translate_plural("{count} row copied", "{count} rows copied", count)
    words = told.format(count=number(count))
    QToolTip.showText(part.mapToGlobal(QPoint(8, 8)), words, part)
    announce(part, words)


class CopyButton(Button):
    """Copies what ``sheet`` gives; Ctrl+C does the same wherever the focus is inside ``over``.

    A field inside keeps Ctrl+C for what is selected in it. A list without a row leaves the
    clipboard as it is.
    """

    def __init__(self, over: QWidget, sheet: Callable[[], Sheet]) -> None:
        super().__init__("", "quiet", "copy", size="small", pressed=self.copy)
        self._sheet = sheet
        words = _("Copy the list with its titles, for a spreadsheet")
        self.setAccessibleName(words)
        self.setAccessibleDescription(_KEY)
        self.setToolTip(f"{words} ({key_words(_KEY)})")
        shortcut = QShortcut(QKeySequence(_KEY), over)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.copy)

    def copy(self) -> None:
        """Copy the list as it is now."""
        sheet = self._sheet()
        if sheet.rows:
            copy_sheet(self, sheet)


def _cell(words: str) -> str:
    """Return words on one line without tab, so that each stays in its cell; no spreadsheet runs them."""
    return neutral(words.replace("\t", " ").replace("\n", " "))
