"""One look at a portal over HTTPS."""

from __future__ import annotations

from dataclasses import dataclass
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


class Web(Protocol):
    """Looks at portals: HTTPS only, no redirect to another host, deadlines, size limit."""

    def look(self, probe: Probe) -> Look: ...

    def connected(self) -> bool:
        """Tell whether our own connection works; False makes a banner, never an operator's fault."""
