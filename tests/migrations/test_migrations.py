"""The revisions of the schema: their sum is the schema, data survives, a failure leaves nothing."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.store import files, migrate, migrations, tables
from pharmassist.adapters.store.engine import connect, migrating_engine
from pharmassist.adapters.store.migrate import Revision, all_revisions, run
from pharmassist.domain.claims import Claim, ClaimChange
from pharmassist.domain.problems import Problem
from tests.registers import KEY, make_files, make_register

NOW = datetime(2024, 1, 30, 7, 10, tzinfo=UTC)
CLOCK = FixedClock(NOW)
TODAY = date(2024, 1, 30)


def rebuild(op: Operations) -> None:
    """A change that rebuilds a table others point to, as a later revision may."""
    with op.batch_alter_table("claims") as batch:
        batch.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
    op.create_table("extra", sa.Column("id", sa.Integer(), primary_key=True))


def fail(op: Operations) -> None:
    """Do the same, then stumble."""
    rebuild(op)
    op.execute("DELETE FROM people")
    raise ZeroDivisionError


def orphan(op: Operations) -> None:
    """Leave rows that point to nothing."""
    op.execute("DELETE FROM claims")


def later(upgrade: object) -> tuple[Revision, ...]:
    assert callable(upgrade)
    return (*all_revisions(), (len(all_revisions()) + 1, upgrade))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A closed register of this schema, with an invoice and its history."""
    with closing(make_register(tmp_path, CLOCK)) as register, register.write("AB") as tx:
        number = tx.claims.add(Claim("000000001", 100, TODAY))
        tx.claims.note([ClaimChange(number, NOW, "AB", "", "transmitted", "note")])
        tx.journal.record("claims.added")
    return tmp_path / "home"


def schema_of(path: Path) -> list[tuple[object, ...]]:
    with closing(connect(path, KEY)) as connection:
        return connection.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
        ).fetchall()


def dump_of(home: Path) -> list[str]:
    with closing(files.EncryptedFiles(home, CLOCK).open(KEY)) as register:
        return list(register.dump())


def test_from_empty_to_head_is_the_schema_of_a_fresh_register(tmp_path: Path, home: Path) -> None:
    migrated = tmp_path / "migrated.db"
    engine = migrating_engine(migrated, KEY)
    with engine.begin() as connection:
        run(connection, list(all_revisions()))
        context = MigrationContext.configure(connection, opts={"compare_type": True, "version_table": "none"})
        assert compare_metadata(context, tables.metadata) == []
        assert connection.execute(sa.select(tables.schema_version.c.version_num)).scalar_one() == "0001"
    engine.dispose()

    def words(path: Path) -> list[tuple[str, ...]]:
        # SQLite quotes the name of a table that a revision rebuilt
        return [tuple(sorted(str(part).replace('"', "").split())) for part in schema_of(path)]

    assert words(migrated) == words(home / "register.db")


def test_revisions_follow_one_another_up_to_this_schema() -> None:
    assert [number for number, _ in all_revisions()] == list(range(1, tables.SCHEMA + 1))
    assert all_revisions() == migrations.REVISIONS


def test_a_register_of_the_first_revision_comes_up_with_its_data(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, known = dump_of(home), tables.SCHEMA
    monkeypatch.setattr(migrate, "all_revisions", lambda: later(rebuild))
    monkeypatch.setattr(tables, "SCHEMA", known + 1)
    with closing(files.EncryptedFiles(home, CLOCK).open(KEY)) as register:
        with register.read() as tx:
            (claim,) = tx.claims.all()
            assert (claim.invoice, len(tx.claims.history(claim.id))) == ("000000001", 1)
            entry = tx.journal.last(1)[0]
            assert (entry.what, dict(entry.facts)) == ("register.migrated", {"from": known, "to": known + 1})
            assert tx.journal.verify().ok
        after = list(register.dump())
        assert register.check() == ()
    assert [line for line in after if "register.migrated" not in line and "alembic" not in line] == [
        line for line in before if "alembic" not in line
    ]
    # An encrypted copy of the state before was written first.
    (copy,) = (home / "backups").glob("*.backup")
    monkeypatch.undo()
    with closing(files.EncryptedFiles(home / "old", CLOCK).restore(copy, KEY)) as old:
        assert [line for line in old.dump() if "register.restored" not in line] == before
    with pytest.raises(Problem, match="register_newer"):
        files.EncryptedFiles(home, CLOCK).open(KEY)


@pytest.mark.parametrize(("upgrade", "error"), [(fail, ZeroDivisionError), (orphan, RuntimeError)])
def test_a_migration_that_fails_leaves_the_register_as_it_was(
    home: Path, monkeypatch: pytest.MonkeyPatch, upgrade: object, error: type[Exception]
) -> None:
    before, schema = dump_of(home), schema_of(home / "register.db")
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "all_revisions", lambda: later(upgrade))
        patch.setattr(tables, "SCHEMA", tables.SCHEMA + 1)
        with pytest.raises(error):
            files.EncryptedFiles(home, CLOCK).open(KEY)
    assert schema_of(home / "register.db") == schema
    assert dump_of(home) == before
    assert len(list((home / "backups").glob("*.backup"))) == 1


def test_without_a_copy_nothing_is_migrated(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dump_of(home)
    (home / "backups").write_text("in the way")
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "all_revisions", lambda: later(rebuild))
        patch.setattr(tables, "SCHEMA", tables.SCHEMA + 1)
        with pytest.raises(Problem, match="backup_"):
            files.EncryptedFiles(home, CLOCK).open(KEY)
    assert dump_of(home) == before


def test_a_migration_made_by_another_process_meanwhile_is_not_made_twice(home: Path) -> None:
    assert migrate.migrate(home / "register.db", KEY, NOW) == tables.SCHEMA
    assert migrate.migrate(home / "register.db", KEY, NOW, later(rebuild)) == tables.SCHEMA + 1
    assert migrate.migrate(home / "register.db", KEY, NOW, later(rebuild)) == tables.SCHEMA + 1


def test_alembic_is_loaded_only_when_a_migration_is_due(tmp_path: Path, home: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from datetime import UTC, datetime\n"
        "from pharmassist.adapters.machine.clock import FixedClock\n"
        "from tests.registers import KEY, make_files\n"
        f"make_files(Path({str(tmp_path)!r}), FixedClock(datetime.now(UTC))).open(KEY).close()\n"
        "print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
    assert make_files(tmp_path, CLOCK).exists()
