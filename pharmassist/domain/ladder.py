"""The ladder (formats.md §5.6): what a credit pays, the surest sign first.

1. a reference of a notice; 2. invoice numbers, or lots, in its words; then, its payer known,
the sum of an acompte that was granted; 3. the total of one notice; 4. a run of whole notices,
lots or days, or one invoice; 5. a notice less what an acompte takes back; a run less one or two
invoices. It stops at the first rung that holds anything. Only a reference or an invoice number
with the very amount is ever automatic; a sum that can be made in several ways is a number of
solutions, and one that has too many combinations says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from pharmassist.domain.bank import Credit
from pharmassist.domain.book import EXPECTED, Account, Book, OpenNotice
from pharmassist.domain.calendar import add_working_days, working_days_between
from pharmassist.domain.claims import Claim
from pharmassist.domain.explaining import (
    advance_solution,
    claims_solution,
    notices_solution,
    part_payment,
    run_of_invoices,
    run_of_notices,
    withheld_solution,
)
from pharmassist.domain.findings import Finding, Reason, Solution, Why
from pharmassist.domain.matches import Rung
from pharmassist.domain.money import Money
from pharmassist.domain.payers import Payer, Payers, payer_key
from pharmassist.domain.references import (
    named_invoices,
    named_lots,
    named_references,
    quoted_reference,
)
from pharmassist.domain.sums import Budget, Hit, Runs

KEPT = 9
"""Solutions that are kept to choose from."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How far the ladder looks."""

    notice_days: int = 4
    """Working days between a flow day and a credit of that very sum (rung 3)."""
    past: timedelta = timedelta(days=62)
    """How old whole notices, lots and days may be (rung 4)."""
    past_less: timedelta = timedelta(days=31)
    """How old they may be less one or two invoices (rung 5)."""
    steps: int = 150_000
    """Steps of one search."""
    solutions: int = 50
    """Solutions after which counting ends."""
    alsace_moselle: bool = False


class Ladder:
    """Explains credits with what is open."""

    def __init__(self, book: Book, payers: Payers, limits: Limits | None = None, *, finess: str = "") -> None:
        self._book, self._payers, self._limits = book, payers, limits or Limits()
        self._finess = finess
        """The pharmacy's own number stands in many labels and is no invoice."""

    @property
    def claims(self) -> Mapping[int, Claim]:
        """The invoices that the ladder was built on."""
        return {claim.id: claim for account in self._book.accounts.values() for claim in account.claims}

    def payer(self, credit: Credit) -> Payer | None:
        """Return who pays a credit."""
        return self._payers.of(credit)

    def named(self, credit: Credit) -> tuple[OpenNotice, ...]:
        """Return the open notices whose reference stands in the words of a credit."""
        references = self._book.references
        found = {
            each.notice.id: each
            for reference in named_references(credit.words)
            for each in references.get(reference, ())
        }
        return tuple(found[number] for number in sorted(found, key=lambda n: (found[n].notice.day, n)))

    def by_name(self, credit: Credit) -> Finding | None:
        """Try the rungs that may decide alone: references and invoice numbers; None when neither stands."""
        payer = self.payer(credit)
        named = self.named(credit)
        if named:
            return self._by_reference(credit, payer, named)
        return self._by_invoices(credit, payer)

    def explain(self, credit: Credit) -> Finding:
        """Try every rung, and stop at the first that holds anything."""
        finding = self.by_name(credit)
        if finding is not None and (finding.automatic or finding.rung is Rung.REFERENCE):
            return finding
        payer = self.payer(credit)
        if payer is None:
            return finding or Finding(credit, None, reasons=(Reason(Why.PAYER_UNKNOWN, good=False),))
        if payer.outside:
            return finding or Finding(credit, payer, reasons=(Reason(Why.PAYER_OUTSIDE, None, payer.words),))
        if finding is not None and finding.certain and sum(s.cents for s in finding.solutions) == credit.rest:
            return finding
        found = self._by_sum(credit, payer)
        if found.rung is None and finding is not None:
            return finding
        return found

    def _by_reference(self, credit: Credit, payer: Payer | None, named: Sequence[OpenNotice]) -> Finding:
        cents = credit.rest
        own = [each for each in named if payer is None or payer.operator == each.notice.operator]
        meant: Sequence[OpenNotice] = own or named
        same = [each for each in meant if each.expected == cents]
        grouped = self._grouped(credit, meant) if len(meant) == 1 and meant[0].expected < cents else ()
        if grouped:
            choices: list[Sequence[OpenNotice]] = list(grouped)
        elif sum(each.expected for each in meant) == cents:
            choices = [meant]
        elif same:
            choices = [[each] for each in same]
        else:
            choices = [[each] for each in meant]
        reasons = [self._payer_reason(payer, meant), Reason(Why.REFERENCE, text=meant[0].notice.reference)]
        first = choices[0]
        expected = sum(each.expected for each in first)
        reasons.append(_amount_reason(cents, expected))
        if grouped:
            # The reference is that of one notice: that the others go with it is read from their sum.
            reasons.append(Reason(Why.GROUPED, good=None, number=len(first)))
        if max(each.notice.day for each in first) > credit.day:
            reasons.append(Reason(Why.BEFORE_FLOW, good=False))
        if not all(each.settled_by_lines for each in first):
            reasons.append(Reason(Why.NOT_EXPECTED, good=False))
        if len(choices) > 1:
            reasons.append(Reason(Why.SEVERAL, good=False, number=len(choices)))
        told = tuple(reasons)
        doubt = any(reason.good is False for reason in told)
        account = self._book.account(first[0].notice.operator)
        if len(choices) == 1 and len(first) == 1 and 0 < expected - cents <= account.owed:
            # The operator gives back an acompte out of this transfer.
            solutions = [withheld_solution(first[0], cents)]
            told = (*told, Reason(Why.WITHHELD, good=None, cents=expected - cents))
        else:
            solutions = [notices_solution(choice, cents) for choice in choices]
        return Finding(
            credit,
            payer,
            Rung.REFERENCE,
            tuple(solutions[:KEPT]),
            len(choices),
            not doubt and not grouped,
            reasons=told,
        )

    def _grouped(self, credit: Credit, named: Sequence[OpenNotice]) -> tuple[Sequence[OpenNotice], ...]:
        """Return the runs of notices that make the sum and hold the one whose reference was read."""
        account = self._book.account(named[0].notice.operator)
        hits = account.notice_runs.whole(credit.rest, credit.day - self._limits.past, credit.day)
        runs = ([account.open_notice[int(unit.key)] for unit in hit.units] for hit in hits)
        return tuple(run for run in runs if named[0] in run)

    def _by_invoices(self, credit: Credit, payer: Payer | None) -> Finding | None:
        whole, short = named_invoices(credit.words)
        whole = tuple(number for number in whole if number != self._finess)
        claims, twice = self._named_claims(whole, payer)
        full = bool(claims)
        if not claims:
            claims, twice = self._named_claims(short, payer)
            if sum(claim.rest for claim in claims) != credit.rest:
                # A few digits without their zeros may be anything: only the very sum makes them invoices.
                return None
        if not claims:
            return None
        due = sum(claim.rest for claim in claims)
        if due < credit.rest:
            return None
        others = payer is not None and any(payer_key(c) not in ("", payer.operator) for c in claims)
        reasons = [
            Reason(Why.INVOICE, text=", ".join(claim.invoice for claim in claims[:4]), number=len(claims)),
            _amount_reason(credit.rest, due),
        ]
        if others:
            reasons.append(Reason(Why.PAYER_OTHER, good=False, text=payer.words if payer else ""))
        if twice:
            reasons.append(Reason(Why.REFERENCE_TWICE, good=False))
        if any(claim.state not in EXPECTED for claim in claims):
            reasons.append(Reason(Why.NOT_EXPECTED, good=False))
        if any(claim.day and claim.day > credit.day for claim in claims):
            reasons.append(Reason(Why.BEFORE_FLOW, good=False))
        if due > credit.rest:
            if len(claims) > 1:
                return None
            solution = part_payment(claims[0], credit.rest)
        else:
            solution = claims_solution(self._book, claims)
        doubt = any(reason.good is False for reason in reasons)
        automatic = full and not doubt
        return Finding(credit, payer, Rung.INVOICE, (solution,), 1, automatic, reasons=tuple(reasons))

    def _named_claims(self, numbers: Iterable[str], payer: Payer | None) -> tuple[list[Claim], bool]:
        """Return the invoices of these numbers, and whether a number stands for several."""
        claims: list[Claim] = []
        twice = False
        for number in numbers:
            found = self._book.invoices.get(number, ())
            own = [c for c in found if payer is None or payer_key(c) == payer.operator] or list(found)
            twice = twice or len(own) > 1
            claims += own[-1:]
        return claims, twice

    def _by_sum(self, credit: Credit, payer: Payer) -> Finding:
        account = self._book.account(payer.operator)
        for rung in (self._named_lots, self._advance, self._total, self._sum, self._withheld, self._minus):
            search = _Search(credit, account, self._limits)
            rung(search)
            if search.solutions or search.budget.given_up:
                return self._told(credit, payer, search)
        reasons = (self._payer_reason(payer, ()), *_absent(credit), Reason(Why.NOTHING, good=None))
        return Finding(credit, payer, reasons=reasons)

    def _told(self, credit: Credit, payer: Payer, search: _Search) -> Finding:
        found = len(search.solutions)
        reasons = [self._payer_reason(payer, ())]
        reasons += search.reasons if found == 1 else []
        if search.budget.given_up:
            reasons.append(Reason(Why.TOO_MANY, good=False, number=found))
        elif found > 1:
            reasons.append(Reason(Why.SEVERAL, good=False, number=found))
        else:
            reasons.append(Reason(Why.ONLY_ONE))
        reasons += _absent(credit)
        kept = tuple(search.solutions.values())[:KEPT]
        return Finding(
            credit, payer, search.rung, kept, found, given_up=search.budget.given_up, reasons=tuple(reasons)
        )

    def _named_lots(self, search: _Search) -> None:
        lots = named_lots(search.credit.words)
        if not lots:
            return
        first = search.credit.day - self._limits.past
        units = [
            unit
            for unit in search.account.lots.units
            if unit.key.upper() in lots and first <= unit.day <= search.credit.day
        ]
        if len({unit.key for unit in units}) < len(units) or not units:
            return  # the same lot number twice in that time says nothing
        runs = Runs(units, len(units))
        search.rung = Rung.INVOICE
        search.reasons.append(Reason(Why.LOT, text=", ".join(lots)))
        search.invoices(runs.whole(search.credit.rest, first, search.credit.day), lots=True)
        if not search.solutions:
            hits = runs.less_two(search.credit.rest, first, search.credit.day, search.budget)
            search.invoices((h for h in hits if len(h.units) == len(units)), lots=True)

    def _advance(self, search: _Search) -> None:
        search.rung = Rung.ADVANCE
        for awaited in search.account.awaited:
            if awaited.cents == search.credit.rest:
                search.add(advance_solution(awaited))
        search.reasons.append(Reason(Why.ADVANCE, cents=search.credit.rest))

    def _total(self, search: _Search) -> None:
        search.rung = Rung.TOTAL
        credit = search.credit
        for each in search.account.by_expected.get(credit.rest, ()):
            if each.notice.day <= credit.day:
                days = working_days_between(each.notice.day, credit.day, self._limits.alsace_moselle)
                if days <= self._limits.notice_days:
                    search.add(run_of_notices(search.account, (each,)))
                    search.reasons.append(Reason(Why.DAYS_AFTER, number=days))
        search.reasons.append(Reason(Why.SAME_AMOUNT))

    def _sum(self, search: _Search) -> None:
        search.rung = Rung.SUM
        credit, account = search.credit, search.account
        first = credit.day - self._limits.past
        search.notices(account.notice_runs.whole(credit.rest, first, credit.day))
        if search.solutions:
            return
        # What announces these invoices, if anything, was tried above: now the invoices themselves.
        search.invoices(account.lots.whole(credit.rest, first, credit.day), lots=True)
        search.invoices(account.days.whole(credit.rest, first, credit.day))
        for claim in account.by_rest.get(credit.rest, ()):
            if claim.day is None or claim.day <= credit.day:
                search.add(claims_solution(self._book, (claim,)))
        search.reasons.append(Reason(Why.SAME_AMOUNT))

    def _withheld(self, search: _Search) -> None:
        search.rung = Rung.WITHHELD
        credit, owed = search.credit, search.account.owed
        for each in search.account.notices if owed else ():
            kept_back = each.expected - credit.rest
            last = add_working_days(each.notice.day, self._limits.notice_days, self._limits.alsace_moselle)
            if 0 < kept_back <= owed and each.notice.day <= credit.day <= last:
                search.add(withheld_solution(each, credit.rest))
                search.reasons.append(Reason(Why.WITHHELD, cents=kept_back))

    def _minus(self, search: _Search) -> None:
        search.rung = Rung.MINUS
        credit, account = search.credit, search.account
        first = credit.day - self._limits.past_less
        search.notices(account.notice_runs.less_two(credit.rest, first, credit.day, search.budget))
        for runs, lots in ((account.lots, True), (account.days, False)):
            search.invoices(runs.less_two(credit.rest, first, credit.day, search.budget), lots=lots)
        search.reasons.append(Reason(Why.LESS))

    def _payer_reason(self, payer: Payer | None, named: Sequence[OpenNotice]) -> Reason:
        if payer is None:
            return Reason(Why.PAYER_UNKNOWN, good=None)
        if named and payer.operator != named[0].notice.operator:
            return Reason(Why.PAYER_OTHER, good=False, text=payer.words)
        return Reason(Why.PAYER, text=payer.words)


class _Search:
    """One rung's search for one credit."""

    def __init__(self, credit: Credit, account: Account, limits: Limits) -> None:
        self.credit, self.account = credit, account
        self.budget = Budget(limits.steps)
        self.rung = Rung.SUM
        self.reasons: list[Reason] = []
        self.solutions: dict[frozenset[object], Solution] = {}
        self._most = limits.solutions

    def add(self, solution: Solution) -> None:
        """Keep a solution, unless it pays the very same things as one that is kept."""
        self.solutions.setdefault(frozenset(solution.targets), solution)

    def notices(self, hits: Iterable[Hit]) -> None:
        """Keep runs of notices."""
        for hit in hits:
            chosen = [self.account.open_notice[int(unit.key)] for unit in hit.units]
            self.add(run_of_notices(self.account, chosen, hit.less))
            if self._enough():
                return

    def invoices(self, hits: Iterable[Hit], *, lots: bool = False) -> None:
        """Keep runs of lots or of days."""
        for hit in hits:
            self.add(run_of_invoices(self.account, hit, lots=lots))
            if self._enough():
                return

    def _enough(self) -> bool:
        if len(self.solutions) >= self._most:
            self.budget.given_up = True
        return self.budget.given_up


def _absent(credit: Credit) -> tuple[Reason, ...]:
    """Say that a reference of the words is in no notice that waits for money."""
    quoted = quoted_reference(credit.words)
    return (Reason(Why.REFERENCE_ABSENT, None, quoted.upper()),) if quoted else ()


def _amount_reason(cents: Money, expected: Money) -> Reason:
    if cents == expected:
        return Reason(Why.SAME_AMOUNT)
    if cents < expected:
        return Reason(Why.AMOUNT_LESS, good=False, cents=expected - cents)
    return Reason(Why.AMOUNT_MORE, good=False, cents=cents - expected)
