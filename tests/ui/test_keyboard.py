"""The whole window by keyboard: Tab comes to every control, shows it, and ends where it began."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFocusFrame, QRadioButton, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from pharmassist.domain.accesses import AccessKind
from pharmassist.services.shortcuts import PLACES
from pharmassist.ui.first_window import come_forward
from pharmassist.ui.furnishing import Furnishing
from pharmassist.ui.pages.incident.page import IncidentPage
from pharmassist.ui.parts.button import Button
from tests.ui.furnished import furnished_window
from tests.ui.offices import founded_office, note_invoice

MOST_STOPS = 200
PAGES = (
    *("today", "incident", "operators", "claims", "advances", "transfers", "passwords", "message"),
    "journal",
    "settings",
)
MEANT_ELSEWHERE = {"Ctrl+Enter", "Ctrl+="}
"""Second names of a key that the table tells once."""


@pytest.fixture
def furnishing(tmp_path: Path, qtbot: QtBot) -> Iterator[Furnishing]:
    """Give the window of an office in the middle of an incident."""
    with founded_office(tmp_path) as founded:
        office = founded.office
        note_invoice(office, "000418217", 774)
        office.guiding.open("viamedis-2024", "CR")
        office.accesses.add("AB", AccessKind.MAILBOX, "contact@orange.fr", provider="orange")
        with furnished_window(office, qtbot) as made:
            yield made


def stops(window: QWidget) -> set[QWidget]:
    """Return the controls that Tab must come to; of a group of radio buttons the chosen one."""
    found = set()
    for part in window.findChildren(QWidget):
        takes = part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.focusProxy() is None
        if not takes or not part.isVisible() or not part.isEnabled():
            continue
        if isinstance(part, QFocusFrame | QScrollBar) or part.objectName().startswith("qt_"):
            continue
        if isinstance(part, QRadioButton | QAbstractButton) and part.group() is not None:
            group = part.group()
            if group.exclusive() and group.checkedButton() not in (None, part):
                continue
        found.add(part)
    return found


def around(window: QWidget, part: QWidget) -> QRect:
    """Return where a control and its line are in the window's picture."""
    return QRect(part.mapTo(window, part.rect().topLeft()), part.size()).adjusted(-6, -6, 6, 6)


@pytest.mark.parametrize("page", PAGES)
def test_tab_comes_to_every_control_shows_it_and_ends_where_it_began(
    furnishing: Furnishing, qtbot: QtBot, page: str
) -> None:
    window = furnishing.window
    window.open_page(page)
    qtbot.wait(100)
    wanted = stops(window)
    first = next(part for part in window.rail.findChildren(QWidget) if part in wanted)
    first.setFocus()
    walked: list[QWidget] = []
    seen: list[tuple[QWidget, QRect, QImage]] = []
    while len(walked) < MOST_STOPS:
        part = QApplication.focusWidget()
        assert part is not None
        if part is first and walked:
            break
        walked.append(part)
        QApplication.processEvents()
        seen.append((part, around(window, part), window.grab().toImage()))
        QTest.keyClick(part, Qt.Key.Key_Tab)
    assert len(walked) < MOST_STOPS, f"Tab does not come back: {walked[-3:]}"
    left_out = {f"{type(part).__name__} « {part.accessibleName()} »" for part in wanted - set(walked)}
    assert left_out == set()
    unseen = [
        f"{type(part).__name__} « {part.accessibleName()} »"
        for (part, rect, with_focus), (_next, _rect, without) in pairwise(seen)
        if with_focus.copy(rect) == without.copy(rect)
    ]
    assert unseen == []


class Spy(QObject):
    """Notes what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_no_page_shows_a_window_of_its_own_while_it_is_built(furnishing: Furnishing, qtbot: QtBot) -> None:
    app, spy = QApplication.instance(), Spy()
    assert isinstance(app, QApplication)
    app.installEventFilter(spy)
    for page in PAGES:
        furnishing.window.open_page(page)
        qtbot.wait(50)
    app.removeEventFilter(spy)
    assert spy.shown == []
    assert furnishing.window.isActiveWindow()


def test_every_key_that_is_bound_is_in_the_table_that_is_printed(
    furnishing: Furnishing, qtbot: QtBot
) -> None:
    told = {QKeySequence(key).toString() for place in PLACES for one in place.shortcuts for key in one.keys}
    for page in PAGES:
        furnishing.window.open_page(page)
    bound = {shortcut.key().toString() for shortcut in furnishing.window.findChildren(QShortcut)}
    assert bound - told - MEANT_ELSEWHERE == set()


def test_the_next_page_is_one_key_away_and_the_last_leads_to_the_first(furnishing: Furnishing) -> None:
    window = furnishing.window
    QTest.keyClick(window, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert window.current_key == PAGES[-1]
    QTest.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert window.current_key == PAGES[0]


def test_arrows_go_down_the_rail_past_a_page_that_was_worked_in(furnishing: Furnishing, qtbot: QtBot) -> None:
    window = furnishing.window
    page = window.open_page("incident")
    assert isinstance(page, IncidentPage)
    qtbot.waitUntil(lambda: page._panel is not None and bool(page._panel.findChildren(Button)))
    # The panel keeps in mind what had the focus in it; the rail has it now.
    panel = page._panel
    assert panel is not None
    panel.findChildren(Button)[0].setFocus()
    window.open_page("today")
    rail = window.rail._view
    rail.setFocus()
    QTest.keyClick(rail, Qt.Key.Key_Down)
    assert window.current_key == "incident"
    # A colleague tells a step meanwhile: the page is filled anew behind the rail.
    office = furnishing.desk.office
    case = office.guiding.open_cases()[0].case.id
    office.guiding.done(case, "est-ce-vrai", "AB", proof="rappelé au numéro du contrat")
    qtbot.waitUntil(lambda: page._panel not in (None, panel))
    qtbot.wait(50)
    assert window.focusWidget() is rail
    QTest.keyClick(rail, Qt.Key.Key_Down)
    assert window.current_key == "operators"


def test_esc_gives_the_keyboard_back_to_the_lgo_and_says_so_the_first_time(
    furnishing: Furnishing, qtbot: QtBot
) -> None:
    window = furnishing.window
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert "Échap range cette fenêtre" in window._reminder.text()
    assert not window.isMinimized()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(window.isMinimized)
    assert window._reminder.isHidden()
    # Said once: the next time it is done at once.
    come_forward(window)
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(window.isMinimized)
    assert furnishing.desk.keeping.kept.told == ("esc",)
