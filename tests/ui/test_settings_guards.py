"""Réglages by keyboard alone: a change of bank details held back, another key and its sheet proved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pharmassist.adapters.machine.clock import PharmacyClock
from pharmassist.domain.bank_details import Outcome
from pharmassist.domain.secrets import Secret
from pharmassist.services.bank_guard import RIB
from pharmassist.services.office import Office
from pharmassist.ui.owner import PinDialog
from pharmassist.ui.pages.settings.page import SettingsPage
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.text import Text
from pharmassist.ui.recovery_proof import PROVED, signs_of
from tests.servers.secret_service import SecretService
from tests.ui.accessibility import nameless_controls
from tests.ui.conftest import type_text
from tests.ui.offices import PEOPLE, START, TestDesk, founded_office, make_desk

KEY = Qt.Key
PIN = "720194"
MOST_TABS = 120


def plain(words: str) -> str:
    return words.replace("\u202f", " ").replace("\u00a0", " ")


def told_of(part: QWidget) -> str:
    """Return the name of a part that Tab can come to, "" of any other."""
    if not part.isVisible() or not part.isEnabled():
        return ""
    return plain(part.accessibleName() or (part.text() if isinstance(part, Button) else ""))


@dataclass
class Keyboard:
    """Somebody before Réglages who has no mouse."""

    page: SettingsPage
    desk: TestDesk
    qtbot: QtBot

    def words(self) -> str:
        texts = self.page.findChildren(Text)
        return plain(" | ".join(text.text() for text in texts if text.isVisibleTo(self.page)))

    def tells(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: words in self.words())

    def reach(self, name: str) -> QWidget:
        """Go from part to part with Tab until the one so called."""
        met: list[str] = []
        self.qtbot.waitUntil(lambda: name in map(told_of, self.page.findChildren(QWidget)))
        for _count in range(MOST_TABS):
            part = QApplication.focusWidget()
            assert part is not None
            if told_of(part) == name:
                return part
            met.append(told_of(part))
            QTest.keyClick(part, KEY.Key_Tab)
        raise AssertionError(f"Tab does not reach {name!r}: {met}")

    def stands_on(self, name: str) -> None:
        self.qtbot.waitUntil(lambda: told_of(QApplication.focusWidget() or self.page) == name)

    def press(self, name: str) -> None:
        QTest.keyClick(self.reach(name), KEY.Key_Return)

    def write(self, name: str, text: str) -> None:
        field = self.reach(name)
        assert isinstance(field, QLineEdit)
        field.selectAll()
        type_text(field, text)

    def decide(self, pin: str) -> None:
        """Give the PIN that an owner's decision asks for."""
        self.qtbot.waitUntil(lambda: bool(self._dialogs()))
        type_text(self._dialogs()[0].pin.line, pin)
        QTest.keyClick(self._dialogs()[0].pin.line, KEY.Key_Return)
        self.qtbot.waitUntil(lambda: not self._dialogs())
        # no desktop here gives the window back what the dialog had
        self.page.activateWindow()
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)

    def _dialogs(self) -> list[PinDialog]:
        return [dialog for dialog in self.page.findChildren(PinDialog) if dialog.isVisible()]


def sit(desk: TestDesk, qtbot: QtBot) -> Keyboard:
    page = SettingsPage(desk.desk, where=lambda _parent: "")
    qtbot.addWidget(page)
    page.resize(1064, 728)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.entered()
    qtbot.waitUntil(lambda: page.name.value() == "Pharmacie du Port")
    page.name.line.setFocus(Qt.FocusReason.TabFocusReason)
    return Keyboard(page, desk, qtbot)


@pytest.fixture
def desk(tmp_path: Path, secret_service: SecretService) -> Iterator[TestDesk]:
    assert secret_service.bus_address
    with founded_office(tmp_path) as founded:
        made = make_desk(founded.office, "CR")
        yield made
        assert made.bugs == []


def a_day_later(office: Office) -> None:
    clock = office.clock
    assert isinstance(clock, PharmacyClock)
    clock.rehearse(START + timedelta(hours=25))


def ask(keyboard: Keyboard) -> None:
    """Note that our own RIB is to be changed; the call back goes to a number of the contract."""
    QTest.keyClick(keyboard.reach("Le RIB de qui ?"), KEY.Key_Down)
    keyboard.write("Opérateur ou payeur", "Mutuelle du Port")
    keyboard.write("Quatre derniers signes", "0142")
    keyboard.press("Noter la demande")
    keyboard.tells("rappeler un numéro déjà connu")
    keyboard.press("Rappel fait…")
    keyboard.write("Numéro rappelé, déjà connu", "01 99 00 00 01")
    keyboard.press("Ils confirment")


def test_a_rib_changes_after_the_call_the_second_person_and_a_day(desk: TestDesk, qtbot: QtBot) -> None:
    office, keyboard = desk.desk.office, sit(desk, qtbot)
    ask(keyboard)
    qtbot.waitUntil(lambda: keyboard.page.bank.source.error_text != "")
    keyboard.write("Connu par (contrat, vieille facture)", "contrat de 2019")
    keyboard.press("Ils confirment")
    keyboard.press("Je confirme")
    qtbot.waitUntil(lambda: keyboard.page.banner.words != "")
    assert nameless_controls(keyboard.page) == []
    desk.who = "AB"
    keyboard.press("Je confirme")
    keyboard.tells("attendre jusqu’au 31/01")
    assert office.bank_guard.list()[0].missing == ("day",)
    keyboard.press("Fiche")
    assert [paper.kind for paper in desk.papers] == ["bank-slip"]
    assert RIB not in office.people.settings()
    a_day_later(office)
    keyboard.page.entered()
    office.pins.set("AB", Secret(PIN))
    keyboard.press("C’est changé")
    keyboard.decide(PIN)
    qtbot.waitUntil(lambda: office.people.settings().get(RIB) == "0142")
    assert office.bank_guard.list()[0].change.second_by == "AB"


def test_one_person_alone_calls_back_and_waits_a_day(
    tmp_path: Path, qtbot: QtBot, secret_service: SecretService
) -> None:
    with founded_office(tmp_path, PEOPLE[:1]) as founded:
        desk = make_desk(founded.office)
        keyboard = sit(desk, qtbot)
        ask(keyboard)
        keyboard.write("Connu par (contrat, vieille facture)", "contrat de 2019")
        keyboard.press("Ils confirment")
        keyboard.tells("attendre jusqu’au 31/01")
        assert founded.office.bank_guard.list()[0].missing == ("day",)
        a_day_later(founded.office)
        keyboard.page.entered()
        keyboard.press("C’est changé")
        qtbot.waitUntil(lambda: founded.office.people.settings().get(RIB) == "0142")
        assert desk.bugs == []


def test_what_the_other_side_does_not_know_is_refused_at_once(desk: TestDesk, qtbot: QtBot) -> None:
    keyboard = sit(desk, qtbot)
    ask(keyboard)
    keyboard.write("Connu par (contrat, vieille facture)", "contrat de 2019")
    keyboard.press("Ils n’en savent rien")
    guard = desk.desk.office.bank_guard
    qtbot.waitUntil(lambda: guard.list()[0].change.outcome is Outcome.REFUSED)
    qtbot.waitUntil(lambda: "…0142" not in keyboard.words())


def test_a_pin_given_up_or_a_file_not_chosen_leaves_the_keyboard_where_it_was(
    desk: TestDesk, qtbot: QtBot
) -> None:
    office = desk.desk.office
    desk.who = "AB"
    office.pins.set("AB", Secret(PIN))
    keyboard = sit(desk, qtbot)
    page, asked = keyboard.page, list[str]()

    def nothing_chosen(part: QWidget) -> str:
        asked.append(type(part).__name__)
        return ""

    page.paper._ask = page.copies._ask_folder = nothing_chosen
    keyboard.press("Retirer CR")
    qtbot.waitUntil(lambda: bool(keyboard._dialogs()))
    QTest.keyClick(keyboard._dialogs()[0].pin.line, KEY.Key_Escape)
    qtbot.waitUntil(lambda: not keyboard._dialogs())
    page.activateWindow()
    keyboard.stands_on("Retirer CR")
    keyboard.press("Retirer CR")
    keyboard.decide(PIN)
    qtbot.waitUntil(lambda: page.undo.words == "CR n’agit plus.")
    # Its row is gone: the keyboard is still on the page, and goes on from there.
    for words in ("Choisir un logo…", "Dossier ou clé USB…"):
        keyboard.press(words)
        keyboard.stands_on(words)
    assert asked == ["PaperCard", "BackupCard"]
    QTest.keyClick(QApplication.focusWidget() or page, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "CR" in {person.initials for person in office.people.list()})


def prove(keyboard: Keyboard, sheet: str) -> None:
    keyboard.press("J’ai la feuille : le prouver")
    signs = signs_of(sheet)
    keyboard.write("Début de la ligne A", signs[:5])
    keyboard.write("Fin de la ligne C", signs[40:45])


def test_another_key_asks_the_pin_and_its_new_sheet_is_proved(desk: TestDesk, qtbot: QtBot) -> None:
    office = desk.desk.office
    desk.who = "AB"
    office.keys.keep_here("AB")
    office.pins.set("AB", Secret(PIN))
    keyboard = sit(desk, qtbot)
    before, old_id = office.keys.sheet().reveal(), office.register.key_id
    prove(keyboard, before)
    qtbot.waitUntil(lambda: bool(office.people.settings().get(PROVED)))
    keyboard.press("Changer la clé…")
    keyboard.decide(PIN)
    keyboard.tells(f"{old_id} ne l’ouvre plus")
    assert office.register.key_id != old_id
    assert [paper.kind for paper in desk.papers] == ["recovery-key"]
    assert not office.people.settings().get(PROVED)
    keyboard.tells("pas encore prouvée")
    assert nameless_controls(keyboard.page) == []
    after = office.keys.sheet().reveal()
    prove(keyboard, before)
    assert not keyboard.page.sheet.proof.is_proved
    prove(keyboard, after)
    qtbot.waitUntil(lambda: bool(office.people.settings().get(PROVED)))
    assert after not in keyboard.words()


def test_a_sheet_half_proved_is_asked_anew_when_the_key_changes(desk: TestDesk, qtbot: QtBot) -> None:
    office = desk.desk.office
    desk.who = "AB"
    office.keys.keep_here("AB")
    keyboard = sit(desk, qtbot)
    before = signs_of(office.keys.sheet().reveal())
    keyboard.press("J’ai la feuille : le prouver")
    keyboard.write("Début de la ligne A", before[:5])
    keyboard.press("Changer la clé…")
    keyboard.tells("ne l’ouvre plus")
    proof = keyboard.page.sheet.proof
    qtbot.waitUntil(lambda: not proof.isVisibleTo(keyboard.page))
    proof.show()
    for field, signs in ((proof.first, before[:5]), (proof.second, before[40:45])):
        type_text(field.editor, signs)
    assert not proof.is_proved
