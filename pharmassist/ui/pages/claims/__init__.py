"""Factures en attente: which invoices wait, for how much, how old? And the LGO's list brought in."""

from __future__ import annotations

from pharmassist.ui.desk import Desk
from pharmassist.ui.pages.claims.page import ClaimsPage


def make(desk: Desk) -> ClaimsPage:
    """Build the page."""
    return ClaimsPage(desk)
