"""Who may decide: the owner's verbs, lent for a time, and the PIN that stands before them.

Argon2id makes each try slow, wrong ones in a row make the next one wait, and the count is kept
in the register: closing the program or setting the clock back forgets nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pharmassist.domain.people import Person, Role
from pharmassist.domain.pins import Delegation, Pin, checked_pin, may_decide, wait_after
from pharmassist.domain.problems import Problem
from pharmassist.domain.recovery_key import fingerprint, key_id, read_recovery_key
from pharmassist.domain.secrets import Secret
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.pins import PinHash
from pharmassist.services.ports.register import Register, Transaction

LONGEST_DELEGATION = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Power:
    """What a person may do today: ``until`` is the last day of a delegation, None for an owner."""

    person: Person
    decides: bool
    until: date | None
    has_pin: bool


class Pins:
    """Checks and keeps PINs, lends the owner's verbs.

    Every verb of an owner begins with :meth:`owner_only`. What it protects from is a slip and a
    borrowed chair, not another program of the same session.
    """

    def __init__(self, register: Register, hashing: PinHash, clock: Clock, changes: Changes) -> None:
        self._register, self._hashing = register, hashing
        self._clock, self._changes = clock, changes

    # --- asking ---------------------------------------------------------------------

    def power(self, initials: str) -> Power:
        """Tell what a person may do today; raises ``person_unknown``."""
        with self._register.read() as tx:
            return self._power(tx, _known(tx, initials))

    def powers(self) -> tuple[Power, ...]:
        """Tell it of everybody who may act."""
        with self._register.read() as tx:
            return tuple(self._power(tx, person) for person in tx.people.people() if person.active)

    def owner_only(self, who: str, pin: Secret | None = None) -> Person:
        """Let an owner, or a delegate of today, pass; their PIN is asked once one is set.

        Raises ``owner_needed``, ``pin_needed`` (ask it and call again), ``pin_wrong`` and ``pin_wait``.
        """
        power = self.power(who)
        if not power.decides:
            raise Problem("owner_needed", {"who": power.person.initials})
        if power.has_pin:
            if pin is None or not pin.reveal():
                raise Problem("pin_needed", {"who": power.person.initials})
            self.check(who, pin)
        return power.person

    def check(self, who: str, pin: Secret) -> None:
        """Compare a PIN; raises ``pin_absent``, ``pin_wrong``, ``pin_wait`` (not even looked at).

        The try is counted before anybody learns how it went.
        """
        with self._register.write(who) as tx:
            person = _known(tx, who)
            kept = tx.pins.pin(person.id)
            if kept is None:
                raise Problem("pin_absent", {"who": person.initials})
            if kept.wait_until is not None and tx.now < kept.wait_until:
                left = kept.wait_until - tx.now
                raise Problem("pin_wait", {"seconds": left // timedelta(seconds=1) + 1})
            right = self._hashing.holds(kept.digest, pin)
            failures = 0 if right else kept.failures + 1
            wait = wait_after(failures)
            if failures != kept.failures:
                until = tx.now + wait if wait else None
                tx.pins.save(replace(kept, failures=failures, wait_until=until))
                what = "pin.accepted" if right else "pin.refused"
                tx.journal.record(what, person.initials, {"failures": kept.failures if right else failures})
        if not right:
            raise Problem("pin_wrong", {"seconds": wait // timedelta(seconds=1)}, retryable=True)

    # --- setting --------------------------------------------------------------------

    def set(self, who: str, new: Secret, old: Secret | None = None) -> None:
        """Give oneself a PIN, or another one for the ``old``.

        Raises ``pin_form``, ``pin_simple``, ``pin_needed`` and those of :meth:`check`.
        """
        checked_pin(new)
        power = self.power(who)
        if power.has_pin:
            if old is None or not old.reveal():
                raise Problem("pin_needed", {"who": power.person.initials})
            self.check(who, old)
        self._keep(who, power.person, new, "pin.set")

    def reset(self, who: str, new: Secret, recovery_key: Secret) -> None:
        """Give oneself a new PIN in place of a forgotten one, with the recovery sheet.

        Raises ``recovery_key_…``, ``recovery_key_other`` (the sheet of another key) and ``pin_form``.
        """
        checked_pin(new)
        key = read_recovery_key(recovery_key.reveal())
        if not fingerprint(key).startswith(self._register.key_id):
            raise Problem("recovery_key_other", {"expected": self._register.key_id, "given": key_id(key)})
        self._keep(who, self.power(who).person, new, "pin.reset")

    def remove(self, who: str, pin: Secret) -> None:
        """Do without a PIN again, for the one in force."""
        self.check(who, pin)
        with self._register.write(who) as tx:
            person = _known(tx, who)
            tx.pins.remove(person.id)
            tx.journal.record("pin.removed", person.initials)
        self._changes.post(Kind.PEOPLE)

    # --- lending --------------------------------------------------------------------

    def delegate(
        self, who: str, initials: str, until: date, since: date | None = None, pin: Secret | None = None
    ) -> Delegation:
        """Lend the owner's verbs to a person until a day, that day included. An owner's own verb.

        Raises ``owner_itself``, ``delegation_days``, ``person_unknown`` and those of :meth:`owner_only`.
        """
        self._owner_itself(who, pin)
        today = self._clock.today()
        first = since or today
        if until < first or until < today or until - first > LONGEST_DELEGATION:
            raise Problem("delegation_days")
        with self._register.write(who) as tx:
            person = _known(tx, initials)
            if person.role is Role.OWNER:
                raise Problem("delegation_to_owner", {"initials": person.initials})
            for one in tx.pins.delegations():
                if one.person_id == person.id and one.ended_at is None and one.until >= today:
                    tx.pins.update_delegation(replace(one, ended_at=tx.now))
            lent = Delegation(person.id, first, until, who)
            lent = replace(lent, id=tx.pins.delegate(lent))
            days = {"since": first.isoformat(), "until": until.isoformat()}
            tx.journal.record("people.delegated", person.initials, days)
        self._changes.post(Kind.PEOPLE)
        return lent

    def take_back(self, who: str, initials: str, pin: Secret | None = None) -> None:
        """End a person's delegation now; raises ``delegation_none``."""
        self._owner_itself(who, pin)
        with self._register.write(who) as tx:
            person = _known(tx, initials)
            today = self._clock.today()
            lent = [
                one
                for one in tx.pins.delegations()
                if one.person_id == person.id and one.ended_at is None and one.until >= today
            ]
            if not lent:
                raise Problem("delegation_none", {"initials": person.initials})
            for one in lent:
                tx.pins.update_delegation(replace(one, ended_at=tx.now))
            tx.journal.record("people.delegation_ended", person.initials)
        self._changes.post(Kind.PEOPLE)

    # --- inside ---------------------------------------------------------------------

    def _owner_itself(self, who: str, pin: Secret | None) -> None:
        """Let an owner pass, but no delegate: what is lent cannot be lent on."""
        if self.owner_only(who, pin).role is not Role.OWNER:
            raise Problem("owner_itself", {"who": who})

    def _keep(self, who: str, person: Person, new: Secret, what: str) -> None:
        digest = self._hashing.make(new)
        with self._register.write(who) as tx:
            tx.pins.save(Pin(person.id, digest))
            tx.journal.record(what, person.initials)
        self._changes.post(Kind.PEOPLE)

    def _power(self, tx: Transaction, person: Person) -> Power:
        today, lent = self._clock.today(), tx.pins.delegations()
        until = [one.until for one in lent if one.person_id == person.id and one.covers(today)]
        has_pin = tx.pins.pin(person.id) is not None
        last = max(until, default=None) if person.role is not Role.OWNER else None
        return Power(person, may_decide(person, lent, today), last, has_pin)


def _known(tx: Transaction, initials: str) -> Person:
    """Return who has these initials and may act; raises ``person_unknown``."""
    for person in tx.people.people():
        if person.active and person.initials.casefold() == initials.strip().casefold():
            return person
    raise Problem("person_unknown", {"initials": initials[:8]})
