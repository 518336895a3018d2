"""The five kinds of data that signed data may replace, from the program's folder or from texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from pharmassist.adapters.catalogue.indemnities import read_indemnity_rules
from pharmassist.adapters.catalogue.insurers import read_insurers
from pharmassist.adapters.catalogue.operators import read_operators
from pharmassist.adapters.catalogue.playbooks import read_playbooks
from pharmassist.adapters.catalogue.providers import read_providers
from pharmassist.adapters.catalogue.reading import Texts, texts_of
from pharmassist.domain.data_content import Content
from pharmassist.domain.incidents import Playbook
from pharmassist.domain.indemnities import IndemnityRule
from pharmassist.domain.mailboxes import Provider
from pharmassist.domain.operators import Insurer, Operator
from pharmassist.domain.signed_data import texts_of_kind

PATTERNS = {
    "playbooks": "*/playbook.toml",
    "operators": "*.toml",
    "mailboxes": "*.toml",
    "insurers": "*.csv",
    "indemnities": "rules.toml",
}
"""What is read of each folder of ``resources``."""


class FiveKinds:
    """Each kind is read once and kept, since what it is read from does not change."""

    def __init__(self, texts: Callable[[str], Texts], proved_by: FiveKinds | None = None) -> None:
        self._texts, self._proved_by = texts, proved_by

    @classmethod
    def shipped(cls, folder: Path) -> FiveKinds:
        """Read what comes with the program."""
        return cls(lambda kind: texts_of(folder / kind, PATTERNS[kind]))

    @classmethod
    def signed(cls, texts: Texts, shipped: FiveKinds) -> FiveKinds:
        """Read signed data; ``shipped`` tells which contacts are proved."""
        return cls(lambda kind: texts_of_kind(texts, kind), shipped)

    @cached_property
    def playbooks(self) -> tuple[Playbook, ...]:
        """Every playbook, by id."""
        return read_playbooks(self._texts("playbooks"))

    @cached_property
    def operators(self) -> tuple[Operator, ...]:
        """Every operator, by name.

        A contact that signed data brings is not one to call back to (security.md): it is shown as
        not verified until the program itself ships it.
        """
        read = read_operators(self._texts("operators"))
        if self._proved_by is None:
            return read
        proved = {
            (operator.id, contact.kind, contact.value)
            for operator in self._proved_by.operators
            for contact in operator.contacts
            if not contact.unverified
        }
        return tuple(_doubted(operator, proved) for operator in read)

    @cached_property
    def providers(self) -> tuple[Provider, ...]:
        """Every mailbox provider."""
        return read_providers(self._texts("mailboxes"))

    @cached_property
    def insurers(self) -> tuple[Insurer, ...]:
        """The directory of mutuelles."""
        return read_insurers(self._texts("insurers"))

    @cached_property
    def rules(self) -> tuple[IndemnityRule, ...]:
        """The rules of indemnities."""
        return read_indemnity_rules(self._texts("indemnities"))

    @property
    def content(self) -> Content:
        """All five; raises ``Problem("catalogue_broken")``."""
        return Content(self.playbooks, self.operators, self.providers, self.insurers, self.rules)


def _doubted(operator: Operator, proved: set[tuple[str, str, str]]) -> Operator:
    """Mark the contacts that are not proved."""
    contacts = (
        one if (operator.id, one.kind, one.value) in proved else replace(one, unverified=True)
        for one in operator.contacts
    )
    return replace(operator, contacts=tuple(contacts))
