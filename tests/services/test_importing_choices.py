"""What a list proposes and a person decides: conflicts, cancellations, corrections, undoing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from pharmassist.domain.claims import ClaimFilter, State
from pharmassist.domain.imports import Field, ImportKind, ImportReport, Side
from pharmassist.domain.problems import Cancelled, Problem
from pharmassist.services.importing import pasted
from pharmassist.services.jobs import Stop
from pharmassist.services.list_reading import Choice, MappingNeeded
from tests.claims_bench import WHO, Bench, bench

DAY = date(2024, 1, 30)
FIRST = "000418205;29/01/2024;29/01/2024;99310512;viamedis;10,96"
SECOND = "000418206;29/01/2024;29/01/2024;99311115;almerys;6,52"
RESENT = "000418901;30/01/2024;29/01/2024;99310512;viamedis;10,96"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Bench]:
    with bench(tmp_path) as made:
        yield made


def code_of(refused: pytest.ExceptionInfo[Problem]) -> str:
    return refused.value.code


def test_a_conflict_tells_both_values_and_leaves_a_choice(desk: Bench) -> None:
    desk.bring(desk.list_of(FIRST))
    other = "000418205;29/01/2024;28/01/2024;99311115;almerys;12,00"
    done = desk.bring(desk.list_of(other, name="b.csv"))
    told = {each.field: (each.ours, each.theirs, each.taken) for each in done.conflicts}
    assert told == {
        Field.AMC_AMOUNT: ("10,96", "12,00", Side.LIST),
        Field.AMC_NUMBER: ("0099310512", "0099311115", Side.LIST),
        Field.CARE_DATE: ("2024-01-29", "2024-01-28", Side.LIST),
        Field.OPERATOR: ("viamedis", "almerys", Side.OURS),
    }
    (claim,) = desk.claims.list()
    assert (claim.amc_amount, claim.amc_number, claim.operator) == (1200, "0099311115", "viamedis")
    desk.importing.undo(WHO, done.import_id)
    settled = {("000418205", field): Side.OURS for field in told} | {("000418205", Field.OPERATOR): Side.LIST}
    answered = desk.importing.store(WHO, desk.folder / "b.csv", Choice(settled=settled))
    assert isinstance(answered, ImportReport)
    (claim,) = desk.claims.list()
    assert (claim.amc_amount, claim.amc_number, claim.operator) == (1096, "0099310512", "almerys")
    assert desk.importing.records()[0].report.conflicts == answered.conflicts


def test_the_directory_of_today_is_no_conflict_with_yesterday(desk: Bench) -> None:
    desk.bring(desk.list_of(FIRST))
    desk.directory.assign(WHO, "99310512", ("almerys",))
    silent = desk.list_of(FIRST.replace("viamedis", ""), name="b.csv")
    assert desk.bring(silent).conflicts == ()
    assert desk.claims.list()[0].operator == "viamedis"


def test_a_negative_line_cancels_what_a_person_says(desk: Bench) -> None:
    path = desk.list_of(
        FIRST,
        SECOND,
        FIRST.replace("10,96", "-10,96"),
        SECOND.replace("6,52", "-1,00"),
    )
    proposed = desk.preview(path, Choice()).report
    assert [(n.line, n.cancels, n.done) for n in proposed.negatives] == [(4, True, False), (5, False, False)]
    done = desk.importing.store(WHO, path, Choice(cancelled=frozenset({"000418205"})))
    assert isinstance(done, ImportReport)
    assert [n.done for n in done.negatives] == [True, False]
    assert [(c.invoice, c.outstanding) for c in desk.claims.list()] == [("000418206", 652)]
    again = desk.bring(desk.list_of(FIRST, SECOND, FIRST.replace("10,96", "-10,96"), name="b.csv"), DAY)
    assert [n.done for n in again.negatives] == [True]
    assert desk.claims.tally().cents == 652


def test_an_open_invoice_is_cancelled_by_a_later_list(desk: Bench) -> None:
    desk.bring(desk.list_of(FIRST, SECOND), DAY - timedelta(days=1))
    path = desk.list_of(SECOND, FIRST.replace("10,96", "-10,96"), name="b.csv")
    choice = Choice(kind=ImportKind.SNAPSHOT, snapshot_date=DAY, cancelled=frozenset({"000418205"}))
    desk.importing.store(WHO, path, choice)
    states = {c.invoice: c.state for c in desk.claims.list(ClaimFilter(all_states=True))}
    assert states == {"000418205": State.CANCELLED, "000418206": State.TRANSMITTED}


def test_an_operator_absent_from_a_snapshot_is_told(desk: Bench) -> None:
    rows = [f"{n};29/01/2024;29/01/2024;99311115;almerys;1,00" for n in range(1, 7)]
    desk.bring(desk.list_of(FIRST, *rows), DAY - timedelta(days=1))
    done = desk.bring(desk.list_of(FIRST, name="b.csv"), DAY)
    assert done.missing_operators == ("almerys",)
    assert "operator_missing" in done.notices
    assert desk.importing.records()[0].report.missing_operators == ("almerys",)


def test_numbers_that_restart_are_new_invoices(desk: Bench) -> None:
    desk.bring(desk.list_of("1;29/12/2023;29/12/2023;99310512;viamedis;1,00"), date(2023, 12, 30))
    done = desk.bring(
        desk.list_of("1;02/01/2024;02/01/2024;99310512;viamedis;1,00", name="b.csv"), date(2024, 1, 3)
    )
    assert (done.kept, done.gone, done.conflicts) == (1, 1, ())


def test_an_undone_import_leaves_the_claims_as_they_were(desk: Bench) -> None:
    def claims() -> str:
        return "\n".join(desk.register.dump(("claims",)))

    desk.bring(desk.list_of(FIRST, SECOND), DAY - timedelta(days=1))
    before = claims()
    done = desk.bring(desk.list_of(FIRST.replace("10,96", "4,00"), RESENT, name="b.csv"), DAY)
    assert claims() != before
    desk.importing.undo(WHO, done.import_id)
    assert claims() == before
    assert desk.importing.records()[0].undone_at is not None


def test_money_matched_since_refuses_the_undoing(desk: Bench) -> None:
    desk.bring(desk.list_of(SECOND), DAY - timedelta(days=1))
    for number, name in ((FIRST, "b.csv"), (SECOND.replace("6,52", "3,00"), "c.csv")):
        done = desk.bring(desk.list_of(number, name=name))
        with desk.register.write(WHO) as tx:
            claim = tx.claims.by_invoice(number.partition(";")[0])[0]
            tx.claims.update(replace(claim, announced=300))
            tx.journal.record("test.announced")
        with pytest.raises(Problem) as refused:
            desk.importing.undo(WHO, done.import_id)
        assert code_of(refused) == "import_money_since"


def test_refused_lines_are_corrected_and_imported_alone(desk: Bench) -> None:
    path = desk.list_of(FIRST, SECOND.replace("6,52", "six"))
    done = desk.bring(path, DAY)
    rejects = desk.folder / "rejects.csv"
    desk.importing.write_rejects(rejects, done)
    text = rejects.read_text(encoding="utf-8-sig")
    rejects.write_text(text.replace(";six", ";6,52"), encoding="utf-8-sig")
    with pytest.raises(Problem) as refused:
        desk.bring(rejects, DAY)
    assert code_of(refused) == "refused_lines_no_snapshot"
    alone = desk.bring(rejects)
    assert (alone.kept, alone.sum_cents, alone.refused) == (1, 652, 0)
    desk.importing.undo(WHO, alone.import_id)
    (bad,) = done.refusals
    table = desk.importing.corrected(done, {bad.line: (*bad.cells[:-1], "6,52")}, "lignes corrigées")
    again = desk.importing.store(WHO, table, Choice())
    assert isinstance(again, ImportReport)
    assert (again.kept, again.sum_cents, again.file_name) == (1, 652, "lignes corrigées")


def test_a_table_is_pasted(desk: Bench) -> None:
    text = (desk.list_of(FIRST, SECOND)).read_text(encoding="utf-8").replace(";", "\t")
    done = desk.importing.store(WHO, pasted(text, "presse-papiers"), Choice())
    assert isinstance(done, ImportReport)
    assert (done.kept, done.sum_cents) == (2, 1748)
    assert "000418205" not in repr(pasted(text, "presse-papiers"))


@pytest.mark.parametrize("after", [1, 2, 3])
def test_stopping_while_writing_stores_nothing(desk: Bench, after: int) -> None:
    class LateStop(Stop):
        checks = 0

        def check(self) -> None:
            self.checks += 1
            if self.checks > after:
                self.ask()
            super().check()

    desk.bring(desk.list_of(SECOND), DAY - timedelta(days=1))
    before = desk.dump()
    choice = Choice(kind=ImportKind.SNAPSHOT, snapshot_date=DAY)
    with pytest.raises(Cancelled):
        desk.importing.store(WHO, desk.list_of(FIRST, name="b.csv"), choice, LateStop())
    assert desk.dump() == before


def test_repeated_and_blank_titles_are_asked_then_known(desk: Bench) -> None:
    titles = "N° facture;Date facture;Part AMC;;Part AMC"
    path = desk.list_of("1;29/01/2024;9,00;x;4,00", titles=titles)
    asked = desk.importing.store(WHO, path, Choice())
    assert isinstance(asked, MappingNeeded)
    assert asked.proposed[Field.AMC_AMOUNT] == "#3"
    said = {**asked.proposed, Field.AMC_AMOUNT: "#5"}
    desk.profiles.save(WHO, asked.shape.header, said, "Deux parts")
    done = desk.importing.store(WHO, path, Choice())
    assert isinstance(done, ImportReport)
    assert (done.profile, done.sum_cents) == ("deux-parts", 400)
