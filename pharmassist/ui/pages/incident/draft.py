"""What was typed of a step and not yet said: kept as one text, read again on the same line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Form = Literal["", "wait", "defer", "skip", "anyway"]
FORMS: tuple[Form, ...] = ("wait", "defer", "skip", "anyway")


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a step: its proof or answer, and the small form that was open with its words."""

    words: str = ""
    form: Form = ""
    reason: str = ""
    until: str = ""

    def text(self) -> str:
        """Return it as one text; fields are single lines, so a line break parts them."""
        if not self.form:
            return self.words
        return f"{self.words}\n{self.form}\n{self.reason}\n{self.until}".rstrip("\n")


def typed_from(text: str) -> Typed:
    """Read a kept text; anything strange (cut, or written by the command line) is plain words."""
    parts = text.split("\n")
    form = next((form for form in FORMS if len(parts) > 1 and parts[1] == form), None)
    if form is None:
        return Typed(text.replace("\n", " "))
    return Typed(parts[0], form, parts[2] if len(parts) > 2 else "", parts[3] if len(parts) > 3 else "")
