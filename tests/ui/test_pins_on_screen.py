"""PINs on screen: the lock, the owner's decisions, a forgotten PIN, the session that locks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from jeepney import DBusAddress, new_signal
from jeepney.io.blocking import open_dbus_connection
from PySide6.QtCore import Qt
from PySide6.QtDBus import QDBusConnection
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.office import Office
from pharmassist.ui.lock import LockScreen
from pharmassist.ui.owner import PinDialog
from pharmassist.ui.pages.settings.page import SettingsPage
from pharmassist.ui.session import SessionWatch
from tests.servers.secret_service import SecretService
from tests.ui.accessibility import nameless_controls
from tests.ui.conftest import type_text
from tests.ui.offices import TODAY, TestDesk, founded_office, make_desk
from tests.ui.reading import words

RIGHT = "7294"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TestDesk]:
    with founded_office(tmp_path) as founded:
        made = make_desk(founded.office)
        yield made
        assert made.bugs == []


@pytest.fixture
def office(desk: TestDesk) -> Office:
    return desk.desk.office


@pytest.fixture
def settings(desk: TestDesk, qtbot: QtBot) -> SettingsPage:
    page = SettingsPage(desk.desk, where=lambda _parent: "")
    qtbot.addWidget(page)
    page.resize(1064, 728)
    page.show()
    page.entered()
    qtbot.waitUntil(lambda: page.name.value() == "Pharmacie du Port")
    return page


def dialog_of(page: SettingsPage) -> PinDialog | None:
    found = [d for d in page.window().findChildren(PinDialog) if d.isVisible()]
    return found[0] if found else None


def test_the_lock_without_pins_opens_by_enter(qtbot: QtBot) -> None:
    opened: list[bool] = []
    screen = LockScreen(lambda: opened.append(True))
    qtbot.addWidget(screen)
    screen.show()
    screen.ready()
    QTest.keyClick(screen.button, Qt.Key.Key_Return)
    assert opened == [True]
    assert not screen.pin.isVisible()


def test_the_lock_asks_the_pin_and_counts_a_wait_down(qtbot: QtBot, office: Office) -> None:
    opened: list[bool] = []
    tried: list[tuple[str, str]] = []
    screen = LockScreen(lambda: opened.append(True))
    qtbot.addWidget(screen)
    screen.set_pins(("AB", "CR"), "CR")
    screen.show()
    screen.ready()
    assert screen.person.value() == "CR"
    assert nameless_controls(screen) == []
    screen.tried.connect(lambda who, pin: tried.append((who, pin.reveal())))
    QTest.keyClick(screen.button, Qt.Key.Key_Return)
    assert (opened, tried) == ([], [])
    type_text(screen.pin.line, "0001")
    interface = QAccessible.queryAccessibleInterface(screen.pin.line)
    assert "0001" not in interface.text(QAccessible.Text.Value)
    QTest.keyClick(screen.pin.line, Qt.Key.Key_Return)
    QTest.keyClick(screen.pin.line, Qt.Key.Key_Return)
    assert tried == [("CR", "0001")]
    assert screen.pin.is_empty()
    office.pins.set("CR", Secret(RIGHT))
    for _number in range(3):
        with pytest.raises(Problem) as told:
            office.pins.check("CR", Secret("0001"))
    screen.refuse(told.value)
    assert not screen.pin.isEnabled()
    assert "5" in screen.pin.error_text
    qtbot.waitUntil(lambda: "4" in screen.pin.error_text)
    screen.set_pins(("CR",), "CR")
    assert screen.pin.isEnabled()


def test_a_forgotten_pin_is_replaced_on_the_lock_screen(qtbot: QtBot) -> None:
    screen = LockScreen(lambda: None)
    qtbot.addWidget(screen)
    screen.set_pins(("AB",), "AB")
    screen.show()
    screen.ready()
    screen.forgotten.click()
    assert not screen.pin.isVisible()
    type_text(screen.sheet.line, "7ZK4M 0B9QA")
    type_text(screen.new_pin.line, RIGHT)
    with qtbot.waitSignal(screen.reset) as told:
        QTest.keyClick(screen.new_pin.line, Qt.Key.Key_Return)
    who, new, sheet = told.args
    assert (who, new.reveal(), sheet.reveal()) == ("AB", RIGHT, "7ZK4M 0B9QA")


def test_a_pin_is_set_in_settings_and_then_asked_before_a_decision(
    settings: SettingsPage, office: Office, qtbot: QtBot
) -> None:
    type_text(settings.powers.new.line, "1234")
    QTest.keyClick(settings.powers.new.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: settings.powers.new.error_text != "")
    type_text(settings.powers.new.line, RIGHT)
    QTest.keyClick(settings.powers.new.line, Qt.Key.Key_Return)
    qtbot.waitUntil(settings.powers.old.isVisible)
    qtbot.waitUntil(lambda: "code posé" in words(settings))
    settings.people._remove("CR")
    qtbot.waitUntil(lambda: dialog_of(settings) is not None)
    dialog = dialog_of(settings)
    assert dialog is not None
    type_text(dialog.pin.line, "0001")
    QTest.keyClick(dialog.pin.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.pin.error_text != "")
    assert len(office.people.list()) == 2
    type_text(dialog.pin.line, RIGHT)
    QTest.keyClick(dialog.pin.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(office.people.list()) == 1)


def test_decisions_are_lent_until_a_day_and_taken_back(
    settings: SettingsPage, office: Office, qtbot: QtBot
) -> None:
    settings.powers.until.set_day(TODAY + timedelta(days=3))
    settings.powers.lend.click()
    qtbot.waitUntil(lambda: "décide jusqu’au" in words(settings))
    assert office.pins.owner_only("CR").initials == "CR"
    settings.powers._take_back("CR")
    qtbot.waitUntil(lambda: "décide jusqu’au" not in words(settings))


def test_who_does_not_decide_is_told(settings: SettingsPage, desk: TestDesk, qtbot: QtBot) -> None:
    desk.who = "CR"
    settings.people._remove("AB")
    qtbot.waitUntil(lambda: settings.banner.words != "")
    assert "titulaire" in settings.banner.words


def test_a_locked_session_locks_the_window(qtbot: QtBot, secret_service: SecretService) -> None:
    page = LockScreen(lambda: None)
    qtbot.addWidget(page)
    bus = QDBusConnection.connectToBus(secret_service.bus_address, "session of the test")
    watch = SessionWatch(page, bus)
    saver = DBusAddress("/org/gnome/ScreenSaver", interface="org.gnome.ScreenSaver")
    with open_dbus_connection(secret_service.bus_address) as desktop:
        with qtbot.waitSignal(watch.locked):
            desktop.send(new_signal(saver, "ActiveChanged", "b", (True,)))
        with qtbot.assertNotEmitted(watch.locked, wait=200):
            desktop.send(new_signal(saver, "ActiveChanged", "b", (False,)))
    QDBusConnection.disconnectFromBus("session of the test")
    with qtbot.assertNotEmitted(watch.locked):
        watch.sleeps(False)
    with qtbot.waitSignal(watch.locked):
        watch.sleeps(True)
    with qtbot.waitSignal(watch.locked):
        watch.session_locked()
