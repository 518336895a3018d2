"""The alarms of money: announced and not received, absent, overdue, nearly barred; the end of day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from pharmassist.domain.alarms import (
    ABSENT_AFTER,
    ABSENT_AFTER_MOST,
    RHYTHM_DAYS,
    TIME_BAR_NEAR_DAYS,
    TIME_BAR_YEARS,
    Alarm,
    AlarmKind,
    AnnouncedDay,
    Rhythm,
    announced_days,
    rhythm,
)
from pharmassist.domain.bank import Credit, CreditFilter, CreditState, Freshness
from pharmassist.domain.calendar import working_days_between
from pharmassist.domain.claims import ADVANCEABLE, ClaimFilter, State
from pharmassist.domain.matches import Target
from pharmassist.domain.money import Money
from pharmassist.domain.notices import NoticeFilter
from pharmassist.domain.payers import Payers
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.claim_lists import OverdueList
from pharmassist.services.match_book import OPEN_NOTICES, open_notices, payers_of
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.matching import DaySent
from pharmassist.services.ports.register import Register, Transaction

_NOT_POINTED = frozenset({CreditState.OPEN, CreditState.PARTLY_MATCHED})
_SEEN = frozenset({CreditState.OPEN, CreditState.PARTLY_MATCHED, CreditState.MATCHED})
_SILENT = frozenset({State.TRANSMITTED, State.ACKNOWLEDGED, State.LEFT_OUTSTANDING})
"""States of invoices of which neither a notice nor money was seen."""
_NOTICED_DAYS = 60
_SHOWN_DAYS = 8
_FLOWS_BACK = 62
_ABSENT_AFTER = "alarms.absent_after"


@dataclass(frozen=True, slots=True)
class NotPointed:
    """Credits of one payer ("" = unknown) that are not pointé."""

    payer: str
    count: int
    cents: Money


@dataclass(frozen=True, slots=True)
class DayEnd:
    """The number of the end of the day: what is not pointé, and of what it is made."""

    cents: Money
    made_of: tuple[NotPointed, ...]
    """Largest first."""
    outside: int
    """Credits that pay no AMC share, left aside."""
    freshness: Freshness

    @property
    def count(self) -> int:
        """How many credits."""
        return sum(each.count for each in self.made_of)


@dataclass(frozen=True, slots=True)
class FlowSum:
    """A flow day of all operators: what was announced, what the bank received, what was kept back."""

    day: date
    announced: Money
    received: Money
    withheld: Money


@dataclass(frozen=True, slots=True)
class Missing:
    """What is announced and absent, and what nothing announces."""

    announced: tuple[AnnouncedDay, ...]
    flows: tuple[FlowSum, ...]
    """The last flow days, oldest first."""
    silent: tuple[DaySent, ...]
    """The last days of sending without notice or money, oldest first."""


class Alarms:
    """Reads what is missing; writes only after how long the absence of credits is told."""

    def __init__(
        self,
        register: Register,
        catalogue: Catalogue,
        clock: Clock,
        changes: Changes,
        overdue: Callable[[], OverdueList],
    ) -> None:
        self._register, self._catalogue = register, catalogue
        self._clock, self._changes, self._overdue = clock, changes, overdue

    def all(self) -> tuple[Alarm, ...]:
        """Return every alarm, the surest signs first."""
        today = self._clock.today()
        with self._register.read() as tx:
            alsace = tx.people.pharmacy().alsace_moselle
            found = [
                Alarm(
                    AlarmKind.ANNOUNCED_NOT_RECEIVED,
                    each.operator,
                    each.cents,
                    each.day,
                    each.working_days,
                    len(each.notices),
                )
                for each in announced_of(tx, today)
                if each.late
            ]
            payers = payers_of(tx, self._catalogue)
            found += _absent(tx, payers, today, alsace)
            found += _unannounced(tx, payers, today)
            found += self._barred(tx, today)
        found += [
            Alarm(AlarmKind.OVERDUE, each.operator, each.late.cents, None, each.delay, each.late.count)
            for each in self._overdue().known
        ]
        return tuple(found)

    def missing(self) -> Missing:
        """Return what is announced and not received by flow day, and what nothing announces."""
        with self._register.read() as tx:
            silent = tx.matching.sent_by_day(_SILENT, _SHOWN_DAYS)
            today = self._clock.today()
            return Missing(announced_of(tx, today), _flows(tx, today), silent)

    def day_end(self) -> DayEnd:
        """Return what is not pointé."""
        with self._register.read() as tx:
            return not_pointed(tx, payers_of(tx, self._catalogue))

    def absent_after(self) -> int:
        """Return after how many working days beyond the usual rhythm the absence of credits is told."""
        with self._register.read() as tx:
            return absent_after_of(tx)

    def set_absent_after(self, who: str, days: int) -> None:
        """Write that number, for the alarm and the light Virements; raises ``absent_after_unclear``."""
        if not 1 <= days <= ABSENT_AFTER_MOST:
            raise Problem("absent_after_unclear", {"most": ABSENT_AFTER_MOST})
        with self._register.write(who) as tx:
            tx.people.set_setting(_ABSENT_AFTER, str(days))
            tx.journal.record("alarms.absent_after", "", {"days": days})
        self._changes.post(Kind.BANK, Kind.OPERATORS)

    def _barred(self, tx: Transaction, today: date) -> list[Alarm]:
        """Tell by operator which invoices are nearly two years old."""
        last = today - timedelta(days=365 * TIME_BAR_YEARS - TIME_BAR_NEAR_DAYS)
        near = ClaimFilter(states=ADVANCEABLE | {State.REJECTED, State.DISPUTED}, date_to=last)
        sums: dict[str, list[tuple[date, Money]]] = {}
        for claim in tx.claims.find(near, today=today):
            day = claim.care_date or claim.invoice_date
            if day is not None:
                sums.setdefault(claim.operator, []).append((day, claim.outstanding))
        return [
            Alarm(
                AlarmKind.TIME_BAR,
                operator,
                sum(cents for _day, cents in found),
                min(day for day, _cents in found),
                count=len(found),
            )
            for operator, found in sorted(sums.items())
        ]


def not_pointed(tx: Transaction, payers: Payers) -> DayEnd:
    """Return the number of the day and of what it is made; money that pays no AMC share is counted apart."""
    sums: dict[str, list[Money]] = {}
    outside = 0
    for credit in tx.credits.stream(CreditFilter(states=_NOT_POINTED)):
        payer = payers.of(credit)
        if payer is not None and payer.outside:
            outside += 1
            continue
        sums.setdefault(payer.operator if payer else "", []).append(credit.rest)
    made_of = [NotPointed(payer, len(rests), sum(rests)) for payer, rests in sums.items()]
    made_of.sort(key=lambda each: (-each.cents, each.payer))
    return DayEnd(sum(each.cents for each in made_of), tuple(made_of), outside, tx.bank.freshness())


def rhythms(tx: Transaction, payers: Payers, until: date, alsace_moselle: bool) -> dict[str, Rhythm]:
    """Return the rhythm of each operator whose credits are many enough to have one."""
    first = until - timedelta(days=RHYTHM_DAYS)
    came: dict[str, list[tuple[date, Money]]] = {}
    for credit in tx.credits.stream(CreditFilter(states=_SEEN, date_from=first, date_to=until)):
        payer = payers.of(credit)
        if payer is not None and not payer.outside:
            came.setdefault(payer.operator, []).append((credit.day, credit.cents))
    found = {operator: rhythm(each, alsace_moselle) for operator, each in came.items()}
    return {operator: each for operator, each in found.items() if each is not None}


def announced_of(tx: Transaction, today: date) -> tuple[AnnouncedDay, ...]:
    """Return what is announced and not received, by flow day."""
    notices = tx.notices.find(NoticeFilter(states=OPEN_NOTICES, date_to=today))
    return announced_days(open_notices(tx, notices, {}), today, tx.people.pharmacy().alsace_moselle)


def absent_after_of(tx: Transaction) -> int:
    """Return the number of working days that the pharmacy wrote, else the usual one."""
    return int(tx.people.settings().get(_ABSENT_AFTER, ABSENT_AFTER))


def _flows(tx: Transaction, today: date) -> tuple[FlowSum, ...]:
    sums: dict[date, FlowSum] = {}
    first = today - timedelta(days=_FLOWS_BACK)
    for notice in tx.notices.find(NoticeFilter(date_from=first, date_to=today)):
        before = sums.get(notice.day, FlowSum(notice.day, 0, 0, 0))
        sums[notice.day] = FlowSum(
            notice.day,
            before.announced + notice.total,
            before.received + notice.received,
            before.withheld + notice.withheld,
        )
    return tuple(sums[day] for day in sorted(sums)[-_SHOWN_DAYS:])


def _absent(tx: Transaction, payers: Payers, today: date, alsace: bool) -> list[Alarm]:
    """Tell which operators pay no more, as far as the bank is known."""
    known_until = tx.bank.freshness().day
    if known_until is None:
        return []
    until, absent_after = min(today, known_until), absent_after_of(tx)
    return [
        Alarm(AlarmKind.EXPECTED_ABSENT, operator, each.typical, each.last, overrun, each.times)
        for operator, each in sorted(rhythms(tx, payers, until, alsace).items())
        if (overrun := each.overrun(until, alsace)) >= absent_after
    ]


def _unannounced(tx: Transaction, payers: Payers, today: date) -> list[Alarm]:
    """Tell of money that no notice announced, from operators that do send notices."""
    first = today - timedelta(days=_NOTICED_DAYS)
    sends = {notice.operator for notice in tx.notices.find(NoticeFilter(date_from=first, date_to=today))}
    found = []
    for credit in tx.credits.find(CreditFilter(states=_SEEN, date_from=first, date_to=today)):
        payer = payers.of(credit)
        if payer is None or payer.operator not in sends or _is_announced(tx, credit):
            continue
        days = working_days_between(credit.day, today)
        found.append(
            Alarm(
                AlarmKind.RECEIVED_NOT_ANNOUNCED,
                payer.operator,
                credit.cents,
                credit.day,
                days,
                1,
                credit.id,
            )
        )
    return found


def _is_announced(tx: Transaction, credit: Credit) -> bool:
    """Tell whether a credit that is pointé pays a notice or an acompte; an open one is told elsewhere."""
    matches = tx.matches.of_credit(credit.id)
    pays = {
        bool(part.notice_id) or part.target is Target.ADVANCE
        for match in matches
        for part in match.allocations
    }
    return not matches or True in pays
