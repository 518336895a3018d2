"""Addresses that stand in plain text, with their place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pharmassist.domain.messages import Link

MOST = 300
_ENDINGS = (
    "fr|com|net|org|info|eu|example|io|app|online|shop|site|top|xyz|click|link|live|icu|pro|co|ru|cn|tk|ml|ga|gq|cf"
    "|biz|store|website|space|world|fun|vip|support|help|care|email|services|group|bzh|re|me|cc|su|work|tech|digital"
    "|cloud|host|press|today|life|center|finance|be|ch|ca|uk|de|ly|gl|sante|ws|pw|buzz|cfd|sbs|dev|page|gd"
)
"""Endings of a name that stands without ``http``: "ok.la" in a sentence is none."""
_ADDRESS = re.compile(
    r"(?i)(?<![@\w.-])(?:(?:https?|hxxps?|ftp|file|javascript|data):[^\s<>\"“”«»]{3,600}"
    rf"|(?:www\.[\w-]|(?:[\w-]{{1,63}}\.){{1,6}}(?:{_ENDINGS})(?![\w@-]|\.\w))(?:[\w.-]*[/?#:.][^\s<>\"“”«»]{{0,600}})?)"
)
_AFTER = ".,;:!?)]}'’*_>"


def links_in(text: str) -> Iterator[Link]:
    """Find addresses; what ends a sentence is not part of them."""
    for number, found in enumerate(_ADDRESS.finditer(text)):
        if number == MOST:
            return
        shown = found.group().rstrip(_AFTER)
        target = re.sub(r"(?i)^hxxp", "http", shown)
        yield Link(target, shown, found.start(), found.start() + len(shown))
