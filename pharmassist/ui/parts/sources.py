"""Where a fact or a number comes from: short words for sources and dates, and a contact's row."""

from __future__ import annotations

from urllib.parse import urlsplit

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.operators import Contact
from pharmassist.services.texts import part_of_day
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Text

_ICONS = {"phone": "phone", "mail": "mail", "post": "map-pin", "portal": "globe"}


def source_words(source: str, verified_on: str) -> str:
    """Return where something was read, shortly, and when: ``fspf.fr, lu en nov. 2026``."""
    place = urlsplit(source).netloc.removeprefix("www.") or source
    return _("{source}, read {day}").format(source=place, day=part_of_day(verified_on))


def breakable(address: str) -> str:
    """Let a long address break after its signs, so that it never widens a column."""
    for sign in "/-@.":
        address = address.replace(sign, f"{sign}\u200b")
    return address


def contact_row(contact: Contact) -> QWidget:
    """Return a way to reach an operator: label, value, source, and how far it can be trusted."""
    held = QWidget()
    row = QHBoxLayout(held)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(Icon(_ICONS.get(contact.kind, "info"), "text3", 16), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(Text(contact.label, "caption", wrap=True))
    big = contact.kind == "phone" and not contact.valid_only
    value = contact.value if big else breakable(contact.value)
    words.addWidget(Text(value, "title" if big else "table", wrap=True))
    if contact.valid_only:
        only = _("Valid in {period} only").format(period=contact.valid_only)
        words.addWidget(Text(only, "caption", "amber", wrap=True))
    if contact.unverified:
        words.addWidget(Text(_("Not verified"), "caption", "amber"))
    words.addWidget(Text(source_words(contact.source, contact.verified_on), "caption", wrap=True))
    row.addLayout(words, 1)
    return held
