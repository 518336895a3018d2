"""Conduite au comptoir: typed, answered, no mouse; what nobody knows is said."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pharmassist.domain.conduct import CLOSING, RESEND_NOTHING
from pharmassist.domain.operators import Light, LightState
from pharmassist.services.office import Office
from pharmassist.ui.counter import CounterMemory, CounterOverlay, memory_of, open_counter
from pharmassist.ui.page import Page, PageSpec
from pharmassist.ui.parts.button import Button, Chip
from pharmassist.ui.parts.field import TextField
from pharmassist.ui.parts.header import Header
from pharmassist.ui.window import Keys, Window
from tests.ui.accessibility import nameless_controls
from tests.ui.conftest import type_text
from tests.ui.offices import TestDesk, founded_office, make_desk
from tests.ui.reading import words

NIR = "184057505600165"


class PrintingPage(Page):
    """A page that says when F9 reached it."""

    def __init__(self, told: list[str]) -> None:
        super().__init__(Header("Que dois-je faire ?"))
        self._told = told

    def print_page(self) -> None:
        self._told.append("page")


class Place:
    """A window, its desk, and F4."""

    def __init__(self, desk: TestDesk, qtbot: QtBot) -> None:
        self.desk, self.qtbot = desk, qtbot
        self.printed: list[str] = []

        spec = PageSpec("today", "Aujourd’hui", "sun", lambda: PrintingPage(self.printed))
        keys = Keys(lambda _key: None, lambda: self.printed.append("note"), lambda: None)
        self.window = Window("Pharmacie du Port", [spec], keys)
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        with qtbot.waitSignal(memory_of(desk.desk, self.window).ready):
            pass

    @property
    def office(self) -> Office:
        return self.desk.desk.office

    def open(self) -> CounterOverlay:
        return open_counter(self.desk.desk, self.window)


@pytest.fixture
def place(tmp_path: Path, qtbot: QtBot) -> Iterator[Place]:
    with founded_office(tmp_path) as founded:
        desk = make_desk(founded.office)
        stopped = [(light, LightState.STOPPED) for light in (Light.RIGHTS, Light.NOTICES, Light.TRANSFERS)]
        founded.office.watching.set_lights(
            "viamedis", [*stopped, (Light.TRANSMISSION, LightState.WORKING)], "AB", "Avis du syndicat"
        )
        yield Place(desk, qtbot)
        assert desk.bugs == []


def ask(overlay: CounterOverlay, text: str) -> str:
    overlay.line.clear()
    type_text(overlay.line, text)
    return words(overlay)


def test_the_first_answer_is_open_as_soon_as_it_is_typed(place: Place) -> None:
    overlay = place.open()
    assert overlay.line.hasFocus()
    said = ask(overlay, "malakof")
    assert "Malakoff Humanis" in said
    assert "opérateur Viamedis" in said
    assert "à vérifier" in said
    assert f"Copiez la carte papier. Facturez comme d’habitude.\n{RESEND_NOTHING}" in said
    assert CLOSING in said
    assert "lu à 08\u00a0h\u00a010" in said


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("aesio", "Lisez le logo de la carte\u00a0: Almerys ou Viamedis."),
        ("c2s", "Facturez la caisse, pas l’ancienne carte de mutuelle."),
        ("accident du travail", "Facturez la caisse comme d’habitude."),
        ("viamedis", "Copiez la carte papier."),
    ],
)
def test_the_queue_of_saturday(place: Place, typed: str, expected: str) -> None:
    said = ask(place.open(), typed)
    assert expected in said
    assert CLOSING in said


def test_two_operators_are_red_only_where_one_was_read_red(place: Place) -> None:
    said = ask(place.open(), "aesio")
    assert "aucune lecture" in said


def test_arrows_choose_and_enter_begins_again(place: Place) -> None:
    overlay = place.open()
    ask(overlay, "ma")
    first = overlay.answer
    QTest.keyClick(overlay.line, Qt.Key.Key_Down)
    assert overlay.answer is not None
    assert overlay.answer == overlay.answers[1]
    assert overlay.answer != first
    for _more in range(20):
        QTest.keyClick(overlay.line, Qt.Key.Key_Down)
    assert overlay.answer == overlay.answers[-1]
    assert overlay.answer.payer in words(overlay)
    QTest.keyClick(overlay.line, Qt.Key.Key_Return)
    type_text(overlay.line, "c2s")
    assert overlay.line.text() == "c2s"


def test_nothing_is_read_while_typing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    overlay = place.open()
    memory = memory_of(place.desk.desk, place.window)
    kept = memory.directory

    def read(_memory: CounterMemory) -> None:
        raise AssertionError("read at a key")

    monkeypatch.setattr(CounterMemory, "read", read)
    ask(overlay, "malakoff")
    assert memory.directory is kept


def test_a_light_set_meanwhile_changes_the_open_answer(place: Place) -> None:
    overlay = place.open()
    assert "Copiez la carte papier" in ask(overlay, "malakoff")
    memory = memory_of(place.desk.desk, place.window)
    with place.qtbot.waitSignal(memory.ready):
        place.office.watching.set_lights(
            "viamedis", [(light, LightState.WORKING) for light in Light], "AB", "Écran du LGO"
        )
    assert "Copiez la carte papier" not in words(overlay)
    assert RESEND_NOTHING not in words(overlay)


def test_an_unknown_mutuelle_is_said_and_taught(place: Place) -> None:
    overlay = place.open()
    said = ask(overlay, "Petite Mutuelle")
    assert "« Petite Mutuelle »".replace("« ", "«\u00a0").replace(" »", "\u00a0»") in said
    assert RESEND_NOTHING in said
    teach = next(b for b in overlay.findChildren(Button) if b.text().startswith("Dire quel opérateur"))
    QTest.keyClick(teach, Qt.Key.Key_Return)
    keep = next(b for b in overlay.findChildren(Button) if b.text() == "Retenir")
    QTest.keyClick(keep, Qt.Key.Key_Return)
    assert "Choisissez au moins un opérateur." in words(overlay)
    chip = next(c for c in overlay.findChildren(Chip) if c.text() == "iSanté")
    QTest.keyClick(chip, Qt.Key.Key_Space)
    number = next(
        f for f in overlay.findChildren(TextField) if f.line.accessibleName() == "N° d’AMC (sur la carte)"
    )
    QTest.keyClick(number.line, Qt.Key.Key_Return)
    assert number.error_text
    type_text(number.line, "99312345")
    memory = memory_of(place.desk.desk, place.window)
    with place.qtbot.waitSignal(memory.ready):
        QTest.keyClick(number.line, Qt.Key.Key_Return)
    assert overlay.answer is not None
    assert overlay.answer.operators == ("isante",)
    assert place.office.directory.show("99312345").name == "Petite Mutuelle"
    assert overlay.line.hasFocus()


def test_escape_leaves_the_teaching_then_gives_the_keyboard_back(place: Place) -> None:
    overlay = place.open()
    ask(overlay, "Petite Mutuelle")
    overlay._teach()
    QTest.keyClick(overlay.line, Qt.Key.Key_Escape)
    assert overlay._teaching.isHidden()
    with place.qtbot.waitSignal(overlay.closed):
        QTest.keyClick(overlay.line, Qt.Key.Key_Escape)


def test_a_nir_typed_by_reflex_is_refused_by_a_sentence_and_kept_nowhere(place: Place) -> None:
    overlay = place.open()
    said = ask(overlay, NIR)
    assert "NIR refusé" in said
    assert "Tapez la mutuelle" in said
    assert overlay.answers == ()
    assert "n’est pas dans l’annuaire" not in said
    entries = place.office.journal.last(200)
    assert NIR not in repr(entries)


def test_where_the_answer_comes_from_is_named_as_a_source(place: Place) -> None:
    overlay = place.open()
    assert "Source : tp-isante.fr : numéro de télétransmission (07/10/2026)" in ask(overlay, "00733931")


def test_f9_prints_the_open_answer_as_a_ticket(place: Place) -> None:
    overlay = place.open()
    ask(overlay, "malakoff")
    with place.qtbot.waitSignal(overlay.closed):
        QTest.keyClick(overlay.line, Qt.Key.Key_F9)
    assert [paper.kind for paper in place.desk.papers] == ["counter-sheet"]
    assert place.printed == []


def test_f2_makes_room_for_the_invoice(place: Place) -> None:
    overlay = place.open()
    with place.qtbot.waitSignal(overlay.closed):
        QTest.keyClick(overlay.line, Qt.Key.Key_F2)
    assert place.desk.alerts == ["note"]
    assert place.printed == []


def test_f4_again_brings_back_the_one_that_is_open(place: Place) -> None:
    overlay = place.open()
    ask(overlay, "malakoff")
    assert place.open() is overlay
    assert overlay.line.selectedText() == "malakoff"


@pytest.mark.parametrize("typed", ["", "malakof", "ma", "zzzzqqq", NIR])
def test_every_control_has_a_name_and_the_sentence_is_whole(place: Place, typed: str) -> None:
    overlay = place.open()
    ask(overlay, typed)
    QApplication.processEvents()
    assert nameless_controls(overlay) == []
    assert not overlay._area.verticalScrollBar().isVisible()
    assert overlay._area.widget() is not None


def test_teaching_has_names_too(place: Place) -> None:
    overlay = place.open()
    ask(overlay, "zzzzqqq")
    overlay._teach()
    QApplication.processEvents()
    assert nameless_controls(overlay) == []
