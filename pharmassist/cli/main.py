"""Reads the command, runs it, tells its answer or its problem."""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys
from collections.abc import Sequence

from pharmassist import __version__
from pharmassist.adapters.machine.places import default_home
from pharmassist.cli import (
    accesses,
    advance,
    bank,
    bank_details,
    cash,
    claims,
    evidence,
    founding,
    incident,
    indemnities,
    keeping,
    keys,
    message,
    notices,
    operators,
    papers,
    people,
    reconcile,
    reminders,
    update,
)
from pharmassist.cli.frame import Commands, Context, add_global_options, tell, tell_problem
from pharmassist.domain.problems import Cancelled, Problem
from pharmassist.services.fault_report import fault_report
from pharmassist.services.texts import translate as _
from pharmassist.services.texts import use_language

GROUPS = (
    founding,
    claims,
    bank,
    notices,
    reconcile,
    advance,
    indemnities,
    reminders,
    cash,
    operators,
    incident,
    message,
    evidence,
    accesses,
    papers,
    people,
    bank_details,
    keys,
    keeping,
    update,
)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    _speak_utf8()
    use_language(_asked_language(arguments))
    parser = argparse.ArgumentParser(
        prog="pharmassist",
        description=_("What a pharmacy needs the day its tiers-payant operator is attacked."),
    )
    parser.add_argument("--version", action="version", version=f"PharmAssist {__version__}")
    add_global_options(parser)
    subparsers = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    commands = Commands(subparsers)
    for group in GROUPS:
        group.add_commands(commands)
    asked = parser.parse_args(arguments)
    context = Context(
        home=asked.home or default_home(),
        json=bool(asked.json),
        initials=asked.initials or "",
        at=asked.at,
        recovery_key_file=asked.recovery_key_file,
    )
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(message)s")
    try:
        return tell(asked.run(asked, context), as_json=context.json)
    except Problem as problem:
        return tell_problem(problem, as_json=context.json)
    except (Cancelled, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        # the reader left, as `| head` does: nothing more is written, at exit neither
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 130
    except Exception as error:  # the top of the command line: one of the three places (house rules)
        print(fault_report(error), file=sys.stderr)
        return tell_problem(Problem("fault"), as_json=context.json)
    finally:
        context.close()


def _speak_utf8() -> None:
    """Write UTF-8 into pipes and files, read it from them: Windows' code pages lack signs of ours."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            # a terminal shows what it can, and a sign that it lacks never stops the program
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _asked_language(arguments: Sequence[str]) -> str:
    """Find ``--lang`` before anything is translated."""
    for index, word in enumerate(arguments):
        if word == "--lang" and index + 1 < len(arguments):
            return "en" if arguments[index + 1] == "en" else "fr"
        if word == "--lang=en":
            return "en"
    return "fr"
