"""Which incident a command means: the one named, else the newest open one."""

from __future__ import annotations

import argparse

from pharmassist.cli.frame import Context, whole
from pharmassist.domain.problems import Problem
from pharmassist.services.texts import translate as _


def add_case(parser: argparse.ArgumentParser) -> None:
    """Add the option that names an incident."""
    parser.add_argument(
        "--case", type=whole, metavar="N", help=_("number of the incident, if several are open")
    )


def case_id(asked: argparse.Namespace, context: Context) -> int:
    """Return the incident meant; raises ``Problem("incident_none")``."""
    if asked.case is not None:
        return int(asked.case)
    current = context.office().guiding.current()
    if current is None:
        raise Problem("incident_none")
    return current.case.id
