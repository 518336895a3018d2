"""Incident en cours: one step open, its proof typed there, nothing typed is lost."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pharmassist.domain.incidents import StepStatus
from pharmassist.ui.pages.incident import make
from pharmassist.ui.parts.button import Chip
from pharmassist.ui.parts.field import TextField
from tests.ui.accessibility import nameless_controls
from tests.ui.conftest import type_text
from tests.ui.incident_seat import Seat, reach, seated


@pytest.fixture
def seat(tmp_path: Path, qtbot: QtBot) -> Iterator[Seat]:
    with seated(tmp_path, qtbot) as found:
        yield found


def test_a_day_without_incident_teaches_and_offers_to_begin(seat: Seat) -> None:
    seat.load()
    assert "Aucun incident en cours" in seat.words()
    seat.press("Il se passe quelque chose")
    assert seat.desk.alerts == ["happens"]
    assert nameless_controls(seat.page) == []


def test_f9_shows_the_instructions_of_the_day(seat: Seat) -> None:
    seat.open()
    seat.load()
    seat.page.print_page()
    assert [paper.title for paper in seat.desk.papers] == ["Consignes du jour"]


def test_only_the_next_step_is_open_and_enter_notes_it(seat: Seat) -> None:
    seat.open()
    seat.load()
    shown = seat.words()
    assert "Une fausse alerte est aussi une attaque" in shown
    assert "Renvoyer une facture impayée double la dette" not in shown
    for name in ("Pourquoi", "Qui", "Preuve attendue", "Revenir en arrière"):
        assert name in shown
    seat.type("Preuve", "Syndicat, 09 h 10")
    seat.enter("Preuve")
    seat.wait_next("arreter-recyclages")
    record = seat.view().steps[0].record
    assert record is not None
    assert (record.proof, record.who) == ("Syndicat, 09 h 10", "AB")
    focused = seat.page.focusWidget()
    assert focused is seat.field("Preuve").line
    assert seat.button("Reprendre à l’étape 2").isVisibleTo(seat.page)


def test_what_was_typed_is_there_after_the_lock_and_in_another_window(seat: Seat, qtbot: QtBot) -> None:
    seat.open()
    seat.load()
    seat.type("Preuve", "Appel en cours")
    seat.page.empty()
    assert "Une fausse alerte" not in seat.words()
    seat.load()
    assert seat.field("Preuve").value() == "Appel en cours"
    other = make(seat.desk.desk)
    qtbot.addWidget(other)
    other.show()
    with qtbot.waitSignal(other.arrived):
        other.entered()
    field = next(f for f in other.findChildren(TextField) if f.line.accessibleName() == "Preuve")
    assert field.value() == "Appel en cours"


def test_a_draft_is_kept_while_typing_goes_on_undisturbed(seat: Seat) -> None:
    case = seat.open()
    seat.load()
    line = seat.field("Preuve").line
    line.setFocus()
    type_text(line, "Synd")

    def kept() -> bool:
        view = seat.office.guiding.view(case.case.id).view("est-ce-vrai")
        return view is not None and view.record is not None and view.record.draft == "Synd"

    seat.qtbot.waitUntil(kept)
    seat.qtbot.wait(80)
    assert seat.field("Preuve").line is line
    type_text(line, "icat")
    assert seat.field("Preuve").value() == "Syndicat"


def test_a_form_that_was_open_comes_back_with_its_words(seat: Seat) -> None:
    seat.open()
    seat.load()
    seat.press("Mettre en attente…")
    seat.type("Qui ou quoi attend-on\u202f?", "le téléphone de A. L.")
    seat.page.empty()
    seat.load()
    assert seat.field("Qui ou quoi attend-on\u202f?").value() == "le téléphone de A. L."


def test_a_step_waits_for_someone_and_the_next_one_opens(seat: Seat) -> None:
    seat.open()
    seat.load()
    seat.press("Mettre en attente…")
    seat.enter("Qui ou quoi attend-on\u202f?")
    assert seat.field("Qui ou quoi attend-on\u202f?").error_text
    seat.type("Qui ou quoi attend-on\u202f?", "le syndicat")
    seat.enter("Qui ou quoi attend-on\u202f?")
    seat.wait_next("arreter-recyclages")
    assert seat.status("est-ce-vrai") is StepStatus.WAITING
    assert "Attend\u00a0: le syndicat" in seat.words()


def test_a_step_is_put_off_to_a_day_and_not_for_us_asks_a_reason(seat: Seat) -> None:
    seat.open()
    seat.load()
    seat.press("Reporter à…")
    seat.type("Jusqu’au", "02/02/2024")
    seat.enter("Jusqu’au")
    seat.wait_next("arreter-recyclages")
    record = seat.view().steps[0].record
    assert record is not None
    assert record.until == date(2024, 2, 2)
    seat.press("Pas pour nous…")
    seat.press("Pas pour nous")
    assert seat.status("arreter-recyclages") is StepStatus.OPEN
    seat.type("Pourquoi ne vous concerne-t-elle pas\u202f?", "le LGO ne recycle pas")
    seat.press("Pas pour nous")
    seat.wait_next("premiere-photo")
    assert seat.status("arreter-recyclages") is StepStatus.SKIPPED


def test_escape_closes_the_small_form_first(seat: Seat) -> None:
    seat.open()
    seat.load()
    seat.press("Pas pour nous…")
    assert seat.page.escape()
    assert "Pourquoi ne vous concerne" not in seat.words()
    assert not seat.page.escape()


def test_a_question_takes_three_answers_of_equal_weight(seat: Seat) -> None:
    seat.open()
    reach(seat, "compte-portail")
    chips = [c for c in seat.page.findChildren(Chip) if c.isVisibleTo(seat.page)]
    assert [chip.text() for chip in chips] == ["Oui", "Non", "Je ne sais pas"]
    QTest.keyClick(chips[1], Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: seat.status("compte-portail") is StepStatus.DONE)
    assert seat.status("mot-de-passe-portail") is StepStatus.NOT_APPLICABLE


def test_a_free_question_takes_words_or_i_do_not_know(seat: Seat) -> None:
    seat.open()
    reach(seat, "adresse-portail")
    seat.enter("Réponse")
    assert seat.field("Réponse").error_text
    seat.type("Réponse", "pharmacieduport@orange.fr")
    seat.enter("Réponse")
    seat.wait_next("telephone-code")
    seat.press("Je ne sais pas")
    seat.qtbot.waitUntil(lambda: seat.status("telephone-code") is StepStatus.DONE)
    answers = [seat.view().view(s) for s in ("adresse-portail", "telephone-code")]
    assert [v.record.answer for v in answers if v and v.record] == ["pharmacieduport@orange.fr", "unknown"]


def test_a_rotation_nothing_proves_asks_why_it_is_noted(seat: Seat) -> None:
    seat.open()
    reach(seat, "mot-de-passe-messagerie")
    assert "Aucune messagerie notée" in seat.words()
    seat.press("Changer le mot de passe")
    assert seat.desk.gone == [("passwords", "")]
    seat.enter("Preuve")
    assert seat.status("mot-de-passe-messagerie") is StepStatus.OPEN
    seat.type("Pourquoi maintenant\u202f?", "fait sur le site d’Orange")
    seat.press("La noter faite quand même")
    seat.qtbot.waitUntil(lambda: seat.status("mot-de-passe-messagerie") is StepStatus.DONE)


def test_a_locked_step_says_what_unlocks_it(seat: Seat) -> None:
    case = seat.open()
    seat.office.guiding.answer(case.case.id, "compte-portail", "AB", "yes")
    seat.load()
    seat.choose("5. Réouverture")
    assert "S’ouvrira après\u00a0: la messagerie" in seat.words()
    seat.choose("Changez le mot de passe du portail")
    seat.wait_next("mot-de-passe-portail")
    assert seat.button("Changer le mot de passe").isVisibleTo(seat.page)
    QTest.keyClick(seat.button("Reprendre à l’étape 1"), Qt.Key.Key_Return)
    seat.wait_next("est-ce-vrai")


def test_a_done_step_is_reopened(seat: Seat) -> None:
    seat.open()
    reach(seat, "arreter-recyclages")
    seat.choose("Est-ce vrai")
    seat.wait_next("est-ce-vrai")
    seat.press("Rouvrir l’étape")
    seat.qtbot.waitUntil(lambda: seat.status("est-ce-vrai") is StepStatus.OPEN)


def test_what_was_just_said_of_a_step_is_taken_back(seat: Seat) -> None:
    seat.open()
    seat.load()
    seat.press("C’est fait")
    seat.qtbot.waitUntil(lambda: seat.status("est-ce-vrai") is StepStatus.DONE)
    seat.qtbot.waitUntil(lambda: seat.page.undo.words == "L’étape est notée.")
    seat.page.undo_last()
    seat.qtbot.waitUntil(lambda: seat.status("est-ce-vrai") is StepStatus.OPEN)
    assert seat.page.undo.words == ""
