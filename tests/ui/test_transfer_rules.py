"""Rules of transfers by keyboard: payers changed, removed and taken back; when absence is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pharmassist.domain.matches import PayerRule
from pharmassist.ui.pages.transfers import make
from pharmassist.ui.pages.transfers.page import TransfersPage
from pharmassist.ui.pages.transfers.rules import RulesOverlay
from tests.services.reconciling_scene import Scene
from tests.ui.accessibility import nameless_controls
from tests.ui.conftest import type_text
from tests.ui.offices import TestDesk, founded_office, make_desk
from tests.ui.reading import words

KEY = Qt.Key


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[TestDesk]:
    with founded_office(tmp_path) as founded:
        office = founded.office
        scene = Scene(office.register, office.reconciling, office.alarms)
        scene.credit(12_345, "VIR MUTUELLE DU QUAI", day=date(2024, 1, 30))
        office.reconciling.rules.save("AB", PayerRule("viamedis", words="Gestion du Quai"))
        made = make_desk(office, "AB")
        yield made
        assert made.bugs == []


@pytest.fixture
def overlay(desk: TestDesk, qtbot: QtBot) -> RulesOverlay:
    """Open the rules from the page by their key."""
    page: TransfersPage = make(desk.desk)
    qtbot.addWidget(page)
    page.resize(1064, 740)
    page.show()
    page.activateWindow()
    page.entered()
    qtbot.waitUntil(lambda: page.credits.current != 0)
    page.credits.take_focus()
    QTest.keyClick(focused(page), KEY.Key_R)
    found = page.findChild(RulesOverlay)
    assert found is not None
    qtbot.waitUntil(lambda: "gestion du quai → Viamedis" in words(found))
    return found


def focused(part: QWidget) -> QWidget:
    found: QWidget | None = part.window().focusWidget()
    return part if found is None else found


def tab_to(overlay: RulesOverlay, name: str) -> QWidget:
    seen = []
    for _turn in range(40):
        part = focused(overlay)
        if part.accessibleName() == name:
            return part
        seen.append(part.accessibleName())
        QTest.keyClick(part, KEY.Key_Tab)
    raise AssertionError(f"Tab does not reach {name!r}: {seen}")


def known(desk: TestDesk) -> list[tuple[str, str, str]]:
    return [(rule.operator, rule.words, rule.iban) for rule in desk.desk.office.reconciling.rules.all()]


def press(overlay: RulesOverlay, name: str, qtbot: QtBot, told: str) -> None:
    """Press a button come to by Tab, and wait for what is said then."""
    QTest.keyClick(tab_to(overlay, name), KEY.Key_Return)
    qtbot.waitUntil(lambda: told in words(overlay))


def test_a_rule_is_added_changed_removed_and_each_taken_back(
    overlay: RulesOverlay, desk: TestDesk, qtbot: QtBot
) -> None:
    first, second = ("viamedis", "gestion du quai", ""), ("almerys", "mutuelle du port", "")
    assert nameless_controls(overlay) == []
    type_text(tab_to(overlay, "Libellé du virement"), "Mutuelle du Port")
    press(overlay, "Libellé du virement", qtbot, "Choisissez qui paie.")
    assert overlay.payer.error_text
    type_text(tab_to(overlay, "Qui paie"), "Alm")
    press(overlay, "Ajouter la règle", qtbot, "mutuelle du port → Almerys")
    assert known(desk) == [first, second]
    press(overlay, "Changer gestion du quai", qtbot, "gestion du quai → Viamedis")
    assert overlay.words.value() == "gestion du quai"
    tab_to(overlay, "Qui paie")
    overlay.payer.set_value("outside")
    press(overlay, "Changer la règle", qtbot, "gestion du quai → Hors AMC")
    assert known(desk)[0] == ("outside", "gestion du quai", "")
    press(overlay, "Annuler ce changement", qtbot, "gestion du quai → Viamedis")
    assert known(desk)[0] == first
    press(overlay, "Retirer mutuelle du port", qtbot, "Règle retirée : mutuelle du port")
    qtbot.waitUntil(lambda: "mutuelle du port →" not in words(overlay))
    assert known(desk) == [first]
    press(overlay, "Annuler ce changement", qtbot, "mutuelle du port → Almerys")
    assert known(desk) == [first, second]
    assert desk.desk.office.safekeeping.verify_journal("").ok


def test_words_that_are_known_or_too_short_are_refused_in_the_field(
    overlay: RulesOverlay, qtbot: QtBot
) -> None:
    for typed, told in (("Gestion du Quai", "existe déjà"), ("ab", "trois lettres")):
        overlay.words.set_value(typed)
        overlay.payer.set_value("almerys")
        press(overlay, "Libellé du virement", qtbot, told)
        qtbot.waitUntil(overlay.words.line.hasFocus)


def test_after_how_many_days_absence_is_told(overlay: RulesOverlay, desk: TestDesk, qtbot: QtBot) -> None:
    alarms, label = desk.desk.office.alarms, "Virements habituels dits absents après (jours ouvrés)"
    for typed in ("0", "31", "trois"):
        overlay.absent.set_value(typed)
        press(overlay, label, qtbot, "1 à 30 jours ouvrés")
    overlay.absent.set_value("5")
    press(overlay, label, qtbot, "Absents après 5 jours ouvrés.")
    assert alarms.absent_after() == 5
    QTest.keyClick(tab_to(overlay, "Annuler ce changement"), KEY.Key_Return)
    qtbot.waitUntil(lambda: overlay.absent.value() == "3")
    assert alarms.absent_after() == 3
