"""Texts of the problems of people who decide: owners, delegates, PINs."""

from __future__ import annotations

from pharmassist.services.problem_texts.form import Texts
from pharmassist.services.texts import mark as _

TEXTS: dict[str, Texts] = {
    "owner_needed": Texts(
        _("For the owner to decide"),
        _("{who} is neither an owner nor a delegate today: this is an owner's decision."),
        _("Ask an owner, or be given a delegation in Settings."),
    ),
    "owner_itself": Texts(
        _("For an owner only"),
        _("What was lent to {who} cannot be lent on."),
        _("Ask an owner."),
    ),
    "pin_needed": Texts(
        _("PIN asked"),
        _("This decision asks the PIN of {who}."),
        _("Type the PIN. Forgotten: replace it with the recovery sheet, in Settings."),
    ),
    "pin_wrong": Texts(
        _("Wrong PIN"),
        _("This is not the PIN. Next try in {seconds} s."),
        _("Type it again. Forgotten: replace it with the recovery sheet."),
    ),
    "pin_wait": Texts(
        _("Too many wrong PINs"),
        _("Next try in {seconds} s: closing the program changes nothing to it."),
        _("Wait, or replace a forgotten PIN with the recovery sheet."),
    ),
    "pin_absent": Texts(
        _("No PIN"),
        _("{who} has no PIN."),
        _("Set one in Settings."),
    ),
    "pin_form": Texts(
        _("Digits only"),
        _("A PIN has {shortest} to {longest} digits."),
        _("Choose digits that are neither a date of birth nor the alarm's code."),
    ),
    "pin_simple": Texts(
        _("Too easy to guess"),
        _("Equal digits, or digits in a row, are the first that anybody tries."),
        _("Choose others."),
    ),
    "recovery_key_other": Texts(
        _("Sheet of another key"),
        _("This sheet bears the key {given}; this register is opened by {expected}."),
        _("Take the sheet printed last."),
    ),
    "delegation_days": Texts(
        _("Days of the delegation"),
        _("A delegation ends today or later, after it begins, and lasts a year at most."),
        _("Correct the days."),
    ),
    "delegation_to_owner": Texts(
        _("Already an owner"),
        _("{initials} decides as an owner: there is nothing to lend."),
        _("Choose another person."),
    ),
    "delegation_none": Texts(
        _("No delegation"),
        _("Nothing is lent to {initials} today."),
        _("Look at the list of people."),
    ),
}
