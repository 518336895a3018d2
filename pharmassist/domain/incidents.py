"""Incidents and their playbooks: steps by moment, each with why, who, proof and undo.

A step never times out into failure; *non* and *je ne sais pas* are answers; a step that
cannot be done yet waits (a person, a fact) or is deferred (a date, an event) and the
next one opens.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class StepKind(StrEnum):
    """The closed set of step kinds."""

    DO = "do"
    QUESTION = "question"
    ROTATE = "rotate"
    IMPORT = "import"
    LIGHTS = "lights"
    ADVANCE = "advance"
    PRINT = "print"
    BREACH = "breach"


class StepStatus(StrEnum):
    """Where a step stands; ``locked`` and ``not_applicable`` follow from others."""

    OPEN = "open"
    TO_DO = "to_do"
    LOCKED = "locked"
    WAITING = "waiting"
    DEFERRED = "deferred"
    DONE = "done"
    SKIPPED = "skipped"
    NOT_APPLICABLE = "not_applicable"


YES, NO, UNKNOWN = "yes", "no", "unknown"
"""Answers of a question of equal weight: Oui, Non, Je ne sais pas."""

MAILBOX_ROTATED, PORTAL_OPEN = "mailbox_rotated", "portal_open"
LIGHTS_SET, ACCEPTED_SEEN, NOTICE_SEEN, CREDIT_SEEN = (
    "lights_set",
    "accepted_seen",
    "notice_seen",
    "credit_seen",
)
SENSED = (MAILBOX_ROTATED, PORTAL_OPEN, LIGHTS_SET, ACCEPTED_SEEN, NOTICE_SEEN, CREDIT_SEEN)
"""Conditions that are sensed, never said: a proved rotation, a portal that answers, lights that were
set, and the three signs of a restart: an accepted invoice, a notice, a credit."""
SENSED_OF_AN_OPERATOR = frozenset(SENSED) - {MAILBOX_ROTATED}
"""Those that nothing can sense while the incident has no operator of our data."""

FILLS_ACCOUNT, FILLS_LOGIN, FILLS_CODE_PHONE = "account", "login", "code_phone"
FILLS_OPERATOR, FILLS_WHOSE = "operator", "whose"
FILLS = (FILLS_ACCOUNT, FILLS_LOGIN, FILLS_CODE_PHONE, FILLS_OPERATOR, FILLS_WHOSE)
"""What an answer tells the program, typed once and used again: is there an account, with which
address, who holds the phone of its codes; which operator the incident is about; whose breach it is."""
FREE_FILLS = frozenset({FILLS_LOGIN, FILLS_CODE_PHONE, FILLS_OPERATOR})
"""Those that are answered by a few words."""

OPERATORS_BREACH, OUR_BREACH = "operator", "ours"
WHOSE = (OPERATORS_BREACH, OUR_BREACH, UNKNOWN)
"""Whose breach it is: somebody else's (an operator, a supplier), ours, or not known yet."""

GOES_ON = timedelta(days=90)
"""How long after it began a dated incident is offered as the one that goes on: three months (trade.md)."""
STEPS_IN_A_BLOCK = 7
"""A block holds at most this many steps (house.md §7)."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A dated fact with its source; ``unverified`` is said on screen."""

    day: str
    text: str
    source: str
    verified_on: str
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """The step applies only when an earlier question got one of these answers."""

    step: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a question that is neither yes nor no, in the playbook's own words."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Due:
    """How long after the opening a step is due; a delay that passes is told, it never fails the step."""

    hours: int = 0
    working_days: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a playbook; texts are French."""

    id: str
    kind: StepKind
    title: str
    why: str
    who: str
    proof: str
    undo: str
    minutes: int = 0
    when: tuple[Condition, ...] = ()
    after: tuple[str, ...] = ()
    """Steps that must be done (or skipped) before this one opens."""
    needs: str = ""
    """A sensed condition that unlocks it: ``mailbox_rotated``, ``portal_open``, or ""."""
    returns_on: str = ""
    """A sensed condition that brings it back when it was deferred without a date, or ""."""
    target: str = ""
    """What a ``rotate`` step rotates (``mailbox``, ``portal``), what a ``print`` step prints."""
    free: bool = False
    """A question answered by a few words ("je ne sais pas" stays an answer) instead of yes or no."""
    fills: str = ""
    """What a question's answer tells the program, one of :data:`FILLS`, or ""."""
    choices: tuple[Choice, ...] = ()
    """The answers of a question that is neither yes nor no; one of them says "je ne sais pas"."""
    proved_by: str = ""
    """A sensed condition that shows the step done by itself, or ""; its raw evidence is always shown."""
    due: Due | None = None
    source: str = ""
    verified_on: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A moment of the incident: at most seven steps."""

    id: str
    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Playbook:
    """One incident as data."""

    id: str
    title: str
    operator: str
    summary: str
    started_on: str
    exposed_professionals: tuple[str, ...]
    exposed_insured: tuple[str, ...]
    facts: tuple[Fact, ...]
    reminders: tuple[str, ...]
    blocks: tuple[Block, ...]
    lights: tuple[tuple[str, str], ...] = ()
    """Lights the playbook proposes to set when it opens: (light, state)."""
    spare: tuple[Block, ...] = ()
    """Blocks that are not on the way: they are put into a running case when something happens."""
    text: str = ""
    """The file as it was read: a case keeps the texts it showed."""

    def is_past(self, today: date) -> bool:
        """Tell whether it tells an incident of long ago: a model then, no longer what goes on."""
        return bool(self.started_on) and today - date.fromisoformat(self.started_on) > GOES_ON

    def block(self, block_id: str) -> Block | None:
        """Return a block by its id, spare ones included, None when there is none."""
        return next((block for block in (*self.blocks, *self.spare) if block.id == block_id), None)

    def step(self, step_id: str) -> Step | None:
        """Return a step by its id, None when there is none."""
        return next((step for step in self.steps() if step.id == step_id), None)

    def steps(self) -> tuple[Step, ...]:
        """Return every step in order."""
        return tuple(step for block in self.blocks for step in block.steps)


def as_offered(
    playbooks: Iterable[Playbook], today: date, hurt: Collection[str] = ()
) -> tuple[Playbook, ...]:
    """Return playbooks in the order in which they are offered on a day.

    What goes on first, that of a ``hurt`` operator before the others; then the general ones, those about
    an operator first, its attack before all; then what has not begun, and last what is long past, the
    newest first.
    """

    def rank(playbook: Playbook) -> tuple[int, bool, int, str]:
        began = date.fromisoformat(playbook.started_on) if playbook.started_on else None
        if began is None:
            about = any(step.fills == FILLS_OPERATOR for step in playbook.steps())
            # Data at stake is the attack; money alone may be a breakdown.
            attack = any(step.kind is StepKind.BREACH for step in playbook.steps())
            return 1, not about, int(not attack), playbook.title
        place = 3 if playbook.is_past(today) else 2 if began > today else 0
        return place, playbook.operator not in hurt, -began.toordinal(), playbook.title

    return tuple(sorted(playbooks, key=rank))


@dataclass(frozen=True, slots=True)
class StepRecord:
    """What was said of a step of a case."""

    step: str
    status: StepStatus
    at: datetime
    who: str
    proof: str = ""
    reason: str = ""
    answer: str = ""
    until: date | None = None
    draft: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class InsertedBlock:
    """A block put into a running case: from which playbook, before which block, with the text it shows."""

    playbook: str
    block: str
    before: str
    """The block of the case that it comes before, "" at the end."""
    at: datetime
    who: str
    playbook_text: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """Somebody handed the incident to the next shift."""

    at: datetime
    who: str
    taken_by: str


@dataclass(frozen=True, slots=True)
class Case:
    """An incident the pharmacy goes through."""

    playbook: str
    title: str
    opened_at: datetime
    opened_by: str
    playbook_text: str
    closed_at: datetime | None = None
    closed_by: str = ""
    id: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as it is shown: where it stands, who did it, what unlocks it."""

    step: Step
    block: str
    number: int
    status: StepStatus
    record: StepRecord | None = None
    locked_by: str = ""
    """What unlocks it: an earlier step or a sensed condition; told of a parked step too."""
    evidence: str = ""
    """Raw evidence of a sensed condition ("connexion vérifiée le 30/01 à 13 h 12")."""
    due_at: datetime | None = None
    """The instant after which it is late, None without a delay; a late step never fails."""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sensed condition that holds: since when, and in which words it is shown."""

    condition: str
    at: datetime
    text: str


TOLD = frozenset({StepStatus.DONE, StepStatus.SKIPPED, StepStatus.NOT_APPLICABLE})
"""Statuses after which nothing is left to say of a step."""

PARKED = frozenset({StepStatus.WAITING, StepStatus.DEFERRED})
"""Statuses of a step that waits and lets the next one open."""


STILL_THE_SAME = timedelta(days=92)
"""How long after the date of a playbook a case opened with it is that incident (three months)."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with its steps in order and the one to take up next.

    ``next`` is None when every step is told, or when those that are left wait.
    """

    case: Case
    playbook: Playbook
    steps: tuple[StepView, ...]
    next: StepView | None
    named: str = ""
    """The operator as an answer names it, ours or not; "" when the playbook knows it or nobody does."""

    @property
    def title(self) -> str:
        """Return the title with the operator that was named: ``Virements arrêtés (SP santé)``."""
        return f"{self.case.title} ({self.named})" if self.named else self.case.title

    @property
    def foreign(self) -> bool:
        """Tell whether the operator that was named is none of our data."""
        return bool(self.named) and not self.playbook.operator

    def began_on(self, opened: date) -> date:
        """Return the first day of the incident, ``opened`` being the local day the case was opened.

        The date of the playbook counts while it is near: the suite of 2024 taken up again years later
        is a new incident, and starts when it is opened.
        """
        if not self.playbook.started_on:
            return opened
        told = date.fromisoformat(self.playbook.started_on)
        return told if told <= opened <= told + STILL_THE_SAME else opened

    @property
    def told(self) -> int:
        """Count the applicable steps that are done or skipped."""
        return sum(v.status in (StepStatus.DONE, StepStatus.SKIPPED) for v in self.steps)

    @property
    def applicable(self) -> int:
        """Count the steps that concern this pharmacy, as far as is known."""
        return sum(v.status is not StepStatus.NOT_APPLICABLE for v in self.steps)

    @property
    def parked(self) -> tuple[StepView, ...]:
        """Return the steps that wait for a person, a fact, a date or an event."""
        return tuple(v for v in self.steps if v.status in PARKED)

    @property
    def left(self) -> tuple[StepView, ...]:
        """Return every step that is not told."""
        return tuple(v for v in self.steps if v.status not in TOLD)

    def view(self, step_id: str) -> StepView | None:
        """Return the view of a step by its id, None when there is none."""
        return next((v for v in self.steps if v.step.id == step_id), None)
