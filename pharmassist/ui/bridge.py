"""Where the window asks the lanes for work, and where answers come back to its own thread.

One QObject, one queued signal. An answer is delivered only while the page that asked
still lives; a cancelled or dropped job says nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import ref

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.jobs import Job, LaneName, Outcome, Progress, Runner, Stop

_log = logging.getLogger(__name__)
Result = TypeVar("Result")
Listener = Callable[[frozenset[Kind]], None]


class Handle:
    """A job that was asked; it can be cancelled."""

    def __init__(self, stop: Stop) -> None:
        self._stop = stop
        self.over = False

    def cancel(self) -> None:
        """Ask the work to stop; nothing is delivered afterwards."""
        self.over = True
        self._stop.ask()


@dataclass(frozen=True, slots=True)
class _Note:
    """What crosses from a lane to the window: who it is for, and what to call."""

    owner: QObject | None
    handle: Handle | None
    last: bool
    call: Callable[[], None]


class Bridge(QObject):
    """Asks lanes; ``bug`` is called, on the window's thread, with any error that is no Problem."""

    _crossed = Signal(object)

    def __init__(
        self, runner: Runner, bug: Callable[[BaseException], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._bug = runner, bug
        self._listeners: list[tuple[ref[QObject], Listener]] = []
        self._crossed.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def ask(
        self,
        owner: QObject,
        lane: LaneName,
        work: Callable[[Stop, Progress], Result],
        done: Callable[[Result], None],
        failed: Callable[[Problem], None],
        progress: Progress | None = None,
    ) -> Handle:
        """Run ``work`` in a lane for ``owner`` (the page) and return a handle to cancel it.

        ``done`` gets the result, ``failed`` a Problem, ``progress`` done and total; all on
        the window's thread and only while ``owner`` lives. The work touches no Qt.
        """
        stop = Stop()
        handle = Handle(stop)

        def ended(outcome: Outcome, value: Any) -> None:
            if outcome == "done":
                self._cross(_Note(owner, handle, True, lambda: done(value)))
            elif outcome == "failed" and isinstance(value, Problem):
                self._cross(_Note(owner, handle, True, lambda: failed(value)))
            elif outcome == "failed":
                # A bug is told even when its page is gone.
                self._cross(_Note(None, None, True, lambda: self._bug(value)))

        def told(count: int, total: int) -> None:
            if progress is not None:
                self._cross(_Note(owner, handle, False, lambda: progress(count, total)))

        self._runner.submit(lane, Job(work, ended, told, stop))
        return handle

    def listen(self, owner: QObject, listener: Listener) -> None:
        """Tell a page which kinds changed, while it lives."""
        self._listeners.append((ref(owner), listener))

    def follow(self, changes: Changes) -> None:
        """Carry the changes posted by services, from any thread, to the pages that listen."""
        changes.listen(self.post)

    def post(self, kinds: frozenset[Kind]) -> None:
        """Tell the listening pages, later, on the window's thread."""
        self._cross(_Note(None, None, False, lambda: self._tell(kinds)))

    def _tell(self, kinds: frozenset[Kind]) -> None:
        living = []
        for owner, listener in self._listeners:
            page = owner()
            if page is not None and isValid(page):
                living.append((owner, listener))
        self._listeners = living
        for _owner, listener in living:
            listener(kinds)

    def _cross(self, note: _Note) -> None:
        try:
            self._crossed.emit(note)
        except RuntimeError:
            _log.debug("an answer came after the window closed")

    def _deliver(self, note: _Note) -> None:
        if note.owner is not None and not isValid(note.owner):
            return
        if note.handle is not None:
            if note.handle.over:
                return
            note.handle.over = note.last
        note.call()
