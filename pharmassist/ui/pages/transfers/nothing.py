"""The page before the first statement: what will be here, and in the demonstration what lies ready."""

from __future__ import annotations

from collections.abc import Callable

from pharmassist.domain.problems import Problem
from pharmassist.services.texts import translate as _
from pharmassist.services.waiting_files import FOLDER, bring_waiting_files
from pharmassist.ui.desk import Desk
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.empty import EmptyState


def nothing_yet(
    desk: Desk,
    ask_import: Callable[[], None],
    failed: Callable[[Problem], None],
    arrived: Callable[[], None],
) -> EmptyState:
    """Return it; what the demonstration's button brings makes the page read again, then ``arrived``."""
    words = _(
        "Here stands each credit with what it pays and why. Import an OFX, CFONB, camt or CSV"
        " file of your bank, or paste its page; notices can be typed, one line each."
    )
    ask = Button(_("Import a statement…"), "primary", "file-input", pressed=ask_import)
    title = _("No bank statement yet")
    if not desk.office.demonstration:
        return EmptyState("landmark", title, words, ask)
    ready = _("For this demonstration, the files of 30 January lie in its folder “{folder}”.")
    ask.set_kind("secondary")
    bring = Button(_("Bring the statement and the notices of the demonstration"), "primary", "folder-open")
    state = EmptyState("landmark", title, f"{words}\n{ready.format(folder=FOLDER)}", bring, ask)

    def press() -> None:
        office, who = desk.office, desk.acting()
        bring.setEnabled(False)
        desk.bridge.ask(
            state, "write", lambda _stop, _progress: bring_waiting_files(office, who), brought, told
        )

    def brought(_none: None) -> None:
        bring.setEnabled(True)
        arrived()

    def told(problem: Problem) -> None:
        bring.setEnabled(True)
        failed(problem)

    bring.clicked.connect(press)
    return state
