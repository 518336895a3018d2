"""Texts of the problems of bank statements and payment notices."""

from __future__ import annotations

from pharmassist.services.problem_texts.form import Texts
from pharmassist.services.texts import mark as _

TEXTS: dict[str, Texts] = {
    "bank_file_damaged": Texts(
        _("Statement unreadable"),
        _("“{file}” is damaged or is not what it says it is. Nothing was stored."),
        _("Download it again from the bank, if possible in another format (OFX, CSV)."),
    ),
    "bank_file_truncated": Texts(
        _("Statement cut short"),
        _("“{file}” stops before its end: lines would be missing. Nothing was stored."),
        _("Download it again from the bank, until the end."),
    ),
    "bank_file_unsafe": Texts(
        _("Statement refused"),
        _("“{file}” declares a document type or entities, which no bank needs. Nothing was read."),
        _("Do not open it otherwise. Download the statement from the bank's own site."),
    ),
    "bank_file_unsupported": Texts(
        _("Format not read here"),
        _("“{file}” is a {format} file. PharmAssist reads OFX, CSV, CFONB120 and camt.053."),
        _("Choose one of these formats on the bank's site, or copy the table of its page."),
    ),
    "bank_file_empty": Texts(
        _("No account in this statement"),
        _("“{file}” holds no bank account with its movements. Nothing was stored."),
        _("Choose the statement of the current account on the bank's site."),
    ),
    "bank_currency": Texts(
        _("Account not in euros"),
        _("No account of “{file}” is in euros. Nothing was stored."),
        _("Choose the statement of the account in euros."),
    ),
    "bank_account_absent": Texts(
        _("Account absent"),
        _("The account {account} is not in this file, which holds: {accounts}."),
        _("Say one of these accounts, or none to import them all."),
    ),
    "bank_account_needed": Texts(
        _("Which bank account?"),
        _("This table does not say its account, and several are known: {accounts}."),
        _("Choose the account under “Account of this table”."),
        _("Say the account: --account IBAN."),
    ),
    "iban_invalid": Texts(
        _("IBAN not valid"),
        _("“{text}” is no valid IBAN."),
        _("Read it again on a bank statement or a RIB."),
    ),
    "bank_import_unknown": Texts(
        _("Import unknown"),
        _("There is no import number {id} of this kind."),
        _("Look at the list of imports."),
    ),
    "bank_import_undone": Texts(
        _("Import already undone"),
        _("Import number {id} was undone before."),
        _("There is nothing left to undo."),
    ),
    "bank_import_matched": Texts(
        _("Import in use"),
        _("{matches} matches stand on what import number {id} brought."),
        _("Undo these matches first, then the import."),
    ),
    "notices_moved_since": Texts(
        _("Invoices moved since"),
        _("{claims} invoices of import number {id} were changed since by something else."),
        _("Take these changes back first, or correct the invoices by hand."),
    ),
    "notice_known": Texts(
        _("Notice already noted"),
        _("A notice of {operator} of {day} with the same total is already here (number {id})."),
        _("If it is truly another transfer, press “It is another transfer”."),
        _("If it is truly another transfer, add --again."),
    ),
    "notice_unknown": Texts(
        _("Notice unknown"),
        _("There is no payment notice number {id}."),
        _("Look at the list of notices."),
    ),
    "notice_matched": Texts(
        _("Notice in use"),
        _("A match stands on this notice."),
        _("Undo the match first, then remove the notice."),
    ),
    "notice_day_ahead": Texts(
        _("Day still to come"),
        _("The flow day {day} is more than two months ahead."),
        _("Read the date again on the notice."),
    ),
    "notice_amount_needed": Texts(
        _("Sum missing"),
        _("A notice announces a sum above zero."),
        _("Enter the total that the notice announces."),
    ),
    "notice_operator_needed": Texts(
        _("Which operator?"),
        _("No column of “{file}” names the operator."),
        _("Say the operator for the whole list, or which column names it."),
    ),
}
