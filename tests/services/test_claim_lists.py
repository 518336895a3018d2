"""The encours from several sides: by age, overdue, to rebill, at a day; saved views; many at once."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pharmassist.domain.claims import Claim, ClaimFilter, State, Tally
from pharmassist.domain.operators import DIRECT
from pharmassist.domain.problems import Cancelled, Problem
from pharmassist.services.claim_changes import Edit
from pharmassist.services.directory import Card, learn
from pharmassist.services.jobs import Stop
from pharmassist.services.views import View
from tests.claims_bench import WHO, Bench, bench
from tests.registers import add_claims, some_claim

TODAY = date(2024, 1, 31)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Bench]:
    with bench(tmp_path) as made:
        yield made


def code_of(refused: pytest.ExceptionInfo[Problem]) -> str:
    return refused.value.code


def days_ago(number: int) -> date:
    return TODAY - timedelta(days=number)


def some_claims(desk: Bench) -> list[int]:
    """Store five invoices of three payers; return their numbers."""
    viamedis = {"operator": "viamedis", "amc_number": "0099310512", "payer": "Mutuelle A"}
    isante = {"operator": "isante", "amc_number": "0099310400", "payer": "Mutuelle B"}
    return add_claims(
        desk.register,
        some_claim(1, 1_000, days_ago(1), **viamedis),
        some_claim(2, 2_000, days_ago(12), **viamedis),
        some_claim(3, 4_000, days_ago(9), **isante),
        some_claim(4, 8_000, days_ago(9), **isante, state=State.REJECTED),
        some_claim(5, 16_000, days_ago(60), payer="Mutuelle C"),
    )


def test_the_encours_by_operator_and_age(desk: Bench) -> None:
    some_claims(desk)
    table = desk.claims.lists.ageing(lasts=(2, 7))
    assert [(row.key, row.total.cents, [band.cents for band in row.bands]) for row in table.rows] == [
        ("", 16_000, [0, 0, 16_000]),
        ("isante", 12_000, [0, 12_000, 0]),
        ("viamedis", 3_000, [1_000, 0, 2_000]),
    ]
    assert table.total == desk.claims.tally()
    by_amc = desk.claims.lists.ageing(by_amc=True, lasts=(2, 7))
    assert [(row.key, row.name, row.total.count) for row in by_amc.rows] == [
        ("", "", 1),
        ("0099310400", "Mutuelle B", 2),
        ("0099310512", "Mutuelle A", 2),
    ]
    assert by_amc.total == table.total


def test_the_columns_of_days_are_kept(desk: Bench) -> None:
    assert desk.claims.lists.ageing().lasts == (5, 10, 20, 40)
    desk.claims.lists.save_age_columns(WHO, (3, 9))
    assert desk.claims.lists.ageing().lasts == (3, 9)
    for wrong in ((), (9, 3), (3, 3), (-1,), tuple(range(9))):
        with pytest.raises(Problem) as refused:
            desk.claims.lists.save_age_columns(WHO, wrong)
        assert code_of(refused) == "age_columns_refused"


def test_late_is_what_is_older_than_its_operators_delay(desk: Bench) -> None:
    some_claims(desk)
    found = desk.claims.lists.overdue()
    # three working days at iSanté; the rejected one is not late
    assert [(late.operator, late.delay, late.late) for late in found.known] == [
        ("isante", 3, Tally(1, 4_000))
    ]
    assert found.known[0].source
    assert {each.operator for each in found.unknown} == {"", "viamedis"}
    wanted = desk.claims.lists.overdue_filter()
    assert wanted is not None
    assert [claim.invoice for claim in desk.claims.list(wanted)] == ["000000003"]
    desk.clock.set(datetime(2024, 1, 25, 7, 0, tzinfo=UTC))
    assert desk.claims.lists.overdue().known == ()


def test_rejects_to_rebill_come_by_age(desk: Bench) -> None:
    some_claims(desk)
    add_claims(desk.register, some_claim(9, 100, days_ago(20), state=State.REJECTED))
    assert [claim.invoice for claim in desk.claims.lists.rejects()] == ["000000009", "000000004"]


def test_filters_of_amount_and_period(desk: Bench) -> None:
    some_claims(desk)
    between = ClaimFilter(amount_from=2_000, amount_to=8_000)
    assert desk.claims.tally(between) == Tally(3, 14_000)
    lately = replace(between, date_from=days_ago(9), date_to=days_ago(9))
    assert desk.claims.tally(lately) == Tally(2, 12_000)


def test_views_are_kept_and_removed(desk: Bench) -> None:
    view = View(
        " Vieux Viamedis ",
        ClaimFilter(
            "viamedis",
            states=frozenset({State.TRANSMITTED, State.REJECTED}),
            older_than=10,
            text="12",
            date_from=days_ago(90),
            amount_from=100,
            delays=(("isante", 3),),
        ),
        "due",
        descending=True,
        columns=("invoice", "due"),
    )
    desk.claims.lists.save_view(WHO, view)
    desk.claims.lists.save_view(WHO, View("A"))
    assert desk.claims.lists.views() == (View("A"), replace(view, name="Vieux Viamedis"))
    desk.claims.lists.save_view(WHO, View("Vieux Viamedis"))
    assert desk.claims.lists.views() == (View("A"), View("Vieux Viamedis"))
    desk.claims.lists.remove_view(WHO, "A")
    assert [each.name for each in desk.claims.lists.views()] == ["Vieux Viamedis"]
    with pytest.raises(Problem) as refused:
        desk.claims.lists.remove_view(WHO, "A")
    assert code_of(refused) == "view_unknown"
    for name, code in ((" ", "view_name_missing"), ("146999936238509", "nir_refused")):
        with pytest.raises(Problem) as refused:
            desk.claims.lists.save_view(WHO, View(name))
        assert code_of(refused) == code


def test_the_encours_of_a_day_is_what_the_lists_of_that_day_said(desk: Bench) -> None:
    titles = "N° facture;Date facture;N° AMC;Opérateur;Part AMC"
    a, b, c = (f"{n};26/01/2024;99310512;viamedis;{n}0,00" for n in (1, 2, 3))
    late = "4;26/01/2024;99310512;viamedis;40,00"
    new = "5;30/01/2024;99310512;viamedis;50,00"
    desk.bring(desk.list_of(a, b, c, titles=titles), date(2024, 1, 26))
    desk.bring(
        desk.list_of(a, b.replace("20,00", "5,00"), late, new, titles=titles, name="b.csv"), date(2024, 1, 30)
    )
    first = next(claim for claim in desk.claims.list() if claim.invoice == "000000001")
    desk.claims.move(WHO, first.id, State.WRITTEN_OFF, "trop vieille")
    friday = desk.claims.lists.at_day(date(2024, 1, 26))
    # the third left later, the second was paid in part later, the fourth came late
    assert [(c.invoice, c.outstanding, c.state) for c in friday.claims] == [
        ("000000001", 1_000, State.TRANSMITTED),
        ("000000002", 2_000, State.TRANSMITTED),
        ("000000003", 3_000, State.TRANSMITTED),
        ("000000004", 4_000, State.TRANSMITTED),
    ]
    assert friday.total == Tally(4, 10_000)
    assert friday.by_operator == (("viamedis", Tally(4, 10_000)),)
    assert desk.claims.lists.at_day(date(2024, 1, 25)).total == Tally(0, 0)
    assert desk.claims.lists.at_day(TODAY).total == desk.claims.tally()
    with pytest.raises(Problem) as refused:
        desk.claims.lists.at_day(date(2024, 2, 1))
    assert code_of(refused) == "date_in_future"
    path = desk.folder / "encours.csv"
    desk.claims.lists.export_at_day(WHO, path, date(2024, 1, 26))
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert (len(rows), rows[1][0], rows[-1][0], rows[-1][6]) == (6, "Viamedis", "Total", "100,00")


def test_a_bulk_move_goes_back(desk: Bench) -> None:
    ids = some_claims(desk)
    done = desk.claims.by_hand.move_many(WHO, ids, State.DISPUTED, "en attente de réponse")
    assert (len(done.moved), done.refused) == (5, ())
    assert {claim.state for claim in desk.claims.list()} == {State.DISPUTED}
    desk.claims.move(WHO, ids[0], State.TRANSMITTED)
    assert desk.claims.by_hand.undo_moves(WHO, done) == 4
    states = [claim.state for claim in desk.claims.list(sort="invoice")]
    assert states == [State.TRANSMITTED] * 3 + [State.REJECTED, State.TRANSMITTED]
    assert desk.claims.show(ids[1]).history[-1].cause == "move_undone"
    with pytest.raises(Problem) as refused:
        desk.claims.by_hand.undo_moves(WHO, done)
    assert code_of(refused) == "nothing_to_move"


def test_a_bulk_move_leaves_what_cannot_move(desk: Bench) -> None:
    some_claims(desk)
    everything = ClaimFilter(all_states=True)
    done = desk.claims.by_hand.move_many(WHO, everything, State.REJECTED)
    assert [number for number, _code in done.refused] == ["000000004"]
    with pytest.raises(Problem) as refused:
        desk.claims.by_hand.move_many(WHO, everything, State.REJECTED)
    assert code_of(refused) == "nothing_to_move"
    with pytest.raises(Problem) as refused:
        desk.claims.by_hand.move_many(WHO, everything, State.WRITTEN_OFF)
    assert code_of(refused) == "reason_needed"


def test_a_correction_keeps_what_was_there(desk: Bench) -> None:
    ids = some_claims(desk)
    edit = Edit(amount=1_250, care_date=days_ago(2), operator="almerys", amc="993 104 00", batch="A12")
    after = desk.claims.by_hand.edit(WHO, ids[0], edit)
    assert after == desk.claims.show(ids[0]).claim
    assert (after.amc_amount, after.amc_number, after.batch) == (1_250, "0099310400", "A12")
    told = desk.claims.show(ids[0]).history[-1]
    assert told.cause == "edited"
    assert "part AMC : 10,00 → 12,50" in told.reason
    assert "opérateur : viamedis → almerys" in told.reason
    for wrong, code in (
        (Edit(amount=0), "amount_not_positive"),
        (Edit(invoice_date=TODAY + timedelta(days=1)), "date_in_future"),
        (Edit(operator="nobody"), "operator_unknown"),
        (Edit(payer="146999936238509"), "nir_refused"),
    ):
        with pytest.raises(Problem) as refused:
            desk.claims.by_hand.edit(WHO, ids[0], wrong)
        assert code_of(refused) == code
    with pytest.raises(Problem) as refused:
        desk.claims.by_hand.edit(WHO, ids[0], Edit(amount=2), version=1)
    assert code_of(refused) == "changed_meanwhile"
    received = add_claims(desk.register, some_claim(8, 500, received=300, state=State.PARTLY_RECEIVED))
    with pytest.raises(Problem) as refused:
        desk.claims.by_hand.edit(WHO, received[0], Edit(amount=200))
    assert code_of(refused) == "amount_below_received"


def test_the_amc_without_operator_are_assigned_together(desk: Bench) -> None:
    desk.directory.assign(WHO, "99310999", ("viamedis", "almerys"), "Mutuelle Double")
    add_claims(
        desk.register,
        some_claim(1, 100, payer="Mutuelle du Fort", amc_number="0099310401"),
        some_claim(2, 300, payer="Mutuelle Double", amc_number="0099310999"),
        some_claim(3, 50, payer="Sans Numéro"),
        some_claim(4, 50, payer="SANS NUMERO"),
    )
    worklist = desk.directory.without_operator()
    assert [(each.name, each.waiting.cents, each.possible) for each in worklist] == [
        ("Mutuelle Double", 300, ("viamedis", "almerys")),
        ("Mutuelle du Fort", 100, ()),
        ("Sans Numéro", 100, ()),
    ]
    # two operators: undetermined, counted once and under no operator
    assert [(each.operator, each.total.cents) for each in desk.claims.by_operator()] == [("", 500)]
    done = desk.directory.assign_many(WHO, [each.amc for each in worklist[1:]], ("isante",))
    assert [each.claims for each in done] == [1, 2]
    assert [each.name for each in desk.directory.without_operator()] == ["Mutuelle Double"]
    assert {each.operator: each.total.cents for each in desk.claims.by_operator()} == {"": 300, "isante": 200}
    desk.bring(
        desk.list_of("9;29/01/2024;Sans numéro;7,00", titles="N° facture;Date facture;Mutuelle;Part AMC")
    )
    assert desk.claims.list(ClaimFilter(text="000000009"))[0].operator == "isante"
    with pytest.raises(Problem) as refused:
        desk.directory.assign_many(WHO, [], ("isante",))
    assert code_of(refused) == "nothing_to_assign"


def test_who_pays_and_whom_to_call(desk: Bench) -> None:
    desk.directory.assign(WHO, "99310401", ("viamedis",), "Mutuelle du Fort")
    add_claims(desk.register, some_claim(1, 100, amc_number="0099310401"))
    found = desk.directory.who_pays("mutuelle du fort")
    assert [operator.id for operator in found.operators] == ["viamedis"]
    assert any(contact.kind == "phone" for contact in found.operators[0].contacts)
    assert (found.waiting, found.pays_directly) == (Tally(1, 100), False)
    desk.directory.assign(WHO, "99310402", (DIRECT,), "Petite Mutuelle")
    alone = desk.directory.who_pays("99310402")
    assert (alone.operators, alone.pays_directly) == ((), True)


def test_an_export_runs_nothing(desk: Bench) -> None:
    add_claims(desk.register, Claim("000000001", 100, TODAY, payer="=HYPERLINK(A1)"))
    path = desk.folder / "out.csv"
    desk.claims.export(WHO, path)
    assert "'=HYPERLINK(A1)" in path.read_text(encoding="utf-8-sig")


def test_the_card_beside_the_number_is_kept_and_its_code_leads_to_the_same_operator(desk: Bench) -> None:
    (claim,) = add_claims(desk.register, some_claim(1, 1_000, days_ago(1), amc_number="0075044075"))
    card = Card(" mu ", "003", "75044075")
    done = desk.directory.assign(WHO, "774734488", ("viamedis",), "Mutuelle A", card)
    assert (done.claims, desk.claims.show(claim).claim.operator) == (1, "viamedis")
    for told in ("774734488", "75044075", "mutuelle a"):
        entry = desk.directory.show(told)
        assert (entry.name, entry.convention_type, entry.csr, entry.code) == (
            "Mutuelle A",
            "MU",
            "003",
            "0075044075",
        )
    # the code typed in the place of the number is the same entry
    desk.directory.assign(WHO, "75044075", ("almerys",))
    entry = desk.directory.show("774734488")
    assert (entry.operators, entry.amc_number, entry.csr) == (("almerys",), "0774734488", "003")


def test_convention_and_csr_are_learnt_where_a_list_tells_only_one(desk: Bench) -> None:
    told = {"operator": "viamedis", "amc_number": "0099310512"}
    with desk.register.write(WHO) as tx:
        learn(tx, [some_claim(1, 100, TODAY, **told, convention_type="VM", csr="001")])
        tx.journal.record("insurers.learnt")
    entry = desk.directory.show("99310512")
    assert (entry.convention_type, entry.csr) == ("VM", "001")
    other = {"operator": "viamedis", "amc_number": "0099310400"}
    with desk.register.write(WHO) as tx:
        learn(tx, [some_claim(n, 100, TODAY, **other, csr=f"00{n}") for n in (1, 2)])
        tx.journal.record("insurers.learnt")
    assert desk.directory.show("99310400").csr == ""


def test_a_bulk_move_stopped_leaves_nothing_of_it(desk: Bench) -> None:
    numbers = some_claims(desk)
    before = desk.dump()
    stop = Stop()
    stop.ask()
    with pytest.raises(Cancelled):
        desk.claims.by_hand.move_many(WHO, numbers, State.DISPUTED, "essai", stop)
    with pytest.raises(Cancelled):
        desk.claims.export(WHO, desk.folder / "liste.csv", None, stop)
    assert desk.dump() == before
    assert not (desk.folder / "liste.csv").exists()
    bulk = desk.claims.by_hand.move_many(WHO, numbers, State.DISPUTED, "essai")
    after = desk.dump()
    with pytest.raises(Cancelled):
        desk.claims.by_hand.undo_moves(WHO, bulk, stop)
    assert desk.dump() == after


def test_what_somebody_changed_meanwhile_is_left_by_a_bulk_move(desk: Bench) -> None:
    first, second, *_rest = some_claims(desk)
    seen = {each.id: each.version for each in desk.claims.lists.picked(ClaimFilter())}
    desk.claims.by_hand.edit("CD", first, Edit(batch="999"))
    bulk = desk.claims.by_hand.move_many(WHO, {n: seen[n] for n in (first, second)}, State.ACKNOWLEDGED)
    assert [step.claim_id for step in bulk.moved] == [second]
    assert [code for _invoice, code in bulk.refused] == ["changed_meanwhile"]
    with pytest.raises(Problem) as refused:
        desk.claims.by_hand.move_many(WHO, {first: seen[first]}, State.ACKNOWLEDGED)
    assert code_of(refused) == "changed_meanwhile"


def test_the_pharmacys_own_delay_goes_before_the_shipped_one(desk: Bench) -> None:
    known = {each.operator: each for each in desk.claims.lists.delays()}
    assert (known["isante"].days, known["viamedis"].days, known[DIRECT].days) == (3, None, None)
    desk.claims.lists.save_delay(WHO, "isante", 9)
    desk.claims.lists.save_delay(WHO, DIRECT, 12)
    known = {each.operator: each for each in desk.claims.lists.delays()}
    assert (known["isante"].days, known["isante"].shipped, known[DIRECT].days) == (9, 3, 12)
    desk.claims.lists.save_delay(WHO, "isante", None)
    assert {each.operator: each.days for each in desk.claims.lists.delays()}["isante"] == 3
    for operator, days, code in (("inconnu", 3, "operator_unknown"), ("isante", 366, "delay_refused")):
        with pytest.raises(Problem) as refused:
            desk.claims.lists.save_delay(WHO, operator, days)
        assert code_of(refused) == code
