"""The list of what is typed at the counter, written before the search: the right answer stands first."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.domain.conduct import CLOSING
from pharmassist.domain.operators import Insurer, Light, OperatorStatus
from pharmassist.services.counter import Known

LIST = Path(__file__).parents[1] / "samples" / "counter" / "queries.csv"
CATALOGUE = TomlCatalogue()
RIGHT = 0.98


def known(*more: Insurer) -> Known:
    unread = tuple((light, None) for light in Light)
    statuses = {o.id: OperatorStatus(o, unread, None) for o in CATALOGUE.operators()}
    return Known((*more, *CATALOGUE.insurers()), statuses, CATALOGUE.conduct_rules())


def test_the_list() -> None:
    directory = {insurer.name: insurer for insurer in CATALOGUE.insurers()}
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    counter, wrong = known(), []
    for row in rows:
        found = counter.search(row["typed"])
        expected = directory.get(row["payer"])
        if not found or found[0].payer != row["payer"]:
            wrong.append((row["typed"], row["payer"], [answer.payer for answer in found[:3]]))
        elif expected is not None:
            assert found[0].operators == expected.operators, "every operator of a shared mutuelle counts"
        assert all(answer.conduct.endswith(CLOSING) for answer in found)
    assert len(rows) >= 300
    assert len(wrong) <= (1 - RIGHT) * len(rows), wrong


@pytest.mark.parametrize("typed", ["AMC 733931", "amc n° 00733931", "n°0000733931", "00 733 931", "733931"])
def test_an_amc_number_in_any_form(typed: str) -> None:
    assert known().search(typed)[0].payer == "iSanté (numéro unique)"


@pytest.mark.parametrize("typed", ["", "?", "zzzzqq", "x", "mutuelle qui n existe pas du tout", "-"])
def test_what_nobody_knows_is_not_guessed(typed: str) -> None:
    assert known().search(typed) == ()


def test_the_same_words_give_the_same_answer_among_thousands() -> None:
    more = [Insurer(f"Mutuelle du Canton {n}", "", ("isante",), "learnt", "") for n in range(3_000)]
    assert known(*more).search("malakof umanis")[0].payer == "Malakoff Humanis"
    assert len(known(*more).search("mutuelle du cantno")) == 8


def test_one_slip_in_a_short_name_between_common_words() -> None:
    found = [answer.payer for answer in known().search("gestion ah santé")]
    assert "Gestion MH Santé" in found
