"""Working days (jours ouvrés: Monday to Friday without French public holidays).

Bank and contract delays count *jours ouvrés*; they are not *jours ouvrables*,
which include Saturday. Source of the holidays: Code du travail, art. L3133-1;
Good Friday and 26 December are added in Alsace-Moselle (art. L3134-13).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache


def easter(year: int) -> date:
    """Return Easter Sunday of a Gregorian year (Meeus's method)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def public_holidays(year: int, alsace_moselle: bool = False) -> frozenset[date]:
    """Return the French public holidays of a year."""
    sunday = easter(year)
    days = {
        date(year, 1, 1),
        sunday + timedelta(days=1),
        date(year, 5, 1),
        date(year, 5, 8),
        sunday + timedelta(days=39),
        sunday + timedelta(days=50),
        date(year, 7, 14),
        date(year, 8, 15),
        date(year, 11, 1),
        date(year, 11, 11),
        date(year, 12, 25),
    }
    if alsace_moselle:
        days |= {sunday - timedelta(days=2), date(year, 12, 26)}
    return frozenset(days)


def is_working_day(day: date, alsace_moselle: bool = False) -> bool:
    """Tell whether a bank pays on this day."""
    return day.weekday() < 5 and day not in public_holidays(day.year, alsace_moselle)


def working_days_between(start: date, end: date, alsace_moselle: bool = False) -> int:
    """Count working days after ``start`` up to and including ``end``.

    The day of sending is left out and today is counted: an invoice sent on Friday
    is one working day old on Monday. Returns 0 when ``end`` is not after ``start``.
    """
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, 7)
    count = weeks * 5
    first = end - timedelta(days=rest)
    count += sum((first + timedelta(days=i + 1)).weekday() < 5 for i in range(rest))
    for year in range(start.year, end.year + 1):
        for holiday in public_holidays(year, alsace_moselle):
            if start < holiday <= end and holiday.weekday() < 5:
                count -= 1
    return count


def add_working_days(start: date, number: int, alsace_moselle: bool = False) -> date:
    """Return the ``number``-th working day after ``start`` (``number`` ≥ 0)."""
    day, left = start, number
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day, alsace_moselle)
    return day
