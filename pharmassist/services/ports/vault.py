"""The vault: the operating system's keyring, named on screen. No fallback exists.

Problems: ``vault_absent``, ``vault_locked``, ``vault_refused``, ``vault_not_kept`` (read-back
differs), ``vault_too_long``, ``vault_silent`` (deadline passed).
"""

from __future__ import annotations

from typing import Protocol

from pharmassist.domain.secrets import Secret


class Vault(Protocol):
    """Keeps immutable named secrets."""

    @property
    def name(self) -> str:
        """The name shown on screen ("Trousseau GNOME")."""

    def keep(self, entry: str, secret: Secret) -> None:
        """Write a new entry, read it back and compare; an entry is never overwritten with another value."""

    def fetch(self, entry: str) -> Secret | None:
        """Return the secret of an entry, None when there is none."""

    def destroy(self, entry: str) -> None:
        """Remove an entry; removing what is not there is no error."""

    def probe(self) -> None:
        """Store, read and remove a trial entry; raises the problem that stands in the way."""
