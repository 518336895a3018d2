"""The renderer with the shipped fonts, and every paper rendered once."""

import pytest

from pharmassist.adapters.documents import PdfPreview, PdfRenderer
from pharmassist.resources_location import resource_path
from tests.adapters.documents.all_paper import DOCUMENTS


@pytest.fixture(scope="session")
def renderer() -> PdfRenderer:
    """The real renderer."""
    return PdfRenderer(resource_path("fonts"))


@pytest.fixture
def preview() -> PdfPreview:
    """The real preview."""
    return PdfPreview()


@pytest.fixture(scope="session")
def papers(renderer: PdfRenderer) -> dict[str, bytes]:
    """Every sample document as PDF."""
    return {name: renderer.render(document) for name, document in DOCUMENTS.items()}
