"""The command ``indemnities``: what lateness and wrong rejects are owed, and the rules behind."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pharmassist.cli.compulsory import add_compulsory
from pharmassist.cli.frame import Answer, Commands, Context, amount, day, whole
from pharmassist.domain.indemnities import IndemnityRule, LateReading, Start, in_force
from pharmassist.domain.problems import Problem
from pharmassist.services.indemnifying import IndemnityAccount
from pharmassist.services.texts import money, short_day
from pharmassist.services.texts import translate as _


def add_commands(commands: Commands) -> None:
    """Add the command of this file."""
    summary = _("what lateness and wrong rejects are owed")
    more, parser = commands.group_that_runs("indemnities", summary, _run)
    parser.add_argument("--operator")
    parser.add_argument("--from", dest="period_from", type=day, metavar="DATE")
    parser.add_argument("--to", dest="period_to", type=day, metavar="DATE")
    parser.add_argument("--pdf", type=Path, metavar="FILE")
    parser.add_argument("--accredited", action="append", default=[], metavar="INVOICE")
    parser.add_argument("--not-accredited", action="append", default=[], metavar="INVOICE")
    parser.add_argument("--rules", action="store_true", help=_("the rules, dated and sourced"))
    parser.add_argument("--set-rule", metavar="RULE", help=_("the pharmacy's own version of a rule"))
    parser.add_argument("--since", type=day, metavar="DATE")
    parser.add_argument("--source", default="")
    parser.add_argument("--days", type=whole)
    parser.add_argument("--due-days", type=whole)
    parser.add_argument("--percent", type=amount)
    parser.add_argument("--share-from-day", type=whole)
    parser.add_argument("--to-confirm", action="store_true", help=_("the rule was not seen in a text"))
    parser.add_argument("--remove-rule", metavar="RULE", help=_("the shipped rule binds again"))
    parser.add_argument("--unit", type=amount, metavar="EUROS")
    parser.add_argument("--unit-with-vat", type=amount, metavar="EUROS")
    parser.add_argument(
        "--compulsory",
        nargs=3,
        metavar=("SENT", "PAID", "EUROS"),
        help=_("one invoice of the compulsory scheme"),
    )
    add_compulsory(more)


def _run(asked: argparse.Namespace, context: Context) -> Answer:
    if asked.rules:
        return _told_rules(context.office().indemnifying.rules())
    if asked.set_rule:
        return _set_rule(asked, context)
    if asked.remove_rule:
        return _remove_rule(asked, context)
    if asked.compulsory:
        sent, paid, cents = day(asked.compulsory[0]), day(asked.compulsory[1]), amount(asked.compulsory[2])
        owed = context.office().indemnifying.compulsory.of_one(sent, paid, cents)
        return Answer({"compulsory_cents": owed}, [_("compulsory scheme\t{sum}").format(sum=money(owed))])
    if not asked.operator:
        raise Problem("operator_needed")
    office = context.office()
    for invoices, said in ((asked.accredited, True), (asked.not_accredited, False)):
        for invoice in invoices:
            office.indemnifying.set_accredited(context.who(), asked.operator, invoice.zfill(9), said)
    account = office.indemnifying.account(asked.operator, asked.period_from, asked.period_to)
    if asked.pdf:
        who = context.who()
        paper = office.owed_papers.indemnities(who, asked.operator, asked.period_from, asked.period_to)
        office.papers.save(who, paper, asked.pdf)
    pdf = str(asked.pdf) if asked.pdf else None
    return Answer({**_document(account), "pdf": pdf}, _lines(account))


def _set_rule(asked: argparse.Namespace, context: Context) -> Answer:
    indemnifying = context.office().indemnifying
    known = [one for one in indemnifying.rules() if one.id == asked.set_rule]
    if not known:
        raise Problem("rule_unknown", {"rule": asked.set_rule[:64]})
    model = max(known, key=lambda one: one.since)
    if asked.operator:
        model = in_force(known, model.kind, asked.operator, date.max) or model
    rule = replace(
        model,
        since=asked.since or model.since,
        source=asked.source,
        verified_on="",
        verified=not asked.to_confirm,
        # What is written for one operator leaves the others under the rule they have.
        operators=(asked.operator,) if asked.operator else model.operators,
        days=model.days if asked.days is None else asked.days,
        due_days=model.due_days if asked.due_days is None else asked.due_days,
        # A percent has two decimals, like an amount: 1,5 is 150 hundredths.
        rate=model.rate if asked.percent is None else asked.percent,
        share_from_day=model.share_from_day if asked.share_from_day is None else asked.share_from_day,
        unit=model.unit if asked.unit is None else asked.unit,
        unit_with_vat=model.unit_with_vat if asked.unit_with_vat is None else asked.unit_with_vat,
    )
    return _told_rules((indemnifying.save_rule(context.who(), rule),))


def _remove_rule(asked: argparse.Namespace, context: Context) -> Answer:
    indemnifying = context.office().indemnifying
    own = [
        one
        for one in indemnifying.rules()
        if one.own
        and one.id == asked.remove_rule
        and (asked.since is None or one.since == asked.since)
        and (not asked.operator or asked.operator in one.operators)
    ]
    if len(own) != 1:
        raise Problem("rule_unknown", {"rule": asked.remove_rule[:64]})
    indemnifying.remove_rule(context.who(), own[0])
    return _told_rules(indemnifying.rules())


def _told_rules(rules: tuple[IndemnityRule, ...]) -> Answer:
    document = {
        "rules": [
            {
                "id": one.id,
                "name": one.name,
                "kind": one.kind.value,
                "since": one.since,
                "operators": list(one.operators),
                "days": one.days,
                "due_days": one.due_days,
                "rate_hundredths_percent": one.rate,
                "unit_cents": one.unit,
                "unit_with_vat_cents": one.unit_with_vat,
                "share_from_day": one.share_from_day,
                "source": one.source,
                "verified_on": one.verified_on,
                "verified": one.verified,
                "note": one.note,
                "own": one.own,
            }
            for one in rules
        ]
    }
    verified, confirm = _("verified"), _("to confirm")
    lines = [
        f"{one.id}\t{short_day(one.since)}\t{', '.join(one.operators) or '–'}\t"
        f"{verified if one.verified else confirm}\t{one.source}"
        for one in rules
    ]
    return Answer(document, lines)


def _reading(reading: LateReading) -> dict[str, Any]:
    return {
        "start": reading.start.value,
        "beyond_working_days": reading.beyond,
        "late_flows": reading.late_flows,
        "late_cents": reading.late_cents,
        "indemnity_cents": reading.indemnity,
        "running_cents": reading.running,
        "transfers": [
            {
                "credit": one.credit_id or None,
                "paid_on": one.paid_on,
                "late_cents": one.late_cents,
                "indemnity_cents": one.indemnity,
                "flows": [
                    {
                        "day": flow.flow.day,
                        "cents": flow.flow.cents,
                        "working_days": flow.days,
                        "late": flow.late,
                    }
                    for flow in one.flows
                ],
            }
            for one in reading.transfers
        ],
    }


def _document(account: IndemnityAccount) -> dict[str, Any]:
    return {
        "operator": account.operator,
        "from": account.first,
        "to": account.last,
        "rule": account.rule.id if account.rule else None,
        "verified": bool(account.rule and account.rule.verified),
        "first_day": "to_confirm",
        "readings": [_reading(one) for one in account.late],
        "rejects": [
            {
                "invoice": one.invoice,
                "day": one.day,
                "cents": one.cents,
                "code": one.code,
                "accredited": (one.invoice, one.day) in account.accredited,
            }
            for one in account.rejects
        ],
        "accredited_rejects": sum(len(one.rejects) for one in account.sums),
        "rejects_without_vat_cents": account.without_vat,
        "rejects_with_vat_cents": account.with_vat,
        "uncovered": len(account.uncovered),
    }


def _lines(account: IndemnityAccount) -> list[str]:
    words = {Start.FLOW: _("late from the flow day"), Start.DUE: _("late from the day it was due")}
    lines = [
        _("{reading}\t{flows} flows\t{late}\t{indemnity}\tto confirm").format(
            reading=words[one.start],
            flows=one.late_flows,
            late=money(one.late_cents),
            indemnity=money(one.indemnity),
        )
        for one in account.late
    ]
    if account.rule is None:
        lines.append(_("no rule of lateness binds this operator"))
    lines += [
        _("accredited rejects\t{count} × {unit}\t{sum} without VAT\t{whole} with VAT").format(
            count=len(one.rejects),
            unit=money(one.rule.unit),
            sum=money(one.without_vat),
            whole=money(one.with_vat),
        )
        for one in account.sums
    ]
    return lines
