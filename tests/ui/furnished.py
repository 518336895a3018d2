"""The whole window of a real office, for tests that go through it as a person would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pharmassist.__main__ import rooms
from pharmassist.services.office import Office
from pharmassist.ui.first_room import furnish
from pharmassist.ui.furnishing import Furnishing, read_beginning
from pharmassist.ui.keeping import Keeping
from pharmassist.ui.rooms import Wish
from tests.ui.offices import founded_office, in_a_lane, make_bridge


@contextmanager
def furnished_window(
    office: Office, qtbot: QtBot, who: str = "AB", keeping: Keeping | None = None
) -> Iterator[Furnishing]:
    """Show the window of an office, 1280 by 800, on its first page; no error may come."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    bridge, bugs = make_bridge()
    beginning = in_a_lane(lambda: read_beginning(office))
    furnishing = furnish(app, bridge, rooms(), office, beginning, Wish(initials=who), keeping)
    bridge.setParent(furnishing)
    window = furnishing.window
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    # The first page was asked already: it may arrive with the next event.
    with qtbot.waitSignal(furnishing.settled):
        furnishing.begin()
    qtbot.waitUntil(window.isActiveWindow)
    yield furnishing
    window.close()
    assert bugs == []


@contextmanager
def furnished(folder: Path, qtbot: QtBot, who: str = "AB") -> Iterator[Furnishing]:
    """Show the window of a new office."""
    with founded_office(folder) as founded, furnished_window(founded.office, qtbot, who) as furnishing:
        yield furnishing
