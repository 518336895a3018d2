"""Going through an incident: open it, take its steps one by one, close it.

Whatever is typed is kept (drafts too), nothing is asked twice, and a case keeps the text
of the playbook it was opened with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from pharmassist.domain.calendar import add_working_days
from pharmassist.domain.guiding import can_be_sensed, check_answer, proving_condition
from pharmassist.domain.identifiers import refuse_nir
from pharmassist.domain.incidents import (
    NO,
    PARKED,
    UNKNOWN,
    YES,
    Case,
    CaseView,
    HandOver,
    Playbook,
    StepKind,
    StepRecord,
    StepStatus,
    StepView,
    as_offered,
)
from pharmassist.domain.operators import Light, LightState, in_force
from pharmassist.domain.problems import Problem
from pharmassist.services.case_blocks import CaseBlocks
from pharmassist.services.cases import Cases, subject_of
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.sensing import Senses, sense
from pharmassist.services.step_words import proving, unlocking


@dataclass(frozen=True, slots=True)
class Shift:
    """What one shift hands to the next."""

    view: CaseView
    last: HandOver | None
    """The last hand-over, None when nobody handed it over yet."""
    changed: tuple[StepView, ...]
    """Steps of which something was said since then (or since the opening)."""

    @property
    def open(self) -> tuple[StepView, ...]:
        """The steps that are to be done, those that are locked included."""
        return tuple(v for v in self.view.left if v.status not in PARKED)


_Check = Callable[[StepView, CaseView], None]
_Due = Callable[[StepView, CaseView], date | None]
TEXT_LIMIT = 500
"""Longest proof, reason or draft, in signs."""
ATTACHMENT_LIMIT = 10_000_000
"""Largest file kept as a proof, in bytes."""


class Guiding:
    """The incident's steps."""

    def __init__(
        self,
        register: Register,
        catalogue: Catalogue,
        clock: Clock,
        changes: Changes,
        senses: Senses = sense,
    ) -> None:
        self._register = register
        self._catalogue = catalogue
        self._clock = clock
        self._changes = changes
        self._cases = Cases(catalogue, clock, senses)
        self.blocks = CaseBlocks(register, catalogue, changes, self._cases)

    def playbooks(self) -> tuple[Playbook, ...]:
        """Return the playbooks an incident can be opened with."""
        return self._catalogue.playbooks()

    def offered(self) -> tuple[Playbook, ...]:
        """Return the same in the order in which they are offered today, by the lights that are set."""
        today, operators = self._clock.today(), self._catalogue.operators()
        with self._register.read() as tx:
            hurt = {
                operator.id
                for operator in operators
                for light in Light
                if (last := tx.operators.latest(operator.id, light)) is not None
                and last.state in (LightState.STOPPED, LightState.DISRUPTED)
                and in_force(last, today)
            }
        return as_offered(self.playbooks(), today, hurt)

    def cases(self) -> tuple[Case, ...]:
        """Return every case, open ones first, newest first."""
        with self._register.read() as tx:
            cases = _newest_first(tx.incidents.cases())
        return tuple(sorted(cases, key=lambda case: case.closed_at is not None))

    def current(self) -> CaseView | None:
        """Return the newest open case, None on a day without incident."""
        return next(iter(self.open_cases()), None)

    def open_cases(self) -> tuple[CaseView, ...]:
        """Return the open cases with their steps, newest first."""
        with self._register.read() as tx:
            return tuple(
                self._cases.view(tx, case) for case in _newest_first(tx.incidents.cases(open_only=True))
            )

    def view(self, case_id: int) -> CaseView:
        """Return a case and its steps; raises ``Problem("incident_unknown")``."""
        with self._register.read() as tx:
            return self._cases.view(tx, self._cases.known(tx, case_id))

    def open(self, playbook_id: str, who: str) -> CaseView:
        """Open an incident; one that is open already is simply gone on with.

        Raises ``Problem("playbook_unknown")``.
        """
        playbook = self._catalogue.playbook(playbook_id)
        with self._register.write(who) as tx:
            for case in tx.incidents.cases(open_only=True):
                if case.playbook == playbook.id:
                    return self._cases.view(tx, case)
            case = Case(playbook.id, playbook.title, tx.now, who, playbook.text)
            case = replace(case, id=tx.incidents.open_case(case))
            tx.journal.record(
                "incident.opened", subject_of(case.id), {"playbook": playbook.id, "title": playbook.title}
            )
            view = self._cases.view(tx, case)
        self._changes.post(Kind.INCIDENTS)
        return view

    def done(self, case_id: int, step_id: str, who: str, *, proof: str = "", reason: str = "") -> CaseView:
        """Note a step as done, with its proof.

        The order is advised: a locked step, or a rotation nothing proves, asks a reason.
        Raises ``step_locked``, ``step_unproved``, ``step_wants_answer``, ``step_not_applicable``.
        """

        def check(view: StepView, case: CaseView) -> None:
            if view.step.kind is StepKind.QUESTION:
                raise Problem("step_wants_answer", {"step": view.step.title})
            if view.locked_by and not reason:
                raise _locked(view, case)
            unproved = view.status is not StepStatus.DONE and can_be_sensed(
                proving_condition(view.step), case.playbook
            )
            if unproved and not reason:
                raise Problem("step_unproved", {"step": view.step.title, "what": proving(view.step)})

        return self._note(case_id, step_id, who, StepStatus.DONE, check=check, proof=proof, reason=reason)

    def answer(self, case_id: int, step_id: str, who: str, value: str) -> CaseView:
        """Answer a question: ``yes``, ``no``, ``unknown``, or a few words where the step takes them.

        Raises ``step_no_question``, ``answer_not_offered``, ``step_locked``.
        """

        def check(view: StepView, case: CaseView) -> None:
            if view.step.kind is not StepKind.QUESTION:
                raise Problem("step_no_question", {"step": view.step.title})
            if view.locked_by:
                raise _locked(view, case)

        return self._note(case_id, step_id, who, StepStatus.DONE, check=check, answer=value)

    def skip(self, case_id: int, step_id: str, who: str, reason: str) -> CaseView:
        """Leave a step out, with the reason; raises ``Problem("reason_missing")``."""
        if not reason.strip():
            raise Problem("reason_missing")
        return self._note(case_id, step_id, who, StepStatus.SKIPPED, reason=reason)

    def wait(
        self, case_id: int, step_id: str, who: str, reason: str = "", until: date | None = None
    ) -> CaseView:
        """Let a step wait for a person or a fact; it comes back that day, or the next working day."""
        return self._park(case_id, step_id, who, StepStatus.WAITING, reason, until)

    def defer(
        self, case_id: int, step_id: str, who: str, reason: str = "", until: date | None = None
    ) -> CaseView:
        """Put a step off until a date, else until its own event, else until the next working day."""
        return self._park(case_id, step_id, who, StepStatus.DEFERRED, reason, until)

    def reopen(self, case_id: int, step_id: str, who: str) -> CaseView:
        """Take a step up again: what was said of it is withdrawn, the journal keeps it."""
        return self._note(case_id, step_id, who, StepStatus.OPEN)

    def save_draft(self, case_id: int, step_id: str, who: str, draft: str) -> CaseView:
        """Keep what was typed so far: an interrupted step opens on the same line."""
        refuse_nir(draft)
        with self._register.write(who) as tx:
            case, view = self._open_step(tx, case_id, step_id)
            record = view.record or StepRecord(step_id, StepStatus.OPEN, tx.now, who)
            tx.incidents.save_record(case.case.id, replace(record, draft=draft[:TEXT_LIMIT]))
            tx.journal.record("incident.draft", subject_of(case.case.id), {"step": step_id})
            result = self._cases.view(tx, case.case)
        self._changes.post(Kind.INCIDENTS)
        return result

    def attach(self, case_id: int, step_id: str, who: str, name: str, content: bytes) -> int:
        """Keep a file as proof of a step and return its number.

        A screenshot of the pharmacy's software may show a patient: the window warns and
        offers to crop before it calls this. Raises ``Problem("proof_too_large")``.
        """
        refuse_nir(name)
        if len(content) > ATTACHMENT_LIMIT:
            raise Problem("proof_too_large", {"limit": ATTACHMENT_LIMIT // 1_000_000})
        digest = sha256(content).hexdigest()
        with self._register.write(who) as tx:
            self._open_step(tx, case_id, step_id)
            number = tx.incidents.attach(case_id, step_id, name[:120], content, digest)
            tx.journal.record("incident.proof", subject_of(case_id), {"step": step_id, "sha256": digest})
        self._changes.post(Kind.INCIDENTS)
        return number

    def attachments(self, case_id: int) -> tuple[tuple[int, str, str, str], ...]:
        """Return (number, step, name, sha256) of the proofs of a case."""
        with self._register.read() as tx:
            return tx.incidents.attachments(case_id)

    def hand_over(self, case_id: int, who: str, taken_by: str = "") -> None:
        """Record that the incident goes to the next shift; what changes from now on is told to it."""
        refuse_nir(taken_by)
        with self._register.write(who) as tx:
            case = self._cases.open(tx, case_id)
            tx.incidents.hand_over(case.id, HandOver(tx.now, who, taken_by.strip()[:40]))
            tx.journal.record("incident.handed_over", subject_of(case.id), {"to": taken_by.strip()[:40]})
        self._changes.post(Kind.INCIDENTS)

    def shift(self, case_id: int) -> Shift:
        """Return what the next shift must know: open, put off, changed since the last hand-over."""
        with self._register.read() as tx:
            view = self._cases.view(tx, self._cases.known(tx, case_id))
            handed = tx.incidents.handovers(case_id)
        since = handed[-1].at if handed else view.case.opened_at
        changed = tuple(
            v
            for v in view.steps
            if v.record is not None and v.record.at > since and v.record.status is not StepStatus.OPEN
        )
        return Shift(view, handed[-1] if handed else None, changed)

    def close(self, case_id: int, who: str, reason: str = "") -> CaseView:
        """Close a case; steps that are left ask a reason: ``Problem("incident_steps_left")``."""
        refuse_nir(reason)
        with self._register.write(who) as tx:
            case = self._cases.open(tx, case_id)
            left = len(self._cases.view(tx, case).left)
            if left and not reason.strip():
                raise Problem("incident_steps_left", {"number": left})
            tx.incidents.update_case(replace(case, closed_at=tx.now, closed_by=who))
            facts: dict[str, str | int] = {"left": left}
            if reason.strip():
                facts["reason"] = reason.strip()[:TEXT_LIMIT]
            tx.journal.record("incident.closed", subject_of(case.id), facts)
            result = self._cases.view(tx, self._cases.known(tx, case_id))
        self._changes.post(Kind.INCIDENTS)
        return result

    def _park(
        self, case_id: int, step_id: str, who: str, status: StepStatus, reason: str, until: date | None
    ) -> CaseView:
        """Park a step; raises ``Problem("until_past")``."""
        today = self._clock.today()
        if until is not None and until <= today:
            raise Problem("until_past", {"day": until.isoformat()})

        def due(view: StepView, case: CaseView) -> date | None:
            event = can_be_sensed(view.step.returns_on, case.playbook)
            if until is not None or (status is StepStatus.DEFERRED and event):
                return until
            return add_working_days(today, 1)

        return self._note(case_id, step_id, who, status, reason=reason, due=due)

    def _note(
        self,
        case_id: int,
        step_id: str,
        who: str,
        status: StepStatus,
        *,
        check: _Check = lambda _view, _case: None,
        due: _Due = lambda _view, _case: None,
        proof: str = "",
        reason: str = "",
        answer: str = "",
    ) -> CaseView:
        """Write what was said of a step, in one transaction."""
        refuse_nir(proof, reason, answer)
        with self._register.write(who) as tx:
            case, view = self._open_step(tx, case_id, step_id)
            if view.status is StepStatus.NOT_APPLICABLE:
                raise Problem("step_not_applicable", {"step": view.step.title})
            check(view, case)
            old = view.record
            record = StepRecord(
                step=step_id,
                status=status,
                at=tx.now,
                who=who,
                proof=proof.strip()[:TEXT_LIMIT],
                reason=reason.strip()[:TEXT_LIMIT],
                answer=check_answer(view.step, answer) if answer else "",
                until=due(view, case),
                draft=old.draft if old is not None and status is not StepStatus.DONE else "",
                version=old.version if old is not None else 1,
            )
            tx.incidents.save_record(case.case.id, record)
            tx.journal.record("incident.step", subject_of(case.case.id), _facts(record, view))
            result = self._cases.view(tx, case.case)
        self._changes.post(Kind.INCIDENTS)
        return result

    def _open_step(self, tx: Transaction, case_id: int, step_id: str) -> tuple[CaseView, StepView]:
        """Return an open case and one of its steps; raises ``Problem("step_unknown")``."""
        case = self._cases.view(tx, self._cases.open(tx, case_id))
        view = case.view(step_id)
        if view is None:
            raise Problem("step_unknown", {"step": step_id[:60]})
        return case, view


def _locked(view: StepView, case: CaseView) -> Problem:
    return Problem("step_locked", {"step": view.step.title, "unlocks": unlocking(view, case)})


def _newest_first(cases: Iterable[Case]) -> list[Case]:
    return sorted(cases, key=lambda case: (case.opened_at, case.id), reverse=True)


def _facts(record: StepRecord, view: StepView) -> dict[str, str | int]:
    """Return what the journal keeps of a step: no free text a person typed about someone."""
    facts: dict[str, str | int] = {
        "step": record.step,
        "title": view.step.title,
        "status": record.status.value,
    }
    if record.answer:
        facts["answer"] = record.answer if record.answer in (YES, NO, UNKNOWN) else "text"
    if record.until is not None:
        facts["until"] = record.until.isoformat()
    if view.locked_by and record.status is StepStatus.DONE:
        facts["before"] = view.locked_by
    return facts
