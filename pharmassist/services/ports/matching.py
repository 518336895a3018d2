"""What matching asks of the register beside the shelves of credits, notices and matches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pharmassist.domain.bank import Credit, CreditState
from pharmassist.domain.claims import Claim, State, Tally
from pharmassist.domain.notices import NoticeLine


@dataclass(frozen=True, slots=True)
class DaySent:
    """Invoices of one day of sending that nothing announces."""

    day: date
    tally: Tally


class MatchingShelf(Protocol):
    """Questions over many rows at once."""

    def claims(self, ids: Iterable[int]) -> Mapping[int, Claim]:
        """Return invoices by their number in the register."""

    def lines(self, notice_ids: Iterable[int]) -> Mapping[int, Sequence[NoticeLine]]:
        """Return the lines of these notices, by notice."""

    def states_before_money(self, claim_ids: Iterable[int]) -> Mapping[int, State]:
        """Return the states that invoices had before the first money they hold, as history tells."""

    def sent_by_day(self, states: frozenset[State], limit: int) -> tuple[DaySent, ...]:
        """Return the last days of sending with invoices in these states, oldest first."""

    def newest(self, states: frozenset[CreditState], limit: int) -> tuple[Credit, ...]:
        """Return the last credits in these states, newest first."""

    def has_credits(self) -> bool:
        """Tell whether any credit was ever read."""
