"""Texts of the problems of signed data: what the file is, that nothing was changed, what to do."""

from __future__ import annotations

from pharmassist.services.problem_texts.form import Texts
from pharmassist.services.texts import mark as _

_ASK = _("Nothing was changed. Ask for the file again where you had it, and keep this one as a proof.")

TEXTS: dict[str, Texts] = {
    "data_no_key": Texts(
        _("Signed data not accepted yet"),
        _("No key was published with this version: signed data are not accepted yet."),
        _("Nothing was changed. New data come with the next version of the program."),
    ),
    "data_format": Texts(
        _("Not a file of signed data"),
        _("This file is no file of signed data of PharmAssist, or it was altered."),
        _("Nothing was changed. Choose the file that was sent to you, as it came."),
    ),
    "data_format_newer": Texts(
        _("Form too new"),
        _("These data are written for a newer version of PharmAssist."),
        _("Nothing was changed. Install the new version of the program, then take the file again."),
    ),
    "data_truncated": Texts(
        _("File cut short"),
        _("The end of this file is missing."),
        _("Nothing was changed. Copy it again, and take the stick out only when it says so."),
    ),
    "data_key_unknown": Texts(
        _("Unknown signature"),
        _("The key {key}, which signed this file, is not one that was published with the program."),
        _ASK,
    ),
    "data_signature": Texts(
        _("Wrong signature"),
        _("This file is not what was signed: it was altered on the way, or forged."),
        _ASK,
    ),
    "data_old": Texts(
        _("No newer data"),
        _("These data bear the number {number}; number {standing} is already in force."),
        _("Nothing was changed. There is nothing to do, unless you expected newer ones."),
    ),
    "data_form": Texts(
        _("Data not readable"),
        _("The signature is right, but the content cannot be read ({place})."),
        _("Nothing was changed. Tell whoever sent the file: it must be signed anew."),
    ),
    "data_path": Texts(
        _("Foreign file inside"),
        _("These data hold “{name}”, which is none of what signed data may bring."),
        _("Nothing was changed. Tell whoever sent the file, and take it no more."),
    ),
    "data_content": Texts(
        _("Data refused by the checks"),
        _("“{file}” does not pass the checks of this program."),
        _("Nothing was changed. Tell whoever sent the file, with the words under “details”."),
    ),
    "data_lacks": Texts(
        _("Data not complete"),
        _("“{name}”, which the program knows, is missing from these data."),
        _("Nothing was changed. Tell whoever sent the file: data may change and add, never drop."),
    ),
    "data_nothing_back": Texts(
        _("Nothing to go back to"),
        _("The data in force are those shipped with the program."),
        _("There is nothing to do."),
    ),
    "data_in_use": Texts(
        _("Data in use"),
        _("“{name}” is only known by the data in force, and the register names it."),
        _("Nothing was changed. Keep these data; a later file corrects them."),
    ),
}
