"""Bars of what is outstanding by age: three colours, always with their legend and sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from pharmassist.domain.money import Money
from pharmassist.services.texts import money, number
from pharmassist.services.texts import translate as _
from pharmassist.ui.colours import palette_of
from pharmassist.ui.theme import font

_ROW, _BAR = 25, 14


@dataclass(frozen=True, slots=True)
class Bar:
    """One name with its cents by age (0 to 2, 3 to 5, 6 working days and more) and its count."""

    name: str
    ages: tuple[Money, Money, Money]
    count: int

    @property
    def total(self) -> Money:
        """The sum of the three, in cents."""
        return sum(self.ages)


def age_words() -> tuple[str, str, str]:
    """Return the legend of the three ages."""
    return _("0 to 2 days"), _("3 to 5"), _("6 working days and more")


class Bars(QLabel):
    """The painted widget; its accessible text gives every figure."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.show_bars(())

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these bars, in this order."""
        self._bars = tuple(bars)
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(
            " ; ".join(
                _("{name}: {count} invoices, {total} ({ages})").format(
                    name=bar.name,
                    count=number(bar.count),
                    total=money(bar.total),
                    ages=", ".join(
                        f"{words} {money(cents)}" for words, cents in zip(age_words(), bar.ages, strict=True)
                    ),
                )
                for bar in self._bars
            )
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return a line per bar and one for the legend."""
        return QSize(420, _ROW * len(self._bars) + 26)

    def minimumSizeHint(self) -> QSize:
        """Return the least width at which bars still tell something."""
        return QSize(320, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw names, bars, counts, sums and the legend."""
        del event
        palette = palette_of(self)
        colours = (palette.age_young, palette.age_middle, palette.age_old)
        painter = QPainter(self)
        plain, strong = font("table"), font("table", 600)
        names = max((QFontMetrics(plain).horizontalAdvance(b.name) for b in self._bars), default=0)
        sums = max((QFontMetrics(strong).horizontalAdvance(money(b.total)) for b in self._bars), default=0)
        left, right = min(names + 4, self.width() // 3) + 14, sums + 56
        room = max(20, self.width() - left - right - 8)
        largest = max((bar.total for bar in self._bars), default=0)
        vertical = Qt.AlignmentFlag.AlignVCenter
        for index, bar in enumerate(self._bars):
            line = QRect(0, index * _ROW, self.width(), _ROW)
            painter.setFont(plain)
            painter.setPen(QColor(palette.text1))
            name = painter.fontMetrics().elidedText(bar.name, Qt.TextElideMode.ElideRight, left - 14)
            painter.drawText(line, vertical, name)
            painter.setPen(QColor(palette.text3))
            counted = line.adjusted(0, 0, -(sums + 16), 0)
            painter.drawText(counted, vertical | Qt.AlignmentFlag.AlignRight, number(bar.count))
            painter.setFont(strong)
            painter.setPen(QColor(palette.text1))
            painter.drawText(line, vertical | Qt.AlignmentFlag.AlignRight, money(bar.total))
            x = left
            for cents, colour in zip(bar.ages, colours, strict=True):
                width = round(room * cents / largest) if largest > 0 and cents > 0 else 0
                if width:
                    top = line.y() + (_ROW - _BAR) // 2
                    painter.fillRect(x, top, max(2, width - 2), _BAR, QColor(colour))
                    x += max(4, width)
        self._legend(painter, colours)
        painter.end()

    def _legend(self, painter: QPainter, colours: tuple[str, str, str]) -> None:
        painter.setFont(font("caption"))
        x, y = 0, _ROW * len(self._bars) + 6
        for words, colour in zip(age_words(), colours, strict=True):
            painter.fillRect(x, y + 4, 10, 10, QColor(colour))
            painter.setPen(QColor(palette_of(self).text2))
            width = painter.fontMetrics().horizontalAdvance(words)
            painter.drawText(QRect(x + 15, y, width + 4, 18), Qt.AlignmentFlag.AlignVCenter, words)
            x += width + 33
