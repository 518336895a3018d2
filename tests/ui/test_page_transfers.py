"""Virements: credits, proposals by one key, ambiguity, by hand, undo, what is missing."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pharmassist.domain.bank import CreditFilter, CreditState
from pharmassist.domain.claims import State
from pharmassist.domain.notices import NoticeFilter
from pharmassist.services.office import Office
from pharmassist.ui.note_notice import NoteNotice
from pharmassist.ui.pages.transfers import make
from pharmassist.ui.pages.transfers.page import TransfersPage
from pharmassist.ui.parts.text import Text
from pharmassist.ui.statement_import import StatementImport
from tests.services.reconciling_scene import Scene
from tests.ui.accessibility import nameless_controls
from tests.ui.offices import TestDesk, founded_office, make_desk

_N = "\u202f"


def live(office: Office) -> Scene:
    """A week of a pharmacy: one reference, one sum, two solutions, a caisse, a flow that did not come."""
    scene = Scene(office.register, office.reconciling, office.alarms)
    one, two = scene.claim(1, 20_122, "sp-sante"), scene.claim(2, 10_000, "sp-sante")
    scene.notice(30_122, one, two, operator="sp-sante", day=date(2024, 1, 26), reference="8841207")
    lot = [scene.claim(n, c, batch="412") for n, c in ((3, 11_846), (4, 10_000))]
    assert len(lot) == 2
    for number, cents in ((5, 1_647), (6, 2_310), (7, 3_957), (8, 40_849)):
        scene.claim(number, cents, "viamedis", batch="214", invoice_date=date(2024, 1, 25))
    scene.notice(28_462, operator="viamedis", day=date(2024, 1, 25))
    scene.notice(19_863, operator="isante", day=date(2024, 1, 29))
    scene.credit(821_477, "VIR CPAM FINISTERE", day=date(2024, 1, 28))
    scene.credit(44_806, "VIR SEPA VIAMEDIS", day=date(2024, 1, 30))
    scene.credit(21_846, "VIR SEPA ALMERYS TP 240129 REF 7741207", day=date(2024, 1, 30))
    scene.credit(30_122, "VIR SP SANTE REF 8841207", day=date(2024, 1, 30))
    scene.credit(12_345, "VIR MUTUELLE DU QUAI", day=date(2024, 1, 30))
    scene.covered(date(2024, 1, 30))
    return scene


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[TestDesk]:
    with founded_office(tmp_path) as founded:
        made = make_desk(founded.office, "AB")
        yield made
        assert made.bugs == []


@pytest.fixture
def scene(desk: TestDesk) -> Scene:
    return live(desk.desk.office)


@pytest.fixture
def page(desk: TestDesk, scene: Scene, qtbot: QtBot) -> TransfersPage:
    made = make(desk.desk)
    qtbot.addWidget(made)
    made.resize(1064, 740)
    made.show()
    made.entered()
    qtbot.waitUntil(lambda: made.credits.current != 0)
    made.credits.take_focus()
    return made


def words(page: TransfersPage) -> str:
    QCoreApplication.processEvents()
    shown = [text for text in page.findChildren(Text) if text.isVisibleTo(page)]
    return " | ".join(text.accessibleName() or text.text() for text in shown)


def key(page: TransfersPage, which: Qt.Key, *, ctrl: bool = False) -> None:
    target: QWidget | None = page.window().focusWidget()
    held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(target if target is not None else page, which, held)
    settle()


def settle() -> None:
    """Let answers that were asked come back to the page."""
    for _round in range(6):
        QCoreApplication.processEvents()


def go_to(page: TransfersPage, payer: str) -> None:
    """Move down with the arrow until the credit of that payer is shown."""
    for _step in range(12):
        line = page.explanation.line
        if line is not None and line.payer == payer:
            return
        key(page, Qt.Key.Key_Down)
    raise AssertionError(payer)


def test_f5_points_what_a_reference_decides_and_can_be_undone(page: TransfersPage, scene: Scene) -> None:
    assert "1 virement porte sa référence" in page.header._caption.text()
    page.refresh()
    settle()
    current = page._current()
    assert current is not None
    assert current.to_point
    assert scene.state(1) == (State.RECEIVED, 20_122)
    assert "1 virement pointé par sa référence" in page.undo.words
    key(page, Qt.Key.Key_Z, ctrl=True)
    assert scene.state(1) == (State.ANNOUNCED, 0)
    assert "1 pointage défait" in page.undo.words
    scene.balanced()


def test_enter_says_yes_and_goes_on(page: TransfersPage, scene: Scene) -> None:
    go_to(page, "Almerys")
    told = words(page)
    assert "Lot 412" in told
    assert "Une seule combinaison tombe juste" in told
    assert f"Référence 7741207{chr(0xA0)}: absente de nos avis" in told
    key(page, Qt.Key.Key_Return)
    assert scene.state(3) == (State.RECEIVED, 11_846)
    assert f"218,46{chr(0xA0)}€" in page.undo.words
    line = page.explanation.line
    assert line is not None
    assert line.to_point
    key(page, Qt.Key.Key_Z, ctrl=True)
    assert scene.state(3) == (State.TRANSMITTED, 0)
    scene.balanced()


def test_several_solutions_are_a_number_and_the_person_chooses(page: TransfersPage, scene: Scene) -> None:
    go_to(page, "Viamedis")
    assert "2 solutions tombent juste" in words(page)
    key(page, Qt.Key.Key_Return)
    assert scene.state(8) == (State.TRANSMITTED, 0)
    key(page, Qt.Key.Key_2)
    assert "Total expliqué" in words(page)
    key(page, Qt.Key.Key_Return)
    assert scene.state(8) == (State.RECEIVED, 40_849)
    scene.balanced()


def test_n_leaves_it_and_goes_to_the_next(page: TransfersPage, scene: Scene) -> None:
    before = page.credits.current
    key(page, Qt.Key.Key_N)
    assert page.credits.current != before
    assert page.explanation.line is not None
    assert page.explanation.line.to_point


def test_by_hand_a_payer_is_said_once(page: TransfersPage, scene: Scene, desk: TestDesk) -> None:
    go_to(page, "MUTUELLE DU QUAI")
    assert "Payeur inconnu" in words(page)
    key(page, Qt.Key.Key_A)
    page.by_hand.operator.set_value("almerys")
    settle()
    box, _allocation = next(b for b in page.by_hand._boxes if b[1].target_id == 3)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    page.by_hand.over.setChecked(True)
    assert page.by_hand.point.isEnabled()
    QTest.keyClick(page.by_hand.point, Qt.Key.Key_Return)
    settle()
    assert scene.state(3) == (State.RECEIVED, 11_846)
    assert [rule.words for rule in desk.desk.office.reconciling.rules.all()] == ["mutuelle du quai"]
    scene.balanced()


def test_what_is_no_tiers_payant_leaves_the_number_of_the_day(page: TransfersPage, scene: Scene) -> None:
    assert page.missing.end.text() == f"1{_N}091,19{chr(0xA0)}€"
    go_to(page, "MUTUELLE DU QUAI")
    key(page, Qt.Key.Key_A)
    QTest.keyClick(page.by_hand.outside, Qt.Key.Key_Return)
    settle()
    with scene.register.read() as tx:
        (credit,) = [c for c in tx.credits.find(CreditFilter()) if c.state is CreditState.OTHER]
    assert (credit.cents, credit.label) == (12_345, "")
    assert page.missing.end.text() == f"967,74{chr(0xA0)}€"
    assert page.escape() is False


def test_the_form_is_left_with_escape(page: TransfersPage) -> None:
    go_to(page, "MUTUELLE DU QUAI")
    key(page, Qt.Key.Key_A)
    assert page.escape()
    assert not page.escape()


def test_what_is_announced_and_absent_is_told_by_flow_day(page: TransfersPage) -> None:
    told = words(page)
    assert "Flux du jeu. 25/01" in told
    assert "3 jours ouvrés" in told
    assert "Flux du lun. 29/01" in told
    assert "Ni avis, ni virement" in told
    assert nameless_controls(page) == []
    page.empty()
    assert "Viamedis" not in words(page)


def test_an_empty_page_teaches(desk: TestDesk, qtbot: QtBot) -> None:
    made = make(desk.desk)
    qtbot.addWidget(made)
    made.show()
    made.entered()
    qtbot.waitUntil(lambda: "Aucun relevé" in words(made))
    told = words(made)
    assert "Aucun relevé pour l’instant" in told
    assert "OFX" in told
    made.show_target("import")
    settle()
    assert made.findChildren(StatementImport)


def test_v_notes_a_notice_and_the_list_shows_it(page: TransfersPage, scene: Scene) -> None:
    key(page, Qt.Key.Key_V)
    settle()
    (overlay,) = page.findChildren(NoteNotice)
    overlay.operator.set_value("almerys")
    overlay.day.set_day(date(2024, 1, 30))
    overlay.total.set_cents(1_234)
    overlay.save()
    settle()
    noticing = page._desk.office.noticing
    assert 1_234 in [each.total for each in noticing.find(NoticeFilter())]
    assert page.undo.words == f"Avis de 12,34{chr(0xA0)}€ noté."
    page.undo_last()
    settle()
    assert 1_234 not in [each.total for each in noticing.find(NoticeFilter())]
    scene.notice(9_999, operator="almerys", day=date(2024, 1, 30))
    page.entered()
    settle()
    assert f"99,99{chr(0xA0)}€" in words(page)


def test_a_pointed_credit_says_what_it_paid_and_can_be_undone(page: TransfersPage, scene: Scene) -> None:
    page.refresh()
    settle()
    go_to(page, "SP santé")
    told = words(page)
    assert "Pointé sur" in told
    assert "référence 8841207, 2 factures" in told
    assert "par référence, automatiquement" in told
    page.explanation.undo.click()
    settle()
    assert scene.state(1) == (State.ANNOUNCED, 0)
