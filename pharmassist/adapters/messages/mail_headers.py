"""The headers of a mail: who wrote, where an answer goes, what the receiving host says of the sender."""

from __future__ import annotations

import binascii
import re
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header
from email.message import Message as RawMail
from email.utils import parseaddr, parsedate_to_datetime

from pharmassist.domain.lookalikes import registered

_RESULT = re.compile(r"(?i)\b(spf|dkim|dmarc)\s*=\s*([a-z]+)")
_BY = re.compile(r"(?is)\bby\s+([\w.-]+\.[\w-]+)")
_LIMIT = 2_000


def header(mail: RawMail, name: str) -> str:
    """Return a header as text: encoded words decoded, line ends dropped; never raises."""
    return decoded(_raw(mail, name))


def _raw(mail: RawMail, name: str) -> str:
    """Return a header as it stands, bytes beyond ASCII read as UTF-8 or Windows' Latin."""
    for key, value in mail.raw_items():
        if key.lower() == name.lower():
            return decode(str(value)[:_LIMIT].encode("utf-8", "surrogateescape"), "")
    return ""


def decoded(raw: str) -> str:
    """Decode the encoded words of a header; what cannot be decoded stays as it stands."""
    text = raw[:_LIMIT]
    if "=?" not in text:
        return " ".join(text.split())
    try:
        pieces = decode_header(text)
    except (MessageError, ValueError, LookupError, binascii.Error):
        return " ".join(text.split())
    out = ""
    for piece, charset in pieces:
        out += piece if isinstance(piece, str) else decode(piece, charset or "")
    return " ".join(out.replace("\r", " ").replace("\n", " ").split(" ")).strip()


def decode(data: bytes, charset: str) -> str:
    """Decode bytes: as declared, else UTF-8, else Windows' Latin; never raises."""
    for name in (charset.strip("\"' ") or "utf-8", "utf-8"):
        try:
            return data.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def address(mail: RawMail, name: str) -> tuple[str, str]:
    """Return name shown and address of a header."""
    raw = " ".join(_raw(mail, name).split())
    try:
        shown, found = parseaddr(raw)
    except (ValueError, IndexError):
        shown, found = "", ""
    if "@" not in found:
        match = re.search(r"<?([^\s<>\"]+@[^\s<>\"]+)>?", decoded(raw))
        found = match.group(1) if match else found
        shown = shown or decoded(raw).split("<", 1)[0]
    return decoded(shown).strip(" \"'"), decoded(found).strip()


def sent_at(mail: RawMail) -> datetime | None:
    """Return when a mail says it was sent."""
    try:
        found = parsedate_to_datetime(header(mail, "Date"))
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def authentication(mail: RawMail, receivers: frozenset[str]) -> tuple[tuple[str, ...], bool]:
    """Return what failed, and whether the sender is proved; only as the receiving host wrote it.

    The receiving host is the one that added the topmost ``Received: from``. Its results are
    believed only if it is one that removes forged ones, and "passed" only if they stand above
    that line: what stands below may have come with the mail.
    """
    host, above, failed, passed = "", True, [], False
    for name, value in mail.items():
        key, text = name.lower(), str(value)[:_LIMIT]
        if key == "received" and "from " in text.lower():
            if host:
                break
            found = _BY.search(text)
            host = registered(found.group(1)) if found else "?"
            above = False
    if host not in receivers:
        return (), False
    seen, above = 0, True
    for name, value in mail.items():
        key, text = name.lower(), str(value)[:_LIMIT]
        if key == "received" and "from " in text.lower():
            seen, above = seen + 1, False
            if seen == 2:
                break
        if (
            key == "authentication-results"
            and registered(text.split(";", 1)[0].split()[0] if text.split() else "") == host
        ):
            results = {kind.lower(): result.lower() for kind, result in _RESULT.findall(text)}
            failed += [
                kind for kind, result in results.items() if result in ("fail", "softfail", "permerror")
            ]
            passed = passed or (above and results.get("dmarc") == "pass")
    # one of SPF and DKIM failing alone happens to honest forwarders: DMARC decides, or both
    decisive = tuple(dict.fromkeys(failed))
    if "dmarc" not in decisive and not {"spf", "dkim"} <= set(decisive):
        decisive = ()
    return decisive, passed and not decisive
