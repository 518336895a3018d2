"""Commands ``incident`` and ``playbook``: the guided steps."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.cli.frame import Answer, Commands, Context, day, whole
from pharmassist.domain.incidents import Case, CaseView, Playbook, StepStatus, StepView
from pharmassist.domain.problems import Problem
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
    _add_case(show)

    step = incident.add("step", _("say what became of a step"), _step)
    step.add_argument("step", metavar="ID")
    step.add_argument("action", choices=ACTIONS)
    step.add_argument("--proof", default="", metavar="TEXT")
    step.add_argument("--reason", default="", metavar="R")
    step.add_argument("--until", type=day, metavar="DATE", help=_("the day it comes back"))
    _add_case(step)

    answer = incident.add("answer", _("answer a question: yes, no or unknown"), _answer)
    answer.add_argument("step", metavar="ID")
    answer.add_argument("value", nargs="+", metavar="VALUE")
    _add_case(answer)

    close = incident.add("close", _("close the incident"), _close)
    close.add_argument("--reason", default="", metavar="R")
    _add_case(close)

    playbook = commands.group("playbook", _("guided steps as data"))
    playbook.add("list", _("list them"), _playbooks)
    check = playbook.add("check", _("check the form of one that you wrote"), _check)
    check.add_argument("folder", type=Path, metavar="DIR")


def _add_case(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--case", type=whole, metavar="N", help=_("number of the incident, if several are open")
    )


def _case_id(asked: argparse.Namespace, context: Context) -> int:
    """Return the incident meant: the one named, else the newest open one."""
    if asked.case is not None:
        return int(asked.case)
    current = context.office().guiding.current()
    if current is None:
        raise Problem("incident_none")
    return current.case.id


def _list(_asked: argparse.Namespace, context: Context) -> Answer:
    cases = context.office().guiding.cases()
    lines = [f"{case.id}\t{case.title}\t{_since(case)}" for case in cases]
    return Answer({"incidents": [_case(case) for case in cases]}, lines or [_("No incident.")])


def _open(asked: argparse.Namespace, context: Context) -> Answer:
    return _told(context.office().guiding.open(asked.playbook, context.who()))


def _show(asked: argparse.Namespace, context: Context) -> Answer:
    return _told(context.office().guiding.view(_case_id(asked, context)))


def _step(asked: argparse.Namespace, context: Context) -> Answer:
    guiding, who = context.office().guiding, context.who()
    case_id, step, reason = _case_id(asked, context), asked.step, asked.reason
    match asked.action:
        case "done":
            return _told(guiding.done(case_id, step, who, proof=asked.proof, reason=reason))
        case "skip":
            return _told(guiding.skip(case_id, step, who, reason))
        case "wait":
            return _told(guiding.wait(case_id, step, who, reason, asked.until))
        case "defer":
            return _told(guiding.defer(case_id, step, who, reason, asked.until))
        case _:
            return _told(guiding.reopen(case_id, step, who))


def _answer(asked: argparse.Namespace, context: Context) -> Answer:
    guiding = context.office().guiding
    return _told(guiding.answer(_case_id(asked, context), asked.step, context.who(), " ".join(asked.value)))


def _close(asked: argparse.Namespace, context: Context) -> Answer:
    return _told(context.office().guiding.close(_case_id(asked, context), context.who(), asked.reason))


def _playbooks(_asked: argparse.Namespace, context: Context) -> Answer:
    del context  # guided steps are shipped data: no register is needed
    found = TomlCatalogue().playbooks()
    return Answer(
        {"playbooks": [_playbook(playbook) for playbook in found]},
        [f"{playbook.id}\t{playbook.title}" for playbook in found],
    )


def _check(asked: argparse.Namespace, context: Context) -> Answer:
    del context
    playbook = TomlCatalogue().playbook_from_folder(asked.folder)
    line = _("{playbook}: {number} steps, sound").format(playbook=playbook.id, number=len(playbook.steps()))
    return Answer({"ok": True, **_playbook(playbook)}, [line])


def _told(view: CaseView) -> Answer:
    """Return a case as document and lines."""
    document = {
        **_case(view.case),
        "operator": view.playbook.operator,
        "told": view.told,
        "applicable": view.applicable,
        "next": view.next.step.id if view.next else None,
        "steps": [_step_document(step, view) for step in view.steps],
    }
    lines = [f"{view.case.title} – {view.told}/{view.applicable} – {_since(view.case)}"]
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
