"""Printing on a real CUPS queue: what is spooled is our file, byte for byte."""

import socket
import subprocess
from collections.abc import Iterator

import pytest

from pharmassist.adapters.documents import PdfPreview, PdfRenderer
from pharmassist.adapters.printing import CupsPrinting, WindowsPrinting, cups
from pharmassist.domain.problems import Problem
from pharmassist.resources_location import resource_path
from pharmassist.services.ports.printing import Printing
from tests.adapters.documents.paper import DOCUMENTS
from tests.servers.cups import OFFICE_QUEUE, QUEUE, STOPPED_QUEUE, Cups


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cups]:
    """Our own CUPS, found by CUPS_SERVER."""
    server = Cups()
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    yield server
    server.stop()


def test_the_spool_holds_our_pdf_byte_for_byte(queue: Cups) -> None:
    pdf = PdfRenderer(resource_path("fonts")).render(DOCUMENTS["shift-start"])
    job = CupsPrinting().send(pdf, QUEUE, "Consignes du jour")
    assert job.startswith(f"{QUEUE}-")
    assert queue.documents(1) == [pdf]
    assert "6\u202f048,18" in PdfPreview().text(queue.documents(1)[0])[0]


def test_the_default_printer_takes_what_names_none_and_a_ticket_keeps_its_paper(queue: Cups) -> None:
    pdf = PdfRenderer(resource_path("fonts")).render(DOCUMENTS["counter-sheet"])
    printing = CupsPrinting()
    assert printing.send(pdf, "", "Conduite", copies=2, media="Custom.80x200mm").startswith(QUEUE)
    assert queue.documents(1) == [pdf]


@pytest.fixture
def office_queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cups]:
    """Our own CUPS with an office printer, which describes its papers."""
    server = Cups(office=True)
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    yield server
    server.stop()


@pytest.mark.parametrize("way", [CupsPrinting, WindowsPrinting])
def test_a_roll_is_refused_by_a_printer_that_has_none(way: type[Printing], office_queue: Cups) -> None:
    with pytest.raises(Problem, match="paper_size_refused") as told:
        way().send(b"%PDF-1.4", OFFICE_QUEUE, "Conduite", media="Custom.80x114mm")
    assert told.value.values == {"printer": OFFICE_QUEUE, "media": "80\u00a0mm"}
    pdf = PdfRenderer(resource_path("fonts")).render(DOCUMENTS["shift-start"])
    CupsPrinting().send(pdf, OFFICE_QUEUE, "Consignes")
    assert office_queue.documents(1) == [pdf]


def test_a_stopped_printer_is_said_not_to_be_ready(queue: Cups) -> None:
    ready = {one.name: one.ready for one in CupsPrinting().printers()}
    assert ready == {QUEUE: True, STOPPED_QUEUE: False}


def test_a_silent_print_system_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that takes the call and never answers."""
    monkeypatch.setattr(cups, "ANSWER_WITHIN", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(Problem, match="printing_unavailable") as told:
            CupsPrinting().printers()
    assert told.value.retryable


def test_a_closed_queue_refuses_in_its_own_words(queue: Cups) -> None:
    subprocess.run(["cupsreject", QUEUE], check=True)
    with pytest.raises(Problem, match="printing_refused") as told:
        CupsPrinting().send(b"%PDF-1.4", QUEUE, "Essai")
    assert "not accepting" in told.value.details


def test_no_print_system_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:1")
    for ask in (
        CupsPrinting().printers,
        CupsPrinting().default,
        lambda: CupsPrinting().send(b"%PDF-1.4", "", "Essai"),
    ):
        with pytest.raises(Problem, match="printing_unavailable"):
            ask()


def test_no_tools_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("PATH", str(tmp_path_factory.mktemp("empty")))
    with pytest.raises(Problem, match="printing_unavailable"):
        CupsPrinting().printers()
