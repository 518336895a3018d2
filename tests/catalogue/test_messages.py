"""Brands, rules, phrases and combinations of suspicious messages, as shipped."""

import re

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.catalogue.messages import read_knowledge
from pharmassist.domain.lookalikes import Brand
from pharmassist.domain.message_judging import GROUPS
from pharmassist.domain.message_knowledge import WrittenPhrase
from pharmassist.domain.messages import Combination, Rule, Verdict
from pharmassist.resources_location import resource_path

KNOWLEDGE = read_knowledge(resource_path("messages"), TomlCatalogue().operators())
PHRASES = {
    (one.rule, one.pattern): phrase
    for one, (_rule, phrase) in zip(KNOWLEDGE.written, KNOWLEDGE.phrases, strict=True)
}
FACTS = frozenset(
    [
        "+brand",
        "+known",
        "+free",
        "+link",
        "+call",
        "+sms",
        "+asked-secret",
        "+asked-twice",
        "+pressed-twice",
        "+disguised-twice",
        "+imitates-claimed",
        "+elsewhere",
        "+elsewhere-link",
        "+elsewhere-twice",
    ]
)
README = (resource_path().parent / "tests" / "samples" / "messages" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("one", KNOWLEDGE.written, ids=lambda one: f"{one.rule}: {one.example[:30]}")
def test_each_phrase_has_a_reason_and_finds_its_example(one: WrittenPhrase) -> None:
    assert one.rule in KNOWLEDGE.rules
    assert len(one.reason) > 10
    words = KNOWLEDGE.words(one.example)
    assert list(PHRASES[(one.rule, one.pattern)].find(words)), words.joined


@pytest.mark.parametrize("rule", KNOWLEDGE.rules.values(), ids=lambda rule: rule.id)
def test_each_rule_has_its_words(rule: Rule) -> None:
    assert rule.title
    assert rule.reason
    assert rule.example
    assert rule.why.endswith((".", "}"))
    assert rule.group in GROUPS
    assert f"`{rule.id}`" in README
    for name in re.findall(r"\{(\w+)\}", rule.title + rule.why):
        assert name in {"brand", "known", "here", "shown", "target", "what"}
    assert rule.title_en.strip()
    assert rule.why_en.endswith((".", "}"))
    for french, english in ((rule.title, rule.title_en), (rule.why, rule.why_en)):
        assert english.replace("{what}", "") != french or french == "{what}"
        assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", french))


@pytest.mark.parametrize("one", KNOWLEDGE.combinations, ids=lambda one: one.id)
def test_each_combination_can_be_told_in_two_sentences(one: Combination) -> None:
    groups = {f"@{rule.group}" for rule in KNOWLEDGE.rules.values()}
    for name in (*one.every, *one.some, *one.none):
        assert name in KNOWLEDGE.rules or name in groups or name in FACTS, name
    assert one.every or one.some
    assert one.reason
    assert one.example
    assert set(re.findall(r"\{\w+\}", one.told_en)) == set(re.findall(r"\{\w+\}", one.told))
    assert one.told_en != one.told
    for told in (one.told, one.told_en):
        assert len([part for part in re.split(r"[.:?!] ", told) if part]) <= 3
    assert one.verdict is not Verdict.NO_SIGN


def test_frauds_are_looked_for_first() -> None:
    verdicts = [one.verdict for one in KNOWLEDGE.combinations]
    assert verdicts == sorted(verdicts, key=lambda verdict: verdict is not Verdict.FRAUD)


@pytest.mark.parametrize("brand", KNOWLEDGE.brands.all, ids=lambda brand: brand.id)
def test_each_brand_has_a_domain_of_its_own(brand: Brand) -> None:
    assert brand.domains
    for domain in brand.domains:
        assert domain == domain.strip().lower()
        assert "." in domain
        assert KNOWLEDGE.brands.owner(domain) is not None


def test_what_operators_say_is_taken_from_their_own_files() -> None:
    viamedis = KNOWLEDGE.brands.by_id("viamedis")
    assert viamedis is not None
    assert "0 805 62 00 10" in viamedis.phones
    assert "FSPF" in viamedis.never_asks
    assert not viamedis.unverified


def test_no_domain_has_two_owners_by_mistake() -> None:
    seen: dict[str, str] = {}
    for brand in KNOWLEDGE.brands.all:
        for domain in brand.domains:
            assert seen.setdefault(domain, brand.id) == brand.id, domain
