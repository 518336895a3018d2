"""Importing on a real register: one transaction, nothing of a person kept, undone whole."""

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
from tests.samples.claims.make_samples import NIR

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


def test_stopping_stores_nothing(desk: Bench) -> None:
    rows = [f"{n:09d};29/01/2024;29/01/2024;99310512;viamedis;1,00" for n in range(1, 6_000)]
    path = desk.list_of(*rows)
    before = desk.dump()
    stop = Stop()
    seen: list[int] = []

    def progress(done: int, _total: int) -> None:
        seen.append(done)
        stop.ask()

    with pytest.raises(Cancelled):
        desk.importing.store(WHO, path, Choice(), stop, progress)
    assert len(seen) == 1
    assert desk.dump() == before


def test_a_nir_in_the_names_of_file_and_columns_is_not_kept(desk: Bench) -> None:
    titles = f"N° facture;Date facture;Part AMC;Assuré {NIR}"
    path = desk.list_of("1;29/01/2024;4,00;x", name=f"DARGOAT {NIR}.csv", titles=titles)
    report = desk.bring(path)
    assert (report.file_name, report.dropped_columns) == ("", ())
    desk.list_of("99310400;isante", name=path.name, titles="amc;operator")
    desk.directory.import_file(WHO, path)
    columns = {Field.INVOICE: "Facture", Field.INVOICE_DATE: "Le", Field.AMC_AMOUNT: "Part"}
    for name, title in ((NIR, "y"), ("x", NIR)):
        with pytest.raises(Problem) as refused:
            desk.profiles.save(WHO, ("Facture", "Le", "Part", title), columns, name)
        assert code_of(refused) == "nir_refused"
    assert NIR not in desk.dump()


def test_a_doubtful_column_is_asked_once(desk: Bench) -> None:
    path = desk.list_of("1;29/01/2024;4,00;DARGOAT", titles="Facture;Date facture;Reste dû;Nom")
    asked = desk.importing.store(WHO, path, Choice())
    assert isinstance(asked, MappingNeeded)
    assert asked.proposed == {
        Field.INVOICE: "Facture",
        Field.INVOICE_DATE: "Date facture",
        Field.AMC_DUE: "Reste dû",
    }
    assert "DARGOAT" not in repr(asked.sample)
    desk.profiles.save(WHO, asked.shape.header, asked.proposed, "Encours du LGO", ImportKind.SNAPSHOT)
    done = desk.importing.store(WHO, path, Choice())
    assert isinstance(done, ImportReport)
    assert (done.profile, done.kept, done.sum_cents) == ("encours-du-lgo", 1, 400)
    assert done.dropped_columns == ("Nom",)
    assert "DARGOAT" not in desk.dump()


def test_a_mapping_said_goes_first(desk: Bench) -> None:
    path = desk.list_of("1;29/01/2024;4,00;5,00", titles="Facture;Date facture;Part AMC;Montant")
    said = {Field.INVOICE: "facture", Field.INVOICE_DATE: "#2", Field.AMC_AMOUNT: "Montant"}
    done = desk.importing.store(WHO, path, Choice(columns=said))
    assert isinstance(done, ImportReport)
    assert done.sum_cents == 500
    with pytest.raises(Problem) as refused:
        desk.importing.store(WHO, path, Choice(columns={Field.INVOICE: "Facture"}))
    assert code_of(refused) == "mapping_incomplete"
    with pytest.raises(Problem) as refused:
        desk.importing.store(WHO, path, Choice(profile="demo-encours-csv"))
    assert code_of(refused) == "profile_unsuitable"


def test_refused_lines_keep_their_mapped_cells_out_of_the_register(desk: Bench) -> None:
    path = desk.list_of(
        FIRST,
        "000418207;29/01/2024;29/01/2024;LANVOEZEC Sidonie;viamedis;dix",
        f"000418208;29/01/2024;29/01/2024;{NIR};viamedis;5,00",
        SECOND,
        FIRST,
    )
    done = desk.bring(path)
    assert [(r.line, r.reason) for r in done.refusals] == [
        (3, "amount_unreadable"),
        (4, "nir"),
        (6, "duplicate"),
    ]
    assert done.kept + done.refused == done.lines == 5
    text = desk.dump()
    assert "LANVOEZEC" not in text
    assert NIR not in text
    rejects = desk.folder / "rejects.csv"
    desk.importing.write_rejects(rejects, done)
    lines = rejects.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Ligne;Motif;N° facture;Date facture;Date soins;N° AMC;Opérateur;Part AMC"
    assert lines[1].startswith("3;montant illisible;000418207;")
    assert (
        lines[2] == "4;un NIR se trouve dans une colonne lue;000418208;29/01/2024;29/01/2024;;viamedis;5,00"
    )


def test_a_refused_line_does_not_leave_the_list(desk: Bench) -> None:
    desk.bring(desk.list_of(FIRST, SECOND), DAY - timedelta(days=1))
    broken = desk.list_of(FIRST, SECOND.replace("6,52", "six"), name="b.csv")
    assert desk.bring(broken, DAY).gone == 0


def test_the_operator_comes_from_the_list_then_from_the_directory(desk: Bench) -> None:
    desk.directory.assign(WHO, "993 104 00", ("isante",), "Mutuelle du Fort")
    desk.directory.assign(WHO, "99310401", ("isante", "almerys"), "Mutuelle Double")
    rows = [
        "1;29/01/2024;;99310400;;1,00",
        "2;29/01/2024;;99310401;;1,00",
        "3;29/01/2024;;99310400;Almerys;1,00",
        "4;29/01/2024;;0000;;1,00",
    ]
    desk.bring(desk.list_of(*rows))
    assert [claim.operator for claim in desk.claims.list(sort="invoice")] == ["isante", "", "almerys", ""]
    desk.bring(desk.list_of("5;29/01/2024;;0000;;1,00", name="b.csv"), operator="sp-sante")
    assert desk.claims.list(ClaimFilter(text="000000005"))[0].operator == "sp-sante"


def test_a_list_teaches_who_pays(desk: Bench) -> None:
    desk.bring(desk.list_of(FIRST, SECOND))
    learnt = desk.directory.show("0099310512")
    assert (learnt.operators, learnt.certainty) == (("viamedis",), "learnt")


def test_a_replacement_still_listed_waits_for_a_person(desk: Bench) -> None:
    desk.bring(desk.list_of(FIRST), DAY - timedelta(days=1))
    done = desk.bring(desk.list_of(FIRST, RESENT, name="b.csv"), DAY)
    assert [each.linked for each in done.replacements] == [False]
    pending = desk.claims.pending_replacements()
    assert [(p.new.invoice, p.old.invoice) for p in pending] == [("000418901", "000418205")]
    assert desk.claims.tally().cents == 2 * 1096
    old = desk.claims.confirm_replacement(WHO, pending[0].new.id)
    assert old.state is State.REBILLED
    assert desk.claims.tally().cents == 1096
    assert desk.claims.pending_replacements() == ()
    with pytest.raises(Problem) as refused:
        desk.claims.confirm_replacement(WHO, pending[0].new.id)
    assert code_of(refused) == "replacement_unknown"


def test_a_linked_replacement_can_be_declined_before_and_after(desk: Bench) -> None:
    desk.bring(desk.list_of(FIRST), DAY - timedelta(days=1))
    path = desk.list_of(RESENT, name="b.csv")
    seen = desk.preview(path, Choice(kind=ImportKind.SNAPSHOT, snapshot_date=DAY))
    assert seen.lines[0].replaces == "000418205"
    declined = desk.bring(path, DAY, declined=frozenset({"000418901"}))
    assert declined.replacements == ()
    assert desk.claims.tally().cents == 2 * 1096
    desk.importing.undo(WHO, declined.import_id)
    linked = desk.bring(path, DAY)
    assert desk.claims.tally().cents == 1096
    new = next(c for c in desk.claims.list() if c.import_id == linked.import_id)
    desk.claims.decline_replacement(WHO, new.id)
    assert desk.claims.tally().cents == 2 * 1096


def test_undo_refuses_what_would_hang(desk: Bench) -> None:
    first = desk.bring(desk.list_of(FIRST), DAY - timedelta(days=1))
    second = desk.bring(desk.list_of(FIRST, SECOND, name="b.csv"), DAY)
    with pytest.raises(Problem) as refused:
        desk.importing.undo(WHO, first.import_id)
    assert code_of(refused) == "import_not_last"
    moved = desk.claims.list(ClaimFilter(import_id=second.import_id))[0]
    desk.claims.move(WHO, moved.id, State.REJECTED)
    with pytest.raises(Problem) as refused:
        desk.importing.undo(WHO, second.import_id)
    assert code_of(refused) == "import_moved_since"
    for number, told in ((99, "import_unknown"),):
        with pytest.raises(Problem) as refused:
            desk.importing.undo(WHO, number)
        assert code_of(refused) == told


def test_a_file_changed_since_its_preview_is_not_stored(desk: Bench) -> None:
    path = desk.list_of(FIRST)
    seen = desk.preview(path, Choice())
    desk.list_of(FIRST, SECOND)
    with pytest.raises(Problem) as refused:
        desk.importing.store(WHO, path, Choice(sha256=seen.shape.sha256))
    assert code_of(refused) == "file_changed"


def test_the_same_file_as_another_kind_of_list_is_looked_at(desk: Bench) -> None:
    path = desk.list_of(FIRST)
    desk.bring(desk.list_of(SECOND, name="b.csv"))
    desk.bring(path)
    as_snapshot = desk.bring(path, DAY)
    assert (as_snapshot.known, as_snapshot.gone, as_snapshot.same_as) == (1, 1, 0)


def test_our_own_export_is_read_back(desk: Bench) -> None:
    desk.bring(desk.list_of(FIRST, SECOND))
    for name in ("out.csv", "out.xlsx"):
        path = desk.folder / name
        assert desk.claims.export(WHO, path) == 2
        back = desk.bring(path)
        assert (back.profile, back.known, back.refused) == ("pharmassist-export", 2, 0)


def test_the_journal_tells_each_import_once(desk: Bench) -> None:
    desk.bring(desk.list_of(FIRST, SECOND))
    desk.bring(desk.list_of(FIRST, SECOND))
    with desk.register.read() as tx:
        told = [e for e in tx.journal.last() if e.what == "claims.imported"]
    assert len(told) == 1
    assert told[0].facts["kept"] == 2


def test_the_import_before_one_that_was_undone_can_be_undone(desk: Bench) -> None:
    empty = desk.dump().count('"table":"claims"')
    desk.bring(desk.list_of(FIRST, SECOND))
    desk.bring(desk.list_of(SECOND, name="next.csv"), day=DAY)
    desk.importing.undo(WHO, 2)
    kept = desk.claims.list()
    assert [claim.state for claim in kept] == [State.TRANSMITTED, State.TRANSMITTED]
    desk.importing.undo(WHO, 1)
    assert desk.dump().count('"table":"claims"') == empty


def test_a_move_after_an_undone_import_still_forbids(desk: Bench) -> None:
    desk.bring(desk.list_of(FIRST, SECOND))
    desk.bring(desk.list_of(SECOND, name="next.csv"), day=DAY)
    desk.importing.undo(WHO, 2)
    desk.claims.move(WHO, desk.claims.list()[0].id, State.DISPUTED, "x")
    with pytest.raises(Problem) as refused:
        desk.importing.undo(WHO, 1)
    assert code_of(refused) == "import_moved_since"


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
