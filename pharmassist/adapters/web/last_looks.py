"""When each portal was last looked at, beside the register: shared by every program on this folder.

Nothing secret and nothing of the pharmacy: operator, instant, outcome. The register keeps what changed;
this keeps looks five minutes apart, also between commands. Lost or unreadable, it costs one look.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from pharmassist.domain.operators import PortalReading
from pharmassist.services.ports.files import WholeFiles
from pharmassist.services.ports.web import OUTCOMES

LARGEST = 100_000
DETAIL = 200
NAME = "portal-looks.json"


class FileLooks:
    """Implements ``LastLooks`` in one small file."""

    def __init__(self, folder: Path, files: WholeFiles) -> None:
        self._path, self._files = folder / NAME, files

    def last(self, operator: str) -> PortalReading | None:
        """Return the last look at a portal, None when none is known."""
        return self._all().get(operator)

    def keep(self, reading: PortalReading) -> None:
        """Keep a look in the place of the one before."""
        looks = {**self._all(), reading.operator: reading}
        told = {
            one.operator: {"at": one.at.isoformat(), "outcome": one.outcome, "detail": one.detail[:DETAIL]}
            for one in looks.values()
        }
        self._files.write(self._path, json.dumps(told, indent=1).encode())

    def _all(self) -> dict[str, PortalReading]:
        if not self._path.exists():
            return {}
        try:
            told = json.loads(self._files.read(self._path, LARGEST))
            return {
                name: PortalReading(name, _outcome(one["outcome"]), _instant(one["at"]), str(one["detail"]))
                for name, one in told.items()
            }
        except (ValueError, KeyError, TypeError, AttributeError):
            # Not ours or cut off: the next look writes it anew.
            return {}


def _outcome(text: str) -> str:
    if text not in OUTCOMES:
        raise ValueError(text)
    return text


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at
