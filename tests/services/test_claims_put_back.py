"""A corrected invoice, and what the list keeps of how it is looked at, are taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pharmassist.domain.claims import ClaimChange, ClaimFilter, State
from pharmassist.domain.operators import DIRECT
from pharmassist.domain.problems import Problem
from pharmassist.services.claim_changes import Edit
from pharmassist.services.claims import NewClaim
from pharmassist.services.views import View
from tests.claims_bench import WHO, Bench, bench
from tests.registers import add_claims, some_claim


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Bench]:
    with bench(tmp_path) as made:
        yield made


def test_a_choice_of_the_lists_is_taken_back_unless_another_one_came(desk: Bench) -> None:
    lists = desk.claims.lists
    lists.save_age_columns(WHO, (3, 9))
    lists.save_age_columns(WHO, (5, 10), seen=(3, 9))
    lists.save_columns(WHO, ("invoice", "due"))
    lists.save_columns(WHO, (), seen=("invoice", "due"))
    lists.save_delays(WHO, {"isante": 9, DIRECT: 12})
    lists.save_delays(WHO, {"isante": None, DIRECT: None}, seen={"isante": 9, DIRECT: 12})
    first, second = lists.save_view(WHO, View(" A ")), lists.save_view(WHO, View("A", sort="due"))
    lists.put_back_view(WHO, second, first)
    assert (lists.ageing().lasts, lists.shown_columns(), lists.views()) == ((5, 10), (), (first,))
    assert {each.own for each in lists.delays()} == {None}
    lists.put_back_view(WHO, first, None)
    assert lists.views() == ()
    before = desk.dump()
    too_late: tuple[Callable[[], None], ...] = (
        lambda: lists.save_age_columns(WHO, (5, 10), seen=(3, 9)),
        lambda: lists.save_columns(WHO, (), seen=("invoice", "due")),
        lambda: lists.save_delays(WHO, {"isante": None}, seen={"isante": 9}),
        lambda: lists.put_back_view(WHO, second, first),
    )
    for late in too_late:
        with pytest.raises(Problem) as refused:
            late()
        assert refused.value.code == "changed_meanwhile"
    assert desk.dump() == before


def test_an_invoice_noted_by_mistake_is_taken_out_unless_something_came_since(desk: Bench) -> None:
    slip = desk.claims.add(WHO, NewClaim("415999", 900, amc="1"))
    desk.claims.by_hand.take_out(WHO, slip)
    assert desk.claims.list(ClaimFilter(all_states=True)) == ()
    with desk.register.read() as tx:
        assert (tx.journal.last(1)[0].what, tx.claims.history(slip.id)) == ("claims.taken_out", ())
    again = desk.claims.add(WHO, NewClaim("415999", 950, amc="1"))
    desk.claims.by_hand.edit(WHO, again.id, Edit(amount=1_250), again.version)
    for late in (slip, again):
        with pytest.raises(Problem, match="changed_meanwhile"):
            desk.claims.by_hand.take_out(WHO, late)
    assert desk.claims.list(ClaimFilter(all_states=True))[0].amc_amount == 1_250
    # A notice that came since speaks of it, though it changed nothing of the invoice itself.
    told = desk.claims.add(WHO, NewClaim("416000", 900, amc="1"))
    with desk.register.write(WHO) as tx:
        tx.claims.note([ClaimChange(told.id, tx.now, WHO, "", told.state.value, "announced")])
        tx.journal.record("notice.added")
    with pytest.raises(Problem, match="changed_meanwhile"):
        desk.claims.by_hand.take_out(WHO, told)


def test_a_corrected_invoice_is_put_back_unless_something_came_since(desk: Bench) -> None:
    number = add_claims(desk.register, some_claim(1, 1_000, amc_number="0099310512", payer="Mutuelle A"))[0]
    seen = desk.claims.show(number).claim
    desk.claims.by_hand.edit(WHO, seen.id, Edit(amount=1_250, batch="A12"), seen.version)
    back = desk.claims.by_hand.put_back(WHO, seen)
    assert back == desk.claims.show(seen.id).claim == replace(seen, version=seen.version + 2)
    told = desk.claims.show(seen.id).history[-1]
    assert (told.cause, told.reason) == ("put_back", "part AMC : 12,50 → 10,00; lot : A12 → –")
    with desk.register.read() as tx:
        assert tx.journal.last(1)[0].what == "claims.put_back"
    with pytest.raises(Problem) as refused:
        desk.claims.by_hand.put_back(WHO, seen)
    assert refused.value.code == "changed_meanwhile"
    # A number, and the answer about a replacement, go back by the same verb.
    pouch = desk.claims.add(WHO, NewClaim("", 900, amc="1", situation=State.SET_ASIDE))
    desk.claims.renumber(WHO, pouch.id, "77")
    assert desk.claims.by_hand.put_back(WHO, pouch).invoice == pouch.invoice
    newer = add_claims(desk.register, some_claim(70, 1_000, replaces=seen.invoice))[0]
    pair = desk.claims.pending_replacements()[0]
    desk.claims.confirm_replacement(WHO, newer)
    assert desk.claims.by_hand.put_back(WHO, pair.old).state is pair.old.state
    pair = desk.claims.pending_replacements()[0]
    desk.claims.decline_replacement(WHO, newer)
    desk.claims.by_hand.put_back(WHO, pair.new)
    assert [each.new.id for each in desk.claims.pending_replacements()] == [newer]
