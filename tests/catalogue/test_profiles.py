"""Every shipped profile recognises its own list and no other, and reads no forbidden column."""

from __future__ import annotations

from pathlib import Path

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.catalogue.profiles import profile_from_text
from pharmassist.adapters.files.tables import FileTables
from pharmassist.demonstration.generator import build_exports
from pharmassist.domain.headers import is_forbidden
from pharmassist.domain.mapping import Profile, missing_fields, profile_toml
from pharmassist.domain.problems import Problem
from pharmassist.services.claims import EXPORT_HEADER

PROFILES = TomlCatalogue().profiles()


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.id)
def test_a_profile_is_whole_and_reads_no_person(profile: Profile) -> None:
    assert missing_fields([field for field, _title in profile.columns]) == ()
    assert not any(is_forbidden(title) for _field, title in profile.columns)
    assert profile_from_text(profile_toml(profile)) == profile
    assert profile.name


def test_each_list_of_the_demonstration_has_its_one_profile(tmp_path: Path) -> None:
    truth = build_exports(tmp_path)
    found = []
    for name in truth.files.values():
        header = FileTables().open(tmp_path / name).shape.header
        found.append([profile.id for profile in PROFILES if profile.recognises(header)])
    assert found == [["demo-encours-csv"], ["demo-encours-tsv"], ["demo-encours-xlsx"]]
    assert [p.id for p in PROFILES if p.recognises(EXPORT_HEADER)] == ["pharmassist-export"]


@pytest.mark.parametrize(
    "text",
    [
        'id = "x"\nname = "X"\nheader = ["Facture"]\n[columns]\ninvoice = "Facture"\n',
        (
            'id = "x"\nname = "X"\nheader = ["Facture", "Date", "Nom"]\n'
            '[columns]\ninvoice = "Facture"\ninvoice_date = "Date"\namc_amount = "Nom"\n'
        ),
        (
            'id = "x"\nname = "X"\nkind = "both"\nheader = ["Facture", "Date", "Part"]\n'
            '[columns]\ninvoice = "Facture"\ninvoice_date = "Date"\namc_amount = "Part"\n'
        ),
        (
            'id = "x"\nname = "X"\nheader = ["Facture", "Date", "Part"]\n'
            '[columns]\ninvoice = "Facture"\ninvoice_date = "Date"\namc_amount = "Part"\npatient = "Part"\n'
        ),
    ],
)
def test_a_broken_profile_is_refused(text: str) -> None:
    with pytest.raises(Problem) as refused:
        profile_from_text(text)
    assert refused.value.code == "catalogue_broken"
