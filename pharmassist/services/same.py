"""The same password elsewhere: the places are named, by marks that tell nothing of the passwords."""

from __future__ import annotations

from dataclasses import dataclass

from pharmassist.domain.accesses import Access
from pharmassist.services.ports.register import Transaction


@dataclass(frozen=True, slots=True)
class SamePassword:
    """Where else the password of an access serves: ``now`` in force or proposed, ``before`` formerly.

    ``uncompared`` counts the passwords without a mark of this PC: of them nothing is said.
    """

    now: tuple[Access, ...]
    before: tuple[Access, ...]
    uncompared: int = 0

    @property
    def anywhere(self) -> bool:
        """Tell whether a place was found."""
        return bool(self.now or self.before)


def same_password(tx: Transaction, access_id: int, number: int, sign: str) -> SamePassword:
    """Compare one password of an access with those of all the others; ``sign`` is that of this PC's key.

    A former password of the access itself counts as ``before``.
    """
    marks = {(access, n): mark for access, n, mark in tx.accesses.marks()}
    wanted = marks.get((access_id, number), "")
    if not sign or not wanted.startswith(sign + ":"):
        wanted = ""
    now: dict[int, Access] = {}
    before: dict[int, Access] = {}
    uncompared = 0 if wanted else 1
    for access in tx.accesses.all():
        rotation = tx.accesses.rotation(access.id)
        in_use = {access.current, rotation.candidate if rotation else 0} - {0}
        for other in range(1, access.last_number + 1):
            if (access.id, other) == (access_id, number):
                continue
            mark = marks.get((access.id, other), "")
            if wanted and mark == wanted:
                serves = other in in_use and access.id != access_id and not access.retired
                (now if serves else before)[access.id] = access
            elif other in in_use and access.id != access_id and not mark.startswith(sign + ":"):
                uncompared += 1
    rest = tuple(access for key, access in before.items() if key not in now)
    return SamePassword(tuple(now.values()), rest, uncompared)
