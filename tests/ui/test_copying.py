"""Lists made of widgets are copied and exported like tables: by button or key, in cells nothing runs."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pharmassist.domain.accesses import AccessKind
from pharmassist.domain.advances import Advance
from pharmassist.domain.claims import State
from pharmassist.domain.operators import Light, LightState
from pharmassist.domain.spreadsheets import AMOUNT
from pharmassist.services.advancing import Ledger
from pharmassist.services.claims import NewClaim
from pharmassist.services.journal_words import say
from pharmassist.ui.desk import Desk
from pharmassist.ui.exporting import ExportButton
from pharmassist.ui.page import Page
from pharmassist.ui.pages import claims, operators, passwords, today, transfers
from pharmassist.ui.pages.advances.ledger import LedgerCard
from pharmassist.ui.pages.advances.moving import Offers
from pharmassist.ui.pages.transfers.credits import CreditRow
from pharmassist.ui.parts.card import Card
from pharmassist.ui.parts.copying import CopyButton, Sheet
from tests.ui.offices import TODAY, TestDesk, founded_office, in_a_lane, make_desk, note_invoice
from tests.ui.test_page_transfers import live

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
BEFORE = "avant"
_N = "\u202f"
_E = "\u00a0€"


@pytest.fixture(autouse=True)
def clipboard() -> None:
    QGuiApplication.clipboard().setText(BEFORE)


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[TestDesk]:
    with founded_office(tmp_path) as founded:
        made = make_desk(founded.office, "AB")
        yield made
        assert made.bugs == []


def copied() -> list[list[str]]:
    return [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]


def button(part: QWidget) -> CopyButton:
    return next(one for one in part.findChildren(CopyButton) if one.isVisibleTo(part))


def shows_a_list(part: QWidget) -> bool:
    return any(one.isVisible() for one in part.findChildren(CopyButton))


class Listed:
    """A card with a field and the button that copies it."""

    def __init__(self, qtbot: QtBot, sheet: Sheet) -> None:
        self.card = Card("Liste")
        self.copy, self.line = CopyButton(self.card, lambda: sheet), QLineEdit("un mot")
        self.card.add_action(self.copy)
        self.card.body.addWidget(self.line)
        qtbot.addWidget(self.card)
        self.card.show()
        self.card.activateWindow()
        qtbot.waitUntil(self.card.isActiveWindow)


def test_cells_are_one_line_each_and_no_spreadsheet_runs_them(qtbot: QtBot) -> None:
    listed = Listed(qtbot, Sheet(("Nom", "Somme"), [("=1+1", "2,00 €"), ("a\tb\nc", "-3,00")], ("Total", "")))
    listed.copy.setFocus()
    QTest.keyClick(listed.copy, KEY.Key_Return)
    assert copied() == [["Nom", "Somme"], ["'=1+1", "2,00 €"], ["a b c", "-3,00"], ["Total", ""]]
    assert "Ctrl+C" in listed.copy.toolTip()


def test_a_field_keeps_ctrl_c_for_itself_and_an_empty_list_leaves_the_clipboard(qtbot: QtBot) -> None:
    listed = Listed(qtbot, Sheet(("Nom",), [("x",)]))
    listed.line.setFocus()
    listed.line.selectAll()
    QTest.keyClick(listed.line, KEY.Key_C, CONTROL)
    assert copied() == [["un mot"]]
    listed.copy.setFocus()
    QTest.keyClick(listed.copy, KEY.Key_C, CONTROL)
    assert copied() == [["Nom"], ["x"]]
    empty = Listed(qtbot, Sheet(("Nom",), []))
    empty.copy.click()
    assert copied() == [["Nom"], ["x"]]


def test_credits_are_copied_without_words_that_may_name_a_person(desk: TestDesk, qtbot: QtBot) -> None:
    live(desk.desk.office)
    page = transfers.make(desk.desk)
    qtbot.addWidget(page)
    page.show()
    page.entered()
    qtbot.waitUntil(lambda: page.credits.current != 0)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    row = page.findChildren(CreditRow)[-1]
    qtbot.waitUntil(row.isVisible)
    row.setFocus()
    QTest.keyClick(row, KEY.Key_C, CONTROL)
    titles, *rows = copied()
    assert titles == ["Date", "Payeur", "Trouvé par", "État", "Montant"]
    assert len(rows) == 5
    assert {row[1] for row in rows} >= {"Viamedis", "Payeur inconnu"}
    assert "QUAI" not in QGuiApplication.clipboard().text()
    button(page.missing).click()
    titles, *rows, total = copied()
    assert titles == ["Opérateur", "Jour de flux", "Factures", "Jours ouvrés", "Montant"]
    assert {row[0] for row in rows} >= {"Viamedis"}
    assert total[0] == "Total"
    page.empty()
    QGuiApplication.clipboard().setText(BEFORE)
    button(page.credits).click()
    assert copied() == [[BEFORE]]


def test_the_encours_by_age_is_copied_with_its_total(desk: TestDesk, qtbot: QtBot) -> None:
    note_invoice(desk.desk.office, "000418217", 774)
    page = claims.make(desk.desk)
    qtbot.addWidget(page)
    page.show()
    page.entered()
    page.show_side("ages")
    ages = page.sides.ages
    qtbot.waitUntil(lambda: bool(ages.picture.accessibleDescription()))
    button(ages).click()
    titles, *rows, total = copied()
    assert (titles[0], titles[-1]) == ("Opérateur", "Factures")
    assert rows[0][-2:] == [f"7,74{_E}", "1"]
    assert total[0] == "Total"
    assert total[1:] == rows[0][1:]


def test_a_ledger_is_copied_without_who_asked(desk: TestDesk, qtbot: QtBot) -> None:
    day = date(2024, 2, 5)
    advance = Advance("viamedis", day, day, 3, 241_773, id=1, requested_by="CR")
    card = LedgerCard(desk.desk, Ledger(advance, ()), "Viamedis", day, Offers())
    qtbot.addWidget(card)
    button(card).click()
    titles, *rows = copied()
    assert titles[:3] == ["Date", "Écriture", "Montant"]
    assert [row[2] for row in rows] == [f"2{_N}417,73{_E}"]
    assert "CR" not in QGuiApplication.clipboard().text()


def export(desk: TestDesk, part: QWidget, path: Path, qtbot: QtBot) -> list[list[str]]:
    """Press Ctrl+E where the focus is inside a list, and read the file."""
    sign = next(one for one in part.findChildren(ExportButton) if one.isVisibleTo(part))
    asked: list[str] = []

    def ask(_parent: QWidget, name: str) -> str:
        asked.append(name)
        return str(path)

    sign.ask_path = ask
    sign.setFocus()
    qtbot.waitUntil(sign.hasFocus)
    QTest.keyClick(sign, KEY.Key_E, CONTROL)
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: desk.desk.office.journal.last(1)[0].what == "list.exported")
    assert asked
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_credits_are_exported_as_numbers_and_days_and_it_is_recorded(
    desk: TestDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    live(desk.desk.office)
    page = transfers.make(desk.desk)
    qtbot.addWidget(page)
    page.show()
    page.entered()
    qtbot.waitUntil(lambda: page.credits.current != 0)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    titles, *rows = export(desk, page.credits, tmp_path / "v.csv", qtbot)
    assert titles == ["Date", "Payeur", "Trouvé par", "État", "Montant"]
    assert len(rows) == 5
    assert {date.fromisoformat(row[0]).year for row in rows} == {2024}
    assert all(AMOUNT.fullmatch(row[4]) for row in rows)
    assert "Payeur inconnu" in {row[1] for row in rows}
    assert "QUAI" not in (tmp_path / "v.csv").read_text(encoding="utf-8")
    last = desk.desk.office.journal.last(1)[0]
    assert (last.who, last.subject, last.facts) == ("AB", "credits", {"rows": 5})
    assert say(last) == "Liste exportée\u00a0: virements, 5 lignes"
    qtbot.waitUntil(lambda: "v.csv" in page.banner.words)
    # A folder that takes nothing is told on the page, and nothing is recorded.
    sign = page.missing.findChildren(ExportButton)[0]
    sign.ask_path = lambda _parent, _name: str(tmp_path / "absent" / "a.csv")
    sign.click()
    qtbot.waitUntil(lambda: "absent" not in page.banner.words and "a.csv" in page.banner.words)
    assert desk.desk.office.journal.last(1)[0] == last


def test_accesses_and_lights_are_copied_and_exported(desk: TestDesk, qtbot: QtBot, tmp_path: Path) -> None:
    office = desk.desk.office
    office.accesses.add("AB", AccessKind.MAILBOX, "contact@orange.fr", provider="orange")
    office.watching.set_light("viamedis", Light.TRANSFERS, LightState.STOPPED, "AB", "relevé")
    kinds: tuple[Callable[[Desk], Page], ...] = (passwords.make, operators.make)
    found: list[tuple[list[list[str]], list[list[str]]]] = []
    for make in kinds:
        page = make(desk.desk)
        qtbot.addWidget(page)
        page.show()
        page.entered()
        qtbot.waitUntil(partial(shows_a_list, page))
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        QGuiApplication.clipboard().setText(BEFORE)
        button(page).click()
        assert len(copied()) > 1
        found.append((copied(), export(desk, page, tmp_path / f"{len(found)}.csv", qtbot)))
    (accesses, kept), (lights, read) = found
    assert accesses == kept
    assert accesses[0] == ["Accès", "État", "Changé le"]
    assert "contact@orange.fr" in accesses[1][0]
    assert lights[0] == read[0]
    assert lights[0] == ["Opérateur", "Voyant", "État", "Lu le", "Par", "Valable jusqu’au", "Preuve"]
    assert ["Viamedis", "Virements", "arrêté", "2024-01-30", "AB"] in [row[:5] for row in read]


def test_sums_rejects_and_what_comes_are_copied_and_the_amc_without_operator_exported(
    desk: TestDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    office = desk.desk.office
    note_invoice(office, "000418207", 1840)
    in_a_lane(lambda: office.claims.add("AB", NewClaim("000418208", 915, TODAY, amc="Mutuelle du Quai")))
    rejected = in_a_lane(lambda: next(one for one in office.claims.list() if one.operator))
    in_a_lane(lambda: office.claims.move("AB", rejected.id, State.REJECTED, "droits"))
    page = today.make(desk.desk)
    qtbot.addWidget(page)
    page.show()
    page.entered()
    qtbot.waitUntil(lambda: page._rejects is not None and page._rejects.isVisible())
    assert page._rejects is not None
    button(page._sums).click()
    titles, *rows = copied()
    assert titles == ["Opérateur", "Factures", "0 à 2 jours", "3 à 5", "6 jours ouvrés et plus", "Montant"]
    assert {(row[0], row[1], row[-1]) for row in rows} == {
        ("Viamedis", "1", f"18,40{_E}"),
        ("Inconnu", "1", f"9,15{_E}"),
    }
    button(page._rejects).click()
    titles, *rows = copied()
    assert titles == ["Âge", "Factures", "Montant"]
    assert rows[0] == ["Jusqu’à 5 jours ouvrés", "1", rows[0][2]]
    waiting = claims.make(desk.desk)
    qtbot.addWidget(waiting)
    waiting.show()
    waiting.show_side("directory")
    worklist = waiting.sides.directory.worklist
    qtbot.waitUntil(lambda: worklist.model.rowCount() == 1)
    waiting.activateWindow()
    qtbot.waitUntil(waiting.isActiveWindow)
    titles, *rows = export(desk, worklist, tmp_path / "amc.csv", qtbot)
    assert titles[2:4] == ["Factures", "Montant"]
    assert rows[0][2:4] == ["1", "9,15"]
