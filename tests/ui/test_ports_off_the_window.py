"""The guard of ``tests/guards/window_thread.py`` bites: a page that calls a port by itself fails its test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from pharmassist.domain.people import Pharmacy
from pharmassist.services.office import Office
from tests.guards import window_thread
from tests.ui.offices import founded_office, make_bridge


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with founded_office(tmp_path_factory.mktemp("office")) as founded:
        yield founded.office


@pytest.fixture
def _this_file_is_a_page(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (Path(window_thread.WINDOW) / "pages").is_dir()
    monkeypatch.setattr(window_thread, "WINDOW", __file__)


@pytest.mark.usefixtures("_this_file_is_a_page")
def test_a_page_that_asks_by_itself_is_named(office: Office) -> None:
    with pytest.raises(AssertionError, match=r"SqlRegister\.read is called on the window's thread"):
        office.people.pharmacy()


@pytest.mark.usefixtures("_this_file_is_a_page")
def test_it_is_found_in_what_a_timer_calls_too(office: Office, qtbot: QtBot) -> None:
    with qtbot.captureExceptions() as caught:
        QTimer.singleShot(0, office.people.pharmacy)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is AssertionError


@pytest.mark.usefixtures("_this_file_is_a_page")
def test_a_lane_may_ask_anything(office: Office, qtbot: QtBot) -> None:
    bridge, bugs = make_bridge()
    owner, told = QObject(), list[object]()
    bridge.ask(owner, "read", lambda _stop, _progress: office.people.pharmacy(), told.append, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert not bugs
    assert isinstance(told[0], Pharmacy)
