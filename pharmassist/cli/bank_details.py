"""Commands of the guard of bank details: asked, called back, seconded, applied or refused."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from pharmassist.cli.frame import Answer, Commands, Context, whole
from pharmassist.domain.bank_details import Side, Way
from pharmassist.services.bank_guard import Guarded, standing_words
from pharmassist.services.texts import translate as _


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    bank = commands.group("bank-details", _("a change of RIB, ours or a payer's, under guard"))
    ask = bank.add("ask", _("note that a change is asked"), _ask)
    ask.add_argument("--side", type=Side, choices=tuple(Side), required=True)
    ask.add_argument("--party", required=True, metavar="O", help=_("operator, or name of the payer"))
    ask.add_argument("--last4", required=True, metavar="XXXX", help=_("last four signs of the new account"))
    ask.add_argument("--way", type=Way, choices=tuple(Way), required=True, help=_("how it was asked"))
    call = _one(bank, "called", _("note the call back to a number known before"), _called)
    call.add_argument("--number", required=True)
    call.add_argument("--source", default="", help=_("where the number was known from, if not ours"))
    call.add_argument("answer", choices=("confirmed", "denied"))
    _one(bank, "second", _("confirm as a second person"), _second)
    _one(bank, "apply", _("say that it is changed (an owner, a day later)"), _apply)
    refuse = _one(bank, "refuse", _("refuse it or give it up"), _refuse)
    refuse.add_argument("--reason", required=True)
    slip = _one(bank, "slip", _("write the slip to be signed"), _slip)
    slip.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    bank.add("list", _("list the changes and what stands before them"), _list)


def _one(commands: Commands, name: str, summary: str, run: Any) -> argparse.ArgumentParser:
    parser = commands.add(name, summary, run)
    parser.add_argument("id", type=whole, metavar="ID")
    return parser


def _ask(asked: argparse.Namespace, context: Context) -> Answer:
    guard = context.office().bank_guard
    return _told(guard.ask(context.who(), asked.side, asked.party, asked.last4, asked.way))


def _called(asked: argparse.Namespace, context: Context) -> Answer:
    confirmed = asked.answer == "confirmed"
    guard = context.office().bank_guard
    return _told(guard.called(context.who(), asked.id, asked.number, asked.source, confirmed=confirmed))


def _second(asked: argparse.Namespace, context: Context) -> Answer:
    return _told(context.office().bank_guard.second(context.who(), asked.id))


def _apply(asked: argparse.Namespace, context: Context) -> Answer:
    who = context.who()
    return _told(context.office().bank_guard.apply(who, asked.id, context.pin(who)))


def _refuse(asked: argparse.Namespace, context: Context) -> Answer:
    return _told(context.office().bank_guard.refuse(context.who(), asked.id, asked.reason))


def _slip(asked: argparse.Namespace, context: Context) -> Answer:
    papers, who = context.office().papers, context.who()
    papers.save(who, papers.bank_slip(who, context.office().bank_guard.one(asked.id)), asked.out)
    return Answer({"file": asked.out}, [_("Written: {file}").format(file=asked.out)])


def _list(_asked: argparse.Namespace, context: Context) -> Answer:
    found = context.office().bank_guard.list()
    return Answer(
        {"changes": [_document(one) for one in found]},
        [_line(one) for one in found] or [_("No change of bank details.")],
    )


def _told(guarded: Guarded) -> Answer:
    return Answer(_document(guarded), [_line(guarded)])


def _document(guarded: Guarded) -> dict[str, Any]:
    change = guarded.change
    return {
        "id": change.id,
        "side": change.side.value,
        "party": change.party,
        "last4": change.last4,
        "way": change.way.value,
        "asked_at": change.asked_at,
        "called_at": change.called_at,
        "second_by": change.second_by,
        "ready_at": change.ready_at,
        "missing": list(guarded.missing),
        "outcome": change.outcome.value,
        "numbers": list(guarded.numbers),
    }


def _line(guarded: Guarded) -> str:
    change = guarded.change
    return f"{change.id}\t{guarded.party}\t…{change.last4}\t{standing_words(guarded)}"
