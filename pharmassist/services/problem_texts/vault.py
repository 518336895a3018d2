"""Texts of the problems of the operating system's keyring."""

from __future__ import annotations

from pharmassist.services.problem_texts.form import Texts
from pharmassist.services.texts import mark as _

TEXTS: dict[str, Texts] = {
    "vault_absent": Texts(
        _("No keyring"),
        _("No keyring answers on this computer. Nothing was stored elsewhere."),
        _("Open your own session (not a shared one) and start again, or use another computer."),
    ),
    "vault_locked": Texts(
        _("Keyring locked"),
        _("The keyring of this session is locked. Nothing was lost."),
        _("Unlock it with your session's password, then try again."),
    ),
    "vault_refused": Texts(
        _("Keyring refuses"),
        _("The keyring refused the operation. What it already held is still there."),
        _("Try again. If it goes on, write the password on paper, in a sealed envelope."),
    ),
    "vault_not_kept": Texts(
        _("Password not kept"),
        _("“{vault}” said yes, but does not give back what was written."),
        _("Do not use this password. Start again, or use another computer."),
    ),
    "vault_too_long": Texts(
        _("Too long for the keyring"),
        _("{length} characters: a keyring keeps at most {limit}. Nothing was stored."),
        _("Choose a shorter password."),
    ),
    "vault_silent": Texts(
        _("Keyring silent"),
        _("The keyring did not answer in time. Nothing is lost."),
        _("Look for a window of the keyring that waits for you, answer it, then resume."),
    ),
}
