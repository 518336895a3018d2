"""Every fault of a playbook that somebody wrote, each with its line."""

from __future__ import annotations

import re
from pathlib import Path

from pharmassist.adapters.catalogue.playbooks import FILE, parsed_playbook
from pharmassist.domain.guiding import faults
from pharmassist.domain.problems import Problem
from pharmassist.services.ports.catalogue import PlaybookFault


def playbook_faults(folder: Path) -> tuple[PlaybookFault, ...]:
    """Read a playbook and return what is wrong with it; raises ``Problem("playbook_unreadable")``.

    A file whose form cannot be read has one fault, the first; one that can has all of them.
    """
    file = folder / FILE
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Problem("playbook_unreadable", {"file": str(file)}) from error
    name = f"{folder.name}/{FILE}"
    try:
        playbook = parsed_playbook(text, name)
    except Problem as problem:
        place, reason = str(problem.values["place"]), str(problem.values["reason"])
        return (PlaybookFault(name, _line_of_place(text, place, reason), place, reason),)
    return tuple(PlaybookFault(name, _line_of_id(text, fault), *_parted(fault)) for fault in faults(playbook))


def _parted(fault: str) -> tuple[str, str]:
    """Part ``banque: no answers lead here`` into where and what."""
    place, colon, reason = fault.partition(": ")
    return (place, reason) if colon else ("", fault)


def _line_of_id(text: str, fault: str) -> int:
    """Return the line of the id that a fault begins with, its last one when it is used twice."""
    name = fault.partition(":")[0]
    named = re.compile(rf'id\s*=\s*"{re.escape(name)}"')
    lines = [n for n, line in enumerate(text.splitlines(), 1) if named.fullmatch(line.strip())]
    return (lines[-1] if "twice" in fault else lines[0]) if lines else 1


def _line_of_place(text: str, place: str, reason: str) -> int:
    """Return the line of ``block[2].step[3].kind``: of the key, else of the table it is missing from."""
    if told := re.search(r"at line (\d+)", reason):
        return int(told[1])
    lines, at, table = text.splitlines(), 0, ""
    parts = place.split(".")
    for part in parts:
        counted = re.fullmatch(r"(\w+)\[(\d+)\]", part)
        if counted is None:
            break
        table = f"{table}.{counted[1]}".strip(".")
        heads = [n for n in range(at, len(lines)) if lines[n].strip() == f"[[{table}]]"]
        wanted = int(counted[2]) - 1
        if wanted >= len(heads):
            return at + 1
        at = heads[wanted] + 1
    key = re.sub(r"\[\d+\]", "", parts[-1])
    for number in range(at, len(lines)):
        if lines[number].startswith("[[") and number > at:
            break
        if re.match(rf"\s*\[?{re.escape(key)}\b", lines[number]):
            return number + 1
    return max(1, at)
