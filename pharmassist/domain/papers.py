"""What was printed, as it is kept: who, when, where, so that it can be told and printed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Printed:
    """The last print of one kind of document; ``media`` is its paper (``A4``, ``Custom.80x200mm``)."""

    kind: str
    title: str
    media: str
    number: str
    at: datetime
    who: str
    printer: str
    copies: int
