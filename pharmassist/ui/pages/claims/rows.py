"""An invoice as a line of the list: every column it may show; late by its operator's own delay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pharmassist.domain.claims import ADVANCEABLE, CLOSED, Claim, State
from pharmassist.domain.headers import fold
from pharmassist.services.claim_words import state_text
from pharmassist.services.texts import mark, money, short_day
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.cells import CellMark, TableRow
from pharmassist.ui.parts.light import Tone
from pharmassist.ui.parts.table import Column

LATE_DAYS = 7
"""Working days from which a line bears the red bar where its operator's delay is not known."""
MARKS: dict[State, tuple[str, Tone]] = {
    State.SET_ASIDE: ("circle-pause", "grey"),
    State.TRANSMITTED: ("send", "grey"),
    State.ACKNOWLEDGED: ("circle-check", "grey"),
    State.LEFT_OUTSTANDING: ("log-out", "amber"),
    State.ANNOUNCED: ("mail-check", "grey"),
    State.ANNOUNCED_NOT_RECEIVED: ("circle-x", "red"),
    State.RECEIVED: ("circle-check", "green"),
    State.PARTLY_RECEIVED: ("circle-dot", "amber"),
    State.REJECTED: ("ban", "red"),
    State.REBILLED: ("corner-down-right", "grey"),
    State.PAID_BY_PATIENT: ("hand-coins", "grey"),
    State.DISPUTED: ("scale", "amber"),
    State.WRITTEN_OFF: ("trending-down", "grey"),
    State.CANCELLED: ("circle-slash", "grey"),
}
"""Icon and tone of each state."""
COLUMNS: tuple[tuple[str, str, int, bool], ...] = (
    ("day", mark("Date"), 80, False),
    ("invoice", mark("Invoice no."), 106, False),
    ("payer", mark("Mutuelle (AMC)"), 0, False),
    ("amc_amount", mark("AMC share"), 92, True),
    ("age", mark("Age"), 54, True),
    ("state", mark("State"), 172, False),
    ("operator", mark("Operator"), 120, False),
    ("amc_number", mark("AMC no."), 96, False),
    ("due", mark("Still due"), 92, True),
    ("announced", mark("Announced (fact)"), 92, True),
    ("received", mark("Received (fact)"), 92, True),
    ("batch", mark("Batch"), 60, False),
    ("invoice_date", mark("Invoice date"), 90, False),
    ("care_date", mark("Care"), 80, False),
    ("transmission_date", mark("Sent (day)"), 80, False),
    ("convention_type", mark("Convention"), 90, False),
    ("csr", mark("CSR"), 60, False),
    ("reject_code", mark("Reject"), 120, False),
    ("replaces", mark("Replaces"), 106, False),
)
"""Key (that of the sort), title, width, right: every column, the usual ones first."""
USUAL = tuple(key for key, _title, _width, _right in COLUMNS[:6])
_ASKS_NOTHING = CLOSED | {State.PAID_BY_PATIENT}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a line needs that is not in its invoice; delays in working days."""

    today: date
    alsace_moselle: bool = False
    operators: Mapping[str, str] = field(default_factory=dict)
    delays: Mapping[str, int] = field(default_factory=dict)
    undetermined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def table_columns() -> tuple[Column, ...]:
    """Return the columns of the list, titles in the language in force."""
    return tuple(Column(key, _(title), width, right=right) for key, title, width, right in COLUMNS)


def payer_words(claim: Claim) -> str:
    """Return the mutuelle's name, else its number, else that it is not recognised."""
    return claim.payer or claim.amc_raw or claim.amc_number or _("Not recognised")


def operator_words(claim: Claim, around: Surroundings) -> str:
    """Return the operator's name; with several possible ones the card's logo decides."""
    if claim.operator:
        return around.operators.get(claim.operator, claim.operator)
    return _("Undetermined") if possible_operators(claim, around) else _("Unknown")


def possible_operators(claim: Claim, around: Surroundings) -> tuple[str, ...]:
    """Return the operators behind its AMC where several are possible, () otherwise."""
    return around.undetermined.get(claim.amc_number or fold(claim.payer), ())


def is_late(claim: Claim, age: int, delays: Mapping[str, int]) -> bool:
    """Tell whether an invoice waits longer than its operator's delay, or a week where none is known."""
    if claim.state in _ASKS_NOTHING:
        return False
    known = claim.operator in delays and claim.state in ADVANCEABLE
    return age > delays[claim.operator] if known else age >= LATE_DAYS


def claim_row(claim: Claim, around: Surroundings) -> TableRow:
    """Return the line of an invoice; the age is in working days."""
    icon, tone = MARKS[claim.state]
    age = claim.age(around.today, around.alsace_moselle)
    cells = (
        short_day(claim.day),
        claim.invoice,
        payer_words(claim),
        money(claim.amc_amount),
        _("{days} d").format(days=age) if claim.day else "–",
        CellMark(icon, state_text(claim.state), tone),
        operator_words(claim, around),
        claim.amc_raw or claim.amc_number,
        money(claim.outstanding),
        money(claim.announced),
        money(claim.received),
        claim.batch,
        short_day(claim.invoice_date),
        short_day(claim.care_date),
        short_day(claim.transmission_date),
        claim.convention_type,
        claim.csr,
        f"{claim.reject_code} {claim.reject_label}".strip(),
        claim.replaces,
    )
    return TableRow(claim.id, cells, is_late(claim, age, around.delays), quiet=claim.state in CLOSED)
