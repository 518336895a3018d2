"""How long the counter's answer takes over 5,000 insurers, against rapidfuzz over their names."""

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.domain.headers import fold
from pharmassist.domain.operators import Insurer
from pharmassist.services.counter import Known

SIZES = (5_000, 50_000)
WORDS = ("HARMONIE", "MUTUELLE", "SANTE", "PREVOYANCE", "GENERALE", "FAMILIALE", "BRETAGNE", "LITTORAL")
TYPED = "mutuele du litoral"


def names_of(count: int) -> list[str]:
    """Return names like those of a directory."""
    kinds = len(WORDS)
    return [
        f"{WORDS[n % kinds]} {WORDS[n // kinds % kinds]} {WORDS[n // kinds**2 % kinds]} {n}"
        for n in range(count)
    ]


@pytest.mark.parametrize("insurers", SIZES)
def test_ours(benchmark: BenchmarkFixture, insurers: int) -> None:
    benchmark.group = f"counter over {insurers} insurers"
    entries = tuple(
        Insurer(name, f"{10_000_000 + number:08d}", ("viamedis",), "learnt", "lists", ())
        for number, name in enumerate(names_of(insurers))
    )
    known = Known(entries, {}, TomlCatalogue().conduct_rules())
    benchmark(known.search, TYPED)


@pytest.mark.parametrize("insurers", SIZES)
def test_floor(benchmark: BenchmarkFixture, insurers: int) -> None:
    benchmark.group = f"counter over {insurers} insurers"
    names = [fold(name) for name in names_of(insurers)]
    benchmark(process.extract, fold(TYPED), names, scorer=ratio, limit=8)
