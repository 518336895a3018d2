"""Putting files into one: an archive that any computer opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol


class Packing(Protocol):
    """Makes a ZIP in memory; the same files give the same bytes."""

    def pack(self, files: Iterable[tuple[str, bytes]]) -> bytes: ...


class Bundle(Protocol):
    """A folder or a ZIP that is being filled; names are relative, with forward slashes."""

    def add(self, name: str, pieces: Iterable[bytes]) -> None: ...


NewBundle = Callable[[Path], AbstractContextManager[Bundle]]
"""Opens a new one; its name is given once it is whole, what is cut leaves nothing.

Raises ``export_place_taken``, ``export_no_room`` and ``file_not_written``.
"""
