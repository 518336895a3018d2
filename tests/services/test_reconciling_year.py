"""The generated year: nothing automatic is ever false; the table of the proposals is printed (check 1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.demonstration.year import Year, YearLine, generate_year
from pharmassist.domain.advances import Advance, AdvanceStatus
from pharmassist.domain.bank import BankAccount, Credit, CreditFilter
from pharmassist.domain.bank_lines import Marks
from pharmassist.domain.claims import Claim, ClaimFilter, State
from pharmassist.domain.findings import Finding
from pharmassist.domain.matches import Allocation, Target
from pharmassist.domain.notices import LineKind, Notice, NoticeLine
from pharmassist.domain.statement_imports import StatementImport, StatementKind, StatementReport
from pharmassist.services.ports.bank import Sighting
from tests.services.reconciling_scene import Scene, make_scene

END = datetime(2024, 12, 31, 18, 0, tzinfo=UTC)
COLUMNS = (
    "automatic, true",
    "automatic, false",
    "alone, true",
    "alone, false",
    "several, true among",
    "several, all false",
    "nothing",
)
Paid = frozenset[tuple[str, int]]


@dataclass
class Truth:
    """What each credit pays: notices, invoices or the acompte; nothing for other money."""

    of: dict[int, Paid] = field(default_factory=dict)
    kind: dict[int, str] = field(default_factory=dict)


def fill(scene: Scene, year: Year, *, says_references: bool, listed: bool) -> Truth:
    """Store the year as imports would; formats differ by whether they carry references."""
    truth = Truth()
    with scene.register.write("AB") as tx:
        tx.claims.add_many(
            (
                Claim(each.number, each.cents, each.day, operator=each.operator, batch=each.batch)
                for each in year.invoices
            ),
            0,
        )
        known = {claim.invoice: claim for claim in tx.claims.find(ClaimFilter(), today=END.date())}
        granted = Advance(
            "viamedis", END.date(), END.date(), 1, year.requested, year.advance, AdvanceStatus.PARTLY_GRANTED
        )
        acompte = tx.advances.add(granted)
        places: list[int] = []
        announced: dict[int, Claim] = {}
        for notice in year.notices:
            lines = [
                NoticeLine(0, LineKind.PAID, each.number, each.cents, claim_id=known[each.number].id)
                for each in notice.invoices
                if each.reject is None and listed
            ]
            if notice.withheld and listed:
                lines.append(NoticeLine(0, LineKind.WITHHELD, "", notice.withheld))
            stored = Notice(notice.operator, notice.day, notice.total, notice.reference)
            places.append(tx.notices.add(stored, lines))
            for each in notice.invoices:
                state = State.REJECTED if each.reject else State.ANNOUNCED
                claim = known[each.number]
                announced[claim.id] = _moved(claim, state)
        tx.claims.update_many(announced.values())
        account = tx.bank.add_account(BankAccount("FR7600"))
        record = StatementImport(0, tx.now, "AB", StatementKind.BANK, "compte", "0" * 64, StatementReport())
        brought = tx.bank.add_import(record)
        came = [line for line in year.lines if line.cents > 0]
        seen = [_sighting(account, brought, n, line, says_references) for n, line in enumerate(came)]
        tx.bank.see(brought, seen)
        tx.journal.record("bank.imported", "", {})
        # One list in, the same list out: credits are numbered in the order in which they came.
        stored_credits = sorted(tx.credits.find(CreditFilter()), key=lambda credit: credit.id)
    for credit, line in zip(stored_credits, came, strict=True):
        assert credit.cents == line.cents
        truth.kind[credit.id] = line.kind
        truth.of[credit.id] = frozenset(("notice", places[place]) for place, _cents in line.pays)
        if line.kind == "returned":
            with scene.register.write("AB") as tx:
                tx.credits.update(replace(credit, returned_by=1))
                tx.journal.record("bank.returned", str(credit.id), {})
        if line.kind == "advance":
            truth.of[credit.id] = frozenset({("advance", acompte)})
        if line.kind == "unannounced":
            truth.of[credit.id] = frozenset(("claim", known[each.number].id) for each in year.unannounced)
    return truth


def _moved(claim: Claim, state: State) -> Claim:
    announced = claim.amc_amount if state is State.ANNOUNCED else 0
    return replace(claim, state=state, announced=announced)


def _sighting(account: int, brought: int, number: int, line: YearLine, says_references: bool) -> Sighting:
    credit = Credit(
        account,
        line.day,
        line.cents,
        line.label,
        line.remittance if says_references else "",
        (line.reference,) if line.reference and says_references else (),
        line.payer if says_references else "",
        line.iban if says_references else "",
        import_id=brought,
    )
    return Sighting(account, Marks(f"g{number}", "ofx"), credit=credit)


def paid(allocations: Sequence[Allocation]) -> Paid:
    """Return what allocations pay, in the words of the truth."""
    found: set[tuple[str, int]] = set()
    for part in allocations:
        if part.notice_id:
            found.add(("notice", part.notice_id))
        elif part.target is Target.ADVANCE:
            found.add(("advance", part.target_id))
        elif part.target is Target.CLAIM:
            found.add(("claim", part.target_id))
    return frozenset(found)


def column(finding: Finding, truth: Paid) -> str:
    """Return the column that a finding is counted in."""
    if finding.rung is None:
        return "nothing"
    told = [paid(solution.allocations) for solution in finding.solutions]
    if finding.automatic:
        return "automatic, true" if told[0] == truth else "automatic, false"
    if finding.certain:
        return "alone, true" if told[0] == truth else "alone, false"
    return "several, true among" if truth in told else "several, all false"


def table(counts: Counter[tuple[str, str]]) -> str:
    """Write the confusion table: rungs down, verdicts across."""
    rows = sorted({rung for rung, _verdict in counts})
    lines = [" " * 12 + "".join(f"{name:>22}" for name in COLUMNS)]
    lines += [f"{rung:12}" + "".join(f"{counts[(rung, name)]:>22}" for name in COLUMNS) for rung in rows]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("says_references", "listed"),
    [(True, True), (False, True), (True, False), (False, False)],
    ids=[
        "references, invoices",
        "bare label, invoices",
        "references, totals only",
        "bare label, totals only",
    ],
)
def test_nothing_automatic_is_ever_false(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], says_references: bool, listed: bool
) -> None:
    scene = make_scene(tmp_path, FixedClock(END))
    with closing(scene.register):
        truth = fill(scene, generate_year(per_day=8), says_references=says_references, listed=listed)
        seen = scene.reconciling.look()
        counts = Counter(
            (finding.rung.value if finding.rung else "–", column(finding, truth.of[finding.credit.id]))
            for finding in seen.findings
        )
        words = "references" if says_references else "bare label"
        with capsys.disabled():
            notices = "with invoices" if listed else "totals only"
            print(f"\n\nProposals of a year, {words}, notices {notices}:\n{table(counts)}")
        assert sum(n for (_rung, verdict), n in counts.items() if verdict == "automatic, false") == 0
        assert any(finding.automatic for finding in seen.findings) or not says_references
        done = scene.reconciling.point("AB")
        scene.balanced()
        for match in done.written:
            assert paid(match.allocations) == truth.of[match.credit_id]
