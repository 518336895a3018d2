"""Commands of payment notices: ``notices …``."""

from __future__ import annotations

import argparse
from typing import Any

from pharmassist.cli.bank import (
    add_file_options,
    document_of,
    lines_of,
    needed,
    pair,
    record_line,
    record_of,
    source_of,
)
from pharmassist.cli.frame import Answer, Commands, Context, amount, day, whole
from pharmassist.domain.money_tables import NoticeField
from pharmassist.domain.notices import Notice, NoticeFilter, NoticeState
from pharmassist.domain.statement_imports import StatementReport
from pharmassist.services.bank_words import notice_state_text
from pharmassist.services.noticing import NoticeChoice, NoticesPreview
from pharmassist.services.table_choosing import ColumnsNeeded
from pharmassist.services.texts import money, short_day
from pharmassist.services.texts import translate as _


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    notices = commands.group("notices", _("payment notices"))
    add = notices.add("add", _("note one announced transfer"), _add)
    add.add_argument("--operator", required=True)
    add.add_argument("--date", type=day, required=True, help=_("flow day"))
    add.add_argument("--amount", type=amount, required=True, help=_("total announced, in euros"))
    add.add_argument("--reference", default="", help=_("reference of the transfer"))
    add.add_argument("--again", action="store_true", help=_("truly another one like a known one"))
    bring = notices.add("import", _("import a table of notices"), _import)
    add_file_options(bring, pair(NoticeField))
    bring.add_argument("--operator", default="", help=_("operator of the whole table"))
    listing = notices.add("list", _("list the notices"), _list)
    listing.add_argument("--operator", default="")
    listing.add_argument("--state", type=NoticeState, metavar="STATE")
    notices.add("imports", _("list the imports of notices"), _imports)
    undo = notices.add("undo", _("undo an import whole"), _undo)
    undo.add_argument("number", type=whole, metavar="IMPORT")
    remove = notices.add("remove", _("remove a notice that was typed by mistake"), _remove)
    remove.add_argument("id", type=whole)


def notice_document(notice: Notice) -> dict[str, Any]:
    """Return a notice as scripts read it."""
    return {
        "id": notice.id,
        "operator": notice.operator,
        "flow_day": notice.day,
        "total_cents": notice.total,
        "reference": notice.reference,
        "received_cents": notice.received,
        "withheld_cents": notice.withheld,
        "rest_cents": notice.rest,
        "state": notice.state.value,
    }


def _line(notice: Notice) -> str:
    cells = (
        str(notice.id),
        notice.operator,
        short_day(notice.day),
        money(notice.total),
        notice.reference,
        notice_state_text(notice.state),
    )
    return "\t".join(cells)


def _add(asked: argparse.Namespace, context: Context) -> Answer:
    notice = context.office().noticing.add(
        context.who(), asked.operator, asked.date, asked.amount, asked.reference, again=asked.again
    )
    return Answer(notice_document(notice), [_line(notice)])


def _import(asked: argparse.Namespace, context: Context) -> Answer:
    noticing = context.office().noticing
    choice = NoticeChoice(dict(asked.map), asked.sheet, asked.operator)
    source, progress = source_of(asked), context.progress()
    done: NoticesPreview | StatementReport | ColumnsNeeded[NoticeField]
    if asked.dry_run:
        done = noticing.preview(source, choice, progress=progress)
    else:
        done = noticing.store(context.who(), source, choice, progress=progress)
    if isinstance(done, ColumnsNeeded):
        raise needed(done, source.name)
    report = done.report if isinstance(done, NoticesPreview) else done
    return Answer(document_of(report), lines_of(report, dry=asked.dry_run))


def _list(asked: argparse.Namespace, context: Context) -> Answer:
    states = frozenset({asked.state}) if asked.state else frozenset()
    found = context.office().noticing.find(NoticeFilter(operator=asked.operator, states=states))
    document = {
        "count": len(found),
        "sum_cents": sum(notice.total for notice in found),
        "notices": [notice_document(notice) for notice in found],
    }
    return Answer(document, [_line(notice) for notice in found])


def _imports(_asked: argparse.Namespace, context: Context) -> Answer:
    records = context.office().noticing.records()
    return Answer(
        {"imports": [record_of(record) for record in records]}, [record_line(record) for record in records]
    )


def _undo(asked: argparse.Namespace, context: Context) -> Answer:
    record = context.office().noticing.undo(context.who(), asked.number)
    return Answer(
        {"import": record.id, "undone_at": record.undone_at},
        [_("Import {id} undone.").format(id=record.id)],
    )


def _remove(asked: argparse.Namespace, context: Context) -> Answer:
    context.office().noticing.remove(context.who(), asked.id)
    return Answer({"id": asked.id}, [_("Notice {id} removed.").format(id=asked.id)])
