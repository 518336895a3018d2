"""Importing on a real register: one transaction, nothing of a person kept, undone whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from pharmassist.domain.claims import ClaimFilter, State
from pharmassist.domain.imports import Field, ImportKind, ImportReport
from pharmassist.domain.problems import Cancelled, Problem
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
