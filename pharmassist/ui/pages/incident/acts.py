"""What a person says of a step, and the service it goes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pharmassist.domain.incidents import CaseView
from pharmassist.services.guiding import Guiding

Verb = Literal["done", "answer", "wait", "defer", "skip", "reopen", "start", "file", "paste"]


@dataclass(frozen=True, slots=True)
class Act:
    """What the person said of the step; ``start``, ``file`` and ``paste`` open something and say nothing."""

    verb: Verb
    words: str = ""
    """Proof of ``done``, value of ``answer``."""
    reason: str = ""
    until: date | None = None


def say(guiding: Guiding, step: tuple[int, str], who: str, act: Act) -> CaseView:
    """Write one act of a step, named by case and id (a lane's work); raises the service's problems."""
    if act.verb == "done":
        return guiding.done(*step, who, proof=act.words, reason=act.reason)
    if act.verb == "answer":
        return guiding.answer(*step, who, act.words)
    if act.verb == "wait":
        return guiding.wait(*step, who, act.reason, act.until)
    if act.verb == "defer":
        return guiding.defer(*step, who, act.reason, act.until)
    if act.verb == "skip":
        return guiding.skip(*step, who, act.reason)
    return guiding.reopen(*step, who)
