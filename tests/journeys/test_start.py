"""The real program as a process, on a real X display: its first start, its only window, its demonstration."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pharmassist.assembly import DEMONSTRATION_KEY
from tests.servers.process import Server, new_folder, wait_until

SECONDS = 60.0
TITLE = "PharmAssist"


class Display:
    """An X server of our own, on a display that nobody uses; what it shows, top window first."""

    def __init__(self) -> None:
        """Start; it finds a free number by itself and writes it down."""
        command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
        self._server = Server(new_folder("display"), command, {})
        self._server.wait_for(lambda: self._number() is not None)
        self.name = f":{self._number()}"

    def _number(self) -> str | None:
        # The server may say other things; the number stands on a line of its own.
        found = re.search(r"^(\d+)$", self._server.output(), re.MULTILINE)
        return found[1] if found else None

    def windows(self) -> list[str]:
        """Return the program's windows that are mapped, the one in front first, by their X number."""
        tree = self._ask("xwininfo", "-root", "-children")
        found = re.findall(rf'^\s+(0x[0-9a-f]+) "{TITLE}"', tree, re.MULTILINE)
        return [number for number in found if "IsViewable" in self._ask("xwininfo", "-id", number)]

    def colours(self, number: str) -> int:
        """Return how many colours a window shows: a blank one shows one or two."""
        picture = subprocess.run(
            ["import", "-window", number, "-format", "%k", "info:"],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "DISPLAY": self.name},
        )
        return int(picture.stdout.strip())

    def _ask(self, *command: str) -> str:
        done = subprocess.run([*command, "-display", self.name], capture_output=True, text=True, check=False)
        return done.stdout

    def stop(self) -> None:
        """End the server."""
        self._server.stop()


class Desk:
    """Starts the program as a person does, as often as wanted; everything ends with the test."""

    def __init__(self, display: Display, ends: ExitStack) -> None:
        self.display, self._ends = display, ends
        self._environment = {**os.environ, "DISPLAY": display.name, "QT_QPA_PLATFORM": "xcb"}

    def start(self, *words: str) -> Server:
        """Start the program and leave it running."""
        folder = new_folder("start")
        program = Server(folder, [sys.executable, "-m", "pharmassist", *words], self._inside())
        self._ends.callback(program.stop)
        return program

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the program to its end."""
        return subprocess.run(
            [sys.executable, "-m", "pharmassist", *words],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
            env=self._environment,
        )

    def _inside(self) -> dict[str, str]:
        # A server runs in a folder of its own: the program is found from there too.
        return {**self._environment, "PYTHONPATH": str(Path(__file__).parents[2])}

    def wait_windows(self, count: int) -> list[str]:
        """Wait for that many windows, the one in front painted; returns it first."""

        def there() -> bool:
            shown = self.display.windows()
            return len(shown) == count and self.display.colours(shown[0]) > 8

        wait_until(there, f"{count} windows", SECONDS)
        return self.display.windows()


@pytest.fixture
def desk() -> Iterator[Desk]:
    display = Display()
    with ExitStack() as ends:
        ends.callback(display.stop)
        yield Desk(display, ends)


def test_it_shows_its_first_page_and_says_how_long_it_took(
    desk: Desk, demonstration: Path, tmp_path: Path
) -> None:
    home = tmp_path / "pharmacie"
    shutil.copytree(demonstration, home)
    key = home / DEMONSTRATION_KEY
    ended = desk.run("--home", str(home), "--recovery-key-file", str(key), "--as", "CR", "--exit-when-shown")
    assert ended.returncode == 0, ended.stderr
    assert 0 < int(ended.stdout) < SECONDS * 1000
    assert "Traceback" not in ended.stderr


def test_a_bare_first_start_welcomes_and_is_the_only_window(desk: Desk, tmp_path: Path) -> None:
    home, other = tmp_path / "first", tmp_path / "other"
    first = desk.start("--home", str(home))
    (front,) = desk.wait_windows(1)
    desk.start("--home", str(other))
    covered = desk.wait_windows(2)
    assert covered[1] == front
    # A second start for the same folder ends; the first window comes to the front.
    second = desk.run("--home", str(home))
    assert (second.returncode, second.stdout) == (0, "")
    wait_until(lambda: desk.display.windows()[0] == front, "the first window in front", SECONDS)
    assert desk.display.windows() == [front, covered[0]]
    assert first.process.poll() is None
    assert not (home / "register.db").exists()


def test_the_demonstration_shows(desk: Desk) -> None:
    program = desk.start("demo")
    desk.wait_windows(1)
    assert program.process.poll() is None
    shown = desk.run("demo", "--exit-when-shown")
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.strip().isdecimal()
