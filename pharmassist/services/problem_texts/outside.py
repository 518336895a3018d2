"""Texts of the problems of portals, mailboxes and the network."""

from __future__ import annotations

from pharmassist.services.problem_texts.form import Texts
from pharmassist.services.texts import mark as _

TEXTS: dict[str, Texts] = {
    "mailbox_unreachable": Texts(
        _("Mailbox unreachable"),
        _("{host} cannot be reached, or broke off. Nothing was learnt of the password."),
        _("Check the connection, then try again. Both passwords are kept."),
    ),
    "mailbox_certificate": Texts(
        _("Certificate refused"),
        _("{host} does not prove who it is. The password was not sent."),
        _("Do not insist: call your provider at the number on file."),
    ),
    "mailbox_silent": Texts(
        _("Mailbox silent"),
        _("{host} did not answer in time. The test was given up."),
        _("Try again later. Both passwords are kept."),
    ),
    "mailbox_no_login": Texts(
        _("No login by password"),
        _("{host} does not accept a login by password from a program."),
        _("Sign in on the provider's page with the new password, then attest it."),
    ),
}
