"""The tour of the demonstration: eight stops by keyboard, resumed, never in a real register."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pharmassist.assembly import demonstration_office
from pharmassist.services.texts import use_language
from pharmassist.services.waiting_files import FOLDER, STATEMENT
from pharmassist.ui.demonstration_files import demonstration_files
from pharmassist.ui.furnishing import Furnishing
from pharmassist.ui.parts.text import Text
from pharmassist.ui.tour import Tour, TourCard, stops
from pharmassist.ui.window import Window
from tests.ui.accessibility import nameless_controls
from tests.ui.furnished import furnished, furnished_window


@pytest.fixture
def demonstration(tmp_path: Path, qtbot: QtBot) -> Iterator[Furnishing]:
    use_language("fr")
    office = demonstration_office(tmp_path / "pharmacie")
    try:
        with furnished_window(office, qtbot) as furnishing:
            qtbot.waitUntil(lambda: bool(furnishing.window.findChildren(TourCard)))
            yield furnishing
    finally:
        office.close()


def card(furnishing: Furnishing) -> TourCard:
    (found,) = furnishing.window.findChildren(TourCard)
    return found


def notice(window: Window) -> str:
    """Return the line above the pages."""
    lines = [text for text in window.findChildren(Text) if text.property("part") == "notice"]
    return " ".join(text.text() for text in lines if text.isVisible())


def test_eight_stops_follow_each_other_by_f7(demonstration: Furnishing) -> None:
    window = demonstration.window
    strip = card(demonstration)
    assert strip.isHidden()
    pages = []
    for number in range(1, 9):
        QTest.keyClick(window, Qt.Key.Key_F7)
        assert strip.title.text() == f"Visite {number}/8"
        pages.append(window.current_key)
    assert pages == [stop.page for stop in stops()]
    assert nameless_controls(strip) == []
    QTest.keyClick(window, Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    assert strip.title.text() == "Visite 7/8"
    assert window.current_key == "transfers"
    for _twice in range(2):
        QTest.keyClick(window, Qt.Key.Key_F7)
    assert strip.isHidden()


def test_it_resumes_where_it_was_left_and_the_notice_says_how(demonstration: Furnishing) -> None:
    window = demonstration.window
    strip = card(demonstration)
    for _stop in range(3):
        QTest.keyClick(window, Qt.Key.Key_F7)
    QTest.keyClick(window, Qt.Key.Key_F7, Qt.KeyboardModifier.ControlModifier)
    assert strip.isHidden()
    assert "F7" in notice(window)
    window.open_page("settings")
    QTest.keyClick(window, Qt.Key.Key_F7)
    assert strip.title.text() == "Visite 3/8"
    assert window.current_key == "passwords"
    assert "F7" not in notice(window)


def test_it_takes_no_focus_and_no_key_behind_the_lock(demonstration: Furnishing, qtbot: QtBot) -> None:
    window = demonstration.window
    before = window.focusWidget()
    QTest.keyClick(window, Qt.Key.Key_F7)
    assert window.focusWidget() is before
    window.lock()
    QTest.keyClick(window, Qt.Key.Key_F7)
    window.unlock()
    assert card(demonstration).title.text() == "Visite 1/8"


def test_files_of_the_demonstration_are_where_choosers_open(demonstration: Furnishing) -> None:
    office = demonstration.desk.office
    assert (Path(demonstration_files(office, "exports")) / "2024-01-30.tsv").is_file()
    assert (Path(demonstration_files(office, FOLDER)) / STATEMENT).is_file()


def test_a_real_register_has_no_tour(tmp_path: Path, qtbot: QtBot) -> None:
    with furnished(tmp_path, qtbot) as furnishing:
        window = furnishing.window
        QTest.keyClick(window, Qt.Key.Key_F7)
        assert window.findChildren(Tour) == []
        assert window.findChildren(TourCard) == []
        assert window.current_key == "today"
        assert demonstration_files(furnishing.desk.office, "exports") == ""
