"""The words of a step's line and of days on the incident page."""

from __future__ import annotations

from datetime import datetime

from pharmassist.domain.incidents import PORTAL_OPEN, CaseView, StepStatus, StepView
from pharmassist.services.step_words import answer_word, unlocking
from pharmassist.services.texts import PARIS, day, moment, short_day
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.steps import StepLine
from pharmassist.ui.parts.text import Ink


def step_line(view: StepView, case: CaseView) -> StepLine:
    """Return the line of a step: title, and who and when, or what it waits for."""
    ink: Ink = "amber" if view.status in (StepStatus.WAITING, StepStatus.DEFERRED) else "text3"
    return StepLine(
        view.step.id, view.step.title, step_caption(view, case), view.status, str(view.number), ink
    )


def step_caption(view: StepView, case: CaseView) -> str:
    """Return the line under the title of a step."""
    if view.status is StepStatus.DONE:
        return _done_words(view)
    if view.status is StepStatus.SKIPPED and view.record is not None:
        reason = _("not for us: {reason}").format(reason=view.record.reason)
        return f"{_signed(view)} · {reason}"
    if view.status is StepStatus.WAITING:
        return _waiting_words(view)
    if view.status is StepStatus.DEFERRED:
        return _deferred_words(view)
    if view.status is StepStatus.LOCKED:
        return _("Opens after: {what}").format(what=unlocking(view, case))
    if view.status is StepStatus.NOT_APPLICABLE:
        return _("Without object, after your answers")
    if view.record is not None and view.record.draft:
        return _("Begun by {who}").format(who=view.record.who)
    return "" if view.status is StepStatus.OPEN else view.step.who


def _done_words(view: StepView) -> str:
    record = view.record
    if record is None or record.status is not StepStatus.DONE:
        return view.evidence
    told = answer_word(view.step, record.answer) if record.answer else record.proof or record.reason
    return " · ".join(part for part in (_signed(view), told) if part)


def _signed(view: StepView) -> str:
    """Return who said it and when: ``AB, 30/01 08 h 42``."""
    record = view.record
    return f"{record.who}, {moment(record.at)}" if record is not None else ""


def _waiting_words(view: StepView) -> str:
    record = view.record
    if record is None:
        return ""
    told = _("Waits for {what}").format(what=record.reason) if record.reason else _("Waits")
    if record.until is not None:
        told += " · " + _("comes back on {day}").format(day=day(record.until))
    return told


def _deferred_words(view: StepView) -> str:
    record = view.record
    if record is None:
        return ""
    if record.until is not None:
        told = _("Put off until {day}").format(day=day(record.until))
    elif view.step.returns_on == PORTAL_OPEN:
        told = _("Put off until the portal reopens")
    else:
        told = _("Put off to later")
    return f"{told} · {record.reason}" if record.reason else told


def day_words(at: datetime) -> str:
    """Return the day a case was opened or closed: ``29/01/24``."""
    return short_day(at.astimezone(PARIS).date())


def due_words(view: StepView) -> str:
    """Say until when a step is due, or that it is late: a late step never fails."""
    if view.due_at is None:
        return ""
    told = _("Past its delay since {moment}") if due_is_over(view) else _("Before {moment}")
    return told.format(moment=moment(view.due_at))


def due_is_over(view: StepView) -> bool:
    """Tell whether a delay has passed."""
    return view.late
