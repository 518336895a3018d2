"""Commands ``incident``, ``playbook`` and ``operators``: documents, lines, problems."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.web.portal import PortalWeb
from pharmassist.cli import incident, operators
from pharmassist.cli.frame import Answer, Commands, Context
from pharmassist.domain.conduct import CLOSING
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes
from pharmassist.services.counter import Counter
from pharmassist.services.guiding import Guiding
from pharmassist.services.office import Office
from pharmassist.services.texts import use_language
from pharmassist.services.watching import Watching
from tests.registers import make_register

Run = Callable[..., Any]
NOW = datetime(2024, 1, 30, 7, 10, tzinfo=UTC)


class _Context(Context):
    """A context whose office holds what these commands need."""

    def who(self) -> str:
        return "AB"


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Callable[..., Answer]]:
    clock, catalogue, changes = FixedClock(NOW), TomlCatalogue(), Changes()
    register = make_register(tmp_path, clock)
    offices = SimpleNamespace(
        guiding=Guiding(register, catalogue, clock, changes),
        watching=Watching(register, catalogue, PortalWeb(references=()), clock, changes),
        counter=Counter(register, catalogue, clock),
    )
    context = _Context(tmp_path, _office=cast("Office", offices))
    parser = argparse.ArgumentParser()
    commands = Commands(parser.add_subparsers(required=True))
    for group in (incident, operators):
        group.add_commands(commands)
    use_language("fr")

    def run(*words: str) -> Answer:
        asked = parser.parse_args(words)
        return cast("Answer", asked.run(asked, context))

    yield run
    register.close()


@pytest.fixture
def told(answers: Callable[..., Answer]) -> Run:
    """Run a command and read its document back as a script does."""

    def run(*words: str) -> Any:
        return json.loads(json.dumps(dict(answers(*words).document), default=str))

    return run


def test_the_steps_by_command(told: Run) -> None:
    assert told("incident", "list") == {"incidents": []}
    with pytest.raises(Problem, match="incident_none"):
        told("incident", "show")
    opened = told("incident", "open", "viamedis-2024")
    assert (opened["next"], opened["operator"], len(opened["steps"])) == ("est-ce-vrai", "viamedis", 41)
    assert (
        told("incident", "step", "est-ce-vrai", "done", "--proof", "syndicat")["next"] == "arreter-recyclages"
    )
    steps = {
        s["id"]: s for s in told("incident", "answer", "compte-portail", "je", "ne", "sais", "pas")["steps"]
    }
    assert (steps["compte-portail"]["status"], steps["compte-portail"]["answer"]) == ("done", "unknown")
    assert (steps["mot-de-passe-portail"]["status"], steps["mot-de-passe-portail"]["locked_by"]) == (
        "locked",
        "mailbox_rotated",
    )
    waits = told(
        "incident", "step", "mot-de-passe-messagerie", "wait", "--reason", "attend le téléphone de A. L."
    )
    parked = next(s for s in waits["steps"] if s["id"] == "mot-de-passe-messagerie")
    assert (parked["status"], parked["until"]) == ("waiting", "2024-01-31")
    late = told("incident", "step", "vigilance", "defer", "--until", "2024-03-01")
    assert next(s for s in late["steps"] if s["id"] == "vigilance")["until"] == "2024-03-01"
    with pytest.raises(Problem, match="reason_missing"):
        told("incident", "step", "ligne-dediee", "skip")
    told("incident", "step", "ligne-dediee", "skip", "--reason", "fermée")
    with pytest.raises(Problem, match="incident_steps_left"):
        told("incident", "close")
    assert told("incident", "close", "--reason", "exercice")["open"] is False
    assert told("incident", "list")["incidents"][0]["open"] is False
    assert told("incident", "show", "--case", "1")["title"]


def test_what_a_person_reads(answers: Callable[..., Answer]) -> None:
    answers("incident", "open", "viamedis-2024")
    lines = answers("incident", "show").lines
    assert "Premières 30 minutes" in lines
    assert any(line.startswith(" >  1 Est-ce vrai") for line in lines)
    assert any("s’ouvre après\u00a0: la messagerie" in line for line in lines)


def test_playbooks(told: Run, tmp_path: Path) -> None:
    assert {p["id"] for p in told("playbook", "list")["playbooks"]} >= {"almerys-2024", "viamedis-2024"}
    text = TomlCatalogue().playbook("almerys-2024").text
    (tmp_path / "playbook.toml").write_text(text, encoding="utf-8")
    assert told("playbook", "check", str(tmp_path))["ok"] is True
    (tmp_path / "playbook.toml").write_text(text.replace("kind", "kinde"), encoding="utf-8")
    refused = told("playbook", "check", str(tmp_path))
    assert refused["ok"] is False
    assert refused["faults"][0]["line"] > 1


def test_lights_and_counter(told: Run, answers: Callable[..., Answer]) -> None:
    set_light = told(
        "operators", "set", "viamedis", "rights", "stopped", "--proof", "avis", "--until", "2024-02-09"
    )
    assert (set_light["state"], set_light["valid_until"]) == ("stopped", "2024-02-09")
    first = told("operators", "list")["operators"][0]
    assert (first["id"], first["worst"], first["lights"]["rights"]["proof"]) == (
        "viamedis",
        "stopped",
        "avis",
    )
    assert first["lights"]["transfers"] == {"state": "unverified"}
    found = told("operators", "counter", "malakof")
    match = found["matches"][0]
    assert {"payer", "amc_number", "operators", "certainty", "lights", "conduct"} <= set(match)
    assert (match["operators"], match["lights"]["rights"]) == (["viamedis"], "stopped")
    assert match["conduct"].endswith(CLOSING)
    unknown = told("operators", "counter", "boulangerie", "du", "port")
    assert (unknown["matches"], unknown["conduct"].endswith(CLOSING)) == ([], True)
    assert "Viamedis – arrêté" in answers("operators", "list").lines
    for words in (("list",), ("counter", "aesio"), ("counter", "C2S"), ("counter", "zzzz")):
        assert answers("operators", *words).lines
