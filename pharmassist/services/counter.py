"""Conduite au comptoir: a mutuelle typed in haste, answered in one sentence.

Names match without accents or case, from their first letters, with a slip of the finger;
an AMC number matches in any form (8, 9 or 10 digits, spaces). What the pharmacy taught or
its lists showed goes before the shipped directory. A NIR typed by reflex is refused.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from pharmassist.domain.conduct import (
    ConductRule,
    Lights,
    for_direct,
    for_situation,
    for_unknown,
    sentence,
    with_logo,
    worst,
)
from pharmassist.domain.headers import fold
from pharmassist.domain.identifiers import canonical_amc, refuse_nir
from pharmassist.domain.operators import DIRECT, CounterAnswer, Insurer, Light, LightState, OperatorStatus
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register
from pharmassist.services.texts import mark
from pharmassist.services.texts import translate as _
from pharmassist.services.watching import statuses

LIMIT = 8
"""Most answers shown at once."""
_EXACT, _PREFIX, _WORD, _WITHIN = 100.0, 95.0, 90.0, 85.0
_NEAR = 78.0
"""Least likeness, of 100, that passes for a slip of the finger."""
_SHORTEST_SLIP = 4
"""Shorter words are too alike for a slip to be told from another name."""


_CERTAINTY_WORDS = {
    "taught": mark("sure: taught by the pharmacy"),
    "learnt": mark("seen in your lists"),
    "to_verify": mark("to be verified"),
    "operator": mark("operator"),
    "rule": mark("rule"),
}


def certainty_word(certainty: str) -> str:
    """Return how sure an answer is, in words."""
    return _(_CERTAINTY_WORDS[certainty])


@dataclass(frozen=True, slots=True)
class Known:
    """What the search runs over, in memory: a screen reads it once and answers each key at once."""

    insurers: tuple[Insurer, ...]
    statuses: dict[str, OperatorStatus]
    rules: tuple[ConductRule, ...]

    def search(self, text: str) -> tuple[CounterAnswer, ...]:
        """Return the answers, best first; none when nobody knows that mutuelle.

        Raises ``Problem("nir_refused")``; nothing of the text is kept or logged.
        """
        refuse_nir(text)
        words = fold(text)
        if not words:
            return ()
        number = canonical_amc(text)
        if number:
            found = [entry for entry in self.insurers if entry.amc_number == number]
            return tuple(_answer(self, entry) for entry in found[:LIMIT])
        scored = [
            *((_score(words, rule.names), _situation(rule)) for rule in self.rules if rule.names),
            *((_score(words, (entry.name, *entry.aliases)), _answer(self, entry)) for entry in self.insurers),
            *((_score(words, (s.operator.name,)), _operator(self, s)) for s in self.statuses.values()),
        ]
        kept = sorted((pair for pair in scored if pair[0] >= _NEAR), key=lambda pair: -pair[0])
        sure = [pair for pair in kept if pair[0] >= _WITHIN]
        return tuple(answer for _points, answer in (sure or kept)[:LIMIT])

    def everyone(self) -> tuple[CounterAnswer, ...]:
        """Return the answer of every mutuelle of the directory, for paper."""
        return tuple(_answer(self, entry) for entry in self.insurers)


class Counter:
    """Looks up what to do for a mutuelle."""

    def __init__(self, register: Register, catalogue: Catalogue, clock: Clock) -> None:
        self._register = register
        self._catalogue = catalogue
        self._clock = clock

    def search(self, text: str) -> tuple[CounterAnswer, ...]:
        """Return the answers, best first; none when nobody knows that mutuelle.

        Raises ``Problem("nir_refused")``; nothing of the text is kept or logged.
        """
        return self.known().search(text)

    def unknown(self) -> str:
        """Return the sentence for a mutuelle nobody knows here."""
        return for_unknown()

    def known(self) -> Known:
        """Return what the search runs over, as it stands now."""
        with self._register.read() as tx:
            taught = tx.operators.insurers()
            shown = statuses(tx, self._catalogue.operators(), self._clock.today())
        return Known(
            insurers=_own_first(taught, self._catalogue.insurers()),
            statuses={status.operator.id: status for status in shown},
            rules=self._catalogue.conduct_rules(),
        )


def _own_first(own: tuple[Insurer, ...], shipped: tuple[Insurer, ...]) -> tuple[Insurer, ...]:
    """Return the pharmacy's entries, then the shipped ones it has no entry of its own for.

    An own entry keeps the other names the directory knows it by.
    """
    by_name = {fold(entry.name): entry for entry in shipped}
    numbers = {entry.amc_number for entry in own if entry.amc_number}
    names = {fold(entry.name) for entry in own}
    joined = tuple(_with_aliases(entry, by_name.get(fold(entry.name))) for entry in own)
    rest = (e for e in shipped if fold(e.name) not in names and e.amc_number not in numbers)
    return (*joined, *rest)


def _with_aliases(own: Insurer, shipped: Insurer | None) -> Insurer:
    if shipped is None:
        return own
    return Insurer(
        own.name,
        own.amc_number or shipped.amc_number,
        own.operators or shipped.operators,
        own.certainty,
        own.source,
        tuple(dict.fromkeys((*own.aliases, *shipped.aliases))),
        own.id,
        own.convention_type,
        own.csr,
        own.code,
    )


def _score(words: str, names: tuple[str, ...]) -> float:
    """Return how well typed words fit the best of several names, 0 to 100."""
    return max(_score_one(words, fold(name)) for name in names)


def _score_one(words: str, name: str) -> float:
    if words == name:
        return _EXACT
    if name.startswith(words):
        return _PREFIX
    if len(words) >= 2 and f" {words}" in f" {name}":
        return _WORD
    if len(words) >= _SHORTEST_SLIP and words in name:
        return _WITHIN
    if len(words) < _SHORTEST_SLIP:
        return 0.0
    starts = [0, *(index + 1 for index, sign in enumerate(name) if sign == " ")]
    # The words are compared with as many signs of the name, one more or one less: a slip adds or drops one.
    likeness = max(
        ratio(words, name[start : start + len(words) + more]) for start in starts for more in (-1, 0, 1)
    )
    return min(likeness, _WITHIN - 1)


def _lights(status: OperatorStatus) -> Lights:
    return {light: status.state(light) for light in Light}


def _told(lights: Lights) -> tuple[tuple[Light, LightState], ...]:
    return tuple((light, lights[light]) for light in Light)


def _answer(known: Known, entry: Insurer) -> CounterAnswer:
    """Return the answer for one mutuelle: its operator's lights, or the card's logo decides."""
    behind = [known.statuses[operator] for operator in entry.operators if operator in known.statuses]
    each: tuple[tuple[str, str], ...] = ()
    if entry.operators == (DIRECT,):
        conduct = for_direct()
    elif not behind:
        conduct = for_unknown()
    elif len(behind) == 1:
        conduct = sentence(known.rules, _lights(behind[0]))
    else:
        lights = worst(_lights(status) for status in behind)
        conduct = with_logo(known.rules, [status.operator.name for status in behind], lights)
        each = tuple((s.operator.name, sentence(known.rules, _lights(s))) for s in behind)
    return CounterAnswer(
        payer=entry.name,
        amc_number=entry.amc_number,
        operators=tuple(status.operator.id for status in behind),
        certainty=entry.certainty,
        lights=_told(worst(_lights(status) for status in behind)),
        conduct=conduct,
        each=each,
        source=entry.source,
    )


def _operator(known: Known, status: OperatorStatus) -> CounterAnswer:
    """Return the answer for an operator named at the counter."""
    return CounterAnswer(
        payer=status.operator.name,
        amc_number="",
        operators=(status.operator.id,),
        certainty="operator",
        lights=_told(_lights(status)),
        conduct=sentence(known.rules, _lights(status)),
    )


def _situation(rule: ConductRule) -> CounterAnswer:
    """Return the answer for a situation in which the third-party payment stays."""
    return CounterAnswer(
        payer=rule.names[0],
        amc_number="",
        operators=(),
        certainty="rule",
        lights=(),
        conduct=for_situation(rule),
        source=rule.source,
    )
