"""A small private text beside the register, replaced whole."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from pharmassist.domain.problems import Problem

MOST_BYTES = 200_000
"""Beyond this it is no file of ours."""


class PrivateText:
    """Implements ``SmallFile`` at one path."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> str:
        """Return the text, "" when it is missing, unreadable, too long or no text."""
        try:
            with self._path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
            return content.decode("utf-8") if len(content) <= MOST_BYTES else ""
        except (OSError, UnicodeDecodeError):
            return ""

    def write(self, text: str) -> None:
        """Write a new file readable by this user only, then put it in the old one's place."""
        folder = self._path.parent
        if not folder.is_dir():
            return
        try:
            handle, name = tempfile.mkstemp(prefix=f".{self._path.name}-", dir=folder)
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(text)
                Path(name).replace(self._path)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            values = {"file": self._path.name}
            raise Problem("file_not_written", values, retryable=True, details=str(error)) from error
