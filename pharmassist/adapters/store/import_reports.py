"""Reports of imports as JSON text, so that a later field has its default in an older report."""

from __future__ import annotations

import dataclasses
import json

from pharmassist.adapters.store.rows import read_day
from pharmassist.domain.imports import (
    Conflict,
    Field,
    ImportKind,
    ImportReport,
    Negative,
    Refusal,
    Replacement,
    Side,
)


def write_report(report: ImportReport) -> str:
    """Write a report."""
    return json.dumps(dataclasses.asdict(report), default=str, ensure_ascii=False, sort_keys=True)


def read_report(text: str) -> ImportReport:
    """Read a report; a field this program does not know is left out."""
    known = {field.name for field in dataclasses.fields(ImportReport)}
    values = {name: value for name, value in json.loads(text).items() if name in known}
    values["kind"] = ImportKind(values["kind"])
    values["snapshot_date"] = read_day(values["snapshot_date"])
    values["refusals"] = tuple(
        Refusal(each["line"], each["reason"], tuple(each["cells"])) for each in values["refusals"]
    )
    values["replacements"] = tuple(Replacement(**each) for each in values["replacements"])
    values["conflicts"] = tuple(
        Conflict(**{**each, "field": Field(each["field"]), "taken": Side(each["taken"])})
        for each in values.get("conflicts", ())
    )
    values["negatives"] = tuple(Negative(**each) for each in values.get("negatives", ()))
    values["missing_operators"] = tuple(values.get("missing_operators", ()))
    values["columns"] = tuple(values.get("columns", ()))
    values["dropped_columns"] = tuple(values["dropped_columns"])
    values["notices"] = tuple(values["notices"])
    return ImportReport(**values)
