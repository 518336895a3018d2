"""A list against the register: nothing is lost, nothing counts twice, the same list changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pharmassist.domain.claims import LEAVES_WITH_SNAPSHOT, Claim, State
from pharmassist.domain.imports import ImportKind
from pharmassist.domain.snapshots import Comparison, Outcome, Verdict

DAY = date(2024, 1, 30)
EVE = DAY - timedelta(days=1)


def claim(
    invoice: str,
    cents: int = 1000,
    care_date: date | None = EVE,
    *,
    number: int = 0,
    state: State = State.TRANSMITTED,
    operator: str = "",
    invoice_date: date | None = EVE,
) -> Claim:
    """Make an invoice of the eve."""
    return Claim(
        invoice,
        cents,
        invoice_date,
        care_date,
        amc_number="0099310512",
        operator=operator,
        state=state,
        id=number,
    )


def compare(known: list[Claim], lines: list[Claim], day: date = DAY) -> tuple[list[Verdict], Outcome]:
    """Compare a snapshot."""
    comparison = Comparison(known, kind=ImportKind.SNAPSHOT, day=day)
    return [comparison.see(line) for line in lines], comparison.finish()


def applied(known: list[Claim], outcome: Outcome) -> list[Claim]:
    """Return the register after the list."""
    after = {each.id: each for each in known} | {c.before.id: c.after for c in outcome.changes}
    start = max(after, default=0) + 1
    return [*after.values(), *(replace(new, id=start + i) for i, new in enumerate(outcome.new))]


numbers = st.integers(1, 25).map(lambda n: f"{n:09d}")
invoices = st.builds(
    lambda invoice, cents, back, amc: Claim(
        invoice, cents, EVE - timedelta(days=back), EVE - timedelta(days=back), amc_number=amc
    ),
    numbers,
    st.integers(0, 3).map(lambda n: 500 + n * 250),
    st.integers(0, 3),
    st.sampled_from(["0099310512", "0099310519"]),
)
lists = st.lists(invoices, max_size=25, unique_by=lambda each: each.identity)
registers = st.lists(
    st.tuples(invoices, st.sampled_from(list(State))), max_size=25, unique_by=lambda pair: pair[0].identity
).map(lambda pairs: [replace(c, id=i, state=s) for i, (c, s) in enumerate(pairs, start=1)])


@given(registers, lists)
def test_every_line_has_one_fate_and_the_same_list_again_none(known: list[Claim], lines: list[Claim]) -> None:
    verdicts, outcome = compare(known, lines)
    assert len(outcome.new) == verdicts.count(Verdict.NEW)
    assert Verdict.DUPLICATE not in verdicts
    listed = {line.identity for line in lines}
    for change in outcome.changes:
        left = change.after.state is State.LEFT_OUTSTANDING
        assert not left or (
            change.before.state in LEAVES_WITH_SNAPSHOT and change.before.identity not in listed
        )
        assert change.after.state is not State.RECEIVED or change.before.state is State.RECEIVED
        assert change.after.amc_amount >= change.before.amc_amount
    after = applied(known, outcome)
    assert len({each.identity for each in after}) == len(after)
    again, second = compare(after, lines)
    assert set(again) <= {Verdict.KNOWN}
    assert (second.new, second.changes, second.gone) == ((), (), 0)


@given(registers, lists)
def test_what_stands_after_a_list_is_the_list(known: list[Claim], lines: list[Claim]) -> None:
    _verdicts, outcome = compare(known, lines)
    listed = {line.identity: line for line in lines}
    for each in applied(known, outcome):
        if each.state in LEAVES_WITH_SNAPSHOT:
            assert each.identity in listed
            assert each.outstanding == listed[each.identity].amc_amount


def test_only_a_snapshot_makes_invoices_leave() -> None:
    known = [claim("000000001", number=1), claim("000000002", number=2)]
    addition = Comparison(known)
    assert addition.see(claim("000000001")) is Verdict.KNOWN
    assert addition.finish().gone == 0
    assert compare(known, [claim("000000001")])[1].gone == 1


def test_pochettes_later_invoices_and_named_ones_stay() -> None:
    later = replace(claim("000000003", number=3), invoice_date=DAY + timedelta(days=1))
    known = [claim("P17", number=1), claim("000000002", number=2), later]
    comparison = Comparison(known, kind=ImportKind.SNAPSHOT, day=DAY)
    comparison.mention("000000002")
    assert comparison.finish().gone == 0


def test_a_list_of_one_operator_speaks_of_it_only() -> None:
    known = [
        claim("000000001", number=1, operator="viamedis"),
        claim("000000002", number=2, operator="almerys"),
    ]
    comparison = Comparison(known, kind=ImportKind.SNAPSHOT, day=DAY, operator="viamedis")
    outcome = comparison.finish()
    assert [change.before.id for change in outcome.changes] == [1]


def test_a_lower_amount_is_a_part_payment_and_a_higher_one_a_change() -> None:
    known = [claim("000000001", 1000, number=1)]
    verdicts, outcome = compare(known, [claim("000000001", 400)])
    assert verdicts == [Verdict.PART_PAID]
    after = outcome.changes[0].after
    assert (after.amc_amount, after.due, after.outstanding, after.received) == (1000, 400, 400, 0)
    assert compare([after], [claim("000000001", 400)])[0] == [Verdict.KNOWN]
    assert compare([after], [claim("000000001", 1200)])[1].changes[0].after.outstanding == 1200


def test_a_number_that_starts_again_is_another_invoice() -> None:
    known = [claim("000000001", number=1, invoice_date=date(2022, 1, 3), care_date=date(2022, 1, 3))]
    verdicts, outcome = compare(known, [claim("000000001")])
    assert verdicts == [Verdict.NEW]
    assert outcome.gone == 1


def test_the_care_date_tells_where_a_list_has_no_invoice_date() -> None:
    known = [claim("000000001", number=1)]
    assert compare(known, [claim("000000001", invoice_date=None)])[0] == [Verdict.KNOWN]


def test_an_invoice_that_comes_back_waits_again() -> None:
    known = [claim("000000001", number=1, state=State.LEFT_OUTSTANDING)]
    verdicts, outcome = compare(known, [claim("000000001")])
    assert verdicts == [Verdict.CHANGED]
    assert outcome.changes[0].after.state is State.TRANSMITTED


def test_a_resent_invoice_that_left_is_counted_once() -> None:
    known = [claim("000000001", number=1)]
    resent = claim("000000009", invoice_date=DAY)
    _verdicts, outcome = compare(known, [resent])
    assert outcome.gone == 1
    assert [each.linked for each in outcome.replacements] == [True]
    assert sum(each.outstanding for each in applied(known, outcome)) == 1000


def test_a_resent_invoice_that_still_stands_is_only_proposed() -> None:
    known = [claim("000000001", number=1)]
    _verdicts, outcome = compare(known, [claim("000000001"), claim("000000009", invoice_date=DAY)])
    assert [each.linked for each in outcome.replacements] == [False]
    assert outcome.new[0].replaces == "000000001"
    assert sum(each.outstanding for each in applied(known, outcome)) == 2000


def test_two_patients_of_one_day_are_no_replacement() -> None:
    known = [claim("000000001", number=1)]
    assert compare(known, [claim("000000001"), claim("000000009")])[1].replacements == ()


def test_one_old_invoice_is_replaced_once() -> None:
    known = [claim("000000001", number=1)]
    twins = [claim("000000008", invoice_date=DAY), claim("000000009", invoice_date=DAY)]
    assert len(compare(known, twins)[1].replacements) == 1
