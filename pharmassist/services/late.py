"""Parts that are imported and built at their first use: the first page waits for none of them."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar, cast

Part = TypeVar("Part")


class _Late:
    """Stands for a part; safe from several threads, the part is made once."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._make, self._making = make, Lock()
        self._made: object | None = None

    def __getattr__(self, name: str) -> Any:
        with self._making:
            if self._made is None:
                self._made = self._make()
        return getattr(self._made, name)


def late(make: Callable[[], Part]) -> Part:
    """Return what stands for the part until, and after, its first use."""
    return cast("Part", _Late(make))
