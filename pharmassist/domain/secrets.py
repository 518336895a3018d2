"""A secret value that never shows itself by accident."""

from __future__ import annotations

import hmac


class Secret:
    """A password or key; ``repr`` and ``str`` are masked, ``reveal`` is the only way out."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself: only towards the vault, a login, the clipboard or the eye."""
        return self._text

    def same_as(self, other: Secret) -> bool:
        """Compare values without telling where they differ."""
        return hmac.compare_digest(self._text.encode(), other._text.encode())

    def __len__(self) -> int:
        """Return the number of characters."""
        return len(self._text)

    def __repr__(self) -> str:
        """Show nothing."""
        return "Secret(…)"

    __str__ = __repr__

    def __reduce__(self) -> str:
        """Refuse to be pickled."""
        raise TypeError("a secret is not pickled")
