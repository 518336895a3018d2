"""Rejects by age: what a calm day has time for; each row leads to its list."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.claims import REJECT_AGES
from pharmassist.services.day import DayView
from pharmassist.services.texts import money, number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.colours import palette_of
from pharmassist.ui.desk import Desk
from pharmassist.ui.exporting import list_signs
from pharmassist.ui.parts.card import Card, empty_layout
from pharmassist.ui.parts.copying import Cents, Sheet
from pharmassist.ui.parts.row import Row, StillRow
from pharmassist.ui.parts.text import Text

_BAR = 14


class RejectsCard(Card):
    """Rejets à recycler, par âge: three ages with counts and sums; Enter opens the list of one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Rejects to rebill, by age"), "corner-down-right", padded=False)
        self._go = desk.go
        self._sheet = Sheet((), ())
        self._count, self._sum = Text("", "table", "text2"), Text("", "strong")
        self.add_action(self._count)
        self.add_action(self._sum)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 6, 0, 0)
        self._list.setSpacing(0)
        self._list.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self._list, 1)
        self._told = Text("", "table", "text3", wrap=True)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 12, 8)
        foot.addWidget(self._told, 1)
        # At the foot: the head is as wide as its sums.
        self._signs = list_signs(desk, self, "rejects", lambda: self._sheet)
        for sign in self._signs:
            foot.addWidget(sign)
        self.body.addLayout(foot)
        self.body.addStretch(0)

    def show_day(self, view: DayView) -> None:
        """Show the rejects of this day."""
        empty_layout(self._list)
        count = sum(tally.count for tally in view.rejects)
        cents = sum(tally.cents for tally in view.rejects)
        words = translate_plural("{count} invoice", "{count} invoices", count)
        self._count.setText(words.format(count=number(count)) if count else "")
        self._sum.setText(money(cents) if count else "")
        # Under the rows the words stand at the foot; alone, where the eye begins.
        self.body.setStretch(self.body.count() - 1, 0 if count else 1)
        self.body.setStretch(0, 1 if count else 0)
        told = _("Correct them in your software, by invoice number.")
        if not count:
            told = _("No reject waits. Those that notices or lists tell will stand here, by age.")
        else:
            self._rows(view)
        self._told.setText(told)
        for sign in self._signs:
            sign.setVisible(bool(count))
        ages = zip(age_words(), view.rejects, strict=True)
        rows = [(words, tally.count, Cents(tally.cents)) for words, tally in ages] if count else []
        self._sheet = Sheet((_("Age"), _("Invoices"), _("Amount")), rows)

    def _rows(self, view: DayView) -> None:
        """Show a row an age: its words, its share of the largest as a bar, count and sum."""
        largest = max(tally.cents for tally in view.rejects)
        made: list[tuple[Text, Text, Text]] = []
        for place, (words, tally) in enumerate(zip(age_words(), view.rejects, strict=True)):
            counted = translate_plural("{count} invoice", "{count} invoices", tally.count)
            told = f"{words} : {counted.format(count=number(tally.count))}, {money(tally.cents)}"
            row = Row(told) if tally.count else StillRow(told)
            layout = QHBoxLayout(row)
            layout.setContentsMargins(16, 6, 16, 6)
            layout.setSpacing(14)
            texts = (
                Text(words, "table"),
                Text(number(tally.count), "table", "text3"),
                Text(money(tally.cents), "strong"),
            )
            for text in texts[1:]:
                text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            layout.addWidget(texts[0])
            layout.addWidget(AgeBar(place, tally.cents / largest if largest > 0 else 0.0), 1)
            layout.addWidget(texts[1])
            layout.addWidget(texts[2])
            if isinstance(row, Row):
                row.set_pressable()
                row.chosen.connect(partial(self._go, "claims", reject_target(place)))
            made.append(texts)
            self._list.addWidget(row)
        for texts in zip(*made, strict=True):
            widest = max(text.sizeHint().width() for text in texts)
            for text in texts:
                text.setMinimumWidth(widest)


class AgeBar(QWidget):
    """A bar in the colour of its age; the row beside it tells the figures."""

    def __init__(self, age: int, share: float) -> None:
        super().__init__()
        self._age, self._share = age, share
        self.setMinimumSize(40, _BAR)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the share of the largest."""
        del event
        palette = palette_of(self)
        colour = (palette.age_young, palette.age_middle, palette.age_old)[self._age]
        painter = QPainter(self)
        if self._share > 0:
            width = max(2, round(self.width() * self._share))
            painter.fillRect(0, (self.height() - _BAR) // 2, width, _BAR, QColor(colour))
        painter.end()


def age_words() -> tuple[str, str, str]:
    """Return the three ages of rejects in words."""
    young, middle = REJECT_AGES
    return (
        _("Up to {days} working days").format(days=young),
        _("{first} to {last}").format(first=young + 1, last=middle),
        _("Over {days} working days").format(days=middle),
    )


def reject_target(age: int) -> str:
    """Return what opens the list at the rejects of one age: "rejected:6-20", open at an end."""
    ends = ("", *(str(last) for last in REJECT_AGES), "")
    first = str(int(ends[age]) + 1) if ends[age] else ""
    return f"rejected:{first}-{ends[age + 1]}"
