"""A desktop of its own: a screen in memory, a session bus with a keyring, the bus of assistive tools."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.servers.process import STOP_SECONDS, new_folder, wait_until
from tests.servers.secret_service import SecretService

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
SYSTEM_PYTHON = "/usr/bin/python3"
"""Debian's own: ``gi`` comes as a package of the system, not from the package index."""
READER = Path(__file__).with_name("screen_reader.py")
PATIENCE = 45.0
"""Ends a wait that leads nowhere, in seconds; what is there sooner is taken at once."""


class Desktop:
    """Screen, buses and keyring; what is started here is ended by its own process group."""

    def __init__(self, width: int = 1280, height: int = 800) -> None:
        """Start everything (less than a second on a calm computer)."""
        self._groups: list[subprocess.Popen[bytes]] = []
        self.folder = new_folder("desktop")
        os.chown(self.folder, os.getuid(), os.getgid())
        self.keyring = SecretService()
        try:
            self.display = self._screen(width, height)
            self.environment = {
                **self.keyring.environment,
                "DISPLAY": self.display,
                "PATH": os.environ["PATH"],
                "LANG": "C.UTF-8",
                "NO_AT_BRIDGE": "0",
                "QT_QPA_PLATFORM": "xcb",
                "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            }
            self._start([LAUNCHER, "--launch-immediately"])
            wait_until(self._spoken_to, "start of the bus of assistive tools", PATIENCE)
        except BaseException:
            self.stop()
            raise

    def program(self, *words: str) -> Program:
        """Start PharmAssist on this screen, as a person's own program."""
        return Program(self._start([sys.executable, "-m", "pharmassist", *words]), self)

    def reader(self) -> Reader:
        """Start what an assistive tool does."""
        return Reader(self.environment)

    def press(self, *keys: str) -> None:
        """Press keys in the newest window, as a window manager gives the keyboard to a new dialog."""
        self.wake()
        self._tool("key", "--clearmodifiers", *keys)

    def type(self, words: str) -> None:
        """Type words where the keyboard is."""
        self.wake()
        self._tool("type", "--delay", "1", words)

    def wake(self) -> None:
        """Give the keyboard to the newest window."""
        shown = self._tool("search", "--onlyvisible", "--name", ".").split()
        self._tool("windowfocus", shown[-1])

    def _tool(self, *words: str) -> str:
        """Run ``xdotool``: it speaks to the screen only."""
        done = subprocess.run(
            ["xdotool", *words], env=self.environment, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    def stop(self) -> None:
        """End all that was started here, last first, and remove what it kept."""
        for process in reversed(self._groups):
            end_group(process)
        self.keyring.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        name = f"{len(self._groups)}-{Path(command[0]).name}.log"
        with (self.folder / name).open("wb") as log:
            process = subprocess.Popen(
                command,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._groups.append(process)
        return process

    def _screen(self, width: int, height: int) -> str:
        """Start a screen that finds its own number."""
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24"]
        command += ["-nolisten", "tcp", "-noreset"]
        with (self.folder / "screen.log").open("wb") as log:
            process = subprocess.Popen(
                command, pass_fds=(writing,), stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        self._groups.append(process)
        os.close(writing)
        with os.fdopen(reading) as told:
            return f":{told.readline().strip()}"

    def _spoken_to(self) -> bool:
        asked = ["gdbus", "call", "--session", "--dest=org.a11y.Bus", "--object-path=/org/a11y/bus"]
        done = subprocess.run(
            [*asked, "--method=org.a11y.Bus.GetAddress"],
            env=self.environment,
            capture_output=True,
            check=False,
        )
        return b"unix:" in done.stdout


class Program:
    """PharmAssist running on a desktop."""

    def __init__(self, process: subprocess.Popen[bytes], desktop: Desktop) -> None:
        self.process, self._desktop = process, desktop

    def end(self) -> None:
        """End it, as leaving the session does."""
        end_group(self.process)


class Reader:
    """An assistive tool: it knows the program by its names, roles and states only."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [SYSTEM_PYTHON, str(READER), str(PATIENCE)],
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def ask(self, verb: str, **given: Any) -> Any:
        """Let it do something; raises LookupError with all that is said on screen when it cannot."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"verb": verb, **given}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline() or '{"problem": "it ended"}')
        if "problem" in answer:
            raise LookupError(f"{verb} {given}: {answer['problem']}")
        return answer["found"]

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._process.stdout.close()


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it started: all of its own group, known by its number."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            break
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
    process.wait()
