"""Purge and export of everything from the command line: shown first, an owner's PIN, read back by anyone."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.journeys.command import Program

INIT = ("--name", "Pharmacie du Port", "--finess", "290099993", "--person", "AB:Anne Besson:owner")
FIRST, NOW = "2020-01-30T09:00", "2024-01-30T08:10"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    key = tmp_path / "key.txt"
    home = tmp_path / "home"
    Program(home)(
        "init", *INIT, "--without-vault", "--recovery-key-out", str(key), "--rehearsal", "--at", FIRST
    )
    made = Program(home, "--recovery-key-file", str(key))
    titles = "N° facture;Date facture;N° AMC;Opérateur;Part AMC\n"
    lines = (f"{number:09d};29/01/2020;99310512;viamedis;11,10\n" for number in range(1, 4))
    listed = tmp_path / "liste.csv"
    listed.write_text(titles + "".join(lines), encoding="utf-8")
    made("claims", "import", str(listed), "--at", FIRST)
    made("claims", "move", "1", "written_off", "--reason", "forclusion", "--at", FIRST)
    return made


def test_a_purge_is_shown_then_done_by_an_owner(program: Program, tmp_path: Path) -> None:
    assert program("purge", "--dry-run", "--at", FIRST)["lines"] == []
    assert program("purge", "--at", FIRST, code=1)["problem"]["code"] == "purge_empty"
    shown = program("purge", "--dry-run", "--at", NOW)
    assert {"kind": "claims", "count": 1, "cents": 1110} in shown["lines"]
    assert (shown["before"], shown["waiting"], shown["waiting_cents"]) == ("2021-01-30", 2, 2220)
    told = program.run("purge", "--dry-run", "--at", NOW).stdout
    assert "Factures closes : 1 · 11,10 €" in told.replace("\u00a0", " ")
    assert "encore dans l’encours" in told
    program("people", "pin", "--at", NOW, stdin="4821\n")
    assert program("purge", "--at", NOW, stdin="0000\n", code=1)["problem"]["code"] == "pin_wrong"
    done = program("purge", "--at", NOW, stdin="4821\n")
    assert done["lines"] == shown["lines"]
    assert Path(done["copy"]).is_file()
    assert program("claims", "list", "--state", "all", "--at", NOW)["count"] == 2
    assert program("journal", "verify", "--at", NOW)["ok"]
    # what went comes back from the copy
    program("restore", done["copy"], "--at", NOW, stdin="4821\n")
    assert program("claims", "list", "--state", "all", "--at", NOW)["count"] == 3


def test_everything_in_a_zip(program: Program, tmp_path: Path) -> None:
    place = tmp_path / "tout.zip"
    done = program("export-all", str(place), "--at", NOW)
    assert (done["lines"]["claims"], done["cents"]["claims"]) == (3, 3330)
    with zipfile.ZipFile(place) as archive:
        claims = json.loads(archive.read("donnees/factures.json"))
        words = archive.read("LISEZ-MOI.txt").decode("utf-8-sig")
    assert sum(claim["amc_amount"] for claim in claims) == 3330
    assert "Export complet du registre PharmAssist" in words
    assert program("export-all", str(place), "--at", NOW, code=1)["problem"]["code"] == "export_place_taken"
