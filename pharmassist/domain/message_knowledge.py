"""What the signs rest on: brands, lists of words, phrases, rules, combinations; data, made ready once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pharmassist.domain.lookalikes import Brand, Brands
from pharmassist.domain.message_text import Mender, Phrase, Words, words_of
from pharmassist.domain.messages import Combination, Rule

ALSO_MENDED = (
    "viamedis",
    "almerys",
    "mutuelle",
    "remboursement",
    "pharmacie",
    "telephone",
    "bancaires",
    "bancaire",
)


@dataclass(frozen=True, slots=True)
class WrittenPhrase:
    """A phrase of the data, with the reason it is there and an example."""

    rule: str
    pattern: str
    reason: str
    example: str


@dataclass(frozen=True, slots=True)
class Lists:
    """The short lists of ``words.toml``."""

    baits: tuple[str, ...] = ()
    shorteners: frozenset[str] = frozenset()
    hosting: frozenset[str] = frozenset()
    free_mail: frozenset[str] = frozenset()
    receivers: frozenset[str] = frozenset()
    running: frozenset[str] = frozenset()
    archives: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    odd_schemes: frozenset[str] = frozenset()


class Knowledge:
    """All data, with the phrases compiled and the brands indexed."""

    def __init__(
        self,
        brands: Iterable[Brand],
        lists: Lists,
        rules: Iterable[Rule],
        phrases: Iterable[WrittenPhrase],
        combinations: Iterable[Combination],
    ) -> None:
        self.lists = lists
        self.brands = Brands(brands, lists.baits, lists.hosting)
        self.rules = {rule.id: rule for rule in rules}
        self.written = tuple(phrases)
        self.combinations = tuple(combinations)
        self.phrases = tuple((one.rule, Phrase(one.pattern)) for one in self.written)
        vocabulary = frozenset(word for _rule, phrase in self.phrases for word in phrase.vocabulary())
        self._mender = Mender(vocabulary | frozenset(ALSO_MENDED))
        names = [
            (plain, brand)
            for brand in self.brands.all
            for plain in dict.fromkeys(self.words(name).joined for name in (brand.name, *brand.names))
            if plain
        ]
        self.names = tuple(sorted(names, key=lambda pair: -len(pair[0])))

    def words(self, text: str) -> Words:
        """Cut a text into comparable words."""
        return words_of(text, self._mender)

    def named(self, joined: str) -> tuple[Brand, int] | None:
        """Return the first brand that joined words name, and where; the longest name at a place wins."""
        best: tuple[Brand, int] | None = None
        padded = " " + joined
        for name, brand in self.names:
            at = padded.find(" " + name)
            if at >= 0 and (best is None or at < best[1]):
                best = brand, at
        return best

    def group(self, rule: str) -> str:
        """Return the group of a rule."""
        return self.rules[rule].group
