"""Réglages: the pharmacy, its people, what keeps it safe."""

from __future__ import annotations

from pharmassist.ui.desk import Desk
from pharmassist.ui.pages.settings.page import SettingsPage


def make(desk: Desk) -> SettingsPage:
    """Build the page."""
    return SettingsPage(desk)
