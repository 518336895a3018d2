"""What the first page needs: read by the door once the shell is painted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QApplication

from pharmassist.services.office import Office
from pharmassist.services.texts import translate as _
from pharmassist.services.texts import use_language
from pharmassist.ui.bridge import Bridge
from pharmassist.ui.desk import Desk
from pharmassist.ui.furnishing import Beginning, Furnishing
from pharmassist.ui.keeping import Keeping
from pharmassist.ui.page import Page, PageSpec
from pharmassist.ui.pages import today
from pharmassist.ui.rooms import Rooms, Wish


def page_specs(desk: Desk, rooms: Rooms) -> tuple[PageSpec, ...]:
    """Return the pages of the rail, in their order."""

    def other(key: str) -> Callable[[], Page]:
        return lambda: rooms.others().pages[key](desk)

    return (
        PageSpec("today", _("Today"), "sun", partial(today.make, desk)),
        PageSpec("incident", _("Current incident"), "shield-alert", other("incident")),
        PageSpec("operators", _("Operators"), "radio-tower", other("operators"), 1),
        PageSpec("claims", _("Invoices waiting"), "files", other("claims"), 1),
        PageSpec("advances", _("Acomptes"), "hand-coins", other("advances"), 1),
        PageSpec("transfers", _("Transfers"), "landmark", other("transfers"), 1),
        PageSpec("passwords", _("Passwords"), "key-round", other("passwords"), 2),
        PageSpec("message", _("Suspicious message"), "mail-warning", other("message"), 2),
        PageSpec("journal", _("Journal and proofs"), "scroll-text", other("journal"), 3),
        PageSpec("settings", _("Settings"), "settings", other("settings"), 3),
    )


def furnish(
    app: QApplication,
    bridge: Bridge,
    rooms: Rooms,
    office: Office,
    beginning: Beginning,
    wish: Wish,
    keeping: Keeping | None = None,
) -> Furnishing:
    """Build the window of an office, in the language of its settings unless one was asked."""
    if beginning.language and not wish.language:
        use_language(beginning.language)
    return Furnishing(app, office, bridge, beginning, rooms, page_specs, wish.initials, keeping)
