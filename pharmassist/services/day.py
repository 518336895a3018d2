"""What must be done now: the one view behind the page Aujourd'hui and the printed consignes.

Everything is derived from the register at each look; only "fait par" of a line that
nothing else records is written, as an entry of the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from pharmassist.domain.advances import Advance, AdvanceStatus
from pharmassist.domain.calendar import add_working_days
from pharmassist.domain.claims import ADVANCEABLE, ClaimFilter, OperatorOutstanding, State, Tally
from pharmassist.domain.conduct import sentence
from pharmassist.domain.imports import ImportKind, ImportRecord
from pharmassist.domain.incidents import PARKED, CaseView, StepStatus
from pharmassist.domain.money import Money
from pharmassist.domain.operators import Light, LightState, OperatorStatus
from pharmassist.domain.people import Pharmacy
from pharmassist.services.backup_tasks import backup_tasks
from pharmassist.services.cash import missing_by_operator, threshold_of
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.guiding import Guiding
from pharmassist.services.password_tasks import password_tasks
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.suspending import standing, suspended_today
from pharmassist.services.texts import PARIS, money, number, short_day, translate
from pharmassist.services.texts import mark as _
from pharmassist.services.transfer_tasks import transfer_tasks
from pharmassist.services.watching import Watching

ANSWER_EXPECTED_DAYS = 3
"""Working days after which an unanswered acompte request is to be reminded (our own habit)."""

_REJECT_NEW_DAYS = 2
"""Working days up to which the age of a reject says nothing: the youngest of our three ages."""

Words = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Task:
    """A line of "À faire": where it is done (``page``, ``target``) and who did it."""

    key: str
    title: str
    note: str
    page: str
    target: str = ""
    done_by: str = ""
    done_at: datetime | None = None
    by_hand: bool = False
    """Said to be done by a tick of today, on screen or copied from paper: a tick can be taken back."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something is due."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class DayView:
    """The whole of today."""

    at: datetime
    today: date
    pharmacy: Pharmacy
    cases: tuple[CaseView, ...]
    statuses: tuple[OperatorStatus, ...]
    conduct: Mapping[str, str]
    tasks: tuple[Task, ...]
    deadlines: tuple[Deadline, ...]
    outstanding: tuple[OperatorOutstanding, ...]
    total: Tally
    advanceable: Mapping[str, Money]
    reminders: tuple[str, ...]
    last_list: ImportRecord | None
    journal_head: str

    @property
    def todo(self) -> tuple[Task, ...]:
        """Return the lines nobody did yet."""
        return tuple(task for task in self.tasks if not task.done_by)


class Day:
    """Gathers what today asks of the pharmacy."""

    def __init__(
        self,
        register: Register,
        catalogue: Catalogue,
        clock: Clock,
        guiding: Guiding,
        watching: Watching,
        changes: Changes,
    ) -> None:
        self._register, self._catalogue, self._clock = register, catalogue, clock
        self._guiding, self._watching, self._changes = guiding, watching, changes

    def view(self, words: Words = translate) -> DayView:
        """Return today as it stands; ``words`` puts our own sentences into a language."""
        cases = tuple(self._guiding.view(c.id) for c in self._guiding.cases() if c.closed_at is None)
        statuses = self._watching.statuses()
        rules = self._catalogue.conduct_rules()
        with self._register.read() as tx:
            now, today = tx.now, tx.now.astimezone(PARIS).date()
            patient_pays = suspended_today(tx, today)
            outstanding = tx.claims.outstanding_by_operator(today=today)
            advances = tx.advances.all()
            advanceable = {
                s.operator.id: tx.claims.tally(
                    ClaimFilter(operator=s.operator.id, states=ADVANCEABLE), today=today
                ).cents
                for s in statuses
            }
            last_list = _last_list(tx)
            tasks = (
                *_step_tasks(cases, today, words),
                *(Task(*line) for line in password_tasks(tx, today, words)),
                *_claim_tasks(tx, today, last_list, bool(cases), words),
                *(Task(*line, "transfers") for line in transfer_tasks(tx, self._catalogue, today, words)),
                *_advance_tasks(cases, statuses, advances, advanceable, words),
                *_threshold_tasks(tx, statuses, today, words),
                *(Task(*line) for line in backup_tasks(tx, self._register.path.parent, words)),
                Task("consignes", words(_("Read the instructions with the team")), "", "today"),
            )
            done = _done_by_hand(tx, today)
            return DayView(
                at=now,
                today=today,
                pharmacy=tx.people.pharmacy(),
                cases=cases,
                statuses=statuses,
                conduct={
                    s.operator.id: sentence(
                        rules,
                        {light: s.state(light) for light in Light},
                        suspended=s.operator.id in patient_pays,
                    )
                    for s in statuses
                },
                tasks=tuple(_with_done(task, done) for task in tasks),
                deadlines=tuple(sorted(_deadlines(tx, cases, advances, words), key=lambda d: d.day)),
                outstanding=outstanding,
                total=Tally(sum(o.total.count for o in outstanding), sum(o.total.cents for o in outstanding)),
                advanceable=advanceable,
                reminders=tuple(dict.fromkeys(r for case in cases for r in case.playbook.reminders)),
                last_list=last_list,
                journal_head=tx.journal.head(),
            )

    def mark_done(self, who: str, *keys: str) -> None:
        """Record that lines of today were done, as they were ticked here or on the printed page.

        A line that somebody ticked already keeps who did it.
        """
        with self._register.write(who) as tx:
            done = _done_by_hand(tx, tx.now.astimezone(PARIS).date())
            for key in keys:
                if key not in done:
                    tx.journal.record("day.done", key)
        self._changes.post(Kind.INCIDENTS)

    def mark_undone(self, who: str, *keys: str) -> None:
        """Take back ticks of today."""
        with self._register.write(who) as tx:
            for key in keys:
                tx.journal.record("day.undone", key)
        self._changes.post(Kind.INCIDENTS)


def _last_list(tx: Transaction) -> ImportRecord | None:
    lists = [r for r in tx.imports.all() if r.kind is ImportKind.SNAPSHOT and r.undone_at is None]
    return max(lists, key=lambda r: (r.snapshot_date or date.min, r.id), default=None)


def _done_by_hand(tx: Transaction, today: date) -> dict[str, tuple[str, datetime]]:
    done: dict[str, tuple[str, datetime]] = {}
    told: set[str] = set()
    for entry in tx.journal.last(limit=500):
        if entry.at.astimezone(PARIS).date() != today:
            break
        if entry.what not in ("day.done", "day.undone") or entry.subject in told:
            continue
        told.add(entry.subject)
        if entry.what == "day.done":
            done[entry.subject] = (entry.who, entry.at)
    return done


def _with_done(task: Task, done: Mapping[str, tuple[str, datetime]]) -> Task:
    if task.key not in done or task.done_by:
        return task
    who, at = done[task.key]
    return replace(task, done_by=who, done_at=at, by_hand=True)


def _step_tasks(cases: tuple[CaseView, ...], today: date, words: Words) -> list[Task]:
    tasks = []
    for case in cases:
        for view in case.steps:
            record, key = view.record, f"step:{case.case.id}:{view.step.id}"
            target = f"{case.case.id}:{view.step.id}"
            if record and view.status is StepStatus.DONE and record.at.astimezone(PARIS).date() == today:
                tasks.append(Task(key, view.step.title, "", "incident", target, record.who, record.at))
            elif view is case.next:
                note = words(_("Step {number} · {who}")).format(number=view.number, who=view.step.who)
                tasks.insert(0, Task(key, view.step.title, note, "incident", target))
            elif view.status is StepStatus.WAITING and record:
                note = words(_("Waiting for {what}")).format(what=record.reason)
                tasks.append(Task(key, view.step.title, note, "incident", target))
    return tasks


def _claim_tasks(
    tx: Transaction, today: date, last: ImportRecord | None, incident: bool, words: Words
) -> list[Task]:
    tasks = []
    if last is not None and last.snapshot_date is not None and last.at.astimezone(PARIS).date() == today:
        done = words(_("LGO list imported"))
        note = words(_("Encours on {day} · {gone} left the list")).format(
            day=short_day(last.snapshot_date), gone=number(last.report.gone)
        )
        tasks.append(Task("list", done, note, "claims", "", last.who, last.at))
    elif incident or last is not None:
        note = words(_("Last list: {day}")).format(day=short_day(last.snapshot_date if last else None))
        tasks.append(Task("list", words(_("Import the LGO list")), note, "claims"))
    note = _rejects_words(tx, today, words)
    if note:
        tasks.append(Task("rejects", words(_("Correct and rebill the rejects")), note, "claims", "rejected"))
    return tasks


def _rejects_words(tx: Transaction, today: date, words: Words) -> str:
    """Say how many rejects wait, their sum and the age of the oldest in working days; "" for none."""
    wanted = ClaimFilter(states=frozenset({State.REJECTED}))
    rejected = tx.claims.tally(wanted, today=today)
    if not rejected.count:
        return ""
    many, one = _("{count} invoices, {sum}"), _("{count} invoice, {sum}")
    told = words(many if rejected.count > 1 else one).format(
        count=number(rejected.count), sum=money(rejected.cents)
    )
    alsace = tx.people.pharmacy().alsace_moselle
    first = tx.claims.find(wanted, today=today, sort="age", descending=True, limit=1)
    age = max((claim.age(today, alsace) for claim in first), default=0)
    if age <= _REJECT_NEW_DAYS:
        return told
    oldest, alone = _("{told} · the oldest {days} working days"), _("{told} · {days} working days old")
    return words(oldest if rejected.count > 1 else alone).format(told=told, days=number(age))


def _advance_tasks(
    cases: tuple[CaseView, ...],
    statuses: tuple[OperatorStatus, ...],
    advances: tuple[Advance, ...],
    advanceable: Mapping[str, Money],
    words: Words,
) -> list[Task]:
    in_incident = {case.playbook.operator for case in cases}
    tasks = []
    for status in statuses:
        operator = status.operator
        asked = any(a.operator == operator.id and a.stands for a in advances)
        stopped = status.state(Light.TRANSFERS) is LightState.STOPPED
        if operator.id in in_incident and stopped and not asked and advanceable[operator.id] > 0:
            title = words(_("Send the acompte request to {operator}")).format(operator=operator.name)
            note = words(_("Exact sum {sum}")).format(sum=money(advanceable[operator.id]))
            tasks.append(Task(f"advance:{operator.id}", title, note, "advances", operator.id))
    return tasks


def _threshold_tasks(
    tx: Transaction, statuses: tuple[OperatorStatus, ...], today: date, words: Words
) -> list[Task]:
    """Return who goes beyond the threshold that the titulaire wrote, and is not suspended."""
    threshold = threshold_of(tx.people.settings())
    if threshold is None:
        return []
    names = {status.operator.id: status.operator.name for status in statuses}
    suspended = {one.operator for one in standing(tx, today)}
    tasks = []
    for one in missing_by_operator(tx, tuple(names), threshold, today):
        if one.crossed and one.operator not in suspended:
            title = words(_("Decide: suspend tiers payant for {operator}?")).format(
                operator=names.get(one.operator, one.operator)
            )
            note = words(_("{sum} missing, the oldest {days} working days · threshold of {who}")).format(
                sum=money(one.tally.cents), days=number(one.oldest_days), who=threshold.written_by
            )
            tasks.append(Task(f"threshold:{one.operator}", title, note, "operators", one.operator))
    return tasks


def _deadlines(
    tx: Transaction, cases: tuple[CaseView, ...], advances: tuple[Advance, ...], words: Words
) -> list[Deadline]:
    due: list[Deadline] = []
    for case in cases:
        due += [
            Deadline(view.record.until, view.step.title)
            for view in case.steps
            if view.status in PARKED and view.record and view.record.until
        ]
    alsace = tx.people.pharmacy().alsace_moselle
    for advance in advances:
        if advance.status is AdvanceStatus.REQUESTED and advance.requested_at:
            day = add_working_days(
                advance.requested_at.astimezone(PARIS).date(), ANSWER_EXPECTED_DAYS, alsace
            )
            due.append(Deadline(day, words(_("Answer to the acompte, otherwise a reminder"))))
    for access in tx.accesses.all():
        if access.previous and access.previous_until:
            text = words(_("Old password of {login} is destroyed")).format(login=access.login)
            due.append(Deadline(access.previous_until, text))
    return due
