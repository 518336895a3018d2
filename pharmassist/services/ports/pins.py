"""PINs and delegations: their shelf in the register, and the slow hash of a PIN."""

from __future__ import annotations

from typing import Protocol

from pharmassist.domain.pins import Delegation, Pin
from pharmassist.domain.secrets import Secret


class PinShelf(Protocol):
    """What is kept of PINs and delegations; never a PIN."""

    def pin(self, person_id: int) -> Pin | None: ...
    def pins(self) -> tuple[Pin, ...]: ...
    def save(self, pin: Pin) -> None: ...
    def remove(self, person_id: int) -> None: ...
    def delegations(self) -> tuple[Delegation, ...]:
        """Return every delegation, ended ones included, oldest first."""

    def delegate(self, delegation: Delegation) -> int: ...
    def update_delegation(self, delegation: Delegation) -> None: ...


class PinHash(Protocol):
    """A hash that takes time and memory on purpose."""

    def make(self, pin: Secret) -> str: ...
    def holds(self, digest: str, pin: Secret) -> bool:
        """Tell whether this PIN made that digest."""
