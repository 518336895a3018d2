"""Reading playbooks: ``resources/playbooks/<id>/playbook.toml``."""

from __future__ import annotations

from pathlib import Path

from pharmassist.adapters.catalogue.reading import Section, Texts, broken
from pharmassist.domain.guiding import faults
from pharmassist.domain.incidents import Block, Choice, Condition, Due, Fact, Playbook, Step, StepKind
from pharmassist.domain.operators import Light, LightState
from pharmassist.domain.problems import Problem

FILE = "playbook.toml"


def read_playbooks(texts: Texts) -> tuple[Playbook, ...]:
    """Read every playbook, by name; each folder bears the id of its playbook."""
    found = []
    for name, text in texts.items():
        playbook = playbook_from_text(text, name)
        if name != f"{playbook.id}/{FILE}":
            raise broken(name, "id", "differs from the folder's name")
        found.append(playbook)
    return tuple(found)


def playbook_from_folder(folder: Path) -> Playbook:
    """Read one playbook; raises ``Problem("playbook_unreadable")`` or ``catalogue_broken``."""
    file = folder / FILE
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Problem("playbook_unreadable", {"file": str(file)}) from error
    return playbook_from_text(text, f"{folder.name}/{FILE}")


def playbook_from_text(text: str, file: str = FILE) -> Playbook:
    """Read one playbook; raises ``Problem("catalogue_broken")`` with the place and the reason."""
    playbook = parsed_playbook(text, file)
    found = faults(playbook)
    if found:
        raise broken(file, "block", found[0])
    return playbook


def parsed_playbook(text: str, file: str) -> Playbook:
    """Read the form of one playbook; whether its steps can be gone through is not looked at."""
    top = Section.from_text(file, text)
    lights = top.section("lights")
    blocks = [(section.yes("spare"), _block(section)) for section in top.sections("block")]
    playbook = Playbook(
        id=top.text("id"),
        title=top.text("title"),
        operator=top.text("operator"),
        summary=top.text("summary"),
        started_on=top.text("started_on"),
        exposed_professionals=top.texts("exposed_professionals"),
        exposed_insured=top.texts("exposed_insured"),
        facts=tuple(_fact(section) for section in top.sections("fact")),
        reminders=top.texts("reminders"),
        blocks=tuple(block for spare, block in blocks if not spare),
        spare=tuple(block for spare, block in blocks if spare),
        lights=tuple((light.value, _state(lights, light)) for light in Light if lights.has(light.value)),
        text=text,
    )
    lights.finish()
    top.finish()
    return playbook


def _state(lights: Section, light: Light) -> str:
    """Return the state a playbook proposes for a light."""
    state = lights.text(light.value)
    if state not in set(LightState):
        raise lights.fail(light.value, "unknown state")
    return state


def _fact(section: Section) -> Fact:
    """Read a dated fact."""
    fact = Fact(
        day=section.text("day"),
        text=section.text("text"),
        source=section.text("source"),
        verified_on=section.text("verified_on"),
        unverified=section.yes("unverified"),
    )
    section.finish()
    return fact


def _block(section: Section) -> Block:
    """Read a moment and its steps."""
    block = Block(
        section.text("id"),
        section.text("title"),
        tuple(_step(step) for step in section.sections("step")),
    )
    section.finish()
    return block


def _step(section: Section) -> Step:
    """Read one step."""
    kind = section.text("kind")
    if kind not in set(StepKind):
        raise section.fail("kind", "unknown kind")
    step = Step(
        id=section.text("id"),
        kind=StepKind(kind),
        title=section.text("title"),
        why=section.text("why"),
        who=section.text("who"),
        proof=section.text("proof"),
        undo=section.text("undo"),
        minutes=section.whole("minutes", 0),
        when=tuple(_condition(condition) for condition in section.sections("when")),
        after=section.texts("after"),
        needs=section.text("needs", ""),
        returns_on=section.text("returns_on", ""),
        target=section.text("target", ""),
        free=section.yes("free"),
        fills=section.text("fills", ""),
        choices=tuple(_choice(choice) for choice in section.sections("choice")),
        proved_by=section.text("proved_by", ""),
        due=_due(section),
        source=section.text("source"),
        verified_on=section.text("verified_on"),
    )
    section.finish()
    return step


def _choice(section: Section) -> Choice:
    """Read one answer of a question."""
    choice = Choice(section.text("value"), section.text("label"))
    section.finish()
    return choice


def _due(section: Section) -> Due | None:
    """Read a delay: hours of the clock, or working days."""
    hours, days = section.whole("due_hours", 0), section.whole("due_working_days", 0)
    if min(hours, days) < 0 or (hours and days):
        raise section.fail("due_hours", "hours or working days, not both, and not less than nothing")
    return Due(hours, days) if hours or days else None


def _condition(section: Section) -> Condition:
    """Read the answers under which a step applies."""
    condition = Condition(section.text("step"), section.texts("answers"))
    section.finish()
    return condition
