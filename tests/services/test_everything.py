"""The export of everything: read back by anyone, equal sums, no secret, whole or nothing."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from pharmassist.adapters.files.bundles import new_bundle
from pharmassist.domain.incidents import Case
from pharmassist.domain.problems import Cancelled, Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.everything import README, Everything
from pharmassist.services.jobs import Stop
from tests.registers import add_claims, some_claim
from tests.services.owed_scene import Storing
from tests.services.safe_scene import NOW, Scene

DAY = date(2024, 1, 30)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path)
    with closing(made.register):
        add_claims(
            made.register, *(some_claim(number, 1_096, payer="=HYPER(1)") for number in range(1, 1_203))
        )
        Storing(made.register).bank(DAY, (DAY, 44_806), (DAY, -12))
        with made.register.write("AB") as tx:
            case = tx.incidents.open_case(Case("x", "Panne", NOW, "AB", "texte"))
            tx.incidents.attach(case, "../etape", "../../preuve é.png", b"\x89PNG pixels", "0" * 64)
            tx.people.set_setting("oct_name", "canari-reglage")
            tx.journal.record("incident.opened")
        yield made


def everything(scene: Scene) -> Everything:
    return Everything(scene.register, new_bundle)


def test_a_folder_is_read_back_with_nothing_but_csv_and_json(scene: Scene, tmp_path: Path) -> None:
    place = tmp_path / "export"
    truth = [json.loads(line) for line in scene.register.dump()]
    done = everything(scene).export("AB", place)
    assert (done.lines["claims"], done.cents["claims"]) == (1_202, 1_202 * 1_096)
    assert (done.cents["bank_credits"], done.files) == (44_794, 1)
    by_json = json.loads((place / "donnees/factures.json").read_text(encoding="utf-8"))
    assert by_json == [
        {name: value for name, value in row.items() if name != "table"}
        for row in truth
        if row["table"] == "claims"
    ]
    with (place / "donnees/factures.csv").open(encoding="utf-8-sig", newline="") as file:
        by_csv = list(csv.DictReader(file, delimiter=";"))
    assert sum(int(row["amc_amount"]) for row in by_csv) == done.cents["claims"]
    assert {row["payer"] for row in by_csv} == {"'=HYPER(1)"}
    assert {row["payer"] for row in by_json} == {"=HYPER(1)"}
    for written in (place / "donnees").glob("*.json"):
        lines = json.loads(written.read_text(encoding="utf-8"))
        with written.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as table:
            assert len(list(csv.reader(table, delimiter=";"))) == len(lines) + 1
    (proof,) = (place / "preuves").rglob("*.png")
    assert proof.read_bytes() == b"\x89PNG pixels"
    words = (place / README).read_text(encoding="utf-8-sig")
    assert "Pharmacie du Port" in words
    assert "13 173,92" in words.replace("\u202f", " ").replace("\u00a0", " ")
    assert "aucun mot de passe" in words
    with scene.register.read() as tx:
        assert tx.journal.last(1)[0].what == "register.exported"


def test_a_zip_holds_the_same_and_no_secret(scene: Scene, tmp_path: Path) -> None:
    scene.keys.keep_here("AB")
    scene.vault.keep("PharmAssist/x/1/1", Secret("canari-Tr0usseau"))
    place = tmp_path / "export.zip"
    everything(scene).export("AB", place)
    with zipfile.ZipFile(place) as archive:
        assert archive.testzip() is None
        content = b"".join(archive.read(name) for name in archive.namelist())
        assert not any(name.startswith("/") or ".." in name for name in archive.namelist())
    assert b"canari-reglage" in content
    assert b"canari-Tr0usseau" not in content
    assert scene.keys.sheet().reveal().encode() not in content
    assert place.stat().st_mode & 0o077 == 0
    assert not place.with_name("export.zip.partial").exists()


def test_nothing_is_written_over_and_what_is_cut_leaves_nothing(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "taken.zip"
    taken.write_bytes(b"mine")
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine").write_bytes(b"mine")
    for place in (taken, full):
        with pytest.raises(Problem, match="export_place_taken"):
            everything(scene).export("AB", place)
    assert taken.read_bytes() == (full / "mine").read_bytes() == b"mine"
    (tmp_path / "empty").mkdir()
    assert everything(scene).export("AB", tmp_path / "empty").files == 1
    stop = Stop()
    for name in ("cut", "cut.zip"):
        with pytest.raises(Cancelled):
            everything(scene).export(
                "AB", tmp_path / name, stop, lambda done, _all: stop.ask() if done else None
            )
        assert not list(tmp_path.glob("cut*"))
    with pytest.raises(Problem, match="file_not_written"):
        everything(scene).export("AB", tmp_path / "none" / "export.zip")

    def no_room(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", no_room)
        with pytest.raises(Problem, match="export_no_room"):
            everything(scene).export("AB", tmp_path / "cut.zip")
    assert not list(tmp_path.glob("cut*"))
