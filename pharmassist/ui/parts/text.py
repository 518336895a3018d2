"""Words on a page, always as plain text: what comes from outside is never a link or markup."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

Use = Literal["question", "figure", "title", "strong", "text", "table", "label", "caption"]
Ink = Literal["", "text2", "text3", "primary", "green", "amber", "red", "grey", "blue"]


class Text(QLabel):
    """A line or, with ``wrap``, a paragraph, in one of the uses of type."""

    def __init__(
        self,
        words: str = "",
        use: Use = "text",
        ink: Ink = "",
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("use", use)
        self.setProperty("ink", ink)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setText(words)

    def set_ink(self, ink: Ink) -> None:
        """Change the colour's role."""
        self.setProperty("ink", ink)
        repolish(self)


class Folding(Text):
    """One line that breaks into several only where room lacks; no word of it is ever cut.

    Words up to ``whole`` logical pixels wide are never broken.
    """

    def __init__(self, words: str = "", use: Use = "text", ink: Ink = "", *, whole: int = 0) -> None:
        self._unbroken = whole
        super().__init__(words, use, ink, wrap=True)

    def minimumSizeHint(self) -> QSize:
        """Return room for the widest word, or for all where that is little."""
        least = super().minimumSizeHint()
        least.setWidth(max(least.width(), min(self.sizeHint().width(), self._unbroken)))
        return least

    def sizeHint(self) -> QSize:
        """Return room for one line: Qt would break a paragraph where it looks best."""
        self.ensurePolished()
        margins = self.contentsMargins()
        line = self.fontMetrics().size(0, self.text())
        return QSize(
            line.width() + margins.left() + margins.right(), line.height() + margins.top() + margins.bottom()
        )


class Elided(Text):
    """One line that ends with … where room lacks; the whole is told by its tooltip."""

    def __init__(self, words: str = "", use: Use = "text", ink: Ink = "") -> None:
        self._whole = words
        super().__init__(words, use, ink)
        self.setMinimumWidth(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(words)

    def set_words(self, words: str) -> None:
        """Show other words, cut to the room; assistive tools are told them whole."""
        self._whole = words
        self.setAccessibleName(words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the words to the room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


def repolish(widget: QWidget) -> None:
    """Apply the style sheet again after a dynamic property changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


Line = Literal["hairline", "upright", "edge", "edge-upright"]


def line(part: Line = "hairline") -> QFrame:
    """Return a 1 px line of its own, so that no two borders double."""
    frame = QFrame()
    frame.setProperty("part", part)
    return frame


def notice() -> Text:
    """Return a discreet line above the pages, hidden until it says something."""
    words = Text("", "caption", "amber")
    words.setProperty("part", "notice")
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    words.hide()
    return words
