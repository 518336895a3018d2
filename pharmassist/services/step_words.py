"""The words of a step: its status, its answer, what unlocks it."""

from __future__ import annotations

from pharmassist.domain.guiding import proving_condition
from pharmassist.domain.incidents import (
    ACCEPTED_SEEN,
    CREDIT_SEEN,
    LIGHTS_SET,
    MAILBOX_ROTATED,
    NO,
    NOTICE_SEEN,
    PORTAL_OPEN,
    UNKNOWN,
    YES,
    CaseView,
    Step,
    StepStatus,
    StepView,
)
from pharmassist.services.texts import mark
from pharmassist.services.texts import translate as _

_STATUS_WORDS = {
    StepStatus.OPEN: mark("to take up"),
    StepStatus.TO_DO: mark("to do"),
    StepStatus.LOCKED: mark("locked"),
    StepStatus.WAITING: mark("waits"),
    StepStatus.DEFERRED: mark("put off"),
    StepStatus.DONE: mark("done"),
    StepStatus.SKIPPED: mark("left out"),
    StepStatus.NOT_APPLICABLE: mark("without object"),
}
_SENSED_WORDS = {
    MAILBOX_ROTATED: mark("the mailbox renewed and proved"),
    PORTAL_OPEN: mark("the portal answers again"),
    LIGHTS_SET: mark("a light set, with its proof"),
    ACCEPTED_SEEN: mark("an accepted invoice seen"),
    NOTICE_SEEN: mark("a notice seen"),
    CREDIT_SEEN: mark("a credit seen"),
}
_ANSWER_WORDS = {YES: mark("Yes"), NO: mark("No"), UNKNOWN: mark("I do not know")}


def status_word(status: StepStatus) -> str:
    """Return the word of a status."""
    return _(_STATUS_WORDS[status])


def answer_word(step: Step, answer: str) -> str:
    """Return the words of an answer: the step's own, or oui, non; free words as they were typed."""
    for choice in step.choices:
        if choice.value == answer:
            return choice.label
    return _(_ANSWER_WORDS[answer]) if answer in _ANSWER_WORDS else answer


def proving(step: Step) -> str:
    """Return what shows a step done by itself in words, "" where nothing does."""
    condition = proving_condition(step)
    return _(_SENSED_WORDS[condition]) if condition else ""


def unlocking(view: StepView, case: CaseView) -> str:
    """Return what unlocks a step in words, "" where nothing locks it."""
    if view.locked_by in _SENSED_WORDS:
        return _(_SENSED_WORDS[view.locked_by])
    step = case.playbook.step(view.locked_by)
    return step.title if step is not None else ""
