"""How long "find anything" takes over 10,000 invoices and 5,000 insurers, against the bare SQL query."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.domain.operators import Insurer
from pharmassist.services.counter import Known
from pharmassist.services.finding import Finding, Group, Shelf, Thing
from pharmassist.services.office import Office
from tests.benchmarks.test_counter import names_of
from tests.registers import add_claims, some_claim
from tests.ui.offices import founded_office

INSURERS = 5_000
SIZES = (10_000, 100_000)
TYPED = ("8217", "mutuele du litoral", "harmonie")


@pytest.fixture(scope="module", params=SIZES)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder: Path = tmp_path_factory.mktemp("finding")
    names = names_of(INSURERS)
    with founded_office(folder) as founded:
        claims = (some_claim(400_000 + n, 774, payer=names[n % INSURERS]) for n in range(request.param))
        add_claims(founded.office.register, *claims)
        yield founded.office


@pytest.fixture(scope="module")
def known() -> Known:
    entries = tuple(
        Insurer(name, f"{10_000_000 + number:08d}", ("viamedis",), "learnt", "lists", ())
        for number, name in enumerate(names_of(INSURERS))
    )
    made = Known(entries, {}, TomlCatalogue().conduct_rules())
    made.ready()
    return made


@pytest.mark.parametrize("typed", TYPED)
def test_ours(benchmark: BenchmarkFixture, office: Office, known: Known, typed: str) -> None:
    benchmark.group = f"find {typed}"
    things = (Thing(Group.COMMANDS, f"Action {n}", "command", body="un texte d’aide") for n in range(200))
    shelf = Shelf(tuple(things)).ready()
    finding: Finding = office.finding
    benchmark(finding.search, typed, known, shelf)


@pytest.mark.parametrize("typed", TYPED)
def test_floor(benchmark: BenchmarkFixture, office: Office, typed: str) -> None:
    benchmark.group = f"find {typed}"

    def query() -> None:
        with office.register.read() as tx:
            tx.claims.named_like(typed, 5)

    benchmark(query)
