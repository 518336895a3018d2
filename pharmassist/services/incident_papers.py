"""The documents of an incident besides its report: register of violations, notification, chronology."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pharmassist.domain.breaches import INSTANTS, BreachField
from pharmassist.domain.incidents import CaseView, StepStatus
from pharmassist.domain.problems import Problem
from pharmassist.services.breach_words import choice_word, field_word
from pharmassist.services.breaches import Breaches
from pharmassist.services.cases import Cases
from pharmassist.services.composing.french import LIGHT_NAMES, LIGHT_WORDS, moment
from pharmassist.services.composing.incident_report import STATUS_WORDS
from pharmassist.services.composing.timeline import Event, timeline
from pharmassist.services.composing.violations import breach_notification, violations
from pharmassist.services.letters import imprint_of
from pharmassist.services.papers import Paper, Papers
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.step_words import answer_word
from pharmassist.services.texts import in_french


class IncidentPapers:
    """Makes them from the register; they are always French."""

    def __init__(
        self, register: Register, catalogue: Catalogue, clock: Clock, breaches: Breaches, papers: Papers
    ) -> None:
        self._register, self._breaches, self._papers = register, breaches, papers
        self._cases = Cases(catalogue, clock)

    def violations(self, who: str) -> Paper:
        """Make the register of violations (RGPD, art. 33.5)."""
        views = self._breaches.all_views()
        with self._register.read() as tx:
            imprint = imprint_of(tx, who)
        with in_french():
            document = violations(imprint, views)
        return self._papers.paper(document)

    def notification(self, who: str, case_id: int, complement: bool = False) -> Paper:
        """Make the contents of a notification, the first or what completes it."""
        view = self._breaches.view(case_id or self._newest())
        with self._register.read() as tx:
            imprint = imprint_of(tx, who)
        with in_french():
            document = breach_notification(imprint, view, complement)
        return self._papers.paper(document)

    def timeline(self, who: str, case_id: int) -> Paper:
        """Make the chronology of a case; 0 for the newest."""
        number = case_id or self._newest()
        with self._register.read() as tx:
            imprint = imprint_of(tx, who)
            view = self._cases.view(tx, self._cases.known(tx, number))
            with in_french():
                events = tuple(_events(tx, view))
        return self._papers.paper(timeline(imprint, view.title, events))

    def _newest(self) -> int:
        with self._register.read() as tx:
            cases = tx.incidents.cases(open_only=True) or tx.incidents.cases()
        if not cases:
            raise Problem("incident_none")
        return cases[0].id


def _events(tx: Transaction, view: CaseView) -> Iterator[Event]:
    """Give everything that was known, said and done about a case."""
    case = view.case
    for fact in view.playbook.facts:
        words = fact.text + (" (non vérifié)" if fact.unverified else "")
        yield Event(None, fact.day, "fait public", words)
    yield Event(case.opened_at, "", "incident", "Incident ouvert", case.opened_by)
    if case.closed_at is not None:
        yield Event(case.closed_at, "", "incident", "Incident clos", case.closed_by)
    for inserted in tx.incidents.inserted_blocks(case.id):
        block = view.playbook.block(f"{inserted.playbook}.{inserted.block}")
        title = block.title if block is not None else inserted.block
        yield Event(inserted.at, "", "bloc ajouté", title, inserted.who)
    for handover in tx.incidents.handovers(case.id):
        yield Event(handover.at, "", "relève", handover.taken_by or "relève", handover.who)
    for step in view.steps:
        record = step.record
        if record is None or record.status is StepStatus.OPEN:
            continue
        answer = answer_word(step.step, record.answer) if record.answer else ""
        said = " · ".join(part for part in (answer, record.proof, record.reason) if part)
        words = f"{step.step.title} : {STATUS_WORDS[record.status]}" + (f" ({said})" if said else "")
        yield Event(record.at, "", "étape", words, record.who)
    for said_of in tx.incidents.breach_facts(case.id):
        field = BreachField(said_of.name)
        value = choice_word(said_of.value) if said_of.value else "retiré"
        if field in INSTANTS and said_of.value:
            value = moment(datetime.fromisoformat(said_of.value))
        words = f"{field_word(field)} : {value}"
        yield Event(said_of.at, "", "violation", words, said_of.who)
    for reading in reversed(tx.operators.readings(view.playbook.operator)) if view.playbook.operator else ():
        if reading.at >= case.opened_at and (case.closed_at is None or reading.at <= case.closed_at):
            words = f"{LIGHT_NAMES[reading.light]} : {LIGHT_WORDS[reading.state]} ({reading.proof})"
            yield Event(reading.at, "", "voyant", words, reading.who)
