"""The page Opérateurs: the grid, setting a light, looking at the portals, what was said."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout

from pharmassist.domain.operators import Light, Sign, Suspension
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.changes import Kind
from pharmassist.services.jobs import Progress, Stop
from pharmassist.services.office import Office
from pharmassist.services.ports.web import Connection
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import translate as _
from pharmassist.services.watching import Checked
from pharmassist.ui.bridge import Handle
from pharmassist.ui.desk import Desk
from pharmassist.ui.owner import as_owner
from pharmassist.ui.page import Page
from pharmassist.ui.pages.operators.details import HistoryCard, PictureCard, ReachCard
from pharmassist.ui.pages.operators.grid import LightsGrid
from pharmassist.ui.pages.operators.setting import Setting, SettingCard
from pharmassist.ui.pages.operators.suspension import Decision, SuspensionCard
from pharmassist.ui.pages.operators.watch import Watch, caption, read_watch
from pharmassist.ui.parts.banner import Banner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.header import Header
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.progress import ProgressStrip
from pharmassist.ui.parts.text import Text
from pharmassist.ui.problems import show_problem
from pharmassist.ui.theme import reveal

SHOWN_KINDS = frozenset({Kind.OPERATORS, Kind.CLAIMS, Kind.IMPORTS, Kind.INCIDENTS})
STACK_BELOW = 900
REACH_WIDTH = 312


class OperatorsPage(Page):
    """Built once; ``arrived`` tells that the page shows its data, ``looked`` that the portals were read."""

    looked = Signal()

    def __init__(self, desk: Desk) -> None:
        header = Header(_("Who works, since when, how do we know?"), _("Who works, how do we know?"))
        header.add_action(Button(_("Set a light"), icon="hand", pressed=self._ask_first))
        self._look_button = header.add_action(
            Button(_("Refresh the lights"), "primary", "refresh-cw", "F5", pressed=self.refresh)
        )
        super().__init__(header)
        self._desk = desk
        self._watch: Watch | None = None
        self._chosen, self._target = "", ""
        self._looking: Handle | None = None
        self._cut = False
        self.banner.acted.connect(self._banner_acted)
        self._proposal = Banner()
        self._proposal.acted.connect(self._take_proposal)
        self._strip = ProgressStrip()
        self._strip.cancelled.connect(self._stop_looking)
        self._grid = LightsGrid(desk)
        self._grid.operator_chosen.connect(self._choose)
        self._grid.light_chosen.connect(self._ask_light)
        self._setting = SettingCard()
        self._setting.said.connect(self._set)
        self._setting.left.connect(self._back_to_grid)
        self._history, self._reach, self._picture = HistoryCard(), ReachCard(), PictureCard()
        self._picture.seen.connect(self._see)
        self._suspension = SuspensionCard()
        self._suspension.decided.connect(self._suspend)
        self._suspension.ended.connect(self._resume)
        note = QHBoxLayout()
        note.setSpacing(6)
        note.addWidget(Icon("globe", "text3", 14))
        words = _("The portal says nothing of the four lights: an open portal never means that all is well.")
        note.addWidget(Text(words, "caption", wrap=True), 1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.addWidget(self._history, 1)
        self._columns.addWidget(self._reach)
        for widget in (self._proposal, self._strip, self._grid):
            self.body.addWidget(widget)
        self.body.addLayout(note)
        self.body.addWidget(self._setting)
        self.body.addWidget(self._picture)
        self.body.addWidget(self._suspension)
        self.body.addLayout(self._columns)
        self.body.addStretch(1)
        self._show_parts(False)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(50)
        self._soon.timeout.connect(self.entered)
        desk.bridge.listen(self, self._changed)

    def entered(self) -> None:
        """Read the lights."""
        office = self._desk.office
        self._desk.bridge.ask(
            self, "read", lambda _stop, _progress: read_watch(office), self._show, self._problem
        )

    def refresh(self) -> None:
        """F5: look at the portals, one after the other, outside."""
        if self._looking is not None and not self._looking.over:
            return
        office, who = self._desk.office, self._desk.acting()
        self._look_button.set_busy(True)
        self._strip.start(_("Looking at the portals…"))
        self._looking = self._desk.bridge.ask(
            self,
            "outside",
            lambda stop, progress: look_at_portals(office, who, stop, progress),
            self._looked,
            self._look_failed,
            self._strip.advance,
        )

    def show_target(self, target: str) -> None:
        """Show one operator."""
        self._target = target
        if self._watch is not None:
            self._show(self._watch)

    def print_page(self) -> None:
        """F9: the consignes du jour hold the lights and what to do."""
        office, who = self._desk.office, self._desk.acting()
        self._desk.preview(lambda: office.papers.shift_start(who))

    def escape(self) -> bool:
        """Close the card of a light, or the reason of a decision."""
        if not self._setting.isHidden():
            self._setting.close_card()
            return True
        if self._suspension.asking:
            self._suspension.close_form()
            return True
        return False

    def empty(self) -> None:
        """Forget the lights: the lock comes."""
        super().empty()
        self._watch = None
        self._setting.hide()
        self.banner.hide()
        self._show_parts(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the cards on a small screen."""
        super().resizeEvent(event)
        stacked = self.width() < STACK_BELOW
        direction = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(direction)
        self._columns.setSpacing(self.body.spacing())
        self._reach.setMinimumWidth(0 if stacked else REACH_WIDTH)
        self._reach.setMaximumWidth(16_777_215 if stacked else REACH_WIDTH)

    def _show_parts(self, on: bool) -> None:
        for part in (self._grid, self._suspension, self._history, self._reach):
            part.setVisible(on)
        self._picture.setVisible(on and self._picture.tells)
        if not on:
            self._proposal.hide()

    def _changed(self, kinds: frozenset[Kind]) -> None:
        if kinds & SHOWN_KINDS and self.isVisible():
            self._soon.start()

    def _problem(self, problem: Problem) -> None:
        self._cut = False
        show_problem(self.banner, problem)
        reveal(self.banner, 16)

    def _banner_acted(self) -> None:
        self.banner.hide()
        if self._cut:
            self.refresh()
        else:
            self.entered()

    def _show(self, watch: Watch) -> None:
        self.header.set_caption(caption(watch))
        target, self._target = self._target, ""
        if watch.status(target) is not None:
            self._chosen = target
        if watch.status(self._chosen) is None and watch.statuses:
            self._chosen = watch.statuses[0].operator.id
        if watch != self._watch or target:
            self._watch = watch
            self._grid.show_watch(watch, self._chosen)
            self._show_operator()
            self._show_proposal(watch)
        self._show_parts(True)
        if target:
            self._grid.focus_on(target, Light.RIGHTS)
        self.arrived.emit()

    def _show_operator(self) -> None:
        watch = self._watch
        status = watch.status(self._chosen) if watch is not None else None
        if watch is not None and status is not None:
            self._history.show_operator(status, watch.history, watch.today)
            self._reach.show_operator(status)
            self._picture.show_operator(status, watch)
            self._suspension.show_operator(status, watch.suspended.get(status.operator.id))

    def _show_proposal(self, watch: Watch) -> None:
        self._proposal.hide()
        for proposal in watch.proposals[:1]:
            status = watch.status(proposal.operator)
            if status is not None:
                sentence = _("Nobody has set its lights yet; the guided steps propose them.")
                action = _("Set the lights…")
                self._proposal.tell("grey", sentence, strong=status.operator.name, action=action, icon="hand")

    def _take_proposal(self) -> None:
        watch = self._watch
        for proposal in watch.proposals[:1] if watch is not None else ():
            status = watch.status(proposal.operator) if watch is not None else None
            if status is not None:
                self._setting.ask_several(status, proposal.title, proposal.lights)
                reveal(self._setting, 16)

    def _choose(self, operator: str) -> None:
        self._chosen = operator
        if self._watch is not None:
            self._grid.show_watch(self._watch, operator)
            self._show_operator()

    def _ask_light(self, operator: str, light: Light) -> None:
        status = self._watch.status(operator) if self._watch is not None else None
        if status is not None:
            self._choose(operator)
            self._setting.ask(status, light)
            reveal(self._setting, 16)

    def _ask_first(self) -> None:
        """Begin with the first light of the operator shown; the arrows of the grid choose another."""
        self._ask_light(self._chosen, Light.RIGHTS)

    def _back_to_grid(self) -> None:
        operator, light = self._setting.place
        self._grid.focus_on(operator, light)

    def _set(self, setting: Setting) -> None:
        """Write the lights, in the write lane."""
        watching, who = self._desk.office.watching, self._desk.acting()

        def done(_readings: object) -> None:
            self._setting.close_card()
            self.banner.hide()
            self.entered()

        self._desk.bridge.ask(
            self,
            "write",
            lambda _stop, _progress: watching.set_lights(
                setting.operator, setting.lights, who, setting.proof, setting.until
            ),
            done,
            self._problem,
        )

    def _see(self, operator: str, sign: str, proof: str) -> None:
        """Write a sign of a restart, in the write lane."""
        watching, who = self._desk.office.watching, self._desk.acting()
        self._desk.bridge.ask(
            self,
            "write",
            lambda _stop, _progress: watching.see_sign(operator, Sign(sign), who, proof),
            lambda _status: self.entered(),
            self._problem,
        )

    def _suspend(self, decision: Decision) -> None:
        """Record a decision to suspend: an owner's verb."""
        suspending, who = self._desk.office.suspending, self._desk.acting()
        said = (decision.operator, who, decision.reason, None, decision.until)
        self._decide(lambda pin: suspending.decide(*said, pin=pin))

    def _resume(self, operator: str) -> None:
        """Record that tiers payant is taken up again: an owner's verb."""
        suspending, who = self._desk.office.suspending, self._desk.acting()
        self._decide(lambda pin: suspending.end(operator, who, pin=pin))

    def _decide(self, work: Callable[[Secret | None], Suspension]) -> None:
        def done(_decision: Suspension) -> None:
            self._suspension.done()
            self.banner.hide()
            self.entered()

        def decided(pin: Secret | None) -> None:
            self._desk.bridge.ask(
                self, "write", lambda _stop, _progress: work(pin), done, self._suspension_refused
            )

        as_owner(self._desk, self, decided, self._problem)

    def _suspension_refused(self, problem: Problem) -> None:
        if problem.code == "until_past":
            self._suspension.until.error(describe(problem).sentence)
            self._suspension.until.setFocus()
        else:
            self._problem(problem)

    def _looked(self, round_: tuple[Checked, ...]) -> None:
        self._end_look()
        connection = next((c.connection for c in round_ if not c.connected), Connection.WORKS)
        self._cut = connection is not Connection.WORKS
        if self._cut:
            cut = connection is Connection.CUT
            self.banner.tell(
                "blue",
                _("The portals were not read; the lights stay as they were set."),
                strong=_("Our own connection is down.") if cut else _("Our own connection is intercepted."),
                action=_("Try again"),
            )
            reveal(self.banner, 16)
        else:
            self.banner.hide()
        self.entered()
        self.looked.emit()

    def _look_failed(self, problem: Problem) -> None:
        self._end_look()
        self._problem(problem)

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
        self._end_look()

    def _end_look(self) -> None:
        self._looking = None
        self._strip.finish()
        self._look_button.set_busy(False)


def look_at_portals(office: Office, who: str, stop: Stop, progress: Progress) -> tuple[Checked, ...]:
    """Look at each portal; the first sign that our own connection is down ends the round (lane outside)."""
    operators = office.catalogue.operators()
    done: list[Checked] = []
    for number, operator in enumerate(operators):
        stop.check()
        progress(number, len(operators))
        done.append(office.watching.check(operator.id, who))
        if not done[-1].connected:
            break
    return tuple(done)
