"""Blocks put into a running case, hand-over between shifts, delays, on a real register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.domain.incidents import CaseView, StepKind, StepStatus
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes
from pharmassist.services.guiding import Guiding
from tests.registers import make_register


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2024, 1, 30, 7, 10, tzinfo=UTC))


@pytest.fixture
def guiding(tmp_path: Path, clock: FixedClock) -> Iterator[Guiding]:
    register = make_register(tmp_path, clock)
    yield Guiding(register, TomlCatalogue(), clock, Changes())
    register.close()


@pytest.fixture
def case(guiding: Guiding) -> CaseView:
    return guiding.open("viamedis-2024", "AB")


def test_a_block_is_put_into_a_running_case(guiding: Guiding, case: CaseView) -> None:
    """Its first step opens at once; what was under way comes back after it; a case keeps its text."""
    guiding.done(case.case.id, "est-ce-vrai", "AB")
    view = guiding.blocks.put_in(case.case.id, "impersonation", "lien-ouvert", "AB")
    assert [block.id for block in view.playbook.blocks][:2] == [
        "impersonation.lien-ouvert",
        "premieres-30-minutes",
    ]
    assert view.next is not None
    assert view.next.step.id == "impersonation.lien-ouvert.lien-fermer"
    for step in view.steps:
        if step.block != "impersonation.lien-ouvert":
            break
        if step.step.kind is StepKind.QUESTION:
            view = guiding.answer(case.case.id, step.step.id, "AB", "non")
        else:
            view = guiding.done(case.case.id, step.step.id, "AB")
    assert view.next is not None
    assert view.next.step.id == "arreter-recyclages"
    with pytest.raises(Problem, match="block_there"):
        guiding.blocks.put_in(case.case.id, "impersonation", "lien-ouvert", "AB")
    with pytest.raises(Problem, match="block_unknown"):
        guiding.blocks.put_in(case.case.id, "impersonation", "rien", "AB")


def test_a_block_put_in_by_mistake_is_taken_out_unless_something_was_said_of_it(
    guiding: Guiding, case: CaseView
) -> None:
    put_in = partial(guiding.blocks.put_in, case.case.id, "impersonation", "lien-ouvert", "AB")
    take_out = partial(guiding.blocks.take_out, case.case.id, "impersonation", "lien-ouvert", "AB")
    put_in()
    assert take_out().playbook == case.playbook
    with pytest.raises(Problem, match="block_unknown"):
        take_out()
    view = put_in()
    assert view.next is not None
    guiding.done(case.case.id, view.next.step.id, "AB")
    with pytest.raises(Problem, match="changed_meanwhile"):
        take_out()


def test_an_ordinary_block_is_put_in_with_its_questions_unknown(guiding: Guiding, case: CaseView) -> None:
    """A question that is asked elsewhere counts as "je ne sais pas"."""
    view = guiding.blocks.put_in(case.case.id, "almerys-2024", "premier-jour", "AB")
    block = view.playbook.block("almerys-2024.premier-jour")
    assert block is not None
    assert [step.id.rpartition(".")[2] for step in block.steps] == [
        "mot-de-passe-messagerie",
        "memes-mots-de-passe",
        "banque",
    ]


def test_the_operator_that_an_answer_names(guiding: Guiding) -> None:
    opened = guiding.open("payments-stopped", "AB")
    assert opened.playbook.operator == ""
    view = guiding.answer(opened.case.id, "operateur", "AB", "  SP Santé ")
    assert view.playbook.operator == "sp-sante"
    named = guiding.answer(opened.case.id, "operateur", "AB", "Korelio")
    assert (named.playbook.operator, named.foreign) == ("", True)
    assert named.title == "Virements arrêtés, sans fuite de données (Korelio)"
    unknown = guiding.answer(opened.case.id, "operateur", "AB", "je ne sais pas")
    assert (unknown.named, unknown.foreign, unknown.title) == ("", False, opened.case.title)
    both = guiding.answer(opened.case.id, "operateur", "AB", "Viamedis ou Almerys")
    assert both.foreign
    assert guiding.answer(opened.case.id, "operateur", "AB", "viamedis.net").playbook.operator == "viamedis"


def test_nothing_is_waited_for_that_cannot_be_sensed(guiding: Guiding) -> None:
    """Lights and a portal that are not followed: a person's word is enough, a later day comes."""
    number = guiding.open("operator-attacked", "AB").case.id
    guiding.answer(number, "operateur", "AB", "iSanté")
    with pytest.raises(Problem, match="step_unproved"):
        guiding.done(number, "voyants", "AB", proof="écran du LGO")
    awaited = guiding.defer(number, "mot-de-passe-portail", "AB").view("mot-de-passe-portail")
    guiding.answer(number, "operateur", "AB", "Korelio")
    noted = guiding.done(number, "voyants", "AB", proof="écran du LGO").view("voyants")
    later = guiding.defer(number, "mot-de-passe-portail", "AB").view("mot-de-passe-portail")
    assert noted is not None
    assert noted.status is StepStatus.DONE
    assert awaited is not None
    assert awaited.record is not None
    assert later is not None
    assert later.record is not None
    assert (awaited.record.until, later.record.until) == (None, date(2024, 1, 31))


def test_what_the_next_shift_must_know(guiding: Guiding, case: CaseView, clock: FixedClock) -> None:
    number = case.case.id
    guiding.done(number, "est-ce-vrai", "AB", proof="syndicat")
    guiding.wait(number, "arreter-recyclages", "AB", "le référent")
    clock.set(clock.now() + timedelta(minutes=1))
    guiding.hand_over(number, "AB", "LM")
    clock.set(clock.now() + timedelta(minutes=1))
    guiding.save_draft(number, "premiere-photo", "LM", "en cours")
    guiding.done(number, "consignes", "LM")
    shift = guiding.shift(number)
    assert shift.last is not None
    assert (shift.last.who, shift.last.taken_by) == ("AB", "LM")
    assert [view.step.id for view in shift.changed] == ["consignes"]
    assert [view.step.id for view in shift.view.parked] == ["arreter-recyclages"]
    assert shift.open[0].step.id == "premiere-photo"


def test_delays_are_instants_and_working_days(guiding: Guiding, clock: FixedClock) -> None:
    """Opened on Friday 2 February: three working days end on Wednesday night, 72 hours on Monday."""
    clock.set(datetime(2024, 2, 2, 14, tzinfo=UTC))
    view = guiding.open("viamedis-2024", "AB")
    due = {step.step.id: step.due_at for step in view.steps}
    assert due["echeances"] == datetime(2024, 2, 7, 23, tzinfo=UTC)
    assert due["plainte"] == view.case.opened_at + timedelta(hours=72)
    assert due["est-ce-vrai"] is None
