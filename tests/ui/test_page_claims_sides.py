"""Factures en attente: the ages of the encours, delays, the encours at a date, who pays a mutuelle."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pharmassist.ui.pages.claims.ages_overlays import DelaysOverlay, MonthEndOverlay
from pharmassist.ui.pages.claims.page import ClaimsPage
from pharmassist.ui.pages.claims.teaching import TeachOverlay
from pharmassist.ui.parts.button import Button
from tests.ui.accessibility import nameless_controls
from tests.ui.offices import TestDesk, founded_office, make_desk
from tests.ui.reading import words
from tests.ui.test_page_claims import INVOICES, invoices, press, shown, store

KEY = Qt.Key


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[TestDesk]:
    with founded_office(tmp_path) as founded:
        store(founded.office, *INVOICES)
        made = make_desk(founded.office, "CR")
        yield made
        assert made.bugs == []


def offers(page: ClaimsPage, name: str) -> bool:
    return any(b.text() == name and b.isVisibleTo(page) for b in page.findChildren(Button))


def test_ages_by_operator_and_amc_lead_to_their_invoices(qtbot: QtBot, desk: TestDesk) -> None:
    page = shown(qtbot, desk)
    press(page, "Ancienneté")
    qtbot.waitUntil(lambda: "Encours par ancienneté" in words(page))
    qtbot.waitUntil(
        lambda: "Viamedis 0–5" in page.sides.ages.picture.accessibleDescription().replace(" : ", " ")
    )
    qtbot.waitUntil(lambda: "0–5 j | 6–10 j | 11–20 j | 21–40 j | plus de 40 j" in words(page))
    assert "45,41" in words(page)
    assert nameless_controls(page) == []
    press(page, "Par mutuelle (AMC)")
    qtbot.waitUntil(lambda: "Sans n° d’AMC" in words(page))
    press(page, "Par opérateur")
    qtbot.waitUntil(lambda: "Sans n° d’AMC" not in words(page) and offers(page, "Viamedis"))
    press(page, "Viamedis")
    qtbot.waitUntil(lambda: invoices(qtbot, page) == ["000418201", "000418203"])


def test_columns_of_days_are_typed_and_kept(qtbot: QtBot, desk: TestDesk) -> None:
    page = shown(qtbot, desk)
    page.show_side("ages")
    qtbot.waitUntil(lambda: "0–5 j | 6–10 j" in words(page))
    columns = page.sides.ages.columns
    columns.line.setFocus()
    columns.set_value("trois")
    QTest.keyClick(columns.line, KEY.Key_Return)
    assert columns.error_text
    columns.set_value("2, 15")
    QTest.keyClick(columns.line, KEY.Key_Return)
    qtbot.waitUntil(lambda: "0–2 j | 3–15 j | plus de 15 j" in words(page))
    columns.set_value("15, 2")
    QTest.keyClick(columns.line, KEY.Key_Return)
    qtbot.waitUntil(lambda: "Colonnes de jours" in page.banner.words)
    assert desk.desk.office.claims.lists.ageing().lasts == (2, 15)
    page.undo_last()
    qtbot.waitUntil(lambda: "0–5 j | 6–10 j | 11–20 j | 21–40 j | plus de 40 j" in words(page))


def test_a_delay_of_its_own_makes_an_operator_overdue(qtbot: QtBot, desk: TestDesk) -> None:
    page = shown(qtbot, desk)
    page.show_side("ages")
    qtbot.waitUntil(lambda: "Aucun délai connu" in words(page))
    press(page, "Délais…")
    overlay = page.findChildren(DelaysOverlay)[-1]
    assert nameless_controls(overlay) == []
    overlay.fields["viamedis"].set_value("500")
    QTest.keyClick(overlay.fields["viamedis"].line, KEY.Key_Return)
    assert overlay.fields["viamedis"].error_text
    overlay.fields["viamedis"].set_value("7")
    QTest.keyClick(overlay.fields["viamedis"].line, KEY.Key_Return)
    qtbot.waitUntil(lambda: "1 facture de plus de 7 jours ouvrés" in words(page))
    assert "délai fixé par la pharmacie" in words(page)
    qtbot.waitUntil(lambda: page.undo.words == "Délais gardés.")
    late = next(
        b
        for b in page.sides.ages._late.findChildren(Button)
        if b.text() == "Viamedis" and b.isVisibleTo(page)
    )
    late.click()
    qtbot.waitUntil(lambda: invoices(qtbot, page) == ["000418201"])
    page.undo_last()
    qtbot.waitUntil(lambda: desk.desk.office.claims.lists.overdue().known == ())


def test_the_encours_at_a_date_is_shown_and_exported(qtbot: QtBot, desk: TestDesk, tmp_path: Path) -> None:
    page = shown(qtbot, desk, folder=tmp_path)
    page.show_side("ages")
    press(page, "Encours à une date…")
    overlay = page.findChildren(MonthEndOverlay)[-1]
    assert overlay.day.value() == "31/12/2023"
    overlay.day.set_value("15/02/2024")
    QTest.keyClick(overlay.day.line, KEY.Key_Return)
    assert overlay.day.error_text
    overlay.day.set_value("20/01/2024")
    QTest.keyClick(overlay.day.line, KEY.Key_Return)
    qtbot.waitUntil(overlay.export.isEnabled)
    press(page, "Exporter cet encours…")
    qtbot.waitUntil((tmp_path / "encours-2024-01-20.csv").exists)
    qtbot.waitUntil(lambda: "encours-2024-01-20.csv" in page.banner.words)


def test_many_amc_get_their_operator_in_one_go(qtbot: QtBot, desk: TestDesk) -> None:
    page = shown(qtbot, desk)
    press(page, "Qui paie ?".replace(" ?", "\u202f?"))
    card = page.sides.directory.worklist
    qtbot.waitUntil(lambda: card.model.rowCount() == 1)
    assert not card.give.isEnabled()
    card.table.setFocus()
    card.table.setCurrentIndex(card.model.index(0, 1))
    qtbot.waitUntil(lambda: card.model.row(0) is not None)
    QTest.keyClick(card.table, KEY.Key_Space)
    assert card.give.isEnabled()
    card.operator.set_value("isante")
    press(page, "Retenir pour celles choisies")
    qtbot.waitUntil(lambda: "1 AMC retenue" in page.banner.words)
    assert desk.desk.office.claims.show(4).claim.operator == "isante"
    qtbot.waitUntil(lambda: card.model.rowCount() == 0)


def test_who_pays_and_whom_to_call(qtbot: QtBot, desk: TestDesk) -> None:
    page = shown(qtbot, desk)
    page.show_target("directory")
    answers = page.sides.directory.answers
    answers.search.setText("aésio")
    qtbot.waitUntil(lambda: "le logo de la carte décide" in words(page))
    assert "à vérifier" in words(page)
    assert "0 825" in words(page)
    answers.search.setText("1 84 05 29 019 002 88")
    assert answers.wanted() == ""
    answers.search.setText("mutuelle inventée du quai")
    qtbot.waitUntil(lambda: "pas encore dans l’annuaire" in words(page))
    press(page, "Apprendre cette mutuelle…")
    overlay = page.findChildren(TeachOverlay)[-1]
    assert nameless_controls(overlay) == []
    overlay.number.set_value("99310533")
    overlay.csr.set_value("003")
    overlay.code.set_value("dix")
    overlay.operators["direct"].setChecked(True)
    QTest.keyClick(overlay.number.line, KEY.Key_Return)
    assert overlay.code.error_text
    overlay.code.set_value("75044075")
    QTest.keyClick(overlay.number.line, KEY.Key_Return)
    qtbot.waitUntil(lambda: "Paie en direct · appelez la mutuelle elle-même" in words(page))
    assert "99310533 · code 75044075 · CSR 003" in words(page)
    assert "appris par CR" in words(page)
    # The invoice of that number has its operator, and is found from here.
    press(page, "Ses factures")
    qtbot.waitUntil(lambda: invoices(qtbot, page) == ["000418204"])
    assert page.escape()
