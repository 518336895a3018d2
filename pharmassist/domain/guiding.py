"""The engine of guided steps: from a playbook and what was said, where every step stands.

Nothing here ever times out into failure. A step that waits or is deferred lets the next
one open and comes back when it is due; "not applicable" follows from answers only; what
was done stays done, whatever is answered later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from pharmassist.domain.calendar import add_working_days
from pharmassist.domain.incidents import (
    FILLS,
    FILLS_WHOSE,
    FREE_FILLS,
    NO,
    PARKED,
    SENSED,
    SENSED_OF_AN_OPERATOR,
    STEPS_IN_A_BLOCK,
    TOLD,
    UNKNOWN,
    WHOSE,
    YES,
    Block,
    Condition,
    Due,
    Evidence,
    InsertedBlock,
    Playbook,
    Step,
    StepKind,
    StepRecord,
    StepStatus,
    StepView,
)
from pharmassist.domain.problems import Problem

_PROVED_BY = {"mailbox": "mailbox_rotated"}
"""What a ``rotate`` step rotates → the sensed condition that proves it done."""
_OPTIONS = frozenset({YES, NO, UNKNOWN})
_Statuses = dict[str, StepStatus]


def proving_condition(step: Step) -> str:
    """Return the sensed condition that proves a step done by itself, "" when there is none."""
    if step.proved_by:
        return step.proved_by
    return _PROVED_BY.get(step.target, "") if step.kind is StepKind.ROTATE else ""


def can_be_sensed(condition: str, playbook: Playbook) -> bool:
    """Tell whether the program can ever see a condition: some need an operator of our data."""
    return bool(condition) and (bool(playbook.operator) or condition not in SENSED_OF_AN_OPERATOR)


def filled(playbook: Playbook, records: Mapping[str, StepRecord], what: str) -> str:
    """Return the last answer that tells the program something, "" when it was not given."""
    for step in reversed(playbook.steps()):
        record = records.get(step.id)
        if step.fills == what and record is not None and record.status is StepStatus.DONE:
            return answer_of(record)
    return ""


@dataclass(frozen=True, slots=True)
class Opening:
    """When a case was opened, for the delays of its steps: the aware instant, and the pharmacy's days."""

    at: datetime
    now: datetime
    zone: tzinfo = UTC
    alsace_moselle: bool = False

    def due(self, due: Due | None) -> datetime | None:
        """Return the instant at which a delay ends: the last of its hours, or of its working day."""
        if due is None:
            return None
        if due.hours:
            return self.at + timedelta(hours=due.hours)
        day = add_working_days(self.at.astimezone(self.zone).date(), due.working_days, self.alsace_moselle)
        return datetime.combine(day + timedelta(days=1), time(), self.zone).astimezone(UTC)


def assembled(playbook: Playbook, inserted: Iterable[tuple[InsertedBlock, Playbook]]) -> Playbook:
    """Return a playbook with the blocks that were put into its case, each with the text it showed.

    Ids of an inserted block begin with its playbook's and block's, so that none is used twice.
    """
    blocks = list(playbook.blocks)
    for put_in, source in inserted:
        found = source.block(put_in.block)
        if found is None:
            continue
        places = [index for index, block in enumerate(blocks) if block.id == put_in.before]
        blocks.insert(places[0] if places else len(blocks), _renamed(found, inserted_id(source.id, found.id)))
    return replace(playbook, blocks=tuple(blocks))


def inserted_id(playbook_id: str, block_id: str) -> str:
    """Return the id that a block bears in a case it was put into."""
    return f"{playbook_id}.{block_id}"


def _renamed(block: Block, name: str) -> Block:
    """Return a block under another name, its steps too.

    A question of another block is not asked here: it counts as "je ne sais pas".
    """
    own = {step.id for step in block.steps}
    steps = [
        replace(
            step,
            id=f"{name}.{step.id}",
            when=tuple(
                Condition(f"{name}.{condition.step}", condition.answers)
                for condition in step.when
                if condition.step in own
            ),
            after=tuple(f"{name}.{other}" for other in step.after if other in own),
        )
        for step in block.steps
        if all(c.step in own or UNKNOWN in c.answers for c in step.when)
    ]
    return Block(name, block.title, tuple(steps))


def step_views(
    playbook: Playbook,
    records: Mapping[str, StepRecord],
    evidence: Mapping[str, Evidence],
    today: date,
    opening: Opening | None = None,
) -> tuple[StepView, ...]:
    """Return every step with its status; the one to take up next is ``open``.

    ``evidence`` holds the sensed conditions that are true now, by name.
    """
    statuses: _Statuses = {}
    views: list[StepView] = []
    for block in playbook.blocks:
        for step in block.steps:
            record = records.get(step.id)
            status, locked_by = _status(step, record, records, evidence, statuses, today)
            statuses[step.id] = status
            shown = evidence.get(proving_condition(step) or step.needs)
            due_at = opening.due(step.due) if opening is not None else None
            over = opening is not None and due_at is not None and opening.now > due_at
            views.append(
                StepView(
                    step,
                    block.id,
                    len(views) + 1,
                    status,
                    record,
                    locked_by,
                    shown.text if shown else "",
                    due_at,
                    over and status not in TOLD,
                )
            )
    return _with_one_open(views)


def next_step(views: tuple[StepView, ...]) -> StepView | None:
    """Return the step to take up, None when all is told or what is left waits."""
    return next((view for view in views if view.status is StepStatus.OPEN), None)


def check_answer(step: Step, value: str) -> str:
    """Return the answer as it is kept; raises ``Problem("answer_not_offered")``."""
    answer = value.strip()
    if step.choices:
        for choice in step.choices:
            if answer.casefold() in (choice.value.casefold(), choice.label.casefold()):
                return choice.value
        raise Problem("answer_not_offered", {"answer": answer[:40]})
    known = {"oui": YES, "non": NO, "je ne sais pas": UNKNOWN, "?": UNKNOWN}
    answer = known.get(answer.lower(), answer)
    if answer and (answer in _OPTIONS or (step.free and len(answer) <= 120)):
        return answer
    raise Problem("answer_not_offered", {"answer": answer[:40]})


def _status(
    step: Step,
    record: StepRecord | None,
    records: Mapping[str, StepRecord],
    evidence: Mapping[str, Evidence],
    earlier: _Statuses,
    today: date,
) -> tuple[StepStatus, str]:
    """Return the status of one step and what locks it."""
    if record is not None and record.status in (StepStatus.DONE, StepStatus.SKIPPED):
        return record.status, ""
    if proving_condition(step) in evidence:
        return StepStatus.DONE, ""
    lock = ""
    for condition in step.when:
        before = earlier[condition.step]
        if before is StepStatus.NOT_APPLICABLE:
            return StepStatus.NOT_APPLICABLE, ""
        if before not in TOLD:
            # Not asked yet, or parked: a step that "je ne sais pas" leads to need not wait for it.
            if UNKNOWN not in condition.answers:
                lock = lock or condition.step
        elif answer_of(records.get(condition.step)) not in condition.answers:
            return StepStatus.NOT_APPLICABLE, ""
    lock = lock or next((other for other in step.after if earlier[other] not in TOLD), "")
    if step.needs and step.needs not in evidence:
        lock = lock or step.needs
    if record is not None and record.status in PARKED and not _is_back(step, record, evidence, today):
        return record.status, lock
    return (StepStatus.LOCKED if lock else StepStatus.TO_DO), lock


def answer_of(record: StepRecord | None) -> str:
    """Return the answer given; a question that was skipped counts as "je ne sais pas"."""
    return record.answer if record is not None and record.answer else UNKNOWN


def _is_back(step: Step, record: StepRecord, evidence: Mapping[str, Evidence], today: date) -> bool:
    """Tell whether a parked step is due again: its date came, or its event happened since."""
    if record.until is not None and record.until <= today:
        return True
    event = evidence.get(step.returns_on)
    return record.until is None and event is not None and event.at >= record.at


def _with_one_open(views: list[StepView]) -> tuple[StepView, ...]:
    """Open the first step that can be done: one step is open at a time."""
    for index, view in enumerate(views):
        if view.status is StepStatus.TO_DO:
            views[index] = replace(view, status=StepStatus.OPEN)
            break
    return tuple(views)


def faults(playbook: Playbook) -> tuple[str, ...]:
    """Return what is wrong with a playbook, one line each: places, never opinions.

    Conditions and orders may only look back, so an end is reachable from every step;
    each step must be reachable by some answers.
    """
    found: list[str] = []
    seen: dict[str, Step] = {}
    blocks: set[str] = set()
    for block in (*playbook.blocks, *playbook.spare):
        # A spare block is put into any case: it stands on its own steps only.
        earlier = {} if block in playbook.spare else seen
        if not 1 <= len(block.steps) <= STEPS_IN_A_BLOCK:
            found.append(f"{block.id}: {len(block.steps)} steps, at most {STEPS_IN_A_BLOCK}")
        if block.id in blocks:
            found.append(f"{block.id}: this id is used twice")
        blocks.add(block.id)
        for step in block.steps:
            twice = ["this id is used twice"] if step.id in seen else []
            found.extend(f"{step.id}: {fault}" for fault in (*twice, *_step_faults(step, earlier)))
            seen[step.id] = earlier[step.id] = step
    if not playbook.blocks:
        found.append("no step")
    return tuple(found)


def _step_faults(step: Step, earlier: Mapping[str, Step]) -> list[str]:
    """Return the faults of one step, knowing those before it."""
    found: list[str] = []
    wanted = ("title", "why", "who", "proof", "undo", "source", "verified_on")
    sensed = (step.needs, step.returns_on, step.proved_by)
    found += [f"{name} is missing" for name in wanted if not getattr(step, name).strip()]
    found += [f"{name} cannot be sensed" for name in sensed if name and name not in SENSED]
    found += [f"after {other}, which is not an earlier step" for other in step.after if other not in earlier]
    found += _question_faults(step)
    for condition in step.when:
        asked = earlier.get(condition.step)
        if asked is None or asked.kind is not StepKind.QUESTION:
            found.append(f"when {condition.step}, which is not an earlier question")
        elif not condition.answers or not set(condition.answers) <= _offered(asked):
            found.append(f"when {condition.step} has an answer that is not offered")
    if not found and not _reachable(step, earlier):
        found.append("no answers lead here")
    return found


def _question_faults(step: Step) -> list[str]:
    """Return what is wrong with what a step asks."""
    found: list[str] = []
    if step.choices and (step.kind is not StepKind.QUESTION or step.free):
        found.append("choices, but it is no question that is answered by one of them")
    elif step.choices and UNKNOWN not in _offered(step):
        found.append(f"no choice says {UNKNOWN}")
    if step.fills and step.fills not in FILLS:
        found.append(f"fills {step.fills}, which is unknown")
    elif step.fills and (
        step.kind is not StepKind.QUESTION
        or step.free is not (step.fills in FREE_FILLS)
        or bool(step.choices) is not (step.fills == FILLS_WHOSE)
    ):
        found.append(f"fills {step.fills}, which this step does not ask")
    if step.fills == FILLS_WHOSE and not set(WHOSE) <= _offered(step):
        found.append(f"fills {step.fills}: the answers are {', '.join(WHOSE)}")
    return found


def _offered(asked: Step) -> frozenset[str]:
    """Return the answers a condition may name: free words decide nothing."""
    if asked.choices:
        return frozenset(choice.value for choice in asked.choices)
    return frozenset({UNKNOWN}) if asked.free else _OPTIONS


def _reachable(step: Step, earlier: Mapping[str, Step]) -> bool:
    """Tell whether some answers lead to a step: every condition on the way, taken together."""
    allowed: dict[str, frozenset[str]] = {}
    waiting = list(step.when)
    while waiting:
        condition = waiting.pop()
        offered = _offered(earlier[condition.step])
        left = allowed.get(condition.step, offered) & frozenset(condition.answers)
        if not left:
            return False
        if condition.step not in allowed:
            waiting.extend(earlier[condition.step].when)
        allowed[condition.step] = left
    return True
