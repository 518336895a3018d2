"""A thread, a timer, a pool or a process that outlives its test is a fault."""

import contextlib
import gc
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QThreadPool, QTimer

PATIENCE = "left_over_seconds"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say how long what is ending is waited for."""
    parser.addini(PATIENCE, "what outlives its test is a fault after so many seconds", default="20")


def _threads() -> set[str]:
    """Name the running threads; the number makes each its own."""
    return {f"{thread.name}#{thread.ident}" for thread in threading.enumerate()}


def _processes() -> set[str]:
    """Name the children of this process (Linux; elsewhere none are seen)."""
    found: set[str] = set()
    for task in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
        # A thread may end between its name and its list.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            found |= set(task.read_text().split())
    names: set[str] = set()
    for pid in found:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            names.add(f"{pid} {Path('/proc', pid, 'comm').read_text().strip()}")
    return names


def _timers() -> set[str]:
    """Name the running timers that Python knows."""
    if QCoreApplication.instance() is None:
        return set()
    return {
        f"timer {id(thing):x} of {thing.interval()} ms"
        for thing in gc.get_objects()
        if isinstance(thing, QTimer) and shiboken6.isValid(thing) and thing.isActive()
    }


def _pooled() -> set[str]:
    """Tell whether Qt's pool still works."""
    return {"Qt's thread pool"} if QThreadPool.globalInstance().activeThreadCount() else set()


KINDS: dict[str, Callable[[], set[str]]] = {
    "threads": _threads,
    "processes": _processes,
    "timers": _timers,
    "pools": _pooled,
}


def pytest_collection_finish() -> None:
    """Take what the modules hold out of every later look: it is most of the objects there are."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def nothing_left_running(request: pytest.FixtureRequest) -> Iterator[None]:
    """Compare what runs before and after the test; what is ending gets its time."""
    # Looking for timers walks every object there is: not after a test that has no application.
    with_qt = "qapp" in request.fixturenames or QCoreApplication.instance() is None
    kinds = {kind: look for kind, look in KINDS.items() if kind != "timers" or with_qt}
    before = {kind: look() for kind, look in kinds.items()}
    yield
    end = time.monotonic() + float(request.config.getini(PATIENCE))
    while left := {kind: new for kind, look in kinds.items() if (new := look() - before[kind])}:
        if time.monotonic() > end:
            pytest.fail(f"left running: {left}")
        time.sleep(0.02)
