"""Issue 10, check 3: backup, home and keyring wiped, restored with the paper key: the dumps are equal."""

from __future__ import annotations

import shutil
from pathlib import Path

import secretstorage
from jeepney.io.blocking import open_dbus_connection

from tests.journeys.command import Program
from tests.servers.secret_service import SecretService

CANARY = "canari-Tr0usseau-78"
INIT = ("--name", "Pharmacie du Port", "--finess", "290099993", "--person", "AB:Anne Besson:owner")


def emptied(service: SecretService) -> int:
    """Empty the keyring as that of a new PC; return how many entries went."""
    with open_dbus_connection(service.bus_address) as connection:
        items = list(secretstorage.get_default_collection(connection).get_all_items())
        for item in items:
            item.delete()
    return len(items)


def test_a_new_pc_with_the_paper_key(tmp_path: Path, secret_service: SecretService) -> None:
    sheet, stick = tmp_path / "feuille.txt", tmp_path / "stick"
    stick.mkdir()
    old = Program(tmp_path / "old")
    old("init", *INIT, "--recovery-key-out", str(sheet))
    titles = "N° facture;Date facture;N° AMC;Opérateur;Part AMC\n"
    lines = (f"{number:09d};29/01/2024;99310512;viamedis;11,10\n" for number in range(1, 41))
    listed = tmp_path / "liste.csv"
    listed.write_text(titles + "".join(lines), encoding="utf-8")
    old("claims", "import", str(listed))
    old("accesses", "add", "--kind", "portal", "--login", "290099993", "--operator", "viamedis")
    old("accesses", "current", "1", stdin=CANARY + "\n")
    old("backup", str(stick), "--choose")
    assert old("backup", "--automatic")["due"] is False
    truth = old.run("dump").stdout
    copy = old("backup", str(stick))["file"]
    assert [each["sound"] for each in old("backup", "--list")["copies"]] == [True, True]
    assert CANARY.encode() not in b"".join(file.read_bytes() for file in stick.iterdir())
    # the PC burns
    shutil.rmtree(old.home)
    assert emptied(secret_service) >= 2
    # a new one, with the sheet from the safe
    new = Program(tmp_path / "new")
    assert new("restore", copy, code=1)["problem"]["code"] in ("register_key_absent", "register_absent")
    on_paper = Program(new.home, "--recovery-key-file", str(sheet))
    told = on_paper("restore", copy, "--keep-key")
    assert told["kept_in"]
    assert (told["passwords_here"], told["passwords_missing"]) == ([], ["290099993"])
    again = new.run("dump").stdout.splitlines()
    assert [line for line in again if not _of_the_restore(line)] == truth.splitlines()
    assert sum(_of_the_restore(line) for line in again) == 2
    assert new("journal", "verify")["ok"]
    # the truth about the password: it is named as absent, then typed again
    assert "290099993" in on_paper.run("restore", copy).stdout
    new("accesses", "current", "1", stdin=CANARY + "\n")
    assert new("accesses", "resume", "1")["missing"] == []
    # the stick of the old PC is there: its sign is known again
    assert new("backup")["file"].startswith(str(stick))
    told = new("doctor")
    names = ["register", "journal", "backup", "vault", "key", "clock", "disk", "printer", "network"]
    assert [check["name"] for check in told["checks"]][:9] == names


def _of_the_restore(line: str) -> bool:
    return '"register.restored"' in line or '"register.key_kept"' in line
