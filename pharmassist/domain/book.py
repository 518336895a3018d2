"""What is open when credits are matched: invoices, notices and acomptes of each payer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from pharmassist.domain.claims import Claim, State
from pharmassist.domain.matches import Allocation, Target
from pharmassist.domain.money import Money
from pharmassist.domain.notices import Notice
from pharmassist.domain.payers import payer_key
from pharmassist.domain.references import is_reference
from pharmassist.domain.sums import Piece, Runs, Unit

EXPECTED = frozenset(
    {
        State.TRANSMITTED,
        State.ACKNOWLEDGED,
        State.LEFT_OUTSTANDING,
        State.ANNOUNCED,
        State.ANNOUNCED_NOT_RECEIVED,
        State.PARTLY_RECEIVED,
        State.DISPUTED,
    }
)
"""States of invoices whose money may still come, and that a sum may be explained by."""
_SAME_LOT = timedelta(days=7)
"""Lot numbers come again: invoices of one lot lie closer together than this."""
_LONGEST_RUN = 12


@dataclass(frozen=True, slots=True)
class NoticeLineDue:
    """An invoice that a notice pays, and what of it is not received yet under that notice."""

    claim_id: int
    cents: Money
    rest: Money
    """What the invoice itself still lacks; less than ``cents`` when it was paid before."""
    payable: bool = True
    """False where its state expects no money: a person looks at it first."""


@dataclass(frozen=True, slots=True)
class OpenNotice:
    """A notice of which money is still to come."""

    notice: Notice
    lines: tuple[NoticeLineDue, ...] = ()
    to_withhold: Money = 0
    """What the notice itself says is kept back, and was not written yet."""

    @property
    def expected(self) -> Money:
        """What the bank is still to receive of it."""
        return self.notice.rest - self.to_withhold

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Its invoices, where they and nothing else make its sum."""
        described = sum(line.cents for line in self.lines) == self.notice.rest and not self.to_withhold
        if not described or not self.settled_by_lines:
            return ()
        return tuple(Piece(line.claim_id, line.cents) for line in self.lines)

    @property
    def settled_by_lines(self) -> bool:
        """True when every invoice it pays can simply be received."""
        return all(line.payable and line.cents <= line.rest for line in self.lines)

    def settle(self, cents: Money) -> tuple[Allocation, ...]:
        """Return what so much money from the bank pays of it; what is beyond is "trop perçu".

        Until all of it came the notice is paid as a whole: nobody knows which invoices are in
        the first part. The money that completes it receives the invoices.
        """
        number = self.notice.id
        if cents < self.expected:
            return (Allocation(Target.NOTICE, number, cents, number),)
        paid = [
            Allocation(Target.CLAIM, line.claim_id, min(line.cents, line.rest), number)
            for line in self.lines
            if min(line.cents, line.rest) > 0
        ]
        over = sum(max(0, line.cents - line.rest) for line in self.lines)
        as_a_whole = self.notice.rest - sum(line.cents for line in self.lines)
        if as_a_whole:
            paid.append(Allocation(Target.NOTICE, number, as_a_whole, number))
        over += cents - self.expected
        if over:
            paid.append(Allocation(Target.OVERPAID, number, over, number))
        if self.to_withhold:
            paid.append(Allocation(Target.WITHHOLDING, 0, -self.to_withhold, number))
        return tuple(paid)


@dataclass(frozen=True, slots=True)
class Awaited:
    """An acompte that was granted and has not come yet."""

    advance_id: int
    cents: Money


class Account:
    """Everything open of one payer; its runs are made once, at the first search."""

    def __init__(
        self,
        claims: Sequence[Claim] = (),
        notices: Sequence[OpenNotice] = (),
        awaited: Sequence[Awaited] = (),
        owed: Money = 0,
    ) -> None:
        self.claims, self.notices, self.awaited = claims, notices, awaited
        self.owed = owed
        """What is still to give back of acomptes: what a withholding may take."""

    @cached_property
    def expected(self) -> Sequence[Claim]:
        """The invoices whose money may still come."""
        return [claim for claim in self.claims if claim.state in EXPECTED]

    @cached_property
    def by_rest(self) -> Mapping[Money, Sequence[Claim]]:
        """The expected invoices by what they lack."""
        found: dict[Money, list[Claim]] = defaultdict(list)
        for claim in self.expected:
            found[claim.rest].append(claim)
        return found

    @cached_property
    def by_expected(self) -> Mapping[Money, Sequence[OpenNotice]]:
        """The notices by what the bank is to receive of them."""
        found: dict[Money, list[OpenNotice]] = defaultdict(list)
        for each in self.notices:
            found[each.expected].append(each)
        return found

    @cached_property
    def claim(self) -> Mapping[int, Claim]:
        """The invoices by their number in the register."""
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def open_notice(self) -> Mapping[int, OpenNotice]:
        """The notices by their number in the register."""
        return {each.notice.id: each for each in self.notices}

    @cached_property
    def announced_by(self) -> Mapping[int, int]:
        """The notice that announces an invoice, by the invoice's number in the register."""
        return {line.claim_id: each.notice.id for each in self.notices for line in each.lines}

    @cached_property
    def lots(self) -> Runs:
        """The lots, in the order of their days."""
        return Runs(_lots(self.expected), _LONGEST_RUN)

    @cached_property
    def days(self) -> Runs:
        """The invoices by day of sending."""
        return Runs(_days(self.expected), _LONGEST_RUN)

    @cached_property
    def notice_runs(self) -> Runs:
        """The notices by flow day, then as they were entered."""
        units = [
            Unit(
                str(each.notice.id),
                each.notice.day,
                each.expected,
                each.pieces,
            )
            for each in self.notices
        ]
        return Runs(sorted(units, key=lambda unit: (unit.day, int(unit.key))), _LONGEST_RUN)


def _lots(claims: Sequence[Claim]) -> list[Unit]:
    """Cut the invoices of each lot number where their days lie apart: the number came again."""
    named: dict[str, list[tuple[date, Claim]]] = defaultdict(list)
    for claim in claims:
        if claim.batch and claim.day:
            named[claim.batch].append((claim.day, claim))
    units = []
    for batch, found in named.items():
        found.sort(key=lambda each: (each[0], each[1].id))
        start = 0
        for place in range(1, len(found) + 1):
            if place == len(found) or found[place][0] - found[place - 1][0] > _SAME_LOT:
                units.append(_unit(batch, [claim for _day, claim in found[start:place]]))
                start = place
    return sorted(units, key=lambda unit: (unit.day, unit.key))


def _days(claims: Sequence[Claim]) -> list[Unit]:
    sent: dict[date, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.day:
            sent[claim.day].append(claim)
    return [_unit("", sent[day]) for day in sorted(sent)]


def _unit(key: str, claims: Sequence[Claim]) -> Unit:
    day = max(claim.day for claim in claims if claim.day)
    pieces = tuple(Piece(claim.id, claim.rest) for claim in claims)
    return Unit(key, day, sum(piece.cents for piece in pieces), pieces)


class Book:
    """The accounts of all payers, and what finds them by what a credit says."""

    def __init__(self, accounts: Mapping[str, Account]) -> None:
        self.accounts = accounts

    def account(self, payer: str) -> Account:
        """Return what is open of a payer; nothing when it is unknown."""
        return self.accounts.get(payer) or Account()

    @cached_property
    def references(self) -> Mapping[str, Sequence[OpenNotice]]:
        """The open notices by their folded reference."""
        found: dict[str, list[OpenNotice]] = defaultdict(list)
        for account in self.accounts.values():
            for each in account.notices:
                if is_reference(each.notice.folded_reference):
                    found[each.notice.folded_reference].append(each)
        return found

    @cached_property
    def invoices(self) -> Mapping[str, Sequence[Claim]]:
        """The open invoices by their number: numbers restart, so that there may be several."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for account in self.accounts.values():
            for claim in account.claims:
                found[claim.invoice].append(claim)
        return found


def book_of(
    claims: Iterable[Claim],
    notices: Iterable[OpenNotice] = (),
    awaited: Mapping[str, Sequence[Awaited]] | None = None,
    owed: Mapping[str, Money] | None = None,
) -> Book:
    """Sort what is open by payer; invoices whose payer is unknown stand under ``""``."""
    of_claims: dict[str, list[Claim]] = defaultdict(list)
    of_notices: dict[str, list[OpenNotice]] = defaultdict(list)
    for claim in claims:
        if claim.rest > 0:
            of_claims[payer_key(claim)].append(claim)
    for each in notices:
        if each.notice.rest > 0:
            of_notices[each.notice.operator].append(each)
    awaited, owed = awaited or {}, owed or {}
    payers = {*of_claims, *of_notices, *awaited, *owed}
    return Book(
        {
            payer: Account(
                of_claims.get(payer, ()),
                of_notices.get(payer, ()),
                awaited.get(payer, ()),
                owed.get(payer, 0),
            )
            for payer in sorted(payers)
        }
    )
