"""Saved views of the claims page: a filter and a sort under a name, kept as JSON in the settings."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date

from pharmassist.domain.claims import ClaimFilter, State


@dataclass(frozen=True, slots=True)
class View:
    """A filter with its sort and its columns ("" = as usual)."""

    name: str
    wanted: ClaimFilter = field(default_factory=ClaimFilter)
    sort: str = "day"
    descending: bool = False
    columns: tuple[str, ...] = ()


def write_views(views: tuple[View, ...]) -> str:
    """Write views as JSON text."""
    return json.dumps([asdict(view) for view in views], default=_plain, ensure_ascii=False)


def read_views(text: str) -> tuple[View, ...]:
    """Read views, by name; what this program does not know of them is left out."""
    views = (_view(each) for each in json.loads(text or "[]"))
    return tuple(sorted(views, key=lambda view: view.name.casefold()))


def bare_view(wanted: ClaimFilter) -> str:
    """Write a filter to be kept outside the register: the words searched may be a number, and stay out."""
    return write_views((View("", replace(wanted, text="", import_id=0)),))


def kept_filter(text: str) -> ClaimFilter | None:
    """Read what :func:`bare_view` wrote; None for what is not understood."""
    try:
        views = read_views(text)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return views[0].wanted if views else None


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(type(value).__name__)


def _view(values: dict[str, object]) -> View:
    wanted = values["wanted"]
    assert isinstance(wanted, dict)
    known = {each.name for each in fields(ClaimFilter)}
    chosen = {name: value for name, value in wanted.items() if name in known}
    chosen["states"] = frozenset(map(State, chosen.get("states", ())))
    chosen["delays"] = tuple((operator, days) for operator, days in chosen.get("delays", ()))
    for name in ("date_from", "date_to"):
        chosen[name] = date.fromisoformat(chosen[name]) if chosen.get(name) else None
    columns = values.get("columns", ())
    assert isinstance(columns, list | tuple)
    return View(
        str(values["name"]),
        ClaimFilter(**chosen),
        str(values.get("sort", "day")),
        bool(values.get("descending")),
        tuple(map(str, columns)),
    )
