"""Background work: three one-thread lanes.

``write`` changes the register, ``read`` has its own connection, ``outside`` talks to what
may never answer (keyring, network, printers): its thread is a daemon that is abandoned and
replaced when a call does not return. A job ends as exactly one of done, failed, cancelled,
dropped.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from pharmassist.domain.problems import Cancelled

LaneName = Literal["write", "read", "outside"]
Outcome = Literal["done", "failed", "cancelled", "dropped"]
Progress = Callable[[int, int], None]


class Stop:
    """A wish to stop, looked at by the work between two steps."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def ask(self) -> None:
        """Ask the work to stop."""
        self._event.set()

    @property
    def asked(self) -> bool:
        """Tell whether stopping was asked."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise :class:`Cancelled` when stopping was asked."""
        if self._event.is_set():
            raise Cancelled


@dataclass(slots=True)
class Job:
    """One piece of work; ``work`` gets the stop wish and a progress call, and touches no Qt."""

    work: Callable[[Stop, Progress], Any]
    ended: Callable[[Outcome, Any], None]
    progress: Progress = field(default=lambda _done, _total: None)
    stop: Stop = field(default_factory=Stop)

    def run(self) -> None:
        """Do the work and tell its end; an unexpected error is told as ``failed`` too."""
        if self.stop.asked:
            self.ended("dropped", None)
            return
        try:
            result = self.work(self.stop, self.progress)
        except Cancelled:
            self.ended("cancelled", None)
        except Exception as error:  # the lane must outlive any job (house rule: one of three places)
            self.ended("failed", error)
        else:
            self.ended("done", result)


class Runner(Protocol):
    """Runs jobs: lanes in the program, at once in tests."""

    def submit(self, lane: LaneName, job: Job) -> None:
        """Run a job in a lane, now or when its turn comes."""

    def close(self) -> None:
        """Drop what waits and let what runs finish."""


class ImmediateRunner:
    """Runs each job at once, on the caller's thread."""

    def submit(self, lane: LaneName, job: Job) -> None:
        """Run the job now."""
        del lane
        job.run()

    def close(self) -> None:
        """Do nothing."""


class _Lane:
    """One daemon thread and its queue."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = self._start()

    def _start(self) -> threading.Thread:
        thread = threading.Thread(target=self._work, args=(self._jobs,), name=self._name, daemon=True)
        thread.start()
        return thread

    def _work(self, jobs: queue.SimpleQueue[Job | None]) -> None:
        while (job := jobs.get()) is not None:
            job.run()

    def put(self, job: Job) -> None:
        with self._lock:
            if self._closed:
                job.ended("dropped", None)
            else:
                self._jobs.put(job)

    def replace(self) -> None:
        """Leave a silent thread behind; waiting jobs go on in a new one."""
        with self._lock:
            old, self._jobs = self._jobs, queue.SimpleQueue()
            while not old.empty():
                self._jobs.put(old.get())
            old.put(None)
            self._thread = self._start()

    def close(self, wait: float) -> None:
        with self._lock:
            self._closed = True
            while not self._jobs.empty():
                job = self._jobs.get()
                if job is not None:
                    job.ended("dropped", None)
            self._jobs.put(None)
        self._thread.join(wait)


class Lanes:
    """The three lanes of the program."""

    def __init__(self) -> None:
        self._lanes = {name: _Lane(f"lane-{name}") for name in ("write", "read", "outside")}

    def submit(self, lane: LaneName, job: Job) -> None:
        """Queue a job in its lane."""
        self._lanes[lane].put(job)

    def replace_outside(self) -> None:
        """Abandon the outside thread because its call does not return."""
        self._lanes["outside"].replace()

    def close(self) -> None:
        """Drop what waits and let what runs finish (the outside lane at most half a second)."""
        for name, lane in self._lanes.items():
            lane.close(0.5 if name == "outside" else 10)
