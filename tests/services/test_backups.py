"""Copies: chosen place, rotation, what is told, cuts and faults; on real files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pharmassist.adapters.store import backup as copying
from pharmassist.adapters.store.backup import label_of_backup
from pharmassist.domain.backups import DAYS, MONTHS, WEEKS
from pharmassist.domain.problems import Cancelled, Problem
from pharmassist.services.backup_tasks import backup_tasks
from pharmassist.services.backups import AUTOMATIC, SIGN, TROUBLE, state_of
from pharmassist.services.changes import Kind
from pharmassist.services.jobs import Stop
from pharmassist.services.texts import translate
from tests.registers import OTHER_KEY, PHARMACY, add_claims, make_files, some_claim
from tests.services.safe_scene import NOW, Scene


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path)
    with closing(made.register):
        yield made


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.backup"))


def lines(scene: Scene) -> list[str]:
    with scene.register.read() as tx:
        return [line[1] for line in backup_tasks(state_of(tx, scene.register.path.parent), translate)]


def test_a_copy_is_journalled_and_said(scene: Scene) -> None:
    written = scene.backups.write("AB")
    assert written.report.path.parent.name == "backups"
    (entry,) = scene.journal.last(1)
    assert (entry.what, entry.facts["head"]) == ("register.backed_up", written.report.head)
    assert scene.told == [frozenset({Kind.JOURNAL, Kind.BACKUPS})]


def test_the_copy_of_the_day_is_written_once_by_itself(scene: Scene, stick: Path) -> None:
    scene.backups.choose("AB", stick)
    assert (stick / SIGN).is_file()
    first = scene.backups.automatic()
    assert first is not None
    assert scene.backups.automatic() is None
    scene.clock.set(NOW + timedelta(days=1))
    assert scene.backups.automatic() is not None
    assert names(stick) == ["pharmassist-20240130-071000.backup", "pharmassist-20240131-071000.backup"]
    assert scene.journal.last(1)[0].who == "pharmassist"
    scene.backups.set_automatic("AB", on=False)
    scene.clock.set(NOW + timedelta(days=2))
    assert scene.backups.automatic() is None
    assert not scene.backups.state().automatic
    # asked for, it is written all the same
    scene.backups.write("AB")
    assert len(names(stick)) == 3


def test_a_register_to_practise_with_makes_none_by_itself(scene: Scene) -> None:
    with scene.register.write("AB") as tx:
        tx.people.save_pharmacy(replace(tx.people.pharmacy(), rehearsal_start=NOW.isoformat()))
        tx.journal.record("pharmacy.saved")
    assert scene.backups.automatic() is None
    assert lines(scene) == []


def test_a_stick_that_is_not_there_is_told_and_nothing_is_written_elsewhere(
    scene: Scene, stick: Path, tmp_path: Path
) -> None:
    scene.backups.choose("AB", stick)
    scene.backups.write("AB")
    away = stick.rename(tmp_path / "in the bag")
    scene.clock.set(NOW + timedelta(days=1))
    for _turn in range(2):
        with pytest.raises(Problem, match="backup_folder_absent"):
            scene.backups.automatic()
    assert not stick.exists()
    assert [e.what for e in scene.journal.last(2)] == ["register.not_backed_up", "register.backed_up"]
    assert lines(scene) == ["Brancher le support des sauvegardes"]
    # an empty folder of the same name (a stick that is not mounted), or another stick, is not it
    stick.mkdir()
    with pytest.raises(Problem, match="backup_folder_absent"):
        scene.backups.write("AB")
    (stick / SIGN).write_text("Registre : celui d'une autre pharmacie", encoding="utf-8")
    with pytest.raises(Problem, match="backup_folder_absent"):
        scene.backups.list()
    assert names(stick) == []
    (stick / SIGN).unlink()
    stick.rmdir()
    away.rename(stick)
    assert scene.backups.automatic() is not None
    assert scene.backups.state().trouble == ""
    assert lines(scene) == []


def test_what_the_copies_ask_for_today(scene: Scene, stick: Path) -> None:
    assert lines(scene) == []
    scene.backups.write("AB")
    assert lines(scene) == ["Choisir un second support pour les sauvegardes"]
    scene.backups.choose("AB", stick)
    assert lines(scene) == []
    scene.clock.set(NOW + timedelta(days=8))
    assert lines(scene) == ["Sauvegarder le registre"]
    with scene.register.write("AB") as tx:
        tx.people.set_setting(TROUBLE, "backup_no_room")
        tx.people.set_setting(AUTOMATIC, "")
        tx.journal.record("register.not_backed_up")
    assert lines(scene) == ["La sauvegarde du jour n’a pas été faite : voir pourquoi"]


def test_a_folder_that_cannot_be_chosen(scene: Scene, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "none", tmp_path / "file"):
        with pytest.raises(Problem, match="backup_folder_absent"):
            scene.backups.choose("AB", folder)
    assert not scene.backups.state().chosen


def test_six_weeks_leave_what_is_needed_and_every_file_that_is_not_ours(
    scene: Scene, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.backups.choose("AB", stick)
    scene.backups.write("AB")
    first = stick / "pharmassist-20240130-071000.backup"
    # copies of the days before, made of the first
    for number in range(1, 46):
        older = stick / f"pharmassist-{NOW - timedelta(days=number):%Y%m%d-%H%M%S}.backup"
        older.write_bytes(first.read_bytes())
        label_of_backup(older).write_bytes(label_of_backup(first).read_bytes())
    foreign = {
        "photo.jpg": b"x",
        "pharmassist-20240101-080000.backup": b"no label",
        "pharmassist-20231301-080000.backup": b"no day",
        "pharmassist-20231201-080000.backup.bak": b"x",
    }
    for name, content in foreign.items():
        (stick / name).write_bytes(content)
    link = stick / "pharmassist-20231105-080000.backup"
    link.symlink_to(first)
    label_of_backup(link).write_bytes(label_of_backup(first).read_bytes())
    damaged = stick / f"pharmassist-{NOW - timedelta(days=20):%Y%m%d-%H%M%S}.backup"
    damaged.write_bytes(damaged.read_bytes()[:-3000])
    looked: list[Path] = []
    real = type(scene.register).copy_is_sound

    def look(register: object, file: Path) -> bool:
        looked.append(file)
        return real(scene.register, file)

    monkeypatch.setattr(type(scene.register), "copy_is_sound", look)
    scene.clock.set(NOW + timedelta(minutes=1))
    written = scene.backups.write("AB")
    assert written.damaged == (damaged.name,)
    left = names(stick)
    assert damaged.name in left
    assert link.name in left
    ours = [name for name in left if name not in foreign and name not in (damaged.name, link.name)]
    assert len(ours) <= DAYS + WEEKS + MONTHS
    assert written.report.path.name in ours
    assert all((stick / name).read_bytes() == content for name, content in foreign.items())
    # what was taken away was opened before, and so was what stands for it
    assert first in looked
    assert written.removed == len({path.name for path in looked} - set(left))
    assert not [name for name in ours if not label_of_backup(stick / name).is_file()]
    # nothing more goes at the next one of the same day, but the copy of the same day
    again = scene.backups.write("AB")
    assert again.removed <= 1


def test_copies_of_the_key_before_stay(scene: Scene, stick: Path) -> None:
    scene.backups.choose("AB", stick)
    for number in range(3):
        scene.clock.set(NOW + timedelta(hours=number))
        scene.backups.write("AB")
    before = names(stick)
    scene.register.rekey(OTHER_KEY, "AB")
    scene.clock.set(NOW + timedelta(hours=4))
    written = scene.backups.write("AB")
    assert set(before) < set(names(stick))
    assert [line.name for line in scene.backups.list(look=True)] == [written.report.path.name]


class _CutError(Exception):
    """The power goes."""


def test_a_copy_cut_in_the_middle_leaves_the_former_ones_whole(
    scene: Scene, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.backups.choose("AB", stick)
    former = scene.backups.write("AB").report
    before = {path.name: path.read_bytes() for path in stick.iterdir()}
    add_claims(scene.register, *(some_claim(number, 100) for number in range(50)))
    scene.clock.set(NOW + timedelta(days=1))
    real = Path.replace
    for last in (".json", ".backup"):

        def cut(self: Path, target: Path, last: str = last) -> Path:
            if target.suffix == last:
                raise _CutError
            return real(self, target)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", cut)
            with pytest.raises(_CutError):
                scene.backups.write("AB")
        now = {path.name: path.read_bytes() for path in stick.iterdir()}
        assert {name: now[name] for name in before} == before
        assert names(stick) == [former.path.name]
        assert scene.register.copy_is_sound(former.path)
    # what the cut left does not stand in the way of the next one
    assert scene.backups.write("AB").report.path.is_file()


def test_what_a_power_cut_left_is_swept_later(scene: Scene, stick: Path) -> None:
    long_ago, today = (
        stick / "pharmassist-20240110-080000.partial",
        stick / "pharmassist-20240130-070900.partial",
    )
    for left in (long_ago, today, stick / "notes.partial"):
        left.write_bytes(b"half")
    scene.backups.write("AB", stick)
    assert sorted(path.name for path in stick.glob("*.partial")) == ["notes.partial", today.name]


def test_a_copy_is_given_up_when_asked(scene: Scene, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "_STEPS", 10)
    add_claims(scene.register, *(some_claim(number, 100) for number in range(500)))
    seen: list[int] = []
    scene.backups.write("AB", stick, progress=lambda done, _total: seen.append(done))
    assert seen == sorted(seen)
    assert (seen[0], len(seen) > 100) == (0, True)
    before = names(stick)
    stop = Stop()

    def leave(done: int, _total: int) -> None:
        if done >= 25:
            stop.ask()

    with pytest.raises(Cancelled):
        scene.backups.write("AB", stick, stop, leave)
    assert names(stick) == before
    assert not list(stick.glob("*.partial"))


def test_each_refusal_has_its_own_words(scene: Scene, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = scene.backups.write("AB", stick).report
    for number, code in ((28, "backup_no_room"), (30, "backup_folder_refuses"), (5, "backup_failed")):

        def refuse(_descriptor: int, number: int = number) -> None:
            raise OSError(number, "refused")

        with monkeypatch.context() as patch:
            patch.setattr("os.fsync", refuse)
            with pytest.raises(Problem) as told:
                scene.register.backup(stick)
        assert told.value.code == code
        assert names(stick) == [kept.path.name]
        assert scene.register.copy_is_sound(kept.path)


def test_a_backup_of_another_key_is_not_among_ours(scene: Scene, stick: Path, tmp_path: Path) -> None:
    scene.backups.write("AB", stick)
    other = make_files(tmp_path / "other", scene.clock)
    with closing(other.create(PHARMACY, OTHER_KEY, ())) as register:
        register.backup(stick)
        assert len(register.copies(stick)) == 1
    assert len(scene.register.copies(stick)) == 1
