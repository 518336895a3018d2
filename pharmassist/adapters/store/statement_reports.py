"""Reports of statements and notices as JSON text; a later field has its default in an older report."""

from __future__ import annotations

import dataclasses
import json

from pharmassist.adapters.store.rows import read_day
from pharmassist.domain.statement_imports import RefusedLine, StatementReport


def write_report(report: StatementReport) -> str:
    """Write a report."""
    return json.dumps(dataclasses.asdict(report), default=str, ensure_ascii=False, sort_keys=True)


def read_report(text: str) -> StatementReport:
    """Read a report; a field this program does not know is left out."""
    known = {field.name for field in dataclasses.fields(StatementReport)}
    values = {name: value for name, value in json.loads(text).items() if name in known}
    values["refusals"] = tuple(RefusedLine(**each) for each in values.get("refusals", ()))
    for name in ("accounts", "dropped_columns", "notes"):
        values[name] = tuple(values.get(name, ()))
    for name in ("first_day", "last_day"):
        values[name] = read_day(values.get(name))
    return StatementReport(**values)
