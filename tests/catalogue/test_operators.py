"""Operators, directory and rules of conduct, as shipped."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.domain.conduct import RESEND_NOTHING, for_situation, sentence
from pharmassist.domain.headers import fold
from pharmassist.domain.operators import Light, LightState, Operator
from pharmassist.domain.problems import Problem

CATALOGUE = TomlCatalogue()
EACH = pytest.mark.parametrize("operator", CATALOGUE.operators(), ids=lambda operator: operator.id)
DATED = re.compile(r"20\d\d-\d\d(-\d\d)?")


def test_the_four_operators() -> None:
    assert {o.id for o in CATALOGUE.operators()} >= {"viamedis", "almerys", "isante", "sp-sante"}


@EACH
def test_contacts_have_source_and_date(operator: Operator) -> None:
    assert operator.contacts
    for contact in operator.contacts:
        assert contact.source
        assert contact.label
        assert DATED.fullmatch(contact.verified_on)
        assert contact.unverified is ("tiers)" in contact.source)


@EACH
def test_a_probe_stays_at_home(operator: Operator) -> None:
    assert operator.probe is not None
    parts = urlsplit(operator.probe.url)
    assert parts.scheme == "https"
    assert any(parts.hostname in (domain, f"www.{domain}") for domain in operator.domains)


@EACH
def test_an_unknown_delay_is_left_out(operator: Operator) -> None:
    assert (operator.delay_days == 3) is (operator.id == "isante")
    assert bool(operator.delay_source) is (operator.delay_days is not None)


def test_the_line_of_2024() -> None:
    lines = [c for o in CATALOGUE.operators() for c in o.contacts if c.valid_only]
    assert [(c.value, c.valid_only) for c in lines] == [("0 805 62 00 10", "2024")]


def test_the_directory() -> None:
    insurers = {entry.name: entry for entry in CATALOGUE.insurers()}
    known = {o.id for o in CATALOGUE.operators()}
    assert len(insurers) > 150
    for entry in insurers.values():
        assert entry.certainty == "to_verify"
        assert re.search(r"\((\d\d/)?\d\d/20\d\d\)", entry.source)
        assert entry.operators
        assert set(entry.operators) <= known
    assert insurers["iSanté (numéro unique)"].source.endswith("(07/10/2026)")
    assert set(insurers["Aésio"].operators) == {"almerys", "viamedis"}
    assert insurers["Malakoff Humanis"].operators == ("viamedis",)
    assert set(insurers["AON"].operators) == {"sp-sante", "viamedis"}
    assert insurers["Intériale"].amc_number == "0029993227"


def test_no_name_stands_twice() -> None:
    names = [fold(entry.name) for entry in CATALOGUE.insurers()]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("name;operator\nA;viamedis\n", "1"),
        ("name;operator;amc_number;aliases;source;seen_on\nA;viamedis;;;;2026-10\n", "2"),
        ("name;operator;amc_number;aliases;source;seen_on\nA;viamedis;douze;;s;2026-10\n", "2"),
    ],
)
def test_a_broken_directory_names_its_line(tmp_path: Path, text: str, place: str) -> None:
    (tmp_path / "insurers").mkdir()
    (tmp_path / "insurers" / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(Problem, match="catalogue_broken") as refused:
        TomlCatalogue(tmp_path).insurers()
    assert refused.value.values["place"] == place


def test_conduct_for_every_position_of_the_lights() -> None:
    """256 positions: one sentence to bill with, at most twelve words each, and never a hole."""
    rules = CATALOGUE.conduct_rules()
    for states in itertools.product(LightState, repeat=len(Light)):
        lights = dict(zip(Light, states, strict=True))
        said = sentence(rules, lights)
        assert said.count("Facturez") == 1
        for part in re.split(r"(?<=\.) ", said.replace("\u00a0", " ")):
            assert len(re.findall(r"[\w’/]+", part)) <= 12, part
        assert ("Copiez la carte papier." in said) is (
            lights[Light.RIGHTS] in (LightState.STOPPED, LightState.DISRUPTED)
        )
        assert (RESEND_NOTHING in said) is (set(states) != {LightState.WORKING})


def test_the_sentence_of_the_incident_is_the_one_of_the_trade() -> None:
    stopped = dict.fromkeys(Light, LightState.STOPPED) | {Light.TRANSMISSION: LightState.WORKING}
    assert sentence(CATALOGUE.conduct_rules(), stopped) == (
        "Copiez la carte papier. Facturez comme d’habitude. Ne renvoyez rien. "
        "C2S, AME, AT/MP, maternité, ALD\u00a0: rien ne change."
    )


def test_situations_in_which_the_third_party_payment_stays() -> None:
    situations = [rule for rule in CATALOGUE.conduct_rules() if rule.names]
    names = {name for rule in situations for name in rule.names}
    assert {"C2S", "AME", "AT/MP", "maternité", "ALD"} <= names
    for rule in situations:
        assert rule.source
        assert DATED.fullmatch(rule.verified_on)
        assert "rien ne change" in for_situation(rule)
