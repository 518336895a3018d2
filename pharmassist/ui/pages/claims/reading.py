"""What the page reads in its lane: counts, one page of lines, one invoice with its history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pharmassist.domain.claims import Claim, ClaimFilter, State, Tally
from pharmassist.domain.imports import ImportRecord
from pharmassist.services.claims import PendingReplacement
from pharmassist.services.directory import operator_names
from pharmassist.services.office import Office
from pharmassist.services.views import View
from pharmassist.ui.pages.claims.drawer import Shown
from pharmassist.ui.pages.claims.rows import Surroundings, claim_row, possible_operators
from pharmassist.ui.parts.cells import TableRow
from pharmassist.ui.parts.table import PageRequest


@dataclass(frozen=True, slots=True)
class Counts:
    """What is read when the page comes on screen; ``any`` counts closed invoices too.

    ``left`` are those that left the LGO's list: they wait, and its screen no longer shows them.
    """

    kept: Tally
    whole: Tally
    left: Tally
    any: int
    pending: tuple[PendingReplacement, ...]
    operators: Mapping[str, str]
    views: tuple[View, ...]
    overdue: ClaimFilter | None
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What the filters may name: the AMC of the encours (number, name), the lists, the overdue."""

    insurers: tuple[tuple[str, str], ...]
    lists: tuple[ImportRecord, ...]
    overdue: ClaimFilter | None


def read_counts(office: Office, wanted: ClaimFilter) -> Counts:
    """Read counts and sums of a filter and of the whole."""
    lists = office.claims.lists
    return Counts(
        office.claims.tally(wanted),
        office.claims.tally(),
        office.claims.tally(ClaimFilter(states=frozenset({State.LEFT_OUTSTANDING}))),
        office.claims.tally(ClaimFilter(all_states=True)).count,
        office.claims.pending_replacements(),
        operator_names(office.catalogue),
        lists.views(),
        lists.overdue_filter(),
        lists.shown_columns(),
    )


def read_choices(office: Office) -> FilterChoices:
    """Read what the filters may name."""
    rows = office.claims.lists.ageing(by_amc=True).rows
    insurers = sorted(((row.key, row.name) for row in rows if row.key), key=lambda each: each[1].casefold())
    return FilterChoices(tuple(insurers), office.importing.records(), office.claims.lists.overdue_filter())


def read_around(office: Office) -> Surroundings:
    """Read what lines need beside their invoices."""
    delays = {each.operator: each.days for each in office.claims.lists.delays() if each.days is not None}
    return Surroundings(
        office.clock.today(),
        office.people.pharmacy().alsace_moselle,
        operator_names(office.catalogue),
        delays,
        office.directory.undetermined(),
    )


def read_lines(
    office: Office, wanted: ClaimFilter, request: PageRequest
) -> tuple[tuple[Claim, ...], tuple[TableRow, ...]]:
    """Read one page of a list."""
    claims = office.claims.list(
        wanted,
        sort=request.sort or "day",
        descending=request.descending,
        offset=request.offset,
        limit=request.limit,
    )
    around = read_around(office)
    return claims, tuple(claim_row(claim, around) for claim in claims)


def read_claim(office: Office, claim_id: int) -> Shown:
    """Read one invoice for its drawer."""
    view, around = office.claims.show(claim_id), read_around(office)
    age = view.claim.age(around.today, around.alsace_moselle)
    return Shown(view, age, around.operators, possible_operators(view.claim, around))
