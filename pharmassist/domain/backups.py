"""Copies of the register: how they are named, and which of them are still needed.

Seven days, four weeks, twelve months are kept: the newest copy of each, counted over the days, weeks and
months that have one. A program that stayed closed for a month loses nothing by it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime

DAYS, WEEKS, MONTHS = 7, 4, 12
"""How many of the latest days, ISO weeks and months keep their newest copy."""

NAME = re.compile(r"pharmassist-(\d{8}-\d{6})(?:-(\d{1,3}))?\.backup", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Copy:
    """A copy by its name; ``at`` is when it was made (UTC), ``number`` tells those of one second apart."""

    at: datetime
    number: int
    name: str


def copy_named(name: str) -> Copy | None:
    """Return the copy that a file's name tells of, None for any other file."""
    told = NAME.fullmatch(name)
    if told is None:
        return None
    try:
        at = datetime.strptime(told[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return Copy(at, int(told[2] or 1), name)


def _day(copy: Copy) -> Hashable:
    return copy.at.date()


def _week(copy: Copy) -> Hashable:
    return copy.at.isocalendar()[:2]


def _month(copy: Copy) -> Hashable:
    return copy.at.year, copy.at.month


_PERIODS: tuple[tuple[Callable[[Copy], Hashable], int], ...] = (
    (_day, DAYS),
    (_week, WEEKS),
    (_month, MONTHS),
)


def needed(copies: Collection[Copy]) -> frozenset[Copy]:
    """Return the copies to keep: the newest always, at most 23."""
    kept: set[Copy] = set()
    for period, most in _PERIODS:
        seen: dict[Hashable, Copy] = {}
        for copy in sorted(copies, reverse=True):
            seen.setdefault(period(copy), copy)
        kept.update(list(seen.values())[:most])
    return frozenset(kept)


def no_longer_needed(copies: Collection[Copy]) -> tuple[Copy, ...]:
    """Return the copies that may go, oldest first."""
    kept = needed(copies)
    return tuple(copy for copy in sorted(copies) if copy not in kept)


def relied_on(gone: Collection[Copy], copies: Collection[Copy]) -> frozenset[Copy]:
    """Return the copies that stand for those that go: the newest of their day, week and month.

    Before anything goes, these are opened again: a sound copy never makes room for a damaged one.
    """
    found: set[Copy] = set()
    for period, _most in _PERIODS:
        periods = {period(copy) for copy in gone}
        for each in periods:
            found.add(max(copy for copy in copies if period(copy) == each))
    return frozenset(found) | frozenset(gone)
