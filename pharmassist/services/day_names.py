"""The names of days and months, as CLDR writes them.

Two short tables instead of a library: its data takes 40 ms to load, before the first page is shown.
A test compares them with Babel's.
"""

from __future__ import annotations

from datetime import date

_DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_FRENCH_MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
_ENGLISH_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTHS = {"fr": _FRENCH_MONTHS, "en": _ENGLISH_MONTHS}
_SHORT_MONTHS = {
    "fr": ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    "en": [name[:3] for name in _ENGLISH_MONTHS],
}


def weekday(value: date, language: str) -> str:
    """Return ``mardi``."""
    return _DAYS[language][value.weekday()]


def short_weekday(value: date, language: str) -> str:
    """Return ``mar.`` or ``Tue``."""
    return weekday(value, language)[:3] + ("." if language == "fr" else "")


def month(value: date, language: str) -> str:
    """Return ``février``."""
    return _MONTHS[language][value.month - 1]


def short_month(value: date, language: str) -> str:
    """Return ``févr.``."""
    return _SHORT_MONTHS[language][value.month - 1]
