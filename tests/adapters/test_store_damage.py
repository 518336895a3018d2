"""A damaged, truncated, foreign or full place: the right problem each, and nothing is lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.store.engine import connect
from pharmassist.adapters.store.files import EncryptedFiles
from pharmassist.domain.claims import Claim, ClaimFilter
from pharmassist.domain.problems import Problem
from tests.registers import KEY, OTHER_KEY, PEOPLE, PHARMACY, make_files, make_register

TODAY = date(2024, 1, 30)
CLOCK = FixedClock(datetime(2024, 1, 30, 7, 10, tzinfo=UTC))
PAGE = 4096
KNOWN = "MUTUELLE-RECONNAISSABLE"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A closed register with 300 invoices."""
    with closing(make_register(tmp_path, CLOCK)) as register, register.write("AB") as tx:
        tx.claims.add_many((Claim(f"{n:09d}", n, TODAY, payer=KNOWN) for n in range(1, 301)), 0)
        tx.journal.record("claims.added")
    return tmp_path / "home"


@pytest.fixture
def flip(home: Path) -> Iterator[Callable[[str], None]]:
    """Flip a byte in the first page of a table ("" = of the file); flip it back at the end."""
    file = home / "register.db"
    sound = file.read_bytes()

    def flip_in(table: str) -> None:
        page = 1
        if table:
            with closing(connect(file, KEY)) as connection:
                row = connection.execute(
                    "SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)
                ).fetchone()
            assert row is not None
            page = int(row[0])
        content = bytearray(file.read_bytes())
        content[(page - 1) * PAGE + 1000] ^= 1
        file.write_bytes(content)

    yield flip_in
    # Nothing was lost: with the byte put back everything is there.
    file.write_bytes(sound)
    with closing(EncryptedFiles(home, CLOCK).open(KEY)) as register, register.read() as tx:
        assert tx.claims.tally(ClaimFilter(), today=TODAY).count == 300
        assert tx.journal.verify().ok
    assert register.check() == ()


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(Problem) as told:
        action()
    return told.value.code


def test_a_byte_flipped_in_the_first_page(
    home: Path, flip: Callable[[str], None], capfd: pytest.CaptureFixture[str]
) -> None:
    flip("")
    damaged = (home / "register.db").read_bytes()
    files = EncryptedFiles(home, CLOCK)
    assert code_of(lambda: files.open(KEY)) == "register_damaged"
    assert (home / "register.db").read_bytes() == damaged
    assert files.identity()[0] == PHARMACY.register_id
    # SQLCipher's own lines are kept off the terminal.
    assert capfd.readouterr() == ("", "")


def test_a_byte_flipped_in_a_page_that_is_read(home: Path, flip: Callable[[str], None]) -> None:
    flip("claims")
    with closing(EncryptedFiles(home, CLOCK).open(KEY)) as register:

        def read() -> object:
            with register.read() as tx:
                return list(tx.claims.all())

        def write() -> None:
            with register.write("AB") as tx:
                tx.claims.add(Claim("000000999", 1, TODAY))
                tx.journal.record("claims.added")

        assert code_of(read) == "register_damaged"
        assert code_of(write) == "register_damaged"
        # What does not need the page goes on.
        with register.read() as tx:
            assert len(tx.people.people()) == len(PEOPLE)
            assert tx.journal.verify().ok
        assert register.check()


def test_a_byte_flipped_in_a_page_that_is_not_read(home: Path, flip: Callable[[str], None]) -> None:
    flip("sweep_items")
    with closing(EncryptedFiles(home, CLOCK).open(KEY)) as register:
        with register.write("AB") as tx:
            assert tx.claims.tally(ClaimFilter(), today=TODAY).count == 300
            tx.journal.record("looked")
        assert any("HMAC" in words for words in register.check())
        assert code_of(lambda: register.backup(home / "copies")) == "register_damaged"
    assert not (home / "copies").exists()
    # The register is closed: the fixture puts back the state before that last entry.


def test_a_truncated_file(home: Path) -> None:
    file = home / "register.db"
    sound = file.read_bytes()
    for length in (0, 100, PAGE, len(sound) // 2 + 77):
        file.write_bytes(sound[:length])
        files = EncryptedFiles(home, CLOCK)
        assert code_of(partial(files.open, KEY)) == "register_damaged"
        assert file.read_bytes() == sound[:length]


def test_another_key_is_told_from_damage(home: Path) -> None:
    before = {path.name: path.read_bytes() for path in home.iterdir()}
    with pytest.raises(Problem) as told:
        EncryptedFiles(home, CLOCK).open(OTHER_KEY)
    assert told.value.code == "register_key_wrong"
    expected = EncryptedFiles(home, CLOCK).identity()[1]
    assert told.value.values["expected"] == expected
    assert {path.name: path.read_bytes() for path in home.iterdir()} == before
    with pytest.raises(ValueError, match="32 bytes"):
        EncryptedFiles(home, CLOCK).open(b"short")


def test_a_lost_label_is_written_anew_by_the_right_key_only(home: Path) -> None:
    label = home / "register.json"
    kept = label.read_bytes()
    for left in (None, b"", b"[]", b'{"register_id": 1}', b"\xff"):
        label.unlink(missing_ok=True)
        if left is not None:
            label.write_bytes(left)
        files = EncryptedFiles(home, CLOCK)
        assert code_of(files.identity) == "register_label_lost"
        assert code_of(partial(files.open, OTHER_KEY)) == "register_unreadable"
        files.open(KEY).close()
        assert label.read_bytes() == kept


def test_no_register_one_already_and_a_newer_one(home: Path, tmp_path: Path) -> None:
    nowhere = EncryptedFiles(tmp_path / "nowhere", CLOCK)
    assert not nowhere.exists()
    assert code_of(lambda: nowhere.open(KEY)) == "register_absent"
    assert code_of(nowhere.identity) == "register_absent"
    assert not (tmp_path / "nowhere").exists()
    before = (home / "register.db").read_bytes()
    files = EncryptedFiles(home, CLOCK)
    assert code_of(lambda: files.create(PHARMACY, OTHER_KEY, PEOPLE)) == "register_exists"
    assert (home / "register.db").read_bytes() == before
    label = json.loads((home / "register.json").read_text())
    (home / "register.json").write_text(json.dumps({**label, "schema": 99}))
    assert code_of(lambda: files.open(KEY)) == "register_newer"
    # The label may be older than the file, after a copy of one of both.
    with closing(connect(home / "register.db", KEY)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
    (home / "register.json").write_text(json.dumps(label))
    with pytest.raises(Problem) as told:
        files.open(KEY)
    assert (told.value.code, told.value.values["schema"]) == ("register_newer", 99)


def test_a_network_share_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    files = EncryptedFiles(tmp_path / "share", CLOCK, on_share=lambda _folder: True)
    for action in (
        lambda: files.create(PHARMACY, KEY, PEOPLE),
        lambda: files.open(KEY),
        lambda: files.restore(tmp_path / "x", KEY),
    ):
        assert code_of(action) == "register_network_share"
    assert not (tmp_path / "share").exists()


def test_nothing_is_readable_without_the_key(home: Path) -> None:
    with closing(EncryptedFiles(home, CLOCK).open(KEY)) as register:
        for invoice in ("000000998", "000000999"):
            register.backup(home / "copies")
            with register.write("AB") as tx:
                tx.claims.add(Claim(invoice, 1, TODAY, payer=KNOWN))
                tx.journal.record("claims.added")
        assert (home / "register.db-wal").stat().st_size > 0
        seen = [path for path in home.rglob("*") if path.is_file()]
        assert len(seen) >= 6
        for path in seen:
            content = path.read_bytes()
            for known in (KNOWN, "000000998", "CREATE TABLE", "SQLite format", "Anne Besson", KEY.hex()):
                assert known.encode() not in content, (path, known)
            assert KEY not in content
            assert path.stat().st_mode & 0o077 == 0, path
    assert home.stat().st_mode & 0o077 == 0


def test_errors_hold_no_value(home: Path) -> None:
    with closing(EncryptedFiles(home, CLOCK).open(KEY)) as register:
        with pytest.raises(Exception, match="FOREIGN KEY") as told, register.write("AB") as tx:
            tx.incidents.attach(99, "step", KNOWN, b"", "")
        assert KNOWN not in str(told.value)


CHILD = """
import resource, sys
from contextlib import closing
from functools import partial
from datetime import UTC, date, datetime
from pathlib import Path
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.store.files import EncryptedFiles
from pharmassist.domain.claims import Claim, ClaimFilter
from pharmassist.domain.problems import Problem
from tests.registers import KEY, PEOPLE, PHARMACY
home, today = Path(sys.argv[1]), date(2024, 1, 30)
files = EncryptedFiles(home, FixedClock(datetime(2024, 1, 30, 7, 10, tzinfo=UTC)))
def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
def add(first):
    with register.write("AB") as tx:
        tx.claims.add_many((Claim(f"{first + n:09d}", 1, today) for n in range(20_000)), 0)
        tx.journal.record("claims.added")
def told(action):
    try:
        action()
    except Problem as problem:
        print(problem.code)
    else:
        print("done")
"""

FULL = """
with closing(files.open(KEY)) as register:
    limit(600_000)
    told(lambda: add(1_000))
    limit(50_000)
    told(lambda: register.backup(home / "copies"))
    print([path.name for path in (home / "copies").iterdir()])
    with register.read() as tx:
        print(tx.claims.tally(ClaimFilter(), today=today).count)
    limit(resource.RLIM_INFINITY)
    told(lambda: add(1_000))
    with register.read() as tx:
        print(tx.claims.tally(ClaimFilter(), today=today).count, tx.journal.verify().ok)
    print(register.check())
limit(30_000)
other = EncryptedFiles(home.parent / "other", FixedClock(datetime(2024, 1, 30, tzinfo=UTC)))
told(lambda: other.create(PHARMACY, KEY, PEOPLE))
limit(resource.RLIM_INFINITY)
print(other.exists())
other.create(PHARMACY, KEY, PEOPLE).close()
"""

READ_ONLY = """
import os
with closing(files.open(KEY)):
    pass
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
told(lambda: files.open(KEY))
told(lambda: files.restore(home / "none", KEY))
inside = EncryptedFiles(home / "inside", FixedClock(datetime(2024, 1, 30, tzinfo=UTC)))
told(lambda: inside.create(PHARMACY, KEY, PEOPLE))
"""


def run(script: str, home: Path) -> list[str]:
    """Run a child and return its lines."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD + script, str(home)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout.split("\n")[:-1]


def test_a_full_disk_undoes_the_write_and_loses_nothing(home: Path) -> None:
    assert run(FULL, home) == [
        "disk_full",
        "backup_no_room",
        "[]",
        "300",
        "done",
        "20300 True",
        "()",
        "disk_full",
        "False",
    ]


def test_a_place_that_may_not_be_written(home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    # pytest's folder is closed to others; the child becomes another user where it can.
    place = Path("/tmp") / f"pharmassist-read-only-{tmp_path_factory.getbasetemp().name}"
    shutil.copytree(home, place)
    try:
        for path in place.iterdir():
            path.chmod(0o444)
        place.chmod(0o555)
        assert run(READ_ONLY, place) == ["register_read_only"] * 3
    finally:
        place.chmod(0o755)
        shutil.rmtree(place)


def test_the_disk_goes_away_while_it_is_open(home: Path) -> None:
    with closing(make_files(home.parent, CLOCK).open(KEY)) as register:
        moved = home.with_name("unplugged")
        home.rename(moved)

        def read() -> None:
            with register.read() as tx:
                list(tx.claims.all())

        assert code_of(read) == "register_unreachable"
        moved.rename(home)
        with register.read() as tx:
            assert tx.claims.tally(ClaimFilter(), today=TODAY).count == 300
