"""Encrypted copies: written beside, reopened and checked, then given their name at once.

A copy that is cut leaves the former ones as they are, and at most a ``.partial`` file of its own.
"""

from __future__ import annotations

import os
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from sqlcipher3 import dbapi2

from pharmassist.adapters.store.damage import files_translated, translated
from pharmassist.adapters.store.engine import connect
from pharmassist.adapters.store.integrity import faults, holds_entry, last_entry
from pharmassist.adapters.store.sidecar import Label, make_private, sync_folder, write_label
from pharmassist.domain.backups import copy_named
from pharmassist.domain.problems import Problem
from pharmassist.domain.recovery_key import fingerprint
from pharmassist.services.jobs import Progress, Stop
from pharmassist.services.ports.register import BackupReport

ENDING = ".backup"
_STEPS = 20_000
"""How many steps of the library lie between two looks at the wish to stop: some milliseconds."""
_WHOLE, _COPYING, _COPIED = 100, 25, 65
"""Progress: the register is checked, then copied, then the copy is checked."""
_CUT_LONG_AGO = timedelta(days=1)
_REASONS = {
    "disk_full": "backup_no_room",
    "register_read_only": "backup_folder_refuses",
    "backup_failed": "backup_failed",
}


def label_of_backup(backup: Path) -> Path:
    """Return the name of the label beside a backup."""
    return backup.with_suffix(".json")


def back_up(
    path: Path,
    key: bytes,
    register_id: str,
    schema: int,
    folder: Path,
    now: datetime,
    stop: Stop | None = None,
    progress: Progress = lambda _done, _total: None,
) -> BackupReport:
    """Write a verified copy ``pharmassist-YYYYMMDD-HHMMSS.backup`` (UTC) with its label.

    Raises ``register_damaged`` when the register itself is not sound; ``backup_no_room``,
    ``backup_folder_refuses`` or ``backup_failed`` when the copy cannot be written or is not sound;
    ``Cancelled`` once ``stop`` was asked. Progress is out of 100.
    """
    stop = stop or Stop()
    progress(0, _WHOLE)
    with translated():
        wrong = faults(path, key)
    if wrong:
        raise Problem("register_damaged", details="\n".join(wrong))
    stop.check()
    try:
        with files_translated():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sweep(folder, now)
        target = _free_name(folder, now)
        partial = target.with_suffix(".partial")
        try:
            with files_translated():
                partial.unlink(missing_ok=True)
                make_private(partial)
            head = last_entry(path, key)[1]
            _fill(path, key, partial, stop, progress)
            return _checked(partial, key, register_id, schema, head, target)
        finally:
            with files_translated():
                partial.unlink(missing_ok=True)
    except Problem as problem:
        code = _REASONS.get(problem.code, "backup_failed")
        raise Problem(code, {"folder": str(folder)}, retryable=True, details=problem.details) from None


def _fill(path: Path, key: bytes, partial: Path, stop: Stop, progress: Progress) -> None:
    """Copy the register into the empty file; the library looks now and then whether to go on."""
    size = max(path.stat().st_size, 1)

    def look() -> int:
        share = min(partial.stat().st_size / size, 1.0)
        progress(_COPYING + int(share * (_COPIED - _COPYING)), _WHOLE)
        return int(stop.asked)

    with translated(writing=True), closing(connect(path, key)) as source:
        source.set_progress_handler(look, _STEPS)
        try:
            source.execute("VACUUM INTO ?", (str(partial),))
        except dbapi2.Error:
            stop.check()
            raise


def _checked(
    partial: Path, key: bytes, register_id: str, schema: int, head: str, target: Path
) -> BackupReport:
    """Open the copy again, look at every page, and give it its name."""
    with translated():
        wrong = faults(partial, key)
        # Another process may have written since: the copy may know more than that head, never less.
        known = holds_entry(partial, key, head)
        entries, last = last_entry(partial, key)
    if wrong or not known:
        raise Problem("backup_failed", details="\n".join(wrong))
    with files_translated():
        descriptor = os.open(partial, os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        write_label(label_of_backup(target), Label(register_id, fingerprint(key), schema, last, entries))
        partial.replace(target)
        sync_folder(target.parent)
        return BackupReport(target, last, entries, target.stat().st_size)


def _sweep(folder: Path, now: datetime) -> None:
    """Remove what copies cut long ago left behind; one of today may be under way in another program."""
    for partial in folder.glob("pharmassist-*.partial"):
        begun = copy_named(partial.with_suffix(ENDING).name)
        if begun is not None and now - begun.at > _CUT_LONG_AGO:
            partial.unlink(missing_ok=True)


def _free_name(folder: Path, now: datetime) -> Path:
    """Return a name that no earlier backup of the same second has."""
    stem = f"pharmassist-{now:%Y%m%d-%H%M%S}"
    for number in range(1, 1_000):
        name = folder / (stem + (f"-{number}" if number > 1 else "") + ENDING)
        if not name.exists():
            return name
    raise Problem("backup_failed")
