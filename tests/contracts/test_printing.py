"""The contract of ``services.ports.printing.Printing``, on a real CUPS, for both ways to print.

Qt lists and feeds the printers of CUPS as it does those of Windows: so the child process
of Windows is proved here too, but for the driver.
"""

from collections.abc import Iterator

import pytest

from pharmassist.adapters.documents import PdfPreview, PdfRenderer
from pharmassist.adapters.printing import CupsPrinting, WindowsPrinting
from pharmassist.domain.problems import Problem
from pharmassist.resources_location import resource_path
from pharmassist.services.ports.printing import Printing
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


@pytest.fixture(params=[CupsPrinting, WindowsPrinting])
def printing(request: pytest.FixtureRequest, queue: Cups) -> Printing:
    """Each way to print."""
    made: Printing = request.param()
    return made


def test_the_printers_and_the_default_one_are_known(printing: Printing) -> None:
    assert {one.name for one in printing.printers()} == {QUEUE, STOPPED_QUEUE}
    assert [one.name for one in printing.printers() if one.is_default] == [QUEUE]
    assert printing.printers()[0].name == QUEUE
    assert printing.default() == QUEUE


@pytest.mark.parametrize("printer", [QUEUE, ""])
def test_a_document_reaches_the_queue_with_all_its_pages(
    printing: Printing, queue: Cups, printer: str
) -> None:
    pdf = PdfRenderer(resource_path("fonts")).render(DOCUMENTS["advance-9"])
    assert printing.send(pdf, printer, "Demande")
    (spooled,) = queue.documents(1)
    assert PdfPreview().count(spooled) == 2


def test_a_printer_that_went_away_is_named(printing: Printing) -> None:
    with pytest.raises(Problem, match="printer_gone") as told:
        printing.send(b"%PDF-1.4", "Ancienne", "Essai")
    assert told.value.values == {"printer": "Ancienne"}
