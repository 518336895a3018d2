"""The engine of guided steps: examples, then what must hold for every playbook and every answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmassist.domain.guiding import check_answer, faults, next_step, step_views
from pharmassist.domain.incidents import (
    MAILBOX_ROTATED,
    NO,
    PORTAL_OPEN,
    TOLD,
    UNKNOWN,
    YES,
    Block,
    Case,
    CaseView,
    Condition,
    Evidence,
    Playbook,
    Step,
    StepKind,
    StepRecord,
    StepStatus,
    StepView,
)
from pharmassist.domain.problems import Problem

TODAY = date(2024, 1, 30)
NOW = datetime(2024, 1, 30, 8, 10, tzinfo=UTC)
S = StepStatus


def step(name: str, kind: StepKind = StepKind.DO, **more: Any) -> Step:
    return replace(
        Step(name, kind, name, "pourquoi", "qui", "preuve", "retour", source="s", verified_on="2026-11"),
        **more,
    )


def playbook(*blocks: tuple[Step, ...]) -> Playbook:
    made = tuple(Block(f"b{i}", f"b{i}", steps) for i, steps in enumerate(blocks))
    return Playbook("p", "P", "viamedis", "", "2024-01-29", (), (), (), (), made)


def said(name: str, status: StepStatus, **more: Any) -> StepRecord:
    return replace(StepRecord(name, status, NOW, "AB"), **more)


def statuses(
    book: Playbook, *records: StepRecord, sensed: tuple[str, ...] = (), today: date = TODAY
) -> dict[str, StepStatus]:
    return {v.step.id: v.status for v in views(book, *records, sensed=sensed, today=today)}


def views(
    book: Playbook, *records: StepRecord, sensed: tuple[str, ...] = (), today: date = TODAY
) -> tuple[StepView, ...]:
    evidence = {name: Evidence(name, NOW + timedelta(minutes=1), "vu") for name in sensed}
    return step_views(book, {r.step: r for r in records}, evidence, today)


ACCOUNT = step("compte", StepKind.QUESTION)
IF_ACCOUNT = (Condition("compte", (YES, UNKNOWN)),)
MAILBOX = step("messagerie", StepKind.ROTATE, target="mailbox", when=IF_ACCOUNT)
BANK = step("banque")
PORTAL = step(
    "portail",
    StepKind.ROTATE,
    target="portal",
    when=IF_ACCOUNT,
    needs=MAILBOX_ROTATED,
    returns_on=PORTAL_OPEN,
)
LAST = step("verifier", when=IF_ACCOUNT, after=("portail",))
BOOK = playbook((ACCOUNT, MAILBOX, BANK), (PORTAL, LAST))


def test_one_step_is_open_and_it_is_the_first() -> None:
    assert statuses(BOOK) == {
        "compte": S.OPEN,
        "messagerie": S.TO_DO,
        "banque": S.TO_DO,
        "portail": S.LOCKED,
        "verifier": S.LOCKED,
    }
    assert [v.locked_by for v in views(BOOK)][3:] == [MAILBOX_ROTATED, "portail"]


def test_no_is_an_answer_and_takes_what_depends_on_it_away() -> None:
    found = statuses(BOOK, said("compte", S.DONE, answer=NO))
    assert found["messagerie"] is found["portail"] is found["verifier"] is S.NOT_APPLICABLE
    assert found["banque"] is S.OPEN


def test_i_do_not_know_keeps_the_protective_steps() -> None:
    assert statuses(BOOK, said("compte", S.DONE, answer=UNKNOWN))["messagerie"] is S.OPEN
    assert statuses(BOOK, said("compte", S.SKIPPED, reason="pas le temps"))["messagerie"] is S.OPEN


def test_the_portal_opens_when_the_mailbox_is_proved_and_the_mailbox_step_is_done_by_it() -> None:
    found = views(BOOK, said("compte", S.DONE, answer=YES), said("banque", S.DONE), sensed=(MAILBOX_ROTATED,))
    assert [v.status for v in found] == [S.DONE, S.DONE, S.DONE, S.OPEN, S.LOCKED]
    assert found[1].evidence == found[3].evidence == "vu"


def test_saying_the_mailbox_is_done_does_not_unlock_the_portal() -> None:
    found = statuses(BOOK, said("compte", S.DONE, answer=YES), said("messagerie", S.DONE, reason="fait"))
    assert found["portail"] is S.LOCKED


def test_a_waiting_step_lets_the_next_open_and_comes_back_when_due() -> None:
    answered = said("compte", S.DONE, answer=YES)
    parked = said("messagerie", S.WAITING, reason="le téléphone de A. L.", until=TODAY + timedelta(days=1))
    assert statuses(BOOK, answered, parked)["messagerie"] is S.WAITING
    assert statuses(BOOK, answered, parked)["banque"] is S.OPEN
    later = statuses(BOOK, answered, parked, today=TODAY + timedelta(days=1))
    assert (later["messagerie"], later["banque"]) == (S.OPEN, S.TO_DO)


def test_the_portal_deferred_to_the_reopening_comes_back_when_the_portal_answers() -> None:
    told = (said("compte", S.DONE, answer=YES), said("banque", S.DONE), said("portail", S.DEFERRED))
    assert statuses(BOOK, *told, sensed=(MAILBOX_ROTATED,))["portail"] is S.DEFERRED
    assert next_step(views(BOOK, *told, sensed=(MAILBOX_ROTATED,))) is None
    assert statuses(BOOK, *told, sensed=(MAILBOX_ROTATED, PORTAL_OPEN))["portail"] is S.OPEN
    years_later = TODAY + timedelta(days=1000)
    assert statuses(BOOK, *told, sensed=(MAILBOX_ROTATED,), today=years_later)["portail"] is S.DEFERRED


def test_a_portal_that_answered_before_the_deferral_does_not_bring_it_back() -> None:
    told = said("portail", S.DEFERRED, at=NOW + timedelta(hours=1))
    found = statuses(BOOK, said("compte", S.DONE, answer=YES), told, sensed=(MAILBOX_ROTATED, PORTAL_OPEN))
    assert found["portail"] is S.DEFERRED


def test_a_parked_step_still_tells_what_locks_it() -> None:
    found = views(BOOK, said("compte", S.DONE, answer=YES), said("portail", S.DEFERRED))
    assert (found[3].status, found[3].locked_by) == (S.DEFERRED, MAILBOX_ROTATED)


def test_what_was_done_stays_done_whatever_is_answered_later() -> None:
    found = statuses(BOOK, said("compte", S.DONE, answer=NO), said("verifier", S.DONE))
    assert found["verifier"] is S.DONE


def test_a_draft_leaves_the_step_open() -> None:
    found = views(BOOK, said("compte", S.OPEN, draft="le portail…"))
    assert found[0].status is S.OPEN
    assert found[0].record is not None
    assert found[0].record.draft == "le portail…"


@pytest.mark.parametrize(
    ("typed", "kept"), [("oui", YES), ("Non", NO), ("je ne sais pas", UNKNOWN), ("yes", YES)]
)
def test_answers(typed: str, kept: str) -> None:
    assert check_answer(ACCOUNT, typed) == kept


def test_other_answers() -> None:
    assert check_answer(step("q", StepKind.QUESTION, free=True), " orange ") == "orange"
    for typed in ("peut-être", "", " "):
        with pytest.raises(Problem, match="answer_not_offered"):
            check_answer(ACCOUNT, typed)


# --- every playbook, every day ------------------------------------------------------

_ANSWERS = st.lists(st.sampled_from((YES, NO, UNKNOWN)), min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def playbooks(draw: st.DrawFn) -> Playbook:
    """A sound playbook: conditions and orders look back."""
    steps: list[Step] = []
    for number in range(draw(st.integers(1, 14))):
        kind = draw(st.sampled_from((StepKind.DO, StepKind.QUESTION, StepKind.ROTATE)))
        questions = [s.id for s in steps if s.kind is StepKind.QUESTION]
        when = draw(
            st.lists(st.builds(Condition, st.sampled_from(questions), _ANSWERS), max_size=2).map(tuple)
            if questions
            else st.just(())
        )
        after = draw(
            st.lists(st.sampled_from([s.id for s in steps]), max_size=2).map(tuple) if steps else st.just(())
        )
        needs = draw(st.sampled_from(("", "", "", MAILBOX_ROTATED, PORTAL_OPEN)))
        made = step(f"s{number}", kind, when=when, after=after, needs=needs)
        steps.append(replace(made, target=draw(st.sampled_from(("", "mailbox")))))
    return playbook(*(tuple(steps[i : i + 7]) for i in range(0, len(steps), 7)))


@st.composite
def told(draw: st.DrawFn, book: Playbook) -> dict[str, StepRecord]:
    """Any records, also those no person could have made."""
    records = {}
    for one in book.steps():
        status = draw(st.sampled_from((None, S.OPEN, S.WAITING, S.DEFERRED, S.DONE, S.SKIPPED)))
        if status is not None:
            answer = draw(st.sampled_from((YES, NO, UNKNOWN))) if one.kind is StepKind.QUESTION else ""
            until = draw(st.sampled_from((None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=3))))
            records[one.id] = said(one.id, status, answer=answer, until=until)
    return records


_SENSED = st.sets(st.sampled_from((MAILBOX_ROTATED, PORTAL_OPEN)))


@given(st.data())
def test_what_always_holds(data: st.DataObject) -> None:
    book = data.draw(playbooks())
    records = data.draw(told(book))
    sensed = {name: Evidence(name, NOW, "vu") for name in data.draw(_SENSED)}
    found = step_views(book, records, sensed, TODAY)
    by_id = {v.step.id: v for v in found}
    assert [v.number for v in found] == list(range(1, len(found) + 1))
    opened = [v for v in found if v.status is S.OPEN]
    free = [v for v in found if v.status in (S.OPEN, S.TO_DO)]
    assert opened == free[:1]
    for view in found:
        record = records.get(view.step.id)
        if record and record.status in (S.DONE, S.SKIPPED):
            assert view.status is record.status
        if view.status in (S.OPEN, S.TO_DO):
            assert not view.locked_by
            assert all(by_id[other].status in TOLD for other in view.step.after)
            assert not view.step.needs or view.step.needs in sensed
        if view.status is S.LOCKED:
            assert view.locked_by
        if view.status is S.NOT_APPLICABLE:
            assert view.step.when
        if view.status in (S.WAITING, S.DEFERRED):
            assert record is not None
            assert record.until is None or record.until > TODAY


@given(st.data())
def test_time_alone_never_tells_a_step(data: st.DataObject) -> None:
    """Days pass: nothing becomes done, skipped or not applicable by itself."""
    book = data.draw(playbooks())
    records = data.draw(told(book))
    before = {v.step.id: v.status for v in step_views(book, records, {}, TODAY)}
    after = {v.step.id: v.status for v in step_views(book, records, {}, TODAY + timedelta(days=5000))}
    assert {name for name, status in before.items() if status in TOLD} == {
        name for name, status in after.items() if status in TOLD
    }


@given(st.data())
def test_taking_the_open_step_again_and_again_comes_to_an_end(data: st.DataObject) -> None:
    book = data.draw(playbooks())
    sensed = {name: Evidence(name, NOW, "vu") for name in (MAILBOX_ROTATED, PORTAL_OPEN)}
    records: dict[str, StepRecord] = {}
    for _turn in range(len(book.steps()) + 1):
        current = next_step(step_views(book, records, sensed, TODAY))
        if current is None:
            break
        answer = data.draw(st.sampled_from((YES, NO, UNKNOWN)))
        status = data.draw(st.sampled_from((S.DONE, S.SKIPPED)))
        records[current.step.id] = said(current.step.id, status, answer=answer)
    assert all(v.status in TOLD for v in step_views(book, records, sensed, TODAY))


# --- faults ---------------------------------------------------------------------------


def test_a_sound_playbook_has_no_fault() -> None:
    assert faults(BOOK) == ()


@pytest.mark.parametrize(
    ("blocks", "fault"),
    [
        (((step("a", after=("b",)), step("b")),), "not an earlier step"),
        (((step("a"), step("a")),), "used twice"),
        (((step("a", when=(Condition("a", (YES,)),)),),), "not an earlier question"),
        (((ACCOUNT, step("b", when=(Condition("compte", ("peut-être",)),))),), "not offered"),
        (((replace(ACCOUNT, free=True), step("b", when=(Condition("compte", (YES,)),))),), "not offered"),
        (((step("a", needs="sun_shines"),),), "cannot be sensed"),
        (((step("a", why=" "),),), "why is missing"),
        ((tuple(step(f"s{i}") for i in range(8)),), "at most 7"),
        (((),), "at most 7"),
        ((), "no step"),
        (
            ((ACCOUNT, step("b", when=(Condition("compte", (YES,)), Condition("compte", (NO,))))),),
            "no answers lead here",
        ),
        (
            (
                (
                    ACCOUNT,
                    step("c", StepKind.QUESTION, when=(Condition("compte", (YES,)),)),
                    step("d", when=(Condition("c", (YES,)), Condition("compte", (NO,)))),
                ),
            ),
            "no answers lead here",
        ),
    ],
)
def test_faults_are_named(blocks: tuple[tuple[Step, ...], ...], fault: str) -> None:
    assert any(fault in found for found in faults(playbook(*blocks)))


def test_an_old_suite_taken_up_again_years_later_starts_when_it_is_opened() -> None:
    view = CaseView(Case("p", "P", NOW, "AB", ""), BOOK, (), None)
    assert view.began_on(date(2024, 1, 30)) == date(2024, 1, 29)
    assert view.began_on(date(2026, 11, 27)) == date(2026, 11, 27)
    assert view.began_on(date(2024, 1, 1)) == date(2024, 1, 1)
    undated = replace(view, playbook=replace(BOOK, started_on=""))
    assert undated.began_on(date(2024, 2, 2)) == date(2024, 2, 2)
