"""In whose name a message speaks: its address, the name shown, its first words, its signature."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pharmassist.domain.lookalikes import Brand
from pharmassist.domain.mailbox_hosts import mail_domain
from pharmassist.domain.message_knowledge import Knowledge
from pharmassist.domain.messages import Kind, Message, Span

_SIGNS_FOR = re.compile(
    r"^(?:l equipe|le service|la direction|le support|le centre|le departement|service|support|equipe"
    r"|centre|votre|direction|securite|cellule|la cellule|departement|cordialement|espace|the|team|pole"
    r"|le pole) "
)
_FIRST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Claim:
    """The brand in whose name a message speaks, where it says so, and whether the address is its own."""

    brand: Brand
    span: Span
    words: str
    by: str
    """``address``, ``name``, ``start`` or ``signature``."""


def sender_host(message: Message) -> str:
    """Return the host of the sender's address."""
    return mail_domain(message.sender) or message.sender.rpartition("@")[2].strip().lower()


def claim_of(message: Message, knowledge: Knowledge) -> Claim | None:
    """Find in whose name a message speaks; None for nobody known."""
    host = sender_host(message) if "@" in message.sender else ""
    owner = knowledge.brands.owner(host) if host and host not in knowledge.lists.free_mail else None
    if owner is not None:
        return Claim(owner, Span("sender"), host, "address")
    if message.call is not None:
        return _named(message.call.said_to_be, "name", "name", knowledge)
    shown = message.sender_name or ("" if "@" in message.sender else message.sender)
    return (
        _named(shown, "name", "name", knowledge)
        or _start(message, knowledge)
        or _signature(message.body, knowledge)
    )


def _named(text: str, part: str, by: str, knowledge: Knowledge) -> Claim | None:
    words = knowledge.words(text[:300])
    found = knowledge.named(words.joined)
    if found is None:
        return None
    brand, at = found
    if brand.common and at > 0 and not _SIGNS_FOR.match(words.joined):
        return None
    return Claim(brand, Span(part, 0, len(text)), text.strip(), by)


def _start(message: Message, knowledge: Knowledge) -> Claim | None:
    """Read the first words of the subject, and of a text without an address."""
    subject = knowledge.words(message.subject[:200])
    found = knowledge.named(" ".join(subject.joined.split()[:3]) + " ")
    if (
        found is not None
        and (not found[0].common or found[1] == 0)
        and not message.subject.lower().startswith("re")
    ):
        return Claim(found[0], Span("subject", 0, len(message.subject)), message.subject, "start")
    if message.kind is Kind.MAIL and message.sender:
        return None
    words = knowledge.words(message.body[:2000])
    first = " ".join(words.joined.split()[:_FIRST_WORDS]) + " "
    found = knowledge.named(first)
    if found is None and message.kind is Kind.SMS:
        found = knowledge.named(words.joined)
        if found is not None and found[0].common:
            return None
    if found is None or (found[0].common and found[1] > 0):
        return None
    start, end = words.place(found[1], found[1] + 1)
    return Claim(found[0], Span("body", start, end), message.body[start:end], "start")


def _signature(body: str, knowledge: Knowledge) -> Claim | None:
    """Read the last short lines: "Le service des professionnels Viamedis"."""
    tail = body[-1500:]
    offset = len(body) - len(tail)
    lines = [match for match in re.finditer(r"[^\n]+", tail) if match.group().strip()][-6:]
    for line in lines:
        text = line.group().strip()
        if len(text) > 70 or "http" in text or "@" in text:
            continue
        words = knowledge.words(text)
        found = knowledge.named(words.joined)
        if found is None:
            continue
        alone = found[1] == 0 and len(words.joined.split()) <= len(found[0].name.split()) + 1
        if alone or (_SIGNS_FOR.match(words.joined) and not found[0].common):
            place = Span("body", offset + line.start(), offset + line.end())
            return Claim(found[0], place, text, "signature")
    return None
