"""The command ``incident breach``: whose it is, the two clocks, what is said and decided."""

from __future__ import annotations

import argparse
from datetime import datetime
from zoneinfo import ZoneInfo

from pharmassist.cli.cases import add_case, case_id
from pharmassist.cli.frame import Answer, Commands, Context
from pharmassist.domain.breaches import CONTENTS, INSTANTS, BreachClock, BreachField
from pharmassist.domain.problems import Problem
from pharmassist.services.breach_words import choice_word, clock_state, clock_word, clock_working, field_word
from pharmassist.services.breaches import BreachView
from pharmassist.services.texts import translate as _


def add_to(incident: Commands) -> None:
    """Add the command to the group of the incident."""
    parser = incident.add("breach", _("breach of data: the two clocks, what is said and decided"), _breach)
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        dest="said",
        help=", ".join(field.value for field in BreachField),
    )
    add_case(parser)


def _breach(asked: argparse.Namespace, context: Context) -> Answer:
    breaches, case = context.office().breaches, case_id(asked, context)
    if not asked.said:
        return _told(breaches.view(case))
    zone = ZoneInfo(breaches.zone().name)
    said = dict(_said(words, zone) for words in asked.said)
    return _told(breaches.note(case, context.who(), said))


def _said(words: str, zone: ZoneInfo) -> tuple[BreachField, str | datetime]:
    """Read ``field=value``; an instant without its offset is one of the pharmacy's wall."""
    name, equals, value = words.partition("=")
    if not equals or name not in set(BreachField):
        raise Problem("breach_choice", {"value": name[:40], "choices": ", ".join(BreachField)})
    field = BreachField(name)
    if field not in INSTANTS or not value:
        return field, value
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        raise Problem("breach_instant", {"field": field.value}) from None
    return field, read if read.tzinfo else read.replace(tzinfo=zone)


def _told(view: BreachView) -> Answer:
    breach = view.breach
    document = {
        "incident": view.case.id,
        "whose": breach.whose,
        "zone": view.zone.name,
        "clocks": {clock.kind.value: _clock(view, clock) for clock in view.clocks},
        "said": {field.value: breach.value(field) for field in BreachField if breach.value(field)},
        "missing": [field.value for field in breach.missing(CONTENTS)],
    }
    lines = []
    for clock in view.clocks:
        lines.append(f"{clock_word(clock.kind)} – {clock_state(view, clock)}")
        if working := clock_working(view, clock):
            lines.append(f"  {working}")
    lines += [f"{field_word(f)} – {choice_word(breach.value(f))}" for f in BreachField if breach.value(f)]
    return Answer(document, lines)


def _clock(view: BreachView, clock: BreachClock) -> dict[str, object]:
    return {
        "state": clock.state.value,
        "basis": clock.basis.value if clock.basis else None,
        "start": clock.start,
        "due": clock.due,
        "due_local": view.local(clock.due).isoformat(timespec="minutes") if clock.due else None,
        "stopped_by": clock.stopped_by.value if clock.stopped_by else None,
        "done_late": clock.done_late,
        "working": clock_working(view, clock),
    }
