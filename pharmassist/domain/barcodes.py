"""What a barcode reader types: digits, or the signs a French keyboard puts on the digit keys."""

from __future__ import annotations

_UNSHIFTED = str.maketrans({"&": "1", "é": "2", '"': "3", "'": "4", "(": "5", "-": "6", "è": "7", "_": "8"})
_REST = str.maketrans({"ç": "9", "à": "0", "’": "4", "É": "2", "È": "7", "Ç": "9", "À": "0"})
_SIGNS = frozenset("&é\"'(-è_çà’ÉÈÇÀ")


def decode_reader(text: str) -> str:
    """Return the digits a reader meant when it typed ``&é"'(-è_çà`` (trade.md §10).

    A text with anything but these signs and digits is returned as it is.
    """
    typed = text.strip()
    if not typed or not any(c in _SIGNS for c in typed):
        return typed
    if any(c not in _SIGNS and not (c.isascii() and c.isdigit()) for c in typed):
        return typed
    return typed.translate(_UNSHIFTED).translate(_REST)
