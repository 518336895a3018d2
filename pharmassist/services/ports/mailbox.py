"""A real login to a mailbox, over TLS only, without reading it.

Problems: ``mailbox_unreachable``, ``mailbox_certificate``, ``mailbox_silent``, ``mailbox_no_login``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from pharmassist.domain.secrets import Secret


class Login(StrEnum):
    """What the server answered."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class Mailbox(Protocol):
    """Tries one login, once."""

    def login(self, host: str, port: int, login: str, secret: Secret) -> Login:
        """Try to sign in by AUTHENTICATE PLAIN over TLS with a checked certificate."""
