"""Money and paper by the window: an invoice noted, an acompte asked, the instructions printed, the proof.

What is previewed is saved from the preview: the print queue must get those very bytes.
"""

import re
from pathlib import Path

from PySide6.QtCore import Qt

from pharmassist.domain.money import parse_money
from tests.journeys.command import text_of
from tests.journeys.window import House, Screen, plain
from tests.servers.cups import Cups

KEY = Qt.Key


def saved(screen: Screen, path: Path) -> str:
    """Save what the preview shows and return its text."""
    screen.file(path, lambda: screen.click("Enregistrer en PDF"))
    screen.wait_for(f"Enregistré : {path.name}")
    return plain(text_of(path))


def test_an_invoice_is_noted_and_an_acompte_asked(house: House, tmp_path: Path) -> None:
    with house.window() as screen:
        screen.act_as(KEY.Key_1)
        screen.key(KEY.Key_F2)
        screen.wait_for("Noter une facture")
        screen.fill("N° de facture", "000999417")
        screen.fill("Mutuelle, ou n° AMC", "Malakoff Humanis")
        screen.fill("Part AMC", "12,34", enter=True)
        screen.wait_for("000999417, 12,34 €")
        screen.fill("N° de facture", "000999417")
        screen.fill("Mutuelle, ou n° AMC", "Malakoff Humanis")
        screen.fill("Part AMC", "12,34", enter=True)
        screen.wait_for("000999417 est déjà notée")
        screen.key(KEY.Key_Escape)
        screen.page("Acomptes")
        screen.wait_for("Viamedis · ")
        found = re.search(r"Viamedis · ([\d ]+) factures · ([\d ,]+ €)", screen.words())
        assert found
        screen.click("Voir la lettre et l’annexe")
        letter = saved(screen, tmp_path / "acompte.pdf")
        assert found[2] in letter
        assert "RIB" in letter
        screen.key(KEY.Key_Escape)
        screen.click("Noter la demande")
        screen.wait_for("Un acompte de Viamedis est déjà en cours.", "demandé le ", "Demandé, ")
    with house.office() as office:
        (ledger,) = office.advancing.ledgers()
        assert ledger.advance.requested == parse_money(found[2])
        assert ledger.advance.claims == int(found[1].replace(" ", ""))
        assert ledger.advance.requested_by == "AB"
    house.sealed()


def test_the_instructions_print_as_they_were_seen(house: House, cups: Cups, tmp_path: Path) -> None:
    with house.window() as screen:
        screen.act_as(KEY.Key_1)
        screen.wait_for("24 176,32 €")
        screen.key(KEY.Key_F9)
        screen.wait_for("Comptoir")
        text = saved(screen, tmp_path / "consignes.pdf")
        assert "24 176,32 €" in text
        assert "Ne renvoyez rien" in text
        screen.choose("Imprimante", "Comptoir")
        screen.click("Imprimer")
        screen.wait_for("Envoyé à Comptoir.")
        assert cups.documents(1) == [(tmp_path / "consignes.pdf").read_bytes()]
        screen.key(KEY.Key_Escape)

        # The head printed on the page is found again in the journal.
        head = re.search(r"Clés du journal ([0-9a-f]{8})", text)
        assert head
        screen.page("Journal et preuves")
        screen.fill("Signes lus sur une page imprimée (facultatif)", head[1])
        screen.click("Vérifier le journal")
        screen.wait_for("Intact : ")
        screen.fill("Signes lus sur une page imprimée (facultatif)", "0" * 8, enter=True)
        screen.wait_for("ne sont pas dans ce journal")
    house.sealed()
