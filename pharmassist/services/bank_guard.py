"""The guard of bank details: call back, a second person, a day, then an owner applies; or it is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from pharmassist.domain.bank_details import LAST_SIGNS, BankChange, Outcome, Side, Way, missing
from pharmassist.domain.identifiers import refuse_nir
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.pins import Pins
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.texts import moment
from pharmassist.services.texts import translate as _

RIB = "rib_last4"
"""Setting: the last signs of the pharmacy's own account number."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """A change, what still stands before it, and the numbers on file that may be called."""

    change: BankChange
    party: str
    missing: tuple[str, ...]
    numbers: tuple[str, ...]


class BankGuard:
    """Each step is signed; nothing of a message (its number, its link) counts as known."""

    def __init__(self, register: Register, catalogue: Catalogue, pins: Pins, changes: Changes) -> None:
        self._register, self._catalogue = register, catalogue
        self._pins, self._changes = pins, changes

    def list(self, *, open_only: bool = False) -> tuple[Guarded, ...]:
        """Return the changes, the latest first."""
        with self._register.read() as tx:
            return tuple(
                self._guarded(tx, change)
                for change in tx.bank_changes.all()
                if not open_only or change.outcome is Outcome.OPEN
            )

    def ask(self, who: str, side: Side, party: str, last4: str, way: Way) -> Guarded:
        """Note that a change is asked; raises ``bank_party_missing``, ``bank_last4``, ``nir_refused``."""
        name, signs = " ".join(party.split()), last4.strip().upper()
        refuse_nir(name)
        if not name:
            raise Problem("bank_party_missing")
        if not re.fullmatch(f"[0-9A-Z]{{{LAST_SIGNS}}}", signs):
            raise Problem("bank_last4")
        with self._write(who) as tx:
            change = BankChange(side, name, signs, way, tx.now, who)
            change = replace(change, id=tx.bank_changes.add(change))
            tx.journal.record("bank_details.asked", str(change.id), {"side": side.value, "way": way.value})
            return self._guarded(tx, change)

    def called(self, who: str, change_id: int, number: str, source: str, *, confirmed: bool) -> Guarded:
        """Note the call back. A number of our data needs no source, any other says where it was known from.

        A change that the other side does not know is refused at once: ``number`` was called, it is a fraud.
        Raises ``bank_number``, ``bank_number_source``, ``bank_change_unknown``, ``bank_change_ended``.
        """
        refuse_nir(source)
        digits = re.sub(r"[^0-9+]", "", number)
        if len(digits) < 4:
            raise Problem("bank_number")
        with self._write(who) as tx:
            change = _open(tx, change_id)
            on_file = {re.sub(r"[^0-9+]", "", known) for known in self._numbers(change)}
            if digits not in on_file and not source.strip():
                raise Problem("bank_number_source", {"number": number.strip()[:30]})
            told = replace(
                change,
                number=number.strip(),
                number_source=source.strip(),
                called_at=tx.now,
                called_by=who,
                second_by="",
            )
            facts: dict[str, str | int] = {"confirmed": "yes" if confirmed else "no"}
            if not confirmed:
                why = _("the other side knows nothing of it")
                told = replace(told, ended_at=tx.now, ended_by=who, outcome=Outcome.REFUSED, reason=why)
            tx.bank_changes.update(told)
            tx.journal.record("bank_details.called", str(change_id), facts)
            return self._guarded(tx, replace(told, version=told.version + 1))

    def second(self, who: str, change_id: int) -> Guarded:
        """Let a second person confirm, neither who asked nor who called: ``bank_second_same``."""
        with self._write(who) as tx:
            change = _open(tx, change_id)
            if change.called_at is None:
                raise Problem("bank_not_called")
            if who in (change.asked_by, change.called_by):
                raise Problem("bank_second_same", {"who": who})
            told = replace(change, second_by=who)
            tx.bank_changes.update(told)
            tx.journal.record("bank_details.seconded", str(change_id))
            return self._guarded(tx, replace(told, version=told.version + 1))

    def apply(self, who: str, change_id: int, pin: Secret | None = None) -> Guarded:
        """Let an owner say that it is done; our own last signs are kept then.

        Raises ``bank_not_called``, ``bank_second_needed``, ``bank_day`` and those of ``owner_only``.
        """
        self._pins.owner_only(who, pin)
        with self._write(who) as tx:
            change = _open(tx, change_id)
            steps = missing(change, tx.now, alone=_alone(tx))
            codes = {"call": "bank_not_called", "second": "bank_second_needed", "day": "bank_day"}
            if steps:
                left = change.ready_at - tx.now if change.ready_at else timedelta(0)
                hours = max(1, -(-left // timedelta(hours=1)))
                raise Problem(codes[steps[0]], {"hours": hours})
            told = replace(change, ended_at=tx.now, ended_by=who, outcome=Outcome.APPLIED)
            tx.bank_changes.update(told)
            if change.side is Side.OURS:
                tx.people.set_setting(RIB, change.last4)
            tx.journal.record("bank_details.applied", str(change_id), {"side": change.side.value})
            return self._guarded(tx, replace(told, version=told.version + 1))

    def refuse(self, who: str, change_id: int, reason: str) -> Guarded:
        """Give it up or refuse it, with the reason: ``bank_reason``."""
        refuse_nir(reason)
        if not reason.strip():
            raise Problem("bank_reason")
        with self._write(who) as tx:
            told = replace(
                _open(tx, change_id),
                ended_at=tx.now,
                ended_by=who,
                outcome=Outcome.REFUSED,
                reason=reason.strip(),
            )
            tx.bank_changes.update(told)
            tx.journal.record("bank_details.refused", str(change_id), {"reason": told.reason})
            return self._guarded(tx, replace(told, version=told.version + 1))

    def take_up(self, who: str, given_up: BankChange) -> Guarded:
        """Take up again what was given up by mistake: the call and the second person still stand for it.

        Raises ``changed_meanwhile``.
        """
        with self._write(who) as tx:
            told = replace(given_up, ended_at=None, ended_by="", outcome=Outcome.OPEN, reason="")
            tx.bank_changes.update(told)
            tx.journal.record("bank_details.taken_up", str(given_up.id))
            return self._guarded(tx, replace(told, version=told.version + 1))

    def one(self, change_id: int) -> Guarded:
        """Return one change; raises ``bank_change_unknown``."""
        with self._register.read() as tx:
            change = tx.bank_changes.get(change_id)
            if change is None:
                raise Problem("bank_change_unknown", {"id": change_id})
            return self._guarded(tx, change)

    def _guarded(self, tx: Transaction, change: BankChange) -> Guarded:
        steps = missing(change, tx.now, alone=_alone(tx)) if change.outcome is Outcome.OPEN else ()
        named = {operator.id: operator.name for operator in self._catalogue.operators()}
        party = named.get(change.party.casefold(), change.party)
        return Guarded(change, party, steps, self._numbers(change))

    def _numbers(self, change: BankChange) -> tuple[str, ...]:
        """Return the numbers of our data that may be called: verified, and not of a period gone by."""
        party, operators = change.party.casefold(), self._catalogue.operators()
        operator = next((one for one in operators if party in (one.id, one.name.casefold())), None)
        contacts = operator.contacts if operator else ()
        return tuple(
            one.value for one in contacts if one.kind == "phone" and not one.valid_only and not one.unverified
        )

    @contextmanager
    def _write(self, who: str) -> Iterator[Transaction]:
        with self._register.write(who) as tx:
            yield tx
        self._changes.post(Kind.PEOPLE)


def standing_words(guarded: Guarded) -> str:
    """Say what stands before a change, or how it ended."""
    change = guarded.change
    if change.outcome is Outcome.APPLIED:
        return _("applied")
    if change.outcome is Outcome.REFUSED:
        return _("refused, {reason}").format(reason=change.reason)
    day = _("a day after the call")
    if change.ready_at is not None:
        day = _("wait until {moment}").format(moment=moment(change.ready_at))
    words = {"call": _("call back a number known before"), "second": _("a second person"), "day": day}
    return ", ".join(words[step] for step in guarded.missing) or _("an owner may apply it")


def _alone(tx: Transaction) -> bool:
    """Tell whether one person only acts here: a second one cannot be asked for."""
    return sum(person.active for person in tx.people.people()) < 2


def _open(tx: Transaction, change_id: int) -> BankChange:
    change = tx.bank_changes.get(change_id)
    if change is None:
        raise Problem("bank_change_unknown", {"id": change_id})
    if change.outcome is not Outcome.OPEN:
        raise Problem("bank_change_ended")
    return change
