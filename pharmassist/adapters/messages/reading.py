"""Which kind of message a file is, by its content first and its ending next."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from pharmassist.adapters.messages.mail_headers import decode
from pharmassist.adapters.messages.outlook_mail import read_outlook
from pharmassist.adapters.messages.pasted import called, read_call, read_pasted
from pharmassist.adapters.messages.saved_mail import read_mail
from pharmassist.domain.messages import CallForm, Kind, Message
from pharmassist.domain.problems import Problem

LIMIT = 25_000_000
"""Bytes of the largest file that is read at all: mail servers stop there too."""
_OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class MessageFiles:
    """Reads messages; nothing they point to is opened."""

    def __init__(self, receivers: Callable[[], frozenset[str]]) -> None:
        self._receivers = receivers

    def read_file(self, path: Path) -> Message:
        """Read a file; raises ``file_missing``, ``message_too_big``, ``message_unreadable``."""
        try:
            with path.open("rb") as file:
                data = file.read(LIMIT + 1)
        except OSError as error:
            raise Problem("message_not_found", {"file": path.name[:80]}, details=str(error)) from error
        return self.read_bytes(data, path.suffix.lower())

    def read_bytes(self, data: bytes, ending: str = "") -> Message:
        """Read a message by its content; ``ending`` is the file's, "" where there is none."""
        if len(data) > LIMIT:
            raise Problem("message_too_big", {"limit": LIMIT // 1_000_000})
        if not data.strip():
            raise Problem("message_empty")
        if data.startswith(_OUTLOOK) or ending == ".msg":
            return read_outlook(data, self._receivers())
        if ending == ".call":
            return read_call(decode(data, ""))
        if ending == ".sms":
            return read_pasted(decode(data, ""), Kind.SMS)
        if ending == ".eml" or (ending not in (".txt",) and _looks_saved(data)):
            return read_mail(data, self._receivers())
        if b"\0" in data[:4096]:
            raise Problem("message_unreadable")
        return read_pasted(decode(data, ""))

    def read_text(self, text: str, kind: Kind) -> Message:
        """Read what was pasted on the page; a whole source of a mail is recognised."""
        if not text.strip():
            raise Problem("message_empty")
        data = text.encode("utf-8", "replace")
        if kind is Kind.MAIL and _looks_saved(data):
            return read_mail(data, self._receivers())
        return read_pasted(text, kind)

    def read_call(self, form: CallForm) -> Message:
        """Read what was noted of a call."""
        if not (form.said_to_be.strip() or form.asked or form.said.strip()):
            raise Problem("message_empty")
        return called(form)


def _looks_saved(data: bytes) -> bool:
    """Tell whether a text is the source of a mail, not one copied from the screen."""
    head = data[:20_000].lstrip(b"\xef\xbb\xbf\r\n ")
    names = {
        name.lower() for name in re.findall(rb"(?m)^([A-Za-z-]{2,40})[ \t]*:", head.split(b"\n\n", 1)[0])
    }
    return (
        len(
            names
            & {
                b"received",
                b"mime-version",
                b"content-type",
                b"return-path",
                b"message-id",
                b"dkim-signature",
            }
        )
        > 1
    )
