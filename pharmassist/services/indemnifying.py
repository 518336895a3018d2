"""Indemnities of an operator over a period: late transfers by both readings, accredited rejects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pharmassist.domain.claims import ClaimFilter, State
from pharmassist.domain.identifiers import refuse_nir
from pharmassist.domain.indemnities import (
    WHOLE,
    AccreditedReject,
    Flow,
    IndemnityRule,
    LateReading,
    Reject,
    RejectSum,
    RuleKind,
    in_force,
    late_readings,
    reject_sums,
)
from pharmassist.domain.matches import Target
from pharmassist.domain.money import Money
from pharmassist.domain.notices import LineKind, Notice, NoticeFilter
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.compulsory_scheme import CompulsoryScheme, period
from pharmassist.services.directory import known_operators
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction


@dataclass(frozen=True, slots=True)
class IndemnityAccount:
    """What an operator owes for lateness and for rejects over flow days, both included; cents.

    ``late`` holds both readings, () where no rule binds the operator. ``uncovered`` are accredited
    rejects of days that no rule covers.
    """

    operator: str
    first: date
    last: date
    rule: IndemnityRule | None
    late: tuple[LateReading, ...]
    rejects: tuple[Reject, ...]
    accredited: frozenset[tuple[str, date]]
    """Invoice and day of the rejects said to have been accredited."""
    sums: tuple[RejectSum, ...]
    uncovered: tuple[AccreditedReject, ...]

    @property
    def without_vat(self) -> Money:
        """What the accredited rejects are worth, without VAT."""
        return sum(one.without_vat for one in self.sums)

    @property
    def with_vat(self) -> Money:
        """The same with VAT."""
        return sum(one.with_vat for one in self.sums)


class Indemnifying:
    """Computes indemnities; keeps the pharmacy's own rules and what was accredited."""

    def __init__(self, register: Register, catalogue: Catalogue, clock: Clock, changes: Changes) -> None:
        self._register, self._catalogue = register, catalogue
        self._clock, self._changes = clock, changes
        self.compulsory = CompulsoryScheme(register, clock, changes, self._rules)

    def account(self, operator: str, first: date | None = None, last: date | None = None) -> IndemnityAccount:
        """Compute what an operator owes for the flows of these days; the last three months without any.

        Raises ``operator_unknown`` and ``period_reversed``.
        """
        known_operators(self._catalogue, (operator,))
        start, end = period(first, last, self._clock.today())
        with self._register.read() as tx:
            rules = self._rules(tx)
            alsace = tx.people.pharmacy().alsace_moselle
            rule = in_force(rules, RuleKind.LATE_SHARE, operator, end)
            flows = _flows(tx, operator, start, end)
            readings = late_readings(flows, rule, self._clock.today(), alsace) if rule else ()
            accredited = tx.owed.accredited(operator, start, end)
            sums, uncovered = reject_sums(accredited, rules)
            rejects = _rejects(tx, operator, start, end, self._clock.today())
        return IndemnityAccount(
            operator,
            start,
            end,
            rule,
            readings,
            rejects,
            frozenset((one.invoice, one.day) for one in accredited),
            sums,
            uncovered,
        )

    def set_accredited(self, who: str, operator: str, invoice: str, accredited: bool = True) -> None:
        """Say that a rejected invoice had been accredited (its rights agreed), or take it back.

        Raises ``reject_unknown``.
        """
        today = self._clock.today()
        with self._register.write(who) as tx:
            known = [one for one in _rejects(tx, operator, date.min, today, today) if one.invoice == invoice]
            if not known:
                raise Problem("reject_unknown", {"invoice": invoice[:16]})
            newest = max(known, key=lambda one: one.day)
            kept = AccreditedReject(operator, invoice, newest.day, newest.cents, who, tx.now)
            if accredited:
                tx.owed.add_accredited(kept)
            else:
                tx.owed.remove_accredited(kept)
            what = "indemnity.accredited" if accredited else "indemnity.not_accredited"
            tx.journal.record(what, invoice, {"operator": operator})
        self._changes.post(Kind.ADVANCES)

    # --- rules ----------------------------------------------------------------------

    def rules(self) -> tuple[IndemnityRule, ...]:
        """Return every rule, shipped and own; an own one of the same day stands in its place."""
        with self._register.read() as tx:
            return self._rules(tx)

    def save_rule(self, who: str, rule: IndemnityRule) -> IndemnityRule:
        """Write the pharmacy's own version of a rule: dated and sourced like the others.

        Raises ``rule_unknown``, ``rule_without_source``, ``rule_numbers`` and ``nir_refused``.
        """
        refuse_nir(rule.source, rule.note)
        if all(one.id != rule.id for one in self.rules()):
            raise Problem("rule_unknown", {"rule": rule.id[:64]})
        if not rule.source.strip():
            raise Problem("rule_without_source")
        numbers = (rule.days, rule.due_days, rule.rate, rule.unit, rule.unit_with_vat)
        turned = rule.kind is RuleKind.COMPULSORY_LATE and rule.share_from_day <= rule.days
        if min(numbers) < 0 or rule.rate > WHOLE or turned:
            raise Problem("rule_numbers")
        own = replace(rule, own=True, source=rule.source.strip(), note=rule.note.strip())
        with self._register.write(who) as tx:
            tx.owed.save_rule(own, who, tx.now)
            tx.journal.record("indemnity.rule", own.id, {"since": own.since.isoformat()})
        self._changes.post(Kind.ADVANCES)
        return own

    def remove_rule(self, who: str, rule: IndemnityRule) -> None:
        """Forget the pharmacy's own version of a rule: the shipped one binds again."""
        with self._register.write(who) as tx:
            tx.owed.remove_rule(rule)
            tx.journal.record("indemnity.rule_removed", rule.id, {"since": rule.since.isoformat()})
        self._changes.post(Kind.ADVANCES)

    def _rules(self, tx: Transaction) -> tuple[IndemnityRule, ...]:
        own = tx.owed.rules()
        replaced = {(one.id, one.since, one.operators) for one in own}
        shipped = (
            one
            for one in self._catalogue.indemnity_rules()
            if (one.id, one.since, one.operators) not in replaced
        )
        return tuple(sorted((*shipped, *own), key=lambda one: (one.kind, one.id, one.since)))


def _flows(tx: Transaction, operator: str, first: date, last: date) -> tuple[Flow, ...]:
    """Return what each notice of these flow days brought, by credit, and what is still missing of it."""
    found: list[Flow] = []
    for notice in tx.notices.find(NoticeFilter(operator=operator, date_from=first, date_to=last)):
        found += _paid(tx, notice)
        if notice.rest > 0:
            found.append(Flow(notice.day, notice.rest, notice.reference, notice_id=notice.id))
    return tuple(found)


def _paid(tx: Transaction, notice: Notice) -> list[Flow]:
    by_credit: dict[int, Money] = {}
    for match in tx.matches.of_notice(notice.id):
        parts = (
            part.cents
            for part in match.allocations
            if part.notice_id == notice.id
            or (part.target is Target.NOTICE and part.target_id == notice.id and not part.notice_id)
        )
        by_credit[match.credit_id] = by_credit.get(match.credit_id, 0) + sum(parts)
    paid = []
    for credit_id, cents in by_credit.items():
        credit = tx.credits.get(credit_id) if credit_id else None
        if credit is not None and cents > 0:
            paid.append(Flow(notice.day, cents, notice.reference, credit_id, credit.day, notice.id))
    return paid


def _rejects(tx: Transaction, operator: str, first: date, last: date, today: date) -> tuple[Reject, ...]:
    """Return the rejects that notices and the LGO's lists tell, by day."""
    found: dict[str, Reject] = {}
    start = None if first == date.min else first
    for notice in tx.notices.find(NoticeFilter(operator=operator, date_from=start, date_to=last)):
        for line in tx.notices.lines(notice.id):
            if line.kind is LineKind.REJECTED:
                found[line.invoice] = Reject(
                    operator, line.invoice, notice.day, line.cents, line.reject_code, line.reject_label
                )
    wanted = ClaimFilter(operator, states=frozenset({State.REJECTED}), date_from=start, date_to=last)
    for claim in tx.claims.find(wanted, today=today):
        day = claim.invoice_date or claim.care_date
        if day is not None and claim.invoice not in found:
            found[claim.invoice] = Reject(
                operator, claim.invoice, day, claim.rest, claim.reject_code, claim.reject_label
            )
    return tuple(sorted(found.values(), key=lambda one: (one.day, one.invoice)))
