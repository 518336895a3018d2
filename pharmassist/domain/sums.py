"""Which whole lots, days or notices make a sum, as they are or less one or two invoices.

A free choice of invoices almost never decides (formats.md §5.6): only runs of consecutive whole
units are tried, whole first, then less at most two of their invoices. Everything is counted in
integer cents, in a fixed order, within a budget of steps; a search that was given up says so.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from pharmassist.domain.money import Money


@dataclass(frozen=True, slots=True)
class Piece:
    """An invoice in a unit: what it counts for there, in cents."""

    id: int
    cents: Money


@dataclass(frozen=True, slots=True)
class Unit:
    """Invoices paid together: a lot, the invoices of a day, a notice."""

    key: str
    """What it is called: the lot, ``""`` for a day, the number of a notice."""
    day: date
    cents: Money
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One way to make the sum: consecutive units less some of their invoices."""

    units: tuple[Unit, ...]
    less: tuple[Piece, ...] = ()


@dataclass(slots=True)
class Budget:
    """Steps that a search may still take; the same search always takes the same number."""

    left: int
    given_up: bool = False

    def spend(self, steps: int) -> bool:
        """Take steps; False when they are used up."""
        self.left -= steps
        if self.left < 0:
            self.given_up = True
        return not self.given_up


@dataclass(slots=True)
class Runs:
    """Units in the order of their days, ready to be searched; none of them counts for nothing."""

    units: Sequence[Unit]
    longest: int
    """Units that a run has at most."""
    _before: list[Money] = field(init=False)
    _days: list[date] = field(init=False)
    _places: dict[Money, list[int]] = field(init=False)
    _biggest: list[Money] = field(init=False)

    def __post_init__(self) -> None:
        self.units = [unit for unit in self.units if unit.cents > 0]
        self._days = [unit.day for unit in self.units]
        self._before = [0]
        self._places = defaultdict(list)
        self._places[0].append(0)
        for place, unit in enumerate(self.units, start=1):
            self._before.append(self._before[-1] + unit.cents)
            self._places[self._before[-1]].append(place)
        self._biggest = [max((piece.cents for piece in unit.pieces), default=0) for unit in self.units]

    def whole(self, cents: Money, first: date, last: date) -> Iterator[Hit]:
        """Yield the runs within these days whose sum is exactly this."""
        low, high = bisect_left(self._days, first), bisect_right(self._days, last)
        for start in range(low, high):
            for end in self._places.get(self._before[start] + cents, ()):
                if start < end <= min(high, start + self.longest):
                    yield Hit(tuple(self.units[start:end]))

    def less_two(self, cents: Money, first: date, last: date, budget: Budget) -> Iterator[Hit]:
        """Yield the runs that make this sum once one or two of their invoices are taken out."""
        low, high = bisect_left(self._days, first), bisect_right(self._days, last)
        most = 2 * max(self._biggest[low:high], default=0)
        for start in range(low, high):
            before = self._before[start]
            # The sums of runs from here grow: the first that is large enough is found at once.
            end = bisect_right(self._before, before + cents, start + 1)
            while end <= min(high, start + self.longest):
                missing = self._before[end] - before - cents
                if missing > most or not budget.spend(1):
                    break
                run = self.units[start:end]
                for less in _pairs(run, missing, budget):
                    yield Hit(tuple(run), less)
                end += 1
            if budget.given_up:
                return


def _pairs(run: Sequence[Unit], missing: Money, budget: Budget) -> Iterator[tuple[Piece, ...]]:
    """Yield the invoices of a run, one or two, that make what is missing; no unit is emptied."""
    pieces = [piece for unit in run for piece in unit.pieces if 0 < piece.cents <= missing]
    if not budget.spend(len(pieces)):
        return
    seen: dict[Money, list[Piece]] = {}
    for piece in pieces:
        if piece.cents == missing:
            less: tuple[Piece, ...] = (piece,)
            if not _empties(run, less):
                yield less
        for other in seen.get(missing - piece.cents, ()):
            if not budget.spend(1):
                return
            less = (other, piece)
            if not _empties(run, less):
                yield less
        seen.setdefault(piece.cents, []).append(piece)


def _empties(run: Sequence[Unit], less: tuple[Piece, ...]) -> bool:
    """Tell whether the first or last unit would be left empty: then a shorter run pays this."""
    gone = {piece.id for piece in less}
    ends = (unit for unit in (run[0], run[-1]) if 0 < len(unit.pieces) <= len(less))
    return any(gone.issuperset(piece.id for piece in unit.pieces) for unit in ends)
