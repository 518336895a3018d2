"""The facts of 2024 are sourced, and the playbooks say nothing that they do not hold."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.resources_location import seed_path

CERTAINTIES = {"sourced", "conflicting", "unknown"}


def facts() -> list[dict[str, str]]:
    """Read the facts of 2024."""
    with seed_path("incident-2024", "facts.toml").open("rb") as file:
        found: list[dict[str, str]] = tomllib.load(file)["fact"]
    return found


def test_every_fact_has_a_day_a_source_and_a_certainty() -> None:
    for fact in facts():
        assert fact["certainty"] in CERTAINTIES
        assert fact["source"].startswith("https://") or fact["certainty"] == "unknown"
        date.fromisoformat(f"{fact['day']}-01-01"[:10])
        assert bool(fact.get("other_dates")) == (fact["certainty"] == "conflicting")


@pytest.mark.parametrize("playbook", ["viamedis-2024", "almerys-2024"])
def test_a_playbook_shows_only_facts_that_are_held_here(playbook: str) -> None:
    held = {(fact["day"], fact["source"]) for fact in facts()}
    shown = TomlCatalogue().playbook(playbook).facts
    assert shown
    assert {(fact.day, fact.source) for fact in shown} <= held
