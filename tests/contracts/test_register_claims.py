"""What every implementation must do with invoices, run on the encrypted file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.domain.claims import AGE_BANDS, Claim, ClaimChange, ClaimFilter, State, Tally
from pharmassist.domain.imports import (
    ImportKind,
    ImportRecord,
    ImportReport,
)
from pharmassist.domain.problems import Problem
from pharmassist.services.ports.register import Register
from tests.registers import NOW, PHARMACY, TODAY, add_claims, found, make_register, some_claim


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def register(tmp_path: Path, clock: FixedClock) -> Iterator[Register]:
    opened = make_register(tmp_path, clock)
    yield opened
    opened.close()


FULL = Claim(
    invoice="000123456",
    amc_amount=1840,
    invoice_date=date(2024, 1, 12),
    care_date=date(2024, 1, 11),
    transmission_date=date(2024, 1, 15),
    batch="214",
    payer="Aésio mutuelle",
    amc_raw="00733931",
    amc_number="0000733931",
    convention_type="VM",
    csr="001",
    operator="viamedis",
    total=4000,
    amo_amount=2160,
    announced=1000,
    received=40,
    state=State.PARTLY_RECEIVED,
    reject_code="R1",
    reject_label="droits",
    replaces="000123000",
    import_id=0,
    due=900,
)


def test_every_field_of_an_invoice_comes_back(register: Register) -> None:
    (number,) = add_claims(register, FULL)
    with register.read() as tx:
        kept = replace(FULL, id=number)
        assert tx.claims.get(number) == kept
        assert tx.claims.by_identity("000123456", "2024-01-12") == kept
        assert tx.claims.by_identity("000123456", "") is None
        assert tx.claims.by_invoice("000123456") == (kept,)
        assert list(tx.claims.all()) == [kept]
        assert tx.claims.get(99) is None


def test_the_same_number_on_the_same_day_is_one_invoice(register: Register) -> None:
    add_claims(register, some_claim(1, 100), some_claim(1, 200, date(2023, 1, 30)))
    with pytest.raises(Problem) as told:
        add_claims(register, some_claim(1, 300))
    assert (told.value.code, told.value.values) == ("claim_known", {"invoice": "000000001"})
    with register.read() as tx:
        assert [each.amc_amount for each in tx.claims.by_invoice("000000001")] == [200, 100]


def test_an_import_that_meets_a_known_invoice_stores_nothing(register: Register) -> None:
    add_claims(register, some_claim(1, 100))
    with pytest.raises(Problem) as told, register.write("AB") as tx:
        tx.claims.add_many([some_claim(2, 100), some_claim(1, 100)], 1)
    assert told.value.values == {"invoice": "000000001"}
    assert found(register, ClaimFilter(all_states=True)) == ["1"]


def test_an_update_names_the_version_it_saw(register: Register) -> None:
    (number,) = add_claims(register, some_claim(1, 100))
    with register.read() as tx:
        seen = tx.claims.get(number)
    assert seen is not None
    with register.write("AB") as tx:
        tx.claims.update(replace(seen, amc_amount=150))
        tx.journal.record("claims.changed", str(number))
    with pytest.raises(Problem) as told, register.write("LM") as tx:
        tx.claims.update(replace(seen, amc_amount=170))
    assert told.value.code == "changed_meanwhile"
    assert "000000001" in str(told.value.values["what"])
    with register.read() as tx:
        now = tx.claims.get(number)
        assert now == replace(seen, amc_amount=150, version=2)


def test_many_updates_are_all_or_none(register: Register) -> None:
    ids = add_claims(register, *(some_claim(n, 100) for n in range(1, 6)))
    with register.read() as tx:
        seen = list(tx.claims.all())
    with register.write("AB") as tx:
        tx.claims.update_many([replace(each, state=State.RECEIVED) for each in seen[:3]])
        tx.journal.record("claims.changed")
    with pytest.raises(Problem) as told, register.write("AB") as tx:
        tx.claims.update_many([replace(each, state=State.REJECTED) for each in reversed(seen)])
    assert "000000003" in str(told.value.values["what"])
    with register.read() as tx:
        states = [each.state for each in tx.claims.all()]
    assert states == [State.RECEIVED] * 3 + [State.TRANSMITTED] * 2
    assert len(ids) == 5


def test_filters_and_their_sums(register: Register) -> None:
    add_claims(
        register,
        some_claim(1, 100, date(2024, 1, 29), operator="viamedis", payer="Aésio"),
        some_claim(2, 200, date(2024, 1, 15), operator="viamedis", amc_number="0000733931", batch="L_7"),
        some_claim(3, 400, date(2024, 1, 15), operator="almerys", state=State.RECEIVED),
        some_claim(4, 800, None, operator="", state=State.REJECTED, care_date=date(2024, 1, 2)),
        some_claim(5, 1600, None, payer="100 %"),
        some_claim(6, 3200, date(2024, 1, 30), state=State.PARTLY_RECEIVED, received=200),
    )
    cases: list[tuple[ClaimFilter, list[str], Tally]] = [
        (ClaimFilter(), ["5", "4", "2", "1", "6"], Tally(5, 5700)),
        (ClaimFilter(operator="viamedis"), ["2", "1"], Tally(2, 300)),
        (ClaimFilter(operator=""), ["5", "4", "6"], Tally(3, 5400)),
        (ClaimFilter(all_states=True), ["5", "4", "2", "3", "1", "6"], Tally(6, 6300)),
        (ClaimFilter(states=frozenset({State.REJECTED})), ["4"], Tally(1, 800)),
        (ClaimFilter(states=frozenset({State.RECEIVED})), ["3"], Tally(1, 400)),
        (ClaimFilter(amc_number="0000733931"), ["2"], Tally(1, 200)),
        (ClaimFilter(older_than=5), ["4", "2"], Tally(2, 1000)),
        (ClaimFilter(older_than=0), ["4", "2", "1"], Tally(3, 1100)),
        (ClaimFilter(date_from=date(2024, 1, 16)), ["1", "6"], Tally(2, 3100)),
        (ClaimFilter(date_to=date(2024, 1, 15)), ["4", "2"], Tally(2, 1000)),
        (ClaimFilter(text="aesio"), ["1"], Tally(1, 100)),
        (ClaimFilter(text="%"), ["5"], Tally(1, 1600)),
        (ClaimFilter(text="l_7"), ["2"], Tally(1, 200)),
        (ClaimFilter(text="_"), ["2"], Tally(1, 200)),
        (ClaimFilter(text=" 0005 "), ["5"], Tally(1, 1600)),
        (ClaimFilter(text="733931"), ["2"], Tally(1, 200)),
        (ClaimFilter(text="nulle part"), [], Tally(0, 0)),
    ]
    for wanted, invoices, tally in cases:
        assert found(register, wanted) == invoices, wanted
        with register.read() as tx:
            assert tx.claims.tally(wanted, today=TODAY) == tally, wanted


def test_ages_are_those_of_the_domain(register: Register) -> None:
    days = [TODAY - timedelta(days=n) for n in range(-2, 30)]
    add_claims(register, *(some_claim(n, 100, day) for n, day in enumerate(days, start=1)))
    for limit in range(12):
        expected = {str(n) for n, day in enumerate(days, start=1) if some_claim(n, 1, day).age(TODAY) > limit}
        assert set(found(register, ClaimFilter(older_than=limit))) == expected
    with register.read() as tx:
        (total,) = tx.claims.outstanding_by_operator(today=TODAY)
    ages = [some_claim(n, 1, day).age(TODAY) for n, day in enumerate(days, start=1)]
    counts = [sum(first <= age <= last for age in ages) for first, last in AGE_BANDS]
    assert [band.count for band in total.bands] == counts
    assert sum(counts) == len(days)


def test_public_holidays_of_alsace_count(register: Register) -> None:
    add_claims(register, some_claim(1, 100, date(2023, 12, 22)))
    with register.read() as tx:
        before = tx.claims.tally(ClaimFilter(older_than=1), today=date(2023, 12, 27)).count
    with register.write("AB") as tx:
        tx.people.save_pharmacy(replace(PHARMACY, alsace_moselle=True))
        tx.journal.record("pharmacy.changed")
    with register.read() as tx:
        after = tx.claims.tally(ClaimFilter(older_than=1), today=date(2023, 12, 27)).count
    assert (before, after) == (1, 0)


def test_encours_by_operator_largest_first(register: Register) -> None:
    add_claims(
        register,
        some_claim(1, 500, TODAY, operator="almerys"),
        some_claim(2, 700, date(2024, 1, 25), operator="viamedis"),
        some_claim(3, 900, date(2024, 1, 2), operator="viamedis"),
        some_claim(4, 900, date(2024, 1, 2), operator="viamedis", state=State.WRITTEN_OFF),
        some_claim(5, 50, None),
    )
    with register.read() as tx:
        totals = tx.claims.outstanding_by_operator(today=TODAY)
    assert [(t.operator, t.total) for t in totals] == [
        ("viamedis", Tally(2, 1600)),
        ("almerys", Tally(1, 500)),
        ("", Tally(1, 50)),
    ]
    assert totals[0].bands == (Tally(), Tally(1, 700), Tally(1, 900))


def test_pages_follow_one_another_in_any_order(register: Register) -> None:
    add_claims(
        register, *(some_claim(n, 1000 - n * (n % 3), TODAY - timedelta(days=n % 4)) for n in range(1, 30))
    )
    for sort in ("day", "age", "due", "amc_amount", "invoice", "payer", "state"):
        for descending in (False, True):
            more: dict[str, Any] = {"descending": descending}
            whole = found(register, ClaimFilter(), sort, **more)
            pages = [
                found(register, ClaimFilter(), sort, **more, offset=n, limit=7) for n in (0, 7, 14, 21, 28)
            ]
            assert [each for page in pages for each in page] == whole
            assert len(set(whole)) == 29
    assert found(register, ClaimFilter(), "age", limit=1, descending=True) == ["3"]
    with pytest.raises(ValueError, match="sorted"):
        found(register, ClaimFilter(), "1; DROP TABLE claims")


def test_history_and_undo_of_an_import(register: Register) -> None:
    ids = add_claims(register, some_claim(1, 100), some_claim(2, 200))
    record = ImportRecord(
        0,
        NOW,
        "AB",
        "encours.csv",
        "ab" * 32,
        ImportKind.SNAPSHOT,
        TODAY,
        ImportReport(file_name="encours.csv"),
    )
    change = ClaimChange(ids[0], NOW, "AB", "transmitted", "left_outstanding", "snapshot")
    with register.write("AB") as tx:
        tx.claims.note([replace(change, cause="note", after="transmitted")])
        number = tx.imports.add(record)
        before = tx.claims.get(ids[0])
        assert before is not None
        tx.claims.keep_before(number, [before])
        tx.claims.update(replace(before, state=State.LEFT_OUTSTANDING))
        tx.claims.note([replace(change, import_id=number)])
        assert tx.claims.add_many((some_claim(n, 10) for n in range(10, 15)), number) == 5
        tx.journal.record("claims.imported", str(number))
    with register.read() as tx:
        assert tx.claims.kept_before(number) == (before,)
        assert [c.cause for c in tx.claims.history(ids[0])] == ["note", "snapshot"]
        assert tx.claims.states_moved_since(number) == {}
        brought = tx.claims.find(ClaimFilter(import_id=number), today=TODAY)
        assert {each.import_id for each in brought} == {number}
    with register.write("LM") as tx:
        tx.claims.note([replace(change, claim_id=brought[0].id, cause="note")])
        tx.claims.note([replace(change, claim_id=ids[1], cause="note")])
        tx.journal.record("claims.moved")
    with register.write("LM") as tx:
        assert tx.claims.states_moved_since(number) == {State.TRANSMITTED: 1}
        assert tx.claims.remove_added_by(number) == 5
        tx.journal.record("claims.undone", str(number))
    assert found(register, ClaimFilter(all_states=True)) == ["1", "2"]


def test_many_are_read_at_once_and_chosen_by_what_they_count_for(register: Register) -> None:
    ids = add_claims(
        register,
        some_claim(1, 100),
        some_claim(2, 200, state=State.RECEIVED, received=200),
        some_claim(3, 300, state=State.PARTLY_RECEIVED, received=120),
    )
    with register.read() as tx:
        many = tx.claims.get_many([ids[2], ids[0], ids[0], 99])
        assert [each.id for each in many] == [ids[0], ids[2]]
        open_ones = tx.claims.picked(ClaimFilter(), today=TODAY)
        assert [(each.id, each.cents, each.state) for each in open_ones] == [
            (ids[0], 100, State.TRANSMITTED),
            (ids[2], 180, State.PARTLY_RECEIVED),
        ]
        assert {each.version for each in open_ones} == {1}
        closed = ClaimFilter(states=frozenset({State.RECEIVED}))
        assert [each.cents for each in tx.claims.picked(closed, today=TODAY)] == [200]
        assert tx.claims.find(ClaimFilter(replacing=True), today=TODAY) == ()
