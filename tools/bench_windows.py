"""The real window while a lane works: the worst gaps of its event loop, for ``bench_start``.

The gaps are those of a timer of 5 ms in the window's own event loop, with the real lanes.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

from pharmassist.__main__ import COLLECTED_EVERY, rooms
from pharmassist.app import TURN_SECONDS, application, doors_of
from pharmassist.domain.claims import ClaimFilter
from pharmassist.services.jobs import Lanes
from pharmassist.services.list_reading import Choice
from pharmassist.ui.bridge import Bridge
from pharmassist.ui.rooms import Wish
from pharmassist.ui.start import Start

TICK_MS = 5
REST_MS = 3000
IMPORTED = 100_000
GAP_MS = 50
TITLES = "N° facture;Date facture;Date soins;N° AMC;Opérateur;Part AMC"


@dataclass
class Gaps:
    """How long the event loop left a timer of 5 ms waiting, in milliseconds."""

    last: float = 0.0
    found: list[float] = field(default_factory=list)

    def watch(self, owner: QObject) -> None:
        """Start looking."""
        self.last = time.perf_counter()
        timer = QTimer(owner)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.setInterval(TICK_MS)
        timer.timeout.connect(self._tick)
        timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.found.append((now - self.last) * 1000 - TICK_MS)
        self.last = now


def main(work: str, home: Path) -> int:
    """Open the window on a register and look for gaps while a lane works; returns the exit code."""
    gc.set_threshold(*COLLECTED_EVERY)
    sys.setswitchinterval(TURN_SECONDS)
    app = application("fr")
    lanes, gaps = Lanes(), Gaps()
    bridge = Bridge(lanes, _fail)
    wish = Wish(recovery_key_file=home.parent / "key.txt", initials="AB")
    start = Start(bridge, partial(doors_of, home, home), rooms(), wish)
    begun = 0.0

    def done(_result: object = None) -> None:
        taken = time.perf_counter() - begun
        long = sum(gap > GAP_MS for gap in gaps.found)
        sys.stdout.write(f"| {work} | {taken:.1f} s | {max(gaps.found):.0f} ms | {long} |\n")
        app.quit()

    def begin() -> None:
        nonlocal begun
        path = write_list(Path(folder))
        gaps.watch(start)
        begun = time.perf_counter()
        office = start.offices[0]
        if work == "rest":
            QTimer.singleShot(REST_MS, start, done)
        elif work == "import":
            bridge.ask(
                start,
                "write",
                lambda stop, progress: office.importing.store("AB", path, Choice(), stop, progress),
                done,
                _fail,
            )
        else:
            bridge.ask(
                start,
                "outside",
                lambda _stop, _progress: office.papers.claims("AB", ClaimFilter()),
                done,
                _fail,
            )

    with tempfile.TemporaryDirectory(prefix="pharmassist-bench-") as folder:
        # What the first second reads in the background is not the work that is looked at.
        start.settled.connect(
            lambda: QTimer.singleShot(1000, start, begin), Qt.ConnectionType.SingleShotConnection
        )
        start.show()
        QTimer.singleShot(0, start, start.begin)
        code = app.exec()
    lanes.close()
    for office in start.offices:
        office.close()
    return code


def write_list(folder: Path) -> Path:
    """Write a list of new invoices."""
    path = folder / "list.csv"
    lines = (
        f"{500_000 + number:09d};29/01/2024;29/01/2024;{10_000_000 + number % 400};;{number % 90},50"
        for number in range(1, IMPORTED + 1)
    )
    path.write_text("\r\n".join((TITLES, *lines)) + "\r\n", encoding="utf-8")
    return path


def _fail(error: BaseException) -> None:
    raise error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
