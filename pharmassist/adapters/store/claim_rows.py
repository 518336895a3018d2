"""Invoices as rows: their columns, and those computed from them for the queries."""

from __future__ import annotations

import dataclasses
import json
import unicodedata
from collections.abc import Sequence
from typing import Any

from pharmassist.adapters.store import tables
from pharmassist.adapters.store.rows import Stored, iso_day, read_day
from pharmassist.domain.claims import CLOSED, Claim, State

_FIELDS = tuple(field.name for field in dataclasses.fields(Claim))
_DAYS = tuple(_FIELDS.index(name) for name in ("invoice_date", "care_date", "transmission_date"))
_STATE = _FIELDS.index("state")

COLUMNS = tuple(tables.claims.c[name] for name in _FIELDS)
"""The columns of a claim, in the order of the fields of ``Claim``: a field without column fails here."""


def claim_of(row: Sequence[Any]) -> Claim:
    """Return the invoice of a row of ``COLUMNS``."""
    values = list(row)
    for place in _DAYS:
        values[place] = read_day(values[place])
    values[_STATE] = State(values[_STATE])
    return Claim(*values)


def values_of(claim: Claim) -> dict[str, Stored]:
    """Return the columns of an invoice, computed ones included, without its number."""
    values: dict[str, Stored] = {name: getattr(claim, name) for name in _FIELDS if name != "id"}
    day = claim.day
    values.update(
        invoice_date=iso_day(claim.invoice_date),
        care_date=iso_day(claim.care_date),
        transmission_date=iso_day(claim.transmission_date),
        state=claim.state.value,
        identity_day=claim.identity[1],
        age_day=day.isoformat() if day else "",
        in_encours=claim.state not in CLOSED,
        outstanding=claim.outstanding,
        searched=folded(f"{claim.payer} {claim.batch} {claim.amc_raw}"),
    )
    return values


def text_of(claim: Claim) -> str:
    """Write an invoice as it was, to put it back one day."""
    values = {**values_of(claim), "id": claim.id}
    return json.dumps({name: values[name] for name in _FIELDS}, ensure_ascii=False)


def claim_of_text(text: str) -> Claim:
    """Read an invoice that was kept as text; a field added since has its default."""
    values = json.loads(text)
    for place in _DAYS:
        values[_FIELDS[place]] = read_day(values[_FIELDS[place]])
    values["state"] = State(values["state"])
    return Claim(**values)


def folded(text: str) -> str:
    """Return a text without case nor accents: "aesio" finds "Aésio"."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
