"""Acomptes: what did I ask, get, give back?"""

from __future__ import annotations

from pharmassist.ui.desk import Desk
from pharmassist.ui.pages.advances.page import AdvancesPage


def make(desk: Desk) -> AdvancesPage:
    """Build the page."""
    return AdvancesPage(desk)
