"""The real window on a fictional pharmacy, for pictures and for the walks of the tests.

Everything runs on one thread, at once: what was asked is on screen when ``settle`` returns.
Nothing touches a keyring, a printer or the network.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

from pharmassist import assembly
from pharmassist.__main__ import rooms
from pharmassist.demonstration.filling import START
from pharmassist.demonstration.year import YearLine
from pharmassist.demonstration.year_files import bank_csv
from pharmassist.domain.imports import ImportKind
from pharmassist.domain.operators import Light, LightState
from pharmassist.domain.people import Person, Pharmacy, Role
from pharmassist.services.banking import BankChoice
from pharmassist.services.jobs import ImmediateRunner
from pharmassist.services.list_reading import Choice
from pharmassist.services.office import Office
from pharmassist.services.opening import Founding
from pharmassist.ui.bridge import Bridge
from pharmassist.ui.colours import DIM
from pharmassist.ui.first_room import furnish
from pharmassist.ui.furnishing import Beginning, Furnishing, read_beginning
from pharmassist.ui.page import Page
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.rooms import Wish
from pharmassist.ui.window import Window

LEAD, OWNER = "CR", "AB"
TODAY = date(2024, 1, 30)
QUIET_ROUNDS, MOMENT_MS, MOST_SECONDS, MOST_STEPS_BACK = 4, 200, 30.0, 5
Part = TypeVar("Part", bound=QWidget)


def live_the_morning(office: Office, home: Path) -> None:
    """Open the incident, go through its first steps, read the bank, begin a password and an acompte."""
    case = office.guiding.open("viamedis-2024", LEAD).case.id
    office.guiding.done(case, "est-ce-vrai", LEAD, proof="rappelé au numéro du contrat")
    office.guiding.done(case, "arreter-recyclages", LEAD, proof="dit à l’équipe")
    office.importing.store(
        LEAD,
        home / "exports" / "2024-01-30.tsv",
        Choice(kind=ImportKind.SNAPSHOT, snapshot_date=TODAY),
    )
    office.guiding.done(case, "premiere-photo", LEAD)
    office.watching.set_light("sp-sante", Light.NOTICES, LightState.DISRUPTED, OWNER, "appel au numéro connu")
    office.rotating.start(OWNER, office.accesses.lines()[0].access.id)
    office.advancing.request(OWNER, "viamedis", date(2024, 1, 12), TODAY)
    read_the_bank(office, home)


def read_the_bank(office: Office, home: Path) -> None:
    """Bring in four credits, and three announced transfers of which one is absent."""
    office.noticing.add(LEAD, "sp-sante", date(2024, 1, 26), 30_122, "8841207")
    office.noticing.add(LEAD, "viamedis", date(2024, 1, 25), 28_462)
    office.noticing.add(LEAD, "isante", date(2024, 1, 29), 19_863)
    statement = home / "compte.csv"
    lines = (
        (26, 821_477, "VIR CPAM FINISTERE"),
        (29, 44_806, "VIR SEPA VIAMEDIS"),
        (29, 19_863, "VIR SEPA ISANTE"),
        (30, 30_122, "VIR SP SANTE REF 8841207"),
        (30, 12_345, "VIR MUTUELLE DU QUAI"),
    )
    statement.write_bytes(
        bank_csv([YearLine(date(2024, 1, day), cents, "transfer", label) for day, cents, label in lines])
    )
    office.banking.store(LEAD, statement, BankChoice())


@contextmanager
def morning_office(folder: Path) -> Iterator[Office]:
    """Give the fictional pharmacy after the first hour of its incident."""
    office = assembly.demonstration_office(folder)
    try:
        live_the_morning(office, folder)
        yield office
    finally:
        office.close()


@contextmanager
def empty_office(folder: Path) -> Iterator[Office]:
    """Give a register where nothing was entered yet."""
    founding = Founding(
        home=folder,
        pharmacy=Pharmacy("", "Pharmacie du Port", "290099993", town="Port-Ellé"),
        people=(Person(0, OWNER, "Anne Besson", Role.OWNER),),
        recovery_key_out=folder / assembly.DEMONSTRATION_KEY,
        without_vault=True,
        rehearsal=True,
        rehearsal_start=START,
    )
    folder.mkdir(parents=True)
    office = assembly.found_office(founding).office
    try:
        yield office
    finally:
        office.close()


@dataclass
class Stage:
    """The window of one office; ``home`` is its folder, ``bugs`` what no rule foresaw."""

    app: QApplication
    office: Office
    home: Path
    language: str
    bugs: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Build the window and show its first page."""
        self.bridge = Bridge(ImmediateRunner(), self.bugs.append)
        wish, read = Wish(initials=OWNER, language=self.language), list[Beginning]()
        self.bridge.ask(
            self.app,
            "read",
            lambda _stop, _progress: read_beginning(self.office),
            read.append,
            self.bugs.append,
        )
        self.settle(lambda: bool(read))
        self.furnishing: Furnishing = furnish(self.app, self.bridge, rooms(), self.office, read[0], wish)
        self.alone: QWidget | None = None
        self.window.show()
        self.window.activateWindow()
        self.furnishing.begin()
        self.settle()

    @property
    def window(self) -> Window:
        """The window of the office."""
        return self.furnishing.window

    @property
    def shown(self) -> QWidget:
        """What the scene is about: a window of its own, or that of the office."""
        return self.alone or self.window

    def resize(self, width: int, height: int) -> None:
        """Give the window a size, what stands alone too."""
        for window in (self.window, self.alone):
            if window is not None:
                window.resize(width, height)
        self.settle()

    def page(self, key: str, target: str = "") -> Page:
        """Show a page of the rail and let it arrive."""
        page = self.window.open_page(key, target)
        self.settle()
        return page

    def stand_alone(self, widget: QWidget) -> None:
        """Show a window that stands where no office is open."""
        self.alone = widget
        widget.resize(self.window.size())
        widget.show()
        widget.activateWindow()
        self.settle()

    def press(self, words: str) -> None:
        """Press the first enabled button that is called so, on screen or aloud."""
        found = [
            button
            for button in self.front().findChildren(QAbstractButton)
            if button.isVisible() and button.isEnabled() and words in (button.text(), button.accessibleName())
        ]
        if not found:
            raise LookupError(f"no button {words!r} in front")
        found[0].click()
        self.settle()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key on the window."""
        self.window.activateWindow()
        self.settle(lambda: self.app.activeWindow() is self.window)
        QTest.keyClick(self.window, key, modifier)
        self.settle()

    def part(self, kind: type[Part]) -> Part:
        """Return the first visible part of a kind."""
        return next(part for part in self.shown.findChildren(kind) if part.isVisible())

    def front(self) -> QWidget:
        """Return what stands in front: a dialog, an overlay, else the window."""
        dialogs = self.dialogs()
        overlays = [overlay for overlay in self.window.findChildren(Overlay) if overlay.isVisible()]
        return next(iter([*reversed(dialogs), *reversed(overlays)]), self.shown)

    def dialogs(self) -> list[QDialog]:
        """Return the dialogs shown over the window, oldest first."""
        return [dialog for dialog in self.shown.findChildren(QDialog) if dialog.isVisible()]

    def settle(self, ready: Callable[[], bool] = lambda: True) -> None:
        """Let what was asked for arrive, timers of a moment included, until ``ready``."""
        end = time.monotonic() + MOST_SECONDS
        quiet = 0
        while quiet < QUIET_ROUNDS or self._waits() or not ready():
            self.app.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            quiet += 1
            time.sleep(0.003)
            if time.monotonic() > end:
                raise TimeoutError("what was asked for did not come")

    def _waits(self) -> bool:
        """Tell whether a page that was told of a change still waits for its moment to read again."""
        return any(
            timer.isActive() and timer.isSingleShot() and timer.interval() <= MOMENT_MS
            for window in self.app.topLevelWidgets()
            for timer in window.findChildren(QTimer)
        )

    def strike(self) -> None:
        """Take away what the scene put over the window, and leave an import or a lock behind."""
        if self.alone is not None:
            self.alone.close()
            self.alone.deleteLater()
            self.alone = None
        self.window.unlock()
        for dialog in self.dialogs():
            dialog.reject()
        for overlay in self.window.findChildren(Overlay):
            if overlay.isVisible():
                overlay.dismiss()
        for _step in range(MOST_STEPS_BACK):
            if not self.window.current_page().escape():
                break
        self.window.set_reminder("")
        self.settle()

    def picture(self) -> QPixmap:
        """Return what is on screen: the window, its dialogs in the middle of it."""
        picture = self.shown.grab()
        for dialog in self.dialogs():
            over = dialog.grab()
            painter = QPainter(picture)
            room = self.shown.rect()
            painter.fillRect(room, DIM)
            left, top = (room.width() - dialog.width()) // 2, (room.height() - dialog.height()) // 2
            painter.drawPixmap(QPoint(left, max(0, top)), over)
            painter.end()
        return picture

    def close(self) -> None:
        """Close the window and let Qt delete it."""
        self.strike()
        window = self.window
        window.close()
        window.deleteLater()
        self.bridge.deleteLater()
        # The window takes its furnishing with it.
        with suppress(RuntimeError):
            self.app.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@contextmanager
def staged(app: QApplication, office: Office, home: Path, language: str = "fr") -> Iterator[Stage]:
    """Give the window of an office; it is closed at the end, and no bug may have been told."""
    stage = Stage(app, office, home, language)
    try:
        yield stage
    finally:
        stage.close()
    if stage.bugs:
        raise RuntimeError("the program failed") from stage.bugs[0]
