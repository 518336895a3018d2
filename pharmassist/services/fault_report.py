"""What a developer needs of a fault of ours: types, files and lines, never words or values.

An exception's message may carry a password or a patient's number, and a path may name a
person: neither is told. The report stays on this computer.
"""

from __future__ import annotations

import platform
import re
import sys
import traceback

import pharmassist

PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"


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
    """Keep what stands inside a package, else the file's name: folders above may name a person."""
    parts = re.split(r"[\\/]", filename)
    for root in ("pharmassist", "site-packages", "dist-packages", PYTHON):
        if root in parts[:-1]:
            place = len(parts) - 1 - parts[::-1].index(root)
            return "/".join(parts[place if root == "pharmassist" else place + 1 :])
    return parts[-1]
