"""Operators of tiers payant and their four lights.

The lights a pharmacy needs are rights, transmission, notices and transfers. The portal is
a detail line and never counts: a green portal must never read as "all is well".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from pharmassist.domain.headers import fold


class Light(StrEnum):
    """What is watched: Droits, Télétransmission, Retours (RSP), Virements."""

    RIGHTS = "rights"
    TRANSMISSION = "transmission"
    NOTICES = "notices"
    TRANSFERS = "transfers"


class LightState(StrEnum):
    """fonctionne, perturbé, arrêté, non vérifié (the default)."""

    WORKING = "working"
    DISRUPTED = "disrupted"
    STOPPED = "stopped"
    UNVERIFIED = "unverified"


DIRECT = "direct"
"""What stands in the place of an operator for an AMC that pays by itself (trade.md §16)."""

WORST_FIRST = (
    LightState.STOPPED,
    LightState.DISRUPTED,
    LightState.UNVERIFIED,
    LightState.WORKING,
)


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach an operator, with its source; ``valid_only`` names a period it was valid in."""

    kind: str
    value: str
    label: str
    source: str
    verified_on: str
    valid_only: str = ""
    unverified: bool = False
    """Seen in one second-hand source only: shown as "non vérifié"."""


@dataclass(frozen=True, slots=True)
class Probe:
    """How its portal is looked at; ``expect`` is a text the page must hold, "" for none."""

    url: str
    expect: str = ""


@dataclass(frozen=True, slots=True)
class Operator:
    """One file of ``resources/operators``."""

    id: str
    name: str
    kind: str
    domains: tuple[str, ...]
    contacts: tuple[Contact, ...]
    delay_days: int | None
    """Working days in which it pays, None when unknown."""
    delay_source: str
    probe: Probe | None
    never_asks: str = ""
    """What it says it never asks, with its source."""
    notes: tuple[str, ...] = ()


def operator_named(words: str, operators: Iterable[Operator]) -> Operator | None:
    """Return the one operator whose name a person typed, alone or among others; None for none or several.

    Accents, capitals and spaces do not count: ``cetip isante``, ``SPSanté``, ``viamedis.net``.
    """
    said = fold(words)
    found = {
        operator.id: operator
        for operator in operators
        for name in (fold(operator.id), fold(operator.name))
        if f" {name} " in f" {said} " or name.replace(" ", "") == said.replace(" ", "")
    }
    return next(iter(found.values())) if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody or something said of a light, and until when it holds."""

    operator: str
    light: Light
    state: LightState
    at: datetime
    who: str
    source: str
    """``person``, ``probe``, ``bank``, ``playbook``."""
    proof: str
    valid_until: date | None = None
    id: int = 0
    expected: date | None = None
    """Until when the next credit is to be expected, where the bank's rhythm tells it."""


class Sign(StrEnum):
    """What shows that an operator works again: all three, since it stopped (the restart gate)."""

    ACCEPTED = "accepted"
    NOTICE = "notice"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class SeenSign:
    """A sign that somebody, or the bank, saw; ``proof`` says where."""

    operator: str
    sign: Sign
    at: datetime
    who: str
    proof: str


@dataclass(frozen=True, slots=True)
class Suspension:
    """The titulaire's recorded decision to suspend tiers payant for an operator: the AMC share only."""

    operator: str
    from_day: date
    reason: str
    decided_at: datetime
    decided_by: str
    ended_at: datetime | None = None
    ended_by: str = ""
    id: int = 0
    version: int = 1
    until: date | None = None
    """Last day it holds, None until somebody takes tiers payant up again."""

    def stands(self, today: date) -> bool:
        """Tell whether it holds or will hold: neither taken back nor past its last day."""
        return self.ended_at is None and (self.until is None or today <= self.until)

    def holds(self, today: date) -> bool:
        """Tell whether it holds on that day."""
        return self.stands(today) and self.from_day <= today


@dataclass(frozen=True, slots=True)
class PortalReading:
    """What a probe saw of a portal; ``outcome`` is a code such as ``answers`` or ``certificate``."""

    operator: str
    outcome: str
    at: datetime
    detail: str = ""


@dataclass(frozen=True, slots=True)
class OperatorStatus:
    """An operator with its four readings in force (None = unverified) and its portal."""

    operator: Operator
    readings: tuple[tuple[Light, Reading | None], ...]
    portal: PortalReading | None
    expired: tuple[Reading, ...] = ()
    """Last readings that no longer hold: shown as "lecture trop ancienne"."""
    gated: tuple[Light, ...] = ()
    """Lights said to work again after a stop that stay amber: the restart gate is not passed."""
    missing: tuple[Sign, ...] = ()
    """What the restart gate still waits for."""
    expected: date | None = None
    """Until when a credit is to be expected by the usual rhythm; None where the bank tells none."""

    def state(self, light: Light) -> LightState:
        """Return the state of one light."""
        found = dict(self.readings)[light]
        if light in self.gated:
            return LightState.DISRUPTED
        return found.state if found else LightState.UNVERIFIED

    @property
    def worst(self) -> LightState:
        """Return the word for the whole: the worst of the four."""
        states = {self.state(light) for light in Light}
        return next(state for state in WORST_FIRST if state in states)


@dataclass(frozen=True, slots=True)
class Insurer:
    """An AMC of the directory: the operators seen behind it, with source and certainty."""

    name: str
    amc_number: str
    operators: tuple[str, ...]
    certainty: str
    """``taught`` by the pharmacy, ``learnt`` from its lists, ``to_verify`` from the directory."""
    source: str
    aliases: tuple[str, ...] = ()
    id: int = 0
    convention_type: str = ""
    csr: str = ""
    """Convention type and CSR printed on the card, where the pharmacy or its lists told them."""

    code: str = ""
    """Transmission code printed on the card beside the AMC number, compared like it; "" when none."""


@dataclass(frozen=True, slots=True)
class CounterAnswer:
    """The answer of "Conduite au comptoir" for one mutuelle."""

    payer: str
    amc_number: str
    operators: tuple[str, ...]
    certainty: str
    lights: tuple[tuple[Light, LightState], ...]
    """The four lights; the worst of each when two operators are possible; none without operator."""
    conduct: str
    each: tuple[tuple[str, str], ...] = ()
    """Operator and its own sentence, when two operators are possible."""
    source: str = ""
    question: str = ""
    """What to ask of the LGO, "" for nothing: whether it offers an earlier accreditation."""
    suspended: tuple[Suspension, ...] = ()
    """The titulaire's decisions to suspend tiers payant that concern it."""


def in_force(reading: Reading, today: date) -> bool:
    """Tell whether a reading still holds today."""
    return reading.valid_until is None or today <= reading.valid_until


def still_missing(seen: Iterable[SeenSign], stopped_at: datetime) -> tuple[Sign, ...]:
    """Return the signs of a restart not seen since a light stopped: the gate asks for all three."""
    since = {sign.sign for sign in seen if sign.at > stopped_at}
    return tuple(sign for sign in Sign if sign not in since)


SLIP = timedelta(minutes=10)
"""A light that is set anew within this time after a stop was set wrongly: that was no stop."""


def last_stop(readings: Iterable[Reading], light: Light) -> Reading | None:
    """Return the last reading, of those newest first, that said a light was stopped and was no slip."""
    later: Reading | None = None
    for reading in readings:
        if reading.light is not light:
            continue
        slip = later is not None and later.state is not LightState.STOPPED and later.at - reading.at < SLIP
        if reading.state is LightState.STOPPED and not slip:
            return reading
        later = reading
    return None
