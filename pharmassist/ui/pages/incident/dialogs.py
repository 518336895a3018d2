"""What opens over the incident page: blocks to add, the hand-over to the next shift."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.guiding import inserted_id
from pharmassist.domain.incidents import Block, CaseView, Playbook, StepView
from pharmassist.services.guiding import Shift
from pharmassist.services.texts import moment, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.incident.words import step_caption
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import scrolled
from pharmassist.ui.parts.field import TextField
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.row import Row
from pharmassist.ui.parts.text import Text, line

WIDTH, HEIGHT = 620, 560


class Over(QDialog):
    """A title, a sentence, a scrolled body, a foot of buttons; Esc closes."""

    def __init__(self, title: str, sentence: str, parent: QWidget, width: int = WIDTH) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(Text(title, "question", wrap=True))
        if sentence:
            column.addWidget(Text(sentence, "text", "text2", wrap=True))
        inner = QWidget()
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(0, 0, 8, 0)
        self.body.setSpacing(6)
        column.addWidget(scrolled(inner), 1)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        column.addLayout(self.foot)
        room = parent.window().size()
        self.resize(min(width, room.width() - 40), min(HEIGHT, room.height() - 60))


class BlockDialog(Over):
    """Blocks that can be put into the case; ``chosen`` gives playbook and block."""

    chosen = Signal(str, str)

    def __init__(self, case: CaseView, playbooks: Sequence[Playbook], parent: QWidget) -> None:
        sentence = _("Its first step opens at once; what was under way comes back after it.")
        super().__init__(_("What has just happened?"), sentence, parent)
        self.rows: list[Row] = []
        there = {block.id for block in case.playbook.blocks}
        spare = [(playbook, block) for playbook in playbooks for block in playbook.spare]
        others = [
            (playbook, block)
            for playbook in playbooks
            for block in playbook.blocks
            if playbook.id != case.case.playbook
        ]
        for playbook, block in (*spare, *others):
            if inserted_id(playbook.id, block.id) not in there:
                self._add(playbook, block)
        self.body.addStretch(1)
        self.foot.addStretch(1)
        self.foot.addWidget(Button(_("Close"), key=_("Esc"), pressed=self.reject))
        if self.rows:
            self.rows[0].setFocus()

    def _add(self, playbook: Playbook, block: Block) -> None:
        row = Row(f"{block.title}, {playbook.title}")
        row.set_pressable()
        row.chosen.connect(lambda: self._choose(playbook.id, block.id))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(12)
        layout.addWidget(Icon("plus", "primary", 18), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Text(block.title, "strong", wrap=True))
        count = len(block.steps)
        steps = translate_plural("{count} step", "{count} steps", count).format(count=count)
        words.addWidget(Text(f"{playbook.title} · {steps}", "caption", wrap=True))
        layout.addLayout(words, 1)
        self.body.addWidget(row)
        self.rows.append(row)

    def _choose(self, playbook: str, block: str) -> None:
        self.chosen.emit(playbook, block)
        self.accept()


class ShiftDialog(Over):
    """What the next shift must know; ``handed`` gives who takes it."""

    handed = Signal(str)

    def __init__(self, shift: Shift, parent: QWidget) -> None:
        last = shift.last
        told = _("since the opening, {moment}").format(moment=moment(shift.view.case.opened_at))
        if last is not None:
            told = _("since the hand-over of {who}, {moment}").format(who=last.who, moment=moment(last.at))
        super().__init__(_("What must the next shift know?"), told, parent)
        self._section(_("To do"), shift.open[:7], shift.view, len(shift.open))
        self._section(_("Waiting or put off"), shift.view.parked, shift.view)
        self._section(_("Changed since"), shift.changed, shift.view)
        self.body.addStretch(1)
        self.taker = TextField(_("Who takes it (initials)"))
        self.taker.line.setMaxLength(8)
        self.taker.setFixedWidth(200)
        self.taker.entered.connect(self._hand)
        self.foot.addWidget(self.taker)
        verb = Button(_("Hand it over"), "primary", "handshake", pressed=self._hand)
        self.foot.addWidget(verb, 0, Qt.AlignmentFlag.AlignBottom)
        self.foot.addStretch(1)
        close = Button(_("Close"), key=_("Esc"), pressed=self.reject)
        self.foot.addWidget(close, 0, Qt.AlignmentFlag.AlignBottom)
        self.taker.setFocus()

    def _section(self, title: str, steps: Sequence[StepView], case: CaseView, total: int = 0) -> None:
        self.body.addWidget(Text(f"{title} ({total or len(steps)})", "title"))
        self.body.addWidget(line())
        for step in steps:
            self.body.addWidget(Text(f"{step.number}. {step.step.title}", "table", wrap=True))
            if caption := step_caption(step, case):
                self.body.addWidget(Text(caption, "caption", wrap=True))
        if len(steps) < total:
            self.body.addWidget(Text(_("and {count} more").format(count=total - len(steps)), "caption"))
        if not steps:
            self.body.addWidget(Text(_("nothing"), "table", "text3"))
        self.body.addSpacing(6)

    def _hand(self) -> None:
        self.handed.emit(self.taker.value())
        self.accept()
