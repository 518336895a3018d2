"""Watching operators: lights set by a person with a proof, and one look at a portal.

The portal is a detail line; a look that fails because our own connection is down says
nothing of the operator and is not kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from pharmassist.domain.calendar import add_working_days
from pharmassist.domain.identifiers import refuse_nir
from pharmassist.domain.operators import (
    WORST_FIRST,
    Light,
    LightState,
    Operator,
    OperatorStatus,
    PortalReading,
    Reading,
    SeenSign,
    Sign,
    in_force,
    last_stop,
    still_missing,
)
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.ports.web import Connection, LastLooks, Web
from pharmassist.services.restarting import seen_signs
from pharmassist.services.texts import mark
from pharmassist.services.texts import translate as _

BETWEEN_LOOKS = timedelta(minutes=5)
"""A portal is looked at once in this time at most, whoever asks."""
PROOF_LIMIT = 300
_OURS = frozenset({"silent", "unreachable"})
"""Outcomes that our own connection may explain."""


_LIGHT_WORDS = {
    Light.RIGHTS: mark("Rights"),
    Light.TRANSMISSION: mark("Transmission"),
    Light.NOTICES: mark("Notices (RSP)"),
    Light.TRANSFERS: mark("Transfers"),
}
_STATE_WORDS = {
    LightState.WORKING: mark("working"),
    LightState.DISRUPTED: mark("disrupted"),
    LightState.STOPPED: mark("stopped"),
    LightState.UNVERIFIED: mark("unverified"),
}
_OUTCOME_WORDS = {
    "answers": mark("answers"),
    "error": mark("answers with an error"),
    "certificate": mark("certificate refused"),
    "elsewhere": mark("sends to another site"),
    "silent": mark("does not answer in time"),
    "too_much": mark("answers without end"),
    "unreachable": mark("cannot be reached"),
}
_SIGN_WORDS = {
    Sign.ACCEPTED: mark("an accepted invoice"),
    Sign.NOTICE: mark("a notice"),
    Sign.CREDIT: mark("a credit"),
}
_CONNECTION_WORDS = {
    Connection.WORKS: mark("Our own connection works."),
    Connection.CUT: mark("Our own connection is down: nothing is said of the operators."),
    Connection.INTERCEPTED: mark(
        "Our own connection is intercepted (page of the network, proxy, or this PC’s clock): "
        "nothing is said of the operators."
    ),
}


def light_word(light: Light) -> str:
    """Return the name of a light."""
    return _(_LIGHT_WORDS[light])


def state_word(state: LightState) -> str:
    """Return the word of a state."""
    return _(_STATE_WORDS[state])


def outcome_word(outcome: str) -> str:
    """Return what a look at a portal saw, in words."""
    return _(_OUTCOME_WORDS[outcome])


def sign_word(sign: Sign) -> str:
    """Return what a sign of a restart is, in words."""
    return _(_SIGN_WORDS[sign])


def still_amber(status: OperatorStatus) -> str:
    """Say what the restart gate waits for."""
    signs = ", ".join(sign_word(sign) for sign in status.missing)
    return _("Stays disrupted until these are seen: {signs}").format(signs=signs)


def connection_words(connection: Connection) -> str:
    """Return the sentence of the banner on our own connection."""
    return _(_CONNECTION_WORDS[connection])


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer of a check: ``looked`` is False when the last look was fresh enough.

    When our own connection does not work, ``portal`` is the last known.
    """

    operator: Operator
    portal: PortalReading | None
    looked: bool
    connection: Connection = Connection.WORKS

    @property
    def connected(self) -> bool:
        """Tell whether our own connection works."""
        return self.connection is Connection.WORKS


class BankSense(Protocol):
    """Tells the light Virements from the bank."""

    def read(self, tx: Transaction, today: date) -> Mapping[str, Reading]:
        """Return the reading by operator, none where the bank is not known well enough."""


class LooksInMemory:
    """Implements ``LastLooks`` for as long as the program runs."""

    def __init__(self) -> None:
        self._looks: dict[str, PortalReading] = {}

    def last(self, operator: str) -> PortalReading | None:
        """Return the last look at a portal."""
        return self._looks.get(operator)

    def keep(self, reading: PortalReading) -> None:
        """Keep a look in the place of the one before."""
        self._looks[reading.operator] = reading


class Watching:
    """The lights of the operators."""

    def __init__(
        self,
        register: Register,
        catalogue: Catalogue,
        web: Web,
        clock: Clock,
        changes: Changes,
        bank: BankSense | None = None,
        looks: LastLooks | None = None,
    ) -> None:
        self._register = register
        self._catalogue = catalogue
        self._web = web
        self._clock = clock
        self._changes = changes
        self._bank = bank
        self._looks = looks or LooksInMemory()
        self._asked: datetime | None = None

    def statuses(self) -> tuple[OperatorStatus, ...]:
        """Return every operator with its lights, worst first, then by name."""
        with self._register.read() as tx:
            found = statuses(tx, self._catalogue.operators(), self._clock.today(), self._bank)
        return tuple(sorted(map(self._looked, found), key=lambda s: WORST_FIRST.index(s.worst)))

    def status(self, operator_id: str) -> OperatorStatus:
        """Return one operator with its lights; raises ``Problem("operator_unknown")``."""
        operator = self._operator(operator_id)
        with self._register.read() as tx:
            return self._looked(next(iter(statuses(tx, (operator,), self._clock.today(), self._bank))))

    def history(self, operator_id: str = "", limit: int = 200) -> tuple[Reading, ...]:
        """Return what was said of the lights, newest first."""
        with self._register.read() as tx:
            return tx.operators.readings(operator_id, limit)

    def portal_history(self, operator_id: str, limit: int = 200) -> tuple[PortalReading, ...]:
        """Return the looks at a portal that were kept, oldest first: the failures and the recoveries."""
        with self._register.read() as tx:
            return tx.operators.portals(operator_id, limit)

    def set_light(
        self,
        operator_id: str,
        light: Light,
        state: LightState,
        who: str,
        proof: str,
        until: date | None = None,
    ) -> Reading:
        """Set one light; without ``until`` it holds to the end of the next working day.

        Raises ``operator_unknown``, ``proof_missing``, ``until_past``, ``nir_refused``.
        """
        return self.set_lights(operator_id, ((light, state),), who, proof, until)[0]

    def set_lights(
        self,
        operator_id: str,
        lights: Iterable[tuple[Light, LightState]],
        who: str,
        proof: str,
        until: date | None = None,
        source: str = "person",
    ) -> tuple[Reading, ...]:
        """Set several lights with one proof, such as those a playbook proposes."""
        operator = self._operator(operator_id)
        refuse_nir(proof)
        wanted = tuple(lights)
        if not proof.strip() and any(state is not LightState.UNVERIFIED for _light, state in wanted):
            raise Problem("proof_missing")
        today = self._clock.today()
        if until is not None and until < today:
            raise Problem("until_past", {"day": until.isoformat()})
        end = until or add_working_days(today, 1)
        kept = []
        with self._register.write(who) as tx:
            for light, state in wanted:
                text = proof.strip()[:PROOF_LIMIT]
                reading = Reading(operator.id, light, state, tx.now, who, source, text, end)
                kept.append(replace(reading, id=tx.operators.add_reading(reading)))
                facts = {
                    "name": operator.name,
                    "light": light.value,
                    "state": state.value,
                    "until": end.isoformat(),
                }
                tx.journal.record("operators.light", operator.id, facts)
        self._changes.post(Kind.OPERATORS)
        return tuple(kept)

    def see_sign(self, operator_id: str, sign: Sign, who: str, proof: str) -> OperatorStatus:
        """Note a sign of a restart: an accepted invoice, a notice, a credit; raises ``proof_missing``."""
        operator = self._operator(operator_id)
        refuse_nir(proof)
        if not proof.strip():
            raise Problem("proof_missing")
        with self._register.write(who) as tx:
            tx.operators.add_sign(SeenSign(operator.id, sign, tx.now, who, proof.strip()[:PROOF_LIMIT]))
            tx.journal.record("operators.sign", operator.id, {"name": operator.name, "sign": sign.value})
            status = next(iter(statuses(tx, (operator,), self._clock.today(), self._bank)))
        self._changes.post(Kind.OPERATORS, Kind.INCIDENTS)
        return status

    def check(self, operator_id: str, who: str) -> Checked:
        """Look at the portal of an operator, unless it was looked at less than five minutes ago.

        Our own connection is asked first: cut or intercepted, nothing is said of the operator. The
        register and its journal keep only what is new: a first look, a failure, a recovery.
        Blocks until the look's deadline: call it in the lane ``outside``.
        """
        operator = self._operator(operator_id)
        with self._register.read() as tx:
            kept = tx.operators.latest_portal(operator.id)
            anew = kept is not None and any(
                case.opened_at > kept.at for case in tx.incidents.cases(open_only=True)
            )
        last = self._looks.last(operator.id) or kept
        if operator.probe is None:
            return Checked(operator, last, looked=False)
        # A clock that was set back must not forbid looks for ever: the distance counts.
        if last is not None and abs(self._clock.now() - last.at) < BETWEEN_LOOKS:
            return Checked(operator, last, looked=False)
        connection = self._connection()
        if connection is not Connection.WORKS:
            return Checked(operator, last, looked=False, connection=connection)
        look = self._web.look(operator.probe)
        if look.outcome in _OURS:
            # It may have gone down in between: the references are asked once more.
            self._asked = None
            connection = self._connection()
            if connection is not Connection.WORKS:
                return Checked(operator, last, looked=True, connection=connection)
        reading = PortalReading(operator.id, look.outcome, self._clock.now(), look.detail)
        if kept is None or anew or _answers(kept) != _answers(reading):
            with self._register.write(who) as tx:
                reading = replace(reading, at=tx.now)
                tx.operators.add_portal(reading)
                facts = {"name": operator.name, "outcome": look.outcome}
                tx.journal.record("operators.portal", operator.id, facts)
        self._looks.keep(reading)
        self._changes.post(Kind.OPERATORS, Kind.INCIDENTS)
        return Checked(operator, reading, looked=True)

    def check_all(self, who: str) -> tuple[Checked, ...]:
        """Look at every portal; the first sign that our own connection is down ends the round."""
        done: list[Checked] = []
        for operator in self._catalogue.operators():
            done.append(self.check(operator.id, who))
            if not done[-1].connected:
                break
        return tuple(done)

    def _looked(self, status: OperatorStatus) -> OperatorStatus:
        """Return a status with the last look at its portal, kept in the register or not."""
        return replace(status, portal=self._looks.last(status.operator.id) or status.portal)

    def _connection(self) -> Connection:
        """Return how our own connection is; asked once in five minutes while it works."""
        now = self._clock.now()
        if self._asked is not None and abs(now - self._asked) < BETWEEN_LOOKS:
            return Connection.WORKS
        connection = self._web.connection()
        self._asked = now if connection is Connection.WORKS else None
        return connection

    def _operator(self, operator_id: str) -> Operator:
        for operator in self._catalogue.operators():
            if operator.id == operator_id:
                return operator
        raise Problem("operator_unknown", {"operator": operator_id[:40]})


def _answers(reading: PortalReading) -> bool:
    return reading.outcome == "answers"


def statuses(
    tx: Transaction, operators: Iterable[Operator], today: date, bank: BankSense | None = None
) -> tuple[OperatorStatus, ...]:
    """Return operators with their readings in force; those that ended are told apart."""
    sensed = bank.read(tx, today) if bank is not None else {}
    return tuple(_status(tx, operator, today, sensed.get(operator.id)) for operator in operators)


def _status(tx: Transaction, operator: Operator, today: date, sensed: Reading | None) -> OperatorStatus:
    latest = [(light, tx.operators.latest(operator.id, light)) for light in Light]
    held = {light: r for light, r in latest if r is not None and in_force(r, today)}
    if sensed is not None and in_force(sensed, today):
        held.setdefault(sensed.light, sensed)
    readings = tuple((light, held.get(light)) for light in Light)
    expired = tuple(r for _light, r in latest if r is not None and not in_force(r, today))
    said = tx.operators.readings(operator.id)
    read = {light: r.state for light, r in readings if r is not None}
    ends = {light: end.at for light in read if (end := last_stop(said, light)) is not None}
    seen = seen_signs(tx, operator.id, min(ends.values())) if ends else ()
    missing = {light: gone for light, end in ends.items() if (gone := still_missing(seen, end))}
    return OperatorStatus(
        operator,
        readings,
        tx.operators.latest_portal(operator.id),
        expired,
        gated=tuple(light for light in missing if read[light] is LightState.WORKING),
        missing=tuple(sign for sign in Sign if any(sign in gone for gone in missing.values())),
        expected=sensed.expected if sensed is not None else None,
    )
