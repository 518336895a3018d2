"""What the page reads in its lane: counts, one page of lines, one invoice with its history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pharmassist.domain.claims import Claim, ClaimFilter, Tally
from pharmassist.services.claims import PendingReplacement
from pharmassist.services.office import Office
from pharmassist.ui.pages.claims.drawer import Shown
from pharmassist.ui.pages.claims.rows import claim_row
from pharmassist.ui.parts.cells import TableRow
from pharmassist.ui.parts.table import PageRequest


@dataclass(frozen=True, slots=True)
class Counts:
    """What is read when the page comes on screen; ``any`` counts closed invoices too."""

    kept: Tally
    whole: Tally
    any: int
    pending: tuple[PendingReplacement, ...]
    operators: Mapping[str, str]


def read_counts(office: Office, wanted: ClaimFilter) -> Counts:
    """Read counts and sums of a filter and of the whole."""
    return Counts(
        office.claims.tally(wanted),
        office.claims.tally(),
        office.claims.tally(ClaimFilter(all_states=True)).count,
        office.claims.pending_replacements(),
        operator_names(office),
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
    today, alsace = office.clock.today(), office.people.pharmacy().alsace_moselle
    return claims, tuple(claim_row(claim, today, alsace) for claim in claims)


def read_claim(office: Office, claim_id: int) -> Shown:
    """Read one invoice for its drawer."""
    view = office.claims.show(claim_id)
    age = view.claim.age(office.clock.today(), office.people.pharmacy().alsace_moselle)
    return Shown(view, age, operator_names(office))


def operator_names(office: Office) -> dict[str, str]:
    """Return the operators by id and name."""
    return {operator.id: operator.name for operator in office.catalogue.operators()}
