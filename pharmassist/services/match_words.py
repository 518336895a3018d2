"""Words for what credits pay and why: rungs, lines of an explanation, reasons, alarms."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pharmassist.domain.alarms import AlarmKind
from pharmassist.domain.bank import CreditState
from pharmassist.domain.findings import Finding, Part, PartKind, Reason, Why
from pharmassist.domain.matches import Rung, Target
from pharmassist.domain.operators import DIRECT
from pharmassist.domain.payers import OUTSIDE, KnownBy
from pharmassist.services.texts import day, mark, money, number, translate_plural
from pharmassist.services.texts import translate as _

_RUNGS = {
    Rung.REFERENCE: mark("by reference"),
    Rung.INVOICE: mark("by invoice"),
    Rung.TOTAL: mark("by notice"),
    Rung.SUM: mark("by sum"),
    Rung.MINUS: mark("by sum less invoices"),
    Rung.WITHHELD: mark("by withholding"),
    Rung.ADVANCE: mark("acompte"),
    Rung.MANUAL: mark("by hand"),
}
_STATES = {
    CreditState.OPEN: mark("To point"),
    CreditState.PARTLY_MATCHED: mark("In part"),
    CreditState.MATCHED: mark("Pointed"),
    CreditState.OTHER: mark("Not AMC"),
    CreditState.RETURNED: mark("Taken back"),
    CreditState.RETURN: mark("Return"),
}
_ALARMS = {
    AlarmKind.ANNOUNCED_NOT_RECEIVED: mark("Announced, not received"),
    AlarmKind.RECEIVED_NOT_ANNOUNCED: mark("Received, not announced"),
    AlarmKind.EXPECTED_ABSENT: mark("Usual transfers absent"),
    AlarmKind.OVERDUE: mark("Overdue"),
    AlarmKind.TIME_BAR: mark("Soon time-barred"),
}
_TARGETS = {
    Target.CLAIM: mark("invoice"),
    Target.NOTICE: mark("notice"),
    Target.ADVANCE: mark("acompte"),
    Target.WITHHOLDING: mark("withholding"),
    Target.OVERPAID: mark("overpaid"),
    Target.RETURN: mark("taken back"),
    Target.OTHER: mark("not tiers payant"),
}


def rung_word(rung: Rung) -> str:
    """Return how a match was found."""
    return _(_RUNGS[rung])


def state_word(state: CreditState) -> str:
    """Return where a credit stands."""
    return _(_STATES[state])


def alarm_word(kind: AlarmKind) -> str:
    """Return what an alarm says."""
    return _(_ALARMS[kind])


def target_word(target: Target) -> str:
    """Return what an allocation pays."""
    return _(_TARGETS[target])


def payer_name(payer: str, names: Mapping[str, str]) -> str:
    """Return the name of a payer: an operator, an AMC that pays directly, none of the AMC."""
    if payer == OUTSIDE:
        return _("Not AMC")
    if payer.startswith(f"{DIRECT}:"):
        return _("AMC {number}").format(number=payer.removeprefix(f"{DIRECT}:").lstrip("0"))
    return names.get(payer, payer) or _("Unknown payer")


def part_name(part: Part) -> str:
    """Return the first words of a line: what it is."""
    if part.kind is PartKind.NOTICE:
        return _("Flow of {day}").format(day=day(part.day))
    if part.kind is PartKind.LOT:
        return _("Lot {lot}").format(lot=part.name)
    if part.kind is PartKind.DAY:
        return _("Sent on {day}").format(day=day(part.day))
    if part.kind in (PartKind.INVOICE, PartKind.LESS):
        return _("Invoice no. {number}").format(number=part.name)
    return {
        PartKind.ADVANCE: _("Acompte"),
        PartKind.WITHHELD: _("Kept back by the operator"),
        PartKind.OVERPAID: _("Overpaid"),
        PartKind.OTHER: _("Not tiers payant"),
    }[part.kind]


def part_detail(part: Part) -> str:
    """Return the rest of a line."""
    if part.kind is PartKind.LESS:
        return _("not paid")
    told = []
    if part.kind is PartKind.NOTICE and part.name:
        told.append(_("reference {reference}").format(reference=part.name))
    if part.kind in (PartKind.NOTICE, PartKind.LOT, PartKind.DAY) and part.count:
        told.append(
            translate_plural("{count} invoice", "{count} invoices", part.count).format(
                count=number(part.count)
            )
        )
    if part.kind in (PartKind.LOT, PartKind.INVOICE) and part.day:
        told.append(day(part.day))
    return ", ".join(told)


def reason_text(finding: Finding, reason: Reason) -> str:
    """Put a reason into a sentence."""
    if reason.why is Why.PAYER and finding.payer is not None and finding.payer.by is KnownBy.IBAN:
        return _("Payer known by its IBAN")
    return _REASONS[reason.why](reason)


_REASONS: dict[Why, Callable[[Reason], str]] = {
    Why.PAYER: lambda r: _("Payer known by the words: {words}").format(words=r.text.upper()),
    Why.PAYER_UNKNOWN: lambda _r: _("Payer unknown: say once who it is, the next ones are known"),
    Why.PAYER_OUTSIDE: lambda r: _("Compulsory share or other money: {words}").format(words=r.text.upper()),
    Why.PAYER_OTHER: lambda r: _("The words name another payer: {words}").format(words=r.text.upper()),
    Why.REFERENCE: lambda r: _("Reference of a notice in the words: {reference}").format(reference=r.text),
    Why.REFERENCE_ABSENT: lambda r: _("Reference {reference}: in none of our notices").format(
        reference=r.text
    ),
    Why.REFERENCE_TWICE: lambda _r: _("This number stands for several invoices"),
    Why.SAME_AMOUNT: lambda _r: _("Same amount to the cent"),
    Why.AMOUNT_LESS: lambda r: _("The credit is short of {sum}").format(sum=money(r.cents)),
    Why.AMOUNT_MORE: lambda r: _("The credit is {sum} too high: overpaid").format(sum=money(r.cents)),
    Why.GROUPED: lambda r: _(
        "{count} notices in a row make the sum, that of the reference among them"
    ).format(count=number(r.number)),
    Why.BEFORE_FLOW: lambda _r: _("The credit is older than what it would pay"),
    Why.NOT_EXPECTED: lambda _r: _("An invoice in it is already paid, rejected or set aside"),
    Why.INVOICE: lambda r: _("Invoice number in the words: {numbers}").format(numbers=r.text),
    Why.LOT: lambda r: _("Lot named in the words: {lots}").format(lots=r.text),
    Why.DAYS_AFTER: lambda r: translate_plural(
        "{days} working day after the flow day", "{days} working days after the flow day", r.number
    ).format(days=r.number),
    Why.LESS: lambda _r: _("One or two invoices were not paid"),
    Why.ADVANCE: lambda r: _("The very sum of the acompte that was granted: {sum}").format(
        sum=money(r.cents)
    ),
    Why.WITHHELD: lambda r: _("{sum} kept back: an acompte is still to give back").format(sum=money(r.cents)),
    Why.SPLIT: lambda r: _("{count} transfers of this reference make {sum}").format(
        count=r.number, sum=money(r.cents)
    ),
    Why.ONLY_ONE: lambda _r: _("Only one combination comes out right"),
    Why.SEVERAL: lambda r: _("{count} solutions: a person chooses").format(count=number(r.number)),
    Why.RIVALS: lambda r: translate_plural(
        "{count} other credit could be paying the same",
        "{count} other credits could be paying the same",
        r.number,
    ).format(count=r.number),
    Why.TOO_MANY: lambda r: _("Too many combinations: {count} found before giving up").format(
        count=number(r.number)
    ),
    Why.NOTHING: lambda _r: _("Nothing open makes this sum"),
}
