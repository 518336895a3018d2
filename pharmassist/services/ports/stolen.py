"""The lists of passwords that were stolen somewhere: asked by five signs of a hash, never by the password.

Problems: ``breach_unreachable``, ``breach_silent``, ``breach_certificate``, ``breach_unreadable``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class StolenLists(Protocol):
    """Answers a range of hashes; what it answers is padded so that its size tells nothing."""

    def range(self, prefix: str) -> Mapping[str, int]:
        """Return how often each rest of a SHA-1 (35 signs) was seen, for the 5 signs it begins with."""
