"""What a developer needs of a fault of ours: types, files and lines, never words or values.

An exception's message may carry a password or a patient's number, and a path may name a
person: neither is told. The report stays on this computer.
"""

from __future__ import annotations

import platform
import traceback
from pathlib import Path

import pharmassist


def fault_report(error: BaseException) -> str:
    """Return the report of an error and of those behind it."""
    lines = [
        f"PharmAssist {pharmassist.__version__}, Python {platform.python_version()}, {platform.system()}"
    ]
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = traceback.extract_tb(current.__traceback__)
        lines += ["", *(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)]
        lines += [type(current).__name__]
        current = current.__cause__ or current.__context__
    return "\n".join(lines)


def _short(filename: str) -> str:
    """Keep the end of a path: its start may name a person."""
    return "/".join(Path(filename).parts[-3:])
