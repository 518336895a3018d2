"""Wires what judges suspicious messages; the data is read at the first message."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.catalogue.messages import read_knowledge
from pharmassist.adapters.messages.reading import MessageFiles
from pharmassist.domain.message_knowledge import Knowledge
from pharmassist.domain.operators import Operator
from pharmassist.resources_location import resource_path
from pharmassist.services.judging import Judge, Judging
from pharmassist.services.ports.catalogue import Catalogue

if TYPE_CHECKING:
    from pharmassist.services.changes import Changes
    from pharmassist.services.guiding import Guiding
    from pharmassist.services.ports.register import Register


@cache
def knowledge() -> Knowledge:
    """Read what judges by the operators that are shipped."""
    return knowledge_with(TomlCatalogue(resource_path()).operators())


@cache
def knowledge_with(operators: tuple[Operator, ...]) -> Knowledge:
    """Read the brands, rules and phrases that are shipped, once for the operators in force."""
    return read_knowledge(resource_path("messages"), operators)


def judge_alone() -> Judge:
    """Build what judges without a register."""
    return Judge(MessageFiles(lambda: knowledge().lists.receivers), knowledge, TomlCatalogue(resource_path()))


def judging_with(catalogue: Catalogue, register: Register, guiding: Guiding, changes: Changes) -> Judging:
    """Build what judges for an open register."""

    def known() -> Knowledge:
        return knowledge_with(catalogue.operators())

    reader = MessageFiles(lambda: known().lists.receivers)
    return Judging(reader, known, catalogue, register, guiding, changes)
