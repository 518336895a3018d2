"""Message suspect: is this mail, SMS or call a fraud?"""

from __future__ import annotations

from pharmassist.ui.desk import Desk
from pharmassist.ui.pages.message.page import MessagePage


def make(desk: Desk) -> MessagePage:
    """Build the page."""
    return MessagePage(desk)
