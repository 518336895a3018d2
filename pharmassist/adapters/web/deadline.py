"""An overall deadline on a connection: time-outs of the library are per read only.

A server that drips one byte at a time never runs into a read time-out. Here a timer shuts
the socket down at the deadline, and the blocked read ends at once.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType


class Deadline:
    """Shuts every watched socket down when its time is over."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._pass)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        self._timer.join()
        for watched in self._sockets:
            watched.close()

    def watch(self, connection: socket.socket) -> None:
        """Watch a connection through a duplicate: TLS takes the original away."""
        with self._lock:
            self._sockets.append(connection.dup())
        if self.passed:
            self._shut()

    def _pass(self) -> None:
        self.passed = True
        self._shut()

    def _shut(self) -> None:
        with self._lock:
            for watched in self._sockets:
                # A connection the server already ended cannot be shut again.
                with contextlib.suppress(OSError):
                    watched.shutdown(socket.SHUT_RDWR)
