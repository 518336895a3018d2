"""Where a change of password stands: pointers and vault compared, what was set aside and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from pharmassist.domain.accesses import Access, Rotation, Stage, SweepItem
from pharmassist.domain.problems import Problem
from pharmassist.services.accesses import known_access
from pharmassist.services.entries import Entry
from pharmassist.services.ports.register import Transaction
from pharmassist.services.stage_words import stage_word
from pharmassist.services.texts import translate as _

Why = Literal["refused", "abandoned", "replaced", "found"]
LOOKED_THROUGH = 400
"""Journal entries of one access that are looked through for what became of a password."""
_CAUSES: dict[str, tuple[str, Why]] = {
    "rotation.refused": ("refused", "refused"),
    "rotation.abandoned": ("number", "abandoned"),
    "rotation.other": ("instead_of", "replaced"),
    "rotation.adopted": ("instead_of", "replaced"),
    "rotation.phrase": ("instead_of", "replaced"),
    "rotation.promoted": ("previous", "replaced"),
    "access.current_entered": ("instead_of", "replaced"),
}
"""What the journal names when a password is set aside: which fact holds its number, and why."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an access stands, register and vault compared.

    ``found`` = numbers in the vault that the register knew nothing of: they are spare entries.
    """

    access: Access
    rotation: Rotation | None
    entries: tuple[Entry, ...]
    found: tuple[int, ...] = ()

    @property
    def missing(self) -> tuple[Entry, ...]:
        """The passwords that are not on this PC: to be entered, or renewed."""
        return tuple(entry for entry in self.entries if not entry.here)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A password that no pointer leads to; ``found`` = nobody said what it is."""

    number: int
    why: Why
    at: datetime | None = None


def set_aside(tx: Transaction, standing: Standing) -> tuple[SetAside, ...]:
    """Say of each spare entry of this PC why it is one: refused, given up, replaced, or just found."""
    known: dict[int, SetAside] = {}
    for entry in tx.journal.last(LOOKED_THROUGH, subject=str(standing.access.id)):
        fact, why = _CAUSES.get(entry.what, ("", "found"))
        number = entry.facts.get(fact)
        if fact and isinstance(number, int):
            known.setdefault(number, SetAside(number, why, entry.at))
    spare = [entry.number for entry in standing.entries if entry.role == "spare"]
    return tuple(known.get(number, SetAside(number, "found")) for number in spare)


def running(tx: Transaction, access_id: int) -> Rotation:
    """Return the change under way; raises ``rotation_none``."""
    rotation = tx.accesses.rotation(access_id)
    if rotation is None:
        raise Problem("rotation_none", {"login": known_access(tx, access_id).login})
    return rotation


def same(tx: Transaction, seen: Rotation) -> Rotation:
    """Return the change under way; raises ``changed_meanwhile`` when it is no longer the one seen."""
    rotation = tx.accesses.rotation(seen.access_id)
    if rotation is None or (rotation.id, rotation.candidate, rotation.stage) != (
        seen.id,
        seen.candidate,
        seen.stage,
    ):
        raise Problem("changed_meanwhile", {"what": _("This change of password")})
    return rotation


def begin(tx: Transaction, who: str, access: Access, number: int, stage: Stage) -> None:
    """Note that a change begins with a candidate; what was looked at before is to be looked at again."""
    tx.accesses.update(replace(access, last_number=max(number, access.last_number)))
    tx.accesses.start(Rotation(access.id, stage, number, tx.now, who))
    for item in tx.accesses.sweep(access.id):
        tx.accesses.save_sweep(SweepItem(access.id, item.item))


def not_yet(access: Access, rotation: Rotation) -> Problem:
    """Build the problem of an answer that comes at another stage."""
    return Problem("rotation_not_yet", {"login": access.login, "stage": stage_word(rotation.stage)})
