"""Reading operators: ``resources/operators/<id>.toml``."""

from __future__ import annotations

from pharmassist.adapters.catalogue.reading import Section, Texts
from pharmassist.domain.operators import Contact, Operator, Probe


def read_operators(texts: Texts) -> tuple[Operator, ...]:
    """Read every operator, in the order of their names; raises ``Problem("catalogue_broken")``."""
    read = (_operator(file, text) for file, text in texts.items())
    return tuple(sorted(read, key=lambda operator: operator.name.casefold()))


def _operator(file: str, text: str) -> Operator:
    """Read one operator; its id is the file's own name."""
    top = Section.from_text(file, text)
    probe = _probe(top.section("probe")) if top.has("probe") else None
    operator = Operator(
        id=file.removesuffix(".toml"),
        name=top.text("name"),
        kind=top.text("kind"),
        domains=top.texts("domains"),
        contacts=tuple(_contact(section) for section in top.sections("contact")),
        delay_days=top.maybe_whole("delay_days"),
        delay_source=top.text("delay_source", ""),
        probe=probe,
        never_asks=top.text("never_asks", ""),
        notes=top.texts("notes"),
    )
    if operator.delay_days is not None and not operator.delay_source:
        raise top.fail("delay_source", "missing")
    top.finish()
    return operator


def _probe(section: Section) -> Probe:
    """Read how a portal is looked at: HTTPS only."""
    probe = Probe(section.text("url"), section.text("expect", ""))
    if not probe.url.startswith("https://"):
        raise section.fail("url", "https is expected")
    section.finish()
    return probe


def _contact(section: Section) -> Contact:
    """Read one way to reach an operator."""
    contact = Contact(
        kind=section.text("kind"),
        value=section.text("value"),
        label=section.text("label"),
        source=section.text("source"),
        verified_on=section.text("verified_on"),
        valid_only=section.text("valid_only", ""),
        unverified=section.yes("unverified"),
    )
    section.finish()
    return contact
