"""The demonstration's incident day without a window: ``python -m tools.incident_day FOLDER``.

Runs the very commands a person would type on the fictional pharmacy, says each one, and ends
by saying where the PDFs are. Nothing touches a keyring or the network.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from pharmassist.cli.main import run

DAY = "2024-01-30"
PERIOD = ("--operator", "viamedis", "--from", "2023-12-01", "--to", DAY)


def main(folder: Path) -> int:
    """Build the pharmacy, go through its morning, print; returns the exit code."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    home, papers = folder / "pharmacie", folder / "papiers"
    print("Pharmacie de démonstration : la journée du mardi 30 janvier 2024, sans fenêtre.\n")
    if code := _say("demo", "--build-only", str(home)):
        return code
    papers.mkdir()
    register = ("--home", str(home), "--recovery-key-file", str(home / "recovery-key.txt"), "--as", "CR")
    exports = home / "exports"
    morning: tuple[tuple[str, ...], ...] = (
        ("incident", "open", "viamedis-2024"),
        ("incident", "step", "est-ce-vrai", "done", "--proof", "rappelé au numéro du contrat"),
        ("incident", "step", "arreter-recyclages", "done", "--proof", "dit à l’équipe"),
        ("claims", "import", str(exports / "2024-01-30.tsv"), "--snapshot", DAY),
        ("incident", "step", "premiere-photo", "done"),
        ("operators", "list"),
        ("operators", "counter", "malakoff"),
        ("advance", "compute", *PERIOD),
        ("advance", "figures", *PERIOD, "--pdf", str(papers / "chiffres-pour-le-syndicat.pdf")),
        ("advance", "request", *PERIOD, "--pdf", str(papers / "demande-d-acompte.pdf")),
        ("print", "claims", "--out", str(papers / "factures-en-attente.pdf")),
        ("print", "counter-sheet", "--text", "malakoff", "--out", str(papers / "comptoir.pdf")),
        ("print", "shift-start", "--out", str(papers / "consignes-du-jour.pdf")),
        ("journal", "verify"),
    )
    for words in morning:
        if code := _say(*words, options=register):
            return code
    print("\nLes PDF sont dans :")
    for paper in sorted(papers.iterdir()):
        print(f"  {paper.resolve()}")
    return 0


def _say(*words: str, options: tuple[str, ...] = ()) -> int:
    """Show a command as it would be typed, then run it."""
    print(f"\n$ pharmassist {' '.join(words)}")
    return run([*options, *words])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python -m tools.incident_day FOLDER")
    sys.exit(main(Path(sys.argv[1])))
