"""One domain judged against the brands of the trade: is it theirs, does it imitate one, neither?

No list of look-alikes is made: the one name in question is compared. What decides is the
*registered* domain (public suffix list): ``ameli.fr.verif.com`` belongs to ``verif.com``.
A likeness is *strong* where hardly anything honest looks so, *faint* where short or common names
(``lcl``, ``orange``) meet honest neighbours; a faint one counts only if the message speaks for
that brand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from ipaddress import ip_address

from rapidfuzz.distance import OSA

from pharmassist.domain.lookalike_letters import plain_letters, scripts, skeleton
from pharmassist.domain.mailbox_hosts import registrable_domain

SHORT = 5
"""A name under this many letters has honest neighbours one letter away."""
LONG = 10
"""From this length on two changed letters still mean the same name."""
_TOKENS = re.compile(r"[a-z]+")
_OF = frozenset({"de", "du", "des", "rue", "place"})
_PLACES = frozenset({"pharmacie", "cabinet", "labo"})
"""Words before "of" that lure no one: "pharmacie-de-la-poste" lies by a post office."""
_STEMS_BEFORE = ("www", "my", "mon", "mes", "e", "i", "le", "la", "les", "app", "m", "fr", "the", "go", "get")


class How(StrEnum):
    """In what a domain is like a brand's."""

    LETTERS = "letters"
    """Signs that look alike, of another script or digits."""
    CHANGED = "changed"
    """A letter changed, added, left out or swapped."""
    ADDED = "added"
    """The brand with another word."""
    ENDING = "ending"
    """The brand's name under another ending."""
    HYPHENS = "hyphens"
    """The brand's name or domain cut or joined otherwise ("viamedis-net.com")."""
    SUBDOMAIN = "subdomain"
    """The brand stands before a domain that is somebody else's."""
    PATH = "path"
    """The brand's domain stands in the path of somebody else's address."""


@dataclass(frozen=True, slots=True)
class Brand:
    """Somebody whose name is borrowed: registered domains, names shown, numbers known.

    ``words`` are further forms of the name; ``honest`` are neighbours that mean something else;
    ``common`` says that the name is also an ordinary word.
    """

    id: str
    name: str
    kind: str
    domains: tuple[str, ...]
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    honest: tuple[str, ...] = ()
    common: bool = False
    unverified: bool = True
    never_asks: str = ""

    @property
    def stems(self) -> tuple[str, ...]:
        """Return the names before the ending, and the further words, in plain letters."""
        found = [domain.split(".", 1)[0] for domain in self.domains if not domain.endswith(".gouv.fr")]
        found += [domain.split(".", 1)[0] for domain in self.domains if domain.endswith(".gouv.fr")]
        return tuple(dict.fromkeys((*found, *self.words)))


@dataclass(frozen=True, slots=True)
class Likeness:
    """A domain that is not the brand's and looks like it."""

    brand: Brand
    how: How
    strong: bool
    stem: str = ""


@dataclass(frozen=True, slots=True)
class _Stem:
    word: str
    brand: Brand
    common: bool

    @property
    def short(self) -> bool:
        return len(self.word) < SHORT


@lru_cache(maxsize=4096)
def registered(host: str) -> str:
    """Return the registered domain; the last two labels where the ending is unknown; "" for a number."""
    name = host.strip().rstrip(".").lower()
    if is_number(name):
        return ""
    found = registrable_domain(name)
    if found:
        return found
    labels = [label for label in name.split(".") if label]
    return ".".join(labels[-2:]) if len(labels) > 1 else ""


def is_number(host: str) -> bool:
    """Tell whether a host is a number: dotted, bracketed, decimal or hexadecimal."""
    name = host.strip("[]").rstrip(".")
    try:
        ip_address(name)
    except ValueError:
        return bool(re.fullmatch(r"\d{7,10}|0x[0-9a-f]{6,8}|(?:0x?[0-9a-f]+\.){3}0x?[0-9a-f]+", name.lower()))
    return True


def shown_host(host: str) -> str:
    """Return a host as a person would read it: punycode decoded."""
    labels = []
    for label in host.lower().split("."):
        shown = label
        if label.startswith("xn--"):
            with suppress(UnicodeError):
                shown = label[4:].encode("ascii").decode("punycode")
        labels.append(shown)
    return ".".join(labels)


class Brands:
    """The brands, ready to be compared with; build once, use often."""

    def __init__(
        self, brands: Iterable[Brand], baits: Iterable[str] = (), hosting: Iterable[str] = ()
    ) -> None:
        self.all = tuple(brands)
        self._baits = frozenset(plain_letters(word) for word in baits)
        self._hosting = frozenset(hosting)
        self._honest = frozenset(word for brand in self.all for word in brand.honest)
        self._owners: dict[str, Brand] = {}
        self._stems: dict[str, _Stem] = {}
        self._whole: dict[str, Brand] = {}
        for brand in self.all:
            for domain in brand.domains:
                self._owners.setdefault(domain, brand)
                self._whole.setdefault(domain.replace(".", "").replace("-", ""), brand)
            for word in brand.stems:
                self._stems.setdefault(word, _Stem(word, brand, brand.common))
                bare = word.replace("-", "")
                self._stems.setdefault(bare, _Stem(bare, brand, brand.common))
        self._skeletons: dict[str, _Stem] = {}
        for stem in self._stems.values():
            self._skeletons.setdefault(skeleton(stem.word), stem)
        long = sorted((word for word in self._stems if len(word) >= SHORT), key=len, reverse=True)
        self._long = tuple((word, skeleton(word), self._stems[word]) for word in long)
        self._bait_skeletons = frozenset(
            skeleton(bait) for bait in self._baits if len(skeleton(bait)) == len(bait)
        )
        self._by_length: dict[int, list[str]] = {}
        for word in self._stems:
            self._by_length.setdefault(len(word), []).append(word)

    def by_id(self, brand_id: str) -> Brand | None:
        """Return one brand."""
        return next((brand for brand in self.all if brand.id == brand_id), None)

    def owner(self, host: str) -> Brand | None:
        """Return the brand to which a host belongs."""
        labels = host.lower().rstrip(".").split(".")
        names = (".".join(labels[at:]) for at in range(len(labels) - 1))
        return next((self._owners[name] for name in names if name in self._owners), None)

    def hosting(self, host: str) -> bool:
        """Tell whether a host belongs to a mailing or hosting service that many honest senders use."""
        return registered(host) in self._hosting

    def official(self, host: str) -> bool:
        """Tell whether a host is a brand's own, or the State's."""
        return self.owner(host) is not None or f".{host.lower()}".endswith(".gouv.fr")

    def likeness(self, host: str) -> Likeness | None:
        """Return the brand that a host imitates; None for the brand's own and for all others."""
        domain = registered(host)
        if not domain or self.official(host):
            return None
        shown = shown_host(host)
        label = shown_host(domain).partition(".")[0]
        found = self._label(label)
        if found is not None and found.strong:
            return found
        before = shown[: -len(shown_host(domain))].rstrip(".")
        below = self._below(before, domain) if before else None
        return below if below is not None and (below.strong or found is None) else found

    def in_path(self, host: str, path: str) -> Likeness | None:
        """Return the brand whose domain stands in the path of an address that is not its own."""
        if self.official(host):
            return None
        first = path.lower().split("?", 1)[0].split("#", 1)[0].strip("/").split("/")[:2]
        for part in first:
            brand = self._owners.get(part.removeprefix("www."))
            if brand is not None:
                return Likeness(brand, How.PATH, strong=False, stem=part)
        return None

    def _label(self, label: str) -> Likeness | None:
        plain = plain_letters(label)
        foreign = not label.isascii() or any(sign.isdigit() for sign in label)
        bare = plain.replace("-", "")
        if bare in self._honest:
            return None
        for word, how in ((label, How.ENDING), (bare, How.HYPHENS if label == plain else How.LETTERS)):
            stem = self._stems.get(word)
            if stem is not None:
                strong = not label.isascii() or (not stem.short and not stem.common)
                return Likeness(stem.brand, how, strong, stem.word)
        for form in (skeleton(label), skeleton(bare)):
            stem = self._skeletons.get(form)
            if stem is not None:
                strong = foreign or (not stem.short and not stem.common)
                return Likeness(stem.brand, How.LETTERS, strong, stem.word)
        whole = self._whole.get(bare)
        if whole is not None:
            return Likeness(whole, How.HYPHENS, "-" in label or len(bare) > SHORT, bare)
        return self._best((self._changed(bare, foreign), self._parts(plain), self._joined(bare)))

    @staticmethod
    def _best(found: Iterable[Likeness | None]) -> Likeness | None:
        kept = [one for one in found if one is not None]
        return next((one for one in kept if one.strong), kept[0] if kept else None)

    def _changed(self, bare: str, foreign: bool) -> Likeness | None:
        """Find a name one change away (two for a long one), also by its skeleton."""
        faint: Likeness | None = None
        for length in range(len(bare) - 2, len(bare) + 3):
            for word in self._by_length.get(length, ()):
                limit = 2 if len(word) >= LONG else 1
                if OSA.distance(word, bare, score_cutoff=limit) > limit:
                    continue
                stem = self._stems[word]
                if not stem.short and not stem.common:
                    return Likeness(stem.brand, How.CHANGED, True, word)
                faint = faint or Likeness(stem.brand, How.CHANGED, False, word)
        if faint is None and foreign:
            form = skeleton(bare)
            for form_of, stem in self._skeletons.items():
                if not stem.short and OSA.distance(form_of, form, score_cutoff=1) <= 1:
                    return Likeness(stem.brand, How.LETTERS, not stem.common, stem.word)
        return faint

    def _parts(self, plain: str) -> Likeness | None:
        """Find a brand among the words between hyphens and digits."""
        tokens = [token for token in re.split(r"[-_]", plain) if token]
        if len(tokens) < 2 and not any(sign.isdigit() for sign in plain):
            return None
        tokens += [token for token in _TOKENS.findall(plain) if token not in tokens]
        baits = {token for token in tokens if token in self._baits}
        baited = bool(baits)
        lured = bool(baits - _PLACES)
        faint: Likeness | None = None
        for size in (3, 2, 1):
            for at in range(len(tokens) - size + 1):
                word = "".join(tokens[at : at + size])
                stem = self._stems.get(word) or self._skeletons.get(skeleton(word))
                if stem is None and len(word) > SHORT:
                    near = self._changed(word, foreign=False)
                    stem = self._stems[near.stem] if near is not None and near.strong else None
                    if stem is not None and not baited:
                        stem = None
                if stem is None or word in self._baits:
                    continue
                if size > 1 and at > 0 and tokens[at - 1] in _OF:
                    strong = lured
                else:
                    strong = (not stem.short and not stem.common) or (baited and len(stem.word) > 2)
                if strong:
                    return Likeness(stem.brand, How.ADDED, True, stem.word)
                faint = faint or Likeness(stem.brand, How.ADDED, False, stem.word)
        return faint

    def _joined(self, bare: str) -> Likeness | None:
        """Find a brand joined to another word without a hyphen ("ameliassure", "monviamedis")."""
        form = skeleton(bare)
        for word, word_form, stem in self._long:
            if word not in bare and word_form not in form:
                continue
            for text, needle in ((bare, word), (form, word_form)):
                at = text.find(needle)
                if at < 0 or len(text) == len(needle):
                    continue
                rest = (text[:at], text[at + len(needle) :])
                baited = all(not part or self._is_bait(part) for part in rest) or (
                    rest[0] in _STEMS_BEFORE and not rest[1]
                )
                if baited or (len(word) >= 8 and not stem.common):
                    return Likeness(stem.brand, How.ADDED, True, word)
        return None

    def _is_bait(self, part: str) -> bool:
        """Tell whether a rest is one of the words that are added to a brand, or two of them."""
        if part in self._baits or part.isdigit():
            return True
        if part in self._bait_skeletons:
            return True
        return any(
            part.startswith(bait) and (part[len(bait) :] in self._baits or part[len(bait) :] in ("s", "fr"))
            for bait in self._baits
            if len(bait) > 2
        )

    def _below(self, before: str, domain: str) -> Likeness | None:
        """Find a brand among the labels before somebody else's registered domain."""
        labels = before.split(".")
        hosted = domain in self._hosting
        for at, label in enumerate(labels):
            for size in (3, 2):
                name = ".".join(labels[at : at + size])
                if name in self._owners:
                    return Likeness(self._owners[name], How.SUBDOMAIN, True, name)
            stem = self._stems.get(label) or self._skeletons.get(skeleton(label))
            if stem is not None:
                strong = not hosted and not stem.short and not stem.common
                return Likeness(stem.brand, How.SUBDOMAIN, strong, stem.word)
            found = self._parts(plain_letters(label)) if "-" in label else None
            if found is not None:
                return Likeness(found.brand, How.SUBDOMAIN, found.strong and not hosted, found.stem)
        return None


def mixed_scripts(text: str) -> bool:
    """Tell whether one word mixes scripts, as no honest French word does."""
    found = scripts(text)
    return len(found) > 1 and "LATIN" in found and bool(found & {"CYRILLIC", "GREEK", "ARMENIAN"})
