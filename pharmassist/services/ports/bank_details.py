"""The shelf of changes of bank details."""

from __future__ import annotations

from typing import Protocol

from pharmassist.domain.bank_details import BankChange


class BankChangeShelf(Protocol):
    """Changes under guard, ended ones included."""

    def add(self, change: BankChange) -> int: ...
    def update(self, change: BankChange) -> None:
        """Store a change seen at its version."""

    def get(self, change_id: int) -> BankChange | None: ...
    def all(self) -> tuple[BankChange, ...]: ...
