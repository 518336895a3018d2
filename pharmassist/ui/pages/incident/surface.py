"""What the incident page is made of: one case in columns, or the words of a day without incident."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.incident.aside import NARROW_WIDTH, WIDTH, Aside
from pharmassist.ui.pages.incident.closing import ClosingCard
from pharmassist.ui.pages.incident.moments import Moments
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, tab_before, tab_stops
from pharmassist.ui.parts.empty import EmptyState
from pharmassist.ui.parts.field import ChoiceField
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.steps import StepList
from pharmassist.ui.parts.text import Text

STACK_BELOW = 900
"""Width of the page, in logical pixels, under which the right column goes under the steps."""
SMALL = 1000
_NO_LIMIT = 16_777_215


class CaseColumns(QWidget):
    """Which incident, its moments, its steps; beside them what is at hand."""

    def __init__(
        self, ask_close: Callable[[], None], ask_shift: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.chooser = ChoiceField(_("Incident"), ())
        self.chooser.setMaximumWidth(420)
        self.moments = Moments()
        self.steps = StepList()
        steps = Card("", padded=False)
        steps.body.addWidget(self.steps)
        told = _("Interrupted? The step opens again on this line, with what you typed.")
        resumed = Text(told, "caption", wrap=True)
        self.close_button = Button(_("Close the incident…"), "quiet", size="small", pressed=ask_close)
        self.shift_button = Button(_("Next shift…"), "quiet", "handshake", size="small", pressed=ask_shift)
        steps.add_foot(Icon("history", "text3", 16)).add(resumed, stretch=1)
        self._verbs = steps.add_foot(self.shift_button, None, self.close_button)
        self.closing = ClosingCard()
        self.aside = Aside()
        left = QVBoxLayout()
        left.setSpacing(16)
        left.addWidget(steps)
        left.addWidget(self.closing)
        left.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.addLayout(left, 1)
        self._columns.addWidget(self.aside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.chooser)
        column.addWidget(self.moments)
        column.addLayout(self._columns, 1)
        self.hide()

    def add_verb(self, button: Button) -> None:
        """Put a verb of the page under the steps."""
        self._verbs.lead(button)

    def tab_in_order(self) -> None:
        """Let Tab come to the moments, then to the steps, though both were made after what follows them."""
        tab_before(self.shift_button, tab_stops(self.moments, self.steps))

    def fit(self, width: int, gap: int) -> None:
        """Stack the columns on a small screen; ``width`` of the page and gap, in logical pixels."""
        stacked = width < STACK_BELOW
        direction = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        self._columns.setSpacing(gap)
        self._columns.setDirection(direction)
        beside = WIDTH if width >= SMALL else NARROW_WIDTH
        self.aside.setMinimumWidth(0 if stacked else beside)
        self.aside.setMaximumWidth(_NO_LIMIT if stacked else beside)


class NoIncident(Card):
    """A day without incident: what will be here, how to start, and the closed ones to read again."""

    def __init__(self, alert: Callable[[], None], read_closed: Callable[[], None]) -> None:
        super().__init__("")
        sentence = _(
            "An operator stops, a portal closes, a message worries you? Choose what happens: "
            "the steps open one by one, and each can be interrupted."
        )
        button = Button(_("Something is happening"), "primary", "megaphone", pressed=alert)
        self.body.addWidget(EmptyState("shield-check", _("No incident under way"), sentence, button))
        self.closed = Button(_("Read a closed incident"), "quiet", "archive", pressed=read_closed)
        self.body.addWidget(self.closed, 0, Qt.AlignmentFlag.AlignHCenter)
        self.hide()
