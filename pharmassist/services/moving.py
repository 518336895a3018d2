"""A register put back on a computer: what came with it, and which passwords this keyring has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pharmassist.domain.accesses import entry_name, key_entry_name
from pharmassist.domain.problems import Problem
from pharmassist.domain.recovery_key import key_id
from pharmassist.domain.secrets import Secret
from pharmassist.services.ports.register import Register
from pharmassist.services.ports.vault import Vault


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought: no password is ever in a copy, so each is here or must be typed again."""

    home: Path
    kept_in: str = ""
    """The keyring that now has the register's key, "" where only the sheet opens it."""
    here: tuple[str, ...] = ()
    """Logins whose password is in the keyring of this computer."""
    missing: tuple[str, ...] = ()
    """Logins whose password is not: to be typed again, or renewed."""
    vault_problem: Problem | None = None
    """Why the keyring could not be asked, None when it answered."""


def put_back(register: Register, vault: Vault, key: bytes, who: str, *, keep_key: bool) -> Restored:
    """Look which passwords this keyring has, and keep the register's key in it when asked.

    A keyring that does not answer is no reason to refuse what was restored: it is told.
    """
    home, register_id = register.path.parent, register.register_id
    with register.read() as tx:
        accesses = [each for each in tx.accesses.all() if each.current and not each.retired]
    try:
        vault.probe()
        entry = key_entry_name(register_id, key_id(key))
        kept = vault.fetch(entry) is not None
        if keep_key and not kept:
            vault.keep(entry, Secret(key.hex()))
            with register.write(who) as tx:
                tx.journal.record("register.key_kept", register_id, {"key": key_id(key)})
            kept = True
        found = {
            each.id
            for each in accesses
            if vault.fetch(entry_name(register_id, each.id, each.current)) is not None
        }
    except Problem as problem:
        return Restored(home, "", (), tuple(each.login for each in accesses), problem)
    return Restored(
        home,
        vault.name if kept else "",
        tuple(each.login for each in accesses if each.id in found),
        tuple(each.login for each in accesses if each.id not in found),
    )
