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
    "bank_stale": Texts(
        _("Bank not up to date"),
        _("The bank is known up to {day}: somebody who has paid could be reminded."),
        _("Import the last bank statement, then come back."),
    ),
    "nothing_overdue": Texts(
        _("Nothing overdue"),
        _("{name} owes nothing beyond its delay."),
        _("Nobody is reminded of what is not due."),
    ),
    "reminder_level": Texts(
        _("No such level"),
        _("A reminder has level 1, 2 or 3."),
        _("Choose one of these, or none: the next one is taken."),
    ),
    "threshold_empty": Texts(
        _("Threshold empty"),
        _("A threshold says a sum, a number of working days, or both."),
        _("Type one of both, above zero."),
    ),
    "creditor_unnamed": Texts(
        _("Name missing"),
        _("A creditor has a name."),
        _("Type it as it stands on your bank statements."),
    ),
    "creditor_account": Texts(
        _("No account number here"),
        _("This looks like an account number: the list needs none and keeps none."),
        _("Type the creditor's name, and its SEPA creditor identifier if you know it."),
    ),
    "creditor_ics": Texts(
        _("Identifier not recognised"),
        _("“{ics}” is no SEPA creditor identifier (such as FR12ZZZ123456)."),
        _("Copy it from the mandate, or leave it empty."),
    ),
    "creditors_missing": Texts(
        _("No creditor yet"),
        _("The list of authorised creditors is empty: every debit would be refused."),
        _("Add the creditors that you authorise first."),
    ),
    "reject_unknown": Texts(
        _("No such reject"),
        _("Invoice {invoice} is rejected by no notice and no list of this operator."),
        _("Enter the notice with its rejects, or import the LGO list."),
    ),
    "rule_unknown": Texts(
        _("Unknown rule"),
        _("There is no rule of indemnities called {rule}."),
        _("Look at the rules on the page “Acomptes”, “Indemnities”."),
        _("Look at the rules: indemnities --rules."),
    ),
    "rule_without_source": Texts(
        _("Source missing"),
        _("A rule of indemnities says where it was read."),
        _("Type the source: convention and article, letter, address of the page."),
    ),
    "rule_numbers": Texts(
        _("Rule not possible"),
        _("Days, sums and share are not below zero, and the share not above 100 %."),
        _("Type them again."),
    ),
    "nothing_owed": Texts(
        _("Nothing is owed"),
        _("No invoice of the compulsory scheme paid on these days is late enough."),
        _("Type the late invoices first, or other days."),
    ),
    "compulsory_unknown": Texts(
        _("Share or sending day unknown"),
        _("The register does not know the compulsory share or the sending day of: {invoices}."),
        _("Type them, one invoice at a time."),
    ),
    "compulsory_share_of_many": Texts(
        _("One share, several invoices"),
        _("A share is of one invoice."),
        _("Leave the share empty, or type one invoice at a time."),
    ),
    "compulsory_days": Texts(
        _("Days not possible"),
        _("Invoice {invoice}: it is sent first, paid afterwards, and not paid ahead of today."),
        _("Type the two days again."),
    ),
    "credit_unknown": Texts(
        _("Unknown credit"),
        _("There is no credit {credit}."),
        _("Import the bank statement first, or type the movement without a credit."),
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
