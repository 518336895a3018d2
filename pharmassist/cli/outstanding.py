"""Commands about the encours: ages, overdue, a day, delays, corrections; and the worklist of AMC."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pharmassist.cli.frame import Answer, Commands, Context, amount, day, up_to, whole
from pharmassist.domain.claims import Tally
from pharmassist.services.claim_changes import Edit
from pharmassist.services.directory import operator_names
from pharmassist.services.texts import money, number, short_day
from pharmassist.services.texts import translate as _


def add_commands(claims: Commands, insurers: Commands) -> None:
    """Add the commands of this file to the groups ``claims`` and ``insurers``."""
    ageing = claims.add("ageing", _("the encours by age"), _ageing)
    ageing.add_argument("--by-amc", action="store_true", help=_("by AMC, not by operator"))
    ageing.add_argument("--days", default="", metavar="5,10,20", help=_("last working days of each column"))
    claims.add("overdue", _("what waits longer than its operator's delay"), _overdue)
    encours = claims.add("encours", _("the encours at the end of a day"), _encours)
    encours.add_argument("day", type=day, metavar="DAY")
    encours.add_argument("file", type=Path, nargs="?", metavar="FILE.csv|.xlsx")
    delay = claims.add("delay", _("set the delay of an operator, in working days"), _delay)
    delay.add_argument("operator")
    delay.add_argument("days", type=up_to(365), nargs="?", help=_("without it, the known delay counts"))
    edit = claims.add("edit", _("correct an invoice; its history keeps what was there"), _edit)
    edit.add_argument("id", type=whole)
    edit.add_argument("--amount", type=amount)
    edit.add_argument("--invoice-date", type=day, metavar="DAY")
    edit.add_argument("--care-date", type=day, metavar="DAY")
    edit.add_argument("--batch")
    edit.add_argument("--amc")
    edit.add_argument("--payer")
    edit.add_argument("--operator")
    insurers.add("worklist", _("the AMC of the encours whose operator is to find"), _worklist)


def _tally(tally: Tally) -> dict[str, int]:
    return {"count": tally.count, "sum_cents": tally.cents}


def _ageing(asked: argparse.Namespace, context: Context) -> Answer:
    lasts = tuple(int(part) for part in asked.days.split(",") if part.strip().isdecimal())
    table = context.office().claims.lists.ageing(by_amc=asked.by_amc, lasts=lasts)
    names = operator_names(context.office().catalogue)
    rows: list[dict[str, Any]] = [
        {
            "key": row.key,
            "name": row.name if asked.by_amc else names.get(row.key, row.key),
            **_tally(row.total),
            "bands": [_tally(band) for band in row.bands],
        }
        for row in table.rows
    ]
    lines = [
        "\t".join((row["name"] or _("unknown"), *(money(band["sum_cents"]) for band in row["bands"])))
        + f"\t{money(row['sum_cents'])}"
        for row in rows
    ]
    return Answer({"days": list(table.lasts), "rows": rows, **_tally(table.total)}, lines)


def _overdue(_asked: argparse.Namespace, context: Context) -> Answer:
    found = context.office().claims.lists.overdue()
    names = operator_names(context.office().catalogue)
    document = {
        "overdue": [
            {"operator": each.operator, "days": each.delay, "source": each.source, **_tally(each.late)}
            for each in found.known
        ],
        "delay_unknown": [{"operator": each.operator, **_tally(each.total)} for each in found.unknown],
    }
    lines = [
        f"{names.get(each.operator, each.operator)}\t{number(each.late.count)}\t{money(each.late.cents)}"
        for each in found.known
    ]
    unknown = ", ".join(names.get(each.operator, each.operator) or _("unknown") for each in found.unknown)
    if unknown:
        lines.append(_("No delay is known for: {names}").format(names=unknown))
    return Answer(document, lines)


def _encours(asked: argparse.Namespace, context: Context) -> Answer:
    lists = context.office().claims.lists
    if asked.file:
        found = lists.export_at_day(context.who(), asked.file, asked.day)
    else:
        found = lists.at_day(asked.day)
    names = operator_names(context.office().catalogue)
    by_operator = [{"operator": operator, **_tally(tally)} for operator, tally in found.by_operator]
    lines = [
        f"{names.get(operator, operator) or _('unknown')}\t{number(tally.count)}\t{money(tally.cents)}"
        for operator, tally in found.by_operator
    ]
    total = _("{count} invoices, {sum}").format(count=number(found.total.count), sum=money(found.total.cents))
    return Answer({"day": found.day, "by_operator": by_operator, **_tally(found.total)}, [*lines, total])


def _delay(asked: argparse.Namespace, context: Context) -> Answer:
    lists = context.office().claims.lists
    lists.save_delay(context.who(), asked.operator, asked.days)
    delays = lists.delays()
    document = {"delays": [{**asdict(each), "days": each.days} for each in delays]}
    lines = [f"{each.operator}\t{'–' if each.days is None else each.days}" for each in delays]
    return Answer(document, lines)


def _edit(asked: argparse.Namespace, context: Context) -> Answer:
    edit = Edit(
        amount=asked.amount,
        invoice_date=asked.invoice_date,
        care_date=asked.care_date,
        batch=asked.batch,
        amc=asked.amc,
        payer=asked.payer,
        operator=asked.operator,
    )
    claim = context.office().claims.by_hand.edit(context.who(), asked.id, edit)
    document = {"id": claim.id, "invoice": claim.invoice, "amc_amount_cents": claim.amc_amount}
    told = f"{claim.id}\t{claim.invoice}\t{short_day(claim.day)}\t{money(claim.amc_amount)}"
    return Answer(document, [told])


def _worklist(_asked: argparse.Namespace, context: Context) -> Answer:
    found = context.office().directory.without_operator()
    document = {
        "insurers": [
            {
                "amc": each.amc,
                "name": each.name,
                "possible": list(each.possible),
                "certainty": each.certainty,
                **_tally(each.waiting),
            }
            for each in found
        ]
    }
    lines = [
        "\t".join((each.amc or "–", each.name or "–", money(each.waiting.cents), ", ".join(each.possible)))
        for each in found
    ]
    return Answer(document, lines)
