"""How sums, days and counts are written on paper: always French, whatever the screen's language."""

from __future__ import annotations

from datetime import date, datetime

from pharmassist.domain.claims import State
from pharmassist.domain.money import Money
from pharmassist.domain.operators import Light, LightState
from pharmassist.services.day_names import month, short_month, short_weekday, weekday
from pharmassist.services.texts import PARIS

LIGHT_WORDS = {
    LightState.WORKING: "fonctionne",
    LightState.DISRUPTED: "perturbé",
    LightState.STOPPED: "arrêté",
    LightState.UNVERIFIED: "non vérifié",
}
LIGHT_NAMES = {
    Light.RIGHTS: "Droits",
    Light.TRANSMISSION: "Télétransmission",
    Light.NOTICES: "Retours (RSP)",
    Light.TRANSFERS: "Virements",
}
STATE_WORDS = {
    State.SET_ASIDE: "mise de côté",
    State.TRANSMITTED: "transmise",
    State.ACKNOWLEDGED: "accusée (ARL +)",
    State.LEFT_OUTSTANDING: "sortie de l’encours",
    State.ANNOUNCED: "annoncée",
    State.ANNOUNCED_NOT_RECEIVED: "annoncée, non reçue",
    State.RECEIVED: "reçue",
    State.PARTLY_RECEIVED: "reçue en partie",
    State.REJECTED: "rejetée, à recycler",
    State.REBILLED: "recyclée",
    State.PAID_BY_PATIENT: "réglée par le patient",
    State.DISPUTED: "en litige",
    State.WRITTEN_OFF: "passée en perte",
    State.CANCELLED: "annulée",
}


def euros(cents: Money) -> str:
    """Write ``1 234,56 €``: narrow no-break spaces, no-break space before €, true minus."""
    whole, rest = divmod(abs(cents), 100)
    mark = "\u2212" if cents < 0 else ""
    return f"{mark}{number(whole)},{rest:02d}\u00a0€"


def number(value: int) -> str:
    """Write a whole number, its thousands set apart by a narrow no-break space."""
    return f"{value:,}".replace(",", "\u202f")


def count(value: int, one: str, many: str = "") -> str:
    """Write ``0 facture``, ``1 facture``, ``1 148 factures`` (0 and 1 are singular in French)."""
    word = one if abs(value) < 2 else many or f"{one}s"
    return f"{number(value)}\u00a0{word}"


def long_day(value: date) -> str:
    """Write ``6 février 2024`` or ``1er février 2024`` (the renderer raises « er »)."""
    day = "1er" if value.day == 1 else str(value.day)
    return f"{day} {month(value, 'fr')} {value.year}"


def period(start: date, end: date) -> str:
    """Write ``du 25 janvier au 5 février 2024``; the year is said once when it is the same."""
    first = long_day(start)
    if start.year == end.year:
        first = first.removesuffix(f" {start.year}")
    return f"du {first} au {long_day(end)}"


def full_day(value: date) -> str:
    """Write ``mardi 6 février 2024``."""
    return f"{weekday(value, 'fr')} {long_day(value)}"


def short_day(value: date) -> str:
    """Write ``ven. 9 févr.``, for a day near today."""
    day = "1er" if value.day == 1 else str(value.day)
    return f"{short_weekday(value, 'fr')} {day} {short_month(value, 'fr')}"


def figures_day(value: date | None) -> str:
    """Write ``06/02/2024``, for tables; a dash when unknown."""
    return value.strftime("%d/%m/%Y") if value else "–"


def short_date(value: date | None) -> str:
    """Write ``06/02/24``, for narrow columns; a dash when unknown."""
    return value.strftime("%d/%m/%y") if value else "–"


def local_day(instant: datetime) -> date:
    """Return the day of an instant in the pharmacy's zone."""
    return instant.astimezone(PARIS).date()


def hour(instant: datetime) -> str:
    """Write ``08 h 42`` in the pharmacy's zone."""
    return f"{instant.astimezone(PARIS):%H\u00a0h\u00a0%M}"


def moment(instant: datetime) -> str:
    """Write ``mardi 6 février 2024, 08 h 42``."""
    return f"{full_day(local_day(instant))}, {hour(instant)}"


def capital(text: str) -> str:
    """Write the first letter as a capital, the rest unchanged."""
    return text[:1].upper() + text[1:]


def finess(value: str) -> str:
    """Write a FINESS number in groups: ``29 009 999 3``."""
    return "\u00a0".join((value[:2], value[2:5], value[5:8], value[8:])) if len(value) == 9 else value


def siret(value: str) -> str:
    """Write a SIRET in groups: ``999 990 120 00019``."""
    if len(value) != 14:
        return value
    return "\u00a0".join((value[:3], value[3:6], value[6:9], value[9:]))
