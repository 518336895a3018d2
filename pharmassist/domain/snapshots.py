"""A list compared with the register: what is new, known, changed, gone, or a number given again.

The rules (trade.md):

* Identity is the invoice number with its invoice date, or its care date where either side
  has no invoice date. A number that starts again with another date is another invoice.
* A lower amount is often a part payment, never a conflict: the share stays as it was, and
  what the list still shows (``due``) is what counts, so that sums equal the LGO's screen
  and no acompte asks for what may have been settled.
* Only a snapshot makes invoices leave, only *transmise* and *accusée*, and only those
  that could stand in it: not later than its date, no pochette, of the operator it was
  taken for, and not named by a refused or negative line.
* A snapshot older than the last one is history: its new lines have left since, nothing
  else moves.
* "Remplace n°": a new number with the AMC, care date and amount of an open invoice made
  on an earlier day. Where the old number left the list too, the two are linked and the old
  one is recycled, so that nothing counts twice; where it still stands, a person confirms.
* A larger share, another AMC, another care date or another operator than ours is a conflict:
  both values are told and a person may choose. Unanswered, the list is believed, as its sums
  must equal the LGO's screen; but never against the operator we know.
* A negative line of the number and amount of an open invoice cancels it once a person agreed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from pharmassist.domain.claims import CLOSED, LEAVES_WITH_SNAPSHOT, Claim, State
from pharmassist.domain.headers import fold
from pharmassist.domain.imports import Conflict, Field, ImportKind, Negative, Replacement, Side
from pharmassist.domain.money import Money, plain_money

_REPLACEABLE = frozenset(State) - CLOSED - {State.PAID_BY_PATIENT, State.SET_ASIDE}
_MAY_BE_REJECTED = frozenset({State.TRANSMITTED, State.ACKNOWLEDGED, State.LEFT_OUTSTANDING})


_MANY = 5
"""Open invoices of an operator from which its absence in a snapshot is told."""


class Verdict(StrEnum):
    """What a line is for the register."""

    NEW = "new"
    KNOWN = "known"
    CHANGED = "changed"
    PART_PAID = "part_paid"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Change:
    """A claim of the register before and after, and why: ``list``, ``part_paid``, ``gone``,
    ``replaced``, ``cancelled``.
    """

    before: Claim
    after: Claim
    cause: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The whole effect of a list: claims to add, claims to change, and what to say."""

    new: tuple[Claim, ...]
    changes: tuple[Change, ...]
    gone: int
    replacements: tuple[Replacement, ...]
    stale: bool
    most_left: bool
    conflicts: tuple[Conflict, ...] = ()
    negatives: tuple[Negative, ...] = ()
    missing_operators: tuple[str, ...] = ()


def amc_key(claim: Claim) -> str:
    """Return what tells two payers apart: the canonical number, else the folded name."""
    return claim.amc_number or fold(claim.payer)


class Comparison:
    """Compares line after line; ``finish`` tells what left and what was given a new number."""

    def __init__(
        self,
        known: Iterable[Claim],
        *,
        kind: ImportKind = ImportKind.ADDITION,
        day: date | None = None,
        latest: date | None = None,
        operator: str = "",
        declined: frozenset[str] = frozenset(),
        settled: Mapping[tuple[str, Field], Side] | None = None,
        cancelled: frozenset[str] = frozenset(),
    ) -> None:
        self._snapshot = kind is ImportKind.SNAPSHOT
        self._day = day
        self._stale = self._snapshot and day is not None and latest is not None and day < latest
        self._operator = operator
        self._declined, self._cancelled = declined, cancelled
        self._settled = settled or {}
        self._by_invoice: dict[str, list[Claim]] = {}
        for claim in known:
            self._by_invoice.setdefault(claim.invoice, []).append(claim)
        self._listed: set[int] = set()
        self._named: set[str] = set()
        self._new: dict[tuple[str, str], Claim] = {}
        self._changes: dict[int, Change] = {}
        self._conflicts: list[Conflict] = []
        self._negatives: list[Negative] = []

    def see(self, line: Claim, number: int = 0, *, operator_said: bool = True) -> Verdict:
        """Compare one invoice of the list, at that line of the file.

        ``operator_said`` is False where its operator is what the directory says today.
        """
        found = self._match(line)
        if found is None:
            if line.identity in self._new:
                return Verdict.DUPLICATE
            left = self._stale and line.state in LEAVES_WITH_SNAPSHOT
            state = State.LEFT_OUTSTANDING if left else line.state
            # what was settled before it came to us is not waited for: a new claim is its rest
            plain = line.due is None and not left
            fresh = line if plain else replace(line, amc_amount=line.listed, due=None, state=state)
            self._new[line.identity] = fresh
            return Verdict.NEW
        if found.id in self._listed:
            return Verdict.DUPLICATE
        self._listed.add(found.id)
        if self._stale:
            return Verdict.KNOWN
        return self._compare(found, line, number, operator_said)

    def see_negative(self, number: int, invoice: str, cents: Money) -> None:
        """Note a negative line, which is never an invoice nor summed."""
        self._named.add(invoice)
        self._negatives.append(Negative(number, invoice, cents, cancels=False))

    def mention(self, invoice: str) -> None:
        """Note a number that a refused or negative line names: it did not leave the list."""
        self._named.add(invoice)

    def _match(self, line: Claim) -> Claim | None:
        for claim in self._by_invoice.get(line.invoice, ()):
            if claim.identity == line.identity:
                return claim
            one_sided = claim.invoice_date is None or line.invoice_date is None
            if one_sided and claim.care_date == line.care_date and line.care_date is not None:
                return claim
        return None

    def _compare(self, found: Claim, line: Claim, number: int, operator_said: bool) -> Verdict:
        after, verdict = found, Verdict.KNOWN
        kept = {
            conflict.field
            for conflict in self._differences(found, line, number, operator_said)
            if conflict.taken is Side.OURS
        }
        if line.listed < found.listed:
            after, verdict = replace(after, due=line.listed), Verdict.PART_PAID
        elif line.listed > found.listed and Field.AMC_AMOUNT not in kept:
            share = max(line.amc_amount, found.amc_amount)
            after = replace(after, amc_amount=share, due=line.listed if line.listed < share else None)
            verdict = Verdict.CHANGED
        if line.amc_number and line.amc_number != found.amc_number and Field.AMC_NUMBER not in kept:
            after = replace(after, amc_number=line.amc_number, amc_raw=line.amc_raw, payer=line.payer)
            verdict = Verdict.CHANGED
        if line.care_date and line.care_date != found.care_date and Field.CARE_DATE not in kept:
            after, verdict = replace(after, care_date=line.care_date), Verdict.CHANGED
        believed = (operator_said or not found.operator) and Field.OPERATOR not in kept
        if believed and line.operator and line.operator != found.operator:
            after, verdict = replace(after, operator=line.operator), Verdict.CHANGED
        state = self._state(found, line)
        if state is not found.state:
            after, verdict = replace(after, state=state), Verdict.CHANGED
            if state is State.REJECTED:
                after = replace(after, reject_code=line.reject_code, reject_label=line.reject_label)
        if verdict is not Verdict.KNOWN:
            cause = "part_paid" if verdict is Verdict.PART_PAID else "list"
            self._changes[found.id] = Change(found, after, cause)
        return verdict

    def _differences(self, found: Claim, line: Claim, number: int, operator_said: bool) -> Iterator[Conflict]:
        """Yield what is neither new nor a part payment: both values and the one that is kept."""
        pairs: list[tuple[Field, str, str, Side]] = []
        if line.listed > found.listed and line.amc_amount > found.amc_amount:
            amounts = plain_money(found.amc_amount), plain_money(line.amc_amount)
            pairs.append((Field.AMC_AMOUNT, *amounts, Side.LIST))
        if found.amc_number and line.amc_number and found.amc_number != line.amc_number:
            pairs.append((Field.AMC_NUMBER, found.amc_number, line.amc_number, Side.LIST))
        if found.care_date and line.care_date and found.care_date != line.care_date:
            days = found.care_date.isoformat(), line.care_date.isoformat()
            pairs.append((Field.CARE_DATE, *days, Side.LIST))
        if operator_said and found.operator and line.operator and found.operator != line.operator:
            pairs.append((Field.OPERATOR, found.operator, line.operator, Side.OURS))
        for field, ours, theirs, usual in pairs:
            taken = self._settled.get((line.invoice, field), usual)
            conflict = Conflict(number, line.invoice, field, ours, theirs, taken)
            self._conflicts.append(conflict)
            yield conflict

    def _state(self, found: Claim, line: Claim) -> State:
        if line.state is State.REJECTED and found.state in _MAY_BE_REJECTED:
            return State.REJECTED
        if line.state is State.ACKNOWLEDGED and found.state is State.TRANSMITTED:
            return State.ACKNOWLEDGED
        if self._snapshot and found.state is State.LEFT_OUTSTANDING:
            return State.TRANSMITTED
        return found.state

    def _leaves(self, claim: Claim) -> bool:
        day = claim.invoice_date or claim.care_date
        return (
            claim.state in LEAVES_WITH_SNAPSHOT
            and claim.id not in self._listed
            and claim.invoice not in self._named
            and not claim.invoice.startswith("P")
            and (not self._operator or claim.operator == self._operator)
            and (day is None or self._day is None or day <= self._day)
        )

    def finish(self) -> Outcome:
        """Return the effect of the list; call it once, after the last line."""
        gone: dict[int, Change] = {}
        could_leave = 0
        if self._snapshot and not self._stale:
            for claims in self._by_invoice.values():
                for claim in claims:
                    could_leave += claim.state in LEAVES_WITH_SNAPSHOT
                    if self._leaves(claim):
                        gone[claim.id] = Change(claim, replace(claim, state=State.LEFT_OUTSTANDING), "gone")
        negatives = tuple(map(self._negative, self._negatives))
        new, replacements = self._replacements(gone)
        return Outcome(
            new=new,
            changes=(*self._changes.values(), *gone.values()),
            gone=sum(change.before.state in LEAVES_WITH_SNAPSHOT for change in gone.values()),
            replacements=replacements,
            stale=self._stale,
            most_left=len(gone) > 20 and len(gone) * 2 > could_leave,
            conflicts=tuple(self._conflicts),
            negatives=negatives,
            missing_operators=self._missing(gone),
        )

    def _negative(self, line: Negative) -> Negative:
        """Tell whether a negative line cancels an open invoice, and cancel it where that was said."""
        for claim in self._by_invoice.get(line.invoice, ()):
            if claim.state is State.CANCELLED and claim.listed == -line.cents:
                return replace(line, cancels=True, done=True)
            if claim.state not in CLOSED and claim.listed == -line.cents:
                done = line.invoice in self._cancelled and not self._stale
                if done:
                    after = self._changes[claim.id].after if claim.id in self._changes else claim
                    self._changes[claim.id] = Change(
                        claim, replace(after, state=State.CANCELLED), "cancelled"
                    )
                return replace(line, cancels=True, done=done)
        for identity, claim in self._new.items():
            if identity[0] == line.invoice and claim.listed == -line.cents:
                done = line.invoice in self._cancelled
                if done:
                    self._new[identity] = replace(claim, state=State.CANCELLED)
                return replace(line, cancels=True, done=done)
        return line

    def _missing(self, gone: dict[int, Change]) -> tuple[str, ...]:
        """Return the operators of which many invoices were open and none is listed."""
        if self._operator:
            return ()
        left = Counter(change.before.operator for change in gone.values())
        there = {claim.operator for claim in self._new.values()}
        for claims in self._by_invoice.values():
            there.update(claim.operator for claim in claims if claim.id in self._listed)
        return tuple(sorted(op for op, count in left.items() if op and count >= _MANY and op not in there))

    def _replacements(self, gone: dict[int, Change]) -> tuple[tuple[Claim, ...], tuple[Replacement, ...]]:
        if self._stale or not self._by_invoice:
            return tuple(self._new.values()), ()
        wanted = {self._care_key(claim) for claim in self._new.values()} - {None}
        open_claims: dict[tuple[str, date, Money] | None, list[Claim]] = {}
        for claims in self._by_invoice.values():
            for claim in claims:
                if claim.state in _REPLACEABLE and (key := self._care_key(claim)) in wanted:
                    open_claims.setdefault(key, []).append(claim)
        new: list[Claim] = []
        found: list[Replacement] = []
        for line in self._new.values():
            old = self._replaced_by(line, open_claims.get(self._care_key(line), []))
            if old is None or line.invoice in self._declined:
                new.append(line)
                continue
            open_claims[self._care_key(line)].remove(old)
            linked = old.id in gone or (self._snapshot and old.state is State.LEFT_OUTSTANDING)
            if linked:
                gone[old.id] = Change(old, replace(old, state=State.REBILLED), "replaced")
            new.append(replace(line, replaces=old.invoice))
            found.append(Replacement(line.invoice, old.invoice, line.listed, linked))
        return tuple(new), tuple(found)

    def _care_key(self, claim: Claim) -> tuple[str, date, Money] | None:
        key = amc_key(claim)
        return (key, claim.care_date, claim.listed) if key and claim.care_date else None

    def _replaced_by(self, line: Claim, candidates: list[Claim]) -> Claim | None:
        for claim in candidates:
            earlier = (
                claim.invoice_date is None
                or line.invoice_date is None
                or claim.invoice_date < line.invoice_date
            )
            still_open = not (claim.state is State.LEFT_OUTSTANDING and claim.id in self._listed)
            if claim.invoice != line.invoice and earlier and still_open:
                return claim
        return None
