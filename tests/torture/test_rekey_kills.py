"""A change of key killed at random moments: one of the two keys opens the register, with all in it."""

from __future__ import annotations

import random
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.domain.recovery_key import key_id
from tests.registers import KEY, OTHER_KEY, add_claims, make_files, make_register, some_claim

NOW = datetime(2024, 1, 30, 7, 10, tzinfo=UTC)
KILLS, INVOICES = 60, 3_000
KEYS = {key_id(KEY): KEY, key_id(OTHER_KEY): OTHER_KEY}
_CHANGE = """
import sys
from pathlib import Path
from datetime import UTC, datetime
from pharmassist.adapters.machine.clock import FixedClock
from tests.registers import make_files
clock = FixedClock(datetime(2024, 1, 30, 7, 10, tzinfo=UTC))
register = make_files(Path(sys.argv[1]), clock).open(bytes.fromhex(sys.argv[2]))
print("open", flush=True)
register.rekey(bytes.fromhex(sys.argv[3]), "AB")
register.close()
"""


def test_killed_at_random(tmp_path: Path) -> None:
    clock = FixedClock(NOW)
    with closing(make_register(tmp_path, clock)) as register:
        add_claims(register, *(some_claim(number, 100) for number in range(1, INVOICES + 1)))
    files, chance, changed = make_files(tmp_path, clock), random.Random(7), 0
    longest = 0.0
    for _kill in range(KILLS):
        key = KEYS[files.identity()[1]]
        new = OTHER_KEY if key == KEY else KEY
        command = [sys.executable, "-c", _CHANGE, str(tmp_path), key.hex(), new.hex()]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"open\n"
            began = monotonic()
            sleep(chance.uniform(0, longest or 0.05))
            if not longest:
                child.wait()
                longest = (monotonic() - began) * 1.1
            child.kill()
        found = KEYS[files.identity()[1]]
        changed += found == new
        with closing(files.open(found)) as opened:
            assert opened.check() == ()
            with opened.read() as tx:
                assert sum(1 for _claim in tx.claims.all()) == INVOICES
                assert tx.journal.verify().ok
    assert 0 < changed < KILLS
    print(f"{KILLS} kills: {changed} found the new key, {KILLS - changed} the old one")
