"""What is tied together, and which of it is old as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")


def old_as_a_whole(
    things: Iterable[Thing], old: Collection[Thing], ties: Iterable[tuple[Thing, Thing]]
) -> frozenset[Thing]:
    """Return the old things whose every companion, near or far, is old too.

    ``things`` are all there are, ``ties`` join two of them; a tie to something that is not among them
    (a record that went long ago) ties nothing.
    """
    known = set(things)
    leader = {thing: thing for thing in known}

    def lead(thing: Thing) -> Thing:
        while leader[thing] != thing:
            leader[thing] = leader[leader[thing]]
            thing = leader[thing]
        return thing

    for one, other in ties:
        if one in known and other in known:
            leader[lead(one)] = lead(other)
    young = {lead(thing) for thing in known if thing not in old}
    return frozenset(thing for thing in old if thing in known and lead(thing) not in young)
