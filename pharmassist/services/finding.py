"""Find anything: a few signs typed, answered in groups, the most likely first.

Invoices are looked up in the register by their last digits; what bears a name (mutuelles, operators,
steps, documents, actions, help) is found with slips of the finger by the search of the counter.
A NIR typed by reflex is refused; nothing of what is typed is kept or logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from pharmassist.domain.claims import Claim
from pharmassist.domain.headers import fold
from pharmassist.domain.identifiers import refuse_nir
from pharmassist.domain.operators import CounterAnswer
from pharmassist.services.claim_words import STATES
from pharmassist.services.counter import Known
from pharmassist.services.guiding import Guiding
from pharmassist.services.name_search import EXACT, WITHIN, WORD, NameSearch
from pharmassist.services.ports.register import Register
from pharmassist.services.step_words import status_word
from pharmassist.services.texts import money, short_day
from pharmassist.services.texts import translate as _

SHORTEST = 2
"""Signs under which everything would be found."""
EACH = 5
"""Most lines of a group."""

FOUND = "found:"
"""Before the signs typed: the target of the line that opens the whole list."""


class Group(Enum):
    """What is found, in the order in which equals are shown."""

    INVOICES = "invoices"
    INSURERS = "insurers"
    OPERATORS = "operators"
    STEPS = "steps"
    COMMANDS = "commands"
    DOCUMENTS = "documents"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that can be gone to: ``place`` and ``target`` say where, to whoever shows it."""

    group: Group
    title: str
    place: str
    target: str = ""
    note: str = ""
    key: str = ""
    """The key that does the same, "" for none."""
    names: tuple[str, ...] = ()
    """Other words it is found by, slips forgiven."""
    body: str = ""
    """A long text: found when it holds every word typed, after what is named so."""


@dataclass(frozen=True, slots=True)
class Hits:
    """The lines of one group; ``more`` are left out."""

    group: Group
    things: tuple[Thing, ...]
    more: int = 0


@dataclass(frozen=True)
class Shelf:
    """Things in memory, with the index over their names."""

    things: tuple[Thing, ...]

    @cached_property
    def _by_group(self) -> Mapping[Group, tuple[tuple[Thing, ...], NameSearch, tuple[str, ...]]]:
        grouped = {}
        for group in Group:
            inside = tuple(thing for thing in self.things if thing.group is group)
            names = NameSearch((thing.title, *thing.names) for thing in inside)
            grouped[group] = (inside, names, tuple(fold(thing.body) for thing in inside))
        return grouped

    def ready(self) -> Shelf:
        """Read the names now, so that the first key is answered as fast as the next."""
        for _inside, names, _bodies in self._by_group.values():
            names.find("", 1)
        return self

    def find(self, words: str, limit: int = EACH) -> dict[Group, list[tuple[Thing, float]]]:
        """Return what fits folded words, by group, best first, with its points of 100."""
        found = {}
        for group, (inside, names, bodies) in self._by_group.items():
            points = {one.place: one.points for one in names.find(words, limit)}
            for place, body in enumerate(bodies):
                if body and all(word in body for word in words.split()):
                    points[place] = max(points.get(place, 0.0), WITHIN)
            ranked = sorted(points.items(), key=lambda one: (-one[1], one[0]))[:limit]
            if ranked:
                found[group] = [(inside[place], value) for place, value in ranked]
        return found


class Finding:
    """Answers the one field that finds anything."""

    def __init__(self, register: Register, guiding: Guiding) -> None:
        self._register, self._guiding = register, guiding

    def steps(self) -> tuple[Thing, ...]:
        """Return the steps of the open incidents."""
        things = []
        for case in self._guiding.cases():
            if case.closed_at is None:
                for view in self._guiding.view(case.id).steps:
                    told = _("{incident}, step {number}, {state}").format(
                        incident=case.title, number=view.number, state=status_word(view.status)
                    )
                    place = f"{case.id}:{view.step.id}"
                    things.append(Thing(Group.STEPS, view.step.title, "incident", place, told))
        return tuple(things)

    def search(self, text: str, known: Known, shelf: Shelf) -> tuple[Hits, ...]:
        """Return what a few signs may mean, by group, the most likely group first.

        Digits are an invoice's before all; sure answers hide what only looks alike.
        Raises ``Problem("nir_refused")``.
        """
        refuse_nir(text)
        typed = " ".join(text.split())
        words = fold(typed)
        if len(typed) < SHORTEST or not words:
            return ()
        found = shelf.find(words)
        for answer, points in known.ranked(typed):
            thing = _of_answer(answer)
            found.setdefault(thing.group, []).append((thing, points))
        sure = any(points >= WORD for lines in found.values() for _thing, points in lines)
        hits: list[tuple[float, Hits]] = []
        invoices, nearness = self._invoices(typed)
        if invoices is not None:
            hits.append((nearness, invoices))
        for group in Group:
            kept = [line for line in found.get(group, ()) if line[1] >= (WITHIN if sure else 0)]
            if kept:
                things = tuple(thing for thing, _points in kept[:EACH])
                best = max(points for _thing, points in kept)
                hits.append((min(best, EXACT), Hits(group, things, max(0, len(kept) - EACH))))
        order = list(Group)
        hits.sort(key=lambda one: (-_rank(one[0]), order.index(one[1].group)))
        return tuple(one for _points, one in hits)

    def _invoices(self, typed: str) -> tuple[Hits | None, float]:
        with self._register.read() as tx:
            claims, count = tx.claims.named_like(typed, EACH)
        if not claims:
            return None, 0.0
        compact = "".join(typed.split()).upper()
        by_number = any(claim.invoice.endswith(compact) for claim in claims)
        things = [_of_claim(claim) for claim in claims]
        if count > len(claims):
            note = _("filtered by “{words}”").format(words=typed)
            things.append(
                Thing(Group.INVOICES, _("Open the list of invoices"), "claims", FOUND + typed, note)
            )
        nearness = 2 * EXACT if by_number else WITHIN
        return Hits(Group.INVOICES, tuple(things), count - len(claims)), nearness


def _rank(points: float) -> int:
    """Return how sure a group is: one that is named so, one that holds the words, one that looks alike."""
    return sum(points >= level for level in (2 * EXACT, WORD, WITHIN))


def _of_claim(claim: Claim) -> Thing:
    day = claim.invoice_date or claim.care_date
    parts = (claim.payer, money(claim.amc_amount), short_day(day) if day else "", _(STATES[claim.state]))
    note = " · ".join(part for part in parts if part)
    return Thing(Group.INVOICES, claim.invoice, "claims", str(claim.id), note)


def _of_answer(answer: CounterAnswer) -> Thing:
    if answer.certainty == "operator":
        return Thing(Group.OPERATORS, answer.payer, "operators", answer.operators[0], answer.conduct)
    words = answer.amc_number or answer.payer
    return Thing(Group.INSURERS, answer.payer, "counter", words, answer.conduct)
