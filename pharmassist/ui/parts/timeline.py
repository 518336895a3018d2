"""A timeline of days: a line in the tones of the lights, marks above and below in turn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from pharmassist.services.texts import PARIS, day, moment
from pharmassist.services.texts import translate as _
from pharmassist.ui.colours import palette_of
from pharmassist.ui.parts.light import Tone
from pharmassist.ui.theme import font


@dataclass(frozen=True, slots=True)
class TimeMark:
    """Something that happened: its instant (aware), a title, a caption and its tone."""

    at: datetime
    title: str
    caption: str = ""
    tone: Tone = "grey"


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A stretch of the line in one tone, from one aware instant to another."""

    start: datetime
    end: datetime
    tone: Tone


_LANE = 38
_WIDEST = 340
_APART = 12


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where the words of a mark stand: ``lane`` 0 is the nearest to the line."""

    mark: TimeMark
    left: int
    room: int
    above: bool
    lane: int

    def area(self, middle: int) -> QRect:
        """Return the room of its two lines of words."""
        top = middle - 8 - (self.lane + 1) * _LANE if self.above else middle + 12 + self.lane * _LANE
        return QRect(self.left, top, self.room, 32)


class Timeline(QLabel):
    """Day columns, weekends shaded, "maintenant" as a line; every mark is also text."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._marks: tuple[TimeMark, ...] = ()
        self._spans: tuple[TimeSpan, ...] = ()
        self._first, self._days = date(2024, 1, 1), 1
        self._now = datetime(2024, 1, 1, tzinfo=UTC)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(name)

    def show_time(
        self,
        first: date,
        now: datetime,
        marks: Sequence[TimeMark],
        spans: Sequence[TimeSpan] = (),
    ) -> None:
        """Show the days from ``first`` to the day of ``now`` with these marks."""
        self._first, self._now = first, now
        self._days = max(1, (now.astimezone(PARIS).date() - first).days + 1)
        self._marks = tuple(sorted(marks, key=lambda mark: mark.at))
        self._spans = tuple(spans)
        told = (f"{moment(m.at)} : {m.title} {m.caption}".strip() for m in self._marks)
        self.setAccessibleDescription(" ; ".join(told))
        self._tell_whole()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the labels on both sides of the line."""
        return QSize(640, self._height(self._placed()))

    def minimumSizeHint(self) -> QSize:
        """Return the least width at which marks keep apart."""
        return QSize(360, self._height(self._placed()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that labels need at this width."""
        super().resizeEvent(event)
        self._tell_whole()
        self.updateGeometry()

    def labels(self) -> tuple[QRect, ...]:
        """Return where the words of each mark stand; no two of them touch."""
        placed = self._placed()
        middle = self._middle(placed)
        return tuple(one.area(middle) for one in placed)

    def _placed(self) -> tuple[_Placed, ...]:
        """Give each mark the nearest free lane, above or below the line in turn."""
        taken: dict[tuple[bool, int], int] = {}
        found: list[_Placed] = []
        bold, plain = QFontMetrics(font("caption", 600)), QFontMetrics(font("caption"))
        for mark in self._marks:
            words = max(bold.horizontalAdvance(mark.title), plain.horizontalAdvance(mark.caption)) + 4
            room = min(words, _WIDEST, max(60, self.width()))
            left = max(0, min(self._x(mark.at) - 5, self.width() - room))
            lanes = ((above, lane) for lane in range(len(self._marks)) for above in (False, True))
            place = next(place for place in lanes if taken.get(place, -_APART) + _APART <= left)
            taken[place] = left + room
            found.append(_Placed(mark, left, room, *place))
        return tuple(found)

    def _tell_whole(self) -> None:
        """Put into the tooltip what has no room."""
        bold, plain = QFontMetrics(font("caption", 600)), QFontMetrics(font("caption"))
        cut = [
            words
            for one in self._placed()
            for words, metrics in ((one.mark.title, bold), (one.mark.caption, plain))
            if metrics.horizontalAdvance(words) > one.room
        ]
        self.setToolTip("\n".join(cut))

    def _middle(self, placed: Sequence[_Placed]) -> int:
        above = max((one.lane + 1 for one in placed if one.above), default=1)
        return 32 + above * _LANE + 8

    def _height(self, placed: Sequence[_Placed]) -> int:
        below = max((one.lane + 1 for one in placed if not one.above), default=1)
        return self._middle(placed) + 12 + below * _LANE + 20

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw columns, line, marks and now."""
        del event
        palette = palette_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        placed = self._placed()
        middle = self._middle(placed)
        step = max(1, math.ceil(84 * self._days / max(1, self.width() - 70)))
        for index in range(self._days):
            left, right = self._x_of_day(index), self._x_of_day(index + 1)
            if (self._first + timedelta(days=index)).weekday() >= 5:
                painter.fillRect(left, 0, right - left, 24, QColor(palette.grey_tint))
            painter.fillRect(left, 0, 1, self.height(), QColor(palette.line))
        painter.setFont(font("caption"))
        painter.setPen(QColor(palette.text2))
        for index in range(0, self._days, step):
            label = QRect(self._x_of_day(index) + 6, 0, 90, 24)
            painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, day(self._first + timedelta(days=index)))
        painter.fillRect(0, middle, self.width(), 1, QColor(palette.border))
        for span in self._spans:
            left, right = self._x(span.start), self._x(span.end)
            painter.fillRect(left, middle - 1, right - left, 3, palette.tone(span.tone)[0])
        now = self._x(self._now)
        # Words that stand over it would leave a stub above them.
        covered = any(one.above and now in range(one.left, one.left + one.room) for one in placed)
        top = middle - 8 if covered else 30
        painter.fillRect(now, top, 1, self.height() - 6 - top, QColor(palette.text2))
        painter.setFont(font("caption"))
        painter.setPen(QColor(palette.text2))
        word = _("now")
        width = painter.fontMetrics().horizontalAdvance(word)
        left = now + 6 if now + 6 + width <= self.width() else now - 6 - width
        painter.drawText(QPoint(left, self.height() - 10), word)
        # Leaders first: the words of a nearer lane cover them.
        for one in placed:
            x = self._x(one.mark.at)
            area = one.area(middle)
            end = area.bottom() if one.above else area.top()
            painter.setPen(QPen(QColor(palette.line), 1))
            painter.drawLine(x, middle, x, end)
        for one in placed:
            self._paint_words(painter, one, one.area(middle))
        for one in placed:
            painter.setPen(QPen(palette.tone(one.mark.tone)[0], 2))
            painter.setBrush(QColor(palette.surface))
            painter.drawEllipse(QPoint(self._x(one.mark.at), middle), 5, 5)
        painter.end()

    def _paint_words(self, painter: QPainter, placed: _Placed, area: QRect) -> None:
        palette = palette_of(self)
        painter.fillRect(area, QColor(palette.surface))
        for offset, (words, weight) in enumerate(((placed.mark.title, 600), (placed.mark.caption, 400))):
            painter.setFont(font("caption", weight))
            painter.setPen(QColor(palette.text1 if weight == 600 else palette.text2))
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
            line = QRect(area.left(), area.top() + offset * 16, area.width(), 16)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)

    def _x_of_day(self, index: int) -> int:
        return round(index * (self.width() - 70) / self._days)

    def _x(self, at: datetime) -> int:
        start = datetime.combine(self._first, time(), PARIS)
        days = (at - start).total_seconds() / 86400
        return round(max(0.0, min(days, self._days)) * (self.width() - 70) / self._days)
