"""Which column of a list is which field: profiles, and what a mapping must hold.

A profile belongs to one dialect of one software: it is recognised by its whole header,
never by a part of it, and it names columns only, so adding one is adding data.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from pharmassist.domain.headers import ColumnGuess, Confidence, fold, guess, is_forbidden
from pharmassist.domain.imports import Field, ImportKind
from pharmassist.domain.problems import Problem

F = TypeVar("F", bound=StrEnum)
"""The fields of a kind of table: invoices, bank lines, notices."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One dialect: ``header`` is the whole line of titles, ``columns`` say which are read."""

    id: str
    name: str
    columns: tuple[tuple[Field, str], ...]
    header: tuple[str, ...]
    kind: ImportKind | None = None
    """What such a list usually is; None when it may be either."""

    def recognises(self, header: Sequence[str]) -> bool:
        """Tell whether a table has this profile's titles and no others.

        In any order, unless a column is named by its place (``#3``: no title, or one that repeats).
        """
        mine, its = [fold(title) for title in self.header], [fold(title) for title in header]
        if any(name.startswith("#") for _field, name in self.columns):
            return mine == its
        return sorted(filter(None, mine)) == sorted(filter(None, its))


def place_columns(
    columns: Mapping[F, str], header: Sequence[str], forbidden: Callable[[str], bool] = is_forbidden
) -> dict[F, int]:
    """Find the named columns in a header (exact first, then without case and accents).

    ``#3`` names the third column. Raises ``Problem("column_unknown")``, and
    ``Problem("column_forbidden")`` for a column that may hold a person or a product.
    """
    folded = [fold(title) for title in header]
    places: dict[F, int] = {}
    for field, name in columns.items():
        if name in header:
            index = list(header).index(name)
        elif name.startswith("#") and name[1:].isdigit() and 0 < int(name[1:]) <= len(header):
            index = int(name[1:]) - 1
        elif fold(name) in folded and fold(name):
            index = folded.index(fold(name))
        else:
            raise Problem("column_unknown", {"column": name[:60]})
        if forbidden(header[index]):
            raise Problem("column_forbidden", {"column": header[index][:60]})
        places[field] = index
    return places


def missing_fields(fields: Sequence[Field]) -> tuple[Field, ...]:
    """Return what a mapping still lacks: a number, a date and the AMC share (or its rest)."""
    has = set(fields)
    missing = [] if Field.INVOICE in has else [Field.INVOICE]
    if not has & {Field.INVOICE_DATE, Field.CARE_DATE}:
        missing.append(Field.INVOICE_DATE)
    if not has & {Field.AMC_AMOUNT, Field.AMC_DUE}:
        missing.append(Field.AMC_AMOUNT)
    return tuple(missing)


def certain_columns(header: Sequence[str], sample: Sequence[Sequence[str]]) -> dict[Field, int] | None:
    """Return the mapping of a header nobody needs to confirm, or None.

    Certain means: number, date and AMC share recognised word for word, each word once,
    and nothing that asks for confirmation.
    """
    guesses = guess(header, sample)
    if any(column.confidence is Confidence.CONFIRM for column in guesses):
        return None
    places = {c.field: c.index for c in guesses if c.field and c.confidence is Confidence.SURE}
    titles = [fold(title) for title in header if fold(title)]
    if missing_fields(tuple(places)) or len(titles) != len(set(titles)):
        return None
    return places


def proposed_columns(guesses: Sequence[ColumnGuess]) -> dict[Field, str]:
    """Return a guess as columns to show on the mapping page, named as ``column_name`` does."""
    header = [column.header for column in guesses]
    return {c.field: column_name(header, c.index) for c in guesses if c.field is not None}


def column_name(header: Sequence[str], index: int) -> str:
    """Name a column by its title, by its place (``#3``) where it has none or another has the same."""
    folded = [fold(title) for title in header]
    alone = folded[index] and folded.count(folded[index]) == 1
    return header[index] if alone else f"#{index + 1}"


def profile_toml(profile: Profile) -> str:
    """Write a profile as the text of ``resources/profiles/<id>.toml``."""
    quote = _quote
    lines = [f"id = {quote(profile.id)}", f"name = {quote(profile.name)}"]
    if profile.kind is not None:
        lines.append(f"kind = {quote(profile.kind.value)}")
    lines.append("header = [" + ", ".join(quote(title) for title in profile.header) + "]")
    lines += ["", "[columns]"]
    lines += [f"{field.value} = {quote(title)}" for field, title in profile.columns]
    return "\n".join(lines) + "\n"


def _quote(text: str) -> str:
    # a JSON string without surrogates is a TOML basic string
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
