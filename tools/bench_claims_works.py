"""The works of ``bench_claims``: what the program does, each in a process of its own.

``python -m tools.bench_claims_works import|csv|xlsx|pages FOLDER [LIST…]``.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.files.tables import FileTables
from pharmassist.adapters.files.writing import PrivateFiles
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.store.engine import connect
from pharmassist.adapters.store.files import EncryptedFiles
from pharmassist.domain.claims import ClaimFilter, State
from pharmassist.domain.people import Person, Pharmacy, Role
from pharmassist.services.changes import Changes
from pharmassist.services.claims import Claims
from pharmassist.services.importing import Importing
from pharmassist.services.list_reading import Choice
from pharmassist.services.ports.register import Register

CLOCK = FixedClock(datetime(2024, 1, 31, 7, 0, tzinfo=UTC))
KEY = bytes(range(32))
REPEATED = 7
LONGEST_MS = 1_500
PAGE = 60


def open_register(folder: Path, *, new: bool = False) -> Register:
    """Open or make the register of a folder."""
    files = EncryptedFiles(folder / "home", CLOCK)
    if new:
        pharmacy = Pharmacy("0123456789abcdef", "Pharmacie du Port", "290099993")
        return files.create(pharmacy, KEY, (Person(0, "AB", "Anne Besson", Role.OWNER),))
    return files.open(KEY)


def import_lists(folder: Path, paths: list[Path]) -> None:
    """Import lists into a new register, checked and stored."""
    shutil.rmtree(folder / "home", ignore_errors=True)
    with closing(open_register(folder, new=True)) as register:
        service = Importing(register, FileTables(), PrivateFiles(), TomlCatalogue(), CLOCK, Changes())
        for path in paths:
            service.store("AB", path, Choice())


def export_list(folder: Path, ending: str) -> None:
    """Export the whole register as CSV or XLSX."""
    with closing(open_register(folder)) as register:
        claims = Claims(register, PrivateFiles(), TomlCatalogue(), CLOCK, Changes())
        claims.export("AB", folder / f"out.{ending}", ClaimFilter(all_states=True))


def in_milliseconds(work: Callable[[], object]) -> float:
    """Return the median of several runs, fewer of what takes long, after one that is not counted."""
    work()
    taken: list[float] = []
    while len(taken) < REPEATED and sum(taken) < LONGEST_MS:
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def look_at_pages(folder: Path) -> Iterator[tuple[str, float]]:
    """Yield what the page of invoices asks and how many milliseconds each takes."""
    with closing(open_register(folder)) as register:
        claims = Claims(register, PrivateFiles(), TomlCatalogue(), CLOCK, Changes())
        whole = claims.tally().count
        yield (
            "open: first rows, sum and count",
            in_milliseconds(lambda: (claims.list(limit=PAGE), claims.tally())),
        )
        yield "jump to the end", in_milliseconds(lambda: claims.list(offset=whole - PAGE, limit=PAGE))
        for sort in ("day", "due", "invoice", "payer", "amc_amount", "operator", "state"):
            work = partial(claims.list, sort=sort, descending=True, limit=PAGE)
            yield f"sort by {sort}", in_milliseconds(work)
        filters = {
            "one operator": ClaimFilter("viamedis"),
            "one operator, older than 10 days": ClaimFilter("viamedis", older_than=10),
            "one AMC": ClaimFilter(amc_number="0099310007"),
            "rejected": ClaimFilter(states=frozenset({State.REJECTED})),
            "one month": ClaimFilter(date_from=date(2023, 3, 1), date_to=date(2023, 3, 31)),
            "amounts": ClaimFilter(amount_from=5_000, amount_to=5_010),
            "last digits": ClaimFilter(text="4821"),
            "name of a mutuelle": ClaimFilter(text="mutuelle 12"),
        }
        for name, wanted in filters.items():
            looked = partial(_filtered, claims, wanted)
            yield f"filter and its sum: {name}", in_milliseconds(looked)
        yield "encours by operator and age", in_milliseconds(claims.by_operator)
        yield "ageing by AMC", in_milliseconds(lambda: claims.lists.ageing(by_amc=True))


def _filtered(claims: Claims, wanted: ClaimFilter) -> None:
    claims.list(wanted, limit=PAGE)
    claims.tally(wanted)


def floor_page(folder: Path) -> float:
    """Return the milliseconds of one page by an index, asked straight from the encrypted file."""
    query = "SELECT * FROM claims WHERE in_encours = 1 ORDER BY age_day, id LIMIT 60"
    with closing(connect(folder / "home" / "register.db", KEY)) as connection:
        return in_milliseconds(lambda: connection.execute(query).fetchall())


def main() -> None:
    """Do the one that is named; pages are told as rows of a table."""
    what, folder, *rest = sys.argv[1:]
    if what == "import":
        import_lists(Path(folder), list(map(Path, rest)))
    elif what == "pages":
        print(f"| floor: one page by its index | {floor_page(Path(folder)):.1f} |")
        for name, taken in look_at_pages(Path(folder)):
            print(f"| {name} | {taken:.1f} |", flush=True)
    else:
        export_list(Path(folder), what)


if __name__ == "__main__":
    main()
