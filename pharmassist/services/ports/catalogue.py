"""The data the product ships: playbooks, operators, providers, profiles, directory, conduct rules.

A file that breaks its schema raises ``Problem("catalogue_broken")`` with file, place and reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pharmassist.domain.accesses import AccessKind
from pharmassist.domain.conduct import ConductRule
from pharmassist.domain.incidents import Playbook
from pharmassist.domain.indemnities import IndemnityRule
from pharmassist.domain.leaflets import Leaflet
from pharmassist.domain.mailboxes import Provider, SweepStep
from pharmassist.domain.mapping import Profile
from pharmassist.domain.operators import Insurer, Operator


@dataclass(frozen=True, slots=True)
class PlaybookFault:
    """What is wrong with a playbook that somebody wrote: where, and why (``playbook_words`` says it)."""

    file: str
    line: int
    place: str
    reason: str


class Catalogue(Protocol):
    """Reads ``resources``; each call gives frozen values."""

    def playbooks(self) -> tuple[Playbook, ...]: ...
    def playbook(self, playbook_id: str) -> Playbook:
        """Raise ``Problem("playbook_unknown")`` when there is none."""

    def playbook_from_text(self, text: str) -> Playbook:
        """Read the text a case kept when it was opened."""

    def playbook_from_folder(self, folder: Path) -> Playbook:
        """Read a playbook under check; raise ``Problem("playbook_unreadable")`` when there is none."""

    def playbook_faults(self, folder: Path) -> tuple[PlaybookFault, ...]:
        """Return what is wrong with a playbook under check, nothing when it is sound."""

    def operators(self) -> tuple[Operator, ...]: ...
    def providers(self) -> tuple[Provider, ...]: ...
    def words(self) -> tuple[str, ...]:
        """Return the words of passphrases."""

    def access_sweep(self, kind: AccessKind) -> tuple[SweepStep, ...]:
        """Return what to look at after a change of an access that is no mailbox."""

    def profiles(self) -> tuple[Profile, ...]: ...
    def profile_from_text(self, text: str) -> Profile: ...
    def insurers(self) -> tuple[Insurer, ...]: ...
    def leaflet(self, playbook_id: str) -> Leaflet | None:
        """Return what patients are told of an incident, None where no source was read."""

    def indemnity_rules(self) -> tuple[IndemnityRule, ...]: ...
    def conduct_rules(self) -> tuple[ConductRule, ...]: ...
