"""Texts of the problems of what is printed: contents, pictures, papers kept."""

from __future__ import annotations

from pharmassist.services.problem_texts.form import Texts
from pharmassist.services.texts import mark as _

TEXTS: dict[str, Texts] = {
    "picture_too_big": Texts(
        _("Picture too big"),
        _("This picture is beyond {most} MB or twelve million dots. The logo stays as it was."),
        _("Save it smaller: a logo of 600 dots is enough."),
    ),
    "picture_unreadable": Texts(
        _("Picture not read"),
        _("This file is no sound PNG or JPEG picture. The logo stays as it was."),
        _("Open it in a picture program, save it as PNG and choose it again."),
    ),
    "paper_is_secret": Texts(
        _("Not by mail"),
        _("The recovery sheet opens the whole register. It goes into no mail."),
        _("Print it and put it in a safe."),
    ),
    "paper_not_kept": Texts(
        _("Nothing to print again"),
        _("No print of this document is kept: {document}."),
        _("Make it again: it will tell how things stand today."),
    ),
    "paper_size_refused": Texts(
        _("Paper size refused"),
        _("“{printer}” has no such paper: {media}. Nothing was printed."),
        _("Choose the ticket printer, or print this document on A4."),
    ),
    "no_incident_to_tell": Texts(
        _("No incident"),
        _("This document tells of an incident, and none is open here."),
        _("Open the incident first: “Something is happening”."),
    ),
    "not_set_aside": Texts(
        _("Not set aside"),
        _("Invoice {invoice} is not set aside: no slip is stapled to it."),
        _("Only an invoice that was not sent has a slip. Set it aside first."),
    ),
    "claim_number_needed": Texts(
        _("Which invoice?"),
        _("This document concerns one invoice."),
        _("Open it on the page “Invoices waiting” first."),
        _("Add --claim with its number in “claims list”."),
    ),
    "access_number_needed": Texts(
        _("Which access?"),
        _("This document concerns one access."),
        _("Choose it on the page “Passwords” first."),
        _("Add --access with its number in “accesses list”."),
    ),
    "format_not_made": Texts(
        _("Not in this format"),
        _("This document is not made on {format}."),
        _("Leave the paper as the preview proposes it."),
        _("Leave out --format: it chooses the right paper."),
    ),
}
