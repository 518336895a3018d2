"""Noting, moving and showing invoices; the directory; acomptes to 0,00."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pharmassist.domain.advances import AdvanceStatus, MovementKind
from pharmassist.domain.claims import ClaimFilter, State
from pharmassist.domain.imports import Field
from pharmassist.domain.problems import Problem
from pharmassist.services.claims import NewClaim
from pharmassist.services.texts import use_language
from tests.claims_bench import WHO, Bench, bench
from tests.samples.claims.make_samples import NIR

TODAY = date(2024, 1, 31)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Bench]:
    use_language("fr")
    with bench(tmp_path) as made:
        yield made


def test_an_invoice_is_noted_with_a_reader(desk: Bench) -> None:
    claim = desk.claims.add(WHO, NewClaim("'&_éà(", 1096, amc="Malakoff Humanis"))
    assert (claim.invoice, claim.invoice_date, claim.payer) == ("000418205", TODAY, "Malakoff Humanis")
    view = desk.claims.show(claim.id)
    assert view.claim == claim
    assert [(h.cause, h.after, h.who) for h in view.history] == [("noted", "transmitted", WHO)]


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (NewClaim(NIR, 1096, amc="1"), "nir_refused"),
        (NewClaim("1", 1096, amc=f"Mutuelle {NIR}"), "nir_refused"),
        (NewClaim("ABC", 1096, amc="1"), "invoice_unreadable"),
        (NewClaim("1", 0, amc="1"), "amount_not_positive"),
        (NewClaim("1", 1096), "payer_missing"),
        (NewClaim("1", 1096, amc="1", situation=State.RECEIVED), "situation_refused"),
        (NewClaim("1", 1096, operator="nobody"), "operator_unknown"),
        (NewClaim("1", 1096, amc="1", invoice_date=date(2024, 2, 1)), "date_in_future"),
    ],
)
def test_what_cannot_be_noted_leaves_no_trace(desk: Bench, draft: NewClaim, code: str) -> None:
    before = desk.dump()
    with pytest.raises(Problem) as refused:
        desk.claims.add(WHO, draft)
    assert refused.value.code == code
    assert desk.dump() == before


def test_a_duplicate_shows_the_earlier_one(desk: Bench) -> None:
    first = desk.claims.add(WHO, NewClaim("418205", 1096, amc="1"))
    with pytest.raises(Problem) as refused:
        desk.claims.add(WHO, NewClaim("000418205", 500, amc="1"))
    assert refused.value.code == "claim_exists"
    assert refused.value.values["id"] == first.id


def test_moves_follow_the_trade(desk: Bench) -> None:
    claim = desk.claims.add(WHO, NewClaim("1", 1096, amc="1"))
    with pytest.raises(Problem) as refused:
        desk.claims.move(WHO, claim.id, State.RECEIVED)
    assert refused.value.code == "move_refused"
    assert refused.value.values["after"] == "Reçue"
    with pytest.raises(Problem) as refused:
        desk.claims.move(WHO, claim.id, State.WRITTEN_OFF)
    assert refused.value.code == "reason_needed"
    lost = desk.claims.move(WHO, claim.id, State.WRITTEN_OFF, "droits fermés")
    assert lost.state is State.WRITTEN_OFF
    assert desk.claims.tally().count == 0
    with pytest.raises(Problem) as refused:
        desk.claims.move(WHO, claim.id, State.DISPUTED, "x", version=claim.version)
    assert refused.value.code == "changed_meanwhile"
    with pytest.raises(Problem) as refused:
        desk.claims.move(WHO, 99, State.REJECTED)
    assert refused.value.code == "claim_unknown"


def test_a_pochette_receives_its_number(desk: Bench) -> None:
    parked = desk.claims.add(WHO, NewClaim("p17", 1096, amc="1", situation=State.SET_ASIDE))
    assert parked.invoice == "P17"
    named = desk.claims.renumber(WHO, parked.id, "418205")
    assert named.invoice == "000418205"
    with pytest.raises(Problem) as refused:
        desk.claims.renumber(WHO, parked.id, "418206")
    assert refused.value.code == "not_a_pochette"


def test_teaching_an_operator_gives_it_to_waiting_invoices(desk: Bench) -> None:
    claim = desk.claims.add(WHO, NewClaim("1", 1096, amc="99310400"))
    assert claim.operator == ""
    done = desk.directory.assign(WHO, "99310400", ("isante",), "Mutuelle du Fort")
    assert (done.claims, done.insurer.amc_number) == (1, "0099310400")
    assert desk.claims.show(claim.id).claim.operator == "isante"
    assert desk.claims.by_operator()[0].operator == "isante"
    with pytest.raises(Problem) as refused:
        desk.directory.assign(WHO, "99310400", ("nobody",))
    assert refused.value.code == "operator_unknown"


def test_a_directory_is_taught_from_a_table_or_not_at_all(desk: Bench) -> None:
    path = desk.folder / "amc.csv"
    path.write_text("amc;name;operator\n99310400;Mutuelle du Fort;isante, almerys\n", encoding="utf-8")
    assert desk.directory.import_file(WHO, path) == 1
    assert desk.directory.show("mutuelle du fort").operators == ("isante", "almerys")
    path.write_text("amc;name;operator\n99310401;M;isante\n99310402;N;nobody\n", encoding="utf-8")
    with pytest.raises(Problem) as refused:
        desk.directory.import_file(WHO, path)
    assert refused.value.code == "operator_unknown"
    with pytest.raises(Problem) as refused:
        desk.directory.show("99310401")
    assert refused.value.code == "insurer_unknown"


def test_a_profile_travels_as_text(desk: Bench, tmp_path: Path) -> None:
    header = ("Ticket", "Le", "À payer", "Nom")
    columns = {Field.INVOICE: "Ticket", Field.INVOICE_DATE: "Le", Field.AMC_AMOUNT: "À payer"}
    desk.profiles.save(WHO, header, columns, 'Mon LGO "2"')
    text = desk.profiles.export("mon-lgo-2")
    with bench(tmp_path / "other") as other:
        assert other.profiles.add_text(WHO, text) == desk.profiles.get("mon-lgo-2")
        assert other.profiles.recognised(("NOM", "ticket", "le", "a payer")) is not None
    with pytest.raises(Problem) as refused:
        desk.profiles.save(WHO, header, {**columns, Field.PAYER: "Nom"}, "x")
    assert refused.value.code == "column_forbidden"
    with pytest.raises(Problem) as refused:
        desk.profiles.add_text(WHO, text.replace('invoice = "Ticket"', 'invoice = "Nom"'))
    assert refused.value.code == "catalogue_broken"


def story_5(desk: Bench) -> None:
    """Log 251 invoices, 2 614,83 €, of which 14 rejected (139,20) and 6 paid by the patient (57,90)."""
    groups = ((231, 241_773, ""), (14, 13_920, "Rejetée"), (6, 5_790, "Réglée par le patient"))
    rows: list[str] = []
    for count, cents, state in groups:
        for index in range(count):
            share = cents * (index + 1) // count - cents * index // count
            number = len(rows) + 1
            euros = f"{share // 100},{share % 100:02d}"
            rows.append(f"{number};{25 + number % 6}/01/2024;;99310512;viamedis;{euros};{state}")
    titles = "N° facture;Date facture;Date soins;N° AMC;Opérateur;Part AMC;État"
    desk.bring(desk.list_of(*rows, titles=titles))


def test_story_5_from_request_to_zero(desk: Bench) -> None:
    story_5(desk)
    done = desk.advancing.compute("viamedis")
    assert (done.waiting.count, done.waiting.cents) == (251, 261_483)
    assert [(s, t.count, t.cents) for s, t in done.left_out] == [
        (State.REJECTED, 14, 13_920),
        (State.PAID_BY_PATIENT, 6, 5_790),
    ]
    assert (done.claims, done.exact, done.estimate) == (231, 241_773, None)
    assert (done.period_from, done.period_to) == (date(2024, 1, 25), TODAY)
    assert done.working_days == 5
    assert sum(c.advanceable for c in desk.advancing.basis("viamedis", done.period_from, TODAY)) == 241_773
    asked = desk.advancing.request(WHO, "viamedis")
    assert (asked.requested, asked.claims, asked.status) == (241_773, 231, AdvanceStatus.REQUESTED)
    with pytest.raises(Problem) as refused:
        desk.advancing.add_movement(WHO, asked.id, MovementKind.WITHHELD, 100)
    assert refused.value.code == "advance_not_banked"
    desk.clock.set(datetime(2024, 3, 4, 9, tzinfo=UTC))
    granted = desk.advancing.answer(WHO, asked.id, AdvanceStatus.GRANTED, 169_241)
    assert granted.granted == 169_241
    received = desk.advancing.add_movement(WHO, asked.id, MovementKind.RECEIVED, 169_241, date(2024, 2, 13))
    assert received.balance == 169_241
    balances = [
        desk.advancing.add_movement(WHO, asked.id, MovementKind.WITHHELD, cents, day).balance
        for cents, day in (
            (60_000, date(2024, 2, 20)),
            (58_840, date(2024, 2, 22)),
            (50_401, date(2024, 2, 27)),
        )
    ]
    assert balances == [109_241, 50_401, 0]
    assert desk.advancing.current("viamedis").advance.status is AdvanceStatus.CLOSED
    # Withheld once too often: it says so instead of refusing what happened.
    assert desk.advancing.add_movement(WHO, asked.id, MovementKind.WITHHELD, 100).balance == -100


def test_an_acompte_needs_something_to_ask(desk: Bench) -> None:
    with pytest.raises(Problem) as refused:
        desk.advancing.request(WHO, "almerys")
    assert refused.value.code == "nothing_to_advance"
    with pytest.raises(Problem) as refused:
        desk.advancing.compute("nobody")
    assert refused.value.code == "operator_unknown"
    with pytest.raises(Problem) as refused:
        desk.advancing.compute("viamedis", TODAY, date(2024, 1, 1))
    assert refused.value.code == "period_reversed"
    with pytest.raises(Problem) as refused:
        desk.advancing.current("viamedis")
    assert refused.value.code == "advance_unknown"


def test_the_encours_is_listed_oldest_first_and_filtered(desk: Bench) -> None:
    story_5(desk)
    page = desk.claims.list(limit=10)
    assert [claim.invoice_date for claim in page] == sorted(c.invoice_date for c in page if c.invoice_date)
    assert desk.claims.tally(ClaimFilter(states=frozenset({State.REJECTED}))).cents == 13_920
    assert desk.claims.list(ClaimFilter(text="0251"))[0].invoice == "000000251"
    with pytest.raises(Problem) as refused:
        desk.claims.list(sort="colour")
    assert refused.value.code == "sort_unknown"
