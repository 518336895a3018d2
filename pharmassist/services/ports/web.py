"""One look at a portal over HTTPS."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from pharmassist.domain.operators import PortalReading, Probe

OUTCOMES = frozenset({"answers", "error", "certificate", "elsewhere", "silent", "too_much", "unreachable"})


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen: ``outcome`` is one of :data:`OUTCOMES`; ``detail`` is foreign text."""

    outcome: str
    detail: str = ""


class Connection(StrEnum):
    """Our own connection: it works, nothing answers, or something answers in the place of everybody."""

    WORKS = "works"
    CUT = "cut"
    INTERCEPTED = "intercepted"


class Web(Protocol):
    """Looks at portals: HTTPS only, no redirect to another host, deadlines, size limit."""

    def look(self, probe: Probe) -> Look: ...

    def connection(self) -> Connection:
        """Tell how our own connection is, by several references that are no operators.

        Cut or intercepted makes a banner, never an operator's fault.
        """


class LastLooks(Protocol):
    """When each portal was last looked at, whether something changed or not; no part of the register."""

    def last(self, operator: str) -> PortalReading | None: ...
    def keep(self, reading: PortalReading) -> None: ...
