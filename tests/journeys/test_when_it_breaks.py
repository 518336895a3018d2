"""The register damaged, the key wrong, the keyring locked: the right sentence, code 1, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pharmassist.adapters.store.engine import connect
from pharmassist.domain.recovery_key import read_recovery_key, write_recovery_key
from tests.journeys.command import Program
from tests.servers.secret_service import SecretService

PAGE = 4096
INVOICES = 40
INIT = ("--name", "Pharmacie du Port", "--finess", "290099993", "--person", "AB:Anne Besson:owner")


def refused(program: Program, code: str, *words: str) -> str:
    """Run a command that must tell a problem, in words and as one document; return the words."""
    told = program.run(*words, "--json")
    assert (told.code, told.document["problem"]["code"]) == (1, code), told
    assert told.document["problem"]["message"] in told.stderr
    assert "Traceback" not in told.stderr
    return told.stderr


class Broken:
    """A register with invoices and a copy, whose file can be damaged and is mended at the end."""

    def __init__(self, folder: Path) -> None:
        self.key_file, self.home = folder / "key.txt", folder / "home"
        self.program = Program(self.home, "--recovery-key-file", str(self.key_file))
        key_out = ("--without-vault", "--recovery-key-out", str(self.key_file))
        Program(self.home)("init", *key_out, *INIT)
        titles = "N° facture;Date facture;N° AMC;Opérateur;Part AMC\n"
        lines = (f"{number:09d};29/01/2024;99310512;viamedis;1,10\n" for number in range(1, INVOICES + 1))
        listed = folder / "list.csv"
        listed.write_text(titles + "".join(lines), encoding="utf-8")
        self.program("claims", "import", str(listed))
        self.program("backup")
        self.file = self.home / "register.db"
        with closing(connect(self.file, self.key)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._sound = self.file.read_bytes()
        self.truth = self.program.run("dump").stdout

    @property
    def key(self) -> bytes:
        """The register's key."""
        return read_recovery_key(self.key_file.read_text(encoding="utf-8"))

    def flip(self, table: str = "") -> bytes:
        """Flip a byte in the first page of a table ("" = of the file) and return what there is now."""
        page = 1
        if table:
            with closing(connect(self.file, self.key)) as connection:
                found = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
                page = int(found.fetchall()[0][0])
        content = bytearray(self.file.read_bytes())
        content[(page - 1) * PAGE + 2000] ^= 0x10
        self.file.write_bytes(content)
        return bytes(content)

    def refused(self, code: str, *words: str) -> str:
        """Run a command that must tell a problem; return its words."""
        return refused(self.program, code, *words)

    def nothing_is_lost(self) -> None:
        """Put the byte back: all that was written before is there."""
        for beside in ("-wal", "-shm"):
            self.file.with_name(self.file.name + beside).unlink(missing_ok=True)
        self.file.write_bytes(self._sound)
        assert self.program.run("dump").stdout == self.truth
        assert self.program("journal", "verify")["ok"]


@pytest.fixture
def broken(tmp_path: Path) -> Broken:
    return Broken(tmp_path)


def checks(document: dict[str, list[dict[str, object]]]) -> dict[object, object]:
    """Return what the doctor found sound, by name."""
    return {check["name"]: check["ok"] for check in document["checks"]}


def test_a_byte_of_the_first_page(broken: Broken) -> None:
    damaged = broken.flip()
    told = broken.refused("register_damaged", "claims", "list")
    assert "Une page du registre ne se lit plus" in told
    assert "sauvegarde" in told
    for words in (
        ("doctor",),
        ("backup",),
        ("claims", "add", "--invoice", "1", "--amount", "1", "--amc", "x"),
    ):
        broken.refused("register_damaged", *words)
    assert broken.file.read_bytes() == damaged
    # the copy brings everything back, and what was there is kept aside
    copy = next((broken.home / "backups").glob("*.backup"))
    broken.program("restore", str(copy))
    assert broken.program("claims", "list", "--limit", "1")["count"] == INVOICES
    assert damaged in [file.read_bytes() for file in broken.home.rglob("register.db")]


def test_a_byte_of_a_page_that_is_read(broken: Broken) -> None:
    broken.flip("claims")
    broken.refused("register_damaged", "claims", "list")
    broken.refused("register_damaged", "claims", "add", "--invoice", "99", "--amount", "1", "--amc", "x")
    # what does not need the page goes on
    assert broken.program("journal", "verify")["ok"]
    assert broken.program("people", "list")["people"]
    broken.nothing_is_lost()


def test_a_byte_of_a_page_that_is_not_read(broken: Broken) -> None:
    copies = sorted((broken.home / "backups").iterdir())
    broken.flip("sweep_items")
    assert broken.program("claims", "list", "--limit", "1")["count"] == INVOICES
    found = broken.program("doctor", code=1)
    assert checks(found)["register"] is False
    broken.refused("register_damaged", "backup")
    assert sorted((broken.home / "backups").iterdir()) == copies
    broken.nothing_is_lost()


def other_key(_key: bytes) -> str:
    return write_recovery_key(bytes(range(32)))


def typing_error(key: bytes) -> str:
    text = write_recovery_key(key)
    return ("1" if text[0] != "1" else "2") + text[1:]


def cut(key: bytes) -> str:
    return write_recovery_key(key)[:40]


@pytest.mark.parametrize(
    ("written", "code", "words"),
    [
        (other_key, "register_key_wrong", "Rien n’a été changé"),
        (typing_error, "recovery_key_line", "La ligne 1"),
        (cut, "recovery_key_length", "60"),
        (lambda _key: "", "recovery_key_length", "60"),
    ],
)
def test_the_key_is_wrong(broken: Broken, written: Callable[[bytes], str], code: str, words: str) -> None:
    sound, right = broken.key_file.read_text(encoding="utf-8"), broken.key
    before = {path.name: path.read_bytes() for path in broken.home.iterdir() if path.is_file()}
    given = written(right)
    broken.key_file.write_text(given, encoding="utf-8")
    told = broken.refused(code, "claims", "list")
    assert words in told
    assert not any(line in told for line in (*given.split(), *sound.split()))
    assert {path.name: path.read_bytes() for path in broken.home.iterdir() if path.is_file()} == before
    broken.key_file.write_text("\ufeff" + sound.replace("\n", "\r\n"), encoding="utf-8")
    broken.nothing_is_lost()


def test_the_keyring_is_locked_then_gone(tmp_path: Path, secret_service: SecretService) -> None:
    program, sheet = Program(tmp_path / "home"), tmp_path / "key.txt"
    program("init", *INIT, "--recovery-key-out", str(sheet))
    noted = ("claims", "add", "--invoice", "418205", "--amount", "10,96", "--operator", "viamedis")
    program(*noted)
    truth = program.run("dump").stdout
    for break_it, code, words in (
        (secret_service.lock, "vault_locked", "est verrouillé. Rien n’est perdu"),
        (secret_service.vanish, "vault_absent", "Aucun trousseau ne répond"),
    ):
        break_it()
        assert words in refused(program, code, *noted)
        # the paper opens it all the same; the doctor names what is out of order
        on_paper = Program(tmp_path / "home", "--recovery-key-file", str(sheet))
        assert on_paper.run("dump").stdout == truth
        assert checks(on_paper("doctor", code=1))["vault"] is False
    secret_service.start()
    assert program.run("dump").stdout == truth
