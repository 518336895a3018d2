"""Story 5 by the window: an acompte asked, granted, banked, given back by withholdings, closed at 0,00 €."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pharmassist.demonstration.year import YearLine
from pharmassist.demonstration.year_files import bank_csv
from pharmassist.domain.money import plain_money
from tests.journeys.command import text_of
from tests.journeys.test_transfers_by_window import to_credits
from tests.journeys.window import Screen, dressed, opened, plain
from tests.servers.secret_service import SecretService
from tests.services.owed_scene import STORY_5, Storing, story_5
from tests.ui import offices

KEY = Qt.Key
CREDITS = ((date(2024, 2, 21), 4_012), (date(2024, 2, 28), 19_854), (date(2024, 3, 4), 48_666))


@pytest.fixture
def home(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Found a register with the 251 invoices, whose window opens on 4 March 2024."""
    dressed(qapp)
    monkeypatch.setattr(offices, "START", datetime(2024, 3, 4, 17, tzinfo=UTC))
    with offices.founded_office(tmp_path) as founded:
        story_5(Storing(founded.office.register))
    return tmp_path / "home"


def bring(screen: Screen, path: Path, button: str, told: str) -> None:
    """Import a file by its button on the page Virements."""
    screen.click(button)
    screen.file(path, lambda: screen.click("Choisir un fichier…"))
    screen.wait_for(told)
    screen.until(lambda: screen.has("Importer"))
    screen.enter("Importer")
    screen.wait_for(f"Importé : {told}")
    screen.key(KEY.Key_Escape)


def test_story_5_from_request_to_zero(
    home: Path, qapp: QApplication, qtbot: QtBot, tmp_path: Path, secret_service: SecretService
) -> None:
    assert secret_service.bus_address
    lines = [YearLine(date(2024, 2, 13), 169_241, "advance", "VIR SEPA VIAMEDIS TP")]
    lines += [YearLine(day, cents, "transfer", "VIR SEPA VIAMEDIS TP") for day, cents in CREDITS]
    statement, notices = tmp_path / "compte.csv", tmp_path / "avis.csv"
    statement.write_bytes(bank_csv(lines))
    rows = "\n".join(f"viamedis;{day:%d/%m/%Y};{plain_money(total)}" for day, total, _withheld in STORY_5)
    notices.write_text(f"Opérateur;Journée de flux;Total annoncé\n{rows}\n", encoding="utf-8")
    with opened(qapp, qtbot, home, tmp_path / offices.KEY_FILE) as screen:
        screen.act_as(KEY.Key_1)
        screen.page("Acomptes")
        # 251 invoices of 2 614,83 € less 14 rejected and 6 that the patient settled.
        screen.wait_for("2 417,73 €", "2 614,83 €", "139,20 €", "57,90 €")
        screen.click("Noter la demande")
        screen.wait_for("Demandé, 231 factures")
        screen.fill("Somme accordée", "1692,41", enter=True)
        screen.wait_for("Accordé, 70")
        screen.page("Virements")
        screen.wait_for("Aucun relevé pour l’instant")
        bring(screen, statement, "Importer un relevé", "4 nouveaux virements")
        screen.wait_for("1 692,41 €")
        bring(screen, notices, "Importer des avis…", "4 nouveaux avis")
        # The credit of the acompte is named, then each notice that it is kept back from.
        screen.page("Acomptes")
        screen.wait_for("13/02/24 · 1 692,41 €")
        screen.click("Ajouter cette écriture")
        screen.wait_for("1 692,41 € à rendre")
        for euros, left in (("600,00", "1 092,41"), ("588,40", "504,01"), ("504,01", "0,00")):
            screen.fill("Montant", euros, enter=True)
            screen.wait_for(f"{left} € à rendre")
        screen.wait_for("Avis, tout retenu", "Tout est rendu")
        # What is left of the notices is three credits; the notice wholly withheld is no alarm.
        screen.page("Virements")
        screen.wait_for("725,32 €", "À pointer · 3")
        screen.row("lun. 04/03, Viamedis, 486,66 €")
        for waiting in (2, 1, 0):
            to_credits(screen)
            screen.wait_for("Une seule combinaison tombe juste")
            screen.key(KEY.Key_Return)
            screen.wait_for(f"À pointer · {waiting}" if waiting else "Tout est pointé")
        screen.wait_for("Rien d’annoncé ne manque.", "Tous les virements sont pointés.")
        screen.page("Acomptes")
        screen.wait_for("Total des 4 avis", "2 417,73 €", "725,32 €")
        screen.click("Relevé de clôture")
        paper = tmp_path / "releve.pdf"
        screen.file(paper, lambda: screen.click("Enregistrer en PDF"))
        screen.wait_for("Enregistré : releve.pdf")
        told = " ".join(plain(text_of(paper)).split())
    for words in (
        "Relevé de clôture",
        "Avis, tout retenu",
        "Total des 4 avis",
        "725,32 €",
        "2 417,73 €",
        "Reçu 1 692,41 € = rendu 1 692,41 € + reste 0,00 €.",
    ):
        assert words in told
