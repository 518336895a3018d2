"""The doctor's line on signed data: which are in force, how old, whether accepted ones went unused."""

from __future__ import annotations

from datetime import timedelta

from pharmassist.services.data_words import ignored_words, in_force_words
from pharmassist.services.doctor import Check
from pharmassist.services.ports.machine import Clock
from pharmassist.services.texts import translate as _
from pharmassist.services.updating import Updating

OLD = timedelta(days=365)
"""Data issued longer ago are still good, and worth a look for newer ones."""


def data_in_force(updating: Updating, clock: Clock) -> Check:
    """Return the line; it is bad only where accepted data are no longer valid."""
    state = updating.state()
    message = in_force_words(state)
    if state.ignored is not None and state.ignored.number > state.shipped.number:
        remedy = _("What is shipped serves meanwhile. Ask for a new file where you had that one.")
        return Check("data", False, f"{message} {ignored_words(state, state.ignored)}", remedy)
    if clock.today() - state.issued_on > OLD:
        return Check("data", True, message, _("Look whether a newer version of the program exists."))
    return Check("data", True, message)
