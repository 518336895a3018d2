"""One credit: what it pays, line by line, why, and the keys to say yes, other, or not now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.bank import CreditState
from pharmassist.domain.findings import Finding, Part, PartKind, Reason
from pharmassist.domain.money import Money
from pharmassist.services.match_words import part_detail, part_name, reason_text
from pharmassist.services.texts import day, moment, money, number
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.transfers.reading import CreditLine
from pharmassist.ui.parts.button import Button, Chip
from pharmassist.ui.parts.card import Card, empty_layout, scrolled
from pharmassist.ui.parts.light import Icon, Mark
from pharmassist.ui.parts.text import Elided, Text, line

_ICONS = {
    PartKind.NOTICE: "mail-check",
    PartKind.LOT: "files",
    PartKind.DAY: "calendar-days",
    PartKind.INVOICE: "file-text",
    PartKind.LESS: "circle-x",
    PartKind.ADVANCE: "hand-coins",
    PartKind.WITHHELD: "corner-down-right",
    PartKind.OVERPAID: "circle-plus",
    PartKind.OTHER: "circle-minus",
}
_REASON_ICONS = {True: ("check", "green"), False: ("triangle-alert", "amber"), None: ("info", "text3")}
_LINES = 40
"""Lines of an explanation shown at once."""


class ExplanationCard(Card):
    """Shows a credit; emits what the person says of it."""

    said_yes = Signal(int, int)
    """The credit and the number of the solution, from 1."""
    said_other = Signal(int)
    said_later = Signal(int)
    said_undo = Signal(int)
    """A match."""

    def __init__(self) -> None:
        super().__init__(_("This credit pays this"), "scale", padded=False)
        self._mark = Mark("circle", "", "grey")
        self.add_action(self._mark)
        held = QWidget()
        self._inside = QVBoxLayout(held)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(0)
        self.body.addWidget(scrolled(held), 1)
        self.yes = Button(_("Yes"), "primary", "check", _("Enter"), pressed=self.say_yes)
        self.other = Button(_("Other…"), icon="search", key="A", pressed=self._other)
        self.later = Button(_("I don’t know"), "quiet", key="N", pressed=self._later)
        self.undo = Button(_("Undo this pointing"), icon="undo-2", key="Ctrl+Z", pressed=self._undo)
        foot = self.add_foot(self.yes, self.other, None, self.later, self.undo)
        foot.setContentsMargins(16, 10, 8, 10)
        foot.setSpacing(6)
        self._line: CreditLine | None = None
        self._solution = 0
        self.show_credit(None)

    @property
    def line(self) -> CreditLine | None:
        """The credit that is shown."""
        return self._line

    def show_credit(self, shown: CreditLine | None) -> None:
        """Show one credit, or nothing."""
        self._line = shown
        finding = shown.finding if shown is not None else None
        self._solution = 1 if finding is not None and finding.certain else 0
        self._fill()

    def choose(self, solution: int) -> None:
        """Choose one of several solutions."""
        finding = self._line.finding if self._line is not None else None
        if finding is not None and 1 <= solution <= len(finding.solutions):
            self._solution = solution
            self._fill()

    def say_yes(self) -> None:
        """Accept what is shown, when one solution is."""
        if self._line is not None and self.yes.isEnabled() and not self.yes.isHidden():
            self.said_yes.emit(self._line.credit.id, self._solution)

    def _other(self) -> None:
        if self._line is not None:
            self.said_other.emit(self._line.credit.id)

    def _later(self) -> None:
        if self._line is not None:
            self.said_later.emit(self._line.credit.id)

    def _undo(self) -> None:
        if self._line is not None and self._line.matches:
            self.said_undo.emit(self._line.matches[-1].id)

    def _fill(self) -> None:
        empty_layout(self._inside)
        shown = self._line
        self._mark.setVisible(shown is not None)
        for button in (self.yes, self.other, self.later, self.undo):
            button.setVisible(False)
        if shown is None:
            self._inside.addStretch(1)
            return
        self._mark.set_mark(*shown.mark)
        self._show_head(shown)
        finding = shown.finding
        if shown.parts:
            self._show_parts(shown.parts, shown.credit.allocated, _("Pointed on"))
        if finding is not None:
            self._show_finding(finding)
        self._show_history(shown)
        self._inside.addStretch(1)
        open_ = finding is not None
        self.yes.setVisible(finding is not None and finding.rung is not None)
        self.yes.setEnabled(self._solution > 0)
        self.other.setVisible(open_)
        self.later.setVisible(open_)
        self.undo.setVisible(bool(shown.matches))

    def _show_head(self, shown: CreditLine) -> None:
        credit = shown.credit
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(2)
        account = _("account ending in {end}").format(end=shown.account[1:]) if shown.account else ""
        head.addWidget(Text(" · ".join(filter(None, (day(credit.day, long=True), account))), "caption"))
        head.addWidget(Text(money(credit.cents), "figure"))
        if credit.rest != credit.cents and credit.rest:
            head.addWidget(Text(_("{sum} left to point").format(sum=money(credit.rest)), "strong", "amber"))
        words = credit.words or (_("words erased") if credit.state is CreditState.OTHER else "")
        head.addWidget(Text(words, "table", "text2", wrap=True))
        self._inside.addLayout(head)
        self._inside.addWidget(line())

    def _show_finding(self, finding: Finding) -> None:
        if len(finding.solutions) > 1:
            self._show_choice(finding)
        if self._solution:
            solution = finding.solutions[self._solution - 1]
            self._show_parts(solution.parts, solution.cents, _("Total explained"))
            self._show_gap(finding.credit.rest - solution.cents)
        self._show_reasons(finding, finding.reasons)

    def _show_choice(self, finding: Finding) -> None:
        held = QVBoxLayout()
        held.setContentsMargins(16, 10, 16, 10)
        held.setSpacing(6)
        words = _("{count} solutions fit: choose one, by its number").format(count=number(finding.found))
        if finding.found > len(finding.solutions):
            words += " · " + _("the first {count} are shown").format(count=len(finding.solutions))
        held.addWidget(Text(words, "strong", wrap=True))
        for place, solution in enumerate(finding.solutions, start=1):
            told = " + ".join(
                part_name(part) for part in solution.parts[:4] if part.kind is not PartKind.LESS
            )
            less = " ".join(
                f"− {part_name(part)} ({money(-part.cents)})"
                for part in solution.parts
                if part.kind is PartKind.LESS
            )
            chip = Chip(number(place), cross=False)
            chip.setAccessibleName(f"{place}. {told} {less}".strip())
            chip.setChecked(place == self._solution)
            chip.clicked.connect(lambda _on, n=place: self.choose(n))
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Text(f"{told} {less}".strip(), "table", wrap=True), 1)
            held.addLayout(row)
        self._inside.addLayout(held)
        self._inside.addWidget(line())

    def _show_parts(self, parts: Sequence[Part], total: Money, word: str) -> None:
        held = QWidget()
        grid = QGridLayout(held)
        grid.setContentsMargins(16, 6, 16, 6)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        for place, part in enumerate(parts[:_LINES]):
            ink = "red" if part.cents < 0 else "text2"
            grid.addWidget(Icon(_ICONS[part.kind], ink, 16), place, 0)
            grid.addWidget(Text(part_name(part), "table"), place, 1)
            grid.addWidget(Elided(part_detail(part), "caption"), place, 2)
            cents = Text(money(part.cents), "table", "red" if part.cents < 0 else "")
            grid.addWidget(cents, place, 3, Qt.AlignmentFlag.AlignRight)
        if len(parts) > _LINES:
            more = _("and {count} more").format(count=number(len(parts) - _LINES))
            grid.addWidget(Text(more, "caption"), grid.rowCount(), 1)
        place = grid.rowCount()
        grid.addWidget(Text(word, "strong"), place, 1)
        grid.addWidget(Text(money(total), "strong"), place, 3, Qt.AlignmentFlag.AlignRight)
        self._inside.addWidget(held)
        self._inside.addWidget(line())

    def _show_gap(self, gap: Money) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(16, 10, 16, 4)
        word = _("Difference {sum}").format(sum=money(gap))
        icon, tone = ("circle-check", "green") if gap == 0 else ("triangle-alert", "amber")
        row.addWidget(Mark(icon, word, "green" if tone == "green" else "amber"))
        row.addStretch(1)
        self._inside.addLayout(row)

    def _show_reasons(self, finding: Finding, reasons: Sequence[Reason]) -> None:
        if not reasons:
            return
        held = QVBoxLayout()
        held.setContentsMargins(16, 8, 16, 12)
        held.setSpacing(6)
        title = _("Why this proposal") if finding.rung is not None else _("What is known")
        held.addWidget(Text(title, "strong"))
        for reason in reasons:
            row = QHBoxLayout()
            row.setSpacing(8)
            icon, ink = _REASON_ICONS[reason.good]
            row.addWidget(Icon(icon, ink, 16), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Text(reason_text(finding, reason), "table", wrap=True), 1)
            held.addLayout(row)
        self._inside.addLayout(held)

    def _show_history(self, shown: CreditLine) -> None:
        for match in shown.matches:
            who = _("by reference, automatically") if match.automatic else match.who
            told = _("Pointed {moment}, {who}").format(moment=moment(match.at), who=who)
            row = QHBoxLayout()
            row.setContentsMargins(16, 8, 16, 8)
            row.addWidget(Text(told, "caption", wrap=True))
            self._inside.addLayout(row)
