"""Texts of the problems of documents, printing and previews."""

from __future__ import annotations

from pharmassist.services.problem_texts.form import Texts
from pharmassist.services.texts import mark as _

TEXTS: dict[str, Texts] = {
    "printer_absent": Texts(
        _("No printer"),
        _("This session has no default printer. Nothing was printed."),
        _("Choose a printer in the list, or save the PDF and print it from another computer."),
    ),
    "printer_gone": Texts(
        _("Printer not found"),
        _("“{printer}” is no longer among the printers of this session. Nothing was printed."),
        _("Choose another printer, or switch this one on and try again."),
    ),
    "printing_refused": Texts(
        _("Printing refused"),
        _("“{printer}” did not take the document. Nothing was printed."),
        _("Look at its paper and its queue, then try again, or save the PDF."),
    ),
    "printing_unavailable": Texts(
        _("Printing does not answer"),
        _("The print system of this computer does not answer. Nothing was printed."),
        _("Try again in a minute, or save the PDF and print it from another computer."),
    ),
    "document_unreadable": Texts(
        _("Page not shown"),
        _("This file is not a PDF that can be shown."),
        _("Make the document again. If it goes on, copy the report for the maintainers."),
    ),
    "paper_to_where": Texts(
        _("Where to?"),
        _("The document is ready, but it was not said where it goes."),
        _("Choose “Save as PDF” or “Print” in the preview."),
        _("Add --out FILE.pdf or --printer NAME."),
    ),
    "operator_needed": Texts(
        _("Which operator?"),
        _("This document concerns one operator."),
        _("Choose the operator on the page “Acomptes” first."),
        _("Add --operator, for example viamedis."),
    ),
    "payer_unknown": Texts(
        _("Mutuelle unknown"),
        _("“{text}” is neither a mutuelle, an AMC number nor an operator known here."),
        _("Read the logo on the card, then look for the operator’s name."),
    ),
}
