"""Reading the rules of indemnities: ``resources/indemnities/rules.toml``."""

from __future__ import annotations

from datetime import date

from pharmassist.adapters.catalogue.reading import Section, Texts, broken
from pharmassist.domain.indemnities import IndemnityRule, RuleKind

FILE = "rules.toml"


def read_indemnity_rules(texts: Texts) -> tuple[IndemnityRule, ...]:
    """Read the rules; raises ``Problem("catalogue_broken")``."""
    if FILE not in texts:
        raise broken(FILE, "", "missing")
    top = Section.from_text(FILE, texts[FILE])
    rules = tuple(_rule(section) for section in top.sections("rule"))
    top.finish()
    return rules


def _rule(section: Section) -> IndemnityRule:
    """Read one rule: dated and sourced, or refused."""
    kind, since = section.text("kind"), section.text("since")
    if kind not in set(RuleKind):
        raise section.fail("kind", "unknown kind")
    try:
        day = date.fromisoformat(since)
    except ValueError as error:
        raise section.fail("since", "a date is expected") from error
    rule = IndemnityRule(
        id=section.text("id"),
        name=section.text("name"),
        kind=RuleKind(kind),
        since=day,
        operators=section.texts("operators"),
        days=section.whole("days", 0),
        due_days=section.whole("due_days", 0),
        rate=section.whole("rate", 0),
        unit=section.whole("unit", 0),
        unit_with_vat=section.whole("unit_with_vat", 0),
        share_from_day=section.whole("share_from_day", 0),
        source=section.text("source"),
        verified_on=section.text("verified_on"),
        verified=section.yes("verified"),
        note=section.text("note", ""),
    )
    section.finish()
    return rule
