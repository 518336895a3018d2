"""The command ``print``: the same documents as the window's, to a file, a mail draft or a printer."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pharmassist.cli.frame import Answer, Commands, Context, day, whole
from pharmassist.domain.claims import ClaimFilter
from pharmassist.domain.problems import Problem
from pharmassist.services.composing.claims_summary import PARTS
from pharmassist.services.composing.vocabulary import Format
from pharmassist.services.papers import Paper
from pharmassist.services.texts import translate as _

UNPRINTED = "papers"
"""Folder of the register's home where a document waits that no printer took."""
FORMATS: tuple[Format, ...] = ("a4", "ticket80")


@dataclass(frozen=True, slots=True)
class Asked:
    """One call of ``print``: its options, who signs, on which paper ("" = the document's own)."""

    options: argparse.Namespace
    context: Context
    who: str

    @property
    def ticket(self) -> Format:
        """Return the paper of a slip: the roll unless A4 was asked."""
        chosen: Format = self.options.format or "ticket80"
        return chosen

    @property
    def sheet(self) -> Format:
        """Return the paper of a page: A4 unless the roll was asked."""
        chosen: Format = self.options.format or "a4"
        return chosen

    @property
    def period(self) -> tuple[str, date, date]:
        """Return operator, first and last day; raises ``operator_needed``."""
        options = self.options
        if not options.operator:
            raise Problem("operator_needed")
        today = self.context.office().clock.today()
        return options.operator, options.period_from or date(today.year, 1, 1), options.period_to or today

    def number(self, name: str, problem: str) -> int:
        """Return a number that the document needs; raises the problem without it."""
        value: int | None = getattr(self.options, name)
        if value is None:
            raise Problem(problem)
        return value


Make = Callable[[Asked], Paper]


def add_commands(commands: Commands) -> None:
    """Add the command of this file."""
    sheet = commands.add("print", _("make a document and print it, or write it as PDF"), _print)
    sheet.add_argument("document", choices=tuple(DOCUMENTS), metavar="DOCUMENT", help=", ".join(DOCUMENTS))
    sheet.add_argument("--out", type=Path, metavar="FILE.pdf")
    sheet.add_argument("--draft", type=Path, metavar="FILE.eml", help=_("a mail draft with the PDF attached"))
    sheet.add_argument("--printer", metavar="NAME")
    sheet.add_argument("--copies", type=whole, default=1)
    sheet.add_argument("--again", action="store_true", help=_("the very file that was printed last"))
    sheet.add_argument("--format", choices=FORMATS, help=_("paper, where a document has two"))
    sheet.add_argument("--operator")
    sheet.add_argument("--from", dest="period_from", type=day, metavar="DATE")
    sheet.add_argument("--to", dest="period_to", type=day, metavar="DATE")
    sheet.add_argument("--text", default="", help=_("the mutuelle looked up (counter-sheet)"))
    sheet.add_argument("--part", choices=PARTS, action="append", help=_("part of the claim summary; several"))
    sheet.add_argument("--claim", type=whole, help=_("number of the invoice (set-aside-slip)"))
    sheet.add_argument("--access", type=whole, help=_("number of the access (rotation-slip)"))
    sheet.add_argument("--case", type=whole, default=0, help=_("number of the incident (incident-report)"))
    sheet.add_argument("--complement", action="store_true", help=_("what completes it (breach-notification)"))


def _print(options: argparse.Namespace, context: Context) -> Answer:
    papers, who = context.office().papers, context.who()
    if options.out is None and options.printer is None and options.draft is None:
        raise Problem("paper_to_where")
    if options.format and options.document not in BOTH_FORMATS:
        raise Problem("format_not_made", {"format": options.format})
    if options.again:
        paper = papers.again(options.document)
    else:
        paper = DOCUMENTS[options.document](Asked(options, context, who))
    lines = []
    document = {"document": options.document, "bytes": len(paper.pdf), "number": paper.number}
    if options.out is not None:
        papers.save(who, paper, options.out)
        document["file"] = str(options.out)
        lines.append(_("{title} written to {file}").format(title=paper.title, file=options.out))
    if options.draft is not None:
        papers.draft(who, paper, options.draft)
        document["draft"] = str(options.draft)
        lines.append(_("Mail draft written to {file}: nothing was sent").format(file=options.draft))
    if options.printer is not None:
        document["job"] = _send(options, context, who, paper)
        lines.append(_("{title} sent to the printer").format(title=paper.title))
    return Answer(document, lines)


def _send(options: argparse.Namespace, context: Context, who: str, paper: Paper) -> str:
    """Print; a document that no printer took waits in a file, and its place is told."""
    papers = context.office().papers
    try:
        return papers.send(who, paper, options.printer, options.copies)
    except Problem:
        if options.out is None and not paper.secret:
            folder = context.home / UNPRINTED
            folder.mkdir(mode=0o700, exist_ok=True)
            kept = folder / f"{paper.kind}.pdf"
            papers.save(who, paper, kept)
            sys.stderr.write(_("The document is kept: {file}").format(file=kept) + "\n")
        raise


def _claims(asked: Asked) -> Paper:
    options = asked.options
    wanted = ClaimFilter(
        operator=options.operator,
        date_from=options.period_from,
        date_to=options.period_to,
        text=options.text,
    )
    return asked.context.office().papers.claims(asked.who, wanted, parts=options.part or PARTS)


def _recovery_key(asked: Asked) -> Paper:
    office = asked.context.office()
    return office.papers.recovery_key(asked.who, office.keys.sheet())


def _set_aside_slip(asked: Asked) -> Paper:
    number = asked.number("claim", "claim_number_needed")
    return asked.context.office().papers.set_aside_slip(asked.who, number, asked.ticket)


def _rotation_slip(asked: Asked) -> Paper:
    number = asked.number("access", "access_number_needed")
    return asked.context.office().papers.rotation_slip(asked.who, number, asked.sheet)


def _counter_sheet(asked: Asked) -> Paper:
    return asked.context.office().papers.counter_sheet(asked.who, asked.options.text, asked.ticket)


def _notification(asked: Asked) -> Paper:
    options = asked.options
    return asked.context.office().incident_papers.notification(asked.who, options.case, options.complement)


def _advance_statement(asked: Asked) -> Paper:
    office, (operator, _first, _last) = asked.context.office(), asked.period
    advance = office.advancing.current(operator).advance
    return office.owed_papers.advance_statement(asked.who, advance.id)


def _compulsory(asked: Asked) -> Paper:
    _operator, first, last = asked.period
    return asked.context.office().owed_papers.compulsory_indemnities(asked.who, first, last)


def _reminder(asked: Asked) -> Paper:
    return asked.context.office().owed_papers.reminder(asked.who, asked.period[0])


DOCUMENTS: dict[str, Make] = {
    "shift-start": lambda a: a.context.office().papers.shift_start(a.who, a.sheet),
    "claims": _claims,
    "claims-accountant": lambda a: a.context.office().papers.accountant(a.who),
    "advance": lambda a: a.context.office().papers.advance(a.who, *a.period),
    "union-figures": lambda a: a.context.office().papers.union_figures(*a.period),
    "counter-table": lambda a: a.context.office().papers.counter_table(a.who),
    "counter-sheet": _counter_sheet,
    "patient-leaflet": lambda a: a.context.office().papers.patient_leaflet(a.who),
    "poster": lambda a: a.context.office().papers.poster(a.who),
    "set-aside-slip": _set_aside_slip,
    "incident-report": lambda a: a.context.office().papers.incident_report(a.who, a.options.case),
    "rotation-slip": _rotation_slip,
    "recovery-key": _recovery_key,
    "advance-statement": _advance_statement,
    "indemnities": lambda a: a.context.office().owed_papers.indemnities(a.who, *a.period),
    "compulsory-indemnities": _compulsory,
    "reminder": _reminder,
    "bank-force-majeure": lambda a: a.context.office().owed_papers.force_majeure(a.who),
    "bank-direct-debits": lambda a: a.context.office().owed_papers.direct_debits(a.who),
    "shortcuts": lambda a: a.context.office().papers.shortcuts(a.who),
}
BOTH_FORMATS = frozenset({"shift-start", "counter-sheet", "set-aside-slip", "rotation-slip"})
"""Documents made on A4 and on an 80 mm roll."""
