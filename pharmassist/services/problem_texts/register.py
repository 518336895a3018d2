"""Texts of the problems of the register, its key, its backups and typed values."""

from __future__ import annotations

from pharmassist.services.problem_texts.form import Texts
from pharmassist.services.texts import mark as _

TEXTS: dict[str, Texts] = {
    "amount_unreadable": Texts(
        _("Unreadable amount"),
        _("“{text}” is not an amount."),
        _("Type it as 12,34."),
    ),
    "amount_ambiguous": Texts(
        _("Ambiguous amount"),
        _("“{text}” can be read in two ways."),
        _("Type the cents too, as 1234,00."),
    ),
    "finess_invalid": Texts(
        _("FINESS not valid"),
        _("“{text}” is not a FINESS number: nine digits, the last one is a key."),
        _("Copy it from an invoice or from your stamp."),
    ),
    "siret_invalid": Texts(
        _("SIRET not valid"),
        _("“{text}” is not a SIRET number: fourteen digits with a key."),
        _("Leave it empty if you do not have it at hand."),
    ),
    "nir_refused": Texts(
        _("NIR refused"),
        _("What was typed looks like a social security number. It was not kept."),
        _("Use the invoice number: the program stores no NIR."),
    ),
    "changed_meanwhile": Texts(
        _("Changed meanwhile"),
        _("{what} was changed by someone else since you opened it."),
        _("Look at the new value, then do it again if it is still needed."),
    ),
    "who_acts": Texts(
        _("Who is acting?"),
        _("Several people are known: each action is signed by one of them."),
        _("Add --as INITIALS, or choose your initials at the foot of the window."),
    ),
    "person_unknown": Texts(
        _("Person unknown"),
        _("Nobody here has the initials {initials}."),
        _("Add the person, or correct the initials."),
    ),
    "initials_invalid": Texts(
        _("Initials not valid"),
        _("“{initials}” cannot sign: one to four letters are expected."),
        _("Type initials such as AB."),
    ),
    "initials_taken": Texts(
        _("Initials already used"),
        _("Someone here already signs {initials}."),
        _("Add a letter, for example the second letter of the name."),
    ),
    "last_owner": Texts(
        _("Last owner"),
        _("This person is the only owner of the register."),
        _("Add another owner first."),
    ),
    "role_unknown": Texts(
        _("Role unknown"),
        _("“{text}” is not a role."),
        _("Use AB:Name:role with owner, claims_lead or team."),
    ),
    "recovery_out_needed": Texts(
        _("Recovery key needed"),
        _("Without a keyring, the recovery key is the only way to open the register."),
        _("Add --recovery-key-out FILE, print it, then keep the file away from this computer."),
    ),
    "register_key_absent": Texts(
        _("Key not found"),
        _("The keyring holds no key for this register."),
        _("Use the recovery sheet: --recovery-key-file FILE, or “Open with the recovery key”."),
    ),
    "not_a_rehearsal": Texts(
        _("Real register"),
        _("The clock of a real register cannot be set."),
        _("Use --at only on a demonstration or a rehearsal."),
    ),
}
