"""Words for what happens to invoices and lists: states, reasons of refusal, causes, notices."""

from __future__ import annotations

from pharmassist.domain.claims import State
from pharmassist.services.texts import mark as _
from pharmassist.services.texts import translate

STATES: dict[State, str] = {
    State.SET_ASIDE: _("Set aside"),
    State.TRANSMITTED: _("Transmitted"),
    State.ACKNOWLEDGED: _("Acknowledged (ARL +)"),
    State.LEFT_OUTSTANDING: _("Left the list"),
    State.ANNOUNCED: _("Announced"),
    State.ANNOUNCED_NOT_RECEIVED: _("Announced, not received"),
    State.RECEIVED: _("Received"),
    State.PARTLY_RECEIVED: _("Partly received"),
    State.REJECTED: _("Rejected, to rebill"),
    State.REBILLED: _("Rebilled"),
    State.PAID_BY_PATIENT: _("Paid by the patient"),
    State.DISPUTED: _("Disputed"),
    State.WRITTEN_OFF: _("Written off"),
    State.CANCELLED: _("Cancelled"),
}
REASONS: dict[str, str] = {
    "nir": _("a social security number stands in a column that is read"),
    "invoice_missing": _("no invoice number"),
    "invoice_unreadable": _("unreadable invoice number"),
    "date_missing": _("no date"),
    "date_unreadable": _("unreadable date"),
    "amount_missing": _("no AMC share"),
    "amount_unreadable": _("unreadable amount"),
    "amount_ambiguous": _("ambiguous amount"),
    "too_long": _("text too long"),
    "duplicate": _("same invoice twice in the file"),
}
CAUSES: dict[str, str] = {
    "noted": _("noted"),
    "moved": _("changed by hand"),
    "renumbered": _("real number entered"),
    "operator": _("operator taught"),
    "list": _("changed by a list"),
    "part_paid": _("lower amount in a list"),
    "gone": _("gone from the list"),
    "cancelled": _("cancelled by a negative line"),
    "edited": _("corrected by hand"),
    "move_undone": _("change taken back"),
    "put_back": _("change taken back"),
    "received": _("credit pointed"),
    "match_undone": _("match undone"),
    "missed": _("money did not come"),
    "replaced": _("replaced by another number"),
    "replacement_declined": _("replaces none"),
    "import_undone": _("import undone"),
    "notice": _("told by a payment notice"),
    "notice_undone": _("payment notice undone"),
}
NOTICES: dict[str, str] = {
    "same_file": _("This very file was imported before: nothing was added."),
    "snapshot_out_of_order": _("A later list is known: nothing leaves the encours because of this one."),
    "most_left": _("More than half of the invoices would leave: is it the right list?"),
    "operator_missing": _("An operator with many open invoices is absent from the list: is it whole?"),
    "operator_unknown": _("Some invoices have no operator yet: say who pays their AMC."),
    "total_differs": _("The totals row of the file differs from the sum of the lines taken."),
}


def state_text(state: State) -> str:
    """Return a state in the language in force."""
    return translate(STATES[state])


def reason_text(code: str) -> str:
    """Return why a line was refused, in the language in force."""
    return translate(REASONS[code])


def cause_text(code: str) -> str:
    """Return what moved an invoice, in the language in force."""
    return translate(CAUSES[code])


def notice_text(code: str) -> str:
    """Return something to say of an import, in the language in force."""
    return translate(NOTICES[code])
