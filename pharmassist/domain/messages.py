"""A message that somebody doubts, what was found in it, and what may be said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pharmassist.domain.lookalikes import Brand


class Kind(StrEnum):
    """By what way a message came."""

    MAIL = "mail"
    SMS = "sms"
    CALL = "call"


class Verdict(StrEnum):
    """What may be said; never "safe"."""

    FRAUD = "fraud"
    SUSPICIOUS = "suspicious"
    NO_SIGN = "no_sign"


class Asked(StrEnum):
    """What a caller asked for."""

    PASSWORD = "password"
    CODE = "code"
    CARD = "card"
    BANK_DETAILS = "bank_details"
    BANK_DETAILS_CHANGE = "bank_details_change"
    PAYMENT = "payment"
    REMOTE_CONTROL = "remote_control"
    INSTALL = "install"
    CALL_BACK = "call_back"
    LINK = "link"
    IDENTITY = "identity"
    PATIENT_DATA = "patient_data"
    INFORMATION = "information"


class Pressed(StrEnum):
    """How a caller pressed."""

    URGENCY = "urgency"
    THREAT = "threat"
    REWARD = "reward"
    SECRECY = "secrecy"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Link:
    """An address in a message: where it leads, and the words that stand for it.

    ``start`` and ``end`` are its place in the body; ``start`` is -1 where it stands nowhere.
    """

    target: str
    shown: str = ""
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message; never opened. ``locked`` where its header says so."""

    name: str
    locked: bool = False


@dataclass(frozen=True, slots=True)
class CallForm:
    """What was noted of a call."""

    said_to_be: str
    number_shown: str
    asked: tuple[Asked, ...] = ()
    pressed: tuple[Pressed, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it was read; all text in it is foreign.

    ``forged`` holds what the trusted receiving host refused ("spf", "dkim", "dmarc"),
    ``authenticated`` is True only where that host wrote that the sender is proved.
    ``unread`` names what could not be read, in codes.
    """

    kind: Kind
    body: str
    sender_name: str = ""
    sender: str = ""
    reply_to: str = ""
    subject: str = ""
    links: tuple[Link, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    sent: datetime | None = None
    forged: tuple[str, ...] = ()
    authenticated: bool = False
    has_headers: bool = False
    form_inside: bool = False
    call: CallForm | None = None
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the message: ``part`` is sender, name, reply, subject, body, link or attachment."""

    part: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One sign: its rule, the words that prove it, where they stand, and values for its sentence."""

    rule: str
    proof: str
    spans: tuple[Span, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """A sign as data: its title, why it is one, the reason and an example for whoever maintains it.

    ``title`` and ``why`` are French; ``_en`` is for a window in English.
    """

    id: str
    group: str
    title: str
    why: str
    title_en: str
    why_en: str
    reason: str
    example: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Combination:
    """Which signs together make a verdict.

    ``every`` and ``some`` name rules, ``@group`` or ``+fact``; ``none`` what must be absent.
    """

    id: str
    verdict: Verdict
    every: tuple[str, ...]
    some: tuple[str, ...]
    none: tuple[str, ...]
    kinds: tuple[Kind, ...]
    told: str
    told_en: str
    reason: str
    example: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict, the signs it rests on, what was noticed besides, and what was not checked.

    With ``no_sign`` there are no findings; what was noticed alone stands in ``noted``.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    noted: tuple[Finding, ...]
    not_checked: tuple[str, ...]
    combination: Combination | None
    claimed: Brand | None
    host: str = ""
    """The domain that stands at the centre of the message: an imitation, the sender's, a link's."""
