"""A mail as saved by a mail program (.eml): hostile input, read in part, never opened further."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from email import message_from_bytes, policy
from email.message import Message as RawMail

from pharmassist.adapters.messages.html_text import MOST, read_html
from pharmassist.adapters.messages.links_in_text import links_in
from pharmassist.adapters.messages.mail_headers import (
    address,
    authentication,
    decode,
    decoded,
    header,
    sent_at,
)
from pharmassist.domain.messages import Attachment, Kind, Link, Message
from pharmassist.domain.problems import Problem

READ = 3_000_000
"""Bytes of a mail that are read: words and names of files come first; the rest is told as not read."""
_MOST_PARTS = 200
_MOST_BODY = 300_000
_NESTED = 40
"""Levels of parts within parts that an honest mail never reaches."""


def read_mail(data: bytes, receivers: frozenset[str]) -> Message:
    """Read a saved mail; raises ``Problem("message_unreadable")`` where it is none."""
    mail = _parsed(data[:READ])
    plain, html, files, unread = _contents(mail)
    if len(data) > READ:
        unread.append("rest_not_read")
    body, links, form = _body(plain, html)
    name, sender = address(mail, "From")
    _name, reply = address(mail, "Reply-To")
    failed, proved = authentication(mail, receivers)
    return Message(
        kind=Kind.MAIL,
        body=body,
        sender_name=name,
        sender=sender,
        reply_to=reply,
        subject=header(mail, "Subject"),
        links=links,
        attachments=tuple(files),
        sent=sent_at(mail),
        forged=failed,
        authenticated=proved,
        has_headers=mail.get("Received") is not None,
        form_inside=form,
        unread=tuple(dict.fromkeys(unread)),
    )


def body_of(plain: str, html: str) -> tuple[str, tuple[Link, ...], bool]:
    """Return what is read on the screen: the HTML if there is one, and the addresses in it."""
    return _body([plain] if plain else [], [html] if html else [])


def _parsed(data: bytes) -> RawMail:
    try:
        mail = message_from_bytes(data, policy=policy.compat32)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, IndexError) as error:
        raise Problem("message_unreadable", details=type(error).__name__) from error
    if not any(mail.get(name) for name in ("From", "Subject", "Received", "To", "Date", "Content-Type")):
        raise Problem("message_unreadable")
    return mail


def _contents(mail: RawMail) -> tuple[list[str], list[str], list[Attachment], list[str]]:
    plain: list[str] = []
    html: list[str] = []
    files: list[Attachment] = []
    unread: list[str] = []
    # an own stack instead of walk(): parts within parts may be a thousand deep
    waiting: list[tuple[RawMail, int]] = [(mail, 0)]
    seen = 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if seen > _MOST_PARTS or depth > _NESTED:
            unread.append("parts_not_read")
            break
        inner = _inner(part)
        if isinstance(inner, list):
            waiting += [(one, depth + 1) for one in reversed(inner) if isinstance(one, RawMail)]
            continue
        name = _file_name(part)
        kind = part.get_content_type()
        if name or kind not in ("text/plain", "text/html", "text/enriched"):
            if name or "attachment" in str(part.get("Content-Disposition", "")).lower():
                files += attachments(name or kind, _first_bytes(part))
            continue
        text = decode(_payload(part), str(part.get_param("charset") or ""))
        (html if kind == "text/html" else plain).append(text[: MOST if kind == "text/html" else _MOST_BODY])
    return plain, html, files, unread


def _inner(part: RawMail) -> object:
    """Return what a part holds; None where its own words make that impossible."""
    try:
        return part.get_payload()
    except (ValueError, LookupError, TypeError):
        return None


def _payload(part: RawMail) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, binascii.Error, TypeError):
        data = None
    return data if isinstance(data, bytes) else str(_inner(part) or "").encode("utf-8", "replace")


def _first_bytes(part: RawMail) -> bytes:
    """Return the first bytes of a file: its head says whether an archive is locked."""
    text = _inner(part)
    if not isinstance(text, str):
        return b""
    head = re.sub(r"\s", "", text[:700])
    try:
        return b64decode(head[: len(head) // 4 * 4], validate=True)
    except (ValueError, binascii.Error):
        return b""


def _file_name(part: RawMail) -> str:
    try:
        name = part.get_filename()
    except (ValueError, LookupError, TypeError, IndexError):
        name = str(part.get("Content-Disposition", ""))[:200]
    return decoded(name)[:200] if name else ""


def attachments(name: str, head: bytes) -> list[Attachment]:
    """Return a file, and the first name inside it where it is a ZIP archive."""
    if not head.startswith(b"PK\x03\x04") or len(head) < 30:
        return [Attachment(name)]
    locked = bool(head[6] & 1)
    inner = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    found = [Attachment(name, locked)]
    office = name.lower().rsplit(".", 1)[-1] in ("docx", "xlsx", "pptx", "odt", "ods", "docm", "xlsm", "pptm")
    if inner and not office:
        found.append(Attachment(f"{name}/{inner.decode('utf-8', 'replace')}"))
    return found


def _body(plain: list[str], html: list[str]) -> tuple[str, tuple[Link, ...], bool]:
    if not html:
        body = "\n\n".join(plain).replace("\r\n", "\n").replace("\r", "\n")[:_MOST_BODY]
        return body, tuple(links_in(body)), False
    body, links, form = "", [], False
    for page in html:
        if body:
            body += "\n\n"
        text, found, has_form = read_html(page)
        shift = len(body)
        links += [
            Link(one.target, one.shown, one.start + shift if one.start >= 0 else -1, one.end + shift)
            for one in found
        ]
        body, form = body + text, form or has_form
    body = body[:_MOST_BODY]
    taken = [(one.start, one.end) for one in links]
    for link in links_in(body):
        if not any(start <= link.start < end for start, end in taken):
            links.append(link)
    return body, tuple(links), form
