"""The page Incident en cours: moments, steps with one open, what is at hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from pharmassist.domain.incidents import CaseView, StepKind, StepView
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Kind
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.page import Page
from pharmassist.ui.pages.incident.acts import Act, say
from pharmassist.ui.pages.incident.around import Around
from pharmassist.ui.pages.incident.board import Board, notes_of, paper_of, read_board, same
from pharmassist.ui.pages.incident.draft import Typed, typed_from
from pharmassist.ui.pages.incident.panel import StepPanel
from pharmassist.ui.pages.incident.surface import CaseColumns, NoIncident
from pharmassist.ui.pages.incident.words import day_words, step_line
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.header import Header
from pharmassist.ui.problems import show_problem
from pharmassist.ui.theme import reveal

SHOWN_KINDS = frozenset({Kind.INCIDENTS, Kind.OPERATORS, Kind.ACCESSES, Kind.PEOPLE})
DRAFT_AFTER_MS = 500


class IncidentPage(Page):
    """Built once; ``arrived`` tells that the page shows its data."""

    def __init__(self, desk: Desk) -> None:
        header = Header(_("Where are we in the steps?"), _("Where are we?"))
        self._other = Button(_("Something is happening"), "quiet", "megaphone", size="small")
        self._other.clicked.connect(desk.something_happens)
        self._more = header.add_action(Button(_("Add a block"), icon="plus"))
        self._resume = header.add_action(Button("", "primary", "arrow-right", pressed=self._go_on))
        super().__init__(header)
        self._desk = desk
        self._board: Board | None = None
        self._case_id, self._block, self._opened = 0, "", ""
        self._panel: StepPanel | None = None
        self._typed: dict[tuple[int, str], Typed] = {}
        self._unsaved: tuple[int, str] | None = None
        self._focus_soon = False
        self.banner.acted.connect(self._retry)
        self.around = Around(self, desk, lambda: self._view, self._read_anew, self._problem)
        self._work = CaseColumns(self._ask_close, self.around.hand_over)
        self._work.add_verb(self._other)
        self._work.aside.clocks_asked.connect(self.around.breach)
        self._more.clicked.connect(self._go_on)
        self._more.clicked.connect(self.around.add_block)
        self._work.chooser.changed.connect(self._choose_case)
        self._work.moments.chosen.connect(self._choose_block)
        self._work.steps.chosen.connect(self._choose_step)
        self._work.closing.said.connect(self._close_case)
        self._nothing = NoIncident(desk.something_happens, self._read_closed)
        self.body.addWidget(self._work, 1)
        self.body.addWidget(self._nothing, 1)
        self._soon = _timer(self, 50, self.entered)
        self._drafts = _timer(self, DRAFT_AFTER_MS, self._save_draft)
        desk.bridge.listen(self, self._changed)

    def entered(self) -> None:
        """Read the cases."""
        office, wanted = self._desk.office, self._case_id
        self._desk.bridge.ask(
            self, "read", lambda _stop, _progress: read_board(office, wanted), self._show, self._problem
        )

    def show_target(self, target: str) -> None:
        """Open ``case:step``, or a case alone."""
        case, _colon, step = target.partition(":")
        if not case.isdecimal():
            return
        self._keep_draft()
        self._case_id, self._opened, self._block = int(case), step, ""
        self._focus_soon = True
        if self._board is not None:
            self._board = None
            self.entered()

    def print_page(self) -> None:
        """F9: the consignes du jour, which tell the steps to those without a screen."""
        office, who = self._desk.office, self._desk.acting()
        self._desk.preview(lambda: office.papers.shift_start(who))

    def escape(self) -> bool:
        """Close what is open, nearest first: a small form, the closing, a step that was looked at."""
        if self._panel is not None and self._panel.close_form():
            return True
        if not self._work.closing.isHidden():
            self._work.closing.hide()
            return True
        if self._opened or self._block:
            self._opened = self._block = ""
            self._focus_soon = True
            self._fill()
            return True
        return False

    def empty(self) -> None:
        """Keep the draft, then forget what is shown: the lock comes."""
        self._keep_draft()
        super().empty()
        self._board, self._panel = None, None
        self._work.steps.show_steps(())
        self._work.closing.hide()
        self.banner.hide()
        self._work.hide()
        self._nothing.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page comes: what was typed is kept now."""
        self._keep_draft()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the columns on a small screen."""
        super().resizeEvent(event)
        self._work.fit(self.width(), self.body.spacing())

    def _changed(self, kinds: frozenset[Kind]) -> None:
        if kinds & SHOWN_KINDS and self.isVisible():
            self._soon.start()

    def _problem(self, problem: Problem) -> None:
        show_problem(self.banner, problem)
        reveal(self.banner, 24)

    def _retry(self) -> None:
        self.banner.hide()
        self.entered()

    def _show(self, board: Board) -> None:
        """Show what was read; while only drafts moved, the page stays as it is."""
        old, self._board = self._board, board
        if board.view is not None:
            self._case_id = board.view.case.id
        if old is None or not same(old, board):
            self._fill()
        self.arrived.emit()

    def _fill(self) -> None:
        board = self._board
        if board is None:
            return
        view = board.view
        self._work.setVisible(view is not None)
        self._nothing.setVisible(view is None)
        self._nothing.closed.setVisible(bool(board.cases))
        self._other.setVisible(view is not None)
        self._more.setVisible(view is not None and view.case.closed_at is None)
        self._resume.setVisible(view is not None and view.next is not None)
        if view is None:
            self._panel = None
            self.header.set_caption(_("No incident under way"))
            return
        self._fill_head(board, view)
        self._work.moments.show_case(view, self._current_block(view))
        self._fill_steps(board, view)
        self._work.tab_in_order()
        self._work.aside.show_case(view.playbook, board.operator, board.finess, board.today)
        self._work.aside.show_clocks(board.breach)

    def _fill_head(self, board: Board, view: CaseView) -> None:
        case = view.case
        told = _("Steps told: {done} of {count}").format(done=view.told, count=view.applicable)
        since = _("opened {day} by {who}").format(day=day_words(case.opened_at), who=case.opened_by)
        if case.closed_at is not None:
            since = _("closed {day} by {who}").format(day=day_words(case.closed_at), who=case.closed_by)
        self.header.set_caption(f"{told} · {view.title} · {since}")
        if view.next is not None:
            self._resume.setText(_("Resume at step {number}").format(number=view.next.number))
        self._work.close_button.setVisible(case.closed_at is None)
        self._work.shift_button.setVisible(case.closed_at is None)
        self._work.chooser.setVisible(len(board.cases) > 1)
        self._work.chooser.box.blockSignals(True)
        self._work.chooser.set_choices(
            [
                (str(c.id), c.title if c.closed_at is None else _("{title} (closed)").format(title=c.title))
                for c in board.cases
            ]
        )
        self._work.chooser.set_value(str(case.id))
        self._work.chooser.box.blockSignals(False)

    def _fill_steps(self, board: Board, view: CaseView) -> None:
        block = self._current_block(view)
        shown = [step for step in view.steps if step.block == block]
        opened = view.view(self._opened) or view.next
        focused = self._focused_name()
        self._panel = None
        if opened is not None and opened.block == block:
            self._panel = self._make_panel(board, view, opened)
        self._work.steps.show_steps(
            [step_line(step, view) for step in shown],
            self._panel,
            opened=opened.step.id if self._panel is not None and opened is not None else "-",
        )
        if self._focus_soon or focused:
            soon, self._focus_soon = self._focus_soon, False
            QTimer.singleShot(0, self, lambda: self._take_focus("" if soon else focused))

    def _make_panel(self, board: Board, case: CaseView, step: StepView) -> StepPanel:
        key = (case.case.id, step.step.id)
        kept = step.record.draft if step.record is not None else ""
        typed = self._typed.get(key) or typed_from(kept)
        notes = notes_of(board, case, step.step)
        proofs = [name for _number, of, name, _hash in board.proofs if of == step.step.id]
        panel = StepPanel(step, case, typed, notes, proofs, board.names)
        panel.acted.connect(self._act)
        panel.edited.connect(self._edited)
        return panel

    def _current_block(self, view: CaseView) -> str:
        """Return the moment on screen: the one chosen, else that of the open step, else the last."""
        if any(block.id == self._block for block in view.playbook.blocks):
            return self._block
        opened = view.view(self._opened) or view.next
        return opened.block if opened is not None else view.playbook.blocks[-1].id

    def _focused_name(self) -> str:
        """Return the name of the part of the panel that has the focus, to give it back."""
        # The window's: a page keeps in mind what had the focus, also while the rail has it.
        focused = self.window().focusWidget()
        parts = self._panel.findChildren(QWidget) if self._panel is not None else []
        return focused.accessibleName() if focused in parts else ""

    def _take_focus(self, name: str) -> None:
        if self._panel is None or not self.isVisible():
            return
        parts = self._panel.findChildren(QWidget) if name else []
        kept = next((part for part in parts if part.accessibleName() == name), None)
        if kept is not None and kept.isVisible():
            kept.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._panel.take_focus()
        # With the step's own title, which stands above its panel.
        reveal(self._panel.parentWidget() or self._panel, 24)

    def _go_on(self) -> None:
        """The primary action: back to the next step, ready to type."""
        self._opened = self._block = ""
        self._focus_soon = True
        self._fill()

    def _choose_case(self) -> None:
        self._keep_draft()
        self._case_id, self._opened, self._block = int(self._work.chooser.value() or 0), "", ""
        self.entered()

    def _read_closed(self) -> None:
        for case in self._board.cases[:1] if self._board is not None else ():
            self._case_id = case.id
            self.entered()

    def _choose_block(self, block: str) -> None:
        self._keep_draft()
        self._block = block
        self._fill()

    def _choose_step(self, step: str) -> None:
        if self._panel is not None and self._panel.view.step.id == step:
            self._panel.take_focus()
            return
        self._keep_draft()
        self._opened = step
        self._focus_soon = True
        self._fill()

    def _edited(self, typed: Typed) -> None:
        if self._panel is None:
            return
        key = (self._case_id, self._panel.view.step.id)
        self._typed[key] = typed
        self._unsaved = key
        self._drafts.start()

    def _keep_draft(self) -> None:
        if self._drafts.isActive():
            self._drafts.stop()
            self._save_draft()

    def _save_draft(self) -> None:
        key, self._unsaved = self._unsaved, None
        if key is None or key not in self._typed:
            return
        case_id, step = key
        text, who, guiding = self._typed[key].text(), self._desk.acting(), self._desk.office.guiding
        self._desk.bridge.ask(
            self,
            "write",
            lambda _stop, _progress: guiding.save_draft(case_id, step, who, text),
            lambda _view: None,
            self._problem,
        )

    def _act(self, act: Act) -> None:
        """Hand what was said to the service, in the write lane."""
        board, panel = self._board, self._panel
        if board is None or board.view is None or panel is None:
            return
        if act.verb == "start":
            self._start(board.view, panel.view)
            return
        if act.verb in ("file", "paste"):
            keep = self.around.attach if act.verb == "file" else self.around.paste
            keep((board.view.case.id, panel.view.step.id))
            return
        self._drafts.stop()
        self._unsaved = None
        key = (board.view.case.id, panel.view.step.id)
        typed = self._typed.pop(key, None)

        def failed(problem: Problem) -> None:
            if typed is not None:
                self._typed[key] = typed
            if problem.code in ("step_locked", "step_unproved") and self._panel is panel:
                text = describe(problem)
                panel.ask_reason(f"{text.sentence} {text.remedy}")
            else:
                self._problem(problem)

        guiding, who = self._desk.office.guiding, self._desk.acting()
        self._desk.bridge.ask(
            self,
            "write",
            lambda _stop, _progress: say(guiding, key, who, act),
            lambda _view: self._noted(act, key),
            failed,
        )

    def _noted(self, act: Act, key: tuple[int, str]) -> None:
        """Go on to the next step, or stay on the one that was reopened."""
        self.banner.hide()
        if self.around.offer_back(act, key):
            self._opened = self._block = ""
        self._focus_soon = True
        self._board = None
        self.entered()

    def _start(self, case: CaseView, view: StepView) -> None:
        """Open what the step is done with."""
        step, desk, office = view.step, self._desk, self._desk.office
        if step.kind is StepKind.ROTATE:
            desk.go("passwords", "")
        elif step.kind is StepKind.IMPORT:
            desk.go("claims", "import")
        elif step.kind is StepKind.LIGHTS:
            desk.go("operators", case.playbook.operator)
        elif step.kind is StepKind.ADVANCE:
            desk.go("advances", case.playbook.operator)
        elif step.kind is StepKind.BREACH:
            self.around.breach()
        else:
            who = desk.acting()
            desk.preview(lambda: paper_of(office, step.target, case, who))

    @property
    def _view(self) -> CaseView | None:
        return self._board.view if self._board is not None else None

    def _read_anew(self) -> None:
        """Show what was added around the steps."""
        self.banner.hide()
        self._board, self._focus_soon = None, True
        self.entered()

    def _ask_close(self) -> None:
        if self._view is not None:
            self._work.closing.ask(self._view)
            reveal(self._work.closing, 24)

    def _close_case(self, reason: str) -> None:
        self._keep_draft()
        self.around.close(self._case_id, reason, self._closed)

    def _closed(self) -> None:
        self._work.closing.hide()
        self._case_id, self._opened, self._block = 0, "", ""
        self.entered()


def _timer(owner: QWidget, after_ms: int, call: Callable[[], None]) -> QTimer:
    """Return a timer that calls once, some time after its last start."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(after_ms)
    timer.timeout.connect(call)
    return timer
