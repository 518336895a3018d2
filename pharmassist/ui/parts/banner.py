"""Banners: one at most on a page, a sentence and one action; and the one that undoes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.announce import announce
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.light import Icon, Tone
from pharmassist.ui.parts.text import Text, repolish

_ICONS: dict[Tone, str] = {
    "red": "octagon-x",
    "amber": "triangle-alert",
    "blue": "unplug",
    "grey": "info",
    "green": "circle-check",
}


class Banner(QFrame):
    """A tinted line with an icon, a strong start, a sentence and at most one action.

    Hidden until :meth:`tell` is called. Assistive tools are told the whole sentence.
    """

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "banner")
        self.setMinimumHeight(50)
        self._tone: Tone = "grey"
        self._icon = Icon("info", "grey", 20)
        self._strong = Text("", "strong")
        self._words = Text("", "text", wrap=True)
        self._button = Button("", size="small", pressed=self.acted.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addSpacing(4)
        row.addWidget(self._strong)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        self.hide()

    def tell(self, tone: Tone, sentence: str, *, strong: str = "", action: str = "", icon: str = "") -> None:
        """Show a sentence; ``action`` names the button, which emits ``acted``."""
        self._tone = tone
        self._icon.set_icon(icon or _ICONS[tone], tone)
        self._strong.setText(strong)
        self._strong.setVisible(bool(strong))
        self._words.setText(sentence)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(f"{strong} {sentence}".strip())
        self.setProperty("tone", tone)
        repolish(self)
        self.show()
        announce(self, self.accessibleName())

    @property
    def words(self) -> str:
        """The sentence shown, "" when hidden."""
        return "" if self.isHidden() else self.accessibleName()


class UndoBanner(Banner):
    """Says what was done and offers to undo it, for a while."""

    SECONDS = 20

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._undo: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.forget)
        self.acted.connect(self.act)

    def offer(self, sentence: str, undo: Callable[[], object]) -> None:
        """Tell what was done; the button calls ``undo`` once."""
        self._undo = undo
        self.tell("green", sentence, action=_("Undo"))
        self._timer.start(self.SECONDS * 1000)

    def forget(self) -> None:
        """Take the offer away."""
        self._undo = None
        self._timer.stop()
        self.hide()

    def act(self) -> None:
        """Take back what was offered, once; nothing when nothing is."""
        if self._undo is None:
            return
        undo = self._undo
        self.forget()
        undo()
