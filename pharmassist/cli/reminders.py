"""Commands of reminders: who owes something beyond its delay, the letter to one debtor."""

from __future__ import annotations

import argparse
from pathlib import Path

from pharmassist.cli.frame import Answer, Commands, Context, whole
from pharmassist.services.texts import money, number
from pharmassist.services.texts import translate as _


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    reminders = commands.group("reminders", _("what operators owe beyond their delay, and reminding them"))
    reminders.add("list", _("who owes how much, and the next level"), _list)
    send = reminders.add("send", _("write the letter to one debtor and record it"), _send)
    send.add_argument("--operator", required=True)
    send.add_argument("--level", type=whole, default=0)
    send.add_argument("--pdf", type=Path, metavar="FILE")


def _list(_asked: argparse.Namespace, context: Context) -> Answer:
    reminding = context.office().reminding
    bank, fresh = reminding.freshness()
    debtors = reminding.debtors()
    document = {
        "bank_until": bank.day,
        "fresh": fresh,
        "debtors": [
            {
                "operator": one.operator.id,
                "delay": one.delay,
                "overdue": one.overdue.count,
                "overdue_cents": one.overdue.cents,
                "announced_cents": one.announced,
                "sent": [{"level": each.level, "at": each.at, "who": each.who} for each in one.reminders],
                "next_level": one.next_level,
            }
            for one in debtors
        ],
    }
    lines = [
        f"{one.operator.name}\t{number(one.overdue.count)}\t{money(one.overdue.cents)}\t{one.next_level}"
        for one in debtors
    ]
    return Answer(document, lines)


def _send(asked: argparse.Namespace, context: Context) -> Answer:
    office, who = context.office(), context.who()
    # The letter is made before it is recorded: it says what was sent before it.
    paper = office.owed_papers.reminder(who, asked.operator, asked.level)
    if asked.pdf:
        office.papers.save(who, paper, asked.pdf)
    sent = office.reminding.record(who, asked.operator, asked.level)
    document = {
        "level": sent.level,
        "operator": sent.operator,
        "overdue": sent.claims,
        "overdue_cents": sent.cents,
        "pdf": str(asked.pdf) if asked.pdf else None,
    }
    lines = [_("Reminder {level} of {sum} recorded").format(level=sent.level, sum=money(sent.cents))]
    return Answer(document, lines)
