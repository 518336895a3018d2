"""Choosing the columns of a bank table or of notices: said, remembered, certain, or asked.

A mapping that a person gave is remembered by the titles of the table, so that the same bank is
never asked about twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pharmassist.domain.headers import Confidence, fold
from pharmassist.domain.identifiers import masked_nir
from pharmassist.domain.mapping import column_name, place_columns
from pharmassist.domain.money_tables import BankField, NoticeField, TableGuess, Vocabulary
from pharmassist.domain.problems import Problem
from pharmassist.services.ports.files import Table, TableShape
from pharmassist.services.ports.register import Transaction

F = TypeVar("F", BankField, NoticeField)
SAMPLE = 20


@dataclass(frozen=True, slots=True)
class ColumnsNeeded(Generic[F]):
    """The columns must be confirmed once: our guess, and the first lines without the forbidden ones."""

    shape: TableShape
    guesses: tuple[TableGuess[F], ...]
    proposed: Mapping[F, str]
    sample: tuple[tuple[int, tuple[str, ...]], ...]
    missing: tuple[F, ...]


@dataclass(frozen=True, slots=True)
class ColumnsChosen(Generic[F]):
    """A mapping put in force; ``said`` where a person gave it and it is to be remembered."""

    places: Mapping[F, int]
    dropped: tuple[str, ...]
    said: bool


def choose(
    table: Table, columns: Mapping[F, str], vocabulary: Vocabulary[F], remembered: Mapping[F, str]
) -> ColumnsChosen[F] | ColumnsNeeded[F]:
    """Return the columns in force, or what a person must confirm.

    Raises ``column_unknown``, ``column_forbidden`` and ``mapping_incomplete``.
    """
    header = table.shape.header
    if columns:
        places = place_columns(columns, header, vocabulary.forbidden)
        if missing := vocabulary.missing(tuple(places)):
            raise Problem("mapping_incomplete", {"fields": ", ".join(field.value for field in missing)})
        return _chosen(places, header, said=True)
    if remembered:
        return _chosen(place_columns(remembered, header, vocabulary.forbidden), header, said=False)
    sample = [(line, cells) for _n, (line, cells) in zip(range(SAMPLE), table.rows(), strict=False)]
    guesses = vocabulary.guess(header, [cells for _line, cells in sample])
    certain = vocabulary.certain(guesses)
    if certain is not None:
        return _chosen(certain, header, said=False)
    proposed = {g.field: column_name(header, g.index) for g in guesses if g.field is not None}
    hidden = {g.index for g in guesses if g.confidence is Confidence.FORBIDDEN}
    shown = tuple(
        (line, tuple("" if i in hidden else masked_nir(cell) for i, cell in enumerate(cells)))
        for line, cells in sample
    )
    return ColumnsNeeded(table.shape, guesses, proposed, shown, vocabulary.missing(tuple(proposed)))


def _chosen(places: Mapping[F, int], header: Sequence[str], *, said: bool) -> ColumnsChosen[F]:
    read = set(places.values())
    dropped = (masked_nir(title) for index, title in enumerate(header) if index not in read)
    return ColumnsChosen(places, tuple(filter(None, dropped)), said)


def dialect_of(header: Sequence[str]) -> str:
    """Return a short name of a table's titles."""
    text = "\n".join(fold(title) for title in header)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def remembered_columns(tx: Transaction, kind: str, fields: type[F], header: Sequence[str]) -> dict[F, str]:
    """Return the mapping that a person gave for these very titles, if any."""
    kept = tx.people.settings().get(f"columns.{kind}.{dialect_of(header)}", "")
    return {fields(name): str(column) for name, column in json.loads(kept).items()} if kept else {}


def remember_columns(tx: Transaction, kind: str, header: Sequence[str], places: Mapping[F, int]) -> None:
    """Keep a mapping by the titles of its table; its columns by place, so that no title enters."""
    columns = {field.value: f"#{index + 1}" for field, index in places.items()}
    tx.people.set_setting(f"columns.{kind}.{dialect_of(header)}", json.dumps(columns, sort_keys=True))
