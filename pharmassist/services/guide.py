"""The guide that is shipped with the program: its pages, its sections, and finding one by its words.

Each page is Markdown in ``docs/guide``, written in French for the pharmacy; ``README.md`` there gives
their order. Whoever searches calls :func:`read_guide` in a lane, then :meth:`Guide.find`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from pharmassist.domain.headers import fold
from pharmassist.resources_location import guide_path

INDEX = "README.md"
_HEADING = re.compile(r"^(#{1,3}) +(.+?)\s*$")
_LISTED = re.compile(r"\]\(([a-z0-9-]+)\.md\)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"^[ \t]*(?:[-*>|#]+|\d+\.)[ \t]*|\*+|`+(?:sh|console)?|\||-{3,}", re.MULTILINE)
_APOSTROPHE = re.compile(r"(?<=\w)'(?=[\w*]|$)")
_NO_WORDS = re.compile(r"(```.*?```|`[^`\n]+`|\]\([^)]*\))", re.DOTALL)
_NOT_IN_ANCHORS = re.compile(r"[^\w\s-]")
_LITTLE = (
    "a au aux ce ces comment dans de des du en est et il je la le les l ma me mes mon ne on ou par pas"
    " pour qu que quel quelle qui quoi s sa se si sont sur un une y faire d n c j"
)
_LITTLE_WORDS = frozenset(re.split(" ", _LITTLE))
_TITLE, _OF_PAGE, _TEXT = 6.0, 2.0, 1.0
_SLIP = 0.75
_SHORTEST_SLIP = 4
_EXCERPT = 160


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading; ``place`` counts the headings of the page from 0."""

    page: str
    anchor: str
    page_title: str
    title: str
    level: int
    place: int
    text: str
    """Its words without Markdown, a paragraph a line."""

    @property
    def key(self) -> str:
        """What a link says: ``l-argent#acomptes``; the page alone for its first section."""
        return f"{self.page}#{self.anchor}" if self.place else self.page


@dataclass(frozen=True, slots=True)
class GuidePage:
    """One page: its file's name without ``.md``, its title, its Markdown, its sections in order."""

    name: str
    title: str
    markdown: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that answers, and the words of it that do."""

    section: Section
    excerpt: str


class Guide:
    """The pages, and an index of their words."""

    def __init__(self, pages: tuple[GuidePage, ...]) -> None:
        self.pages = pages
        self.sections = tuple(section for page in pages for section in page.sections)
        self._by_key = {section.key: section for section in self.sections}
        self._words = [
            (
                frozenset(fold(section.title).split()),
                frozenset(fold(section.page_title).split()),
                frozenset(fold(section.text).split()),
            )
            for section in self.sections
        ]
        self._all_words = sorted({word for three in self._words for words in three for word in words})

    def page(self, name: str) -> GuidePage | None:
        """Return a page by its name, None when there is none."""
        return next((page for page in self.pages if page.name == name), None)

    def section(self, key: str) -> Section | None:
        """Return what a link leads to (``page``, ``page#anchor``), None when it leads nowhere."""
        return self._by_key.get(key)

    def find(self, words: str, limit: int = 12) -> tuple[Hit, ...]:
        """Return the sections that hold every word typed, best first.

        Accents, capitals and the ends of words are forgiven; a word that stands nowhere is taken
        for a slip of the finger of the nearest one that does.
        """
        typed = fold(words).split()
        wanted = [word for word in typed if word not in _LITTLE_WORDS] or typed
        meant = [self._meant(word) for word in wanted]
        if not meant:
            return ()
        ranked: list[tuple[float, int]] = []
        for number, three in enumerate(self._words):
            points = [_points(word, three) for word in meant]
            if all(points):
                ranked.append((-sum(points), number))
        return tuple(
            Hit(self.sections[number], _excerpt(self.sections[number].text, meant))
            for _points_of, number in sorted(ranked)[:limit]
        )

    def _meant(self, word: str) -> str:
        """Return the word itself where something begins so, else the nearest word of the guide."""
        stem = _stem(word)
        if len(word) < _SHORTEST_SLIP or any(known.startswith(stem) for known in self._all_words):
            return stem
        near = process.extractOne(word, self._all_words, scorer=OSA.normalized_similarity, score_cutoff=_SLIP)
        return _stem(str(near[0])) if near is not None else word


@lru_cache(maxsize=1)
def read_guide(folder: Path | None = None) -> Guide:
    """Read the guide that is shipped (a lane's work the first time); raises ``OSError`` without it."""
    place = folder or guide_path()
    index = (place / INDEX).read_text(encoding="utf-8")
    names = dict.fromkeys(_LISTED.findall(index))
    return Guide(tuple(page_from(name, (place / f"{name}.md").read_text(encoding="utf-8")) for name in names))


def page_from(name: str, markdown: str) -> GuidePage:
    """Read one page's headings and words."""
    parts = list(_parts(markdown))
    title = parts[0][1] if parts else name
    return GuidePage(
        name,
        title,
        markdown,
        tuple(
            Section(name, anchor_of(heading), title, heading, level, place, _plain(text))
            for place, (level, heading, text) in enumerate(parts)
        ),
    )


def anchor_of(heading: str) -> str:
    """Return the anchor that the repository's pages give a heading, so that links work in both."""
    return re.sub(r"\s", "-", _NOT_IN_ANCHORS.sub("", heading.lower()))


def typographic(markdown: str) -> str:
    """Give the apostrophes of French text their sign, but not those of commands and addresses."""
    parts = _NO_WORDS.split(markdown)
    return "".join(part if number % 2 else _APOSTROPHE.sub("’", part) for number, part in enumerate(parts))


def _parts(markdown: str) -> Iterator[tuple[int, str, str]]:
    """Cut at headings; what a fenced block holds is no heading."""
    level, heading, lines, fenced = 0, "", list[str](), False
    for line in markdown.splitlines():
        fenced ^= line.startswith("```")
        found = None if fenced else _HEADING.match(line)
        if found is None:
            lines.append(line)
            continue
        if level:
            yield level, heading, "\n".join(lines)
        level, heading, lines = len(found[1]), _plain(found[2]), []
    if level:
        yield level, heading, "\n".join(lines)


def _plain(markdown: str) -> str:
    """Take the marks away; lines of one paragraph become one."""
    text = _MARKS.sub(" ", _LINK.sub(r"\1", typographic(markdown)))
    paragraphs = re.split(r"\n[ \t]*\n|\n(?=[ \t]{2,})", text)
    return "\n".join(" ".join(paragraph.split()) for paragraph in paragraphs if paragraph.strip())


def _stem(word: str) -> str:
    """Forgive a plural: what is compared is how words begin."""
    return word.rstrip("sx") if len(word) > _SHORTEST_SLIP else word


def _points(word: str, three: tuple[frozenset[str], frozenset[str], frozenset[str]]) -> float:
    weights = (_TITLE, _OF_PAGE, _TEXT)
    return sum(
        weight
        for weight, words in zip(weights, three, strict=True)
        if any(known.startswith(word) for known in words)
    )


def _excerpt(text: str, words: list[str]) -> str:
    """Return the paragraph that holds the most of the words, cut to a line or two."""
    paragraphs = text.split("\n")

    def held(paragraph: str) -> int:
        known = fold(paragraph).split()
        return sum(any(one.startswith(word) for one in known) for word in words)

    best = max(paragraphs, key=held)
    return best if len(best) <= _EXCERPT else best[:_EXCERPT].rsplit(" ", 1)[0] + "…"
