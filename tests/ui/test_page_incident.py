"""Incident en cours: one step open, its proof typed there, nothing typed is lost."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pharmassist.domain.incidents import CaseView, StepStatus
from pharmassist.services.office import Office
from pharmassist.ui.pages.incident import make
from pharmassist.ui.pages.incident.draft import Typed, typed_from
from pharmassist.ui.pages.incident.page import IncidentPage
from pharmassist.ui.parts.button import Button, Chip
from pharmassist.ui.parts.field import TextField
from pharmassist.ui.parts.row import Row
from pharmassist.ui.parts.sources import part_of_day
from pharmassist.ui.parts.text import Text
from tests.ui.accessibility import nameless_controls
from tests.ui.conftest import type_text
from tests.ui.offices import TestDesk, founded_office, make_desk

NIR = "184057505600165"


class Seat:
    """The page on a real register, and what a person does with it by keyboard."""

    def __init__(self, page: IncidentPage, desk: TestDesk, qtbot: QtBot) -> None:
        self.page, self.desk, self.qtbot = page, desk, qtbot

    @property
    def office(self) -> Office:
        return self.desk.desk.office

    def open(self, playbook: str = "viamedis-2024") -> CaseView:
        return self.office.guiding.open(playbook, "AB")

    def load(self) -> None:
        with self.qtbot.waitSignal(self.page.arrived):
            self.page.entered()
        QApplication.processEvents()

    def words(self) -> str:
        return " | ".join(t.text() for t in self.page.findChildren(Text) if t.isVisibleTo(self.page))

    def button(self, name: str) -> Button:
        return next(
            b
            for b in self.page.findChildren(Button)
            if b.accessibleName() == name and b.isVisibleTo(self.page)
        )

    def press(self, name: str) -> None:
        QTest.keyClick(self.button(name), Qt.Key.Key_Return)
        QApplication.processEvents()

    def field(self, label: str) -> TextField:
        return next(
            f
            for f in self.page.findChildren(TextField)
            if f.line.accessibleName() == label and f.isVisibleTo(self.page)
        )

    def type(self, label: str, text: str) -> None:
        type_text(self.field(label).line, text)

    def enter(self, label: str) -> None:
        QTest.keyClick(self.field(label).line, Qt.Key.Key_Return)
        QApplication.processEvents()

    def row(self, start: str) -> Row:
        return next(
            r
            for r in self.page.findChildren(Row)
            if r.accessibleName().startswith(start) and r.isVisibleTo(self.page)
        )

    def choose(self, start: str) -> None:
        QTest.keyClick(self.row(start), Qt.Key.Key_Return)
        QApplication.processEvents()

    def view(self) -> CaseView:
        view = self.office.guiding.current()
        assert view is not None
        return view

    def status(self, step: str) -> StepStatus:
        view = self.view().view(step)
        assert view is not None
        return view.status

    def wait_next(self, step: str) -> None:
        """Wait until the panel of a step is on screen, then let its focus come."""

        def shown() -> bool:
            panel = self.page._panel
            return panel is not None and panel.view.step.id == step

        self.qtbot.waitUntil(shown)
        self.qtbot.wait(40)


@pytest.fixture
def seat(tmp_path: Path, qtbot: QtBot) -> Iterator[Seat]:
    """Give the page of a register without incident, shown."""
    with founded_office(tmp_path) as founded:
        desk = make_desk(founded.office)
        page = make(desk.desk)
        qtbot.addWidget(page)
        page.resize(1064, 728)
        page.show()
        page.activateWindow()
        yield Seat(page, desk, qtbot)
        assert desk.bugs == []


def test_a_day_without_incident_teaches_and_offers_to_begin(seat: Seat) -> None:
    seat.load()
    assert "Aucun incident en cours" in seat.words()
    seat.press("Il se passe quelque chose")
    assert seat.desk.alerts == ["happens"]
    assert nameless_controls(seat.page) == []


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


def reach(seat: Seat, step: str) -> None:
    """Note every step before one, then show the page."""
    case = seat.view()
    for view in case.steps:
        if view.step.id == step:
            break
        if view.step.kind.value == "question":
            seat.office.guiding.answer(case.case.id, view.step.id, "AB", "yes")
        else:
            seat.office.guiding.done(case.case.id, view.step.id, "AB", reason="fait ailleurs")
    seat.load()
    seat.wait_next(step)


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
    seat.choose("4. Réouverture")
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


@pytest.mark.parametrize(
    ("step", "verb", "gone"),
    [
        ("premiere-photo", "Importer la liste du LGO", ("claims", "import")),
        ("voyants", "Poser les voyants", ("operators", "viamedis")),
        ("acompte", "Ouvrir les acomptes", ("advances", "viamedis")),
    ],
)
def test_steps_done_elsewhere_lead_there(seat: Seat, step: str, verb: str, gone: tuple[str, str]) -> None:
    seat.open()
    reach(seat, step)
    seat.press(verb)
    assert seat.desk.gone == [gone]


@pytest.mark.parametrize(
    ("step", "kind"), [("consignes", "shift-start"), ("chiffres-syndicat", "union-figures")]
)
def test_print_steps_show_their_paper(seat: Seat, step: str, kind: str) -> None:
    seat.open()
    reach(seat, step)
    seat.press("Voir et imprimer")
    assert [paper.kind for paper in seat.desk.papers] == [kind]


def test_beside_the_steps_stands_what_is_at_hand(seat: Seat) -> None:
    seat.open()
    seat.load()
    shown = seat.words()
    assert "0 825 076 076" in shown
    assert "Valable en 2024 seulement" in shown
    assert "Non vérifié" in shown
    assert "viamedis.fr, page opticiens, lu\u00a0: 6 oct. 2026" in shown
    assert "Des professionnels" in shown
    assert "Des assurés" in shown
    # On 30 January nobody knows yet what comes on 12 February.
    assert "À 15 h, la consultation des droits" in shown
    assert "rouvre peu à peu" not in shown
    assert "lemoniteurdespharmacies" not in shown.replace("\u200b", "")
    seat.press("Sources")
    assert "lemoniteurdespharmacies" in seat.words().replace("\u200b", "")
    seat.press("Copier")
    assert QGuiApplication.clipboard().text() == "290099993"


def test_a_target_opens_one_step_of_one_case(seat: Seat) -> None:
    case = seat.open()
    seat.page.entered()
    seat.page.show_target(f"{case.case.id}:banque")
    seat.wait_next("banque")
    assert "Celui des assurés, non" in seat.words()
    seat.page.show_target("99:rien")
    seat.qtbot.wait(50)
    assert seat.view().case.id == case.case.id


def test_several_cases_are_chosen_from_a_list(seat: Seat) -> None:
    viamedis = seat.open()
    seat.open("almerys-2024")
    seat.load()
    chooser = seat.page._work.chooser
    assert chooser.isVisibleTo(seat.page)
    with seat.qtbot.waitSignal(seat.page.arrived):
        chooser.set_value(str(viamedis.case.id))
    assert "Viamedis" in seat.page.header._caption.text()


def test_closing_says_what_is_left_and_asks_the_reason(seat: Seat) -> None:
    seat.open()
    seat.load()
    seat.press("Clôturer l’incident…")
    assert "Il reste 35 étapes." in seat.words()
    seat.press("Clôturer l’incident")
    assert seat.field("Pourquoi clôturer maintenant\u202f?").error_text
    seat.type("Pourquoi clôturer maintenant\u202f?", "fausse alerte")
    with seat.qtbot.waitSignal(seat.page.arrived):
        seat.press("Clôturer l’incident")
    assert seat.office.guiding.current() is None
    assert "Aucun incident en cours" in seat.words()
    with seat.qtbot.waitSignal(seat.page.arrived):
        seat.press("Relire un incident clos")
    assert "clos" in seat.page.header._caption.text()
    assert not any(b.text() == "C’est fait" for b in seat.page.findChildren(Button) if b.isVisible())


def test_a_nir_is_refused_where_it_is_typed(seat: Seat) -> None:
    seat.open()
    seat.load()
    seat.type("Preuve", NIR)
    seat.enter("Preuve")
    assert seat.field("Preuve").error_text
    assert seat.status("est-ce-vrai") is StepStatus.OPEN
    seat.page.empty()
    record = seat.view().steps[0].record
    assert record is None or NIR not in record.draft


def test_another_person_changes_the_case_and_the_page_follows(seat: Seat) -> None:
    case = seat.open()
    seat.load()
    seat.type("Preuve", "moi")
    seat.office.guiding.done(case.case.id, "est-ce-vrai", "CR", proof="rappelé")
    seat.wait_next("arreter-recyclages")
    assert "CR, 30/01" in seat.words()


@pytest.mark.parametrize("width", [1064, 928, 704])
def test_every_control_has_a_name_and_nothing_is_cut(seat: Seat, width: int) -> None:
    seat.open()
    reach(seat, "adresse-portail")
    seat.page.resize(width, 728)
    QApplication.processEvents()
    assert nameless_controls(seat.page) == []
    body = seat.page._work
    room = seat.page.width() - 2 * seat.page.body.contentsMargins().left()
    assert body.minimumSizeHint().width() <= room


def test_the_page_works_with_tab_and_enter_alone(seat: Seat) -> None:
    seat.open()
    seat.load()
    seen: set[str] = set()
    seat.button("Reprendre à l’étape 1").setFocus()
    for _step in range(40):
        focused = seat.page.focusWidget()
        assert isinstance(focused, QWidget)
        seen.add(focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert {"Preuve", "C’est fait", "Mettre en attente…", "Pas pour nous…", "Copier"} <= seen


@pytest.mark.parametrize(
    "typed",
    [
        Typed(),
        Typed("preuve"),
        Typed("", "wait", "A. L."),
        Typed("p", "defer", "", "02/02"),
        Typed("p", "skip"),
    ],
)
def test_a_draft_is_read_as_it_was_written(typed: Typed) -> None:
    assert typed_from(typed.text()) == typed


def test_a_strange_draft_is_plain_words() -> None:
    assert typed_from("une\nautre\nligne") == Typed("une autre ligne")


def test_days_are_as_precise_as_they_are_known() -> None:
    told = [part_of_day(day) for day in ("2024-01-29", "2024-02", "2024", "hier")]
    assert told == ["29 janv. 2024", "févr. 2024", "2024", "hier"]
