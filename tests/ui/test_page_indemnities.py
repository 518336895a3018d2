"""Indemnities by keyboard: own rules of each kind taken back, the compulsory scheme, the bank's address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pharmassist.domain.claims import Claim
from pharmassist.domain.indemnities import IndemnityRule, RuleKind, in_force
from pharmassist.ui.pages.advances import make
from pharmassist.ui.pages.advances.page import AdvancesPage
from tests.services.owed_scene import Storing
from tests.ui import offices
from tests.ui.accessibility import nameless_controls
from tests.ui.conftest import type_text
from tests.ui.offices import TestDesk, founded_office, make_desk
from tests.ui.reading import words

KEY = Qt.Key
SENT = date(2024, 1, 8)


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestDesk]:
    monkeypatch.setattr(offices, "START", datetime(2024, 2, 1, 9, tzinfo=UTC))
    with founded_office(tmp_path) as founded:
        at = Storing(founded.office.register)
        at.claims(
            Claim("000000101", 500, SENT, operator="almerys", amo_amount=12_345),
            Claim("000000102", 500, SENT, operator="almerys", amo_amount=24_690),
        )
        at.notice("viamedis", date(2024, 1, 22), 44_806, (("000000103", 1_647),))
        founded.office.indemnifying.set_accredited("AB", "viamedis", "000000103")
        made = make_desk(founded.office, "AB")
        yield made
        assert made.bugs == []


@pytest.fixture
def page(desk: TestDesk, qtbot: QtBot) -> AdvancesPage:
    made = make(desk.desk)
    qtbot.addWidget(made)
    made.resize(1064, 900)
    made.show()
    made.activateWindow()
    made.entered()
    made.tabs.show_view("indemnities")
    made.indemnities.operator.box.setFocus()
    return made


def told(page: AdvancesPage) -> str:
    return words(page).replace("\u00a0", " ").replace("\u202f", " ")


def tab_to(page: AdvancesPage, name: str) -> QWidget:
    """Press Tab until the part of that name has the focus."""
    seen: list[str] = []
    for _turn in range(80):
        # What was just made is shown, and takes the focus, in the next round of events.
        QCoreApplication.processEvents()
        found: QWidget | None = page.focusWidget()
        part = page if found is None else found
        if part.accessibleName() == name:
            return part
        seen.append(part.accessibleName())
        QTest.keyClick(part, KEY.Key_Tab)
    raise AssertionError(f"Tab does not reach {name!r}: {seen}")


def typed(page: AdvancesPage, name: str, text: str) -> QWidget:
    """Type over what stands in a field."""
    line = tab_to(page, name)
    QTest.keyClick(line, KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_text(line, text)
    return line


def force(desk: TestDesk, kind: RuleKind, operator: str) -> IndemnityRule:
    rule = in_force(desk.desk.office.indemnifying.rules(), kind, operator, date(2024, 2, 1))
    assert rule is not None
    return rule


def test_a_rule_of_rejects_is_written_to_confirm_and_taken_back(
    page: AdvancesPage, desk: TestDesk, qtbot: QtBot
) -> None:
    page.indemnities.operator.set_value("viamedis")
    qtbot.waitUntil(lambda: "0,83 € HT · 1,00 € TTC" in told(page))
    tab_to(page, "Règle")
    page.indemnities.own.kind.set_value("wrong_reject")
    assert page.indemnities.own.unit.cents() == 83
    page.indemnities.own.certainty.set_value("unseen")
    typed(page, "En vigueur depuis", "01/01/2024")
    typed(page, "Somme HT", "0,90")
    QTest.keyClick(typed(page, "Somme TTC", "1,08"), KEY.Key_Return)
    qtbot.waitUntil(lambda: bool(page.indemnities.own.source.error_text))
    QTest.keyClick(typed(page, "Source", "Avenant, art. 4"), KEY.Key_Return)
    qtbot.waitUntil(lambda: "0,90 € HT · 1,08 € TTC · à confirmer · Avenant, art. 4" in told(page))
    rule = force(desk, RuleKind.WRONG_REJECT, "viamedis")
    assert (rule.unit, rule.unit_with_vat, rule.verified, rule.own) == (90, 108, False, True)
    assert force(desk, RuleKind.WRONG_REJECT, "almerys").unit == 83
    assert nameless_controls(page) == []
    QTest.keyClick(tab_to(page, "Annuler ce changement"), KEY.Key_Return)
    qtbot.waitUntil(lambda: "Avenant, art. 4" not in told(page))
    assert force(desk, RuleKind.WRONG_REJECT, "viamedis").unit == 83
    # What was taken away may come back the same way.
    QTest.keyClick(tab_to(page, "Annuler ce changement"), KEY.Key_Return)
    qtbot.waitUntil(lambda: "Avenant, art. 4" in told(page))
    QTest.keyClick(tab_to(page, "Retirer la règle : Rejet accrédité, 01/01/24"), KEY.Key_Return)
    qtbot.waitUntil(lambda: "Avenant, art. 4" not in told(page))


def test_the_rule_of_lateness_keeps_its_form(page: AdvancesPage, desk: TestDesk, qtbot: QtBot) -> None:
    page.indemnities.operator.set_value("isante")
    qtbot.waitUntil(lambda: "1 % au-delà de 3 jours ouvrés" in told(page))
    typed(page, "En vigueur depuis", "01/01/2024")
    typed(page, "Source", "Convention 2024, art. 11")
    QTest.keyClick(typed(page, "Pour cent", "un"), KEY.Key_Return)
    qtbot.waitUntil(lambda: page.indemnities.own.rate.error_text == "Saisissez un nombre.")
    QTest.keyClick(typed(page, "Pour cent", "1,5"), KEY.Key_Return)
    qtbot.waitUntil(lambda: "1,50 % au-delà de 3 jours ouvrés" in told(page))
    rule = force(desk, RuleKind.LATE_SHARE, "isante")
    assert (rule.rate, rule.days, rule.due_days, rule.verified) == (150, 3, 3, True)


def test_the_compulsory_scheme_several_at_once_with_its_statement(
    page: AdvancesPage, desk: TestDesk, qtbot: QtBot
) -> None:
    page.indemnities.operator.set_value("compulsory")
    qtbot.waitUntil(lambda: "1,00 € au-delà de 7 jours ouvrés, 10 % dès le 10e jour" in told(page))
    typed(page, "Factures (une ou plusieurs)", "101 102 104")
    QTest.keyClick(typed(page, "Réglées le", "19/01/2024"), KEY.Key_Return)
    qtbot.waitUntil(lambda: "000000104" in page.indemnities.compulsory.invoices.error_text)
    QTest.keyClick(typed(page, "Factures (une ou plusieurs)", "101, 102"), KEY.Key_Return)
    qtbot.waitUntil(lambda: "2 factures en retard · 2,00 €" in told(page))
    typed(page, "Factures (une ou plusieurs)", "104")
    typed(page, "Réglées le", "22/01/2024")
    typed(page, "Envoyées le (facultatif)", "08/01/2024")
    QTest.keyClick(typed(page, "Part AMO (facultatif)", "50"), KEY.Key_Return)
    qtbot.waitUntil(lambda: "3 factures en retard · 7,00 €" in told(page))
    assert nameless_controls(page) == []
    page.print_page()
    assert desk.papers[-1].kind == "compulsory-indemnities"
    # What was just added, or just taken away, is taken back at once.
    page.undo_last()
    qtbot.waitUntil(lambda: "2 factures en retard · 2,00 €" in told(page))
    page.indemnities.compulsory.added.emit(["104"], date(2024, 1, 22), date(2024, 1, 8), 5_000)
    qtbot.waitUntil(lambda: "3 factures en retard · 7,00 €" in told(page))
    QTest.keyClick(tab_to(page, "Retirer la facture 000000104"), KEY.Key_Return)
    qtbot.waitUntil(lambda: "2 factures en retard · 2,00 €" in told(page))
    page.undo_last()
    qtbot.waitUntil(lambda: "3 factures en retard · 7,00 €" in told(page))
    QTest.keyClick(tab_to(page, "Retirer la facture 000000104"), KEY.Key_Return)
    qtbot.waitUntil(lambda: "2 factures en retard · 2,00 €" in told(page))
    page.indemnities.own.since.set_value("01/01/2024")
    page.indemnities.own.source.set_value("Décret lu le 01/02")
    QTest.keyClick(typed(page, "Somme par facture", "1,20"), KEY.Key_Return)
    qtbot.waitUntil(lambda: "2 factures en retard · 2,40 €" in told(page))


def test_the_address_of_the_bank_stands_on_its_letters(
    page: AdvancesPage, desk: TestDesk, qtbot: QtBot
) -> None:
    page.tabs.show_view("cash")
    qtbot.waitUntil(lambda: "« À notre banque »" in told(page))
    typed(page, "Banque et agence", "Banque du Port")
    typed(page, "Adresse", "3, quai Est")
    QTest.keyClick(typed(page, "Code postal et ville", "29000 Port-Ellé"), KEY.Key_Return)
    qtbot.waitUntil(lambda: "Les deux lettres vont à cette adresse." in told(page))
    assert desk.desk.office.cash.view().bank == "Banque du Port\n3, quai Est\n29000 Port-Ellé"
