"""What deserves a word now: a delay that ends soon or ended, a light that stopped, money that is missing.

Each has a key that changes with its stage, so that the window tells it once and not again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from pharmassist.domain.alarms import Alarm, AlarmKind
from pharmassist.domain.breaches import ClockState
from pharmassist.domain.operators import Light, LightState
from pharmassist.services.breach_words import clock_state, clock_word
from pharmassist.services.breaches import Breaches
from pharmassist.services.guiding import Guiding
from pharmassist.services.texts import moment, money
from pharmassist.services.texts import translate as _
from pharmassist.services.watching import Watching, light_word, state_word

SOON = (timedelta(hours=4), timedelta(hours=24))
"""A clock of 72 hours is told when so much is left."""
_TOLD_ALARMS = frozenset({AlarmKind.ANNOUNCED_NOT_RECEIVED, AlarmKind.EXPECTED_ABSENT})


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to tell: its key, its words, the page where it stands."""

    key: str
    words: str
    page: str


class Reminders:
    """Reads what stands now; writes nothing."""

    def __init__(
        self,
        guiding: Guiding,
        breaches: Breaches,
        watching: Watching,
        alarms: Callable[[], tuple[Alarm, ...]],
    ) -> None:
        self._guiding, self._breaches, self._watching, self._alarms = guiding, breaches, watching, alarms

    def now(self) -> tuple[Reminder, ...]:
        """Return everything that deserves a word, delays first."""
        return (*self._clocks(), *self._steps(), *self._lights(), *self._money())

    def _clocks(self) -> Iterator[Reminder]:
        for view in self._breaches.open_views():
            for clock in view.running:
                if clock.due is None:
                    continue
                left = clock.due - view.now
                stage = next((str(span) for span in SOON if left <= span), "")
                if clock.state is ClockState.LATE:
                    stage = "late"
                if stage:
                    words = f"{clock_word(clock.kind)} : {clock_state(view, clock)}"
                    yield Reminder(f"clock.{view.case.id}.{clock.kind.value}.{stage}", words, "incident")

    def _steps(self) -> Iterator[Reminder]:
        for case in self._guiding.open_cases():
            for step in case.steps:
                if step.late and step.due_at is not None:
                    words = _("Step {number}, past its delay since {moment}").format(
                        number=step.number, moment=moment(step.due_at)
                    )
                    yield Reminder(f"step.{case.case.id}.{step.step.id}", words, "incident")

    def _lights(self) -> Iterator[Reminder]:
        for status in self._watching.statuses():
            for light in Light:
                state = status.state(light)
                if state in (LightState.STOPPED, LightState.DISRUPTED):
                    words = f"{status.operator.name}, {light_word(light)} : {state_word(state)}"
                    key = f"light.{status.operator.id}.{light.value}.{state.value}"
                    yield Reminder(key, words, "operators")

    def _money(self) -> Iterator[Reminder]:
        names = {status.operator.id: status.operator.name for status in self._watching.statuses()}
        for alarm in self._alarms():
            if alarm.kind in _TOLD_ALARMS:
                words = _("Money missing from {operator}: {cents}").format(
                    operator=names.get(alarm.operator, alarm.operator), cents=money(alarm.cents)
                )
                day = alarm.flow_day.isoformat() if alarm.flow_day is not None else ""
                yield Reminder(f"alarm.{alarm.kind.value}.{alarm.operator}.{day}", words, "transfers")
