"""The command ``indemnities compulsory``: late invoices of the compulsory scheme, one or many at once."""

from __future__ import annotations

import argparse
from pathlib import Path

from pharmassist.cli.frame import Answer, Commands, Context, amount, day, whole
from pharmassist.services.compulsory_scheme import CompulsoryAccount
from pharmassist.services.texts import money, number, short_day
from pharmassist.services.texts import translate as _


def add_compulsory(commands: Commands) -> None:
    """Add the command under ``indemnities``."""
    parser = commands.add("compulsory", _("late invoices of the compulsory scheme"), _run)
    parser.add_argument("invoices", nargs="*", metavar="INVOICE")
    parser.add_argument("--paid", type=day, metavar="DATE", help=_("the day these invoices were paid"))
    parser.add_argument("--sent", type=day, metavar="DATE", help=_("as the register knows it without"))
    parser.add_argument("--amount", type=amount, metavar="EUROS", help=_("compulsory share of one invoice"))
    parser.add_argument("--remove", type=whole, metavar="ID")
    parser.add_argument("--from", dest="period_from", type=day, metavar="DATE")
    parser.add_argument("--to", dest="period_to", type=day, metavar="DATE")
    parser.add_argument("--pdf", type=Path, metavar="FILE")


def _run(asked: argparse.Namespace, context: Context) -> Answer:
    office = context.office()
    scheme = office.indemnifying.compulsory
    if asked.remove:
        scheme.remove(context.who(), asked.remove)
    if asked.invoices:
        paid = asked.paid or office.clock.today()
        scheme.add(context.who(), asked.invoices, paid, asked.sent, asked.amount)
    span = asked.period_from, asked.period_to
    if asked.pdf:
        who = context.who()
        office.papers.save(who, office.owed_papers.compulsory_indemnities(who, *span), asked.pdf)
    return _told(scheme.account(*span), str(asked.pdf) if asked.pdf else None)


def _told(account: CompulsoryAccount, pdf: str | None) -> Answer:
    document = {
        "from": account.first,
        "to": account.last,
        "rule": account.rule.id if account.rule else None,
        "verified": bool(account.rule and account.rule.verified),
        "owed_cents": account.owed,
        "late": len(account.late),
        "invoices": [
            {
                "id": line.delay.id,
                "invoice": line.delay.invoice,
                "sent": line.delay.sent,
                "paid": line.delay.paid,
                "cents": line.delay.cents,
                "working_days": line.days,
                "owed_cents": line.owed,
            }
            for line in account.lines
        ],
        "pdf": pdf,
    }
    lines = [
        f"{line.delay.id}\t{line.delay.invoice}\t{short_day(line.delay.sent)}\t{short_day(line.delay.paid)}\t"
        f"{number(line.days)}\t{money(line.delay.cents)}\t{money(line.owed)}"
        for line in account.lines
    ]
    lines.append(_("compulsory scheme\t{sum}").format(sum=money(account.owed)))
    return Answer(document, lines)
