"""Fields: label above, the sentence of an error under, never a word inside that matters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pharmassist.domain.identifiers import looks_like_nir
from pharmassist.domain.money import Money, parse_money
from pharmassist.domain.problems import Problem
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import money
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.announce import announce
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Folding, Text, repolish


class Field(QWidget):
    """A label above an editor; ``error`` shows a sentence and an icon under it."""

    def __init__(self, label: str, editor: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._label = Folding(label, "label")
        self._label.setBuddy(editor)
        self._error = Text("", "caption", "red", wrap=True)
        self._sign = Icon("circle-x", "red", 14)
        under = QHBoxLayout()
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(4)
        under.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        under.addWidget(self._error, 1)
        self._under = QWidget()
        self._under.setLayout(under)
        self._under.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._label)
        column.addWidget(editor)
        column.addWidget(self._under)
        editor.setAccessibleName(label)
        self.setFocusProxy(editor)

    def error(self, sentence: str) -> None:
        """Show why the value is refused; an empty sentence takes it away."""
        self._error.setText(sentence)
        self._under.setVisible(bool(sentence))
        self.editor.setProperty("error", "true" if sentence else "false")
        if sentence != self.editor.accessibleDescription():
            announce(self.editor, sentence)
        self.editor.setAccessibleDescription(sentence)
        repolish(self.editor)

    @property
    def error_text(self) -> str:
        """The sentence shown, "" when the value is not refused."""
        return self._error.text() if self.editor.property("error") == "true" else ""


class TextField(Field):
    """One line of text. A NIR is refused as soon as it is typed and never handed out."""

    changed = Signal()
    entered = Signal()

    def __init__(
        self, label: str, *, example: str = "", text: str = "", parent: QWidget | None = None
    ) -> None:
        self.line = QLineEdit(text)
        self.line.setCursorPosition(0)
        self.line.setPlaceholderText(example)
        super().__init__(label, self.line, parent)
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self.entered)

    def value(self) -> str:
        """Return the text without the spaces around it; "" while it holds a NIR."""
        text = self.line.text().strip()
        return "" if looks_like_nir(text) else text

    def set_value(self, text: str) -> None:
        """Put a text in the field, its beginning in view."""
        self.line.setText(text)
        self.line.setCursorPosition(0)

    def clear(self) -> None:
        """Empty the field and its error."""
        self.line.clear()
        self.error("")

    def _typed(self, text: str) -> None:
        if looks_like_nir(text):
            self.error(_("This looks like a social security number: refused."))
        else:
            self.error("")
        self.changed.emit()


class AmountField(TextField):
    """An amount: comma, point and spaces accepted, kept as typed until Enter or leaving."""

    def __init__(self, label: str, *, example: str = "", parent: QWidget | None = None) -> None:
        super().__init__(label, example=example or money(Money(0)), parent=parent)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.editingFinished.connect(self._settle)

    def cents(self) -> Money | None:
        """Return the amount in cents, None when empty or unreadable."""
        try:
            return parse_money(self.value()) if self.value() else None
        except Problem:
            return None

    def set_cents(self, cents: Money | None) -> None:
        """Show an amount, or nothing."""
        self.line.setText("" if cents is None else money(cents))

    def _settle(self) -> None:
        if not self.value():
            return
        try:
            self.line.setText(money(parse_money(self.value())))
        except Problem as problem:
            self.error(describe(problem).sentence)


class DateField(TextField):
    """A day typed as JJ/MM/AAAA; 30012024 and 30/1/24 are understood too."""

    def __init__(self, label: str, *, day: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(label, example=_("DD/MM/YYYY"), parent=parent)
        self.line.editingFinished.connect(self._settle)
        self.set_day(day)

    def day(self) -> date | None:
        """Return the day, None when empty or not a day of the calendar."""
        return read_day(self.value())

    def set_day(self, day: date | None) -> None:
        """Show a day, or nothing."""
        self.line.setText("" if day is None else f"{day:%d/%m/%Y}")

    def _settle(self) -> None:
        day = self.day()
        if day is not None:
            self.set_day(day)
        elif self.line.text().strip() and not self.error_text:
            self.error(_("This is not a date. Example: 30/01/2024"))


def read_day(text: str) -> date | None:
    """Read a typed day (day, month, year of two or four digits), None for anything else."""
    parts = text.strip().replace("-", "/").replace(".", "/").replace(" ", "/").split("/")
    if len(parts) == 1 and len(text.strip()) in (6, 8):
        parts = [text.strip()[:2], text.strip()[2:4], text.strip()[4:]]
    if len(parts) != 3 or not all(p.isascii() and p.isdigit() for p in parts):
        return None
    if len(parts[2]) not in (2, 4):
        return None
    year = int(parts[2]) + (2000 if len(parts[2]) == 2 else 0)
    try:
        return date(year, int(parts[1]), int(parts[0]))
    except ValueError:
        return None


class ChoiceBox(QComboBox):
    """A closed list that the wheel never changes: it scrolls the page that holds it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class ChoiceField(Field):
    """A closed list: pairs of value and words."""

    changed = Signal()

    def __init__(self, label: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        self.box = ChoiceBox()
        super().__init__(label, self.box, parent)
        self.set_choices(choices)
        self.box.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show another list and keep the chosen value if it is still there; nobody chose: nothing is told."""
        kept = self.value()
        silent = self.box.blockSignals(True)
        self.box.clear()
        for value, words in choices:
            self.box.addItem(words, value)
        self.set_value(kept)
        self.box.blockSignals(silent)

    def value(self) -> str:
        """Return the value chosen, "" for none."""
        value = self.box.currentData()
        return value if isinstance(value, str) else ""

    def set_value(self, value: str) -> None:
        """Choose a value; the first one when it is not in the list."""
        self.box.setCurrentIndex(max(0, self.box.findData(value)))
