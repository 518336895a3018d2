"""Where a table comes from: a file of the disk, or bytes that were pasted or piped in."""

from __future__ import annotations

import io
from pathlib import Path

from pharmassist.services.ports.files import Pasted, Source


def opened(source: Source) -> io.BufferedReader | io.BytesIO:
    """Open a source for reading bytes; raises OSError."""
    return io.BytesIO(source.content) if isinstance(source, Pasted) else source.open("rb")


def exists(source: Source) -> bool:
    """Tell whether there is something to read (a folder or a pipe is none)."""
    return isinstance(source, Pasted) or source.is_file()


def size_of(source: Source) -> int:
    """Return its size in bytes; raises OSError."""
    return len(source.content) if isinstance(source, Pasted) else Path(source).stat().st_size
