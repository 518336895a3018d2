"""The verdict in two sentences, its numbered signs, and what was not checked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.messages import Verdict
from pharmassist.services.judging import Opinion, Told
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.card import Card, empty_layout
from pharmassist.ui.parts.light import Icon, Tone
from pharmassist.ui.parts.text import Ink, Text, line, repolish

_TONES: dict[Verdict, tuple[Tone, Ink, str]] = {
    Verdict.FRAUD: ("red", "red", "octagon-x"),
    Verdict.SUSPICIOUS: ("amber", "amber", "triangle-alert"),
    Verdict.NO_SIGN: ("grey", "grey", "circle-question-mark"),
}


class VerdictCard(Card):
    """Never green: nothing proves that a message is honest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", padded=False, parent=parent)
        self._head = QFrame()
        self._head.setProperty("part", "banner")
        self._icon = Icon("info", "grey", 26)
        self._title = Text("", "title", wrap=True)
        self._told = Text("", "table", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._told)
        row = QHBoxLayout(self._head)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        self.body.addWidget(self._head)
        self._signs = QVBoxLayout()
        self._signs.setSpacing(0)
        self.body.addLayout(self._signs)

    def show_opinion(self, opinion: Opinion) -> None:
        """Show the verdict and its signs; what was only noticed comes after, without a number."""
        tone, ink, icon = _TONES[opinion.verdict]
        self._head.setProperty("tone", tone)
        repolish(self._head)
        self._icon.set_icon(icon, tone)
        self._title.setText(opinion.title)
        self._told.setText(opinion.told)
        self.setAccessibleName(f"{opinion.title} {opinion.told}")
        empty_layout(self._signs)
        for position, told in enumerate(opinion.findings):
            if position:
                self._signs.addWidget(line())
            self._signs.addWidget(_sign(told, ink))
        if opinion.noted:
            note = Text(_("Noticed, no sign by itself:"), "caption")
            note.setContentsMargins(14, 8, 14, 0)
            self._signs.addWidget(note)
            for told in opinion.noted:
                self._signs.addWidget(_sign(told, "grey"))

    def words(self) -> str:
        """Return the headline shown."""
        return self._title.text()


def _sign(told: Told, ink: Ink) -> QWidget:
    row = QWidget()
    row.setAccessibleName(f"{told.number}. {told.title}. {told.why}" if told.number else told.title)
    layout = QHBoxLayout(row)
    layout.setContentsMargins(14, 6, 14, 6)
    layout.setSpacing(12)
    number = Text(str(told.number) if told.number else "–", "strong", ink)
    number.setFixedWidth(20)
    number.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(Text(told.title, "text" if told.number else "table", wrap=True))
    words.addWidget(Text(told.why, "caption", wrap=True))
    layout.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
    layout.addLayout(words, 1)
    return row


class UncheckedCard(Card):
    """What nobody looked at: always shown, whatever the verdict."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Not checked"), "circle-question-mark", parent=parent)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """Show what was not checked."""
        empty_layout(self._lines)
        for text in lines:
            row = QWidget()
            layout = QHBoxLayout(row)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(8)
            layout.addWidget(Text("–", "table", "text3"), 0, Qt.AlignmentFlag.AlignTop)
            layout.addWidget(Text(text, "table", "text2", wrap=True), 1)
            self._lines.addWidget(row)
