"""Every sample document, by name."""

from tests.adapters.documents import incident_paper, paper

DOCUMENTS = {**paper.DOCUMENTS, **incident_paper.DOCUMENTS}
