"""The proof that the recovery sheet exists on paper: two of its groups, typed back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pharmassist.domain.secrets import Secret
from pharmassist.services.keys import PROVED as PROVED
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.field import Field
from pharmassist.ui.parts.light import Mark
from pharmassist.ui.parts.text import Folding, Text

"""Setting: the instant at which two groups of the sheet were typed back."""

GROUP, LINE = 5, 15
_READ_AS = str.maketrans("OIL", "011")


def signs_of(text: str) -> str:
    """Return the signs of a key or of what was typed, forgiving case, spaces, O for 0, I and L for 1."""
    return "".join(sign for sign in text.upper().translate(_READ_AS) if sign.isalnum())


class RecoveryProof(QWidget):
    """Two fields: the start of line A, the end of line C. ``proved`` once both agree."""

    proved = Signal()

    def __init__(self, *, stacked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted: tuple[Secret, Secret] | None = None
        self._done = False
        self.first = Field(_("Start of line A"), self._editor())
        self.second = Field(_("End of line C"), self._editor())
        self._mark = Mark("circle-dashed", _("To be typed from the paper"), "grey", pill=False)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(Folding(_("Prove that you hold it: read the sheet"), "strong"))
        words.addWidget(Text(_("Five signs each time."), "table", "text2", wrap=True))
        words.addStretch(1)
        fields = QHBoxLayout()
        fields.setSpacing(16)
        fields.addWidget(self.first)
        fields.addWidget(self.second)
        fields.addStretch(1)
        way = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        row = QBoxLayout(way, self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8 if stacked else 16)
        row.addLayout(words, 1)
        row.addLayout(fields)
        row.addWidget(self._mark)
        self.setEnabled(False)

    def expect(self, key: Secret) -> None:
        """Wait for two groups of this key."""
        signs = signs_of(key.reveal())
        start = 3 * LINE - GROUP
        self._wanted = None
        for field in (self.first, self.second):
            field.editor.setProperty("text", "")
            field.editor.setEnabled(True)
            field.error("")
        self._wanted = (Secret(signs[:GROUP]), Secret(signs[start : start + GROUP]))
        self._done = False
        self.setEnabled(True)
        self._mark.set_mark("circle-dashed", _("To be typed from the paper"), "grey")

    def forget(self) -> None:
        """Expect no key any more: the sheet of another one proves nothing."""
        self._wanted, self._done = None, False
        self.setEnabled(False)

    @property
    def is_proved(self) -> bool:
        """Tell whether both groups were right."""
        return self._done

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what was typed when the page is left."""
        if not self._done:
            for field in (self.first, self.second):
                field.editor.setProperty("text", "")
        super().hideEvent(event)

    def _editor(self) -> QLineEdit:
        editor = QLineEdit()
        editor.setPlaceholderText(_("5 signs"))
        editor.setMaxLength(2 * GROUP)
        editor.setFixedWidth(140)
        editor.textChanged.connect(lambda _text: self._look())
        return editor

    def _look(self) -> None:
        if self._wanted is None or self._done:
            return
        agree = []
        for field, wanted in zip((self.first, self.second), self._wanted, strict=True):
            typed = Secret(signs_of(str(field.editor.property("text"))))
            agree.append(typed.same_as(wanted))
            wrong = len(typed) >= GROUP and not agree[-1]
            field.error(_("Not the same") if wrong else "")
        if all(agree):
            self._done = True
            self._mark.set_mark("circle-check", _("Proved"), "green")
            for field in (self.first, self.second):
                field.editor.setEnabled(False)
            self.proved.emit()
