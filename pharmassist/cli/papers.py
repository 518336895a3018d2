"""The command ``print``: the same documents as the window's, to a file or a printer."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pharmassist.cli.frame import Answer, Commands, Context, day, whole
from pharmassist.domain.claims import ClaimFilter
from pharmassist.domain.problems import Problem
from pharmassist.services.papers import Paper
from pharmassist.services.texts import translate as _

Make = Callable[[argparse.Namespace, Context], Paper]


def add_commands(commands: Commands) -> None:
    """Add the command of this file."""
    sheet = commands.add("print", _("make a document and print it, or write it as PDF"), _print)
    sheet.add_argument("document", choices=tuple(DOCUMENTS), metavar="DOCUMENT", help=", ".join(DOCUMENTS))
    sheet.add_argument("--out", type=Path, metavar="FILE.pdf")
    sheet.add_argument("--printer", metavar="NAME")
    sheet.add_argument("--copies", type=whole, default=1)
    sheet.add_argument("--operator")
    sheet.add_argument("--from", dest="period_from", type=day, metavar="DATE")
    sheet.add_argument("--to", dest="period_to", type=day, metavar="DATE")
    sheet.add_argument("--text", default="", help=_("the mutuelle looked up (counter-sheet)"))


def _print(asked: argparse.Namespace, context: Context) -> Answer:
    papers, who = context.office().papers, context.who()
    paper = DOCUMENTS[asked.document](asked, context)
    if asked.out is None and asked.printer is None:
        raise Problem("paper_to_where")
    lines = []
    document = {"document": asked.document, "bytes": len(paper.pdf)}
    if asked.out is not None:
        papers.save(who, paper, asked.out)
        document["file"] = str(asked.out)
        lines.append(_("{title} written to {file}").format(title=paper.title, file=asked.out))
    if asked.printer is not None:
        document["job"] = papers.send(who, paper, asked.printer, asked.copies)
        lines.append(_("{title} sent to the printer").format(title=paper.title))
    return Answer(document, lines)


def _period(asked: argparse.Namespace, context: Context) -> tuple[str, date, date]:
    if not asked.operator:
        raise Problem("operator_needed")
    today = context.office().clock.today()
    return asked.operator, asked.period_from or date(today.year, 1, 1), asked.period_to or today


def _advance(asked: argparse.Namespace, context: Context) -> Paper:
    return context.office().papers.advance(context.who(), *_period(asked, context))


def _union_figures(asked: argparse.Namespace, context: Context) -> Paper:
    return context.office().papers.union_figures(*_period(asked, context))


def _recovery_key(_asked: argparse.Namespace, context: Context) -> Paper:
    office = context.office()
    return office.papers.recovery_key(context.who(), office.keys.sheet())


def _claims(asked: argparse.Namespace, context: Context) -> Paper:
    wanted = ClaimFilter(
        operator=asked.operator, date_from=asked.period_from, date_to=asked.period_to, text=asked.text
    )
    return context.office().papers.claims(context.who(), wanted)


DOCUMENTS: dict[str, Make] = {
    "shift-start": lambda _asked, context: context.office().papers.shift_start(context.who()),
    "claims": _claims,
    "advance": _advance,
    "union-figures": _union_figures,
    "recovery-key": _recovery_key,
    "counter-sheet": lambda asked, context: context.office().papers.counter_sheet(context.who(), asked.text),
}
