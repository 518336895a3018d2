"""Who has the register open: any number of programs, or one that puts another file in its place."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pharmassist.adapters.store.damage import files_translated
from pharmassist.domain.problems import Problem

if sys.platform != "win32":
    import fcntl

LOCK_FILE = "register.lock"


class Presence:
    """A shared (or, alone, an exclusive) hold on a folder; it ends with the process.

    Windows needs none: it refuses to rename a file that another program has open.
    """

    def __init__(self, folder: Path, *, alone: bool = False) -> None:
        """Take hold; raises ``Problem("register_in_use")`` where another program stands in the way."""
        with files_translated():
            self._descriptor = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
        if sys.platform != "win32":
            try:
                fcntl.flock(self._descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
            except OSError:
                os.close(self._descriptor)
                raise Problem("register_in_use", retryable=True) from None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold it alone for a while; raises ``Problem("register_in_use")`` while another program has it."""
        if sys.platform == "win32":
            yield
            return
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            # A refused change of hold may lose the one there was.
            fcntl.flock(self._descriptor, fcntl.LOCK_SH)
            raise Problem("register_in_use", retryable=True) from None
        try:
            yield
        finally:
            fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def end(self) -> None:
        """Let go."""
        os.close(self._descriptor)
