"""Telling those who do not see the screen what appeared on it without their asking."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(part: QWidget, words: str) -> None:
    """Let an assistive tool say a sentence, after what it is saying; nothing when there is none.

    Never a secret: what is announced may be heard by everybody at the counter.
    """
    if words.strip() and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(part, words))
