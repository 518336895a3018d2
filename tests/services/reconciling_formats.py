"""The generated year through the four bank formats: what each one points, against the truth."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pharmassist.adapters.files.tables import FileTables
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.demonstration.year import FIRST_DAY, LAST_DAY, Year, YearLine, generate_year
from pharmassist.demonstration.year_files import bank_csv, camt053, cfonb120, notices_csv, ofx
from pharmassist.domain.advances import Advance, AdvanceStatus
from pharmassist.domain.bank import CreditFilter
from pharmassist.domain.claims import Claim
from pharmassist.domain.matches import Allocation, Target
from pharmassist.domain.notices import NoticeFilter
from pharmassist.domain.statement_imports import StatementReport
from pharmassist.services.changes import Changes
from pharmassist.services.noticing import NoticeChoice, Noticing
from pharmassist.services.ports.files import Pasted
from pharmassist.services.ports.register import Register
from tests.banks import LATER, catalogue, imported
from tests.services.reconciling_scene import make_scene

NAMED = ("releve.cfonb120", "releve.xml")
"""Formats that always carry the reference of a transfer."""
BARE = ("releve.ofx", "releve.csv")
"""Formats that carry it only inside the bank's label."""
Paid = frozenset[tuple[str, str]]
Pointing = tuple[date, int, Paid]
"""Day and cents of a credit, and what it pays: references of notices, numbers of invoices."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one format led to."""

    automatic: frozenset[Pointing]
    proposed: frozenset[Pointing]
    """With a single solution, left to a person."""
    doubtful: frozenset[tuple[date, int]]
    """With several solutions or none."""
    false: frozenset[Pointing]
    """Written without anybody, and not the truth."""


def year_until(last: date) -> Year:
    """Return the year cut after a day, as one who imports it on that day."""
    year = generate_year(per_day=8)
    return replace(
        year,
        lines=[line for line in year.lines if line.day <= last],
        invoices=[each for each in year.invoices if each.day <= last],
    )


def statements(year: Year, last: date = LAST_DAY) -> dict[str, bytes]:
    """Return the account in the four formats."""
    return {
        "releve.cfonb120": cfonb120(year.lines, FIRST_DAY, last),
        "releve.xml": camt053(year.lines, FIRST_DAY, last),
        "releve.ofx": ofx(year.lines, FIRST_DAY, last),
        "releve.csv": bank_csv(year.lines),
    }


def truth_of(year: Year) -> frozenset[Pointing]:
    """Return what each credit of the account really pays."""
    return frozenset((line.day, line.cents, _truly(year, line)) for line in year.lines if line.cents > 0)


def _truly(year: Year, line: YearLine) -> Paid:
    if line.kind == "advance":
        return frozenset({("advance", "viamedis")})
    if line.kind == "unannounced":
        return frozenset(("invoice", each.number) for each in year.unannounced)
    return frozenset(("notice", year.notices[place].reference) for place, _cents in line.pays)


def told(folder: Path, year: Year, name: str, content: bytes) -> Told:
    """Import one statement and the notices into a register of its own, look, and point."""
    folder.mkdir()
    scene = make_scene(folder, FixedClock(LATER))
    with closing(scene.register):
        _store(scene.register, year)
        imported(scene.register, Pasted(content, name))
        seen = scene.reconciling.look().findings
        proposed = frozenset(
            (each.credit.day, each.credit.cents, _paid(scene.register, each.solutions[0].allocations))
            for each in seen
            if each.certain and not each.automatic
        )
        doubtful = frozenset((each.credit.day, each.credit.cents) for each in seen if not each.certain)
        written = scene.reconciling.point("AB").written
        scene.balanced()
        with scene.register.read() as tx:
            came = {credit.id: credit for credit in tx.credits.find(CreditFilter())}
        automatic = frozenset(
            (came[m.credit_id].day, came[m.credit_id].cents, _paid(scene.register, m.allocations))
            for m in written
        )
    return Told(automatic, proposed, doubtful, automatic - truth_of(year))


def _store(register: Register, year: Year) -> None:
    """Store invoices and the acompte; notices are read from their table."""
    with register.write("AB") as tx:
        claims = (
            Claim(each.number, each.cents, each.day, operator=each.operator, batch=each.batch)
            for each in year.invoices
        )
        tx.claims.add_many(claims, 0)
        day = LATER.date()
        status = AdvanceStatus.PARTLY_GRANTED
        tx.advances.add(Advance("viamedis", day, day, 1, year.requested, year.advance, status))
        tx.journal.record("claims.noted", "", {})
    noticing = Noticing(register, FileTables(), catalogue(), FixedClock(LATER), Changes())
    report = noticing.store("AB", Pasted(notices_csv(year), "avis.csv"), NoticeChoice())
    assert isinstance(report, StatementReport)
    assert report.refused == 0


def _paid(register: Register, allocations: tuple[Allocation, ...]) -> Paid:
    with register.read() as tx:
        references = {notice.id: notice.reference for notice in tx.notices.find(NoticeFilter())}
        wanted = [p.target_id for p in allocations if p.target is Target.CLAIM and not p.notice_id]
        claims = tx.matching.claims(wanted)
    found: set[tuple[str, str]] = set()
    for part in allocations:
        if part.notice_id:
            found.add(("notice", references[part.notice_id]))
        elif part.target is Target.CLAIM:
            found.add(("invoice", claims[part.target_id].invoice))
        elif part.target is Target.ADVANCE:
            found.add(("advance", "viamedis"))
    return frozenset(found)


def check_the_same_matches(folder: Path, last: date) -> str:
    """Point each format, assert what must hold of the four, and return what was found as a table."""
    year = year_until(last)
    found = {
        name: told(folder / name, year, name, content) for name, content in statements(year, last).items()
    }
    named = found[NAMED[0]]
    assert named.automatic
    assert found[NAMED[1]] == named
    spoken = {
        (line.day, line.cents) for line in year.lines if line.reference and line.reference in line.label
    }
    for name, each in found.items():
        assert each.false == frozenset(), name
        assert each.automatic <= named.automatic, name
    for name in BARE:
        dropped = named.automatic - found[name].automatic
        # The label bore the reference of none of them, and nothing else was decided in its place.
        assert not {(day, cents) for day, cents, _paid_by in dropped} & spoken, name
        assert dropped
        # Dropped is not lost: a person is asked, by one proposal or several.
        asked = {(day, cents) for day, cents, _p in found[name].proposed} | found[name].doubtful
        assert {(day, cents) for day, cents, _p in dropped} <= asked, name
    assert found[BARE[0]].automatic == found[BARE[1]].automatic
    rows = [f"{'':18}{'automatic':>12}{'dropped':>12}{'alone':>12}{'several/none':>14}"]
    rows += [
        f"{name:18}{len(each.automatic):>12}{len(named.automatic - each.automatic):>12}"
        f"{len(each.proposed):>12}{len(each.doubtful):>14}"
        for name, each in found.items()
    ]
    return "\n".join(rows)
