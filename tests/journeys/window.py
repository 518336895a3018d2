"""Drives the real window as a person does: by what is on screen, with keyboard and mouse only."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListView,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from pharmassist.__main__ import rooms
from pharmassist.app import doors_of
from pharmassist.assembly import DEMONSTRATION_KEY, open_office
from pharmassist.demonstration.invoices import generate
from pharmassist.services.jobs import Lanes
from pharmassist.services.office import Office
from pharmassist.services.opening import Opening
from pharmassist.services.texts import use_language
from pharmassist.ui.bridge import Bridge
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.row import Row
from pharmassist.ui.rooms import Wish
from pharmassist.ui.start import Start
from pharmassist.ui.theme import Theme
from pharmassist.ui.window import Window
from tests.ui.conftest import type_text

MOST_TICKS = 100
Part = TypeVar("Part", bound=QWidget)


def plain(words: str) -> str:
    """Return words without the spaces and signs that only the layout needs."""
    for sign in ("\u200b", "\u00ad"):
        words = words.replace(sign, "")
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def name_of(part: QWidget) -> str:
    """Return what a part is called, on screen or aloud."""
    name = part.accessibleName()
    return plain(part.text() if isinstance(part, QAbstractButton) and not name else name)


@dataclass
class Screen:
    """One window of the program on one folder, and who sits before it."""

    start: Start
    qtbot: QtBot
    bugs: list[BaseException] = field(default_factory=list)

    # What is seen

    def top(self) -> QWidget:
        """Return what stands in front: a dialog, else an overlay, else the window."""
        dialogs = [d for d in self.start.findChildren(QDialog) if d.isVisible()]
        overlays = [o for o in self.start.findChildren(Overlay) if o.isVisible()]
        return next(iter([*reversed(dialogs), *reversed(overlays)]), self.start)

    def words(self) -> str:
        """Return everything that can be read in front, what is painted by its spoken name."""
        told: dict[str, None] = {}
        for part in _shown(self.top(), QWidget):
            if isinstance(part, QLabel | QAbstractButton):
                told[part.text()] = None
            elif isinstance(part, QComboBox):
                told[part.currentText()] = None
            elif isinstance(part, QLineEdit):
                told[part.displayText()] = None
            told[part.accessibleName()] = None
        return plain(" | ".join(word for word in told if word))

    def wait_for(self, *wanted: str) -> None:
        """Wait until all these words are on screen."""

        def there() -> None:
            words = self.words()
            assert all(each in words for each in wanted), f"{wanted} not in: {words}"

        self.until(there)

    def until(self, ready: Callable[[], bool | None]) -> None:
        """Wait for something on screen; what was not foreseen ends the wait."""

        def look() -> bool | None:
            if self.bugs:
                raise RuntimeError("the program failed") from self.bugs[0]
            return ready()

        self.qtbot.waitUntil(look)

    # What is done

    def click(self, name: str) -> None:
        """Press a button, a chip or a box by its words, with the mouse."""
        button, place = self._find(QAbstractButton, name)
        if isinstance(button, QCheckBox):
            # The box and its words answer, not the empty room beside them.
            place = QPoint(8, button.height() // 2)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=place)

    def enter(self, name: str) -> None:
        """Press a button with Enter, as one who came to it by Tab."""
        button, _place = self._find(QAbstractButton, name)
        button.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(button, Qt.Key.Key_Return)

    def row(self, name: str) -> None:
        """Press the row whose words begin so."""
        row, _place = self._find(Row, name, begins=True)
        QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(12, 8))

    def fill(self, label: str, text: str, *, enter: bool = False) -> None:
        """Go to a field with the mouse, type over what is there, perhaps Enter."""
        line, place = self._find(QLineEdit, label)
        QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=place)
        assert line.hasFocus(), label
        QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(line, Qt.Key.Key_Delete)
        type_text(line, text)
        if enter:
            QTest.keyClick(line, Qt.Key.Key_Return)

    def choose(self, label: str, words: str) -> None:
        """Take an entry of a closed list by its first letter, as often as needed."""
        box, _place = self._find(QComboBox, label)
        # A list that a lane reads comes a moment after its box.
        self.until(lambda: any(plain(box.itemText(at)) == words for at in range(box.count())))
        box.setFocus(Qt.FocusReason.TabFocusReason)
        pause = QApplication.keyboardInputInterval()
        # Each letter begins a new search, without the pause that a hand makes.
        QApplication.setKeyboardInputInterval(0)
        for _time in range(box.count()):
            if plain(box.currentText()) != words:
                type_text(box, words[0])
        QApplication.setKeyboardInputInterval(pause)
        assert plain(box.currentText()) == words, box.currentText()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key wherever the focus is."""

        def there() -> bool:
            top = self._in_front()
            return QApplication.activeWindow() is top and QApplication.focusWidget() is not None

        self.until(there)
        front = QApplication.focusWidget()
        assert front is not None
        QTest.keyClick(front, key, modifier)

    def write(self, text: str) -> None:
        """Type where the focus is, over what is there."""
        line = QApplication.focusWidget()
        assert isinstance(line, QLineEdit)
        line.selectAll()
        type_text(line, text)

    def act_as(self, number: Qt.Key) -> None:
        """Answer the question asked at each opening with the figure of a person."""
        self.wait_for("Qui agit ?")
        self.key(number)
        self.until(lambda: self.top() is self.start)

    def page(self, name: str) -> None:
        """Choose a page in the rail."""
        rail, _place = self._find(QListView, "Pages")
        model = rail.model()
        places = [model.index(row, 0) for row in range(model.rowCount())]
        place = next(index for index in places if plain(str(index.data())) == name)
        rail.scrollTo(place)
        QTest.mouseClick(rail.viewport(), Qt.MouseButton.LeftButton, pos=rail.visualRect(place).center())

    def file(self, path: Path, ask: Callable[[], None]) -> None:
        """Do what opens a file dialog, and give it the path."""
        verbs: list[QDialogButtonBox] = []
        told: list[str] = []
        ticks = 0

        def look() -> None:
            nonlocal ticks
            for dialog in (w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog)):
                line, verb = dialog.findChild(QLineEdit, "fileNameEdit"), dialog.findChild(QDialogButtonBox)
                if not dialog.isVisible() or not isinstance(line, QLineEdit):
                    continue
                assert isinstance(verb, QDialogButtonBox)
                ticks += 1
                if line.text() != str(path):
                    # In one go, as pasting does: the dialog is the desktop's, not ours.
                    line.setText(str(path))
                elif ticks < MOST_TICKS:
                    # The names that fit are proposed over the field; then Enter takes what is typed.
                    proposed = QApplication.activePopupWidget()
                    if proposed is not None:
                        proposed.close()
                    verbs.append(verb)
                    QTest.keyClick(line, Qt.Key.Key_Return)
                else:
                    told.append(line.text())
                    dialog.reject()

        watch = QTimer()
        watch.setInterval(20)
        watch.timeout.connect(look)
        watch.start()
        try:
            ask()
            self.until(lambda: bool(verbs) and not any(isValid(v) and v.isVisible() for v in verbs))
        finally:
            watch.stop()
        assert ticks < MOST_TICKS, told

    def copied(self) -> str:
        """Return what is on the clipboard, as pasting at a provider's page would."""
        return QGuiApplication.clipboard().text()

    # Finding

    @property
    def window(self) -> Window:
        """The window of the office that is open."""
        furnishing = self.start.furnishing
        assert furnishing is not None
        return furnishing.window

    def has(self, name: str) -> bool:
        """Tell whether a button so named can be pressed in front."""
        return bool(self._all(QAbstractButton, name))

    def _find(self, kind: type[Part], name: str, *, begins: bool = False) -> tuple[Part, QPoint]:
        """Wait for a part, scroll to it as the wheel does; returns it and where to press it."""
        found: list[tuple[Part, QPoint]] = []

        def there() -> None:
            proposed = QApplication.activePopupWidget()
            if proposed is not None:
                # Going elsewhere closes a list of proposals, as the mouse or Tab does.
                proposed.close()
            self._in_front()
            parts = self._all(kind, name, begins=begins)
            assert parts, f"no {name!r} in: {self.words()}"
            parent = parts[0].parentWidget()
            while parent is not None:
                if isinstance(parent, QScrollArea):
                    parent.ensureWidgetVisible(parts[0])
                parent = parent.parentWidget()
            seen = parts[0].visibleRegion()
            assert not seen.isEmpty(), f"{name!r} is out of sight"
            found.append((parts[0], seen.boundingRect().center()))

        self.until(there)
        return found[-1]

    def _all(self, kind: type[Part], name: str, *, begins: bool = False) -> list[Part]:
        found = [(part, name_of(part)) for part in _shown(self.top(), kind) if part.isEnabled()]
        return [part for part, told in found if (told.startswith(name) if begins else told == name)]

    def _in_front(self) -> QWidget:
        """Make the window in front the active one, as a desktop does when a dialog closes."""
        top = self.top().window()
        if top is not QApplication.activeWindow():
            top.activateWindow()
            QApplication.processEvents()
        return top


def _shown(top: QWidget, kind: type[Part]) -> list[Part]:
    return [part for part in top.findChildren(kind) if part.isVisible()]


@contextmanager
def opened(app: QApplication, qtbot: QtBot, home: Path, key_file: Path | None = None) -> Iterator[Screen]:
    """Open the program on a folder through the window's own door; it is closed as a person closes it."""
    use_language("fr")
    lanes, bugs = Lanes(), list[BaseException]()
    bridge = Bridge(lanes, bugs.append)
    start = Start(
        bridge,
        partial(doors_of, home, home / "temporary"),
        rooms(),
        Wish(recovery_key_file=key_file, language="fr"),
    )
    screen = Screen(start, qtbot, bugs)
    start.show()
    start.activateWindow()
    try:
        with qtbot.waitSignal(start.settled):
            start.begin()
        yield screen
        assert bugs == []
    finally:
        start.close()
        lanes.close()
        for office in start.offices:
            office.close()
        start.deleteLater()
        bridge.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@dataclass(frozen=True, slots=True)
class House:
    """The fictional pharmacy's folder, opened as any other register."""

    app: QApplication
    qtbot: QtBot
    home: Path

    @property
    def key_file(self) -> Path:
        """Where the recovery key lies."""
        return self.home / DEMONSTRATION_KEY

    @property
    def truth(self) -> dict[str, Any]:
        """What the generator knows of each list, by its day."""
        days: dict[str, Any] = json.loads((self.home / "truth.json").read_text(encoding="utf-8"))["days"]
        return days

    def export(self, day: str) -> Path:
        """Return the list that the LGO made on a day."""
        return self.home / str(self.truth[day]["file"])

    def window(self) -> AbstractContextManager[Screen]:
        """Open the window with the recovery key; leaving closes it."""
        return opened(self.app, self.qtbot, self.home, self.key_file)

    @contextmanager
    def office(self) -> Iterator[Office]:
        """Open the register once the window is closed, to prove what the screen said."""
        office = open_office(Opening(self.home, self.key_file))
        yield office
        office.close()

    def sealed(self, *secrets: str) -> None:
        """Assert that the journal is whole and that nothing forbidden entered the register."""
        with self.office() as office:
            assert office.safekeeping.verify_journal("").ok
            dump = "\n".join(office.safekeeping.dump())
        for forbidden in (*secrets, *generate().patients):
            assert forbidden not in dump


def dressed(app: QApplication) -> None:
    """Give the application its look, once."""
    if app.findChild(Theme) is None:
        Theme(app)
