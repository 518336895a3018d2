"""Commands of bank statements: ``bank …``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from pharmassist.cli.frame import Answer, Commands, Context, whole
from pharmassist.domain.money_tables import BankField, NoticeField
from pharmassist.domain.problems import Problem
from pharmassist.domain.statement_imports import StatementImport, StatementReport
from pharmassist.services.bank_words import format_text, freshness_text, note_text, reason_text
from pharmassist.services.banking import BankChoice, BankPreview
from pharmassist.services.ports.files import Pasted
from pharmassist.services.table_choosing import ColumnsNeeded
from pharmassist.services.texts import moment, money, number, short_day
from pharmassist.services.texts import translate as _

F = TypeVar("F", bound=StrEnum)
Needed = TypeVar("Needed", BankField, NoticeField)
_LONGEST_PIPE = 51 * 1024 * 1024
"""More than the reader takes: the list is then refused as too big, not cut."""
_MOST_TOLD = 50


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    bank = commands.group("bank", _("bank statements"))
    bring = bank.add("import", _("import a statement: OFX, CSV, CFONB120, camt.053"), _import)
    add_file_options(bring, pair(BankField))
    bring.add_argument("--account", default="", metavar="IBAN")
    bank.add("list", _("list the imports and the gaps between statements"), _list)
    undo = bank.add("undo", _("undo an import whole"), _undo)
    undo.add_argument("number", type=whole, metavar="IMPORT")


def add_file_options(parser: argparse.ArgumentParser, field: Callable[[str], Any]) -> None:
    """Add the options of every import of a file."""
    parser.add_argument("file", type=Path, help=_("the file; - reads the standard input"))
    parser.add_argument("--map", type=field, action="append", default=[], metavar="FIELD=COLUMN")
    parser.add_argument("--sheet", default="")
    parser.add_argument("--dry-run", action="store_true", help=_("store nothing"))


def pair(fields: type[F]) -> Callable[[str], tuple[F, str]]:
    """Return what reads ``FIELD=COLUMN`` for these fields."""

    def read(text: str) -> tuple[F, str]:
        name, equals, column = text.partition("=")
        if not equals or name not in {field.value for field in fields}:
            names = " ".join(field.value for field in fields)
            raise argparse.ArgumentTypeError(
                _("write FIELD=COLUMN with one of: {fields}").format(fields=names)
            )
        return fields(name), column

    return read


def source_of(asked: argparse.Namespace) -> Path | Pasted:
    """Return the file, or what is piped in."""
    if str(asked.file) == "-":
        return Pasted(sys.stdin.buffer.read(_LONGEST_PIPE), _("standard input"))
    return Path(asked.file)


def needed(done: ColumnsNeeded[Needed], name: str) -> Problem:
    """Build the problem of a table whose columns must be said."""
    guess = ", ".join(f"{field.value}={column}" for field, column in done.proposed.items())
    return Problem("mapping_needed", {"file": name, "guess": guess or "–"})


def document_of(report: StatementReport) -> dict[str, Any]:
    """Return a report as scripts read it."""
    return {
        "import": report.import_id,
        "format": report.format,
        "kept": report.kept,
        "known": report.known,
        "completed": report.completed,
        "refused": report.refused,
        "refusals": [
            {"line": each.line, "reason": each.reason, "text": reason_text(each.reason)}
            for each in report.refusals
        ],
        "balance_ok": report.balance_ok,
        "credits": report.credits,
        "credit_cents": report.credit_cents,
        "returns": report.returns,
        "accounts": list(report.accounts),
        "from": report.first_day,
        "to": report.last_day,
        "same_as": report.same_as,
        "dropped_columns": list(report.dropped_columns),
        "notes": list(report.notes),
    }


def lines_of(report: StatementReport, *, dry: bool) -> list[str]:
    """Tell a report."""
    lines = [_("Nothing is stored (dry run).")] if dry else []
    counts = (
        (_("new ones"), report.kept),
        (_("known"), report.known),
        (_("completed"), report.completed),
        (_("refused"), report.refused),
    )
    lines += [f"{number(count)}\t{name}" for name, count in counts if count]
    if report.same_as:
        lines.append(_("This very file was imported before (number {id}).").format(id=report.same_as))
    lines += [
        _("line {line}: {reason}").format(line=each.line, reason=reason_text(each.reason))
        for each in report.refusals[:_MOST_TOLD]
    ]
    lines += [note_text(code) for code in report.notes]
    if report.dropped_columns:
        lines.append(_("Not read: {columns}").format(columns=", ".join(report.dropped_columns)))
    return lines


def record_of(record: StatementImport) -> dict[str, Any]:
    """Return an import as scripts read it."""
    return {
        **document_of(record.report),
        "import": record.id,
        "at": record.at,
        "who": record.who,
        "file": record.file_name,
        "undone_at": record.undone_at,
    }


def record_line(record: StatementImport) -> str:
    """Tell an import in one line."""
    report = record.report
    undone = _("undone") if record.undone_at else ""
    cells = (
        str(record.id),
        moment(record.at),
        record.file_name,
        format_text(report.format),
        number(report.kept),
        undone,
    )
    return "\t".join(cells)


def _import(asked: argparse.Namespace, context: Context) -> Answer:
    banking = context.office().banking
    choice = BankChoice(account=asked.account, columns=dict(asked.map), sheet=asked.sheet)
    source, progress = source_of(asked), context.progress()
    done: BankPreview | StatementReport | ColumnsNeeded[BankField]
    if asked.dry_run:
        done = banking.preview(source, choice, progress=progress)
    else:
        done = banking.store(context.who(), source, choice, progress=progress)
    if isinstance(done, ColumnsNeeded):
        raise needed(done, source.name)
    report = done.report if isinstance(done, BankPreview) else done
    lines = lines_of(report, dry=asked.dry_run)
    if report.credits:
        lines.insert(
            0,
            _("{credits} new credits: {sum}").format(
                credits=number(report.credits), sum=money(report.credit_cents)
            ),
        )
    if not asked.dry_run:
        lines.append(freshness_text(banking.freshness()))
    return Answer(document_of(report), lines)


def _list(_asked: argparse.Namespace, context: Context) -> Answer:
    banking = context.office().banking
    records, fresh, gaps = banking.records(), banking.freshness(), banking.gaps()
    names = {account.id: account for account in banking.accounts()}
    document = {
        "imports": [record_of(record) for record in records],
        "data_to": fresh.day,
        "gaps": [
            {
                "account": names[gap.account_id].iban,
                "after": gap.after,
                "before": gap.before,
                "cents": gap.cents,
            }
            for gap in gaps
        ],
    }
    lines = [record_line(record) for record in records]
    lines += [
        _("Missing between {after} and {before}: {sum}").format(
            after=short_day(gap.after),
            before=short_day(gap.before),
            sum=_("unknown amount") if gap.cents is None else money(gap.cents),
        )
        for gap in gaps
    ]
    return Answer(document, [*lines, freshness_text(fresh)])


def _undo(asked: argparse.Namespace, context: Context) -> Answer:
    record = context.office().banking.undo(context.who(), asked.number)
    return Answer(
        {"import": record.id, "undone_at": record.undone_at},
        [_("Import {id} undone.").format(id=record.id)],
    )
