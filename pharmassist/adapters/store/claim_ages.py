"""The encours by age, and as it was at a day: what the lists and the accountant ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Subquery, and_, func, or_, select

from pharmassist.adapters.store import tables
from pharmassist.adapters.store.claim_queries import age_band, conditions
from pharmassist.adapters.store.claim_rows import COLUMNS, claim_of, claim_of_text
from pharmassist.adapters.store.rows import iso_instant
from pharmassist.domain.claims import CLOSED, AgeingRow, Claim, ClaimFilter, State, Tally

_table, _history, _before, _imports = (
    tables.claims,
    tables.claim_history,
    tables.claims_before,
    tables.imports,
)


def ageing(
    connection: Connection,
    today: date,
    alsace_moselle: bool,
    by_amc: bool,
    lasts: Sequence[int],
    wanted: ClaimFilter,
) -> tuple[AgeingRow, ...]:
    """Return one row per operator or AMC, largest first."""
    key = _table.c.amc_number if by_amc else _table.c.operator
    name = func.max(_table.c.payer) if by_amc else _table.c.operator
    band = age_band(today, alsace_moselle, lasts).label("band")
    rows = connection.execute(
        select(key, name, band, func.count(), func.sum(_table.c.outstanding))
        .where(*conditions(wanted, today, alsace_moselle))
        .group_by(key, band)
    )
    names: dict[str, str] = {}
    found: dict[str, list[Tally]] = {}
    for number, called, place, count, cents in rows:
        bands = found.setdefault(number, [Tally()] * (len(lasts) + 1))
        bands[place] = Tally(count, int(cents))
        names[number] = max(names.get(number, ""), called)
    made = (
        AgeingRow(
            number,
            # invoices without AMC number share one row, whoever pays them
            names[number] if number or not by_amc else "",
            Tally(sum(band.count for band in bands), sum(band.cents for band in bands)),
            tuple(bands),
        )
        for number, bands in found.items()
    )
    return tuple(sorted(made, key=lambda row: (-row.total.cents, row.key)))


def waiting_at(connection: Connection, day: date, until: datetime) -> Iterator[Claim]:
    """Yield invoices dated at most ``day`` that were in the encours then, as they were."""
    later_import = _later_import(day, until)
    changed = _first_change(
        or_(and_(_history.c.import_id == 0, _history.c.at > iso_instant(until)), later_import)
    )
    kept = _first_kept(later_import)
    query = (
        select(*COLUMNS, changed.c.before, kept.c.content)
        .outerjoin(changed, changed.c.claim_id == _table.c.id)
        .outerjoin(kept, kept.c.claim_id == _table.c.id)
        .where(
            _table.c.identity_day <= day.isoformat(),
            or_(_table.c.in_encours, changed.c.before.is_not(None)),
        )
        .order_by(_table.c.operator, _table.c.identity_day, _table.c.id)
    )
    for row in connection.execute(query):
        *values, before, content = row
        claim = claim_of_text(content) if content else claim_of(values)
        state = State(before) if before else claim.state
        if state not in CLOSED:
            yield replace(claim, state=state)


def _later_import(day: date, until: datetime) -> ColumnElement[bool]:
    """Tell an import of a list of a later day; an addition has no day but that of its import."""
    addition = and_(_imports.c.snapshot_date.is_(None), _imports.c.at > iso_instant(until))
    return or_(_imports.c.snapshot_date > day.isoformat(), addition)


def _first_change(later: ColumnElement[bool]) -> Subquery:
    """Return, per invoice, its first change that came later: what it was before is what it was then."""
    first = (
        select(func.min(_history.c.id))
        .outerjoin(_imports, _imports.c.id == _history.c.import_id)
        .where(later, _history.c.before != "")
        .group_by(_history.c.claim_id)
    )
    return select(_history.c.claim_id, _history.c.before).where(_history.c.id.in_(first)).subquery()


def _first_kept(later: ColumnElement[bool]) -> Subquery:
    """Return, per invoice, what it was before the first later import that changed it."""
    first = (
        select(_before.c.claim_id, func.min(_before.c.import_id).label("import_id"))
        .join(_imports, _imports.c.id == _before.c.import_id)
        .where(later)
        .group_by(_before.c.claim_id)
        .subquery()
    )
    return (
        select(_before.c.claim_id, _before.c.content)
        .join(first, and_(first.c.claim_id == _before.c.claim_id, first.c.import_id == _before.c.import_id))
        .subquery()
    )
