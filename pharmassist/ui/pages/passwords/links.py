"""The one way out to the web: addresses of our data only, in the person's own browser."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

OpenUrl = Callable[[str], bool]


def open_in_browser(address: str) -> bool:
    """Hand an address to the browser; False when there is none."""
    return QDesktopServices.openUrl(QUrl(address))
