"""Opérateurs: who works, since when, how do I know?"""

from __future__ import annotations

from pharmassist.ui.desk import Desk
from pharmassist.ui.pages.operators.page import OperatorsPage


def make(desk: Desk) -> OperatorsPage:
    """Build the page."""
    return OperatorsPage(desk)
