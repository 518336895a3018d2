"""What every implementation of the register must do, run on the encrypted file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.domain.accesses import Access, AccessKind, Rotation, Stage, SweepItem
from pharmassist.domain.advances import Advance, AdvanceStatus, Movement, MovementKind
from pharmassist.domain.claims import ClaimFilter
from pharmassist.domain.imports import (
    ImportKind,
    ImportRecord,
    ImportReport,
    Refusal,
    Replacement,
)
from pharmassist.domain.incidents import Case, StepRecord, StepStatus
from pharmassist.domain.operators import Insurer, Light, LightState, PortalReading, Reading
from pharmassist.domain.people import Person, Role
from pharmassist.domain.problems import Problem
from pharmassist.services.ports.register import Register
from tests.registers import NOW, PHARMACY, TODAY, add_claims, found, make_register, some_claim


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def register(tmp_path: Path, clock: FixedClock) -> Iterator[Register]:
    opened = make_register(tmp_path, clock)
    yield opened
    opened.close()


# people


def test_a_new_register_knows_its_pharmacy_its_people_and_its_beginning(register: Register) -> None:
    with register.read() as tx:
        assert tx.people.pharmacy() == PHARMACY
        assert [(p.id, p.initials, p.role) for p in tx.people.people()] == [
            (1, "AB", Role.OWNER),
            (2, "LM", Role.CLAIMS_LEAD),
        ]
        (entry,) = tx.journal.last()
        assert (entry.number, entry.what, entry.who) == (1, "register.created", "AB")
    assert register.register_id == PHARMACY.register_id


def test_people_and_settings_are_kept(register: Register) -> None:
    with register.write("AB") as tx:
        number = tx.people.add_person(Person(0, "CD", "Chloé Durand", Role.TEAM, "adjointe"))
        tx.people.update_person(Person(2, "LM", "Luc Martin", Role.TEAM, active=False))
        tx.people.save_pharmacy(replace(PHARMACY, phone="02 98 00 00 00", alsace_moselle=True))
        tx.people.set_setting("lock.minutes", "5")
        tx.people.set_setting("lock.minutes", "10")
        tx.journal.record("people.changed")
    with register.read() as tx:
        people = tx.people.people()
        assert people[2] == Person(number, "CD", "Chloé Durand", Role.TEAM, "adjointe")
        assert people[1].active is False
        assert tx.people.pharmacy().alsace_moselle is True
        assert tx.people.settings() == {"lock.minutes": "10"}


def test_two_people_cannot_sign_alike(register: Register) -> None:
    with pytest.raises(Problem) as told, register.write("AB") as tx:
        tx.people.add_person(Person(0, "AB", "Alain Blanc", Role.TEAM))
    assert (told.value.code, told.value.values) == ("initials_taken", {"initials": "AB"})
    with pytest.raises(Problem, match="initials_taken"), register.write("AB") as tx:
        tx.people.update_person(Person(2, "AB", "Luc Martin", Role.TEAM))
    with pytest.raises(Problem, match="person_unknown"), register.write("AB") as tx:
        tx.people.update_person(Person(9, "ZZ", "Personne", Role.TEAM))


# what imports and advances leave


def test_imports_come_back_with_their_report(register: Register) -> None:
    report = ImportReport(
        import_id=1,
        file_name="encours.csv",
        kind=ImportKind.SNAPSHOT,
        snapshot_date=TODAY,
        kept=3,
        refusals=(Refusal(7, "amount_unreadable", ("000000007", "x")),),
        replacements=(Replacement("000000008", "000000001", 1840),),
        dropped_columns=("NIR",),
        notices=("snapshot_out_of_order",),
        sum_cents=12,
    )
    record = ImportRecord(0, NOW, "AB", "encours.csv", "ab" * 32, ImportKind.SNAPSHOT, TODAY, ImportReport())
    with register.write("AB") as tx:
        number = tx.imports.add(record)
        kept = replace(record, id=number, report=report)
        tx.imports.save_report(kept)
        tx.imports.save_profile("mine", 'name = "à moi"')
        tx.journal.record("claims.imported")
    with register.read() as tx:
        assert tx.imports.get(number) == kept
        assert tx.imports.by_hash("ab" * 32) == kept
        assert tx.imports.by_hash("cd" * 32) is None
        assert tx.imports.all() == (kept,)
        assert tx.imports.profiles() == {"mine": 'name = "à moi"'}
        assert tx.imports.get(9) is None
    with register.write("AB") as tx:
        tx.imports.save_report(replace(kept, undone_at=NOW))
        tx.journal.record("claims.undone")
    with register.read() as tx:
        assert tx.imports.by_hash("ab" * 32) is None


def test_advances_and_their_ledger(register: Register) -> None:
    advance = Advance("viamedis", date(2024, 1, 1), TODAY, 231, 241773, requested_at=NOW, requested_by="AB")
    with register.write("AB") as tx:
        number = tx.advances.add(advance)
        tx.journal.record("advance.requested")
    with register.write("AB") as tx:
        tx.advances.update(replace(advance, id=number, granted=169241, status=AdvanceStatus.GRANTED))
        second = Movement(number, MovementKind.WITHHELD, date(2024, 3, 1), 60000, "avis 12")
        first = Movement(number, MovementKind.RECEIVED, date(2024, 2, 13), 169241)
        ids = [tx.advances.add_movement(each) for each in (second, first)]
        tx.journal.record("advance.recorded")
    with register.read() as tx:
        kept = replace(advance, id=number, granted=169241, status=AdvanceStatus.GRANTED, version=2)
        assert tx.advances.all() == tx.advances.all("viamedis") == (kept,)
        assert tx.advances.all("almerys") == ()
        assert tx.advances.movements(number) == (replace(first, id=ids[1]), replace(second, id=ids[0]))
    with pytest.raises(Problem, match="changed_meanwhile"), register.write("AB") as tx:
        tx.advances.update(replace(advance, id=number))


# operators


def test_readings_and_insurers(register: Register) -> None:
    old = Reading("viamedis", Light.RIGHTS, LightState.WORKING, NOW, "AB", "person", "appel", None)
    new = replace(old, state=LightState.STOPPED, valid_until=TODAY)
    insurer = Insurer("Aésio", "0000733931", ("viamedis", "almerys"), "taught", "AB", ("Adréa",))
    portal = PortalReading("viamedis", "answers", NOW, "200")
    with register.write("AB") as tx:
        ids = [tx.operators.add_reading(each) for each in (old, new)]
        tx.operators.add_portal(replace(portal, outcome="silent"))
        tx.operators.add_portal(portal)
        number = tx.operators.save_insurer(insurer)
        assert tx.operators.save_insurer(replace(insurer, id=number, name="AÉSIO")) == number
        tx.journal.record("operators.read")
    with register.read() as tx:
        assert tx.operators.latest("viamedis", Light.RIGHTS) == replace(new, id=ids[1])
        assert tx.operators.latest("viamedis", Light.NOTICES) is None
        assert [r.id for r in tx.operators.readings()] == [ids[1], ids[0]]
        assert [r.id for r in tx.operators.readings("viamedis", 1)] == [ids[1]]
        assert tx.operators.latest_portal("viamedis") == portal
        assert tx.operators.latest_portal("almerys") is None
        assert tx.operators.insurers() == (replace(insurer, id=number, name="AÉSIO"),)


# incidents


def test_cases_steps_and_proofs(register: Register) -> None:
    case = Case("viamedis-2024", "Viamedis", NOW, "AB", "id = 'x'")
    record = StepRecord("mailbox", StepStatus.WAITING, NOW, "AB", reason="le téléphone", until=TODAY)
    with register.write("AB") as tx:
        number = tx.incidents.open_case(case)
        tx.incidents.save_record(number, record)
        proof = tx.incidents.attach(number, "mailbox", "capture.png", b"\x89PNG", "ef" * 32)
        tx.journal.record("incident.opened")
    with register.read() as tx:
        kept = tx.incidents.records(number)["mailbox"]
        assert kept == replace(record, version=2)
        assert tx.incidents.attachments(number) == ((proof, "mailbox", "capture.png", "ef" * 32),)
        assert tx.incidents.attachment(proof) == b"\x89PNG"
        assert tx.incidents.attachment(99) is None
        assert tx.incidents.case(number) == replace(case, id=number)
        assert tx.incidents.case(99) is None
    with register.write("AB") as tx:
        tx.incidents.save_record(number, replace(kept, status=StepStatus.DONE))
        tx.incidents.update_case(replace(case, id=number, closed_at=NOW, closed_by="AB"))
        tx.journal.record("incident.closed")
    for stale in (record, kept):
        with pytest.raises(Problem, match="changed_meanwhile"), register.write("LM") as tx:
            tx.incidents.save_record(number, stale)
    with register.read() as tx:
        assert tx.incidents.records(number)["mailbox"].status is StepStatus.DONE
        assert tx.incidents.cases(open_only=True) == ()
        assert [c.version for c in tx.incidents.cases()] == [2]


# accesses


def test_accesses_rotations_and_sweeps(register: Register) -> None:
    access = Access(AccessKind.MAILBOX, "port@orange.fr", "orange", previous_until=TODAY, changed_at=NOW)
    with register.write("AB") as tx:
        number = tx.accesses.add(access)
        rotation = Rotation(number, Stage.PLANNED, 1, NOW, "AB", waiting_for="le téléphone de A. B.")
        rotation = replace(rotation, id=tx.accesses.start(rotation))
        tx.accesses.update(replace(access, id=number, last_number=1, host_confirmed=True))
        tx.accesses.save_sweep(SweepItem(number, "forwarding"))
        tx.accesses.save_sweep(SweepItem(number, "forwarding", NOW, "AB"))
        tx.journal.record("rotation.started", str(number))
    with register.read() as tx:
        kept = replace(access, id=number, last_number=1, host_confirmed=True, version=2)
        assert tx.accesses.get(number) == kept
        assert tx.accesses.all() == (kept,)
        assert tx.accesses.rotation(number) == rotation
        assert tx.accesses.sweep(number) == (SweepItem(number, "forwarding", NOW, "AB"),)
    with register.write("AB") as tx:
        tx.accesses.update_rotation(replace(rotation, stage=Stage.CLOSED, ended_at=NOW))
        tx.journal.record("rotation.closed", str(number))
    with register.read() as tx:
        assert tx.accesses.rotation(number) is None
        assert [r.stage for r in tx.accesses.rotations(number)] == [Stage.CLOSED]
    with pytest.raises(Problem, match="changed_meanwhile"), register.write("AB") as tx:
        tx.accesses.update_rotation(rotation)
    with pytest.raises(Problem) as told, register.write("AB") as tx:
        tx.accesses.update(access)
    assert told.value.values == {"what": "port@orange.fr"}


# transactions and journal


def test_an_error_undoes_everything(register: Register) -> None:
    def add_and_fail() -> None:
        with register.write("AB") as tx:
            tx.claims.add(some_claim(1, 100))
            tx.journal.record("claims.added")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        add_and_fail()
    assert found(register, ClaimFilter(all_states=True)) == []
    with register.read() as tx:
        assert len(tx.journal.last()) == 1


def test_rows_without_a_journal_entry_are_a_bug_and_undone(register: Register) -> None:
    with pytest.raises(RuntimeError, match="journal"), register.write("AB") as tx:
        tx.claims.add(some_claim(1, 100))
    assert found(register, ClaimFilter(all_states=True)) == []
    with register.write("AB") as tx:
        tx.people.people()


def test_somebody_signs(register: Register) -> None:
    with pytest.raises(ValueError, match="signed"), register.write(" "):
        pass


def test_a_reading_transaction_cannot_write(register: Register) -> None:
    with pytest.raises(RuntimeError, match="reading"), register.read() as tx:
        tx.people.set_setting("a", "b")
    with pytest.raises(RuntimeError, match="reading"), register.read() as tx:
        tx.journal.record("a")


def test_a_reader_sees_one_state_and_does_not_wait(register: Register) -> None:
    with register.read() as before:
        assert before.claims.tally(ClaimFilter(), today=TODAY).count == 0
        add_claims(register, some_claim(1, 100))
        assert before.claims.tally(ClaimFilter(), today=TODAY).count == 0
    assert found(register, ClaimFilter()) == ["1"]


def test_the_journal_is_chained_and_newest_first(register: Register) -> None:
    with register.write("AB") as tx:
        first = tx.journal.record("a.b", "12", {"count": 2, "file": "été.csv"})
        second = tx.journal.record("c.d", "13")
        assert second.previous == first.hash
        assert tx.journal.head() == second.hash
    with register.read() as tx:
        assert tx.journal.last(2) == (second, first)
        assert tx.journal.last(1, 1) == (first,)
        assert tx.journal.last(subject="12") == (first,)
        state = tx.journal.verify(first.hash[:8].upper())
        assert (state.ok, state.entries, state.head, state.head_found) == (True, 3, second.hash, True)
        assert tx.journal.verify("0" * 8).ok is False


def test_a_clock_set_back_does_not_turn_time_back(register: Register, clock: FixedClock) -> None:
    clock.set(NOW - timedelta(days=400))
    with register.write("AB") as tx:
        assert tx.now == NOW
        assert tx.journal.record("a.b").at == NOW
    clock.set(NOW + timedelta(hours=1))
    with register.read() as tx:
        assert tx.now == NOW + timedelta(hours=1)


def test_a_commit_moves_the_data_version(register: Register) -> None:
    before = register.data_version()
    assert register.data_version() == before
    add_claims(register, some_claim(1, 100))
    assert register.data_version() != before


def test_the_dump_is_the_same_for_the_same_content(register: Register) -> None:
    add_claims(register, some_claim(2, 100), some_claim(1, 100))
    with register.write("AB") as tx:
        case = tx.incidents.open_case(Case("p", "t", NOW, "AB", ""))
        tx.incidents.attach(case, "s", "n", b"contenu secret", "ef" * 32)
        tx.journal.record("a.b")
    lines = list(register.dump())
    assert lines == list(register.dump())
    assert not any("contenu" in line for line in lines)
    assert any("efef" in line for line in lines)
    assert [line for line in lines if '"table":"claims"' in line] == list(register.dump(("claims",)))
    with pytest.raises(Problem) as told:
        list(register.dump(("claims", "nirs")))
    assert told.value.values["table"] == "nirs"
