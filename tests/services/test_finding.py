"""Find anything: invoices by their last digits first, names with slips, a NIR refused."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pharmassist.domain.claims import ClaimFilter, State
from pharmassist.domain.operators import Insurer
from pharmassist.domain.problems import Problem
from pharmassist.services.finding import EACH, Group, Hits, Shelf, Thing
from pharmassist.services.office import Office
from tests.registers import add_claims, some_claim
from tests.ui.offices import founded_office

NIR = "184057505600165"
SHELF = Shelf(
    (
        Thing(Group.COMMANDS, "Importer la liste du LGO", "claims", "import", names=("encours",)),
        Thing(Group.COMMANDS, "Virements", "transfers"),
        Thing(Group.DOCUMENTS, "Consignes du jour", "document", "shift-start"),
        Thing(Group.HELP, "Aide : Virements", "help", "transfers", body="Chaque crédit dit ce qu’il paie."),
    )
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with founded_office(tmp_path) as founded:
        yield founded.office


def find(office: Office, text: str) -> tuple[Hits, ...]:
    return office.finding.search(text, office.counter.known(), SHELF)


def titles(hits: tuple[Hits, ...], group: Group) -> list[str]:
    return [thing.title.lstrip("0") for one in hits if one.group is group for thing in one.things]


def test_digits_are_the_end_of_an_invoice_and_the_number_itself_comes_first(office: Office) -> None:
    add_claims(
        office.register,
        some_claim(417217, 900),
        some_claim(418217, 774),
        some_claim(217, 500, state=State.RECEIVED),
        some_claim(121799, 300),
        some_claim(999999, 300),
    )
    hits = find(office, "217")
    assert hits[0].group is Group.INVOICES
    assert titles(hits, Group.INVOICES) == ["217", "418217", "417217"]
    assert titles(find(office, "000 418 217"), Group.INVOICES) == ["418217"]


def test_a_group_shows_a_few_and_says_how_many_are_left(office: Office) -> None:
    add_claims(office.register, *(some_claim(400_000 + 1000 * n, 100) for n in range(EACH + 3)))
    (invoices,) = (one for one in find(office, "000") if one.group is Group.INVOICES)
    *shown, whole = invoices.things
    assert len(shown) == EACH
    assert invoices.more == 3
    assert (whole.place, whole.target) == ("claims", "found:000")


@pytest.mark.parametrize("typed", ["217", "malakoff", "quai malakoff", "99322", "l01"])
def test_as_many_are_told_as_the_list_shows_with_these_words(office: Office, typed: str) -> None:
    one = some_claim(217, 100, payer="Malakoff du Quai", amc_number="99322217", batch="L01")
    many = [replace(one, invoice=f"{1000 * n + 217:09d}") for n in range(1, 10)]
    add_claims(office.register, *many, some_claim(121799, 300), some_claim(217, 5, state=State.RECEIVED))
    with office.register.read() as tx:
        shown, count = tx.claims.named_like(typed, EACH)
    wanted = ClaimFilter(text=typed, states=frozenset(State))
    assert count == len(office.claims.list(wanted)) > 0
    assert len(shown) == min(EACH, count)


def test_a_payer_finds_its_invoices_after_the_mutuelle_itself(office: Office) -> None:
    add_claims(office.register, some_claim(418217, 774, payer="Malakoff Humanis"))
    hits = find(office, "malakoff")
    assert [one.group for one in hits] == [Group.INSURERS, Group.INVOICES]
    assert hits[0].things[0].place == "counter"


@pytest.mark.parametrize(
    ("typed", "group", "title"),
    [
        ("malakof humanis", Group.INSURERS, "Malakoff Humanis"),
        ("viamdis", Group.OPERATORS, "Viamedis"),
        ("virmnts", Group.COMMANDS, "Virements"),
        ("ENCOURS", Group.COMMANDS, "Importer la liste du LGO"),
        ("consigne", Group.DOCUMENTS, "Consignes du jour"),
        ("credit paie", Group.HELP, "Aide : Virements"),
    ],
)
def test_what_bears_a_name_is_found_with_slips_and_without_accents(
    office: Office, typed: str, group: Group, title: str
) -> None:
    assert title in titles(find(office, typed), group)


def test_the_steps_of_the_open_incident_are_found(office: Office) -> None:
    case = office.guiding.open("viamedis-2024", "AB").case.id
    shelf = Shelf(office.finding.steps())
    (steps,) = office.finding.search("recyclages", office.counter.known(), shelf)
    assert steps.things[0].target == f"{case}:arreter-recyclages"


def test_a_sure_answer_hides_what_only_looks_alike(office: Office) -> None:
    with office.register.write("AB") as tx:
        tx.operators.save_insurer(Insurer("Viremonts Santé", "993100001", ("viamedis",), "taught", "AB"))
        tx.journal.record("insurers.assigned", "Viremonts Santé")
    assert titles(find(office, "virements"), Group.INSURERS) == []
    assert titles(find(office, "viremants"), Group.INSURERS) == ["Viremonts Santé"]


@pytest.mark.parametrize("typed", ["", " ", "v", "…", "%", "_"])
def test_too_little_finds_nothing(office: Office, typed: str) -> None:
    add_claims(office.register, some_claim(418217, 774))
    assert find(office, typed) == ()


@pytest.mark.parametrize("typed", ["%%", "__", "4%7", "'; DROP"])
def test_signs_of_the_search_language_mean_themselves(office: Office, typed: str) -> None:
    add_claims(office.register, some_claim(418217, 774))
    assert titles(find(office, typed), Group.INVOICES) == []


def test_a_nir_is_refused_and_logged_nowhere(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(Problem) as refused:
        find(office, f"facture {NIR}")
    assert refused.value.code == "nir_refused"
    assert NIR not in caplog.text
    assert NIR not in repr(refused.value)
