"""The status bar: three facts, and an amber sign on the one that is stale."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Text, line


class StatusBar(QFrame):
    """Who acts, up to when the bank is known, where register and secrets live."""

    _FACTS = (("who", "user"), ("bank", "landmark"), ("safe", "lock"))

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "status")
        self.setMinimumHeight(28)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(6)
        self._facts: dict[str, tuple[Icon, Text, str]] = {}
        for position, (key, icon) in enumerate(self._FACTS):
            if position:
                row.addSpacing(10)
                row.addWidget(line("edge-upright"))
                row.addSpacing(10)
            sign, words = Icon(icon, "text2", 14), Text("", "caption", "text2")
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
        """Show a fact (``who``, ``bank`` or ``safe``); a stale one turns amber with a sign."""
        sign, label, icon = self._facts[key]
        sign.set_icon("triangle-alert" if stale else icon, "amber" if stale else "text2")
        label.setText(words)
        label.set_ink("amber" if stale else "text2")
