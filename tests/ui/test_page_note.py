"""Noter une facture (F2): saved and cleared by Enter, readers decoded, NIR refused, the earlier one shown."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pharmassist.domain.claims import Claim, ClaimFilter, State
from pharmassist.ui.note_claim import NoteClaim, note_claim
from pharmassist.ui.page import Page, PageSpec
from pharmassist.ui.parts.header import Header
from pharmassist.ui.window import Keys, Window
from tests.ui.accessibility import nameless_controls
from tests.ui.conftest import type_text
from tests.ui.offices import TODAY, TestDesk, founded_office, make_desk

NIR = "184052901900288"
READER = NIR.translate(str.maketrans("1234567890", "&é\"'(-è_çà"))


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[TestDesk]:
    with founded_office(tmp_path) as founded:
        made = make_desk(founded.office, "CR")
        yield made
        assert made.bugs == []


@pytest.fixture
def overlay(desk: TestDesk, qtbot: QtBot) -> NoteClaim:
    """Open the overlay over a window, as F2 does."""
    keys = Keys(lambda _key: None, lambda: note_claim(desk.desk, window), lambda: None)
    window = Window("Pharmacie du Port", [PageSpec("today", "Jour", "sun", lambda: Page(Header("?")))], keys)
    qtbot.addWidget(window)
    window.open_page("today")
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F2)
    note_claim(desk.desk, window)
    found = window.findChildren(NoteClaim)
    assert len(found) == 1
    # The day is there at once: who types faster than the names are read loses nothing.
    assert found[0].day.day() == TODAY
    return found[0]


def stored(desk: TestDesk) -> tuple[Claim, ...]:
    return desk.desk.office.claims.list(ClaimFilter(all_states=True))


def fill(overlay: NoteClaim, invoice: str, payer: str = "Malakoff Humanis", share: str = "12,5") -> None:
    type_text(overlay.invoice.line, invoice)
    overlay.payer.set_value(payer)
    type_text(overlay.share.line, share)


def test_enter_saves_clears_and_keeps_the_day(overlay: NoteClaim, desk: TestDesk, qtbot: QtBot) -> None:
    assert overlay.invoice.line.hasFocus()
    assert nameless_controls(overlay) == []
    fill(overlay, "418217")
    QTest.keyClick(overlay.share.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(stored(desk)) == 1)
    claim = stored(desk)[0]
    assert (claim.invoice, claim.amc_amount, claim.invoice_date) == ("000418217", 1250, TODAY)
    assert claim.payer == "Malakoff Humanis"
    assert claim.state is State.TRANSMITTED
    qtbot.waitUntil(lambda: overlay.invoice.value() == "")
    assert overlay.day.day() == TODAY
    assert overlay.share.value() == ""
    assert overlay.invoice.line.hasFocus()
    assert "000418217" in overlay.told.words


def test_what_was_noted_by_mistake_goes_from_the_page_below(
    overlay: NoteClaim, desk: TestDesk, qtbot: QtBot
) -> None:
    fill(overlay, "415999")
    QTest.keyClick(overlay.share.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(stored(desk)) == 1)
    page = overlay.window().findChild(Page)
    assert isinstance(page, Page)
    overlay.dismiss()
    qtbot.waitUntil(page.undo.isVisible)
    QTest.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not stored(desk))


def test_a_reader_on_a_french_keyboard_is_understood(
    overlay: NoteClaim, desk: TestDesk, qtbot: QtBot
) -> None:
    fill(overlay, "ààà'&_é&è")
    QTest.keyClick(overlay.invoice.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(stored(desk)) == 1)
    assert stored(desk)[0].invoice == "000418217"


@pytest.mark.parametrize("typed", [NIR, READER, "1 84 05 29 019 002 88", NIR[:13]])
def test_a_nir_is_refused_with_a_sentence_and_goes_nowhere(
    overlay: NoteClaim, desk: TestDesk, typed: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    fill(overlay, typed)
    QTest.keyClick(overlay.share.line, Qt.Key.Key_Return)
    assert "Sécurité sociale" in overlay.invoice.error_text
    assert overlay.invoice.value() == ""
    assert stored(desk) == ()
    assert NIR[:13] not in caplog.text
    assert NIR[:13] not in "".join(desk.desk.office.register.dump())


def test_a_duplicate_shows_the_earlier_one(overlay: NoteClaim, desk: TestDesk, qtbot: QtBot) -> None:
    for _time in range(2):
        fill(overlay, "418217")
        QTest.keyClick(overlay.share.line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: bool(overlay.told.words))
    qtbot.waitUntil(lambda: "déjà notée" in overlay.told.words)
    assert "Malakoff Humanis · 12,50" in overlay.told.words
    assert len(stored(desk)) == 1
    overlay.told.acted.emit()
    assert desk.gone == [("claims", str(stored(desk)[0].id))]


def test_what_was_told_of_a_duplicate_goes_when_a_field_is_wrong(
    overlay: NoteClaim, desk: TestDesk, qtbot: QtBot
) -> None:
    for _time in range(2):
        fill(overlay, "418217")
        QTest.keyClick(overlay.share.line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: bool(overlay.told.words))
    qtbot.waitUntil(lambda: "déjà notée" in overlay.told.words)
    overlay.share.clear()
    QTest.keyClick(overlay.share.line, Qt.Key.Key_Return)
    assert (overlay.told.words, bool(overlay.share.error_text)) == ("", True)
    overlay.invoice.clear()
    fill(overlay, "418217")
    overlay.save()
    qtbot.waitUntil(lambda: "déjà notée" in overlay.told.words)
    # Refused by the register this time, not by the field.
    overlay.invoice.clear()
    overlay.share.clear()
    fill(overlay, "418218")
    overlay.day.set_value("31/01/2024")
    overlay.save()
    qtbot.waitUntil(lambda: overlay.day.error_text != "")
    assert overlay.told.words == ""


def test_set_aside_without_a_number_gets_a_pochette_never_given_twice(
    overlay: NoteClaim, desk: TestDesk, qtbot: QtBot
) -> None:
    overlay.situation.set_value(State.SET_ASIDE.value)
    fill(overlay, "")
    QTest.keyClick(overlay.share.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(stored(desk)) == 1)
    assert stored(desk)[0].invoice == "P1"
    qtbot.waitUntil(lambda: "Écrivez P1" in overlay.told.words)
    desk.desk.office.claims.renumber("CR", stored(desk)[0].id, "418217")
    fill(overlay, "")
    QTest.keyClick(overlay.share.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(stored(desk)) == 2)
    assert {claim.invoice for claim in stored(desk)} == {"000418217", "P2"}


def test_what_lacks_is_said_under_its_field(overlay: NoteClaim, desk: TestDesk) -> None:
    QTest.keyClick(overlay.invoice.line, Qt.Key.Key_Return)
    assert overlay.invoice.error_text
    assert overlay.payer.error_text
    assert overlay.share.error_text
    assert overlay.invoice.line.hasFocus()
    assert stored(desk) == ()


def test_enter_after_a_scan_or_a_name_goes_on_without_scolding(overlay: NoteClaim, desk: TestDesk) -> None:
    type_text(overlay.invoice.line, "418217")
    QTest.keyClick(overlay.invoice.line, Qt.Key.Key_Return)
    assert overlay.payer.line.hasFocus()
    overlay.payer.set_value("Malakoff Humanis")
    QTest.keyClick(overlay.payer.line, Qt.Key.Key_Return)
    assert overlay.share.line.hasFocus()
    assert overlay.payer.error_text == overlay.share.error_text == ""
    assert stored(desk) == ()


def test_a_misspelt_mutuelle_is_offered_and_an_unknown_one_is_told(
    overlay: NoteClaim, desk: TestDesk, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: overlay.payer.line.completer() is not None)
    completer = overlay.payer.line.completer()

    def offered() -> list[str]:
        shown = completer.completionModel()
        return [shown.index(row, 0).data() for row in range(shown.rowCount())]

    overlay.payer.line.setFocus()
    type_text(overlay.payer.line, "malakof humanis")
    assert offered()[0] == "Malakoff Humanis"
    overlay.payer.line.clear()
    type_text(overlay.payer.line, "malak")
    assert any("Malakoff" in name for name in offered())
    popup = completer.popup()
    assert popup is not None
    popup.hide()
    fill(overlay, "418219", payer="Mutuelle Sans Nom Aucun")
    QTest.keyClick(overlay.share.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "n’est pas dans l’annuaire." in overlay.told.words)
    fill(overlay, "418220")
    QTest.keyClick(overlay.share.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "418220" in overlay.told.words)
    assert "annuaire" not in overlay.told.words


def test_a_date_to_come_and_a_wrong_number_are_said_there(
    overlay: NoteClaim, desk: TestDesk, qtbot: QtBot
) -> None:
    fill(overlay, "418217")
    overlay.day.set_value("31/01/2024")
    overlay.save()
    qtbot.waitUntil(lambda: overlay.day.error_text != "")
    overlay.day.set_day(TODAY)
    overlay.invoice.set_value("12A")
    overlay.save()
    qtbot.waitUntil(lambda: overlay.invoice.error_text != "")
    assert stored(desk) == ()
