"""What is new is told above the pages and by the tray; the focus stays where somebody types."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from pharmassist.domain.breaches import BreachField
from pharmassist.domain.operators import Light, LightState
from pharmassist.services.office import Office
from pharmassist.ui.page import Page, PageSpec
from pharmassist.ui.parts.header import Header
from pharmassist.ui.reminding import Reminding
from pharmassist.ui.window import Keys, Window
from tests.ui.offices import TestDesk, founded_office, make_desk


class Typing(Page):
    """A page where somebody types."""

    def __init__(self) -> None:
        super().__init__(Header("Typing"))
        self.line = QLineEdit()
        self.body.addWidget(self.line)

    def entered(self) -> None:
        """Nothing is read."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TestDesk]:
    with founded_office(tmp_path) as founded:
        yield make_desk(founded.office)


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def window(desk: TestDesk, qtbot: QtBot, told: list[str]) -> Window:
    spec = PageSpec("typing", "Typing", "keyboard", Typing)
    keys = Keys(help=lambda _page: None, note_claim=lambda: None, counter=lambda: None)
    made = Window("Pharmacie du Port", [spec], keys)
    qtbot.addWidget(made)
    made.open_page("typing")
    made.show()
    made.activateWindow()
    reminding = Reminding(desk.desk, made, lambda _title, words: told.append(words))
    reminding.read()
    qtbot.waitUntil(lambda: reminding._known is not None)
    return made


def read(window: Window, qtbot: QtBot) -> None:
    reminding = window.findChild(Reminding)
    assert isinstance(reminding, Reminding)
    before = reminding._known
    reminding.read()
    qtbot.waitUntil(lambda: reminding._known is not before)


def office_of(desk: TestDesk) -> Office:
    return desk.desk.office


def test_a_light_is_told_once_without_taking_the_focus(
    desk: TestDesk, window: Window, qtbot: QtBot, told: list[str]
) -> None:
    page = window.current_page()
    assert isinstance(page, Typing)
    page.line.setFocus()
    qtbot.waitUntil(page.line.hasFocus)
    office_of(desk).watching.set_light("viamedis", Light.TRANSFERS, LightState.STOPPED, "AB", "relevé")
    read(window, qtbot)
    assert told == ["Viamedis, Virements : arrêté"]
    assert window._reminder.isVisible()
    assert page.line.hasFocus(), "never over typing"
    read(window, qtbot)
    assert len(told) == 1, "told once"
    window.rail.chosen.emit("typing")
    assert window._reminder.isHidden()


def test_what_stands_at_the_start_is_no_news(desk: TestDesk, window: Window, told: list[str]) -> None:
    assert told == []
    assert window._reminder.isHidden()
    assert office_of(desk).reminders.now() == ()


def test_a_clock_is_told_at_each_stage(desk: TestDesk, window: Window, qtbot: QtBot, told: list[str]) -> None:
    office = office_of(desk)
    case = office.guiding.open("account-misused", "AB").case.id
    office.guiding.answer(case, "a-qui", "AB", "ours")
    for hours, wanted in ((10, ""), (60, "reste"), (70, "reste"), (80, "dépassé")):
        start = office.clock.now() - timedelta(hours=hours)
        office.breaches.note(case, "AB", {BreachField.DISCOVERED: start})
        told.clear()
        read(window, qtbot)
        assert bool(told) is bool(wanted), hours
        if wanted:
            assert wanted in told[0]
            assert "72 heures" in told[0]
