"""The encours by age as a picture: one bar a name, the older the warmer, always with its figures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from pharmassist.domain.claims import Tally
from pharmassist.services.texts import money, number
from pharmassist.services.texts import translate as _
from pharmassist.ui.colours import Palette, palette_of
from pharmassist.ui.theme import font

_ROW, _BAR = 26, 16


class AgePicture(QLabel):
    """Stacked bars; the accessible text gives every figure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles: tuple[str, ...] = ()
        self._bars: tuple[tuple[str, tuple[Tally, ...]], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Encours by age"))

    def show_bars(self, titles: Sequence[str], bars: Sequence[tuple[str, tuple[Tally, ...]]]) -> None:
        """Show one bar for each name, its tallies by age."""
        self._titles, self._bars = tuple(titles), tuple(bars)
        told = (
            f"{name} : "
            + ", ".join(f"{title} {money(tally.cents)}" for title, tally in zip(titles, tallies, strict=True))
            for name, tallies in bars
        )
        self.setAccessibleDescription(" ; ".join(told))
        self._tell_whole()
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the names that have no room."""
        super().resizeEvent(event)
        self._tell_whole()

    def _tell_whole(self) -> None:
        """Put into the tooltip the names that have no room."""
        measure, room = QFontMetrics(font("table")).horizontalAdvance, self._names_room()
        self.setToolTip("\n".join(name for name, _tallies in self._bars if measure(name) > room))

    def _names_room(self) -> int:
        """Return the width of the names: as much as they need, and no more than two fifths."""
        measure = QFontMetrics(font("table")).horizontalAdvance
        return min(max((measure(name) for name, _t in self._bars), default=0) + 4, self.width() * 2 // 5)

    def sizeHint(self) -> QSize:
        """Return a line per bar and one for the legend."""
        return QSize(420, _ROW * len(self._bars) + 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw names, bars, sums and the legend."""
        del event
        palette = palette_of(self)
        colours = warmer(palette, len(self._titles))
        painter = QPainter(self)
        plain, strong = font("table"), font("table", 600)
        totals = [sum(tally.cents for tally in tallies) for _name, tallies in self._bars]
        sums = max((QFontMetrics(strong).horizontalAdvance(money(total)) for total in totals), default=0)
        left = self._names_room() + 14
        room = max(20, self.width() - left - sums - 16)
        largest = max(totals, default=0)
        for index, ((name, tallies), total) in enumerate(zip(self._bars, totals, strict=True)):
            line = QRect(0, index * _ROW, self.width(), _ROW)
            painter.setFont(plain)
            painter.setPen(QColor(palette.text1))
            words = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, left - 14)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)
            painter.setFont(strong)
            side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(line, side, money(total))
            x = left
            for tally, colour in zip(tallies, colours, strict=True):
                width = round(room * tally.cents / largest) if largest > 0 and tally.cents > 0 else 0
                if width:
                    painter.fillRect(x, line.y() + (_ROW - _BAR) // 2, max(2, width - 1), _BAR, colour)
                    x += max(3, width)
        self._legend(painter, colours)
        painter.end()

    def _legend(self, painter: QPainter, colours: Sequence[QColor]) -> None:
        painter.setFont(font("caption"))
        x, y = 0, _ROW * len(self._bars) + 8
        for words, colour in zip(self._titles, colours, strict=True):
            painter.fillRect(x, y + 4, 10, 10, colour)
            painter.setPen(QColor(palette_of(self).text2))
            width = painter.fontMetrics().horizontalAdvance(words)
            painter.drawText(QRect(x + 15, y, width + 4, 18), Qt.AlignmentFlag.AlignVCenter, words)
            x += width + 31


def warmer(palette: Palette, count: int) -> list[QColor]:
    """Return as many colours as ages, from the young to the old one of the theme."""
    ends = [QColor(each) for each in (palette.age_young, palette.age_middle, palette.age_old)]
    found = []
    for place in range(count):
        way = 2 * place / max(1, count - 1)
        low, high, part = (ends[0], ends[1], way) if way < 1 else (ends[1], ends[2], way - 1)
        found.append(
            QColor(
                *(
                    round(one + (other - one) * part)
                    for one, other in (
                        (low.red(), high.red()),
                        (low.green(), high.green()),
                        (low.blue(), high.blue()),
                    )
                )
            )
        )
    return found


def age_titles(lasts: Sequence[int]) -> tuple[str, ...]:
    """Return the titles of the columns of days: 0–5, 6–10, over 10."""
    firsts = (0, *(last + 1 for last in lasts[:-1]))
    inside = (f"{number(first)}–{number(last)}" for first, last in zip(firsts, lasts, strict=True))
    return (*(_("{days} d").format(days=days) for days in inside), _("over {days} d").format(days=lasts[-1]))
