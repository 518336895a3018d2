"""Story 3 of the trade by the window: the password, with the titulaire away and the PC that restarts.

The mailbox is a real Dovecot, the keyring a real gnome-keyring. The first new password is
refused; the change waits for a telephone; the window is closed and opened again, twice; the
second is accepted, proved by a login; the portal's step opens and is put off to the reopening.
"""

from PySide6.QtCore import Qt
from shiboken6 import isValid

from pharmassist.domain.incidents import StepStatus
from pharmassist.ui.parts.secret import SecretView
from tests.journeys.window import House, Screen
from tests.servers.dovecot import Dovecot

KEY = Qt.Key
LOGIN = "tiers-payant@pharmacie-du-port.example"
OLD = "Vieux-Secret-417"
PHONE = "le téléphone de A. L."


def add_mailbox(screen: Screen, port: int) -> None:
    """Note the mailbox, whose server is read letter by letter before it is kept."""
    screen.click("Ajouter un accès")
    screen.click("Oui")
    screen.fill("Adresse ou identifiant", LOGIN)
    screen.fill("Serveur de messagerie (IMAP), si vous le connaissez", "localhost")
    screen.fill("Port", str(port))
    screen.fill("Qui tient le téléphone du code ?", "A. L.")
    screen.click("Ajouter cet accès")
    screen.wait_for("localhost")
    screen.click("J’ai lu ce serveur lettre par lettre")
    screen.click("Ajouter cet accès")
    screen.click("Saisir le mot de passe actuel")
    screen.fill("Mot de passe en vigueur aujourd’hui", OLD)
    screen.click("Garder au trousseau")
    screen.wait_for("Mot de passe en vigueur")


def reset_portal_through_it(screen: Screen) -> None:
    """Say that the portal's password is reset through this mailbox."""
    screen.row("Portail Viamedis")
    screen.click("Décrire")
    screen.choose("Par quelle boîte mail se réinitialise-t-il ?", LOGIN)
    screen.click("Enregistrer")
    screen.wait_for("Décrire")


def pasted(screen: Screen) -> str:
    """Copy the password shown and return it, as the provider's page gets it."""
    before = screen.copied()
    screen.click("Copier")
    screen.until(lambda: screen.copied() not in ("", before))
    return screen.copied()


def test_refused_parked_resumed_proved(house: House, dovecot: Dovecot) -> None:
    dovecot.set_password(LOGIN, OLD)
    with house.window() as screen:
        screen.act_as(KEY.Key_3)
        screen.click("Il se passe quelque chose")
        screen.row("Viamedis, janvier-février 2024")
        screen.wait_for("Où en sommes-nous dans les étapes ?")
        screen.page("Mots de passe")
        add_mailbox(screen, dovecot.port)
        reset_portal_through_it(screen)
        screen.row(LOGIN)
        screen.wait_for("localhost:")
        screen.click("Changer le mot de passe")
        screen.wait_for("Ligne 2 : le changer chez le fournisseur")
        first = pasted(screen)
        screen.click("Refusé")
        screen.wait_for("Ligne 2 : le changer chez le fournisseur", "refusé")
        second = pasted(screen)
        assert len({OLD, first, second}) == 3
        screen.click("Mettre en attente…")
        screen.fill("Qui ou quoi attend-on ?", PHONE)
        screen.click("Mettre en attente")
        screen.wait_for(f"{LOGIN}. Attend {PHONE}", "Ligne 2 : en attente")
        # Nothing else is held up: the bank's step is done meanwhile.
        screen.page("Incident en cours")
        screen.row("2. Premier jour")
        screen.row("Prévenez la banque")
        screen.fill("Preuve", "Appelé l’agence, 09 h 05", enter=True)
        screen.wait_for("Étapes faites : 2 sur 41")
    assert screen.copied() == ""

    # The PC restarts: the same line, the same password, on the keyring.
    with house.window() as screen:
        screen.act_as(KEY.Key_3)
        screen.page("Mots de passe")
        screen.row(LOGIN)
        screen.wait_for(f"Attend {PHONE}", "Ligne 2 : en attente")
        screen.click("Reprendre")
        screen.wait_for("Ligne 2 : le changer chez le fournisseur")
        assert pasted(screen) == second
        dovecot.set_password(LOGIN, second)
        screen.click("Accepté")
        screen.wait_for("Ligne 4 : le prouver par une connexion")

    # Interrupted once more, between the provider and the proof.
    with house.window() as screen:
        screen.act_as(KEY.Key_3)
        screen.page("Mots de passe")
        screen.row(LOGIN)
        screen.wait_for("Ligne 4 : le prouver par une connexion")
        screen.click("J’ai lu ce serveur lettre par lettre")
        screen.click("Prouver par une connexion")
        screen.wait_for("Ligne 5 : retirer l’ancien")
        for item in ("Postes et LGO à mettre à jour", "Numérisation vers e-mail", "Téléphones et tablettes"):
            screen.click(item)
        screen.click("Retirer l’ancien")
        screen.wait_for(f"{LOGIN}. Renouvelé")

        # The portal's step has opened; its portal is closed: put off to the reopening.
        screen.page("Incident en cours")
        screen.row("5. Réouverture")
        screen.row("Changez le mot de passe du portail")
        screen.click("Reporter à…")
        screen.wait_for("Sans date, celle-ci revient à la réouverture du portail.")
        screen.click("Reporter")
        screen.wait_for("Est-ce vrai ? Rappelez un numéro déjà connu, en cours.")
        screen.row("5. Réouverture")
        screen.wait_for("Changez le mot de passe du portail, reportée")

    with house.office() as office:
        view = office.guiding.current()
        assert view is not None
        statuses = {step.step.id: step.status for step in view.steps}
        assert statuses["mot-de-passe-messagerie"] is StepStatus.DONE
        assert statuses["mot-de-passe-portail"] is StepStatus.DEFERRED
        mailbox = next(line.access for line in office.accesses.lines() if line.access.login == LOGIN)
        assert office.rotating.reveal("MB", mailbox.id, "current").reveal() == second
        assert office.rotating.reveal("MB", mailbox.id, "previous").reveal() == OLD
        assert sum(line.done_by == "MB" for line in office.accesses.sweep(mailbox.id)) == 3
    house.sealed(OLD, first, second)


def test_the_lock_takes_secrets_and_pages_away(house: House) -> None:
    with house.window() as screen:
        screen.act_as(KEY.Key_1)
        screen.page("Mots de passe")
        screen.row("compta@pharmacie-du-port.example")
        screen.click("Changer le mot de passe")
        screen.wait_for("Ligne 2 : le changer chez le fournisseur")
        secret = pasted(screen)
        screen.click("Afficher 20 s")
        view = screen.start.findChild(SecretView)
        assert isinstance(view, SecretView)
        screen.until(lambda: view.shown)
        screen.wait_for("Personne ne doit voir cet écran")
        screen.key(KEY.Key_F12)
        screen.wait_for("PharmAssist est verrouillé")
        assert (view.shown if isValid(view) else False) is False
        assert screen.copied() == ""
        assert "compta@" not in screen.words()
        # No key of the window answers behind the lock.
        for key in (KEY.Key_F2, KEY.Key_F4, KEY.Key_F9):
            screen.key(key)
        assert "PharmAssist est verrouillé" in screen.words()
        screen.key(KEY.Key_Return)
        screen.wait_for("Ligne 2 : le changer chez le fournisseur", "Afficher 20 s")
        assert not any(each.shown for each in screen.start.findChildren(SecretView))
    house.sealed(secret)
