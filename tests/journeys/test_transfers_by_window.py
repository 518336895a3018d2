"""Stories 6 and 7 by the window: a statement and notices brought in, pointed by keys, indemnities seen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from pharmassist.demonstration.year import YearLine
from pharmassist.demonstration.year_files import bank_csv
from pharmassist.ui.pages.transfers.credits import CreditList
from tests.journeys.command import Program, text_of
from tests.journeys.test_transfers_by_command import FLOWS, founded, mapped
from tests.journeys.window import Screen, dressed, opened, plain
from tests.servers.secret_service import SecretService

KEY = Qt.Key


def pharmacy(app: QApplication, folder: Path, at: str) -> Program:
    """Found a rehearsal register whose window opens on that day."""
    dressed(app)
    return founded(folder / "home", at)


def bring_statement(screen: Screen, folder: Path, day: date, cents: int, label: str) -> None:
    """Import a bank's table with one credit."""
    path = folder / "compte.csv"
    path.write_bytes(bank_csv([YearLine(day, cents, "transfer", label)]))
    screen.page("Virements")
    screen.wait_for("Aucun relevé pour l’instant")
    screen.click("Importer un relevé")
    screen.file(path, lambda: screen.click("Choisir un fichier…"))
    screen.wait_for("1 nouveau virement")
    screen.key(KEY.Key_Return)
    screen.wait_for("Importé : 1 nouveau virement")
    screen.key(KEY.Key_Escape)


def to_credits(screen: Screen) -> None:
    """Wait until the focus is on the credits: nobody has to look for them after an import or a notice."""
    rows = screen.window.findChild(CreditList)
    assert rows is not None

    def there() -> bool:
        front = QApplication.focusWidget()
        return front is not None and rows.isAncestorOf(front)

    screen.until(there)


def test_story_6_one_credit_clears_seven_flow_days(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, secret_service: SecretService
) -> None:
    assert secret_service.bus_address
    pharmacy(qapp, tmp_path, "2025-04-17T18:00")
    avis = tmp_path / "avis.csv"
    rows = "\n".join(f"isante;{day:02d}/04/2025;{euros}" for day, euros in FLOWS)
    avis.write_text(f"Opérateur;Date de flux;Total annoncé\n{rows}\n", encoding="utf-8")
    with opened(qapp, qtbot, tmp_path / "home", tmp_path / "key.txt") as screen:
        screen.wait_for("Que dois-je faire maintenant ?")
        bring_statement(screen, tmp_path, date(2025, 4, 17), 225_600, "VIR SEPA ISANTE")
        screen.click("Importer des avis…")
        screen.file(avis, lambda: screen.click("Choisir un fichier…"))
        screen.wait_for("7 nouveaux avis")
        screen.until(lambda: screen.has("Importer"))
        screen.enter("Importer")
        screen.wait_for("Importé : 7 nouveaux avis")
        screen.key(KEY.Key_Escape)
        screen.wait_for("Flux du ven. 04/04", "Une seule combinaison tombe juste")
        to_credits(screen)
        screen.key(KEY.Key_Return)
        screen.wait_for("Rien d’annoncé ne manque.", "Virement pointé : 2 256,00 €")
        screen.page("Acomptes")
        screen.click("Indemnités")
        screen.choose("Opérateur", "iSanté")
        screen.wait_for("18,88 €", "10,03 €", "1 887,89 €", "1 003,17 €", "à confirmer")


def test_story_7_the_notice_settles_two_solutions(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, secret_service: SecretService
) -> None:
    assert secret_service.bus_address
    program = pharmacy(qapp, tmp_path, "2024-02-23T08:00")
    listed = tmp_path / "lot.csv"
    numbered = enumerate(("16,47", "23,10", "39,57", "208,49", "200,00"), start=1)
    invoices = "\n".join(f"{n:09d};214;19/02/2024;{euros};viamedis" for n, euros in numbered)
    listed.write_text(f"facture;lot;date;part;operateur\n{invoices}\n", encoding="utf-8")
    maps = ("invoice=facture", "batch=lot", "invoice_date=date", "amc_amount=part", "operator=operateur")
    program("claims", "import", str(listed), *mapped(maps), "--at", "2024-02-23T08:00")
    with opened(qapp, qtbot, tmp_path / "home", tmp_path / "key.txt") as screen:
        screen.wait_for("Que dois-je faire maintenant ?")
        bring_statement(screen, tmp_path, date(2024, 2, 22), 44_806, "VIR VIAMEDIS")
        screen.wait_for("2 solutions tombent juste")
        to_credits(screen)
        # Enter decides nothing while two solutions stand.
        screen.key(KEY.Key_Return)
        screen.wait_for("2 solutions tombent juste")
        screen.key(KEY.Key_V)
        screen.wait_for("Noter un avis de paiement")
        screen.until(lambda: any(box.count() > 1 for box in screen.top().findChildren(QComboBox)))
        screen.choose("Opérateur", "Viamedis")
        screen.fill("Journée de flux", "22/02/2024")
        screen.fill("Total annoncé", "448,06", enter=True)
        screen.wait_for("1 avis noté")
        screen.key(KEY.Key_Escape)
        # The page reads again beside the form: Enter decides once the notice is in what it shows.
        screen.wait_for("Flux du jeu. 22/02", "Une seule combinaison tombe juste")
        to_credits(screen)
        screen.key(KEY.Key_Return)
        screen.wait_for("Virement pointé : 448,06 €", "Tous les virements sont pointés.")
        # Both rejects had been accredited: said once each, they stand on the statement.
        screen.page("Factures en attente")
        screen.wait_for("5 factures")
        for digits, euros in (("000000001", "16,47"), ("000000002", "23,10")):
            screen.fill("Chercher : derniers chiffres, lot ou mutuelle", digits)
            screen.wait_for(f" · {euros} € |")
            screen.click("Choisir la facture")
            screen.wait_for(f"1 choisie · {euros} €")
            screen.click("Changer la situation…")
            screen.choose("Nouvelle situation", "Rejetée, à recycler")
            screen.enter("Changer")
            screen.wait_for("1 facture : rejetée, à recycler.")
        screen.page("Acomptes")
        screen.click("Indemnités")
        screen.choose("Opérateur", "Viamedis")
        for invoice in ("000000001, 16,47 €", "000000002, 23,10 €"):
            screen.click(f"Facture {invoice}")
        screen.wait_for("1,66 € HT · 2,00 € TTC")
        screen.click("Lettre et état")
        paper = tmp_path / "indemnites.pdf"
        screen.file(paper, lambda: screen.click("Enregistrer en PDF"))
        screen.wait_for("Enregistré : indemnites.pdf")
        told = plain(text_of(paper))
        sums = "à 0,83 € HT l’une : 1,66 € HT, soit 2,00 € TTC."
        assert f"2 factures accréditées ont été rejetées, {sums}" in " ".join(told.split())
        assert "2 factures × 0,83 € HT" in told
