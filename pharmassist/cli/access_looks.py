"""Commands around an access: where it is, the sweep's answers, the same password elsewhere, stolen lists."""

from __future__ import annotations

import argparse
from typing import Any

from pharmassist.cli.frame import Answer, Commands, Context, day, whole
from pharmassist.domain.accesses import SweepState
from pharmassist.services.accesses import SweepLine
from pharmassist.services.problem_texts import describe
from pharmassist.services.stolen import Exposure, Outcome, exposure_word
from pharmassist.services.texts import short_day
from pharmassist.services.texts import translate as _


def add_commands(accesses: Commands) -> None:
    """Add the commands of this file to the group of accesses."""
    told = _one(accesses, "describe", _("say where it is, who holds it, what exposed it"), _describe)
    told.add_argument("--place", help=_("where it is used: site, program, counter"))
    told.add_argument("--holder", help=_("who holds the account"))
    told.add_argument("--code-phone", help=_("who holds the phone of its codes"))
    told.add_argument("--resets-through", type=whole, metavar="ID", help=_("the mailbox that resets it"))
    told.add_argument("--exposed-by", type=whole, metavar="N", help=_("number of the incident, 0 for none"))
    sweep = _one(accesses, "sweep", _("what to look at after the change"), _sweep)
    ways = sweep.add_mutually_exclusive_group()
    ways.add_argument("--tick", default="", metavar="ITEM", help=_("it is done"))
    ways.add_argument("--not-applicable", default="", metavar="ITEM", help=_("with --reason"))
    ways.add_argument("--later", default="", metavar="ITEM", help=_("with --reason or --until"))
    ways.add_argument("--open", default="", metavar="ITEM", help=_("take the answer back"))
    sweep.add_argument("--reason", default="")
    sweep.add_argument("--until", type=day, metavar="DATE")
    _one(accesses, "same", _("say where else its password serves"), _same)
    stolen = _one(accesses, "stolen", _("ask lists of stolen passwords: five signs of a hash leave"), _stolen)
    stolen.add_argument("--allow", action="store_true", help=_("allow this check from now on (an owner)"))
    _one(accesses, "phrase", _("propose seven French words instead"), _phrase)


def _one(commands: Commands, name: str, summary: str, run: Any) -> argparse.ArgumentParser:
    parser = commands.add(name, summary, run)
    parser.add_argument("id", type=whole, metavar="ID")
    return parser


def _describe(asked: argparse.Namespace, context: Context) -> Answer:
    accesses, who = context.office().accesses, context.who()
    known = accesses.line(asked.id).access
    accesses.describe(
        who,
        asked.id,
        holder=known.holder if asked.holder is None else asked.holder,
        code_phone_holder=known.code_phone_holder if asked.code_phone is None else asked.code_phone,
        resets_through=known.resets_through if asked.resets_through is None else asked.resets_through,
        place=asked.place,
        exposed_by=asked.exposed_by,
    )
    told = accesses.line(asked.id).access
    document = {
        "id": told.id,
        "place": told.place,
        "holder": told.holder,
        "code_phone": told.code_phone_holder,
        "resets_through": told.resets_through,
        "exposed_by": told.exposed_by,
    }
    return Answer(document, [_("Access {id} described.").format(id=told.id)])


def _sweep(asked: argparse.Namespace, context: Context) -> Answer:
    accesses = context.office().accesses
    answers = (
        (asked.tick, SweepState.DONE),
        (asked.not_applicable, SweepState.NOT_APPLICABLE),
        (asked.later, SweepState.LATER),
        (asked.open, SweepState.OPEN),
    )
    for item, state in answers:
        if item:
            accesses.answer_sweep(context.who(), asked.id, item, state, asked.reason, asked.until)
    lines = accesses.sweep(asked.id)
    return Answer({"sweep": [_document(line) for line in lines]}, [_words(line) for line in lines])


def _document(line: SweepLine) -> dict[str, Any]:
    return {
        "item": line.step.id,
        "title": line.step.title,
        "state": line.state.value,
        "done_at": line.done_at,
        "done_by": line.done_by,
        "reason": line.reason,
        "until": line.until,
    }


def _words(line: SweepLine) -> str:
    words = {
        SweepState.OPEN: "",
        SweepState.DONE: _("done"),
        SweepState.NOT_APPLICABLE: _("not applicable: {reason}").format(reason=line.reason),
        SweepState.LATER: _("later: {reason}").format(
            reason=" ".join(filter(None, (line.reason, short_day(line.until) if line.until else "")))
        ),
    }
    return f"[{line.done_by or '  '}] {line.step.id}\t{line.step.title}\t{words[line.state]}".rstrip()


def _same(asked: argparse.Namespace, context: Context) -> Answer:
    same = context.office().rotating.same_elsewhere(asked.id)
    lines = [_("The same password serves for: {login}.").format(login=access.login) for access in same.now]
    lines += [_("It has served before for: {login}.").format(login=access.login) for access in same.before]
    if same.uncompared:
        lines.append(
            _("Not compared: {count} (kept on another PC, or long ago).").format(count=same.uncompared)
        )
    elif not lines:
        lines.append(_("Of the passwords kept here, no other is the same."))
    document = {
        "now": [access.id for access in same.now],
        "before": [access.id for access in same.before],
        "uncompared": same.uncompared,
    }
    return Answer(document, lines)


def _stolen(asked: argparse.Namespace, context: Context) -> Answer:
    stolen = context.office().stolen
    if asked.allow:
        stolen.want(context.owner(), True)
    exposure = stolen.check(context.who(), asked.id)
    code = exposure.why.code if exposure.why is not None else ""
    document = {"outcome": exposure.outcome.value, "times": exposure.times, "why": code}
    return Answer(document, exposure_lines(exposure), 0 if exposure.outcome is Outcome.NOT_FOUND else 1)


def exposure_lines(exposure: Exposure) -> list[str]:
    """Say an answer; what was not checked says why."""
    if exposure.outcome is Outcome.FOUND:
        told = _("This password is in stolen lists, {times} times: change it.")
        return [told.format(times=exposure.times)]
    if exposure.why is not None:
        texts = describe(exposure.why)
        return [f"{texts.title}. {texts.sentence}", f"→ {texts.remedy}"]
    return [_("{answer} (Have I Been Pwned). It may still be a weak one.").format(
        answer=exposure_word(exposure.outcome.value)
    )]  # fmt: skip


def _phrase(asked: argparse.Namespace, context: Context) -> Answer:
    rotation = context.office().rotating.propose_phrase(context.who(), asked.id)
    words = _("Password number {number}: seven words, kept in the keyring and read back.")
    return Answer({"candidate": rotation.candidate}, [words.format(number=rotation.candidate)])
