"""Invoices waiting: note one, list, sum, move, link a number to the one it replaces, export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pharmassist.domain.barcodes import decode_reader
from pharmassist.domain.claims import (
    CLOSED,
    SITUATIONS,
    Claim,
    ClaimChange,
    ClaimFilter,
    OperatorOutstanding,
    State,
    Tally,
    move,
)
from pharmassist.domain.identifiers import canonical_amc, clean_invoice, refuse_nir
from pharmassist.domain.imports import ImportRecord
from pharmassist.domain.money import Money, plain_money
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.claim_changes import ClaimChanges
from pharmassist.services.claim_lists import ClaimLists
from pharmassist.services.claim_words import state_text
from pharmassist.services.composing.french import STATE_WORDS
from pharmassist.services.directory import known_operators, operator_names, single_operators
from pharmassist.services.jobs import Stop
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.files import Files
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction

EXPORT_HEADER = (
    "N° de facture",
    "Lot",
    "Date de facture",
    "Date des soins",
    "Date de télétransmission",
    "N° AMC",
    "Mutuelle",
    "Opérateur",
    "Part AMC",
    "Annoncé",
    "Reçu",
    "Âge (jours ouvrés)",
    "État",
)
"""Titles of an exported list: those of ``resources/profiles/pharmassist-export.toml``."""

_EACH = 2_000
_LAST_POCHETTE = "last_pochette"


@dataclass(frozen=True, slots=True)
class NewClaim:
    """What is typed for one invoice; ``amc`` is a number or a mutuelle's name. Cents."""

    invoice: str
    amount: Money
    invoice_date: date | None = None
    amc: str = ""
    operator: str = ""
    care_date: date | None = None
    batch: str = ""
    situation: State = State.TRANSMITTED


@dataclass(frozen=True, slots=True)
class ClaimView:
    """An invoice with its history and its links."""

    claim: Claim
    history: tuple[ClaimChange, ...]
    replaces: Claim | None
    replaced_by: Claim | None
    brought_by: ImportRecord | None


@dataclass(frozen=True, slots=True)
class PendingReplacement:
    """A new number and the open invoice it seems to replace: a person says yes or no."""

    new: Claim
    old: Claim


class Claims:
    """The invoices of the register; ``lists`` answers about the encours, ``by_hand`` changes many."""

    def __init__(
        self, register: Register, files: Files, catalogue: Catalogue, clock: Clock, changes: Changes
    ) -> None:
        self._register, self._files, self._catalogue = register, files, catalogue
        self._clock, self._changes = clock, changes
        self.lists = ClaimLists(register, files, catalogue, clock, changes)
        self.by_hand = ClaimChanges(register, catalogue, clock, changes)

    def add(self, who: str, draft: NewClaim) -> Claim:
        """Note one invoice and return it as stored; set aside without a number it is a pochette, ``P17``.

        Raises ``nir_refused``, ``invoice_unreadable``, ``amount_not_positive``,
        ``situation_refused``, ``operator_unknown``, ``payer_missing``, ``date_in_future``,
        and ``claim_exists`` with the earlier one's id.
        """
        typed = decode_reader(draft.invoice)
        refuse_nir(draft.invoice, typed, draft.amc, draft.batch)
        pochette = draft.situation is State.SET_ASIDE and not typed
        number = "" if pochette else clean_invoice(typed)
        if draft.amount <= 0:
            raise Problem("amount_not_positive")
        if draft.situation not in SITUATIONS:
            raise Problem("situation_refused", {"state": draft.situation.value})
        if not draft.amc.strip() and not draft.operator:
            raise Problem("payer_missing")
        if draft.operator:
            known_operators(self._catalogue, (draft.operator,))
        today = self._clock.today()
        day = draft.invoice_date or (None if draft.care_date else today)
        if max(day or today, draft.care_date or today) > today:
            raise Problem("date_in_future")
        amc_number = canonical_amc(draft.amc)
        with self._register.write(who) as tx:
            claim = Claim(
                invoice=number or _next_pochette(tx),
                amc_amount=draft.amount,
                invoice_date=day,
                care_date=draft.care_date,
                batch=draft.batch.strip(),
                payer=self._payer(tx, amc_number, draft.amc),
                amc_raw=draft.amc.strip() if amc_number else "",
                amc_number=amc_number,
                operator=draft.operator or single_operators(tx.operators.insurers()).get(amc_number, ""),
                state=draft.situation,
            )
            known = tx.claims.by_identity(*claim.identity)
            if known is not None:
                amount = plain_money(known.amc_amount)
                raise Problem("claim_exists", {"invoice": known.invoice, "id": known.id, "amount": amount})
            claim = replace(claim, id=tx.claims.add(claim))
            note = ClaimChange(claim.id, tx.now, who, "", claim.state.value, "noted")
            tx.claims.note([note])
            facts = {"cents": claim.amc_amount, "state": claim.state.value}
            tx.journal.record("claims.noted", str(claim.id), facts)
        self._changes.post(Kind.CLAIMS)
        return claim

    def _payer(self, tx: Transaction, amc_number: str, typed: str) -> str:
        if not amc_number:
            return typed.strip()
        entries = (*tx.operators.insurers(), *self._catalogue.insurers())
        return next((entry.name for entry in entries if entry.amc_number == amc_number), "")

    def list(
        self,
        wanted: ClaimFilter | None = None,
        *,
        sort: str = "day",
        descending: bool = False,
        offset: int = 0,
        limit: int | None = None,
    ) -> tuple[Claim, ...]:
        """List one page; without a filter the encours, oldest first. Raises ``sort_unknown``."""
        with self._register.read() as tx:
            try:
                return tx.claims.find(
                    wanted or ClaimFilter(),
                    today=self._clock.today(),
                    sort=sort,
                    descending=descending,
                    offset=offset,
                    limit=limit,
                )
            except ValueError as error:
                raise Problem("sort_unknown", {"text": sort[:40]}) from error

    def tally(self, wanted: ClaimFilter | None = None) -> Tally:
        """Count and sum in cents: what each counts for in the encours, amounts where all states."""
        with self._register.read() as tx:
            return tx.claims.tally(wanted or ClaimFilter(), today=self._clock.today())

    def by_operator(self) -> tuple[OperatorOutstanding, ...]:
        """Return the encours by operator and age band, largest first; ``""`` is unknown."""
        with self._register.read() as tx:
            return tx.claims.outstanding_by_operator(today=self._clock.today())

    def show(self, claim_id: int) -> ClaimView:
        """Return an invoice with its history; raises ``Problem("claim_unknown")``."""
        with self._register.read() as tx:
            claim = _get(tx, claim_id)
            candidates: tuple[Claim, ...] = ()
            if claim.state is State.REBILLED:
                same_amc = ClaimFilter(all_states=True, amc_number=claim.amc_number)
                candidates = tx.claims.find(same_amc, today=self._clock.today())
            replaced_by = next((c for c in candidates if c.replaces and _replaced(tx, c) == claim), None)
            return ClaimView(
                claim,
                tx.claims.history(claim_id),
                _replaced(tx, claim),
                replaced_by,
                tx.imports.get(claim.import_id) if claim.import_id else None,
            )

    def move(self, who: str, claim_id: int, to: State, reason: str = "", version: int = 0) -> Claim:
        """Change the situation of an invoice; ``version`` is the one seen, 0 for the newest.

        Raises ``claim_unknown``, ``move_refused``, ``reason_needed``, ``nir_refused`` and
        ``changed_meanwhile``.
        """
        refuse_nir(reason)
        with self._register.write(who) as tx:
            claim = _get(tx, claim_id)
            moved = replace(_moved(claim, to, reason), version=version or claim.version)
            self._change(tx, who, claim, moved, "moved", reason.strip())
            facts = {"before": claim.state.value, "after": to.value}
            tx.journal.record("claims.moved", str(claim_id), facts)
        self._changes.post(Kind.CLAIMS)
        return replace(moved, version=moved.version + 1)

    def renumber(self, who: str, claim_id: int, invoice: str) -> Claim:
        """Give a pochette its real number; raises ``not_a_pochette`` and ``claim_known``."""
        refuse_nir(invoice, decode_reader(invoice))
        number = clean_invoice(decode_reader(invoice))
        with self._register.write(who) as tx:
            claim = _get(tx, claim_id)
            if not claim.invoice.startswith("P"):
                raise Problem("not_a_pochette", {"invoice": claim.invoice})
            named = replace(claim, invoice=number)
            self._change(tx, who, claim, named, "renumbered", claim.invoice)
            tx.journal.record("claims.renumbered", str(claim_id), {"before": claim.invoice, "after": number})
        self._changes.post(Kind.CLAIMS)
        return replace(named, version=named.version + 1)

    def pending_replacements(self) -> tuple[PendingReplacement, ...]:
        """List new numbers whose old invoice is still open: each counts twice until it is answered."""
        found = []
        with self._register.read() as tx:
            for claim in tx.claims.find(ClaimFilter(replacing=True), today=self._clock.today()):
                old = _replaced(tx, claim)
                if old is not None and old.state not in CLOSED:
                    found.append(PendingReplacement(claim, old))
        return tuple(found)

    def confirm_replacement(self, who: str, claim_id: int) -> Claim:
        """Say that an invoice replaces the older one, which is recycled; returns the older one.

        Raises ``claim_unknown`` and ``replacement_unknown``.
        """
        with self._register.write(who) as tx:
            claim = _get(tx, claim_id)
            old = _replaced(tx, claim)
            if old is None or old.state in CLOSED:
                raise Problem("replacement_unknown", {"invoice": claim.invoice})
            recycled = replace(old, state=State.REBILLED)
            self._change(tx, who, old, recycled, "replaced", claim.invoice)
            facts = {"old": old.id, "cents": old.outstanding}
            tx.journal.record("claims.replacement_confirmed", str(claim.id), facts)
        self._changes.post(Kind.CLAIMS)
        return replace(recycled, version=recycled.version + 1)

    def decline_replacement(self, who: str, claim_id: int) -> Claim:
        """Say that an invoice replaces none: the link goes, and the older one is open again.

        Raises ``claim_unknown`` and ``replacement_unknown``.
        """
        with self._register.write(who) as tx:
            claim = _get(tx, claim_id)
            old = _replaced(tx, claim)
            if old is None:
                raise Problem("replacement_unknown", {"invoice": claim.invoice})
            if old.state is State.REBILLED:
                back = replace(old, state=State.LEFT_OUTSTANDING)
                self._change(tx, who, old, back, "replacement_declined", claim.invoice)
            alone = replace(claim, replaces="")
            self._change(tx, who, claim, alone, "replacement_declined", old.invoice)
            tx.journal.record("claims.replacement_declined", str(claim.id), {"old": old.id})
        self._changes.post(Kind.CLAIMS)
        return replace(alone, version=alone.version + 1)

    def export(
        self, who: str, path: Path, wanted: ClaimFilter | None = None, stop: Stop | None = None
    ) -> int:
        """Write a list as CSV or XLSX by the file's ending, in French; returns how many invoices.

        Raises ``table_kind_unknown`` and ``file_not_written``, and ``Cancelled``: then no file is there.
        """
        stop = stop or Stop()
        with self._register.read() as tx:
            claims = tx.claims.find(wanted or ClaimFilter(), today=self._clock.today())
            alsace = tx.people.pharmacy().alsace_moselle
        names = operator_names(self._catalogue, printed=True)
        self._files.write_table(path, EXPORT_HEADER, self._export_rows(claims, names, alsace, stop))
        with self._register.write(who) as tx:
            tx.journal.record("claims.exported", path.suffix.lstrip("."), {"claims": len(claims)})
        self._changes.post()
        return len(claims)

    def _export_rows(
        self, claims: Sequence[Claim], names: dict[str, str], alsace: bool, stop: Stop
    ) -> Iterator[tuple[str, ...]]:
        today = self._clock.today()
        ages: dict[date | None, int] = {}
        for count, claim in enumerate(claims):
            if count % _EACH == 0:
                stop.check()
            if claim.day not in ages:
                ages[claim.day] = claim.age(today, alsace)
            yield (
                claim.invoice,
                claim.batch,
                _iso(claim.invoice_date),
                _iso(claim.care_date),
                _iso(claim.transmission_date),
                claim.amc_raw or claim.amc_number,
                claim.payer,
                names.get(claim.operator, claim.operator),
                plain_money(claim.amc_amount),
                plain_money(claim.announced),
                plain_money(claim.received),
                str(ages[claim.day]),
                STATE_WORDS[claim.state],
            )

    @staticmethod
    def _change(tx: Transaction, who: str, before: Claim, after: Claim, cause: str, reason: str) -> None:
        tx.claims.update(after)
        change = ClaimChange(
            before.id, tx.now, who, before.state.value, after.state.value, cause, reason, import_id=0
        )
        tx.claims.note([change])


def _moved(claim: Claim, to: State, reason: str) -> Claim:
    """Move a claim; a refusal names the states in words."""
    try:
        return move(claim, to, reason)
    except Problem as problem:
        words = {key: state_text(State(str(value))) for key, value in problem.values.items()}
        raise Problem(problem.code, words) from problem


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _get(tx: Transaction, claim_id: int) -> Claim:
    claim = tx.claims.get(claim_id)
    if claim is None:
        raise Problem("claim_unknown", {"id": claim_id})
    return claim


def _next_pochette(tx: Transaction) -> str:
    """Return the next number of a pochette; one that got its real number is never given again."""
    number = int(tx.people.settings().get(_LAST_POCHETTE, "0")) + 1
    while tx.claims.by_invoice(f"P{number}"):
        number += 1
    tx.people.set_setting(_LAST_POCHETTE, str(number))
    return f"P{number}"


def _replaced(tx: Transaction, claim: Claim) -> Claim | None:
    """Return the invoice that ``claim`` says it replaces: same number, care date and amount."""
    if not claim.replaces:
        return None
    same = [
        old
        for old in tx.claims.by_invoice(claim.replaces)
        if old.care_date == claim.care_date and old.listed == claim.listed
    ]
    return same[-1] if same else None
