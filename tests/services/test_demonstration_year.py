"""The demonstration's year: four formats say one truth, and meet in one register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.demonstration.year import Year, generate_year
from pharmassist.demonstration.year_files import BANK_FILES, truth, year_files
from pharmassist.domain.bank import Credit, CreditFilter, CreditState
from pharmassist.services.ports.files import Pasted
from pharmassist.services.ports.register import Register
from tests.banks import LATER, banking, imported
from tests.registers import make_register

FILES = list(BANK_FILES)


@pytest.fixture(scope="module")
def year() -> Year:
    return generate_year(per_day=8)


@pytest.fixture(scope="module")
def files(year: Year) -> dict[str, bytes]:
    return year_files(year)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    opened = make_register(tmp_path, FixedClock(LATER))
    yield opened
    opened.close()


def credits_of(register: Register) -> tuple[Credit, ...]:
    with register.read() as tx:
        return tx.credits.find(CreditFilter())


def test_the_same_seed_gives_the_same_year(year: Year) -> None:
    assert generate_year(per_day=8) == year
    assert generate_year(seed=1, per_day=8) != year


def test_the_truth_adds_up(year: Year) -> None:
    told = truth(year)
    notices = {each["reference"]: each for each in told["notices"]}
    paid: Counter[str] = Counter()
    for credit in told["credits"]:
        for part in credit["pays"]:
            paid[part["reference"]] += part["cents"]
        if credit["pays"]:
            assert sum(part["cents"] for part in credit["pays"]) == credit["cents"]
    for reference, notice in notices.items():
        missing = notice["total_cents"] - notice["withheld_cents"] - paid[reference]
        never = reference == told["announced_never_received"]
        assert missing == (notice["total_cents"] if never else 0), reference
    advance = told["advance"]
    assert advance["withheld_cents"] == advance["granted_cents"] > 0
    kinds = Counter(credit["kind"] for credit in told["credits"])
    for kind in ("transfer", "advance", "unannounced", "returned", "return", "other"):
        assert kinds[kind], kind
    grouped = [c for c in told["credits"] if len(c["pays"]) > 1]
    counted = Counter(p["reference"] for c in told["credits"] for p in c["pays"])
    swallowed = [n for n in told["notices"] if n["total_cents"] == n["withheld_cents"] > 0]
    assert grouped
    assert max(counted.values()) > 1
    assert swallowed


@pytest.mark.parametrize("name", FILES)
def test_each_format_brings_the_same_days_and_amounts(
    register: Register, year: Year, files: dict[str, bytes], name: str
) -> None:
    report = imported(register, Pasted(files[name], name))
    assert (report.kept, report.refused, report.known) == (len(year.lines), 0, 0)
    assert report.balance_ok is (None if name in ("releve.ofx", "releve.csv") else True)
    brought = Counter((c.day, c.cents) for c in credits_of(register) if c.cents > 0)
    assert brought == Counter((line.day, line.cents) for line in year.lines if line.cents > 0)
    again = imported(register, Pasted(files[name], name))
    assert (again.kept, again.known, again.same_as) == (0, len(year.lines), report.import_id)


@pytest.mark.parametrize("name", FILES)
def test_the_return_is_kept_even_where_only_its_reference_tells_it(
    register: Register, year: Year, files: dict[str, bytes], name: str
) -> None:
    report = imported(register, Pasted(files[name], name))
    (line,) = (each for each in year.lines if each.kind == "return")
    (credit,) = (each for each in credits_of(register) if each.state is CreditState.RETURN)
    assert report.returns == 1
    assert (credit.day, credit.cents) == (line.day, line.cents)
    with register.read() as tx:
        back = tx.credits.get(credit.returns)
        assert back is not None
        assert (back.cents, back.state, back.returned_by) == (-line.cents, CreditState.RETURNED, credit.id)


@pytest.mark.parametrize("first", FILES)
def test_the_four_formats_meet_in_one_register(
    register: Register, year: Year, files: dict[str, bytes], first: str
) -> None:
    imported(register, Pasted(files[first], first))
    for name in FILES:
        if name != first:
            report = imported(register, Pasted(files[name], name))
            assert report.kept == 0, name
            assert report.known + report.completed == len(year.lines), name
    assert len(banking(register).accounts()) == 1
    assert sum(credit.cents > 0 for credit in credits_of(register)) == sum(
        line.cents > 0 for line in year.lines
    )
    # whatever came first, the reference of each transfer is known in the end
    by_key = {(c.day, c.cents): c for c in credits_of(register)}
    for line in year.lines:
        if line.reference and line.cents > 0 and line.kind == "transfer":
            assert line.reference in by_key[line.day, line.cents].references


def test_undone_in_any_order_nothing_is_left(register: Register, files: dict[str, bytes]) -> None:
    numbers = [imported(register, Pasted(files[name], name)).import_id for name in FILES]
    for number in (numbers[1], numbers[3], numbers[0], numbers[2]):
        banking(register).undo("AB", number)
    assert credits_of(register) == ()
    dump = "\n".join(register.dump(("bank_lines", "bank_sightings", "bank_statements", "bank_credits")))
    assert dump == ""


def test_no_debit_is_in_the_register(register: Register, year: Year, files: dict[str, bytes]) -> None:
    for name in FILES:
        imported(register, Pasted(files[name], name))
    dump = "\n".join(register.dump())
    for word in ("GROSSISTE", "URSSAF", "FRAIS TENUE"):
        assert word not in dump
    cents = {line.cents for line in year.lines if line.kind == "debit" and line.cents < -100_000}
    assert not [each for each in cents if str(each) in dump]
