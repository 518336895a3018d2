"""Writing a match and taking it back: credit, notices, invoices and acomptes move together.

One transaction, one convention: Σ allocations of a match = what it takes of its credit; under a
notice, received = Σ allocations and withheld = −Σ withholdings. Nothing is received beyond what is
due: what is beyond is allocated as "trop perçu".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pharmassist.domain.bank import Credit, CreditState, as_other
from pharmassist.domain.claims import Claim, ClaimChange, State, give_back, miss, receive
from pharmassist.domain.matches import Allocation, Match, Rung, Target
from pharmassist.domain.money import plain_money
from pharmassist.domain.notices import Notice
from pharmassist.domain.problems import Problem
from pharmassist.services.advance_money import forget, note_receipt, note_withholding, to_give_back
from pharmassist.services.ports.register import Transaction

_FREE = frozenset({CreditState.OPEN, CreditState.PARTLY_MATCHED})
_UNDER_NOTICE = frozenset({Target.CLAIM, Target.NOTICE, Target.OVERPAID, Target.WITHHOLDING})


class Posting:
    """Writes matches in one transaction; invoices and notices are stored once, by ``flush``."""

    def __init__(self, tx: Transaction, who: str) -> None:
        self._tx, self._who = tx, who
        self._claims: dict[int, Claim] = {}
        self._notices: dict[int, Notice] = {}
        self._stored_claims: dict[int, Claim] = {}
        self._history: list[ClaimChange] = []

    def expect(self, claims: Mapping[int, Claim]) -> None:
        """Give invoices as this transaction read them, so that they need not be read one by one."""
        self._stored_claims.update(claims)

    def post(
        self,
        credit: Credit | None,
        rung: Rung,
        allocations: Sequence[Allocation],
        *,
        automatic: bool = False,
        solutions: int = 1,
    ) -> Match:
        """Write what a credit pays (None: a notice without credit), and return it as stored.

        Raises ``credit_already_pointed``, ``more_than_credit``, ``more_than_due``, ``money_refused``,
        ``more_than_notice``, ``nothing_allocated``, ``withheld_beyond_acompte`` and
        ``changed_meanwhile``.
        """
        taken = sum(each.cents for each in allocations)
        if not allocations or (credit is not None) != (taken > 0):
            raise Problem("nothing_allocated")
        if credit is not None and credit.state not in _FREE:
            raise Problem("credit_already_pointed", {"credit": credit.id})
        if credit is not None and taken > credit.rest:
            raise Problem("more_than_credit", {"rest": plain_money(credit.rest)})
        under = sorted({each.notice_id for each in allocations if each.notice_id})
        rests = {number: self._notice(number).rest for number in under}
        kept: list[Allocation] = []
        for each in allocations:
            kept += self._apply(each, credit)
        for number in under:
            over = sum(e.cents for e in kept if e.target is Target.OVERPAID and e.notice_id == number)
            if self._notice(number).rest + over < min(rests[number], 0):
                raise Problem("more_than_notice", {"rest": plain_money(rests[number])})
        other = any(each.target is Target.OTHER for each in kept)
        match = Match(
            credit.id if credit is not None else 0,
            rung,
            automatic,
            tuple(kept),
            self._tx.now,
            self._who,
            solutions,
        )
        match = replace(match, id=self._tx.matches.add(match))
        if credit is not None:
            paid = replace(credit, allocated=credit.allocated + taken)
            self._tx.credits.update(as_other(paid) if other else paid)
        return match

    def undo(self, match: Match) -> tuple[Match, ...]:
        """Take a match back, and first those that build upon it; returns all, last made first.

        Raises ``match_undone``.
        """
        if not match.stands:
            raise Problem("match_undone", {"match": match.id})
        undone: list[Match] = []
        for later in self._builds_upon(match):
            undone += self.undo(later)
        claims = [each.target_id for each in match.allocations if each.target is Target.CLAIM]
        before = self._tx.matching.states_before_money(claims)
        for each in reversed(match.allocations):
            self._revert(each, before)
        gone = replace(match, undone_at=self._tx.now, undone_by=self._who)
        self._tx.matches.undo(gone)
        credit = self._tx.credits.get(match.credit_id) if match.credit_id else None
        if credit is not None:
            allocated = credit.allocated - match.taken
            self._tx.credits.update(replace(credit, allocated=allocated, other=False))
        return (gone, *undone)

    def miss(self, notices: Iterable[Notice]) -> int:
        """Say of the invoices of these notices that their money did not come; returns how many."""
        found = self._tx.matching.lines(notice.id for notice in notices)
        wanted = [line.claim_id for lines in found.values() for line in lines if line.claim_id]
        count = 0
        for claim in self._tx.matching.claims(wanted).values():
            if claim.state is State.ANNOUNCED:
                self._stored_claims.setdefault(claim.id, claim)
                self._change(claim, miss(claim), "missed")
                count += 1
        return count

    def flush(self) -> None:
        """Store the invoices and notices that were changed."""
        self._tx.claims.update_many(self._claims.values())
        self._tx.claims.note(self._history)
        for notice in self._notices.values():
            self._tx.notices.update(notice)
        self._claims.clear()
        self._notices.clear()
        self._stored_claims.clear()
        self._history.clear()

    def _apply(self, each: Allocation, credit: Credit | None) -> list[Allocation]:
        """Do one allocation; a withholding becomes one for each acompte that it gives back."""
        if each.target is Target.CLAIM:
            claim = self._claim(each.target_id)
            self._change(claim, receive(claim, each.cents), "received")
        if each.target is Target.ADVANCE and credit is not None:
            movement = note_receipt(
                self._tx, self._who, each.target_id, each.cents, credit.day, credit.id, _reference(credit)
            )
            return [replace(each, target_id=movement)]
        if each.notice_id and each.target in _UNDER_NOTICE:
            self._move_notice(each, 1)
        if each.target is Target.WITHHOLDING and not each.target_id:
            return self._withhold(each, credit)
        return [each]

    def _revert(self, each: Allocation, before: Mapping[int, State]) -> None:
        if each.target is Target.CLAIM:
            claim = self._claim(each.target_id)
            state = before.get(claim.id, State.TRANSMITTED)
            self._change(claim, give_back(claim, each.cents, state), "match_undone")
        if each.target in (Target.ADVANCE, Target.WITHHOLDING) and each.target_id:
            forget(self._tx, each.target_id)
        if each.notice_id and each.target in _UNDER_NOTICE:
            self._move_notice(each, -1)

    def _withhold(self, each: Allocation, credit: Credit | None) -> list[Allocation]:
        """Share a withholding among the acomptes of its operator, the oldest first.

        What no acompte explains stays a withholding of its own (indu).
        """
        notice = self._notice(each.notice_id)
        day = credit.day if credit is not None else notice.day
        left, parts = -each.cents, []
        for advance, owed in to_give_back(self._tx, notice.operator):
            cents = min(left, owed)
            if cents > 0:
                movement = note_withholding(
                    self._tx, self._who, advance.id, cents, day, notice.id, notice.reference
                )
                parts.append(replace(each, target_id=movement, cents=-cents))
                left -= cents
        if left:
            parts.append(replace(each, cents=-left))
        return parts

    def _move_notice(self, each: Allocation, sign: int) -> None:
        notice = self._notice(each.notice_id)
        withheld = -each.cents if each.target is Target.WITHHOLDING else 0
        moved = replace(
            notice,
            received=notice.received + sign * each.cents,
            withheld=notice.withheld + sign * withheld,
        )
        self._notices[notice.id] = moved

    def _builds_upon(self, match: Match) -> tuple[Match, ...]:
        """Return later matches that count on what this one paid of a notice as a whole."""
        whole = {e.notice_id for e in match.allocations if e.target is Target.NOTICE and e.cents > 0}
        later: dict[int, Match] = {}
        for notice_id in sorted(whole):
            for other in self._tx.matches.of_notice(notice_id):
                takes = any(
                    e.target is Target.NOTICE and e.notice_id == notice_id and e.cents < 0
                    for e in other.allocations
                )
                if takes and other.id > match.id:
                    later[other.id] = other
        return tuple(later[number] for number in sorted(later, reverse=True))

    def _claim(self, claim_id: int) -> Claim:
        if claim_id in self._claims:
            return self._claims[claim_id]
        claim = self._stored_claims.get(claim_id) or self._tx.claims.get(claim_id)
        if claim is None:
            raise Problem("claim_unknown", {"id": claim_id})
        return claim

    def _notice(self, notice_id: int) -> Notice:
        if notice_id in self._notices:
            return self._notices[notice_id]
        notice = self._tx.notices.get(notice_id)
        if notice is None:
            raise Problem("notice_unknown", {"notice": notice_id})
        return notice

    def _change(self, before: Claim, after: Claim, cause: str) -> None:
        self._claims[before.id] = after
        self._history.append(
            ClaimChange(before.id, self._tx.now, self._who, before.state.value, after.state.value, cause)
        )


def _reference(credit: Credit) -> str:
    return credit.references[0] if credit.references else ""
