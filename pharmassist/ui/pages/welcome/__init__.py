"""The welcome: from nothing to a register, or straight to the incident."""

from __future__ import annotations

from pharmassist.ui.pages.welcome.founder import Choices
from pharmassist.ui.pages.welcome.welcome import Welcome

__all__ = ["Choices", "Welcome"]
