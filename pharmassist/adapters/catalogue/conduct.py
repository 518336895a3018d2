"""Reading the rules of conduct at the counter: ``resources/conduct/rules.toml``."""

from __future__ import annotations

from pathlib import Path

from pharmassist.adapters.catalogue.reading import Section
from pharmassist.domain.conduct import ConductRule
from pharmassist.domain.operators import Light, LightState


def read_conduct(file: Path) -> tuple[ConductRule, ...]:
    """Read the rules in order; raises ``Problem("catalogue_broken")``."""
    top = Section.from_file(file)
    rules = tuple(_rule(section) for section in top.sections("rule"))
    top.finish()
    return rules


def _rule(section: Section) -> ConductRule:
    """Read one rule."""
    lights = section.section("when")
    when = tuple((light, _states(lights, light)) for light in Light if lights.has(light.value))
    lights.finish()
    rule = ConductRule(
        part=section.text("part"),
        text=section.text("text"),
        when=when,
        names=section.texts("names"),
        source=section.text("source"),
        verified_on=section.text("verified_on"),
    )
    section.finish()
    return rule


def _states(lights: Section, light: Light) -> tuple[LightState, ...]:
    """Read the states under which a rule fits."""
    states = lights.texts(light.value)
    if not states or not set(states) <= set(LightState):
        raise lights.fail(light.value, "unknown state")
    return tuple(LightState(state) for state in states)
