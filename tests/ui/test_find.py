"""Find anything by keyboard: F3, a few signs, Enter; Esc gives the focus back."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pharmassist.services.finding import EACH, Group
from pharmassist.ui.counter import CounterOverlay
from pharmassist.ui.documents import DocumentsDialog
from pharmassist.ui.find import FindOverlay
from pharmassist.ui.find_sources import ACTIONS, WHERE, ways_of
from pharmassist.ui.furnishing import Furnishing
from pharmassist.ui.help import HelpDialog
from pharmassist.ui.pages.claims.page import ClaimsPage
from pharmassist.ui.preview import PreviewDialog
from tests.ui.accessibility import nameless_controls
from tests.ui.conftest import type_text
from tests.ui.furnished import furnished
from tests.ui.offices import note_invoice
from tests.ui.reading import words

NIR = "184057505600165"
Shown = TypeVar("Shown", bound=QWidget)
CONTROL = Qt.KeyboardModifier.ControlModifier


class Finder:
    """A window, and the overlay opened by its key."""

    def __init__(self, furnishing: Furnishing, qtbot: QtBot) -> None:
        self.furnishing, self.window, self.qtbot = furnishing, furnishing.window, qtbot

    def open(self) -> FindOverlay:
        QTest.keyClick(self.window, Qt.Key.Key_F3)
        (overlay,) = self.of(FindOverlay)
        self.qtbot.waitUntil(lambda: overlay._shelf is not None and overlay._memory.directory is not None)
        return overlay

    def of(self, kind: type[Shown]) -> list[Shown]:
        return [one for one in self.window.findChildren(kind) if one.isVisible()]

    def ask(self, text: str) -> FindOverlay:
        overlay = self.open()
        overlay.line.clear()
        type_text(overlay.line, text)
        self.qtbot.waitUntil(lambda: overlay._asked is None)
        return overlay

    def go(self, text: str, shown: Callable[[], object]) -> None:
        """Type, press Enter, wait for what must be on screen."""
        QTest.keyClick(self.ask(text).line, Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: bool(shown()))
        assert self.of(FindOverlay) == []


@pytest.fixture
def finder(tmp_path: Path, qtbot: QtBot) -> Iterator[Finder]:
    with furnished(tmp_path, qtbot) as furnishing:
        yield Finder(furnishing, qtbot)


def test_an_invoice_is_opened_by_its_last_digits(finder: Finder) -> None:
    note_invoice(finder.furnishing.desk.office, "000418217", 774)
    overlay = finder.ask("8217")
    assert [thing.title for thing in overlay.things] == ["000418217"]
    assert "Transmise" in overlay.rows[0].accessibleName()
    QTest.keyClick(overlay.line, Qt.Key.Key_Return)
    finder.qtbot.waitUntil(lambda: finder.window.current_key == "claims")


def test_the_last_line_of_too_many_invoices_opens_them_all_in_the_list(finder: Finder) -> None:
    for number in range(EACH + 2):
        note_invoice(finder.furnishing.desk.office, f"00041{number}217", 774)
    note_invoice(finder.furnishing.desk.office, "000418999", 774)
    overlay = finder.ask("217")
    assert overlay.rows[EACH].accessibleName().startswith("Ouvrir la liste des factures")
    for _down in range(EACH):
        QTest.keyClick(overlay.line, Qt.Key.Key_Down)
    QTest.keyClick(overlay.line, Qt.Key.Key_Return)
    finder.qtbot.waitUntil(lambda: finder.window.current_key == "claims")
    page = finder.window.current_page()
    assert isinstance(page, ClaimsPage)
    assert page.list.filters.wanted().text == "217"
    finder.qtbot.waitUntil(lambda: f"{EACH + 2} sur {EACH + 3}" in words(page))


def test_esc_closes_and_gives_the_focus_back(finder: Finder) -> None:
    before = QApplication.focusWidget()
    assert before is not None
    QTest.keyClick(finder.window, Qt.Key.Key_K, CONTROL)
    (overlay,) = finder.of(FindOverlay)
    assert overlay.line.hasFocus()
    assert nameless_controls(overlay) == []
    with finder.qtbot.waitSignal(overlay.closed):
        QTest.keyClick(overlay.line, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is before
    assert not finder.window.isMinimized()


def test_a_second_f3_keeps_the_one_that_is_open(finder: Finder) -> None:
    overlay = finder.ask("virements")
    assert finder.open() is overlay
    assert overlay.line.selectedText() == "virements"


def test_arrows_go_round_and_the_current_line_is_said(finder: Finder) -> None:
    overlay = finder.ask("mot de passe")
    count = len(overlay.rows)
    assert count > 2
    assert overlay.line.accessibleDescription().startswith(f"1 sur {count} : ")
    QTest.keyClick(overlay.line, Qt.Key.Key_Up)
    assert overlay.line.accessibleDescription().startswith(f"{count} sur {count} : ")
    assert overlay.rows[-1].property("state") == "current"
    QTest.keyClick(overlay.line, Qt.Key.Key_Down)
    assert overlay.rows[0].property("state") == "current"


def test_enter_before_the_answer_goes_there_when_it_comes(finder: Finder) -> None:
    overlay = finder.open()
    type_text(overlay.line, "virements")
    QTest.keyClick(overlay.line, Qt.Key.Key_Return)
    finder.qtbot.waitUntil(lambda: finder.window.current_key == "transfers")


def test_a_page_a_mutuelle_a_help_and_a_document_open(finder: Finder) -> None:
    finder.go("message suspect", lambda: finder.window.current_key == "message")
    finder.go("malakoff", lambda: finder.of(CounterOverlay))
    (counter,) = finder.of(CounterOverlay)
    assert counter.answer is not None
    assert counter.answer.payer == "Malakoff Humanis"
    finder.go("aide : operateurs", lambda: dialogs(finder, HelpDialog))
    dialogs(finder, HelpDialog)[0].reject()
    finder.go("touches du clavier", lambda: dialogs(finder, PreviewDialog))
    dialogs(finder, PreviewDialog)[0].reject()


def test_an_action_opens_its_page_on_its_button_and_presses_nothing(finder: Finder) -> None:
    finder.go("verifier le journal", lambda: finder.window.current_key == "journal")
    finder.qtbot.waitUntil(lambda: focus_name() == "Vérifier le journal")


def test_the_keys_of_the_window_are_found_with_their_keys(finder: Finder) -> None:
    overlay = finder.ask("verrouiller")
    assert (overlay.things[0].title, overlay.things[0].key) == ("Verrouiller", "F12")
    QTest.keyClick(overlay.line, Qt.Key.Key_Return)
    finder.qtbot.waitUntil(lambda: finder.window.is_locked)
    QTest.keyClick(finder.window, Qt.Key.Key_F3)
    assert finder.of(FindOverlay) == []


def test_documents_are_listed(finder: Finder) -> None:
    finder.go("documents : voir", lambda: dialogs(finder, DocumentsDialog))
    dialogs(finder, DocumentsDialog)[0].reject()


def test_a_nir_is_refused_and_asked_of_nobody(finder: Finder) -> None:
    overlay = finder.ask(NIR)
    assert "numéro de sécurité sociale" in overlay.hint.lower()
    assert overlay.things == []
    QTest.keyClick(overlay.line, Qt.Key.Key_Return)
    assert finder.of(FindOverlay) == [overlay]


def test_nothing_found_is_said(finder: Finder) -> None:
    assert finder.ask("zzqqxx").hint.startswith("Rien de trouvé.")


def test_whatever_can_be_found_leads_somewhere(finder: Finder) -> None:
    overlay = finder.open()
    assert overlay._shelf is not None
    known = {*ways_of(finder.furnishing), *finder.furnishing.titles}
    assert {thing.place for thing in overlay._shelf.things} <= known
    assert {group for group in Group if group in {t.group for t in overlay._shelf.things}} == {
        Group.COMMANDS,
        Group.DOCUMENTS,
        Group.HELP,
    }
    assert {one.page for one in ACTIONS} | set(WHERE.values()) <= set(finder.furnishing.titles)


def dialogs(finder: Finder, kind: type[Shown]) -> list[Shown]:
    return [one for one in finder.window.findChildren(kind) if one.isVisible()]


def focus_name() -> str:
    widget = QApplication.focusWidget()
    return widget.accessibleName() if widget is not None else ""
