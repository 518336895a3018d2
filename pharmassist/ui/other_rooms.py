"""What is opened from the first page, or instead of it: read while the first page is on screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pharmassist.ui.counter import memory_of, open_counter
from pharmassist.ui.desk import Desk
from pharmassist.ui.documents import open_documents
from pharmassist.ui.find import open_find
from pharmassist.ui.help import HelpDialog
from pharmassist.ui.note_claim import note_claim
from pharmassist.ui.opening_pages import OpeningActions, StoppedPage
from pharmassist.ui.page import Page
from pharmassist.ui.pages import (
    advances,
    claims,
    incident,
    journal,
    message,
    operators,
    passwords,
    settings,
    transfers,
)
from pharmassist.ui.pages.welcome import Choices, Welcome
from pharmassist.ui.playbook_choice import PlaybookDialog
from pharmassist.ui.preview import PreviewDialog
from pharmassist.ui.restoring import RestorePage
from pharmassist.ui.session import SessionWatch
from pharmassist.ui.tour import Tour
from pharmassist.ui.window import Window

# Only the name of a type: the furnishing asks for these rooms.
if TYPE_CHECKING:
    from pharmassist.ui.furnishing import Furnishing


@dataclass(frozen=True, slots=True)
class OtherRooms:
    """The other pages by key, what opens over a page, and what stands where no office opens."""

    pages: Mapping[str, Callable[[Desk], Page]]
    note_claim: Callable[[Desk, Window], object] = note_claim
    open_counter: Callable[[Desk, Window], object] = open_counter
    documents: Callable[[Desk, Window], object] = open_documents
    find: Callable[[Furnishing], object] = open_find
    memory_of: Callable[[Desk, Window], object] = memory_of
    session: type[SessionWatch] = SessionWatch
    help: type[HelpDialog] = HelpDialog
    tour: type[Tour] = Tour
    playbooks: type[PlaybookDialog] = PlaybookDialog
    preview: type[PreviewDialog] = PreviewDialog
    welcome: type[Welcome] = Welcome
    choices: type[Choices] = Choices
    stopped: type[StoppedPage] = StoppedPage
    actions: type[OpeningActions] = OpeningActions
    restore: type[RestorePage] = RestorePage


OTHER_ROOMS = OtherRooms(
    {
        "incident": incident.make,
        "operators": operators.make,
        "claims": claims.make,
        "advances": advances.make,
        "transfers": transfers.make,
        "passwords": passwords.make,
        "message": message.make,
        "journal": journal.make,
        "settings": settings.make,
    }
)
