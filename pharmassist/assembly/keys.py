"""The register's key: kept in the keyring, written on the recovery sheet, found again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pharmassist.domain.accesses import key_entry_name
from pharmassist.domain.problems import Problem
from pharmassist.domain.recovery_key import key_id, read_recovery_key
from pharmassist.domain.secrets import Secret

if TYPE_CHECKING:
    from pharmassist.services.ports.vault import Vault


def os_vault() -> Vault:
    """Return the keyring of this session; it is met at its first use."""
    from pharmassist.adapters.vault.os_vault import OsVault

    return OsVault()


@contextmanager
def key_kept(vault: Vault | None, register_id: str, key: bytes) -> Iterator[str]:
    """Keep the register's key in the keyring before the register exists, and take it back on failure.

    In this order a power cut can leave a key without a register, never a register without key.
    """
    if vault is None:
        yield ""
        return
    entry = key_entry_name(register_id, key_id(key))
    vault.probe()
    vault.keep(entry, Secret(key.hex()))
    try:
        yield vault.name
    except Problem:
        vault.destroy(entry)
        raise


@contextmanager
def written(path: Path | None, sheet: Secret) -> Iterator[None]:
    """Write the recovery sheet, private and never over another file; remove it on failure."""
    if path is None:
        yield
        return
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Problem("recovery_file_refused", {"file": str(path)}, details=str(error)) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(sheet.reveal())
    try:
        yield
    except Problem:
        path.unlink()
        raise


def key_from_file(path: Path) -> bytes:
    """Read the words of a recovery sheet; raises ``recovery_file_unread`` and ``recovery_key_…``."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Problem("recovery_file_unread", {"file": str(path)}, details=str(error)) from error
    return read_recovery_key(text)


def key_from_vault(register_id: str, wanted: str) -> bytes:
    """Read the key of that id in the keyring; raises ``register_key_absent`` and the vault's problems."""
    from pharmassist.services.keys import key_in_vault

    key = key_in_vault(os_vault(), register_id, wanted)
    if key is None:
        raise Problem("register_key_absent")
    return key
