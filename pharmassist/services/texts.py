"""Words on screen and in the terminal: one gettext catalogue, English source, French by default.

A missing catalogue means source text and a log line, never a stop. A translation whose
placeholders differ from its source is refused when catalogues are compiled (``make strings``).
"""

from __future__ import annotations

import gettext
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from pharmassist.domain.money import Money
from pharmassist.resources_location import resource_path
from pharmassist.services.day_names import month, short_month, short_weekday, weekday

PARIS = ZoneInfo("Europe/Paris")
_NARROW = "\u202f"
_log = logging.getLogger(__name__)


_FOR_TRANSLATORS = re.compile(
    r" \((?:acompte|bank|column|count|credit|day|fact|field|filter|kind|line|lines|many|mutuelles|notice"
    r"|owner|people|rule|side|sum)\)$"
)
"""Ends of source texts that tell two French words for one English: no part of what is shown."""


class _English(gettext.NullTranslations):
    """The source texts, without what only helps to translate them."""

    def gettext(self, message: str) -> str:
        """Return the message."""
        return _FOR_TRANSLATORS.sub("", message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for that number."""
        return _FOR_TRANSLATORS.sub("", msgid1 if n == 1 else msgid2)


class _Language:
    """The language in force; set once by the door that starts the program."""

    def __init__(self) -> None:
        self.code = "fr"
        self.catalogue: gettext.NullTranslations = gettext.NullTranslations()
        self.loaded = False


_language = _Language()
_on_paper = ContextVar("on_paper", default=False)


def catalogue(code: str) -> gettext.NullTranslations:
    """Load a catalogue; a missing one is told in the log and source texts are shown."""
    path = resource_path("translations", code, "LC_MESSAGES", "pharmassist.mo")
    try:
        with path.open("rb") as file:
            return gettext.GNUTranslations(file)
    except OSError:
        _log.warning("catalogue of language %s is missing, source texts are shown", code)
        return gettext.NullTranslations()


@lru_cache(maxsize=1)
def _french() -> gettext.NullTranslations:
    return catalogue("fr")


def french(message: str) -> str:
    """Return the message in French, whatever the screen's language: for paper."""
    return _french().gettext(message)


@contextmanager
def in_french() -> Iterator[None]:
    """Say everything in French within this block, on this thread only: for paper."""
    token = _on_paper.set(True)
    try:
        yield
    finally:
        _on_paper.reset(token)


def use_language(code: str) -> None:
    """Choose ``fr`` or ``en`` for the life of the process."""
    _language.code = code
    _language.loaded = True
    _language.catalogue = _English() if code == "en" else catalogue(code)


@contextmanager
def spoken_by(other: gettext.NullTranslations) -> Iterator[None]:
    """Take the texts from another catalogue within this block: for the walk with longer words."""
    known, _language.catalogue = _language.catalogue, other
    try:
        yield
    finally:
        _language.catalogue = known


def language() -> str:
    """Return the language code in force."""
    return "fr" if _on_paper.get() else _language.code


def translate(message: str) -> str:
    """Return the message in the language in force."""
    if _on_paper.get():
        return french(message)
    if not _language.loaded:
        use_language(_language.code)
    return _language.catalogue.gettext(message)


def mark(message: str) -> str:
    """Mark a message for extraction where it is only translated later."""
    return message


def translate_plural(one: str, many: str, number: int) -> str:
    """Return the form of the message for that number (French: 0 and 1 are singular)."""
    if _on_paper.get():
        return _french().ngettext(one, many, number)
    if not _language.loaded:
        use_language(_language.code)
    return _language.catalogue.ngettext(one, many, number)


def money(cents: Money, *, sign: bool = False) -> str:
    """Write an amount as ``1 234,56 €`` (narrow no-break spaces, true minus) or ``€1,234.56``."""
    mark = "\u2212" if cents < 0 else "+" if sign and cents > 0 else ""
    whole, rest = divmod(abs(cents), 100)
    if language() == "en":
        return f"{mark}€{whole:,}.{rest:02d}"
    return f"{mark}{whole:,}".replace(",", _NARROW) + f",{rest:02d}\u00a0€"


def number(value: int) -> str:
    """Write a whole number with its thousands set apart."""
    return f"{value:,}" if language() == "en" else f"{value:,}".replace(",", _NARROW)


def day(value: date | None, *, long: bool = False) -> str:
    """Write a day as ``mar. 30/01`` or, long, ``mardi 30 janvier 2024``; ``–`` for none."""
    if value is None:
        return "–"
    code = language()
    if long:
        return f"{weekday(value, code)} {value.day} {month(value, code)} {value.year}"
    return f"{short_weekday(value, code)} {value:%d/%m}"


def short_day(value: date | None) -> str:
    """Write a day as ``30/01/24``; ``–`` for none."""
    return "–" if value is None else value.strftime("%d/%m/%y")


def part_of_day(value: str) -> str:
    """Write ``2024-01-29`` as ``29 janv. 2024``, ``2024-02`` as ``févr. 2024``, ``2024`` as it is."""
    parts = value.split("-")
    if len(parts) == 1 or not all(part.isdecimal() for part in parts):
        return value
    known = date(int(parts[0]), int(parts[1]), int(parts[2]) if len(parts) > 2 else 1)
    written = f"{short_month(known, language())} {known.year}"
    return f"{known.day} {written}" if len(parts) > 2 else written


def hour(instant: datetime) -> str:
    """Write the hour of an instant in the pharmacy's zone: ``08 h 42``."""
    local = instant.astimezone(PARIS)
    return f"{local:%H\u00a0h\u00a0%M}" if language() == "fr" else f"{local:%H:%M}"


def moment(instant: datetime) -> str:
    """Write an instant as ``30/01 08 h 42``."""
    return f"{instant.astimezone(PARIS):%d/%m} {hour(instant)}"
