"""Incident en cours: where steps lead, what stands beside them, several cases, closing."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pharmassist.domain.incidents import StepStatus
from pharmassist.services.texts import part_of_day
from pharmassist.ui.pages.incident.draft import Typed, typed_from
from pharmassist.ui.parts.button import Button
from tests.ui.accessibility import nameless_controls
from tests.ui.incident_seat import NIR, Seat, reach, seated


@pytest.fixture
def seat(tmp_path: Path, qtbot: QtBot) -> Iterator[Seat]:
    with seated(tmp_path, qtbot) as found:
        yield found


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

    def said(title: str) -> bool:
        return title in seat.page.header._caption.text()

    # The list that is shown anew chooses nothing: else the page goes from one case to the other for ever.
    with seat.qtbot.assertNotEmitted(chooser.changed):
        for case in seat.office.guiding.cases():
            seat.page.show_target(f"{case.id}:")
            seat.qtbot.waitUntil(partial(said, case.title))


def test_closing_says_what_is_left_and_asks_the_reason(seat: Seat) -> None:
    seat.open()
    seat.load()
    seat.press("Clôturer l’incident…")
    assert "Il reste 41 étapes." in seat.words()
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


def test_a_rehearsal_ends_by_its_report(seat: Seat) -> None:
    people = seat.office.people
    people.save_pharmacy("AB", replace(people.pharmacy(), rehearsal_start="2024-01-30T07:10:00+00:00"))
    seat.open()
    seat.load()
    seat.press("Clôturer l’incident…")
    seat.type("Pourquoi clôturer maintenant\u202f?", "fin de l’exercice")
    seat.press("Clôturer l’incident")
    seat.qtbot.waitUntil(lambda: [paper.kind for paper in seat.desk.papers] == ["incident-report"])


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
