"""Noter un avis de paiement: operator, flow day, total, reference; Enter saves and clears."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pharmassist.domain.notices import Notice
from pharmassist.domain.problems import Problem
from pharmassist.services.directory import operator_names
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import money, number, short_day, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.parts.banner import Banner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.field import AmountField, ChoiceField, DateField, TextField
from pharmassist.ui.parts.flow import Flow
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.text import Text
from pharmassist.ui.problems import show_problem
from pharmassist.ui.undoing import offer_undo, page_of


def note_notice(desk: Desk, over: QWidget, operator: str = "") -> NoteNotice:
    """Open the overlay over a page, with an operator chosen where one is meant."""
    overlay = NoteNotice(desk, over)
    overlay.start(operator)
    return overlay


class NoteNotice(Overlay):
    """One announced transfer typed in ten seconds; the operator and the day stay for the next one."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over, _("Note a payment notice"), 640)
        self._desk = desk
        self._page = page_of(over)
        self._noted = 0
        self._saving = False
        self.operator = ChoiceField(_("Operator (field)"), [("", _("Choose…"))])
        self.day = DateField(_("Flow day (column)"))
        self.total = AmountField(_("Total announced"))
        self.reference = TextField(
            _("Reference of the transfer (column)"), example=_("if the notice has one")
        )
        self.told = Banner()
        self.told.acted.connect(lambda: self.save(again=True))
        self._count = Text("", "caption")
        for field in (self.day, self.total, self.reference):
            field.entered.connect(self.save)
        self._build()

    def start(self, operator: str = "") -> None:
        """Show it with the focus on the operator, or on the total once that is known."""
        catalogue = self._desk.office.catalogue
        self.day.set_day(self._desk.office.clock.today())
        self.open(self.operator.box)

        def ready(names: list[tuple[str, str]]) -> None:
            self.operator.set_choices([("", _("Choose…")), *names])
            self.operator.set_value(operator)
            if operator:
                self.total.line.setFocus()

        self._desk.bridge.ask(
            self,
            "read",
            lambda _stop, _progress: sorted(operator_names(catalogue).items(), key=lambda pair: pair[1]),
            ready,
            self._problem,
        )

    def save(self, *, again: bool = False) -> None:
        """Store the notice when it is whole; the fields say what lacks. ``again`` = truly another one."""
        operator, day, cents = self.operator.value(), self.day.day(), self.total.cents()
        self.operator.error("" if operator else _("Choose the operator that announces it."))
        if day is None:
            self.day.error(_("This is not a date. Example: 30/01/2024"))
        if not cents and not self.total.error_text:
            self.total.error(_("Type the total that the notice announces."))
        wrong = [each for each in (self.operator, self.day, self.total, self.reference) if each.error_text]
        if wrong or self._saving or day is None or cents is None:
            if wrong:
                # One thing at a time: what was told of another notice goes.
                self.told.hide()
                wrong[0].editor.setFocus()
            return
        office, who, reference = self._desk.office, self._desk.acting(), self.reference.value()
        self._saving = True
        self._desk.bridge.ask(
            self,
            "write",
            lambda _stop, _progress: office.noticing.add(who, operator, day, cents, reference, again=again),
            self._saved,
            self._problem,
        )

    def _saved(self, notice: Notice) -> None:
        self._saving = False
        self._noted += 1
        words = translate_plural("{count} notice noted", "{count} notices noted", self._noted)
        self._count.setText(words.format(count=number(self._noted)))
        sentence = _("announced for {day}: no money yet.").format(day=short_day(notice.day))
        self.told.tell("green", sentence, strong=money(notice.total))
        self._offer_back(notice)
        self.total.clear()
        self.reference.clear()
        self.total.line.setFocus()

    def _offer_back(self, notice: Notice) -> None:
        """Let the notice be removed from the page below, whose banner stays when this overlay goes."""
        page, noticing, who = self._page, self._desk.office.noticing, self._desk.acting()
        if page is not None:
            told = _("Notice of {sum} noted.").format(sum=money(notice.total))
            offer_undo(
                page,
                self._desk,
                told,
                lambda: noticing.remove(who, notice.id),
                lambda problem: show_problem(page.banner, problem),
            )

    def _problem(self, problem: Problem) -> None:
        self._saving = False
        text = describe(problem)
        if problem.code == "notice_known":
            self.told.tell("amber", text.sentence, action=_("It is another transfer"))
            return
        field = {"notice_day_ahead": self.day, "notice_amount_needed": self.total}.get(problem.code)
        if field is None:
            self.told.tell("red", f"{text.sentence} {text.remedy}", strong=text.title)
            return
        self.told.hide()
        field.error(text.sentence)
        field.line.setFocus()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Text(_("Note a payment notice"), "title"))
        head.addStretch(1)
        head.addWidget(self._count)
        self.panel.addLayout(head)
        self.panel.addWidget(self.told)
        for left, right in ((self.operator, self.day), (self.reference, self.total)):
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(left, 3, Qt.AlignmentFlag.AlignTop)
            row.addWidget(right, 2, Qt.AlignmentFlag.AlignTop)
            self.panel.addLayout(row)
        foot = Flow()
        foot.add(Text(_("Enter saves and clears · Esc closes"), "caption", wrap=True), stretch=1)
        foot.add(Button(_("Close"), key=_("Esc"), pressed=self.dismiss))
        foot.add(Button(_("Note it"), "primary", key=_("Enter"), pressed=self.save))
        self.panel.addLayout(foot)
