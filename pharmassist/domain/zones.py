"""In which time zone a pharmacy lives: the clocks of a breach are read at its own wall.

The beginning of a FINESS number tells the department; overseas it is 97 and a third figure behind a
zero (known of the hospitals' public numbers, not verified with pharmacies): the setting ``time_zone`` wins.
"""

from __future__ import annotations

from dataclasses import dataclass

TIME_ZONE = "time_zone"
"""The setting that names the zone, "" or absent to follow the FINESS number."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone: its name for the computer, and how its hour is called in French."""

    name: str
    words: str


PARIS_ZONE = Zone("Europe/Paris", "heure de Paris")
ZONES = (
    PARIS_ZONE,
    Zone("America/Guadeloupe", "heure de Guadeloupe"),
    Zone("America/Martinique", "heure de Martinique"),
    Zone("America/Cayenne", "heure de Guyane"),
    Zone("Indian/Reunion", "heure de La Réunion"),
    Zone("America/Miquelon", "heure de Saint-Pierre-et-Miquelon"),
    Zone("Indian/Mayotte", "heure de Mayotte"),
)
_BY_DEPARTMENT = {
    "9701": "America/Guadeloupe",
    "9702": "America/Martinique",
    "9703": "America/Cayenne",
    "9704": "Indian/Reunion",
    "9705": "America/Miquelon",
    "9706": "Indian/Mayotte",
    "9805": "Indian/Mayotte",
}


def pharmacy_zone(finess: str, setting: str = "") -> Zone:
    """Return the zone of a pharmacy: the one that was set, else that of its FINESS, else Paris."""
    name = setting or _BY_DEPARTMENT.get(finess[:4], PARIS_ZONE.name)
    return next((zone for zone in ZONES if zone.name == name), PARIS_ZONE)
