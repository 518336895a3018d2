"""The window as it is painted before anything is read, for ``bench_start``."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer

from pharmassist.__main__ import rooms
from pharmassist.app import application, doors_of
from pharmassist.services.jobs import ImmediateRunner
from pharmassist.ui.bridge import Bridge
from pharmassist.ui.first_window import FirstWindow
from pharmassist.ui.rooms import Wish
from pharmassist.ui.start import Start


def main(folder: str) -> int:
    """Show it, write a line once it is painted, and leave; returns the exit code."""
    home = Path(folder)
    app = application("fr")
    first = FirstWindow(home)
    first.claim()
    bridge = Bridge(ImmediateRunner(), _fail)
    start = Start(bridge, partial(doors_of, home, home), rooms(), Wish())
    start.show()

    def painted() -> None:
        sys.stdout.write("shown\n")
        sys.stdout.flush()
        app.quit()

    QTimer.singleShot(0, app, painted)
    code = app.exec()
    first.release()
    return code


def _fail(error: BaseException) -> None:
    raise error
