"""Aujourd'hui: what must I do now?"""

from __future__ import annotations

from pharmassist.ui.desk import Desk
from pharmassist.ui.pages.today.page import TodayPage


def make(desk: Desk) -> TodayPage:
    """Build the page."""
    return TodayPage(desk)
