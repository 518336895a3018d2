"""Cash in an incident: four dated lines against what is missing, the written threshold, the bank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pharmassist.domain.cash import (
    CashKind,
    CashLine,
    Creditor,
    Threshold,
    checked_creditor,
    read_creditors,
    write_creditors,
)
from pharmassist.domain.claims import ADVANCEABLE, ClaimFilter, Tally
from pharmassist.domain.identifiers import refuse_nir
from pharmassist.domain.money import Money
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.advance_money import to_give_back
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.pins import Pins
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.texts import translate as _

_CREDITORS, _BANK, _THRESHOLD = "bank.creditors", "bank.address", "cash.threshold"


@dataclass(frozen=True, slots=True)
class Missing:
    """What an operator owes of transmitted invoices, and the age of the oldest in working days."""

    operator: str
    tally: Tally
    oldest_days: int
    crossed: bool = False
    """Beyond the threshold that the titulaire wrote."""


@dataclass(frozen=True, slots=True)
class CashView:
    """The four lines by day, what is missing, what was advanced and must be given back."""

    lines: tuple[CashLine, ...]
    missing: tuple[Missing, ...]
    advanced: Money
    threshold: Threshold | None
    creditors: tuple[Creditor, ...]
    bank: str

    @property
    def missing_cents(self) -> Money:
        """The sum that is missing."""
        return sum(one.tally.cents for one in self.missing)

    def due_until(self, line: CashLine) -> Money:
        """Return what must be paid up to and with a line."""
        return sum(one.cents for one in self.lines if one.day <= line.day)


class Cash:
    """Keeps these few facts; only an owner writes the threshold."""

    def __init__(
        self, register: Register, catalogue: Catalogue, pins: Pins, clock: Clock, changes: Changes
    ) -> None:
        self._register, self._catalogue, self._pins = register, catalogue, pins
        self._clock, self._changes = clock, changes

    def view(self) -> CashView:
        """Return all of it as it stands today."""
        today = self._clock.today()
        operators = tuple(one.id for one in self._catalogue.operators())
        with self._register.read() as tx:
            settings = tx.people.settings()
            threshold = threshold_of(settings)
            advanced = sum(left for one in operators for _advance, left in to_give_back(tx, one))
            return CashView(
                cash_lines(settings),
                missing_by_operator(tx, operators, threshold, today),
                advanced,
                threshold,
                read_creditors(settings.get(_CREDITORS, "")),
                settings.get(_BANK, ""),
            )

    def set_line(self, who: str, kind: CashKind, day: date | None, cents: Money = 0) -> None:
        """Write a line, or (no day) take it away; raises ``amount_not_positive``."""
        self.set_lines(who, {kind: CashLine(kind, day, cents) if day else None})

    def set_lines(self, who: str, lines: Mapping[CashKind, CashLine | None]) -> None:
        """Write lines, or (None) take them away, in one transaction; raises ``amount_not_positive``."""
        if any(line is not None and line.cents <= 0 for line in lines.values()):
            raise Problem("amount_not_positive")
        with self._register.write(who) as tx:
            for kind, line in lines.items():
                text = f"{line.day.isoformat()} {line.cents}" if line else ""
                tx.people.set_setting(f"cash.{kind.value}", text)
                tx.journal.record("cash.line", kind.value)
        self._changes.post(Kind.ADVANCES)

    def write_threshold(self, who: str, cents: Money, days: int, pin: Secret | None = None) -> Threshold:
        """Write from when the titulaire decides whether to suspend. An owner's own verb.

        Raises those of ``Pins.owner_only``, and ``threshold_empty``.
        """
        if cents < 0 or days < 0 or not (cents or days):
            raise Problem("threshold_empty")
        who = self._pins.owner_only(who, pin).initials
        threshold = Threshold(cents, days, who, self._clock.today())
        with self._register.write(who) as tx:
            tx.people.set_setting(_THRESHOLD, _threshold_text(threshold))
            tx.journal.record("cash.threshold", "", {"cents": cents, "days": days})
        self._changes.post(Kind.ADVANCES)
        return threshold

    def put_back_threshold(
        self, who: str, written: Threshold, before: Threshold | None, pin: Secret | None = None
    ) -> None:
        """Take a threshold back that was written: the one before stands again. An owner's own verb.

        Raises those of ``Pins.owner_only``, and ``changed_meanwhile`` when it is no longer in force.
        """
        who = self._pins.owner_only(who, pin).initials
        with self._register.write(who) as tx:
            if threshold_of(tx.people.settings()) != written:
                raise Problem("changed_meanwhile", {"what": _("The threshold")})
            tx.people.set_setting(_THRESHOLD, _threshold_text(before) if before else "")
            if before is None:
                tx.journal.record("cash.threshold_removed")
            else:
                facts = {"cents": before.cents, "days": before.days}
                tx.journal.record("cash.threshold_put_back", "", facts)
        self._changes.post(Kind.ADVANCES)

    def remove_threshold(self, who: str, pin: Secret | None = None) -> None:
        """Do without a threshold again. An owner's own verb."""
        who = self._pins.owner_only(who, pin).initials
        self._write(who, _THRESHOLD, "", "cash.threshold_removed", "")

    def add_creditor(self, who: str, name: str, ics: str = "") -> tuple[Creditor, ...]:
        """Authorise a creditor to debit the account; the same name again replaces its identifier.

        Raises as ``checked_creditor``, and ``nir_refused``.
        """
        refuse_nir(name, ics)
        creditor = checked_creditor(name, ics)
        return self._creditors(who, creditor.name, (creditor,), "bank.creditor_added")

    def remove_creditor(self, who: str, name: str) -> tuple[Creditor, ...]:
        """Take a creditor off the list."""
        return self._creditors(who, name, (), "bank.creditor_removed")

    def set_bank(self, who: str, address: str) -> None:
        """Write the bank's name and address, one line each: where letters go."""
        refuse_nir(address)
        self._write(who, _BANK, address.strip()[:400], "setting.changed", _BANK)

    def _creditors(self, who: str, name: str, more: tuple[Creditor, ...], what: str) -> tuple[Creditor, ...]:
        with self._register.write(who) as tx:
            known = read_creditors(tx.people.settings().get(_CREDITORS, ""))
            kept = [one for one in known if one.name.casefold() != name.casefold()]
            creditors = tuple(sorted((*kept, *more), key=lambda one: one.name.casefold()))
            tx.people.set_setting(_CREDITORS, write_creditors(creditors))
            tx.journal.record(what, name[:80])
        self._changes.post(Kind.ADVANCES)
        return creditors

    def _write(self, who: str, key: str, text: str, what: str, subject: str) -> None:
        with self._register.write(who) as tx:
            tx.people.set_setting(key, text)
            tx.journal.record(what, subject)
        self._changes.post(Kind.ADVANCES)


def _threshold_text(threshold: Threshold) -> str:
    written_on = threshold.written_on.isoformat()
    return f"{threshold.cents} {threshold.days} {threshold.written_by} {written_on}"


def threshold_of(settings: Mapping[str, str]) -> Threshold | None:
    """Read the threshold in force, None where none was written."""
    parts = settings.get(_THRESHOLD, "").split()
    if len(parts) != 4:
        return None
    return Threshold(int(parts[0]), int(parts[1]), parts[2], date.fromisoformat(parts[3]))


def missing_by_operator(
    tx: Transaction, operators: tuple[str, ...], threshold: Threshold | None, today: date
) -> tuple[Missing, ...]:
    """Return what is transmitted and not received, largest first; the rule of the acompte."""
    alsace = tx.people.pharmacy().alsace_moselle
    found = []
    for operator in operators:
        wanted = ClaimFilter(operator, states=ADVANCEABLE)
        tally = tx.claims.tally(wanted, today=today)
        if not tally.count:
            continue
        oldest = tx.claims.find(wanted, today=today, sort="age", descending=True, limit=1)
        days = oldest[0].age(today, alsace) if oldest else 0
        crossed = threshold is not None and threshold.crossed_by(tally.cents, days)
        found.append(Missing(operator, tally, days, crossed))
    return tuple(sorted(found, key=lambda one: -one.tally.cents))


def cash_lines(settings: Mapping[str, str]) -> tuple[CashLine, ...]:
    """Read the lines that were written, by day."""
    lines = []
    for kind in CashKind:
        parts = settings.get(f"cash.{kind.value}", "").split()
        if len(parts) == 2:
            lines.append(CashLine(kind, date.fromisoformat(parts[0]), int(parts[1])))
    return tuple(sorted(lines, key=lambda line: (line.day, line.kind)))
