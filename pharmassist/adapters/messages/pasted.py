"""What a person pastes or notes: a mail copied from the screen, an SMS, a call."""

from __future__ import annotations

import re
import tomllib
from email.utils import parseaddr

from pharmassist.adapters.messages.links_in_text import links_in
from pharmassist.domain.messages import Asked, CallForm, Kind, Message, Pressed
from pharmassist.domain.problems import Problem

_LINE = re.compile(
    r"(?i)^\s*[>*]*\s*(de|from|exp[ée]diteur|envoy[ée] par|r[ée]pondre [àa]|reply-to|objet|sujet|subject|[àa]"
    r"|to|date|envoy[ée]|sent|cc|copie|re[çc]u|pour)\s*:\s*(.*?)\s*$"
)
_FROM = ("de", "from", "expéditeur", "expediteur", "envoyé par", "envoye par")
_REPLY = ("répondre à", "repondre a", "répondre a", "repondre à", "reply-to")
_SUBJECT = ("objet", "sujet", "subject")
_NUMBER = re.compile(r"^\+?[\d\s.()-]{4,20}$")
MOST = 300_000
_MANY = ("à", "a", "to", "cc", "copie", "pour")
_LONGEST = 250
"""A longer line is no head, but for recipients: a mail typed on one line would hide in its sender."""


def read_pasted(text: str, kind: Kind | None = None) -> Message:
    """Read what was pasted; its first lines may be those that a mail program shows."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    heads, body = _heads(text)
    who = _first(heads, _FROM)
    name, sender = _who(who)
    if kind is None:
        short = bool(who) and "@" not in who and not _first(heads, _SUBJECT)
        kind = Kind.SMS if short and (_NUMBER.match(who) or len(who.split()) <= 2) else Kind.MAIL
    unread = ("text_too_long",) if len(body) > MOST else ()
    body = body[:MOST]
    return Message(
        kind=kind,
        body=body,
        sender_name=name,
        sender=sender,
        reply_to=parseaddr(_first(heads, _REPLY))[1],
        subject=_first(heads, _SUBJECT),
        links=tuple(links_in(body)),
        unread=unread,
    )


def _heads(text: str) -> tuple[dict[str, str], str]:
    """Take the lines "De : …", "Objet : …" off the top, if the text begins so."""
    found: dict[str, str] = {}
    lines = text.lstrip("\n ").split("\n")
    for number, line in enumerate(lines[:12]):
        match = _LINE.match(line)
        if match is None or (len(line) > _LONGEST and match.group(1).lower() not in _MANY):
            if line.strip() or not found:
                return found, "\n".join(lines[number:]).strip("\n") if found else text.strip("\n")
            return found, "\n".join(lines[number + 1 :]).strip("\n")
        found.setdefault(match.group(1).lower(), match.group(2))
    return found, "\n".join(lines[len(found) :]).strip("\n")


def _first(heads: dict[str, str], names: tuple[str, ...]) -> str:
    return next((heads[name] for name in names if name in heads), "")


def _who(text: str) -> tuple[str, str]:
    """Return name shown and address; a number or a short name of an SMS stands as the address."""
    text = text.strip()
    if "@" not in text:
        return ("", text)
    match = re.search(r"[^\s<>\[\]()\"]+@[^\s<>\[\]()\"]+", text)
    sender = match.group().removeprefix("mailto:") if match else text
    name = text.replace(sender, "").replace("mailto:", "").strip(" <>[]()\"'")
    return name, sender


def read_call(text: str) -> Message:
    """Read the form of a call, as TOML; raises ``Problem("message_unreadable")``."""
    try:
        values = tomllib.loads(text)
        form = CallForm(
            said_to_be=str(values.pop("said_to_be")),
            number_shown=str(values.pop("number_shown", "")),
            asked=tuple(Asked(one) for one in values.pop("asked", [])),
            pressed=tuple(Pressed(one) for one in values.pop("pressed", [])),
            said=str(values.pop("said", "")),
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError) as error:
        raise Problem("message_unreadable", details=str(error)) from error
    return called(form)


def called(form: CallForm) -> Message:
    """Return a call as a message: what was said is its text."""
    return Message(
        kind=Kind.CALL,
        body=form.said,
        sender=form.number_shown,
        sender_name=form.said_to_be,
        links=tuple(links_in(form.said)),
        call=form,
    )
