"""What every page is: a header above a body, and what the window may ask of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pharmassist.ui.parts.banner import Banner, UndoBanner
from pharmassist.ui.parts.card import scrolled
from pharmassist.ui.parts.header import Header
from pharmassist.ui.parts.secret import SecretField, SecretView
from pharmassist.ui.parts.table import Table

_SMALL = 1000
"""Width of a page, in logical pixels, under which margins are 16 and gaps 12."""


class _Above(UndoBanner):
    """Stands in a room of its own, which goes with it: margins around nothing would push the page down."""

    def setVisible(self, visible: bool) -> None:
        """Show or hide the room too."""
        super().setVisible(visible)
        room = self.parentWidget()
        if room is not None:
            room.setVisible(visible)


class Page(QWidget):
    """A header, a banner hidden until it tells something, and ``body`` to fill; ``undo`` takes back.

    The body scrolls when room lacks, header and primary action stay put; ``scrolls=False``
    is for a table that scrolls by itself, ``padded=False`` lets it touch the edges.
    Subclasses override what they answer to; the window calls, pages never call each other.
    """

    arrived = Signal()
    """What :meth:`entered` asked is on screen: told by the page that a start is measured by."""

    def __init__(
        self,
        header: Header,
        *,
        padded: bool = True,
        scrolls: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._padded = padded
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.header = header
        self.banner = Banner()
        self.undo = _Above()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        # Above what scrolls: whoever just changed something far down sees how it is taken back.
        above = QWidget()
        self._above = QVBoxLayout(above)
        self._above.addWidget(self.undo)
        above.hide()
        column.addWidget(above)
        held = QWidget()
        self.body = QVBoxLayout(held)
        self.body.addWidget(self.banner)
        column.addWidget(scrolled(held) if scrolls else held, 1)
        self._space()
        QShortcut(QKeySequence("Ctrl+Z"), self).activated.connect(self.undo_last)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use smaller margins on a small screen."""
        super().resizeEvent(event)
        self._space()

    def _space(self) -> None:
        small = self.width() < _SMALL
        side = 16 if small else 24
        self._above.setContentsMargins(side, 12, side, 0)
        self.body.setContentsMargins(*((side, 16, side, 16) if self._padded else (0, 0, 0, 0)))
        self.body.setSpacing((12 if small else 16) if self._padded else 0)

    def entered(self) -> None:
        """Load what the page shows: called each time it comes on screen, and after the lock."""

    def refresh(self) -> None:
        """F5: read again; the same as entering unless a page does more."""
        self.entered()

    def show_target(self, target: str) -> None:
        """Show one thing of the page (an id, an operator, "case:step"), asked by another page.

        Called right after :meth:`entered`, before what that asked has arrived: keep the target
        until then. An unknown target is ignored.
        """

    def undo_last(self) -> None:
        """Ctrl+Z: take back what the page just offered to take back; nothing otherwise."""
        self.undo.act()

    def print_page(self) -> None:
        """F9: print what this page prints; nothing by default."""

    def escape(self) -> bool:
        """Esc: go one step back inside the page; False when there is none."""
        return False

    def empty(self) -> None:
        """Forget what is shown: the lock comes. Drafts may stay in the page's own values."""
        self.undo.forget()
        for view in self.findChildren(SecretView):
            view.clear()
        for field in self.findChildren(SecretField):
            field.clear()
        for table in self.findChildren(Table):
            table.paged.reload(0)


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page as data: the rail shows icon and title, ``factory`` builds it on first visit.

    Pages of another ``group`` than the one above are set apart by a line.
    """

    key: str
    title: str
    icon: str
    factory: Callable[[], Page]
    group: int = 0
