"""Command ``evidence``: the pack of proofs of an incident."""

from __future__ import annotations

import argparse
from pathlib import Path

from pharmassist.cli.frame import Answer, Commands, Context, whole
from pharmassist.services.texts import translate as _


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    evidence = commands.group("evidence", _("the pack of proofs of an incident"))
    export = evidence.add("export", _("write it as one ZIP, verifiable with sha256sum"), _export)
    export.add_argument("file", type=Path, metavar="FILE.zip")
    export.add_argument("--case", type=whole, default=0, metavar="N")


def _export(asked: argparse.Namespace, context: Context) -> Answer:
    pack = context.office().evidence.export(context.who(), asked.file, asked.case)
    document = {"file": str(pack.path), "files": list(pack.files), "sha256": pack.sha256}
    lines = [
        _("{count} files in {file}").format(count=len(pack.files), file=pack.path),
        f"SHA-256 {pack.sha256}",
        _("Unpacked, it is verified by: sha256sum --strict -c SHA256SUMS"),
    ]
    return Answer(document, lines)
