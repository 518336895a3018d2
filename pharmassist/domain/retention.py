"""How long what is closed is kept, and what a purge takes.

Three years for invoices and money (an AMC may be asked for two years, an indu of the AMO three), five for
incident files. An invoice that is still in the encours is never taken, nor anything that is tied to what
is younger: a credit, its notice, its invoices and its acompte go together or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pharmassist.domain.money import Money

CLAIM_YEARS, INCIDENT_YEARS = 3, 5
LEAST_YEARS, MOST_YEARS = 3, 20
"""Nothing is purged before three years, whatever the setting says."""


class Purged(StrEnum):
    """Kinds of things that go."""

    CLAIMS = "claims"
    CREDITS = "credits"
    NOTICES = "notices"
    MATCHES = "matches"
    ADVANCES = "advances"
    IMPORTS = "imports"
    """Lists and statements as records: name of the file, sums, hash."""
    REMINDERS = "reminders"
    READINGS = "readings"
    """What was said of lights and portals; the last of each stays."""
    INCIDENTS = "incidents"
    PROOFS = "proofs"
    PRINTS = "prints"
    """The last print of each document: it may show what goes."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The two settings, in years."""

    claims: int = CLAIM_YEARS
    incidents: int = INCIDENT_YEARS


@dataclass(frozen=True, slots=True)
class Limits:
    """The first days that stay."""

    claims: date
    incidents: date


@dataclass(frozen=True, slots=True)
class PurgeLine:
    """How many of a kind, and their sum where they are money."""

    kind: Purged
    count: int
    cents: Money | None = None


@dataclass(frozen=True, slots=True)
class Purge:
    """What a purge takes, or took; ``waiting`` are old invoices that stay because nobody closed them."""

    limits: Limits
    lines: tuple[PurgeLine, ...]
    waiting: int = 0
    waiting_cents: Money = 0

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to take."""
        return not self.lines


def limits_of(terms: Terms, today: date) -> Limits:
    """Return the first days that stay; at least three years back."""
    return Limits(_back(today, terms.claims), _back(today, terms.incidents))


def years_of(text: str, default: int) -> int:
    """Read a setting; what is no number of years within the bounds is the default."""
    years = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else default
    return years if LEAST_YEARS <= years <= MOST_YEARS else default


def _back(today: date, years: int) -> date:
    year = today.year - max(years, LEAST_YEARS)
    try:
        return today.replace(year=year)
    except ValueError:
        # The 29th of February: the 28th keeps a day more.
        return today.replace(year=year, day=28)
