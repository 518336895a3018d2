"""The program on a real screen, known by its spoken tree only, then moved by keys only.

A real X server, a bus of assistive tools, a keyring: the program runs as its user starts it. The
first test reads and acts through AT-SPI as a screen reader does; the second presses keys through
the X server and reads what came of it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pharmassist.assembly import DEMONSTRATION_KEY, open_office
from pharmassist.domain.claims import ClaimFilter
from pharmassist.services.office import Office
from pharmassist.services.opening import Opening
from tests.servers.desktop import Desktop, Program, Reader

Open = Callable[[], Office]


@pytest.fixture(scope="module")
def desktop() -> Iterator[Desktop]:
    """Give a screen, its buses and a keyring to this file."""
    made = Desktop()
    yield made
    made.stop()


@pytest.fixture
def home(demonstration: Path, tmp_path: Path) -> Path:
    """Give a copy of the fictional pharmacy's register."""
    copy = tmp_path / "pharmacie"
    shutil.copytree(demonstration, copy)
    return copy


@pytest.fixture
def program(desktop: Desktop, home: Path) -> Iterator[Program]:
    """Give the program, running."""
    running = desktop.program(
        "--home", str(home), "--recovery-key-file", str(home / DEMONSTRATION_KEY), "--as", "AB"
    )
    yield running
    running.end()


@pytest.fixture
def reader(desktop: Desktop, program: Program) -> Iterator[Reader]:
    """Give an assistive tool, once the first page is told."""
    assert program.process.poll() is None
    made = desktop.reader()
    made.ask("find", name="Que dois-je faire maintenant", begins=True)
    yield made
    made.close()


@pytest.fixture
def office(desktop: Desktop, program: Program, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Give a way to end the program and to open its register, to prove what was told."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.keyring.bus_address)
    opened: list[Office] = []

    def closed_then_opened() -> Office:
        program.end()
        opened.append(open_office(Opening(home, home / DEMONSTRATION_KEY)))
        return opened[0]

    yield closed_then_opened
    for each in opened:
        each.close()


def amounts(office: Office, number: str) -> list[int]:
    """Return the AMC shares, in cents, of the invoices of that number."""
    with office.register.read() as tx:
        wanted = ClaimFilter(all_states=True, text=number)
        return [claim.amc_amount for claim in tx.claims.find(wanted, today=office.clock.today())]


def test_three_things_by_what_is_spoken(desktop: Desktop, reader: Reader, office: Open) -> None:
    # The conduct at the counter: said as soon as it is found.
    reader.ask("press", role="push button", name="Conduite")
    reader.ask("type", role="text", name="Mutuelle, numéro d’AMC ou opérateur", text="malakof")
    assert reader.ask("heard", words="Copiez la carte papier. Facturez comme d’habitude. Ne renvoyez rien.")
    reader.ask("find", role="label", name="Droits : Arrêté", begins=True)
    # An invoice, with an amount that is refused aloud first.
    reader.ask("press", role="push button", name="Noter une facture")
    reader.ask("type", role="text", name="N° de facture", text="000999111")
    reader.ask("type", role="text", name="Mutuelle, ou n° AMC", text="Mutuelle du Menhir")
    reader.ask("press", role="push button", name="Noter")
    assert reader.ask("heard", words="Tapez la part de la mutuelle.")
    reader.ask("type", role="text", name="Part AMC", text="12,34")
    reader.ask("press", role="push button", name="Noter")
    assert reader.ask("heard", words="000999111, 12,34 € notée")
    reader.ask("press", role="push button", name="Fermer")
    # A password, by ear: prepared, accepted, attested, the old one retired.
    reader.ask("press", role="list item", name="Mots de passe")
    row = {"role": "push button", "name": "Portail Viamedis", "begins": True}
    reader.ask("find", **row)
    desktop.wake()
    reader.ask("focus", **row)
    desktop.press("Return")
    reader.ask("find", role="label", name="Portail Viamedis")
    reader.ask("press", role="push button", name="Changer le mot de passe")
    # The mailbox comes first; doing otherwise takes a reason.
    reader.ask("type", role="text", name="Motif", text="la boîte est celle de l’éditeur")
    reader.ask("press", role="push button", name="Le changer quand même")
    reader.ask("press", role="push button", name="Afficher 20 s")
    reader.ask("find", name="Mot de passe : à l’écran, pour les yeux seulement")
    said = [" ".join((part["name"], part["text"], part["description"])) for part in reader.ask("everything")]
    reader.ask("press", role="push button", name="Accepté")
    reader.ask("press", role="push button", name="J’atteste que cela ouvre")
    reader.ask("press", role="push button", name="Retirer l’ancien")
    reader.ask("find", name="Portail Viamedis. Renouvelé", begins=True)
    said += reader.ask("heard", words="")

    proved = office()
    assert amounts(proved, "000999111") == [1234]
    portal = next(line.access for line in proved.accesses.lines() if line.access.operator == "viamedis")
    secret = proved.rotating.reveal("AB", portal.id, "current").reveal()
    assert len(secret) >= 12
    assert not [words for words in said if secret in words]


def test_the_day_by_keys_only(desktop: Desktop, reader: Reader, office: Open) -> None:
    # Down the rail and back up.
    desktop.press("ctrl+Next")
    reader.ask("find", name="Où en sommes-nous", begins=True)
    desktop.press("ctrl+Next")
    reader.ask("find", name="Qui fonctionne", begins=True)
    desktop.press("ctrl+Prior")
    reader.ask("find", name="Où en sommes-nous", begins=True)
    desktop.press("ctrl+Prior")
    reader.ask("find", name="Que dois-je faire maintenant", begins=True)
    # By its arrows too: no page that arrives takes the keyboard from it.
    reader.ask("focus", role="list", name="Pages")
    desktop.press("Down")
    reader.ask("find", name="Où en sommes-nous", begins=True)
    desktop.press("Down")
    reader.ask("find", name="Qui fonctionne", begins=True)
    desktop.press("ctrl+Prior", "ctrl+Prior")
    reader.ask("find", name="Que dois-je faire maintenant", begins=True)
    # The counter answers, and gives the keyboard back.
    desktop.press("F4")
    reader.ask("find", role="text", name="Mutuelle, numéro d’AMC ou opérateur")
    desktop.type("malakof")
    reader.ask("find", role="label", name="Malakoff Humanis")
    desktop.press("Escape")
    # An invoice, field by field.
    reader.ask("gone", role="text", name="Mutuelle, numéro d’AMC ou opérateur")
    desktop.press("F2")
    reader.ask("find", role="text", name="N° de facture")
    desktop.type("000999222")
    desktop.press("Tab", "Tab")
    desktop.type("99311129")
    desktop.press("Tab")
    desktop.type("23,45")
    desktop.press("Return")
    reader.ask("find", name="000999222, 23,45 € notée", begins=True)
    desktop.press("Escape")
    reader.ask("gone", role="text", name="N° de facture")
    # The consignes are looked at, then left.
    desktop.press("F9")
    reader.ask("find", role="push button", name="Enregistrer en PDF")
    desktop.press("Escape")
    reader.ask("gone", role="push button", name="Enregistrer en PDF")
    # Locked, and back at the same page.
    desktop.press("F12")
    reader.ask("find", role="push button", name="Déverrouiller")
    desktop.press("Return")
    reader.ask("find", name="Que dois-je faire maintenant", begins=True)
    assert amounts(office(), "000999222") == [2345]
