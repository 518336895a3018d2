"""Command ``update-data``: signed data from a file, shown as differences, accepted by an owner."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from pharmassist.cli.frame import Answer, Commands, Context
from pharmassist.services.data_words import change_lines, change_title, proposal_lines, state_lines
from pharmassist.services.texts import translate as _
from pharmassist.services.updating import DataState, Proposal


def add_commands(commands: Commands) -> None:
    """Add the command."""
    update = commands.add(
        "update-data",
        _("take signed playbooks, operators, providers, mutuelles, rates; alone: which are in force"),
        _update,
    )
    what = update.add_mutually_exclusive_group()
    what.add_argument("file", type=Path, nargs="?", metavar="FILE")
    update.add_argument("--yes", action="store_true", help=_("accept the differences without being asked"))
    what.add_argument("--back", action="store_true", help=_("go back to the data in force before"))


def _update(asked: argparse.Namespace, context: Context) -> Answer:
    updating = context.office().updating
    if asked.back:
        return _state(updating.go_back(context.owner()))
    if asked.file is None:
        return _state(updating.state())
    proposal = updating.look(asked.file)
    lines = proposal_lines(proposal)
    document = _proposal(proposal)
    if not asked.yes and not _agreed(lines, context):
        lines = (*lines, _("Nothing was changed. To accept these data: the same command with --yes."))
        return Answer({**document, "accepted": False}, lines)
    record = updating.accept(context.owner(), proposal)
    done = _("Accepted: data number {number} are in force.").format(number=record.number)
    shown = () if _asks(context) and not asked.yes else lines
    return Answer({**document, "accepted": True}, (*shown, done))


def _asks(context: Context) -> bool:
    """Tell whether a person sits there who can answer."""
    return sys.stdin.isatty() and not context.json


def _agreed(lines: tuple[str, ...], context: Context) -> bool:
    """Show the differences and ask, where somebody can answer."""
    if not _asks(context):
        return False
    for line in lines:
        print(line, file=sys.stderr)
    print(_("Accept these data? Type yes:"), file=sys.stderr, end=" ", flush=True)
    return sys.stdin.readline().strip().casefold() in ("oui", "yes")


def _state(state: DataState) -> Answer:
    return Answer(
        {
            "number": state.number,
            "issued_on": state.issued_on,
            "shipped": state.in_force is None,
            "former": state.former.number if state.former else state.shipped.number,
            "keys": state.keys,
        },
        state_lines(state),
    )


def _proposal(proposal: Proposal) -> dict[str, Any]:
    names = dict(proposal.names)
    return {
        "number": proposal.number,
        "issued_on": proposal.issued_on,
        "key": proposal.key_id,
        "changes": [
            {
                "kind": change.kind,
                "id": change.id,
                "how": change.how.value,
                "title": change_title(change),
                "lines": change_lines(change, names),
            }
            for change in proposal.changes
        ],
        "to_call_back": [
            {"operator": operator, "contact": value} for operator, value in proposal.to_call_back
        ],
        "kept": [{"name": one.name, "own": one.own, "theirs": one.theirs} for one in proposal.kept],
    }
