"""Commands of invoices and imports: ``claims …``."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pharmassist.cli import directory, outstanding
from pharmassist.cli.frame import Answer, Commands, Context, amount, day, up_to, whole
from pharmassist.domain.claims import Claim, ClaimFilter, State
from pharmassist.domain.identifiers import canonical_amc
from pharmassist.domain.imports import Field, ImportKind, ImportReport
from pharmassist.domain.money import plain_money
from pharmassist.domain.problems import Problem
from pharmassist.domain.spreadsheets import neutral
from pharmassist.services.claim_words import cause_text, notice_text, reason_text, state_text
from pharmassist.services.claims import NewClaim
from pharmassist.services.list_comparing import Preview
from pharmassist.services.list_reading import Choice, MappingNeeded
from pharmassist.services.ports.files import Pasted
from pharmassist.services.texts import moment, money, number, short_day
from pharmassist.services.texts import translate as _

_LONGEST_PIPE = 51 * 1024 * 1024
"""More than the reader takes: the list is then refused as too big, not cut."""


def add_commands(commands: Commands) -> None:
    """Add the commands of this file, and those of profiles and insurers."""
    claims = commands.group("claims", _("invoices waiting"))
    add = claims.add("add", _("note one invoice"), _add)
    add.add_argument("--invoice", required=True, help=_("its number, or P17 for a pochette"))
    add.add_argument("--invoice-date", type=day, metavar="DAY")
    add.add_argument("--amount", type=amount, required=True, help=_("AMC share in euros"))
    add.add_argument("--amc", default="", help=_("AMC number or name of the mutuelle"))
    add.add_argument("--operator", default="")
    add.add_argument("--care-date", type=day, metavar="DAY")
    add.add_argument("--batch", default="")
    add.add_argument("--situation", type=State, default=State.TRANSMITTED, metavar="STATE")

    listing = claims.add("list", _("list the encours, or other states"), _list)
    listing.add_argument("--operator", default=None)
    listing.add_argument("--state", default="", metavar="STATE|all")
    listing.add_argument("--older-than", type=up_to(9999), metavar="DAYS", help=_("in working days"))
    listing.add_argument("--within", type=up_to(9999), metavar="DAYS", help=_("at most, in working days"))
    listing.add_argument("--amc", default="", help=_("AMC number"))
    listing.add_argument("--import", type=whole, dest="from_import", metavar="IMPORT")
    listing.add_argument("--from", type=day, dest="date_from", metavar="DAY")
    listing.add_argument("--to", type=day, dest="date_to", metavar="DAY")
    listing.add_argument("--min", type=amount, dest="amount_from", metavar="AMOUNT")
    listing.add_argument("--max", type=amount, dest="amount_to", metavar="AMOUNT")
    listing.add_argument("--text", default="", help=_("last digits, mutuelle, lot"))
    listing.add_argument("--sort", default="day")
    listing.add_argument("--limit", type=whole)
    listing.add_argument("--csv", action="store_true", help=_("write the lines as CSV"))

    show = claims.add("show", _("show one invoice and its history"), _show)
    show.add_argument("id", type=whole)
    moving = claims.add("move", _("change the situation of an invoice"), _move)
    moving.add_argument("id", type=whole)
    moving.add_argument("state", metavar="STATE")
    moving.add_argument("--reason", default="")

    bring = claims.add("import", _("import the list of the LGO"), _import)
    bring.add_argument("file", type=Path, help=_("the list; - reads the standard input"))
    bring.add_argument("--profile", default="")
    bring.add_argument("--map", type=pair, action="append", default=[], metavar="FIELD=COLUMN")
    bring.add_argument("--sheet", default="")
    bring.add_argument("--operator", default="")
    bring.add_argument("--snapshot", type=day, metavar="DATE", help=_("the whole encours at that date"))
    bring.add_argument("--dry-run", action="store_true", help=_("store nothing"))
    bring.add_argument("--rejects", type=Path, metavar="FILE", help=_("write the refused lines"))

    undo = claims.add("undo", _("undo an import whole"), _undo)
    undo.add_argument("number", type=whole, metavar="IMPORT")
    export = claims.add("export", _("write the encours to a file"), _export)
    export.add_argument("file", type=Path, metavar="FILE.csv|.xlsx")
    export.add_argument("--operator", default=None)
    export.add_argument("--state", default="", metavar="STATE|all")
    replaced = claims.add("replacement", _("answer a proposed replacement"), _replacement)
    replaced.add_argument("id", type=whole, nargs="?", help=_("the new invoice; without it, list them"))
    replaced.add_argument("--decline", action="store_true", help=_("it replaces none"))
    outstanding.add_commands(claims, directory.add_commands(commands))


def pair(text: str) -> tuple[Field, str]:
    """Read ``FIELD=COLUMN``."""
    name, equals, column = text.partition("=")
    if not equals or name not in set(Field):
        fields = " ".join(field.value for field in Field)
        raise argparse.ArgumentTypeError(_("write FIELD=COLUMN with one of: {fields}").format(fields=fields))
    return Field(name), column


def document_of(claim: Claim) -> dict[str, Any]:
    """Return a claim as scripts read it; amounts in cents."""
    return {
        "id": claim.id,
        "invoice": claim.invoice,
        "batch": claim.batch,
        "invoice_date": claim.invoice_date,
        "care_date": claim.care_date,
        "amc_number": claim.amc_number,
        "payer": claim.payer,
        "operator": claim.operator,
        "amc_amount_cents": claim.amc_amount,
        "due_cents": claim.listed,
        "announced_cents": claim.announced,
        "received_cents": claim.received,
        "state": claim.state.value,
        "replaces": claim.replaces,
    }


def _line(claim: Claim) -> str:
    cells = (
        str(claim.id),
        claim.invoice,
        short_day(claim.invoice_date or claim.care_date),
        claim.payer or claim.amc_raw or claim.operator or "–",
        money(claim.amc_amount),
        state_text(claim.state),
    )
    return "\t".join(cells)


def _state(text: str) -> State:
    try:
        return State(text)
    except ValueError as error:
        states = " ".join(state.value for state in State)
        raise Problem("state_unknown", {"text": text[:40], "states": states}) from error


def _filter(asked: argparse.Namespace) -> ClaimFilter:
    every = asked.state == "all"
    states = frozenset() if every or not asked.state else frozenset({_state(asked.state)})
    return ClaimFilter(
        operator=asked.operator,
        states=states,
        all_states=every,
        older_than=getattr(asked, "older_than", None),
        within=getattr(asked, "within", None),
        text=getattr(asked, "text", ""),
        amc_number=canonical_amc(getattr(asked, "amc", "")),
        import_id=getattr(asked, "from_import", None) or 0,
        date_from=getattr(asked, "date_from", None),
        date_to=getattr(asked, "date_to", None),
        amount_from=getattr(asked, "amount_from", None),
        amount_to=getattr(asked, "amount_to", None),
    )


def _add(asked: argparse.Namespace, context: Context) -> Answer:
    draft = NewClaim(
        invoice=asked.invoice,
        amount=asked.amount,
        invoice_date=asked.invoice_date,
        amc=asked.amc,
        operator=asked.operator,
        care_date=asked.care_date,
        batch=asked.batch,
        situation=asked.situation,
    )
    claim = context.office().claims.add(context.who(), draft)
    return Answer(document_of(claim), [_line(claim)])


def _list(asked: argparse.Namespace, context: Context) -> Answer:
    wanted, claims = _filter(asked), context.office().claims
    found = claims.list(wanted, sort=asked.sort, limit=asked.limit)
    tally = claims.tally(wanted)
    document = {
        "count": tally.count,
        "sum_cents": tally.cents,
        "claims": [document_of(claim) for claim in found],
    }
    if asked.csv:
        return Answer(document, _csv_lines(found))
    total = _("{count} invoices, {sum}").format(count=number(tally.count), sum=money(tally.cents))
    return Answer(document, [*map(_line, found), total])


def _csv_lines(claims: tuple[Claim, ...]) -> list[str]:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(("id", "invoice", "date", "amc_number", "payer", "operator", "amc_amount", "state"))
    for claim in claims:
        on = claim.invoice_date or claim.care_date
        shown = plain_money(claim.amc_amount)
        cells = (
            claim.invoice,
            str(on or ""),
            claim.amc_number,
            claim.payer,
            claim.operator,
            shown,
            claim.state.value,
        )
        writer.writerow((claim.id, *map(neutral, cells)))
    return out.getvalue().splitlines()


def _show(asked: argparse.Namespace, context: Context) -> Answer:
    view = context.office().claims.show(asked.id)
    document = {
        **document_of(view.claim),
        "replaced_by": view.replaced_by.invoice if view.replaced_by else "",
        "import": view.brought_by.id if view.brought_by else None,
        "history": [asdict(change) for change in view.history],
    }
    lines = [_line(view.claim)]
    if view.brought_by:
        lines.append(_("Brought by {file}").format(file=view.brought_by.file_name))
    for change in view.history:
        after = state_text(State(change.after)) if change.after else ""
        lines.append(
            f"{moment(change.at)}\t{change.who}\t{cause_text(change.cause)}\t{after}\t{change.reason}".rstrip()
        )
    return Answer(document, lines)


def _move(asked: argparse.Namespace, context: Context) -> Answer:
    moved = context.office().claims.move(context.who(), asked.id, _state(asked.state), asked.reason)
    return Answer(document_of(moved), [_line(moved)])


def report_document(report: ImportReport) -> dict[str, Any]:
    """Return a report with the names of cli.md; refused lines without their cells."""
    return {
        "import": report.import_id or report.same_as or None,
        "same_as": report.same_as or None,
        "profile": report.profile,
        "kept": report.kept,
        "known": report.known,
        "changed": report.changed,
        "part_paid": report.part_paid,
        "gone": report.gone,
        "replacements": len(report.replacements),
        "replaced": [asdict(each) for each in report.replacements],
        "negative": report.negative,
        "padded": report.padded,
        "refused": report.refused,
        "refusals": [
            {"line": each.line, "reason": each.reason, "text": reason_text(each.reason)}
            for each in report.refusals
        ],
        "dropped_columns": list(report.dropped_columns),
        "sum_cents": report.sum_cents,
        "file_sum_cents": report.file_sum_cents,
        "listed_total_cents": report.listed_total,
        "conflicts": [asdict(each) for each in report.conflicts],
        "negatives": [asdict(each) for each in report.negatives],
        "missing_operators": list(report.missing_operators),
        "notices": list(report.notices),
    }


def _import(asked: argparse.Namespace, context: Context) -> Answer:
    importing = context.office().importing
    choice = Choice(
        profile=asked.profile,
        columns=dict(asked.map),
        sheet=asked.sheet,
        operator=asked.operator,
        kind=ImportKind.SNAPSHOT if asked.snapshot else ImportKind.ADDITION,
        snapshot_date=asked.snapshot,
    )
    progress = context.progress()
    source = _piped() if str(asked.file) == "-" else asked.file
    done: Preview | ImportReport | MappingNeeded
    if asked.dry_run:
        done = importing.preview(source, choice, progress=progress)
    else:
        done = importing.store(context.who(), source, choice, progress=progress)
    if isinstance(done, MappingNeeded):
        guess = ", ".join(f"{field.value}={column}" for field, column in done.proposed.items())
        raise Problem("mapping_needed", {"file": source.name, "guess": guess or "–"})
    report = done.report if isinstance(done, Preview) else done
    if asked.rejects and report.refusals:
        importing.write_rejects(asked.rejects, report)
    return Answer(report_document(report), _told(report, dry=asked.dry_run))


def _piped() -> Pasted:
    """Read the list from the standard input; what is too long is refused by the reader."""
    return Pasted(sys.stdin.buffer.read(_LONGEST_PIPE), _("standard input"))


def _told(report: ImportReport, *, dry: bool) -> list[str]:
    counts = (
        (_("new ones"), report.kept),
        (_("known"), report.known),
        (_("changed"), report.changed),
        (_("part paid"), report.part_paid),
        (_("negative"), report.negative),
        (_("refused"), report.refused),
        (_("left the list"), report.gone),
    )
    lines = [_("Nothing is stored (dry run).")] if dry else []
    lines += [f"{number(count)}\t{name}" for name, count in counts if count]
    lines.append(
        _("Sum of the list: {sum} (compare with the LGO); of the new ones: {new}").format(
            sum=money(report.file_sum_cents), new=money(report.sum_cents)
        )
    )
    lines += [
        _("{new} replaces {old}").format(new=each.invoice, old=each.replaces) + ("" if each.linked else " ?")
        for each in report.replacements
    ]
    lines += [
        _("line {line}: {invoice}: {field}: here {ours}, in the list {theirs}").format(
            line=each.line,
            invoice=each.invoice,
            field=each.field.value,
            ours=each.ours,
            theirs=each.theirs,
        )
        for each in report.conflicts[:50]
    ]
    lines += [
        _("line {line}: {reason}").format(line=each.line, reason=reason_text(each.reason))
        for each in report.refusals[:50]
    ]
    lines += [notice_text(code) for code in report.notices]
    if report.dropped_columns:
        lines.append(_("Never read: {columns}").format(columns=", ".join(report.dropped_columns)))
    if not dry and report.file_name != _("standard input"):
        lines.append(_("The file of the LGO may hold names: remove it from your downloads."))
    return lines


def _undo(asked: argparse.Namespace, context: Context) -> Answer:
    record = context.office().importing.undo(context.who(), asked.number)
    return Answer(
        {"import": record.id, "undone_at": record.undone_at},
        [_("Import {id} undone.").format(id=record.id)],
    )


def _export(asked: argparse.Namespace, context: Context) -> Answer:
    count = context.office().claims.export(context.who(), asked.file, _filter(asked))
    return Answer(
        {"file": str(asked.file), "count": count},
        [_("{count} invoices written.").format(count=number(count))],
    )


def _replacement(asked: argparse.Namespace, context: Context) -> Answer:
    claims = context.office().claims
    if asked.id is not None:
        act = claims.decline_replacement if asked.decline else claims.confirm_replacement
        act(context.who(), asked.id)
    pending = claims.pending_replacements()
    document = {
        "pending": [{"id": p.new.id, "invoice": p.new.invoice, "replaces": p.old.invoice} for p in pending]
    }
    lines = [_("{new} replaces {old}").format(new=p.new.invoice, old=p.old.invoice) for p in pending]
    return Answer(document, lines)
