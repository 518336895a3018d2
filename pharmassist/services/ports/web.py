"""One look at a portal over HTTPS."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from pharmassist.domain.operators import Probe


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen.

    ``outcome`` is ``answers``, ``error``, ``certificate``, ``elsewhere``, ``silent``,
    ``too_much`` or ``unreachable``; ``detail`` is foreign text.
    """

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
