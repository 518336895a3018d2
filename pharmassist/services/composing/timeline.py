"""Chronologie d'un incident: everything that was known, said and done, in the order of time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pharmassist.services.composing.french import capital, count, hour, local_day, moment, short_date
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.vocabulary import Column, Document, Row, Table, Title


@dataclass(frozen=True, slots=True)
class Event:
    """One thing on the timeline: an aware instant, or a day, month or year where no more is known."""

    at: datetime | None
    day: str
    """ISO day, month or year of a public fact; "" where the instant is known."""
    kind: str
    words: str
    who: str = ""

    @property
    def order(self) -> str:
        """Return what sorts it: its day, then its hour."""
        if self.at is None:
            return self.day
        return f"{local_day(self.at).isoformat()}T{self.at.isoformat()}"


def timeline(imprint: Imprint, title: str, events: Iterable[Event]) -> Document:
    """Compose the chronology, day by day."""
    listed = sorted(events, key=lambda event: event.order)
    rows = [Row((_day(event), _hour(event), event.kind, event.words, event.who)) for event in listed]
    columns = (
        Column("Jour", 12),
        Column("Heure", 9),
        Column("Quoi", 14, "left", "muted"),
        Column("Fait", 55),
        Column("Qui", 10),
    )
    blocks = (
        Title("Dans l’ordre du temps", count(len(rows), "fait")),
        Table(columns, tuple(rows), empty="Rien n’a encore été noté."),
    )
    subtitle = f"{title} · {capital(moment(imprint.made_at))}"
    return imprint.document("timeline", "Chronologie de l’incident", subtitle, blocks)


def _day(event: Event) -> str:
    if event.at is not None:
        return short_date(local_day(event.at))
    year, *rest = event.day.split("-")
    return "/".join((*reversed(rest), year[2:] if len(rest) == 2 else year))


def _hour(event: Event) -> str:
    return hour(event.at) if event.at is not None else ""
