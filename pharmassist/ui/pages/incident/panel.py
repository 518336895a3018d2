"""The open step: why, who, proof, way back; then the proof is typed right there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.guiding import can_be_sensed, proving_condition
from pharmassist.domain.incidents import FILLS_OPERATOR, UNKNOWN, CaseView, StepKind, StepStatus, StepView
from pharmassist.services.step_words import proving, unlocking
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.incident.acts import Act, Verb
from pharmassist.ui.pages.incident.board import of_the_operator
from pharmassist.ui.pages.incident.draft import Typed
from pharmassist.ui.pages.incident.forms import FormKind, SmallForm
from pharmassist.ui.pages.incident.words import due_is_over, due_words
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.field import TextField
from pharmassist.ui.parts.flow import Flow
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.question import QuestionChips
from pharmassist.ui.parts.text import Ink, Text

OVER = (StepStatus.DONE, StepStatus.SKIPPED)


class StepPanel(QWidget):
    """``acted`` gives an :class:`Act`; ``edited`` the :class:`Typed` fields at each change."""

    acted = Signal(object)
    edited = Signal(object)

    def __init__(
        self,
        view: StepView,
        case: CaseView,
        typed: Typed,
        notes: Sequence[str] = (),
        proofs: Sequence[str] = (),
        names: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.view = view
        self._case, self._names = case, names if view.step.fills == FILLS_OPERATOR else ()
        self._unproved = view.status is not StepStatus.DONE and can_be_sensed(
            proving_condition(view.step), case.playbook
        )
        self._field: TextField | None = None
        self._chips: QuestionChips | None = None
        self._form: SmallForm | None = None
        self._first: QWidget | None = None
        column = QVBoxLayout(self)
        # Under the title, beside sign and number.
        column.setContentsMargins(32, 2, 0, 6)
        column.setSpacing(10)
        column.addLayout(self._facts())
        for note in notes:
            column.addLayout(_sign("info", note, "text2"))
        if view.evidence:
            done = view.status is StepStatus.DONE
            column.addLayout(
                _sign("circle-check" if done else "eye", view.evidence, "green" if done else "text2")
            )
        if view.due_at is not None and view.status not in OVER:
            late = due_is_over(view)
            column.addLayout(_sign("timer", due_words(view), "red" if late else "amber"))
        for name in proofs:
            column.addLayout(_sign("paperclip", name, "text2"))
        if case.case.closed_at is not None or view.status is StepStatus.NOT_APPLICABLE:
            return
        if view.locked_by:
            what = _("Opens after: {what}").format(what=unlocking(view, case))
            column.addLayout(_sign("lock", what, "amber"))
        self._held = QVBoxLayout()
        self._held.setSpacing(0)
        if view.status in OVER:
            self._fill_over(column)
        else:
            self._fill_work(column, typed)
        column.addLayout(self._held)
        if typed.form and view.status not in OVER:
            self._open_form(self._small(typed.form, typed))

    def typed(self) -> Typed:
        """Return the fields as they stand."""
        words = self._field.value() if self._field is not None else ""
        if self._form is None:
            return Typed(words)
        return Typed(words, self._form.kind, self._form.reason(), self._form.until_text())

    def take_focus(self) -> None:
        """Put the focus where one goes on: the small form, the proof, the answer, the action."""
        first = self._form.first if self._form is not None else self._first
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self) -> bool:
        """Esc: close the small form; False when none is open."""
        if self._form is None:
            return False
        self._drop_form()
        self.take_focus()
        self.edited.emit(self.typed())
        return True

    def ask_reason(self, sentence: str) -> None:
        """Ask why it is noted now, after the service refused it without a reason."""
        self._open_form(self._small("anyway", Typed(), sentence))
        self.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter and Space of a field from the row around, which would close the step."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            event.accept()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on words is not a press of the row."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on words is not a press of the row."""
        event.accept()

    def _facts(self) -> QGridLayout:
        step = self.view.step
        who = step.who
        if step.minutes:
            who += " · " + _("about {minutes} min").format(minutes=step.minutes)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(1, 118)
        rows = (
            ("info", _("Why"), step.why),
            ("user", _("Who"), who),
            ("paperclip", _("Proof expected"), step.proof),
            ("undo-2", _("Going back"), step.undo),
        )
        for number, (icon, name, words) in enumerate(rows):
            grid.addWidget(Icon(icon, "text3", 16), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Text(name, "table", "text2"), number, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Text(words, "table", wrap=True), number, 2)
        return grid

    def _fill_over(self, column: QVBoxLayout) -> None:
        """A step that is told: what was said, and the way to take it up again."""
        view, record = self.view, self.view.record
        if view.step.kind is StepKind.QUESTION and not view.step.free:
            self._add_chips(column, record.answer if record is not None else "")
        elif record is not None and record.status in OVER:
            told = _("Said: {words}").format(words=record.proof or record.answer or record.reason)
            if record.proof or record.reason or (record.answer and record.answer != UNKNOWN):
                column.addLayout(_sign("circle-check", told, "text2"))
        if record is not None and record.status in OVER:
            again = Button(_("Reopen the step"), "secondary", "undo-2", size="small")
            again.clicked.connect(lambda: self.acted.emit(Act("reopen")))
            column.addLayout(_row(again))
            self._first = self._first or again

    def _fill_work(self, column: QVBoxLayout, typed: Typed) -> None:
        """A step to do: its action, its proof or answer, and what else can be said of it."""
        kind = self.view.step.kind
        start = self._start_button()
        if start is not None:
            column.addLayout(_row(start))
            self._first = start
        verbs: list[QWidget] = []
        if kind is StepKind.QUESTION and not self.view.step.free:
            self._add_chips(column, "")
        else:
            self._add_field(column, typed.words)
            words = _("Note it") if kind is StepKind.QUESTION else _("It is done")
            verbs = [Button(words, "secondary", "check", _("Enter"), pressed=self._done)]
        verbs += [
            Button(_("Let it wait…"), "quiet", size="small", pressed=lambda: self._toggle("wait")),
            Button(_("Put off until…"), "quiet", size="small", pressed=lambda: self._toggle("defer")),
            Button(_("Not for us…"), "quiet", size="small", pressed=lambda: self._toggle("skip")),
        ]
        column.addLayout(_row(*verbs))
        column.addLayout(
            _row(
                Button(
                    _("Add a file…"), "quiet", "paperclip", size="small", pressed=lambda: self._proof("file")
                ),
                Button(_("Paste"), "quiet", "clipboard", size="small", pressed=lambda: self._proof("paste")),
            )
        )

    def _proof(self, verb: Literal["file", "paste"]) -> None:
        self.acted.emit(Act(verb))

    def _add_chips(self, column: QVBoxLayout, answer: str) -> None:
        choices = [(choice.value, choice.label) for choice in self.view.step.choices]
        chips = self._chips = QuestionChips("", answer, choices)
        chips.setAccessibleName(self.view.step.title)
        chips.answered.connect(lambda value: self.acted.emit(Act("answer", value)))
        if self.view.locked_by:
            chips.setEnabled(False)
        column.addWidget(chips)
        self._first = chips.findChild(Button)

    def _add_field(self, column: QVBoxLayout, words: str) -> None:
        question = self.view.step.kind is StepKind.QUESTION
        field = self._field = TextField(_("Answer") if question else _("Proof"), text=words)
        field.line.setMaxLength(120 if question else 400)
        field.changed.connect(lambda: self.edited.emit(self.typed()))
        field.entered.connect(self._done)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(field, 1)
        if question:
            unknown = Button(_("I don’t know"), pressed=lambda: self.acted.emit(Act("answer", UNKNOWN)))
            row.addWidget(unknown, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        if self._names:
            column.addLayout(_row(*(self._name_button(name) for name in self._names)))
        if self._first is None:
            self._first = field

    def _name_button(self, name: str) -> Button:
        """Return the key that answers with a name of ours, so that none is typed wrong."""
        return Button(name, size="small", pressed=lambda: self.acted.emit(Act("answer", name)))

    def _start_button(self) -> Button | None:
        """Return the button of a step that is done elsewhere in the program."""
        words = {
            StepKind.ROTATE: (_("Change the password"), "key-round"),
            StepKind.IMPORT: (_("Import the LGO list"), "file-input"),
            StepKind.LIGHTS: (_("Set the lights"), "radio-tower"),
            StepKind.ADVANCE: (_("Open the acomptes"), "hand-coins"),
            StepKind.PRINT: (_("Show and print"), "printer"),
            StepKind.BREACH: (_("Open the clocks"), "timer"),
        }
        named = words.get(self.view.step.kind)
        if named is None or (self._case.foreign and of_the_operator(self.view.step)):
            return None
        return Button(named[0], "secondary", named[1], pressed=lambda: self.acted.emit(Act("start")))

    def _done(self) -> None:
        """Note the step: a question is answered, a locked or unproved step asks a reason first."""
        field = self._field
        if field is None or field.error_text:
            return
        if self.view.step.kind is StepKind.QUESTION:
            if field.value():
                self.acted.emit(Act("answer", field.value()))
            else:
                field.error(_("Type the answer, or say “I don’t know”."))
        elif self.view.locked_by or self._unproved:
            sentence = "" if self.view.locked_by else _("Nothing shows it yet: {what}.")
            self._toggle("anyway", sentence.format(what=proving(self.view.step)))
        else:
            self.acted.emit(Act("done", field.value()))

    def _toggle(self, kind: Literal["wait", "defer", "skip", "anyway"], sentence: str = "") -> None:
        if self._form is not None and self._form.kind == kind:
            self.close_form()
            return
        self._open_form(self._small(kind, Typed(), sentence))
        self.take_focus()
        self.edited.emit(self.typed())

    def _small(self, kind: FormKind, typed: Typed, sentence: str = "") -> SmallForm:
        event = can_be_sensed(self.view.step.returns_on, self._case.playbook)
        return SmallForm(kind, self.view.step.returns_on if event else "", typed, sentence)

    def _open_form(self, form: SmallForm) -> None:
        self._drop_form()
        self._form = form
        form.edited.connect(lambda: self.edited.emit(self.typed()))
        form.cancelled.connect(self.close_form)
        form.said.connect(self._form_said)
        self._held.addWidget(form)

    def _drop_form(self) -> None:
        if self._form is not None:
            self._held.removeWidget(self._form)
            self._form.hide()
            self._form.deleteLater()
            self._form = None

    def _form_said(self) -> None:
        form = self._form
        if form is None:
            return
        verb: Verb = "done" if form.kind == "anyway" else form.kind
        words = self._field.value() if self._field is not None and verb == "done" else ""
        self.acted.emit(Act(verb, words, form.reason(), form.until()))


def _sign(icon: str, words: str, ink: Ink) -> QHBoxLayout:
    """Return an icon beside a paragraph in one ink."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(Icon(icon, ink or "text2", 16), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Text(words, "table", ink, wrap=True), 1)
    return row


def _row(*widgets: QWidget) -> Flow:
    """Return buttons side by side, from the left."""
    row = Flow(spacing=6)
    row.add(*widgets)
    return row
