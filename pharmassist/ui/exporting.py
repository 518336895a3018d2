"""Writing a list made of widgets to a file; its two signs, copy and export, always stand together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from pharmassist.services.exporting import LISTS
from pharmassist.services.shortcuts import key_words
from pharmassist.services.texts import number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.page import Page
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.copying import CopyButton, Sheet, plain
from pharmassist.ui.problems import show_problem

_KEY = "Ctrl+E"


def ask_table(parent: QWidget, name: str) -> str:
    """Ask where to write a table, as CSV or XLSX; the ending follows the kind chosen."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    chosen, kind = QFileDialog.getSaveFileName(
        parent, _("Save"), str(Path(folder) / f"{name}.csv"), "CSV (*.csv);;XLSX (*.xlsx)"
    )
    if not chosen:
        return ""
    ending = ".xlsx" if "xlsx" in kind else ".csv"
    return chosen if Path(chosen).suffix.lower() in {".csv", ".xlsx"} else chosen + ending


class ExportButton(Button):
    """Writes what ``sheet`` gives, one of ``LISTS``; Ctrl+E does it wherever the focus is inside ``over``."""

    def __init__(self, desk: Desk, over: QWidget, name: str, sheet: Callable[[], Sheet]) -> None:
        super().__init__("", "quiet", "download", size="small", pressed=self.export)
        self._desk, self._name, self._sheet = desk, name, sheet
        self.ask_path: Callable[[QWidget, str], str] = ask_table
        self.setAccessibleName(_("Export the list"))
        self.setAccessibleDescription(_KEY)
        self.setToolTip(_("Export the list as CSV or XLSX ({key})").format(key=key_words(_KEY)))
        shortcut = QShortcut(QKeySequence(_KEY), over)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.export)

    def export(self) -> None:
        """Ask where, then write the list as it is now; a list without a row asks nothing."""
        sheet, page = self._sheet(), self._page()
        chosen = self.ask_path(self, _(LISTS[self._name])) if sheet.rows and page is not None else ""
        if not chosen or page is None:
            return
        office, who, path, name = self._desk.office, self._desk.acting(), Path(chosen), self._name
        rows = [tuple(map(plain, row)) for row in (*sheet.rows, *([sheet.total] if sheet.total else []))]
        count = len(sheet.rows)

        def told(_rows: int) -> None:
            words = translate_plural("{file}: {count} row.", "{file}: {count} rows.", count)
            page.banner.tell("green", words.format(file=path.name, count=number(count)))

        # The page is told: its list, and this button with it, may be made anew meanwhile.
        self._desk.bridge.ask(
            page,
            "write",
            lambda _stop, _progress: office.exporting.write(who, path, name, sheet.titles, rows),
            told,
            lambda problem: show_problem(page.banner, problem),
        )

    def _page(self) -> Page | None:
        holder = self.parentWidget()
        while holder is not None and not isinstance(holder, Page):
            holder = holder.parentWidget()
        return holder


def list_signs(
    desk: Desk, over: QWidget, name: str, sheet: Callable[[], Sheet]
) -> tuple[CopyButton, ExportButton]:
    """Return the two signs of a list: copy (Ctrl+C) and export (Ctrl+E)."""
    return CopyButton(over, sheet), ExportButton(desk, over, name, sheet)
