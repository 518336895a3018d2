"""The rail: icon and word of each page, badges; icon above word when the window is narrow."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from pharmassist.services.texts import translate as _
from pharmassist.ui.colours import Palette, palette_of
from pharmassist.ui.icons import paint_icon
from pharmassist.ui.page import PageSpec
from pharmassist.ui.parts.text import line
from pharmassist.ui.theme import draw_ring, font

WIDE, NARROW = 216, 96
_ICON, _BADGE, _FIRST = (Qt.ItemDataRole.UserRole + n for n in (1, 2, 3))
_SEPARATOR, _SEPARATOR_NARROW = 15, 11
_SIDE, _WORDS_TOP = 10, 25
"""Of a narrow entry: the room left at both sides of its words, and what stands above them."""
_AROUND = 12
"""The line above the feet, and what stands around it."""
_WRAPPED = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


def _narrow_width(titles: Sequence[str]) -> int:
    """Return the width of a narrow rail: more than usual only where a word would be cut."""
    measure = QFontMetrics(font("caption", 600)).horizontalAdvance
    widest = max((measure(word) for title in titles for word in title.split()), default=0)
    return max(NARROW, widest + 2 * _SIDE + 2)


def _entry_height(title: str, width: int) -> int:
    """Leave room for a title in bold: the current page's is, and it must not jump; 0 stands for wide."""
    if not width:
        return 36
    room = QRect(0, 0, width - 2 * _SIDE, 200)
    words = QFontMetrics(font("caption", 600)).boundingRect(room, _WRAPPED, title)
    return _WORDS_TOP + words.height() + 4


def _badge_width(badge: str) -> int:
    """Return the width of a count, 0 for none."""
    return max(18, QFontMetrics(font("caption", 600)).horizontalAdvance(badge) + 9) if badge else 0


def _paint_entry(
    painter: QPainter,
    rect: QRect,
    palette: Palette,
    title: str,
    icon: str,
    badge: str,
    *,
    narrow: bool,
    current: bool,
    hovered: bool,
    hint: str = "",
) -> None:
    """Draw one entry: the current one on the surface, barred at the left."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = rect.adjusted(8, 0, -8, 0)
    if current or hovered:
        painter.setPen(QPen(QColor(palette.border if current else palette.rail), 1))
        painter.setBrush(QColor(palette.surface if current else palette.hover))
        painter.drawRoundedRect(QRectF(ground).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    if current:
        bar = ground.adjusted(0, 8, 0, -8)
        painter.fillRect(bar.x(), bar.y(), 3, bar.height(), QColor(palette.primary))
    ink = QColor(palette.text1 if current else palette.text2)
    sign = QColor(palette.primary if current else palette.text2)
    if narrow:
        paint_icon(painter, icon, QRect(rect.center().x() - 8, rect.y() + 5, 18, 18), sign)
        painter.setFont(font("caption", 600 if current else 400))
        painter.setPen(ink)
        # A bar of scrolling takes its width from the rail: words then come nearer to the edges.
        widest = max(painter.fontMetrics().horizontalAdvance(word) for word in title.split())
        side = max(0, min(_SIDE, (rect.width() - widest) // 2))
        words = rect.adjusted(side, _WORDS_TOP, -side, -1)
        painter.drawText(words, _WRAPPED, title)
    else:
        paint_icon(painter, icon, QRect(rect.x() + 18, rect.center().y() - 8, 18, 18), sign)
        painter.setFont(font("text", 600 if current else 400))
        painter.setPen(ink)
        room = rect.adjusted(45, 0, -16, 0)
        # Beside a long count the title takes two lines.
        words = room.adjusted(0, 0, -36 if hint else -_badge_width(badge) - 3, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, title)
        if hint:
            painter.setFont(font("caption"))
            painter.setPen(QColor(palette.text3))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, hint)
    if badge:
        painter.setFont(font("caption", 600))
        width = _badge_width(badge)
        left = rect.center().x() + 12 if narrow else rect.right() - 15 - width
        top = rect.y() + 4 if narrow else rect.center().y() - 9
        box = QRectF(min(left, rect.right() - width - (10 if narrow else 2)) + 0.5, top + 0.5, width, 19)
        ink, tint, _edge = palette.tone("amber")
        painter.setPen(QPen(ink, 1))
        painter.setBrush(tint)
        painter.drawRoundedRect(box, 4, 4)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, badge)
    painter.restore()


class _Delegate(QStyledItemDelegate):
    """Paints the entries of the rail; the first of a group has a line above it."""

    narrow = 0
    """The width of a narrow rail, 0 for the wide one."""

    @property
    def _separator(self) -> int:
        """The room above a group: less where every page must be seen at 768 pixels of height."""
        return _SEPARATOR_NARROW if self.narrow else _SEPARATOR

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return an entry's size, the line above it included."""
        del option
        extra = self._separator if index.data(_FIRST) else 0
        height = _entry_height(str(index.data()), self.narrow)
        return QSize(self.narrow or WIDE, height + extra)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one entry."""
        view = self.parent()
        if not isinstance(view, QListView):
            return
        palette, rect = palette_of(view), option.rect
        if index.data(_FIRST):
            middle = rect.y() + self._separator // 2
            painter.fillRect(rect.x() + 16, middle, rect.width() - 32, 1, QColor(palette.border))
            rect = rect.adjusted(0, self._separator, 0, 0)
        current = index.row() == view.currentIndex().row()
        _paint_entry(
            painter,
            rect,
            palette,
            str(index.data()),
            str(index.data(_ICON)),
            str(index.data(_BADGE) or ""),
            narrow=bool(self.narrow),
            current=current,
            hovered=bool(option.state & QStyle.StateFlag.State_MouseOver),
        )
        if current and view.hasFocus():
            draw_ring(painter, rect.adjusted(8, 0, -8, 0), QColor(palette.primary), 6)


class RailFoot(QPushButton):
    """An entry at the foot of the rail, with its key: it acts, it is no page."""

    def __init__(self, title: str, icon: str, key: str, pressed: Callable[[], None] | None = None) -> None:
        super().__init__(title)
        self.narrow = 0
        self._icon, self._key = icon, key
        self.setAccessibleName(title)
        self.setToolTip(f"{title} ({key})")
        self.setFlat(True)
        if pressed is not None:
            self.clicked.connect(pressed)

    def sizeHint(self) -> QSize:
        """Return its size: two lines where the title is long."""
        if self.narrow:
            return QSize(self.narrow, _entry_height(self.text(), self.narrow))
        room = WIDE - 45 - 16 - 36
        lines = 1 if QFontMetrics(font("text")).horizontalAdvance(self.text()) <= room else 2
        return QSize(WIDE, 36 if lines == 1 else 46)

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it like an entry."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(palette_of(self).rail))
        _paint_entry(
            painter,
            self.rect(),
            palette_of(self),
            self.text(),
            self._icon,
            "",
            narrow=bool(self.narrow),
            current=False,
            hovered=self.underMouse(),
            hint=self._key,
        )
        painter.end()


class _Brand(QWidget):
    """The mark and, when wide, the names of program and pharmacy."""

    def __init__(self, pharmacy: str) -> None:
        super().__init__()
        self.pharmacy, self.narrow = pharmacy, False
        self.setMinimumHeight(60)
        self.setAccessibleName(f"PharmAssist, {pharmacy}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cross on its square, then the names."""
        del event
        palette = palette_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = (self.width() - 26) // 2 if self.narrow else 16
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.primary))
        painter.drawRoundedRect(QRect(left, 19, 26, 26), 6, 6)
        painter.fillRect(left + 11, 25, 4, 14, QColor(palette.on_primary))
        painter.fillRect(left + 6, 30, 14, 4, QColor(palette.on_primary))
        if not self.narrow:
            room = self.width() - 60
            for top, words, use, ink in (
                (15, "PharmAssist", font("text", 600), palette.text1),
                (32, self.pharmacy, font("table"), palette.text3),
            ):
                painter.setFont(use)
                painter.setPen(QColor(ink))
                shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
                painter.drawText(QRect(50, top, room, 18), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class Rail(QFrame):
    """The list of pages; ``chosen`` gives the key of the one asked for."""

    chosen = Signal(str)

    def __init__(self, pharmacy: str, pages: Sequence[PageSpec], *feet: RailFoot) -> None:
        super().__init__()
        self.setProperty("part", "rail")
        self._keys = [page.key for page in pages]
        self._model = QStandardItemModel(self)
        for position, page in enumerate(pages):
            item = QStandardItem(page.title)
            item.setData(page.icon, _ICON)
            item.setData(position > 0 and pages[position - 1].group != page.group, _FIRST)
            item.setToolTip(page.title)
            self._model.appendRow(item)
        self._view = QListView()
        self._view.setProperty("part", "rail")
        self._view.setAccessibleName(_("Pages"))
        self._view.setModel(self._model)
        self._delegate = _Delegate(self._view)
        self._view.setItemDelegate(self._delegate)
        self._view.setMouseTracking(True)
        self._view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.selectionModel().currentChanged.connect(self._moved)
        self._view.selectionModel().selectionChanged.connect(self._selected)
        self._brand, self._feet = _Brand(pharmacy), feet
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(0)
        column.addWidget(self._brand)
        column.addWidget(self._view, 1)
        column.addWidget(line("edge"))
        column.addSpacing(4)
        for foot in feet:
            column.addWidget(foot)
        self.set_narrow(False)

    def _selected(self, chosen: QItemSelection) -> None:
        """Follow an assistive tool: it presses an entry by selecting it."""
        if places := chosen.indexes():
            self._view.setCurrentIndex(places[0])

    def set_narrow(self, narrow: bool) -> None:
        """Show icon above word, or beside it."""
        titles = [self._model.item(row).text() for row in range(self._model.rowCount())]
        titles += [foot.text() for foot in self._feet]
        width = self._delegate.narrow = _narrow_width(titles) if narrow else 0
        self._brand.narrow = narrow
        self.setFixedWidth(width or WIDE)
        self._model.layoutChanged.emit()
        for foot in self._feet:
            foot.narrow = width
            foot.updateGeometry()
        self._brand.update()
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the mark out where the window is too low for every page."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        rows = sum(self._view.sizeHintForRow(row) for row in range(self._model.rowCount()))
        feet = sum(foot.sizeHint().height() for foot in self._feet)
        self._brand.setVisible(self.height() >= self._brand.minimumHeight() + rows + feet + _AROUND)

    def set_current(self, key: str) -> None:
        """Mark a page as the one shown."""
        self._view.setCurrentIndex(self._model.index(self._keys.index(key), 0))

    def step(self, by: int) -> None:
        """Go to the page below or above; the last leads to the first."""
        place = (self._view.currentIndex().row() + by) % len(self._keys)
        self._view.setCurrentIndex(self._model.index(place, 0))

    def set_badge(self, key: str, words: str, spoken: str = "") -> None:
        """Show a count or "2/4" beside a page; "" takes it away. ``spoken`` is its full text."""
        item = self._model.item(self._keys.index(key))
        item.setData(words, _BADGE)
        title = item.text()
        item.setAccessibleText(f"{title}, {spoken or words}" if words else title)

    def set_pharmacy(self, pharmacy: str) -> None:
        """Show the pharmacy's name under the program's."""
        self._brand.pharmacy = pharmacy
        self._brand.update()

    def _moved(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self._keys[current.row()])
