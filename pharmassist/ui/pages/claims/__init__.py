"""Factures en attente: which invoices wait, for how much, how old? And the LGO's list brought in."""

from __future__ import annotations

from functools import partial

from pharmassist.ui.demonstration_files import demonstration_files
from pharmassist.ui.desk import Desk
from pharmassist.ui.pages.claims.asking import ask_list
from pharmassist.ui.pages.claims.page import ClaimsPage


def make(desk: Desk) -> ClaimsPage:
    """Build the page."""
    lists = demonstration_files(desk.office, "exports")
    return ClaimsPage(desk, partial(ask_list, first=lists)) if lists else ClaimsPage(desk)
