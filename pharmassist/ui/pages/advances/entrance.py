"""What the page reads when it comes on screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pharmassist.domain.operators import Light, LightState
from pharmassist.services.advancing import Ledger
from pharmassist.services.office import Office
from pharmassist.ui.pages.advances.moving import Offers


@dataclass(frozen=True, slots=True)
class Entrance:
    """What is read when the page comes on screen."""

    operators: Mapping[str, str]
    proposed: str
    ledgers: tuple[Ledger, ...]
    offers: Mapping[str, Offers]
    """What a movement may name, by operator."""
    today: date
    any_to_ask: bool
    """Whether invoices of an operator wait: an acompte is asked on them."""


def read_entrance(office: Office) -> Entrance:
    """Read the operators, which is asked first, and every ledger (a lane's work)."""
    operators = {operator.id: operator.name for operator in office.catalogue.operators()}
    with office.register.read() as tx:
        stopped = {
            operator
            for operator in operators
            if (reading := tx.operators.latest(operator, Light.TRANSFERS))
            and reading.state is LightState.STOPPED
        }
    waiting = [each.operator for each in office.claims.by_operator() if each.operator in operators]
    # Money is asked of the one that no longer pays; else of the one that owes most.
    proposed = next((each for each in waiting if each in stopped), next(iter([*waiting, *operators]), ""))
    ledgers, today = office.advancing.ledgers(), office.clock.today()
    standing = [one.advance for one in ledgers if one.advance.stands]
    since = min((one.period_from for one in standing), default=today)
    credits_ = office.advancing.free_credits(since) if standing else ()
    offers = {
        operator: Offers(credits_, office.advancing.open_notices(operator))
        for operator in {one.operator for one in standing}
    }
    return Entrance(operators, proposed, ledgers, offers, today, bool(waiting))
