"""Mots de passe, what stands around a change: answers of the sweep, spelling, the same one, paper, expiry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from pharmassist.adapters.machine.clock import PharmacyClock
from pharmassist.domain.accesses import AccessKind, SweepState
from pharmassist.domain.secrets import Secret
from pharmassist.domain.spelling import spelled
from pharmassist.services.office import Office
from pharmassist.ui.pages.passwords.answering import SweepForm
from pharmassist.ui.parts.spelled import SpelledView
from tests.servers.secret_service import SecretService
from tests.ui.accessibility import nameless_controls
from tests.ui.offices import founded_office
from tests.ui.password_seat import Seat, everything_told

CANARY = "Canari-du-Port-77"


@pytest.fixture
def office(tmp_path: Path, secret_service: SecretService) -> Iterator[Office]:
    with founded_office(tmp_path) as founded:
        yield founded.office


@pytest.fixture
def seat(qtbot: QtBot, office: Office) -> Seat:
    return Seat(qtbot, office)


def test_a_portals_lines_are_answered_not_applicable_or_later(seat: Seat, office: Office) -> None:
    portal = office.accesses.add("AB", AccessKind.PORTAL, "290099993", operator="viamedis")
    seat.choose(portal)
    seat.press("Changer le mot de passe")
    seat.press("Accepté")
    seat.press("J’atteste")
    seat.tells("RIB de la pharmacie")
    seat.press("Répondre…")
    form = seat.page._middle.form
    assert isinstance(form, SweepForm)
    seat.press("Garder la réponse")
    assert form.reason.error_text
    seat.write("Pourquoi, ou ce que l’on attend", "le portail est fermé")
    form.state.set_value(SweepState.LATER.value)
    seat.press("Garder la réponse")
    seat.tells("Plus tard : le portail est fermé.")
    seat.tick("Utilisateurs du compte")
    lines = {line.step.id: line.state for line in office.accesses.sweep(portal.id)}
    assert (lines["rib"], lines["users"]) == (SweepState.LATER, SweepState.DONE)


def test_a_password_is_spelled_for_the_eye_only(seat: Seat, office: Office) -> None:
    access = office.accesses.add("AB", AccessKind.SOFTWARE, "LGO")
    office.rotating.enter_current("AB", access.id, Secret(CANARY))
    seat.choose(access)
    seat.press("Épeler")
    views = [view for view in seat.page.findChildren(SpelledView) if view.isVisible()]
    assert len(views) == 1
    told = everything_told(seat.window)
    assert CANARY not in told
    assert "Anatole" not in told
    assert nameless_controls(seat.page) == []
    seat.window.lock()
    assert not [view for view in seat.page.findChildren(SpelledView) if view._secret is not None]


def test_spelling_is_the_french_one() -> None:
    assert spelled("Aa7-é€") == (
        "A majuscule, Anatole",
        "a, Anatole",
        "7, sept",
        "-, tiret",
        "é accentuée",
        "€, euro",
    )


def test_the_places_of_the_same_password_are_named(seat: Seat, office: Office) -> None:
    lgo = office.accesses.add("AB", AccessKind.SOFTWARE, "LGO du bureau")
    other = office.accesses.add("AB", AccessKind.OTHER, "grossiste")
    for access in (lgo, other):
        office.rotating.enter_current("AB", access.id, Secret(CANARY))
    seat.choose(lgo)
    seat.tells("Le même mot de passe sert pour : grossiste.")
    assert CANARY not in everything_told(seat.window)


def test_amelipro_says_when_it_expires(seat: Seat, office: Office) -> None:
    access = office.accesses.add("AB", AccessKind.AMELIPRO, "290099993")
    office.rotating.start("AB", access.id, reason="test")
    office.rotating.accepted("AB", access.id)
    office.rotating.attest("AB", access.id)
    office.rotating.retire("AB", access.id)
    seat.choose(access)
    seat.tells("le 30/07/24, par la règle du service")


def test_what_exposed_it_and_where_it_serves_are_said(seat: Seat, office: Office) -> None:
    case = office.guiding.open("viamedis-2024", "AB").case
    access = office.accesses.add("AB", AccessKind.SOFTWARE, "LGO")
    office.accesses.describe(
        "AB", access.id, holder="AB", code_phone_holder="", place="bureau", exposed_by=case.id
    )
    seat.choose(access)
    seat.tells("à renouveler")
    seat.tells("bureau")
    seat.press("Décrire")
    seat.write("Où sert-il ?", "comptoir 2")
    seat.press("Enregistrer")
    told = office.accesses.line(access.id).access
    assert (told.place, told.exposed_by) == ("comptoir 2", case.id)


def test_not_checked_is_never_said_good(seat: Seat, office: Office) -> None:
    access = office.accesses.add("AB", AccessKind.SOFTWARE, "LGO")
    office.rotating.enter_current("AB", access.id, Secret(CANARY))
    seat.choose(access)
    seat.press("Dans les listes volées ?")
    seat.warns("La pharmacie n’interroge pas les listes")


def test_seven_words_are_proposed_and_a_sealed_copy_is_previewed(seat: Seat, office: Office) -> None:
    access = office.accesses.add("AB", AccessKind.SOFTWARE, "LGO")
    seat.choose(access)
    seat.press("Changer le mot de passe")
    first = office.rotating.reveal("AB", access.id).reveal()
    seat.press("Plutôt sept mots")
    words = office.rotating.reveal("AB", access.id).reveal()
    assert words != first
    seat.press("Copie sous enveloppe")
    paper = seat.desk.papers[-1]
    assert paper.secret
    assert paper.kind == "sealed-copy"
    with office.register.read() as tx:
        assert tx.journal.last(1)[0].what == "password.on_paper"


def test_an_old_password_is_destroyed_once_its_thirty_days_are_over(seat: Seat, office: Office) -> None:
    access = office.accesses.add("AB", AccessKind.SOFTWARE, "LGO")
    office.rotating.enter_current("AB", access.id, Secret(CANARY))
    office.rotating.start("AB", access.id, reason="test")
    office.rotating.accepted("AB", access.id)
    office.rotating.attest("AB", access.id)
    kept = office.rotating.retire("AB", access.id).previous_until
    assert kept is not None
    seat.choose(access)
    entry = f"PharmAssist/{office.register.register_id}/{access.id}/1"
    assert office.vault.fetch(entry) is not None
    assert isinstance(office.clock, PharmacyClock)
    office.clock.rehearse(datetime.combine(kept, time(9), UTC))
    seat.page.entered()
    seat.qtbot.waitUntil(lambda: office.vault.fetch(entry) is None)
    assert office.rotating.reveal("AB", access.id, "current").reveal() != CANARY
    with office.register.read() as tx:
        told = [e.what for e in tx.journal.last(9, subject=str(access.id))]
    assert told.count("access.previous_purged") == 1
