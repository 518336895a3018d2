"""Acomptes in words: statuses, movements, bases, and why invoices are left out."""

from __future__ import annotations

from pharmassist.domain.advances import AdvanceStatus, Basis, MovementKind
from pharmassist.services.advance_rows import RowKind
from pharmassist.services.advance_sums import Elsewhere
from pharmassist.services.texts import PARIS, short_day, translate
from pharmassist.services.texts import mark as _

STATUS_WORDS: dict[AdvanceStatus, str] = {
    AdvanceStatus.REQUESTED: _("Requested"),
    AdvanceStatus.GRANTED: _("Granted"),
    AdvanceStatus.PARTLY_GRANTED: _("Granted in part"),
    AdvanceStatus.REFUSED: _("Refused (acompte)"),
    AdvanceStatus.NO_ANSWER: _("No answer"),
    AdvanceStatus.WITHDRAWN: _("Withdrawn"),
    AdvanceStatus.CLOSED: _("All given back"),
}
MOVEMENT_WORDS: dict[MovementKind, str] = {
    MovementKind.RECEIVED: _("Received at the bank"),
    MovementKind.WITHHELD: _("Withheld from a notice"),
    MovementKind.REPAID: _("Paid back"),
}
ROW_WORDS: dict[RowKind, str] = {
    RowKind.REQUESTED: _("Requested"),
    RowKind.REMINDED: _("Reminder {level}"),
    RowKind.GRANTED: _("Granted"),
    RowKind.REFUSED: _("Refused (acompte)"),
    RowKind.NO_ANSWER: _("No answer"),
    RowKind.WITHDRAWN: _("Withdrawn"),
    RowKind.RECEIVED: _("Received at the bank"),
    RowKind.NOTICE: _("Notice"),
    RowKind.SWALLOWED: _("Notice, all withheld"),
    RowKind.WITHHELD: _("Withheld from a notice"),
    RowKind.REPAID: _("Paid back"),
}
BASIS_WORDS: dict[Basis, str] = {
    Basis.EXACT: _("exact sum"),
    Basis.AVERAGE: _("average"),
    Basis.SHORTFALL: _("usual less received"),
}


def elsewhere_words(one: Elsewhere) -> str:
    """Say which request holds invoices that are left out of this one."""
    asked = one.advance.requested_at
    when = short_day(asked.astimezone(PARIS).date() if asked else None)
    if one.same_amc:
        text = _("AMC in the request of {day} to another operator")
    else:
        text = _("Already in the request of {day}")
    return translate(text).format(day=when)
