"""What should have come and did not, what came and was not announced, and the usual rhythm.

Days are working days: Saturdays and holidays never make anything late. A notice of which nothing
is to come from the bank, because all of it is kept back, is silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from pharmassist.domain.book import OpenNotice
from pharmassist.domain.calendar import add_working_days, working_days_between
from pharmassist.domain.money import Money
from pharmassist.domain.operators import LightState

LATE_AFTER = 2
"""Working days after a flow day in which its money comes: operators about 2 (IGAS 2017)."""
ABSENT_AFTER = 3
"""Working days beyond the usual rhythm after which the absence of credits is an alarm, unless the
pharmacy says another number."""
ABSENT_AFTER_MOST = 30
TIME_BAR_YEARS = 2
"""A claim on an AMC is barred after two years (trade.md §19, seen in a public source)."""
TIME_BAR_NEAR_DAYS = 60
RHYTHM_DAYS = 120
"""Calendar days of credits that the rhythm is read from."""
_RHYTHM_NEEDS = 4


class AlarmKind(StrEnum):
    """What an alarm says."""

    ANNOUNCED_NOT_RECEIVED = "announced_not_received"
    RECEIVED_NOT_ANNOUNCED = "received_not_announced"
    EXPECTED_ABSENT = "expected_absent"
    OVERDUE = "overdue"
    TIME_BAR = "time_bar"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm; ``flow_day`` is the flow day, the day of the credit, or the last credit's."""

    kind: AlarmKind
    operator: str
    cents: Money
    flow_day: date | None = None
    working_days: int = 0
    """How long it has lasted."""
    count: int = 0
    """Invoices, notices or credits in it."""
    id: int = 0
    """The credit that nothing announced."""


@dataclass(frozen=True, slots=True)
class AnnouncedDay:
    """What an operator announced for one flow day and the bank has not received."""

    operator: str
    day: date
    cents: Money
    working_days: int
    notices: tuple[int, ...]
    claims: int
    """Invoices in these notices, where they are known."""

    @property
    def late(self) -> bool:
        """True once its money should have come."""
        return self.working_days > LATE_AFTER


def announced_days(
    notices: Iterable[OpenNotice], today: date, alsace_moselle: bool = False
) -> tuple[AnnouncedDay, ...]:
    """Group what is announced and not received by operator and flow day, oldest first."""
    groups: dict[tuple[date, str], list[OpenNotice]] = {}
    for each in notices:
        if each.expected > 0 and each.notice.day <= today:
            groups.setdefault((each.notice.day, each.notice.operator), []).append(each)
    return tuple(
        AnnouncedDay(
            operator,
            day,
            sum(each.expected for each in group),
            working_days_between(day, today, alsace_moselle),
            tuple(each.notice.id for each in group),
            sum(len(each.lines) for each in group),
        )
        for (day, operator), group in sorted(groups.items(), key=lambda item: item[0])
    )


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How an operator usually pays."""

    last: date
    usual: int
    """Working days between two credits, in four of five cases at most."""
    times: int
    """Days with a credit that this was read from."""
    typical: Money = 0
    """The middle sum of such a day."""

    def overrun(self, known_until: date, alsace_moselle: bool = False) -> int:
        """Return the working days beyond the rhythm; the bank is known until that day only."""
        return max(0, working_days_between(self.last, known_until, alsace_moselle) - self.usual)

    def due(self, alsace_moselle: bool = False) -> date:
        """Return the day until which a credit was to be expected."""
        return add_working_days(self.last, self.usual, alsace_moselle)


def rhythm(came: Sequence[tuple[date, Money]], alsace_moselle: bool = False) -> Rhythm | None:
    """Read the rhythm of an operator's credits; None when they are too few to have one."""
    sums: dict[date, Money] = {}
    for day, cents in came:
        sums[day] = sums.get(day, 0) + cents
    days = sorted(sums)
    if len(days) < _RHYTHM_NEEDS:
        return None
    gaps = sorted(working_days_between(before, after, alsace_moselle) for before, after in pairwise(days))
    usual = gaps[min(len(gaps) - 1, (len(gaps) * 4) // 5)]
    middle = sorted(sums.values())[len(sums) // 2]
    return Rhythm(days[-1], max(1, usual), len(days), middle)


def transfers_light(overrun: int, absent_after: int = ABSENT_AFTER) -> LightState:
    """Return what the rhythm makes of the light Virements."""
    if overrun == 0:
        return LightState.WORKING
    return LightState.STOPPED if overrun >= absent_after else LightState.DISRUPTED


def time_bar(day: date) -> date:
    """Return the day on which an invoice of that day is barred."""
    try:
        return day.replace(year=day.year + TIME_BAR_YEARS)
    except ValueError:
        return date(day.year + TIME_BAR_YEARS, 3, 1)
