"""The Viamedis incident by the window: interrupted, taken up again, handed over, a block put in."""

from __future__ import annotations

from PySide6.QtCore import Qt

from pharmassist.domain.incidents import StepStatus
from tests.journeys.test_day_by_window import opened_incident
from tests.journeys.window import House

KEY = Qt.Key
TYPED = "Rappelé le numéro du contrat"
LONGER_THAN_A_DRAFT_MS = 1_200


def test_interrupted_handed_over_and_a_block_put_in(house: House) -> None:
    with house.window() as screen:
        opened_incident(screen)
        screen.fill("Preuve", TYPED)
        # A queue at the counter: nothing is said, the window is closed.
        screen.qtbot.wait(LONGER_THAN_A_DRAFT_MS)

    with house.window() as screen:
        screen.act_as(KEY.Key_1)
        screen.page("Incident en cours")
        screen.wait_for("Reprendre à l’étape 1", TYPED)
        screen.fill("Preuve", f"{TYPED}, 08 h 12", enter=True)
        screen.wait_for("Reprendre à l’étape 2")
        screen.click("Mettre en attente…")
        screen.fill("Qui ou quoi attend-on ?", "le référent", enter=True)
        screen.wait_for("Reprendre à l’étape 3")

        # Somebody clicked on a link meanwhile.
        screen.click("Ajouter un bloc")
        screen.wait_for("Que vient-il de se passer ?")
        screen.row("J’ai cliqué sur le lien")
        screen.wait_for(
            "1. J’ai cliqué sur le lien", "Fermez la page, n’y tapez rien", "Étapes faites : 2 sur 46"
        )
        screen.fill("Preuve", "08 h 40, adresse recopiée", enter=True)
        screen.wait_for("Avez-vous tapé un mot de passe ou un code ?")
        screen.click("Non")
        screen.wait_for("Un fichier s’est-il téléchargé ?")

        # The next shift reads what is open, what waits, what changed.
        screen.click("Relève…")
        screen.wait_for("Que doit savoir la relève ?", "Attend : le référent", "Changé depuis")
        screen.fill("Qui prend la suite (initiales)", "CR", enter=True)
        screen.until(lambda: screen.top() is screen.start)

        guiding = screen.start.offices[0].guiding
        screen.until(lambda: guiding.shift(1).last is not None)
        shift = guiding.shift(1)
        assert shift.last is not None
        assert (shift.last.who, shift.last.taken_by) == ("AB", "CR")
        assert shift.changed == ()
        assert [view.step.id for view in shift.view.parked] == ["arreter-recyclages"]
        told = shift.view.view("impersonation.lien-ouvert.lien-fermer")
        assert told is not None
        assert told.status is StepStatus.DONE
