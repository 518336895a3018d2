"""Texts of the problems of accesses and rotations."""

from __future__ import annotations

from pharmassist.services.problem_texts.form import Texts
from pharmassist.services.texts import mark as _

TEXTS: dict[str, Texts] = {
    "access_unknown": Texts(
        _("Unknown access"),
        _("There is no access number {id}."),
        _("Look at the list of accesses."),
    ),
    "access_login_missing": Texts(
        _("Which account?"),
        _("An access needs the name of its account."),
        _("Type the address or the user name, never the password."),
    ),
    "provider_unknown": Texts(
        _("Unknown provider"),
        _("“{provider}” is not a provider of the list."),
        _("Choose one of: {known}."),
    ),
    "mailbox_host_foreign": Texts(
        _("Server not recognised"),
        _("“{host}” is neither the server of {provider} nor one of the domain of “{login}”."),
        _("Read it letter by letter. Confirm only if your provider's own page gives it."),
    ),
    "mailbox_host_missing": Texts(
        _("Server unknown"),
        _("The mail server of “{login}” is not known: no login can be tried."),
        _("Add the server if you know it, or attest the change yourself."),
    ),
    "access_no_mailbox": Texts(
        _("No mailbox"),
        _("“{login}” is not a mailbox: it has no mail server."),
        _("Choose a mailbox of the list."),
    ),
    "rotation_running": Texts(
        _("Already under way"),
        _("The password of “{login}” is already being changed."),
        _("Resume where you stood."),
    ),
    "rotation_none": Texts(
        _("Nothing under way"),
        _("The password of “{login}” is not being changed."),
        _("Start with “Change the password”."),
    ),
    "rotation_not_yet": Texts(
        _("Not at this stage"),
        _("The change of “{login}” stands at “{stage}”: this comes at another moment."),
        _("Resume where you stood."),
    ),
    "rotation_order": Texts(
        _("Mailbox first"),
        _("Whoever reads the mailbox can ask for this password again: the mailbox comes first."),
        _("Change the mailbox's password first, or say why you do otherwise."),
    ),
    "rotation_no_login_test": Texts(
        _("No login test"),
        _("{provider} allows no login test with this password."),
        _("Sign in on its page with the new password, then attest it."),
    ),
    "rotation_login_possible": Texts(
        _("A login is possible"),
        _("{provider} allows a real login: it proves more than a word."),
        _("Verify by a login."),
    ),
    "old_tried_already": Texts(
        _("Tried once already"),
        _("The old password of “{login}” was tried once: a second try could lock the account."),
        _("Look at the provider's own page."),
    ),
    "sweep_reason": Texts(
        _("Why?"),
        _("“Not applicable” needs a reason, “later” a day or what it waits for."),
        _("Write it in a few words."),
    ),
    "passphrase_refused": Texts(
        _("No room for seven words"),
        _("The rules of this provider leave no room for a phrase of seven words."),
        _("Keep the proposed password of letters and digits."),
    ),
    "breach_not_wanted": Texts(
        _("Not checked"),
        _("The pharmacy does not ask lists of stolen passwords."),
        _("An owner can allow it in Settings: five signs of a hash leave this PC, never the password."),
    ),
    "breach_unreachable": Texts(
        _("Not checked"),
        _("The list of stolen passwords did not answer: nothing is known of this password."),
        _("Try again when the connection works."),
    ),
    "breach_silent": Texts(
        _("Not checked"),
        _("The list of stolen passwords did not answer in time: nothing is known of this password."),
        _("Try again later."),
    ),
    "breach_certificate": Texts(
        _("Not checked"),
        _("The certificate of the list of stolen passwords is not good: nothing was asked."),
        _("Look at the date of this PC; otherwise do without this check."),
    ),
    "breach_unreadable": Texts(
        _("Not checked"),
        _("The list of stolen passwords gave no answer that can be read: nothing is known of this password."),
        _("Try again later."),
    ),
    "sweep_unknown": Texts(
        _("Unknown line"),
        _("“{item}” is not a line of this sweep."),
        _("Look at the list of what is left to check."),
    ),
    "password_empty": Texts(
        _("Empty password"),
        _("No password was given."),
        _("Type it again."),
    ),
    "password_not_here": Texts(
        _("Not on this PC"),
        _("The password number {number} of “{login}” is not in the keyring of this PC."),
        _("Enter it if you know it, otherwise have a new one made."),
    ),
    "password_rules_impossible": Texts(
        _("Rules that contradict themselves"),
        _("No password can obey the rules recorded for this provider."),
        _("Choose one on the provider's page, then answer “I set another one”."),
    ),
}
