"""The mailbox providers we ship: schema, French, sources, and passwords that obey their rules."""

from pathlib import Path

import pytest

from pharmassist.adapters.catalogue.providers import read_providers
from pharmassist.adapters.catalogue.reading import texts_of
from pharmassist.domain.accesses import Check
from pharmassist.domain.mailbox_hosts import plain_host, registrable_domain
from pharmassist.domain.mailboxes import Provider
from pharmassist.domain.passwords import AMBIGUOUS, CNIL_BITS, faults, generate
from pharmassist.domain.problems import Problem
from pharmassist.resources_location import resource_path

FOLDER = resource_path("mailboxes")
PROVIDERS = read_providers(texts_of(FOLDER, "*.toml"))
EACH = pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.id)


def test_the_providers_of_the_issue_are_there_and_other_comes_last() -> None:
    ids = [provider.id for provider in PROVIDERS]
    expected = {
        "orange",
        "sfr",
        "free",
        "laposte",
        "gmail",
        "outlook",
        "microsoft365",
        "ovh",
        "gandi",
        "ionos",
    }
    assert set(ids) >= expected | {"other"}
    assert ids[-1] == "other"


@EACH
def test_a_thousand_passwords_obey_the_rules(provider: Provider) -> None:
    seen = set()
    for _ in range(1000):
        made = generate(provider.rules)
        text = made.secret.reveal()
        seen.add(text)
        assert faults(text, provider.rules) == ()
        assert not set(text) & set(AMBIGUOUS)
        assert len(text) >= 16
        assert made.bits >= CNIL_BITS
        assert not made.limited
    assert len(seen) == 1000


@EACH
def test_facts_have_a_source_and_a_day(provider: Provider) -> None:
    if provider.id != "other":
        assert provider.source
        assert provider.verified_on
    assert bool(provider.host) == bool(provider.port)
    assert provider.host == plain_host(provider.host)
    if provider.host:
        assert registrable_domain(provider.host)
        assert provider.port == 993
    for domain in provider.domains:
        assert registrable_domain(domain) == domain


@EACH
def test_texts_are_french(provider: Provider) -> None:
    assert [step.id for step in provider.sweep] == [step.id for step in PROVIDERS[0].sweep]
    wanted = {
        "forwarding",
        "filters",
        "recovery",
        "sessions",
        "apps",
        "reused",
        "devices",
        "phone",
        "scanner",
    }
    assert wanted <= {step.id for step in provider.sweep}
    for step in provider.sweep:
        assert step.title
        assert step.hint.endswith(".")
        assert "'" not in step.title + step.hint
    assert "'" not in provider.check_note
    if provider.check is not Check.PASSWORD:
        assert "attestez" in provider.check_note


def test_a_domain_belongs_to_one_provider() -> None:
    domains = [domain for provider in PROVIDERS for domain in provider.domains]
    assert len(domains) == len(set(domains))


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ('id = "sfr"', 'id = "sfrr"', "id"),
        ('check = "password"', 'check = "guess"', "check"),
        ("min_length = 8", 'min_length = "8"', "rules.min_length"),
        ("max_length = 16", "max_lenght = 16", "rules.max_lenght"),
        ('source = "assistance', 'sauce = "assistance', "rules.sauce"),
        ('"https://assistance', '"http://assistance', "password_page"),
        ('verified_on = "2026-03-12"', 'verified_on = "mars 2026"', "verified_on"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, before: str, after: str, place: str) -> None:
    (tmp_path / "sweep.toml").write_bytes((FOLDER / "sweep.toml").read_bytes())
    text = (FOLDER / "sfr.toml").read_text(encoding="utf-8")
    assert before in text
    (tmp_path / "sfr.toml").write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        read_providers(texts_of(tmp_path, "*.toml"))
    assert caught.value.code == "catalogue_broken"
    assert (caught.value.values["file"], caught.value.values["place"]) == ("sfr.toml", place)
