"""Mail drafts: a file that the person's own mail program opens, with the PDF attached; never sent by us."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from pharmassist.domain.people import Pharmacy
from pharmassist.services.composing.french import finess

_GREETING, _FAREWELL = "Bonjour,", "Cordialement,"


def mail_draft(
    pharmacy: Pharmacy | None, title: str, file_name: str, pdf: bytes, at: datetime, signed: str = ""
) -> bytes:
    """Write the draft as ``.eml``: subject, a short French text, the PDF; no recipient.

    ``pharmacy`` is None for a page that must not tell who made it: then nothing of the draft does.
    Outlook and the like open it as a message to complete (``X-Unsent``).
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = title if pharmacy is None else f"{title} · {pharmacy.name}"
    message["Date"] = format_datetime(at)
    message["X-Unsent"] = "1"
    message.set_content("\n".join(_lines(pharmacy, title, signed)), charset="utf-8", cte="quoted-printable")
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename=file_name)
    # Parts are told apart by a mark drawn from the file: the same draft gives the same bytes.
    message.set_boundary(f"=_{hashlib.sha256(pdf).hexdigest()[:32]}")
    return message.as_bytes()


def _lines(pharmacy: Pharmacy | None, title: str, signed: str) -> list[str]:
    """Return the lines of the text."""
    said = f"Vous trouverez ci-joint\u00a0: {title}."
    if pharmacy is None:
        return [_GREETING, "", said, "", _FAREWELL, ""]
    number = f"FINESS {finess(pharmacy.finess)}" if pharmacy.finess else ""
    phone = f"Tél. {pharmacy.phone}" if pharmacy.phone else ""
    foot = [line for line in (signed, pharmacy.name, pharmacy.town, number, phone) if line]
    return [_GREETING, "", said, "", _FAREWELL, "", *foot, ""]
