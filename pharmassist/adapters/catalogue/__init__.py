"""Playbooks, operators, mailbox providers, import profiles and directories read from resources."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path

from pharmassist.adapters.catalogue.conduct import read_conduct
from pharmassist.adapters.catalogue.five_kinds import FiveKinds
from pharmassist.adapters.catalogue.leaflets import read_leaflets
from pharmassist.adapters.catalogue.playbook_lines import playbook_faults
from pharmassist.adapters.catalogue.playbooks import (
    playbook_from_folder,
    playbook_from_text,
)
from pharmassist.adapters.catalogue.profiles import profile_from_text, read_profiles
from pharmassist.adapters.catalogue.providers import read_sweep
from pharmassist.adapters.catalogue.reading import Section
from pharmassist.domain.accesses import AccessKind
from pharmassist.domain.conduct import ConductRule
from pharmassist.domain.data_content import Content
from pharmassist.domain.incidents import Playbook
from pharmassist.domain.indemnities import IndemnityRule
from pharmassist.domain.leaflets import Leaflet
from pharmassist.domain.mailboxes import Provider, SweepStep
from pharmassist.domain.mapping import Profile
from pharmassist.domain.operators import Insurer, Operator
from pharmassist.domain.problems import Problem
from pharmassist.domain.signed_data import ShippedData
from pharmassist.resources_location import resource_path
from pharmassist.services.ports.catalogue import PlaybookFault


class TomlCatalogue:
    """The catalogue on disk; each kind is read once and kept, since the files do not change.

    Five kinds may come from signed data instead (``use_signed``), all of them or none.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or resource_path()
        self._shipped = FiveKinds.shipped(self._folder)
        self._data = self._shipped

    @cached_property
    def _words(self) -> tuple[str, ...]:
        listed = (self._folder / "passphrases" / "francais.txt").read_text(encoding="utf-8")
        return tuple(listed.split())

    @cached_property
    def _access_sweeps(self) -> dict[AccessKind, tuple[SweepStep, ...]]:
        folder = self._folder / "accesses"
        return {
            kind: read_sweep(folder / f"{kind.value}.toml")
            for kind in AccessKind
            if kind is not AccessKind.MAILBOX
        }

    @cached_property
    def _profiles(self) -> tuple[Profile, ...]:
        return read_profiles(self._folder / "profiles")

    @cached_property
    def _conduct(self) -> tuple[ConductRule, ...]:
        return read_conduct(self._folder / "conduct" / "rules.toml")

    @cached_property
    def _leaflets(self) -> tuple[Leaflet, ...]:
        return read_leaflets(self._folder / "documents" / "patients.toml")

    def shipped_data(self) -> ShippedData:
        """Return number and day of the data that come with the program."""
        section = Section.from_file(self._folder / "data.toml")
        try:
            shipped = ShippedData(section.whole("number"), date.fromisoformat(section.text("issued_on")))
        except ValueError as error:
            raise section.fail("issued_on", "a day is written 2026-03-12") from error
        section.finish()
        return shipped

    def content(self) -> Content:
        """Return the five kinds in force."""
        return self._data.content

    def shipped_content(self) -> Content:
        """Return the five kinds that come with the program."""
        return self._shipped.content

    def signed_content(self, texts: Mapping[str, str]) -> Content:
        """Read signed data without using them; raises ``Problem("catalogue_broken")``."""
        return FiveKinds.signed(texts, self._shipped).content

    def use_signed(self, texts: Mapping[str, str]) -> None:
        """Let signed data, checked before, stand for the five kinds from now on."""
        self._data = FiveKinds.signed(texts, self._shipped)

    def use_shipped(self) -> None:
        """Go back to what comes with the program."""
        self._data = self._shipped

    def playbooks(self) -> tuple[Playbook, ...]:
        """Return every playbook, by id."""
        return self._data.playbooks

    def playbook(self, playbook_id: str) -> Playbook:
        """Return one playbook; raises ``Problem("playbook_unknown")``."""
        found = next((one for one in self._data.playbooks if one.id == playbook_id), None)
        if found is None:
            raise Problem("playbook_unknown", {"playbook": playbook_id[:60]})
        return found

    def playbook_from_text(self, text: str) -> Playbook:
        """Read the text a case kept."""
        return playbook_from_text(text)

    def playbook_from_folder(self, folder: Path) -> Playbook:
        """Read a playbook somebody wrote, to check its form."""
        return playbook_from_folder(folder)

    def playbook_faults(self, folder: Path) -> tuple[PlaybookFault, ...]:
        """Return what is wrong with a playbook somebody wrote, each with its line."""
        return playbook_faults(folder)

    def operators(self) -> tuple[Operator, ...]:
        """Return every operator, by name."""
        return self._data.operators

    def providers(self) -> tuple[Provider, ...]:
        """Return every mailbox provider."""
        return self._data.providers

    def words(self) -> tuple[str, ...]:
        """Return the words of passphrases."""
        return self._words

    def access_sweep(self, kind: AccessKind) -> tuple[SweepStep, ...]:
        """Return what to look at after a change of an access that is no mailbox."""
        return self._access_sweeps[kind]

    def profiles(self) -> tuple[Profile, ...]:
        """Return the import profiles that are shipped."""
        return self._profiles

    def profile_from_text(self, text: str) -> Profile:
        """Read a profile the pharmacy taught."""
        return profile_from_text(text)

    def insurers(self) -> tuple[Insurer, ...]:
        """Return the directory of mutuelles, all "to verify"."""
        return self._data.insurers

    def leaflet(self, playbook_id: str) -> Leaflet | None:
        """Return what patients are told of an incident, None where no source was read."""
        return next((one for one in self._leaflets if one.playbook == playbook_id), None)

    def conduct_rules(self) -> tuple[ConductRule, ...]:
        """Return the rules of the counter, in order."""
        return self._conduct

    def indemnity_rules(self) -> tuple[IndemnityRule, ...]:
        """Return the rules of indemnities that are shipped."""
        return self._data.rules
