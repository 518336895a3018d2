"""Conduite au comptoir: a mutuelle typed in haste, answered in one sentence.

Names match without accents or case, from their first letters, with a slip of the finger;
an AMC number matches in any form (8, 9 or 10 digits, spaces). What the pharmacy taught or
its lists showed goes before the shipped directory. A NIR typed by reflex is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pharmassist.domain.conduct import (
    ConductRule,
    Lights,
    for_direct,
    for_situation,
    for_unknown,
    question,
    sentence,
    with_logo,
    worst,
)
from pharmassist.domain.headers import fold
from pharmassist.domain.identifiers import canonical_amc, refuse_nir
from pharmassist.domain.operators import (
    DIRECT,
    CounterAnswer,
    Insurer,
    Light,
    LightState,
    OperatorStatus,
    Suspension,
)
from pharmassist.services.name_search import EXACT, NameSearch
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register
from pharmassist.services.suspending import standing, suspended_today
from pharmassist.services.texts import PARIS, mark, short_day
from pharmassist.services.texts import translate as _
from pharmassist.services.watching import BankSense, statuses

LIMIT = 8
"""Most answers shown at once."""
_BEFORE_A_NUMBER = re.compile(r"^\s*(?:amc\b)?\s*(?:n°|no\b|num[ée]ro\b)?\s*:?\s*", re.IGNORECASE)

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


def suspended_lines(answer: CounterAnswer, names: Mapping[str, str]) -> list[str]:
    """Say the decisions that concern a card; where two operators are possible, whose card each is about."""
    several = len(answer.operators) > 1
    return [
        f"{names.get(one.operator, one.operator)} · {suspension_words(one)}"
        if several
        else suspension_words(one)
        for one in answer.suspended
    ]


def suspension_words(decision: Suspension) -> str:
    """Say a decision to suspend: whose it is, since when, and that it is about the AMC share only."""
    if decision.ended_at is not None:
        return _("Tiers payant taken up again by decision of {who}").format(who=decision.ended_by)
    if decision.until is None:
        # A day that was still to come when it was decided reads right before it and after.
        ahead = decision.from_day > decision.decided_at.astimezone(PARIS).date()
        words = _("AMC share: tiers payant suspended since {day} by decision of {who}")
        if ahead:
            words = _("AMC share: tiers payant suspended as from {day} by decision of {who}")
        return words.format(day=short_day(decision.from_day), who=decision.decided_by)
    words = _("AMC share: tiers payant suspended from {day} to {until} by decision of {who}")
    day, until = short_day(decision.from_day), short_day(decision.until)
    return words.format(day=day, until=until, who=decision.decided_by)


@dataclass(frozen=True)
class Known:
    """What the search runs over, in memory: a screen reads it once and answers each key at once."""

    insurers: tuple[Insurer, ...]
    statuses: dict[str, OperatorStatus]
    rules: tuple[ConductRule, ...]
    suspensions: Mapping[str, Suspension] = field(default_factory=dict)
    """The titulaire's decisions in force, by operator."""
    patient_pays: frozenset[str] = frozenset()
    """Operators whose tiers payant is suspended today."""

    def sentence_of(self, status: OperatorStatus) -> str:
        """Return what to do for every mutuelle of an operator."""
        suspended = status.operator.id in self.patient_pays
        return sentence(self.rules, _lights(status), suspended=suspended)

    def ready(self) -> None:
        """Read the names now, so that the first key is answered as fast as the next."""
        self._search.find("", 1)

    def search(self, text: str) -> tuple[CounterAnswer, ...]:
        """Return the answers, best first; none when nobody knows that mutuelle.

        Raises ``Problem("nir_refused")``; nothing of the text is kept or logged.
        """
        return tuple(answer for answer, _points in self.ranked(text))

    def ranked(self, text: str) -> tuple[tuple[CounterAnswer, float], ...]:
        """Return the same answers, each with its points of 100; raises ``Problem("nir_refused")``."""
        refuse_nir(text)
        words = fold(text)
        if not words:
            return ()
        number = _amc_number(text)
        if number:
            found = [entry for entry in self.insurers if entry.amc_number == number]
            return tuple((_answer(self, entry), EXACT) for entry in found[:LIMIT])
        things = self._things
        return tuple(
            (self._told(things[found.place]), found.points) for found in self._search.find(words, LIMIT)
        )

    @cached_property
    def _things(self) -> tuple[ConductRule | Insurer | OperatorStatus, ...]:
        """What can be named: situations, mutuelles, operators, in the order that decides a draw."""
        situations = (rule for rule in self.rules if rule.names)
        return (*situations, *self.insurers, *self.statuses.values())

    @cached_property
    def _search(self) -> NameSearch:
        return NameSearch(map(_names, self._things))

    def everyone(self) -> tuple[CounterAnswer, ...]:
        """Return the answer of every mutuelle of the directory, for paper."""
        return tuple(_answer(self, entry) for entry in self.insurers)

    def _told(self, thing: ConductRule | Insurer | OperatorStatus) -> CounterAnswer:
        """Return the answer for what was found."""
        if isinstance(thing, Insurer):
            return _answer(self, thing)
        return _situation(thing) if isinstance(thing, ConductRule) else _operator(self, thing)


def _names(thing: ConductRule | Insurer | OperatorStatus) -> tuple[str, ...]:
    if isinstance(thing, Insurer):
        return (thing.name, *thing.aliases)
    return thing.names if isinstance(thing, ConductRule) else (thing.operator.name,)


def _amc_number(text: str) -> str:
    """Return an AMC number typed in any form, with or without "AMC" or "n°" before it, "" for words."""
    return canonical_amc(_BEFORE_A_NUMBER.sub("", text))


class Counter:
    """Looks up what to do for a mutuelle."""

    def __init__(
        self, register: Register, catalogue: Catalogue, clock: Clock, bank: BankSense | None = None
    ) -> None:
        self._register, self._bank = register, bank
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
            shown = statuses(tx, self._catalogue.operators(), self._clock.today(), self._bank)
            decided = {s.operator: s for s in standing(tx, self._clock.today())}
            patient_pays = suspended_today(tx, self._clock.today())
        known = Known(
            insurers=_own_first(taught, self._catalogue.insurers()),
            statuses={status.operator.id: status for status in shown},
            rules=self._catalogue.conduct_rules(),
            suspensions=decided,
            patient_pays=patient_pays,
        )
        known.ready()
        return known


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
        _every_operator(own, shipped),
        own.certainty,
        own.source,
        tuple(dict.fromkeys((*own.aliases, *shipped.aliases))),
        own.id,
        own.convention_type,
        own.csr,
        own.code,
    )


def _every_operator(own: Insurer, shipped: Insurer) -> tuple[str, ...]:
    """Return every operator behind a mutuelle: what a list showed of one does not rule the other out."""
    if own.certainty == "learnt" and own.operators != (DIRECT,):
        return tuple(dict.fromkeys((*own.operators, *shipped.operators)))
    return own.operators or shipped.operators


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
        conduct = known.sentence_of(behind[0])
    else:
        lights = worst(_lights(status) for status in behind)
        suspended = [s.operator.name for s in behind if s.operator.id in known.patient_pays]
        conduct = with_logo(known.rules, [s.operator.name for s in behind], lights, suspended)
        each = tuple((s.operator.name, known.sentence_of(s)) for s in behind)
    return CounterAnswer(
        payer=entry.name,
        amc_number=entry.amc_number,
        operators=tuple(status.operator.id for status in behind),
        certainty=entry.certainty,
        lights=_told(worst(_lights(status) for status in behind)),
        conduct=conduct,
        each=each,
        source=entry.source,
        question=_question(known, behind),
        suspended=_suspended(known, behind),
    )


def _operator(known: Known, status: OperatorStatus) -> CounterAnswer:
    """Return the answer for an operator named at the counter."""
    return CounterAnswer(
        payer=status.operator.name,
        amc_number="",
        operators=(status.operator.id,),
        certainty="operator",
        lights=_told(_lights(status)),
        conduct=known.sentence_of(status),
        question=_question(known, [status]),
        suspended=_suspended(known, [status]),
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


def _question(known: Known, behind: Sequence[OperatorStatus]) -> str:
    """Return what to ask of the LGO while rights cannot be read: a question, never a number of days."""
    return question(known.rules, worst(map(_lights, behind))) if behind else ""


def _suspended(known: Known, behind: Sequence[OperatorStatus]) -> tuple[Suspension, ...]:
    """Return the titulaire's decisions to suspend that concern this card."""
    found = (known.suspensions.get(status.operator.id) for status in behind)
    return tuple(decision for decision in found if decision is not None)
