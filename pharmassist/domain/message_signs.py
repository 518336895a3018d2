"""The signs of a message that lie in its addresses, links and files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from pharmassist.domain.lookalike_letters import INVISIBLE, REVERSING
from pharmassist.domain.lookalikes import Brand, Likeness, is_number, mixed_scripts, registered, shown_host
from pharmassist.domain.mailbox_hosts import mail_domain
from pharmassist.domain.message_claims import Claim, sender_host
from pharmassist.domain.message_knowledge import Knowledge
from pharmassist.domain.messages import Finding, Kind, Link, Message, Span

_HOST_IN_TEXT = re.compile(r"(?i)^\s*(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})(?:[/:?#]\S*)?\s*$")
_HIDDEN_IN_WORD = re.compile(rf"\w[{''.join(sorted(INVISIBLE - {chr(0xAD)}))}]+\w")
_TURNED = re.compile(f"[{''.join(sorted(REVERSING))}]")
_WORD = re.compile(r"[^\W\d_]{3,}")
_PREMIUM = re.compile(r"^(?:\+?33|0)89")
_CODED_HOST = re.compile(r"(?i)^\s*(?:https?:)?//[^/?#]*(?:%[0-9a-f]{2}|:(?!(?:80|443)?(?:[/?#]|$))\d+)")
"""A host written in per cent codes, or followed by a port of its own."""
MOST_LINKS = 200


def number_of(text: str) -> str:
    """Return the digits of a number, the French way: ``0612345678``."""
    digits = re.sub(r"[^\d+]", "", text)
    return (
        "0" + digits.removeprefix("+33").removeprefix("0033").lstrip("0")
        if digits.startswith(("+33", "0033"))
        else digits
    )


def ordinary_number(text: str) -> bool:
    """Tell whether a number is a mobile, a foreign or a hidden one: no organisation's."""
    if not text.strip():
        return True
    if re.search(r"[a-zA-Z]{3}", text) and not re.search(r"\d{6}", re.sub(r"\D", "", text)):
        return bool(re.search(r"(?i)masqu|inconnu|priv|cach|unknown|hidden", text))
    digits = number_of(text)
    return digits.startswith(("06", "07", "+", "00"))


def known_number(text: str, brand: Brand) -> bool:
    """Tell whether a number is one of the brand's."""
    return number_of(text) in {number_of(phone) for phone in brand.phones} | {
        number_of(s) for s in brand.senders
    }


def premium_number(text: str) -> bool:
    """Tell whether a number is a surcharged one."""
    return bool(_PREMIUM.match(re.sub(r"[^\d+]", "", text)))


def split_target(target: str) -> tuple[str, str, str, str]:
    """Return scheme, what stands before the host, host and path of a link; never raises."""
    text = target.strip()
    if not re.match(r"(?i)[a-z][a-z0-9+.-]*:", text):
        text = "http://" + text
    text = text.replace("\\", "/")
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        path = parts.path
    except ValueError:
        host = re.sub(r"(?i)^[a-z+.-]+://", "", text).split("/", 1)[0]
        return text.split(":", 1)[0].lower(), "", host.strip("[]").lower(), ""
    return parts.scheme.lower(), parts.netloc.rpartition("@")[0], unquote(host).lower(), path


def signs_of_sender(message: Message, claim: Claim | None, knowledge: Knowledge) -> Iterator[Finding]:
    """Look at who writes, in whose name, and where an answer would go."""
    brands = knowledge.brands
    host = sender_host(message) if "@" in message.sender else ""
    whole = Span("sender", 0, len(message.sender))
    like = brands.likeness(host) if host else None
    if like is not None and _counts(like, claim):
        yield _imitation("sender-lookalike", like, host, whole)
    elif (
        claim is not None
        and claim.by in ("name", "signature", "start")
        and host
        and not brands.hosting(host)
        and not (claim.by == "start" and brands.official(host))
    ):
        values = {"brand": claim.brand.name, "known": _domains(claim.brand), "here": host}
        yield Finding(
            "sender-name-mismatch",
            f"{claim.words[:80]} <{message.sender[:120]}>",
            (claim.span, whole),
            values,
        )
    if message.forged:
        kinds = ", ".join(one.upper() for one in message.forged)
        yield Finding("sender-forged", message.sender[:160], (whole,), {"what": kinds})
    yield from _number(message, claim)
    reply = mail_domain(message.reply_to)
    if reply and host and registered(reply) != registered(host):
        owner = brands.owner(reply) if registered(reply) not in knowledge.lists.free_mail else None
        if owner is None or owner is not brands.owner(host):
            place = Span("reply", 0, len(message.reply_to))
            if not brands.hosting(reply) and not brands.hosting(host):
                yield Finding(
                    "sender-reply-elsewhere", message.reply_to[:160], (place,), {"known": host, "here": reply}
                )
            imitated = brands.likeness(reply)
            if imitated is not None and _counts(imitated, claim) and like is None:
                yield _imitation("sender-lookalike", imitated, reply, place)


def _number(message: Message, claim: Claim | None) -> Iterator[Finding]:
    if claim is None or message.kind is Kind.MAIL:
        return
    number = message.call.number_shown if message.call is not None else message.sender
    if message.kind is Kind.SMS and not number.strip():
        return
    if ordinary_number(number) and not known_number(number, claim.brand):
        span = Span("sender", 0, len(message.sender))
        shown = number.strip() or "–"
        yield Finding("sender-number", shown, (span,), {"brand": claim.brand.name, "here": shown})


def _domains(brand: Brand) -> str:
    return ", ".join(brand.domains[:3])


def _counts(like: Likeness, claim: Claim | None) -> bool:
    """Tell whether a likeness counts: a faint one only for the brand the message speaks for."""
    return like.strong or (claim is not None and claim.brand.id == like.brand.id and claim.by != "address")


def _imitation(rule: str, like: Likeness, host: str, span: Span) -> Finding:
    shown = shown_host(host)
    values = {"brand": like.brand.name, "known": _domains(like.brand), "here": shown, "how": like.how.value}
    return Finding(rule, shown, (span,), values)


def signs_of_links(message: Message, claim: Claim | None, knowledge: Knowledge) -> Iterator[Finding]:
    """Look at where each link leads."""
    judged: dict[tuple[str, str], Likeness | None] = {}
    for number, link in enumerate(message.links[:MOST_LINKS]):
        span = Span("body", link.start, link.end) if link.start >= 0 else Span("link", number)
        yield from _signs_of_link(message, link, span, claim, knowledge, judged)


def _signs_of_link(
    message: Message,
    link: Link,
    span: Span,
    claim: Claim | None,
    knowledge: Knowledge,
    judged: dict[tuple[str, str], Likeness | None],
) -> Iterator[Finding]:
    scheme, before, host, path = split_target(link.target)
    if scheme in ("mailto", "tel", "sms", "cid"):
        return
    if scheme in knowledge.lists.odd_schemes or before or _CODED_HOST.match(link.target):
        yield Finding("link-disguised", link.target[:160], (span,), {"target": link.target[:80]})
        if scheme in knowledge.lists.odd_schemes:
            return
    if not host:
        return
    values = {"here": shown_host(host), "target": link.target[:80]}
    brands, domain = knowledge.brands, registered(host)
    if is_number(host):
        yield Finding("link-numeric-host", link.target[:160], (span,), values)
    elif host.removeprefix("www.") in knowledge.lists.shorteners or domain in knowledge.lists.shorteners:
        yield Finding("link-shortener", link.target[:160], (span,), values)
    else:
        if (host, path) not in judged:
            judged[host, path] = brands.likeness(host) or brands.in_path(host, path)
        like = judged[host, path]
        if like is not None and _counts(like, claim):
            yield _imitation("link-lookalike", like, host, span)
        elif claim is not None and not brands.official(host) and not brands.hosting(host) and domain:
            where = {**values, "brand": claim.brand.name, "known": _domains(claim.brand)}
            yield Finding("link-elsewhere", shown_host(host), (span,), where)
    yield from _mismatch(message, link, domain or host, span, knowledge)


def _mismatch(
    message: Message, link: Link, domain: str, span: Span, knowledge: Knowledge
) -> Iterator[Finding]:
    shown = _HOST_IN_TEXT.match(link.shown)
    if shown is None:
        return
    said = registered(shown.group(1))
    brands = knowledge.brands
    if not said or said == domain or brands.hosting(domain):
        return
    owner = brands.owner(said)
    if owner is not None and owner is brands.owner(domain):
        return
    if "@" in message.sender and registered(sender_host(message)) == domain and brands.owner(said) is None:
        return
    values = {"shown": shown.group(1), "here": shown_host(domain), "target": link.target[:80]}
    yield Finding("link-mismatch", f"{link.shown.strip()[:80]} → {shown_host(domain)}", (span,), values)


def signs_of_files(message: Message, knowledge: Knowledge) -> Iterator[Finding]:
    """Look at the names of the files that came along; none is opened."""
    for number, file in enumerate(message.attachments):
        name = "".join(sign for sign in file.name.lower() if sign not in INVISIBLE).strip(" .")
        endings = name.split(".")[1:]
        turned = any(sign in REVERSING for sign in file.name)
        if (endings and endings[-1] in knowledge.lists.running) or turned:
            yield Finding(
                "attachment-runs", file.name[:120], (Span("attachment", number),), {"what": file.name[:80]}
            )
        if file.locked:
            yield Finding("attachment-locked", file.name[:120], (Span("attachment", number),))
    if message.form_inside:
        yield Finding("form-inside", "<form>", (), {"here": "?"})


def signs_of_letters(message: Message) -> Iterator[Finding]:
    """Look for invisible, reversing and mixed letters."""
    for part, text in (
        ("subject", message.subject),
        ("name", message.sender_name),
        ("body", message.body[:60_000]),
    ):
        if text.isascii():
            continue
        turned = _TURNED.search(text)
        if turned is not None:
            shown = f"U+{ord(turned.group()):04X}"
            yield Finding("disguised-letters", shown, (Span(part, *turned.span()),), {"what": shown})
            return
        hidden = _HIDDEN_IN_WORD.search(text)
        if (hidden is not None and part != "body") or (
            hidden is not None and len(_HIDDEN_IN_WORD.findall(text)) > 1
        ):
            shown = " ".join(f"U+{ord(sign):04X}" for sign in hidden.group() if sign in INVISIBLE)
            yield Finding("disguised-letters", shown, (Span(part, *hidden.span()),), {"what": shown})
            return
        if not mixed_scripts(text):
            continue
        for word in _WORD.finditer(text):
            if not word.group().isascii() and mixed_scripts(word.group()):
                yield Finding(
                    "disguised-letters",
                    word.group()[:60],
                    (Span(part, *word.span()),),
                    {"what": word.group()[:60]},
                )
                return
