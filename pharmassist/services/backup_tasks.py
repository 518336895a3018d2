"""What the copies ask for today: a support to plug in, a last copy that is too old, a second support."""

from __future__ import annotations

from collections.abc import Callable

from pharmassist.services.backups import BackupState
from pharmassist.services.texts import mark as _
from pharmassist.services.texts import moment

Words = Callable[[str], str]
Line = tuple[str, str, str, str, str]
"""Key, title and note of a line of "À faire", the page and the place in it where it is done."""


def backup_tasks(state: BackupState, words: Words) -> tuple[Line, ...]:
    """Return at most one line; none for a register to practise with, nor before the first copy was tried."""
    if state.rehearsal:
        return ()
    last = moment(state.last) if state.last is not None else ""
    since = words(_("Last verified copy: {moment}.")).format(moment=last) if last else ""
    if state.trouble == "backup_folder_absent":
        title, note = words(_("Plug in the support of the copies")), str(state.folder)
        return (("backup", title, f"{note} · {since}" if since else note, "settings", "backups"),)
    if state.trouble:
        title = words(_("The copy of the day was not made: see why"))
        return (("backup", title, since, "settings", "backups"),)
    if not last and state.automatic:
        # The first copy comes by itself, some seconds after the first opening.
        return ()
    if state.old:
        return (("backup", words(_("Write a copy of the register")), since, "settings", "backups"),)
    if state.automatic and not state.chosen:
        title = words(_("Choose a second support for the copies"))
        note = words(_("They are on the same disk as the register."))
        return (("backup", title, note, "settings", "backups"),)
    return ()
