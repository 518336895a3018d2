"""Lights and portals on a real register; the web is the only part that is played."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.domain.claims import Claim, ClaimChange, State
from pharmassist.domain.operators import Light, LightState, Probe, Sign
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.guiding import Guiding
from pharmassist.services.ports.web import Connection, Look
from pharmassist.services.watching import Watching
from tests.registers import make_register

FRIDAY = datetime(2024, 2, 2, 7, 10, tzinfo=UTC)


class PlayedWeb:
    """Answers what the test says and counts the looks."""

    def __init__(self) -> None:
        self.outcome, self.online, self.looks = "answers", True, list[str]()

    def look(self, probe: Probe) -> Look:
        self.looks.append(probe.url)
        return Look(self.outcome, "200")

    def connection(self) -> Connection:
        return Connection.WORKS if self.online else Connection.CUT


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(FRIDAY)


@pytest.fixture
def register(tmp_path: Path, clock: FixedClock) -> Iterator[SqlRegister]:
    made = make_register(tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def web() -> PlayedWeb:
    return PlayedWeb()


@pytest.fixture
def watching(register: SqlRegister, web: PlayedWeb, clock: FixedClock) -> Watching:
    return Watching(register, TomlCatalogue(), web, clock, Changes())


def test_a_light_nobody_read_is_unverified(watching: Watching) -> None:
    for status in watching.statuses():
        assert {status.state(light) for light in Light} == {LightState.UNVERIFIED}
        assert status.portal is None


def test_a_person_sets_a_light_with_a_proof_and_an_end(
    watching: Watching, register: SqlRegister, clock: FixedClock
) -> None:
    reading = watching.set_light(
        "viamedis", Light.TRANSFERS, LightState.STOPPED, "AB", "relevé", date(2024, 2, 7)
    )
    assert (reading.who, reading.source, reading.valid_until) == ("AB", "person", date(2024, 2, 7))
    first = watching.statuses()[0]
    assert (first.operator.id, first.worst) == ("viamedis", LightState.STOPPED)
    with register.read() as tx:
        assert dict(tx.journal.last(1)[0].facts) == {
            "name": "Viamedis",
            "light": "transfers",
            "state": "stopped",
            "until": "2024-02-07",
        }
    clock.set(FRIDAY + timedelta(days=5))
    assert watching.status("viamedis").state(Light.TRANSFERS) is LightState.STOPPED
    clock.set(FRIDAY + timedelta(days=6))
    ended = watching.status("viamedis")
    assert ended.state(Light.TRANSFERS) is LightState.UNVERIFIED
    assert [r.proof for r in ended.expired] == ["relevé"]


def test_without_an_end_it_holds_to_the_next_working_day(watching: Watching) -> None:
    """Friday: Saturday is no working day, so to Monday."""
    reading = watching.set_light("almerys", Light.RIGHTS, LightState.WORKING, "AB", "écran du LGO")
    assert reading.valid_until == date(2024, 2, 5)


def test_the_newest_reading_counts(watching: Watching) -> None:
    """A stop that is corrected at once was a slip: it asks for no sign of a restart."""
    watching.set_light("almerys", Light.RIGHTS, LightState.STOPPED, "AB", "appel")
    watching.set_light("almerys", Light.RIGHTS, LightState.WORKING, "LM", "écran du LGO")
    assert watching.status("almerys").state(Light.RIGHTS) is LightState.WORKING
    assert [r.who for r in watching.history("almerys")] == ["LM", "AB"]


@pytest.mark.parametrize(
    ("operator", "proof", "until", "code"),
    [
        ("viamedys", "appel", None, "operator_unknown"),
        ("viamedis", " ", None, "proof_missing"),
        ("viamedis", "appel", date(2024, 2, 1), "until_past"),
        ("viamedis", "assuré 2 85 05 99 999 999 03", None, "nir_refused"),
    ],
)
def test_what_is_refused(
    watching: Watching, register: SqlRegister, operator: str, proof: str, until: date | None, code: str
) -> None:
    with register.read() as tx:
        head = tx.journal.head()
    with pytest.raises(Problem, match=code):
        watching.set_light(operator, Light.RIGHTS, LightState.STOPPED, "AB", proof, until)
    with register.read() as tx:
        assert tx.journal.head() == head


def test_unverified_needs_no_proof(watching: Watching) -> None:
    watching.set_light("viamedis", Light.RIGHTS, LightState.UNVERIFIED, "AB", "")
    assert watching.status("viamedis").worst is LightState.UNVERIFIED


def test_the_lights_a_playbook_proposes(watching: Watching) -> None:
    playbook = TomlCatalogue().playbook("viamedis-2024")
    lights = tuple((Light(light), LightState(state)) for light, state in playbook.lights)
    watching.set_lights("viamedis", lights, "AB", "avis du syndicat", source="playbook")
    status = watching.status("viamedis")
    assert status.state(Light.TRANSMISSION) is LightState.WORKING
    assert status.state(Light.NOTICES) is LightState.STOPPED


def test_a_portal_is_looked_at_once_in_five_minutes(
    watching: Watching, web: PlayedWeb, clock: FixedClock
) -> None:
    assert watching.check("viamedis", "AB").looked
    clock.set(FRIDAY + timedelta(minutes=4, seconds=59))
    again = watching.check("viamedis", "LM")
    assert (again.looked, len(web.looks)) == (False, 1)
    assert again.portal is not None
    assert watching.check("almerys", "AB").looked
    clock.set(FRIDAY + timedelta(minutes=5))
    assert watching.check("viamedis", "AB").looked
    assert len(web.looks) == 3


def test_the_journal_tells_a_first_look_one_failure_and_one_recovery(
    watching: Watching, register: SqlRegister, web: PlayedWeb, clock: FixedClock
) -> None:
    """Looks that tell nothing new are remembered beside the register, not in its journal."""

    def journal() -> list[str]:
        with register.read() as tx:
            entries = reversed(tx.journal.last(50))
            return [str(e.facts["outcome"]) for e in entries if e.what == "operators.portal"]

    outcomes = ("answers", "answers", "silent", "unreachable", "silent", "answers", "answers")
    for number, outcome in enumerate(outcomes):
        web.outcome = outcome
        clock.set(FRIDAY + timedelta(hours=number))
        assert watching.check("viamedis", "AB").looked
        portal = watching.status("viamedis").portal
        assert portal is not None
        assert (portal.outcome, portal.at) == (outcome, clock.now()), "the last look is shown, kept or not"
    assert len(web.looks) == len(outcomes)
    assert journal() == ["answers", "silent", "answers"]
    assert [p.outcome for p in watching.portal_history("viamedis")] == ["answers", "silent", "answers"]
    clock.set(clock.now() + timedelta(minutes=4))
    assert not watching.check("viamedis", "AB").looked, "a look that was not journalled counts too"


def test_an_incident_opened_since_wants_a_look_of_its_own(
    watching: Watching, register: SqlRegister, clock: FixedClock
) -> None:
    """What a case senses must stand in the register, dated since the case began."""
    watching.check("viamedis", "AB")
    clock.set(FRIDAY + timedelta(days=3))
    Guiding(register, TomlCatalogue(), clock, Changes()).open("viamedis-2024", "AB")
    for minutes in (5, 10):
        clock.set(FRIDAY + timedelta(days=3, minutes=minutes))
        assert watching.check("viamedis", "AB").looked
    kept = [portal.at for portal in watching.portal_history("viamedis")]
    assert kept == [FRIDAY, FRIDAY + timedelta(days=3, minutes=5)]


def test_a_clock_set_back_does_not_forbid_looks(watching: Watching, clock: FixedClock) -> None:
    watching.check("viamedis", "AB")
    clock.set(FRIDAY - timedelta(days=2))
    assert watching.check("viamedis", "AB").looked


def test_a_green_portal_says_nothing_of_the_lights(watching: Watching) -> None:
    watching.check("viamedis", "AB")
    status = watching.status("viamedis")
    assert status.portal is not None
    assert (status.portal.outcome, status.worst) == ("answers", LightState.UNVERIFIED)


@pytest.mark.parametrize("outcome", ["silent", "unreachable"])
def test_our_own_connection_is_never_an_operators_fault(
    watching: Watching, web: PlayedWeb, outcome: str
) -> None:
    web.outcome, web.online = outcome, False
    checked = watching.check("viamedis", "AB")
    assert (checked.connected, checked.portal) == (False, None)
    assert watching.status("viamedis").portal is None
    assert len(watching.check_all("AB")) == 1
    web.online = True
    found = watching.check("viamedis", "AB").portal
    assert found is not None
    assert found.outcome == outcome


def test_every_portal(watching: Watching, web: PlayedWeb) -> None:
    assert [c.operator.id for c in watching.check_all("AB")] == ["almerys", "isante", "sp-sante", "viamedis"]
    assert len(web.looks) == 4


def test_pages_are_told(register: SqlRegister, web: PlayedWeb, clock: FixedClock) -> None:
    changes, told = Changes(), list[frozenset[Kind]]()
    changes.listen(told.append)
    watching = Watching(register, TomlCatalogue(), web, clock, changes)
    watching.set_light("viamedis", Light.RIGHTS, LightState.STOPPED, "AB", "appel")
    watching.check("viamedis", "AB")
    assert [Kind.OPERATORS in kinds for kinds in told] == [True, True]


def test_a_light_stays_amber_after_a_stop_until_three_signs_are_seen(
    watching: Watching, clock: FixedClock
) -> None:
    """The restart gate: an accepted invoice, a notice and a credit, all since the stop."""
    watching.see_sign("viamedis", Sign.CREDIT, "AB", "virement d’avant l’arrêt")
    clock.set(clock.now() + timedelta(minutes=1))
    watching.set_light("viamedis", Light.TRANSFERS, LightState.STOPPED, "AB", "relevé")
    clock.set(clock.now() + timedelta(hours=1))
    watching.set_light("viamedis", Light.TRANSFERS, LightState.WORKING, "AB", "communiqué")
    watching.set_light("viamedis", Light.RIGHTS, LightState.WORKING, "AB", "carte lue")
    status = watching.status("viamedis")
    assert status.state(Light.TRANSFERS) is LightState.DISRUPTED
    assert status.state(Light.RIGHTS) is LightState.WORKING, "it never stopped"
    assert status.missing == (Sign.ACCEPTED, Sign.NOTICE, Sign.CREDIT)
    for sign in Sign:
        assert watching.status("viamedis").gated == (Light.TRANSFERS,)
        status = watching.see_sign("viamedis", sign, "AB", "écran du LGO")
    assert (status.gated, status.missing) == ((), ())
    assert status.state(Light.TRANSFERS) is LightState.WORKING
    with pytest.raises(Problem, match="proof_missing"):
        watching.see_sign("viamedis", Sign.CREDIT, "AB", " ")


def test_an_invoice_acknowledged_since_the_stop_is_a_sign(
    watching: Watching, register: SqlRegister, clock: FixedClock
) -> None:
    watching.set_light("viamedis", Light.RIGHTS, LightState.STOPPED, "AB", "écran")
    clock.set(clock.now() + timedelta(days=1))
    watching.set_light("viamedis", Light.RIGHTS, LightState.WORKING, "AB", "écran")
    today = clock.today()
    with register.write("AB") as tx:
        claim = Claim("000000001", 100, today, operator="viamedis", state=State.ACKNOWLEDGED)
        number = tx.claims.add(claim)
        tx.claims.note([ClaimChange(number, tx.now, "AB", "transmitted", "acknowledged", "ARL")])
        tx.journal.record("claims.moved", "1")
    assert watching.status("viamedis").missing == (Sign.NOTICE, Sign.CREDIT)
