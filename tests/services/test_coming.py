"""What comes is told with its day and its place, and only what the register knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pharmassist.domain.accesses import AccessKind, SweepState
from pharmassist.domain.bank_details import Side, Way
from pharmassist.domain.cash import CashKind
from pharmassist.domain.claims import REJECT_AGES, ClaimFilter, State
from pharmassist.domain.indemnities import AccreditedReject
from pharmassist.domain.operators import Light, LightState
from pharmassist.services.coming import Deadline
from pharmassist.services.office import Office
from pharmassist.services.texts import use_language
from tests.registers import add_claims, some_claim
from tests.services.owed_scene import Storing
from tests.ui.offices import TODAY, founded_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    use_language("fr")
    with founded_office(tmp_path) as founded:
        yield founded.office


def told(office: Office) -> list[tuple[date, str, str, str]]:
    def plain(each: Deadline) -> tuple[date, str, str, str]:
        text = each.text.replace("\u00a0", " ").replace("\u202f", " ")
        return each.day, text, each.page, each.target

    return [plain(each) for each in office.day.view().coming]


def test_an_empty_register_expects_nothing(office: Office) -> None:
    assert told(office) == []


def test_each_thing_that_comes_has_its_day_and_its_place(office: Office) -> None:
    register = office.register
    add_claims(register, some_claim(418217, 774))
    office.cash.set_line("CR", CashKind.WAGES, date(2024, 1, 31), 812_300)
    office.cash.set_line("CR", CashKind.VAT, date(2024, 1, 29), 50_000)
    access = office.accesses.add("AB", AccessKind.AMELIPRO, "290099993")
    with register.write("AB") as tx:
        changed = datetime(2023, 8, 10, 8, tzinfo=UTC)
        tx.accesses.update(replace(access, changed_at=changed))
        reject = AccreditedReject("viamedis", "000000101", date(2024, 1, 12), 1_647, "AB", tx.now)
        tx.owed.add_accredited(reject)
        tx.journal.record("access.described", str(access.id))
    line = office.accesses.sweep(access.id)[0]
    office.accesses.answer_sweep("AB", access.id, line.step.id, SweepState.LATER, until=date(2024, 2, 12))
    office.suspending.decide("viamedis", "AB", "au-delà du seuil", until=date(2024, 2, 9))
    office.pins.delegate("AB", "CR", date(2024, 2, 2))
    change = office.bank_guard.ask("CR", Side.THEIRS, "viamedis", "0142", Way.MAIL).change
    office.bank_guard.called("CR", change.id, "0298000000", "contrat", confirmed=True)
    office.noticing.add("CR", "almerys", date(2024, 1, 29), 31_240)
    office.noticing.add("CR", "viamedis", date(2024, 1, 24), 10_000)
    assert told(office) == [
        (date(2024, 1, 31), "Almerys : 312,40 € annoncés, attendus", "transfers", ""),
        (date(2024, 1, 31), "À payer : Salaires, 8 123,00 €", "advances", "cash"),
        (date(2024, 1, 31), "Changement de RIB, Viamedis : le jour d’attente est passé", "settings", "bank"),
        (date(2024, 1, 31), "Encours de fin de mois, pour le comptable", "claims", "ages"),
        (date(2024, 2, 1), "Relevé mensuel des rejets accrédités", "advances", "indemnities"),
        (date(2024, 2, 2), "Dernier jour où CR décide", "settings", "powers"),
        (date(2024, 2, 9), "Viamedis : la suspension du tiers payant prend fin", "operators", "viamedis"),
        (date(2024, 2, 10), "amelipro : le mot de passe de 290099993 expire", "passwords", str(access.id)),
        (date(2024, 2, 12), "290099993 : revoir ce qui a été remis", "passwords", str(access.id)),
    ]
    office.accesses.leave("AB", access.id)
    assert not any(page == "passwords" for _day, _text, page, _target in told(office))


def test_usual_credits_are_expected_until_the_operator_is_said_to_have_stopped(office: Office) -> None:
    days = (date(2024, 1, 19), date(2024, 1, 22), date(2024, 1, 24), date(2024, 1, 26), date(2024, 1, 29))
    Storing(office.register).bank(date(2024, 1, 29), *((day, 44_806) for day in days))
    # Every one or two working days: by the second one after the last.
    assert (date(2024, 1, 31), "Virements habituels : Viamedis", "transfers", "") in told(office)
    office.watching.set_light("viamedis", Light.TRANSFERS, LightState.STOPPED, "AB", "appel au numéro connu")
    assert not any("habituels" in text for _day, text, _page, _target in told(office))


def test_the_ages_of_rejects_are_those_of_the_lists_they_open(office: Office) -> None:
    days = (
        None,
        TODAY,
        date(2024, 1, 23),
        date(2024, 1, 22),
        date(2024, 1, 2),
        date(2024, 1, 1),
        date(2023, 12, 1),
    )
    add_claims(
        office.register,
        *(some_claim(number, 100 + number, day, state=State.REJECTED) for number, day in enumerate(days, 1)),
        some_claim(99, 5_000),
    )
    rejects = office.day.view().rejects
    young, middle = REJECT_AGES
    states = frozenset({State.REJECTED})
    filters = (
        ClaimFilter(states=states, within=young),
        ClaimFilter(states=states, older_than=young, within=middle),
        ClaimFilter(states=states, older_than=middle),
    )
    assert rejects == tuple(office.claims.tally(wanted) for wanted in filters)
    assert [tally.count for tally in rejects] == [3, 2, 2]
