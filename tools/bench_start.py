"""Measure the start, the memory and the worst gaps of the window, as processes of their own.

Every figure is set beside a floor taken in the same run: a bare PySide6 window with ten tables.
Run by ``make bench``; prints Markdown rows for ``docs/benchmarks.md``.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pharmassist.adapters.machine.clock import PharmacyClock
from pharmassist.adapters.store.files import EncryptedFiles
from pharmassist.domain.claims import Claim
from pharmassist.domain.people import Person, Pharmacy, Role
from pharmassist.domain.recovery_key import write_recovery_key
from tests.pointing_bench import fill
from tools.bench_peers import tell_windows

CLAIMS = (10_000, 100_000)
ROUNDS = 7
KEY = bytes(range(32))
MEMORY_AFTER_SECONDS = 5.0
POINTED = (1_000, 10_000)
"""Credits and invoices of the register that is pointed."""
LONGEST_SECONDS = 180.0


def main() -> int:
    """Measure and print; returns the exit code."""
    with tempfile.TemporaryDirectory(prefix="pharmassist-bench-") as folder:
        place = Path(folder)
        environment = {
            # An installed program is compiled once, not at each start.
            **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        }
        registers = {count: make_register(place / str(count), count) for count in CLAIMS}
        smallest = registers[CLAIMS[0]]
        commands: dict[str, Sequence[str]] = {
            "bare window (floor)": of("bare"),
            "shell": of("door", "shell", str(smallest.parent / "empty")),
            **{f"first page, {count} claims": window_on(home) for count, home in registers.items()},
        }
        print("## Start\n\n| | first | warm, best | warm, median | × bare |\n|---|---|---|---|---|")
        first = {name: until_told(command, environment) for name, command in commands.items()}
        # Taken in turns, so that what else the computer does falls on all alike.
        warm: dict[str, list[float]] = {name: [] for name in commands}
        for _round in range(ROUNDS):
            for name, command in commands.items():
                warm[name].append(until_told(command, environment))
        floor = statistics.median(warm["bare window (floor)"])
        for name, times in warm.items():
            middle = statistics.median(times)
            print(
                f"| {name} | {first[name]:.0f} ms | {min(times):.0f} ms | {middle:.0f} ms "
                f"| {middle / floor:.2f} |"
            )
        print("\n## Memory, five seconds after the start\n\n| | resident | private |\n|---|---|---|")
        memory("bare window (floor)", of("bare", "stay"), environment)
        for count, home in registers.items():
            memory(f"{count} claims", window_on(home, stay=True), environment)
        tell_windows(
            {"bare window (floor)": of("bare", "stay"), "PharmAssist": window_on(smallest, stay=True)}, place
        )
        print(
            "\n## Event loop\n\n| while | took | worst gap | of processor time | gaps over 50 ms |"
            "\n|---|---|---|---|---|"
        )
        pointed = make_register(place / "pointed", 0)
        # The import comes last: it leaves ten times the invoices behind.
        works = [("rest", smallest), ("print", smallest), ("bank", smallest)]
        for work, home in (*works, ("explain", pointed), ("point", pointed), ("import", smallest)):
            print(row(work, of("door", "windows", work, str(home)), environment), flush=True)
    return 0


def make_register(folder: Path, count: int) -> Path:
    """Make a register of that many invoices (0: the one to be pointed) and its key; returns its folder."""
    home = folder / "home"
    pharmacy = Pharmacy("0123456789abcdef", "Pharmacie du Port", "290099993", town="Brest")
    people = (Person(0, "AB", "Anne Besson", Role.OWNER),)
    folder.mkdir(parents=True)
    (folder / "key.txt").write_text(write_recovery_key(KEY), encoding="utf-8")
    register = EncryptedFiles(home, PharmacyClock()).create(pharmacy, KEY, people)
    today = datetime.now(UTC).date()
    if count:
        with register.write("AB") as tx:
            days = (today - timedelta(days=number % 120) for number in range(1, count + 1))
            tx.claims.add_many((claim(number, day) for number, day in enumerate(days, start=1)), 0)
            tx.journal.record("claims.added", facts={"count": count})
    else:
        fill(register, *POINTED)
    register.close()
    return home


def claim(number: int, day: date) -> Claim:
    """Return an invoice like many others."""
    return Claim(
        f"{number:09d}",
        500 + number % 9000,
        invoice_date=day,
        amc_number=f"{10_000_000 + number % 40}",
        operator=("viamedis", "almerys")[number % 2],
    )


def of(part: str, *more: str) -> list[str]:
    """Return the command of one of the other ``bench_`` files."""
    return [sys.executable, "-m", f"tools.bench_{part}", *more]


def window_on(home: Path, *, stay: bool = False) -> list[str]:
    """Return the command of the real window on a register."""
    command = [sys.executable, "-m", "pharmassist", "--home", str(home), "--as", "AB"]
    command += ["--recovery-key-file", str(home.parent / "key.txt")]
    return command if stay else [*command, "--exit-when-shown"]


def until_told(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Return the milliseconds from the start of a process to its first line."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        told = process.stdout.readline()
        taken = (time.perf_counter() - start) * 1000
        process.wait(60)
    if not told or process.returncode:
        raise RuntimeError(f"{command} did not show its window")
    return taken


def memory(name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Print the resident and the private memory of a process that stays (Linux)."""
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        time.sleep(MEMORY_AFTER_SECONDS)
        if process.poll() is not None:
            print(f"| {name} | did not stay open | |")
            return
        told = Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="utf-8")
        process.terminate()
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in told.splitlines()[1:]}
    private = kilobytes["Private_Dirty"] + kilobytes["Private_Clean"]
    print(f"| {name} | {kilobytes['Rss'] / 1000:.0f} MB | {private / 1000:.0f} MB |")


def row(work: str, command: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the row that a process writes, or why it wrote none."""
    try:
        done = subprocess.run(
            command,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return f"| {work} | no answer in {LONGEST_SECONDS:.0f} s | | | |"
    if done.returncode:
        told = (done.stderr.strip().splitlines() or [""])[-1]
        return f"| {work} | failed ({done.returncode}): {told} | | | |"
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
