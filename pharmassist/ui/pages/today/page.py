"""The page Aujourd'hui: what to do now, the counter, the sums, the deadlines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout

from pharmassist.domain.incidents import CaseView
from pharmassist.domain.operators import Light, LightState, OperatorStatus
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Kind
from pharmassist.services.day import DayView, Task
from pharmassist.services.texts import PARIS, day, hour, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.page import Page
from pharmassist.ui.pages.today.cards import CounterCard, OutstandingCard
from pharmassist.ui.pages.today.coming import ComingCard, DeadlineCard
from pharmassist.ui.pages.today.rejects import RejectsCard
from pharmassist.ui.pages.today.todo import TodoCard
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card
from pharmassist.ui.parts.header import Header
from pharmassist.ui.problems import show_problem
from pharmassist.ui.recovery_proof import PROVED

SHOWN_KINDS = frozenset(Kind) - {Kind.JOURNAL}
SHORTCUTS = Qt.ShortcutContext.WidgetWithChildrenShortcut


@dataclass(frozen=True, slots=True)
class Morning:
    """What the page shows: today, and whether the recovery sheet was proved."""

    view: DayView
    sheet_missing: bool


class TodayPage(Page):
    """Built once; reads again whenever something it shows has changed."""

    def __init__(self, desk: Desk) -> None:
        header = Header(_("What must I do now?"))
        self._alert = header.add_action(
            Button(_("Something is happening"), icon="megaphone", pressed=desk.something_happens)
        )
        header.add_action(
            Button(_("Print the day’s instructions"), "primary", "printer", "F9", pressed=self.print_page)
        )
        super().__init__(header)
        self._desk = desk
        self._shown: Morning | None = None
        self._case: CaseView | None = None
        self._alert.hide()
        self.banner.acted.connect(self._banner_acted)
        self.todo = TodoCard()
        self.todo.started.connect(self._start)
        self.todo.ticked.connect(self._tick)
        counter = Button(_("What to do"), "quiet", key="F4", size="small", pressed=desk.counter)
        importing = Button(
            _("Import the LGO list"), icon="file-input", pressed=lambda: desk.go("claims", "import")
        )
        self._counter, self._sums = CounterCard(counter), OutstandingCard(desk, importing)
        self._deadlines: DeadlineCard | None = None
        self._rejects: RejectsCard | None = None
        self._coming: ComingCard | None = None
        self._grid = QGridLayout()
        for card, row, column in ((self.todo, 0, 0), (self._counter, 0, 1), (self._sums, 1, 0)):
            self._grid.addWidget(card, row, column)
            card.hide()
        self._grid.setColumnStretch(0, 58)
        self._grid.setColumnStretch(1, 42)
        self.body.addLayout(self._grid)
        self.body.addStretch(1)
        # Several kinds may change in one breath: the page reads once.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(50)
        self._soon.timeout.connect(self.entered)
        for keys, call in (
            ("F8", self.done_on_paper),
            ("Shift+F8", self.page_done_on_paper),
        ):
            QShortcut(QKeySequence(keys), self, context=SHORTCUTS).activated.connect(call)
        desk.bridge.listen(self, self._changed)

    def entered(self) -> None:
        """Read the day."""
        self._desk.bridge.ask(self, "read", lambda _stop, _progress: self._read(), self._show, self._problem)

    def print_page(self) -> None:
        """Print the consignes du jour, signed by who acts."""
        office, who = self._desk.office, self._desk.acting()
        self._desk.preview(lambda: office.papers.shift_start(who))

    def done_on_paper(self) -> None:
        """Record that the line under the focus was ticked on the printed page (F8)."""
        task = self.todo.task_in(self.window().focusWidget())
        if task is None:
            # Nobody ticks a line unseen: the focus goes to the first one, and the next F8 records it.
            self.todo.focus_first()
        elif not task.done_by:
            self._tick(task.key, True)

    def page_done_on_paper(self) -> None:
        """Record that every line of the printed page that a tick can tell was ticked (Shift+F8).

        Steps, passwords and what else wants a proof stay: they are said in their page, as with Space.
        """
        todo = self._shown.view.todo if self._shown else ()
        told = [task.key for task in todo if task.ticks]
        self._mark(*told, left=len(todo) - len(told))

    def empty(self) -> None:
        """Forget the day: the lock comes."""
        super().empty()
        self._shown = self._case = None
        self.todo.forget()
        self.banner.hide()
        for card in self._cards():
            card.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the gaps of the body between the cards too."""
        super().resizeEvent(event)
        self._grid.setSpacing(self.body.spacing())

    def _read(self) -> Morning:
        office = self._desk.office
        missing = not office.demonstration and not office.people.settings().get(PROVED)
        return Morning(office.day.view(), missing)

    def _changed(self, kinds: frozenset[Kind]) -> None:
        if kinds & SHOWN_KINDS and self.isVisible():
            self._soon.start()

    def _problem(self, problem: Problem) -> None:
        self._case = None
        show_problem(self.banner, problem)

    def _banner_acted(self) -> None:
        if self._case is not None:
            self._desk.go("incident", "")
        else:
            self.banner.hide()
            self.entered()

    def _show(self, morning: Morning) -> None:
        view = morning.view
        who = self._desk.acting()
        self.todo.sign(who)
        self.header.set_caption(caption(view))
        if self._shown is not None and _same(self._shown, morning):
            self.arrived.emit()
            return
        self._shown = morning
        self._alert.setVisible(not view.cases)
        self._show_banner(view)
        self._show_tasks(morning)
        self._counter.show_day(view)
        self._sums.show_day(view)
        self._show_rest(view)
        self.arrived.emit()

    def _cards(self) -> list[Card]:
        rest = (self._deadlines, self._rejects, self._coming)
        return [self.todo, self._counter, self._sums, *(card for card in rest if card is not None)]

    def _show_rest(self, view: DayView) -> None:
        """Show the deadlines of an incident, or the rejects and what comes of a calm day."""
        # Made when their day comes: the first page waits for nothing that it does not show.
        incident = bool(view.cases)
        if incident and self._deadlines is None:
            self._deadlines = DeadlineCard(self._desk)
            self._grid.addWidget(self._deadlines, 1, 1)
        if not incident and (self._rejects is None or self._coming is None):
            self._rejects, self._coming = RejectsCard(self._desk), ComingCard(self._desk)
            self._grid.addWidget(self._rejects, 1, 1)
            self._grid.addWidget(self._coming, 2, 0, 1, 2)
        for card in (self._deadlines, self._rejects, self._coming):
            if card is not None and incident is (card is self._deadlines):
                card.show_day(view)
        for one in self._cards():
            one.show()
        if self._deadlines is not None:
            self._deadlines.setVisible(incident)
        if self._rejects is not None:
            self._rejects.setVisible(not incident)
        if self._coming is not None:
            self._coming.setVisible(not incident and self._coming.tells)

    def _show_banner(self, view: DayView) -> None:
        self._case = view.cases[0] if view.cases else None
        if self._case is None:
            self.banner.hide()
            return
        status = next((s for s in view.statuses if s.operator.id == self._case.playbook.operator), None)
        told = lights_words(status) if status else ""
        strong = _("{incident}, day {number}.").format(
            incident=self._case.title, number=incident_day(self._case, view.today)
        )
        hurt = status is not None and status.worst is LightState.STOPPED
        self.banner.tell("red" if hurt else "amber", told, strong=strong, action=_("Open the incident"))

    def _show_tasks(self, morning: Morning) -> None:
        tasks = list(morning.view.tasks)
        if morning.sheet_missing:
            title = _("Print the recovery sheet of the register")
            note = _("If this computer burns or is stolen, it alone reopens the register.")
            tasks.insert(1 if tasks else 0, Task("recovery", title, note, "settings", "recovery"))
        self.todo.show_tasks(tasks, _("To do now") if morning.view.cases else _("To do today"))

    def _task(self, key: str) -> Task | None:
        if key == "recovery":
            return Task(key, "", "", "settings", "recovery")
        tasks = self._shown.view.tasks if self._shown else ()
        return next((task for task in tasks if task.key == key), None)

    def _start(self, key: str) -> None:
        task = self._task(key)
        if task is None:
            return
        if key == "consignes":
            self.print_page()
        else:
            self._desk.go(task.page, task.target)

    def _tick(self, key: str, on: bool) -> None:
        task = self._task(key)
        if on and task is not None and task.ticks:
            self._mark(key)
        elif not on and task is not None and task.by_hand:
            self._take_back(key)
        else:
            # Its own page records it: a tick alone would say more than is true.
            self._untick()
            if on:
                self._start(key)

    def _mark(self, *keys: str, left: int = 0) -> None:
        who, office = self._desk.acting(), self._desk.office
        if keys:
            self._write(lambda: office.day.mark_done(who, *keys), lambda: self._offer(keys, left))
        elif left:
            self.undo.tell("grey", _left_words(left))

    def _offer(self, keys: tuple[str, ...], left: int) -> None:
        """Let a whole page of ticks be taken back at once; Space takes back one, where it stands."""
        if len(keys) < 2 and not left:
            self.undo.forget()
            return
        told = translate_plural(
            "{count} line recorded as done.", "{count} lines recorded as done.", len(keys)
        )
        words = told.format(count=len(keys))
        self.undo.offer(f"{words} {_left_words(left)}" if left else words, lambda: self._take_back(*keys))

    def _take_back(self, *keys: str) -> None:
        who, office = self._desk.acting(), self._desk.office
        self.undo.forget()
        self._write(lambda: office.day.mark_undone(who, *keys))

    def _write(self, work: Callable[[], None], then: Callable[[], None] = lambda: None) -> None:
        def written(_none: None) -> None:
            then()
            self.entered()

        self._desk.bridge.ask(self, "write", lambda _stop, _progress: work(), written, self._problem)

    def _untick(self) -> None:
        QTimer.singleShot(0, self, self.todo.again)


def _same(old: Morning, new: Morning) -> bool:
    """Tell whether nothing but the hour moved."""
    return replace(old, view=replace(old.view, at=new.view.at, journal_head=new.view.journal_head)) == new


def _left_words(left: int) -> str:
    """Say of lines that no tick tells where they are said."""
    words = translate_plural(
        "{count} line is told in its own page: it wants its proof.",
        "{count} lines are told in their own page: they want their proof.",
        left,
    )
    return words.format(count=left)


def incident_day(case: CaseView, today: date) -> int:
    """Return the number of the day, 1 on the day the incident started."""
    first = case.began_on(case.case.opened_at.astimezone(PARIS).date())
    return max(1, (today - first + timedelta(days=1)).days)


def caption(view: DayView) -> str:
    """Return the line under the question: date, hour, lights, lines to do."""
    when = day(view.today, long=True)
    parts = [f"{when[:1].upper()}{when[1:]}, {hour(view.at)}"]
    states = Counter(status.state(light) for status in view.statuses for light in Light)
    stopped, disrupted = states[LightState.STOPPED], states[LightState.DISRUPTED]
    unverified = states[LightState.UNVERIFIED]
    if stopped:
        parts.append(
            translate_plural("{count} light stopped", "{count} lights stopped", stopped).format(count=stopped)
        )
    if disrupted:
        parts.append(
            translate_plural("{count} disrupted", "{count} disrupted", disrupted).format(count=disrupted)
        )
    if unverified and not stopped:
        parts.append(
            translate_plural("{count} light not verified", "{count} lights not verified", unverified).format(
                count=unverified
            )
        )
    # What is not verified already says that nothing is known to happen.
    if not view.cases and not stopped and not unverified:
        parts.append(_("no incident"))
    return " · ".join(parts)


def lights_words(status: OperatorStatus) -> str:
    """Return which lights do not work, then what never to do."""
    names = {
        Light.RIGHTS: _("rights"),
        Light.TRANSMISSION: _("transmission"),
        Light.NOTICES: _("notices"),
        Light.TRANSFERS: _("transfers"),
    }
    stopped = [names[light] for light in Light if status.state(light) is LightState.STOPPED]
    if not stopped:
        return _("Bill as usual, resend nothing.")
    return _("Stopped: {lights}. Resend nothing.").format(lights=", ".join(stopped))
