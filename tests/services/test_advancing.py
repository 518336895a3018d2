"""Acomptes: a liability of its own, exact to the cent, with bank and notices, and undone exactly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pharmassist.domain.advances import (
    Advance,
    AdvanceStatus,
    Basis,
    Movement,
    MovementKind,
    balance,
)
from pharmassist.domain.bank import CreditFilter, CreditState
from pharmassist.domain.claims import Claim, ClaimFilter
from pharmassist.domain.matches import Allocation, Match, Rung, Target
from pharmassist.domain.notices import NoticeFilter, NoticeState
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.advance_rows import RowKind, ledger_rows, ledger_totals
from pharmassist.services.advancing import Ledger
from pharmassist.services.pins import Pins
from tests.services.owed_scene import CLOSING, REQUESTED_AT, STORY_5, WHO, Scene, scene, story_5

DAY = date(2024, 1, 25)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Scene]:
    with scene(tmp_path) as made:
        yield made


def code_of(refused: pytest.ExceptionInfo[Problem]) -> str:
    return refused.value.code


def banked(at: Scene) -> Ledger:
    """Bring story 5 to the acompte in the bank."""
    story_5(at)
    advancing = at.desk.advancing
    at.desk.clock.set(REQUESTED_AT)
    asked = advancing.request(WHO, "viamedis")
    at.desk.clock.set(datetime(2024, 2, 12, 9, tzinfo=UTC))
    advancing.answer(WHO, asked.id, AdvanceStatus.GRANTED, 169_241)
    at.desk.clock.set(CLOSING)
    (credit,) = at.bank(date(2024, 3, 1), (date(2024, 2, 13), 169_241))
    return advancing.receive(WHO, asked.id, credit)


def test_story_5_to_the_cent(at: Scene) -> None:
    ledger = banked(at)
    advancing, advance = at.desk.advancing, ledger.advance
    assert (advance.requested, advance.claims, advance.granted) == (241_773, 231, 169_241)
    assert advance.status is AdvanceStatus.PARTLY_GRANTED
    for day, total, withheld in STORY_5:
        notice = at.notice("viamedis", day, total)
        if withheld:
            ledger = advancing.withhold(WHO, advance.id, notice, withheld)
    assert ledger.balance == 0
    ledger = advancing.ledger(advance.id)
    assert ledger.advance.status is AdvanceStatus.CLOSED
    with at.desk.register.read() as tx:
        rests = [notice.rest for notice in tx.notices.find(NoticeFilter(operator="viamedis"))]
        states = [notice.state for notice in tx.notices.find(NoticeFilter(operator="viamedis"))]
    # What the bank is to bring; the second notice is silent.
    assert rests == [4_012, 0, 19_854, 48_666]
    assert sum(rests) == 72_532
    assert states[1] is NoticeState.WITHHELD
    told = ledger_totals(ledger)
    assert (told.announced, told.withheld, told.missing, told.balance) == (241_773, 169_241, 72_532, 0)
    kinds = [row.kind for row in ledger_rows(ledger)]
    assert kinds[:3] == [RowKind.REQUESTED, RowKind.GRANTED, RowKind.RECEIVED]
    assert kinds[3:] == [RowKind.NOTICE, RowKind.SWALLOWED, RowKind.NOTICE, RowKind.NOTICE]
    assert [row.balance for row in ledger_rows(ledger)[2:]] == [169_241, 109_241, 50_401, 0, 0]
    days = (date(2024, 2, 12), date(2024, 2, 13), date(2024, 2, 21), date(2024, 2, 22), date(2024, 2, 29))
    assert [ledger.balance_at(day) for day in days] == [0, 169_241, 109_241, 50_401, 0]
    with at.desk.register.read() as tx:
        tally = tx.claims.tally(ClaimFilter(operator="viamedis"), today=date(2024, 3, 4))
        (credit,) = tx.credits.find(CreditFilter())
    # Never the payment of an invoice: the encours has not moved by a cent.
    assert (tally.count, tally.cents) == (251, 261_483)
    assert (credit.state, credit.rest) == (CreditState.MATCHED, 0)


def test_undoing_every_movement_restores_credits_notices_and_acompte(at: Scene) -> None:
    story_5(at)
    asked = at.desk.advancing.request(WHO, "viamedis")
    at.desk.advancing.answer(WHO, asked.id, AdvanceStatus.GRANTED, 169_241)
    at.desk.clock.set(CLOSING)
    credits_ = at.bank(date(2024, 3, 1), (date(2024, 2, 13), 100_000), (date(2024, 2, 14), 100_000))
    notice = at.notice("viamedis", date(2024, 2, 20), 200_000)
    before = books(at)
    advancing = at.desk.advancing
    advancing.receive(WHO, asked.id, credits_[0])
    # A credit may be an acompte in part: the amount is split.
    advancing.receive(WHO, asked.id, credits_[1], 69_241)
    ledger = advancing.withhold(WHO, asked.id, notice, 169_241)
    assert ledger.advance.status is AdvanceStatus.CLOSED
    with at.desk.register.read() as tx:
        assert [credit.rest for credit in tx.credits.find(CreditFilter())] == [0, 30_759]
    for line in reversed(ledger.lines):
        ledger = advancing.undo_movement(WHO, line.movement.id)
    assert ledger.lines == ()
    assert books(at) == before


def books(at: Scene) -> tuple[object, ...]:
    with at.desk.register.read() as tx:
        return (
            tuple(replace(one, version=0) for one in tx.advances.all()),
            tuple(replace(one, version=0) for one in tx.credits.find(CreditFilter())),
            tuple(replace(one, version=0) for one in tx.notices.find(NoticeFilter())),
            tuple(tx.matches.standing()),
        )


def test_what_was_given_back_does_not_stand_without_a_receipt(at: Scene) -> None:
    ledger = banked(at)
    notice = at.notice("viamedis", date(2024, 2, 20), 64_012)
    at.desk.advancing.withhold(WHO, ledger.advance.id, notice, 60_000)
    before = at.desk.dump()
    with pytest.raises(Problem) as refused:
        at.desk.advancing.undo_movement(WHO, ledger.lines[0].movement.id)
    assert code_of(refused) == "advance_not_banked"
    assert at.desk.dump() == before


@pytest.mark.parametrize(
    ("cents", "notice_cents", "code"),
    [(60_001, 60_000, "withheld_beyond_notice"), (-1, 60_000, "amount_not_positive")],
)
def test_a_withholding_beyond_its_notice_is_refused(
    at: Scene, cents: int, notice_cents: int, code: str
) -> None:
    ledger = banked(at)
    notice = at.notice("viamedis", date(2024, 2, 20), notice_cents)
    with pytest.raises(Problem) as refused:
        at.desk.advancing.withhold(WHO, ledger.advance.id, notice, cents)
    assert code_of(refused) == code


def test_a_credit_pays_once(at: Scene) -> None:
    ledger = banked(at)
    with pytest.raises(Problem) as refused:
        at.desk.advancing.receive(WHO, ledger.advance.id, ledger.lines[0].movement.credit_id)
    assert code_of(refused) == "credit_already_pointed"
    (other,) = at.bank(date(2024, 3, 2), (date(2024, 3, 2), 5_000))
    with pytest.raises(Problem) as refused:
        at.desk.advancing.receive(WHO, ledger.advance.id, other, 5_001)
    assert code_of(refused) == "credit_rest_short"


def test_an_invoice_and_an_amc_are_in_one_standing_request_only(at: Scene) -> None:
    at.claims(
        Claim("000000001", 1_000, DAY, DAY, operator="viamedis", amc_number="75500017"),
        Claim("000000002", 2_000, DAY, DAY, operator="almerys", amc_number="75500017"),
        Claim("000000003", 4_000, DAY, DAY, operator="almerys", amc_number="11111111"),
    )
    advancing = at.desk.advancing
    first = advancing.request(WHO, "viamedis")
    found = advancing.compute("almerys")
    assert (found.exact, found.claims) == (4_000, 1)
    (held,) = found.elsewhere
    assert (held.advance.id, held.tally.cents, held.same_amc) == (first.id, 2_000, True)
    assert found.transmitted.cents == 6_000
    again = advancing.compute("viamedis")
    assert (again.exact, again.elsewhere[0].same_amc) == (0, False)
    second = advancing.request(WHO, "almerys")
    assert second.requested == 4_000
    # Refused or withdrawn, its invoices may be asked for again.
    advancing.answer(WHO, first.id, AdvanceStatus.REFUSED)
    assert advancing.compute("viamedis").exact == 1_000
    assert advancing.compute("almerys").exact == 2_000
    advancing.withdraw(WHO, second.id)
    assert advancing.compute("almerys").exact == 6_000


def test_several_acomptes_of_an_operator_and_the_renewal(at: Scene) -> None:
    ledger = banked(at)
    at.claims(Claim("000009001", 30_000, date(2024, 3, 1), operator="viamedis"))
    advancing = at.desk.advancing
    second = advancing.request(WHO, "viamedis")
    assert (second.requested, second.claims, second.renews) == (30_000, 1, ledger.advance.id)
    (credit,) = at.bank(date(2024, 3, 4), (date(2024, 3, 4), 20_000))
    advancing.receive(WHO, second.id, credit)
    assert [one.balance for one in advancing.ledgers("viamedis")] == [20_000, 169_241]
    # Money that came before an answer is an answer.
    assert advancing.ledger(second.id).advance.status is AdvanceStatus.PARTLY_GRANTED


def test_reminder_answer_and_order(at: Scene) -> None:
    story_5(at)
    advancing = at.desk.advancing
    asked = advancing.request(WHO, "viamedis")
    assert [advancing.remind(WHO, asked.id).level for _ in range(2)] == [1, 2]
    with pytest.raises(Problem) as refused:
        advancing.answer(WHO, asked.id, AdvanceStatus.GRANTED, 241_774)
    assert code_of(refused) == "granted_beyond_request"
    assert advancing.answer(WHO, asked.id, AdvanceStatus.GRANTED, 241_773).status is AdvanceStatus.GRANTED
    with pytest.raises(Problem) as refused:
        advancing.remind(WHO, asked.id)
    assert code_of(refused) == "advance_not_waiting"
    assert advancing.answer(WHO, asked.id, AdvanceStatus.NO_ANSWER).status is AdvanceStatus.NO_ANSWER
    advancing.answer(WHO, asked.id, AdvanceStatus.REFUSED)
    with pytest.raises(Problem) as refused:
        advancing.add_movement(WHO, asked.id, MovementKind.RECEIVED, 100)
    assert code_of(refused) == "advance_ended"


def test_a_request_is_the_owners(at: Scene) -> None:
    story_5(at)
    with pytest.raises(Problem) as refused:
        at.desk.advancing.request("LM", "viamedis")
    assert code_of(refused) == "owner_needed"
    pins: Pins = at.desk.advancing._pins
    pins.set(WHO, Secret("2580"))
    with pytest.raises(Problem) as refused:
        at.desk.advancing.request(WHO, "viamedis")
    assert code_of(refused) == "pin_needed"
    assert at.desk.advancing.request(WHO, "viamedis", pin=Secret("2580")).requested == 241_773


def test_the_estimates_have_their_working(at: Scene) -> None:
    """October to December 16 884,00 € over 63 working days, 8 days suspended: 2 144,00 €."""
    days = [date(2023, 10, 27), date(2023, 12, 29)]
    credits_ = at.bank(date(2024, 2, 5), (days[0], 800_000), (days[1], 888_400), (date(2024, 1, 30), 14_400))
    advancing = at.desk.advancing
    notices = [at.notice("viamedis", day, cents) for day, cents in ((days[0], 800_000), (days[1], 888_400))]
    late = at.notice("viamedis", date(2024, 1, 30), 14_400)
    at.claims(Claim("000000001", 5_000, date(2024, 1, 26), operator="viamedis"))
    at.desk.clock.set(datetime(2024, 2, 6, 9, tzinfo=UTC))
    for credit, notice in zip(credits_, (*notices, late), strict=True):
        point(at, credit, notice)
    found = advancing.compute("viamedis", date(2024, 1, 26), date(2024, 2, 6))
    assert found.reference is not None
    assert found.reference.by_bank
    assert (found.reference.first, found.reference.last) == (date(2023, 10, 27), date(2024, 1, 25))
    assert found.reference.received == 1_688_400
    assert (found.reference.working_days, found.working_days) == (62, 8)
    assert found.estimate == (1_688_400 * 8 * 2 + 62) // 124
    assert found.actual == 14_400
    assert found.shortfall == found.estimate - 14_400
    asked = advancing.request(WHO, "viamedis", date(2024, 1, 26), date(2024, 2, 6), Basis.SHORTFALL)
    assert (asked.requested, asked.basis) == (found.shortfall, Basis.SHORTFALL)


def point(at: Scene, credit_id: int, notice_id: int) -> None:
    """Match a credit and a notice whole, as the page Virements does."""
    with at.desk.register.write(WHO) as tx:
        credit, notice = tx.credits.get(credit_id), tx.notices.get(notice_id)
        assert credit
        assert notice
        part = Allocation(Target.NOTICE, notice_id, credit.cents, notice_id)
        tx.matches.add(Match(credit_id, Rung.MANUAL, False, (part,), tx.now, WHO))
        tx.credits.update(replace(credit, allocated=credit.cents))
        tx.notices.update(replace(notice, received=notice.received + credit.cents))
        tx.journal.record("bank.matched")


_START = date(2024, 2, 1)
MOVES = st.lists(
    st.tuples(st.sampled_from(MovementKind), st.integers(0, 40), st.integers(1, 10**7)), max_size=30
)


@given(MOVES)
def test_the_movements_make_the_balance_at_every_date(moves: list[tuple[MovementKind, int, int]]) -> None:
    movements = tuple(
        Movement(1, kind, _START + timedelta(days=after), cents, id=number)
        for number, (kind, after, cents) in enumerate(moves, 1)
    )
    advance = Advance("viamedis", _START, _START, 1, 10**9)
    total = 0
    for day in sorted({m.day for m in movements}):
        came = sum(m.cents for m in movements if m.day == day and m.kind is MovementKind.RECEIVED)
        went = sum(m.cents for m in movements if m.day == day and m.kind is not MovementKind.RECEIVED)
        total += came - went
        assert balance(movements, day) == total
    assert balance(movements) == total
    assert Ledger(advance, ()).balance_at(_START) == 0


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_random_histories_balance_and_undo_exactly(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    with scene(tmp_path_factory.mktemp("books")) as at:
        at.claims(Claim("000000001", 500_000, DAY, operator="viamedis"))
        asked = at.desk.advancing.request(WHO, "viamedis")
        at.desk.clock.set(CLOSING)
        sums = data.draw(st.lists(st.integers(1, 100_000), min_size=1, max_size=4))
        credits_ = at.bank(date(2024, 3, 1), *((date(2024, 2, 13 + i), c) for i, c in enumerate(sums)))
        notices = [at.notice("viamedis", date(2024, 2, 20 + i), c) for i, c in enumerate(sums)]
        at.desk.advancing.answer(WHO, asked.id, AdvanceStatus.GRANTED, 500_000)
        before = books(at)
        done: list[int] = []
        for _turn in range(data.draw(st.integers(1, 8))):
            verb = data.draw(st.sampled_from(("receive", "withhold", "undo")))
            cents = data.draw(st.integers(1, 60_000))
            which = data.draw(st.integers(0, len(sums) - 1))
            with suppress_expected():
                if verb == "receive":
                    at.desk.advancing.receive(WHO, asked.id, credits_[which], cents)
                elif verb == "withhold":
                    at.desk.advancing.withhold(WHO, asked.id, notices[which], cents)
                elif done:
                    at.desk.advancing.undo_movement(WHO, done.pop(which % len(done)))
            ledger = at.desk.advancing.ledger(asked.id)
            done = [movement.id for movement in ledger.movements]
            check_books(at, ledger)
        kinds = {m.id: m.kind for m in at.desk.advancing.ledger(asked.id).movements}
        for number in sorted(kinds, key=lambda n: kinds[n] is MovementKind.RECEIVED):
            at.desk.advancing.undo_movement(WHO, number)
        assert books(at) == before


_REFUSALS = frozenset(
    {"credit_already_pointed", "credit_rest_short", "withheld_beyond_notice", "advance_not_banked"}
)


@contextmanager
def suppress_expected() -> Iterator[None]:
    """Let the refusals of a random history pass; anything else is a fault."""
    try:
        yield
    except Problem as refused:
        if refused.code not in _REFUSALS:
            raise


def check_books(at: Scene, ledger: Ledger) -> None:
    """Σ allocations + rest = amount, for credits and notices; the ledger is what they say."""
    with at.desk.register.read() as tx:
        standing = tuple(tx.matches.standing())
        for credit in tx.credits.find(CreditFilter()):
            taken = sum(match.taken for match in standing if match.credit_id == credit.id)
            assert taken + credit.rest == credit.cents
        for notice in tx.notices.find(NoticeFilter()):
            parts = [p for match in standing for p in match.allocations if p.notice_id == notice.id]
            withheld = -sum(p.cents for p in parts if p.target is Target.WITHHOLDING)
            assert (withheld, notice.received) == (notice.withheld, sum(p.cents for p in parts))
            assert notice.received + notice.withheld + notice.rest == notice.total
        paid = sum(p.cents for m in standing for p in m.allocations if p.target is Target.ADVANCE)
        kept = -sum(p.cents for m in standing for p in m.allocations if p.target is Target.WITHHOLDING)
        encours = tx.claims.tally(ClaimFilter(operator="viamedis"), today=date(2024, 3, 4))
    assert ledger.balance == paid - kept
    assert (encours.count, encours.cents) == (1, 500_000)
    assert (ledger.advance.status is AdvanceStatus.CLOSED) is (bool(ledger.lines) and ledger.balance == 0)
