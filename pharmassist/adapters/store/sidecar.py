"""The label beside a register or a backup: whose it is, which key opens it, how new its schema is.

It holds no secret. Without it a wrong key and a damaged first page could not be told apart.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from pharmassist.adapters.store.damage import files_translated


@dataclass(frozen=True, slots=True)
class Label:
    """What the label says; ``fingerprint`` is the SHA-256 of the key with its domain."""

    register_id: str
    fingerprint: str
    schema: int
    head: str = ""
    """Of a backup: the head of its journal."""
    entries: int = 0


def read_label(path: Path) -> Label | None:
    """Return the label of that file, None when it is absent or unreadable."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return Label(
            str(values["register_id"]),
            str(values["fingerprint"]),
            int(values["schema"]),
            str(values.get("head", "")),
            int(values.get("entries", 0)),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_label(path: Path, label: Label) -> None:
    """Write the label atomically, private from its creation."""
    replace_file(path, json.dumps(asdict(label), indent=1, sort_keys=True).encode() + b"\n")


def replace_file(path: Path, content: bytes) -> None:
    """Replace a small file at once: after a cut there is the old one or the new one."""
    new = path.with_name(path.name + ".new")
    with files_translated():
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
        sync_folder(path.parent)


def make_private(path: Path) -> None:
    """Create an empty file that only its owner may read; what the library adds beside it is alike."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def sync_folder(folder: Path) -> None:
    """Make the names of a folder last through a power cut (Windows does it by itself)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
