"""Commands that keep the register safe: journal, backup, restore, dump, doctor."""

from __future__ import annotations

import argparse
from pathlib import Path

from pharmassist.assembly import register_exists, restore_register
from pharmassist.cli.frame import Answer, Commands, Context, whole
from pharmassist.domain.problems import Problem
from pharmassist.services.journal_words import say
from pharmassist.services.moving_words import restored_words
from pharmassist.services.opening import Restoring
from pharmassist.services.retention_words import purge_lines, purge_sentence, waiting_sentence
from pharmassist.services.texts import moment
from pharmassist.services.texts import translate as _


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    journal = commands.group("journal", _("who did what"))
    verify = journal.add("verify", _("recompute the whole chain"), _verify)
    verify.add_argument("--head", default="", metavar="XXXXXXXX", help=_("the signs printed on a page"))
    show = journal.add("show", _("show the last entries"), _show)
    show.add_argument("--limit", type=whole, default=50)
    export = journal.add("export", _("write every entry to a table"), _export)
    export.add_argument("file", type=Path)

    backup = commands.add("backup", _("write a verified encrypted copy"), _backup)
    backup.add_argument("folder", type=Path, nargs="?", metavar="DIR")
    how = backup.add_mutually_exclusive_group()
    how.add_argument("--choose", action="store_true", help=_("let the copies go to DIR from now on"))
    how.add_argument("--automatic", action="store_true", help=_("only where the copy of today is missing"))
    how.add_argument("--list", action="store_true", help=_("open every copy again and list them"))
    restore = commands.add("restore", _("put a backup in place"), _restore)
    restore.add_argument("file", type=Path)
    restore.add_argument(
        "--keep-key", action="store_true", help=_("keep the register's key in the keyring of this PC")
    )
    dump = commands.add("dump", _("write the tables as text, for comparing"), _dump)
    dump.add_argument("--tables", default="", metavar="T,…")
    purge = commands.add("purge", _("take what is old and closed, after a copy"), _purge)
    purge.add_argument("--dry-run", action="store_true", help=_("only say what would go"))
    export_all = commands.add("export-all", _("write everything in open formats"), _export_all)
    export_all.add_argument("place", type=Path, metavar="DIR|FILE.zip")
    doctor = commands.add("doctor", _("say what to mend"), _doctor)
    doctor.add_argument("--network", action="store_true", help=_("try the connection too, on public sites"))


def _verify(asked: argparse.Namespace, context: Context) -> Answer:
    state = context.office().safekeeping.verify_journal(asked.head)
    if state.ok:
        line = _("The journal is intact: {entries} entries, keys {head}.").format(
            entries=state.entries, head=state.head[:8]
        )
    elif state.broken_at:
        line = _("The journal was altered at entry {number}.").format(number=state.broken_at)
    else:
        line = _("No entry bears the keys {head}: the end of the journal was cut.").format(head=asked.head)
    document = {"ok": state.ok, "entries": state.entries, "head": state.head}
    return Answer(document, [line], 0 if state.ok else 1)


def _show(asked: argparse.Namespace, context: Context) -> Answer:
    entries = context.office().journal.last(asked.limit)
    document = {
        "entries": [
            {
                "number": e.number,
                "at": e.at,
                "who": e.who,
                "what": e.what,
                "subject": e.subject,
                "facts": dict(e.facts),
            }
            for e in entries
        ]
    }
    return Answer(document, [f"{e.number}\t{moment(e.at)}\t{e.who}\t{say(e)}" for e in entries])


def _export(asked: argparse.Namespace, context: Context) -> Answer:
    count = context.office().journal.export(context.who(), asked.file)
    return Answer({"file": asked.file, "entries": count}, [_("{count} entries written.").format(count=count)])


def _backup(asked: argparse.Namespace, context: Context) -> Answer:
    backups = context.office().backups
    if asked.list:
        return _copies(context)
    if asked.choose:
        if asked.folder is None:
            raise Problem("backup_folder_unnamed")
        backups.choose(context.who(), asked.folder)
    if asked.automatic:
        written = backups.automatic(progress=context.progress())
        if written is None:
            return Answer({"file": None, "due": False}, [_("The copy of today is there already.")])
    else:
        folder = None if asked.choose else asked.folder
        written = backups.write(context.who(), folder, progress=context.progress())
    report = written.report
    document = {
        "file": report.path,
        "head": report.head,
        "entries": report.entries,
        "size": report.size,
        "removed": written.removed,
        "damaged": written.damaged,
    }
    lines = [_("Verified copy: {file}").format(file=report.path)]
    lines += [_("This copy no longer opens: {name}").format(name=name) for name in written.damaged]
    return Answer(document, lines)


def _copies(context: Context) -> Answer:
    backups = context.office().backups
    folder, found = backups.state().folder, backups.list(look=True)
    lines = [f"{'✓' if each.sound else '✗'} {each.name}\t{moment(each.at)}" for each in found]
    if not found:
        lines = [_("There is no copy in {folder} yet.").format(folder=folder)]
    document = {
        "folder": folder,
        "copies": [{"name": each.name, "at": each.at, "sound": each.sound} for each in found],
    }
    return Answer(document, lines, 0 if all(each.sound for each in found) else 1)


def _restore(asked: argparse.Namespace, context: Context) -> Answer:
    _owner_of_what_is_here(context)
    restored = restore_register(
        Restoring(
            context.home,
            asked.file,
            context.recovery_key_file,
            who=context.initials,
            keep_key=asked.keep_key,
        )
    )
    document = {
        "restored": asked.file,
        "home": restored.home,
        "kept_in": restored.kept_in,
        "passwords_here": restored.here,
        "passwords_missing": restored.missing,
    }
    lines = [_("The backup is in place in {folder}.").format(folder=restored.home), *restored_words(restored)]
    return Answer(document, lines)


def _owner_of_what_is_here(context: Context) -> None:
    """Ask an owner, where the register that goes aside still opens; else only the key is asked."""
    if not register_exists(context.home):
        return
    try:
        context.office()
    except Problem:
        return
    context.owner()
    context.close()


def _dump(asked: argparse.Namespace, context: Context) -> Answer:
    tables = tuple(name for name in asked.tables.split(",") if name)
    lines = tuple(context.office().register.dump(tables))
    return Answer({"dump": lines}, lines)


def _purge(asked: argparse.Namespace, context: Context) -> Answer:
    if asked.dry_run:
        plan, copy = context.office().retaining.plan(), None
    else:
        who = context.owner()
        done = context.office().retaining.purge(who, progress=context.progress())
        plan, copy = done.purge, done.copy
    document = {
        "before": plan.limits.claims,
        "incidents_before": plan.limits.incidents,
        "lines": [{"kind": x.kind.value, "count": x.count, "cents": x.cents} for x in plan.lines],
        "waiting": plan.waiting,
        "waiting_cents": plan.waiting_cents,
        "copy": copy,
    }
    lines = [purge_sentence(plan), *(f"- {words}" for words in purge_lines(plan))]
    if plan.is_empty:
        lines = [_("Nothing: no closed invoice nor incident is that old.")]
    lines += [words] if (words := waiting_sentence(plan)) else []
    lines += [_("Verified copy: {file}").format(file=copy)] if copy is not None else []
    return Answer(document, lines)


def _export_all(asked: argparse.Namespace, context: Context) -> Answer:
    done = context.office().everything.export(context.who(), asked.place, progress=context.progress())
    document = {"file": done.path, "lines": done.lines, "cents": done.cents, "files": done.files}
    words = _("Everything is in {file}: {tables} tables, {files} files, a page that explains them.")
    return Answer(document, [words.format(file=done.path, tables=len(done.lines), files=done.files)])


def _doctor(asked: argparse.Namespace, context: Context) -> Answer:
    checks = context.office().doctor.look(try_network=asked.network, progress=context.progress())
    told = [{"name": c.name, "ok": c.ok, "message": c.message, "remedy": c.typed or c.remedy} for c in checks]
    document = {"checks": told}
    lines = list[str]()
    for check in checks:
        lines.append(f"{'✓' if check.ok else '✗'} {check.message}")
        remedy = check.typed or check.remedy
        lines += [f"  → {remedy}"] if remedy else []
    return Answer(document, lines, 0 if all(c.ok for c in checks) else 1)
