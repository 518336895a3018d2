"""A purge: shown first, a copy before, one transaction, what is tied stays whole, the journal verifiable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.store.engine import connect
from pharmassist.adapters.store.purging import Retention
from pharmassist.domain.advances import Advance, AdvanceStatus
from pharmassist.domain.claims import Claim, ClaimChange, State
from pharmassist.domain.incidents import Case
from pharmassist.domain.matches import Allocation, Match, Rung, Target
from pharmassist.domain.papers import Printed
from pharmassist.domain.problems import Cancelled, Problem
from pharmassist.domain.retention import Limits, Purge, Purged, Terms, limits_of, years_of
from pharmassist.services.changes import Changes
from pharmassist.services.jobs import Stop
from pharmassist.services.retaining import Retaining
from tests.registers import KEY
from tests.services.owed_scene import Storing
from tests.services.safe_scene import Scene

LONG_AGO, NOW = datetime(2020, 2, 1, 9, tzinfo=UTC), datetime(2024, 1, 30, 7, 10, tzinfo=UTC)
OLD, YOUNG = date(2020, 1, 20), date(2023, 11, 2)


class House(Scene):
    """Four years of a pharmacy, in a few lines."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, FixedClock(LONG_AGO))
        self.retaining = Retaining(self.register, self.backups, Changes())
        self.store = Storing(self.register)
        self.numbers: dict[str, int] = {}

    def claim(self, name: str, day: date, cents: int, state: State = State.RECEIVED) -> int:
        invoice = f"{len(self.numbers) + 1:09d}"
        got = cents if state is State.RECEIVED else 0
        (number,) = self.store.claims(
            Claim(invoice, cents, day, day, operator="viamedis", state=state, received=got)
        )
        self.numbers[name] = number
        with self.register.write("AB") as tx:
            tx.claims.note([ClaimChange(number, tx.now, "AB", "transmitted", state.value, "test")])
            tx.journal.record("claims.moved", invoice)
        return number

    def match(self, credit: int, *allocations: Allocation) -> None:
        with self.register.write("AB") as tx:
            tx.matches.add(Match(credit, Rung.MANUAL, False, allocations, tx.now, "AB"))
            tx.journal.record("match.confirmed")

    def live(self) -> None:
        """Store what is old, then, at NOW, what is young."""
        self.claim("old", OLD, 1_000)
        self.claim("waiting", OLD, 300, State.TRANSMITTED)
        self.claim("paid", OLD, 2_500)
        self.claim("tied", OLD, 700)
        old_credit, first = self.store.bank(date(2020, 1, 31), (date(2020, 1, 28), 2_500), (OLD, 50))
        notice = self.store.notice("viamedis", date(2020, 1, 27), 2_500)
        paid = Allocation(Target.CLAIM, self.numbers["paid"], 2_500, notice)
        self.match(old_credit, paid)
        self.credits = {"old": old_credit, "alone": first}
        with self.register.write("AB") as tx:
            tx.advances.add(
                Advance("viamedis", OLD, OLD, 1, 900, 900, AdvanceStatus.REFUSED, LONG_AGO, "AB"), ()
            )
            case = tx.incidents.open_case(Case("x", "Panne", LONG_AGO, "AB", "texte"))
            tx.incidents.attach(case, "etape", "preuve.png", b"secret pixels", "0" * 64)
            kept = tx.incidents.case(case)
            assert kept is not None
            tx.incidents.update_case(replace(kept, closed_at=LONG_AGO, closed_by="AB"))
            tx.papers.keep(Printed("claims", "Factures", "A4", "1", LONG_AGO, "AB", "hp", 1), b"%PDF old")
            tx.journal.record("incident.closed")
        self.clock.set(NOW)
        self.claim("young", YOUNG, 4_000)
        (young,) = self.store.bank(date(2023, 11, 30), (date(2023, 11, 20), 700))
        self.match(young, Allocation(Target.CLAIM, self.numbers["tied"], 700))
        self.credits["young"] = young

    def rows(self, table: str) -> int:
        return sum(1 for _line in self.register.dump((table,)))

    def left(self) -> set[str]:
        with self.register.read() as tx:
            there = {claim.id for claim in tx.claims.all()}
        return {name for name, number in self.numbers.items() if number in there}


def entries_of(house: House) -> int:
    """Return how many entries the journal has."""
    with house.register.read() as tx:
        return tx.journal.verify().entries


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    with closing(made.register):
        made.live()
        yield made


def test_what_would_go_is_shown_and_nothing_is_changed(house: House) -> None:
    before = list(house.register.dump())
    plan = house.retaining.plan()
    assert plan.limits == Limits(date(2021, 1, 30), date(2019, 1, 30))
    told = {line.kind: (line.count, line.cents) for line in plan.lines}
    assert told == {
        Purged.CLAIMS: (2, 3_500),
        Purged.CREDITS: (2, 2_550),
        Purged.NOTICES: (1, 2_500),
        Purged.ADVANCES: (1, 900),
        Purged.MATCHES: (1, None),
        Purged.IMPORTS: (1, None),
        Purged.PRINTS: (1, None),
    }
    assert (plan.waiting, plan.waiting_cents) == (1, 300)
    assert list(house.register.dump()) == before


def test_what_is_old_goes_after_a_copy_and_the_journal_stays(house: House) -> None:
    entries = entries_of(house)
    shown = house.retaining.plan()
    done = house.retaining.purge("AB", shown)
    assert done.purge == shown
    assert house.register.copy_is_sound(done.copy)
    assert house.left() == {"waiting", "tied", "young"}
    with house.register.read() as tx:
        assert set(tx.credits.many(house.credits.values())) == {house.credits["young"]}
        assert tx.papers.printed() == ()
        assert tx.journal.verify().ok
        last = tx.journal.last(2)
        # the five years of an incident are not over
        assert len(tx.incidents.attachments(tx.incidents.cases()[0].id)) == 1
    assert [entry.what for entry in last] == ["register.purged", "register.backed_up"]
    assert (last[0].facts["claims"], last[0].facts["claims_cents"]) == (2, 3_500)
    assert entries_of(house) == entries + 2
    assert house.register.check() == ()
    assert house.retaining.plan().is_empty
    with pytest.raises(Problem, match="purge_empty"):
        house.retaining.purge("AB")
    # the copy brings back what went
    assert [name for name in ("claims", "notices", "matches") if house.rows(name)] == ["claims", "matches"]


def test_incidents_go_at_their_own_term(house: House) -> None:
    house.clock.set(datetime(2025, 2, 2, tzinfo=UTC))
    told = {line.kind: line.count for line in house.retaining.plan().lines}
    assert (told[Purged.INCIDENTS], told[Purged.PROOFS]) == (1, 1)
    house.retaining.purge("AB")
    assert house.rows("attachments") == house.rows("incidents") == 0


def test_the_place_of_what_went_is_overwritten(house: House, tmp_path: Path) -> None:
    house.clock.set(datetime(2025, 2, 2, tzinfo=UTC))
    house.retaining.purge("AB")
    plain = tmp_path / "plain.db"
    with closing(connect(house.register.path, KEY)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain),))
        connection.execute("SELECT sqlcipher_export('plain')").fetchall()
    content = plain.read_bytes()
    assert b"secret pixels" not in content
    assert b"%PDF old" not in content


def test_no_purge_before_three_years(house: House) -> None:
    with pytest.raises(Problem, match="retention_too_short"):
        house.retaining.set_terms("AB", Terms(2, 5))
    with house.register.write("AB") as tx:
        tx.people.set_setting("retention.claims", "1")
        tx.journal.record("setting.changed")
    assert house.retaining.terms() == Terms(3, 5)
    house.retaining.set_terms("AB", Terms(6, 10))
    assert house.retaining.plan().is_empty
    assert years_of("x", 3) == years_of("²", 3) == years_of("999", 3) == 3
    assert limits_of(Terms(), date(2024, 2, 29)) == Limits(date(2021, 2, 28), date(2019, 2, 28))
    assert limits_of(Terms(0, 0), date(2024, 1, 30)).claims == date(2021, 1, 30)


def test_without_a_copy_or_if_something_moved_nothing_goes(house: House, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    shown = house.retaining.plan()
    house.backups.choose("AB", stick)
    stick.rename(tmp_path / "bag")
    with pytest.raises(Problem, match="backup_folder_absent"):
        house.retaining.purge("AB", shown)
    assert len(house.left()) == 5
    house.backups.choose("AB", None)
    house.claim("later", OLD, 1_200)
    house.clock.set(datetime(2027, 2, 2, tzinfo=UTC))
    before = house.rows("claims")
    with pytest.raises(Problem, match="purge_changed"):
        house.retaining.purge("AB", shown)
    assert house.rows("claims") == before


class _CutError(Exception):
    """The power goes."""


def test_a_purge_cut_in_the_middle_takes_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_given: object) -> None:
        raise _CutError

    monkeypatch.setattr(Retention, "_take_cases", cut)
    with pytest.raises(_CutError):
        house.retaining.purge("AB")
    assert len(house.left()) == 5
    assert house.rows("printed") == 1
    assert house.rows("matches") == 2


def test_whoever_stops_a_purge_before_its_end_keeps_everything(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, stop, purge = house.retaining.plan(), Stop(), Retention.purge

    def asked_meanwhile(shelf: Retention, limits: Limits) -> Purge:
        done = purge(shelf, limits)
        stop.ask()
        return done

    monkeypatch.setattr(Retention, "purge", asked_meanwhile)
    with pytest.raises(Cancelled):
        house.retaining.purge("AB", before, stop)
    assert house.retaining.plan() == before
    with house.register.read() as tx:
        assert tx.journal.last(1)[0].what == "register.backed_up"
