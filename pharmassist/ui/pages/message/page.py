"""The page Message suspect: what was received at the left, what it is and what to do at the right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QFileDialog, QHBoxLayout, QVBoxLayout

from pharmassist.domain.messages import Kind
from pharmassist.domain.problems import Problem
from pharmassist.services.judging import Done, Opinion
from pharmassist.services.message_words import KINDS
from pharmassist.services.texts import hour
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.page import Page
from pharmassist.ui.pages.message.draft import Draft
from pharmassist.ui.pages.message.shown import MessageView
from pharmassist.ui.pages.message.then import DoneCard, ThenCard
from pharmassist.ui.pages.message.verdict import UncheckedCard, VerdictCard
from pharmassist.ui.parts.button import Button, Chip
from pharmassist.ui.parts.card import Card
from pharmassist.ui.parts.empty import EmptyState
from pharmassist.ui.parts.header import Header
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Text
from pharmassist.ui.problems import show_problem

STACK_BELOW = 1040
_ICONS = {Kind.MAIL: "mail", Kind.SMS: "smartphone", Kind.CALL: "phone"}


class MessagePage(Page):
    """Built once; ``judged`` tells that a verdict is on screen."""

    judged = Signal()

    def __init__(self, desk: Desk) -> None:
        header = Header(_("Is this mail, SMS or call a fraud?"), _("Is it a fraud?"))
        header.add_action(Button(_("Open a file…"), icon="folder-open", key="Ctrl+O", pressed=self._choose))
        self._judge_button = header.add_action(
            Button(_("Judge this message"), "primary", "search", "Ctrl+↵", pressed=self.judge)
        )
        super().__init__(header)
        self.setAcceptDrops(True)
        self._desk = desk
        self._kind = Kind.MAIL
        self._opinion: Opinion | None = None
        self._keeping = False
        self.banner.acted.connect(self._banner_acted)
        self._chips = QButtonGroup(self)
        self._by_kind: dict[Kind, Chip] = {}
        self._card = Card(_("The message"), "mail")
        for kind, word in KINDS.items():
            chip = self._by_kind[kind] = Chip(_(word), _ICONS[kind], cross=False)
            chip.clicked.connect(lambda _on, kind=kind: self._show_kind(kind))
            self._chips.addButton(chip)
            self._card.add_action(chip)
        self._draft, self._view = Draft(), MessageView()
        self._draft.entered.connect(self.judge)
        self._view.setMinimumHeight(320)
        self._card.body.addWidget(self._draft, 1)
        self._card.body.addWidget(self._view, 1)
        promise = Text(
            _("Read on this computer. No link opened, no image loaded, nothing sent."), "caption", wrap=True
        )
        foot = self._card.add_foot(Icon("shield", "text3", 14))
        foot.add(promise, stretch=1)
        self._empty = EmptyState(
            "shield-question-mark",
            _("Thirty seconds, without sending it anywhere"),
            _(
                "Paste the message, drop its file, or note the call. You will see the signs, what was not"
                " checked, and what to do."
            ),
        )
        self._verdict, self._unchecked = VerdictCard(), UncheckedCard()
        self._then, self._done = ThenCard(), DoneCard()
        self._then.typed.connect(self._retyped)
        self._then.keep.connect(self._warn_before_keeping)
        self._then.report.connect(self._copy_report)
        self._done.done.connect(self._already_done)
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(self._unchecked, 1)
        side.addWidget(self._done)
        self._under = QHBoxLayout()
        self._under.setSpacing(16)
        self._under.addWidget(self._then, 5)
        self._under.addLayout(side, 4)
        right = QVBoxLayout()
        right.setSpacing(16)
        right.addWidget(self._empty, 1)
        right.addWidget(self._verdict)
        right.addLayout(self._under)
        right.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.addWidget(self._card, 12)
        self._columns.addLayout(right, 13)
        self.body.addLayout(self._columns, 1)
        for keys, act in (("Ctrl+O", self._choose), ("Ctrl+Return", self.judge), ("Ctrl+Enter", self.judge)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._show_kind(Kind.MAIL)
        self._show(None)

    # What the window asks

    def entered(self) -> None:
        """Show again what was judged before the lock."""
        self._show(self._opinion)
        self.arrived.emit()

    def escape(self) -> bool:
        """Leave the verdict for another message."""
        if self._opinion is None:
            return False
        self.begin_again()
        return True

    def empty(self) -> None:
        """Take foreign text off the screen: the lock comes."""
        super().empty()
        self._view.show_opinion(None)
        self._draft.hide()
        self.banner.hide()
        self._show_right(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the columns on a small screen."""
        super().resizeEvent(event)
        stacked = self.width() < STACK_BELOW
        direction = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(direction)
        self._columns.setSpacing(self.body.spacing())
        self._under.setSpacing(self.body.spacing())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file of this computer."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Judge the file dropped."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.judge_file(Path(event.mimeData().urls()[0].toLocalFile()))

    # Judging

    def judge(self) -> None:
        """Judge what was pasted or noted."""
        if self._opinion is not None:
            self.begin_again()
            return
        judging, kind = self._desk.office.judging, self._kind
        if kind is Kind.CALL:
            form = self._draft.call()
            self._ask(lambda: judging.call(form))
        else:
            text = self._draft.text(kind)
            self._ask(lambda: judging.text(text, kind))

    def judge_file(self, path: Path) -> None:
        """Judge a file."""
        judging = self._desk.office.judging
        self._ask(lambda: judging.file(path))

    def begin_again(self) -> None:
        """Forget the message and begin with another."""
        self._opinion = None
        self._draft.clear()
        self.banner.hide()
        self._show(None)
        self._draft.focus(self._kind)

    def _choose(self) -> None:
        kinds = _("Messages") + " (*.eml *.msg *.txt *.sms *.call)"
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Choose the message’s file"), "", kinds)
        if chosen:
            self.judge_file(Path(chosen))

    def _ask(self, work: Callable[[], Opinion]) -> None:
        self._judge_button.setEnabled(False)
        self._desk.bridge.ask(self, "read", lambda _stop, _progress: work(), self._judged, self._failed)

    def _judged(self, opinion: Opinion) -> None:
        self._judge_button.setEnabled(True)
        self.banner.hide()
        self._opinion = opinion
        self._show_kind(opinion.message.kind)
        self._show(opinion)
        office, who = self._desk.office, self._desk.acting()
        self.header.set_caption(
            _("Judged at {hour} · the verdict and the domain are in the journal, the text is not").format(
                hour=hour(office.clock.now())
            )
        )
        self._desk.bridge.ask(
            self,
            "write",
            lambda _stop, _progress: office.judging.record(who, opinion),
            _nothing,
            self._failed,
        )
        self._view.setFocus()
        self.judged.emit()

    def _failed(self, problem: Problem) -> None:
        self._judge_button.setEnabled(True)
        show_problem(self.banner, problem)

    # What is shown

    def _show_kind(self, kind: Kind) -> None:
        self._kind = kind
        self._by_kind[kind].setChecked(True)
        # one stop for Tab, the kind chosen; the arrows choose another
        for each, chip in self._by_kind.items():
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each is kind else Qt.FocusPolicy.ClickFocus)
        self._draft.show_kind(kind)
        if self._opinion is None:
            self._draft.focus(kind)

    def _show(self, opinion: Opinion | None) -> None:
        """Show a verdict, or the empty form; painted once its lines have found their heights."""
        self.setUpdatesEnabled(False)
        QTimer.singleShot(0, self, lambda: self.setUpdatesEnabled(True))
        given = opinion is not None
        self._draft.setVisible(not given)
        self._view.setVisible(given)
        for chip in self._by_kind.values():
            chip.setEnabled(not given)
        words = _("Another message") if given else _("Judge this message")
        self._judge_button.setText(words)
        self._judge_button.set_icon("undo-2" if given else "search")
        self._view.show_opinion(opinion)
        self._show_right(given)
        if opinion is None:
            self.header.set_caption(_("A mail, an SMS or a call; nothing of it leaves this computer"))
            return
        self._verdict.show_opinion(opinion)
        self._unchecked.show_lines(opinion.not_checked)
        self._then.show_opinion(opinion)

    def _show_right(self, given: bool) -> None:
        self._empty.setVisible(not given)
        for part in (self._verdict, self._unchecked, self._then, self._done):
            part.setVisible(given)

    def _retyped(self, text: str) -> None:
        if self._opinion is not None:
            found = self._desk.office.judging.retyped(self._opinion, text)
            self._then.show_retyped(found, self._opinion.host)

    # What is done with it

    def _copy_report(self) -> None:
        if self._opinion is not None:
            QGuiApplication.clipboard().setText(self._opinion.report)
            self._keeping = False
            self.banner.tell(
                "green", _("The report is copied: it holds the links without life, not the text.")
            )

    def _warn_before_keeping(self) -> None:
        self._keeping = True
        sentence = _("The text may name somebody. It will be kept with the open incident, encrypted.")
        self.banner.tell("amber", sentence, strong=_("Read it again first."), action=_("Keep the message"))

    def _banner_acted(self) -> None:
        self.banner.hide()
        if self._keeping and self._opinion is not None:
            self._keeping = False
            judging, who, opinion = self._desk.office.judging, self._desk.acting(), self._opinion
            self._desk.bridge.ask(
                self,
                "write",
                lambda _stop, _progress: judging.keep_proof(who, opinion),
                self._kept,
                self._failed,
            )

    def _kept(self, _case: object) -> None:
        self.banner.tell("green", _("Kept with the proofs of the incident."))

    def _already_done(self, what: Done) -> None:
        judging, who = self._desk.office.judging, self._desk.acting()
        self._desk.bridge.ask(
            self,
            "write",
            lambda _stop, _progress: judging.already_done(who, what),
            self._opened,
            self._failed,
        )

    def _opened(self, case: int) -> None:
        QTimer.singleShot(0, self, lambda: self._desk.go("incident", str(case)))


def _nothing(_done: object) -> None:
    """Nothing is shown for the journal's line."""
