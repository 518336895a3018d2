"""What is given to be judged: a mail or an SMS pasted, or what was noted of a call."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from pharmassist.domain.messages import Asked, CallForm, Kind, Pressed
from pharmassist.services.message_words import ASKED, PRESSED
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.field import Field, TextField
from pharmassist.ui.parts.text import Text


class PlainEdit(QPlainTextEdit):
    """Takes text only, leaves Tab to the page; Ctrl+Enter says that it is complete."""

    entered = Signal()

    def __init__(self, example: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(example)
        self.setTabChangesFocus(True)
        # files are dropped on the page, which reads them
        self.setAcceptDrops(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand Ctrl+Enter to the page."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.entered.emit()
            return
        super().keyPressEvent(event)


class Draft(QStackedWidget):
    """The three ways to give a message; ``entered`` when Ctrl+Enter or Enter ends it."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mail = PlainEdit(
            _("Paste the mail here, or drop its file (.eml, .msg): hidden links are seen only in the file.")
        )
        self._sms = PlainEdit(_("Paste or type the SMS here."))
        self._number = TextField(_("Number or name of the sender"), example="06 … / AMELI")
        self._call = CallEditor()
        self._pages = {
            Kind.MAIL: _page(Field(_("The mail"), self._mail)),
            Kind.SMS: _page(self._number, Field(_("The SMS"), self._sms)),
            Kind.CALL: self._call,
        }
        for page in self._pages.values():
            self.addWidget(page)
        for edit in (self._mail, self._sms, self._call.said):
            edit.entered.connect(self.entered)
        for field in (self._number, self._call.who, self._call.number):
            field.entered.connect(self.entered)

    def show_kind(self, kind: Kind) -> None:
        """Show the editor of this kind."""
        self.setCurrentWidget(self._pages[kind])

    def focus(self, kind: Kind) -> None:
        """Put the cursor where one begins."""
        first: QWidget = {Kind.MAIL: self._mail, Kind.SMS: self._sms, Kind.CALL: self._call.who}[kind]
        first.setFocus()

    def text(self, kind: Kind) -> str:
        """Return what was pasted, the sender of an SMS as its first line."""
        if kind is Kind.MAIL:
            return self._mail.toPlainText()
        text, number = self._sms.toPlainText(), self._number.value()
        return f"De : {number}\n\n{text}" if number and text.strip() else text

    def call(self) -> CallForm:
        """Return what was noted of the call."""
        return self._call.form()

    def clear(self) -> None:
        """Forget everything."""
        self._mail.clear()
        self._sms.clear()
        self._number.clear()
        self._call.clear()


def _page(*widgets: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for number, widget in enumerate(widgets):
        column.addWidget(widget, int(number == len(widgets) - 1))
    return page


class CallEditor(QWidget):
    """Who they said they were, the number shown, what they asked, how they pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.who = TextField(_("Who they said they were"), example=_("Viamedis, the bank, the hotline…"))
        self.number = TextField(_("Number shown"), example=_("Nothing if it was hidden"))
        self.said = PlainEdit()
        self.said.setMaximumHeight(64)
        self._asked = {asked: QCheckBox(_(words)) for asked, words in ASKED.items()}
        self._pressed = {pressed: QCheckBox(_(words)) for pressed, words in PRESSED.items()}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.who)
        column.addWidget(self.number)
        column.addWidget(Text(_("What they asked"), "label"))
        column.addLayout(_grid(list(self._asked.values())))
        column.addWidget(Text(_("How they asked"), "label"))
        column.addLayout(_grid(list(self._pressed.values())))
        column.addWidget(Field(_("In their words"), self.said))
        column.addStretch(1)

    def form(self) -> CallForm:
        """Return the form."""
        return CallForm(
            self.who.value(),
            self.number.value(),
            tuple(asked for asked in Asked if self._asked[asked].isChecked()),
            tuple(pressed for pressed in Pressed if self._pressed[pressed].isChecked()),
            self.said.toPlainText().strip(),
        )

    def clear(self) -> None:
        """Forget everything."""
        self.who.clear()
        self.number.clear()
        self.said.clear()
        for box in (*self._asked.values(), *self._pressed.values()):
            box.setChecked(False)


def _grid(boxes: list[QCheckBox]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(0)
    for number, box in enumerate(boxes):
        grid.addWidget(box, number // 2, number % 2)
    return grid
