"""One domain against the brands that are shipped: changes are caught, honest names are not."""

import string
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from pharmassist.adapters.catalogue.messages import read_knowledge
from pharmassist.domain.lookalike_letters import LOOK_ALIKE, skeleton
from pharmassist.domain.lookalikes import SHORT, Brand, How, registered, shown_host
from pharmassist.resources_location import resource_path

KNOWLEDGE = read_knowledge(resource_path("messages"), ())
BRANDS = KNOWLEDGE.brands
SAMPLES = Path(__file__).parents[1] / "samples" / "messages"
COMMON_DOMAINS = tuple((SAMPLES / "common-domains.txt").read_text(encoding="utf-8").split())
NAMED = tuple(
    (brand, domain, domain.split(".", 1)[0])
    for brand in BRANDS.all
    for domain in brand.domains
    if "." in domain and registered(domain) == domain
)
LONG_NAMES = tuple(
    named for named in NAMED if len(named[2].replace("-", "")) >= SHORT and not named[0].common
)
LETTERS = string.ascii_lowercase
HOMOGLYPHS: dict[str, list[str]] = {}
for sign, letter in LOOK_ALIKE.items():
    if len(letter) == 1 and sign.isalpha():
        HOMOGLYPHS.setdefault(letter, []).append(sign)
ANY = some.sampled_from(NAMED)
ANY_LONG = some.sampled_from(LONG_NAMES)
MANY = settings(max_examples=600, deadline=None)


def caught(host: str, *, strong: bool = True) -> bool:
    """Tell whether a host is told as an imitation of some brand."""
    found = BRANDS.likeness(host)
    return found is not None and (found.strong or not strong)


def honest(label: str) -> bool:
    """Tell whether a changed name is another brand's, or written down as an honest neighbour."""
    return any(label in brand.honest for brand in BRANDS.all)


def test_about_two_hundred_brands() -> None:
    assert len(BRANDS.all) >= 200
    assert len({brand.id for brand in BRANDS.all}) == len(BRANDS.all)


@MANY
@given(named=ANY_LONG, at=some.integers(0, 40), letter=some.sampled_from(LETTERS))
def test_one_letter_changed(named: tuple[Brand, str, str], at: int, letter: str) -> None:
    _brand, domain, label = named
    at %= len(label)
    changed = label[:at] + letter + label[at + 1 :]
    host = changed + domain[len(label) :]
    assume(changed != label and label[at] != "-" and not BRANDS.official(host) and not honest(changed))
    assert caught(host)


@MANY
@given(named=ANY_LONG, at=some.integers(0, 40), letter=some.sampled_from(LETTERS))
def test_one_letter_more_or_less(named: tuple[Brand, str, str], at: int, letter: str) -> None:
    _brand, domain, label = named
    at %= len(label)
    for changed in (label[:at] + letter + label[at:], label[:at] + label[at + 1 :]):
        host = changed + domain[len(label) :]
        if not BRANDS.official(host) and not honest(changed) and not changed.startswith("-"):
            assert caught(host), host


@MANY
@given(named=ANY_LONG, at=some.integers(0, 40))
def test_two_letters_swapped(named: tuple[Brand, str, str], at: int) -> None:
    _brand, domain, label = named
    at %= len(label) - 1
    changed = label[:at] + label[at + 1] + label[at] + label[at + 2 :]
    host = changed + domain[len(label) :]
    assume(changed != label and "-" not in label[at : at + 2] and not BRANDS.official(host))
    assert caught(host)


@MANY
@given(named=ANY, at=some.integers(0, 40), which=some.integers(0, 20))
def test_one_letter_of_another_script(named: tuple[Brand, str, str], at: int, which: int) -> None:
    """Short names too: no honest French name is written so."""
    _brand, domain, label = named
    at %= len(label)
    choices = HOMOGLYPHS.get(label[at], [])
    assume(bool(choices))
    changed = label[:at] + choices[which % len(choices)] + label[at + 1 :]
    assume(not BRANDS.official(changed + domain[len(label) :]))  # nobody but the State has .gouv.fr
    assert caught(changed + domain[len(label) :])
    punycode = "xn--" + changed.encode("punycode").decode("ascii")
    assert caught(punycode + domain[len(label) :])


@MANY
@given(
    named=ANY_LONG,
    bait=some.sampled_from(KNOWLEDGE.lists.baits),
    before=some.booleans(),
    hyphen=some.booleans(),
    ending=some.sampled_from(("fr", "com", "net", "info", "online", "example")),
)
def test_a_word_added(
    named: tuple[Brand, str, str], bait: str, before: bool, hyphen: bool, ending: str
) -> None:
    _brand, _domain, label = named
    between = "-" if hyphen else ""
    host = f"{bait}{between}{label}.{ending}" if before else f"{label}{between}{bait}.{ending}"
    assume(not BRANDS.official(host))
    assert caught(host)


@MANY
@given(named=ANY, bait=some.sampled_from(KNOWLEDGE.lists.baits))
def test_a_short_name_with_a_hyphen_and_a_word(named: tuple[Brand, str, str], bait: str) -> None:
    _brand, _domain, label = named
    assume(len(label) > 2 and label not in KNOWLEDGE.lists.baits and not honest(label + bait))
    assert caught(f"{label}-{bait}.com")


@MANY
@given(named=ANY_LONG, ending=some.sampled_from(("com", "net", "info", "org", "co", "online", "fr", "eu")))
def test_another_ending(named: tuple[Brand, str, str], ending: str) -> None:
    _brand, _domain, label = named
    host = f"{label}.{ending}"
    assume(not BRANDS.official(host))
    assert caught(host)


@MANY
@given(named=ANY, ending=some.sampled_from(("verif-compte.com", "dossier.example", "espace.info")))
def test_the_brand_before_somebody_elses_domain(named: tuple[Brand, str, str], ending: str) -> None:
    _brand, domain, _label = named
    assert caught(f"{domain}.{ending}")
    assert caught(f"www.{domain}.{ending}")


@MANY
@given(
    named=ANY,
    below=some.sampled_from(
        ("", "www.", "espace-client.", "m.", "pro.secure.", "mail12.", "ameli.fr.", "x--y.")
    ),
)
def test_brands_and_what_is_below_them_are_theirs(named: tuple[Brand, str, str], below: str) -> None:
    brand, domain, _label = named
    assert BRANDS.likeness(below + domain) is None
    owner = BRANDS.owner(below + domain)
    assert owner is not None
    assert domain in owner.domains
    assert brand.domains


def test_a_thousand_common_domains_are_not_caught() -> None:
    assert len(COMMON_DOMAINS) >= 1000
    assert len(set(COMMON_DOMAINS)) == len(COMMON_DOMAINS)
    wrong = [
        f"{domain}: {found.brand.id} {found.how.value}"
        for domain in COMMON_DOMAINS
        if (found := BRANDS.likeness(domain)) is not None and found.strong
    ]
    assert wrong == []


def test_a_name_after_of_is_a_place_unless_lured() -> None:
    assert not caught("pharmacie-de-la-poste.fr")
    assert not caught("hotel-de-la-poste.fr")
    assert caught("hotel-de-la-poste.fr", strong=False)
    assert caught("colis-de-la-poste.fr")
    assert caught("la-poste-colis.fr")


@pytest.mark.parametrize(
    ("host", "how"),
    [
        ("viamedis-paiements.com", How.ADDED),
        ("viamedls.net", How.LETTERS),
        ("viarnedis.fr", How.LETTERS),
        ("viameids.net", How.CHANGED),
        ("viamedis-net.example", How.HYPHENS),
        ("via-medis.fr", How.HYPHENS),
        ("viamedis.com", How.ENDING),
        ("ameli.fr.verif.com", How.SUBDOMAIN),
        ("xn--vamedis-rog.net", How.LETTERS),
        ("ameliassure.fr", How.ADDED),
        ("1cl.fr", How.LETTERS),
    ],
)
def test_how_it_is_like(host: str, how: How) -> None:
    found = BRANDS.likeness(host)
    assert found is not None
    assert (found.how, found.strong) == (how, True)


@pytest.mark.parametrize(
    "host",
    [
        "amelie.fr",
        "ici.fr",
        "amelioration.fr",
        "pharmacie-du-port.fr",
        "orangerie.fr",
        "",
        ".",
        "192.0.2.1",
        "a" * 300,
    ],
)
def test_honest_names(host: str) -> None:
    found = BRANDS.likeness(host)
    assert found is None or not found.strong


def test_a_brand_in_the_path_is_a_faint_sign() -> None:
    found = BRANDS.in_path("dossier.example", "/ameli.fr/connexion")
    assert found is not None
    assert (found.brand.id, found.how, found.strong) == ("ameli", How.PATH, False)
    assert BRANDS.in_path("www.ameli.fr", "/viamedis.net") is None
    assert BRANDS.in_path("dossier.example", "/article?source=ameli.fr") is None


@settings(max_examples=500, deadline=None)
@given(host=some.text(max_size=80))
def test_any_text_is_answered(host: str) -> None:
    BRANDS.likeness(host)
    assert isinstance(registered(host), str)
    assert isinstance(shown_host(host), str)
    assert skeleton(skeleton(host)) == skeleton(skeleton(skeleton(host)))
