"""The register's key: its sheet, its place in the keyring of this PC, and another one in its stead.

Keys are kept in the keyring by their id: after a renewal the old ones still open the old backups.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from pharmassist.domain.accesses import key_entry_name
from pharmassist.domain.problems import Problem
from pharmassist.domain.recovery_key import KEY_BYTES, key_id, write_recovery_key
from pharmassist.domain.secrets import Secret
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.ports.keys import Writing
from pharmassist.services.ports.register import Register
from pharmassist.services.ports.vault import Vault

PROVED = "recovery_sheet.proved"
"""Setting: when two groups of the recovery sheet were typed back, "" for a sheet not proved yet."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """The ids of both keys, and where the new one is: the keyring's name, "" for paper only."""

    before: str
    after: str
    kept_in: str


class RegisterKeys:
    """Knows the key in force for as long as the office is open."""

    def __init__(self, register: Register, vault: Vault, key: bytes, changes: Changes) -> None:
        self._register, self._vault, self._key, self._changes = register, vault, key, changes

    def sheet(self) -> Secret:
        """Return the four lines of the recovery sheet of the key in force."""
        return Secret(write_recovery_key(self._key))

    def here(self) -> bool:
        """Tell whether the keyring of this PC opens the register; raises the vault's problems."""
        return key_in_vault(self._vault, self._register.register_id, self._register.key_id) is not None

    def keep_here(self, who: str) -> None:
        """Keep the key in the keyring of this PC (after a recovery); the sheet is needed no more."""
        self._keep(self._key)
        with self._register.write(who) as tx:
            tx.journal.record("register.key_kept", self._register.register_id, {"key": key_id(self._key)})
        self._changes.post(Kind.PEOPLE)

    def renew(self, who: str, write_sheet: Writing | None = None) -> Renewed:
        """Give the register another key; the sheets printed before open it no more.

        The new key is kept before it is used: in the keyring where the old one is, and by
        ``write_sheet`` where given. Raises ``recovery_out_needed`` where there is neither,
        ``register_in_use``, and the vault's problems; the old key then stays in force.
        """
        in_vault, before = self.here(), key_id(self._key)
        if not in_vault and write_sheet is None:
            raise Problem("recovery_out_needed")
        new = secrets.token_bytes(KEY_BYTES)
        if in_vault:
            # Kept once under "1": from now on the label tells the id.
            self._keep(self._key)
            self._keep(new)
        if write_sheet is None:
            self._change(who, new)
        else:
            with write_sheet(Secret(write_recovery_key(new))):
                self._change(who, new)
        with self._register.write(who) as tx:
            tx.people.set_setting(PROVED, "")
            tx.journal.record("setting.changed", PROVED, {"value": ""})
        self._changes.post(Kind.PEOPLE)
        return Renewed(before, key_id(new), self._vault.name if in_vault else "")

    def _change(self, who: str, new: bytes) -> None:
        try:
            self._register.rekey(new, who)
        finally:
            if self._register.key_id == key_id(new):
                self._key = new

    def _keep(self, key: bytes) -> None:
        self._vault.keep(key_entry_name(self._register.register_id, key_id(key)), Secret(key.hex()))


def key_in_vault(vault: Vault, register_id: str, wanted: str) -> bytes | None:
    """Return the key of that id from the keyring, None when it is not there."""
    for entry in (key_entry_name(register_id, wanted), key_entry_name(register_id)):
        kept = vault.fetch(entry)
        if kept is not None:
            key = bytes.fromhex(kept.reveal())
            if key_id(key) == wanted:
                return key
    return None
