"""Beside the steps: whom to call, what to keep in mind, what is known, what was exposed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.breaches import ClockState
from pharmassist.domain.incidents import Fact, Playbook
from pharmassist.domain.operators import Operator
from pharmassist.services.breach_words import clock_state, clock_word
from pharmassist.services.breaches import BreachView
from pharmassist.services.texts import part_of_day
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout
from pharmassist.ui.parts.sources import breakable, contact_row
from pharmassist.ui.parts.text import Folding, Ink, Text, line

_CLOCK_INKS: dict[ClockState, Ink] = {ClockState.LATE: "red", ClockState.RUNNING: "amber"}
WIDTH, NARROW_WIDTH = 292, 240
"""Of the right column, in logical pixels; the second on a page narrower than 1000."""


class Aside(QWidget):
    """The right column: clocks, contacts of one operator, the facts of one playbook."""

    clocks_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clocks = Card(_("Delays of a breach"), "timer")
        self._clocks.add_foot(
            Button(_("Open the clocks"), "quiet", size="small", pressed=self.clocks_asked.emit), None
        )
        self._playbook: Playbook | None = None
        self._today = date.min
        self._hand = Card(_("At hand"), "phone")
        self._keep = Card(_("To keep in mind"), "lightbulb")
        self._known = Card(_("What is known"), "history")
        self._exposed = Card(_("What was exposed"), "shield-alert")
        self._sources = Button(_("Sources"), "quiet", size="small", pressed=self._show_facts)
        self._sources.setCheckable(True)
        self._known.add_foot(self._sources, None)
        self._finess = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for card in (self._clocks, self._hand, self._keep, self._known, self._exposed):
            column.addWidget(card)
        column.addStretch(1)

    def show_case(self, playbook: Playbook, operator: Operator | None, finess: str, today: date) -> None:
        """Show what belongs to a case; facts of a day that has not come yet are left out."""
        self._playbook, self._today, self._finess = playbook, today, finess
        self._show_contacts(operator)
        empty_layout(self._keep.body)
        for reminder in playbook.reminders:
            self._keep.body.addWidget(Text(reminder, "table", wrap=True))
        self._show_facts()
        empty_layout(self._exposed.body)
        self._add_exposed(_("Of professionals, so perhaps yours"), playbook.exposed_professionals)
        self._exposed.body.addWidget(line())
        self._add_exposed(_("Of insured people"), playbook.exposed_insured)

    def show_clocks(self, view: BreachView | None) -> None:
        """Show where the two delays stand; nothing in an incident without data at stake."""
        self._clocks.setVisible(view is not None)
        empty_layout(self._clocks.body)
        for clock in view.clocks if view is not None else ():
            self._clocks.body.addWidget(Text(clock_word(clock.kind), "caption", wrap=True))
            ink = _CLOCK_INKS.get(clock.state, "text2")
            if view is not None:
                self._clocks.body.addWidget(Text(clock_state(view, clock), "table", ink, wrap=True))

    def _show_contacts(self, operator: Operator | None) -> None:
        body = self._hand.body
        empty_layout(body)
        for contact in operator.contacts if operator is not None else ():
            body.addWidget(contact_row(contact))
        if operator is not None and operator.contacts:
            body.addWidget(line())
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Folding(_("Your FINESS number"), "caption"))
        words.addWidget(Text(_grouped(self._finess) or _("not entered yet"), "strong"))
        row.addLayout(words, 1)
        if self._finess:
            row.addWidget(self._copy_button())
        held = QWidget()
        row.setContentsMargins(0, 0, 0, 0)
        held.setLayout(row)
        body.addWidget(held)

    def _show_facts(self) -> None:
        empty_layout(self._known.body)
        playbook = self._playbook
        if playbook is None:
            return
        facts = [fact for fact in playbook.facts if _has_come(fact, self._today)]
        for fact in facts:
            self._known.body.addWidget(_fact(fact, self._sources.isChecked()))
        if not facts:
            self._known.body.addWidget(Text(_("Nothing dated yet."), "table", "text3", wrap=True))

    def _add_exposed(self, title: str, lines: Sequence[str]) -> None:
        body = self._exposed.body
        body.addWidget(Text(title, "strong", wrap=True))
        for words in lines or (_("nothing known"),):
            body.addWidget(_bullet(words))

    def _copy_button(self) -> Button:
        """Return the button that copies the FINESS number, and says so."""

        def copy() -> None:
            QGuiApplication.clipboard().setText(self._finess)
            button.setText(_("Copied"))
            button.set_icon("check")

        button = Button(_("Copy"), "quiet", "copy", size="small", pressed=copy)
        return button


def _fact(fact: Fact, with_source: bool) -> QWidget:
    """Return a dated fact; its source when it was asked for, its doubt always."""
    held = QWidget()
    words = QVBoxLayout(held)
    words.setContentsMargins(0, 0, 0, 0)
    words.setSpacing(1)
    when = part_of_day(fact.day)
    doubt = fact.unverified
    unverified = _("not verified")
    told = f"{when} · {unverified}" if doubt else when
    words.addWidget(Text(told, "caption", "amber" if doubt else "text3"))
    words.addWidget(Text(fact.text, "table", wrap=True))
    if with_source:
        read = _("read {day}").format(day=part_of_day(fact.verified_on))
        source = Text(f"{breakable(fact.source)} ({read})", "caption", wrap=True)
        source.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(source)
    return held


def _bullet(words: str) -> QWidget:
    held = QWidget()
    row = QHBoxLayout(held)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(Text("·", "table", "text3"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Text(words, "table", wrap=True), 1)
    return held


def _grouped(finess: str) -> str:
    """Write a FINESS number so that it can be dictated: ``29 009 999 3``."""
    parts = (finess[:2], finess[2:5], finess[5:8], finess[8:])
    return "\u00a0".join(part for part in parts if part)


def _has_come(fact: Fact, today: date) -> bool:
    """Tell whether a fact's day, month or year is not after today (a rehearsal is in the past)."""
    return fact.day <= today.isoformat()[: len(fact.day)]
