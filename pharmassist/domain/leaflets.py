"""What patients are told of an incident: what may have leaked, what did not, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Leaflet:
    """The facts of one incident for patients; French, each from a source.

    ``not_leaked`` is empty where no source says it: then it is not known, and said so.
    """

    playbook: str
    known_on: date
    """The first day on which a source said it: before, nobody knew."""
    what: str
    leaked: tuple[str, ...]
    not_leaked: tuple[str, ...]
    sources: tuple[str, ...]
    verified_on: str
