"""The window: rail, one page at a time, three facts at the foot, the keys. It knows no page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pharmassist.services.texts import translate as _
from pharmassist.ui.lock import LockScreen
from pharmassist.ui.page import Page, PageSpec
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.text import line, notice
from pharmassist.ui.rail import Rail, RailFoot
from pharmassist.ui.status import StatusBar

NARROW_BELOW = 1100


@dataclass(frozen=True, slots=True)
class Keys:
    """What keys do that is no page's own business; ``find`` is None until it exists."""

    help: Callable[[str], object]
    note_claim: Callable[[], object]
    counter: Callable[[], object]
    find: Callable[[], object] | None = None


class Window(QMainWindow):
    """Built from data: page specs, and what the keys do."""

    locked = Signal()
    unlocked = Signal()
    closing = Signal()
    shown = Signal(str)

    def __init__(self, pharmacy: str, pages: Sequence[PageSpec], keys: Keys) -> None:
        super().__init__()
        self.setWindowTitle("PharmAssist")
        self.setMinimumSize(720, 480)
        self.resize(1280, 800)
        self._specs = {page.key: page for page in pages}
        self._pages: dict[str, Page] = {}
        self._current = ""
        self.may_leave: Callable[[], bool] = lambda: True
        counter = partial(self._unlocked, keys.counter)
        feet = [RailFoot(_("What to do at the counter"), "store", "F4", counter)]
        if keys.find is not None:
            feet.insert(0, RailFoot(_("Find"), "search", "F3", partial(self._unlocked, keys.find)))
        self.rail = Rail(pharmacy, pages, *feet)
        self.rail.chosen.connect(self.open_page)
        self.status = StatusBar()
        self._notice, self._reminder = notice(), notice()
        self._stack = QStackedWidget()
        self.column = side = QVBoxLayout()
        side.setSpacing(0)
        for part in (self._notice, self._reminder):
            side.addWidget(part)
        side.addWidget(self._stack, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(line("edge-upright"))
        row.addLayout(side, 1)
        shell = QWidget()
        column = QVBoxLayout(shell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self.status)
        self._lock = LockScreen(self.unlock)
        self._shells = QStackedWidget()
        self._shells.addWidget(shell)
        self._shells.addWidget(self._lock)
        self._whole = QWidget()
        whole = QVBoxLayout(self._whole)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._shells)
        self.setCentralWidget(self._whole)
        self._bind(keys)
        self.rail.set_current(pages[0].key)

    def open_page(self, key: str, target: str = "") -> Page:
        """Show a page, building it on the first visit, let it load, then show ``target`` in it."""
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = self._specs[key].factory()
            self._stack.addWidget(page)
        if key != self._current:
            self._current = key
            self._stack.setCurrentWidget(page)
            self.rail.set_current(key)
            page.entered()
            self.shown.emit(key)
        if target:
            page.show_target(target)
        return page

    def over(self) -> QWidget:
        """Return what an overlay covers, no stack: of those assistive tools are told the pages only."""
        return self._whole

    @property
    def current_key(self) -> str:
        """The key of the page shown."""
        return self._current

    def current_page(self) -> Page:
        """Return the page shown."""
        return self._pages[self._current]

    def set_notice(self, words: str) -> None:
        """Keep a discreet line above all pages (the demonstration); "" takes it away."""
        self._notice.setText(words)
        self._notice.setVisible(bool(words))

    def set_reminder(self, words: str) -> None:
        """Show what is new above all pages, without taking the focus; "" takes it away."""
        self._reminder.setText(words)
        self._reminder.setVisible(bool(words))

    @property
    def lock_screen(self) -> LockScreen:
        """The screen that stands in the pages' place while locked."""
        return self._lock

    @property
    def is_locked(self) -> bool:
        """Tell whether the lock screen is shown."""
        return self._shells.currentWidget() is self._lock

    def lock(self) -> None:
        """Close what stands over the pages, empty every page and show the lock screen."""
        if self.is_locked:
            return
        for overlay in self.findChildren(Overlay):
            overlay.dismiss()
        for dialog in self.findChildren(QDialog):
            dialog.reject()
        for page in self._pages.values():
            page.empty()
        self._shells.setCurrentWidget(self._lock)
        self._lock.ready()
        self.locked.emit()

    def unlock(self) -> None:
        """Come back to the same page, loaded again."""
        if not self.is_locked:
            return
        self._shells.setCurrentIndex(0)
        self.current_page().entered()
        self.unlocked.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn the rail to icon above word when room lacks."""
        super().resizeEvent(event)
        self.rail.set_narrow(self.width() < NARROW_BELOW)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell before closing: secrets leave the clipboard, lanes end."""
        self.closing.emit()
        super().closeEvent(event)

    def _bind(self, keys: Keys) -> None:
        bindings: list[tuple[str, Callable[[], object]]] = [
            ("F1", lambda: keys.help(self._current)),
            ("F2", keys.note_claim),
            *((key, keys.find) for key in ("F3", "Ctrl+K") if keys.find is not None),
            ("F4", keys.counter),
            ("F5", lambda: self.current_page().refresh()),
            ("F9", lambda: self.current_page().print_page()),
            ("F12", self.lock),
            ("Ctrl+PgDown", lambda: self.rail.step(1)),
            ("Ctrl+PgUp", lambda: self.rail.step(-1)),
            ("Esc", self._escape),
        ]
        for key, call in bindings:
            QShortcut(QKeySequence(key), self).activated.connect(partial(self._unlocked, call))

    def _unlocked(self, call: Callable[[], object]) -> None:
        """Answer a key, but never behind the lock."""
        if not self.is_locked:
            call()

    def _escape(self) -> None:
        """Go back inside the page, or give the keyboard back to the LGO."""
        if not self.current_page().escape() and self.may_leave():
            self.window().showMinimized()
