"""What signed data would change: each playbook, operator, provider, mutuelle and rule, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any

from pharmassist.domain.data_content import Content
from pharmassist.domain.headers import fold
from pharmassist.domain.incidents import Condition, Fact, Playbook
from pharmassist.domain.indemnities import IndemnityRule
from pharmassist.domain.mailboxes import Provider
from pharmassist.domain.operators import Contact, Insurer, Operator

UNTOLD = frozenset({"id", "text", "unverified", "own", "certainty", "order"})
"""Fields that say nothing of their own: names of files, and what the program itself decides."""
TOLD_OF_NEW = {
    Provider: ("host", "port", "domains", "password_page"),
    Operator: ("domains", "contacts", "probe", "delay_days"),
    Playbook: ("operator", "summary"),
    Insurer: ("operators", "amc_number"),
    IndemnityRule: ("since", "operators", "days", "rate", "unit"),
}
"""What is said of a thing that is new."""


class How(StrEnum):
    """What happens to a thing."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One difference; ``part`` is the kind and the title of what lies within (a step, a contact), or ""."""

    part: tuple[str, str]
    field: str
    """Name of the field, or ``added``, ``removed``, ``order`` of a part."""
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is new, different or gone."""

    kind: str
    """One of :data:`pharmassist.domain.signed_data.KINDS`."""
    id: str
    name: str
    how: How
    fields: tuple[FieldChange, ...]


def changes_between(before: Content, after: Content) -> tuple[Change, ...]:
    """Return the differences, kind by kind, in the order of the names."""
    found: list[Change] = []
    pairs: tuple[tuple[str, tuple[Any, ...], tuple[Any, ...]], ...] = (
        ("playbooks", before.playbooks, after.playbooks),
        ("operators", before.operators, after.operators),
        ("mailboxes", before.providers, after.providers),
        ("insurers", before.insurers, after.insurers),
        ("indemnities", before.rules, after.rules),
    )
    for kind, old, new in pairs:
        olds, news = ({_key(one): one for one in things} for things in (old, new))
        for key in sorted({*olds, *news}, key=lambda key: (_title((news | olds)[key]).casefold(), key)):
            change = _change(kind, key, olds.get(key), news.get(key))
            if change is not None:
                found.append(change)
    return tuple(found)


def _change(kind: str, key: str, old: Any, new: Any) -> Change | None:
    if old is None:
        told = (FieldChange(("", ""), name, "", _say(getattr(new, name))) for name in TOLD_OF_NEW[type(new)])
        return Change(kind, key, _title(new), How.ADDED, tuple(one for one in told if one.after))
    if new is None:
        return Change(kind, key, _title(old), How.REMOVED, ())
    differences = tuple(_differences(old, new, ("", "")))
    return Change(kind, key, _title(new), How.CHANGED, differences) if differences else None


def _differences(old: Any, new: Any, part: tuple[str, str]) -> Iterator[FieldChange]:
    """Compare two things of one type, field by field."""
    for field in fields(new):
        if field.name in UNTOLD:
            continue
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before == after:
            continue
        if _holds_parts(before) or _holds_parts(after):
            yield from _parts(field.name, before, after, part)
        elif is_dataclass(before) and is_dataclass(after):
            yield from _differences(before, after, part)
        elif _say(before) != _say(after):
            yield FieldChange(part, field.name, _say(before), _say(after))


def _holds_parts(value: Any) -> bool:
    """Tell whether a field is a list of things that can be told apart: steps, contacts, facts."""
    return (
        isinstance(value, tuple)
        and bool(value)
        and is_dataclass(value[0])
        and not isinstance(value[0], Condition)
    )


def _parts(
    name: str, before: tuple[Any, ...], after: tuple[Any, ...], around: tuple[str, str]
) -> Iterator[FieldChange]:
    """Compare two lists of parts; a part that only moved is said too."""
    olds, news = ({_key(one): one for one in things} for things in (before, after))
    for key, old in olds.items():
        if key not in news:
            yield FieldChange((name, _title(old)), "removed", _title(old), "")
    for key, new in news.items():
        if key not in olds:
            yield FieldChange((name, _title(new)), "added", "", _title(new))
        elif olds[key] != new:
            yield from _differences(olds[key], new, (name, _title(new)))
    kept = [key for key in olds if key in news]
    if kept != [key for key in news if key in olds]:
        yield FieldChange((name, around[1]), "order", "", " · ".join(_title(one) for one in after))


def _key(thing: Any) -> str:
    """Return the name by which a thing is found again in other data."""
    if isinstance(thing, Insurer):
        return fold(thing.name)
    if isinstance(thing, IndemnityRule):
        return f"{thing.id} {thing.since}"
    if isinstance(thing, Fact):
        return f"{thing.day} {thing.source}"
    names = [getattr(thing, name) for name in ("id", "kind", "value") if hasattr(thing, name)]
    return " ".join(map(str, names[:1] if hasattr(thing, "id") else names))


def _title(thing: Any) -> str:
    """Return what a person calls a thing."""
    if isinstance(thing, Fact):
        return f"{thing.day} {thing.text}"
    if isinstance(thing, Contact):
        return f"{thing.value} ({thing.label})"
    for name in ("title", "name", "label"):
        if getattr(thing, name, ""):
            return str(getattr(thing, name))
    return ""


def _say(value: Any) -> str:
    """Write a value; nothing for what is unknown."""
    if value is None or value is False:
        return ""
    if value is True:
        return "✓"
    if isinstance(value, tuple):
        return ", ".join(filter(None, map(_say, value)))
    if is_dataclass(value):
        title = _title(value)
        return title or " ".join(filter(None, (_say(getattr(value, field.name)) for field in fields(value))))
    return str(value) if value != 0 else ""
