"""The signer's tool: a key under a passphrase, a file that verifies, nothing signed that would be refused."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from installer.signing import main, refusals
from pharmassist.domain.signed_data import read_body, read_sealed
from pharmassist.resources_location import resource_path
from tests.signed_data import PROVIDER, SHIPPED, renewed

PASSPHRASE = "agrafe-lilas-grimoire\n"


def typed(monkeypatch: pytest.MonkeyPatch, words: str = PASSPHRASE) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(words))


def test_a_key_is_made_and_signs_what_verifies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key, file = tmp_path / "key.pem", tmp_path / "data.signed"
    typed(monkeypatch, "short\n")
    assert main(["make-key", str(key)]) == 1
    assert not key.exists()
    typed(monkeypatch)
    assert main(["make-key", str(key)]) == 0
    assert key.stat().st_mode & 0o077 == 0
    assert b"ENCRYPTED" in key.read_bytes()
    public = capsys.readouterr().out.split()[2]
    typed(monkeypatch, "another-passphrase\n")
    assert main(["sign", str(key), "7", str(file)]) == 1
    assert not file.exists()
    typed(monkeypatch)
    assert main(["sign", str(key), "7", str(file), "--note", "essai"]) == 0
    assert main(["verify", str(file), public]) == 0
    bundle = read_body(read_sealed(file.read_bytes()).body)
    assert (bundle.number, bundle.note, dict(bundle.texts)) == (7, "essai", SHIPPED)
    file.write_bytes(file.read_bytes().replace(b"essai", b"Essai"))
    assert main(["verify", str(file), public]) == 1
    typed(monkeypatch)
    with pytest.raises(FileExistsError):
        main(["make-key", str(key)])


def test_what_a_pharmacy_would_refuse_is_not_signed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refusals(renewed()) == ()
    folder = tmp_path / "resources"
    shutil.copytree(resource_path(), folder, ignore=shutil.ignore_patterns("fonts", "icons", "translations"))
    (folder / PROVIDER).write_text("id = 1\n", encoding="utf-8")
    words = ["sign", str(tmp_path / "none.pem"), "2", str(tmp_path / "out"), "--folder", str(folder)]
    assert main(words) == 1
    assert "catalogue_broken" in capsys.readouterr().err
