"""Virements: what came in, what does it pay, what is announced but absent?"""

from __future__ import annotations

from pharmassist.ui.desk import Desk
from pharmassist.ui.pages.transfers.page import TransfersPage


def make(desk: Desk) -> TransfersPage:
    """Build the page."""
    return TransfersPage(desk)
