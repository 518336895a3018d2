"""A new PC through the window: the paper key on an empty keyring, then the keyring alone; dumps equal."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt

from pharmassist.assembly import open_office
from pharmassist.services.opening import Opening
from tests.journeys.window import House, opened

KEY = Qt.Key


def test_a_new_pc_then_an_older_day(house: House, tmp_path: Path) -> None:
    lines = [line for line in house.key_file.read_text(encoding="utf-8").splitlines() if line.strip()]
    with house.office() as office:
        truth = list(office.safekeeping.dump())
        copy = office.backups.write("AB", tmp_path / "stick").report.path
    shutil.rmtree(house.home)
    new = tmp_path / "nouveau"
    with opened(house.app, house.qtbot, new) as screen:
        screen.click("Reprendre une sauvegarde")
        screen.wait_for("Aucun mot de passe : ils ne quittent jamais")
        screen.fill("Sauvegarde (.backup)", str(copy))
        for letter, line in zip("ABCD", lines, strict=True):
            screen.fill(f"Ligne {letter}", line, enter=letter == "D")
        screen.wait_for("La sauvegarde est en place.", "Le registre s’ouvre sur ce poste sans sa feuille")
        screen.enter("Ouvrir le registre")
        screen.act_as(KEY.Key_1)
        screen.wait_for("Que dois-je faire maintenant")
    # the keyring of the new PC has the key now: no sheet is asked
    with opened(house.app, house.qtbot, new) as screen:
        screen.act_as(KEY.Key_1)
        screen.page("Réglages")
        screen.click("Reprendre une sauvegarde")
        screen.fill("Sauvegarde (.backup)", str(copy), enter=True)
        screen.wait_for("La sauvegarde est en place.")
        screen.enter("Ouvrir le registre")
        screen.act_as(KEY.Key_1)
        screen.wait_for("Que dois-je faire maintenant")
    office = open_office(Opening(new))
    again = list(office.safekeeping.dump())
    assert office.safekeeping.verify_journal().ok
    office.close()
    assert [line for line in again if '"register.restored"' not in line] == truth
    assert len(list(new.glob("aside-*"))) == 1
