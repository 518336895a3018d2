"""Texts of the problems of copies, of their place, and of what is looked at around the register."""

from __future__ import annotations

from pharmassist.services.problem_texts.form import Texts
from pharmassist.services.texts import mark as _

TEXTS: dict[str, Texts] = {
    "backup_failed": Texts(
        _("Backup failed"),
        _("No sound copy could be written in {folder}. The register itself is untouched."),
        _("Check that the disk is there and has room, then try again."),
    ),
    "backup_no_room": Texts(
        _("No room for the copy"),
        _("The support of {folder} is full. The register and the former copies are untouched."),
        _("Make room there, or choose another folder or stick in Settings."),
    ),
    "backup_folder_refuses": Texts(
        _("Folder that takes no copy"),
        _("{folder} may be read but not written. The register and the former copies are untouched."),
        _("Give yourself the right to write there, or choose another folder in Settings."),
    ),
    "backup_folder_absent": Texts(
        _("Support of the copies absent"),
        _("{folder} is not there, or it is another stick. Nothing was written elsewhere in its stead."),
        _("Plug in the usual stick, or choose the folder again in Settings."),
    ),
    "backup_folder_unnamed": Texts(
        _("Which folder?"),
        _("No folder was named for the copies."),
        _("Choose it in Settings, “Backups”."),
        _("Write it after the command: pharmassist backup DIR --choose."),
    ),
    "backup_absent": Texts(
        _("No backup there"),
        _("There is no file {file}."),
        _("Choose a file whose name ends in .backup."),
    ),
    "backup_unreadable": Texts(
        _("Backup unreadable"),
        _("{file} does not open with this key, or is damaged. The register was not touched."),
        _("Try an older backup, or the recovery sheet that was in force on its day."),
    ),
    "folder_unreachable": Texts(
        _("Folder out of reach"),
        _("{folder} does not answer."),
        _("Plug the disk or the stick in again, then try again."),
    ),
    "retention_too_short": Texts(
        _("Term not possible"),
        _("{years} years: what is closed is kept from {least} to {most} years."),
        _("Choose a number of years within these bounds."),
    ),
    "purge_empty": Texts(
        _("Nothing to purge"),
        _("No closed invoice nor incident is older than the terms in Settings."),
        _("There is nothing to do."),
    ),
    "purge_changed": Texts(
        _("Something moved"),
        _("What would go is no longer what was shown. Nothing went."),
        _("Look at it again, then decide."),
    ),
    "export_place_taken": Texts(
        _("Name already taken"),
        _("There is already something called {file} there. Nothing was written over it."),
        _("Choose another name, or an empty folder."),
    ),
    "export_no_room": Texts(
        _("No room for the export"),
        _("The disk of {file} is full. What was begun was removed; the register is untouched."),
        _("Make room there, or choose another disk."),
    ),
}
