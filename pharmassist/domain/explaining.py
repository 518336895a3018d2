"""What a solution consists of: the lines that are shown, and the allocations that would be stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from pharmassist.domain.book import Account, Awaited, Book, OpenNotice
from pharmassist.domain.claims import Claim
from pharmassist.domain.findings import Part, PartKind, Solution
from pharmassist.domain.matches import Allocation, Target
from pharmassist.domain.money import Money
from pharmassist.domain.payers import payer_key
from pharmassist.domain.sums import Hit, Piece, Unit

_BEFORE_NOTICE = timedelta(days=31)
"""How long before its notice an invoice was sent at most, where only a sum tells which they are."""


def notices_solution(notices: Sequence[OpenNotice], cents: Money) -> Solution:
    """Return money paid under these notices; where it is not their sum, there is one notice."""
    if len(notices) > 1:
        allocations = tuple(a for each in notices for a in each.settle(each.expected))
        return Solution(tuple(part for each in notices for part in _notice_parts(each)), allocations)
    (each,) = notices
    allocations = each.settle(cents)
    if cents < each.expected:
        return Solution((_notice_part(each, cents),), allocations)
    over = cents - each.expected
    parts = _notice_parts(each)
    if over:
        parts += (Part(PartKind.OVERPAID, over, id=each.notice.id),)
    return Solution(parts, allocations)


def withheld_solution(each: OpenNotice, cents: Money) -> Solution:
    """Return a notice of which so much came: what is missing of it is kept back for an acompte."""
    kept_back = each.expected - cents
    allocations = (*each.settle(each.expected), Allocation(Target.WITHHOLDING, 0, -kept_back, each.notice.id))
    withheld = Part(PartKind.WITHHELD, -kept_back, id=each.notice.id)
    return Solution((*_notice_parts(each), withheld), allocations)


def advance_solution(awaited: Awaited) -> Solution:
    """Return an acompte that comes in."""
    part = Part(PartKind.ADVANCE, awaited.cents, id=awaited.advance_id)
    return Solution((part,), (Allocation(Target.ADVANCE, awaited.advance_id, awaited.cents),))


def part_payment(claim: Claim, cents: Money) -> Solution:
    """Return a part of one invoice."""
    part = Part(PartKind.INVOICE, cents, claim.invoice, claim.day, 1, claim.id)
    return Solution((part,), (Allocation(Target.CLAIM, claim.id, cents),))


def claims_solution(book: Book, claims: Sequence[Claim]) -> Solution:
    """Return whole invoices, each under the notice that announces it, where there is one."""
    announced: dict[int, int] = {}
    for claim in claims:
        announced[claim.id] = book.account(payer_key(claim)).announced_by.get(claim.id, 0)
    return Solution(
        tuple(Part(PartKind.INVOICE, c.rest, c.invoice, c.day, 1, c.id) for c in claims),
        tuple(Allocation(Target.CLAIM, c.id, c.rest, announced[c.id]) for c in claims),
    )


def run_of_invoices(account: Account, hit: Hit, *, lots: bool) -> Solution:
    """Return lots or days, less the invoices that were not paid."""
    less = {piece.id for piece in hit.less}
    kind = PartKind.LOT if lots else PartKind.DAY
    parts = [Part(kind, unit.cents, unit.key, unit.day, len(unit.pieces)) for unit in hit.units]
    parts += _less_parts(account, hit.less)
    return Solution(tuple(parts), tuple(_paid(account, hit.units, less)))


def run_of_notices(account: Account, notices: Sequence[OpenNotice], less: Sequence[Piece] = ()) -> Solution:
    """Return whole notices, less the invoices that were not paid.

    Where a notice does not say its invoices but one lot, one day or one run of them makes its sum,
    they are these invoices.
    """
    unpaid = {piece.id for piece in less}
    allocations: list[Allocation] = []
    parts: list[Part] = []
    taken: set[int] = set()
    for each in notices:
        number = each.notice.id
        if unpaid & {line.claim_id for line in each.lines}:
            parts.append(_notice_part(each, each.expected))
            allocations += [
                Allocation(Target.CLAIM, line.claim_id, line.cents, number)
                for line in each.lines
                if line.claim_id not in unpaid
            ]
            continue
        units = _detail(account, each)
        ids = {piece.id for unit in units for piece in unit.pieces}
        if units and not ids & taken:
            taken |= ids
            allocations += [Allocation(Target.CLAIM, p.id, p.cents, number) for u in units for p in u.pieces]
            part = _notice_part(each, each.expected)
            parts.append(Part(part.kind, part.cents, part.name, part.day, len(ids), part.id))
        else:
            allocations += each.settle(each.expected)
            parts += _notice_parts(each)
    parts += _less_parts(account, less)
    return Solution(tuple(parts), tuple(allocations))


def _detail(account: Account, each: OpenNotice) -> tuple[Unit, ...]:
    """Return the invoices that a notice pays where only one run of lots or days makes its sum."""
    notice = each.notice
    if each.lines or each.to_withhold or notice.received or notice.withheld:
        return ()
    first = notice.day - _BEFORE_NOTICE
    found: dict[frozenset[int], tuple[Unit, ...]] = {}
    for runs in (account.lots, account.days):
        for hit in runs.whole(notice.total, first, notice.day):
            found[frozenset(piece.id for unit in hit.units for piece in unit.pieces)] = hit.units
            if len(found) > 1:
                return ()
    singles = [c for c in account.by_rest.get(notice.total, ()) if c.day and first <= c.day <= notice.day]
    if any(frozenset((claim.id,)) not in found for claim in singles):
        return ()
    return next(iter(found.values()), ())


def _paid(account: Account, units: Iterable[Unit], less: set[int]) -> Iterable[Allocation]:
    for unit in units:
        for piece in unit.pieces:
            if piece.id not in less:
                yield Allocation(Target.CLAIM, piece.id, piece.cents, account.announced_by.get(piece.id, 0))


def _less_parts(account: Account, less: Iterable[Piece]) -> list[Part]:
    found = []
    for piece in less:
        claim = account.claim.get(piece.id)
        invoice, day = (claim.invoice, claim.day) if claim else ("", None)
        found.append(Part(PartKind.LESS, -piece.cents, invoice, day, 1, piece.id))
    return found


def _notice_part(each: OpenNotice, cents: Money) -> Part:
    notice = each.notice
    return Part(PartKind.NOTICE, cents, notice.reference, notice.day, len(each.lines), notice.id)


def _notice_parts(each: OpenNotice) -> tuple[Part, ...]:
    whole = _notice_part(each, each.expected + each.to_withhold)
    if not each.to_withhold:
        return (whole,)
    return whole, Part(PartKind.WITHHELD, -each.to_withhold, id=each.notice.id)
