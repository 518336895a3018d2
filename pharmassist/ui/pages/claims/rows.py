"""An invoice as a line of the list: its state by icon, word and tone; late from seven working days."""

from __future__ import annotations

from datetime import date

from pharmassist.domain.claims import CLOSED, Claim, State
from pharmassist.services.claim_words import state_text
from pharmassist.services.texts import money, short_day
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.cells import CellMark, TableRow
from pharmassist.ui.parts.light import Tone

LATE_DAYS = 7
"""Working days from which a line bears the red bar (mockups/system.md)."""
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
_ASKS_NOTHING = CLOSED | {State.PAID_BY_PATIENT}


def payer_words(claim: Claim) -> str:
    """Return the mutuelle's name, else its number, else that it is not recognised."""
    return claim.payer or claim.amc_raw or claim.amc_number or _("Not recognised")


def claim_row(claim: Claim, today: date, alsace_moselle: bool) -> TableRow:
    """Return the line of an invoice; the age is in working days."""
    icon, tone = MARKS[claim.state]
    age = claim.age(today, alsace_moselle)
    cells = (
        short_day(claim.day),
        claim.invoice,
        payer_words(claim),
        money(claim.amc_amount),
        _("{days} d").format(days=age) if claim.day else "–",
        CellMark(icon, state_text(claim.state), tone),
    )
    late = age >= LATE_DAYS and claim.state not in _ASKS_NOTHING
    return TableRow(claim.id, cells, late, quiet=claim.state in CLOSED)
