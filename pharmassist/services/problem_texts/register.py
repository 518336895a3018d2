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
        _("Type the mutuelle or the invoice number instead: the program stores no NIR."),
    ),
    "changed_meanwhile": Texts(
        _("Changed meanwhile"),
        _("{what} was changed by someone else since you opened it."),
        _("Look at the new value, then do it again if it is still needed."),
    ),
    "who_acts": Texts(
        _("Who is acting?"),
        _("Several people are known: each action is signed by one of them."),
        _("Choose your initials at the foot of the window (Ctrl+I)."),
        _("Add --as INITIALS."),
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
        _("Choose one of the roles of the list."),
        _("Use AB:Name:role with owner, claims_lead or team."),
    ),
    "recovery_out_needed": Texts(
        _("Recovery key needed"),
        _("Without a keyring, the recovery key is the only way to open the register."),
        _("Print the recovery sheet, or write it to a stick, before going on."),
        _("Add --recovery-key-out FILE, print it, then keep the file away from this computer."),
    ),
    "register_key_absent": Texts(
        _("Key not found"),
        _("The keyring holds no key for this register."),
        _("Take the recovery sheet, then “Open with the recovery key”."),
        _("Use the recovery sheet: --recovery-key-file FILE."),
    ),
    "not_a_rehearsal": Texts(
        _("Real register"),
        _("The clock of a real register cannot be set."),
        _("Start the program again without giving it a time: only a demonstration or a rehearsal takes one."),
        _("Use --at only on a demonstration or a rehearsal."),
    ),
    "register_absent": Texts(
        _("No register here"),
        _("There is no register in {folder}."),
        _("Make one, or restore a backup."),
    ),
    "register_exists": Texts(
        _("Register already there"),
        _("There is a register in {folder} already. Nothing was changed."),
        _("Open it, or choose another folder."),
    ),
    "register_key_wrong": Texts(
        _("This key opens another register"),
        _("This register opens with the key {expected}; the one given is {given}. Nothing was changed."),
        _("Take the recovery sheet that bears {expected}."),
    ),
    "register_damaged": Texts(
        _("Register damaged"),
        _("A page of the register can no longer be read, although the key is right."),
        _("Keep this folder as it is, then restore the last backup; what was there is kept aside."),
    ),
    "register_unreadable": Texts(
        _("Register unreadable"),
        _("The register does not open: the key is another one, or the file is damaged. Its label is lost."),
        _("Try the recovery sheet; if it does not open, restore the last backup."),
    ),
    "register_label_lost": Texts(
        _("Label of the register lost"),
        _("The file {file} is missing or unreadable, so the keyring cannot be asked for the right key."),
        _("Open the register with its recovery key: the label is written anew."),
    ),
    "register_newer": Texts(
        _("Register of a newer version"),
        _("A newer PharmAssist wrote this register (schema {schema}, here {known}). Nothing was changed."),
        _("Update PharmAssist on this computer."),
    ),
    "register_network_share": Texts(
        _("Folder on the network"),
        _("{folder} lies on a network share, where two computers could damage the register."),
        _("Choose a folder of this computer."),
    ),
    "register_read_only": Texts(
        _("Folder read-only"),
        _("This folder or its files may be read but not written."),
        _("Give yourself the right to write there, or choose another folder."),
    ),
    "register_unreachable": Texts(
        _("Register out of reach"),
        _("The disk that holds the register no longer answers."),
        _("Plug the disk or the stick in again, then try again."),
    ),
    "register_busy": Texts(
        _("Register busy"),
        _("Another window or command of PharmAssist is writing."),
        _("Wait a moment, then try again."),
    ),
    "register_in_use": Texts(
        _("Register in use"),
        _("The register is open in another window or command of PharmAssist."),
        _("Close PharmAssist everywhere, then try again."),
    ),
    "disk_full": Texts(
        _("Disk full"),
        _("The disk is full or refuses more. What was being written was undone; nothing else was lost."),
        _("Make room on the disk, then do it again."),
    ),
    "table_unknown": Texts(
        _("Unknown table"),
        _("There is no table {table}."),
        _("Choose among: {tables}."),
    ),
    "recovery_key_length": Texts(
        _("Recovery key incomplete"),
        _("{signs} signs were read; the recovery key has {expected}."),
        _("Type the four lines of the recovery sheet in full."),
    ),
    "recovery_key_line": Texts(
        _("Line {line} is wrong"),
        _("Line {line} of the recovery key does not agree with its check signs."),
        _("Read that line again, sign by sign."),
    ),
    "journal_head_unreadable": Texts(
        _("Head of the journal unreadable"),
        _("“{text}” is not the head of a journal."),
        _("Copy the eight signs printed at the foot of a shift-start page."),
    ),
    "recovery_file_refused": Texts(
        _("Recovery key not written"),
        _("The recovery key cannot be written to {file}: another file is there, or the folder refuses."),
        _("Choose a new name in a folder of yours. No register was made."),
    ),
    "recovery_file_unread": Texts(
        _("Recovery key not read"),
        _("The file {file} cannot be read as a recovery key."),
        _("Check the name, or type the four lines of the sheet."),
    ),
    "folder_not_empty": Texts(
        _("Folder not empty"),
        _("The demonstration is built in an empty folder; {folder} is not."),
        _("Choose a new folder."),
    ),
    "fault": Texts(
        _("The program made a mistake"),
        _("This fault is ours. What was not finished was not stored."),
        _("Keep the lines above for whoever mends the program: they hold no data of yours."),
    ),
    "no_screen": Texts(
        _("No screen"),
        _("The window needs a screen, and this session has none."),
        _("Open it from a session that has a screen."),
        _("Use the commands: pharmassist --help. Or make run, which shows the demonstration’s day on paper."),
    ),
}
