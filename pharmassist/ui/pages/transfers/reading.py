"""What the page Virements shows, read in the lane ``read``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pharmassist.domain.bank import Credit, CreditState
from pharmassist.domain.claims import Claim
from pharmassist.domain.findings import Finding, Part, PartKind
from pharmassist.domain.matches import Allocation, Match, Target
from pharmassist.domain.notices import Notice
from pharmassist.domain.payers import KnownBy, learnt_words
from pharmassist.services.alarms import DayEnd, Missing
from pharmassist.services.jobs import Progress, Stop
from pharmassist.services.match_words import payer_name, rung_word
from pharmassist.services.office import Office
from pharmassist.services.texts import number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.light import Tone

_POINTED = 60
"""Credits already pointed that are shown below those to point."""
_DONE = frozenset({CreditState.MATCHED, CreditState.OTHER, CreditState.RETURNED})


@dataclass(frozen=True, slots=True)
class CreditLine:
    """A credit with what is proposed for it, or with what it was pointed on."""

    credit: Credit
    finding: Finding | None
    matches: tuple[Match, ...]
    payer: str
    parts: tuple[Part, ...] = ()
    """What the standing matches pay, as lines."""
    account: str = ""
    known: bool = False
    """Whether ``payer`` is an operator; otherwise it is the bank's own words, which may name anyone."""

    @property
    def to_point(self) -> bool:
        """True while a person, or a reference, may decide it."""
        return self.finding is not None and not self.finding.outside

    @property
    def how(self) -> str:
        """Under the payer's name: how it was found, or what may be done."""
        if self.finding is None:
            return rung_word(self.matches[0].rung) if self.matches else ""
        if self.finding.outside:
            payer = self.finding.payer
            return _("compulsory share") if payer is not None and payer.by is KnownBy.COMPULSORY else ""
        if self.finding.automatic and self.finding.rung is not None:
            return rung_word(self.finding.rung)
        if self.finding.rung is None:
            return _("unexplained")
        if self.finding.given_up:
            return _("too many combinations")
        words = translate_plural("{count} proposal", "{count} solutions", self.finding.found)
        return words.format(count=number(self.finding.found))

    @property
    def mark(self) -> tuple[str, str, Tone]:
        """Icon, word and tone of where it stands."""
        if self.finding is None:
            if self.credit.state is CreditState.RETURNED:
                return "undo-2", _("Taken back"), "red"
            if self.credit.state is CreditState.OTHER:
                return "circle-minus", _("Not AMC"), "grey"
            return "circle-check", _("Pointed"), "green"
        if self.finding.outside:
            return "circle-minus", _("Not AMC"), "grey"
        if self.finding.rung is None:
            return "circle-question-mark", _("To look up"), "amber"
        if not self.finding.certain:
            return "triangle-alert", _("To choose"), "amber"
        return "triangle-alert", _("To point"), "amber"


@dataclass(frozen=True, slots=True)
class Transfers:
    """Everything on the page."""

    lines: tuple[CreditLine, ...]
    missing: Missing
    end: DayEnd
    names: Mapping[str, str]
    claims: Mapping[int, Claim]
    automatic: int
    """Credits that a reference decides and nobody pointed yet."""
    any_credit: bool

    @property
    def to_point(self) -> int:
        """How many credits wait."""
        return sum(line.to_point for line in self.lines)


def read_transfers(office: Office, stop: Stop, progress: Progress) -> Transfers:
    """Read credits, proposals and what is missing."""
    names = {operator.id: operator.name for operator in office.catalogue.operators()}
    looked = office.reconciling.look(stop, progress)
    findings = sorted(looked.findings, key=lambda f: (f.credit.day, f.credit.id), reverse=True)
    with office.register.read() as tx:
        accounts = {account.id: account.short for account in tx.bank.accounts()}
        done = tx.matching.newest(_DONE, _POINTED)
        matches = {credit.id: tx.matches.of_credit(credit.id) for credit in done}
        parts = {f.credit.id: tx.matches.of_credit(f.credit.id) for f in findings if f.credit.allocated}
        matches |= parts
        paid = [part for found in matches.values() for match in found for part in match.allocations]
        proposed = [
            part for finding in findings for solution in finding.solutions for part in solution.allocations
        ]
        wanted = {part.target_id for part in (*paid, *proposed) if part.target is Target.CLAIM}
        claims = tx.matching.claims(wanted)
        notices = {number: tx.notices.get(number) for number in {part.notice_id for part in paid} if number}
        any_credit = tx.matching.has_credits()
    known = {number: notice for number, notice in notices.items() if notice is not None}
    lines = [
        CreditLine(
            finding.credit,
            finding,
            matches.get(finding.credit.id, ()),
            _payer(finding.credit, finding.payer.operator if finding.payer else "", names),
            _parts(matches.get(finding.credit.id, ()), claims, known),
            accounts.get(finding.credit.account_id, ""),
            bool(finding.payer and finding.payer.operator),
        )
        for finding in findings
    ]
    lines += [
        CreditLine(
            credit,
            None,
            matches[credit.id],
            _payer(credit, _paid_operator(matches[credit.id], claims, known), names),
            _parts(matches[credit.id], claims, known),
            accounts.get(credit.account_id, ""),
            bool(_paid_operator(matches[credit.id], claims, known)),
        )
        for credit in done
    ]
    lines.sort(key=lambda line: (not line.to_point, -line.credit.day.toordinal(), -line.credit.id))
    return Transfers(
        tuple(lines),
        office.alarms.missing(),
        office.alarms.day_end(),
        names,
        claims,
        len(looked.automatic),
        any_credit,
    )


def _payer(credit: Credit, operator: str, names: Mapping[str, str]) -> str:
    if operator:
        return payer_name(operator, names)
    return credit.payer_name or learnt_words(credit).upper() or credit.label or _("Unknown payer")


def _paid_operator(
    matches: Sequence[Match], claims: Mapping[int, Claim], notices: Mapping[int, Notice]
) -> str:
    for match in matches:
        for part in match.allocations:
            notice = notices.get(part.notice_id)
            claim = claims.get(part.target_id) if part.target is Target.CLAIM else None
            if notice is not None or claim is not None:
                return notice.operator if notice is not None else claim.operator if claim is not None else ""
    return ""


def _parts(
    matches: Sequence[Match], claims: Mapping[int, Claim], notices: Mapping[int, Notice]
) -> tuple[Part, ...]:
    """Put what matches pay into lines: notices with the number of their invoices, single invoices."""
    lines: list[Part] = []
    under: dict[int, list[Allocation]] = {}
    for part in (part for match in matches for part in match.allocations):
        claim = claims.get(part.target_id) if part.target is Target.CLAIM else None
        if part.notice_id and part.target in (Target.CLAIM, Target.NOTICE):
            under.setdefault(part.notice_id, []).append(part)
        elif claim is not None:
            lines.append(Part(PartKind.INVOICE, part.cents, claim.invoice, claim.day, 1, claim.id))
        else:
            lines.append(Part(_KINDS[part.target], part.cents, id=part.target_id))
    for notice_id, parts in under.items():
        notice = notices[notice_id]
        count = sum(part.target is Target.CLAIM for part in parts)
        cents = sum(part.cents for part in parts)
        lines.insert(0, Part(PartKind.NOTICE, cents, notice.reference, notice.day, count, notice_id))
    return tuple(lines)


_KINDS = {
    Target.CLAIM: PartKind.INVOICE,
    Target.NOTICE: PartKind.NOTICE,
    Target.ADVANCE: PartKind.ADVANCE,
    Target.WITHHOLDING: PartKind.WITHHELD,
    Target.OVERPAID: PartKind.OVERPAID,
    Target.RETURN: PartKind.OTHER,
    Target.OTHER: PartKind.OTHER,
}
