"""What a notice says of an invoice: announced or rejected, never received; and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
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


def applied(tx: Transaction, who: str, notice: Notice, line: NoticeLine, import_id: int) -> NoticeLine:
    """Tell an invoice what a line says of it, and return the line as it is to be stored."""
    line = replace(line, import_id=import_id)
    claim = _claim_of(tx, notice, line)
    if claim is None:
        return line
    line = replace(line, claim_id=claim.id)
    after = _after(claim, line)
    if after == claim:
        return line
    tx.claims.update(after)
    tx.claims.note([ClaimChange(claim.id, tx.now, who, claim.state, after.state, "notice", notice.reference)])
    return replace(line, state_before=claim.state.value, announced_before=claim.announced)


def _claim_of(tx: Transaction, notice: Notice, line: NoticeLine) -> Claim | None:
    """Find the one invoice of a line: of its operator or of none yet, an open one before a closed one."""
    if not line.invoice:
        return None
    known = [c for c in tx.claims.by_invoice(line.invoice) if c.operator in ("", notice.operator)]
    for chosen in ([c for c in known if c.state not in CLOSED], known):
        same = [c for c in chosen if c.amc_amount == line.cents] or chosen
        if len(same) == 1:
            return same[0]
        if same:
            return None
    return None


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
