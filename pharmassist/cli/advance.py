"""Commands of acomptes: compute, figures for the union, request, record, ledger."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from pharmassist.cli.frame import Answer, Commands, Context, amount, day, whole
from pharmassist.domain.advances import Advance, AdvanceStatus, Basis, MovementKind
from pharmassist.services.advance_sums import Computation
from pharmassist.services.advance_words import elsewhere_words
from pharmassist.services.advancing import Ledger
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
        ("compute", _("exact sum and estimates"), _compute),
        ("figures", _("anonymous figures for the union"), _figures),
        ("request", _("record the request (owner); --pdf writes the letter"), _request),
    ):
        parser = advance.add(name, summary, run)
        parser.add_argument("--operator", required=True)
        parser.add_argument("--from", dest="period_from", type=day, metavar="DATE")
        parser.add_argument("--to", dest="period_to", type=day, metavar="DATE")
        if run is not _compute:
            parser.add_argument("--pdf", type=Path, metavar="FILE")
        if run is _request:
            parser.add_argument("--basis", choices=[basis.value for basis in Basis], default="exact")
    _add_record(advance)
    ledger = advance.add("ledger", _("from request to 0.00; --pdf writes the statement"), _ledger)
    ledger.add_argument("--operator", required=True)
    ledger.add_argument("--id", type=whole, metavar="ADVANCE")
    ledger.add_argument("--on", type=day, metavar="DATE", help=_("balance at the end of that day"))
    ledger.add_argument("--pdf", type=Path, metavar="FILE")


def _add_record(advance: Commands) -> None:
    record = advance.add("record", _("record the answer, a reminder, or a movement of money"), _record)
    record.add_argument("--operator", required=True)
    record.add_argument("--id", type=whole, metavar="ADVANCE")
    what = record.add_mutually_exclusive_group(required=True)
    what.add_argument("--granted", type=amount, metavar="EUROS")
    what.add_argument("--refused", action="store_true")
    what.add_argument("--no-answer", action="store_true")
    what.add_argument("--withdrawn", action="store_true")
    what.add_argument("--reminded", action="store_true")
    what.add_argument("--undo", type=whole, metavar="MOVEMENT")
    for name in _MOVEMENTS.values():
        what.add_argument(f"--{name}", type=amount, nargs="?", const=0, metavar="EUROS")
    record.add_argument("--credit", type=whole, help=_("the credit of the bank that was received"))
    record.add_argument("--notice", type=whole, help=_("the notice it was withheld from"))
    record.add_argument("--date", type=day)
    record.add_argument("--reference", default="")


def _computed(done: Computation) -> dict[str, Any]:
    reference = done.reference
    return {
        "operator": done.operator,
        "from": done.period_from,
        "to": done.period_to,
        "exact_cents": done.exact,
        "estimate_cents": done.estimate,
        "shortfall_cents": done.shortfall,
        "actual_cents": done.actual,
        "claims": done.claims,
        "working_days": done.working_days,
        "waiting_cents": done.waiting.cents,
        "oldest": done.oldest,
        "reference": None
        if reference is None
        else {
            "from": reference.first,
            "to": reference.last,
            "received_cents": reference.received,
            "working_days": reference.working_days,
            "by_bank": reference.by_bank,
        },
        "left_out": [
            {"state": state.value, "count": tally.count, "cents": tally.cents}
            for state, tally in done.left_out
        ],
        "elsewhere": [
            {
                "advance": one.advance.id,
                "operator": one.advance.operator,
                "count": one.tally.count,
                "cents": one.tally.cents,
                "same_amc": one.same_amc,
            }
            for one in done.elsewhere
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
    lines += [
        f"{elsewhere_words(one)}\t{number(one.tally.count)}\t{money(-one.tally.cents)}"
        for one in done.elsewhere
    ]
    lines.append(_("exact\t{count}\t{sum}").format(count=number(done.claims), sum=money(done.exact)))
    if done.estimate is not None and done.shortfall is not None:
        lines.append(_("estimate by average\t\t{sum}").format(sum=money(done.estimate)))
        lines.append(_("received meanwhile\t\t{sum}").format(sum=money(-done.actual)))
        lines.append(_("usual less received\t\t{sum}").format(sum=money(done.shortfall)))
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
    # The union's figures tell all that is missing, asked for already or not.
    told = done.transmitted
    document = {
        **_computed(done),
        "exact_cents": told.cents,
        "claims": told.count,
        "elsewhere": [],
        "pdf": _path(asked.pdf),
    }
    lines = [_("transmitted, not received\t{count}\t{sum}").format(count=told.count, sum=money(told.cents))]
    return Answer(document, lines)


def _request(asked: argparse.Namespace, context: Context) -> Answer:
    office, who = context.office(), context.who()
    advance = office.advancing.request(
        who, asked.operator, asked.period_from, asked.period_to, Basis(asked.basis), context.pin(who)
    )
    if asked.pdf:
        office.papers.save(who, office.owed_papers.advance_asked(who, advance.id), asked.pdf)
    lines = [
        _("Acompte of {sum} recorded as requested: {count} invoices.").format(
            sum=money(advance.requested), count=number(advance.claims)
        )
    ]
    return Answer({**_advance(advance), "pdf": _path(asked.pdf)}, lines)


def _record(asked: argparse.Namespace, context: Context) -> Answer:
    advancing, who = context.office().advancing, context.who()
    current = _asked_ledger(asked, context).advance
    if asked.undo is not None:
        return _told(advancing.undo_movement(who, asked.undo))
    moved = [
        (kind, cents) for kind, name in _MOVEMENTS.items() if (cents := getattr(asked, name)) is not None
    ]
    if moved:
        kind, cents = moved[0]
        if kind is MovementKind.RECEIVED and asked.credit is not None:
            return _told(advancing.receive(who, current.id, asked.credit, cents))
        if kind is MovementKind.WITHHELD and asked.notice is not None:
            return _told(advancing.withhold(who, current.id, asked.notice, cents, asked.date))
        return _told(advancing.add_movement(who, current.id, kind, cents, asked.date, asked.reference))
    if asked.withdrawn:
        advancing.withdraw(who, current.id)
    elif asked.reminded:
        advancing.remind(who, current.id)
    else:
        status = AdvanceStatus.NO_ANSWER
        if asked.granted is not None:
            status = AdvanceStatus.GRANTED
        elif asked.refused:
            status = AdvanceStatus.REFUSED
        advancing.answer(who, current.id, status, asked.granted or 0)
    return _told(advancing.ledger(current.id))


def _ledger(asked: argparse.Namespace, context: Context) -> Answer:
    ledger = _asked_ledger(asked, context)
    if asked.pdf:
        office, who = context.office(), context.who()
        office.papers.save(who, office.owed_papers.advance_statement(who, ledger.advance.id), asked.pdf)
    told = _told(ledger)
    if asked.on is None:
        return told
    left = ledger.balance_at(asked.on)
    line = _("still to give back on {day}\t{sum}").format(day=short_day(asked.on), sum=money(left))
    return Answer({**told.document, "on": asked.on, "balance_cents": left}, [line])


def _asked_ledger(asked: argparse.Namespace, context: Context) -> Ledger:
    """Return the acompte that was named, else the one of the operator that stands."""
    advancing = context.office().advancing
    return advancing.ledger(asked.id) if asked.id else advancing.current(asked.operator)


def _told(ledger: Ledger) -> Answer:
    movements = [
        {
            "id": line.movement.id,
            "kind": line.movement.kind.value,
            "day": line.movement.day,
            "cents": line.movement.cents,
            "reference": line.movement.reference,
            "credit": line.movement.credit_id or None,
            "notice": line.movement.notice_id or None,
            "who": line.movement.who,
            "balance_cents": line.balance,
        }
        for line in ledger.lines
    ]
    notices = [
        {
            "id": line.notice.id,
            "day": line.notice.day,
            "total_cents": line.notice.total,
            "withheld_cents": line.withheld,
            "withheld_elsewhere_cents": line.elsewhere,
            "received_cents": line.notice.received,
            "missing_cents": line.missing,
        }
        for line in ledger.notices
    ]
    lines = [_("requested\t{sum}").format(sum=money(ledger.advance.requested))]
    if ledger.advance.granted:
        lines.append(_("granted\t{sum}").format(sum=money(ledger.advance.granted)))
    lines += [
        f"{short_day(line.movement.day)}\t{_word(line.movement.kind)}\t{money(line.movement.cents)}"
        f"\t{money(line.balance)}"
        for line in ledger.lines
    ]
    lines += [
        _("{day}\tnotice {total} = credit {received} + withheld {withheld}{rest}").format(
            day=short_day(line.notice.day),
            total=money(line.notice.total),
            received=money(line.notice.received),
            withheld=money(line.notice.withheld),
            rest="" if not line.missing else _(" + missing {sum}").format(sum=money(line.missing)),
        )
        for line in ledger.notices
    ]
    lines.append(_("still to give back\t{sum}").format(sum=money(ledger.balance)))
    document = {
        **_advance(ledger.advance),
        "balance_cents": ledger.balance,
        "movements": movements,
        "notices": notices,
        "reminders": [{"level": one.level, "at": one.at, "who": one.who} for one in ledger.reminders],
    }
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
        "basis": advance.basis.value,
        "renews": advance.renews or None,
    }


def _path(path: Path | None) -> str | None:
    return str(path) if path else None
