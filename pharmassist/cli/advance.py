"""Commands of acomptes: compute, figures for the union, request, record, ledger."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from pharmassist.cli.frame import Answer, Commands, Context, amount, day
from pharmassist.domain.advances import Advance, AdvanceStatus, MovementKind
from pharmassist.services.advancing import Computation, Ledger
from pharmassist.services.claim_words import state_text
from pharmassist.services.texts import money, number, short_day
from pharmassist.services.texts import translate as _

_MOVEMENTS = {
    MovementKind.RECEIVED: "received",
    MovementKind.WITHHELD: "withheld",
    MovementKind.REPAID: "repaid",
}


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    advance = commands.group("advance", _("acomptes: ask, record, give back"))
    for name, summary, run in (
        ("compute", _("exact sum and estimate"), _compute),
        ("figures", _("anonymous figures for the union"), _figures),
        ("request", _("record the request; --pdf writes the letter"), _request),
    ):
        parser = advance.add(name, summary, run)
        parser.add_argument("--operator", required=True)
        parser.add_argument("--from", dest="period_from", type=day, metavar="DATE")
        parser.add_argument("--to", dest="period_to", type=day, metavar="DATE")
        if run is not _compute:
            parser.add_argument("--pdf", type=Path, metavar="FILE")
    record = advance.add("record", _("record the answer, or a movement of money"), _record)
    record.add_argument("--operator", required=True)
    what = record.add_mutually_exclusive_group(required=True)
    what.add_argument("--granted", type=amount, metavar="EUROS")
    what.add_argument("--refused", action="store_true")
    what.add_argument("--no-answer", action="store_true")
    for name in _MOVEMENTS.values():
        what.add_argument(f"--{name}", type=amount, metavar="EUROS")
    record.add_argument("--date", type=day)
    record.add_argument("--reference", default="")
    ledger = advance.add("ledger", _("from request to 0.00"), _ledger)
    ledger.add_argument("--operator", required=True)


def _computed(done: Computation) -> dict[str, Any]:
    return {
        "operator": done.operator,
        "from": done.period_from,
        "to": done.period_to,
        "exact_cents": done.exact,
        "estimate_cents": done.estimate,
        "claims": done.claims,
        "working_days": done.working_days,
        "waiting_cents": done.waiting.cents,
        "oldest": done.oldest,
        "left_out": [
            {"state": state.value, "count": tally.count, "cents": tally.cents}
            for state, tally in done.left_out
        ],
    }


def _computed_lines(done: Computation) -> list[str]:
    waiting = done.waiting
    lines = [
        f"{short_day(done.period_from)} – {short_day(done.period_to)}",
        _("waiting\t{count}\t{sum}").format(count=number(waiting.count), sum=money(waiting.cents)),
    ]
    lines += [
        f"{state_text(state)}\t{number(tally.count)}\t{money(-tally.cents)}" for state, tally in done.left_out
    ]
    lines.append(_("exact\t{count}\t{sum}").format(count=number(done.claims), sum=money(done.exact)))
    if done.estimate is not None:
        lines.append(_("estimate by average\t\t{sum}").format(sum=money(done.estimate)))
    return lines


def _compute(asked: argparse.Namespace, context: Context) -> Answer:
    done = context.office().advancing.compute(asked.operator, asked.period_from, asked.period_to)
    return Answer(_computed(done), _computed_lines(done))


def _figures(asked: argparse.Namespace, context: Context) -> Answer:
    office = context.office()
    done = office.advancing.compute(asked.operator, asked.period_from, asked.period_to)
    if asked.pdf:
        paper = office.papers.union_figures(asked.operator, done.period_from, done.period_to)
        office.papers.save(context.who(), paper, asked.pdf)
    return Answer({**_computed(done), "pdf": _path(asked.pdf)}, _computed_lines(done))


def _request(asked: argparse.Namespace, context: Context) -> Answer:
    office = context.office()
    advance = office.advancing.request(context.who(), asked.operator, asked.period_from, asked.period_to)
    if asked.pdf:
        paper = office.papers.advance(context.who(), asked.operator, advance.period_from, advance.period_to)
        office.papers.save(context.who(), paper, asked.pdf)
    lines = [
        _("Acompte of {sum} recorded as requested: {count} invoices.").format(
            sum=money(advance.requested), count=number(advance.claims)
        )
    ]
    return Answer({**_advance(advance), "pdf": _path(asked.pdf)}, lines)


def _record(asked: argparse.Namespace, context: Context) -> Answer:
    advancing = context.office().advancing
    current = advancing.current(asked.operator).advance
    moved = [
        (kind, cents) for kind, name in _MOVEMENTS.items() if (cents := getattr(asked, name)) is not None
    ]
    if moved:
        kind, cents = moved[0]
        ledger = advancing.add_movement(context.who(), current.id, kind, cents, asked.date, asked.reference)
        return _told(ledger)
    status = AdvanceStatus.NO_ANSWER
    if asked.granted is not None:
        status = AdvanceStatus.GRANTED
    elif asked.refused:
        status = AdvanceStatus.REFUSED
    advancing.answer(context.who(), current.id, status, asked.granted or 0)
    return _told(advancing.current(asked.operator))


def _ledger(asked: argparse.Namespace, context: Context) -> Answer:
    return _told(context.office().advancing.current(asked.operator))


def _told(ledger: Ledger) -> Answer:
    movements = [
        {
            "kind": line.movement.kind.value,
            "day": line.movement.day,
            "cents": line.movement.cents,
            "reference": line.movement.reference,
            "balance_cents": line.balance,
        }
        for line in ledger.lines
    ]
    lines = [_("requested\t{sum}").format(sum=money(ledger.advance.requested))]
    if ledger.advance.granted:
        lines.append(_("granted\t{sum}").format(sum=money(ledger.advance.granted)))
    lines += [
        f"{short_day(line.movement.day)}\t{_word(line.movement.kind)}\t{money(line.movement.cents)}"
        f"\t{money(line.balance)}"
        for line in ledger.lines
    ]
    lines.append(_("still to give back\t{sum}").format(sum=money(ledger.balance)))
    document = {**_advance(ledger.advance), "balance_cents": ledger.balance, "movements": movements}
    return Answer(document, lines)


def _word(kind: MovementKind) -> str:
    return {
        MovementKind.RECEIVED: _("banked"),
        MovementKind.WITHHELD: _("withheld"),
        MovementKind.REPAID: _("paid back"),
    }[kind]


def _advance(advance: Advance) -> dict[str, Any]:
    return {
        "id": advance.id,
        "operator": advance.operator,
        "from": advance.period_from,
        "to": advance.period_to,
        "status": advance.status.value,
        "claims": advance.claims,
        "requested_cents": advance.requested,
        "granted_cents": advance.granted,
    }


def _path(path: Path | None) -> str | None:
    return str(path) if path else None
