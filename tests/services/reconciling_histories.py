"""Random histories of a pharmacy's money: whatever is done, the books balance, and undoing restores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import strategies as st

from pharmassist.domain.bank import CreditFilter
from pharmassist.domain.claims import State
from pharmassist.domain.matches import Allocation, Match, Target
from pharmassist.domain.problems import Problem
from tests.services.reconciling_scene import DAY, Scene

_AMOUNTS = st.sampled_from((500, 700, 1_200, 1_700, 2_000, 3_300))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("claim"), _AMOUNTS, st.integers(0, 9)),
        st.tuples(st.just("notice"), _AMOUNTS, st.integers(0, 9)),
        st.tuples(st.just("credit"), _AMOUNTS, st.integers(0, 9)),
        st.tuples(st.just("point"), st.just(0), st.integers(0, 9)),
        st.tuples(st.just("accept"), st.just(0), st.integers(0, 9)),
        st.tuples(st.just("by_hand"), _AMOUNTS, st.integers(0, 9)),
        st.tuples(st.just("withhold"), _AMOUNTS, st.integers(0, 9)),
        st.tuples(st.just("undo"), st.just(0), st.integers(0, 9)),
        st.tuples(st.just("return"), st.just(0), st.integers(0, 9)),
    ),
    min_size=4,
    max_size=22,
)
"""What happens: (word, cents, a number that chooses among what is there)."""


@dataclass
class History:
    """Plays steps on a register and checks the books after each."""

    scene: Scene
    claims: list[int] = field(default_factory=list)
    notices: list[int] = field(default_factory=list)
    credits: list[int] = field(default_factory=list)
    refused: int = 0

    def play(self, steps: list[tuple[str, int, int]]) -> None:
        """Do each step; a refusal must leave the books as they were."""
        for word, cents, choice in steps:
            before = self.scene.books()
            step: Callable[[int, int], None] = getattr(self, f"_{word}")
            try:
                step(cents, choice)
            except Problem:
                self.refused += 1
                assert self.scene.books() == before
            self.scene.balanced()

    def undo_all(self) -> None:
        """Take every standing match back, whatever builds upon what."""
        while standing := self._standing():
            self.scene.reconciling.undo("AB", standing[len(standing) // 2].id)
            self.scene.balanced()
        with self.scene.register.read() as tx:
            assert all(claim.received == 0 for claim in tx.claims.all())
            assert all(credit.allocated == 0 for credit in tx.credits.find(CreditFilter()))
            assert {claim.state for claim in tx.claims.all()} <= {
                State.TRANSMITTED,
                State.ANNOUNCED,
                State.ANNOUNCED_NOT_RECEIVED,
            }

    def _standing(self) -> list[Match]:
        with self.scene.register.read() as tx:
            return list(tx.matches.standing())

    def _claim(self, cents: int, choice: int) -> None:
        number = len(self.claims) + 1
        operator = ("almerys", "viamedis")[choice % 2]
        self.claims.append(self.scene.claim(number, cents, operator, batch=f"{choice:03d}"))

    def _notice(self, cents: int, choice: int) -> None:
        with self.scene.register.read() as tx:
            free = [c.id for c in tx.claims.all() if c.state is State.TRANSMITTED and c.operator == "almerys"]
            paid = free[: choice % 4]
            total = sum(c.amc_amount for c in tx.claims.all() if c.id in paid)
        reference = f"REF{len(self.notices):04d}" if choice % 3 else ""
        day = DAY - timedelta(days=choice)
        self.notices.append(self.scene.notice(total or cents, *paid, day=day, reference=reference))

    def _credit(self, cents: int, choice: int) -> None:
        label = "VIR ALMERYS"
        if self.notices and choice % 2:
            with self.scene.register.read() as tx:
                notice = tx.notices.get(self.notices[choice % len(self.notices)])
            assert notice is not None
            label += f" {notice.reference}"
            cents = notice.total if choice % 4 else notice.total // 2 or 1
        self.credits.append(self.scene.credit(cents, label, day=DAY + timedelta(days=choice % 3)))

    def _point(self, _cents: int, _choice: int) -> None:
        self.scene.reconciling.point("AB")

    def _accept(self, _cents: int, choice: int) -> None:
        proposals = self.scene.reconciling.look().proposals
        if proposals:
            finding = proposals[choice % len(proposals)]
            before = self.scene.books()
            match = self.scene.reconciling.accept("AB", finding, 1 + choice % len(finding.solutions))
            if choice % 3 == 0:
                self.scene.reconciling.undo("AB", match.id)
                assert self.scene.books() == before

    def _by_hand(self, cents: int, choice: int) -> None:
        if self.credits and self.claims:
            parts = [Allocation(Target.CLAIM, self.claims[choice % len(self.claims)], cents)]
            if choice % 3 == 0:
                parts.append(Allocation(Target.OVERPAID, 0, 100))
            if choice % 4 == 0 and self.notices:
                notice = self.notices[choice % len(self.notices)]
                parts.append(Allocation(Target.NOTICE, notice, cents, notice))
            self.scene.reconciling.allocate("AB", self.credits[choice % len(self.credits)], parts)

    def _withhold(self, cents: int, choice: int) -> None:
        if self.notices:
            self.scene.reconciling.withhold("AB", self.notices[choice % len(self.notices)], cents)

    def _undo(self, _cents: int, choice: int) -> None:
        if standing := self._standing():
            self.scene.reconciling.undo("AB", standing[choice % len(standing)].id)

    def _return(self, _cents: int, choice: int) -> None:
        if self.credits:
            number = self.credits[choice % len(self.credits)]
            with self.scene.register.read() as tx:
                credit = tx.credits.get(number)
            if credit is not None and not credit.returned_by:
                self.scene.credit(-credit.cents, "RETOUR", day=DAY + timedelta(days=3), returns=number)
