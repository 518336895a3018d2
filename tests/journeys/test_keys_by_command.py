"""The register's key on a real keyring: renewed, kept by id for old backups, found again on a new PC."""

from __future__ import annotations

from pathlib import Path

import pytest
import secretstorage
from jeepney.io.blocking import open_dbus_connection

from pharmassist.domain.recovery_key import key_id, read_recovery_key
from tests.journeys.command import Program
from tests.servers.secret_service import SecretService

CANARY = "canari-Tr0usseau-77"


@pytest.fixture
def program(tmp_path: Path, secret_service: SecretService) -> Program:
    made = Program(tmp_path / "home")
    made(
        "init", "--name", "Pharmacie du Port", "--finess", "290099993", "--person", "AB:Anne Besson:owner",
        "--recovery-key-out", str(tmp_path / "old.txt"),
    )  # fmt: skip
    noted = made("accesses", "add", "--kind", "portal", "--login", "290099993", "--operator", "viamedis")
    made("accesses", "current", str(noted["id"]), stdin=CANARY + "\n")
    return made


def emptied(service: SecretService, *, but: str = "") -> list[str]:
    """Empty the keyring as a new session has it, perhaps but one entry; return what went, sorted."""
    gone = []
    with open_dbus_connection(service.bus_address) as connection:
        for item in secretstorage.get_default_collection(connection).get_all_items():
            _program, _register, name = item.get_attributes()["service"].split("/", 2)
            if name != but:
                item.delete()
                gone.append(name)
    return sorted(gone)


def id_of(sheet: Path) -> str:
    return key_id(read_recovery_key(sheet.read_text(encoding="utf-8")))


def test_a_renewed_key_opens_the_register_and_the_old_one_its_backups(
    program: Program, tmp_path: Path
) -> None:
    copy = program("backup", str(tmp_path / "stick"))["file"]
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    renewed = program("key", "renew", "--recovery-key-out", str(new))
    assert (renewed["before"], renewed["after"]) == (id_of(old), id_of(new))
    assert renewed["kept_in"]
    assert program("accesses", "list")["accesses"][0]["current"] == 1
    on_paper = Program(program.home, "--recovery-key-file", str(old))
    assert on_paper("accesses", "list", code=1)["problem"]["code"] == "register_key_wrong"
    assert Program(program.home, "--recovery-key-file", str(new))("doctor")["checks"][0]["ok"]
    # the keyring still knows the key that the old backup names
    program("restore", copy)
    assert [entry["what"] for entry in program("journal", "show", "--limit", "1")["entries"]] == [
        "register.restored"
    ]
    assert "register.rekeyed" not in program.run("dump").stdout


@pytest.mark.usefixtures("secret_service")
def test_without_the_keyring_the_new_sheet_must_go_somewhere(tmp_path: Path) -> None:
    alone = Program(tmp_path / "paper")
    key, new = tmp_path / "paper.txt", tmp_path / "paper-2.txt"
    alone("init", "--name", "P", "--finess", "290099993", "--without-vault", "--recovery-key-out", str(key))
    opened = Program(alone.home, "--recovery-key-file", str(key))
    assert opened("key", "renew", code=1)["problem"]["code"] == "recovery_out_needed"
    assert opened("key", "renew", "--recovery-key-out", str(new))["kept_in"] == ""
    assert opened("claims", "list", code=1)["problem"]["code"] == "register_key_wrong"
    Program(alone.home, "--recovery-key-file", str(new))("claims", "list")


def test_a_new_pc_with_an_older_backup_finds_what_is_there_and_names_what_is_not(
    program: Program, tmp_path: Path, secret_service: SecretService
) -> None:
    sheet, copy = tmp_path / "old.txt", program("backup", str(tmp_path / "stick"))["file"]
    program("accesses", "rotate", "1")
    later = program("accesses", "rotate", "1", "--reveal")["password"]
    assert emptied(secret_service, but="1/2") == ["1/1", f"key/{id_of(sheet)}", "marks/1"]
    assert program("accesses", "list", code=1)["problem"]["code"] == "register_key_absent"
    opened = Program(program.home, "--recovery-key-file", str(sheet))
    opened("restore", copy)
    # the copy knows one password, and it is gone; the keyring knows another one, made after the copy
    resumed = opened("accesses", "resume", "1")
    assert (resumed["missing"], resumed["found"]) == ([1], [2])
    told = opened.run("accesses", "resume", "1").stdout
    assert "absent de ce poste" in told
    assert later not in told
    assert opened("key", "keep")["kept_in"]
    program("accesses", "current", "1", stdin=CANARY + "\n")
    assert program("accesses", "resume", "1")["missing"] == []
