"""Reading a case: the text it keeps, the blocks put into it, what is sensed, where its steps stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from pharmassist.domain.guiding import Opening, assembled, filled, next_step, step_views
from pharmassist.domain.incidents import (
    FILLS_OPERATOR,
    FILLS_WHOSE,
    UNKNOWN,
    Case,
    CaseView,
    Playbook,
    StepRecord,
)
from pharmassist.domain.operators import Operator, operator_named
from pharmassist.domain.problems import Problem
from pharmassist.domain.zones import TIME_ZONE, pharmacy_zone
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Transaction
from pharmassist.services.sensing import Senses, sense

NAME_LIMIT = 40
"""Signs of an operator's name that are shown in a title, when a person typed it."""


class Cases:
    """Builds the views of cases; a text is parsed once."""

    def __init__(self, catalogue: Catalogue, clock: Clock, senses: Senses = sense) -> None:
        self._catalogue, self._clock, self._senses = catalogue, clock, senses
        self._read: dict[str, Playbook] = {}

    def known(self, tx: Transaction, case_id: int) -> Case:
        """Return a case; raises ``Problem("incident_unknown")``."""
        case = tx.incidents.case(case_id)
        if case is None:
            raise Problem("incident_unknown", {"incident": case_id})
        return case

    def open(self, tx: Transaction, case_id: int) -> Case:
        """Return a case that is open; raises ``Problem("incident_closed")``."""
        case = self.known(tx, case_id)
        if case.closed_at is not None:
            raise Problem("incident_closed", {"incident": case.title})
        return case

    def playbook(self, text: str) -> Playbook:
        """Return the playbook of a text that a case keeps."""
        found = self._read.get(text)
        if found is None:
            found = self._read[text] = self._catalogue.playbook_from_text(text)
        return found

    def view(self, tx: Transaction, case: Case) -> CaseView:
        """Build the view of a case from the texts it keeps."""
        inserted = tx.incidents.inserted_blocks(case.id)
        playbook = assembled(
            self.playbook(case.playbook_text), ((one, self.playbook(one.playbook_text)) for one in inserted)
        )
        records = tx.incidents.records(case.id)
        named = ""
        if not playbook.operator:
            named, ours = self._named(playbook, records)
            playbook = replace(playbook, operator=ours.id if ours is not None else "")
        pharmacy = tx.people.pharmacy()
        zone = pharmacy_zone(pharmacy.finess, tx.people.settings().get(TIME_ZONE, ""))
        opening = Opening(case.opened_at, self._clock.now(), ZoneInfo(zone.name), pharmacy.alsace_moselle)
        evidence = self._senses(tx, case, playbook.operator)
        views = step_views(playbook, records, evidence, self._clock.today(), opening)
        return CaseView(case, playbook, views, next_step(views) if case.closed_at is None else None, named)

    def _named(self, playbook: Playbook, records: Mapping[str, StepRecord]) -> tuple[str, Operator | None]:
        """Return the name of the operator that an answer tells, ours or as typed, and which of ours it is."""
        said = filled(playbook, records, FILLS_OPERATOR)
        if said in ("", UNKNOWN):
            return "", None
        ours = operator_named(said, self._catalogue.operators())
        return (ours.name if ours is not None else said[:NAME_LIMIT]), ours


def whose_breach(view: CaseView) -> str:
    """Return whose breach it is, as it was answered, "" when it was not asked yet."""
    records = {v.step.id: v.record for v in view.steps if v.record is not None}
    return filled(view.playbook, records, FILLS_WHOSE)


def subject_of(case_id: int) -> str:
    """Return how the journal names a case."""
    return f"incident:{case_id}"
