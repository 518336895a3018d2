"""What must be done now: the one view behind the page Aujourd'hui and the printed consignes.

Everything is derived from the register at each look; only "fait par" of a line that
nothing else records is written, as an entry of the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from pharmassist.domain.advances import Advance
from pharmassist.domain.claims import (
    ADVANCEABLE,
    REJECT_AGES,
    ClaimFilter,
    OperatorOutstanding,
    State,
    Tally,
)
from pharmassist.domain.conduct import sentence
from pharmassist.domain.imports import ImportKind, ImportRecord
from pharmassist.domain.incidents import CaseView, StepStatus
from pharmassist.domain.money import Money
from pharmassist.domain.operators import WORST_FIRST, Light, LightState, OperatorStatus
from pharmassist.domain.people import Pharmacy
from pharmassist.services.alarms import announced_of
from pharmassist.services.backup_tasks import backup_tasks
from pharmassist.services.backups import state_from
from pharmassist.services.cash import missing_by_operator, threshold_of
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.coming import Deadline, Known, coming, deadlines
from pharmassist.services.guiding import Guiding
from pharmassist.services.password_tasks import password_tasks
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.suspending import standing
from pharmassist.services.texts import PARIS, money, number, short_day, translate
from pharmassist.services.texts import mark as _
from pharmassist.services.transfer_tasks import transfer_tasks
from pharmassist.services.watching import Watching

_REJECT_NEW_DAYS = 2
"""Working days up to which the age of a reject says nothing: the youngest of our three ages."""
_REJECTED = ClaimFilter(states=frozenset({State.REJECTED}))

TICKED = frozenset({"consignes", "rejects", "announced"})
"""Lines that nothing but a tick records."""

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

    @property
    def ticks(self) -> bool:
        """Tell whether a tick alone says it is done: nothing else records it.

        A step wants its proof, a password its login: those are said where they are done, whatever
        was ticked on paper.
        """
        return self.key in TICKED


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
    rejects: tuple[Tally, ...] = (Tally(),) * (len(REJECT_AGES) + 1)
    """Rejects to rebill, one tally an age of :data:`REJECT_AGES`, the youngest first."""
    coming: tuple[Deadline, ...] = ()
    """What is to be expected, the nearest first; ``deadlines`` is what is due."""

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
        attacked = {case.playbook.operator for case in cases}
        # Among those that stand alike, the one that the incident is about comes first.
        statuses = tuple(
            sorted(
                self._watching.statuses(),
                key=lambda s: (WORST_FIRST.index(s.worst), s.operator.id not in attacked),
            )
        )
        rules = self._catalogue.conduct_rules()
        with self._register.read() as tx:
            now, today = tx.now, tx.now.astimezone(PARIS).date()
            pharmacy, settings = tx.people.pharmacy(), tx.people.settings()
            suspensions = standing(tx, today)
            patient_pays = {one.operator for one in suspensions if one.holds(today)}
            outstanding = tx.claims.outstanding_by_operator(today=today)
            advances = tx.advances.all()
            advanceable = {
                s.operator.id: tx.claims.tally(
                    ClaimFilter(operator=s.operator.id, states=ADVANCEABLE), today=today
                ).cents
                for s in statuses
            }
            last_list, announced = _last_list(tx), announced_of(tx, today)
            rejects = _rejects(tx, today)
            known = Known(
                today=today,
                alsace_moselle=pharmacy.alsace_moselle,
                statuses=statuses,
                accesses=tx.accesses.all(),
                announced=announced,
                suspensions=suspensions,
                settings=settings,
                backups=state_from(settings, pharmacy, now, self._register.path.parent),
                any_invoice=bool(outstanding),
            )
            tasks = (
                *_step_tasks(cases, today, words),
                *(Task(*line) for line in password_tasks(tx, known.accesses, today, words)),
                *_claim_tasks(today, last_list, bool(cases), words),
                *_reject_tasks(tx, known, rejects, words),
                *(Task(*line, "transfers") for line in transfer_tasks(tx, self._catalogue, announced, words)),
                *_advance_tasks(cases, statuses, advances, advanceable, words),
                *_threshold_tasks(tx, known, words),
                *(Task(*line) for line in backup_tasks(known.backups, words)),
                Task("consignes", words(_("Read the instructions with the team")), "", "today"),
            )
            done = _done_by_hand(tx, today)
            return DayView(
                at=now,
                today=today,
                pharmacy=pharmacy,
                cases=cases,
                statuses=statuses,
                conduct={
                    # For an operator that is none of ours.
                    "": sentence(rules, dict.fromkeys(Light, LightState.UNVERIFIED)),
                }
                | {
                    s.operator.id: sentence(
                        rules,
                        {light: s.state(light) for light in Light},
                        suspended=s.operator.id in patient_pays,
                    )
                    for s in statuses
                },
                tasks=tuple(_with_done(task, done) for task in tasks),
                deadlines=deadlines(known, cases, advances, words),
                outstanding=outstanding,
                total=Tally(sum(o.total.count for o in outstanding), sum(o.total.cents for o in outstanding)),
                advanceable=advanceable,
                reminders=tuple(dict.fromkeys(r for case in cases for r in case.playbook.reminders)),
                last_list=last_list,
                journal_head=tx.journal.head(),
                rejects=rejects,
                coming=coming(tx, known, words),
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
    tasks: list[Task] = []

    def named(case: CaseView, note: str) -> str:
        """Where several incidents go on, each line says whose step it is."""
        return f"{case.case.title} · {note}" if len(cases) > 1 else note

    for case in cases:
        for view in case.steps:
            record, key = view.record, f"step:{case.case.id}:{view.step.id}"
            target = f"{case.case.id}:{view.step.id}"
            if record and view.status is StepStatus.DONE and record.at.astimezone(PARIS).date() == today:
                tasks.append(Task(key, view.step.title, "", "incident", target, record.who, record.at))
            elif view is case.next:
                note = words(_("Step {number} · {who}")).format(number=view.number, who=view.step.who)
                tasks.insert(0, Task(key, view.step.title, named(case, note), "incident", target))
            elif view.status is StepStatus.WAITING and record:
                note = words(_("Waiting for {what}")).format(what=record.reason)
                tasks.append(Task(key, view.step.title, named(case, note), "incident", target))
    return tasks


def _claim_tasks(today: date, last: ImportRecord | None, incident: bool, words: Words) -> list[Task]:
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
    return tasks


def _rejects(tx: Transaction, today: date) -> tuple[Tally, ...]:
    """Count what is to be rebilled, by age."""
    rows = tx.claims.ageing(today=today, by_amc=False, lasts=REJECT_AGES, wanted=_REJECTED)
    ages = zip(*(row.bands for row in rows), strict=True) if rows else [()] * (len(REJECT_AGES) + 1)
    return tuple(Tally(sum(one.count for one in age), sum(one.cents for one in age)) for age in ages)


def _reject_tasks(tx: Transaction, known: Known, rejects: tuple[Tally, ...], words: Words) -> list[Task]:
    """Say how many rejects wait, their sum and the age of the oldest in working days."""
    count, cents = sum(one.count for one in rejects), sum(one.cents for one in rejects)
    if not count:
        return []
    many, one = _("{count} invoices, {sum}"), _("{count} invoice, {sum}")
    note = words(many if count > 1 else one).format(count=number(count), sum=money(cents))
    first = tx.claims.find(_REJECTED, today=known.today, sort="age", descending=True, limit=1)
    age = max((claim.age(known.today, known.alsace_moselle) for claim in first), default=0)
    if age > _REJECT_NEW_DAYS:
        oldest, alone = _("{told} · the oldest {days} working days"), _("{told} · {days} working days old")
        note = words(oldest if count > 1 else alone).format(told=note, days=number(age))
    return [Task("rejects", words(_("Correct and rebill the rejects")), note, "claims", "rejected")]


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


def _threshold_tasks(tx: Transaction, known: Known, words: Words) -> list[Task]:
    """Return who goes beyond the threshold that the titulaire wrote, and is not suspended."""
    threshold, today = threshold_of(known.settings), known.today
    if threshold is None:
        return []
    names = {status.operator.id: status.operator.name for status in known.statuses}
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
