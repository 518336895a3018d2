"""Argon2id: each try at a PIN costs about a tenth of a second and 64 MiB."""

from __future__ import annotations

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError

from pharmassist.domain.secrets import Secret


class Argon2Hash:
    """Implements ``PinHash``; the digest names its own parameters and salt."""

    def __init__(self, *, memory_kib: int = 65_536, passes: int = 3) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1, type=Type.ID)

    def make(self, pin: Secret) -> str:
        """Return the digest of a PIN."""
        return self._hasher.hash(pin.reveal())

    def holds(self, digest: str, pin: Secret) -> bool:
        """Tell whether this PIN made that digest."""
        try:
            return self._hasher.verify(digest, pin.reveal())
        except VerifyMismatchError:
            return False
