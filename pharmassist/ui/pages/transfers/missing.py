"""The right side: announced and not received by flow day, the picture, what nothing announces."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from pharmassist.domain.alarms import AnnouncedDay
from pharmassist.services.alarms import FlowSum
from pharmassist.services.match_words import payer_name
from pharmassist.services.texts import day, money, number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.colours import palette_of
from pharmassist.ui.desk import Desk
from pharmassist.ui.exporting import list_signs
from pharmassist.ui.pages.transfers.reading import Transfers
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout, scrolled
from pharmassist.ui.parts.copying import Cents, Sheet
from pharmassist.ui.parts.flow import Flow
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Folding, Text, line
from pharmassist.ui.theme import font

_ROW, _BAR = 24, 12


class MissingCard(Card):
    """What should be there and is not; its foot is the number of the day."""

    note_asked = Signal()
    notices_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Announced and not received"), padded=False)
        self._sheet = Sheet((), ())
        self._sum = Text("", "strong", "red")
        days = QWidget()
        self._inside = QVBoxLayout(days)
        self._inside.setContentsMargins(16, 10, 16, 12)
        self._inside.setSpacing(6)
        total = QHBoxLayout()
        total.setContentsMargins(16, 8, 16, 0)
        total.addWidget(Text(_("Total"), "table", "text2"), 1)
        total.addWidget(self._sum)
        self.body.addLayout(total)
        self.body.addWidget(scrolled(days), 1)
        acts = Flow(spacing=4, below=2)
        acts.setContentsMargins(8, 2, 8, 6)
        self.note = Button(
            _("Note a notice…"), "quiet", "plus", "V", size="small", pressed=self.note_asked.emit
        )
        bring = Button("", "quiet", "file-input", size="small", pressed=self.notices_asked.emit)
        bring.setToolTip(_("Import notices…"))
        bring.setAccessibleName(_("Import notices…"))
        acts.add(self.note, None, *list_signs(desk, self, "announced", lambda: self._sheet), bring)
        self.body.addLayout(acts)
        self.end_words = Text("", "caption", wrap=True)
        self.end = Text("", "figure")
        held = QWidget()
        words = QVBoxLayout(held)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(2)
        words.addWidget(Text(_("Not pointed tonight"), "strong"))
        words.addWidget(self.end)
        words.addWidget(self.end_words)
        self.add_foot().add(held, stretch=1)

    def show_transfers(self, shown: Transfers) -> None:
        """Show what is missing."""
        empty_layout(self._inside)
        announced = shown.missing.announced
        self._sheet = _sheet(shown)
        self._sum.setText(money(sum(each.cents for each in announced)))
        self._sum.set_ink("red" if any(each.late for each in announced) else "amber" if announced else "")
        operators = dict.fromkeys(each.operator for each in announced)
        for operator in operators:
            self._show_operator(
                payer_name(operator, shown.names), [each for each in announced if each.operator == operator]
            )
        if announced:
            words = _("A notice is no money: no pointed credit pays it.")
            self._inside.addWidget(Text(words, "caption", wrap=True))
        else:
            self._inside.addWidget(Text(_("Nothing announced is missing."), "table", "text2", wrap=True))
        if shown.missing.flows:
            self._inside.addSpacing(6)
            self._inside.addWidget(line())
            self._inside.addWidget(Text(_("Announced and received, by flow day"), "strong", wrap=True))
            picture = FlowPicture()
            picture.show_flows(shown.missing.flows)
            self._inside.addWidget(picture)
        self._show_silent(shown)
        self._inside.addStretch(1)
        self._show_end(shown)

    def _show_operator(self, name: str, days: Sequence[AnnouncedDay]) -> None:
        head = QHBoxLayout()
        head.addWidget(Text(name, "strong", wrap=True), 1)
        head.addWidget(Text(money(sum(each.cents for each in days)), "strong"))
        self._inside.addLayout(head)
        for each in days:
            row = QHBoxLayout()
            row.setSpacing(8)
            icon, ink = ("circle-x", "red") if each.late else ("hourglass", "amber")
            row.addWidget(Icon(icon, ink, 16), 0, Qt.AlignmentFlag.AlignTop)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Folding(_("Flow of {day}").format(day=day(each.day)), "table"))
            count = translate_plural("{count} invoice", "{count} invoices", each.claims)
            told = count.format(count=number(each.claims)) if each.claims else _("invoices not listed")
            words.addWidget(Folding(told, "caption"))
            row.addLayout(words, 1)
            right = QVBoxLayout()
            right.setSpacing(0)
            right.addWidget(Text(money(each.cents), "table"), 0, Qt.AlignmentFlag.AlignRight)
            late = translate_plural("{days} working day", "{days} working days", each.working_days)
            waits = Folding(late.format(days=each.working_days), "caption")
            waits.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            right.addWidget(waits)
            row.addLayout(right)
            self._inside.addLayout(row)

    def _show_silent(self, shown: Transfers) -> None:
        silent = shown.missing.silent
        if not silent:
            return
        self._inside.addSpacing(6)
        self._inside.addWidget(line())
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(Icon("circle-question-mark", "text2", 16))
        head.addWidget(Text(_("Neither notice nor credit"), "strong", wrap=True), 1)
        head.addWidget(Text(money(sum(each.tally.cents for each in silent)), "strong"))
        self._inside.addLayout(head)
        words = _("Sent on the last {count} days").format(count=len(silent))
        self._inside.addWidget(Text(words, "caption", wrap=True))
        picture = SilentPicture()
        picture.show_days([(day(e.day), e.tally.count, e.tally.cents) for e in silent])
        self._inside.addWidget(picture)

    def _show_end(self, shown: Transfers) -> None:
        end = shown.end
        self.end.setText(money(end.cents))
        self.end.set_ink("amber" if end.cents else "green")
        made = [
            f"{number(each.count)} · {payer_name(each.payer, shown.names)} · {money(each.cents)}"
            for each in end.made_of[:3]
        ]
        if len(end.made_of) > 3:
            others = translate_plural(
                "and {count} other payer", "and {count} other payers", len(end.made_of) - 3
            )
            made.append(others.format(count=number(len(end.made_of) - 3)))
        self.end_words.setText("\n".join(made) if made else _("Every credit is pointed."))


def _sheet(shown: Transfers) -> Sheet:
    """Return what is announced and not received, to copy or export."""
    announced = shown.missing.announced
    titles = (_("Operator"), _("Flow day"), _("Invoices (count)"), _("Working days"), _("Amount"))
    rows = [
        (
            payer_name(each.operator, shown.names),
            each.day,
            each.claims or "",
            each.working_days,
            Cents(each.cents),
        )
        for each in announced
    ]
    return Sheet(titles, rows, (_("Total"), "", "", "", Cents(sum(each.cents for each in announced))))


class FlowPicture(QLabel):
    """A bar for each flow day: its length is what was announced, its filling what came or was kept."""

    def __init__(self) -> None:
        super().__init__()
        self._flows: tuple[FlowSum, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Announced and received, by flow day"))

    def show_flows(self, flows: Sequence[FlowSum]) -> None:
        """Show these days, oldest first."""
        self._flows = tuple(flows)
        told = _("{day}: announced {announced}, received {received}")
        self.setAccessibleDescription(
            " ; ".join(
                told.format(day=day(each.day), announced=money(each.announced), received=money(each.received))
                for each in flows
            )
        )
        self.setFixedHeight(_ROW * len(flows) + 24)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a line per day and the legend."""
        return QSize(220, _ROW * len(self._flows) + 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw days, bars, sums and the legend."""
        del event
        painter, palette = QPainter(self), palette_of(self)
        painter.setFont(font("caption"))
        name_room = (
            painter.fontMetrics().horizontalAdvance(day(self._flows[0].day)) + 14 if self._flows else 0
        )
        sums = max(
            (painter.fontMetrics().horizontalAdvance(money(f.announced)) for f in self._flows), default=0
        )
        room = max(20, self.width() - name_room - sums - 12)
        largest = max((f.announced for f in self._flows), default=0) or 1
        for place, flow in enumerate(self._flows):
            row = QRect(0, place * _ROW, self.width(), _ROW)
            painter.setPen(QColor(palette.text2))
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, day(flow.day))
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(row, right, money(flow.announced))
            whole = QRect(name_room, row.y() + (_ROW - _BAR) // 2, room * flow.announced // largest, _BAR)
            painter.fillRect(whole, QColor(palette.red_tint))
            came = min(flow.received, flow.announced)
            painter.fillRect(QRect(whole.x(), whole.y(), room * came // largest, _BAR), QColor(palette.green))
            if flow.withheld:
                kept = QRect(
                    whole.x() + room * came // largest, whole.y(), room * flow.withheld // largest, _BAR
                )
                painter.fillRect(kept, QColor(palette.text3))
            painter.setPen(QColor(palette.red if came + flow.withheld < flow.announced else palette.green))
            painter.drawRect(whole.adjusted(0, 0, -1, -1))
        self._legend(painter)
        painter.end()

    def _legend(self, painter: QPainter) -> None:
        palette, x, y = palette_of(self), 0, _ROW * len(self._flows) + 4
        for words, colour in (
            (_("received"), palette.green),
            (_("kept back"), palette.text3),
            (_("missing"), palette.red_tint),
        ):
            painter.fillRect(x, y + 4, 10, 10, QColor(colour))
            painter.setPen(QColor(palette.text3))
            painter.drawRect(x, y + 4, 9, 9)
            painter.setPen(QColor(palette.text2))
            width = painter.fontMetrics().horizontalAdvance(words)
            painter.drawText(QRect(x + 14, y, width + 4, 18), Qt.AlignmentFlag.AlignVCenter, words)
            x += width + 28


class SilentPicture(QLabel):
    """A bar for each day of sending of which nothing was heard."""

    def __init__(self) -> None:
        super().__init__()
        self._days: tuple[tuple[str, int, int], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Neither notice nor credit"))

    def show_days(self, days: Sequence[tuple[str, int, int]]) -> None:
        """Show words, count and cents of each day, oldest first."""
        self._days = tuple(days)
        told = _("{day}: {count} invoices, {sum}")
        self.setAccessibleDescription(
            " ; ".join(told.format(day=d, count=number(n), sum=money(c)) for d, n, c in days)
        )
        self.setFixedHeight(_ROW * len(days))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw days, bars, counts and sums."""
        del event
        painter, palette = QPainter(self), palette_of(self)
        painter.setFont(font("caption"))
        measure = painter.fontMetrics().horizontalAdvance
        names = max((measure(d) for d, _n, _c in self._days), default=0) + 10
        sums = max((measure(money(c)) for _d, _n, c in self._days), default=0)
        counts = max((measure(number(n)) for _d, n, _c in self._days), default=0) + 14
        room = max(12, self.width() - names - sums - counts - 6)
        largest = max((c for _d, _n, c in self._days), default=0) or 1
        vertical = Qt.AlignmentFlag.AlignVCenter
        for place, (word, count, cents) in enumerate(self._days):
            row = QRect(0, place * _ROW, self.width(), _ROW)
            painter.setPen(QColor(palette.text2))
            painter.drawText(row, vertical, word)
            painter.drawText(row, vertical | Qt.AlignmentFlag.AlignRight, money(cents))
            painter.setPen(QColor(palette.text3))
            counted = row.adjusted(0, 0, -(sums + 10), 0)
            painter.drawText(counted, vertical | Qt.AlignmentFlag.AlignRight, number(count))
            bar = QRect(names, row.y() + (_ROW - _BAR) // 2, max(2, room * cents // largest), _BAR)
            painter.fillRect(bar, QColor(palette.border))
        painter.end()
