"""Acomptes by keyboard alone with the bank; indemnities, reminders and cash beside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QWidget
from pytestqt.qtbot import QtBot

from pharmassist.domain.advances import AdvanceStatus
from pharmassist.services.texts import money
from pharmassist.ui.pages.advances import make
from pharmassist.ui.pages.advances.ledger import LedgerCard
from pharmassist.ui.pages.advances.page import AdvancesPage
from pharmassist.ui.parts.button import Button
from tests.services.owed_scene import STORY_5, Storing, story_5
from tests.ui import offices
from tests.ui.accessibility import nameless_controls
from tests.ui.conftest import type_text
from tests.ui.offices import TestDesk, founded_office, make_desk
from tests.ui.reading import words

KEY = Qt.Key


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestDesk]:
    monkeypatch.setattr(offices, "START", datetime(2024, 3, 4, 9, tzinfo=UTC))
    with founded_office(tmp_path) as founded:
        at = Storing(founded.office.register)
        story_5(at)
        at.bank(date(2024, 3, 1), (date(2024, 2, 13), 169_241))
        for day, total, _withheld in STORY_5:
            at.notice("viamedis", day, total)
        at.notice("viamedis", date(2024, 2, 1), 44_806, (("000000101", 1_647), ("000000102", 2_310)))
        made = make_desk(founded.office, "AB")
        yield made
        assert made.bugs == []


@pytest.fixture
def page(desk: TestDesk, qtbot: QtBot) -> AdvancesPage:
    page = make(desk.desk)
    qtbot.addWidget(page)
    page.resize(1064, 900)
    page.show()
    page.activateWindow()
    page.operator.box.setFocus()
    page.entered()
    qtbot.waitUntil(lambda: "2\u202f417,73" in page.exact.figure.text())
    return page


def focused(page: AdvancesPage) -> QWidget:
    """Return what has the focus; the page itself for a moment after what had it is gone."""
    found: QWidget | None = page.focusWidget()
    return page if found is None else found


def tab_to(page: AdvancesPage, name: str) -> QWidget:
    """Press Tab until the part of that name has the focus."""
    seen: list[str] = []
    for _turn in range(120):
        part = focused(page)
        if part.accessibleName() == name:
            return part
        seen.append(part.accessibleName())
        QTest.keyClick(part, KEY.Key_Tab)
    raise AssertionError(f"Tab does not reach {name!r}: {seen}")


def press(page: AdvancesPage, name: str) -> None:
    QTest.keyClick(tab_to(page, name), KEY.Key_Return)


def card(page: AdvancesPage) -> LedgerCard:
    return next(c for c in page.findChildren(LedgerCard) if c.isVisibleTo(page))


def shows(page: AdvancesPage, wanted: str) -> bool:
    return wanted in words(page)


def test_story_5_by_keyboard_alone(page: AdvancesPage, desk: TestDesk, qtbot: QtBot) -> None:
    page.operator.box.setFocus()
    press(page, "Noter la demande")
    qtbot.waitUntil(lambda: "Demandé, 231 factures" in words(page))
    type_text(tab_to(page, "Somme accordée"), "1692,41")
    QTest.keyClick(focused(page), KEY.Key_Return)
    qtbot.waitUntil(lambda: "Accordé, 70" in words(page))
    # The credit of the bank is proposed, the sum is there: one key.
    press(page, "Ajouter cette écriture")
    qtbot.waitUntil(lambda: "1\u202f692,41\u00a0€ à rendre" in words(page))
    for after, (_day, _total, withheld) in zip((109_241, 50_401, 0), STORY_5, strict=False):
        amount = tab_to(page, "Montant")
        QTest.keyClick(amount, KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
        type_text(amount, f"{withheld // 100},{withheld % 100:02d}")
        QTest.keyClick(focused(page), KEY.Key_Return)
        qtbot.waitUntil(partial(shows, page, f"{money(after)} à rendre"))
    ledger = desk.desk.office.advancing.ledgers()[0]
    assert ledger.advance.status is AdvanceStatus.CLOSED
    # A withholding names its notice: the one wholly withheld is silent.
    assert "Avis, tout retenu" in words(page)
    assert nameless_controls(page) == []
    press(page, "Relevé de clôture")
    assert desk.papers[-1].kind == "advance-statement"
    press(page, "Annuler : Reçu en banque")
    qtbot.waitUntil(page.banner.isVisible)
    assert desk.desk.office.advancing.ledgers()[0].balance == 0


def test_the_views_beside_are_reached_by_arrows(page: AdvancesPage, desk: TestDesk, qtbot: QtBot) -> None:
    def rejected() -> QCheckBox | None:
        boxes = page.indemnities.findChildren(QCheckBox)
        return next((box for box in boxes if "000000101" in box.accessibleName()), None)

    chip = tab_to(page, "Acomptes")
    QTest.keyClick(chip, KEY.Key_Right)
    assert page.tabs.key == "indemnities"
    qtbot.waitUntil(lambda: page.indemnities.operator.box.count() > 0)
    page.indemnities.operator.set_value("viamedis")
    qtbot.waitUntil(lambda: rejected() is not None)
    assert "à confirmer" in words(page) or "Factures rejetées" in words(page)
    box = rejected()
    assert box is not None
    box.setFocus()
    QTest.keyClick(box, KEY.Key_Space)
    qtbot.waitUntil(lambda: desk.desk.office.indemnifying.account("viamedis").without_vat == 83)
    page.print_page()
    assert desk.papers[-1].kind == "indemnities"
    assert nameless_controls(page) == []
    page.tabs.show_view("reminders")
    qtbot.waitUntil(lambda: "231 factures envoyées" in words(page))
    page.print_page()
    assert desk.papers[-1].kind == "reminder"
    page.reminding.record.click()
    qtbot.waitUntil(lambda: "Relance" in words(page))
    assert desk.desk.office.reminding.debtors()[0].reminders[0].level == 1
    page.tabs.show_view("cash")
    qtbot.waitUntil(lambda: "Ce qui manque" in words(page))
    page.cash.beyond.set_value("2000")
    QTest.keyClick(page.cash.beyond.line, KEY.Key_Return)
    qtbot.waitUntil(lambda: "au-delà de 2\u202f000,00\u00a0€, AB décide" in words(page))
    tasks = [task.title for task in desk.desk.office.day.view().tasks]
    assert "Décidez : suspendre le tiers payant de Viamedis\u202f?" in [
        t.replace(" ?", "\u202f?") for t in tasks
    ]
    qtbot.waitUntil(lambda: page.undo.words == "Le seuil est écrit.")
    page.undo_last()
    qtbot.waitUntil(lambda: "Aucun seuil" in words(page))
    page.cash.creditor.set_value("Grossiste du Port")
    QTest.keyClick(page.cash.creditor.line, KEY.Key_Return)
    qtbot.waitUntil(lambda: "Grossiste du Port" in words(page.cash))
    for name in ("Liste pour la banque", "Lettre à la banque\u202f: force majeure"):
        button = next(
            b
            for b in page.cash.findChildren(Button)
            if b.text().replace(" :", "\u202f:") == name.replace(" :", "\u202f:")
        )
        button.click()
    assert [paper.kind for paper in desk.papers[-2:]] == ["bank-direct-debits", "bank-force-majeure"]
    assert nameless_controls(page) == []


def test_nobody_is_reminded_while_the_bank_is_stale(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offices, "START", datetime(2024, 3, 4, 9, tzinfo=UTC))
    with founded_office(tmp_path) as founded:
        story_5(Storing(founded.office.register))
        made = make_desk(founded.office, "AB")
        page = make(made.desk)
        qtbot.addWidget(page)
        page.show()
        page.tabs.show_view("reminders")
        qtbot.waitUntil(lambda: "aucun relevé" in words(page))
        assert not page.reminding.look.isEnabled()
        assert not page.reminding.record.isEnabled()
        assert made.bugs == []
