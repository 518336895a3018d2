"""The status bar: three facts, and an amber sign on the one that is stale."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Folding, Text, line


class StatusBar(QFrame):
    """Who acts (a button: another person may take over), how fresh the data is, what is kept where."""

    who_asked = Signal()

    _FACTS = (("fresh", "files"), ("safe", "lock"))

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "status")
        self.setMinimumHeight(28)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 16, 0)
        row.setSpacing(6)
        self._who = Button(_("Who is acting?"), "quiet", "user", size="small", pressed=self.who_asked.emit)
        self._who.setToolTip(_("Choose who is acting"))
        row.addWidget(self._who)
        self._facts: dict[str, tuple[Icon, Text, str]] = {}
        for key, icon in self._FACTS:
            row.addSpacing(10)
            row.addWidget(line("edge-upright"))
            row.addSpacing(10)
            sign, words = Icon(icon, "text2", 14), Folding("", "caption", "text2")
            row.addWidget(sign)
            row.addWidget(words)
            self._facts[key] = (sign, words, icon)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line("edge"))
        column.addLayout(row, 1)

    def set_fact(self, key: str, words: str, *, stale: bool = False) -> None:
        """Show a fact (``fresh`` or ``safe``); a stale one turns amber with a sign."""
        sign, label, icon = self._facts[key]
        sign.set_icon("triangle-alert" if stale else icon, "amber" if stale else "text2")
        label.setText(words)
        label.set_ink("amber" if stale else "text2")

    def set_who(self, words: str) -> None:
        """Show who is acting, such as "A. L., titulaire"; "" asks."""
        self._who.setText(words or _("Who is acting?"))
