"""Commands ``incident`` and ``playbook``: the guided steps."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.cli import breach
from pharmassist.cli.cases import add_case, case_id
from pharmassist.cli.frame import Answer, Commands, Context, day
from pharmassist.domain.incidents import Case, CaseView, Playbook, StepStatus, StepView
from pharmassist.services.playbook_words import fault_words
from pharmassist.services.step_words import answer_word, status_word, unlocking
from pharmassist.services.texts import moment, short_day
from pharmassist.services.texts import translate as _

ACTIONS = ("done", "skip", "wait", "defer", "reopen")


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    incident = commands.group("incident", _("the incident under way, step by step"))
    incident.add("list", _("list the incidents"), _list)
    opening = incident.add("open", _("open an incident"), _open)
    opening.add_argument("playbook", metavar="PLAYBOOK")

    show = incident.add("show", _("show the steps"), _show)
    add_case(show)

    step = incident.add("step", _("say what became of a step"), _step)
    step.add_argument("step", metavar="ID")
    step.add_argument("action", choices=ACTIONS)
    step.add_argument("--proof", default="", metavar="TEXT")
    step.add_argument("--reason", default="", metavar="R")
    step.add_argument("--until", type=day, metavar="DATE", help=_("the day it comes back"))
    add_case(step)

    answer = incident.add("answer", _("answer a question: yes, no or unknown"), _answer)
    answer.add_argument("step", metavar="ID")
    answer.add_argument("value", nargs="+", metavar="VALUE")
    add_case(answer)

    put_in = incident.add("insert", _("put a block of guided steps into the incident"), _insert)
    put_in.add_argument("playbook", metavar="PLAYBOOK")
    put_in.add_argument("block", metavar="BLOCK")
    add_case(put_in)

    shift = incident.add("shift", _("what the next shift must know: open, put off, changed"), _shift)
    shift.add_argument("--hand-over", action="store_true", help=_("record the hand-over"))
    shift.add_argument("--to", default="", metavar="INITIALS", help=_("who takes it"))
    add_case(shift)

    proof = incident.add("proof", _("keep a file, or the words of stdin (-), as proof of a step"), _proof)
    proof.add_argument("step", metavar="ID")
    proof.add_argument("file", metavar="FILE|-")
    add_case(proof)

    close = incident.add("close", _("close the incident"), _close)
    close.add_argument("--reason", default="", metavar="R")
    add_case(close)

    breach.add_to(incident)

    playbook = commands.group("playbook", _("guided steps as data"))
    playbook.add("list", _("list them"), _playbooks)
    check = playbook.add("check", _("check the form of one that you wrote"), _check)
    check.add_argument("folder", type=Path, metavar="DIR")


def _list(_asked: argparse.Namespace, context: Context) -> Answer:
    cases = context.office().guiding.cases()
    lines = [f"{case.id}\t{case.title}\t{_since(case)}" for case in cases]
    return Answer({"incidents": [_case(case) for case in cases]}, lines or [_("No incident.")])


def _open(asked: argparse.Namespace, context: Context) -> Answer:
    return _told(context.office().guiding.open(asked.playbook, context.who()))


def _show(asked: argparse.Namespace, context: Context) -> Answer:
    return _told(context.office().guiding.view(case_id(asked, context)))


def _step(asked: argparse.Namespace, context: Context) -> Answer:
    guiding, who = context.office().guiding, context.who()
    case, step, reason = case_id(asked, context), asked.step, asked.reason
    match asked.action:
        case "done":
            return _told(guiding.done(case, step, who, proof=asked.proof, reason=reason))
        case "skip":
            return _told(guiding.skip(case, step, who, reason))
        case "wait":
            return _told(guiding.wait(case, step, who, reason, asked.until))
        case "defer":
            return _told(guiding.defer(case, step, who, reason, asked.until))
        case _:
            return _told(guiding.reopen(case, step, who))


def _answer(asked: argparse.Namespace, context: Context) -> Answer:
    guiding = context.office().guiding
    return _told(guiding.answer(case_id(asked, context), asked.step, context.who(), " ".join(asked.value)))


def _insert(asked: argparse.Namespace, context: Context) -> Answer:
    case = case_id(asked, context)
    return _told(context.office().guiding.blocks.put_in(case, asked.playbook, asked.block, context.who()))


def _shift(asked: argparse.Namespace, context: Context) -> Answer:
    guiding, case = context.office().guiding, case_id(asked, context)
    shift = guiding.shift(case)
    if asked.hand_over:
        guiding.hand_over(case, context.who(), asked.to)
    named = (
        ("open", _("Open"), shift.open),
        ("parked", _("Waiting or put off"), shift.view.parked),
        ("changed", _("Changed since the last hand-over"), shift.changed),
    )
    document = {
        "incident": case,
        "since": shift.last.at if shift.last is not None else shift.view.case.opened_at,
        "handed_over": bool(asked.hand_over),
        **{key: [_step_document(step, shift.view) for step in steps] for key, _title, steps in named},
    }
    lines = [shift.view.title]
    for _key, title, steps in named:
        lines += ["", f"{title} ({len(steps)})", *(_step_line(step, shift.view) for step in steps)]
    return Answer(document, lines)


def _proof(asked: argparse.Namespace, context: Context) -> Answer:
    proofs, case, who = context.office().proofs, case_id(asked, context), context.who()
    if asked.file == "-":
        number = proofs.attach_words(case, asked.step, who, sys.stdin.read())
    else:
        number = proofs.attach_file(case, asked.step, who, Path(asked.file))
    kept = next(p for p in context.office().guiding.attachments(case) if p[0] == number)
    document = {"proof": number, "step": kept[1], "name": kept[2], "sha256": kept[3]}
    return Answer(document, [_("Kept as proof: {name} ({sha256})").format(name=kept[2], sha256=kept[3][:16])])


def _close(asked: argparse.Namespace, context: Context) -> Answer:
    return _told(context.office().guiding.close(case_id(asked, context), context.who(), asked.reason))


def _playbooks(_asked: argparse.Namespace, context: Context) -> Answer:
    del context  # guided steps are shipped data: no register is needed
    found = TomlCatalogue().playbooks()
    return Answer(
        {"playbooks": [_playbook(playbook) for playbook in found]},
        [f"{playbook.id}\t{playbook.title}" for playbook in found],
    )


def _check(asked: argparse.Namespace, context: Context) -> Answer:
    del context
    catalogue = TomlCatalogue()
    faults = catalogue.playbook_faults(asked.folder)
    if faults:
        told = [{"file": f.file, "line": f.line, "place": f.place, "words": fault_words(f)} for f in faults]
        return Answer({"ok": False, "faults": told}, [fault_words(fault) for fault in faults], 1)
    playbook = catalogue.playbook_from_folder(asked.folder)
    line = _("{playbook}: {number} steps, sound").format(playbook=playbook.id, number=len(playbook.steps()))
    return Answer({"ok": True, **_playbook(playbook)}, [line])


def _told(view: CaseView) -> Answer:
    """Return a case as document and lines."""
    document = {
        **_case(view.case),
        "operator": view.playbook.operator,
        "operator_named": view.named,
        "told": view.told,
        "applicable": view.applicable,
        "next": view.next.step.id if view.next else None,
        "steps": [_step_document(step, view) for step in view.steps],
    }
    lines = [f"{view.title} – {view.told}/{view.applicable} – {_since(view.case)}"]
    titles = {block.id: block.title for block in view.playbook.blocks}
    for step in view.steps:
        title = titles.pop(step.block, "")
        if title:
            lines += ["", title]
        lines.append(_step_line(step, view))
    return Answer(document, lines)


def _since(case: Case) -> str:
    told = _("Opened by {who}, {moment}").format(who=case.opened_by, moment=moment(case.opened_at))
    if case.closed_at is None:
        return told
    return (
        told + ". " + _("Closed by {who}, {moment}").format(who=case.closed_by, moment=moment(case.closed_at))
    )


def _case(case: Case) -> dict[str, Any]:
    return {
        "incident": case.id,
        "playbook": case.playbook,
        "title": case.title,
        "opened_at": case.opened_at,
        "opened_by": case.opened_by,
        "open": case.closed_at is None,
        "closed_at": case.closed_at,
    }


def _step_document(view: StepView, case: CaseView) -> dict[str, Any]:
    record = view.record
    return {
        "id": view.step.id,
        "number": view.number,
        "block": view.block,
        "kind": view.step.kind.value,
        "title": view.step.title,
        "status": view.status.value,
        "locked_by": view.locked_by,
        "unlocks": unlocking(view, case),
        "evidence": view.evidence,
        "answer": record.answer if record else "",
        "proof": record.proof if record else "",
        "reason": record.reason if record else "",
        "until": record.until if record else None,
        "due_at": view.due_at,
        "who": record.who if record else "",
        "at": record.at if record else None,
    }


def _step_line(view: StepView, case: CaseView) -> str:
    """Return one line: number, mark, title, and the one thing worth saying of it."""
    mark = {StepStatus.OPEN: ">", StepStatus.DONE: "x", StepStatus.SKIPPED: "-"}.get(view.status, " ")
    note = status_word(view.status)
    record = view.record
    if view.status is StepStatus.LOCKED:
        note = _("opens after: {what}").format(what=unlocking(view, case))
    elif record is not None and record.until is not None:
        note = _("{status} until {day}").format(status=note, day=short_day(record.until))
    elif record is not None and record.answer:
        note = answer_word(view.step, record.answer)
    extra = view.evidence or (record.reason if record else "")
    return f" {mark} {view.number:2} {view.step.title} [{view.step.id}] {note}" + (
        f" ({extra})" if extra else ""
    )


def _playbook(playbook: Playbook) -> dict[str, Any]:
    return {
        "id": playbook.id,
        "title": playbook.title,
        "operator": playbook.operator,
        "steps": len(playbook.steps()),
    }
