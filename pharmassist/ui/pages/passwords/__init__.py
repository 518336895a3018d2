"""Mots de passe: which were exposed, which are renewed?"""

from __future__ import annotations

from pharmassist.ui.desk import Desk
from pharmassist.ui.pages.passwords.page import PasswordsPage


def make(desk: Desk) -> PasswordsPage:
    """Build the page."""
    return PasswordsPage(desk)
