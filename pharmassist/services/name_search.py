"""Finding a name typed in haste among thousands: exact, begun, within, then with slips of the finger.

Everything that costs is done once, when the names are read; an answer then runs over the distinct
words of all names, not over the names. Slips: a sign missing, added, changed or two swapped; words
run together or apart; a word written as it is heard (« clesia », « catrem »).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from pharmassist.domain.headers import fold

EXACT, PREFIX, WORD, WITHIN = 100.0, 95.0, 90.0, 85.0
NEAR = 70.0
"""Least likeness, of 100, that passes for a slip of the finger."""
_SHORTEST_SLIP = 4
"""Shorter words are too alike for a slip to be told from another name."""
_WORD_SLIP = 0.7
_LITTLE_WORDS = (
    "la le les l de du des d et a mutuelle mutuelles groupe sante prevoyance assurance assurances"
    " mutualite gestion"
)
_GENERIC = frozenset(re.split(" ", _LITTLE_WORDS))
"""Words that say little: many names share them."""
_LITTLE = 0.25
_REST_ALIKE = 0.6
_HEARD_POINTS = 92
_HEARD = (("qu", "k"), ("ck", "k"), ("ph", "f"), ("eau", "o"), ("au", "o"), ("y", "i"), ("z", "s"), ("h", ""))


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that bears a name like the words typed: its place in the list, and how like, 0 to 100."""

    place: int
    points: float


@dataclass(frozen=True, slots=True)
class _Name:
    place: int
    text: str
    words: tuple[str, ...]
    weight: float


class NameSearch:
    """An index over things that bear one or several names."""

    def __init__(self, names: Iterable[Sequence[str]]) -> None:
        self._names: list[_Name] = []
        self._with_word: dict[str, list[int]] = defaultdict(list)
        for place, several in enumerate(names):
            for name in several:
                self._add(place, fold(name))
        self._run_together = [name.text.replace(" ", "") for name in self._names]
        self._heard = [_as_heard(text) for text in self._run_together]
        self._words = list(self._with_word)

    def _add(self, place: int, text: str) -> None:
        words = tuple(dict.fromkeys(text.split()))
        if not words:
            return
        for word in words:
            self._with_word[word].append(len(self._names))
        self._names.append(_Name(place, text, words, sum(map(_weight, words))))

    def find(self, words: str, limit: int) -> tuple[Found, ...]:
        """Return what fits folded words, best first; names that fit surely hide those that only may."""
        best: dict[int, tuple[float, float]] = {}
        for name in self._names:
            points = _surely(words, name.text)
            if points:
                _keep(best, name.place, (points, len(words) / len(name.text)))
        if not best and len(words.replace(" ", "")) >= _SHORTEST_SLIP - 1:
            self._with_slips(words, best)
        ranked = sorted(best.items(), key=lambda item: (-item[1][0], -item[1][1], item[0]))
        return tuple(Found(place, points) for place, (points, _closeness) in ranked[:limit])

    def _with_slips(self, words: str, best: dict[int, tuple[float, float]]) -> None:
        together = words.replace(" ", "")
        if len(together) >= _SHORTEST_SLIP:
            meant = {word: _meant(word) for word in words.split()}
            for name, likeness in self._whole(together, self._run_together, meant):
                _keep(best, name.place, (min(100 * likeness, WITHIN - 1), likeness))
            for name, likeness in self._whole(_as_heard(together), self._heard, meant):
                _keep(best, name.place, (min(_HEARD_POINTS * likeness, WITHIN - 1), likeness))
        elif together in self._run_together:
            _keep(best, self._names[self._run_together.index(together)].place, (WITHIN - 1, 1.0))
        self._by_words(words.split(), best)

    def _whole(self, typed: str, names: list[str], meant: dict[str, str]) -> Iterator[tuple[_Name, float]]:
        """Compare the whole of what was typed with whole names.

        What both share and says little (« mutuelle ») is no likeness: the rest must be alike too.
        """
        found = process.extract(
            typed, names, scorer=OSA.normalized_similarity, score_cutoff=NEAR / 100, limit=None
        )
        for _text, likeness, index in found:
            name = self._names[index]
            shared = {word for word in name.words if word in _GENERIC} & set(meant.values())
            rest = "".join(word for word, little in meant.items() if little not in shared)
            of_name = "".join(word for word in name.words if word not in shared)
            if not shared or _alike(rest, of_name):
                yield name, likeness

    def _by_words(self, typed: list[str], best: dict[int, tuple[float, float]]) -> None:
        """Compare word by word: what says little weighs little, words of the name that are missing too."""
        likenesses: dict[int, list[float]] = {}
        for number, word in enumerate(typed):
            for index, likeness in self._names_with(word):
                row = likenesses.setdefault(index, [0.0] * len(typed))
                row[number] = max(row[number], likeness)
        wanted = sum(map(_weight, typed))
        for index, row in likenesses.items():
            name = self._names[index]
            covered = sum(_weight(word) * likeness for word, likeness in zip(typed, row, strict=True))
            if max(row, default=0.0) * wanted == 0 or not _says_something(typed, row):
                continue
            spare = max(0.0, name.weight - wanted)
            points = 100 * covered / wanted - 4 * spare
            if points >= NEAR:
                _keep(best, name.place, (min(points, WITHIN - 1), covered / max(wanted, name.weight)))

    def _names_with(self, word: str) -> Iterable[tuple[int, float]]:
        """Give the names with a word like this one, and how like it is."""
        if len(word) < _SHORTEST_SLIP:
            yield from ((index, 1.0) for index in self._with_word.get(word, ()))
            return
        found = process.extract(
            word, self._words, scorer=OSA.normalized_similarity, score_cutoff=_WORD_SLIP, limit=None
        )
        for like, likeness, _place in found:
            # A word that says little is no slip of one that says something.
            if like in _GENERIC and word not in _GENERIC and likeness < 1:
                likeness *= _LITTLE
            for index in self._with_word[like]:
                yield index, likeness


def _surely(words: str, name: str) -> float:
    """Return the points of a name that holds the words as they are, 0 when it does not."""
    if words not in name:
        return 0.0
    if words == name:
        return EXACT
    if name.startswith(words):
        return PREFIX
    if len(words) >= 2 and f" {words}" in f" {name}":
        return WORD
    return WITHIN if len(words) >= _SHORTEST_SLIP else 0.0


def _keep(best: dict[int, tuple[float, float]], place: int, points: tuple[float, float]) -> None:
    """Keep the best points of a place: likeness first, then how much of the name was typed."""
    if place not in best or best[place] < points:
        best[place] = points


def _meant(word: str) -> str:
    """Return the word that says little which was meant by a typed one, "" when none was."""
    found = process.extractOne(word, _GENERIC, scorer=OSA.normalized_similarity, score_cutoff=0.75)
    return str(found[0]) if found is not None and len(word) >= _SHORTEST_SLIP else ""


def _alike(rest: str, of_name: str) -> bool:
    """Tell whether what is left of both is alike: one slip, or most of it the same."""
    return OSA.distance(rest, of_name) <= 1 or OSA.normalized_similarity(rest, of_name) >= _REST_ALIKE


def _weight(word: str) -> float:
    return _LITTLE if word in _GENERIC else 1.0


def _says_something(typed: list[str], row: list[float]) -> bool:
    """Tell whether a word that says something was found, where one was typed."""
    telling = [likeness for word, likeness in zip(typed, row, strict=True) if word not in _GENERIC]
    return not telling or max(telling) >= _WORD_SLIP


def _as_heard(text: str) -> str:
    """Return a word as it sounds, roughly: what one hears of a mutuelle is typed so."""
    for written, heard in _HEARD:
        text = text.replace(written, heard)
    text = re.sub(r"c(?=[aou])|c$|c(?=[lrt])|q", "k", text)
    text = re.sub(r"c(?=[ei])", "s", text)
    return re.sub(r"(.)\1", r"\1", text).rstrip("es") or text
