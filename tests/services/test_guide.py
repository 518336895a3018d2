"""The guide: whole, linked soundly, found by its words; the program knows each section by name."""

import re
from pathlib import Path

import pytest

from pharmassist.resources_location import guide_path
from pharmassist.services.guide import Guide, anchor_of, page_from, read_guide

LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")


@pytest.fixture(scope="module")
def guide() -> Guide:
    return read_guide()


def test_every_page_is_listed_and_has_sections(guide: Guide) -> None:
    files = {path.stem for path in guide_path().glob("*.md")} - {"README"}
    assert {page.name for page in guide.pages} == files
    for page in guide.pages:
        assert page.sections[0].level == 1
        anchors = [section.anchor for section in page.sections]
        assert len(set(anchors)) == len(anchors), page.name


def test_every_link_leads_somewhere_inside(guide: Guide) -> None:
    for path in guide_path().glob("*.md"):
        page = page_from(path.stem, path.read_text(encoding="utf-8"))
        outside_blocks = re.sub(r"```.*?```", "", page.markdown, flags=re.DOTALL)
        for picture, target in LINK.findall(outside_blocks):
            if picture:
                assert guide_path(target).is_file(), f"{path.name}: {target}"
            else:
                key = target.replace(".md", "")
                key = f"{path.stem}{key}" if key.startswith("#") else key
                assert guide.section(key) is not None, f"{path.name}: {target}"


def test_anchors_are_those_of_the_repository() -> None:
    assert anchor_of("À plusieurs : qui agit ?") == "à-plusieurs--qui-agit-"
    assert anchor_of("L'argent") == "largent"


SAMPLE = """# L'argent

Trois pages y servent.

## Les acomptes
Un **acompte** se rend par retenues.

```sh
# pas un titre
pharmassist advance compute --operator viamedis
```

## Les mots de passe
La boîte mail d'abord.
"""


def test_sections_are_cut_at_headings_but_not_inside_blocks() -> None:
    page = page_from("argent", SAMPLE)
    assert [section.key for section in page.sections] == [
        "argent",
        "argent#les-acomptes",
        "argent#les-mots-de-passe",
    ]
    assert page.sections[1].text.startswith("Un acompte se rend par retenues.")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("acompte", "argent#les-acomptes"),
        ("ACOMPTES", "argent#les-acomptes"),
        ("boite mail", "argent#les-mots-de-passe"),
        ("comment changer un mot de pase", ""),
        ("mots de passse", "argent#les-mots-de-passe"),
        ("retenue", "argent#les-acomptes"),
        ("viamedis", "argent#les-acomptes"),
        ("zzzzzz", ""),
        ("", ""),
    ],
)
def test_a_section_is_found_by_its_words(typed: str, found: str) -> None:
    hits = Guide((page_from("argent", SAMPLE),)).find(typed)
    assert (hits[0].section.key if hits else "") == found


def test_a_title_comes_before_a_mention(tmp_path: Path) -> None:
    pages = (
        page_from("un", "# Un\n\nOn parle de virements ici.\n"),
        page_from("deux", "# Deux\n\n## Les virements\nPointez.\n"),
    )
    assert [hit.section.key for hit in Guide(pages).find("virement")] == ["deux#les-virements", "un"]


def test_an_excerpt_is_the_paragraph_that_holds_the_words() -> None:
    (hit,) = Guide((page_from("argent", SAMPLE),)).find("boîte")
    assert hit.excerpt == "La boîte mail d’abord."
