"""What the page of operators reads at once, and its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest

from pharmassist.domain.operators import (
    WORST_FIRST,
    Light,
    LightState,
    OperatorStatus,
    PortalReading,
    Reading,
    Suspension,
)
from pharmassist.services.office import Office
from pharmassist.services.texts import PARIS, day, hour, moment, number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.services.watching import light_word, outcome_word
from pharmassist.ui.parts.light import Tone
from pharmassist.ui.parts.light import light_word as state_of_light
from pharmassist.ui.parts.timeline import TimeMark, TimeSpan

SHOWN_READINGS = 100
PICTURE_DAYS = 8
TONES: dict[LightState, Tone] = {
    LightState.WORKING: "green",
    LightState.DISRUPTED: "amber",
    LightState.STOPPED: "red",
    LightState.UNVERIFIED: "grey",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """The lights a playbook proposes for its operator while an incident is open."""

    operator: str
    title: str
    lights: tuple[tuple[Light, LightState], ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """The operators with their lights, worst first, and what stands around them."""

    statuses: tuple[OperatorStatus, ...]
    payers: Mapping[str, int]
    invoices: Mapping[str, int]
    history: tuple[Reading, ...]
    proposals: tuple[Proposal, ...]
    today: date
    portals: Mapping[str, tuple[PortalReading, ...]] = field(default_factory=dict)
    """Looks at each portal, oldest first."""
    suspended: Mapping[str, Suspension] = field(default_factory=dict)
    """The titulaire's decisions that stand, by operator."""
    now: datetime = field(compare=False, default=datetime.min.replace(tzinfo=UTC))

    def status(self, operator: str) -> OperatorStatus | None:
        """Return an operator by its id, None when there is none."""
        return next((status for status in self.statuses if status.operator.id == operator), None)


def read_watch(office: Office) -> Watch:
    """Read it all (a lane's work)."""
    statuses = office.watching.statuses()
    payers = Counter(operator for entry in office.directory.list() for operator in entry.operators)
    invoices = {line.operator: line.total.count for line in office.claims.by_operator()}
    by_operator = {status.operator.id: status for status in statuses}
    proposals = []
    for case in office.guiding.open_cases():
        status = by_operator.get(case.playbook.operator)
        lights = tuple((Light(light), LightState(state)) for light, state in case.playbook.lights)
        # Proposed only while nobody has said anything: a person's reading is never overwritten.
        if status is not None and lights and all(reading is None for _light, reading in status.readings):
            proposals.append(Proposal(status.operator.id, case.case.title, lights))
    return Watch(
        statuses,
        payers,
        invoices,
        office.watching.history(limit=SHOWN_READINGS),
        tuple(proposals),
        office.clock.today(),
        {operator: office.watching.portal_history(operator) for operator in by_operator},
        {decision.operator: decision for decision in office.suspending.in_force()},
        office.clock.now(),
    )


def when(at: datetime, today: date) -> str:
    """Write the hour of today, the day of before: ``08:12`` or ``lun. 05/02``."""
    local = at.astimezone(PARIS).date()
    # In a narrow cell the hour must not be broken before its minutes.
    return hour(at).replace(" ", "\u00a0") if local == today else day(local)


def portal_words(portal: PortalReading | None, today: date) -> str:
    """Return the caption of the portal: a detail, never a light."""
    if portal is None:
        return _("Portal not looked at")
    said = outcome_word(portal.outcome)
    return _("Portal {outcome}, {when}").format(outcome=said, when=when(portal.at, today))


def spoken(status: OperatorStatus, light: Light, today: date) -> str:
    """Return a light for assistive tools: ``Viamedis, Virements : arrêté, lu …``."""
    named = f"{status.operator.name}, {light_word(light)}"
    name = _("{name}: {value}").format(name=named, value=state_of_light(status.state(light)))
    reading = dict(status.readings)[light]
    if reading is None:
        return name
    read = _("read {when} by {who}").format(when=moment(reading.at), who=reading.who)
    return f"{name}, {read}, {validity(reading, today)}. {reading.proof}"


def validity(reading: Reading, today: date) -> str:
    """Return until when a reading holds."""
    if reading.valid_until is None:
        return _("valid until it is set again")
    if reading.valid_until < today:
        return _("out of date since {day}").format(day=day(reading.valid_until))
    if reading.valid_until == today:
        return _("to be read again today")
    return _("valid until {day}").format(day=day(reading.valid_until))


def source_word(reading: Reading) -> str:
    """Return who or what said it."""
    words = {"bank": _("bank statement"), "probe": _("probe"), "playbook": _("guided steps")}
    said = words.get(reading.source, "")
    return f"{reading.who}, {said}" if said else reading.who


def counts(status: OperatorStatus, watch: Watch) -> tuple[str, str]:
    """Return how many mutuelles and how many unpaid invoices stand behind an operator."""
    payers = watch.payers.get(status.operator.id, 0)
    invoices = watch.invoices.get(status.operator.id, 0)
    return (
        translate_plural("{count} mutuelle", "{count} mutuelles", payers).format(count=number(payers)),
        translate_plural("{count} invoice", "{count} invoices", invoices).format(count=number(invoices)),
    )


def caption(watch: Watch) -> str:
    """Return the line under the question."""
    states = Counter(status.state(light) for status in watch.statuses for light in Light)
    stopped, disrupted = states[LightState.STOPPED], states[LightState.DISRUPTED]
    unverified = states[LightState.UNVERIFIED]
    counted = (
        (stopped, translate_plural("{count} light stopped", "{count} lights stopped", stopped)),
        (disrupted, translate_plural("{count} disrupted", "{count} disrupted", disrupted)),
        (unverified, translate_plural("{count} not verified", "{count} not verified", unverified)),
    )
    parts = [words.format(count=count) for count, words in counted if count]
    looks = [status.portal.at for status in watch.statuses if status.portal is not None]
    if looks:
        parts.append(_("portals looked at {when}").format(when=when(max(looks), watch.today)))
    return " · ".join(parts) or _("every light works")


def since_first(history: Sequence[Reading], operator: str, now: datetime) -> tuple[date, list[Reading]]:
    """Return the first day of the picture, seven days back at most, and the readings in it, oldest first."""
    own = [reading for reading in reversed(history) if reading.operator == operator]
    earliest = now - timedelta(days=PICTURE_DAYS - 1)
    kept = [reading for reading in own if reading.at >= earliest]
    first = (kept[0].at if kept else now).astimezone(PARIS).date()
    return first, kept


def marks(readings: Sequence[Reading], portals: Sequence[PortalReading]) -> list[TimeMark]:
    """Return what happened, as marks: a light that was set, a portal that failed or came back."""
    found: list[TimeMark] = []
    last: dict[Light, LightState] = {}
    together: dict[tuple[datetime, LightState, str], list[Light]] = {}
    for reading in readings:
        if last.get(reading.light) is not reading.state:
            last[reading.light] = reading.state
            # Lights set in one go are one mark: otherwise their words would lie on each other.
            key = (reading.at.replace(second=0, microsecond=0), reading.state, reading.proof)
            together.setdefault(key, []).append(reading.light)
    for (at, state, proof), lights in together.items():
        words = f"{', '.join(map(light_word, lights))} : {state_of_light(state)}"
        found.append(TimeMark(at, words, proof, TONES[state]))
    seen: str | None = None
    for portal in portals:
        answers = "answers" if portal.outcome == "answers" else "fails"
        if answers != seen:
            said = _("Portal: {outcome}").format(outcome=outcome_word(portal.outcome))
            found.append(TimeMark(portal.at, said, "", "grey"))
        seen = answers
    return found


def spans(readings: Sequence[Reading], now: datetime) -> list[TimeSpan]:
    """Return the line in the tone of the worst light, from each reading to the next."""
    found: list[TimeSpan] = []
    states: dict[Light, LightState] = {}
    for reading, following in zip_longest(readings, readings[1:]):
        states[reading.light] = reading.state
        worst = min(states.values(), key=WORST_FIRST.index)
        found.append(TimeSpan(reading.at, following.at if following is not None else now, TONES[worst]))
    return found
