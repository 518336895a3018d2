"""What a notice says of an invoice: announced or rejected, never received; and taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pharmassist.domain.claims import CLOSED, MOVES, Claim, ClaimChange, State
from pharmassist.domain.notices import LineKind, Notice, NoticeLine
from pharmassist.domain.problems import Problem
from pharmassist.services.ports.register import Transaction

_ANNOUNCES = frozenset(
    {State.TRANSMITTED, State.ACKNOWLEDGED, State.LEFT_OUTSTANDING, State.ANNOUNCED_NOT_RECEIVED}
)
"""States that an announced payment turns into "annoncée"."""


def put_back(tx: Transaction, who: str, lines: Sequence[NoticeLine], import_id: int) -> None:
    """Give the invoices that these lines moved the state they had; raises ``notices_moved_since``."""
    own, moved = {line.id for line in lines}, 0
    for line in reversed(lines):
        claim = tx.claims.get(line.claim_id) if line.state_before else None
        if claim is None:
            continue
        if claim.state is not _after(replace(claim, state=State(line.state_before)), line).state:
            moved += 1
            continue
        before = State(line.state_before)
        paid = line.cents if line.kind is LineKind.PAID else 0
        others = [each for each in tx.notices.lines_of_claim(claim.id) if each.id not in own]
        later = next((each for each in others if each.state_before == claim.state), None)
        if later is not None and claim.state is not before:
            # another notice still says the same: the invoice stays, that one's undoing goes this far back
            tx.notices.update_line(replace(later, state_before=before.value))
            before = claim.state
        rejected = line.kind is LineKind.REJECTED and before is not claim.state
        tx.claims.update(
            replace(
                claim,
                state=before,
                announced=claim.announced - paid,
                reject_code="" if rejected else claim.reject_code,
                reject_label="" if rejected else claim.reject_label,
            )
        )
        tx.claims.note([ClaimChange(claim.id, tx.now, who, claim.state, before, "notice_undone")])
    if moved:
        raise Problem("notices_moved_since", {"id": import_id, "claims": moved})


class Telling:
    """Tells invoices what the lines of notices say; ``end`` stores them all at once."""

    def __init__(self, tx: Transaction, who: str, import_id: int, invoices: Iterable[str]) -> None:
        self._tx, self._who, self._import_id = tx, who, import_id
        named = set(invoices)
        self._claims: dict[int, Claim] = {}
        self._by_invoice: dict[str, list[int]] = {}
        for claim in tx.claims.open_or_named(named) if named else ():
            if claim.invoice in named:
                self._claims[claim.id] = claim
                self._by_invoice.setdefault(claim.invoice, []).append(claim.id)
        self._changed: set[int] = set()
        self._history: list[ClaimChange] = []
        self.unknown = 0
        """Lines that name no invoice of the register."""

    def tell(self, notice: Notice, lines: Iterable[NoticeLine]) -> list[NoticeLine]:
        """Return the lines of a notice as they are to be stored."""
        return [self._told(notice, replace(line, import_id=self._import_id)) for line in lines]

    def end(self) -> None:
        """Store the invoices that were told something, and their history."""
        self._tx.claims.update_many(self._claims[number] for number in sorted(self._changed))
        self._tx.claims.note(self._history)

    def _told(self, notice: Notice, line: NoticeLine) -> NoticeLine:
        claim = self._claim_of(notice, line)
        if claim is None:
            self.unknown += bool(line.invoice)
            return line
        line = replace(line, claim_id=claim.id)
        after = _after(claim, line)
        if after == claim:
            return line
        self._claims[claim.id] = after
        self._changed.add(claim.id)
        self._history.append(
            ClaimChange(
                claim.id, self._tx.now, self._who, claim.state, after.state, "notice", notice.reference
            )
        )
        return replace(line, state_before=claim.state.value, announced_before=claim.announced)

    def _claim_of(self, notice: Notice, line: NoticeLine) -> Claim | None:
        """Find the one invoice of a line: of its operator or of none yet, open before closed."""
        known = [self._claims[number] for number in self._by_invoice.get(line.invoice, ())]
        known = [claim for claim in known if claim.operator in ("", notice.operator)]
        chosen = [claim for claim in known if claim.state not in CLOSED] or known
        same = [claim for claim in chosen if claim.amc_amount == line.cents] or chosen
        return same[0] if len(same) == 1 else None


def _after(claim: Claim, line: NoticeLine) -> Claim:
    """Return an invoice after what a line says; money it never brings."""
    if line.kind is LineKind.PAID and claim.state not in CLOSED:
        state = State.ANNOUNCED if claim.state in _ANNOUNCES else claim.state
        return replace(claim, state=state, announced=claim.announced + line.cents)
    if line.kind is LineKind.REJECTED and State.REJECTED in MOVES[claim.state]:
        return replace(
            claim, state=State.REJECTED, reject_code=line.reject_code, reject_label=line.reject_label
        )
    return claim
