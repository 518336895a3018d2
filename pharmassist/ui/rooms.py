"""How the shell gets what it does not need to be painted: calls, each of which imports.

They are made by ``__main__``, the door, so that the shell is on screen before their modules are read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

# Only names of types: these are the modules that must not be read yet.
if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QDialog, QWidget

    from pharmassist.domain.problems import Problem
    from pharmassist.services.office import Office
    from pharmassist.services.problem_texts import ProblemText
    from pharmassist.ui.bridge import Bridge
    from pharmassist.ui.furnishing import Beginning, Furnishing
    from pharmassist.ui.keeping import Keeping
    from pharmassist.ui.other_rooms import OtherRooms


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person asked on the command line of the window."""

    demonstration: bool = False
    recovery_key_file: Path | None = None
    initials: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class FirstRoom:
    """How an office is looked at, in a lane, and how its window is built."""

    read: Callable[[Office], Beginning]
    furnish: Callable[[QApplication, Bridge, Rooms, Office, Beginning, Wish, Keeping], Furnishing]


@dataclass(frozen=True, slots=True)
class Mishaps:
    """What is said when nothing can go on: in a terminal where no window can open, in a window of a bug."""

    describe: Callable[[Problem], ProblemText]
    report: Callable[[BaseException], str]
    window: Callable[[str, Path | None, QWidget | None], QDialog]
    """What shows a report, and the file that keeps it."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """``first`` is called in a lane; ``others`` in a lane too, or at the click that needs them before.

    ``mishaps`` is called when one happened.
    """

    first: Callable[[], FirstRoom]
    others: Callable[[], OtherRooms]
    mishaps: Callable[[], Mishaps]
