"""Encrypted copies: written beside, reopened and checked, then given their name at once."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import datetime
from pathlib import Path

from pharmassist.adapters.store.damage import files_translated, translated
from pharmassist.adapters.store.engine import connect
from pharmassist.adapters.store.integrity import faults, holds_entry, last_entry
from pharmassist.adapters.store.sidecar import Label, make_private, sync_folder, write_label
from pharmassist.domain.problems import Problem
from pharmassist.domain.recovery_key import fingerprint
from pharmassist.services.ports.register import BackupReport

ENDING = ".backup"


def label_of_backup(backup: Path) -> Path:
    """Return the name of the label beside a backup."""
    return backup.with_suffix(".json")


def back_up(
    path: Path, key: bytes, register_id: str, schema: int, folder: Path, now: datetime
) -> BackupReport:
    """Write a verified copy ``pharmassist-YYYYMMDD-HHMMSS.backup`` (UTC) with its label.

    Raises ``Problem("register_damaged")`` when the register itself is not sound, and
    ``Problem("backup_failed")`` when the copy cannot be written or is not sound.
    """
    with translated():
        wrong = faults(path, key)
    if wrong:
        raise Problem("register_damaged", details="\n".join(wrong))
    try:
        with files_translated():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = _free_name(folder, now)
        partial = target.with_suffix(".partial")
        try:
            return _copy(path, key, register_id, schema, partial, target)
        finally:
            with files_translated():
                partial.unlink(missing_ok=True)
    except Problem as problem:
        raise Problem(
            "backup_failed", {"folder": str(folder)}, retryable=True, details=problem.details
        ) from None


def _copy(path: Path, key: bytes, register_id: str, schema: int, partial: Path, target: Path) -> BackupReport:
    with files_translated():
        partial.unlink(missing_ok=True)
        make_private(partial)
    with translated(writing=True), closing(connect(path, key)) as source:
        head = last_entry(path, key)[1]
        source.execute("VACUUM INTO ?", (str(partial),))
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


def _free_name(folder: Path, now: datetime) -> Path:
    """Return a name that no earlier backup of the same second has."""
    stem = f"pharmassist-{now:%Y%m%d-%H%M%S}"
    for number in range(1, 1_000):
        name = folder / (stem + (f"-{number}" if number > 1 else "") + ENDING)
        if not name.exists():
            return name
    raise Problem("backup_failed")
