"""Mots de passe, around the five lines: the server, what was set aside, the incident's answers, the lock."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from pharmassist.adapters.mailbox.imap import ImapMailbox
from pharmassist.domain.accesses import AccessKind, Stage
from pharmassist.domain.incidents import YES
from pharmassist.domain.secrets import Secret
from pharmassist.services.jobs import Lanes
from pharmassist.services.office import Office
from pharmassist.services.ports.mailbox import Login
from pharmassist.ui.pages.passwords.adding import AddForm
from pharmassist.ui.parts.row import Row
from pharmassist.ui.parts.secret import SecretField
from tests.servers.dovecot import Dovecot
from tests.servers.secret_service import SecretService
from tests.ui.accessibility import nameless_controls
from tests.ui.conftest import type_text
from tests.ui.offices import founded_office
from tests.ui.password_seat import LOGIN, OLD, Seat, everything_told, mailbox, plain


@pytest.fixture
def office(tmp_path: Path, secret_service: SecretService) -> Iterator[Office]:
    with founded_office(tmp_path) as founded:
        yield founded.office


@pytest.fixture
def seat(qtbot: QtBot, office: Office) -> Seat:
    return Seat(qtbot, office)


def keep_unknown(office: Office, access_id: int, number: int, secret: str) -> None:
    """Put a password in the keyring that the register knows nothing of, as an older backup would."""
    office.vault.keep(f"PharmAssist/{office.register.register_id}/{access_id}/{number}", Secret(secret))


# --- the server -----------------------------------------------------------------------------


def test_a_missing_server_is_given_in_the_panel_and_a_login_proves(
    seat: Seat, office: Office, dovecot: Dovecot
) -> None:
    access = office.accesses.add("AB", AccessKind.MAILBOX, LOGIN)
    seat.choose(access)
    seat.tells("non connu")
    seat.press("Changer le mot de passe")
    seat.press("Accepté")
    dovecot.set_password(LOGIN, office.rotating.reveal("AB", access.id).reveal())
    seat.tells("Son serveur de messagerie n’est pas connu")
    seat.press("Donner le serveur")
    seat.press("Garder ce serveur")
    seat.tells("Saisissez le nom du serveur")
    seat.write("Serveur de messagerie (IMAP), si vous le connaissez", "localhost")
    seat.write("Port", str(dovecot.port))
    seat.press("Garder ce serveur")
    assert office.accesses.line(access.id).access.host == ""
    seat.tells("lettre par lettre")
    assert nameless_controls(seat.page) == []
    seat.tick("J’ai lu ce serveur lettre par lettre")
    seat.press("Garder ce serveur")
    kept = office.accesses.line(access.id).access
    assert (kept.host, kept.port, kept.host_confirmed) == ("localhost", dovecot.port, True)
    assert LOGIN in seat.page.undo.words
    seat.tick("J’ai lu ce serveur lettre par lettre")
    seat.press("Prouver par une connexion")
    seat.tells("Ligne 5 : retirer l’ancien")


# --- what the keyring holds, and what it lacks ----------------------------------------------


def test_a_password_found_after_a_restore_is_taken_up(seat: Seat, office: Office, dovecot: Dovecot) -> None:
    access = mailbox(office, dovecot)
    keep_unknown(office, access.id, 3, "retrouvé-canari")
    seat.choose(access)
    seat.tells("N° 3, trouvé ici : une restauration ou un arrêt l’a laissé")
    assert nameless_controls(seat.page) == []
    seat.press("Le reprendre")
    seat.tells("Ligne 2 : le changer chez le fournisseur")
    assert office.rotating.reveal("AB", access.id).reveal() == "retrouvé-canari"
    seat.press("Accepté")
    dovecot.set_password(LOGIN, "retrouvé-canari")
    seat.tick("J’ai lu ce serveur lettre par lettre")
    seat.press("Prouver par une connexion")
    seat.press("Retirer l’ancien")
    assert office.accesses.line(access.id).access.current == 3
    assert "retrouvé-canari" not in everything_told(seat.window)


def test_a_refused_password_may_have_been_the_right_one(seat: Seat, office: Office, dovecot: Dovecot) -> None:
    access = mailbox(office, dovecot)
    seat.choose(access)
    assert "Mis de côté" not in seat.words()
    seat.press("Changer le mot de passe")
    seat.press("Refusé")
    seat.tells("N° 2, refusé le 30/01 08 h 10")
    seat.press("Le reprendre")
    seat.tells("N° 3, remplacé le 30/01 08 h 10")
    rotation = office.accesses.line(access.id).rotation
    assert rotation is not None
    assert rotation.candidate == 2


def test_what_is_missing_is_entered_or_renewed(seat: Seat, office: Office, dovecot: Dovecot) -> None:
    access = mailbox(office, dovecot)
    office.vault.destroy(f"PharmAssist/{office.register.register_id}/{access.id}/1")
    seat.choose(access)
    seat.tells("N° 1 (en vigueur) : absent de ce poste")
    other = office.accesses.add("AB", AccessKind.AMELIPRO, "290099993")
    seat.choose(other)
    assert "bsent" not in seat.words() + seat.page.banner.words
    seat.choose(access)
    seat.press("Le renouveler")
    seat.tells("Ligne 2 : le changer chez le fournisseur")
    # The change is under way: the old one is only to be entered, the new one may be made again.
    office.vault.destroy(f"PharmAssist/{office.register.register_id}/{access.id}/2")
    seat.page._middle.let_go()
    seat.page.entered()
    seat.tells("N° 2 (nouveau) : absent de ce poste")
    seat.press("En proposer un autre")
    rotation = office.accesses.line(access.id).rotation
    assert rotation is not None
    assert (rotation.candidate, rotation.stage) == (3, Stage.PROPOSED)
    seat.press("Le saisir")
    seat.write("Mot de passe en vigueur aujourd’hui", OLD)
    seat.press("Garder au trousseau")
    assert "absent" not in seat.words()


# --- the incident's answers -----------------------------------------------------------------


def test_what_the_incident_asked_is_not_typed_again(qtbot: QtBot, office: Office) -> None:
    case = office.guiding.open("viamedis-2024", "AB").case.id
    for step, answer in (("compte-portail", "yes"), ("adresse-portail", LOGIN), ("telephone-code", "A. L.")):
        office.guiding.answer(case, step, "AB", answer)
    seat = Seat(qtbot, office)
    told = "À ajouter : donné dans l’incident"
    assert seat.rows() == [f"{LOGIN}. {told}", f"Portail Viamedis. {told}"]
    rows = seat.page._left.list.findChildren(Row)
    QTest.keyClick(rows[0], Qt.Key.Key_Return)
    seat.settle()
    assert nameless_controls(seat.page) == []
    form = seat.page._middle.form
    assert isinstance(form, AddForm)
    assert (form.kind.value(), form.question.answer(), form.login.value()) == ("mailbox", YES, LOGIN)
    seat.press("Ajouter cet accès")
    (line,) = office.accesses.lines()
    assert (line.access.login, line.access.code_phone_holder) == (LOGIN, "A. L.")
    assert seat.rows()[1:] == [f"Portail Viamedis. {told}"]
    QTest.keyClick(seat.page._left.list.findChildren(Row)[-1], Qt.Key.Key_Return)
    seat.settle()
    seat.press("Ajouter cet accès")
    portal = office.accesses.lines()[1].access
    assert (portal.operator, portal.login, portal.resets_through) == ("viamedis", LOGIN, line.access.id)
    assert portal.code_phone_holder == "A. L."
    assert not any(told in row for row in seat.rows())


def test_no_portal_is_proposed_where_the_answer_was_no(qtbot: QtBot, office: Office) -> None:
    case = office.guiding.open("viamedis-2024", "AB").case.id
    office.guiding.answer(case, "compte-portail", "AB", "no")
    seat = Seat(qtbot, office)
    assert seat.rows() == []
    office.guiding.answer(case, "compte-portail", "AB", "unknown")
    seat.settle()
    seat.page.entered()
    seat.settle()
    assert seat.rows() == ["Portail Viamedis. Un compte ? À demander"]


# --- the lock, another person ---------------------------------------------------------------


def lock_and_unlock(seat: Seat) -> None:
    QTest.keyClick(seat.window, Qt.Key.Key_F12)
    seat.settle()
    typed = [field.text() for field in seat.window.findChildren(QLineEdit)]
    assert not any("moitié" in text for text in typed)
    seat.window.unlock()
    seat.settle()


def test_what_is_half_typed_outlives_the_lock_and_is_kept_by_who_comes_back(
    seat: Seat, office: Office, dovecot: Dovecot
) -> None:
    access = mailbox(office, dovecot)
    seat.choose(access)
    seat.press("Décrire")
    seat.write("Qui tient ce compte ?", "à moitié")
    lock_and_unlock(seat)
    assert "à moitié" in [plain(f.text()) for f in seat.page.findChildren(QLineEdit) if f.isVisible()]
    seat.desk.who = "CR"
    seat.press("Enregistrer")
    assert office.accesses.line(access.id).access.holder == "à moitié"
    with office.register.read() as tx:
        (last,) = tx.journal.last(1, subject=str(access.id))
    assert (last.what, last.who) == ("access.described", "CR")


def test_a_half_typed_password_does_not_outlive_the_lock(
    seat: Seat, office: Office, dovecot: Dovecot
) -> None:
    access = mailbox(office, dovecot)
    seat.choose(access)
    seat.press("Changer le mot de passe")
    seat.press("J’en ai mis un autre")
    type_text(seat.page.findChildren(SecretField)[-1].line, "secret à moitié")
    lock_and_unlock(seat)
    assert seat.page._middle.form is None
    seat.tells("Ligne 2 : le changer chez le fournisseur")


# --- a login nobody waits for ---------------------------------------------------------------


class SlowServer:
    """The real login, whose answer comes when the test says so."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked, self.answer = Event(), Event()
        real = ImapMailbox.login

        def login(mailbox: ImapMailbox, host: str, port: int, login: str, secret: Secret) -> Login:
            self.asked.set()
            assert self.answer.wait(20)
            return real(mailbox, host, port, login, secret)

        monkeypatch.setattr(ImapMailbox, "login", login)


@pytest.mark.parametrize("moved_on", [False, True])
def test_a_login_that_was_cancelled_is_recorded_and_shown(
    seat: Seat, office: Office, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch, moved_on: bool
) -> None:
    access = mailbox(office, dovecot)
    seat.choose(access)
    seat.press("Changer le mot de passe")
    seat.press("Accepté")
    dovecot.set_password(LOGIN, office.rotating.reveal("AB", access.id).reveal())
    seat.tick("J’ai lu ce serveur lettre par lettre")
    slow, lanes = SlowServer(monkeypatch), Lanes()
    monkeypatch.setattr(seat.desk.bridge, "_runner", lanes)
    seat.button("Prouver par une connexion").click()
    seat.qtbot.waitUntil(slow.asked.is_set)
    seat.button("Annuler").click()
    assert seat.page._acts.free
    if moved_on:
        # Meanwhile somebody says, elsewhere, that the provider refused it after all.
        office.rotating.refused("CR", access.id)
    slow.answer.set()
    try:
        if moved_on:
            seat.tells("Ligne 2 : le changer chez le fournisseur")
        else:
            seat.tells("Ligne 5 : retirer l’ancien")
    finally:
        lanes.close()
    rotation = office.accesses.line(access.id).rotation
    assert rotation is not None
    expected = (3, Stage.PROPOSED) if moved_on else (2, Stage.VERIFIED)
    assert (rotation.candidate, rotation.stage) == expected


def test_a_reflex_enter_copies_and_confirms_nothing(seat: Seat, office: Office, dovecot: Dovecot) -> None:
    seat.choose(mailbox(office, dovecot))
    seat.press("Changer le mot de passe")
    seat.tells("Ligne 2")

    def copying_comes_first() -> bool:
        panel = seat.page._middle.panel
        return panel is not None and panel.first is seat.button("Copier")

    # the part that gets the focus; the page may be read anew meanwhile
    seat.qtbot.waitUntil(copying_comes_first)
