"""The copies in a folder: those of this register, opened again, taken away when no longer needed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from sqlcipher3 import dbapi2

from pharmassist.adapters.store.backup import label_of_backup
from pharmassist.adapters.store.damage import files_translated, problem_of
from pharmassist.adapters.store.engine import connect
from pharmassist.adapters.store.integrity import faults, holds_entry
from pharmassist.adapters.store.sidecar import read_label
from pharmassist.domain.backups import Copy, copy_named
from pharmassist.domain.problems import Problem
from pharmassist.domain.recovery_key import fingerprint


def copies_in(folder: Path, register_id: str, key: bytes) -> tuple[Copy, ...]:
    """Return the copies of this register under this key, oldest first, by their names and labels.

    Any other file, a link, a copy without its label or of another key is not among them.
    Raises ``Problem("backup_folder_absent")``.
    """
    try:
        names = sorted(path.name for path in folder.iterdir() if path.is_file() and not path.is_symlink())
    except OSError as error:
        values = {"folder": str(folder)}
        raise Problem("backup_folder_absent", values, retryable=True, details=str(error.strerror)) from None
    found = []
    for name in names:
        copy = copy_named(name)
        label = read_label(label_of_backup(folder / name)) if copy is not None else None
        if copy is not None and label is not None:
            ours = label.register_id == register_id and label.fingerprint == fingerprint(key)
            found += [copy] if ours else []
    return tuple(sorted(found))


def is_sound(file: Path, register_id: str, key: bytes) -> bool:
    """Open a copy again: every page is looked at, it is this register's, its last entry is there."""
    label = read_label(label_of_backup(file))
    try:
        if label is None or faults(file, key) or not holds_entry(file, key, label.head):
            return False
        with closing(connect(file, key)) as connection:
            named = connection.execute("SELECT register_id FROM pharmacy").fetchone()
    except dbapi2.Error as error:
        if problem_of(error) is None:
            raise
        return False
    return named is not None and str(named[0]) == register_id


def take_away(file: Path) -> None:
    """Remove a copy, then its label."""
    with files_translated():
        file.unlink(missing_ok=True)
        label_of_backup(file).unlink(missing_ok=True)
