"""What the filters of the claims page mean in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, case, false, or_, true

from pharmassist.adapters.store import tables
from pharmassist.adapters.store.claim_rows import COLUMNS, folded
from pharmassist.domain.calendar import is_working_day
from pharmassist.domain.claims import AGE_BANDS, CLOSED, ClaimFilter

_LASTS = tuple(last for _first, last in AGE_BANDS[:-1])
_table = tables.claims
_SORTS: dict[str, ColumnElement[object]] = {
    **{column.name: column for column in COLUMNS},
    "day": _table.c.age_day,
    "age": _table.c.age_day,
    "due": _table.c.outstanding,
}


def conditions(wanted: ClaimFilter, today: date, alsace_moselle: bool) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter.

    Without states the encours; the period is that of the invoice's date (care date where the
    list gives none); ``older_than`` and ``within`` count working days: undated invoices are never older.
    """
    chosen: list[ColumnElement[bool]] = []
    if wanted.states:
        chosen.append(_table.c.state.in_(sorted(state.value for state in wanted.states)))
    elif not wanted.all_states:
        chosen.append(_table.c.in_encours == true())
    if wanted.operator is not None:
        chosen.append(_table.c.operator == wanted.operator)
    if wanted.amc_number:
        chosen.append(_table.c.amc_number == wanted.amc_number)
    if wanted.import_id:
        chosen.append(_table.c.import_id == wanted.import_id)
    if wanted.date_from:
        chosen.append(_table.c.identity_day >= wanted.date_from.isoformat())
    if wanted.date_to:
        chosen.append(_table.c.identity_day.between("0", wanted.date_to.isoformat()))
    if wanted.amount_from is not None:
        chosen.append(_table.c.amc_amount >= wanted.amount_from)
    if wanted.amount_to is not None:
        chosen.append(_table.c.amc_amount <= wanted.amount_to)
    if wanted.replacing:
        chosen.append(_table.c.replaces != "")
    if wanted.delays:
        chosen.append(or_(*(_later(today, *delay, alsace_moselle) for delay in wanted.delays)))
    if wanted.older_than is not None:
        limit = first_day_within(today, wanted.older_than, alsace_moselle).isoformat()
        chosen.append(and_(_table.c.age_day > "", _table.c.age_day < limit))
    if wanted.within is not None:
        limit = first_day_within(today, wanted.within, alsace_moselle).isoformat()
        chosen.append(or_(_table.c.age_day == "", _table.c.age_day >= limit))
    if wanted.text.strip():
        chosen.append(searched_by(wanted.text.strip()))
    return chosen


def order(sort: str, descending: bool) -> Sequence[ColumnElement[object]]:
    """Return the order of a list, ties by number; raises ValueError for an unknown sort."""
    if sort not in _SORTS:
        raise ValueError(f"claims cannot be sorted by {sort}")
    # The oldest day is the greatest age.
    backwards = descending is not (sort == "age")
    columns = (_SORTS[sort], _table.c.id)
    return [column.desc() if backwards else column.asc() for column in columns]


def amount_counted(wanted: ClaimFilter) -> ColumnElement[int]:
    """Return what is summed: the encours, or the AMC share where closed invoices are asked for."""
    closed_only = bool(wanted.states) and wanted.states <= CLOSED
    return _table.c.amc_amount if wanted.all_states or closed_only else _table.c.outstanding


def _later(today: date, operator: str, working_days: int, alsace_moselle: bool) -> ColumnElement[bool]:
    limit = first_day_within(today, working_days, alsace_moselle).isoformat()
    return and_(_table.c.operator == operator, _table.c.age_day > "", _table.c.age_day < limit)


def age_band(today: date, alsace_moselle: bool, lasts: Sequence[int] = _LASTS) -> ColumnElement[int]:
    """Return the number of the age band (0 = youngest; an undated invoice has no age).

    ``lasts`` are the last working days of each band but the oldest.
    """
    limits = [first_day_within(today, last, alsace_moselle).isoformat() for last in lasts]
    return case(
        (_table.c.age_day == "", 0),
        *((_table.c.age_day >= limit, band) for band, limit in enumerate(limits)),
        else_=len(limits),
    )


def first_day_within(today: date, working_days: int, alsace_moselle: bool) -> date:
    """Return the earliest day whose age today is at most that many working days."""
    day, count = today, 0
    while True:
        count += is_working_day(day, alsace_moselle)
        if count > working_days:
            return day
        day -= timedelta(days=1)


def nearest(text: str) -> ColumnElement[int]:
    """Return how near an invoice is to what was typed: its number, the end of it, anything else."""
    compact = "".join(text.split()).upper()
    by_number = _table.c.invoice.endswith(compact, autoescape=True)
    return case((_table.c.invoice == compact.zfill(9), 0), (by_number, 1), else_=2)


def searched_by(text: str) -> ColumnElement[bool]:
    """Return which invoices a few typed signs mean: the same in the list's filter and in what finds anything.

    Digits are the end of an invoice number first (trade.md §10); words are the payer or the batch.
    """
    words = [_table.c.searched.contains(word, autoescape=True) for word in folded(text).split()]
    inside = and_(*words) if words else false()
    compact = "".join(text.split()).upper()
    by_number = _table.c.invoice.endswith(compact, autoescape=True)
    return or_(by_number, _table.c.amc_number.contains(compact, autoescape=True), inside)
