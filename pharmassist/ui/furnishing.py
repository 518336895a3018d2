"""The window of an open office: desk, pages, keys, who acts, the facts at the foot, the idle lock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from pharmassist.domain.imports import ImportRecord
from pharmassist.domain.incidents import CaseView, Playbook, StepStatus
from pharmassist.domain.people import Person, Pharmacy
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.changes import Kind
from pharmassist.services.day import DayView
from pharmassist.services.office import Office
from pharmassist.services.texts import short_day, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.backing_up import BackingUp
from pharmassist.ui.bridge import Bridge
from pharmassist.ui.clipboard import SecretClipboard
from pharmassist.ui.desk import GUIDE, Desk
from pharmassist.ui.keeping import Keeping
from pharmassist.ui.lock import IDLE_MINUTES, IdleWatch
from pharmassist.ui.page import PageSpec
from pharmassist.ui.problems import ProblemDialog
from pharmassist.ui.reminding import Reminding
from pharmassist.ui.rooms import Rooms
from pharmassist.ui.who import WhoDialog, person_words
from pharmassist.ui.window import Keys, Window

if TYPE_CHECKING:
    from pharmassist.services.papers import Paper
    from pharmassist.ui.other_rooms import OtherRooms

IDLE_SETTING, LANGUAGE_SETTING = "idle_minutes", "language"
WATCHED_EVERY_MS = 1000

Pages = Callable[[Desk, Rooms], Sequence[PageSpec]]


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is read before the window of an office can be built."""

    pharmacy: Pharmacy
    people: tuple[Person, ...]
    idle_minutes: int
    pins: tuple[str, ...]
    """Initials of those whose PIN unlocks the window."""
    language: str
    """The language chosen in Réglages, "" when none was."""


def read_beginning(office: Office) -> Beginning:
    """Read what the window shows around its pages (a lane's work)."""
    settings = office.people.settings()
    minutes = settings.get(IDLE_SETTING, "")
    with office.register.read() as tx:
        pharmacy = tx.people.pharmacy()
        pins = {pin.person_id for pin in tx.pins.pins()}
    people = office.people.list()
    return Beginning(
        pharmacy,
        people,
        int(minutes) if minutes.isdecimal() and int(minutes) > 0 else IDLE_MINUTES,
        tuple(person.initials for person in people if person.id in pins),
        settings.get(LANGUAGE_SETTING, ""),
    )


class Furnishing(QObject):
    """Builds and keeps the window of one office; ``acting`` starts with ``initials`` when known.

    ``settled`` tells that the first page shows its data.
    """

    settled = Signal()
    restoring = Signal(str)
    """A backup shall take the place of this register; with the initials of who decided it."""

    def __init__(
        self,
        app: QApplication,
        office: Office,
        bridge: Bridge,
        beginning: Beginning,
        rooms: Rooms,
        pages: Pages,
        initials: str = "",
        keeping: Keeping | None = None,
    ) -> None:
        super().__init__()
        self._office, self._bridge, self._rooms = office, bridge, rooms
        self._people = beginning.people
        names = [person.initials for person in self._people]
        wanted = initials.strip().upper()
        self._initials = wanted if wanted in names else names[0] if len(names) == 1 else ""
        self._pins = beginning.pins
        self._opened = False
        self._version, self._own, self._minutes = -1, False, beginning.idle_minutes
        self._clipboard = SecretClipboard(QGuiApplication.clipboard(), self)
        self.desk = Desk(
            office=office,
            bridge=bridge,
            acting=lambda: self._initials,
            go=self._go,
            preview=self.preview,
            clipboard=self._clipboard,
            something_happens=self.something_happens,
            note_claim=self._note_claim,
            counter=self._open_counter,
            restore=lambda: self.restoring.emit(self._initials),
            keeping=keeping or Keeping(),
        )
        specs = pages(self.desk, rooms)
        self.titles = {spec.key: spec.title for spec in specs}
        keys = Keys(self.help, self.desk.note_claim, self.desk.counter, self._find)
        self.window = Window(beginning.pharmacy.name, specs, keys)
        self.window.shown.connect(lambda page: self.desk.keeping.page(page, office.clock.today()))
        # The window is destroyed by whoever shows it; its furniture goes with it.
        self.setParent(self.window)
        self.reminding = Reminding(self.desk, self.window)
        self.backing_up = BackingUp(self.desk, self.window)
        self._idle = IdleWatch(app, beginning.idle_minutes, self)
        self._idle.idle.connect(self.window.lock)
        self.window.locked.connect(self._idle.stop)
        self.window.locked.connect(self._clipboard.clear)
        self.window.unlocked.connect(lambda: self._idle.set_minutes(self._minutes))
        self.window.unlocked.connect(self._ask_if_nobody)
        self.window.closing.connect(self._close)
        screen = self.window.lock_screen
        screen.set_pins(self._pins, self._initials)
        screen.tried.connect(self._try_pin)
        screen.reset.connect(self._reset_pin)
        self.window.status.who_asked.connect(self.ask_who)
        QShortcut(QKeySequence("Ctrl+I"), self.window).activated.connect(self.ask_who)
        QShortcut(QKeySequence("Ctrl+P"), self.window).activated.connect(self.documents)
        if office.demonstration:
            self.window.set_notice(_("Demonstration: nothing touches your own data."))
        self._watch = QTimer(self)
        self._watch.setInterval(WATCHED_EVERY_MS)
        self._watch.timeout.connect(self._look_outside)
        bridge.follow(office.changes)
        bridge.listen(self, self._changed)
        self._show_who()

    def begin(self, page: str = "") -> None:
        """Show the first page, or the one left today; ask who acts when several could; start watching."""
        first = self.window.current_page()
        first.arrived.connect(self.settled)
        first.arrived.connect(self._settle, Qt.ConnectionType.SingleShotConnection)
        if page in self.titles:
            first = self.window.open_page(page)
        self._watch.start()
        if not self._initials:
            self.ask_who()

    def _settle(self) -> None:
        """Read what the first page did not need, now that it is on screen."""
        self._read_facts()
        self._bridge.ask(
            self.window,
            "outside",
            lambda _stop, _progress: self._rooms.others(),
            self._remember,
            self._problem,
        )
        self._print_at_opening()

    def _print_at_opening(self) -> None:
        """Print the consignes where the setting asks for it, as soon as somebody acts."""
        if self._opened or not self._initials:
            return
        self._opened = True
        who = self._initials
        self._bridge.ask(
            self.window,
            "outside",
            lambda _stop, _progress: self._office.papers.print_at_opening(who),
            lambda _printer: None,
            self._problem,
        )

    def ask_who(self) -> None:
        """Let another person act (Ctrl+I, or the fact at the foot)."""
        if self.window.is_locked:
            return
        dialog = WhoDialog(self._people, self._initials, self.window)
        dialog.chosen.connect(self._act_as)
        # Nothing can be signed by nobody: the question stays until it is answered.
        dialog.finished.connect(self._ask_if_nobody)
        dialog.open()

    def _ask_if_nobody(self) -> None:
        if not self._initials and self.window.isVisible():
            QTimer.singleShot(0, self, self.ask_who)

    def _try_pin(self, initials: str, pin: Secret) -> None:
        """Compare a PIN typed on the lock screen; whoever unlocks acts from then on."""
        pins = self._office.pins
        self._from_lock(initials, lambda: pins.check(initials, pin))

    def _reset_pin(self, initials: str, new: Secret, sheet: Secret) -> None:
        """Replace a forgotten PIN with the recovery sheet, and unlock."""
        pins = self._office.pins
        self._from_lock(initials, lambda: pins.reset(initials, new, sheet))

    def _from_lock(self, initials: str, work: Callable[[], None]) -> None:
        def opened(_none: None) -> None:
            self._initials = initials
            self._show_who()
            self.window.unlock()

        self._bridge.ask(
            self.window,
            "write",
            lambda _stop, _progress: work(),
            opened,
            self.window.lock_screen.refuse,
        )

    def something_happens(self) -> None:
        """Read the playbooks, let one be chosen, open the incident and its page."""
        self._bridge.ask(
            self.window,
            "read",
            lambda _stop, _progress: self._office.guiding.offered(),
            self._choose_playbook,
            self._problem,
        )

    def preview(self, make: Callable[[], Paper]) -> None:
        """Show a paper as it will print."""
        preview = self._rooms.others().preview
        preview(self._office, self._bridge, self.desk.acting, make, self.window).begin()

    def documents(self) -> None:
        """Show every document there is (Ctrl+P)."""
        if not self.window.is_locked:
            self._rooms.others().documents(self.desk, self.window)

    def _remember(self, others: OtherRooms) -> None:
        others.session(self.window).locked.connect(self.window.lock)
        others.memory_of(self.desk, self.window)
        if self._office.demonstration:
            tour = others.tour(self.desk, self.window)
            # Begun by itself where a person started the program, whose shell holds the window.
            if not self.window.isWindow():
                tour.begin()

    def _note_claim(self) -> None:
        self._rooms.others().note_claim(self.desk, self.window)

    def _open_counter(self) -> None:
        self._rooms.others().open_counter(self.desk, self.window)

    def _find(self) -> None:
        self._rooms.others().find(self)

    def _go(self, key: str, target: str) -> None:
        if key == GUIDE:
            self.help(self.window.current_key, target)
        elif key in self.titles:
            self.window.open_page(key, target)

    def help(self, key: str, at: str = "") -> None:
        """Show the help of a page (F1), the guide opened at a section when one is named."""
        dialog = self._rooms.others().help(self.titles[key], key, self._bridge, self.window, at)
        dialog.keys_asked.connect(lambda: self.preview(lambda: self._office.papers.shortcuts(self._initials)))
        dialog.open()

    def _choose_playbook(self, playbooks: tuple[Playbook, ...]) -> None:
        dialog = self._rooms.others().playbooks(playbooks, self._office.clock.today(), self.window)
        dialog.chosen.connect(self._open_incident)
        dialog.open()

    def _open_incident(self, playbook: str) -> None:
        who = self._initials
        self._bridge.ask(
            self.window,
            "write",
            lambda _stop, _progress: self._office.guiding.open(playbook, who),
            lambda view: self._go("incident", str(view.case.id)),
            self._problem,
        )

    def _problem(self, problem: Problem) -> None:
        ProblemDialog(problem, self.window).open()

    def _act_as(self, initials: str) -> None:
        self._initials = initials
        self._print_at_opening()
        self._show_who()
        self.window.current_page().refresh()

    def _show_who(self) -> None:
        person = next((p for p in self._people if p.initials == self._initials), None)
        self.window.status.set_who(person_words(person) if person is not None else "")

    def _changed(self, kinds: frozenset[Kind]) -> None:
        # What the register's version tells next is our own commit, told already.
        self._own = True
        if kinds & {Kind.INCIDENTS, Kind.ACCESSES, Kind.IMPORTS, Kind.PEOPLE}:
            self._read_facts()

    def _read_facts(self) -> None:
        self._bridge.ask(
            self.window,
            "read",
            lambda _stop, _progress: (self._office.day.view(), read_beginning(self._office)),
            self._show_facts,
            # The page on screen tells the same problem with its remedy.
            lambda _problem: None,
        )

    def _show_facts(self, read: tuple[DayView, Beginning]) -> None:
        view, beginning = read
        self._people = beginning.people
        if self._initials not in {person.initials for person in self._people}:
            self._initials = self._people[0].initials if len(self._people) == 1 else ""
        self._show_who()
        self._pins = beginning.pins
        if not self.window.is_locked:
            self.window.lock_screen.set_pins(self._pins, self._initials)
        if self._minutes != beginning.idle_minutes:
            self._minutes = beginning.idle_minutes
            self._idle.set_minutes(self._minutes)
        self.window.rail.set_pharmacy(beginning.pharmacy.name)
        case = view.cases[0] if view.cases else None
        if "incident" in self.titles:
            done, count = moment_steps(case) if case else (0, 0)
            steps = f"{done}/{count}" if case else ""
            spoken = _("{done} steps out of {count}").format(done=done, count=count) if case else ""
            self.window.rail.set_badge("incident", steps, spoken)
        waiting = sum(task.page == "passwords" for task in view.todo)
        if "passwords" in self.titles:
            spoken = translate_plural("{count} under way", "{count} under way", waiting).format(count=waiting)
            self.window.rail.set_badge("passwords", str(waiting) if waiting else "", spoken)
        self.window.status.set_fact(
            "fresh", list_words(view.last_list), stale=bool(view.cases) and list_is_old(view)
        )
        vault = self._office.vault.name
        safe = _("Register encrypted on this computer · secrets in: {vault}").format(vault=vault)
        if self._office.demonstration:
            safe = _("Fictional register, in a temporary folder")
        self.window.status.set_fact("safe", safe)

    def _look_outside(self) -> None:
        """Notice what another process (command line, scheduled print) wrote in the register."""
        self._bridge.ask(
            self.window,
            "read",
            lambda _stop, _progress: self._office.register.data_version(),
            self._seen,
            lambda _problem: None,
        )

    def _seen(self, version: int) -> None:
        known, self._version = self._version, version
        own, self._own = self._own, False
        if known not in (-1, version) and not own:
            # Signed data may be among what was written: the catalogue first, then the pages.
            self._bridge.ask(
                self.window,
                "read",
                lambda _stop, _progress: self._office.updating.refresh(),
                lambda _none: self._bridge.post(frozenset(Kind)),
                lambda _problem: self._bridge.post(frozenset(Kind)),
            )

    def _close(self) -> None:
        self._watch.stop()
        self._idle.stop()
        self._clipboard.clear()


def moment_steps(case: CaseView) -> tuple[int, int]:
    """Return the steps told and those that apply in the moment under way; of all when none is."""
    block = case.next.block if case.next else ""
    views = [v for v in case.steps if not block or v.block == block]
    told = sum(v.status in (StepStatus.DONE, StepStatus.SKIPPED) for v in views)
    return told, sum(v.status is not StepStatus.NOT_APPLICABLE for v in views)


def list_words(last: ImportRecord | None) -> str:
    """Return how fresh the encours is: the day of the last list of the LGO."""
    if last is None:
        return _("No LGO list yet")
    return _("LGO list of {day}").format(day=short_day(last.snapshot_date))


def list_is_old(view: DayView) -> bool:
    """Tell whether the list is missing or from before yesterday: in an incident it is daily."""
    last = view.last_list.snapshot_date if view.last_list else None
    return last is None or (view.today - last).days > 1
