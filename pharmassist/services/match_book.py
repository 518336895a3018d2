"""Reads what is open from the register, for the ladder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pharmassist.domain.advances import AdvanceStatus, MovementKind, balance
from pharmassist.domain.book import EXPECTED, Awaited, Book, NoticeLineDue, OpenNotice, book_of
from pharmassist.domain.claims import NEVER_PAID, Claim, ClaimFilter
from pharmassist.domain.ladder import Ladder, Limits
from pharmassist.domain.matches import Target
from pharmassist.domain.money import Money
from pharmassist.domain.notices import LineKind, Notice, NoticeFilter, NoticeLine, NoticeState
from pharmassist.domain.operators import DIRECT
from pharmassist.domain.payers import Payers, direct_key
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Transaction

OPEN_NOTICES = frozenset({NoticeState.ANNOUNCED, NoticeState.PARTLY_RECEIVED})
_GRANTED = frozenset({AdvanceStatus.GRANTED, AdvanceStatus.PARTLY_GRANTED})


def ladder_of(tx: Transaction, catalogue: Catalogue, clock: Clock) -> Ladder:
    """Return the ladder over everything open in the register."""
    pharmacy = tx.people.pharmacy()
    limits = Limits(alsace_moselle=pharmacy.alsace_moselle)
    return Ladder(read_book(tx, clock), payers_of(tx, catalogue), limits, finess=pharmacy.finess)


def payers_of(tx: Transaction, catalogue: Catalogue) -> Payers:
    """Return what recognises payers: the pharmacy's rules, operators, AMC that pay by themselves."""
    names: dict[str, list[str]] = {
        operator.id: [operator.name, operator.id] for operator in catalogue.operators()
    }
    for insurer in (*tx.operators.insurers(), *catalogue.insurers()):
        if insurer.operators == (DIRECT,) and insurer.amc_number:
            names.setdefault(direct_key(insurer.amc_number), []).append(insurer.name)
    return Payers(tx.matches.rules(), names)


def read_book(tx: Transaction, clock: Clock) -> Book:
    """Return the encours, the notices of which money is to come, and the acomptes."""
    claims = tx.claims.find(ClaimFilter(), today=clock.today())
    notices = tx.notices.find(NoticeFilter(states=OPEN_NOTICES))
    awaited, owed = _acomptes(tx)
    return book_of(claims, open_notices(tx, notices, {claim.id: claim for claim in claims}), awaited, owed)


def open_notices(
    tx: Transaction, notices: Sequence[Notice], known: Mapping[int, Claim]
) -> tuple[OpenNotice, ...]:
    """Return notices with what of their lines is still to be received."""
    lines = tx.matching.lines(notice.id for notice in notices)
    named = {line.claim_id for each in lines.values() for line in each if line.claim_id}
    claims = {**tx.matching.claims(named - known.keys()), **known}
    return tuple(_open(tx, notice, lines.get(notice.id, ()), claims) for notice in notices)


def _open(
    tx: Transaction, notice: Notice, lines: Iterable[NoticeLine], claims: Mapping[int, Claim]
) -> OpenNotice:
    done: dict[int, Money] = defaultdict(int)
    if notice.received or notice.withheld:
        for match in tx.matches.of_notice(notice.id):
            for part in match.allocations:
                if part.target is Target.CLAIM and part.notice_id == notice.id:
                    done[part.target_id] += part.cents
    due: list[NoticeLineDue] = []
    withheld = 0
    for line in lines:
        if line.kind is LineKind.WITHHELD:
            withheld += line.cents
        claim = claims.get(line.claim_id)
        left = line.cents - done[line.claim_id]
        # What no invoice of ours can receive is paid to the notice as a whole.
        if line.kind is LineKind.PAID and claim is not None and left > 0 and claim.state not in NEVER_PAID:
            due.append(NoticeLineDue(claim.id, left, claim.rest, claim.state in EXPECTED))
    return OpenNotice(notice, tuple(due), max(0, withheld - notice.withheld))


def _acomptes(tx: Transaction) -> tuple[dict[str, list[Awaited]], dict[str, Money]]:
    """Return, by operator, the acomptes that were granted and did not come, and what is to give back."""
    awaited: dict[str, list[Awaited]] = defaultdict(list)
    owed: dict[str, Money] = defaultdict(int)
    for advance in tx.advances.all():
        movements = tx.advances.movements(advance.id)
        came = sum(m.cents for m in movements if m.kind is MovementKind.RECEIVED)
        if advance.status in _GRANTED and advance.granted - came > 0:
            awaited[advance.operator].append(Awaited(advance.id, advance.granted - came))
        if (left := balance(movements)) > 0:
            owed[advance.operator] += left
    return awaited, owed
