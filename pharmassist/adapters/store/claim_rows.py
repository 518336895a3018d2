"""Invoices as rows: their columns, and those computed from them for the queries."""

from __future__ import annotations

import dataclasses
import json
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any

from pharmassist.adapters.store import tables
from pharmassist.adapters.store.rows import Stored, read_day
from pharmassist.domain.claims import CLOSED, Claim, State

_FIELDS = tuple(field.name for field in dataclasses.fields(Claim))
_DAYS = tuple(_FIELDS.index(name) for name in ("invoice_date", "care_date", "transmission_date"))
_STATE = _FIELDS.index("state")
_OWN = tuple(c.name for c in tables.claims.columns if c.name in _FIELDS and c.name != "id")
_GET = attrgetter(*_OWN)
_WRITTEN_DAYS = tuple(_OWN.index(name) for name in ("invoice_date", "care_date", "transmission_date"))
_WRITTEN_STATE = _OWN.index("state")
WRITTEN = (*_OWN, "identity_day", "age_day", "in_encours", "outstanding", "searched")
"""Every column of an invoice but its number, in the order of the table."""
VERSION, IMPORT = WRITTEN.index("version"), WRITTEN.index("import_id")

COLUMNS = tuple(tables.claims.c[name] for name in _FIELDS)
"""The columns of a claim, in the order of the fields of ``Claim``: a field without column fails here."""


def claim_of(row: Sequence[Any]) -> Claim:
    """Return the invoice of a row of ``COLUMNS``."""
    values = list(row)
    for place in _DAYS:
        values[place] = read_day(values[place])
    values[_STATE] = State(values[_STATE])
    return Claim(*values)


def row_of(claim: Claim) -> list[Stored]:
    """Return the values of an invoice in the order of ``WRITTEN``, computed ones included."""
    values: list[Stored] = list(_GET(claim))
    invoice, care, sent = _iso(claim.invoice_date), _iso(claim.care_date), _iso(claim.transmission_date)
    for place, day in zip(_WRITTEN_DAYS, (invoice, care, sent), strict=True):
        values[place] = day
    state = claim.state
    values[_WRITTEN_STATE] = state.value
    identity = invoice or care or ""
    values += (
        identity,
        sent or identity,
        state not in CLOSED,
        claim.outstanding,
        folded(f"{claim.payer} {claim.batch} {claim.amc_raw}"),
    )
    return values


def values_of(claim: Claim) -> dict[str, Stored]:
    """Return the columns of an invoice, computed ones included, without its number."""
    return dict(zip(WRITTEN, row_of(claim), strict=True))


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


@lru_cache(maxsize=4096)
def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
