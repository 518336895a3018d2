"""A call that must end: run in a daemon thread and left behind when it never returns."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from pharmassist.domain.problems import Problem

T = TypeVar("T")


def within(seconds: float, call: Callable[[], T], too_late: Callable[[], Problem]) -> T:
    """Return what ``call`` returns, or raise what it raises, within so many seconds.

    After that the thread is abandoned (a keyring's own dialog, a name that never resolves)
    and the problem made by ``too_late`` is raised.
    """
    ended = threading.Event()
    results: list[T] = []
    errors: list[BaseException] = []

    def work() -> None:
        try:
            results.append(call())
        except BaseException as error:  # not swallowed: raised again below, on the caller's thread
            errors.append(error)
        finally:
            ended.set()

    threading.Thread(target=work, name="within-deadline", daemon=True).start()
    if not ended.wait(seconds):
        raise too_late()
    if errors:
        raise errors[0]
    return results[0]
