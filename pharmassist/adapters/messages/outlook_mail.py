"""A mail as saved by Outlook (.msg): properties in streams of an OLE file, read by ``olefile``."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from dataclasses import replace
from email import message_from_string, policy

import olefile

from pharmassist.adapters.messages.mail_headers import address, authentication, decode, sent_at
from pharmassist.adapters.messages.saved_mail import attachments, body_of
from pharmassist.domain.messages import Attachment, Kind, Message
from pharmassist.domain.problems import Problem

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_STREAM = 1_000_000
_MOST_FILES = 100
_LIES = (
    OSError,
    ValueError,
    IndexError,
    TypeError,
    KeyError,
    AttributeError,
    struct.error,
    RecursionError,
    OverflowError,
)
"""What the library raises on a file that lies about its own form."""
_SUBJECT, _BODY, _HTML, _HEADERS, _RTF = "0037", "1000", "1013", "007D", "1009"
_NAME, _SENDER, _SMTP, _REPRESENTED = "0C1A", "0C1F", "5D01", "0065"
_FILE_NAMES, _FILE_DATA = ("3707", "3704", "3001"), "3701"


def read_outlook(data: bytes, receivers: frozenset[str]) -> Message:
    """Read a message of Outlook; raises ``Problem("message_unreadable")``."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            return _message(file, receivers)
    except _LIES as error:
        raise Problem("message_unreadable", details=type(error).__name__) from error


def _message(file: olefile.OleFileIO, receivers: frozenset[str]) -> Message:
    names = {"/".join(path): path for path in file.listdir(streams=True, storages=False)[:5_000]}
    if not any(name.startswith("__substg1.0_") or name == "__properties_version1.0" for name in names):
        raise Problem("message_unreadable")

    def text(tag: str, where: str = "") -> str:
        for ending in ("001F", "001E", "0102"):
            path = names.get(f"{where}__substg1.0_{tag}{ending}")
            if path is None:
                continue
            raw = _stream(file, path)
            if ending == "001F":
                return raw.decode("utf-16-le", "replace").rstrip("\0")
            return decode(raw, "utf-8" if ending == "0102" else "cp1252").rstrip("\0")
        return ""

    body, links, form = body_of(text(_BODY), text(_HTML))
    unread = ("rtf_not_read",) if not body.strip() and f"__substg1.0_{_RTF}0102" in names else ()
    sender = next((one for one in (text(_SMTP), text(_SENDER), text(_REPRESENTED)) if "@" in one), "")
    message = Message(
        kind=Kind.MAIL,
        body=body,
        sender_name=text(_NAME),
        sender=sender,
        subject=text(_SUBJECT),
        links=links,
        attachments=_files(file, names, text),
        form_inside=form,
        unread=unread,
    )
    headers = text(_HEADERS)
    return _with_headers(message, headers, receivers) if headers.strip() else message


def _with_headers(message: Message, headers: str, receivers: frozenset[str]) -> Message:
    """Add what the headers of the way say, which Outlook keeps as one text."""
    mail = message_from_string(headers[:100_000], policy=policy.compat32)
    name, sender = address(mail, "From")
    failed, proved = authentication(mail, receivers)
    return replace(
        message,
        sender=sender or message.sender,
        sender_name=name or message.sender_name,
        reply_to=address(mail, "Reply-To")[1],
        sent=sent_at(mail),
        forged=failed,
        authenticated=proved,
        has_headers=True,
    )


def _files(
    file: olefile.OleFileIO, names: dict[str, list[str]], text: Callable[[str, str], str]
) -> tuple[Attachment, ...]:
    folders = sorted({name.split("/", 1)[0] for name in names if name.startswith("__attach_version1.0_")})
    found: list[Attachment] = []
    for folder in folders[:_MOST_FILES]:
        name = next((one for tag in _FILE_NAMES if (one := text(tag, folder + "/"))), "?")
        path = names.get(f"{folder}/__substg1.0_{_FILE_DATA}0102")
        found += attachments(name[:200], _stream(file, path)[:600] if path is not None else b"")
    return tuple(found)


def _stream(file: olefile.OleFileIO, path: list[str]) -> bytes:
    """Return the beginning of a stream."""
    with file.openstream(path) as stream:
        return bytes(stream.read(_MOST_STREAM))
