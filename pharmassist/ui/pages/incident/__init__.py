"""Incident en cours: where are we in the steps?"""

from __future__ import annotations

from pharmassist.ui.desk import Desk
from pharmassist.ui.pages.incident.page import IncidentPage


def make(desk: Desk) -> IncidentPage:
    """Build the page."""
    return IncidentPage(desk)
