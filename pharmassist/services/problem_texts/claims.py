"""Texts of the problems of invoices, imports, mappings and acomptes."""

from __future__ import annotations

from pharmassist.services.problem_texts.form import Texts
from pharmassist.services.texts import mark as _

TEXTS: dict[str, Texts] = {
    "advance_answer_refused": Texts(
        _("Not an answer"),
        _("“{status}” is not an answer an operator gives."),
        _("Choose granted, refused or no answer."),
    ),
    "advance_not_banked": Texts(
        _("Nothing banked yet"),
        _("No acompte has come in: nothing can be withheld or given back."),
        _("Record first what the bank received."),
    ),
    "advance_unknown": Texts(
        _("No acompte"),
        _("No acompte is known for {operator}."),
        _("Record the request first."),
    ),
    "delay_refused": Texts(
        _("Delay refused"),
        _("A delay is a number of working days, from 0 to 365."),
        _("Type a number, or leave it empty to go back to the delay that is known."),
    ),
    "age_columns_refused": Texts(
        _("Columns of days"),
        _("The columns are one to eight numbers of working days, each above the one before."),
        _("Type them as 5, 10, 20, 40."),
    ),
    "amount_below_received": Texts(
        _("Below what came in"),
        _("{received} € were received already for this invoice."),
        _("Type the AMC share as it was claimed."),
    ),
    "amc_unreadable": Texts(
        _("AMC unknown"),
        _("“{text}” is neither an AMC number nor a name we know."),
        _("Type the number of the card, or number and name."),
    ),
    "amount_not_positive": Texts(
        _("Amount missing"),
        _("The amount must be above zero."),
        _("Type the AMC share, as 12.34."),
    ),
    "claim_closed": Texts(
        _("Invoice closed"),
        _("Invoice {invoice} is closed: it is no longer corrected."),
        _("Change its situation first if it must be open again."),
    ),
    "claim_exists": Texts(
        _("Already noted"),
        _("Invoice {invoice} of that date is known: {amount} € (line {id})."),
        _("Look at it; change it there if it is wrong."),
    ),
    "claim_known": Texts(
        _("Already known"),
        _("Invoice {invoice} of that date is known already."),
        _("Look at it; change it there if it is wrong."),
    ),
    "claim_unknown": Texts(
        _("Invoice unknown"),
        _("No invoice has the number {id} here."),
        _("List the invoices to find it."),
    ),
    "column_forbidden": Texts(
        _("Column never read"),
        _("The column “{column}” may hold a person or a product."),
        _("Choose another column: this one is never read."),
    ),
    "column_unknown": Texts(
        _("Column not found"),
        _("The file has no column “{column}”."),
        _("Copy the title as it stands in the file, or #3 for the third."),
    ),
    "date_in_future": Texts(
        _("Date to come"),
        _("This date is later than today."),
        _("Correct the date."),
    ),
    "date_unreadable": Texts(
        _("Unreadable date"),
        _("“{text}” is not a date that can be read without doubt."),
        _("Type it as 30/01/2024."),
    ),
    "file_absent": Texts(
        _("File not found"),
        _("{file} is not there or cannot be read."),
        _("Choose the file again; close it in the other program."),
    ),
    "file_changed": Texts(
        _("File changed"),
        _("{file} changed since its preview: nothing was stored."),
        _("Look at the preview again."),
    ),
    "file_damaged": Texts(
        _("Damaged file"),
        _("{file} stops making sense in the middle."),
        _("Export it again from the software."),
    ),
    "file_is_teletransmission": Texts(
        _("Raw transmission file"),
        _("{file} is a raw B2, DRE or NOEMIE file: its layout is not public and it holds patients’ data."),
        _("Export the list of unpaid invoices from the software instead, as a table."),
    ),
    "file_mixed": Texts(
        _("Two encodings in one file"),
        _("{file} was put together from files of two kinds: its accents cannot all be read."),
        _("Export the list again in one piece from the software."),
    ),
    "file_no_header": Texts(
        _("No titles found"),
        _("No line of titles was found at the top of {file}."),
        _("Export the list with its column titles."),
    ),
    "file_not_a_table": Texts(
        _("Not a table"),
        _("{file} is neither CSV, XLSX, XLS nor ODS."),
        _("Export the list as CSV or as a workbook."),
    ),
    "file_not_removed": Texts(
        _("File not removed"),
        _("{file} could not be removed."),
        _("Close it in the other program, then remove it yourself: it holds names."),
    ),
    "file_not_written": Texts(
        _("File not written"),
        _("{file} could not be written; what stood there is unchanged."),
        _("Choose another folder, or make room."),
    ),
    "file_too_big": Texts(
        _("File too big"),
        _("{file} is beyond what is read ({limit})."),
        _("Export a shorter period."),
    ),
    "import_moved_since": Texts(
        _("Invoices moved since"),
        _("{claims} invoices of import {id} were changed after it: it can no longer be undone whole."),
        _("Correct these invoices one by one."),
    ),
    "import_money_since": Texts(
        _("Money matched since"),
        _("Money was announced or received for {claims} invoices of import {id}: it stays."),
        _("Take the matching back first, or correct these invoices one by one."),
    ),
    "import_not_last": Texts(
        _("Later import first"),
        _("Import {last} came after import {id}."),
        _("Undo import {last} first."),
    ),
    "import_undone": Texts(
        _("Already undone"),
        _("Import {id} is undone already."),
        _("Nothing to do."),
    ),
    "import_unknown": Texts(
        _("Import unknown"),
        _("There is no import {id}."),
        _("List the imports."),
    ),
    "insurer_unknown": Texts(
        _("AMC unknown"),
        _("“{text}” is not in the directory."),
        _("Teach it: number and operator."),
    ),
    "invoice_unreadable": Texts(
        _("Unreadable invoice number"),
        _("“{text}” is not an invoice number: up to nine digits, or P17 for a pochette."),
        _("Copy the number from the software."),
    ),
    "mapping_incomplete": Texts(
        _("Columns missing"),
        _("Still missing: {fields}."),
        _("Say which column holds each of them."),
    ),
    "mapping_needed": Texts(
        _("Columns to confirm"),
        _("The columns of {file} are not certain. Our guess: {guess}."),
        _("Confirm them on the import page."),
        _("Confirm them with --map FIELD=COLUMN."),
    ),
    "move_refused": Texts(
        _("Not possible by hand"),
        _("An invoice that is “{before}” cannot become “{after}” by hand."),
        _("Money moves invoices by the bank only."),
    ),
    "name_missing": Texts(
        _("Name missing"),
        _("The profile needs a name."),
        _("Type a name, for example that of the software."),
    ),
    "not_a_pochette": Texts(
        _("Not a pochette"),
        _("Invoice {invoice} already has its number."),
        _("Only a pochette (P17) receives a number."),
    ),
    "nothing_to_assign": Texts(
        _("No AMC chosen"),
        _("No AMC of the list is chosen."),
        _("Choose the AMC that this operator pays."),
    ),
    "nothing_to_move": Texts(
        _("Nothing changed"),
        _("None of the chosen invoices can make this change ({claims})."),
        _("Look at their situations."),
    ),
    "nothing_to_advance": Texts(
        _("Nothing to ask"),
        _("No invoice of {operator} counts in an acompte over this period."),
        _("Choose another period, or import the list."),
    ),
    "payer_missing": Texts(
        _("AMC missing"),
        _("An invoice needs a mutuelle, an AMC number or an operator."),
        _("Type what the card says."),
    ),
    "period_reversed": Texts(
        _("Period reversed"),
        _("The first day comes after the last one."),
        _("Exchange the two dates."),
    ),
    "profile_unknown": Texts(
        _("Profile unknown"),
        _("There is no import profile “{profile}”."),
        _("List the profiles."),
    ),
    "profile_unsuitable": Texts(
        _("Not this profile"),
        _("The file has no column “{column}”, which the profile “{profile}” reads."),
        _("Choose another profile, or confirm the columns."),
    ),
    "refused_lines_no_snapshot": Texts(
        _("Not the whole list"),
        _("{file} holds corrected lines only: taken as the whole encours, all others would leave it."),
        _("Import it as an addition."),
    ),
    "reason_needed": Texts(
        _("Reason missing"),
        _("This situation needs a reason: {state}."),
        _("Add a few words."),
    ),
    "replacement_unknown": Texts(
        _("No link"),
        _("Invoice {invoice} replaces no open invoice."),
        _("Look at its history."),
    ),
    "sheet_needed": Texts(
        _("Which sheet?"),
        _("{file} has several sheets: {sheets}."),
        _("Name the one to read."),
    ),
    "situation_refused": Texts(
        _("Not a first situation"),
        _("A noted invoice cannot begin as “{state}”."),
        _("Choose transmitted, set aside, paid by the patient or rejected."),
    ),
    "snapshot_in_future": Texts(
        _("List of the future"),
        _("The date of the list is later than today."),
        _("Correct the date of the list."),
    ),
    "sort_unknown": Texts(
        _("Cannot be sorted so"),
        _("Invoices cannot be sorted by “{text}”."),
        _("Sort by day, age, due, invoice, payer or amc_amount."),
    ),
    "state_unknown": Texts(
        _("Situation unknown"),
        _("“{text}” is not a situation of an invoice."),
        _("Choose one of: {states}."),
    ),
    "view_name_missing": Texts(
        _("Name missing"),
        _("The view needs a name."),
        _("Type a few words."),
    ),
    "view_unknown": Texts(
        _("View unknown"),
        _("There is no view “{name}”."),
        _("Choose one of the list."),
    ),
    "table_kind_unknown": Texts(
        _("Kind of file unknown"),
        _("{file} must end with .csv or .xlsx."),
        _("Change the ending."),
    ),
}
