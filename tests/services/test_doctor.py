"""The doctor: each state told with its remedy, nothing tried on the network unless asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from pharmassist.adapters.machine.facts import ThisMachine
from pharmassist.adapters.store.engine import connect
from pharmassist.domain.problems import Cancelled, Problem
from pharmassist.services.doctor import Check
from pharmassist.services.jobs import Stop
from pharmassist.services.keys import PROVED
from pharmassist.services.ports.printing import PrinterInfo
from pharmassist.services.ports.web import Connection
from tests.registers import KEY
from tests.services.owed_scene import Storing
from tests.services.safe_scene import NOW, Scene

NAMES = (
    "register", "journal", "backup", "vault", "key", "clock", "disk", "printer", "network", "bank", "data",
    "versions",
)  # fmt: skip
WELL = dict.fromkeys(NAMES, True)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path)
    with closing(made.register):
        yield made


def test_the_doctor_says_what_to_mend(scene: Scene, tmp_path: Path) -> None:
    assert scene.checks() == {**WELL, "backup": False}
    # The window names a button, the command line a command.
    key = scene.line("key")
    assert "pharmassist" not in key.remedy
    assert key.typed.endswith("pharmassist key keep.")
    stick = tmp_path / "stick"
    stick.mkdir()
    scene.backups.choose("AB", stick)
    scene.backups.write("AB")
    scene.keys.keep_here("AB")
    with scene.register.write("AB") as tx:
        tx.people.set_setting(PROVED, NOW.isoformat())
        tx.journal.record("setting.changed", PROVED)
    assert scene.checks() == WELL
    assert all(check.message and not check.remedy for check in scene.doctor.look())
    assert scene.net.tried == 0
    scene.clock.set(NOW + timedelta(days=8))
    assert scene.checks() == {**WELL, "backup": False}
    scene.clock.set(NOW - timedelta(days=1))
    scene.vault.locked = True
    assert scene.checks() == {**WELL, "vault": False, "clock": False}
    scene.box.free = 1_000_000
    scene.printers.known = (PrinterInfo("hp", "HP du bureau", ready=False),)
    assert scene.checks() == {**WELL, "vault": False, "clock": False, "disk": False, "printer": False}
    assert all(check.remedy for check in scene.doctor.look() if not check.ok)


def test_copies_are_told_as_they_stand(scene: Scene, tmp_path: Path) -> None:
    scene.backups.write("AB")
    assert "second support" in scene.line("backup").remedy
    stick = tmp_path / "stick"
    stick.mkdir()
    scene.backups.choose("AB", stick)
    written = scene.backups.write("AB").report
    assert scene.line("backup") == Check("backup", True, scene.line("backup").message)
    written.path.write_bytes(written.path.read_bytes()[:-2000])
    assert written.path.name in scene.line("backup").message
    assert not scene.line("backup").ok
    stick.rename(tmp_path / "bag")
    assert str(stick) in scene.line("backup").message
    assert not scene.line("backup").ok


def test_the_network_is_tried_only_when_asked(scene: Scene) -> None:
    scene.box.through = "proxy.lan:3128"
    assert "proxy.lan:3128" in scene.line("network").message
    assert scene.net.tried == 0
    assert scene.line("network", try_network=True).ok
    for state in (Connection.CUT, Connection.INTERCEPTED):
        scene.net.state = state
        told = scene.line("network", try_network=True)
        assert not told.ok
        assert told.remedy
    assert scene.net.tried == 3


def test_a_proxy_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = ThisMachine()
    monkeypatch.setattr("pharmassist.adapters.machine.facts.getproxies", dict)
    assert machine.proxy() == ""
    told = {"https": "http://moi:canari@proxy.lan:3128"}
    monkeypatch.setattr("pharmassist.adapters.machine.facts.getproxies", lambda: told)
    assert machine.proxy() == "proxy.lan:3128"
    assert dict(machine.versions())["PharmAssist"]
    with pytest.raises(Problem, match="folder_unreachable"):
        machine.free_bytes(Path("/none/at/all"))


def test_no_printer_is_an_advice(scene: Scene) -> None:
    for known, away in (((), False), ((), True)):
        scene.printers.known, scene.printers.away = known, away
        told = scene.line("printer")
        assert told.ok
        assert "PDF" in told.remedy


def test_one_more_check_has_its_place_and_the_look_can_be_given_up(tmp_path: Path) -> None:
    bundle = Check("data", False, "Données signées du 01/01/2024.", "Mettre à jour.")
    made = Scene(tmp_path, more=(bundle,))
    with closing(made.register):
        assert bundle in made.doctor.look()
        stop = Stop()
        seen: list[tuple[int, int]] = []

        def leave(done: int, total: int) -> None:
            seen.append((done, total))
            if done == 3:
                stop.ask()

        with pytest.raises(Cancelled):
            made.doctor.look(stop=stop, progress=leave)
        assert seen[-1] == (3, len(NAMES) + 1)


def test_the_doctor_finds_an_altered_journal(scene: Scene) -> None:
    with closing(connect(scene.register.path, KEY)) as connection:
        connection.execute("UPDATE journal SET who = 'LM'")
    assert not scene.line("journal").ok
    assert "1" in scene.line("journal").message
    assert scene.line("register").ok


def test_the_doctor_goes_on_when_a_page_is_damaged(scene: Scene) -> None:
    with closing(connect(scene.register.path, KEY)) as connection:
        row = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'journal'").fetchone()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert row is not None
    scene.register.close()
    content = bytearray(scene.register.path.read_bytes())
    content[(int(row[0]) - 1) * 4096 + 2000] ^= 1
    scene.register.path.write_bytes(content)
    found = scene.checks()
    assert not any(found[name] for name in ("register", "journal", "backup", "clock", "bank"))
    assert all(found[name] for name in ("vault", "key", "printer", "network", "data", "versions"))


def test_the_doctor_tells_how_far_the_bank_is_known(scene: Scene) -> None:
    assert scene.line("bank").ok
    Storing(scene.register).bank(scene.clock.today())
    assert scene.line("bank").ok
    scene.clock.set(NOW + timedelta(days=7))
    assert not scene.line("bank").ok
    assert scene.line("bank").remedy


def test_old_addresses_are_an_advice(scene: Scene) -> None:
    assert not scene.line("data").remedy
    scene.clock.set(NOW.replace(year=2040))
    assert scene.line("data").ok
    assert scene.line("data").remedy
