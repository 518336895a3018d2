"""The program kept warm: read once, then forked for each command.

A start costs a second, nearly all of it reading modules; the journeys by command make three hundred of
them. Each command still is a process of its own, with its arguments, its environment, its folder, its
three streams and its end. ``StartedProgram`` pays the whole start, where the start itself is the matter.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import runpy
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pharmassist

SECONDS = 120
SPARED = ("ui", "demonstration", "windows", "app", "__main__")
"""What hardly a command reads, or not on this system."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that ended: its exit code and what it wrote."""

    code: int
    stdout: str
    stderr: str


class WarmProgram:
    """The process that reads the program and forks itself for each command."""

    def __init__(self) -> None:
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._channel.settimeout(SECONDS)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(theirs.fileno())], pass_fds=[theirs.fileno()]
            )

    def run(self, words: list[str], stdin: str) -> Ended:
        """Run one command to its end."""
        asked = json.dumps({"words": words, "environment": dict(os.environ), "folder": str(Path.cwd())})
        with ExitStack() as open_files:
            given, out, err = (open_files.enter_context(tempfile.TemporaryFile()) for _ in range(3))
            given.write(stdin.encode())
            given.seek(0)
            socket.send_fds(self._channel, [asked.encode()], [given.fileno(), out.fileno(), err.fileno()])
            answer = self._channel.recv(16)
            assert answer, "the warm program ended"
            out.seek(0)
            err.seek(0)
            return Ended(int(answer), out.read().decode(), err.read().decode())

    def end(self) -> None:
        """Let it go."""
        self._channel.close()
        self._process.wait(SECONDS)


def _read_modules() -> None:
    """Read what commands read; nothing of it may look at the environment."""
    for found in pkgutil.walk_packages(pharmassist.__path__, "pharmassist."):
        if not any(part.startswith(SPARED) for part in found.name.split(".")):
            importlib.import_module(found.name)


def _serve(channel: socket.socket) -> None:
    """Fork for each request; returns in the child, which is the command, and never in the parent."""
    while True:
        asked, streams, _, _ = socket.recv_fds(channel, 1 << 20, 3)
        if not asked:
            raise SystemExit(0)
        child = os.fork()
        if child == 0:
            channel.close()
            _become(json.loads(asked), streams)
            return
        for stream in streams:
            os.close(stream)
        channel.send(b"%d" % os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _become(asked: dict[str, object], streams: list[int]) -> None:
    """Take the streams, the environment, the folder and the arguments of the command."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    environment, words = asked["environment"], asked["words"]
    assert isinstance(environment, dict)
    assert isinstance(words, list)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(str(asked["folder"]))
    sys.argv = ["pharmassist", *words]


if __name__ == "__main__":
    _read_modules()
    gc.collect()
    gc.freeze()
    _serve(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module("pharmassist", run_name="__main__", alter_sys=True)
