"""The filters of the list: what is kept is said first, count and sum stand at the right."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from pharmassist.domain.claims import CLOSED, ClaimFilter, State, Tally
from pharmassist.domain.identifiers import looks_like_nir
from pharmassist.services.texts import mark, money, number
from pharmassist.services.texts import translate as _
from pharmassist.ui.colours import palette_of
from pharmassist.ui.icons import icon
from pharmassist.ui.parts.button import Chip
from pharmassist.ui.parts.text import Text

OLD_DAYS = 6
"""Working days of the chip "6 jours et plus": the third age band."""
ANY_OPERATOR, UNKNOWN_OPERATOR = "*", ""
_TYPING_MS = 250
_GAP = 8
GROUPS: dict[str, tuple[str, frozenset[State]]] = {
    "left": (mark("Left the list"), frozenset({State.LEFT_OUTSTANDING})),
    "announced": (
        mark("Announced, not received"),
        frozenset({State.ANNOUNCED, State.ANNOUNCED_NOT_RECEIVED, State.PARTLY_RECEIVED}),
    ),
    "rejected": (mark("Rejected, to rebill"), frozenset({State.REJECTED})),
    "aside": (mark("Set aside"), frozenset({State.SET_ASIDE})),
    "closed": (mark("Settled"), CLOSED),
}
"""Chips of states; none kept means the encours."""


class FilterBar(QWidget):
    """A search, operators, age and states; wraps to a second line when room lacks."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("4 digits, batch, name"))
        self.search.setAccessibleName(_("Search: last digits, batch or mutuelle"))
        self.search.setToolTip(_("Last digits of the invoice, batch or mutuelle (Ctrl+F)"))
        self.search.setFixedWidth(160)
        self._glass = QAction(self)
        self.search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.operator = QComboBox()
        self.operator.setAccessibleName(_("Operator"))
        self.operator.setFixedWidth(158)
        self.old = Chip(_("{days} days and more").format(days=OLD_DAYS))
        self.groups = {key: Chip(_(words)) for key, (words, _states) in GROUPS.items()}
        self._sum = Text("", "table")
        self._names: dict[str, str] = {}
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.changed)
        self._parts: list[QWidget] = [self.search, self.old, self.operator, *self.groups.values()]
        for part in (*self._parts, self._sum):
            part.setParent(self)
        self.set_operators({})
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.search.returnPressed.connect(self._at_once)
        self.operator.currentIndexChanged.connect(lambda _index: self.changed.emit())
        for chip in (self.old, *self.groups.values()):
            chip.toggled.connect(lambda _on: self._toggled())
        self._place()

    def set_operators(self, names: Mapping[str, str]) -> None:
        """Show the operators, by id and name; the choice stays."""
        if dict(names) == self._names and self.operator.count():
            return
        kept = self.operator.currentData()
        self._names = dict(names)
        self.operator.blockSignals(True)
        self.operator.clear()
        self.operator.addItem(_("All operators"), ANY_OPERATOR)
        for key, name in names.items():
            self.operator.addItem(name, key)
        self.operator.addItem(_("Operator unknown"), UNKNOWN_OPERATOR)
        self.operator.setCurrentIndex(max(0, self.operator.findData(kept)))
        self.operator.blockSignals(False)

    def set_operator(self, key: str) -> None:
        """Keep one operator ("" = unknown)."""
        self.operator.setCurrentIndex(max(0, self.operator.findData(key)))

    def show_sum(self, kept: Tally, whole: Tally) -> None:
        """Tell how many of how many, and their sum."""
        if kept == whole:
            words = f"{number(kept.count)} · {money(kept.cents)}"
        else:
            words = _("{count} of {total} · {sum}").format(
                count=number(kept.count), total=number(whole.count), sum=money(kept.cents)
            )
        self._sum.setText(words)
        self._sum.adjustSize()
        self._place()

    def wanted(self) -> ClaimFilter:
        """Return what is kept; a NIR typed in the search is not searched."""
        text = self.search.text().strip()
        states: frozenset[State] = frozenset()
        for key, chip in self.groups.items():
            if chip.isChecked():
                states |= GROUPS[key][1]
        operator = self.operator.currentData()
        return ClaimFilter(
            operator=None if operator == ANY_OPERATOR else operator,
            states=states,
            older_than=OLD_DAYS - 1 if self.old.isChecked() else None,
            text="" if looks_like_nir(text) else text,
        )

    def words(self) -> str:
        """Return what is kept in words, for the printed summary; "" for the whole encours."""
        said = [chip.text() for chip in (self.old, *self.groups.values()) if chip.isChecked()]
        if self.operator.currentData() != ANY_OPERATOR:
            said.insert(0, self.operator.currentText())
        if self.wanted().text:
            said.append(f"« {self.wanted().text} »")
        return ", ".join(said)

    def clear(self) -> None:
        """Keep everything again."""
        self.blockSignals(True)
        self.search.clear()
        self._typing.stop()
        self.operator.setCurrentIndex(0)
        for chip in (self.old, *self.groups.values()):
            chip.setChecked(False)
        self.blockSignals(False)
        self._place()
        self.changed.emit()

    def _at_once(self) -> None:
        self._typing.stop()
        self.changed.emit()

    def _toggled(self) -> None:
        self._place()
        self.changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap again."""
        super().resizeEvent(event)
        self._glass.setIcon(icon("search", palette_of(self).text3))
        self._place()

    def sizeHint(self) -> QSize:
        """Return the height of the lines in use."""
        return QSize(400, self.minimumHeight())

    def _place(self) -> None:
        """Put the parts in lines; the sum at the right of the first line with room, else of the last."""
        side = 16 if self.width() < 1000 else 24
        left, top, height = side, 10, 32
        places: list[int] = []
        for part in self._parts:
            hint = part.sizeHint()
            width = part.width() if part in (self.search, self.operator) else hint.width()
            tall = min(height, max(28, hint.height()))
            if left + width > self.width() - side and left > side:
                places.append(left)
                left, top = side, top + height + _GAP
            part.setGeometry(left, top + (height - tall) // 2, width, tall)
            left += width + _GAP
        places.append(left)
        room = self._sum.sizeHint().width()
        if places[-1] + room > self.width() - side:
            top += height + _GAP
        self._sum.setGeometry(max(side, self.width() - side - room), top, room, height)
        self.setFixedHeight(top + height + 10)
