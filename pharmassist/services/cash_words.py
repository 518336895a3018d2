"""Lines of cash in words."""

from __future__ import annotations

from pharmassist.domain.cash import CashKind, Threshold
from pharmassist.services.texts import mark as _
from pharmassist.services.texts import money, number, translate

CASH_WORDS: dict[CashKind, str] = {
    CashKind.WHOLESALER: _("Wholesaler"),
    CashKind.WAGES: _("Wages"),
    CashKind.URSSAF: "URSSAF",
    CashKind.VAT: _("VAT"),
}
_BOTH = _("beyond {sum} or {days} working days, {who} decides")
_SUM = _("beyond {sum}, {who} decides")
_DAYS = _("beyond {days} working days, {who} decides")


def threshold_words(threshold: Threshold) -> str:
    """Say the threshold as it was written; a text of ``words`` in the language asked."""
    text = _BOTH if threshold.cents and threshold.days else _SUM if threshold.cents else _DAYS
    return translate(text).format(
        sum=money(threshold.cents), days=number(threshold.days), who=threshold.written_by
    )
