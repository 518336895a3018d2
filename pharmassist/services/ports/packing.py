"""Putting files into one: an archive that any computer opens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Packing(Protocol):
    """Makes a ZIP in memory; the same files give the same bytes."""

    def pack(self, files: Iterable[tuple[str, bytes]]) -> bytes: ...
