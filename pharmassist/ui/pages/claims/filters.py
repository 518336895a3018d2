"""The filters of the list: what is kept is said first, count and sum stand at the right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from pharmassist.domain.claims import CLOSED, ClaimFilter, State, Tally
from pharmassist.domain.identifiers import looks_like_nir
from pharmassist.services.texts import mark, money, number
from pharmassist.services.texts import translate as _
from pharmassist.ui.colours import palette_of
from pharmassist.ui.icons import icon
from pharmassist.ui.pages.claims.filter_overlay import Extra, extra_of
from pharmassist.ui.parts.button import Button, Chip
from pharmassist.ui.parts.text import Text

OLD_DAYS = 6
"""Working days of the chip "6 jours et plus": the third age band."""
ANY_OPERATOR, UNKNOWN_OPERATOR = "*", ""
_TYPING_MS = 250
_GAP, _LINE, _LONGEST = 8, 40, 34
_OPERATOR, _SEARCH, _AROUND = 184, 150, 52
"""Least widths, in logical pixels, and what stands around the words of a field."""
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
    more_asked = Signal()
    columns_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("4 digits, batch"))
        self.search.setAccessibleName(_("Search: last digits, batch or mutuelle"))
        self.search.setToolTip(_("Last digits of the invoice, batch or mutuelle (Ctrl+F)"))
        words = self.search.fontMetrics().horizontalAdvance(self.search.placeholderText())
        self.search.setFixedWidth(max(_SEARCH, words + _AROUND))
        self._glass = QAction(self.search.accessibleName(), self)
        self.search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.operator = QComboBox()
        self.operator.setAccessibleName(_("Operator"))
        self.old = Chip(_("{days} days and more").format(days=OLD_DAYS))
        self.groups = {key: Chip(_(words)) for key, (words, _states) in GROUPS.items()}
        self._sum = Text("", "table")
        self._names: dict[str, str] = {}
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.changed)
        self.extra = Extra()
        self._was_blocked = False
        self._kept: dict[str, Chip] = {}
        more = Button(_("Filters…"), "quiet", "funnel", size="small", pressed=self.more_asked.emit)
        more.setToolTip(_("Mutuelle, age, period, amount, list, state"))
        columns = Button(_("Columns"), "quiet", "columns-3", size="small", pressed=self.columns_asked.emit)
        columns.setToolTip(_("Choose the columns of the list"))
        self._ends: tuple[QWidget, ...] = (self._sum, more, columns)
        for part in (*self._parts(), *self._ends):
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
        words = (self.operator.itemText(place) for place in (0, self.operator.count() - 1))
        widest = max(self.operator.fontMetrics().horizontalAdvance(each) for each in words)
        self.operator.setFixedWidth(max(_OPERATOR, widest + _AROUND))
        self.operator.blockSignals(False)

    def set_operator(self, key: str) -> None:
        """Keep one operator ("" = unknown)."""
        self.operator.setCurrentIndex(max(0, self.operator.findData(key)))

    def keep_group(self, key: str, ages: str = "") -> None:
        """Keep one group of states and nothing else; of some ages: "6-20", open at either end."""
        first, _to, last = ages.partition("-")
        older, within = int(first) - 1 if first else None, int(last) if last else None
        self.show_filter(ClaimFilter(states=GROUPS[key][1], older_than=older, within=within))

    def keep_found(self, words: str) -> None:
        """Keep what these signs find, open or closed."""
        self.show_filter(ClaimFilter(text=words, states=frozenset(State)))

    def keep_extra(self, extra: Extra) -> None:
        """Keep these filters beside those of the bar."""
        self._show_extra(extra)
        self._place()
        self.changed.emit()

    def show_filter(self, wanted: ClaimFilter) -> None:
        """Keep what a saved view keeps, and nothing else."""
        self.blockSignals(True)
        self.clear()
        self.search.setText(wanted.text)
        self._typing.stop()
        self.set_operator(ANY_OPERATOR if wanted.operator is None else wanted.operator)
        extra = extra_of(wanted)
        if extra.older_than == OLD_DAYS - 1:
            self.old.setChecked(True)
            extra = replace(extra, older_than=None)
        rest = wanted.states
        for key, (_words, states) in GROUPS.items():
            if states <= rest:
                self.groups[key].setChecked(True)
                rest -= states
        self._show_extra(replace(extra, states=rest))
        self.blockSignals(False)
        self._place()
        self.changed.emit()

    def begin_with(self, wanted: ClaimFilter) -> None:
        """Keep what was kept when the window was left; the operators' names come later."""
        if wanted.operator:
            self.set_operators({wanted.operator: wanted.operator})
        self.show_filter(wanted)

    def _parts(self) -> list[QWidget]:
        return [self.search, *self._kept.values(), self.old, self.operator, *self.groups.values()]

    def _show_extra(self, extra: Extra) -> None:
        """Put a chip for each filter that has none of its own; taking it away removes the filter."""
        self.extra = extra
        for chip in self._kept.values():
            chip.hide()
            chip.deleteLater()
        self._kept = {}
        for key, words in extra.chips():
            chip = Chip(words if len(words) < _LONGEST else words[: _LONGEST - 1] + "…", parent=self)
            chip.setToolTip(words)
            chip.setChecked(True)
            chip.clicked.connect(lambda _on=False, key=key: self._drop(key))
            chip.show()
            self._kept[key] = chip

    def _drop(self, key: str) -> None:
        self.search.setFocus()
        self.keep_extra(self.extra.without(key))

    def show_sum(self, kept: Tally, whole: Tally) -> None:
        """Tell how many of how many, and their sum."""
        if kept == whole:
            words = f"{number(kept.count)} · {money(kept.cents)}"
        else:
            words = _("{count} of {total} · {sum}").format(
                count=number(kept.count), total=number(whole.count), sum=money(kept.cents)
            )
        self._sum.setText(words)
        self._place()

    def wanted(self) -> ClaimFilter:
        """Return what is kept; a NIR typed in the search is not searched."""
        text = self.search.text().strip()
        states: frozenset[State] = frozenset()
        for key, chip in self.groups.items():
            if chip.isChecked():
                states |= GROUPS[key][1]
        operator, extra = self.operator.currentData(), self.extra
        ages = [OLD_DAYS - 1] if self.old.isChecked() else []
        ages += [] if extra.older_than is None else [extra.older_than]
        return ClaimFilter(
            operator=None if operator == ANY_OPERATOR else operator,
            amc_number=extra.amc_number,
            states=states | extra.states,
            older_than=max(ages, default=None),
            within=extra.within,
            text="" if looks_like_nir(text) else text,
            import_id=extra.import_id,
            date_from=extra.date_from,
            date_to=extra.date_to,
            amount_from=extra.amount_from,
            amount_to=extra.amount_to,
            delays=extra.delays,
        )

    def words(self) -> str:
        """Return what is kept in words, for the printed summary; "" for the whole encours."""
        said = [chip.text() for chip in (self.old, *self.groups.values()) if chip.isChecked()]
        said += [words for _key, words in self.extra.chips()]
        if self.operator.currentData() != ANY_OPERATOR:
            said.insert(0, self.operator.currentText())
        if self.wanted().text:
            said.append(f"« {self.wanted().text} »")
        return ", ".join(said)

    def clear(self) -> None:
        """Keep everything again."""
        self._was_blocked = self.blockSignals(True)
        self.search.clear()
        self._typing.stop()
        self.operator.setCurrentIndex(0)
        for chip in (self.old, *self.groups.values()):
            chip.setChecked(False)
        self._show_extra(Extra())
        self.blockSignals(self._was_blocked)
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
        """Put the parts in lines; sum and actions at the right of the last line with room."""
        side = 16 if self.width() < 1000 else 24
        edge, left, top = self.width() - side, side, 8
        for part in self._parts():
            width = part.width() if part in (self.search, self.operator) else part.sizeHint().width()
            if left + width > edge and left > side:
                left, top = side, top + _LINE
            _put(part, left, top, width)
            left += width + _GAP
        if left + sum(part.sizeHint().width() + _GAP for part in self._ends) > edge:
            top += _LINE
        for part in reversed(self._ends):
            width = part.sizeHint().width()
            edge -= width
            _put(part, edge, top, width)
            edge -= _GAP
        self.setFixedHeight(top + _LINE)


def _put(part: QWidget, left: int, top: int, width: int) -> None:
    """Place a part in the middle of its line."""
    tall = min(32, max(28, part.sizeHint().height()))
    part.setGeometry(left, top + (32 - tall) // 2, width, tall)
