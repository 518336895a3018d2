"""A playbook somebody wrote: every fault with its file, its line and plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.resources_location import resource_path
from pharmassist.services.playbook_words import fault_words
from pharmassist.services.texts import use_language

GOOD = resource_path("playbooks", "viamedis-2024", "playbook.toml").read_text(encoding="utf-8")


def checked(folder: Path, text: str) -> list[tuple[int, str]]:
    mine = folder / "mon-incident"
    mine.mkdir(exist_ok=True)
    (mine / "playbook.toml").write_text(text, encoding="utf-8")
    use_language("fr")
    return [(fault.line, fault_words(fault)) for fault in TomlCatalogue().playbook_faults(mine)]


def test_a_sound_one_has_no_fault(tmp_path: Path) -> None:
    assert checked(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "import"', 'kind = "danse"', "ce genre d’étape n’existe pas"),
        ("minutes = 10", 'minutes = "dix"', "nombre entier"),
        ('title = "Premier jour"', 'titre = "Premier jour"', "il manque «\u00a0title\u00a0»"),
        ('undo = "L’import s’annule', 'defaire = "L’import s’annule', "il manque «\u00a0undo\u00a0»"),
        ("free = true", 'free = "oui"', "true ou false"),
        ('rights = "stopped"', 'rights = "vert"', "fonctionne"),
        ('answers = ["yes", "unknown"]', 'answers = "yes"', "entre crochets"),
        ("reminders = [", "rappels = [", "mal orthographié"),
        ('needs = "mailbox_rotated"', 'needs = "pluie"', "ne peut pas être constaté"),
        ('id = "voyants"', 'id = "banque"', "deux fois"),
        ('step = "compte-portail"', 'step = "consignes"', "aucune question plus haut"),
        ('after = ["mot-de-passe-portail"]', 'after = ["bilan"]', "aucune étape plus haut"),
        ('fills = "account"', 'fills = "couleur"', "ne connaît pas"),
        ('value = "unknown"', 'value = "peut-etre"', "personne n’est obligé de savoir"),
        ('[[block]]\nid = "premier-jour"', '[[block\nid = "premier-jour"', "mal formé"),
    ],
)
def test_each_kind_of_fault_is_told_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    broken = GOOD.replace(old, new, 1)
    # Of an id that is used twice the second is told.
    changed = broken[: broken.rindex(new)].count("\n") + 1
    found = checked(tmp_path, broken)
    assert any(said in words for _line, words in found), found
    line, words = next((line, words) for line, words in found if said in words)
    assert words.startswith(f"mon-incident/playbook.toml, ligne {line}")
    assert abs(line - changed) <= 20, "the line of the fault, or of the step that has it"


def test_too_many_steps_in_a_block(tmp_path: Path) -> None:
    head, _block, rest = GOOD.partition('[[block]]\nid = "premier-jour"\ntitle = "Premier jour"\n')
    found = checked(tmp_path, head + rest)
    assert any("7 au plus" in words for _line, words in found)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    broken = GOOD.replace('needs = "mailbox_rotated"', 'needs = "pluie"').replace(
        'returns_on = "portal_open"', 'returns_on = "soleil"'
    )
    assert len(checked(tmp_path, broken)) == 2


def test_nothing_named_twice_without_any_step(tmp_path: Path) -> None:
    found = checked(tmp_path, GOOD[: GOOD.index("[[block]]")])
    assert [words.rpartition(" : ")[2] for _line, words in found] == ["les étapes manquent"]
