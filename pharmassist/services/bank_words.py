"""Words for imports of bank statements and notices: formats, reasons, things to say."""

from __future__ import annotations

from pharmassist.domain.bank import BankFormat, Freshness
from pharmassist.domain.notices import NoticeState
from pharmassist.services.texts import mark as _
from pharmassist.services.texts import short_day, translate

FORMATS: dict[str, str] = {
    BankFormat.OFX.value: "OFX",
    BankFormat.CFONB120.value: "CFONB120",
    BankFormat.CAMT053.value: "camt.053",
    BankFormat.TABLE.value: _("table"),
}
REASONS: dict[str, str] = {
    "date_missing": _("no date"),
    "date_unreadable": _("unreadable date"),
    "amount_missing": _("no amount"),
    "amount_unreadable": _("unreadable amount"),
    "amount_ambiguous": _("ambiguous amount"),
    "record_unknown": _("unknown kind of record"),
    "currency": _("not in euros"),
    "nir": _("a social security number stands in a column that is read"),
    "operator_missing": _("no operator"),
    "operator_unknown": _("operator unknown here"),
    "invoice_unreadable": _("unreadable invoice number"),
    "state_unknown": _("unknown word in the column of the state"),
    "too_long": _("text too long"),
}
NOTES: dict[str, str] = {
    "gap": _("Days are missing between two statements: import what lies between."),
    "unbalanced": _("Old balance + movements is not the new balance: ask the bank for this statement again."),
    "currency": _("An account that is not in euros was left out."),
    "card_account": _("A card account was left out: its movements come in one sum on the account."),
    "pending": _("Movements that the bank has not booked yet were left out: they are no money."),
    "details_differ": _("Details that did not add up to their entry were left out; the entry was taken."),
    "account_named": _("The account that had no name yet is this one."),
    "notice_total_differs": _("The invoices of a notice do not add up to its total: the total was kept."),
    "reference_twice": _("A reference is known with another total: both notices were kept."),
    "invoice_unknown": _("Some invoices of these notices are not in the register."),
}

NOTICE_STATES: dict[NoticeState, str] = {
    NoticeState.ANNOUNCED: _("announced (notice)"),
    NoticeState.PARTLY_RECEIVED: _("partly received (notice)"),
    NoticeState.RECEIVED: _("received (notice)"),
    NoticeState.WITHHELD: _("wholly withheld"),
    NoticeState.OVERPAID: _("paid too much"),
}


def notice_state_text(state: NoticeState) -> str:
    """Return where a notice stands, in the language in force."""
    return translate(NOTICE_STATES[state])


def format_text(code: str) -> str:
    """Return the name of a format, in the language in force."""
    return translate(FORMATS.get(code, code))


def reason_text(code: str) -> str:
    """Return why a line was refused, in the language in force."""
    return translate(REASONS[code])


def note_text(code: str) -> str:
    """Return something to say of an import, in the language in force."""
    return translate(NOTES[code])


def freshness_text(freshness: Freshness) -> str:
    """Say how far the bank data reach."""
    if freshness.day is None:
        return translate(_("No bank data yet."))
    return translate(_("Bank data up to {day}")).format(day=short_day(freshness.day))
