"""What the list shows: which columns, and the views kept under a name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QWidget

from pharmassist.domain.claims import ClaimFilter, State
from pharmassist.services.texts import translate as _
from pharmassist.services.views import View
from pharmassist.ui.pages.claims.rows import COLUMNS, USUAL
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.field import TextField
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.text import Text, line

_ALWAYS = "invoice"


def standing_views(overdue: ClaimFilter | None) -> tuple[View, ...]:
    """Return the views that are always there; overdue where a delay is known."""
    found = [View(_("The whole encours"))]
    if overdue is not None:
        found.append(View(_("Overdue"), overdue, "age", descending=True))
    rejected = ClaimFilter(states=frozenset({State.REJECTED}))
    found.append(View(_("Rejects to rebill, oldest first"), rejected, "age", descending=True))
    found.append(View(_("Operator to find"), ClaimFilter(operator=""), "due", descending=True))
    return tuple(found)


class ViewBox(QComboBox):
    """The views by name; no name when the filters are no longer those of a view."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("View"))
        self.setAccessibleDescription(_("Filters, sort and columns kept under a name"))
        # A long name has no room: it is told whole there, and when the list opens.
        self.currentTextChanged.connect(self.setToolTip)
        self.setPlaceholderText(_("Views"))
        self.setMinimumWidth(112)
        self.setMaximumWidth(180)

    def sizeHint(self) -> QSize:
        """Return the same width whatever the names."""
        return QSize(self.maximumWidth(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the least, names cut."""
        return QSize(self.minimumWidth(), super().minimumSizeHint().height())


class ColumnsOverlay(Overlay):
    """A box for each column; ``chosen(tuple of keys)`` tells them once."""

    chosen = Signal(object)

    def __init__(self, over: QWidget, shown: Sequence[str]) -> None:
        super().__init__(over, _("Columns of the list"), 520)
        self.panel.addWidget(Text(_("Columns of the list"), "title"))
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        self.boxes: dict[str, QCheckBox] = {}
        for place, (key, title, _width, _right) in enumerate(COLUMNS):
            box = QCheckBox(_(title))
            box.setChecked(key in shown)
            # An invoice is always known by its number.
            box.setEnabled(key != _ALWAYS)
            self.boxes[key] = box
            grid.addWidget(box, place // 2, place % 2)
        self.panel.addLayout(grid)
        row = QHBoxLayout()
        row.addWidget(Button(_("The usual ones"), "quiet", size="small", pressed=self._usual))
        row.addStretch(1)
        row.addWidget(Button(_("Cancel"), pressed=self.dismiss))
        row.addWidget(Button(_("Show these"), "primary", pressed=self._choose))
        self.panel.addLayout(row)

    def start(self) -> None:
        """Show it with the focus on the first box."""
        self.open(next(box for box in self.boxes.values() if box.isEnabled()))

    def _usual(self) -> None:
        for key, box in self.boxes.items():
            box.setChecked(key in USUAL)

    def _choose(self) -> None:
        kept = tuple(key for key, box in self.boxes.items() if box.isChecked())
        self.dismiss()
        self.chosen.emit(kept)


class ViewsOverlay(Overlay):
    """Keeps the filters in force under a name, or forgets a view."""

    saved = Signal(str)
    removed = Signal(str)

    def __init__(self, over: QWidget, views: Sequence[View], words: str) -> None:
        super().__init__(over, _("Views"), 520)
        self.panel.addWidget(Text(_("Keep this view"), "title"))
        self.panel.addWidget(
            Text(words or _("the whole encours, as it is sorted now"), "text", "text2", wrap=True)
        )
        self.name = TextField(_("Name of the view"), example=_("Viamedis over ten days"))
        self.name.entered.connect(self._save)
        self.panel.addWidget(self.name)
        for view in views:
            self.panel.addWidget(line())
            row = QHBoxLayout()
            row.addWidget(Text(view.name, "text"), 1)
            forget = Button(_("Forget"), "quiet", "x", size="small")
            forget.setAccessibleName(_("Forget the view {name}").format(name=view.name))
            forget.clicked.connect(lambda _on=False, name=view.name: self._remove(name))
            row.addWidget(forget)
            self.panel.addLayout(row)
        row = QHBoxLayout()
        row.addWidget(Text(_("Filters, sort and columns are kept."), "caption", wrap=True), 1)
        row.addWidget(Button(_("Close"), pressed=self.dismiss))
        row.addWidget(Button(_("Keep"), "primary", pressed=self._save))
        self.panel.addLayout(row)

    def start(self) -> None:
        """Show it with the focus on the name."""
        self.open(self.name.line)

    def _save(self) -> None:
        name = self.name.value()
        if not name:
            if not self.name.error_text:
                self.name.error(_("Give it a name."))
            self.name.line.setFocus()
            return
        self.dismiss()
        self.saved.emit(name)

    def _remove(self, name: str) -> None:
        self.dismiss()
        self.removed.emit(name)
