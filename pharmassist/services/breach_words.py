"""The words of a breach: its fields, its choices, and each clock with its working."""

from __future__ import annotations

from datetime import datetime, timedelta

from pharmassist.domain.breaches import HOURS, BreachClock, BreachField, ClockKind, ClockState
from pharmassist.services.breaches import BreachView
from pharmassist.services.texts import day as short_weekday_day
from pharmassist.services.texts import language, mark
from pharmassist.services.texts import translate as _

_FIELDS = {
    BreachField.DISCOVERED: mark("Discovered on"),
    BreachField.QUALIFIED: mark("Qualified on"),
    BreachField.NOTIFIED: mark("Notified to the CNIL on"),
    BreachField.COMPLETED: mark("Complement sent on"),
    BreachField.COMPLAINED: mark("Complaint filed on"),
    BreachField.CNIL: mark("Notify the CNIL?"),
    BreachField.CNIL_REASON: mark("Why (CNIL)"),
    BreachField.INSURANCE: mark("Is there a cyber insurance?"),
    BreachField.PEOPLE: mark("Inform the people?"),
    BreachField.PEOPLE_REASON: mark("Why, how (people)"),
    BreachField.NATURE: mark("Nature of the breach"),
    BreachField.CATEGORIES: mark("Categories of people and data"),
    BreachField.PEOPLE_COUNT: mark("People, about how many"),
    BreachField.RECORDS_COUNT: mark("Records, about how many"),
    BreachField.CONSEQUENCES: mark("Likely consequences"),
    BreachField.MEASURES: mark("Measures taken or planned"),
    BreachField.CONTACT: mark("Contact point (or DPO)"),
    BreachField.LATE_REASON: mark("Why after 72 hours"),
    BreachField.WARNED_BANK: mark("Bank"),
    BreachField.WARNED_INSURER: mark("Insurer"),
    BreachField.WARNED_UNION: mark("Union"),
    BreachField.WARNED_MANAGER: mark("Tiers-payant manager"),
    BreachField.WARNED_HOTLINE: mark("LGO hotline"),
    BreachField.WARNED_CLEARING_HOUSE: mark("OCT (clearing house)"),
    BreachField.WARNED_CPAM: mark("CPAM"),
}
_CHOICES = {
    "notify": mark("Notify"),
    "not_notify": mark("Do not notify"),
    "inform": mark("Inform them"),
    "not_inform": mark("Do not inform"),
    "yes": mark("Yes"),
    "no": mark("No"),
    "unknown": mark("I do not know"),
}
_KINDS = {
    ClockKind.CNIL: mark("CNIL, 72 hours"),
    ClockKind.COMPLAINT: mark("Complaint, 72 hours"),
}
_STOPPED = {
    BreachField.NOTIFIED: mark("notified {moment}"),
    BreachField.CNIL: mark("decided not to notify, {moment}"),
    BreachField.COMPLAINED: mark("complaint filed {moment}"),
    BreachField.INSURANCE: mark("no cyber insurance, said {moment}"),
}


def field_word(field: BreachField) -> str:
    """Return the name of a field."""
    return _(_FIELDS[field])


def choice_word(value: str) -> str:
    """Return the words of a choice; other values as they are."""
    return _(_CHOICES[value]) if value in _CHOICES else value


def clock_word(kind: ClockKind) -> str:
    """Return the name of a clock."""
    return _(_KINDS[kind])


def instant_words(view: BreachView, instant: datetime) -> str:
    """Write an instant at the pharmacy's wall: ``mar. 30/01 15 h 00``."""
    local = view.local(instant)
    hour = f"{local:%H:%M}" if language() == "en" else f"{local:%H h %M}"
    return f"{short_weekday_day(local.date())} {hour}"


def clock_state(view: BreachView, clock: BreachClock) -> str:
    """Say where a clock stands: not ours, without a start, so many hours left, over, or stopped."""
    if clock.state is ClockState.NOT_OURS:
        return _("somebody else’s breach: they notify")
    if clock.state is ClockState.NO_START:
        return _("say when it was discovered")
    if clock.state is ClockState.STOPPED and clock.stopped_by is not None and clock.stopped_at is not None:
        told = _(_STOPPED[clock.stopped_by]).format(moment=instant_words(view, clock.stopped_at))
        return told + (" · " + _("after the end: say why") if clock.done_late else "")
    if clock.due is None:
        return ""
    if clock.state is ClockState.LATE:
        return _("over for {span}").format(span=span_words(view.now - clock.due))
    return _("{span} left").format(span=span_words(clock.due - view.now))


def clock_working(view: BreachView, clock: BreachClock) -> str:
    """Return how the end is worked out: from which instant, plus 72 hours, at which wall."""
    if clock.start is None or clock.due is None or clock.basis is None:
        return ""
    told = _("{basis} {start} + {hours} h = {end}").format(
        basis=field_word(clock.basis),
        start=instant_words(view, clock.start),
        hours=HOURS,
        end=instant_words(view, clock.due),
    )
    told += f" ({view.zone.words})"
    if view.local(clock.start).utcoffset() != view.local(clock.due).utcoffset():
        told += " · " + _("the hour changes in between")
    if clock.kind is ClockKind.CNIL and clock.basis is BreachField.DISCOVERED:
        told += " · " + _("counted from the discovery until it is qualified: the earliest")
    return told


def span_words(span: timedelta) -> str:
    """Write a span as ``2 j 4 h``, ``5 h 20 min`` or ``12 min``."""
    minutes = int(span.total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    if days:
        return _("{days} d {hours} h").format(days=days, hours=hours)
    if hours:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=left)
    return _("{minutes} min").format(minutes=left)
