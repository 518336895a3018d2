"""What is shipped passes the checks that signed data must pass, and every difference has its words."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.domain.data_changes import TOLD_OF_NEW, UNTOLD, changes_between
from pharmassist.domain.data_content import Content, content_faults, lacking
from pharmassist.domain.incidents import Block, Choice, Fact, Playbook, Step
from pharmassist.domain.indemnities import IndemnityRule
from pharmassist.domain.mailboxes import PasswordRules, Provider, SweepStep
from pharmassist.domain.operators import Contact, Insurer, Operator, Probe
from pharmassist.services.data_words import FIELD_WORDS, KIND_WORDS, PART_WORDS, change_lines
from pharmassist.services.texts import use_language

CATALOGUE = TomlCatalogue()
SHIPPED = CATALOGUE.content()
TYPES = (
    Playbook, Block, Step, Fact, Choice, Operator, Contact, Probe, Provider, PasswordRules, SweepStep,
    Insurer, IndemnityRule,
)  # fmt: skip
PARTS = {"blocks", "spare", "steps", "facts", "choices", "contacts", "sweep"}


def test_what_is_shipped_has_no_fault_and_lacks_nothing() -> None:
    assert content_faults(SHIPPED) == ()
    assert lacking(SHIPPED, SHIPPED) == ""
    assert changes_between(SHIPPED, SHIPPED) == ()


def test_the_shipped_data_have_their_number_and_their_day() -> None:
    assert CATALOGUE.shipped_data().number >= 1
    assert CATALOGUE.shipped_data().issued_on.year >= 2026


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_every_field_that_may_differ_has_its_word(kind: Any) -> None:
    named = {field.name for field in fields(kind)} - UNTOLD - PARTS - {"rules"}
    assert named <= set(FIELD_WORDS)
    assert set(TOLD_OF_NEW.get(kind, ())) <= set(FIELD_WORDS) | PARTS


def test_every_kind_and_part_has_its_word() -> None:
    assert set(PART_WORDS) == PARTS
    assert len(KIND_WORDS) == len(fields(Content))


def test_differences_are_told_as_a_person_reads_them() -> None:
    use_language("fr")
    viamedis, rule = next(p for p in SHIPPED.playbooks if p.id == "viamedis-2024"), SHIPPED.rules[0]
    block = viamedis.blocks[0]
    turned = replace(block, steps=(block.steps[1], block.steps[0], *block.steps[2:]))
    other = replace(
        SHIPPED,
        playbooks=tuple(
            replace(p, blocks=(turned, *p.blocks[1:])) if p is viamedis else p for p in SHIPPED.playbooks
        ),
        rules=(replace(rule, rate=150, unit=125), *SHIPPED.rules[1:]),
        insurers=SHIPPED.insurers[1:],
    )
    said = {change.kind: change_lines(change, {}) for change in changes_between(SHIPPED, other)}
    assert list(said) == ["playbooks", "insurers", "indemnities"]
    assert "nouvel ordre" in said["playbooks"][0]
    assert any(
        line.endswith("devient «\u00a01,5\u00a0%\u00a0»") or "1,5" in line for line in said["indemnities"]
    )
    assert any("1,25\u00a0€" in line for line in said["indemnities"])
