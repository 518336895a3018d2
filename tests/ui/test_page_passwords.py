"""Mots de passe: the five lines on a real keyring and a real mailbox; nothing lost, nothing shown unasked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pharmassist.assembly import open_office
from pharmassist.domain.accesses import AccessKind, Stage
from pharmassist.domain.incidents import NO, UNKNOWN
from pharmassist.services.office import Office
from pharmassist.services.opening import Opening
from pharmassist.ui.pages.passwords.adding import AddForm
from pharmassist.ui.pages.passwords.board import read_board
from pharmassist.ui.pages.passwords.secret_box import SecretBox
from pharmassist.ui.parts.button import Button, Chip
from pharmassist.ui.parts.copying import CopyButton
from pharmassist.ui.parts.secret import SecretField, SecretView
from tests.servers.dovecot import Dovecot
from tests.servers.secret_service import SecretService
from tests.ui.accessibility import nameless_controls
from tests.ui.conftest import type_text
from tests.ui.offices import KEY_FILE, founded_office, in_a_lane
from tests.ui.password_seat import LOGIN, OLD, OTHER, PHONE, Seat, everything_told, mailbox


@pytest.fixture
def office(tmp_path: Path, secret_service: SecretService) -> Iterator[Office]:
    with founded_office(tmp_path) as founded:
        yield founded.office


@pytest.fixture
def seat(qtbot: QtBot, office: Office) -> Seat:
    return Seat(qtbot, office)


# --- story 3 --------------------------------------------------------------------------------


def test_the_password_while_the_owner_is_away(
    qtbot: QtBot, tmp_path: Path, secret_service: SecretService, dovecot: Dovecot
) -> None:
    dovecot.set_password(LOGIN, OLD)
    with founded_office(tmp_path) as founded:
        seat = Seat(qtbot, founded.office, "CR")
        seat.tells("Aucun accès n’est noté")
        seat.press("Ajouter la boîte mail")
        form = seat.page._middle.form
        assert isinstance(form, AddForm)
        QTest.keyClick(next(c for c in form.findChildren(Chip) if c.text() == "Oui"), Qt.Key.Key_Space)
        seat.write("Adresse ou identifiant", LOGIN)
        seat.write("Serveur de messagerie (IMAP), si vous le connaissez", "localhost")
        seat.write("Port", str(dovecot.port))
        seat.write("Qui tient le téléphone du code ?", "A. L.")
        seat.press("Ajouter cet accès")
        # Not the provider's server: read it, then confirm.
        assert founded.office.accesses.lines() == ()
        seat.tells("lettre par lettre")
        seat.tick("J’ai lu ce serveur lettre par lettre")
        seat.press("Ajouter cet accès")
        (line,) = founded.office.accesses.lines()
        assert (line.access.host, line.access.host_confirmed) == ("localhost", True)
        seat.press("Saisir le mot de passe actuel")
        seat.write("Mot de passe en vigueur aujourd’hui", OLD)
        seat.press("Garder au trousseau")
        seat.press("Changer le mot de passe")
        seat.tells("Ligne 2 : le changer chez le fournisseur")
        seat.press("Refusé")
        rotating, access = founded.office.rotating, line.access
        first = rotating.reveal_number("CR", access.id, 2).reveal()
        second = rotating.reveal("CR", access.id).reveal()
        assert first != second
        assert rotating.reveal("CR", access.id, "current").reveal() == OLD
        seat.press("Mettre en attente")
        seat.press(PHONE)
        seat.press("Mettre en attente")
        assert seat.rows() == [f"{LOGIN}. Attend {PHONE}"]
        seat.window.close()
    # The PC restarts.
    office = open_office(Opening(tmp_path / "home", tmp_path / KEY_FILE))
    try:
        seat = Seat(qtbot, office)
        assert seat.rows() == [f"{LOGIN}. Attend {PHONE}"]
        seat.press("Reprendre à la ligne 2")
        seat.tells("Ligne 2 : le changer chez le fournisseur")
        assert office.rotating.reveal("AB", access.id).reveal() == second
        assert not seat.page._sweep._ticks.isEnabled()
        seat.press("Accepté")
        dovecot.set_password(LOGIN, second)
        # The first login to a server that is not of our data waits until it was read.
        assert not seat.button("Prouver par une connexion").isEnabled()
        seat.tick("J’ai lu ce serveur lettre par lettre")
        seat.press("Prouver par une connexion")
        seat.tells("Ligne 5 : retirer l’ancien")
        assert seat.page._sweep._ticks.isEnabled()
        for item in ("Postes et LGO à mettre à jour", "Numérisation vers e-mail", "Téléphones et tablettes"):
            seat.tick(item)
        ticked = [line for line in office.accesses.sweep(access.id) if line.done_at]
        assert [line.done_by for line in ticked] == ["AB"] * 3
        seat.press("Retirer l’ancien")
        kept = office.accesses.line(access.id)
        assert (kept.rotation, kept.access.current, kept.access.previous) == (None, 3, 1)
        assert "Renouvelé" in seat.rows()[0]
        # The portal comes next, and waits for its reopening.
        portal = office.accesses.add("AB", AccessKind.PORTAL, "290099993", operator="viamedis")
        seat.choose(portal)
        seat.press("Changer le mot de passe")
        seat.press("Mettre en attente")
        seat.press("la réouverture du portail")
        seat.press("Mettre en attente")
        assert seat.rows()[1] == "Portail Viamedis. Attend la réouverture du portail"
        told = everything_told(seat.window)
        assert not [secret for secret in (OLD, first, second) if secret in told]
        assert nameless_controls(seat.window) == []
        seat.window.close()
    finally:
        office.close()


# --- the five lines -------------------------------------------------------------------------


def test_a_password_is_shown_on_request_only_and_goes_by_itself(
    seat: Seat, office: Office, dovecot: Dovecot
) -> None:
    access = mailbox(office, dovecot)
    seat.choose(access)
    seat.press("Changer le mot de passe")
    new = office.rotating.reveal("AB", access.id).reveal()
    view = seat.page.findChildren(SecretView)[-1]
    assert not seat.shows_one()
    seat.warns("session de comptoir partagée")
    height = seat.page.banner.height()
    seat.press("Afficher 20 s")
    assert seat.shows_one()
    seat.warns("Personne ne doit voir cet écran")
    assert seat.page.banner.height() == height
    # Shown to the eye, told to nobody else.
    assert new not in everything_told(seat.window)
    # Nor copied with the list that it belongs to.
    seat.page.findChildren(CopyButton)[0].copy()
    listed = QGuiApplication.clipboard().text()
    assert LOGIN in listed
    assert new not in listed
    box = seat.page.findChildren(SecretBox)[-1]
    for _second in range(19):
        box._tick()
    assert seat.shows_one()
    box._tick()
    assert not seat.shows_one()
    assert "Personne" not in seat.page.banner.words
    seat.press("Montrer l’ancien")
    assert seat.shows_one()
    assert view._secret is not None
    assert view._secret.reveal() == OLD
    assert seat.page.escape()
    assert not seat.shows_one()
    seat.press("Copier")
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == OLD
    seat.tells("Effacé du presse-papiers dans")
    seat.press("Effacer")
    assert clipboard.text() == ""


@pytest.mark.parametrize("how", ["lock", "leave", "choose"])
def test_what_is_shown_goes_with_the_page(seat: Seat, office: Office, dovecot: Dovecot, how: str) -> None:
    access = mailbox(office, dovecot)
    other = office.accesses.add("AB", AccessKind.AMELIPRO, "290099993")
    seat.choose(access)
    seat.press("Changer le mot de passe")
    seat.press("Afficher 20 s")
    page, view = seat.page, seat.page.findChildren(SecretView)[-1]
    assert view.shown
    if how == "lock":
        QTest.keyClick(seat.window, Qt.Key.Key_F12)
        assert page._board is None
    elif how == "leave":
        seat.window.open_page("other")
    else:
        seat.choose(other)
    seat.settle()
    assert LOGIN not in seat.words() or how != "lock"
    assert not any(each.shown for each in page.findChildren(SecretView))
    assert "Personne" not in page.banner.words


def test_an_answer_that_comes_after_the_lock_shows_nothing(
    seat: Seat, office: Office, dovecot: Dovecot
) -> None:
    access = mailbox(office, dovecot)
    seat.choose(access)
    seat.press("Changer le mot de passe")
    page = seat.page
    # The answer is queued; the lock comes first.
    seat.button("Copier").click()
    seat.button("Afficher").click()
    QTest.keyClick(seat.window, Qt.Key.Key_F12)
    seat.settle()
    assert not any(each.shown for each in page.findChildren(SecretView))
    assert QGuiApplication.clipboard().text() == ""


def test_a_refused_login_keeps_both_and_says_what_next(seat: Seat, office: Office, dovecot: Dovecot) -> None:
    access = mailbox(office, dovecot)
    seat.choose(access)
    seat.press("Changer le mot de passe")
    seat.press("Accepté")
    seat.tick("J’ai lu ce serveur lettre par lettre")
    seat.press("Prouver par une connexion")
    seat.tells("localhost a refusé ce mot de passe. Les deux sont gardés.")
    rotation = office.accesses.line(access.id).rotation
    assert rotation is not None
    assert rotation.stage is Stage.CHANGED
    seat.press("Essayer l’ancien, une fois")
    seat.tells("L’ancien ouvre encore la boîte")
    seat.press("J’en ai mis un autre")
    field = seat.page.findChildren(SecretField)[-1]
    type_text(field.line, OTHER)
    assert OTHER not in everything_told(seat.window)
    seat.press("Garder au trousseau")
    dovecot.set_password(LOGIN, OTHER)
    seat.tick("J’ai lu ce serveur lettre par lettre")
    seat.press("Prouver par une connexion")
    seat.tells("Ligne 5 : retirer l’ancien")


def test_a_certificate_nobody_vouches_for_is_told_and_moves_nothing(
    seat: Seat, office: Office, untrusted_dovecot: Dovecot
) -> None:
    access = mailbox(office, untrusted_dovecot)
    seat.choose(access)
    seat.press("Changer le mot de passe")
    seat.press("Accepté")
    seat.tick("J’ai lu ce serveur lettre par lettre")
    seat.press("Prouver par une connexion")
    seat.warns("Certificat refusé")
    rotation = office.accesses.line(access.id).rotation
    assert rotation is not None
    assert rotation.stage is Stage.CHANGED


def test_where_no_login_is_possible_a_person_attests(seat: Seat, office: Office) -> None:
    access = office.accesses.add("AB", AccessKind.MAILBOX, "pharmacie@gmail.com")
    seat.choose(access)
    seat.press("Changer le mot de passe")
    seat.press("Ouvrir la page")
    assert seat.opened == ["https://myaccount.google.com/security"]
    seat.press("Accepté")
    seat.tells("la parole d’une personne est la preuve normale")
    seat.press("J’atteste que cela ouvre")
    seat.tells("Attesté par AB")
    seat.press("Retirer l’ancien")
    assert "Renouvelé" in seat.rows()[0]


def test_only_addresses_of_our_data_are_opened(seat: Seat, office: Office) -> None:
    board = in_a_lane(lambda: read_board(office, 0))
    assert all(address.startswith("https://") for address in board.addresses)
    seat.page._open("https://myaccount.google.com.example/security")
    seat.page._open("https://www.viamedis.net/")
    assert seat.opened == ["https://www.viamedis.net/"]


def test_a_portal_before_its_mailbox_asks_why(seat: Seat, office: Office, dovecot: Dovecot) -> None:
    mailbox(office, dovecot)
    portal = office.accesses.add("AB", AccessKind.PORTAL, "290099993", operator="viamedis")
    seat.choose(portal)
    seat.press("Changer le mot de passe")
    seat.tells("La boîte mail d’abord")
    assert office.accesses.line(portal.id).rotation is None
    assert seat.page.escape()
    seat.settle()
    seat.press("Changer le mot de passe")
    seat.write("Motif", "la boîte est tenue par le groupement")
    seat.press("Le changer quand même")
    assert office.accesses.line(portal.id).rotation is not None
    seat.press("Abandonner ce changement")
    seat.press("Abandonner ce changement")
    assert office.accesses.line(portal.id).rotation is None


# --- accesses -------------------------------------------------------------------------------


@pytest.mark.parametrize(("chip", "answer"), [("Non", NO), ("Je ne sais pas", UNKNOWN)])
def test_no_and_unknown_are_answers(seat: Seat, office: Office, chip: str, answer: str) -> None:
    QTest.keyClick(seat.page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    seat.settle()
    form = seat.page._middle.form
    assert isinstance(form, AddForm)
    form.kind.set_value("portal")
    form.operator.set_value("almerys")
    QTest.keyClick(next(c for c in form.findChildren(Chip) if c.text() == chip), Qt.Key.Key_Space)
    seat.press("Garder la réponse")
    assert office.accesses.account_answer("almerys") == answer
    assert office.accesses.lines() == ()
    rows = ["Portail Almerys. Un compte ? À demander"] if answer == UNKNOWN else []
    assert seat.rows() == rows


def test_the_provider_is_found_from_the_address(seat: Seat, office: Office) -> None:
    seat.press("Ajouter la boîte mail")
    form = seat.page._middle.form
    assert isinstance(form, AddForm)
    QTest.keyClick(next(c for c in form.findChildren(Chip) if c.text() == "Oui"), Qt.Key.Key_Space)
    seat.write("Adresse ou identifiant", "pharmacie.du.port@wanadoo.fr")
    assert form.provider.value() == "orange"
    seat.tells("imap.orange.fr")
    seat.press("Ajouter cet accès")
    (line,) = office.accesses.lines()
    assert (line.access.host, line.access.port) == ("imap.orange.fr", 993)
    seat.tells("Règles inconnues")


def test_a_nir_is_refused_before_it_leaves_the_field(seat: Seat, office: Office) -> None:
    seat.press("Ajouter la boîte mail")
    form = seat.page._middle.form
    assert isinstance(form, AddForm)
    QTest.keyClick(next(c for c in form.findChildren(Chip) if c.text() == "Oui"), Qt.Key.Key_Space)
    seat.write("Adresse ou identifiant", "184057505600165")
    seat.press("Ajouter cet accès")
    assert office.accesses.lines() == ()
    assert form.login.error_text


# --- the keyring ----------------------------------------------------------------------------


def test_a_locked_keyring_has_its_sentence_and_nothing_is_stored(
    seat: Seat, office: Office, secret_service: SecretService
) -> None:
    access = office.accesses.add("AB", AccessKind.AMELIPRO, "290099993")
    secret_service.lock()
    seat.choose(access)
    seat.press("Changer le mot de passe")
    seat.warns("Trousseau verrouillé")
    rotation = office.accesses.line(access.id).rotation
    assert rotation is None or rotation.stage is Stage.PLANNED
    secret_service.unlock()
    seat.press("Réessayer")
    if office.accesses.line(access.id).rotation is None:
        seat.press("Changer le mot de passe")
    assert "Trousseau verrouillé" not in seat.page.banner.words
    rotation = office.accesses.line(access.id).rotation
    assert rotation is not None
    assert rotation.stage is Stage.PROPOSED


def test_what_is_not_on_this_pc_is_named(seat: Seat, office: Office, dovecot: Dovecot) -> None:
    access = mailbox(office, dovecot)
    office.vault.destroy(f"PharmAssist/{office.register.register_id}/{access.id}/1")
    seat.choose(access)
    seat.warns(f"n° 1 (en vigueur) de {LOGIN}")
    seat.press("Le saisir")
    seat.tells("Mot de passe actuel")
    seat.write("Mot de passe en vigueur aujourd’hui", OLD)
    seat.press("Garder au trousseau")
    assert "Absent" not in seat.page.banner.words
    assert office.rotating.reveal("AB", access.id, "current").reveal() == OLD


def test_every_state_can_be_named_and_walked(seat: Seat, office: Office, dovecot: Dovecot) -> None:
    assert nameless_controls(seat.page) == []
    access = mailbox(office, dovecot)
    seat.choose(access)
    assert nameless_controls(seat.page) == []
    for name in ("Changer le mot de passe", "Afficher", "Mettre en attente"):
        seat.press(name)
        assert nameless_controls(seat.page) == []
    seat.page.escape()
    seat.settle()
    # Tab alone reaches what the line asks for.
    seat.button("Reprendre à la ligne 2").setFocus()
    reached = set()
    for _turn in range(60):
        focused = QApplication.focusWidget()
        if isinstance(focused, Button):
            reached.add(focused.text())
        QTest.keyClick(focused or seat.window, Qt.Key.Key_Tab)
    assert {"Accepté", "Refusé", "J’en ai mis un autre", "Copier"} <= reached
