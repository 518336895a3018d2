"""What kinds of things a commit changed; pages that show that kind reload. No data travels."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of things shown by pages."""

    CLAIMS = "claims"
    IMPORTS = "imports"
    ADVANCES = "advances"
    BANK = "bank"
    """Statements, credits, notices and matches."""
    OPERATORS = "operators"
    INCIDENTS = "incidents"
    ACCESSES = "accesses"
    PEOPLE = "people"
    BACKUPS = "backups"
    JOURNAL = "journal"


class Changes:
    """Tells listeners, on the thread that committed; the window's bridge crosses to its own."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[frozenset[Kind]], None]] = []

    def listen(self, listener: Callable[[frozenset[Kind]], None]) -> None:
        """Add a listener for the life of the program."""
        self._listeners.append(listener)

    def post(self, *kinds: Kind) -> None:
        """Tell that these kinds changed (the journal always does)."""
        told = frozenset((*kinds, Kind.JOURNAL))
        for listener in self._listeners:
            listener(told)
