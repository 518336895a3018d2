"""Runs the program as a person's script would: a process of its own, its answer, its exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pharmassist.adapters.documents.preview import PdfPreview
from tests.journeys.warm_program import SECONDS, Ended, WarmProgram


@dataclass(frozen=True, slots=True)
class Told:
    """What a command said."""

    code: int
    document: Any
    stdout: str
    stderr: str


class Program:
    """The command line on one folder; ``warm`` is set for the session by ``warm_program``."""

    warm: WarmProgram

    def __init__(self, home: Path, *options: str) -> None:
        self.home, self.options = home, options

    def __call__(self, *words: str, stdin: str = "", code: int = 0) -> Any:
        """Run a command with ``--json``, check its exit code, return its document."""
        told = self.run(*words, "--json", stdin=stdin)
        assert told.code == code, told.stderr
        return told.document

    def run(self, *words: str, stdin: str = "") -> Told:
        """Run a command and return all it said."""
        done = self._ended(["--home", str(self.home), *self.options, *words], stdin)
        document = json.loads(done.stdout) if "--json" in words and done.stdout.strip() else None
        return Told(done.code, document, done.stdout, done.stderr)

    def _ended(self, words: list[str], stdin: str) -> Ended:
        return self.warm.run(words, stdin)


class StartedProgram(Program):
    """The same, started anew each time: its arguments are on the system's list, its input is a pipe."""

    def _ended(self, words: list[str], stdin: str) -> Ended:
        command = [sys.executable, "-m", "pharmassist", *words]
        done = subprocess.run(
            command, input=stdin, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        return Ended(done.returncode, done.stdout, done.stderr)


def text_of(paper: Path) -> str:
    """Return the text of a PDF as we write it: extraction turns U+00A0 before € into a space."""
    return "".join(PdfPreview().text(paper.read_bytes())).replace(" €", "\u00a0€")
