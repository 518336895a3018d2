"""What the journeys by window share: the fictional pharmacy, built once, opened anew for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pharmassist.assembly import build_demonstration
from tests.journeys.command import Program
from tests.journeys.warm_program import WarmProgram
from tests.journeys.window import House, Screen, dressed
from tests.servers.secret_service import SecretService


@pytest.fixture(autouse=True)
def _ports(ports_off_the_window: None) -> None:
    """Let no window of these tests call a port outside of a lane."""


@pytest.fixture(scope="session", autouse=True)
def warm_program() -> Iterator[None]:
    """Keep the program warm for the commands of these tests."""
    Program.warm = WarmProgram()
    yield
    Program.warm.end()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the demonstration's data: an ordinary register with its lists beside it."""
    return build_demonstration(tmp_path_factory.mktemp("demonstration") / "home")


@pytest.fixture
def house(
    demonstration: Path, tmp_path: Path, qapp: QApplication, qtbot: QtBot, secret_service: SecretService
) -> House:
    """Give a copy of it, with a real keyring for the accesses."""
    assert secret_service.bus_address
    dressed(qapp)
    home = tmp_path / "pharmacie"
    shutil.copytree(demonstration, home)
    return House(qapp, qtbot, home)


@pytest.fixture
def screen(house: House) -> Iterator[Screen]:
    """Give its window, where nobody has said yet who acts."""
    with house.window() as shown:
        yield shown
