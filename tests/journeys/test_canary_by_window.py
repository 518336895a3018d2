"""A canary secret through the window: typed, shown, spelled, copied, changed, put on sealed paper.

It is on the real keyring, on the clipboard while copied, on the sealed page; nowhere else.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from pharmassist.adapters.documents.preview import PdfPreview
from pharmassist.domain.secrets import Secret
from pharmassist.ui.crash import report
from pharmassist.ui.parts.secret import SecretView
from tests.journeys.test_password_by_window import LOGIN, OLD, add_mailbox, pasted
from tests.journeys.window import House, Screen
from tests.servers.dovecot import Dovecot
from tests.ui.password_seat import everything_told

KEY = Qt.Key
CHOSEN = "choisi-canari-é€-47"


def shown_and_spelled(screen: Screen) -> None:
    """Look at the password in front, then have it spelled: eyes only."""
    screen.click("Afficher 20 s")
    screen.until(lambda: any(view.shown for view in screen.start.findChildren(SecretView)))
    assert CHOSEN not in everything_told(screen.start)
    assert OLD not in everything_told(screen.start)
    screen.click("Épeler")
    screen.wait_for("Souligné : majuscule")
    screen.click("Masquer")


def kept_in(folder: Path) -> bytes:
    return b"\0".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_the_canary_of_the_window_is_in_the_keyring_and_nowhere_else(
    house: House, dovecot: Dovecot, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    dovecot.set_password(LOGIN, OLD)
    sheet = tmp_path / "enveloppe.pdf"
    with house.window() as screen:
        screen.act_as(KEY.Key_1)
        screen.page("Mots de passe")
        add_mailbox(screen, dovecot.port)
        screen.row(LOGIN)
        screen.wait_for("localhost:")
        shown_and_spelled(screen)
        assert pasted(screen) == OLD
        screen.click("Changer le mot de passe")
        screen.wait_for("Ligne 2 : le changer chez le fournisseur")
        made = pasted(screen)
        screen.click("J’en ai mis un autre")
        screen.fill("Mot de passe que vous avez mis", CHOSEN)
        assert CHOSEN not in screen.words()
        screen.click("Garder au trousseau")
        screen.wait_for("Ligne 4 : le prouver par une connexion")
        dovecot.set_password(LOGIN, CHOSEN)
        screen.click("J’ai lu ce serveur lettre par lettre")
        screen.click("Prouver par une connexion")
        screen.wait_for("Ligne 5 : retirer l’ancien")
        screen.click("Retirer l’ancien")
        screen.wait_for(f"{LOGIN}. Renouvelé")
        shown_and_spelled(screen)
        assert pasted(screen) == CHOSEN
        screen.click("Copie sous enveloppe")
        screen.file(sheet, lambda: screen.click("Enregistrer en PDF"))
        screen.wait_for(f"Enregistré : {sheet.name}")
        screen.key(KEY.Key_Escape)
        told = everything_told(screen.start)
        try:
            raise ValueError(CHOSEN, Secret(OLD))
        except ValueError as error:
            told += report(error)
    assert screen.copied() == ""
    secrets = (OLD, made, CHOSEN)
    # the paper for the envelope is asked for, and holds it; it is the only file that does
    assert "choi si-c anar i-é€" in " ".join("".join(PdfPreview().text(sheet.read_bytes())).split())
    sheet.unlink()
    with house.office() as office:
        number = next(line.access.id for line in office.accesses.lines() if line.access.login == LOGIN)
        assert office.rotating.reveal("AB", number, "current").reveal() == CHOSEN
        told += "\n".join(office.safekeeping.dump())
        told += repr(office.people.settings()) + repr(office.journal.last(500))
        slip = office.papers.rotation_slip("AB", number)
        told += "".join(PdfPreview().text(slip.pdf))
        told += repr(office.papers.printed())
    streams = capfd.readouterr()
    told += streams.out + streams.err
    files = kept_in(tmp_path)
    for secret in secrets:
        assert secret not in told
        for coding in ("utf-8", "utf-16-le"):
            assert secret.encode(coding) not in files
    house.sealed(*secrets)
