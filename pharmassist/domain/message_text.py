"""A message's words as they are compared: small letters, no accents, mended typing errors.

Each word remembers where it stood, so that a proof can be underlined in the message itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from pharmassist.domain.lookalike_letters import DIGITS, INVISIBLE, plain_letters

_INVISIBLE = "".join(sorted(INVISIBLE))
_PIECES = re.compile(
    rf"[^\W_{_INVISIBLE}](?:[^\W_]++|[{_INVISIBLE}]++)*+|\n[ \t\r>]*\n|[.!?…;](?=\s|$|[»”\"')])|[,:()]"
)
_REPORTED = (
    *(
        "demandent",
        "demanderaient",
        "demandant",
        "reclament",
        "pretendent",
        "imitent",
        "hameconnage",
        "phishing",
    ),
    *("frauduleux", "frauduleuse", "frauduleuses", "arnaque", "arnaques", "escrocs", "fraudeurs", "pirates"),
)
"""Words with which honest people warn of what others ask."""
_CONDITION = ("si", "sans", "faute", "defaut", "if", "without", "unless", "tant")
SHORTEST_MENDED, LONGEST_MENDED = 6, 24


@dataclass(frozen=True, slots=True)
class Words:
    """The words joined by single spaces (" . " ends a sentence), with the place of each."""

    joined: str
    starts: tuple[int, ...]
    places: tuple[tuple[int, int], ...]
    index: Mapping[str, list[int]]
    """Where in ``joined`` each word begins: a phrase is looked for at its first words only."""

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where, in the original, what stands between two places of ``joined`` is."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, max(start, end - 1)) - 1
        return self.places[first][0], self.places[last][1]

    def clause_before(self, at: int) -> list[str]:
        """Return the words between the last mark (comma, end of sentence) and a place."""
        begin = max(self.joined.rfind(" , ", 0, at), self.joined.rfind(" . ", 0, at))
        return self.joined[begin + 3 if begin >= 0 else 0 : at].split()


class Mender:
    """Mends typing errors: a long word one letter away from one that matters becomes that word."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._right = frozenset(vocabulary)
        self._known = frozenset(word for word in self._right if len(word) >= SHORTEST_MENDED)
        self._shorter: dict[str, str] = {}
        for word in sorted(self._known):
            for form in _without_one(word):
                self._shorter.setdefault(form, word)

    def mend(self, word: str) -> str:
        """Return the word meant, or the word itself."""
        if not SHORTEST_MENDED - 1 <= len(word) <= LONGEST_MENDED or word in self._right:
            return word
        found = self._shorter.get(word)
        if found is not None:
            return found
        for form in _without_one(word):
            if form in self._known:
                return form
            meant = self._shorter.get(form)
            if meant is not None and abs(len(meant) - len(word)) <= 1 and meant[0] == word[0]:
                return meant
        return word


def _without_one(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def words_of(text: str, mender: Mender) -> Words:
    """Cut a text into comparable words."""
    pieces = [(piece.group(), piece.span()) for piece in _PIECES.finditer(text)]
    plain = {raw: _plain(raw, mender) for raw in {raw for raw, _place in pieces}}
    found = [(plain[raw], place) for raw, place in pieces if plain[raw]]
    joined = "".join([f"{word} " for word, _place in found])
    starts = tuple(accumulate((len(word) + 1 for word, _place in found[:-1]), initial=0)) if found else ()
    index: dict[str, list[int]] = {}
    for start, (word, _place) in zip(starts, found, strict=True):
        index.setdefault(word, []).append(start)
    return Words(joined, starts, tuple(place for _word, place in found), index)


def _plain(raw: str, mender: Mender) -> str:
    if raw[0].isalnum():
        return mender.mend(_word(raw))
    return "," if raw in ",:()" else "."


def _word(raw: str) -> str:
    word = plain_letters(raw)
    if word.isalpha():
        return word
    letters = sum(sign.isalpha() for sign in word)
    if letters >= 2 and letters != len(word) and not (word[-1].isdigit() or word[0].isdigit()):
        word = "".join(DIGITS.get(sign, sign) if sign.isdigit() else sign for sign in word)
    return word


def negated(words: Words, start: int, end: int) -> bool:
    """Tell whether what stands there is denied, or told of others.

    "Ne communiquez jamais votre mot de passe"; "des messages demandent votre RIB".
    A condition is no denial ("si vous ne confirmez pas …").
    """
    before = words.clause_before(start)[-9:]
    inside = words.joined[start:end].split()
    if any(word in _REPORTED for word in before):
        return True
    if any(word in _CONDITION for word in before):
        return False
    if any(word in ("ne", "n", "jamais", "never", "not", "dont", "aucun", "aucune", "ni") for word in before):
        return True
    return any(word in ("jamais", "never") for word in inside) or ("pas" in inside and "n" in inside)


class Phrase:
    """A manner of speaking, written for people to read:

    ``confirm* ~4 mot de passe``: a word, the beginning of a word, up to four words between;
    ``(rib|iban)`` one of several; ``votre?`` may be left out.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        pieces = re.findall(r"\([^()]*\)\??|\S+", pattern)
        self._regex = re.compile("".join(_regex(piece) for piece in pieces))
        self._needles = _needles(pieces)
        self._first, self._begun = _beginnings(pieces)

    def vocabulary(self) -> frozenset[str]:
        """Return the whole words that the pattern names, for mending."""
        return frozenset(re.findall(r"(?<![\w*])[a-z]{4,}(?![\w*])", self.pattern))

    def find(self, words: Words) -> Iterator[tuple[int, int]]:
        """Return where the phrase stands in the joined words; no two places overlap."""
        first = self._first & words.index.keys()
        if self._begun:
            first |= {word for word in words.index if word.startswith(self._begun)}
        if not first or not any(needle in words.joined for needle in self._needles):
            return
        end = 0
        for start in sorted(start for word in first for start in words.index[word]):
            match = self._regex.match(words.joined, start) if start >= end else None
            if match is not None:
                end = match.end()
                yield match.span()


def _regex(piece: str) -> str:
    if piece.startswith("~"):
        return rf"(?:(?!\. )\S+ ){{0,{int(piece[1:])}}}?"
    optional = piece.endswith("?")
    one = "|".join("".join(_word_regex(word) for word in choice.split()) for choice in _choices(piece))
    return f"(?:{one})" + ("?" if optional else "")


def _word_regex(word: str) -> str:
    if word == "#":
        return r"\d[\d.]* "
    if word.endswith("*"):
        return re.escape(word[:-1]) + r"\S* "
    return re.escape(word) + " "


def _choices(piece: str) -> list[str]:
    piece = piece.removesuffix("?")
    return piece[1:-1].split("|") if piece.startswith("(") else [piece]


def _beginnings(pieces: list[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the whole words and the beginnings of words, one of which a phrase starts with."""
    whole, begun = set[str](), set[str]()
    for piece in pieces:
        for choice in _choices(piece):
            word = choice.split()[0]
            if word == "#":
                begun.update("0123456789")
            elif word.endswith("*"):
                begun.add(word[:-1])
            else:
                whole.add(word)
        if not piece.endswith("?"):
            break
    return frozenset(whole), tuple(sorted(begun))


def _needles(pieces: list[str]) -> tuple[str, ...]:
    """Return texts of which one must stand in a message for the phrase to match: the rarest piece."""
    best: tuple[str, ...] = ("",)
    for piece in pieces:
        if piece.startswith("~") or piece.endswith("?") or "#" in piece:
            continue
        stems = tuple(
            max((word.rstrip("*") for word in choice.split()), key=len) for choice in _choices(piece)
        )
        if min(map(len, stems)) > min(map(len, best)):
            best = stems
    return best
