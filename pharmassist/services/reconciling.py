"""Pointing credits (pointage): what is certain is written, the rest is proposed, all can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pharmassist.domain.alarms import LATE_AFTER
from pharmassist.domain.bank import Credit, CreditFilter, CreditState
from pharmassist.domain.calendar import working_days_between
from pharmassist.domain.findings import Finding, Reason, Why
from pharmassist.domain.ladder import Ladder
from pharmassist.domain.matches import Allocation, Match, Rung, Target
from pharmassist.domain.money import Money
from pharmassist.domain.notices import Notice, NoticeFilter
from pharmassist.domain.payers import OUTSIDE, rule_from
from pharmassist.domain.problems import Problem
from pharmassist.domain.split_transfers import split_by_reference
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.jobs import Progress, Stop
from pharmassist.services.match_book import OPEN_NOTICES, ladder_of
from pharmassist.services.payer_rules import PayerRules
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.posting import Posting
from pharmassist.services.texts import translate as _

OPEN = frozenset({CreditState.OPEN, CreditState.PARTLY_MATCHED})
_EACH = 200
_CHANGED = (Kind.BANK, Kind.CLAIMS, Kind.ADVANCES)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Every credit that is not pointé: what is certain, what is proposed, what nothing explains."""

    findings: tuple[Finding, ...]

    @property
    def automatic(self) -> tuple[Finding, ...]:
        """Those that a reference decides."""
        return tuple(finding for finding in self.findings if finding.automatic)

    @property
    def proposals(self) -> tuple[Finding, ...]:
        """Those that a person decides."""
        return tuple(f for f in self.findings if not f.automatic and f.rung is not None)

    @property
    def unexplained(self) -> tuple[Finding, ...]:
        """Those of which nothing is known; money that pays no AMC share is left out."""
        return tuple(f for f in self.findings if f.rung is None and not f.outside)

    @property
    def unreconciled(self) -> Money:
        """What is not pointé: the number of the day, in cents."""
        return sum(finding.credit.rest for finding in self.findings if not finding.outside)


@dataclass(frozen=True, slots=True)
class Pointed:
    """What pointing wrote: the matches that references decide.

    ``undone`` are matches taken back because the bank took their credit back, ``missed`` the
    invoices of which it was said now that their money did not come.
    """

    written: tuple[Match, ...] = ()
    undone: tuple[Match, ...] = ()
    missed: int = 0


class Reconciling:
    """Explains and matches credits; ``rules`` are what was learnt of payers."""

    def __init__(self, register: Register, catalogue: Catalogue, clock: Clock, changes: Changes) -> None:
        self._register, self._catalogue = register, catalogue
        self._clock, self._changes = clock, changes
        self.rules = PayerRules(register, catalogue, changes)

    def look(self, stop: Stop | None = None, progress: Progress | None = None) -> Reconciliation:
        """Explain every credit that is not pointé; nothing is written."""
        with self._register.read() as tx:
            ladder = ladder_of(tx, self._catalogue, self._clock)
            waiting = tx.credits.find(CreditFilter(states=OPEN))
        return Reconciliation(_explained(ladder, waiting, stop, progress))

    def point(self, who: str, stop: Stop | None = None) -> Pointed:
        """Write what references decide, in one transaction; what is left is for ``look``.

        Matches of credits that the bank took back are undone, and announced invoices whose money
        should have come are said not received.
        """
        with self._register.write(who) as tx:
            posting = Posting(tx, who)
            undone = self._returned(tx, posting)
            ladder = ladder_of(tx, self._catalogue, self._clock)
            waiting = tx.credits.find(CreditFilter(states=OPEN))
            certain = certain_of(ladder, waiting)
            posting.expect(ladder.claims)
            written = []
            if stop is not None:
                stop.check()
            for credit in waiting:
                finding = certain.get(credit.id)
                if finding is not None:
                    assert finding.rung is not None
                    allocations = finding.solutions[0].allocations
                    written.append(posting.post(credit, finding.rung, allocations, automatic=True))
            # Only what is still announced once that is stored did not come.
            posting.flush()
            missed = posting.miss(self._late(tx))
            posting.flush()
            if written or undone or missed:
                facts = {
                    "matches": len(written),
                    "cents": sum(match.taken for match in written),
                    "undone": len(undone),
                    "missed": missed,
                }
                tx.journal.record("match.automatic", "", facts)
        if written or undone or missed:
            self._changes.post(*_CHANGED)
        return Pointed(tuple(written), tuple(undone), missed)

    def explain(self, credit_id: int) -> Finding:
        """Explain one credit; raises ``credit_unknown``."""
        with self._register.read() as tx:
            credit = _credit(tx, credit_id)
            if credit.state not in OPEN:
                return Finding(credit, None)
            return ladder_of(tx, self._catalogue, self._clock).explain(credit)

    def matches_of(self, credit_id: int) -> tuple[Match, ...]:
        """Return the standing matches of a credit."""
        with self._register.read() as tx:
            return tx.matches.of_credit(credit_id)

    def accept(self, who: str, finding: Finding, solution: int = 1) -> Match:
        """Write a proposal that a person accepted: the ``solution``-th; its payer is learnt.

        Raises ``solution_unknown``, what ``Posting.post`` raises, and ``changed_meanwhile`` when the
        credit, an invoice or a notice is no more what the proposal saw.
        """
        if finding.rung is None or not 1 <= solution <= len(finding.solutions):
            raise Problem("solution_unknown", {"solution": solution})
        chosen = finding.solutions[solution - 1]
        return self._write(who, finding.credit, finding.rung, chosen.allocations, finding)

    def allocate(self, who: str, credit_id: int, allocations: Sequence[Allocation]) -> Match:
        """Write what a person says that a credit pays; parts are allowed. Raises as ``accept``."""
        with self._register.read() as tx:
            credit = _credit(tx, credit_id)
        return self._write(who, credit, Rung.MANUAL, allocations, None)

    def set_outside(self, who: str, credit_id: int, *, learn: bool = False) -> Match:
        """Say that a credit is no business of tiers payant: its words are erased for good.

        With ``learn``, credits with these words are left aside from now on.
        """
        with self._register.write(who) as tx:
            credit = _credit(tx, credit_id)
            posting = Posting(tx, who)
            other = Allocation(Target.OTHER, 0, credit.rest)
            match = posting.post(credit, Rung.MANUAL, (other,))
            rule = rule_from(credit, OUTSIDE, match.id) if learn else None
            if rule is not None:
                tx.matches.add_rule(rule)
            posting.flush()
            tx.journal.record("match.outside", str(credit.id), {"cents": credit.rest})
        self._changes.post(Kind.BANK)
        return match

    def withhold(self, who: str, notice_id: int, cents: Money = 0) -> Match:
        """Say that so much of a notice was kept back without any bank line; 0 means all of its rest.

        Raises ``notice_unknown`` and ``more_than_notice``.
        """
        with self._register.write(who) as tx:
            notice = tx.notices.get(notice_id)
            if notice is None:
                raise Problem("notice_unknown", {"notice": notice_id})
            kept = cents or notice.rest
            posting = Posting(tx, who)
            allocations = (
                Allocation(Target.NOTICE, notice_id, kept, notice_id),
                Allocation(Target.WITHHOLDING, 0, -kept, notice_id),
            )
            match = posting.post(None, Rung.MANUAL, allocations)
            posting.flush()
            tx.journal.record("match.withheld", str(notice_id), {"cents": kept})
        self._changes.post(*_CHANGED)
        return match

    def undo(self, who: str, match_id: int) -> tuple[Match, ...]:
        """Take a match back, with those that build upon it, and what it taught.

        Raises ``match_unknown`` and ``match_undone``.
        """
        with self._register.write(who) as tx:
            match = tx.matches.get(match_id)
            if match is None:
                raise Problem("match_unknown", {"match": match_id})
            posting = Posting(tx, who)
            undone = posting.undo(match)
            posting.flush()
            _unlearn(tx, undone)
            facts = {"cents": sum(each.taken for each in undone), "matches": len(undone)}
            tx.journal.record("match.undone", str(match_id), facts)
        self._changes.post(*_CHANGED)
        return undone

    def _write(
        self,
        who: str,
        credit: Credit,
        rung: Rung,
        allocations: Sequence[Allocation],
        finding: Finding | None,
    ) -> Match:
        with self._register.write(who) as tx:
            if tx.credits.get(credit.id) != credit:
                raise Problem("changed_meanwhile", {"what": _("This credit")})
            posting = Posting(tx, who)
            found = finding.found if finding is not None else 1
            match = posting.post(credit, rung, allocations, solutions=found)
            posting.flush()
            self._learn(tx, credit, match, finding)
            facts: dict[str, str | int] = {"rung": rung.value, "cents": match.taken, "match": match.id}
            tx.journal.record("match.confirmed", str(credit.id), facts)
        self._changes.post(*_CHANGED)
        return match

    def _learn(self, tx: Transaction, credit: Credit, match: Match, finding: Finding | None) -> None:
        """Learn the payer of a confirmed match, where no rule knows it."""
        ladder_payer = finding.payer if finding is not None else None
        if ladder_payer is not None and ladder_payer.by.is_rule:
            return
        operator = _operator_of(tx, match)
        rule = rule_from(credit, operator, match.id) if operator else None
        known = {(each.words, each.iban) for each in tx.matches.rules()}
        if rule is not None and (rule.words, rule.iban) not in known:
            tx.matches.add_rule(rule)

    def _returned(self, tx: Transaction, posting: Posting) -> list[Match]:
        """Undo the matches of credits that the bank took back."""
        undone: list[Match] = []
        for credit in tx.credits.find(CreditFilter(states=frozenset({CreditState.RETURNED}))):
            for match in tx.matches.of_credit(credit.id) if credit.allocated else ():
                undone += posting.undo(match)
                posting.flush()
        _unlearn(tx, undone)
        return undone

    def _late(self, tx: Transaction) -> list[Notice]:
        alsace, today = tx.people.pharmacy().alsace_moselle, self._clock.today()
        notices = tx.notices.find(NoticeFilter(states=OPEN_NOTICES, date_to=today))
        return [n for n in notices if working_days_between(n.day, today, alsace) > LATE_AFTER]


def certain_of(ladder: Ladder, waiting: Iterable[Credit]) -> dict[int, Finding]:
    """Return what references decide, by credit; what one takes is open no more for the next."""
    certain: dict[int, Finding] = {}
    doubtful: dict[int, Finding] = {}
    taken: set[tuple[Target, int]] = set()
    for credit in waiting:
        finding = ladder.by_name(credit) if credit.state is CreditState.OPEN else None
        if finding is None:
            continue
        targets = finding.solutions[0].targets
        if not finding.automatic or targets & taken:
            doubtful[credit.id] = finding
            continue
        taken |= targets
        certain[credit.id] = finding
    split = split_by_reference(ladder, doubtful)
    return certain | {n: found for n, found in split.items() if not found.solutions[0].targets & taken}


def _explained(
    ladder: Ladder, waiting: Sequence[Credit], stop: Stop | None, progress: Progress | None
) -> tuple[Finding, ...]:
    certain = certain_of(ladder, waiting)
    findings = []
    for place, credit in enumerate(waiting):
        if place % _EACH == 0:
            if stop is not None:
                stop.check()
            if progress is not None:
                progress(place, len(waiting))
        found = certain.get(credit.id) or ladder.explain(credit)
        if found.automatic and credit.id not in certain:
            # Another credit of the same reference took it: a person looks.
            found = replace(found, automatic=False)
        findings.append(found)
    return with_rivals(findings)


def with_rivals(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Mark proposals that explain two credits by the same thing: at most one of them is true."""
    wanted: dict[tuple[Target, int], set[int]] = {}
    for finding in findings:
        for solution in finding.solutions:
            for target in solution.targets:
                wanted.setdefault(target, set()).add(finding.credit.id)
    marked = []
    for finding in findings:
        rivals: set[int] = set()
        if finding.certain and not finding.automatic:
            rivals = set().union(*(wanted[target] for target in finding.solutions[0].targets))
        others = len(rivals - {finding.credit.id})
        reason = Reason(Why.RIVALS, good=False, number=others)
        marked.append(replace(finding, reasons=(*finding.reasons, reason)) if others else finding)
    return tuple(marked)


def _credit(tx: Transaction, credit_id: int) -> Credit:
    credit = tx.credits.get(credit_id)
    if credit is None:
        raise Problem("credit_unknown", {"credit": credit_id})
    return credit


def _operator_of(tx: Transaction, match: Match) -> str:
    """Return the operator of what a match pays, "" where they differ or none is known."""
    found: set[str] = set()
    claims = tx.matching.claims(e.target_id for e in match.allocations if e.target is Target.CLAIM)
    found |= {claim.operator for claim in claims.values() if claim.operator}
    for notice_id in {each.notice_id for each in match.allocations if each.notice_id}:
        notice = tx.notices.get(notice_id)
        found |= {notice.operator} if notice else set()
    return found.pop() if len(found) == 1 else ""


def _unlearn(tx: Transaction, undone: Sequence[Match]) -> None:
    gone = {match.id for match in undone}
    for rule in tx.matches.rules():
        if rule.learnt_from in gone:
            tx.matches.remove_rule(rule.id)
