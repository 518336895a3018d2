"""The frame every command stands in: options, people, answers, problems, exit codes.

Exit codes: 0 done, 1 a problem was told, 2 wrong usage, 130 cancelled. With ``--json``
exactly one JSON document goes to stdout.
"""

from __future__ import annotations

import argparse
import getpass
import json
import sys
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pharmassist.assembly import open_office
from pharmassist.assembly.keys import key_from_file
from pharmassist.domain.lines import parse_day
from pharmassist.domain.money import Money, parse_money
from pharmassist.domain.problems import Problem
from pharmassist.domain.recovery_key import write_recovery_key
from pharmassist.domain.secrets import Secret
from pharmassist.services.jobs import Progress
from pharmassist.services.office import Office
from pharmassist.services.opening import Opening
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import PARIS
from pharmassist.services.texts import translate as _

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answers: one JSON document and the lines a person reads.

    ``exit_code`` is 1 where the answer itself is bad news (a broken journal).
    """

    document: Json
    lines: Sequence[str] = ()
    exit_code: int = 0


@dataclass(slots=True)
class Context:
    """The options of this call, and the office once it is asked for."""

    home: Path
    json: bool = False
    initials: str = ""
    at: datetime | None = None
    recovery_key_file: Path | None = None
    _office: Office | None = field(default=None, repr=False)

    def office(self) -> Office:
        """Open the register and the services; raises the problems of opening."""
        if self._office is None:
            self._office = open_office(Opening(self.home, self.recovery_key_file, self.at))
        return self._office

    def who(self) -> str:
        """Return the initials that sign, raising ``who_acts`` or ``person_unknown``."""
        return self.office().people.acting(self.initials).initials

    def pin(self, who: str) -> Secret | None:
        """Read the PIN of who acts, from a prompt or one line of stdin; None where none is set."""
        return self.secret(_("PIN:")) if self.office().pins.power(who).has_pin else None

    def owner(self) -> str:
        """Return the initials of an owner, or of a delegate of today, once their PIN was checked.

        Every verb of an owner begins so: ``owner_needed``, ``pin_needed``, ``pin_wrong``, ``pin_wait``.
        """
        who = self.who()
        self.office().pins.owner_only(who, self.pin(who))
        return who

    def recovery_key(self) -> Secret:
        """Return the words of the recovery sheet given by file, else typed on four lines of stdin."""
        if self.recovery_key_file is not None:
            return Secret(write_recovery_key(key_from_file(self.recovery_key_file)))
        words = [self.secret(_("Line {number} of the recovery sheet:").format(number=n)) for n in range(1, 5)]
        return Secret("\n".join(word.reveal() for word in words))

    def close(self) -> None:
        """Close what was opened."""
        if self._office is not None:
            self._office.close()
            self._office = None

    def progress(self) -> Progress:
        """Return a progress call that writes to a terminal, and is silent elsewhere."""
        if not sys.stderr.isatty() or self.json:
            return lambda _done, _total: None

        def show(done: int, total: int) -> None:
            share = f"{done * 100 // total} %" if total else str(done)
            sys.stderr.write(f"\r{share}   ")
            sys.stderr.flush()

        return show

    def secret(self, prompt: str) -> Secret:
        """Read a secret from the keyboard without echo, or one line of stdin."""
        if sys.stdin.isatty():
            return Secret(getpass.getpass(prompt + " "))
        return Secret(sys.stdin.readline().rstrip("\r\n"))


Run = Callable[[argparse.Namespace, Context], Answer]


class Commands:
    """Adds commands whose global options may stand before or after the command."""

    def __init__(self, subparsers: Any) -> None:
        self._subparsers = subparsers

    def group(self, name: str, summary: str) -> Commands:
        """Add a command with sub-commands, such as ``claims``."""
        parser: argparse.ArgumentParser = self._subparsers.add_parser(name, help=summary, description=summary)
        inner = parser.add_subparsers(metavar=_("COMMAND"), required=True)
        return Commands(inner)

    def group_that_runs(self, name: str, summary: str, run: Run) -> tuple[Commands, argparse.ArgumentParser]:
        """Add a command that runs alone and has sub-commands too, such as ``reconcile``."""
        parser = self.add(name, summary, run)
        return Commands(parser.add_subparsers(metavar=_("COMMAND"))), parser

    def add(self, name: str, summary: str, run: Run) -> argparse.ArgumentParser:
        """Add one command; returns its parser for its own arguments."""
        parser: argparse.ArgumentParser = self._subparsers.add_parser(name, help=summary, description=summary)
        add_global_options(parser, default=argparse.SUPPRESS)
        parser.set_defaults(run=run)
        return parser


def add_global_options(parser: argparse.ArgumentParser, default: Any = None) -> None:
    """Add the options of every command."""
    options = parser.add_argument_group(_("options of every command"))
    options.add_argument(
        "--home", type=Path, metavar="DIR", default=default, help=_("folder of the register")
    )
    options.add_argument("--json", action="store_true", default=default, help=_("answer one JSON document"))
    options.add_argument("--lang", choices=("fr", "en"), default=default, help=_("language"))
    options.add_argument("--as", dest="initials", metavar="INITIALS", default=default, help=_("who acts"))
    options.add_argument(
        "--at", type=instant, metavar="INSTANT", default=default, help=_("clock of a rehearsal")
    )
    options.add_argument(
        "--recovery-key-file",
        type=Path,
        metavar="FILE",
        default=default,
        help=_("open the register with its recovery key"),
    )


def instant(text: str) -> datetime:
    """Read an ISO instant; without a zone it is Paris time."""
    try:
        read = datetime.fromisoformat(text)
        return (read if read.tzinfo else read.replace(tzinfo=PARIS)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise argparse.ArgumentTypeError(_("write an instant as 2024-01-30T08:10")) from error


def day(text: str) -> date:
    """Read a day as 2024-01-30 or 30/01/2024, and as lists write it."""
    try:
        return parse_day(text)
    except Problem as error:
        raise argparse.ArgumentTypeError(_("write a day as 2024-01-30 or 30/01/2024")) from error


def up_to(most: int) -> Callable[[str], int]:
    """Return what reads a whole number from zero to ``most``."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and int(text) <= most):
            raise argparse.ArgumentTypeError(_("write a whole number up to {most}").format(most=most))
        return int(text)

    return read


whole = up_to(2**31 - 1)
"""Reads a number that a table can hold."""


def amount(text: str) -> Money:
    """Read an amount in euros; returns cents."""
    try:
        return parse_money(text)
    except Problem as problem:
        raise argparse.ArgumentTypeError(describe(problem).sentence) from problem


def shown(line: str) -> str:
    """Return a line for a terminal: what would steer it (controls, bidi marks) is made visible."""
    return "".join(c if c == "\t" or unicodedata.category(c) not in ("Cc", "Cf") else "�" for c in line)


def tell(answer: Answer, *, as_json: bool) -> int:
    """Write an answer; returns the exit code."""
    if as_json:
        print(json.dumps(answer.document, ensure_ascii=False, indent=2, default=_as_text))
    else:
        for line in answer.lines:
            print(shown(line))
    sys.stdout.flush()
    return answer.exit_code


def tell_problem(problem: Problem, *, as_json: bool) -> int:
    """Write a problem: sentence and remedy on stderr, and its document on stdout with ``--json``."""
    texts = describe(problem, typed=True)
    print(shown(f"{texts.title}. {texts.sentence}") + "\n→ " + shown(texts.remedy), file=sys.stderr)
    if texts.details:
        print("  " + texts.details, file=sys.stderr)
    if as_json:
        told = {"code": problem.code, "message": texts.sentence, "remedy": texts.remedy}
        print(json.dumps({"problem": told}, ensure_ascii=False))
    return 1


def _as_text(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in an answer")
