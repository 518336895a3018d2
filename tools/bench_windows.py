"""The real window while a lane works: the worst gaps of its event loop, for ``bench_start``.

The gaps are those of a timer of 5 ms in the window's own event loop, with the real lanes.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer

from pharmassist.__main__ import COLLECTED_EVERY, rooms
from pharmassist.app import TURN_SECONDS, application, doors_of
from pharmassist.demonstration.year_files import cfonb120
from pharmassist.domain.claims import ClaimFilter
from pharmassist.services.banking import BankChoice
from pharmassist.services.jobs import LaneName, Lanes, Progress, Stop
from pharmassist.services.list_reading import Choice
from pharmassist.services.office import Office
from pharmassist.ui.bridge import Bridge
from pharmassist.ui.rooms import Wish
from pharmassist.ui.start import Start
from tools.bench_bank import FIRST, LAST, entries

Asked = tuple[LaneName, Callable[[Stop, Progress], Any]]

TICK_MS = 5
REST_SECONDS = 3
LONGEST_MS = 120_000
MOVEMENTS = 10_000
IMPORTED = 100_000
GAP_MS = 50
TITLES = "N° facture;Date facture;Date soins;N° AMC;Opérateur;Part AMC"


@dataclass
class Gaps:
    """How long the event loop left a timer of 5 ms waiting, in milliseconds.

    Each gap is told with the processor time that this program took in it: other programs of a busy
    computer lengthen the first and not the second.
    """

    last: float = 0.0
    worked: float = 0.0
    found: list[tuple[float, float]] = field(default_factory=list)

    def watch(self, owner: QObject) -> None:
        """Start looking."""
        self.last, self.worked = time.perf_counter(), time.process_time()
        timer = QTimer(owner)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.setInterval(TICK_MS)
        timer.timeout.connect(self._tick)
        timer.start()

    def row(self) -> str:
        """Return the worst gap by the clock, by processor time, and how many were long, as cells."""
        worst = max(gap for gap, _own in self.found)
        own = max(min(gap, own) for gap, own in self.found)
        return f"{worst:.0f} ms | {own:.0f} ms | {sum(gap > GAP_MS for gap, _own in self.found)}"

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.process_time()
        self.found.append(((now - self.last) * 1000 - TICK_MS, (worked - self.worked) * 1000))
        self.last, self.worked = now, worked


def main(work: str, folder: str) -> int:
    """Open the window on a register and look for gaps while a lane works; returns the exit code.

    1 when the work fails, 2 when it gives no answer: a benchmark that waits for ever tells nothing.
    """
    gc.set_threshold(*COLLECTED_EVERY)
    sys.setswitchinterval(TURN_SECONDS)
    home = Path(folder)
    app = application("fr")
    lanes, gaps = Lanes(), Gaps()

    def failed(error: BaseException) -> None:
        sys.stderr.write(f"{work}: {error!r}\n")
        app.exit(1)

    sys.excepthook = lambda _kind, error, _trace: failed(error)
    bridge = Bridge(lanes, failed)
    wish = Wish(recovery_key_file=home.parent / "key.txt", initials="AB")
    start = Start(bridge, partial(doors_of, home, home), rooms(), wish)
    begun = 0.0

    def done(_result: object = None) -> None:
        taken = time.perf_counter() - begun
        sys.stdout.write(f"| {work} | {taken:.1f} s | {gaps.row()} |\n")
        app.quit()

    def begin() -> None:
        nonlocal begun
        office = start.offices[0]
        lane, asked = WORKS[work](office, Path(temporary))
        gaps.watch(start)
        begun = time.perf_counter()
        bridge.ask(start, lane, asked, done, failed)

    waited: list[LaneName] = ["read", "outside", "write"]

    def wait(_result: object = None) -> None:
        # On a busy computer it lasts longer: each lane is let come to its end.
        if waited:
            bridge.ask(start, waited.pop(), lambda _stop, _progress: None, wait, failed)
        else:
            QTimer.singleShot(500, start, begin)

    with tempfile.TemporaryDirectory(prefix="pharmassist-bench-") as temporary:
        # What the first second reads in the background is not the work that is looked at.
        start.settled.connect(
            lambda: QTimer.singleShot(1000, start, wait), Qt.ConnectionType.SingleShotConnection
        )
        QTimer.singleShot(LONGEST_MS, start, lambda: app.exit(2))
        start.show()
        QTimer.singleShot(0, start, start.begin)
        code = app.exec()
    lanes.close()
    for office in start.offices:
        office.close()
    return code


def _rest(_office: Office, _folder: Path) -> Asked:
    return "outside", lambda _stop, _progress: time.sleep(REST_SECONDS)


def _print(office: Office, _folder: Path) -> Asked:
    return "outside", lambda _stop, _progress: office.papers.claims("AB", ClaimFilter())


def _import(office: Office, folder: Path) -> Asked:
    path = write_list(folder)
    return "write", lambda stop, progress: office.importing.store("AB", path, Choice(), stop, progress)


def _bank(office: Office, folder: Path) -> Asked:
    path = folder / "releve.cfonb120"
    path.write_bytes(cfonb120(entries(MOVEMENTS), FIRST, LAST))
    return "write", lambda stop, _progress: office.banking.store("AB", path, BankChoice(), stop)


def _explain(office: Office, _folder: Path) -> Asked:
    return "read", office.reconciling.look


def _point(office: Office, _folder: Path) -> Asked:
    return "write", lambda stop, _progress: office.reconciling.point("AB", stop)


WORKS: dict[str, Callable[[Office, Path], Asked]] = {
    "rest": _rest,
    "print": _print,
    "import": _import,
    "bank": _bank,
    "explain": _explain,
    "point": _point,
}
"""What a lane does meanwhile. Asked for is the lane and its work; preparing it is not measured."""


def write_list(folder: Path) -> Path:
    """Write a list of new invoices."""
    path = folder / "list.csv"
    lines = (
        f"{500_000 + number:09d};29/01/2024;29/01/2024;{10_000_000 + number % 400};;{number % 90},50"
        for number in range(1, IMPORTED + 1)
    )
    path.write_text("\r\n".join((TITLES, *lines)) + "\r\n", encoding="utf-8")
    return path
