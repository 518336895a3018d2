"""Texts of the problems of acomptes, reminders, indemnities and letters to the bank."""

from __future__ import annotations

from pharmassist.services.problem_texts.form import Texts
from pharmassist.services.texts import mark as _

TEXTS: dict[str, Texts] = {
    "advance_ended": Texts(
        _("Request refused or withdrawn"),
        _("Money cannot come in for a request that ended without an acompte."),
        _("Note its new answer first, or ask again."),
    ),
    "advance_has_money": Texts(
        _("Money already moved"),
        _("Money came in for this acompte: neither answer nor request can be changed any more."),
        _("Undo its movements first, if they were noted by mistake."),
    ),
    "advance_not_waiting": Texts(
        _("No answer is awaited"),
        _("The operator has answered: there is nothing to remind it of."),
        _("Look at the ledger of this acompte."),
    ),
    "granted_beyond_request": Texts(
        _("More than was asked"),
        _("The sum granted is larger than the one that was asked."),
        _("Type the sum of the answer; money beyond it is no acompte."),
    ),
    "movement_unknown": Texts(
        _("Unknown movement"),
        _("There is no movement {movement}."),
        _("Look at the ledger: it may have been undone meanwhile."),
    ),
    "movement_of_match": Texts(
        _("Part of a match"),
        _("This movement was noted by match {match} of the bank, with other things."),
        _("Undo that match on the page Virements."),
    ),
    "credit_unknown": Texts(
        _("Unknown credit"),
        _("There is no credit {credit}."),
        _("Import the bank statement first, or type the movement without a credit."),
    ),
    "credit_not_free": Texts(
        _("Credit not free"),
        _("Credit {credit} is pointed already, returned, or marked other."),
        _("Undo its match first, or choose another credit."),
    ),
    "credit_rest_short": Texts(
        _("More than this credit holds"),
        _("The sum is larger than what is left of this credit."),
        _("Type a smaller sum: several credits may make one acompte."),
    ),
    "notice_unknown": Texts(
        _("Unknown notice"),
        _("There is no notice {notice}."),
        _("Enter the notice first, or type the withholding without it."),
    ),
    "withheld_beyond_notice": Texts(
        _("More than is missing"),
        _("The sum is larger than what is missing of this notice."),
        _("Type what was withheld: notice less credit."),
    ),
}
