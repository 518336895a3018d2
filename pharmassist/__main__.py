"""Two doors: no command and ``demo`` open the window, everything else is the command line.

``--printing-child`` is no door: the program calls itself so to draw pages on a Windows printer.
"""

from __future__ import annotations

import gc
import sys
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pharmassist.ui.other_rooms import OtherRooms
    from pharmassist.ui.rooms import FirstRoom, Mishaps, Rooms


COLLECTED_EVERY = (20_000, 5, 500)
"""Python's own (700, 10, 10) looks through every object again and again while a lane builds a
document: the window stood still for 110 ms at a time, 37 ms with these (``make bench``)."""


def main() -> int:
    """Start the program; returns its exit code."""
    gc.set_threshold(*COLLECTED_EVERY)
    arguments = sys.argv[1:]
    if arguments[:1] == ["--printing-child"]:
        from pharmassist.adapters.printing.windows_child import main as print_pages

        return print_pages(arguments[1:])
    if _wants_window(arguments):
        from pharmassist.ui.source_reading import spare_sources

        spare_sources()
        from pharmassist.app import run as run_window

        return run_window(arguments, rooms())
    from pharmassist.cli.main import run

    return run(arguments)


def rooms() -> Rooms:
    """Return how the window gets what it does not need to be painted."""
    from pharmassist.ui.rooms import Rooms

    return Rooms(_first_room, _other_rooms, _mishaps)


def _first_room() -> FirstRoom:
    from pharmassist.ui.first_room import furnish
    from pharmassist.ui.furnishing import read_beginning
    from pharmassist.ui.rooms import FirstRoom

    return FirstRoom(read_beginning, furnish)


def _other_rooms() -> OtherRooms:
    from pharmassist.ui.other_rooms import OTHER_ROOMS

    return OTHER_ROOMS


def _mishaps() -> Mishaps:
    from pharmassist.services.problem_texts import describe
    from pharmassist.ui.crash import CrashWindow, report
    from pharmassist.ui.rooms import Mishaps

    return Mishaps(partial(describe, typed=True), report, CrashWindow)


def _wants_window(arguments: list[str]) -> bool:
    """Tell whether no command stands there, or ``demo`` without ``--build-only``."""
    if any(word in ("-h", "--help", "--version", "--build-only") for word in arguments):
        return False
    with_value = {"--home", "--lang", "--as", "--at", "--recovery-key-file"}
    words = iter(arguments)
    for word in words:
        if word in with_value:
            next(words, None)
        elif not word.startswith("--"):
            return word == "demo"
    return True


if __name__ == "__main__":
    sys.exit(main())
