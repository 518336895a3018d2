"""What "Conduite au comptoir" is made of: a line, the open answer, the unknown, the teaching."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.conduct import CLOSING, RESEND_NOTHING
from pharmassist.domain.identifiers import canonical_amc
from pharmassist.domain.operators import WORST_FIRST, CounterAnswer, Light, LightState, OperatorStatus
from pharmassist.services.counter import certainty_word, suspended_lines
from pharmassist.services.problem_texts import ProblemText
from pharmassist.services.texts import PARIS, day, hour
from pharmassist.services.texts import translate as _
from pharmassist.services.watching import light_word, outcome_word
from pharmassist.ui.colours import palette_of
from pharmassist.ui.parts.button import Button, Chip, paint_key
from pharmassist.ui.parts.card import empty_layout
from pharmassist.ui.parts.field import TextField
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.light import Light as LightMark
from pharmassist.ui.parts.light import light_word as state_word
from pharmassist.ui.parts.row import Row
from pharmassist.ui.parts.text import Text, line

_TINTS = {LightState.STOPPED: "red", LightState.DISRUPTED: "amber"}


class AnswerRow(Row):
    """One answer of several: the name, who stands behind it, the worst light."""

    def __init__(self, answer: CounterAnswer, names: Mapping[str, str], *, current: bool) -> None:
        behind = operator_words(answer, names)
        super().__init__(f"{answer.payer}, {behind}", current=current)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 7, 16, 7)
        layout.setSpacing(12)
        name = Text(answer.payer, "strong" if current else "text")
        name.setMinimumWidth(200)
        layout.addWidget(name)
        layout.addWidget(Text(behind, "table", "text2"), 1)
        if answer.lights:
            layout.addWidget(LightMark(worst_of(answer), pill=False))


class AnswerView(QWidget):
    """The open answer: who pays, how sure, four lights, the sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = Text("", "question")
        self._sure = Text("", "table", "text2")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._name)
        head.addWidget(self._sure, 1, Qt.AlignmentFlag.AlignBottom)
        self._lights = QHBoxLayout()
        self._lights.setSpacing(0)
        self._lights.setContentsMargins(1, 1, 1, 1)
        self._box = QFrame()
        self._box.setProperty("part", "card")
        self._box.setLayout(self._lights)
        self._portal = Text("", "caption", wrap=True)
        self._portal_row = QWidget()
        portal = QHBoxLayout(self._portal_row)
        portal.setContentsMargins(0, 0, 0, 0)
        portal.setSpacing(6)
        portal.addWidget(Icon("globe", "text3", 14), 0, Qt.AlignmentFlag.AlignTop)
        portal.addWidget(self._portal, 1)
        self._conduct = Conduct()
        self._each = Text("", "table", "text2", wrap=True)
        self._question = Text("", "strong", wrap=True)
        self._suspended = Text("", "strong", "amber", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._box)
        column.addWidget(self._portal_row)
        column.addWidget(self._suspended)
        column.addWidget(self._conduct)
        column.addWidget(self._question)
        column.addWidget(self._each)
        self.hide()

    def show_answer(
        self,
        answer: CounterAnswer,
        statuses: Sequence[OperatorStatus],
        names: Mapping[str, str],
        today: date,
    ) -> None:
        """Show one answer; readings and portals are those of the operators behind it."""
        self._name.setText(answer.payer)
        self._sure.setText(sure_words(answer, names))
        empty_layout(self._lights)
        for position, (light, state) in enumerate(answer.lights):
            if position:
                self._lights.addWidget(line("upright"))
            self._lights.addWidget(_LightBox(light, state, _read_words(statuses, light, state, today)), 1)
        self._box.setVisible(bool(answer.lights))
        portals = [_portal_words(status) for status in statuses if status.portal is not None]
        told = " · ".join(portals) or _("Portal not looked at")
        self._portal.setText(_("{portals}. It says nothing of the four lights.").format(portals=told))
        self._portal_row.setVisible(bool(statuses))
        self._conduct.say(answer.conduct)
        self._question.setText(answer.question)
        self._question.setVisible(bool(answer.question))
        self._suspended.setText("\n".join(suspended_lines(answer, names)))
        self._suspended.setVisible(bool(answer.suspended))
        each = [
            _("{name}: {value}").format(name=name, value=said.removesuffix(CLOSING).strip())
            for name, said in answer.each
            if len({sentence for _name, sentence in answer.each}) > 1
        ]
        self._each.setText("\n".join(each))
        self._each.setVisible(bool(each))


class Conduct(QFrame):
    """What to do, to be read at arm's length; the closing on its own line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "advice")
        self._said = Text("", "question", wrap=True)
        self._closing = Text(CLOSING, "text", wrap=True)
        title = Text(_("What to do now"), "table", "primary")
        title.setProperty("weight", "600")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(6)
        for part in (title, self._said, self._closing):
            column.addWidget(part)

    def say(self, conduct: str) -> None:
        """Show a sentence of conduct."""
        said = conduct.removesuffix(CLOSING).strip()
        # What must not be missed is not cut in two.
        self._said.setText(said.replace(f" {RESEND_NOTHING}", f"\n{RESEND_NOTHING}"))
        self._closing.setVisible(conduct.endswith(CLOSING))
        self.setAccessibleName(conduct)


class Unknown(QWidget):
    """Nobody knows that mutuelle: it is said, the safe sentence stands, teaching is offered."""

    def __init__(self, teach: Callable[[], None]) -> None:
        super().__init__()
        self._title = Text("", "title", wrap=True)
        self._conduct = Conduct()
        self.teach = Button(_("Say who stands behind it…"), icon="pencil", size="small", pressed=teach)
        row = QHBoxLayout()
        row.addWidget(self.teach)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 2, 16, 14)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self._conduct)
        column.addLayout(row)
        self.hide()

    def show_words(self, typed: str, conduct: str) -> None:
        """Say that nobody knows what was typed."""
        self._title.setText(_("“{typed}” is not in the directory.").format(typed=typed))
        self._conduct.say(conduct)


class Teaching(QWidget):
    """Which operators stand behind a mutuelle; ``said`` gives AMC number, name, operators."""

    said = Signal(str, str, tuple)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._number = TextField(_("AMC number (on the card)"), example=_("8 to 10 digits"))
        self._number.setFixedWidth(200)
        self._name = TextField(_("Name of the mutuelle"))
        self._chips: dict[str, Chip] = {}
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        fields = QHBoxLayout()
        fields.setSpacing(12)
        fields.addWidget(self._name, 1)
        fields.addWidget(self._number)
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        verbs.addWidget(Button(_("Keep it"), "secondary", "check", _("Enter"), pressed=self._say))
        verbs.addWidget(Button(_("Cancel"), "quiet", key=_("Esc"), pressed=self.left.emit))
        verbs.addStretch(1)
        self._refused = Text("", "table", "red", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 2, 16, 14)
        column.setSpacing(10)
        column.addWidget(Text(_("Who stands behind it? The logo on the card tells."), "title", wrap=True))
        column.addLayout(self._row)
        column.addLayout(fields)
        column.addWidget(self._refused)
        column.addLayout(verbs)
        for field in (self._name, self._number):
            field.entered.connect(self._say)
            field.changed.connect(self._refused.hide)
        self.hide()

    def ask(self, typed: str, names: Mapping[str, str]) -> None:
        """Begin with what was typed."""
        empty_layout(self._row)
        self._chips = {operator: Chip(name, cross=False) for operator, name in names.items()}
        for chip in self._chips.values():
            self._row.addWidget(chip)
        self._row.addStretch(1)
        number = canonical_amc(typed)
        self._number.set_value(typed if number else "")
        self._name.set_value("" if number else typed)
        self._refused.hide()
        self.show()
        next(iter(self._chips.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, words: ProblemText) -> None:
        """Say why it was not kept."""
        self._refused.setText(f"{words.title}. {words.sentence} {words.remedy}")
        self._refused.show()

    def _say(self) -> None:
        operators = tuple(operator for operator, chip in self._chips.items() if chip.isChecked())
        if not operators:
            self._refused.setText(_("Choose at least one operator."))
            self._refused.show()
        elif not canonical_amc(self._number.value()):
            self._number.error(_("The number tells two mutuelles of the same name apart."))
        else:
            self.said.emit(self._number.value(), self._name.value(), operators)


class _LightBox(QWidget):
    """A light in words, with the moment it was read."""

    def __init__(self, light: Light, state: LightState, read: str) -> None:
        super().__init__()
        self._tint = _TINTS.get(state, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 10, 10)
        column.setSpacing(2)
        column.addWidget(Text(light_word(light), "table", "text2"))
        spoken = _("{light}: {state}, {read}")
        name = spoken.format(light=light_word(light), state=state_word(state), read=read)
        column.addWidget(LightMark(state, pill=False, name=name))
        column.addWidget(Text(read, "caption", wrap=True))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tint red and amber only."""
        super().paintEvent(event)
        if self._tint:
            painter = QPainter(self)
            painter.fillRect(self.rect(), palette_of(self).tone(self._tint)[1])
            painter.end()


class _Keys(QWidget):
    """Keys drawn in their boxes, with what they do."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__()
        self._keys = keys
        self._widths = [max(20, self.fontMetrics().horizontalAdvance(key) + 14) for key in keys]
        self.setFixedSize(sum(self._widths) + 4 * (len(keys) - 1), 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the boxes."""
        del event
        painter = QPainter(self)
        palette, left = palette_of(self), 0
        for key, width in zip(self._keys, self._widths, strict=True):
            box = self.rect().adjusted(left, 1, 0, -1)
            box.setWidth(width)
            paint_key(painter, box, key, QColor(palette.text2), QColor(palette.border))
            left += width + 4
        painter.end()


def keys_row(back: str = "") -> QWidget:
    """Return the keys of the overlay: arrows to choose, Esc to give the keyboard back, or ``back``."""
    held = QWidget()
    row = QHBoxLayout(held)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(_Keys(("↑", "↓")))
    row.addWidget(Text(_("choose"), "caption"))
    row.addSpacing(6)
    if back:
        row.addWidget(_Keys((_("Enter"),)))
        row.addWidget(Text(_("go there"), "caption"))
        row.addSpacing(6)
    row.addWidget(_Keys((_("Esc"),)))
    row.addWidget(Text(back or _("back to the LGO"), "caption"))
    return held


def operator_words(answer: CounterAnswer, names: Mapping[str, str]) -> str:
    """Return who stands behind a mutuelle, or what kind of answer it is."""
    if answer.certainty == "rule":
        return _("third-party payment that stays")
    if answer.certainty == "operator":
        return _("operator")
    behind = [names.get(operator, operator) for operator in answer.operators]
    return _(" or ").join(behind) or _("operator unknown")


def sure_words(answer: CounterAnswer, names: Mapping[str, str]) -> str:
    """Return who stands behind it and how sure that is."""
    if answer.certainty in ("rule", "operator"):
        return operator_words(answer, names)
    told = _("operator {names}").format(names=operator_words(answer, names))
    return (
        f"{told} · {certainty_word(answer.certainty)}" if answer.operators else operator_words(answer, names)
    )


def worst_of(answer: CounterAnswer) -> LightState:
    """Return the worst of the four lights."""
    return min((state for _light, state in answer.lights), key=WORST_FIRST.index)


def _read_words(statuses: Sequence[OperatorStatus], light: Light, state: LightState, today: date) -> str:
    """Return when the state shown was read; the oldest where two operators are possible."""
    found = [(status, dict(status.readings)[light]) for status in statuses]
    # A light held amber by the restart gate was read as working: that reading is its moment.
    moments = [r.at for status, r in found if r is not None and status.state(light) is state]
    return _("read {when}").format(when=_when(min(moments), today)) if moments else _("nobody read it")


def _when(at: datetime, today: date) -> str:
    local = at.astimezone(PARIS).date()
    return _("at {hour}").format(hour=hour(at)) if local == today else _("on {day}").format(day=day(local))


def _portal_words(status: OperatorStatus) -> str:
    outcome = outcome_word(status.portal.outcome) if status.portal is not None else ""
    return _("Portal of {operator}: {outcome}").format(operator=status.operator.name, outcome=outcome)
