"""From the signs to a verdict: combinations decide, each can be told in two sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pharmassist.domain.lookalikes import registered
from pharmassist.domain.message_claims import Claim, claim_of, sender_host
from pharmassist.domain.message_knowledge import Knowledge
from pharmassist.domain.message_signs import (
    known_number,
    premium_number,
    signs_of_files,
    signs_of_letters,
    signs_of_links,
    signs_of_sender,
    split_target,
)
from pharmassist.domain.message_text import Words, negated
from pharmassist.domain.messages import (
    Asked,
    Combination,
    Finding,
    Judgement,
    Kind,
    Message,
    Pressed,
    Span,
    Verdict,
)

MOST_TEXT = 100_000
"""Characters of a body that are compared; the rest is told as not read."""
_MOST_SPANS = 8
_SECRETS = frozenset({"asks-password", "asks-code", "asks-card", "asks-bank-details-change"})
_NEVER_ASKED = _SECRETS | {"asks-bank-details", "asks-identity", "asks-patient-data"}
_NEGATABLE = ("asks-", "qr-")
_PHONE = re.compile(
    r"(?:\+\d{2}[\s.]?|0)\d(?:[\s.]?\d{2}){4}|0[\s.]?8\d{2}(?:[\s.]?\d{2,3}){2,3}|\b3\d{3}\b|\b36 \d\d\b"
)
_BY_CALL = {
    Asked.PASSWORD: "asks-password",
    Asked.CODE: "asks-code",
    Asked.CARD: "asks-card",
    Asked.BANK_DETAILS: "asks-bank-details",
    Asked.BANK_DETAILS_CHANGE: "asks-bank-details-change",
    Asked.PAYMENT: "asks-payment",
    Asked.REMOTE_CONTROL: "asks-remote-control",
    Asked.INSTALL: "asks-install",
    Asked.CALL_BACK: "asks-call-back",
    Asked.LINK: "asks-login",
    Asked.IDENTITY: "asks-identity",
    Asked.PATIENT_DATA: "asks-patient-data",
}
_BY_PRESSURE = {pressed: pressed.value for pressed in Pressed}


def judge(message: Message, knowledge: Knowledge) -> Judgement:
    """Judge one message; nothing is opened, nothing asked of anybody."""
    claim = claim_of(message, knowledge)
    signs = _merged(_signs(message, claim, knowledge))
    signs = _without_doubles(signs, claim)
    names = {sign.rule for sign in signs}
    facts = _facts(message, claim, signs, knowledge)
    groups = {f"@{knowledge.group(name)}" for name in names}
    present = names | groups | facts
    found = next((one for one in knowledge.combinations if _fits(one, present, message.kind)), None)
    verdict = found.verdict if found is not None else Verdict.NO_SIGN
    ordered = tuple(sorted(signs, key=lambda sign: _order(sign, knowledge)))
    return Judgement(
        verdict,
        ordered if found is not None else (),
        () if found is not None else ordered,
        _not_checked(message),
        found,
        claim.brand if claim is not None else None,
        _centre(message, ordered),
    )


def _signs(message: Message, claim: Claim | None, knowledge: Knowledge) -> Iterator[Finding]:
    yield from signs_of_sender(message, claim, knowledge)
    yield from signs_of_links(message, claim, knowledge)
    yield from signs_of_files(message, knowledge)
    yield from signs_of_letters(message)
    yield from _said_by_caller(message)
    for part, text in (("subject", message.subject), ("body", message.body[:MOST_TEXT])):
        words = knowledge.words(text)
        yield from _phrases(part, text, words, message, claim, knowledge)


def _said_by_caller(message: Message) -> Iterator[Finding]:
    if message.call is None:
        return
    for asked in message.call.asked:
        if asked in _BY_CALL:
            yield Finding(_BY_CALL[asked], "", (), {"call": asked.value})
    for pressed in message.call.pressed:
        yield Finding(_BY_PRESSURE[pressed], "", (), {"call": pressed.value})


def _phrases(
    part: str, text: str, words: Words, message: Message, claim: Claim | None, knowledge: Knowledge
) -> Iterator[Finding]:
    for rule, phrase in knowledge.phrases:
        for start, end in phrase.find(words):
            if rule.startswith(_NEGATABLE) and negated(words, start, end):
                continue
            begin, stop = words.place(start, end)
            proof = text[begin:stop]
            values = {"what": " ".join(proof.split())[:80]}
            if rule == "asks-call-back":
                number = _PHONE.search(text[begin : stop + 24])
                if number is None or not _foreign_number(number.group(), message, claim, knowledge):
                    continue
                values = {"here": number.group(), "known": _phones(claim), "what": number.group()}
            if rule == "attachment-locked" and not message.attachments:
                continue
            yield Finding(rule, " ".join(proof.split())[:160], (Span(part, begin, stop),), values)


def _phones(claim: Claim | None) -> str:
    return ", ".join(claim.brand.phones[:2]) if claim is not None and claim.brand.phones else "–"


def _foreign_number(number: str, message: Message, claim: Claim | None, knowledge: Knowledge) -> bool:
    if premium_number(number):
        return True
    if claim is None or known_number(number, claim.brand):
        return False
    official = "@" in message.sender and knowledge.brands.owner(sender_host(message)) is claim.brand
    return not official


def _merged(signs: Iterable[Finding]) -> list[Finding]:
    """Put the places of one rule together; a different domain is a finding of its own."""
    kept: dict[tuple[str, str], Finding] = {}
    for sign in signs:
        key = sign.rule, sign.values.get("here", "") if sign.rule.startswith(("sender", "link")) else ""
        known = kept.get(key)
        if known is None:
            kept[key] = sign
        elif len(known.spans) < _MOST_SPANS:
            spans = known.spans + tuple(span for span in sign.spans if span not in known.spans)
            kept[key] = Finding(known.rule, known.proof or sign.proof, spans, {**sign.values, **known.values})
    return list(kept.values())


def _also_at(sign: Finding, other: Finding) -> Finding:
    """Underline a request of the RIB with the change of RIB that says it better."""
    spans = sign.spans + tuple(span for span in other.spans if span not in sign.spans)
    return Finding(sign.rule, sign.proof, spans[:_MOST_SPANS], sign.values)


def _without_doubles(signs: list[Finding], claim: Claim | None) -> list[Finding]:
    """Drop a sign that another says better, and add what the operator never asks."""
    names = {sign.rule for sign in signs}
    asks = names & (_NEVER_ASKED | {"asks-login", "form-inside"})
    own = claim is not None and claim.by == "address"
    plain = next((sign for sign in signs if sign.rule == "asks-bank-details"), None)
    kept = [
        _also_at(sign, plain) if plain is not None and sign.rule == "asks-bank-details-change" else sign
        for sign in signs
        if not (sign is plain and "asks-bank-details-change" in names)
        and not (sign.rule == "link-elsewhere" and own and not asks)
    ]
    if claim is not None and claim.brand.never_asks and names & _NEVER_ASKED:
        proof = next((sign.proof for sign in signs if sign.rule in _NEVER_ASKED), "")
        spans = next((sign.spans for sign in signs if sign.rule in _NEVER_ASKED), ())
        values = {"brand": claim.brand.name, "what": claim.brand.never_asks}
        kept.append(Finding("operator-never-asks", proof, spans, values))
    return kept


def _facts(
    message: Message, claim: Claim | None, signs: list[Finding], knowledge: Knowledge
) -> frozenset[str]:
    names = [sign.rule for sign in signs]
    groups = [knowledge.group(name) for name in names]
    host = sender_host(message) if "@" in message.sender else ""
    free = bool(host) and registered(host) in knowledge.lists.free_mail
    elsewhere = groups.count("elsewhere")
    detours = elsewhere + groups.count("detour")
    own_links = all(
        knowledge.brands.official(target) or knowledge.brands.hosting(target)
        for target in (split_target(link.target)[2] for link in message.links)
        if target
    )
    known = (
        bool(host)
        and knowledge.brands.official(host)
        and not free
        and not message.forged
        and own_links
        and "disguise" not in groups
        and "detour" not in groups
    )
    found = {
        "+brand": claim is not None,
        "+known": known,
        "+free": free,
        "+link": any(split_target(link.target)[0] not in ("mailto", "tel") for link in message.links),
        "+call": message.kind is Kind.CALL,
        "+sms": message.kind is Kind.SMS,
        "+asked-secret": bool(set(names) & _SECRETS) or "form-inside" in names,
        "+asked-twice": len([g for g in groups if g in ("asks", "bank", "papers", "login")]) > 1,
        "+pressed-twice": groups.count("press") > 1,
        "+disguised-twice": groups.count("disguise") > 1,
        "+imitates-claimed": _imitates(signs, claim),
        "+elsewhere": elsewhere > 0,
        "+elsewhere-link": "link-elsewhere" in names,
        "+elsewhere-twice": detours > 1,
    }
    return frozenset(name for name, holds in found.items() if holds)


def _imitates(signs: list[Finding], claim: Claim | None) -> bool:
    """Tell whether the message speaks for the very brand that its address or a link imitates."""
    return claim is not None and any(
        sign.values.get("brand") == claim.brand.name and sign.rule in ("sender-lookalike", "link-lookalike")
        for sign in signs
    )


def _fits(one: Combination, present: set[str] | frozenset[str], kind: Kind) -> bool:
    return (
        (not one.kinds or kind in one.kinds)
        and all(name in present for name in one.every)
        and (not one.some or any(name in present for name in one.some))
        and not any(name in present for name in one.none)
    )


GROUPS = (
    "disguise",
    "elsewhere",
    "detour",
    "never",
    "asks",
    "bank",
    "papers",
    "login",
    "callback",
    "file",
    "locked",
    "hidden",
    "press",
)


def _order(sign: Finding, knowledge: Knowledge) -> int:
    return GROUPS.index(knowledge.group(sign.rule))


def _centre(message: Message, signs: Iterable[Finding]) -> str:
    """Return the domain that matters most: an imitation, then where a link leads, then the sender's."""
    for rules in (
        ("sender-lookalike", "link-lookalike"),
        ("link-mismatch", "link-elsewhere", "link-numeric-host"),
    ):
        for sign in signs:
            if sign.rule in rules:
                return sign.values.get("here", "")
    if "@" in message.sender:
        return sender_host(message)
    return next((split_target(link.target)[2] for link in message.links), "")


def _not_checked(message: Message) -> tuple[str, ...]:
    """Name, in codes, what was not looked at: the texts are the service's."""
    found = ["links_not_opened"] if message.links else []
    if message.kind is Kind.MAIL:
        if not message.authenticated and not message.forged:
            found.append("sender_not_proved" if message.has_headers else "headers_absent")
        if message.attachments:
            found.append("files_not_opened")
    elif message.kind is Kind.SMS:
        found.append("number_can_be_imitated")
    else:
        found.append("caller_not_proved")
    found.append("facts_not_checked")
    if len(message.body) > MOST_TEXT:
        found.append("text_too_long")
    return tuple(dict.fromkeys((*found, *message.unread)))
