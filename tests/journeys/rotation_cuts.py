"""Ends the program before, inside and after every port call of a change of password, then resumes.

Run as a program: ``python -m tests.journeys.rotation_cuts FOLDER files|keyring``. Each cut is a
process of its own that dies by ``os._exit``; another one then opens the same encrypted register,
looks at the same vault and goes on to the end. One JSON document per cut goes to stdout.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import cast

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.adapters.vault.os_vault import OsVault
from pharmassist.domain.accesses import AccessKind, Stage, entry_name
from pharmassist.domain.secrets import Secret
from pharmassist.services.ports.mailbox import Login
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.ports.vault import Vault
from tests.registers import KEY, PHARMACY, make_files, make_register
from tests.services.rotation_scene import LOGIN, MORNING, OLD, rotating

CUT, DONE, BROKEN = 9, 0, 1
NUMBERS = range(1, 12)
LATER = MORNING + timedelta(days=30)


class Cuts:
    """Counts the points that were passed and ends the process at the wanted one."""

    def __init__(self, at: int) -> None:
        self.at, self.passed = at, 0
        self.labels: list[str] = []

    def point(self, label: str) -> None:
        self.passed += 1
        self.labels.append(label)
        if self.passed == self.at:
            os._exit(CUT)


class CutRegister:
    """The real register, whose transactions are cut points: before, before the commit, after."""

    def __init__(self, inner: SqlRegister, cuts: Cuts) -> None:
        self._inner, self._cuts = inner, cuts

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        self._cuts.point("read before")
        with self._inner.read() as tx:
            yield tx
        self._cuts.point("read after")

    @contextmanager
    def write(self, who: str) -> Iterator[Transaction]:
        self._cuts.point("write before")
        with self._inner.write(who) as tx:
            yield tx
            self._cuts.point("write uncommitted")
        self._cuts.point("write after")

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)


class CutVault:
    """A vault whose calls are cut points."""

    def __init__(self, inner: Vault, cuts: Cuts) -> None:
        self._inner, self._cuts, self.name = inner, cuts, inner.name

    def keep(self, entry: str, secret: Secret) -> None:
        self._cuts.point("keep before")
        self._inner.keep(entry, secret)
        self._cuts.point("keep after")

    def fetch(self, entry: str) -> Secret | None:
        self._cuts.point("fetch before")
        found = self._inner.fetch(entry)
        self._cuts.point("fetch after")
        return found

    def destroy(self, entry: str) -> None:
        self._cuts.point("destroy before")
        self._inner.destroy(entry)
        self._cuts.point("destroy after")

    def probe(self) -> None:
        self._inner.probe()


class FileVault:
    """A vault in a folder: only here, so that it outlives a process without a desktop."""

    name = "files of a test"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)

    def _path(self, entry: str) -> Path:
        return self._folder / hashlib.sha256(entry.encode()).hexdigest()

    def keep(self, entry: str, secret: Secret) -> None:
        assert not self._path(entry).exists(), "an entry was written twice"
        self._path(entry).write_text(secret.reveal(), encoding="utf-8")

    def fetch(self, entry: str) -> Secret | None:
        path = self._path(entry)
        return Secret(path.read_text(encoding="utf-8")) if path.exists() else None

    def destroy(self, entry: str) -> None:
        self._path(entry).unlink(missing_ok=True)

    def probe(self) -> None:
        return


class ProviderFile:
    """The provider: it knows the password that a person set on its page, kept in a file."""

    def __init__(self, path: Path, cuts: Cuts) -> None:
        self._path, self._cuts = path, cuts

    def set(self, password: str) -> None:
        self._path.write_text(password, encoding="utf-8")

    def password(self) -> str:
        return self._path.read_text(encoding="utf-8") if self._path.exists() else OLD

    def login(self, host: str, port: int, login: str, secret: Secret) -> Login:
        self._cuts.point("login before")
        answer = Login.ACCEPTED if secret.reveal() == self.password() else Login.REFUSED
        self._cuts.point("login after")
        return answer


class Day:
    """One process: the register opened, the services built, every port call a possible end."""

    def __init__(self, folder: Path, vault: Vault, at: int = 0) -> None:
        self.cuts = Cuts(at)
        self.clock = FixedClock(MORNING)
        self.inner = make_files(folder, self.clock).open(KEY)
        self.vault = vault
        self.provider = ProviderFile(folder / "provider", self.cuts)
        register = cast("Register", CutRegister(self.inner, self.cuts))
        self.rotating = rotating(register, CutVault(vault, self.cuts), self.provider, self.clock)

    def go_on(self, who: str) -> None:
        """Do whatever comes next until the new password is in force and the old one is gone."""
        refuse_first = True
        while True:
            with self.inner.read() as tx:
                access, rotation = tx.accesses.get(1), tx.accesses.rotation(1)
            assert access is not None
            if rotation is None and access.changed_at is not None:
                break
            if rotation is None:
                self.rotating.start(who, 1)
            elif rotation.stage is Stage.PROPOSED and refuse_first and rotation.refusals == 0:
                self.rotating.refused(who, 1)
                refuse_first = False
            elif rotation.stage is Stage.PROPOSED:
                self.provider.set(self.rotating.reveal(who, 1).reveal())
                self.rotating.accepted(who, 1)
            elif rotation.stage is Stage.CHANGED and rotation.refusals < 2 and not self._typed():
                self.provider.set("Un autre, choisi par la personne 7€")
                self.rotating.other(who, 1, Secret(self.provider.password()))
            elif rotation.stage is Stage.CHANGED:
                assert self.rotating.verify(who, 1) is Login.ACCEPTED
            else:
                self.rotating.retire(who, 1)
        self.clock.set(LATER)
        self.rotating.purge(who)

    def _typed(self) -> bool:
        with self.inner.read() as tx:
            rotation = tx.accesses.rotation(1)
        assert rotation is not None
        kept = self.vault.fetch(entry_name(PHARMACY.register_id, 1, rotation.candidate))
        return kept is not None and kept.reveal().startswith("Un autre")

    def kept(self) -> dict[int, str]:
        """Return what the vault holds, by number."""
        found = {n: self.vault.fetch(entry_name(PHARMACY.register_id, 1, n)) for n in NUMBERS}
        return {number: secret.reveal() for number, secret in found.items() if secret}


def resume(folder: Path, vault: Vault) -> dict[str, object]:
    """Look at what a cut left, check that nothing is lost, go on to the end."""
    day = Day(folder, vault)
    with day.inner.read() as tx:
        access = tx.accesses.get(1)
    assert access is not None
    kept, provider = day.kept(), day.provider.password()
    if access.changed_at is None:
        assert OLD in kept.values(), "the old password is lost"
    # What a person typed but the program had not kept yet is still in that person's hands.
    assert provider in kept.values() or provider.startswith("Un autre"), "the new one is lost"
    assert day.inner.check() == ()
    standing = day.rotating.resume("LM", 1)
    stage = standing.rotation.stage if standing.rotation else None
    assert stage not in (Stage.PLANNED, Stage.PROMOTED), "resuming left a stage half done"
    if access.changed_at is None:
        assert not standing.missing, "a pointer leads nowhere"
    if stage in (Stage.CHANGED, Stage.PROPOSED):
        assert day.rotating.reveal("LM", 1, "current").reveal() == OLD
        assert day.rotating.reveal("LM", 1).reveal()
    day.go_on("LM")
    left = day.kept()
    with day.inner.read() as tx:
        access, journal = tx.accesses.get(1), tx.journal.verify()
    assert access is not None
    assert left == {access.current: day.provider.password()}, "the end is not one password in force"
    assert journal.ok
    for number in left:
        vault.destroy(entry_name(PHARMACY.register_id, 1, number))
    day.inner.close()
    return {"stage": stage.value if stage else "none"}


def found(folder: Path, vault: Vault) -> None:
    """Make the register of a pharmacy whose mailbox password is known."""
    clock = FixedClock(MORNING)
    register = make_register(folder, clock)
    service = rotating(register, vault, ProviderFile(folder / "provider", Cuts(0)), clock)
    service.accesses.add("AB", AccessKind.MAILBOX, LOGIN)
    service.enter_current("AB", 1, Secret(OLD))
    register.close()


def in_child(work: Callable[[], int]) -> int:
    """Run in a process of its own; returns its exit code."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        code = BROKEN
        try:
            code = work()
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run(folder: Path, kind: str) -> int:
    """Cut at every point; with the real keyring only where it is written to."""

    def vault_in(place: Path) -> Vault:
        return FileVault(place / "vault") if kind == "files" else OsVault(deadline=30)

    def rehearse() -> int:
        place = folder / "whole"
        place.mkdir()
        found(place, vault_in(place))
        day = Day(place, vault_in(place))
        day.go_on("AB")
        (folder / "labels").write_text(json.dumps(day.cuts.labels), encoding="utf-8")
        for number in NUMBERS:
            vault_in(place).destroy(entry_name(PHARMACY.register_id, 1, number))
        return DONE

    assert in_child(rehearse) == DONE
    labels: list[str] = json.loads((folder / "labels").read_text(encoding="utf-8"))
    worst = 0
    for at, label in enumerate(labels, 1):
        if kind == "keyring" and not label.startswith(("keep", "destroy")):
            continue
        place = folder / str(at)

        def cut(place: Path = place, at: int = at) -> int:
            place.mkdir()
            found(place, vault_in(place))
            Day(place, vault_in(place), at).go_on("AB")
            return DONE

        def look(place: Path = place, at: int = at, label: str = label) -> int:
            told = resume(place, vault_in(place))
            print(json.dumps({"at": at, "label": label, **told}))
            return DONE

        ended = in_child(cut)
        resumed = in_child(look)
        if (ended, resumed) != (CUT, DONE):
            print(json.dumps({"at": at, "label": label, "ended": ended, "resumed": resumed}))
            worst = BROKEN
        shutil.rmtree(place)
    return worst


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), sys.argv[2]))
