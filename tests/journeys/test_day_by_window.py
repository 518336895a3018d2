"""The incident day by the window, on real parts: keyring, mailbox, print queue.

Check 4 of the first milestone: incident opened, mailbox rotated, portal step opened, lights
set, lists imported, acompte requested, page printed, journal verified. Everything is done on
screen; services are asked at the end only, to prove what the screen said.
"""

from __future__ import annotations

import re

from PySide6.QtCore import Qt

from pharmassist.domain.incidents import StepStatus
from pharmassist.domain.money import parse_money
from pharmassist.services.texts import money
from tests.journeys.window import House, Screen, plain

KEY = Qt.Key
DAY = "2024-01-30"
LOGIN = "compta@pharmacie-du-port.example"


def opened_incident(screen: Screen, who: KEY = KEY.Key_2) -> None:
    """Say who acts, then open the incident."""
    screen.act_as(who)
    screen.click("Il se passe quelque chose")
    screen.wait_for("Que se passe-t-il ?")
    screen.row("Viamedis, janvier-février 2024")
    screen.wait_for("Où en sommes-nous dans les étapes ?", "Étapes faites : 1 sur 41")


def tally(screen: Screen, before: tuple[int, int]) -> tuple[int, int]:
    """Read how many invoices the filters keep, and for how much, once it is not what it was."""
    read: list[tuple[int, int]] = []

    def there() -> bool:
        found = re.search(r"([\d ]+) sur [\d ]+ · ([\d ,]+ €)", screen.words())
        if found:
            read.append((int(found[1].replace(" ", "")), parse_money(found[2])))
        return bool(read) and read[-1] != before

    screen.until(there)
    return read[-1]


def test_first_half_hour(house: House) -> None:
    truth = house.truth[DAY]
    with house.window() as screen:
        opened_incident(screen)
        screen.wait_for("CR, référente tiers payant", "Reprendre à l’étape 1")
        screen.fill("Preuve", "Rappelé le numéro du contrat, 08 h 12", enter=True)
        screen.wait_for("Reprendre à l’étape 2")
        screen.click("C’est fait")

        # The list of the morning, as the whole encours.
        screen.wait_for("Reprendre à l’étape 3")
        file = house.export(DAY)
        screen.file(file, lambda: screen.click("Importer la liste du LGO"))
        counts = (
            f"Nouvelles : {truth['new']} |",
            f"Modifiées : {truth['part_paid']} |",
            f"Sorties : {truth['gone']} |",
            "Refusées : 0 |",
            "1 148 lignes reprises",
            plain(money(truth["cents"])),
        )
        screen.wait_for("Encours au mardi 30 janvier 2024", *counts)
        screen.fill("Total affiché par le LGO", money(truth["cents"]))
        screen.wait_for("Écart 0,00 €")

        # Interrupted: the lock empties the page, and gives it back as it was.
        screen.key(KEY.Key_F12)
        screen.wait_for("PharmAssist est verrouillé")
        assert plain(money(truth["cents"])) not in screen.words()
        screen.click("Déverrouiller")
        screen.wait_for(*counts, "Écart 0,00 €")
        screen.wait_for("Ensuite : supprimer ce fichier de « exports » ?")
        screen.click("Importer 1 148 factures")
        screen.wait_for("Liste importée", "Le fichier est supprimé.")
        assert not file.exists()
        last = (0, 0)
        for operator, name in (("viamedis", "Viamedis"), ("", "Opérateur inconnu")):
            screen.choose("Opérateur", name)
            count, cents = tally(screen, before=last)
            screen.click("Sortie de l’encours")
            left, left_cents = tally(screen, before=(count, cents))
            screen.click("Sortie de l’encours")
            last = tally(screen, before=(left, left_cents))
            assert count - left == truth["counts_by_operator"][operator]
            assert cents - left_cents == truth["cents_by_operator"][operator]

        # Back to the steps: the answers, one of them given twice.
        screen.page("Incident en cours")
        screen.click("C’est fait")
        screen.wait_for("Reprendre à l’étape 4")
        screen.click("C’est fait")
        screen.wait_for("Reprendre à l’étape 5")
        screen.click("Non")
        # Without an account there is no password to change: the step is without object.
        screen.wait_for("Reprendre à l’étape 9", "Sans objet, d’après vos réponses")
        screen.row("1. Premières 30 minutes")
        screen.row("Avez-vous un compte sur Viamedis.net ?")
        screen.click("Oui")
        screen.wait_for("Reprendre à l’étape 6")
        screen.fill("Réponse", LOGIN, enter=True)
        screen.wait_for("Reprendre à l’étape 7")
        screen.click("Je ne sais pas")
        screen.wait_for("Reprendre à l’étape 8", "1. Premières 30 minutes, 7 sur 7")
    with house.office() as office:
        view = office.guiding.current()
        assert view is not None
        answers = {step.step.id: step.record.answer for step in view.steps if step.record}
        assert (answers["compte-portail"], answers["telephone-code"]) == ("yes", "unknown")
        # The seven of the half hour, and the lights that were set the evening before.
        assert sum(step.status is StepStatus.DONE for step in view.steps) == 8
    house.sealed()
