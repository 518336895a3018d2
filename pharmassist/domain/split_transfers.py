"""One notice paid by several transfers: all bear its reference, and their sum is its total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pharmassist.domain.explaining import notices_solution
from pharmassist.domain.findings import Finding, Reason, Why
from pharmassist.domain.ladder import Ladder


def split_by_reference(ladder: Ladder, findings: Mapping[int, Finding]) -> dict[int, Finding]:
    """Return the credits that together are one notice: all bear its reference, their sum is its total.

    ``findings`` are those of credits with a reference that no amount settles alone.
    """
    groups: dict[int, list[Finding]] = {}
    for finding in findings.values():
        named = ladder.named(finding.credit)
        if len(named) == 1 and named[0].settled_by_lines:
            groups.setdefault(named[0].notice.id, []).append(finding)
    settled: dict[int, Finding] = {}
    for group in groups.values():
        (each,) = ladder.named(group[0].credit)
        doubts = {reason.why for finding in group for reason in finding.reasons if reason.good is False}
        if (
            len(group) < 2
            or sum(f.credit.rest for f in group) != each.expected
            or doubts != {Why.AMOUNT_LESS}
        ):
            continue
        for finding in sorted(group, key=lambda f: (f.credit.day, f.credit.id)):
            cents = finding.credit.rest
            reasons = [r for r in finding.reasons if r.why not in (Why.AMOUNT_LESS, Why.WITHHELD)]
            reasons.append(Reason(Why.SPLIT, number=len(group), cents=each.expected))
            settled[finding.credit.id] = replace(
                finding,
                solutions=(notices_solution((each,), cents),),
                automatic=True,
                reasons=tuple(reasons),
            )
            each = replace(each, notice=replace(each.notice, received=each.notice.received + cents))
    return settled
