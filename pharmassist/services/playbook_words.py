"""What is wrong with a playbook, in the plain words of whoever wrote it."""

from __future__ import annotations

import re

from pharmassist.services.ports.catalogue import PlaybookFault
from pharmassist.services.texts import mark
from pharmassist.services.texts import translate as _

_REASONS: tuple[tuple[str, str], ...] = (
    (r"missing", mark("“{place}” is missing")),
    (r"unknown key", mark("“{place}” is not a known word: is it misspelt?")),
    (r"a text is expected", mark("“{place}” wants a text between quotes")),
    (r"a whole number is expected", mark("“{place}” wants a whole number")),
    (r"true or false is expected", mark("“{place}” wants true or false")),
    (r"a list of texts is expected", mark("“{place}” wants a list of texts between brackets")),
    (r"a table is expected|a list of tables is expected", mark("“{place}” wants its own section")),
    (r"unknown kind", mark("this kind of step does not exist")),
    (r"unknown state", mark("a light is working, disrupted, stopped or unverified")),
    (r"hours or working days.*", mark("a delay is in hours or in working days, not both")),
    (
        r"(?P<number>\d+) steps, at most (?P<most>\d+)",
        mark("{number} steps in this block: {most} at most, none is empty"),
    ),
    (r"this id is used twice", mark("this id is used twice")),
    (r"(?P<name>\w+) is missing", mark("“{name}” is missing")),
    (r"(?P<name>\S*) cannot be sensed", mark("“{name}” cannot be sensed by the program")),
    (
        r"after (?P<name>\S+), which is not an earlier step",
        mark("“after” names “{name}”, which is no earlier step"),
    ),
    (
        r"when (?P<name>\S+), which is not an earlier question",
        mark("“when” names “{name}”, which is no earlier question"),
    ),
    (
        r"when (?P<name>\S+) has an answer that is not offered",
        mark("“when” waits for an answer that “{name}” does not offer"),
    ),
    (r"fills (?P<name>\S+), which is unknown", mark("“fills” does not know “{name}”")),
    (
        r"fills (?P<name>\S+), which this step does not ask",
        mark("“fills” says “{name}”, which this step does not ask"),
    ),
    (r"fills .*: the answers are (?P<name>.*)", mark("whose breach it is has these answers: {name}")),
    (r"choices, but .*", mark("only a question has choices, and then it is not free")),
    (r"no choice says (?P<name>\S+)", mark("one choice must say “{name}”: nobody is forced to know")),
    (r"no answers lead here", mark("no answers lead to this step")),
    (r"no step", mark("the playbook has no step")),
)
"""A reason of the reader or of the engine → the sentence; places and names are filled in."""


def fault_words(fault: PlaybookFault) -> str:
    """Say one fault: file, line, where, what."""
    key = fault.place.rpartition(".")[2]
    for pattern, sentence in _REASONS:
        found = re.fullmatch(pattern, fault.reason)
        if found is not None:
            said = _(sentence).format(place=key, **found.groupdict())
            break
    else:
        # The TOML parser speaks for itself: quotes, brackets.
        said = _("the file is not well formed ({reason})").format(reason=fault.reason)
    where = f"{fault.file}, " + _("line {number}").format(number=fault.line)
    return f"{where}, {fault.place} : {said}" if fault.place else f"{where} : {said}"
