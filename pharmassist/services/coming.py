"""What comes: the days by which something is due, and those on which something is to be expected.

Only what the register knows, each with its day and the place where it is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pharmassist.domain.accesses import Access, expires_on
from pharmassist.domain.advances import Advance, AdvanceStatus
from pharmassist.domain.alarms import LATE_AFTER, AnnouncedDay
from pharmassist.domain.bank_details import Outcome
from pharmassist.domain.calendar import add_working_days, is_working_day
from pharmassist.domain.incidents import PARKED, CaseView
from pharmassist.domain.operators import Light, LightState, OperatorStatus, Suspension
from pharmassist.services.backups import OLD_DAYS, BackupState
from pharmassist.services.cash import cash_lines
from pharmassist.services.cash_words import CASH_WORDS
from pharmassist.services.password_tasks import SERVICES
from pharmassist.services.ports.register import Transaction
from pharmassist.services.texts import PARIS, money
from pharmassist.services.texts import mark as _

ANSWER_EXPECTED_DAYS = 3
"""Working days after which an unanswered acompte request is to be reminded (our own habit)."""
COMING_DAYS = 45
"""Calendar days beyond which nothing is said to come."""

Words = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something is due or to be expected; ``page`` and ``target`` say where it is seen."""

    day: date
    text: str
    page: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the day read before: nothing is read twice."""

    today: date
    alsace_moselle: bool
    statuses: tuple[OperatorStatus, ...]
    accesses: tuple[Access, ...]
    announced: tuple[AnnouncedDay, ...]
    suspensions: tuple[Suspension, ...]
    settings: Mapping[str, str]
    backups: BackupState
    any_invoice: bool


def deadlines(
    known: Known, cases: tuple[CaseView, ...], advances: tuple[Advance, ...], words: Words
) -> tuple[Deadline, ...]:
    """Return what is due by a day, the nearest first; it is printed with the instructions too."""
    due: list[Deadline] = []
    for case in cases:
        due += [
            Deadline(view.record.until, view.step.title, "incident", f"{case.case.id}:{view.step.id}")
            for view in case.steps
            if view.status in PARKED and view.record and view.record.until
        ]
    for advance in advances:
        if advance.status is AdvanceStatus.REQUESTED and advance.requested_at:
            asked = advance.requested_at.astimezone(PARIS).date()
            day = add_working_days(asked, ANSWER_EXPECTED_DAYS, known.alsace_moselle)
            text = words(_("Answer to the acompte, otherwise a reminder"))
            due.append(Deadline(day, text, "advances", advance.operator))
    for access in known.accesses:
        if access.previous and access.previous_until:
            text = words(_("Old password of {login} is destroyed")).format(login=access.login)
            due.append(Deadline(access.previous_until, text, "passwords", str(access.id)))
    return tuple(sorted(due, key=lambda each: each.day))


def coming(tx: Transaction, known: Known, words: Words) -> tuple[Deadline, ...]:
    """Return what is to be expected within :data:`COMING_DAYS`, the nearest first."""
    found = [
        *_payments(known, words),
        *_announced(known, words),
        *_passwords(tx, known, words),
        *(
            Deadline(line.day, _to_pay(line.cents, words(CASH_WORDS[line.kind]), words), "advances", "cash")
            for line in cash_lines(known.settings)
        ),
        *_suspensions(known, words),
        *_bank_changes(tx, known, words),
        *_delegations(tx, known, words),
        *_copies(known, words),
        *_habits(tx, known, words),
    ]
    last = known.today + timedelta(days=COMING_DAYS)
    return tuple(sorted((each for each in found if known.today <= each.day <= last), key=lambda one: one.day))


def _payments(known: Known, words: Words) -> list[Deadline]:
    """Tell until when each operator usually pays, one line a day; not of those known to have stopped."""
    days: dict[date, list[str]] = {}
    for status in known.statuses:
        if status.expected is not None and status.state(Light.TRANSFERS) is not LightState.STOPPED:
            days.setdefault(status.expected, []).append(status.operator.name)
    told = words(_("Usual credits: {names}"))
    return [
        Deadline(day, told.format(names=", ".join(sorted(names))), "transfers") for day, names in days.items()
    ]


def _announced(known: Known, words: Words) -> list[Deadline]:
    """Tell by when money that a notice announced should have come."""
    names = {status.operator.id: status.operator.name for status in known.statuses}
    told = words(_("{operator}: {sum} announced"))
    return [
        Deadline(
            add_working_days(each.day, LATE_AFTER, known.alsace_moselle),
            told.format(operator=names.get(each.operator, each.operator), sum=money(each.cents)),
            "transfers",
        )
        for each in known.announced
        if not each.late
    ]


def _passwords(tx: Transaction, known: Known, words: Words) -> list[Deadline]:
    """Tell which passwords expire, and which lines of a sweep were put off to a day."""
    used = {access.id: access for access in known.accesses if not access.retired}
    if not used:
        return []
    found = []
    for access in used.values():
        ends = expires_on(access)
        if ends is not None:
            text = words(_("{service}: the password of {login} expires"))
            text = text.format(service=SERVICES[access.kind], login=access.login)
            found.append(Deadline(ends, text, "passwords", str(access.id)))
    put_off = {(item.until, item.access_id) for item in tx.accesses.put_off()}
    for until, number in put_off:
        if until is not None and number in used:
            text = words(_("{login}: look at what was put off")).format(login=used[number].login)
            found.append(Deadline(until, text, "passwords", str(number)))
    return found


def _to_pay(cents: int, what: str, words: Words) -> str:
    return words(_("To pay: {what}, {sum}")).format(what=what, sum=money(cents))


def _suspensions(known: Known, words: Words) -> list[Deadline]:
    names = {status.operator.id: status.operator.name for status in known.statuses}
    told = words(_("{operator}: the suspension of tiers payant ends"))
    return [
        Deadline(
            each.until,
            told.format(operator=names.get(each.operator, each.operator)),
            "operators",
            each.operator,
        )
        for each in known.suspensions
        if each.until is not None
    ]


def _bank_changes(tx: Transaction, known: Known, words: Words) -> list[Deadline]:
    """Tell from when a change of RIB that was called back may be applied."""
    names = {status.operator.id: status.operator.name for status in known.statuses}
    told = words(_("Change of RIB, {party}: the day of waiting is over"))
    return [
        Deadline(
            change.ready_at.astimezone(PARIS).date(),
            told.format(party=names.get(change.party.casefold(), change.party)),
            "settings",
            "bank",
        )
        for change in tx.bank_changes.all()
        if change.outcome is Outcome.OPEN and change.ready_at is not None
    ]


def _delegations(tx: Transaction, known: Known, words: Words) -> list[Deadline]:
    lent = [one for one in tx.pins.delegations() if one.covers(known.today)]
    if not lent:
        return []
    initials = {person.id: person.initials for person in tx.people.people()}
    told = words(_("Last day on which {initials} decides"))
    return [
        Deadline(one.until, told.format(initials=initials.get(one.person_id, "")), "settings", "powers")
        for one in lent
    ]


def _copies(known: Known, words: Words) -> list[Deadline]:
    """Tell when the last copy gets old, where none is made by itself."""
    state = known.backups
    if state.rehearsal or state.automatic or state.last is None:
        return []
    day = (state.last + timedelta(days=OLD_DAYS)).astimezone(PARIS).date()
    return [Deadline(day, words(_("The copy of the register gets old")), "settings", "backups")]


def _habits(tx: Transaction, known: Known, words: Words) -> list[Deadline]:
    """Tell the encours of the month for the accountant, and the statement of accredited rejects."""
    found = []
    if known.any_invoice:
        end = _last_working_day(known.today, known.alsace_moselle)
        text = words(_("Encours of the end of the month, for the accountant"))
        found.append(Deadline(end, text, "claims", "ages"))
    last = known.today.replace(day=1) - timedelta(days=1)
    due = add_working_days(last, 1, known.alsace_moselle)
    if due < known.today:
        last = _next_month(known.today.replace(day=1)) - timedelta(days=1)
        due = add_working_days(last, 1, known.alsace_moselle)
    first = last.replace(day=1)
    if tx.owed.accredited("", first, last):
        text = words(_("Monthly statement of accredited rejects"))
        found.append(Deadline(due, text, "advances", "indemnities"))
    return found


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _last_working_day(today: date, alsace_moselle: bool) -> date:
    """Return the last working day of this month, of the next one when it is over."""
    first = today.replace(day=1)
    for start in (_next_month(first), _next_month(_next_month(first))):
        end = start - timedelta(days=1)
        while not is_working_day(end, alsace_moselle):
            end -= timedelta(days=1)
        if end >= today:
            break
    return end
