"""A backup taken up again from the window: from nothing, over an open register, and every refusal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pharmassist import assembly
from pharmassist.__main__ import rooms
from pharmassist.services.opening import Doors, Founding
from pharmassist.ui.pages.settings.page import SettingsPage
from pharmassist.ui.pages.welcome import Welcome
from pharmassist.ui.restoring import RestorePage
from pharmassist.ui.rooms import Wish
from pharmassist.ui.start import Start
from tests.ui.accessibility import nameless_controls
from tests.ui.conftest import type_text
from tests.ui.offices import KEY_FILE, PEOPLE, PHARMACY, make_bridge, note_invoice


class House:
    """A register with a copy on a stick, and the window on a folder."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.folder, self.qtbot = folder, qtbot
        self.starts: list[Start] = []
        self.key_file = folder / KEY_FILE
        founding = Founding(
            folder / "home", PHARMACY, PEOPLE, recovery_key_out=self.key_file, without_vault=True
        )
        office = assembly.found_office(founding).office
        note_invoice(office, "000418205", 1096)
        self.copy = office.backups.write("AB", folder / "stick").report.path
        note_invoice(office, "000418206", 2000)
        office.close()

    def start(self, home: str, *, keyed: bool = False) -> Start:
        place = self.folder / home
        bridge, bugs = make_bridge()

        def doors(folder: Path | None) -> Doors:
            there = folder or place
            return Doors(
                home=there,
                exists=lambda: assembly.register_exists(there),
                open=assembly.open_office,
                found=assembly.found_office,
                vault_name=lambda: "",
                demonstration=lambda: assembly.demonstration_office(self.folder / "demonstration"),
                restore=assembly.restore_register,
            )

        start = Start(
            bridge, doors, rooms(), Wish(recovery_key_file=self.key_file if keyed else None, initials="AB")
        )
        bridge.setParent(start)
        self.qtbot.addWidget(start)
        self.starts.append(start)
        start.show()
        with self.qtbot.waitSignal(start.settled):
            start.begin()
        assert bugs == []
        return start

    def page(self, start: Start) -> RestorePage:
        self.qtbot.waitUntil(lambda: isinstance(start.currentWidget(), RestorePage))
        page = start.currentWidget()
        assert isinstance(page, RestorePage)
        assert nameless_controls(page) == []
        return page

    def fill(self, page: RestorePage, lines: list[str], *, file: Path | None = None) -> None:
        page.file.set_value(str(file or self.copy))
        for editor, text in zip(page.key.editors, lines, strict=True):
            editor.setFocus()
            type_text(editor, text)
        QTest.keyClick(page.key.editors[-1], Qt.Key.Key_Return)


def lines_of(house: House) -> list[str]:
    """Return the four lines of the sheet."""
    return [line for line in house.key_file.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.fixture
def house(tmp_path: Path, qtbot: QtBot) -> Iterator[House]:
    made = House(tmp_path, qtbot)
    yield made
    for start in made.starts:
        start.close()
        for office in start.offices:
            office.close()


def invoices(start: Start) -> list[str]:
    furnishing = start.furnishing
    assert furnishing is not None
    with furnishing.desk.office.register.read() as tx:
        return [claim.invoice for claim in tx.claims.all()]


def test_from_nothing_by_keyboard(house: House, qtbot: QtBot) -> None:
    start = house.start("new")
    welcome = start.currentWidget()
    assert isinstance(welcome, Welcome)
    welcome._restore.setFocus()
    QTest.keyClick(welcome._restore, Qt.Key.Key_Return)
    page = house.page(start)
    # Esc goes back, and nothing was made
    QTest.keyClick(page.file.line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: isinstance(start.currentWidget(), Welcome))
    assert not (house.folder / "new" / "register.db").exists()
    welcome._restore.click()
    page = house.page(start)
    page.go.click()
    assert page.file.error_text
    house.fill(page, lines_of(house))
    qtbot.waitUntil(lambda: "est en place" in page.banner.words)
    # no keyring answers in a test: the truth is told, the register opens all the same
    assert "feuille de secours seulement" in page.banner.words
    assert all(not editor.text() for editor in page.key.editors)
    QTest.keyClick(page.go, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: start.furnishing is not None)
    assert invoices(start) == ["000418205"]


def test_what_is_refused_changes_nothing(house: House, qtbot: QtBot) -> None:
    start = house.start("new")
    welcome = start.currentWidget()
    assert isinstance(welcome, Welcome)
    welcome._restore.click()
    page, lines = house.page(start), lines_of(house)
    wrong = ["0" * len(line) for line in lines]
    house.fill(page, wrong)
    qtbot.waitUntil(lambda: page.banner.words != "")
    assert "igne" in page.banner.words
    house.fill(page, lines, file=house.folder / "none.backup")
    qtbot.waitUntil(lambda: "none.backup" in page.file.error_text)
    content = house.copy.read_bytes()
    house.copy.write_bytes(content[: len(content) // 2])
    house.fill(page, lines)
    qtbot.waitUntil(lambda: "ne s’ouvre pas" in page.file.error_text)
    assert not (house.folder / "new" / "register.db").exists()
    house.copy.write_bytes(content)
    house.fill(page, lines)
    qtbot.waitUntil(lambda: "est en place" in page.banner.words)


def test_over_an_open_register_what_was_there_is_kept_aside(house: House, qtbot: QtBot) -> None:
    start = house.start("home", keyed=True)
    furnishing = start.furnishing
    assert furnishing is not None
    settings = furnishing.window.open_page("settings", "backups")
    assert isinstance(settings, SettingsPage)
    settings.copies.restore.click()
    page = house.page(start)
    page.back.click()
    assert start.currentWidget() is furnishing.window
    assert invoices(start) == ["000418205", "000418206"]
    settings.copies.restore.click()
    page = house.page(start)
    house.fill(page, lines_of(house))
    qtbot.waitUntil(lambda: "est en place" in page.banner.words)
    page.go.click()
    qtbot.waitUntil(lambda: start.furnishing is not None)
    assert invoices(start) == ["000418205"]
    assert start.furnishing is not None
    with start.furnishing.desk.office.register.read() as tx:
        assert tx.journal.last(1)[0].who == "AB"
    (aside,) = (house.folder / "home").glob("aside-*")
    assert (aside / "register.db").is_file()


def test_refused_over_an_open_register_it_opens_again(house: House, qtbot: QtBot) -> None:
    start = house.start("home", keyed=True)
    furnishing = start.furnishing
    assert furnishing is not None
    furnishing.desk.restore()
    page = house.page(start)
    house.fill(page, lines_of(house), file=house.folder / "none.backup")
    qtbot.waitUntil(lambda: "none.backup" in page.file.error_text)
    page.back.click()
    qtbot.waitUntil(lambda: start.furnishing is not None)
    assert invoices(start) == ["000418205", "000418206"]
