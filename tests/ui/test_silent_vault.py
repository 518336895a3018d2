"""A Secret Service that takes calls and never answers: a clear sentence at the deadline, the window alive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from pharmassist.adapters.vault.os_vault import OsVault
from pharmassist.domain.accesses import AccessKind
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.jobs import Lanes
from tests.servers.secret_service import SecretService
from tests.ui.offices import founded_office
from tests.ui.password_seat import Seat

BUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
NAME = "org.freedesktop.secrets"
SECONDS = 1.5


@contextmanager
def silent_stand_in(service: SecretService) -> Iterator[None]:
    """Take the keyring's name on its bus, and answer nothing."""
    service.vanish()
    with open_dbus_connection(service.bus_address) as stand_in:
        taken = stand_in.send_and_get_reply(new_method_call(BUS, "RequestName", "su", (NAME, 4)))
        assert taken.body == (1,)
        yield
    service.start()


def test_the_deadline_and_the_sentence(secret_service: SecretService) -> None:
    with silent_stand_in(secret_service):
        with pytest.raises(Problem) as told:
            OsVault(deadline=0.4).probe()
        assert told.value.code == "vault_silent"
        with pytest.raises(Problem) as told:
            OsVault(deadline=0.4).fetch("PharmAssist/x/1/1")
        assert told.value.code == "vault_silent"


def test_the_window_lives_while_the_keyring_says_nothing(
    secret_service: SecretService, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    defaults = OsVault.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "deadline", SECONDS)
    with founded_office(tmp_path) as founded:
        office = founded.office
        access = office.accesses.add("AB", AccessKind.SOFTWARE, "LGO")
        office.rotating.enter_current("AB", access.id, Secret("Canari-muet-9"))
        seat = Seat(qtbot, office)
        seat.choose(access)
        lanes = Lanes()
        monkeypatch.setattr(seat.desk.bridge, "_runner", lanes)
        beats: list[int] = []
        timer = QTimer()
        timer.timeout.connect(lambda: beats.append(1))
        try:
            with silent_stand_in(secret_service):
                timer.start(20)
                seat.button("Afficher").click()
                seat.warns("Le trousseau n’a pas répondu à temps")
        finally:
            timer.stop()
            lanes.close()
        assert len(beats) > 20
        assert not seat.shows_one()
        assert not seat.desk.bugs
        assert office.rotating.reveal("AB", access.id, "current").reveal() == "Canari-muet-9"
