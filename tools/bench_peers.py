"""Windows on a screen of their own (Xvfb): how long until the first one is there, and its memory.

For ``bench_start``: KeePassXC and GNOME Secrets beside ours and a bare window, all looked at the same
way, from outside, by ``xdotool``. What is not installed is said, with what installs it.
"""

from __future__ import annotations

import os
import shutil
import signal
import statistics
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROUNDS = 5
LONGEST_SECONDS = 30.0
SETTLED_SECONDS = 3.0
LOOK_EVERY_SECONDS = 0.005
INSTALL = "make bench-peers"
PEERS = {"KeePassXC": ("keepassxc",), "GNOME Secrets": ("dbus-run-session", "--", "secrets")}


def tell_windows(ours: Mapping[str, Sequence[str]], place: Path) -> None:
    """Print one row for each program, the first of ``ours`` being the floor."""
    print("\n## First window on a screen\n")
    if not (shutil.which("Xvfb") and shutil.which("xdotool")):
        print(f"not measured: Xvfb and xdotool are not installed ({INSTALL})")
        return
    print("| | best | median | × bare | resident |\n|---|---|---|---|---|")
    found = {name: each for name, each in PEERS.items() if all(map(shutil.which, (each[0], each[-1])))}
    commands: dict[str, Sequence[str]] = {**ours, **found}
    with screen() as display:
        environment = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "LIBGL_ALWAYS_SOFTWARE": "1",
        }
        taken: dict[str, list[float]] = {name: [] for name in commands}
        resident: dict[str, float] = {}
        # In turns, so that what else the computer does falls on all alike; the first turn warms up.
        for turn in range(ROUNDS + 1):
            for name, asked in commands.items():
                home = place / "peers" / name
                home.mkdir(parents=True, exist_ok=True)
                known = {} if name in ours else {"HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
                last = turn == ROUNDS
                shown = until_window(asked, {**environment, **known}, stay=SETTLED_SECONDS if last else 0.0)
                if shown is None:
                    continue
                resident[name] = shown[1]
                if turn:
                    taken[name].append(shown[0])
    floor = statistics.median(next(iter(taken.values())) or [float("nan")])
    for name, times in taken.items():
        if times:
            middle = statistics.median(times)
            cells = f"{min(times):.0f} ms | {middle:.0f} ms | {middle / floor:.1f} | {resident[name]:.0f} MB"
            print(f"| {name} | {cells} |")
        else:
            print(f"| {name} | no window within {LONGEST_SECONDS:.0f} s | | | |")
    for name in PEERS.keys() - commands.keys():
        print(f"| {name} | not installed ({INSTALL}) | | | |")


@contextmanager
def screen() -> Iterator[str]:
    """Give the name of a new display, which ends with the block."""
    read, write = os.pipe()
    arguments = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    with subprocess.Popen(arguments, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read, encoding="ascii") as told:
            number = told.readline().strip()
        try:
            if not number:
                raise RuntimeError("Xvfb did not start")
            yield f":{number}"
        finally:
            server.terminate()


def until_window(
    command: Sequence[str], environment: Mapping[str, str], *, stay: float
) -> tuple[float, float] | None:
    """Return the milliseconds until a window is on screen and the program's megabytes; None where none came.

    The program is looked at for ``stay`` more seconds before its memory is read, then ended.
    """
    quiet = subprocess.DEVNULL
    while on_screen(environment):
        # The window of the program before goes a little later than the program.
        time.sleep(LOOK_EVERY_SECONDS)
    began = time.perf_counter()
    with subprocess.Popen(
        command, env=environment, stdout=quiet, stderr=quiet, start_new_session=True
    ) as process:
        try:
            while time.perf_counter() - began < LONGEST_SECONDS and process.poll() is None:
                if on_screen(environment):
                    taken = (time.perf_counter() - began) * 1000
                    time.sleep(stay)
                    return taken, megabytes(process.pid)
                time.sleep(LOOK_EVERY_SECONDS)
            return None
        finally:
            end(process)


def on_screen(environment: Mapping[str, str]) -> bool:
    """Tell whether any window of a program is shown."""
    looking = ("xdotool", "search", "--onlyvisible", "--class", ".")
    return subprocess.run(looking, env=environment, capture_output=True, check=False).returncode == 0


def megabytes(group: int) -> float:
    """Return the resident memory of a process and of what it started, in megabytes."""
    told = subprocess.run(
        ("ps", "-o", "rss=", "--sid", str(group)), capture_output=True, text=True, check=False
    ).stdout
    return sum(map(int, told.split())) / 1000


def end(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started, by the group that we gave it."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, sign)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                continue
