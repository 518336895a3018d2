"""The shell: opening, what stops it, the welcome, and the window of an open office."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pharmassist import assembly
from pharmassist.__main__ import rooms
from pharmassist.assembly.wiring import real_outside
from pharmassist.domain.people import Person, Role
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Kind
from pharmassist.services.opening import Doors, Founded, Founding, Opening
from pharmassist.ui.first_room import page_specs
from pharmassist.ui.first_window import FirstWindow, come_forward
from pharmassist.ui.icons import mark
from pharmassist.ui.opening_pages import StoppedPage
from pharmassist.ui.pages.welcome import Welcome
from pharmassist.ui.pages.welcome.welcome import PEOPLE, PHARMACY, SAFETY
from pharmassist.ui.parts.row import Row
from pharmassist.ui.playbook_choice import PlaybookDialog
from pharmassist.ui.preview import PreviewDialog
from pharmassist.ui.recovery_proof import PROVED, signs_of
from pharmassist.ui.rooms import Wish
from pharmassist.ui.start import Start
from pharmassist.ui.who import WhoDialog
from tests.signed_data import SEALS, renewed, signed_file
from tests.ui.accessibility import nameless_controls
from tests.ui.offices import KEY_FILE, founded_office, make_bridge


@dataclass
class House:
    """A folder, its doors, and the start that was made of it."""

    folder: Path
    qtbot: QtBot
    vault_problem: Problem | None = None
    founding: list[Founding] = field(default_factory=list)
    starts: list[Start] = field(default_factory=list)

    def doors(self, folder: Path | None) -> Doors:
        home = folder or self.folder / "home"
        return Doors(
            home=home,
            exists=lambda: assembly.register_exists(home),
            open=assembly.open_office,
            found=self.found,
            vault_name=lambda: "",
            demonstration=lambda: assembly.demonstration_office(self.folder / "demonstration"),
            restore=assembly.restore_register,
        )

    def found(self, founding: Founding) -> Founded:
        """Found without this session's keyring: the key goes to the file that was chosen, or nowhere."""
        self.founding.append(founding)
        if self.vault_problem is not None and not founding.without_vault:
            raise self.vault_problem
        return assembly.found_office(founding)

    def start(self, wish: Wish | None = None, initials: str = "") -> Start:
        bridge, bugs = make_bridge()
        start = Start(bridge, self.doors, rooms(), replace(wish or Wish(), initials=initials))
        bridge.setParent(start)
        self.qtbot.addWidget(start)
        self.starts.append(start)
        start.show()
        with self.qtbot.waitSignal(start.settled):
            start.begin()
        assert bugs == []
        return start

    def close(self) -> None:
        for start in self.starts:
            start.close()
            for office in start.offices:
                office.close()


@pytest.fixture
def house(tmp_path: Path, qtbot: QtBot) -> Iterator[House]:
    made = House(tmp_path, qtbot)
    yield made
    made.close()


def with_key(house: House) -> Wish:
    return Wish(recovery_key_file=house.folder / KEY_FILE)


def dialog_of(qtbot: QtBot, start: Start, kind: type[QDialog]) -> QDialog:
    def found() -> list[QDialog]:
        return [d for d in start.findChildren(kind) if d.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def test_an_office_opens_on_today_with_the_person_that_was_named(house: House) -> None:
    with founded_office(house.folder):
        pass
    start = house.start(with_key(house), "cr")
    furnishing = start.furnishing
    assert furnishing is not None
    assert furnishing.window.current_key == "today"
    assert furnishing.desk.acting() == "CR"
    assert nameless_controls(start) == []


def test_several_people_and_nobody_named_asks_who_acts_until_it_is_answered(
    house: House, qtbot: QtBot
) -> None:
    with founded_office(house.folder):
        pass
    start = house.start(with_key(house))
    dialog = dialog_of(qtbot, start, WhoDialog)
    assert nameless_controls(dialog) == []
    dialog.reject()
    dialog = dialog_of(qtbot, start, WhoDialog)
    rows = dialog.findChildren(Row)
    rows[0].setFocus()
    QTest.keyClick(rows[0], Qt.Key.Key_Down)
    assert dialog.focusWidget() is rows[1]
    QTest.keyClick(dialog, Qt.Key.Key_2)
    assert start.furnishing is not None
    assert start.furnishing.desk.acting() == "CR"


def test_one_person_alone_acts_without_being_asked(house: House) -> None:
    with founded_office(house.folder, (Person(0, "AB", "Anne Besson", Role.OWNER),)):
        pass
    start = house.start(with_key(house))
    assert start.furnishing is not None
    assert start.furnishing.desk.acting() == "AB"
    assert start.findChildren(WhoDialog) == []


def test_every_page_of_the_rail_opens_and_names_its_controls(house: House, qtbot: QtBot) -> None:
    with founded_office(house.folder):
        pass
    start = house.start(with_key(house), "AB")
    furnishing = start.furnishing
    assert furnishing is not None
    for spec in page_specs(furnishing.desk, rooms()):
        furnishing.window.open_page(spec.key)
        qtbot.wait(50)
        assert nameless_controls(furnishing.window) == [], spec.key


def test_what_another_process_wrote_is_read_again(house: House, qtbot: QtBot) -> None:
    with founded_office(house.folder):
        pass
    start = house.start(with_key(house), "AB")
    furnishing = start.furnishing
    assert furnishing is not None
    furnishing._look_outside()
    qtbot.waitUntil(lambda: furnishing._version != -1)
    told: list[frozenset[Kind]] = []
    furnishing._bridge.listen(start, told.append)
    other = assembly.open_office(Opening(house.folder / "home", house.folder / KEY_FILE))
    other.people.set_setting("CR", "oct_name", "OCT")
    other.close()
    furnishing._own = False
    furnishing._look_outside()
    qtbot.waitUntil(lambda: told == [frozenset(Kind)])


def test_signed_data_that_another_process_accepted_are_used_by_the_open_window(
    house: House, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting = replace(real_outside(), seals=SEALS)
    monkeypatch.setattr(assembly, "real_outside", lambda: trusting)
    with founded_office(house.folder):
        pass
    start = house.start(with_key(house), "AB")
    furnishing = start.furnishing
    assert furnishing is not None
    furnishing._look_outside()
    qtbot.waitUntil(lambda: furnishing._version != -1)
    other = assembly.open_office(Opening(house.folder / "home", house.folder / KEY_FILE))
    other.updating.accept("AB", other.updating.look(signed_file(house.folder, renewed())))
    other.close()
    furnishing._own = False
    furnishing._look_outside()
    catalogue = furnishing.desk.office.catalogue
    qtbot.waitUntil(lambda: "zaclys" in {provider.id for provider in catalogue.providers()})


def test_a_key_that_is_not_found_is_told_with_what_helps(house: House, qtbot: QtBot) -> None:
    with founded_office(house.folder):
        pass
    start = house.start(Wish(recovery_key_file=house.folder / "nothing.txt"))
    page = start.currentWidget()
    assert isinstance(page, StoppedPage)
    assert nameless_controls(page) == []
    lines = (house.folder / KEY_FILE).read_text(encoding="utf-8").splitlines()
    for editor, text in zip(page._fields, lines, strict=False):
        editor.setText(text.lower())
    with qtbot.waitSignal(start.settled):
        page._open_typed()
        # The key leaves the screen at once.
        assert [editor.text() for editor in page._fields] == ["", "", "", ""]
    assert start.furnishing is not None


def test_a_damaged_register_is_told_and_nothing_is_changed(house: House) -> None:
    with founded_office(house.folder) as founded:
        path = founded.office.register.path
    damaged = b"x" * 4096 + path.read_bytes()[4096:]
    path.write_bytes(damaged)
    start = house.start(with_key(house))
    assert isinstance(start.currentWidget(), StoppedPage)
    assert path.read_bytes() == damaged


def welcome(house: House) -> Welcome:
    page = house.start().currentWidget()
    assert isinstance(page, Welcome)
    return page


def chosen(path: Path) -> Callable[..., str]:
    return lambda *_arguments: str(path)


def test_without_a_register_the_welcome_leads_to_one_and_its_key_cannot_be_skipped(
    house: House, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.vault_problem = Problem("vault_absent")
    page = welcome(house)
    assert nameless_controls(page) == []
    page.first.main.click()
    assert page.current == PHARMACY
    page.pharmacy.finess.set_value("290099990")
    page.next.click()
    assert page.current == PHARMACY
    assert page.pharmacy.finess.error_text
    page.pharmacy.finess.set_value("290099993")
    page.pharmacy.name.set_value("Pharmacie du Port")
    # Enter alone leads to the end: it adds a person, then goes on.
    QTest.keyClick(page.pharmacy.town.line, Qt.Key.Key_Return)
    assert page.current == PEOPLE
    assert nameless_controls(page) == []
    page.people.initials.set_value("ab")
    page.people.name.set_value("Anne Besson")
    QTest.keyClick(page.people.name.line, Qt.Key.Key_Return)
    assert page.current == PEOPLE
    QTest.keyClick(page.people.initials.line, Qt.Key.Key_Return)
    assert page.current == SAFETY
    assert not page.back.isVisibleTo(page)
    # Without a keyring nothing is created, until a file is chosen for the key.
    qtbot.waitUntil(lambda: page.safety._to_file.isVisibleTo(page))
    assert not assembly.register_exists(house.folder / "home")
    assert nameless_controls(page) == []
    monkeypatch.setattr("pharmassist.ui.pages.welcome.safety.ask_where", chosen(house.folder / "key.txt"))
    page.safety._to_file.click()
    qtbot.waitUntil(lambda: page.safety.birth is not None)
    assert not page.next.isEnabled()
    birth = page.safety.birth
    assert birth is not None
    assert birth.who == "AB"
    signs = signs_of(birth.founded.recovery_key.reveal())
    page.safety._toggle()
    assert page.safety._lines[0].shown
    page.activateWindow()
    page.safety.proof.first.editor.setFocus()
    page.safety.proof.first.editor.setProperty("text", signs[:5])
    page.safety.proof.second.editor.setProperty("text", signs[40:45])
    qtbot.waitUntil(page.next.isEnabled)
    assert PROVED in birth.founded.office.people.settings()
    start = house.starts[0]
    with qtbot.waitSignal(start.settled):
        page.next.click()
    assert start.furnishing is not None
    assert start.furnishing.desk.acting() == "AB"


def test_the_recovery_sheet_is_previewed_from_the_welcome(
    house: House, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.vault_problem = Problem("vault_locked")
    page = welcome(house)
    page.show_page(SAFETY)
    pharmacy = page.pharmacy.pharmacy()
    assert pharmacy is not None
    page.safety.begin(pharmacy, ())
    qtbot.waitUntil(lambda: page.safety._to_file.isVisibleTo(page))
    monkeypatch.setattr("pharmassist.ui.pages.welcome.safety.ask_where", chosen(house.folder / "key.txt"))
    page.safety._choose_file()
    qtbot.waitUntil(lambda: page.safety.birth is not None)
    page.safety.print_sheet()
    dialog = dialog_of(qtbot, house.starts[0], PreviewDialog)
    qtbot.waitUntil(lambda: dialog.windowTitle() == "Clé de secours du registre")
    dialog.reject()


def test_something_happens_works_from_a_bare_first_start(
    house: House, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.vault_problem = Problem("vault_absent")
    page = welcome(house)
    page.first.initials.set_value("1")
    page.first.happens.click()
    assert page.first.initials.error_text
    page.first.initials.set_value("")
    page.first.happens.click()
    qtbot.waitUntil(lambda: page.first.banner.words != "")
    assert not assembly.register_exists(house.folder / "home")
    monkeypatch.setattr("pharmassist.ui.pages.welcome.welcome.ask_where", chosen(house.folder / "key.txt"))
    page.first.banner.acted.emit()
    start = house.starts[0]
    dialog = dialog_of(qtbot, start, PlaybookDialog)
    assert isinstance(dialog, PlaybookDialog)
    assert nameless_controls(dialog) == []
    # Years later the general ones come first; what is long past says its day.
    assert dialog.rows[0].accessibleName() == "Un opérateur de tiers payant est attaqué"
    shown = [text.text() for text in dialog.findChildren(QLabel)]
    assert "Incident du 29/01/24\u00a0: il sert de modèle." in shown
    dialog.activateWindow()
    qtbot.waitUntil(dialog.rows[0].hasFocus)
    QTest.keyClick(dialog.rows[0], Qt.Key.Key_Down)
    assert dialog.rows[1].hasFocus()
    dialog.rows[0].click()
    furnishing = start.furnishing
    assert furnishing is not None
    qtbot.waitUntil(lambda: furnishing.window.current_key == "incident")
    # Ready to type: the focus is on the first step's proof, not on a button of the head.
    qtbot.waitUntil(lambda: isinstance(furnishing.window.focusWidget(), QLineEdit))
    assert furnishing.desk.acting() == "MOI"
    assert [case.case.playbook for case in start.offices[0].guiding.open_cases()] == ["operator-attacked"]


def test_the_demonstration_says_so_above_every_page(house: House) -> None:
    start = house.start(Wish(demonstration=True), "CR")
    furnishing = start.furnishing
    assert furnishing is not None
    assert start.offices[0].demonstration
    assert "Démonstration" in furnishing.window._notice.text()
    assert not assembly.register_exists(house.folder / "home")


def test_the_lock_closes_what_stands_over_the_pages(house: House, qtbot: QtBot) -> None:
    with founded_office(house.folder):
        pass
    start = house.start(with_key(house), "AB")
    furnishing = start.furnishing
    assert furnishing is not None
    furnishing.ask_who()
    dialog = dialog_of(qtbot, start, WhoDialog)
    furnishing.window.lock()
    assert not dialog.isVisible()
    furnishing.ask_who()
    assert not any(d.isVisible() for d in start.findChildren(WhoDialog))
    furnishing.window.unlock()


def test_a_second_start_shows_the_first_window(tmp_path: Path, qtbot: QtBot) -> None:
    first, second = FirstWindow(tmp_path / "home"), FirstWindow(tmp_path / "home")
    assert first.claim()
    with qtbot.waitSignal(first.called):
        assert not second.claim()
    other = FirstWindow(tmp_path / "elsewhere")
    assert other.claim()
    other.release()
    first.release()
    assert second.claim()
    second.release()


def test_a_window_comes_forward_as_large_as_it_was(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.showMaximized()
    window.setWindowState(window.windowState() | Qt.WindowState.WindowMinimized)
    come_forward(window)
    assert window.isVisible()
    assert not window.isMinimized()
    assert window.isMaximized()


def test_the_sign_of_the_windows_and_of_the_tray_can_be_seen(qtbot: QtBot) -> None:
    drawn = mark().pixmap(24).toImage()
    colours = {drawn.pixelColor(x, y).name() for x in range(24) for y in range(24)}
    assert {"#0f6b58", "#ffffff"} <= colours
