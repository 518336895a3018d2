"""Where demonstrations lie: a temporary folder, removed at the end with those of killed programs."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from PySide6.QtCore import QLockFile

PREFIX, LOCK = "pharmassist-demo-", "window.lock"


class DemonstrationFolder:
    """A folder of this process; its lock tells other processes that it still is in use."""

    def __init__(self) -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
        self.path = Path(self._temporary.name)
        self._lock = _lock_of(self.path)
        self._lock.tryLock(0)

    def remove(self) -> None:
        """Remove it, and each one whose process is gone: no invented register is left behind."""
        self._lock.unlock()
        self._temporary.cleanup()
        for left in self.path.parent.glob(PREFIX + "*"):
            # Without a lock it is not ours, or not yet held.
            if not left.is_symlink() and (left / LOCK).is_file():
                lock = _lock_of(left)
                if lock.tryLock(0):
                    lock.unlock()
                    shutil.rmtree(left, ignore_errors=True)


def _lock_of(folder: Path) -> QLockFile:
    lock = QLockFile(str(folder / LOCK))
    # Only a process that is gone leaves its lock to another: a demonstration may stay open for days.
    lock.setStaleLockTime(0)
    return lock
