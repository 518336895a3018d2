"""Going through an incident on a real register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.domain.accesses import Access, AccessKind, Rotation, Stage
from pharmassist.domain.incidents import CaseView, StepStatus
from pharmassist.domain.operators import PortalReading
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.guiding import Guiding
from pharmassist.services.step_words import unlocking
from pharmassist.services.texts import use_language
from tests.registers import make_register

START = datetime(2024, 1, 30, 7, 10, tzinfo=UTC)
CATALOGUE = TomlCatalogue()
NIR = "2 85 05 99 999 999 03"


STEP_DONE = {
    "step": "est-ce-vrai",
    "title": "Est-ce vrai\u202f? Rappelez un numéro déjà connu",
    "status": "done",
}


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture
def register(tmp_path: Path, clock: FixedClock) -> Iterator[SqlRegister]:
    made = make_register(tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def guiding(register: SqlRegister, clock: FixedClock) -> Guiding:
    use_language("fr")
    return Guiding(register, CATALOGUE, clock, Changes())


@pytest.fixture
def case(guiding: Guiding) -> CaseView:
    return guiding.open("viamedis-2024", "AB")


def status(case: CaseView, step: str) -> StepStatus:
    view = case.view(step)
    assert view is not None
    return view.status


def rotated(register: SqlRegister, at: datetime, *, operator: str = "", proof: str = "login") -> None:
    """What the rotation leaves behind it when a mailbox was renewed and proved."""
    with register.write("AB") as tx:
        mailbox = tx.accesses.add(Access(AccessKind.MAILBOX, "officine@orange.fr"))
        if operator:
            portal = Access(AccessKind.PORTAL, "290099993", operator=operator, resets_through=mailbox)
            tx.accesses.add(portal)
        stage = Stage.VERIFIED if proof == "login" else Stage.ATTESTED
        rotation = Rotation(mailbox, stage, 1, at, "AB", proof=f"{proof}:AB@{at.isoformat()}")
        tx.accesses.start(rotation)
        tx.journal.record("rotation.verified", str(mailbox))


def test_the_first_step_asks_whether_it_is_true(case: CaseView) -> None:
    assert case.next is not None
    assert case.next.step.id == "est-ce-vrai"
    assert (case.told, case.applicable) == (0, 41)


def test_opened_twice_it_is_the_same_incident(guiding: Guiding, case: CaseView) -> None:
    assert guiding.open("viamedis-2024", "LM").case == case.case
    assert guiding.open("almerys-2024", "LM").case.id != case.case.id
    assert [c.playbook for c in guiding.cases()] == ["almerys-2024", "viamedis-2024"]
    with pytest.raises(Problem, match="playbook_unknown"):
        guiding.open("autre", "AB")


def test_an_incident_opens_where_nobody_is_known_yet(tmp_path: Path, clock: FixedClock) -> None:
    """From a bare first start: no person, no set-up, one button."""
    register = make_register(tmp_path / "bare", clock, people=())
    view = Guiding(register, CATALOGUE, clock, Changes()).open("viamedis-2024", "?")
    assert view.next is not None
    register.close()


def test_done_with_proof_and_the_next_one_opens(
    guiding: Guiding, case: CaseView, register: SqlRegister
) -> None:
    case = guiding.done(case.case.id, "est-ce-vrai", "AB", proof="syndicat, 08 h 20")
    view = case.view("est-ce-vrai")
    assert view is not None
    assert view.record is not None
    assert (view.status, view.record.proof, view.record.who) == (StepStatus.DONE, "syndicat, 08 h 20", "AB")
    assert case.next is not None
    assert case.next.step.id == "arreter-recyclages"
    with register.read() as tx:
        last = tx.journal.last(1)[0]
        assert (last.what, dict(last.facts)) == ("incident.step", STEP_DONE)


def test_interrupted_it_resumes_on_the_same_line(guiding: Guiding, case: CaseView) -> None:
    guiding.save_draft(case.case.id, "est-ce-vrai", "AB", "appelé le syn")
    guiding.save_draft(case.case.id, "est-ce-vrai", "AB", "appelé le syndicat")
    again = guiding.current()
    assert again is not None
    assert again.next is not None
    assert again.next.record is not None
    assert (again.next.step.id, again.next.record.draft) == ("est-ce-vrai", "appelé le syndicat")
    done = guiding.done(case.case.id, "est-ce-vrai", "AB").view("est-ce-vrai")
    assert done is not None
    assert done.record is not None
    assert done.record.draft == ""


def test_no_takes_the_portal_away(guiding: Guiding, case: CaseView) -> None:
    case = guiding.answer(case.case.id, "compte-portail", "AB", "non")
    for step in ("adresse-portail", "mot-de-passe-messagerie", "mot-de-passe-portail", "verifier-portail"):
        assert status(case, step) is StepStatus.NOT_APPLICABLE
    with pytest.raises(Problem, match="step_not_applicable"):
        guiding.done(case.case.id, "mot-de-passe-portail", "AB", reason="quand même")
    case = guiding.answer(case.case.id, "compte-portail", "AB", "je ne sais pas")
    assert status(case, "mot-de-passe-messagerie") is StepStatus.TO_DO


@pytest.mark.parametrize("proof", ["login", "attested"])
@pytest.mark.parametrize("operator", ["", "viamedis"])
def test_the_portal_opens_with_the_mailbox(
    guiding: Guiding, case: CaseView, register: SqlRegister, proof: str, operator: str
) -> None:
    assert status(case, "mot-de-passe-portail") is StepStatus.LOCKED
    rotated(register, START + timedelta(minutes=40), proof=proof, operator=operator)
    case = guiding.view(case.case.id)
    assert status(case, "mot-de-passe-messagerie") is StepStatus.DONE
    assert status(case, "mot-de-passe-portail") is StepStatus.TO_DO
    view = case.view("mot-de-passe-messagerie")
    assert view is not None
    assert "officine@orange.fr" in view.evidence


def test_a_rotation_of_last_year_or_of_another_mailbox_opens_nothing(
    guiding: Guiding, case: CaseView, register: SqlRegister
) -> None:
    rotated(register, START - timedelta(days=300))
    assert status(guiding.view(case.case.id), "mot-de-passe-portail") is StepStatus.LOCKED
    with register.write("AB") as tx:
        behind = tx.accesses.add(Access(AccessKind.MAILBOX, "direction@orange.fr"))
        tx.accesses.add(Access(AccessKind.PORTAL, "x", operator="viamedis", resets_through=behind))
        tx.journal.record("access.added", str(behind))
    rotated(register, START)
    assert status(guiding.view(case.case.id), "mot-de-passe-portail") is StepStatus.LOCKED


def test_two_mailboxes_behind_the_portal_are_both_needed(
    guiding: Guiding, case: CaseView, register: SqlRegister
) -> None:
    with register.write("AB") as tx:
        behind = tx.accesses.add(Access(AccessKind.MAILBOX, "direction@orange.fr"))
        tx.accesses.add(Access(AccessKind.PORTAL, "x", operator="viamedis", resets_through=behind))
        tx.journal.record("access.added", str(behind))
    rotated(register, START, operator="viamedis")
    assert status(guiding.view(case.case.id), "mot-de-passe-portail") is StepStatus.LOCKED
    with register.write("AB") as tx:
        proof = f"attested:AB@{START.isoformat()}"
        tx.accesses.start(Rotation(behind, Stage.ATTESTED, 1, START, "AB", proof=proof))
        tx.journal.record("rotation.attested", str(behind))
    assert status(guiding.view(case.case.id), "mot-de-passe-portail") is StepStatus.TO_DO


def test_a_locked_step_says_what_unlocks_it_and_goes_on_with_a_reason(
    guiding: Guiding, case: CaseView
) -> None:
    case_id = case.case.id
    for step in ("mot-de-passe-portail", "verifier-portail"):
        with pytest.raises(Problem, match="step_locked") as refused:
            guiding.done(case_id, step, "AB")
        assert refused.value.values["unlocks"]
    with pytest.raises(Problem, match="step_unproved"):
        guiding.done(case_id, "mot-de-passe-messagerie", "AB")
    case = guiding.done(case_id, "mot-de-passe-portail", "AB", reason="déjà changé au téléphone")
    assert status(case, "mot-de-passe-portail") is StepStatus.DONE


def test_story_3_the_phone_is_away(
    guiding: Guiding, case: CaseView, register: SqlRegister, clock: FixedClock
) -> None:
    """The mailbox waits for a phone; bank and consignes go on; the portal waits for the reopening."""
    case_id = case.case.id
    for step in ("est-ce-vrai", "arreter-recyclages", "premiere-photo", "consignes"):
        guiding.done(case_id, step, "AB")
    guiding.answer(case_id, "compte-portail", "AB", "oui")
    guiding.answer(case_id, "adresse-portail", "AB", "officine@orange.fr")
    case = guiding.answer(case_id, "telephone-code", "AB", "A. L.")
    assert case.next is not None
    assert case.next.step.id == "mot-de-passe-messagerie"
    case = guiding.wait(case_id, "mot-de-passe-messagerie", "AB", "attend le téléphone de A. L.")
    assert case.next is not None
    assert case.next.step.id == "memes-mots-de-passe"
    case = guiding.done(case_id, "banque", "AB", proof="08 h 50, D. P.")
    rotated(register, START + timedelta(hours=5))
    case = guiding.view(case_id)
    assert status(case, "mot-de-passe-messagerie") is StepStatus.DONE
    case = guiding.defer(case_id, "mot-de-passe-portail", "AB", "portail fermé")
    clock.set(START + timedelta(days=9))
    assert status(guiding.view(case_id), "mot-de-passe-portail") is StepStatus.DEFERRED
    clock.set(datetime(2024, 2, 13, 8, 0, tzinfo=UTC))
    with register.write("AB") as tx:
        tx.operators.add_portal(PortalReading("viamedis", "answers", tx.now))
        tx.journal.record("operators.portal", "viamedis")
    assert status(guiding.view(case_id), "mot-de-passe-portail") in (StepStatus.OPEN, StepStatus.TO_DO)


def test_waiting_comes_back_the_next_working_day(guiding: Guiding, case: CaseView, clock: FixedClock) -> None:
    clock.set(datetime(2024, 2, 3, 10, 40, tzinfo=UTC))
    case = guiding.wait(case.case.id, "banque", "AB", "fermée le samedi")
    view = case.view("banque")
    assert view is not None
    assert view.record is not None
    assert view.record.until == date(2024, 2, 5)
    with pytest.raises(Problem, match="until_past"):
        guiding.defer(case.case.id, "banque", "AB", until=date(2024, 2, 3))
    clock.set(datetime(2024, 2, 5, 7, 0, tzinfo=UTC))
    assert status(guiding.view(case.case.id), "banque") is StepStatus.TO_DO


def test_skip_needs_a_reason(guiding: Guiding, case: CaseView) -> None:
    with pytest.raises(Problem, match="reason_missing"):
        guiding.skip(case.case.id, "ligne-dediee", "AB", "  ")
    case = guiding.skip(case.case.id, "ligne-dediee", "AB", "ligne fermée")
    assert status(case, "ligne-dediee") is StepStatus.SKIPPED
    case = guiding.reopen(case.case.id, "ligne-dediee", "AB")
    assert status(case, "ligne-dediee") is StepStatus.TO_DO


def test_a_question_wants_an_answer_and_a_gesture_none(guiding: Guiding, case: CaseView) -> None:
    with pytest.raises(Problem, match="step_wants_answer"):
        guiding.done(case.case.id, "compte-portail", "AB")
    with pytest.raises(Problem, match="step_no_question"):
        guiding.answer(case.case.id, "banque", "AB", "oui")
    with pytest.raises(Problem, match="answer_not_offered"):
        guiding.answer(case.case.id, "compte-portail", "AB", "peut-être")
    with pytest.raises(Problem, match="step_unknown"):
        guiding.done(case.case.id, "autre", "AB")


def test_a_nir_is_refused_and_leaves_no_trace(
    guiding: Guiding, case: CaseView, register: SqlRegister
) -> None:
    with register.read() as tx:
        head = tx.journal.head()
    with pytest.raises(Problem, match="nir_refused"):
        guiding.done(case.case.id, "banque", "AB", proof=f"patient {NIR}")
    with pytest.raises(Problem, match="nir_refused"):
        guiding.save_draft(case.case.id, "banque", "AB", NIR)
    with pytest.raises(Problem, match="nir_refused"):
        guiding.close(case.case.id, "AB", NIR)
    with register.read() as tx:
        assert tx.journal.head() == head
    assert NIR.replace(" ", "") not in "".join(register.dump()).replace(" ", "")


def test_an_answer_in_words_is_not_in_the_journal(
    guiding: Guiding, case: CaseView, register: SqlRegister
) -> None:
    guiding.answer(case.case.id, "telephone-code", "AB", "Anne Lebrun")
    with register.read() as tx:
        assert "Lebrun" not in str(tx.journal.last(50))


def test_closing_with_steps_left_asks_a_reason(guiding: Guiding, case: CaseView) -> None:
    with pytest.raises(Problem, match="incident_steps_left") as refused:
        guiding.close(case.case.id, "AB")
    assert refused.value.values["number"] == 41
    closed = guiding.close(case.case.id, "AB", "fausse alerte")
    assert closed.case.closed_by == "AB"
    assert closed.next is None
    assert guiding.current() is None
    with pytest.raises(Problem, match="incident_closed"):
        guiding.done(case.case.id, "banque", "AB")
    with pytest.raises(Problem, match="incident_unknown"):
        guiding.view(99)


def test_a_case_keeps_the_text_it_was_opened_with(
    register: SqlRegister, clock: FixedClock, tmp_path: Path
) -> None:
    folder = tmp_path / "data" / "playbooks" / "almerys-2024"
    folder.mkdir(parents=True)
    text = CATALOGUE.playbook("almerys-2024").text
    (folder / "playbook.toml").write_text(text, encoding="utf-8")
    case = Guiding(register, TomlCatalogue(tmp_path / "data"), clock, Changes()).open("almerys-2024", "AB")
    (folder / "playbook.toml").write_text(text.replace("Faites le bilan", "Autre titre"), encoding="utf-8")
    later = Guiding(register, TomlCatalogue(tmp_path / "data"), clock, Changes())
    kept = later.view(case.case.id).view("bilan")
    assert kept is not None
    assert kept.step.title.startswith("Faites le bilan")


def test_a_file_kept_as_proof(guiding: Guiding, case: CaseView, register: SqlRegister) -> None:
    number = guiding.attach(case.case.id, "banque", "AB", "mail.pdf", b"%PDF")
    assert [(n, step, name) for n, step, name, _sha in guiding.attachments(case.case.id)] == [
        (number, "banque", "mail.pdf")
    ]
    with register.read() as tx:
        assert tx.incidents.attachment(number) == b"%PDF"
    with pytest.raises(Problem, match="proof_too_large"):
        guiding.attach(case.case.id, "banque", "AB", "film.mp4", bytes(10_000_001))
    with pytest.raises(Problem, match="step_unknown"):
        guiding.attach(case.case.id, "autre", "AB", "mail.pdf", b"")


def test_pages_are_told(register: SqlRegister, clock: FixedClock) -> None:
    changes, told = Changes(), list[frozenset[Kind]]()
    changes.listen(told.append)
    guiding = Guiding(register, CATALOGUE, clock, changes)
    case = guiding.open("almerys-2024", "AB")
    guiding.done(case.case.id, "est-ce-vrai", "AB")
    assert told == [frozenset({Kind.INCIDENTS, Kind.JOURNAL})] * 2


def test_what_unlocks_in_words(case: CaseView) -> None:
    portal, checked, free = (case.view(s) for s in ("mot-de-passe-portail", "verifier-portail", "banque"))
    assert portal is not None
    assert checked is not None
    assert free is not None
    assert unlocking(portal, case)
    assert unlocking(checked, case) == "Changez le mot de passe du portail"
    assert unlocking(free, case) == ""
