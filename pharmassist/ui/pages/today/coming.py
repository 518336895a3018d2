"""What comes: a list of deadlines on an incident day, a strip on a calm one; each row leads there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.services.coming import Deadline
from pharmassist.services.day import DayView
from pharmassist.services.texts import day, number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.exporting import list_signs
from pharmassist.ui.parts.card import Card, empty_layout
from pharmassist.ui.parts.copying import Sheet
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.row import Row, StillRow
from pharmassist.ui.parts.text import Text, line

Go = Callable[[str, str], None]


class DeadlineCard(Card):
    """Échéances: the nearest first; what is due today or late is amber."""

    SHOWN = 6

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Deadlines"), "calendar-days", padded=False)
        self._go = desk.go
        self._all: list[Deadline] = []
        self._signs = list_signs(desk, self, "coming", lambda: coming_sheet(self._all))
        for sign in self._signs:
            self.add_action(sign)

    def show_day(self, view: DayView) -> None:
        """Show what is due; what is only to be expected fills the room that is left."""
        empty_layout(self.body)
        self.set_caption(_("{count} running").format(count=len(view.deadlines)) if view.deadlines else "")
        self._all = all_coming(view)
        for sign in self._signs:
            sign.setVisible(bool(self._all))
        due = view.deadlines[: self.SHOWN]
        shown = sorted((*due, *view.coming[: self.SHOWN - len(due)]), key=lambda each: each.day)
        for position, deadline in enumerate(shown):
            if position:
                self.body.addWidget(line())
            self.body.addWidget(deadline_row(deadline, view, self._go))
        if not shown:
            words = Text(
                _("Nothing is due. What waits for a day will stand here."), "table", "text3", wrap=True
            )
            words.setContentsMargins(16, 14, 16, 14)
            self.body.addWidget(words)
        self.body.addStretch(1)


class ComingCard(Card):
    """À venir: what is due or to be expected, the nearest first, three beside each other."""

    SHOWN, BESIDE = 6, 3

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Coming"), "calendar-days", padded=False)
        self._go = desk.go
        self._all: list[Deadline] = []
        for sign in list_signs(desk, self, "coming", lambda: coming_sheet(self._all)):
            self.add_action(sign)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self.body.addLayout(self._grid)
        for column in range(self.BESIDE):
            self._grid.setColumnStretch(column, 1)
        self._rows: list[QWidget] = []

    def show_day(self, view: DayView) -> None:
        """Show what comes of this day."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        found = self._all = all_coming(view)
        self.set_caption(more_words(len(found) - self.SHOWN))
        self._rows = [deadline_row(each, view, self._go) for each in found[: self.SHOWN]]
        for place, row in enumerate(self._rows):
            self._grid.addWidget(row, place // self.BESIDE, place % self.BESIDE)

    @property
    def tells(self) -> bool:
        """Tell whether anything comes."""
        return bool(self._rows)


def all_coming(view: DayView) -> list[Deadline]:
    """Return what is due and what is to be expected, the nearest first."""
    return sorted((*view.deadlines, *view.coming), key=lambda each: each.day)


def coming_sheet(deadlines: Sequence[Deadline]) -> Sheet:
    """Return what comes to copy or export, also what is not shown for want of room."""
    return Sheet((_("Date"), _("What")), [(each.day, each.text) for each in deadlines])


def more_words(more: int) -> str:
    """Say how many are not shown; "" for none."""
    if more < 1:
        return ""
    return translate_plural("and {count} later", "and {count} later (many)", more).format(count=number(more))


def deadline_row(deadline: Deadline, view: DayView, go: Go) -> Row | StillRow:
    """Return a row of a day: when, amber where it is now or late, and what; Enter goes there."""
    now, late = deadline.day == view.today, deadline.day < view.today
    when = _("Today") if now else day(deadline.day)
    if late:
        when = _("{day}, late").format(day=when)
    when = when[:1].upper() + when[1:]
    row = Row(f"{when} : {deadline.text}") if deadline.page else StillRow(f"{when} : {deadline.text}")
    layout = QHBoxLayout(row)
    layout.setContentsMargins(16, 7, 16, 7)
    layout.setSpacing(12)
    layout.addWidget(Icon("clock" if now or late else "calendar-days", "amber" if now or late else "text2"))
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(Text(when, "caption", "amber" if now or late else ""))
    words.addWidget(Text(deadline.text, "text", wrap=True))
    words.addStretch(1)
    layout.addLayout(words, 1)
    if isinstance(row, Row):
        row.set_pressable()
        row.chosen.connect(partial(go, deadline.page, deadline.target))
    return row
