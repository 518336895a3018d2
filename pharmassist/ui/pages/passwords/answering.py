"""Answering a line of the sweep: done, not applicable and why, or later."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pharmassist.domain.accesses import SweepState
from pharmassist.domain.problems import Problem
from pharmassist.services.accesses import SweepLine
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.passwords.forms import Form
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.field import ChoiceField, DateField, TextField


class SweepForm(Form):
    """``given`` carries item, state, reason and day; ``page_asked`` an address of our data."""

    given = Signal(str, SweepState, str, object)
    page_asked = Signal(str)

    def __init__(self, line: SweepLine) -> None:
        super().__init__(line.step.title, line.step.hint, _("Keep the answer"))
        self._item = line.step.id
        states = [
            (SweepState.DONE.value, _("Done")),
            (SweepState.NOT_APPLICABLE.value, _("Not applicable")),
            (SweepState.LATER.value, _("Later")),
            (SweepState.OPEN.value, _("No answer yet")),
        ]
        self.state = ChoiceField(_("What is to be said of it?"), states)
        known = line.state if line.state is not SweepState.OPEN else SweepState.NOT_APPLICABLE
        self.state.set_value(known.value)
        self.reason = TextField(_("Why, or what it waits for"), text=line.reason)
        self.until = DateField(_("Until (optional)"), day=line.until)
        if line.step.page:
            page = line.step.page
            opens = Button(
                _("Open the provider’s page"),
                icon="external-link",
                pressed=lambda: self.page_asked.emit(page),
            )
            self.fields.addWidget(opens)
        for field in (self.state, self.reason, self.until):
            self.fields.addWidget(field)
        self.reason.entered.connect(self.submit)
        self.state.changed.connect(self._fit)
        self._fit()

    @property
    def first(self) -> QWidget:
        """The state."""
        return self.state.box

    def submit(self) -> None:
        """Hand the answer out."""
        if self.reason.error_text:
            return
        day: date | None = self.until.day()
        self.given.emit(self._item, SweepState(self.state.value()), self.reason.value(), day)

    def refuse(self, problem: Problem) -> bool:
        """Show a problem at the reason."""
        if problem.code not in ("sweep_reason", "nir_refused"):
            return False
        self.reason.error(describe(problem).sentence)
        return True

    def _fit(self) -> None:
        state = SweepState(self.state.value())
        self.reason.setVisible(state in (SweepState.NOT_APPLICABLE, SweepState.LATER))
        self.until.setVisible(state is SweepState.LATER)
