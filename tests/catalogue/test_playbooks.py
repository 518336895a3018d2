"""The playbooks that are shipped, and how a broken one is refused."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.domain.guiding import faults
from pharmassist.domain.incidents import Playbook, Step, StepKind, as_offered
from pharmassist.domain.problems import Problem
from pharmassist.resources_location import resource_path

CATALOGUE = TomlCatalogue()
PLAYBOOKS = CATALOGUE.playbooks()
BY_ID = {playbook.id: playbook for playbook in PLAYBOOKS}
STEPS = [
    (playbook, step)
    for playbook in PLAYBOOKS
    for block in (*playbook.blocks, *playbook.spare)
    for step in block.steps
]
ALL_STEPS = pytest.mark.parametrize(
    "step", [step for _playbook, step in STEPS], ids=[f"{playbook.id}/{step.id}" for playbook, step in STEPS]
)
EACH = pytest.mark.parametrize("playbook", PLAYBOOKS, ids=lambda playbook: playbook.id)

FRENCH = {
    "le", "la", "les", "un", "une", "des", "du", "de", "et", "ou", "à", "au", "aux", "en", "ne", "pas", "que",
    "qui", "vous", "votre", "vos", "est", "par", "pour", "sur", "avec", "dans", "il", "elle", "tout", "toute",
    "on", "ce", "se", "sa", "son", "ses", "rien", "chacun", "si",
}  # fmt: skip
ENGLISH = {"the", "and", "of", "with", "your", "you", "for", "this", "that", "when", "step", "portal", "is"}


def texts(step: Step) -> tuple[str, ...]:
    return (step.title, step.why, step.who, step.proof, step.undo)


def words(text: str) -> list[str]:
    return re.findall(r"[a-zàâäéèêëîïôöùûüçœ]+", text.lower())


def test_seven_playbooks_are_shipped() -> None:
    assert set(BY_ID) >= {
        "operator-attacked",
        "viamedis-2024",
        "almerys-2024",
        "payments-stopped",
        "account-misused",
        "software-vendor-breached",
        "impersonation",
    }
    named = {playbook.operator for playbook in PLAYBOOKS} - {""}
    assert {"viamedis", "almerys"} <= named <= {operator.id for operator in CATALOGUE.operators()}


@EACH
def test_a_playbook_is_sound(playbook: Playbook) -> None:
    """No fault: blocks of seven at most, every step reachable, an end reachable from each."""
    assert faults(playbook) == ()
    assert CATALOGUE.playbook_from_text(playbook.text) == playbook


@ALL_STEPS
def test_every_text_is_french(step: Step) -> None:
    said = words(" ".join(texts(step)))
    assert not set(said) & ENGLISH
    assert len([word for word in said if word in FRENCH]) >= len(said) / 5


@ALL_STEPS
def test_french_typography(step: Step) -> None:
    for text in texts(step):
        assert "'" not in text, text
        assert not re.search(r"(?<![\u00a0\u202f])[;?!»]|[^\u00a0\u202f\d]:|« | [%€]", text), text


@ALL_STEPS
def test_a_step_is_read_in_less_than_a_minute_and_a_half(step: Step) -> None:
    """Aloud, at 120 words a minute, all that is shown of it takes 90 seconds at most."""
    assert len(" ".join(texts(step)).split()) <= 120 * 90 / 60
    assert len(step.title.split()) <= 12
    assert 1 <= step.minutes <= 15


@ALL_STEPS
def test_every_step_has_its_source_and_its_date(step: Step) -> None:
    assert step.source
    assert re.fullmatch(r"20\d\d-\d\d(-\d\d)?", step.verified_on)


@EACH
def test_every_fact_has_its_source_and_its_date(playbook: Playbook) -> None:
    for fact in playbook.facts:
        assert fact.source.startswith("http") or fact.unverified
        assert re.fullmatch(r"20\d\d-\d\d(-\d\d)?", fact.verified_on)
        assert re.fullmatch(r"20\d\d(-\d\d(-\d\d)?)?", fact.day)


@EACH
def test_forbidden_words(playbook: Playbook) -> None:
    """An *avance* is a box handed out early; "payée" is never said before the bank."""
    said = words(playbook.text)
    assert not {"avance", "payée", "payées", "payé"} & set(said)


@pytest.mark.parametrize("playbook", ["operator-attacked", "viamedis-2024", "almerys-2024"])
def test_the_portal_comes_after_the_mailbox(playbook: str) -> None:
    portal = BY_ID[playbook].step("mot-de-passe-portail")
    assert portal is not None
    assert (portal.needs, portal.returns_on) == ("mailbox_rotated", "portal_open")


def test_the_first_block_of_viamedis_is_the_first_thirty_minutes() -> None:
    blocks = BY_ID["viamedis-2024"].blocks
    assert sum(step.minutes for step in blocks[0].steps) <= 30
    assert [block.id for block in blocks] == [
        "premieres-30-minutes",
        "premier-jour",
        "declarer",
        "premiere-semaine",
        "reouverture",
        "trois-mois",
    ]
    assert [step.id for step in blocks[0].steps[:3]] == [
        "est-ce-vrai",
        "arreter-recyclages",
        "premiere-photo",
    ]


def test_the_two_populations_are_not_mixed() -> None:
    viamedis = BY_ID["viamedis-2024"]
    assert any("RIB" in text for text in viamedis.exposed_professionals)
    assert any("ne vaut que pour les assurés" in text for text in viamedis.exposed_insured)
    bank = viamedis.step("banque")
    assert bank is not None
    assert "Celui des assurés, non" in bank.why


def test_the_line_of_2024_is_shown_as_such() -> None:
    for playbook, step in STEPS:
        for text in texts(step):
            if "0\u00a0805" in text or "0 805" in text:
                assert "2024 seulement" in text, (playbook.id, step.id)


def test_suspending_is_the_titulaires_decision_on_the_amc_share() -> None:
    threshold = BY_ID["viamedis-2024"].step("seuil")
    assert threshold is not None
    assert "part AMC" in threshold.why
    assert "décision du titulaire" in threshold.why


@EACH
def test_every_moment_of_the_trade_is_there(playbook: Playbook) -> None:
    """First half hour, first day, first week, three months; a reopening where something had closed."""
    wanted = ["premieres-30-minutes", "premier-jour", "premiere-semaine", "trois-mois"]
    blocks = [block.id for block in playbook.blocks]
    assert [block for block in blocks if block in wanted] == wanted
    assert ("reouverture" in blocks) is (playbook.id not in ("account-misused", "impersonation"))


@EACH
def test_whose_breach_comes_before_the_clocks(playbook: Playbook) -> None:
    steps = [step.id for step in playbook.steps()]
    if playbook.id == "payments-stopped":
        assert "a-qui" not in steps
    else:
        assert steps.index("a-qui") < steps.index("horloges") < steps.index("notifier")


def test_what_happened_after_a_false_message_has_its_blocks() -> None:
    """Their names are asked by the page of suspicious messages."""
    assert [block.id for block in BY_ID["impersonation"].spare] == [
        "lien-ouvert",
        "mot-de-passe-donne",
        "piece-jointe-ouverte",
        "rib-ou-paiement",
    ]


def test_almerys_proves_that_playbooks_are_data() -> None:
    almerys = BY_ID["almerys-2024"]
    assert StepKind.ADVANCE not in {step.kind for step in almerys.steps()}
    assert dict(almerys.lights)["transfers"] == "working"
    assert dict(BY_ID["viamedis-2024"].lights)["transfers"] == "stopped"


GOOD = (resource_path("playbooks", "almerys-2024", "playbook.toml")).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ('kind = "print"', 'kind = "dance"', "block[1].step[3].kind", "unknown kind"),
        ('needs = "mailbox_rotated"', 'needs = "rain"', "block", "cannot be sensed"),
        ("minutes = 5", 'minutes = "cinq"', "block[1].step[1].minutes", "whole number"),
        ('title = "Premier jour"', 'titre = "Premier jour"', "block[2].title", "missing"),
        ('operator = "almerys"', 'operator = "almerys"\ncolour = "red"', "colour", "unknown key"),
        ('rights = "working"', 'rights = "green"', "lights.rights", "unknown state"),
        ('fills = "account"', 'fills = "colour"', "block", "which is unknown"),
        ('fills = "account"', 'fills = "login"', "block", "does not ask"),
        ('kind = "print"', 'kind = "print"\nfills = "account"', "block", "does not ask"),
        ('after = ["mot-de-passe-portail"]', 'after = ["bilan"]', "block", "not an earlier step"),
        ("[[block]]", "[[block", "", "line"),
    ],
)
def test_a_broken_playbook_is_refused_with_its_place(old: str, new: str, place: str, reason: str) -> None:
    assert old in GOOD
    with pytest.raises(Problem, match="catalogue_broken") as refused:
        CATALOGUE.playbook_from_text(GOOD.replace(old, new, 1))
    assert refused.value.values["place"] == place
    assert reason in str(refused.value.values["reason"])


def test_a_folder_bears_the_id_of_its_playbook(tmp_path: Path) -> None:
    folder = tmp_path / "playbooks" / "other"
    folder.mkdir(parents=True)
    (folder / "playbook.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(Problem, match="catalogue_broken"):
        TomlCatalogue(tmp_path).playbooks()


def test_a_playbook_somebody_wrote(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="playbook_unreadable"):
        CATALOGUE.playbook_from_folder(tmp_path)
    (tmp_path / "playbook.toml").write_bytes(b'id = "\xff"')
    with pytest.raises(Problem, match="playbook_unreadable"):
        CATALOGUE.playbook_from_folder(tmp_path)
    (tmp_path / "playbook.toml").write_text(GOOD, encoding="utf-8")
    assert CATALOGUE.playbook_from_folder(tmp_path).id == "almerys-2024"


def test_a_playbook_nobody_wrote() -> None:
    with pytest.raises(Problem, match="playbook_unknown"):
        CATALOGUE.playbook("viamedis-2025")


def test_what_goes_on_is_offered_first_and_the_past_last() -> None:
    def order(today: date, *hurt: str) -> list[str]:
        return [playbook.id for playbook in as_offered(CATALOGUE.playbooks(), today, hurt)]

    assert order(date(2024, 1, 30))[:2] == ["viamedis-2024", "operator-attacked"]
    assert order(date(2024, 1, 30))[-1] == "almerys-2024"
    assert order(date(2024, 2, 7))[:2] == ["almerys-2024", "viamedis-2024"]
    assert order(date(2024, 2, 7), "viamedis")[:2] == ["viamedis-2024", "almerys-2024"]
    later = order(date(2026, 11, 28))
    assert later[:2] == ["operator-attacked", "payments-stopped"]
    assert later[-2:] == ["almerys-2024", "viamedis-2024"]
    assert order(date(2026, 11, 28), "viamedis")[-2:] == ["viamedis-2024", "almerys-2024"]
    assert [p.id for p in CATALOGUE.playbooks() if p.is_past(date(2026, 11, 28))] == sorted(later[-2:])


def test_the_text_is_kept_whole() -> None:
    assert "text" in {field.name for field in fields(Playbook)}
    assert BY_ID["almerys-2024"].text == GOOD
