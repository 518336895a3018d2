"""Texts of the problems of pointing credits."""

from __future__ import annotations

from pharmassist.services.problem_texts.form import Texts
from pharmassist.services.texts import mark as _

TEXTS: dict[str, Texts] = {
    "credit_unknown": Texts(
        _("Credit unknown"),
        _("No credit bears the number {credit}."),
        _("Look at the list of credits for its number."),
    ),
    "credit_already_pointed": Texts(
        _("Credit already pointed"),
        _("Credit {credit} is pointed, taken back by the bank, or left aside."),
        _("Undo what was pointed first, if it was wrong."),
    ),
    "nothing_allocated": Texts(
        _("Nothing to write"),
        _("What the credit pays does not add up to anything."),
        _("Choose what it pays, with amounts above zero."),
    ),
    "more_than_credit": Texts(
        _("More than the credit"),
        _("Only {rest} € of this credit are left to point."),
        _("Lower an amount."),
    ),
    "more_than_due": Texts(
        _("More than is due"),
        _("Invoice {invoice} lacks only {rest} €."),
        _("Put what is beyond under “overpaid”."),
    ),
    "more_than_notice": Texts(
        _("More than was announced"),
        _("Only {rest} € of this notice are still to come."),
        _("Put what is beyond under “overpaid”."),
    ),
    "money_refused": Texts(
        _("This invoice receives no money"),
        _("Invoice {invoice} was cancelled, or another one replaced it."),
        _("Point the credit on the invoice that replaced it."),
    ),
    "solution_unknown": Texts(
        _("No such solution"),
        _("There is no solution {solution} for this credit."),
        _("Ask for the explanation again, then choose among its solutions."),
    ),
    "match_unknown": Texts(
        _("Match unknown"),
        _("No match bears the number {match}."),
        _("Look at the credit for the number of its match."),
    ),
    "match_undone": Texts(
        _("Already undone"),
        _("Match {match} was undone before."),
        _("Nothing is left to do."),
    ),
    "rule_empty": Texts(
        _("Rule without words"),
        _("A rule needs three letters of the words of a transfer, or an IBAN."),
        _("Copy the words from the credit."),
    ),
    "rule_known": Texts(
        _("Rule known"),
        _("A rule with “{words}” exists already."),
        _("Change that one."),
    ),
    "absent_after_unclear": Texts(
        _("How many working days?"),
        _("The absence of credits is told after 1 to {most} working days."),
        _("Type a number between these."),
    ),
    "accept_unclear": Texts(
        _("What to accept?"),
        _("“{text}” is neither “references” nor the number of a credit."),
        _("Write references, 12, or 12:2 for the second solution of credit 12."),
    ),
}
