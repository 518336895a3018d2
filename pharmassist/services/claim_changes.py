"""Changing invoices by hand: many at once with a way back, and one with its history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pharmassist.domain.claims import CLOSED, Claim, ClaimChange, ClaimFilter, State, move
from pharmassist.domain.identifiers import canonical_amc, refuse_nir
from pharmassist.domain.money import Money, plain_money
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.directory import known_operators
from pharmassist.services.jobs import Stop
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction

_EACH = 2_000
"""Invoices between two looks at whether stopping was asked."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One invoice of a bulk move: its state before, and the version it then had."""

    claim_id: int
    before: State
    version: int


@dataclass(frozen=True, slots=True)
class BulkMove:
    """What a bulk move did, and what is needed to take it back.

    ``refused`` are the numbers of the invoices that may not make that move, with the problem's code.
    """

    to: State
    moved: tuple[Moved, ...]
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person corrects of an invoice; None leaves it as it is. Cents."""

    amount: Money | None = None
    invoice_date: date | None = None
    care_date: date | None = None
    batch: str | None = None
    amc: str | None = None
    payer: str | None = None
    operator: str | None = None


class ClaimChanges:
    """Moves many invoices at once, corrects one, and takes either back."""

    def __init__(self, register: Register, catalogue: Catalogue, clock: Clock, changes: Changes) -> None:
        self._register, self._catalogue = register, catalogue
        self._clock, self._changes = clock, changes

    def move_many(
        self,
        who: str,
        chosen: Sequence[int] | Mapping[int, int] | ClaimFilter,
        to: State,
        reason: str = "",
        stop: Stop | None = None,
    ) -> BulkMove:
        """Change the situation of the invoices chosen by number or by filter, in one transaction.

        A mapping gives each number with the version seen: what somebody changed since is left.
        Those that may not make the move are told and left. Raises ``reason_needed``,
        ``nir_refused``, ``nothing_to_move`` and ``changed_meanwhile``, and ``Cancelled`` when stopping
        was asked: then nothing is changed.
        """
        refuse_nir(reason)
        stop = stop or Stop()
        moved: list[Claim] = []
        seen: list[Claim] = []
        refused: list[tuple[str, str]] = []
        with self._register.write(who) as tx:
            for count, claim in enumerate(self._chosen(tx, chosen)):
                if count % _EACH == 0:
                    stop.check()
                if isinstance(chosen, Mapping) and chosen[claim.id] != claim.version:
                    refused.append((claim.invoice, "changed_meanwhile"))
                    continue
                try:
                    after = move(claim, to, reason)
                except Problem as problem:
                    if problem.code == "reason_needed":
                        raise
                    refused.append((claim.invoice, problem.code))
                    continue
                seen.append(claim)
                moved.append(after)
            if not moved and any(code == "changed_meanwhile" for _invoice, code in refused):
                raise Problem("changed_meanwhile", {"what": refused[0][0]})
            if not moved:
                raise Problem("nothing_to_move", {"claims": len(refused)})
            stop.check()
            tx.claims.update_many(moved)
            stop.check()
            tx.claims.note(
                ClaimChange(c.id, tx.now, who, c.state.value, to.value, "moved", reason.strip()) for c in seen
            )
            stop.check()
            facts: dict[str, str | int] = {
                "after": to.value,
                "claims": len(moved),
                "cents": sum(claim.outstanding for claim in seen),
            }
            tx.journal.record("claims.moved_many", "", facts)
        self._changes.post(Kind.CLAIMS)
        steps = tuple(Moved(claim.id, claim.state, claim.version + 1) for claim in seen)
        return BulkMove(to, steps, tuple(refused))

    def undo_moves(self, who: str, bulk: BulkMove, stop: Stop | None = None) -> int:
        """Take a bulk move back; invoices changed since stay as they are. Returns how many went back.

        Raises ``nothing_to_move`` when every one was changed since, and ``Cancelled``.
        """
        stop = stop or Stop()
        back: list[Claim] = []
        with self._register.write(who) as tx:
            steps = {step.claim_id: step for step in bulk.moved}
            for count, claim in enumerate(tx.claims.get_many(steps)):
                if count % _EACH == 0:
                    stop.check()
                step = steps[claim.id]
                if (claim.version, claim.state) == (step.version, bulk.to):
                    back.append(replace(claim, state=step.before))
            if not back:
                raise Problem("nothing_to_move", {"claims": len(bulk.moved)})
            tx.claims.update_many(back)
            stop.check()
            tx.claims.note(
                ClaimChange(c.id, tx.now, who, bulk.to.value, c.state.value, "move_undone") for c in back
            )
            tx.journal.record("claims.moves_undone", "", {"claims": len(back), "before": bulk.to.value})
        self._changes.post(Kind.CLAIMS)
        return len(back)

    def edit(self, who: str, claim_id: int, edit: Edit, version: int = 0) -> Claim:
        """Correct an invoice; what was there stays in its history. ``version`` 0 = the newest.

        Raises ``claim_unknown``, ``claim_closed``, ``amount_not_positive``, ``amount_below_received``,
        ``date_in_future``, ``operator_unknown``, ``nir_refused``, ``claim_known`` and
        ``changed_meanwhile``.
        """
        refuse_nir(edit.amc or "", edit.payer or "", edit.batch or "")
        if edit.operator:
            known_operators(self._catalogue, (edit.operator,))
        today = self._clock.today()
        if max(edit.invoice_date or today, edit.care_date or today) > today:
            raise Problem("date_in_future")
        with self._register.write(who) as tx:
            claim = tx.claims.get(claim_id)
            if claim is None:
                raise Problem("claim_unknown", {"id": claim_id})
            if claim.state in CLOSED:
                raise Problem("claim_closed", {"invoice": claim.invoice})
            after = _edited(claim, edit)
            if after == claim:
                return claim
            tx.claims.update(replace(after, version=version or claim.version))
            told = "; ".join(_differences(claim, after))
            state = claim.state.value
            tx.claims.note([ClaimChange(claim_id, tx.now, who, state, state, "edited", told)])
            facts = {"cents": after.amc_amount, "before": claim.amc_amount}
            tx.journal.record("claims.edited", str(claim_id), facts)
        self._changes.post(Kind.CLAIMS)
        return replace(after, version=(version or claim.version) + 1)

    def put_back(self, who: str, seen: Claim) -> Claim:
        """Make an invoice again what it was when it was ``seen``, before one deed of its own changed it.

        Raises ``claim_unknown``, ``claim_known`` where its former number was given since, and
        ``changed_meanwhile`` when that deed is not the last one.
        """
        with self._register.write(who) as tx:
            now = tx.claims.get(seen.id)
            if now is None:
                raise Problem("claim_unknown", {"id": seen.id})
            # The version after that one deed: the store refuses any other.
            back = replace(seen, version=seen.version + 1)
            tx.claims.update(back)
            told = "; ".join(_differences(now, back))
            tx.claims.note(
                [ClaimChange(seen.id, tx.now, who, now.state.value, back.state.value, "put_back", told)]
            )
            tx.journal.record("claims.put_back", str(seen.id))
        self._changes.post(Kind.CLAIMS)
        return replace(back, version=back.version + 1)

    def take_out(self, who: str, noted: Claim) -> None:
        """Remove an invoice that was just noted by hand, a slip, while nothing else speaks of it.

        Raises ``changed_meanwhile`` where somebody moved, corrected, announced, pointed or asked it since.
        """
        with self._register.write(who) as tx:
            asked = (tx.advances.basis(advance.id) for advance in tx.advances.all())
            if (
                len(tx.claims.history(noted.id)) != 1
                or tx.notices.lines_of_claim(noted.id)
                or any(line.claim_id == noted.id for basis in asked for line in basis)
            ):
                raise Problem("changed_meanwhile", {"what": noted.invoice})
            tx.claims.remove(noted)
            tx.journal.record("claims.taken_out", str(noted.id), {"cents": noted.amc_amount})
        self._changes.post(Kind.CLAIMS)

    def _chosen(self, tx: Transaction, chosen: Iterable[int] | ClaimFilter) -> tuple[Claim, ...]:
        if isinstance(chosen, ClaimFilter):
            return tx.claims.find(chosen, today=self._clock.today())
        return tx.claims.get_many(chosen)


def _edited(claim: Claim, edit: Edit) -> Claim:
    after = claim
    if edit.amount is not None and edit.amount != claim.amc_amount:
        if edit.amount <= 0:
            raise Problem("amount_not_positive")
        if edit.amount < claim.received:
            raise Problem("amount_below_received", {"received": plain_money(claim.received)})
        due = claim.due if claim.due is not None and claim.due < edit.amount else None
        after = replace(after, amc_amount=edit.amount, due=due)
    if edit.amc is not None:
        after = replace(after, amc_raw=edit.amc.strip(), amc_number=canonical_amc(edit.amc))
    return replace(
        after,
        invoice_date=edit.invoice_date or claim.invoice_date,
        care_date=edit.care_date or claim.care_date,
        batch=claim.batch if edit.batch is None else edit.batch.strip(),
        payer=claim.payer if edit.payer is None else edit.payer.strip(),
        operator=claim.operator if edit.operator is None else edit.operator,
    )


# History is kept in French: it is read by the pharmacy, and printed for an operator.
_WORDS = (
    ("invoice", "n° de facture"),
    ("amc_amount", "part AMC"),
    ("invoice_date", "date de facture"),
    ("care_date", "date des soins"),
    ("batch", "lot"),
    ("amc_raw", "n° AMC"),
    ("payer", "mutuelle"),
    ("operator", "opérateur"),
)


def _differences(before: Claim, after: Claim) -> list[str]:
    told = []
    for name, word in _WORDS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            told.append(f"{word} : {_shown(name, old)} → {_shown(name, new)}")
    return told


def _shown(name: str, value: object) -> str:
    if name == "amc_amount" and isinstance(value, int):
        return plain_money(value)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value) if value else "–"
