"""What each document says: the data read from the register, handed to its composing function."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from pharmassist.domain.accesses import Access
from pharmassist.domain.calendar import add_working_days
from pharmassist.domain.claims import Claim, ClaimFilter, State
from pharmassist.domain.conduct import for_direct
from pharmassist.domain.headers import fold
from pharmassist.domain.identifiers import refuse_nir
from pharmassist.domain.incidents import CaseView
from pharmassist.domain.leaflets import Leaflet
from pharmassist.domain.operators import (
    DIRECT,
    WORST_FIRST,
    CounterAnswer,
    Light,
    LightState,
    Operator,
)
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.accesses import Accesses
from pharmassist.services.advance_sums import counted, what_counts
from pharmassist.services.bank_guard import Guarded
from pharmassist.services.composing.accountant import Loss, accountant
from pharmassist.services.composing.advance_request import advance_request
from pharmassist.services.composing.bank_slip import bank_slip
from pharmassist.services.composing.claims_summary import PARTS, claims_summary
from pharmassist.services.composing.counter_sheet import CounterSheet, counter_sheet
from pharmassist.services.composing.counter_table import (
    CounterLine,
    OperatorLine,
    call,
    counter_table,
    short_conduct,
)
from pharmassist.services.composing.incident_report import IncidentFacts, incident_report
from pharmassist.services.composing.patients import patient_leaflet, poster
from pharmassist.services.composing.recovery_key import recovery_key
from pharmassist.services.composing.rotation_slip import rotation_slip
from pharmassist.services.composing.sealed_copy import sealed_copy
from pharmassist.services.composing.set_aside_slip import set_aside_slip
from pharmassist.services.composing.shift_start import shift_start
from pharmassist.services.composing.shortcuts import shortcuts
from pharmassist.services.composing.union_figures import union_figures
from pharmassist.services.composing.vocabulary import Document, Format
from pharmassist.services.counter import Counter
from pharmassist.services.day import Day
from pharmassist.services.directory import operator_names
from pharmassist.services.guiding import Guiding
from pharmassist.services.letters import imprint_of, request_facts
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.ports.vault import Vault
from pharmassist.services.rotation_paper import slip_of
from pharmassist.services.shortcuts import places_words
from pharmassist.services.texts import PARIS, french

SHEET_WORKING_DAYS, TABLE_WORKING_DAYS = 1, 5
"""Working days after which a counter sheet and the table are stale (our own habit)."""
SURE = frozenset({"taught", "learnt"})


class Contents:
    """Gathers the data of each document and composes it."""

    def __init__(
        self,
        register: Register,
        catalogue: Catalogue,
        day: Day,
        counter: Counter,
        guiding: Guiding,
        accesses: Accesses,
        vault: Vault,
    ) -> None:
        self._register, self._catalogue, self._vault = register, catalogue, vault
        self._day, self._counter, self._guiding, self._accesses = day, counter, guiding, accesses

    def shift_start(self, who: str, paper: Format) -> Document:
        """Compose the consignes du jour."""
        return shift_start(self._day.view(french), who, paper=paper)

    def shortcuts(self, who: str) -> Document:
        """Compose the page of the keyboard."""
        with self._register.read() as tx:
            return shortcuts(imprint_of(tx, who), places_words(paper=True))

    def claims(self, who: str, wanted: ClaimFilter, words: str, parts: Collection[str] = PARTS) -> Document:
        """Compose the claim summary."""
        with self._register.read() as tx:
            imprint = imprint_of(tx, who)
            claims = tx.claims.find(wanted, today=imprint.today)
        return claims_summary(imprint, claims, self.names(), words, parts)

    def accountant(self, who: str) -> Document:
        """Compose the statement for the accountant: the encours of today and what was passed to loss."""
        with self._register.read() as tx:
            imprint = imprint_of(tx, who)
            claims = tx.claims.find(ClaimFilter(), today=imprint.today)
            lost = tx.claims.find(ClaimFilter(states=frozenset({State.WRITTEN_OFF})), today=imprint.today)
            losses = [Loss(claim, _reason(tx, claim)) for claim in lost]
        return accountant(imprint, claims, losses, self.names())

    def advance(self, who: str, operator_id: str, period_from: date, period_to: date) -> Document:
        """Compose the acompte request with its annex, signed by a titulaire where there is one."""
        with self._register.read() as tx:
            today = tx.now.astimezone(PARIS).date()
            claims = counted(tx, operator_id, period_from, period_to, today).claims
            facts = request_facts(tx, who, self._operator(operator_id), (period_from, period_to))
            return advance_request(imprint_of(tx, who), facts, claims)

    def union_figures(self, operator_id: str, period_from: date, period_to: date) -> Document:
        """Compose the page of anonymous figures for the union, on the acompte's own basis."""
        with self._register.read() as tx:
            pharmacy, today = tx.people.pharmacy(), tx.now.astimezone(PARIS).date()
            claims = tx.claims.find(what_counts(operator_id, period_from, period_to), today=today)
        name = self._operator(operator_id).name
        return union_figures(name, period_from, period_to, claims, today, pharmacy.alsace_moselle)

    def counter_sheet(self, who: str, text: str, paper: Format) -> Document:
        """Compose the counter's answer; raises ``payer_unknown`` when nothing is found."""
        refuse_nir(text)
        answers = self._counter.search(text)
        if not answers:
            raise Problem("payer_unknown", {"text": text[:40]})
        answer = answers[0]
        with self._register.read() as tx:
            imprint = imprint_of(tx, who)
            latest = [
                tx.operators.latest(operator, light) for operator in answer.operators for light in Light
            ]
        names = self.names()
        phones = self._phones(imprint.today)
        sheet = CounterSheet(
            answer=answer,
            operator_names=tuple(names.get(o, o) for o in answer.operators),
            expires=add_working_days(imprint.today, SHEET_WORKING_DAYS),
            read_at={reading.light: reading.at for reading in latest if reading},
            phone=phones.get(answer.operators[0], "") if len(answer.operators) == 1 else "",
        )
        return counter_sheet(imprint, sheet, paper)

    def counter_table(self, who: str) -> Document:
        """Compose the Tableau des mutuelles from the directory and the rules of the counter."""
        known = self._counter.known()
        with self._register.read() as tx:
            imprint = imprint_of(tx, who)
        phones, names = self._phones(imprint.today), self.names()
        lines: dict[tuple[str, tuple[str, ...]], CounterLine] = {}
        for answer in known.everyone():
            line = _counter_line(answer, names, phones)
            # The same mutuelle under several AMC numbers is one line, unless its operators differ.
            lines.setdefault((fold(line.name), line.operators), line)
        operators = [
            OperatorLine(status.operator.name, short_conduct(known.sentence_of(status)), phone, status.worst)
            for status in known.statuses.values()
            for phone in (call((phones.get(status.operator.id, ""),)),)
        ]
        expires = add_working_days(imprint.today, TABLE_WORKING_DAYS, imprint.pharmacy.alsace_moselle)
        return counter_table(imprint, tuple(lines.values()), operators, expires)

    def set_aside_slip(self, who: str, claim_id: int, paper: Format) -> Document:
        """Compose the slip of an invoice; raises ``claim_unknown`` and ``not_set_aside``."""
        with self._register.read() as tx:
            imprint = imprint_of(tx, who)
            claim = tx.claims.get(claim_id)
        if claim is None:
            raise Problem("claim_unknown", {"id": claim_id})
        if claim.state is not State.SET_ASIDE:
            raise Problem("not_set_aside", {"invoice": claim.invoice})
        return set_aside_slip(imprint, claim, self.names().get(claim.operator, ""), paper)

    def patient_leaflet(self, who: str) -> Document:
        """Compose the leaflet of the incident under way; raises ``no_incident_to_tell``."""
        view = self._case(0)
        with self._register.read() as tx:
            imprint = imprint_of(tx, who)
        leaflet = self._leaflet(view, imprint.today)
        return patient_leaflet(imprint, view.case.title if leaflet else "", self._operator_of(view), leaflet)

    def poster(self, who: str) -> Document:
        """Compose the poster of the incident under way; raises ``no_incident_to_tell``."""
        view = self._case(0)
        with self._register.read() as tx:
            imprint = imprint_of(tx, who)
        leaflet = self._leaflet(view, imprint.today)
        return poster(imprint, view.case.title if leaflet else "", self._operator_of(view), leaflet)

    def incident_report(self, who: str, case_id: int) -> Document:
        """Compose the report of a case, 0 for the one under way or the last; ``no_incident_to_tell``."""
        view = self._case(case_id, closed_too=True)
        operator = view.playbook.operator
        with self._register.read() as tx:
            imprint = imprint_of(tx, who)
            facts = IncidentFacts(
                operator=self._operator_of(view) or view.named,
                readings=tx.operators.readings(operator) if operator else (),
                outstanding=next(
                    (
                        o
                        for o in tx.claims.outstanding_by_operator(today=imprint.today)
                        if o.operator == operator
                    ),
                    None,
                )
                if operator
                else None,
                advances=tx.advances.all(operator) if operator else (),
                proofs=tuple(
                    (step, name, sha256) for _id, step, name, sha256 in tx.incidents.attachments(view.case.id)
                ),
            )
        return incident_report(imprint, view, facts)

    def rotation_slip(self, who: str, access_id: int, paper: Format) -> Document:
        """Compose the slip of a change of password; raises ``access_unknown``."""
        slip = slip_of(self._register, self._accesses, access_id, self._vault.name)
        with self._register.read() as tx:
            imprint = imprint_of(tx, who)
        return rotation_slip(imprint, slip, paper)

    def sealed_copy(self, who: str, access: Access, number: int, secret: Secret) -> Document:
        """Compose the page of one password for a sealed envelope."""
        with self._register.read() as tx:
            imprint = imprint_of(tx, who)
        return sealed_copy(imprint, access, number, secret)

    def bank_slip(self, who: str, guarded: Guarded) -> Document:
        """Compose the slip of a change of bank details."""
        with self._register.read() as tx:
            imprint = imprint_of(tx, who)
            alone = sum(person.active for person in tx.people.people()) < 2
        return bank_slip(imprint, guarded.change, guarded.party, guarded.numbers, alone=alone)

    def recovery_key(self, who: str, key: Secret) -> Document:
        """Compose the recovery sheet."""
        with self._register.read() as tx:
            imprint = imprint_of(tx, who)
        return recovery_key(imprint, key, self._register.key_id[:8])

    def names(self) -> dict[str, str]:
        """Return the operators' names by id."""
        return operator_names(self._catalogue, printed=True)

    def _operator(self, operator_id: str) -> Operator:
        if not operator_id:
            raise Problem("operator_unsaid")
        for operator in self._catalogue.operators():
            if operator.id == operator_id:
                return operator
        raise Problem("operator_unknown", {"operator": operator_id[:40]})

    def _operator_of(self, view: CaseView) -> str:
        operator = view.playbook.operator
        return self.names().get(operator, operator)

    def _case(self, case_id: int, *, closed_too: bool = False) -> CaseView:
        if case_id:
            return self._guiding.view(case_id)
        cases = [case for case in self._guiding.cases() if closed_too or case.closed_at is None]
        if not cases:
            raise Problem("no_incident_to_tell")
        return self._guiding.view(max(cases, key=lambda case: (case.closed_at is None, case.opened_at)).id)

    def _leaflet(self, view: CaseView, today: date) -> Leaflet | None:
        """Return what patients may be told: nothing before a source said it."""
        leaflet = self._catalogue.leaflet(view.playbook.id)
        return leaflet if leaflet and leaflet.known_on <= today else None

    def _phones(self, today: date) -> dict[str, str]:
        """Return the number on file of each operator: that year's line first, never an unverified one."""
        found = {}
        for operator in self._catalogue.operators():
            phones = [c for c in operator.contacts if c.kind == "phone" and not c.unverified]
            current = [c for c in phones if c.valid_only and str(today.year) in c.valid_only]
            usual = [c for c in phones if not c.valid_only]
            if current or usual:
                found[operator.id] = (current or usual)[0].value
        return found


def _counter_line(answer: CounterAnswer, names: dict[str, str], phones: dict[str, str]) -> CounterLine:
    """Return the table's line of a mutuelle: its operators, what to do, whom to call."""
    states = [state for _, state in answer.lights]
    worst = next((state for state in WORST_FIRST if state in states), None)
    if answer.conduct == for_direct():
        # No light concerns a mutuelle that pays by itself: nothing is to be read on the card.
        return CounterLine(
            answer.payer,
            (names[DIRECT],),
            short_conduct(answer.conduct),
            "–",
            LightState.WORKING,
            answer.certainty in SURE,
        )
    return CounterLine(
        name=answer.payer,
        operators=tuple(names.get(operator, operator) for operator in answer.operators),
        conduct=short_conduct(answer.conduct),
        phone=call(tuple(phones.get(operator, "") for operator in answer.operators)),
        worst=worst if answer.operators else None,
        sure=answer.certainty in SURE,
    )


def _reason(tx: Transaction, claim: Claim) -> str:
    """Return why an invoice was passed to loss."""
    changes = tx.claims.history(claim.id)
    return next((c.reason for c in reversed(changes) if c.after == State.WRITTEN_OFF), "")
