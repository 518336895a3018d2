"""The numbered passwords of an access: reserved in the register, kept in the vault, never overwritten."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import date

from pharmassist.domain.accesses import Access, Rotation, entry_name, mark_key_name
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.accesses import known_access
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.ports.register import Register
from pharmassist.services.ports.vault import Vault
from pharmassist.services.same import SamePassword, same_password

PROBED_AHEAD = 8
"""Entries looked for beyond the last known number: an older backup may have been restored."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered password: what it is for, and whether it is in the keyring of this PC.

    ``role`` is ``current``, ``candidate``, ``previous``, or ``spare`` (refused, or found after
    a restore or an interruption): a spare one is kept until the next purge.
    """

    number: int
    role: str
    here: bool


class Entries:
    """Reserves numbers and keeps, finds and removes what stands under them."""

    def __init__(self, register: Register, vault: Vault, changes: Changes) -> None:
        self._register, self._vault, self._changes = register, vault, changes

    def keep_new(self, who: str, access_id: int, secret: Secret) -> int:
        """Reserve a number in the register, then write its entry; no pointer moves."""
        if not secret.reveal():
            raise Problem("password_empty")
        with self._register.read() as tx:
            access = known_access(tx, access_id)
        number, mark = self.free_number(access), self.mark(secret)
        with self._register.write(who) as tx:
            access = known_access(tx, access_id)
            number = max(number, access.last_number + 1)
            tx.accesses.update(replace(access, last_number=number))
            tx.accesses.save_mark(access_id, number, mark)
            tx.journal.record("access.number_reserved", str(access_id), {"number": number})
        self._changes.post(Kind.ACCESSES)
        self._vault.keep(self._name(access_id, number), secret)
        return number

    def keep_reserved(self, access_id: int, number: int, secret: Secret) -> None:
        """Write the entry of a number reserved before; one that stands already is kept as it is."""
        if not self.has(access_id, number):
            self._vault.keep(self._name(access_id, number), secret)

    def free_number(self, access: Access) -> int:
        """Return the next number whose entry does not exist: a restored register may lag behind."""
        number = access.last_number + 1
        while self.has(access.id, number):
            number += 1
        return number

    def has(self, access_id: int, number: int) -> bool:
        """Tell whether an entry is in the keyring of this PC."""
        return self._vault.fetch(self._name(access_id, number)) is not None

    def fetch(self, access: Access, number: int) -> Secret:
        """Return a secret; raises ``password_not_here`` (number 0 = never known)."""
        secret = self._vault.fetch(self._name(access.id, number)) if number else None
        if secret is None:
            raise Problem("password_not_here", {"number": number, "login": access.login})
        return secret

    def ahead(self, access: Access) -> tuple[int, ...]:
        """Find entries that the register knows nothing of."""
        first = access.last_number + 1
        return tuple(number for number in range(first, first + PROBED_AHEAD) if self.has(access.id, number))

    def all(self, access: Access, rotation: Rotation | None) -> tuple[Entry, ...]:
        """List what the register points to, here or not, and the spare ones that are here."""
        roles = {access.previous: "previous", access.current: "current"}
        if rotation is not None:
            roles.setdefault(rotation.candidate, "candidate")
        entries = [
            Entry(number, roles.get(number, "spare"), self.has(access.id, number))
            for number in range(1, access.last_number + 1)
        ]
        return tuple(entry for entry in entries if entry.here or entry.role != "spare")

    def purge(self, who: str, access: Access, today: date) -> int:
        """Remove all but the password in force once its predecessor's days are over.

        Returns how many numbers were cleared; does nothing while a change is under way.
        """
        with self._register.read() as tx:
            running = tx.accesses.rotation(access.id)
        if access.previous_until is None or today < access.previous_until or running:
            return 0
        old = [number for number in range(1, access.last_number + 1) if number != access.current]
        for number in old:
            self._vault.destroy(self._name(access.id, number))
        with self._register.write(who) as tx:
            tx.accesses.update(replace(known_access(tx, access.id), previous=0, previous_until=None))
            tx.journal.record("access.previous_purged", str(access.id), {"removed": len(old)})
        self._changes.post(Kind.ACCESSES)
        return len(old)

    def mark(self, secret: Secret) -> str:
        """Return the keyed hash of a password: equal passwords have equal marks, and nothing more is told.

        Its key is in the keyring; the mark begins with the key's own sign, so that marks made on
        another PC are known for what they are: not comparable.
        """
        entry = mark_key_name(self._register.register_id)
        kept = self._vault.fetch(entry)
        if kept is None:
            kept = Secret(secrets.token_hex(32))
            self._vault.keep(entry, kept)
        key = bytes.fromhex(kept.reveal())
        digest = hmac.new(key, secret.reveal().encode("utf-8", "surrogatepass"), hashlib.sha256)
        return f"{self._sign(key)}:{digest.hexdigest()}"

    def same_elsewhere(self, access_id: int) -> SamePassword:
        """Tell where else the password under way, or the one in force, serves."""
        kept = self._vault.fetch(mark_key_name(self._register.register_id))
        sign = self._sign(bytes.fromhex(kept.reveal())) if kept is not None else ""
        with self._register.read() as tx:
            access, rotation = known_access(tx, access_id), tx.accesses.rotation(access_id)
            number = rotation.candidate if rotation else access.current
            return same_password(tx, access_id, number, sign)

    def _sign(self, key: bytes) -> str:
        return hashlib.sha256(b"pharmassist marks\x00" + key).hexdigest()[:8]

    def _name(self, access_id: int, number: int) -> str:
        return entry_name(self._register.register_id, access_id, number)
