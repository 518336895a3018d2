"""Lists made of widgets are copied like tables: by their button, by Ctrl+C, in cells nothing runs."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pharmassist.domain.advances import Advance
from pharmassist.services.advancing import Ledger
from pharmassist.ui.pages import claims, transfers
from pharmassist.ui.pages.advances.ledger import LedgerCard
from pharmassist.ui.pages.advances.moving import Offers
from pharmassist.ui.pages.transfers.credits import CreditRow
from pharmassist.ui.parts.card import Card
from pharmassist.ui.parts.copying import CopyButton, Sheet
from tests.ui.offices import TestDesk, founded_office, make_desk, note_invoice
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


def test_a_ledger_is_copied_without_who_asked(qtbot: QtBot) -> None:
    day = date(2024, 2, 5)
    advance = Advance("viamedis", day, day, 3, 241_773, id=1, requested_by="CR")
    card = LedgerCard(Ledger(advance, ()), "Viamedis", day, Offers())
    qtbot.addWidget(card)
    button(card).click()
    titles, *rows = copied()
    assert titles[:3] == ["Date", "Écriture", "Montant"]
    assert [row[2] for row in rows] == [f"2{_N}417,73{_E}"]
    assert "CR" not in QGuiApplication.clipboard().text()
