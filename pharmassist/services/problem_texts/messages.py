"""Texts of the problems of suspicious messages."""

from __future__ import annotations

from pharmassist.services.problem_texts.form import Texts
from pharmassist.services.texts import mark as _

TEXTS: dict[str, Texts] = {
    "message_not_found": Texts(
        _("Message not found"),
        _("{file} cannot be read."),
        _("Check the name of the file, or paste the text of the message."),
    ),
    "message_too_big": Texts(
        _("Message too big"),
        _("Nothing above {limit} MB is read."),
        _("Paste the text of the message instead."),
    ),
    "message_empty": Texts(
        _("Nothing to judge"),
        _("There is no text in this message."),
        _("Paste the message, drop a file, or note what the caller said."),
    ),
    "message_unreadable": Texts(
        _("Message unreadable"),
        _("This file is not a message that can be read. Nothing in it was opened."),
        _("Paste the text of the message instead; until then treat it as suspicious."),
    ),
    "proof_needs_incident": Texts(
        _("No incident open"),
        _("A message is kept as a proof of an incident, and none is open."),
        _("Open an incident first: “Something happened”."),
    ),
}
