"""Command ``message``: is this mail, SMS or call a fraud?"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from pharmassist.assembly import message_judge
from pharmassist.cli.frame import Answer, Commands, Context
from pharmassist.domain.problems import Problem
from pharmassist.services.judging import Judge, Opinion, Told
from pharmassist.services.office import Office
from pharmassist.services.texts import translate as _

_WITHOUT_REGISTER = frozenset({"register_absent"})
_NOT_SIGNED = frozenset({"who_acts"})


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    message = commands.group("message", _("suspicious messages"))
    check = message.add("check", _("judge a mail, an SMS or a call; nothing in it is opened"), _check)
    check.add_argument(
        "file", metavar="FILE|-", help=_("a .eml, .msg, .txt, .sms or .call file; - reads standard input")
    )


def _check(asked: argparse.Namespace, context: Context) -> Answer:
    office = _office(context)
    opinion = _opinion(office.judging if office is not None else message_judge(), asked.file)
    recorded = office is not None and _recorded(context, office, opinion)
    document: dict[str, Any] = {
        "verdict": opinion.verdict.value,
        "told": opinion.told,
        "findings": [_finding(told) for told in opinion.findings],
        "noted": [_finding(told) for told in opinion.noted],
        "not_checked": list(opinion.not_checked),
        "kind": opinion.message.kind.value,
        "domain": opinion.host,
        "claims_to_be": opinion.brand,
        "known": [
            {"value": way.value, "label": way.label, "verified": way.verified} for way in opinion.known
        ],
        "known_note": opinion.known_note,
        "answer": opinion.phrase,
        "recorded": recorded,
    }
    return Answer(document, _lines(opinion, recorded))


def _opinion(judge: Judge, name: str) -> Opinion:
    if name == "-":
        return judge.content(sys.stdin.buffer.read(25_000_001))
    return judge.file(Path(name))


def _office(context: Context) -> Office | None:
    """Open the register; None where there is none: judging needs no register."""
    try:
        return context.office()
    except Problem as problem:
        if problem.code in _WITHOUT_REGISTER:
            return None
        raise


def _recorded(context: Context, office: Office, opinion: Opinion) -> bool:
    """Write the journal's line where it is known who acts."""
    try:
        who = context.who()
    except Problem as problem:
        if problem.code in _NOT_SIGNED:
            return False
        raise
    office.judging.record(who, opinion)
    return True


def _finding(told: Told) -> dict[str, str]:
    return {"rule": told.rule, "title": told.title, "proof": told.proof, "why": told.why}


def _lines(opinion: Opinion, recorded: bool) -> list[str]:
    lines = [opinion.title, opinion.told]
    for told in opinion.findings:
        lines += ["", f"{told.number}. {told.title}"]
        lines += [f"   « {told.proof} »"] if told.proof else []
        lines.append(f"   {told.why}")
    if opinion.noted:
        lines += ["", _("Noticed, no sign by itself:"), *(f"– {told.title}" for told in opinion.noted)]
    lines += ["", _("Not checked:"), *(f"– {text}" for text in opinion.not_checked)]
    if opinion.known or opinion.known_note:
        lines += ["", _("Known:"), *(f"– {way.value} ({way.label})" for way in opinion.known)]
        lines += [f"– {opinion.known_note}"] if opinion.known_note else []
    lines += ["", _("If they call, say:"), f"   {opinion.phrase}"]
    if not recorded:
        lines += ["", _("Not in the journal: no register here, or it is not known who acts.")]
    return lines
