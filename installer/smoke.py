"""Smoke test of an installed PharmAssist, with Python's own library only.

``python3 smoke.py PROGRAM [QUEUE]`` inside a session bus with an unlocked keyring: starts
the program, makes a register whose key goes to the real keyring, opens it again, keeps a
password and reads it back, makes each PDF of the demonstration, reads French, sends one
page to the queue, and shows the window once. Ends with code 1 at the first thing missing.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

SECRET = "Smoke-été-2024!"
PERIOD = ("--operator", "viamedis", "--from", "2023-12-01", "--to", "2024-01-30")
PAPERS: dict[str, tuple[str, ...]] = {
    "shift-start": (),
    "claims": (),
    "advance": PERIOD,
    "union-figures": PERIOD,
    "counter-table": (),
    "counter-sheet": ("--text", "malakoff"),
    "patient-leaflet": (),
    "poster": (),
    "incident-report": (),
}


class Program:
    """The installed program and how it is called."""

    def __init__(self, program: str) -> None:
        """Take its path."""
        self._program = program

    def run(self, *words: str, typed: str = "", graphic: bool = False) -> str:
        """Run one command and return what it says; ends the test when it fails."""
        around = environment()
        if not graphic:
            around.pop("DISPLAY", None)
        done = subprocess.run(
            [self._program, *words],
            input=typed,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
            env=around,
        )
        if done.returncode:
            sys.exit(f"FAILED: {' '.join(words)}\n{done.stdout}{done.stderr}")
        return done.stdout

    def ask(self, *words: str, typed: str = "") -> Any:
        """Run one command with --json and return its document."""
        return json.loads(self.run("--json", *words, typed=typed))


def said(what: str) -> None:
    """Tell one thing that held."""
    print(f"ok: {what}", flush=True)


READ = "import sys, pypdfium2; print(pypdfium2.PdfDocument(sys.argv[1])[0].get_textpage().get_text_range())"
"""Reads a PDF with the library that the installed program brings: Windows has no pdftotext."""


def text_of(pdf: Path) -> str:
    """Return the words of a PDF."""
    reader = (
        ["pdftotext", str(pdf), "-"] if shutil.which("pdftotext") else [sys.executable, "-c", READ, str(pdf)]
    )
    done = subprocess.run(reader, check=True, capture_output=True, encoding="utf-8", env=environment())
    return done.stdout


def environment() -> dict[str, str]:
    """Return the environment of what is called: UTF-8 in pipes, which Windows does not use by itself."""
    return {**os.environ, "PYTHONIOENCODING": "utf-8"}


def check(program: Program, folder: Path, queue: str) -> None:
    """Go through everything; ends the test at the first failure."""
    said(program.run("--version").strip())
    home = ("--home", str(folder / "home"), "--as", "AB")
    made = program.ask(*home[:2], "init", "--name", "Pharmacie du Quai", "--finess", "290000017",
                       "--person", "AB:Anne Bihan:owner")  # fmt: skip
    assert made["key_kept_in"], "no keyring kept the key"
    said(f"register made, its key in {made['key_kept_in']}")
    assert program.ask(*home, "journal", "verify")["ok"]
    said("opened again with the key of the keyring, journal intact")
    assert program.ask(*home, "update-data")["shipped"], "the data in force are not those shipped"
    said("the data that were shipped are in force")
    access = program.ask(*home, "accesses", "add", "--kind", "mailbox", "--login", "quai@example.org",
                         "--host", "imap.example.org", "--port", "993")["id"]  # fmt: skip
    program.run(*home, "accesses", "current", str(access), typed=SECRET + "\n")
    candidate = program.ask(*home, "accesses", "rotate", str(access), "--reveal")["password"]
    again = program.ask(*home, "accesses", "rotate", str(access), "--reveal")["password"]
    assert candidate, "no new password was made"
    assert candidate == again, "the new password did not come back from the keyring"
    said("a password kept in the keyring and read back")
    demo = folder / "demo"
    program.run("demo", "--build-only", str(demo))
    opened = ("--home", str(demo), "--recovery-key-file", str(demo / "recovery-key.txt"), "--as", "CR")
    program.run(*opened, "incident", "open", "viamedis-2024")
    for paper, options in PAPERS.items():
        target = folder / f"{paper}.pdf"
        program.run(*opened, "print", paper, *options, "--out", str(target))
        content = target.read_bytes()
        assert content.startswith(b"%PDF-"), paper
        assert content.rstrip().endswith(b"%%EOF"), paper
    assert "Consignes du jour" in text_of(folder / "shift-start.pdf"), "no French on the page"
    said(f"{len(PAPERS)} PDFs, in French")
    assert "rien ne change" in program.run(*opened, "operators", "counter", "malakoff")
    said("the counter's answer, in French")
    if queue:
        program.run(*opened, "print", "shift-start", "--printer", queue)
        said(f"a page sent to the queue {queue}")
    milliseconds = program.run("demo", "--exit-when-shown", graphic=True).split()[-1]
    said(f"window shown after {milliseconds} ms")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="pharmassist-smoke-") as name:
        check(Program(sys.argv[1]), Path(name), sys.argv[2] if len(sys.argv) > 2 else "")
    print("smoke test passed")
