"""The check of the translations finds each kind of fault, and the catalogue speaks French."""

import gettext
from pathlib import Path

import pytest

from tools.strings import check, compile_catalogues

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
SOURCE = 'print(_("Wait {seconds} s"), translate_plural("{n} claim", "{n} claims", 2), mark("Lock"))\n'
RIGHT = (
    'msgid "Wait {seconds} s"\nmsgstr "Attendez {seconds} s"\n\n'
    'msgid "{n} claim"\nmsgid_plural "{n} claims"\nmsgstr[0] "{n} facture"\nmsgstr[1] "{n} factures"\n\n'
    'msgid "Lock"\nmsgstr "Verrouiller"\n'
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pharmassist").mkdir()
    (tmp_path / "pharmassist" / "words.py").write_text(SOURCE, encoding="utf-8")
    write(tmp_path, "ui", RIGHT)
    return tmp_path


def write(project: Path, area: str, entries: str) -> None:
    folder = project / "resources" / "translations" / "fr"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{area}.po").write_text(HEAD + entries, encoding="utf-8")


def test_a_complete_catalogue_has_no_fault_and_speaks(project: Path) -> None:
    assert check(project) == []
    (compiled,) = compile_catalogues(project)
    with compiled.open("rb") as file:
        french = gettext.GNUTranslations(file)
    assert french.gettext("Lock") == "Verrouiller"
    assert french.ngettext("{n} claim", "{n} claims", 0) == "{n} facture"


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('msgid "Lock"\nmsgstr "Verrouiller"\n', "", "no French for 'Lock'"),
        ('msgstr "Verrouiller"', 'msgstr ""', "not translated: 'Lock'"),
        ("Attendez {seconds} s", "Attendez {second} s", "placeholders differ"),
        ("Attendez {seconds} s", "Attendez {seconds s", "expected '}'"),
        ('msgid "Lock"', '#, fuzzy\nmsgid "Lock"', "fuzzy"),
        ('msgid "Lock"', 'msgid "Unlock"\nmsgstr "Ouvrir"\n\nmsgid "Lock"', "no longer used: 'Unlock'"),
        ('msgid "Lock"', '#~ msgid "Key"\n#~ msgstr "Clé"\n\nmsgid "Lock"', "commented out: 'Key'"),
    ],
)
def test_each_fault_is_found(project: Path, right: str, wrong: str, told: str) -> None:
    assert right in RIGHT
    write(project, "ui", RIGHT.replace(right, wrong))
    assert any(told in fault for fault in check(project))


def test_two_areas_may_not_disagree(project: Path) -> None:
    write(project, "vault", 'msgid "Lock"\nmsgstr "Fermer"\n')
    assert any("another text than in ui.po: 'Lock'" in fault for fault in check(project))
