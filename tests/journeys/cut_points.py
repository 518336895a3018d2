"""Ends a process at any point of its work with the register: around each statement, and at each commit."""

import os
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, event

ENDED, FINISHED = 9, 0


def in_a_process(work: Callable[[], None]) -> int:
    """Do something in a process of its own, which starts as a copy of this one; return its number."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = FINISHED
        finally:
            os._exit(code)
    return child


def ended(work: Callable[[], None]) -> int:
    """Do something in a process of its own and return its exit code."""
    _pid, status = os.waitpid(in_a_process(work), 0)
    return os.waitstatus_to_exitcode(status)


def ending_at(cut: int, work: Callable[[], None], marks: Path) -> None:
    """Work, and end at that point (0 = never); each point leaves a sign in ``marks``."""
    passed = 0

    def point(*_said: object) -> None:
        nonlocal passed
        passed += 1
        with marks.open("ab") as file:
            file.write(b".")
        if passed == cut:
            os._exit(ENDED)

    event.listen(Engine, "before_cursor_execute", point)
    event.listen(Engine, "after_cursor_execute", point)
    event.listen(Engine, "commit", point)
    work()
    point()
