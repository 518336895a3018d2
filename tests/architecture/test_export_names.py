"""A new table is named for the export of everything, or kept back: told when a change is landed."""

from pharmassist.adapters.store import tables
from pharmassist.services.everything_words import KEPT_BACK, TABLES


def test_every_table_has_its_french_name_or_is_kept_back() -> None:
    known = set(tables.metadata.tables)
    assert set(TABLES) | KEPT_BACK == known, "add it to pharmassist/services/everything_words.py"
    assert not set(TABLES) & KEPT_BACK
    stems = [stem for stem, _words in TABLES.values()]
    assert len(set(stems)) == len(stems)
