"""The shelf of incidents, what was said of their steps, and the proofs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from pharmassist.adapters.store import incident_tables, tables
from pharmassist.adapters.store.rows import (
    Stored,
    add_row,
    is_duplicate,
    iso_day,
    iso_instant,
    iso_maybe,
    read_day,
    read_instant,
    read_maybe,
    update_seen,
)
from pharmassist.domain.breaches import BreachFact
from pharmassist.domain.incidents import Case, HandOver, InsertedBlock, StepRecord, StepStatus
from pharmassist.domain.problems import Problem
from pharmassist.services.texts import translate as _

_cases, _records, _attachments = tables.cases, tables.step_records, tables.attachments
_inserted, _handovers = incident_tables.inserted_blocks, incident_tables.handovers
_breach_facts = incident_tables.breach_facts


class Incidents:
    """Implements ``IncidentShelf``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open_case(self, case: Case) -> int:
        """Store a new incident and return its number."""
        return add_row(self._connection, _cases, {**_case_values(case), "version": 1})

    def update_case(self, case: Case) -> None:
        """Store an incident seen at its version; raises ``Problem("changed_meanwhile")``."""
        update_seen(self._connection, _cases, case.id, case.version, _case_values(case), _("This incident"))

    def case(self, case_id: int) -> Case | None:
        """Return one incident."""
        row = self._connection.execute(select(_cases).where(_cases.c.id == case_id)).one_or_none()
        return _case(row) if row else None

    def cases(self, open_only: bool = False) -> tuple[Case, ...]:
        """Return the incidents, newest first."""
        query = select(_cases).order_by(_cases.c.id.desc())
        if open_only:
            query = query.where(_cases.c.closed_at.is_(None))
        return tuple(map(_case, self._connection.execute(query)))

    def records(self, case_id: int) -> Mapping[str, StepRecord]:
        """Return what was said of the steps of an incident, by step."""
        rows = self._connection.execute(select(_records).where(_records.c.case_id == case_id))
        return {row.step: _record(row) for row in rows}

    def save_record(self, case_id: int, record: StepRecord) -> None:
        """Store what is said of a step.

        The record names the version it saw; 1 says that nothing was said of the step yet.
        Raises ``Problem("changed_meanwhile")``.
        """
        values: dict[str, Stored] = {**_record_values(record), "version": record.version + 1}
        overtaken = Problem("changed_meanwhile", {"what": _("This step")})
        if record.version == 1:
            try:
                self._connection.execute(
                    insert(_records).values({**values, "case_id": case_id, "step": record.step})
                )
            except IntegrityError as error:
                if not is_duplicate(error):
                    raise
                raise overtaken from None
            return
        done = self._connection.execute(
            update(_records)
            .where(
                _records.c.case_id == case_id,
                _records.c.step == record.step,
                _records.c.version == record.version,
            )
            .values(values)
        )
        if done.rowcount != 1:
            raise overtaken

    def insert_block(self, case_id: int, inserted: InsertedBlock) -> int:
        """Store a block put into a case."""
        values: dict[str, Stored] = {
            "case_id": case_id,
            "playbook": inserted.playbook,
            "block": inserted.block,
            "before": inserted.before,
            "at": iso_instant(inserted.at),
            "who": inserted.who,
            "playbook_text": inserted.playbook_text,
        }
        return add_row(self._connection, _inserted, values)

    def remove_block(self, case_id: int, playbook: str, block: str) -> None:
        """Take a block out of a case it was put into."""
        named = (_inserted.c.playbook == playbook) & (_inserted.c.block == block)
        self._connection.execute(delete(_inserted).where(named & (_inserted.c.case_id == case_id)))

    def inserted_blocks(self, case_id: int) -> tuple[InsertedBlock, ...]:
        """Return the blocks put into a case, in the order they came."""
        rows = self._connection.execute(
            select(_inserted).where(_inserted.c.case_id == case_id).order_by(_inserted.c.id)
        )
        return tuple(
            InsertedBlock(r.playbook, r.block, r.before, read_instant(r.at), r.who, r.playbook_text)
            for r in rows
        )

    def hand_over(self, case_id: int, handover: HandOver) -> None:
        """Store that the incident went to the next shift."""
        values: dict[str, Stored] = {
            "case_id": case_id,
            "at": iso_instant(handover.at),
            "who": handover.who,
            "taken_by": handover.taken_by,
        }
        add_row(self._connection, _handovers, values)

    def handovers(self, case_id: int) -> tuple[HandOver, ...]:
        """Return the hand-overs of a case, oldest first."""
        rows = self._connection.execute(
            select(_handovers).where(_handovers.c.case_id == case_id).order_by(_handovers.c.id)
        )
        return tuple(HandOver(read_instant(r.at), r.who, r.taken_by) for r in rows)

    def note_breach(self, case_id: int, fact: BreachFact) -> None:
        """Store one fact of a breach; an earlier one of that name stays readable."""
        values: dict[str, Stored] = {
            "case_id": case_id,
            "name": fact.name,
            "value": fact.value,
            "at": iso_instant(fact.at),
            "who": fact.who,
        }
        add_row(self._connection, _breach_facts, values)

    def breach_facts(self, case_id: int) -> tuple[BreachFact, ...]:
        """Return everything said of the breach of a case, oldest first."""
        rows = self._connection.execute(
            select(_breach_facts).where(_breach_facts.c.case_id == case_id).order_by(_breach_facts.c.id)
        )
        return tuple(BreachFact(r.name, r.value, read_instant(r.at), r.who) for r in rows)

    def attach(self, case_id: int, step: str, name: str, content: bytes, sha256: str) -> int:
        """Store a proof and return its number."""
        values: dict[str, Stored] = {
            "case_id": case_id,
            "step": step,
            "name": name,
            "sha256": sha256,
            "content": content,
        }
        return add_row(self._connection, _attachments, values)

    def attachments(self, case_id: int) -> tuple[tuple[int, str, str, str], ...]:
        """Return (id, step, name, sha256) of the proofs of an incident."""
        columns = (_attachments.c.id, _attachments.c.step, _attachments.c.name, _attachments.c.sha256)
        rows = self._connection.execute(
            select(*columns).where(_attachments.c.case_id == case_id).order_by(_attachments.c.id)
        )
        return tuple((row.id, row.step, row.name, row.sha256) for row in rows)

    def attachment(self, attachment_id: int) -> bytes | None:
        """Return the content of a proof."""
        query = select(_attachments.c.content).where(_attachments.c.id == attachment_id)
        content = self._connection.execute(query).scalar()
        return None if content is None else bytes(content)


def _case_values(case: Case) -> dict[str, Stored]:
    return {
        "playbook": case.playbook,
        "title": case.title,
        "opened_at": iso_instant(case.opened_at),
        "opened_by": case.opened_by,
        "playbook_text": case.playbook_text,
        "closed_at": iso_maybe(case.closed_at),
        "closed_by": case.closed_by,
    }


def _case(row: Row[Any]) -> Case:
    return Case(
        row.playbook,
        row.title,
        read_instant(row.opened_at),
        row.opened_by,
        row.playbook_text,
        read_maybe(row.closed_at),
        row.closed_by,
        row.id,
        row.version,
    )


def _record_values(record: StepRecord) -> dict[str, Stored]:
    return {
        "status": record.status.value,
        "at": iso_instant(record.at),
        "who": record.who,
        "proof": record.proof,
        "reason": record.reason,
        "answer": record.answer,
        "until": iso_day(record.until),
        "draft": record.draft,
    }


def _record(row: Row[Any]) -> StepRecord:
    return StepRecord(
        row.step,
        StepStatus(row.status),
        read_instant(row.at),
        row.who,
        row.proof,
        row.reason,
        row.answer,
        read_day(row.until),
        row.draft,
        row.version,
    )
