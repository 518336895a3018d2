"""Counting and taking what is old and closed."""

from __future__ import annotations

from typing import Protocol

from pharmassist.domain.retention import Limits, Purge


class RetentionShelf(Protocol):
    """What is tied to something younger stays; the journal is never touched."""

    def plan(self, limits: Limits) -> Purge:
        """Count what would go; nothing is changed."""

    def purge(self, limits: Limits) -> Purge:
        """Take it in this transaction; returns what went."""
