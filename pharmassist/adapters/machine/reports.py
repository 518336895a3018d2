"""Where the reports of our own faults stay: beside the register, private, the newest few. Nothing is sent."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from pathlib import Path

FOLDER, KEPT = "reports", 10

_log = logging.getLogger(__name__)


def keep_report(home: Path, text: str) -> Path | None:
    """Write a report that holds nothing secret; returns its file, None when the folder refuses."""
    folder = home / FOLDER
    path = folder / f"{datetime.now(UTC):%Y-%m-%d-%H%M%S-%f}.txt"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        for old in sorted(folder.glob("*.txt"))[:-KEPT]:
            old.unlink()
    except OSError as error:
        # The window shows the report anyway: a second fault would hide the first.
        _log.info("report not kept: %s", type(error).__name__)
        return None
    return path
