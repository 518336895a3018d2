"""Founding a register from the window: in a lane, its key in the keyring or in a chosen file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from pharmassist.domain.people import Person, Pharmacy
from pharmassist.domain.problems import Problem
from pharmassist.services.office import Office
from pharmassist.services.opening import Doors, Founded, Founding
from pharmassist.services.texts import translate as _
from pharmassist.ui.bridge import Bridge

NO_VAULT = frozenset(
    {"vault_absent", "vault_locked", "vault_refused", "vault_not_kept", "vault_too_long", "vault_silent"}
)
"""Problems of the keyring: the key may then go to a file, when the person says so."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the welcome leads to; ``made`` is told as soon as a register exists."""

    made: Callable[[Office], None]
    founded: Callable[[Office, bool], None]
    """The office is ready; True when an incident must be opened at once."""

    demonstration: Callable[[], None]
    other_folder: Callable[[Path], None]
    restore: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Birth:
    """A new register and the initials of the first person who acts."""

    founded: Founded
    who: str


class Founder(QObject):
    """Founds at most one register."""

    def __init__(self, bridge: Bridge, doors: Doors, choices: Choices, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._doors, self._choices = bridge, doors, choices
        self._busy = False

    def found(
        self,
        pharmacy: Pharmacy,
        people: tuple[Person, ...],
        done: Callable[[Birth], None],
        failed: Callable[[Problem], None],
        key_file: Path | None = None,
    ) -> None:
        """Make the register; ``key_file`` keeps its key out of the keyring, as was asked."""
        if self._busy:
            return
        self._busy = True
        founding = Founding(
            home=self._doors.home,
            pharmacy=pharmacy,
            people=people,
            recovery_key_out=key_file,
            without_vault=key_file is not None,
        )

        def work() -> Birth:
            founded = self._doors.found(founding)
            return Birth(founded, founded.office.people.list()[0].initials)

        def ended(birth: Birth) -> None:
            self._choices.made(birth.founded.office)
            done(birth)

        def stopped(problem: Problem) -> None:
            self._busy = False
            failed(problem)

        self._bridge.ask(self, "outside", lambda _stop, _progress: work(), ended, stopped)


def nameless_pharmacy() -> Pharmacy:
    """Return the pharmacy of a set-up that was left for later."""
    return Pharmacy(register_id="", name=_("My pharmacy"), finess="")
