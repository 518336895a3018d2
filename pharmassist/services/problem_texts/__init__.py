"""Title, sentence and remedy of every problem code; one file per area, one merged table.

Values of a problem fill placeholders of its texts; a code without texts is a bug that a
test finds. Screens and the command line show these words, never foreign ones; what is typed as an
option is told on the command line only.
"""

from __future__ import annotations

from dataclasses import dataclass

from pharmassist.domain.problems import Problem
from pharmassist.services.problem_texts import (
    bank,
    bank_guard,
    claims,
    data,
    documents,
    guided,
    incidents,
    matching,
    messages,
    outside,
    owed,
    papers,
    passwords,
    people,
    register,
    safekeeping,
    vault,
)
from pharmassist.services.problem_texts.form import Texts
from pharmassist.services.texts import translate

TEXTS: dict[str, Texts] = {
    **register.TEXTS,
    **safekeeping.TEXTS,
    **vault.TEXTS,
    **passwords.TEXTS,
    **people.TEXTS,
    **bank_guard.TEXTS,
    **claims.TEXTS,
    **owed.TEXTS,
    **bank.TEXTS,
    **incidents.TEXTS,
    **matching.TEXTS,
    **messages.TEXTS,
    **guided.TEXTS,
    **outside.TEXTS,
    **documents.TEXTS,
    **papers.TEXTS,
    **data.TEXTS,
}


@dataclass(frozen=True, slots=True)
class ProblemText:
    """A problem as it is told, in the language in force."""

    title: str
    sentence: str
    remedy: str
    details: str


def describe(problem: Problem, *, typed: bool = False) -> ProblemText:
    """Put a problem into words, for the window; ``typed`` for the command line."""
    texts = TEXTS[problem.code]
    remedy = texts.typed if typed and texts.typed else texts.remedy
    words = (translate(text).format_map(problem.values) for text in (texts.title, texts.sentence, remedy))
    title, sentence, what_now = words
    return ProblemText(title, sentence, what_now, problem.details)
