"""Commands of cash: the four lines against what is missing, the threshold, the bank's creditors."""

from __future__ import annotations

import argparse

from pharmassist.cli.frame import Answer, Commands, Context, amount, day, whole
from pharmassist.domain.cash import CashKind
from pharmassist.services.cash import CashView
from pharmassist.services.cash_words import CASH_WORDS
from pharmassist.services.texts import money, number, short_day
from pharmassist.services.texts import translate as _


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    cash = commands.group("cash", _("what must be paid against what is missing"))
    cash.add("show", _("lines, what is missing, threshold, creditors"), _show)
    line = cash.add("line", _("write one of the four lines; without date it goes"), _line)
    line.add_argument("kind", choices=[kind.value for kind in CashKind])
    line.add_argument("--date", type=day)
    line.add_argument("--amount", type=amount, default=0, metavar="EUROS")
    threshold = cash.add("threshold", _("from when the owner decides to suspend (owner)"), _threshold)
    threshold.add_argument("--amount", type=amount, default=0, metavar="EUROS")
    threshold.add_argument("--days", type=whole, default=0)
    threshold.add_argument("--none", action="store_true")
    creditor = cash.add("creditor", _("authorise a creditor to debit the account"), _creditor)
    creditor.add_argument("name")
    creditor.add_argument("--ics", default="")
    creditor.add_argument("--remove", action="store_true")
    bank = cash.add("bank", _("name and address of the bank, its lines set apart by commas"), _bank)
    bank.add_argument("address")


def _show(_asked: argparse.Namespace, context: Context) -> Answer:
    return _told(context.office().cash.view())


def _line(asked: argparse.Namespace, context: Context) -> Answer:
    cash = context.office().cash
    cash.set_line(context.who(), CashKind(asked.kind), asked.date, asked.amount)
    return _told(cash.view())


def _threshold(asked: argparse.Namespace, context: Context) -> Answer:
    cash, who = context.office().cash, context.who()
    if asked.none:
        cash.remove_threshold(who, context.pin(who))
    else:
        cash.write_threshold(who, asked.amount, asked.days, context.pin(who))
    return _told(cash.view())


def _creditor(asked: argparse.Namespace, context: Context) -> Answer:
    cash = context.office().cash
    if asked.remove:
        cash.remove_creditor(context.who(), asked.name)
    else:
        cash.add_creditor(context.who(), asked.name, asked.ics)
    return _told(cash.view())


def _bank(asked: argparse.Namespace, context: Context) -> Answer:
    cash = context.office().cash
    cash.set_bank(context.who(), "\n".join(part.strip() for part in asked.address.split(",")))
    return _told(cash.view())


def _told(view: CashView) -> Answer:
    threshold = view.threshold
    document = {
        "lines": [
            {
                "kind": one.kind.value,
                "day": one.day,
                "cents": one.cents,
                "due_until_cents": view.due_until(one),
            }
            for one in view.lines
        ],
        "missing_cents": view.missing_cents,
        "advanced_cents": view.advanced,
        "missing": [
            {
                "operator": one.operator,
                "count": one.tally.count,
                "cents": one.tally.cents,
                "oldest_working_days": one.oldest_days,
                "crossed": one.crossed,
            }
            for one in view.missing
        ],
        "threshold": None
        if threshold is None
        else {
            "cents": threshold.cents,
            "days": threshold.days,
            "written_by": threshold.written_by,
            "written_on": threshold.written_on,
        },
        "creditors": [{"name": one.name, "ics": one.ics} for one in view.creditors],
    }
    lines = [f"{short_day(one.day)}\t{_(CASH_WORDS[one.kind])}\t{money(one.cents)}" for one in view.lines]
    lines.append(_("missing\t{sum}").format(sum=money(view.missing_cents)))
    lines.append(_("acomptes to give back\t{sum}").format(sum=money(view.advanced)))
    if threshold is not None:
        lines.append(
            _("threshold\t{sum}\t{days} working days\t{who}").format(
                sum=money(threshold.cents), days=number(threshold.days), who=threshold.written_by
            )
        )
    lines += [f"{one.name}\t{one.ics or '–'}" for one in view.creditors]
    return Answer(document, lines)
