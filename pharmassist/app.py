"""The window's door: options, the application, one window for each register, the pages.

The window is painted first; the register, the keyring and the printers are met in lanes.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from pharmassist import assembly
from pharmassist.adapters.machine.places import default_home
from pharmassist.adapters.machine.reports import keep_report
from pharmassist.domain.problems import Problem
from pharmassist.services.jobs import Lanes
from pharmassist.services.opening import Doors
from pharmassist.services.texts import use_language
from pharmassist.ui.bridge import Bridge
from pharmassist.ui.demonstration_folder import DemonstrationFolder
from pharmassist.ui.first_window import FirstWindow, come_forward
from pharmassist.ui.icons import mark
from pharmassist.ui.qt_words import load_qt_words
from pharmassist.ui.rooms import Mishaps, Rooms, Wish
from pharmassist.ui.start import Start
from pharmassist.ui.theme import Theme

TURN_SECONDS = 0.001
"""How long a lane may keep the interpreter while the window waits for it. With Python's own 5 ms an
import of 100,000 lines held the window up for 120 ms at a time, 30 to 50 ms with this (``make bench``)."""

_log = logging.getLogger(__name__)


def run(arguments: Sequence[str], rooms: Rooms) -> int:
    """Show the window until it is closed; returns the exit code."""
    started = time.perf_counter()
    sys.setswitchinterval(TURN_SECONDS)
    asked = _parser().parse_args(list(arguments))
    home = (asked.home or default_home()).expanduser()
    use_language(asked.lang or "fr")
    if not _has_screen():
        told = rooms.mishaps().describe(Problem("no_screen"))
        sys.stderr.write(f"{told.title}. {told.sentence}\n→ {told.remedy}\n")
        return 1
    app = application(asked.lang or "fr")
    demonstration = asked.command == "demo"
    first = FirstWindow(home)
    if not demonstration and not first.claim():
        return 0
    lanes = Lanes()
    temporary = DemonstrationFolder()
    # A demonstration leaves nothing behind, not even a report.
    bugs = Bugs(rooms.mishaps, None if demonstration else partial(keep_report, home))
    bridge = Bridge(lanes, bugs.tell)
    bugs.watch()
    try:
        start = Start(
            bridge,
            partial(doors_of, home, temporary.path),
            rooms,
            Wish(demonstration, asked.recovery_key_file, asked.initials or "", asked.lang or ""),
            # The demonstration leaves no trace of its own.
            None if demonstration else assembly.window_file(home),
        )
        bugs.parent_window = start
        first.called.connect(partial(come_forward, start))
        if asked.exit_when_shown:
            start.settled.connect(partial(_leave_when_painted, app, started))
        start.show()
        # The shell is on screen before anything slow is asked.
        QTimer.singleShot(0, start, partial(_begin, app, start))
        code = app.exec()
        lanes.close()
        for office in start.offices:
            office.close()
        start.deleteLater()
        return code
    finally:
        bugs.forget()
        first.release()
        temporary.remove()


def _has_screen() -> bool:
    """Tell whether a window can open: without a screen Qt would end the process."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def application(language: str) -> QApplication:
    """Return the application with its look and Qt's own words in the language."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("PharmAssist")
    load_qt_words(app, language)
    Theme(app)
    return app


def doors_of(home: Path, temporary: Path, folder: Path | None = None) -> Doors:
    """Return what the window may ask of a folder before an office exists."""
    place = folder or home
    return Doors(
        home=place,
        exists=partial(assembly.register_exists, place),
        open=assembly.open_office,
        found=assembly.found_office,
        vault_name=assembly.vault_name,
        # Each demonstration is a new one, in a folder of its own.
        demonstration=lambda: assembly.demonstration_office(Path(tempfile.mkdtemp(dir=temporary))),
        restore=assembly.restore_register,
    )


class Bugs(QObject):
    """Shows what no rule foresaw, once at a time, on the window's own thread."""

    _came = Signal(object)

    def __init__(
        self, mishaps: Callable[[], Mishaps], keep: Callable[[str], Path | None] | None = None
    ) -> None:
        super().__init__()
        self._mishaps, self._keep = mishaps, keep
        self.parent_window: QWidget | None = None
        self._shown = False
        self._came.connect(self._show)

    def watch(self) -> None:
        """Take the errors that nothing else took, of every thread."""
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread

    def forget(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def tell(self, error: BaseException) -> None:
        """Show an error, from any thread."""
        _log.error("bug: %s", type(error).__name__)
        self._came.emit(error)

    def _uncaught(
        self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        if isinstance(error, KeyboardInterrupt):
            QApplication.exit(130)
        else:
            self.tell(error)

    def _uncaught_in_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            self.tell(told.exc_value)

    def _show(self, error: BaseException) -> None:
        if self._shown:
            return
        self._shown = True
        mishaps = self._mishaps()
        text = mishaps.report(error)
        kept = self._keep(text) if self._keep is not None else None
        window = mishaps.window(text, kept, self.parent_window)
        window.exec()
        window.deleteLater()
        self._shown = False


def _begin(app: QApplication, start: Start) -> None:
    """Give every window the program's sign, then open what was asked."""
    app.setWindowIcon(mark())
    start.begin()


def _leave_when_painted(app: QApplication, started: float) -> None:
    """Print the milliseconds since the start and leave, once what settled was painted."""

    def leave() -> None:
        sys.stdout.write(f"{(time.perf_counter() - started) * 1000:.0f}\n")
        sys.stdout.flush()
        app.closeAllWindows()
        app.quit()

    QTimer.singleShot(0, app, leave)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pharmassist", add_help=False)
    parser.add_argument("command", nargs="?", choices=("demo",))
    parser.add_argument("--home", type=Path)
    parser.add_argument("--lang", choices=("fr", "en"))
    parser.add_argument("--as", dest="initials")
    parser.add_argument("--recovery-key-file", type=Path)
    parser.add_argument("--exit-when-shown", action="store_true")
    return parser
