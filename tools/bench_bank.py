"""Bank statements of 10,000 and 100,000 entries: our readers against floors and other libraries.

``python -m tools.bench_bank``. The other libraries (ofxparse, python-cfonb, pycamt) are no
requirement of ours: ``make bench-peers`` puts them into ``build/peers``, where they are looked for;
without them they are told as not installed. Each figure is the clock, and in brackets the processor
time, which other programs of a busy computer lengthen less.
"""

from __future__ import annotations

import importlib
import io
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree.ElementTree import XMLPullParser

import defusedxml.ElementTree as Defused

from pharmassist.adapters.files.statements import BankFiles
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.demonstration.year import YearLine
from pharmassist.demonstration.year_files import camt053, cfonb120, ofx
from pharmassist.services.banking import BankChoice
from pharmassist.services.jobs import Stop
from pharmassist.services.ports.files import Source
from pharmassist.services.statement_reading import read_file
from tests.banks import LATER, banking
from tests.registers import make_register

SIZES = (10_000, 100_000)
PLACE = Path("build/peers")
INSTALL = "make bench-peers"
FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
WRITERS = {"OFX": ofx, "CFONB120": cfonb120, "camt.053": camt053}
Work = Callable[[], object]


def entries(count: int) -> list[YearLine]:
    """Return movements, four credits for a debit, spread over a year."""
    return [
        YearLine(
            FIRST + timedelta(days=place % 360),
            -4_200 - place if place % 5 == 4 else 10_000 + place,
            "transfer",
            f"VIR SEPA OPERATEUR {place % 4}",
            f"OPERATEUR {place % 4}",
            "FR7699997000010000000000128",
            f"REF{place:09d}",
            f"LOT {place % 1000:03d}",
            number=place + 1,
        )
        for place in range(count)
    ]


@dataclass(frozen=True, slots=True)
class Taken:
    """The best of several runs, in milliseconds."""

    clock: float
    processor: float

    def __str__(self) -> str:
        """Return both, as a cell."""
        return f"{self.clock:,.0f} ms ({self.processor:,.0f})"


def best(work: Work, times: int) -> Taken:
    """Return the best of several runs."""
    taken = []
    for _each in range(times):
        begin, worked = time.perf_counter(), time.process_time()
        work()
        taken.append((time.perf_counter() - begin, time.process_time() - worked))
    return Taken(min(clock for clock, _own in taken) * 1000, min(own for _clock, own in taken) * 1000)


def module(name: str) -> ModuleType | None:
    """Import another library, None where it is absent."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def peers(kind: str, path: Path) -> Iterator[tuple[str, Work | None]]:
    """Yield the library a user would pick instead."""
    name, module_name, read = _PEERS[kind]
    library = module(module_name)
    yield name, None if library is None else partial(read, library, path)


def _ofxparse(library: ModuleType, path: Path) -> int:
    with path.open("rb") as file:
        return len(library.OfxParser.parse(file).account.statement.transactions)


def _cfonb(library: ModuleType, path: Path) -> int:
    text = path.read_text(encoding="latin-1").replace("\r\n", "\n").rstrip("\n")
    return len(library.StatementReader().parse(io.StringIO(text)))


def _pycamt(library: ModuleType, path: Path) -> int:
    return len(library.Camt053Parser(path.read_bytes()).get_transactions())


_PEERS = {
    "OFX": ("ofxparse", "ofxparse", _ofxparse),
    "CFONB120": ("python-cfonb", "cfonb", _cfonb),
    "camt.053": ("pycamt", "pycamt.parser", _pycamt),
}


def _pulled(path: Path) -> None:
    parser: Any = XMLPullParser(("end",))
    with path.open("rb") as file:
        while block := file.read(1 << 16):
            parser.feed(block)
            for _pair in parser.read_events():
                continue


def _defused(path: Path) -> None:
    for _event, element in Defused.iterparse(str(path)):
        element.clear()


def ours(source: Source) -> int:
    """Read a file whole."""
    file = BankFiles().open(source)
    assert file is not None
    return sum(len(account.lines) for account in read_file(file.pieces(Stop())).accounts)


def stored(folder: Path, path: Path) -> None:
    """Read a file into a new register, checked and recognised."""
    with closing(make_register(folder, FixedClock(LATER))) as register:
        banking(register).store("AB", path, BankChoice())


def measure(folder: Path, kind: str, size: int) -> None:
    """Tell one row."""
    path = folder / f"{kind}-{size}"
    path.write_bytes(WRITERS[kind](entries(size), FIRST, LAST))
    assert ours(path) == size
    times = 5 if size == SIZES[0] else 2
    cells = [
        ("ours, read", best(lambda: ours(path), times)),
        ("reading the bytes", best(path.read_bytes, times)),
    ]
    if kind == "camt.053":
        cells.append(("XMLPullParser", best(lambda: _pulled(path), times)))
        if size == SIZES[0]:
            cells.append(("defusedxml iterparse", best(lambda: _defused(path), 2)))
    register = folder / f"register-{kind}-{size}"
    cells.append(("ours, stored in a new register", best(lambda: stored(register, path), 1)))
    line = " | ".join(f"{name} {value}" for name, value in cells)
    if size == SIZES[0]:
        for name, work in peers(kind, path):
            told = f"not installed ({INSTALL})" if work is None else str(best(work, 1))
            line += f" | {name} {told}"
    tracemalloc.start()
    ours(path)
    line += f" | peak {tracemalloc.get_traced_memory()[1] / 1e6:,.0f} MB"
    tracemalloc.stop()
    print(f"{kind} {size:,}: {line}", flush=True)


def main() -> int:
    """Measure every format at both sizes."""
    sys.path.append(str(PLACE.resolve()))
    with tempfile.TemporaryDirectory() as name:
        for size in SIZES:
            for kind in WRITERS:
                measure(Path(name), kind, size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
