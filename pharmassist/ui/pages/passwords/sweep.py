"""The right of the page: what to look at once the change is proved."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from pharmassist.domain.accesses import SweepState
from pharmassist.services.accesses import SweepLine
from pharmassist.services.texts import moment, short_day
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.passwords.board import Detail
from pharmassist.ui.pages.passwords.forms import focus_soon
from pharmassist.ui.parts.card import Card, scrolled
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Text
from pharmassist.ui.parts.ticks import Tick, TickList


class SweepCard(Card):
    """A list to tick, locked until line 4 is done. ``page_asked`` gives an address of our data."""

    ticked = Signal(str, bool)
    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("The sweep"), "brush-cleaning", padded=False)
        self._ticks = TickList(under=True)
        self._ticks.ticked.connect(self._tick)
        self._ticks.started.connect(self._open)
        self._shown: tuple[object, ...] = ()
        self._count = 10
        self._area = scrolled(self._ticks)
        self._area.setMinimumHeight(160)
        self.body.addWidget(self._area)
        self._sign = Icon("lock", "text3", 14)
        self._foot = Text("", "caption", wrap=True)
        self.add_foot(self._sign).add(self._foot, stretch=1)

    def set_stacked(self, stacked: bool) -> None:
        """Scroll inside the card beside the work, show every line under it."""
        whole = max(self._ticks.sizeHint().height(), 64 * self._count)
        self._area.setMinimumHeight(whole if stacked else 160)

    def show_detail(self, detail: Detail | None) -> None:
        """Show the lines of the provider, ticked or not."""
        self.setVisible(detail is not None)
        if detail is None:
            return
        self._count = len(detail.sweep)
        said = (SweepState.DONE, SweepState.NOT_APPLICABLE)
        done = sum(line.state in said for line in detail.sweep)
        self.set_caption(_("{done} of {count}").format(done=done, count=len(detail.sweep)))
        shown = (detail.access.id, detail.sweep, detail.sweep_open)
        if shown != self._shown:
            self._shown = shown
            self._rebuild([_tick(line, detail.sweep_open) for line in detail.sweep])
        self._ticks.setEnabled(detail.sweep_open)
        self._sign.set_icon("lock-open" if detail.sweep_open else "lock", "text3")
        self._foot.setText(
            _("Whoever was in may have left a door open.") if detail.sweep_open else _("Opens after line 4")
        )

    def _rebuild(self, ticks: list[Tick]) -> None:
        """Show other ticks and keep the focus on the line where it was."""
        boxes = self._ticks.findChildren(QCheckBox)
        focused = next((box.accessibleName() for box in boxes if box.hasFocus()), "")
        self._ticks.show_ticks(ticks)
        for box in self._ticks.findChildren(QCheckBox):
            if focused and box not in boxes and box.accessibleName() == focused:
                focus_soon(box)

    def _tick(self, key: str, done: bool) -> None:
        self.ticked.emit(key, done)

    def _open(self, key: str) -> None:
        self.asked.emit(key)


def _tick(line: SweepLine, is_open: bool) -> Tick:
    caption = line.step.hint
    if line.done_at is not None:
        signed = _("{who}, {moment}").format(who=line.done_by, moment=moment(line.done_at))
        caption = f"{answer_words(line)} {signed}".strip()
    action = _("Answer…") if is_open and line.state is not SweepState.DONE else ""
    return Tick(line.step.id, line.step.title, caption, line.state is SweepState.DONE, "", action)


def answer_words(line: SweepLine) -> str:
    """Say an answer that is no tick: why it does not apply, or what it waits for."""
    if line.state is SweepState.NOT_APPLICABLE:
        return _("Not applicable: {reason}.").format(reason=line.reason)
    if line.state is SweepState.LATER:
        waits = " ".join(filter(None, (line.reason, short_day(line.until) if line.until else "")))
        return _("Later: {reason}.").format(reason=waits)
    return ""
