"""What stands on the page before any access is noted: what will be here, and how to start."""

from __future__ import annotations

from collections.abc import Callable

from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.empty import EmptyState


def nothing_yet(add: Callable[[], object]) -> EmptyState:
    """Teach the order: the mailbox first, then what resets through it."""
    empty = EmptyState(
        "key-round",
        _("No access is noted yet"),
        _(
            "Start with the mailbox: whoever reads it can ask for every other password again. "
            "Then the portals, amelipro, the LGO. No password is asked now."
        ),
        Button(_("Add the mailbox"), icon="plus", pressed=add),
    )
    empty.setFixedWidth(560)
    return empty
