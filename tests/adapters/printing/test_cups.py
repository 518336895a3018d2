"""Printing on a real CUPS queue: what is spooled is our file, byte for byte."""

from collections.abc import Iterator

import pytest

from pharmassist.adapters.documents import PdfPreview, PdfRenderer
from pharmassist.adapters.printing import CupsPrinting
from pharmassist.domain.problems import Problem
from pharmassist.resources_location import resource_path
from tests.adapters.documents.paper import DOCUMENTS
from tests.servers.cups import QUEUE, STOPPED_QUEUE, Cups


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


def test_printers_are_listed_with_the_default_first(queue: Cups) -> None:
    found = CupsPrinting().printers()
    assert [(one.name, one.ready, one.is_default) for one in found] == [
        (QUEUE, True, True),
        (STOPPED_QUEUE, False, False),
    ]
    assert CupsPrinting().default() == QUEUE


def test_a_printer_that_went_away_is_named(queue: Cups) -> None:
    with pytest.raises(Problem, match="printer_gone") as told:
        CupsPrinting().send(b"%PDF-1.4", "Ancienne", "Essai")
    assert told.value.values == {"printer": "Ancienne"}


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
