"""The one kind of expected error, and the silent one.

A :class:`Problem` is something the pharmacy can act on: it has a code, values for
its sentence, and says whether trying again may help. Anything else that is raised
is a bug of ours.
"""

from __future__ import annotations

from collections.abc import Mapping

Value = str | int


class Problem(Exception):
    """An expected difficulty, told to the person as title, sentence and remedy.

    ``code`` names the texts in ``services/problem_texts.py``; ``values`` fill their
    placeholders and never hold a secret; ``details`` is foreign text (a server's
    words), shown as plain text under "details" and never as the message.
    """

    def __init__(
        self,
        code: str,
        values: Mapping[str, Value] | None = None,
        *,
        retryable: bool = False,
        details: str = "",
    ) -> None:
        super().__init__(code)
        self.code = code
        self.values: dict[str, Value] = dict(values or {})
        self.retryable = retryable
        self.details = plain(details)

    def __repr__(self) -> str:
        """Show the code and values; details stay out of logs."""
        return f"Problem({self.code!r}, {self.values!r})"


class Cancelled(Exception):
    """The person stopped the work; nothing is said and nothing was changed."""


def plain(text: str, limit: int = 400) -> str:
    """Make foreign text safe to show: control and bidi characters visible, length limited."""
    shown = "".join(c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in text[:limit])
    return shown if len(text) <= limit else shown + "…"
