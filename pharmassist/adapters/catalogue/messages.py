"""Reading what suspicious messages are judged by: ``resources/messages/*.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pharmassist.adapters.catalogue.reading import Section
from pharmassist.domain.lookalikes import Brand
from pharmassist.domain.message_knowledge import Knowledge, Lists, WrittenPhrase
from pharmassist.domain.messages import Combination, Kind, Rule, Verdict
from pharmassist.domain.operators import Operator


def read_knowledge(folder: Path, operators: tuple[Operator, ...]) -> Knowledge:
    """Read brands, lists, rules, phrases and combinations; raises ``Problem("catalogue_broken")``.

    What the operators' own files say (numbers, what is never asked) is added to their brands.
    """
    return Knowledge(
        read_brands(folder / "brands.toml", operators),
        _lists(Section.from_file(folder / "words.toml")),
        _rules(Section.from_file(folder / "rules.toml")),
        _phrases(Section.from_file(folder / "phrases.toml")),
        _combinations(Section.from_file(folder / "combinations.toml")),
    )


def read_brands(file: Path, operators: tuple[Operator, ...] = ()) -> tuple[Brand, ...]:
    """Read the brands, in the order of the file."""
    by_id = {operator.id.replace("-", ""): operator for operator in operators}
    top = Section.from_file(file)
    table = top.section("brand")
    brands = tuple(_brand(table.section(key), key, by_id.get(key.replace("-", ""))) for key in table.names())
    top.finish()
    return brands


def _brand(section: Section, key: str, operator: Operator | None) -> Brand:
    contacts = operator.contacts if operator is not None else ()
    phones = tuple(contact.value for contact in contacts if contact.kind == "phone")
    domains = section.texts("domains")
    if operator is not None:
        domains = tuple(dict.fromkeys((*operator.domains, *domains)))
    source = section.text("source", "")
    brand = Brand(
        id=key,
        name=section.text("name"),
        kind=section.text("kind"),
        domains=domains,
        words=section.texts("words"),
        names=section.texts("names"),
        phones=(*phones, *section.texts("phones")),
        senders=section.texts("senders"),
        honest=section.texts("honest"),
        common=section.yes("common"),
        unverified=section.yes("unverified"),
        never_asks=operator.never_asks if operator is not None else "",
    )
    if not brand.unverified and not source:
        raise section.fail("source", "missing")
    section.finish()
    return brand


def _lists(top: Section) -> Lists:
    lists = Lists(
        baits=top.texts("baits"),
        shorteners=frozenset(top.texts("shorteners")),
        hosting=frozenset(top.texts("hosting")),
        free_mail=frozenset(top.texts("free_mail")),
        receivers=frozenset(top.texts("receivers")),
        running=frozenset(top.texts("running")),
        archives=frozenset(top.texts("archives")),
        documents=frozenset(top.texts("documents")),
        odd_schemes=frozenset(top.texts("odd_schemes")),
    )
    top.finish()
    return lists


def _rules(top: Section) -> tuple[Rule, ...]:
    table = top.section("rule")
    rules = tuple(_rule(table.section(key), key) for key in table.names())
    top.finish()
    return rules


def _rule(section: Section, key: str) -> Rule:
    rule = Rule(
        id=key,
        group=section.text("group"),
        title=section.text("title"),
        why=section.text("why"),
        title_en=section.text("title_en"),
        why_en=section.text("why_en"),
        reason=section.text("reason"),
        example=section.text("example"),
        source=section.text("source", ""),
    )
    section.finish()
    return rule


def _phrases(top: Section) -> tuple[WrittenPhrase, ...]:
    table = top.section("lists")
    lists = {key: table.text(key) for key in table.names()}
    phrases = tuple(_phrase(section, lists) for section in top.sections("phrase"))
    top.finish()
    return phrases


def _phrase(section: Section, lists: Mapping[str, str]) -> WrittenPhrase:
    pieces = []
    for piece in section.text("pattern").split(" "):
        if piece.startswith("@") and piece[1:] not in lists:
            raise section.fail("pattern", f"unknown list {piece}")
        pieces.append(lists[piece[1:]] if piece.startswith("@") else piece)
    phrase = WrittenPhrase(
        section.text("rule"), " ".join(pieces), section.text("reason"), section.text("example")
    )
    section.finish()
    return phrase


def _combinations(top: Section) -> tuple[Combination, ...]:
    combinations = tuple(_combination(section) for section in top.sections("combination"))
    top.finish()
    return combinations


def _combination(section: Section) -> Combination:
    combination = Combination(
        id=section.text("id"),
        verdict=Verdict(section.text("verdict")),
        every=section.texts("every"),
        some=section.texts("some"),
        none=section.texts("none"),
        kinds=tuple(Kind(kind) for kind in section.texts("kinds")),
        told=section.text("told"),
        told_en=section.text("told_en"),
        reason=section.text("reason"),
        example=section.text("example"),
    )
    section.finish()
    return combination
