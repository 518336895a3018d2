"""The light Virements as the bank tells it: working days since the last credit, against the usual rhythm.

Nothing is stored: it is read anew each time, and holds to the end of the working day after the last
day that the bank is known of. What a person set goes before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from pharmassist.domain.alarms import Rhythm, transfers_light
from pharmassist.domain.calendar import add_working_days
from pharmassist.domain.operators import Light, Reading
from pharmassist.services.alarms import absent_after_of, rhythms
from pharmassist.services.match_book import payers_of
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.register import Transaction
from pharmassist.services.texts import day, translate_plural
from pharmassist.services.texts import translate as _


class SensedTransfers:
    """Reads the light of each operator whose credits are many enough to have a rhythm."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def read(self, tx: Transaction, today: date) -> Mapping[str, Reading]:
        """Return the reading by operator; none where the bank is not known well enough."""
        known = tx.bank.freshness().day
        if known is None:
            return {}
        until, alsace = min(today, known), tx.people.pharmacy().alsace_moselle
        valid = add_working_days(until, 1, alsace)
        at = datetime.combine(until, time(12), UTC)
        absent_after = absent_after_of(tx)
        found = rhythms(tx, payers_of(tx, self._catalogue), until, alsace)
        return {
            operator: Reading(
                operator,
                Light.TRANSFERS,
                transfers_light(each.overrun(until, alsace), absent_after),
                at,
                "",
                "bank",
                _proof(each, until, alsace),
                valid,
                expected=each.due(alsace),
            )
            for operator, each in found.items()
        }


def _proof(each: Rhythm, until: date, alsace: bool) -> str:
    """Say the raw evidence: the last credit, the usual rhythm, until when the bank is known."""
    usual = translate_plural("usual: {count} working day", "usual: {count} working days", each.usual)
    told = _("last credit {day}, {usual}, bank known until {until}").format(
        day=day(each.last), usual=usual.format(count=each.usual), until=day(until)
    )
    overrun = each.overrun(until, alsace)
    if not overrun:
        return told
    late = translate_plural("{count} working day beyond", "{count} working days beyond", overrun)
    return f"{late.format(count=overrun)} · {told}"
