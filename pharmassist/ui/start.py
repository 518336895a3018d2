"""The shell: what the window shows before an office is open, then the window of that office.

It paints at once; the register, the keyring and everything slow are met in a lane.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

from pharmassist.domain.problems import Problem
from pharmassist.services.jobs import LaneName
from pharmassist.services.opening import Doors, Opening, Restoring
from pharmassist.services.texts import translate as _
from pharmassist.ui.bridge import Bridge
from pharmassist.ui.keeping import Keeping
from pharmassist.ui.rooms import FirstRoom, Rooms, Wish
from pharmassist.ui.waiting import WaitingPage

# Only names of types: these modules are read once the shell is painted.
if TYPE_CHECKING:
    from pharmassist.services.kept_window import WindowFile
    from pharmassist.services.moving import Restored
    from pharmassist.services.office import Office
    from pharmassist.ui.furnishing import Beginning, Furnishing
    from pharmassist.ui.other_rooms import OtherRooms
    from pharmassist.ui.restoring import RestorePage


_TITLE = 40


@dataclass(frozen=True, slots=True)
class _Opened:
    """An office, what is known of it, and how its window is built."""

    office: Office
    beginning: Beginning
    room: FirstRoom


class Start(QStackedWidget):
    """The one top-level window. ``settled`` tells that something final is on screen."""

    settled = Signal()
    closing = Signal()

    def __init__(
        self,
        bridge: Bridge,
        doors_of: Callable[[Path | None], Doors],
        rooms: Rooms,
        wish: Wish,
        window_file: WindowFile | None = None,
    ) -> None:
        super().__init__()
        # A file of a few lines, read before anything is on screen: the window opens where it was.
        self._keeping = Keeping(bridge, window_file, self)
        self._bridge, self._doors_of, self._rooms, self._wish = bridge, doors_of, rooms, wish
        self._doors = doors_of(None)
        self._furnishing: Furnishing | None = None
        self._offices: list[Office] = []
        self.setWindowTitle("PharmAssist")
        self.setMinimumSize(720, 480)
        room = self.screen().availableSize()
        # The title of the window stands above it, and its foot must stay on a small screen.
        self.resize(min(1280, room.width()), min(800, room.height() - _TITLE))
        self._keeping.restore(self)
        self._waiting = WaitingPage()
        self.addWidget(self._waiting)

    def begin(self) -> None:
        """Open what was asked, in a lane."""
        if self._wish.demonstration:
            self.open_demonstration()
        else:
            self._open(Opening(self._doors.home, self._wish.recovery_key_file))

    def open_demonstration(self) -> None:
        """Build and open the fictional pharmacy."""
        self._wait(_("Preparing the fictional pharmacy…"))
        doors = self._doors
        self._ask(lambda: self._with_beginning(doors.demonstration()))

    @property
    def furnishing(self) -> Furnishing | None:
        """The window of the open office, with its furniture; None before."""
        return self._furnishing

    @property
    def offices(self) -> tuple[Office, ...]:
        """The offices opened so far, to be closed at the end."""
        return tuple(self._offices)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the office's window forget its secrets, then tell."""
        if self._furnishing is not None:
            self._furnishing.window.closing.emit()
        self.closing.emit()
        self._keeping.place(self)
        self._keeping.write()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the size."""
        super().resizeEvent(event)
        if self.isVisible():
            self._keeping.place(self)

    def moveEvent(self, event: QMoveEvent) -> None:
        """Keep the place."""
        super().moveEvent(event)
        if self.isVisible():
            self._keeping.place(self)

    def _open(self, opening: Opening) -> None:
        """Open a register, or welcome where there is none."""
        self._wait(_("Opening the register…"))
        doors = self._doors

        self._ask(lambda: self._with_beginning(doors.open(opening)) if doors.exists() else None)

    def _ask(self, work: Callable[[], _Opened | None]) -> None:
        self._bridge.ask(self, "outside", lambda _stop, _progress: work(), self._opened, self._stopped)

    def _with_beginning(self, office: Office) -> _Opened:
        room = self._rooms.first()
        if self._keeping.kept.page_of(office.clock.today()) not in ("", "today"):
            # The page to come back to is read here, so that it is the first one seen.
            self._rooms.others()
        return _Opened(office, room.read(office), room)

    def _opened(self, opened: _Opened | None) -> None:
        if opened is not None:
            self._enter(opened)
        else:
            self._with_others(self._welcome)

    def _with_others(self, then: Callable[[OtherRooms], None]) -> None:
        """Read in a lane the modules of the pages that stand where no office opens."""
        self._bridge.ask(self, "read", lambda _stop, _progress: self._rooms.others(), then, self._stopped)

    def _enter(self, opened: _Opened, *, alert: bool = False) -> None:
        """Show the window of an office; ``alert`` lets an incident be opened at once."""
        if opened.office not in self._offices:
            self._offices.append(opened.office)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._furnishing = opened.room.furnish(
            app, self._bridge, self._rooms, opened.office, opened.beginning, self._wish, self._keeping
        )
        self._furnishing.settled.connect(self.settled)
        self._furnishing.restoring.connect(self._restore)
        self._show(self._furnishing.window)
        self._furnishing.begin("" if alert else self._keeping.kept.page_of(opened.office.clock.today()))
        if alert:
            self._furnishing.something_happens()

    def _welcome(self, others: OtherRooms) -> None:
        choices = others.choices(
            made=self._offices.append,
            founded=self._founded,
            demonstration=self.open_demonstration,
            other_folder=self._other_folder,
            restore=self._restore,
        )
        page = others.welcome(self._bridge, self._doors, choices)
        self._show(page)
        page.begin()
        self.settled.emit()

    def _founded(self, office: Office, alert: bool) -> None:
        self._bridge.ask(
            self,
            "read",
            lambda _stop, _progress: self._with_beginning(office),
            lambda opened: self._enter(opened, alert=alert),
            self._stopped,
        )

    def _stopped(self, problem: Problem) -> None:
        self._with_others(lambda others: self._show_stopped(problem, others))

    def _show_stopped(self, problem: Problem, others: OtherRooms) -> None:
        actions = others.actions(
            again=self.begin,
            key_file=lambda path: self._open(Opening(self._doors.home, path)),
            key_typed=lambda key: self._open(Opening(self._doors.home, None, recovery_key=key)),
            other_folder=self._other_folder,
            demonstration=self.open_demonstration,
            restore=self._restore,
        )
        self._show(others.stopped(problem, self._doors.home, actions))
        self.settled.emit()

    def _restore(self, who: str = "") -> None:
        """Ask which backup takes the register's place; what was shown stays under the page until then."""
        self._with_others(lambda others: self._ask_backup(others, who))

    def _ask_backup(self, others: OtherRooms, who: str) -> None:
        before = self.currentWidget()
        page = others.restore(self._doors.home, who, there=self._furnishing is not None)

        def back() -> None:
            if before is not None and isValid(before) and self.indexOf(before) >= 0:
                self.setCurrentWidget(before)
                self.removeWidget(page)
                page.deleteLater()
            else:
                self.begin()

        page.left.connect(back)
        page.asked.connect(lambda restoring: self._put_back(page, restoring))
        page.opened.connect(self._open_restored)
        self.addWidget(page)
        self.setCurrentWidget(page)
        page.begin()

    def _open_restored(self, opening: Opening) -> None:
        """Open what was put back on Aujourd'hui, as for the first time."""
        self._keeping.begin_anew()
        self._open(opening)

    def _put_back(self, page: RestorePage, restoring: Restoring) -> None:
        """Close the office, once its lanes are empty, and put the backup in its place."""
        furnishing, self._furnishing = self._furnishing, None
        if furnishing is not None:
            furnishing.window.closing.emit()
        self._show(page)
        offices, doors = tuple(self._offices), self._doors

        def work() -> Restored:
            for office in offices:
                office.close()
            return doors.restore(restoring)

        def restore() -> None:
            self._bridge.ask(page, "outside", lambda _stop, _progress: work(), page.done, page.refuse)

        def nothing(then: Callable[[], None], lane: LaneName) -> None:
            self._bridge.ask(page, lane, lambda _s, _p: None, lambda _none: then(), page.refuse)

        nothing(lambda: nothing(restore, "write"), "read")

    def _other_folder(self, folder: Path) -> None:
        self._doors = self._doors_of(folder)
        self._open(Opening(folder))

    def _wait(self, words: str) -> None:
        self._waiting.say(words)
        self.setCurrentWidget(self._waiting)

    def _show(self, page: QWidget) -> None:
        """Show a page and forget the one before, but never the page that waits."""
        self.addWidget(page)
        self.setCurrentWidget(page)
        for number in reversed(range(self.count())):
            widget = self.widget(number)
            if widget is not None and widget not in (page, self._waiting):
                self.removeWidget(widget)
                widget.deleteLater()
