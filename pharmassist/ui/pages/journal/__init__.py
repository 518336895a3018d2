"""Journal et preuves: who did what, and is the proof intact?"""

from __future__ import annotations

from pharmassist.ui.desk import Desk
from pharmassist.ui.pages.journal.page import JournalPage


def make(desk: Desk) -> JournalPage:
    """Build the page."""
    return JournalPage(desk)
