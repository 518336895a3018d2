"""What to do now: retype the domain, the known way, the sentence to say, and what was already done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pharmassist.services.judging import Done, Opinion, Retyped
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout
from pharmassist.ui.parts.field import Field
from pharmassist.ui.parts.text import Text


class Retype(QLineEdit):
    """A line that takes letters only one by one: copying would show nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        self.setMaxLength(120)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave pasting out."""
        if event.matches(QKeySequence.StandardKey.Paste):
            return
        super().keyPressEvent(event)


class ThenCard(Card):
    """``typed`` gives each state of the retyped domain; the buttons say what was asked."""

    typed = Signal(str)
    keep = Signal()
    report = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("To do"), "shield-check", parent=parent)
        self._line = Retype()
        self._field = Field(_("Retype the domain of the message, without copying"), self._line)
        self._answer = Text("", "caption", "text2", wrap=True)
        self._known_label = Text(_("Known number or address"), "label")
        self._known = QVBoxLayout()
        self._known.setSpacing(4)
        self._phrase = Text("", "text", "text2", wrap=True)
        self.body.setSpacing(6)
        self.body.addWidget(self._field)
        self.body.addWidget(self._answer)
        self.body.addWidget(self._known_label)
        self.body.addLayout(self._known)
        self.body.addWidget(Text(_("If they call or insist, say"), "label"))
        self.body.addWidget(self._phrase)
        self.body.addStretch(1)
        buttons = QVBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(Button(_("Copy the alert to send"), icon="copy", pressed=self.report.emit))
        buttons.addWidget(Button(_("Keep as a proof…"), icon="archive", pressed=self.keep.emit))
        self.body.addLayout(buttons)
        self._line.textEdited.connect(self.typed)

    def show_opinion(self, opinion: Opinion) -> None:
        """Show what helps with this message."""
        self._line.clear()
        self._answer.setText(opinion.host)
        self._field.setVisible(bool(opinion.host))
        self._answer.setVisible(bool(opinion.host))
        self._answer.set_ink("text3")
        empty_layout(self._known)
        self._known_label.setVisible(bool(opinion.known or opinion.known_note))
        for way in opinion.known:
            self._known.addWidget(Text(way.value, "strong"))
            self._known.addWidget(Text(way.label, "caption", wrap=True))
        if opinion.known_note:
            self._known.addWidget(Text(opinion.known_note, "caption", wrap=True))
        self._phrase.setText(opinion.phrase)

    def show_retyped(self, found: Retyped, host: str) -> None:
        """Say what the typed domain shows."""
        self._answer.setText(found.told or host)
        self._answer.set_ink("red" if found.told else "text3")


class DoneCard(Card):
    """What somebody did already ("J’ai cliqué") opens the block of steps that answers it."""

    done = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Already done?"), "life-buoy", parent=parent)
        words = _("Say it without fear: the steps that limit the harm open at once.")
        self.body.addWidget(Text(words, "caption", wrap=True))
        self.body.setSpacing(6)
        names = {
            Done.CLICKED: _("I clicked"),
            Done.ANSWERED: _("I answered"),
            Done.GAVE_PASSWORD: _("I gave a password"),
            Done.OPENED_FILE: _("I opened the file"),
            Done.GAVE_RIB: _("I gave the RIB"),
        }
        for what, name in names.items():
            button = Button(name, size="small")
            button.clicked.connect(lambda _on=False, what=what: self.done.emit(what))
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch(1)
            self.body.addLayout(row)
        self.body.addStretch(1)
