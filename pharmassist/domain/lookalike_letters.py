"""Letters that the eye takes for one another: other scripts, accents, digits, pairs.

A name is brought to a *skeleton* in which all that looks alike is written the same way; two
different names with the same skeleton look the same on a screen.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

LOOK_ALIKE: dict[str, str] = {
    **dict(zip("абвгдезіјкмнорстухуԁѕһԛԝѵӏьүҫҽ", "abbrдe3ijkmhopctyxydshqwvlbyce", strict=True)),
    **dict(zip("αβγεηικνορτυχωյոսհցօզ", "abyenikvoptuxwjnuhgoq", strict=True)),
    **dict(zip("ıɩłøđħŧƅɡɑɪʟᴠᴡᴢⅼⅰⅽⅾⅿ", "iilodhtbgailvwzlicdm", strict=True)),
}
"""Signs of other scripts and rare Latin letters, and the Latin letter that each is taken for."""

DIGITS = {"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "6": "b", "8": "b", "9": "g", "i": "l", "|": "l"}
PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("nn", "m"), ("ii", "u"))
"""Two letters that look like one in small type, before ``DIGITS`` is applied."""

INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063"
    "\u2064\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff\u3164"
)
"""Signs without width, and those that turn the direction of writing."""

REVERSING = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")


@lru_cache(maxsize=4096)
def latin(sign: str) -> str:
    """Return one sign as small Latin letters without accent; itself where there is none; "" if invisible."""
    if sign in INVISIBLE:
        return ""
    small = sign.lower()
    if small in LOOK_ALIKE:
        return LOOK_ALIKE[small]
    if small in ("œ", "æ"):
        return {"œ": "oe", "æ": "ae"}[small]
    parts = unicodedata.normalize("NFKD", small)
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    return "".join(LOOK_ALIKE.get(part, part) for part in bare.lower())


def plain_letters(text: str) -> str:
    """Return a name in small Latin letters without accents."""
    return text.lower() if text.isascii() else "".join([latin(sign) for sign in text])


@lru_cache(maxsize=8192)
def skeleton(name: str) -> str:
    """Return the form in which all names that look like this one are equal."""
    text = plain_letters(name)
    for pair, single in PAIRS:
        text = text.replace(pair, single)
    return "".join(DIGITS.get(sign, sign) for sign in text)


def scripts(text: str) -> frozenset[str]:
    """Return the scripts of the letters of a text ("LATIN", "CYRILLIC", …)."""
    letters = [sign for sign in set(text) if sign.isalpha()]
    return frozenset(
        "LATIN" if sign.isascii() else unicodedata.name(sign, "UNKNOWN").split()[0] for sign in letters
    )
