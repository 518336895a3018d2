"""What a page changes is taken back on that page, in a transaction of its own that the journal tells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pharmassist.domain.bank_details import Side, Way
from pharmassist.domain.cash import CashKind, Creditor
from pharmassist.domain.retention import Terms
from pharmassist.services.office import Office
from pharmassist.ui.page import Page
from pharmassist.ui.pages.advances import make as make_advances
from pharmassist.ui.pages.advances.page import AdvancesPage
from pharmassist.ui.pages.settings.page import SettingsPage
from pharmassist.ui.pages.settings.paper import AT_OPENING
from pharmassist.ui.parts.button import Button
from tests.registers import some_claim
from tests.ui.offices import TODAY, TestDesk, founded_office, in_a_lane, make_desk


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[TestDesk]:
    with founded_office(tmp_path) as founded:
        made = make_desk(founded.office)
        yield made
        assert made.bugs == []


def shown(qtbot: QtBot, page: Page) -> None:
    qtbot.addWidget(page)
    page.resize(1064, 728)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.entered()


def entries(office: Office, count: int) -> list[str]:
    return [entry.what for entry in in_a_lane(lambda: office.journal.last(count))]


def people(office: Office) -> set[str]:
    return {person.initials for person in in_a_lane(office.people.list)}


def test_a_person_added_or_removed_is_taken_back_by_one_key(desk: TestDesk, qtbot: QtBot) -> None:
    office, page = desk.desk.office, SettingsPage(desk.desk)
    shown(qtbot, page)
    card = page.people
    card.initials.set_value("ST")
    card.name.set_value("Sam Tanguy")
    QTest.keyClick(card.name.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.undo.words == "ST peut agir.")
    assert people(office) == {"AB", "CR", "ST"}
    page.save.setFocus()
    QTest.keyClick(page.save, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: people(office) == {"AB", "CR"})
    card._remove_now("CR")
    qtbot.waitUntil(lambda: page.undo.words == "CR n’agit plus.")
    page.undo_last()
    qtbot.waitUntil(lambda: people(office) == {"AB", "CR"})
    assert entries(office, 2) == ["people.added", "people.removed"]
    # Nothing is offered twice.
    page.undo_last()
    assert entries(office, 1) == ["people.added"]


def test_the_terms_of_keeping_are_taken_back(desk: TestDesk, qtbot: QtBot) -> None:
    office, page = desk.desk.office, SettingsPage(desk.desk)
    shown(qtbot, page)
    qtbot.waitUntil(lambda: page._kept is not None)
    page.retention.claims.set_value("6")
    page.retention.keep.click()
    qtbot.waitUntil(lambda: page.undo.words == "Durées enregistrées.")
    assert in_a_lane(office.retaining.terms) == Terms(6, 5)
    page.undo_last()
    qtbot.waitUntil(lambda: in_a_lane(office.retaining.terms) == Terms(3, 5))
    # So is a logo, what is printed at the opening, and a change of RIB given up by mistake.
    logo = BytesIO()
    Image.new("L", (8, 4)).save(logo, "PNG")
    in_a_lane(lambda: office.papers.put_back_logo("AB", logo.getvalue()))
    page.entered()
    qtbot.waitUntil(page.paper.remove.isVisible)
    page.paper.remove.click()
    qtbot.waitUntil(lambda: page.undo.words == "L’en-tête n’a plus de logo.")
    page.undo_last()
    qtbot.waitUntil(lambda: in_a_lane(office.papers.logo) == logo.getvalue())
    page.paper.at_opening.box.setCurrentIndex(1)
    qtbot.waitUntil(lambda: page.undo.words == "Enregistré.")
    page.undo_last()
    qtbot.waitUntil(lambda: in_a_lane(office.people.settings)[AT_OPENING] == "")
    in_a_lane(lambda: office.bank_guard.ask("AB", Side.OURS, "Viamedis", "0142", Way.MAIL))
    qtbot.waitUntil(lambda: bool(give_up(page)))
    give_up(page)[0].click()
    qtbot.waitUntil(
        lambda: page.undo.words == "Changement abandonné\u202f: le RIB de Viamedis reste comme il est."
    )
    assert in_a_lane(lambda: office.bank_guard.list(open_only=True)) == ()
    page.undo_last()
    qtbot.waitUntil(lambda: len(in_a_lane(lambda: office.bank_guard.list(open_only=True))) == 1)
    assert entries(office, 2) == ["bank_details.taken_up", "bank_details.refused"]


def give_up(page: SettingsPage) -> list[Button]:
    return [each for each in page.bank.findChildren(Button) if each.text() == "Renoncer"]


@pytest.fixture
def cash(desk: TestDesk, qtbot: QtBot) -> AdvancesPage:
    page = make_advances(desk.desk)
    shown(qtbot, page)
    page.show_target("cash")
    qtbot.waitUntil(page.cash.creditor.isVisible)
    return page


def test_creditors_are_taken_back(cash: AdvancesPage, desk: TestDesk, qtbot: QtBot) -> None:
    office = desk.desk.office

    def creditors() -> tuple[Creditor, ...]:
        return in_a_lane(office.cash.view).creditors

    cash.cash.creditor.set_value("Grossiste du Port")
    QTest.keyClick(cash.cash.creditor.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: cash.undo.words == "Grossiste du Port peut prélever sur le compte.")
    cash.undo_last()
    qtbot.waitUntil(lambda: creditors() == ())
    cash.cash.creditor.set_value("Grossiste du Port")
    cash.cash.ics.set_value("FR12ZZZ123456")
    QTest.keyClick(cash.cash.ics.line, Qt.Key.Key_Return)
    kept = (Creditor("Grossiste du Port", "FR12ZZZ123456"),)
    qtbot.waitUntil(lambda: creditors() == kept)
    qtbot.waitUntil(lambda: cash.cash._creditor("grossiste  du port") == kept[0])
    cash.cash._remove_creditor("Grossiste du Port")
    qtbot.waitUntil(lambda: cash.undo.words == "Grossiste du Port n’est plus autorisé.")
    assert creditors() == ()
    cash.undo_last()
    qtbot.waitUntil(lambda: creditors() == kept)
    assert entries(office, 2) == ["bank.creditor_added", "bank.creditor_removed"]


def test_lines_of_cash_written_together_are_taken_back_together(
    cash: AdvancesPage, desk: TestDesk, qtbot: QtBot
) -> None:
    office, view = desk.desk.office, cash.cash

    def lines() -> dict[CashKind, int]:
        return {line.kind: line.cents for line in in_a_lane(office.cash.view).lines}

    in_a_lane(lambda: office.cash.set_line("AB", CashKind.WAGES, date(2024, 1, 31), 812_300))
    qtbot.waitUntil(lambda: view.sums[CashKind.WAGES].cents() == 812_300)
    view.sums[CashKind.WAGES].set_cents(900_000)
    view.days[CashKind.VAT].set_day(date(2024, 2, 15))
    view.sums[CashKind.VAT].set_cents(50_000)
    view._save_lines()
    qtbot.waitUntil(lambda: cash.undo.words == "2 lignes écrites.")
    assert lines() == {CashKind.WAGES: 900_000, CashKind.VAT: 50_000}
    cash.undo_last()
    qtbot.waitUntil(lambda: lines() == {CashKind.WAGES: 812_300})
    # The fields say what is kept, and nothing more.
    qtbot.waitUntil(lambda: view.sums[CashKind.VAT].value() == "")


def test_acomptes_teach_before_the_first_invoice_and_ask_once_there_is_one(
    desk: TestDesk, qtbot: QtBot
) -> None:
    office, page = desk.desk.office, make_advances(desk.desk)
    shown(qtbot, page)
    nothing = page.asking._nothing
    qtbot.waitUntil(nothing.isVisible)
    assert not page.operator.isVisible()
    page.asking.import_asked.emit()
    assert desk.gone == [("claims", "import")]

    def add() -> None:
        with office.register.write("AB") as tx:
            tx.claims.add(some_claim(418217, 774, TODAY, operator="viamedis"))
            tx.journal.record("claims.noted", "", {"cents": 774})

    in_a_lane(add)
    page.entered()
    qtbot.waitUntil(page.operator.isVisible)
    qtbot.waitUntil(page.asking.basis.isVisible)
    assert not nothing.isVisible()
