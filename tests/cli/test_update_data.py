"""``update-data`` as it is typed: shown first, accepted with --yes, given up with --back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pharmassist import assembly
from pharmassist.assembly.wiring import Outside, real_outside
from pharmassist.cli.main import run
from tests.signed_data import SEALS, renewed, signed_file
from tests.ui.offices import KEY_FILE, founded_office


def trusting() -> Outside:
    return replace(real_outside(), seals=SEALS)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with founded_office(tmp_path):
        pass
    return tmp_path / "home"


def told(home: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    key = home.parent / KEY_FILE
    code = run(["--home", str(home), "--recovery-key-file", str(key), "--as", "AB", "update-data", *words])
    out = capsys.readouterr()
    return code, out.out, out.err


def test_without_a_published_key_it_says_so(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _err = told(home, capsys)
    assert code == 0
    assert "Aucune clé publiée" in out
    assert "livrées avec le programme" in out
    code, out, err = told(home, capsys, str(signed_file(tmp_path, renewed())))
    assert (code, out) == (1, "")
    assert "Aucune clé publiée" in err
    assert "Rien n’a été changé." in err


def test_shown_then_accepted_then_given_up(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assembly, "real_outside", trusting)
    file = str(signed_file(tmp_path, renewed()))
    code, out, _err = told(home, capsys, file)
    assert code == 0
    assert "Messagerie «\u00a0Zaclys\u00a0»\u00a0: ajout" in out
    assert out.rstrip().endswith("la même commande avec --yes.")
    answer = json.loads(told(home, capsys, file, "--json")[1])
    assert answer["accepted"] is False
    assert [change["id"] for change in answer["changes"]] == ["viamedis-2024", "zaclys"]
    assert json.loads(told(home, capsys, "--json")[1])["number"] == 1
    assert json.loads(told(home, capsys, file, "--yes", "--json")[1])["accepted"] is True
    state = json.loads(told(home, capsys, "--json")[1])
    assert (state["number"], state["shipped"], state["former"]) == (2, False, 1)
    assert told(home, capsys, file, "--yes")[0] == 1
    assert json.loads(told(home, capsys, "--back", "--json")[1])["shipped"] is True
    with pytest.raises(SystemExit) as wrong:
        told(home, capsys, "--back", file)
    assert wrong.value.code == 2
