"""The journal: append-only, each entry chained to the one before by SHA-256.

Two renderings of the same entry must give the same bytes, so facts are strings and
integers only, written as canonical JSON.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

Fact = str | int
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One thing that was done: ``what`` is a code such as ``claims.imported``."""

    number: int
    at: datetime
    who: str
    what: str
    subject: str
    facts: Mapping[str, Fact]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class JournalState:
    """The answer of a verification; ``broken_at`` is 0 when the chain holds."""

    ok: bool
    entries: int
    head: str
    broken_at: int = 0
    head_found: bool | None = None


def entry_hash(
    number: int, at: str, who: str, what: str, subject: str, facts_json: str, previous: str
) -> str:
    """Return the hash that seals an entry to the one before it."""
    fields = (str(number), at, who, what, subject, facts_json, previous)
    sealed = b"".join(len(b).to_bytes(4, "big") + b for b in (f.encode() for f in fields))
    return hashlib.sha256(sealed).hexdigest()


def canonical_facts(facts: Mapping[str, Fact]) -> str:
    """Write facts as canonical JSON."""
    return json.dumps(dict(facts), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def verify_chain(
    rows: Iterable[tuple[int, str, str, str, str, str, str, str]], head: str = ""
) -> JournalState:
    """Recompute a chain of raw rows ``(number, at, who, what, subject, facts, previous, hash)``.

    ``head`` is the beginning of a hash printed on paper or kept in a backup: it must
    still be the hash of some entry, otherwise the tail was cut.
    """
    previous, count, seen = GENESIS, 0, not head
    for number, at, who, what, subject, facts, prior, sealed in rows:
        count += 1
        expected = entry_hash(number, at, who, what, subject, facts, previous)
        if number != count or prior != previous or sealed != expected:
            return JournalState(False, count, previous, broken_at=count)
        previous = sealed
        seen = seen or sealed.startswith(head.lower())
    return JournalState(seen, count, previous, 0, seen if head else None)
