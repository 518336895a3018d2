"""Story 8, the invoices of the closing: received, recycled, refused, lost; the accountant's list adds up.

Only the bank makes an invoice "reçue": here the register is told as matching would tell it. All
else is moved by hand, many at once, with its reason.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pharmassist.domain.claims import ClaimFilter, State, Tally
from pharmassist.domain.problems import Problem
from tests.claims_bench import WHO, Bench, bench
from tests.registers import add_claims, some_claim

DAY = date(2024, 1, 29)
OPENED = Tally(611, 640_218)
RECEIVED = Tally(597, 623_144)
RECYCLED, REFUSED, LOST = Tally(8, 9_231), Tally(4, 5_183), Tally(2, 2_660)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Bench]:
    with bench(tmp_path) as made:
        yield made


def shares(tally: Tally) -> list[int]:
    """Cut a sum into as many shares, none of them zero."""
    each, rest = divmod(tally.cents, tally.count)
    return [each + (place < rest) for place in range(tally.count)]


def tally(desk: Bench, *states: State) -> Tally:
    return desk.claims.tally(ClaimFilter(states=frozenset(states)) if states else None)


def test_the_closing_adds_up(desk: Bench, tmp_path: Path) -> None:
    groups = [shares(each) for each in (RECEIVED, RECYCLED, REFUSED, LOST)]
    amounts = [cents for group in groups for cents in group]
    claims = [some_claim(n + 1, cents, DAY, operator="viamedis") for n, cents in enumerate(amounts)]
    numbers = add_claims(desk.register, *claims)
    assert desk.claims.tally() == OPENED

    # What the bank paid.
    ends = [597, 605, 609, 611]
    paid, recycled, refused, lost = (
        numbers[first:last] for first, last in zip([0, *ends[:-1]], ends, strict=True)
    )
    with desk.register.write(WHO) as tx:
        for number in paid:
            claim = tx.claims.get(number)
            assert claim is not None
            tx.claims.update(replace(claim, state=State.RECEIVED, received=claim.amc_amount))
        tx.journal.record("claims.moved", "test", {})
    left = desk.claims.tally()
    assert (left.count, left.cents) == (14, 17_074)

    # What is left, by hand: rejected, then recycled; rights refused; given up with its reason.
    hand = desk.claims.by_hand
    hand.move_many(WHO, [*recycled, *refused], State.REJECTED)
    assert [claim.id for claim in desk.claims.lists.rejects()] == [*recycled, *refused]
    hand.move_many(WHO, recycled, State.REBILLED)
    hand.move_many(WHO, refused, State.DISPUTED, "droits refusés, copie de la carte envoyée")
    with pytest.raises(Problem) as unreasoned:
        hand.move_many(WHO, lost, State.WRITTEN_OFF)
    assert unreasoned.value.code == "reason_needed"
    loss = hand.move_many(WHO, lost, State.WRITTEN_OFF, "montant trop faible pour une relance")
    assert len(loss.moved) == 2
    assert desk.claims.tally() == REFUSED
    assert desk.claims.show(lost[0]).history[-1].reason == "montant trop faible pour une relance"

    # Money is never a matter of the hand.
    with pytest.raises(Problem):
        hand.move_many(WHO, refused, State.RECEIVED)
    assert tally(desk, State.RECEIVED) == RECEIVED
    assert tally(desk, State.REBILLED) == RECYCLED
    assert tally(desk, State.WRITTEN_OFF) == LOST

    # The accountant's list, by state.
    path = tmp_path / "comptable.csv"
    assert desk.claims.export(WHO, path, ClaimFilter(all_states=True)) == 611
    sums: dict[str, int] = defaultdict(int)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            sums[row["État"]] += int(row["Part AMC"].replace(",", ""))
    assert sum(sums.values()) == OPENED.cents
    assert sorted(sums.values()) == sorted(each.cents for each in (RECEIVED, RECYCLED, REFUSED, LOST))
    # Nothing was deleted, and a closed loss may still be disputed.
    assert desk.claims.tally(ClaimFilter(all_states=True)).count == 611
