"""Kills a change of password at random instants, from proposed to closed, then looks and goes on.

Run as a program: ``python -m tests.torture.rotation_kills FOLDER KILLS``. Register and vault are
real files; what is killed is a process in the middle of whatever it does.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from functools import partial
from pathlib import Path

from pharmassist.domain.secrets import Secret
from tests.journeys.rotation_cuts import DONE, Cuts, Day, FileVault, ProviderFile, found, in_child, resume


def write_whole(path: Path, text: str) -> None:
    """Write a file as a keyring or a provider does: whole or not at all."""
    new = path.with_name(path.name + ".new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


class WholeVault(FileVault):
    """A vault whose entries are whole or not there."""

    def keep(self, entry: str, secret: Secret) -> None:
        assert not self._path(entry).exists(), "an entry was written twice"
        write_whole(self._path(entry), secret.reveal())


class WholeProvider(ProviderFile):
    """A provider that has the old password or the new one."""

    def set(self, password: str) -> None:
        write_whole(self._path, password)


def change(place: Path, begun: int) -> int:
    """Carry a change through, telling when it begins; returns when nobody killed it."""
    day = Day(place, WholeVault(place / "vault"))
    os.write(begun, b"!")
    day.provider = WholeProvider(place / "provider", Cuts(0))
    day.go_on("AB")
    day.inner.close()
    return DONE


def look(place: Path) -> int:
    """Check that nothing is lost and go on to the end."""
    print(json.dumps(resume(place, WholeVault(place / "vault"))))
    return DONE


def started(place: Path) -> int:
    """Begin a change in a process of its own; returns its number once the register is open there."""
    sys.stdout.flush()
    told, begun = os.pipe()
    child = os.fork()
    if child == 0:
        os._exit(change(place, begun))
    os.close(begun)
    assert os.read(told, 1) == b"!"
    os.close(told)
    return child


def run(folder: Path, kills: int) -> int:
    """Kill so many changes; prints one document per kill."""
    chance, longest, broken = random.Random(11), 0.0, 0
    for number in range(kills + 1):
        place = folder / str(number)
        place.mkdir()
        found(place, WholeVault(place / "vault"))
        child = started(place)
        began = time.monotonic()
        if not longest:
            os.waitpid(child, 0)
            longest = time.monotonic() - began
        else:
            time.sleep(chance.uniform(0, longest))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            broken += in_child(partial(look, place)) != DONE
        shutil.rmtree(place)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), int(sys.argv[2])))
