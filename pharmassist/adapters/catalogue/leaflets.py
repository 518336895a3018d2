"""Reading what patients are told of an incident: ``resources/documents/patients.toml``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pharmassist.adapters.catalogue.reading import Section
from pharmassist.domain.leaflets import Leaflet


def read_leaflets(file: Path) -> tuple[Leaflet, ...]:
    """Read the leaflets; raises ``Problem("catalogue_broken")``."""
    top = Section.from_file(file)
    leaflets = tuple(_leaflet(section) for section in top.sections("leaflet"))
    top.finish()
    return leaflets


def _leaflet(section: Section) -> Leaflet:
    """Read one leaflet; a fact without source is refused."""
    leaflet = Leaflet(
        playbook=section.text("playbook"),
        known_on=_day(section, "known_on"),
        what=section.text("what"),
        leaked=section.texts("leaked"),
        not_leaked=section.texts("not_leaked"),
        sources=section.texts("sources"),
        verified_on=section.text("verified_on"),
    )
    if not leaflet.sources:
        raise section.fail("sources", "a fact needs a source")
    section.finish()
    return leaflet


def _day(section: Section, key: str) -> date:
    """Read an ISO day."""
    try:
        return date.fromisoformat(section.text(key))
    except ValueError as error:
        raise section.fail(key, "a day such as 2024-02-01 is expected") from error
