"""Runs the program as a person's script would: a subprocess, its answer, its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pharmassist.adapters.documents.preview import PdfPreview

SECONDS = 120


@dataclass(frozen=True, slots=True)
class Told:
    """What a command said."""

    code: int
    document: Any
    stdout: str
    stderr: str


class Program:
    """The command line on one folder."""

    def __init__(self, home: Path, *options: str) -> None:
        self.home, self.options = home, options

    def __call__(self, *words: str, stdin: str = "", code: int = 0) -> Any:
        """Run a command with ``--json``, check its exit code, return its document."""
        told = self.run(*words, "--json", stdin=stdin)
        assert told.code == code, told.stderr
        return told.document

    def run(self, *words: str, stdin: str = "") -> Told:
        """Run a command and return all it said."""
        command = [sys.executable, "-m", "pharmassist", "--home", str(self.home), *self.options, *words]
        done = subprocess.run(
            command, input=stdin, capture_output=True, text=True, timeout=SECONDS, env=os.environ, check=False
        )
        document = json.loads(done.stdout) if "--json" in words and done.stdout.strip() else None
        return Told(done.returncode, document, done.stdout, done.stderr)


def text_of(paper: Path) -> str:
    """Return the text of a PDF as we write it: extraction turns U+00A0 before € into a space."""
    return "".join(PdfPreview().text(paper.read_bytes())).replace(" €", "\u00a0€")
