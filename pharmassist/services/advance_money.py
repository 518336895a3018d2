"""The money of acomptes inside one transaction: what comes in, what is withheld, and its undoing.

Two floors. ``note_…`` and ``forget`` keep the ledger alone: a match of the bank that pays an
acompte or shows a withholding calls them and makes its own allocations (``Target.ADVANCE`` and
``Target.WITHHOLDING``, ``target_id`` = the movement). ``take_…`` also write the match, for a
person who says it on the page Acomptes. One convention for both: under a notice,
received = Σ allocations, withheld = −Σ withholdings.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pharmassist.domain.advances import (
    Advance,
    AdvanceStatus,
    Movement,
    MovementKind,
    balance,
    status_after,
)
from pharmassist.domain.bank import Credit, CreditState
from pharmassist.domain.matches import Allocation, Match, Rung, Target
from pharmassist.domain.money import Money
from pharmassist.domain.notices import Notice
from pharmassist.domain.problems import Problem
from pharmassist.services.ports.register import Transaction
from pharmassist.services.texts import PARIS

_PAYS = frozenset({CreditState.OPEN, CreditState.PARTLY_MATCHED})


def known_advance(tx: Transaction, advance_id: int) -> Advance:
    """Return an acompte; raises ``Problem("advance_unknown")``."""
    advance = tx.advances.get(advance_id)
    if advance is None:
        raise Problem("advance_unknown", {"operator": str(advance_id)})
    return advance


def to_give_back(tx: Transaction, operator: str) -> tuple[tuple[Advance, Money], ...]:
    """Return the acomptes of an operator that came in and are not given back, oldest first."""
    held = [(one, balance(tx.advances.movements(one.id))) for one in tx.advances.all(operator)]
    return tuple((advance, left) for advance, left in held if left > 0)


# --- the ledger alone -----------------------------------------------------------------


def note_receipt(
    tx: Transaction,
    who: str,
    advance_id: int,
    cents: Money,
    day: date,
    credit_id: int = 0,
    reference: str = "",
) -> int:
    """Note that money of an acompte came in; returns the movement.

    Money that comes before any answer is an answer. Raises ``advance_ended`` when the request was
    refused or withdrawn: its new answer is noted first.
    """
    advance = known_advance(tx, advance_id)
    if advance.status in {AdvanceStatus.REFUSED, AdvanceStatus.WITHDRAWN}:
        raise Problem("advance_ended", {"status": advance.status.value})
    if not advance.granted:
        advance = replace(advance, granted=cents, answered_on=day, answered_by=who)
        advance = replace(advance, status=advance.answered())
    movement = Movement(
        advance_id, MovementKind.RECEIVED, day, cents, reference, credit_id=credit_id, who=who
    )
    return _note(tx, advance, movement)


def note_withholding(
    tx: Transaction,
    who: str,
    advance_id: int,
    cents: Money,
    day: date,
    notice_id: int = 0,
    reference: str = "",
) -> int:
    """Note that an operator kept back a part of what it paid; returns the movement.

    Raises ``advance_not_banked``: nothing came in yet.
    """
    return _give_back(
        tx, Movement(advance_id, MovementKind.WITHHELD, day, cents, reference, notice_id=notice_id, who=who)
    )


def note_repayment(
    tx: Transaction, who: str, advance_id: int, cents: Money, day: date, reference: str = ""
) -> int:
    """Note that the pharmacy itself paid money back; returns the movement. Raises as a withholding."""
    return _give_back(tx, Movement(advance_id, MovementKind.REPAID, day, cents, reference, who=who))


def forget(tx: Transaction, movement_id: int) -> Movement:
    """Take a movement back; what is closed opens again. Raises ``movement_unknown``,
    and ``advance_not_banked`` when what was given back would stand without a receipt.
    """
    movement = tx.advances.movement(movement_id)
    if movement is None:
        raise Problem("movement_unknown", {"movement": movement_id})
    tx.advances.remove_movement(movement_id)
    advance, left = known_advance(tx, movement.advance_id), tx.advances.movements(movement.advance_id)
    if left and not any(one.kind is MovementKind.RECEIVED for one in left):
        raise Problem("advance_not_banked")
    _set_status(tx, advance, left)
    tx.journal.record(
        "advance.movement_undone",
        str(movement.advance_id),
        {"kind": movement.kind.value, "cents": movement.cents, "day": movement.day.isoformat()},
    )
    return movement


def _give_back(tx: Transaction, movement: Movement) -> int:
    advance, before = known_advance(tx, movement.advance_id), tx.advances.movements(movement.advance_id)
    if not any(one.kind is MovementKind.RECEIVED for one in before):
        raise Problem("advance_not_banked")
    return _note(tx, advance, movement)


def _note(tx: Transaction, advance: Advance, movement: Movement) -> int:
    if movement.cents <= 0:
        raise Problem("amount_not_positive")
    if movement.day > tx.now.astimezone(PARIS).date():
        raise Problem("date_in_future")
    number = tx.advances.add_movement(movement)
    movements = tx.advances.movements(advance.id)
    _set_status(tx, advance, movements)
    tx.journal.record(
        "advance.moved",
        str(advance.id),
        {
            "kind": movement.kind.value,
            "cents": movement.cents,
            "day": movement.day.isoformat(),
            "balance": balance(movements),
        },
    )
    return number


def _set_status(tx: Transaction, advance: Advance, movements: tuple[Movement, ...]) -> None:
    changed = replace(advance, status=status_after(advance, movements))
    if changed != tx.advances.get(advance.id):
        tx.advances.update(changed)


# --- with its match -------------------------------------------------------------------


def take_receipt(tx: Transaction, who: str, advance_id: int, credit: Credit, cents: Money) -> int:
    """Say that (a part of) a credit is the acompte; returns the movement.

    Raises ``credit_already_pointed`` and ``credit_rest_short``.
    """
    if credit.state not in _PAYS:
        raise Problem("credit_already_pointed", {"credit": credit.id})
    if cents > credit.rest:
        raise Problem("credit_rest_short", {"cents": cents, "rest": credit.rest})
    movement = note_receipt(tx, who, advance_id, cents, credit.day, credit.id)
    allocation = Allocation(Target.ADVANCE, movement, cents)
    tx.matches.add(Match(credit.id, Rung.MANUAL, False, (allocation,), tx.now, who))
    tx.credits.update(replace(credit, allocated=credit.allocated + cents))
    return movement


def take_withholding(
    tx: Transaction, who: str, advance_id: int, notice: Notice, cents: Money, day: date
) -> int:
    """Say that a notice was paid less by what gives an acompte back: a match without credit.

    Raises ``withheld_beyond_notice``.
    """
    if cents > notice.rest:
        raise Problem("withheld_beyond_notice", {"cents": cents, "rest": notice.rest})
    movement = note_withholding(tx, who, advance_id, cents, day, notice.id)
    parts = (
        Allocation(Target.NOTICE, notice.id, cents, notice.id),
        Allocation(Target.WITHHOLDING, movement, -cents, notice.id),
    )
    tx.matches.add(Match(0, Rung.MANUAL, False, parts, tx.now, who))
    tx.notices.update(replace(notice, withheld=notice.withheld + cents))
    return movement


def untake(tx: Transaction, who: str, movement_id: int) -> Movement:
    """Undo a movement with the match that says it: credit and notice are exactly as before.

    Raises ``movement_of_match`` when that match pays other things too: it is undone as a whole,
    on the page Virements.
    """
    movement = forget(tx, movement_id)
    target = Target.ADVANCE if movement.kind is MovementKind.RECEIVED else Target.WITHHOLDING
    for match in tx.matches.of_target(target, movement_id):
        own = {Target.ADVANCE} if match.credit_id else {Target.NOTICE, Target.WITHHOLDING}
        if {part.target for part in match.allocations} - own:
            raise Problem("movement_of_match", {"match": match.id})
        tx.matches.undo(replace(match, undone_at=tx.now, undone_by=who))
        credit = tx.credits.get(match.credit_id) if match.credit_id else None
        if credit is not None:
            tx.credits.update(replace(credit, allocated=credit.allocated - match.taken))
        for part in match.allocations:
            notice = tx.notices.get(part.notice_id) if part.target is Target.WITHHOLDING else None
            if notice is not None:
                tx.notices.update(replace(notice, withheld=notice.withheld + part.cents))
    return movement
