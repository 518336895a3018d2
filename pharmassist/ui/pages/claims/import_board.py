"""How the import looks: the file, its columns, what it would do, what is decided, what comes after."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QVBoxLayout, QWidget

from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.claims.decisions_card import DecisionsCard
from pharmassist.ui.pages.claims.file_row import FileRow
from pharmassist.ui.pages.claims.mapping_card import MappingCard
from pharmassist.ui.pages.claims.preview_cards import CountsCard, LinesCard, ReplacedCard
from pharmassist.ui.parts.card import Card, scrolled
from pharmassist.ui.parts.progress import ProgressStrip
from pharmassist.ui.parts.text import Text

_NARROW = 900
"""Width under which the columns stack."""
_SIDE = 16


class ImportBoard(QWidget):
    """Holds the cards; what they do is bound by the view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file = FileRow()
        self.mapping = MappingCard()
        self.lines = LinesCard()
        self.counts = CountsCard()
        self.replaced = ReplacedCard()
        self.decisions = DecisionsCard()
        self.strip = ProgressStrip()
        self.remove = QCheckBox("")
        self._dropped = Text("", "caption", wrap=True)
        self._end = Card("")
        self._end.setAccessibleName(_("After the import"))
        self._end.body.setSpacing(2)
        self._end.body.addWidget(self.remove)
        self._names = Text(_("it holds names; done after the import only"), "caption")
        self._end.body.addWidget(self._names)
        self._end.body.addWidget(self._dropped)
        right = self._right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self.lines, 1)
        right.addWidget(self.decisions)
        right.addWidget(self.replaced)
        right.addWidget(self.counts)
        right.addWidget(self._end)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(16)
        self._columns.addWidget(self.mapping, 5)
        self._columns.addLayout(right, 7)
        held = QWidget()
        held.installEventFilter(self)
        self._held = QVBoxLayout(held)
        self._held.setContentsMargins(24, 12, 24, 16)
        self._held.setSpacing(12)
        self._held.addWidget(self.file)
        self._held.addWidget(self.strip)
        self._held.addLayout(self._columns, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(held))

    def show_dropped(self, titles: tuple[str, ...]) -> None:
        """Name the columns that are never read."""
        words = _("Never read: {columns}").format(columns=", ".join(titles))
        self._dropped.setText(words if titles else "")
        self._dropped.setVisible(bool(titles))

    def show_source(self, folder: str, *, is_file: bool) -> None:
        """Offer to delete a file; what was pasted leaves nothing behind."""
        self.remove.setText(_("Then: delete this file from {folder}?").format(folder=folder))
        self.remove.setVisible(is_file)
        self._names.setVisible(is_file)

    def set_enabled(self, on: bool) -> None:
        """Let the person choose, or not while the import is written."""
        for part in (self.mapping, self.replaced, self.decisions, self.file, self.remove):
            part.setEnabled(on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the columns where room lacks."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again whether the columns have room beside each other when what they say has changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        beside = (
            self.mapping.minimumSizeHint().width()
            + self._right.minimumSize().width()
            + self._columns.spacing()
        )
        narrow = self.width() < max(_NARROW, beside + 2 * _SIDE)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(way)
        side = _SIDE if self.width() < 1000 else 24
        self._held.setContentsMargins(side, 12, side, 16)
