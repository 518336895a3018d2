"""The form of a problem's texts: English messages, translated when shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Texts:
    """What happened in three words, in one sentence, and what to do now.

    ``remedy`` is said in the window: it names a button or a page. ``typed`` takes its place on the
    command line, where something is typed instead.
    """

    title: str
    sentence: str
    remedy: str
    typed: str = ""
