"""What patients are told of an incident: every fact sourced and dated, nothing before it was said."""

from datetime import date
from pathlib import Path

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.catalogue.leaflets import read_leaflets
from pharmassist.domain.problems import Problem
from pharmassist.resources_location import resource_path

FILE = resource_path("documents") / "patients.toml"


def test_every_leaflet_belongs_to_a_playbook_and_names_its_sources() -> None:
    catalogue = TomlCatalogue()
    known = {playbook.id: playbook for playbook in catalogue.playbooks()}
    leaflets = read_leaflets(FILE)
    assert {leaflet.playbook for leaflet in leaflets} <= set(known)
    for leaflet in leaflets:
        started = date.fromisoformat(known[leaflet.playbook].started_on)
        assert leaflet.leaked
        assert leaflet.sources
        assert leaflet.known_on >= started
        assert catalogue.leaflet(leaflet.playbook) == leaflet
    assert catalogue.leaflet("impersonation") is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2024-02-01", "en février"),
        (
            'sources = ["Viamedis, cité par TF1 Info, 1er février 2024", "CNIL, 7 février 2024"]',
            "sources = []",
        ),
        ("not_leaked =", "notleaked ="),
    ],
)
def test_a_fact_without_source_a_bad_day_and_a_misspelt_key_are_refused(
    tmp_path: Path, old: str, new: str
) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "patients.toml"
    broken.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(Problem, match="catalogue_broken"):
        read_leaflets(broken)
