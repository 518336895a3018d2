"""Réglages saves what is typed, and Journal et preuves tells the truth of the chain."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from pharmassist.domain.breaches import BreachField
from pharmassist.domain.journal import JournalState
from pharmassist.ui.pages.journal.page import JournalPage, verdict
from pharmassist.ui.pages.settings.page import SettingsPage
from pharmassist.ui.recovery_proof import PROVED, signs_of
from tests.ui.accessibility import nameless_controls
from tests.ui.conftest import type_text
from tests.ui.offices import PHARMACY, TestDesk, founded_office, make_desk
from tests.ui.reading import words


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TestDesk]:
    with founded_office(tmp_path) as founded:
        made = make_desk(founded.office)
        yield made
        assert made.bugs == []


@pytest.fixture
def settings(desk: TestDesk, qtbot: QtBot, tmp_path: Path) -> SettingsPage:
    page = SettingsPage(desk.desk, where=lambda _parent: str(tmp_path / "copies"))
    qtbot.addWidget(page)
    page.resize(1064, 728)
    page.show()
    page.entered()
    qtbot.waitUntil(lambda: page.name.value() == "Pharmacie du Port")
    return page


def test_what_is_typed_is_saved_together_and_once(
    settings: SettingsPage, desk: TestDesk, qtbot: QtBot
) -> None:
    settings.town.set_value("Brest")
    settings.letters["oct_name"].set_value("OCT du Ponant")
    settings.letters["rib_last4"].set_value("0142")
    settings.save.click()
    qtbot.waitUntil(lambda: settings.undo.words == "Enregistré.")
    office = desk.desk.office
    with office.register.read() as tx:
        assert tx.people.pharmacy().town == "Brest"
    assert office.people.settings()["oct_name"] == "OCT du Ponant"
    head = office.journal.head()
    settings.save.click()
    assert office.journal.head() == head
    settings.undo_last()
    qtbot.waitUntil(lambda: settings.town.value() == PHARMACY.town)
    qtbot.waitUntil(lambda: settings.letters["oct_name"].value() == "")
    assert office.people.settings()["oct_name"] == ""


def test_a_wrong_finess_is_said_under_its_field(settings: SettingsPage, qtbot: QtBot) -> None:
    settings.finess.set_value("290099990")
    settings.save.click()
    qtbot.waitUntil(lambda: settings.finess.error_text != "")
    assert "FINESS" in settings.finess.error_text


def test_more_than_four_digits_of_a_rib_are_refused(settings: SettingsPage, desk: TestDesk) -> None:
    settings.letters["rib_last4"].set_value("7630006000011234567890189")
    settings.save.click()
    assert settings.letters["rib_last4"].error_text
    assert "rib_last4" not in desk.desk.office.people.settings()


def test_a_person_is_added_by_keyboard_and_removed(
    settings: SettingsPage, desk: TestDesk, qtbot: QtBot
) -> None:
    type_text(settings.people.initials.line, "mb")
    type_text(settings.people.name.line, "Marc Bihan")
    QTest.keyClick(settings.people.name.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Marc Bihan" in words(settings))
    assert [p.initials for p in desk.desk.office.people.list()] == ["AB", "CR", "MB"]
    settings.people._remove("MB")
    qtbot.waitUntil(lambda: "Marc Bihan" not in words(settings))


def test_initials_already_taken_are_said_under_the_field(settings: SettingsPage, qtbot: QtBot) -> None:
    settings.people.initials.set_value("AB")
    settings.people._add()
    qtbot.waitUntil(lambda: settings.people.initials.error_text != "")


def test_the_last_owner_cannot_be_removed(settings: SettingsPage, desk: TestDesk, qtbot: QtBot) -> None:
    settings.people._remove("AB")
    qtbot.waitUntil(lambda: settings.banner.words != "")
    assert "AB" in [p.initials for p in desk.desk.office.people.list()]


def test_what_somebody_types_is_never_overwritten(
    settings: SettingsPage, desk: TestDesk, qtbot: QtBot
) -> None:
    settings.town.set_value("Brest")
    desk.desk.office.people.set_setting("CR", "oct_name", "OCT du Ponant")
    qtbot.waitUntil(lambda: settings._kept is not None and "oct_name" in settings._kept.settings)
    assert settings.town.value() == "Brest"


def test_the_sheet_is_printed_and_proved_by_two_groups(
    settings: SettingsPage, desk: TestDesk, qtbot: QtBot
) -> None:
    office = desk.desk.office
    settings.sheet.print_sheet()
    assert [paper.kind for paper in desk.papers] == ["recovery-key"]
    settings.sheet._begin_proof()
    qtbot.waitUntil(lambda: settings.sheet.proof.isVisibleTo(settings))
    signs = signs_of(office.keys.sheet().reveal())
    type_text(settings.sheet.proof.first.editor, "ZZZZZ" if signs[:5] != "ZZZZZ" else "AAAAA")
    assert settings.sheet.proof.first.error_text
    settings.sheet.proof.first.editor.setProperty("text", "")
    type_text(settings.sheet.proof.first.editor, signs[:5].lower())
    assert not settings.sheet.proof.is_proved
    type_text(settings.sheet.proof.second.editor, signs[40:45])
    qtbot.waitUntil(lambda: PROVED in office.people.settings())


def test_a_copy_is_written_where_it_was_asked(
    settings: SettingsPage, desk: TestDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "copies").mkdir()
    settings.copies.button.click()
    qtbot.waitUntil(lambda: "Sauvegarde vérifiée" in words(settings))
    assert list((tmp_path / "copies").iterdir())


def test_the_state_of_health_is_told_line_by_line(settings: SettingsPage, qtbot: QtBot) -> None:
    settings.health.button.click()
    qtbot.waitUntil(lambda: "Toutes les pages du registre" in words(settings))
    assert nameless_controls(settings) == []


def test_the_journal_is_listed_and_verified(desk: TestDesk, qtbot: QtBot, tmp_path: Path) -> None:
    office = desk.desk.office
    target = tmp_path / "journal.csv"
    page = JournalPage(desk.desk, ask_path=lambda _parent, _name: str(target))
    qtbot.addWidget(page)
    page.resize(1064, 728)
    page.show()
    page.entered()
    head = office.journal.head()[:8]
    qtbot.waitUntil(lambda: head in words(page))
    page._typed.set_value(head)
    page._check.click()
    qtbot.waitUntil(lambda: "Intact" in words(page))
    page._typed.set_value("00000000")
    page._check.click()
    qtbot.waitUntil(lambda: "ne sont pas dans ce journal" in words(page))
    page._export()
    qtbot.waitUntil(lambda: "journal.csv" in page.banner.words)
    assert "register.created" in target.read_text(encoding="utf-8-sig")
    assert nameless_controls(page) == []


@pytest.mark.parametrize(
    ("state", "good"),
    [
        (JournalState(True, 3, "ab" * 32), True),
        (JournalState(False, 3, "ab" * 32, broken_at=2), False),
        (JournalState(False, 3, "ab" * 32, head_found=False), False),
    ],
)
def test_the_verdict_says_what_was_found(state: JournalState, good: bool) -> None:
    said, is_good = verdict(state)
    assert is_good is good
    assert ("2" in said) is (state.broken_at == 2)


def test_the_clocks_are_read_at_the_wall_that_was_set(
    settings: SettingsPage, desk: TestDesk, qtbot: QtBot
) -> None:
    """A pharmacy whose FINESS says nothing of La Réunion chooses it by keyboard."""
    office = desk.desk.office
    case = office.guiding.open("account-misused", "AB").case.id
    office.breaches.note(case, "AB", {BreachField.DISCOVERED: datetime(2024, 1, 29, 17, tzinfo=UTC)})
    assert office.breaches.zone().name == "Europe/Paris"
    box = settings.zone.editor
    assert isinstance(box, QComboBox)
    shown = [box.itemText(place) for place in range(box.count())]
    for place in ("Paris", "Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte"):
        assert f"Heure de {place}" in shown
    box.setFocus()
    for _step in range(shown.index("Heure de La Réunion")):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert settings.zone.value() == "Indian/Reunion"
    QTest.keyClick(box, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: settings.undo.words == "Enregistré.")
    view = office.breaches.view(case)
    assert view.zone.words == "heure de La Réunion"
    due = view.clocks[0].due
    assert due is not None
    assert f"{view.local(due):%d/%m %H:%M}" == "01/02 21:00"
    settings.zone.set_value("")
    settings.save.click()
    qtbot.waitUntil(lambda: office.breaches.zone().name == "Europe/Paris")
