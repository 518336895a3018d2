"""Each of the seven incidents by command line, from opening to closing, as a pharmacy's script would.

Every step is said: questions answered, steps done with a proof or a reason, nothing left; then the
report, the register of violations and the evidence pack are made, and the journal holds.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pharmassist.cli.main import run
from tests.journeys.command import text_of

PLAYBOOKS = (
    "operator-attacked",
    "viamedis-2024",
    "almerys-2024",
    "payments-stopped",
    "account-misused",
    "software-vendor-breached",
    "impersonation",
)
ANSWERS = {"a-qui": "ours", "operateur": "sp-sante"}
LEFT = ("open", "to_do", "locked", "waiting", "deferred")


class Program:
    """The command line's own door, in this process: two hundred starts of Python would prove no more."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str], *options: str) -> None:
        self._options, self._capsys = ("--home", str(home), *options), capsys

    def __call__(self, *words: str, stdin: str = "", code: int = 0) -> Any:
        """Run a command with ``--json``, check its exit code, return its document."""
        self._capsys.readouterr()
        before, sys.stdin = sys.stdin, io.StringIO(stdin)
        try:
            ended = run([*self._options, *words, "--json"])
        finally:
            sys.stdin = before
        told = self._capsys.readouterr()
        assert ended == code, told.err
        return json.loads(told.out)


@pytest.fixture
def pharmacy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    """A register whose key is a file, on the morning of 30 January 2024."""
    key = tmp_path / "key.txt"
    person = ("--person", "AB:Anne Besson:owner")
    Program(tmp_path / "home", capsys, "--at", "2024-01-30T08:10")(
        "init", "--rehearsal", "--without-vault", "--recovery-key-out", str(key),
        "--name", "Pharmacie du Port", "--finess", "290099993", *person,
    )  # fmt: skip
    return Program(
        tmp_path / "home", capsys, "--as", "AB", "--at", "2024-01-30T08:10", "--recovery-key-file", str(key)
    )


def say(pharmacy: Program, step: dict[str, Any]) -> dict[str, Any]:
    """Say one step, as far as it lets itself be said."""
    name = step["id"]
    if step["kind"] == "question":
        asked: dict[str, Any] = pharmacy("incident", "answer", name, ANSWERS.get(name, "oui"))
        return asked
    reason = ("--reason", "fait au téléphone, hors du programme")
    done: dict[str, Any] = pharmacy("incident", "step", name, "done", "--proof", "AB, 08 h 30", *reason)
    return done


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_an_incident_from_opening_to_closing(pharmacy: Program, playbook: str, tmp_path: Path) -> None:
    shown = pharmacy("incident", "open", playbook)
    assert shown["told"] == 0
    turns = 0
    while shown["next"] is not None:
        step = next(s for s in shown["steps"] if s["id"] == shown["next"])
        shown = say(pharmacy, step)
        turns += 1
        assert turns <= len(shown["steps"]), "a step that is said is not asked again"
    # What a locked or parked step waits for is said too.
    for step in shown["steps"]:
        if step["status"] in LEFT:
            shown = say(pharmacy, step)
    assert [s["id"] for s in shown["steps"] if s["status"] in LEFT] == []
    if "operateur" in [s["id"] for s in shown["steps"]]:
        assert (shown["operator"], shown["operator_named"]) == ("sp-sante", "SP santé")
    if playbook != "payments-stopped":
        noted = pharmacy("incident", "breach", "--set", "discovered_at=2024-01-29T18:00")
        assert noted["clocks"]["complaint"]["due_local"] == "2024-02-01T18:00+01:00"
        assert noted["whose"] == "ours"
    closed = pharmacy("incident", "close")
    assert closed["open"] is False

    paper = tmp_path / "rapport.pdf"
    pharmacy("print", "incident-report", "--out", str(paper))
    assert shown["title"].split(",")[0] in text_of(paper).replace("\u202f", " ").replace("\u00a0", " ")
    pack = tmp_path / "dossier.zip"
    made = pharmacy("evidence", "export", str(pack))
    assert ("registre-des-violations.pdf" in made["files"]) is (playbook != "payments-stopped")
    with zipfile.ZipFile(pack) as archive:
        archive.extractall(tmp_path / "ouvert")
    verified = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"],
        cwd=tmp_path / "ouvert",
        capture_output=True,
        check=False,
    )
    assert verified.returncode == 0
    assert pharmacy("journal", "verify")["ok"] is True


def test_an_interruption_a_hand_over_and_a_block_by_command(pharmacy: Program, tmp_path: Path) -> None:
    pharmacy("incident", "open", "viamedis-2024")
    pharmacy("incident", "step", "est-ce-vrai", "wait", "--reason", "le syndicat")
    proof = tmp_path / "avis.txt"
    proof.write_text("avis du syndicat", encoding="utf-8")
    kept = pharmacy("incident", "proof", "est-ce-vrai", str(proof))
    assert (kept["name"], len(kept["sha256"])) == ("avis.txt", 64)
    pasted = pharmacy("incident", "proof", "est-ce-vrai", "-", stdin="lu au téléphone")
    assert pasted["name"].startswith("texte-")
    refused = pharmacy("incident", "proof", "est-ce-vrai", "-", stdin="assuré 1 84 12 76 451 089 46", code=1)
    assert refused["problem"]["code"] == "nir_refused"
    added = pharmacy("incident", "insert", "impersonation", "mot-de-passe-donne")
    assert added["next"] == "impersonation.mot-de-passe-donne.mdp-messagerie"
    handed = pharmacy("incident", "shift", "--hand-over", "--to", "CR")
    assert [s["id"] for s in handed["parked"]] == ["est-ce-vrai"]
    assert handed["handed_over"] is True
    assert pharmacy("incident", "shift")["changed"] == []
    both = pharmacy("incident", "open", "almerys-2024")
    assert both["incident"] == 2
    assert len(pharmacy("incident", "list")["incidents"]) == 2
    back = pharmacy("incident", "step", "est-ce-vrai", "done", "--case", "1", "--proof", "rappelé")
    assert back["incident"] == 1


def test_the_clocks_of_la_reunion(pharmacy: Program) -> None:
    """A pharmacy of La Réunion reads its own wall: no change of the hour there at Easter."""
    pharmacy("incident", "open", "account-misused")
    pharmacy("incident", "answer", "a-qui", "ours")
    told = pharmacy("incident", "breach", "--set", "discovered_at=2024-01-29T18:00+04:00")
    assert told["clocks"]["cnil"]["due_local"] == "2024-02-01T15:00+01:00"
    late = pharmacy("incident", "breach", "--set", "cnil=not_notify", code=1)
    assert late["problem"]["code"] == "reason_missing"
    decided = pharmacy(
        "incident", "breach", "--set", "cnil=not_notify", "--set", "cnil_reason=aucune donnée lue"
    )
    assert decided["clocks"]["cnil"]["state"] == "stopped"
    assert decided["clocks"]["complaint"]["state"] == "running"
