"""A vault that forgets everything when the program ends: for the demonstration and for tests."""

from __future__ import annotations

from typing import Literal

from pharmassist.adapters.vault.os_vault import refuse_length
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.texts import translate as _

Purpose = Literal["demonstration", "tests"]


class MemoryVault:
    """Keeps entries in memory. ``made_for`` must be said, so that no register gets one by accident."""

    def __init__(self, *, made_for: Purpose) -> None:
        if made_for not in ("demonstration", "tests"):
            raise ValueError("a vault in memory is for the demonstration and for tests only")
        self._entries: dict[str, Secret] = {}

    @property
    def name(self) -> str:
        """The name shown on screen."""
        return _("memory (demonstration)")

    def keep(self, entry: str, secret: Secret) -> None:
        """Keep a new entry; another value for an entry that exists is refused."""
        refuse_length(secret.reveal())
        before = self._entries.get(entry)
        if before is not None and not before.same_as(secret):
            raise Problem("vault_refused", details="entry exists")
        self._entries[entry] = secret

    def fetch(self, entry: str) -> Secret | None:
        """Return the secret of an entry, None when there is none."""
        return self._entries.get(entry)

    def destroy(self, entry: str) -> None:
        """Remove an entry; removing what is not there is no error."""
        self._entries.pop(entry, None)

    def probe(self) -> None:
        """Nothing stands in the way."""
