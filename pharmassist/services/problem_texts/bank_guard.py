"""Texts of the problems of the guard of bank details."""

from __future__ import annotations

from pharmassist.services.problem_texts.form import Texts
from pharmassist.services.texts import mark as _

TEXTS: dict[str, Texts] = {
    "bank_party_missing": Texts(
        _("Whose bank details?"),
        _("A change concerns an operator or a payer."),
        _("Name it as your contract does."),
    ),
    "bank_last4": Texts(
        _("Four signs"),
        _("The last four signs of the new account number are asked, no more."),
        _("Read them on the paper, not on the message alone."),
    ),
    "bank_number": Texts(
        _("Which number?"),
        _("The number that was called back is asked."),
        _("Type the number that you knew before the message."),
    ),
    "bank_number_source": Texts(
        _("Known from where?"),
        _("“{number}” is not in our data: say where you knew it from before the change was asked."),
        _("A contract or an invoice of before; never the message itself."),
    ),
    "bank_change_unknown": Texts(
        _("Unknown change"),
        _("There is no change of bank details number {id}."),
        _("Look at the list of changes."),
    ),
    "bank_change_ended": Texts(
        _("Ended already"),
        _("This change of bank details was applied or refused."),
        _("Note a new one."),
    ),
    "bank_not_called": Texts(
        _("Call back first"),
        _("Nobody called back a number known before."),
        _("Call, let them read the last four signs, then note it."),
    ),
    "bank_second_same": Texts(
        _("Another person"),
        _("{who} asked or called: the second person is another one."),
        _("Ask a colleague."),
    ),
    "bank_second_needed": Texts(
        _("A second person"),
        _("A second person of the pharmacy has not confirmed yet."),
        _("Ask a colleague who neither asked nor called."),
    ),
    "bank_day": Texts(
        _("A day of cooling"),
        _("A day has to pass after the call: {hours} h are left."),
        _("A hurry is the first sign of a fraud. Come back tomorrow."),
    ),
    "bank_reason": Texts(
        _("Why?"),
        _("A refusal is kept with its reason."),
        _("Write it in a few words."),
    ),
}
