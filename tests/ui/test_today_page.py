"""Aujourd'hui tells what to do, leads there, and says only what is true."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QWidget
from pytestqt.qtbot import QtBot

from pharmassist.domain.accesses import AccessKind
from pharmassist.domain.cash import CashKind
from pharmassist.domain.claims import State
from pharmassist.domain.operators import Light, LightState
from pharmassist.services.day import Task
from pharmassist.ui.pages.today import make
from pharmassist.ui.pages.today.page import TodayPage
from pharmassist.ui.pages.today.todo import action_words
from pharmassist.ui.parts.bars import Bars
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.light import Light as LightMark
from pharmassist.ui.parts.row import Row, StillRow
from pharmassist.ui.recovery_proof import PROVED
from tests.registers import add_claims, some_claim
from tests.services.reconciling_scene import Scene
from tests.ui.accessibility import nameless_controls
from tests.ui.offices import TestDesk, founded_office, make_desk, note_invoice
from tests.ui.reading import words


@pytest.fixture
def today(tmp_path: Path, qtbot: QtBot) -> Iterator[tuple[TodayPage, TestDesk]]:
    """Give the page of a register on 30 January 2024, loaded and shown."""
    with founded_office(tmp_path) as founded:
        desk = make_desk(founded.office)
        page = make(desk.desk)
        qtbot.addWidget(page)
        page.resize(1064, 728)
        page.show()
        with qtbot.waitSignal(page.arrived):
            page.entered()
        yield page, desk
        assert desk.bugs == []


def box(page: TodayPage, title: str) -> QCheckBox:
    """Return the box of a line; what waits for it goes on while the page reads again."""
    found = [b for b in page.findChildren(QCheckBox) if b.accessibleName() == title and b.isVisibleTo(page)]
    assert found, title
    return found[0]


def button(page: TodayPage, name: str) -> Button:
    return next(b for b in page.findChildren(Button) if b.accessibleName() == name and b.isVisibleTo(page))


CONSIGNES = "Lire les consignes avec l’équipe"


def test_a_calm_day_offers_the_alert_and_asks_for_the_recovery_sheet(
    today: tuple[TodayPage, TestDesk],
) -> None:
    page, desk = today
    assert "À faire aujourd’hui" in words(page)
    assert "Imprimer la clé de secours du registre" in words(page)
    button(page, "Il se passe quelque chose").click()
    assert desk.alerts == ["happens"]
    assert page.banner.words == ""
    assert nameless_controls(page) == []


def test_f8_from_elsewhere_goes_to_the_first_line_and_writes_nothing(
    today: tuple[TodayPage, TestDesk],
) -> None:
    page, desk = today
    before = desk.desk.office.journal.last(1)
    button(page, "Il se passe quelque chose").setFocus()
    page.done_on_paper()
    focused = page.focusWidget()
    assert isinstance(focused, QCheckBox)
    assert page.findChildren(QCheckBox)[0] is focused
    assert desk.desk.office.journal.last(1) == before


def test_the_sheet_once_proved_is_asked_no_more(today: tuple[TodayPage, TestDesk], qtbot: QtBot) -> None:
    page, desk = today
    desk.desk.office.people.set_setting("AB", PROVED, "2024-01-30T07:10:00+00:00")
    qtbot.waitUntil(lambda: "Imprimer la clé de secours" not in words(page))


def test_space_marks_a_line_done_by_who_acts(today: tuple[TodayPage, TestDesk], qtbot: QtBot) -> None:
    page, desk = today
    QTest.keyClick(box(page, CONSIGNES), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "fait par AB, 08\u00a0h\u00a010" in words(page))
    assert desk.desk.office.journal.last(1)[0].what == "day.done"


def test_ticking_what_another_page_records_opens_that_page_and_says_nothing_done(
    today: tuple[TodayPage, TestDesk], qtbot: QtBot
) -> None:
    page, desk = today
    before = desk.desk.office.journal.last(1)
    QTest.keyClick(box(page, "Imprimer la clé de secours du registre"), Qt.Key.Key_Space)
    assert desk.gone == [("settings", "recovery")]
    qtbot.waitUntil(lambda: not box(page, "Imprimer la clé de secours du registre").isChecked())
    assert desk.desk.office.journal.last(1) == before


def test_an_incident_heads_the_page_and_its_next_step_comes_first(
    today: tuple[TodayPage, TestDesk], qtbot: QtBot
) -> None:
    page, desk = today
    office = desk.desk.office
    office.watching.set_light("viamedis", Light.RIGHTS, LightState.STOPPED, "AB", "écran du LGO")
    case = office.guiding.open("viamedis-2024", "AB")
    assert case.next is not None
    title = case.next.step.title
    qtbot.waitUntil(lambda: page.banner.words != "")
    assert "jour 2." in page.banner.words
    assert "droits" in page.banner.words

    def boxes() -> list[QCheckBox]:
        return [b for b in page.findChildren(QCheckBox) if b.isVisibleTo(page)]

    qtbot.waitUntil(lambda: bool(boxes()))
    assert boxes()[0].accessibleName() == title
    assert "Viamedis, janvier-février 2024 · Étape" not in words(page)
    button(page, f"Reprendre : {title}").click()
    page.banner.acted.emit()
    assert desk.gone == [("incident", f"{case.case.id}:{case.next.step.id}"), ("incident", "")]
    lights = [m.state for m in page.findChildren(LightMark) if m.isVisibleTo(page)]
    assert lights[0] is LightState.STOPPED
    assert "C2S, AME, AT/MP, maternité, ALD\u00a0: rien ne change." in words(page)
    # Beside a second incident, each line says whose step it is.
    office.guiding.open("almerys-2024", "AB")
    qtbot.waitUntil(lambda: "Almerys, février 2024 · Étape 1" in words(page))
    assert "Viamedis, janvier-février 2024 · Étape 1" in words(page)


def test_the_sums_by_operator_are_those_of_the_register(
    today: tuple[TodayPage, TestDesk], qtbot: QtBot
) -> None:
    page, desk = today
    note_invoice(desk.desk.office, "000418217", 774)
    note_invoice(desk.desk.office, "000418218", 1142, operator="almerys")
    qtbot.waitUntil(lambda: "19,16\u00a0€" in words(page))
    bars = page.findChildren(Bars)[0]
    assert "Viamedis" in bars.accessibleDescription()
    assert "11,42\u00a0€" in bars.accessibleDescription()


def test_f9_composes_the_instructions_of_the_day(today: tuple[TodayPage, TestDesk]) -> None:
    page, desk = today
    page.print_page()
    assert [paper.kind for paper in desk.papers] == ["shift-start"]
    assert desk.papers[0].pdf.startswith(b"%PDF")


def test_the_lock_empties_the_page(today: tuple[TodayPage, TestDesk], qtbot: QtBot) -> None:
    page, _desk = today
    page.empty()
    qtbot.waitUntil(lambda: CONSIGNES not in words(page))
    assert "Viamedis" not in words(page)


def test_a_reading_that_fails_tells_its_remedy_and_tries_again(
    today: tuple[TodayPage, TestDesk], qtbot: QtBot
) -> None:
    page, desk = today
    desk.desk.office.close()
    (desk.desk.office.register.path).write_bytes(b"x" * 8192)
    page.refresh()
    qtbot.waitUntil(lambda: page.banner.words != "")
    assert page.banner.words


@pytest.mark.parametrize(
    ("task", "verb"),
    [
        (Task("consignes", "", "", "today"), "Lire"),
        (Task("list", "", "", "claims"), "Importer"),
        (Task("rejects", "", "", "claims"), "Ouvrir"),
        (Task("rotation:1", "", "", "passwords"), "Reprendre"),
        (Task("advance:viamedis", "", "", "advances"), "Préparer"),
    ],
)
def test_each_line_starts_with_its_verb(task: Task, verb: str) -> None:
    assert action_words(task) == verb


def test_a_password_that_expires_is_told_with_its_day_and_opens_its_access(
    today: tuple[TodayPage, TestDesk], qtbot: QtBot
) -> None:
    page, desk = today
    office = desk.desk.office
    access = office.accesses.add("AB", AccessKind.AMELIPRO, "290099993")
    with office.register.write("AB") as tx:
        tx.accesses.update(replace(access, changed_at=datetime(2023, 8, 13, 9, tzinfo=UTC)))
        tx.journal.record("access.described", str(access.id))
    page.entered()
    qtbot.waitUntil(lambda: "Expire le 13/02/24, par la règle du service" in words(page))
    line = box(page, "Renouveler le mot de passe amelipro de 290099993")
    QTest.keyClick(line, Qt.Key.Key_Space)
    assert desk.gone == [("passwords", str(access.id))]
    # a tick alone would say more than is true
    qtbot.waitUntil(lambda: not box(page, "Renouveler le mot de passe amelipro de 290099993").isChecked())


def test_the_lines_about_transfers_lead_to_their_page_and_go_once_pointed(
    today: tuple[TodayPage, TestDesk], qtbot: QtBot
) -> None:
    page, desk = today
    office = desk.desk.office
    scene = Scene(office.register, office.reconciling, office.alarms)
    scene.notice(28_462, operator="viamedis", day=date(2024, 1, 24))
    scene.notice(12_345, operator="almerys", day=date(2024, 1, 25))
    scene.credit(12_345, "VIR ALMERYS TIERS PAYANT")
    page.entered()
    qtbot.waitUntil(lambda: "Pointer les virements" in words(page))

    def plain() -> str:
        return words(page).replace("\u00a0", " ").replace("\u202f", " ")

    told = plain()
    assert "1 virement, 123,45 € non pointé" in told
    assert "408,07 €, 2 journées de flux · Viamedis 284,62 €, Almerys 123,45 €" in told
    for title in ("Pointer les virements", "Réclamer ce qui est annoncé et n’est pas venu"):
        button(page, f"Ouvrir : {title}").click()
    assert desk.gone == [("transfers", ""), ("transfers", "")]
    (proposal,) = office.reconciling.look().proposals
    office.reconciling.accept("AB", proposal)
    # The page reads again by itself: one line is gone, the other counts one flow day less.
    qtbot.waitUntil(lambda: "284,62 €, 1 journée de flux · Viamedis" in plain())
    assert "Pointer les virements" not in plain()


def test_rejects_are_told_with_their_sum_and_the_age_of_the_oldest(
    today: tuple[TodayPage, TestDesk], qtbot: QtBot
) -> None:
    page, desk = today
    register = desk.desk.office.register

    def plain() -> str:
        return words(page).replace("\u00a0", " ").replace("\u202f", " ")

    old = some_claim(418217, 774, date(2024, 1, 15), state=State.REJECTED)
    add_claims(register, old)
    page.entered()
    qtbot.waitUntil(lambda: "1 facture, 7,74 € · 11 jours ouvrés" in plain())
    add_claims(register, some_claim(418218, 226, state=State.REJECTED))
    page.entered()
    qtbot.waitUntil(lambda: "2 factures, 10,00 € · la plus ancienne : 11 jours ouvrés" in plain())


def test_a_page_ticked_on_paper_is_taken_back_at_once(
    today: tuple[TodayPage, TestDesk], qtbot: QtBot
) -> None:
    page, desk = today
    add_claims(desk.desk.office.register, some_claim(418217, 774, state=State.REJECTED))
    page.entered()
    qtbot.waitUntil(lambda: "Corriger et recycler les rejets" in words(page))
    page.page_done_on_paper()
    qtbot.waitUntil(lambda: page.undo.words == "2 lignes notées faites.")
    qtbot.waitUntil(lambda: not desk.desk.office.day.view().todo)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    QTest.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(desk.desk.office.day.view().todo) == 2)
    assert page.undo.words == ""


def test_the_lines_that_are_done_are_folded_and_unfolded_by_one_key(
    today: tuple[TodayPage, TestDesk], qtbot: QtBot
) -> None:
    page, desk = today
    office = desk.desk.office
    add_claims(office.register, some_claim(418217, 774, state=State.REJECTED))
    case = office.guiding.open("viamedis-2024", "AB")
    done = [view.step.title for view in case.steps[:3]]
    for view in case.steps[:3]:
        office.guiding.done(case.case.id, view.step.id, "CR", proof="rappelé", reason="essai")
    qtbot.waitUntil(lambda: "2 autres lignes faites aujourd’hui par CR" in words(page))

    def shown() -> list[QCheckBox]:
        return [b for b in page.todo.ticks.findChildren(QCheckBox) if b.isVisibleTo(page)]

    qtbot.waitUntil(lambda: [b.accessibleName() for b in shown() if b.isChecked()] == [done[2]])
    # What is open stands first, whatever was done.
    assert [b.isChecked() for b in shown()] == sorted(b.isChecked() for b in shown())
    QTest.keyClick(page.todo.more, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: {b.accessibleName() for b in shown() if b.isChecked()} == set(done))
    QTest.keyClick(page.todo.more, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: done[0] not in words(page))


def test_the_ages_of_rejects_and_what_comes_lead_to_their_lists(
    today: tuple[TodayPage, TestDesk], qtbot: QtBot
) -> None:
    page, desk = today
    assert "Aucun rejet n’attend" in words(page)
    register = desk.desk.office.register
    add_claims(register, *(some_claim(n, 1_000, date(2024, 1, n), state=State.REJECTED) for n in (2, 15, 16)))
    desk.desk.office.cash.set_line("AB", CashKind.WAGES, date(2024, 2, 1), 812_300)
    page.entered()

    def row(name: str) -> QWidget | None:
        rows = [r for kind in (Row, StillRow) for r in page.findChildren(kind) if r.isVisibleTo(page)]
        return next((r for r in rows if name in r.accessibleName().replace("\u00a0", " ")), None)

    qtbot.waitUntil(lambda: row("6 à 20 : 3 factures, 30,00 €") is not None)
    for name in ("6 à 20", "À payer : Salaires"):
        found = row(name)
        assert found is not None
        assert found.focusPolicy() & Qt.FocusPolicy.TabFocus
        QTest.keyClick(found, Qt.Key.Key_Return)
    assert desk.gone == [("claims", "rejected:6-20"), ("advances", "cash")]
    # Nothing of that age: nothing to open.
    young = row("Jusqu’à 5 jours ouvrés")
    assert young is not None
    assert young.focusPolicy() == Qt.FocusPolicy.NoFocus
