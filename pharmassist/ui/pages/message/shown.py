"""The message as it was read: foreign text, plain, its proofs underlined and numbered."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from pharmassist.domain.problems import plain
from pharmassist.services.judging import Opinion
from pharmassist.services.message_words import sent_words
from pharmassist.services.texts import translate as _
from pharmassist.ui.colours import palette_of

MOST = 20_000
"""Characters of a body that are shown."""
Mark = tuple[int, int, int]


class MessageView(QTextEdit):
    """Nothing in it is a link, an image or markup; control and bidi characters are visible."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(_("The message"))
        self._opinion: Opinion | None = None

    def show_opinion(self, opinion: Opinion | None) -> None:
        """Write the message of an opinion; None forgets it."""
        self._opinion = opinion
        self.clear()
        if opinion is None:
            return
        message = opinion.message
        cursor = self.textCursor()
        name, sender = message.sender_name.strip(), message.sender.strip()
        who = f"{name} <{sender}>" if name and sender else name or sender
        marked = self._marks("sender") + self._marks("name")
        numbers = sorted({number for _start, _end, number in marked})
        heads: list[tuple[str, str, list[Mark]]] = [
            (_("From"), who, [(0, len(who), number) for number in numbers]),
            (_("Answer to"), message.reply_to, self._marks("reply")),
            (_("Sent on"), sent_words(message), []),
            (_("Subject"), message.subject, self._marks("subject")),
        ]
        for number, file in enumerate(message.attachments[:20]):
            marks = [
                (0, len(file.name), n) for start, _end, n in self._marks("attachment") if start == number
            ]
            heads.append((_("Attached"), file.name, marks))
        for label, value, marks in heads:
            if value:
                self._head(cursor, label, value, marks)
        if any(value for _label, value, _marks in heads):
            cursor.insertText("\n", QTextCharFormat())
        body = message.body[:MOST]
        self._text(cursor, body, self._marks("body"))
        if len(message.body) > MOST:
            cursor.insertText(" …", QTextCharFormat())
        for number, link in enumerate(message.links[:20]):
            marks = [(0, 10_000, n) for start, _end, n in self._marks("link") if start == number]
            if marks or (link.start >= 0 and link.shown != link.target):
                cursor.insertText("\n", QTextCharFormat())
                self._head(cursor, _("Link"), link.target[:200], marks)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def event(self, event: QEvent) -> bool:
        """Write it again when the theme changes: its colours are in the text."""
        if event.type() == QEvent.Type.PaletteChange and self._opinion is not None:
            self.show_opinion(self._opinion)
        return super().event(event)

    def _marks(self, part: str) -> list[Mark]:
        findings = self._opinion.findings if self._opinion is not None else ()
        return [
            (span.start, span.end, told.number)
            for told in findings
            for span in told.spans
            if span.part == part
        ]

    def _head(self, cursor: QTextCursor, label: str, value: str, marks: list[Mark]) -> None:
        form = QTextCharFormat()
        form.setForeground(QColor(palette_of(self).text3))
        cursor.insertText(f"{label}  ", form)
        self._text(cursor, value, marks)
        cursor.insertText("\n", QTextCharFormat())

    def _text(self, cursor: QTextCursor, text: str, marks: Iterable[Mark]) -> None:
        """Write a text piece by piece: what proves something underlined, its number behind it."""
        clipped = [(max(0, a), min(b, len(text)), n) for a, b, n in marks if a < len(text)]
        edges = sorted({0, len(text), *(a for a, _b, _n in clipped), *(b for _a, b, _n in clipped)})
        for start, end in pairwise(edges):
            covered = any(a <= start and end <= b for a, b, _n in clipped)
            cursor.insertText(plain(text[start:end], MOST), self._proof() if covered else QTextCharFormat())
            ending = sorted({n for _a, b, n in clipped if b == end})
            if ending:
                cursor.insertText("\u202f" + "·".join(map(str, ending)), self._number())

    def _proof(self) -> QTextCharFormat:
        form = QTextCharFormat()
        ink, tint, _edge = palette_of(self).tone(self._tone())
        form.setBackground(tint)
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        form.setUnderlineColor(ink)
        return form

    def _number(self) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setForeground(palette_of(self).tone(self._tone())[0])
        form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
        form.setFontWeight(QFont.Weight.Bold)
        return form

    def _tone(self) -> str:
        return "red" if self._opinion is not None and self._opinion.verdict.value == "fraud" else "amber"
