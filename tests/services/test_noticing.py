"""Payment notices: typed, imported, completed, undone; what they say of invoices, never money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pharmassist.adapters.files.tables import FileTables
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.domain.claims import State
from pharmassist.domain.identifiers import nir_key
from pharmassist.domain.money_tables import NoticeField
from pharmassist.domain.notices import LineKind, NoticeFilter
from pharmassist.domain.problems import Problem
from pharmassist.domain.statement_imports import StatementReport
from pharmassist.services.changes import Changes
from pharmassist.services.noticing import NoticeChoice, NoticesPreview, Noticing
from pharmassist.services.ports.files import Pasted
from pharmassist.services.ports.register import Register
from pharmassist.services.table_choosing import ColumnsNeeded
from tests.banks import LATER, catalogue
from tests.registers import add_claims, make_register, some_claim

DAY = date(2024, 2, 22)
TITLES = "Opérateur;Date de flux;Référence virement;N° facture;Montant payé;État;Code rejet;Motif rejet"


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    opened = make_register(tmp_path, FixedClock(LATER))
    yield opened
    opened.close()


@pytest.fixture
def noticing(register: Register) -> Noticing:
    return Noticing(register, FileTables(), catalogue(), FixedClock(LATER), Changes())


def table(*rows: str, titles: str = TITLES) -> Pasted:
    return Pasted("\n".join((titles, *rows)).encode(), "avis.csv")


def stored(noticing: Noticing, source: Pasted, choice: NoticeChoice | None = None) -> StatementReport:
    report = noticing.store("AB", source, choice or NoticeChoice())
    assert isinstance(report, StatementReport)
    return report


def states(register: Register) -> dict[str, tuple[State, int]]:
    with register.read() as tx:
        return {claim.invoice: (claim.state, claim.announced) for claim in tx.claims.all()}


LOT = (
    "Viamedis;22/02/2024;VIR-1;1;100,00;Payé;;",
    "Viamedis;22/02/2024;VIR-1;2;16,47;Rejeté;R01;Droits",
    "Viamedis;22/02/2024;VIR-1;;30,00;Retenue;;",
)


def test_a_notice_is_typed_and_the_same_one_is_told(noticing: Noticing) -> None:
    notice = noticing.add("AB", "viamedis", DAY, 48763, " VIR  1 ")
    assert (notice.reference, notice.rest, notice.state.value) == ("VIR 1", 48763, "announced")
    with pytest.raises(Problem) as told:
        noticing.add("AB", "viamedis", DAY, 48763)
    assert (told.value.code, told.value.values["id"]) == ("notice_known", notice.id)
    noticing.add("AB", "viamedis", DAY, 48763, "VIR 2")
    noticing.add("AB", "viamedis", DAY, 48763, again=True)
    assert len(noticing.find(NoticeFilter())) == 3


@pytest.mark.parametrize(
    ("operator", "day", "cents", "reference", "code"),
    [
        ("nobody", DAY, 1, "", "operator_unknown"),
        ("viamedis", DAY, 0, "", "notice_amount_needed"),
        ("viamedis", date(2026, 1, 1), 1, "", "notice_day_ahead"),
        ("viamedis", DAY, 1, "2 85 05 78 006 084 36", "nir_refused"),
    ],
)
def test_what_cannot_be_a_notice_is_refused(
    noticing: Noticing, operator: str, day: date, cents: int, reference: str, code: str
) -> None:
    with pytest.raises(Problem, match=code):
        noticing.add("AB", operator, day, cents, reference)
    assert noticing.find(NoticeFilter()) == ()


def test_a_typed_notice_is_removed_unless_a_match_stands_on_it(noticing: Noticing) -> None:
    notice = noticing.add("AB", "viamedis", DAY, 48763)
    noticing.remove("AB", notice.id)
    assert noticing.find(NoticeFilter()) == ()
    with pytest.raises(Problem, match="notice_unknown"):
        noticing.remove("AB", notice.id)


def test_a_table_tells_invoices_and_undoing_puts_them_back(register: Register, noticing: Noticing) -> None:
    add_claims(
        register,
        some_claim(1, 10000, operator="viamedis"),
        some_claim(2, 1647, operator=""),
        some_claim(3, 500, operator="viamedis", state=State.WRITTEN_OFF),
    )
    before = states(register)
    report = stored(noticing, table(*LOT, "VIAMEDIS;22/02/2024;VIR-1;3;5,00;payé;;"))
    assert (report.kept, report.known, report.refused, report.notes) == (1, 0, 0, ())
    (notice,) = noticing.find(NoticeFilter())
    assert (notice.operator, notice.day, notice.total, notice.reference) == ("viamedis", DAY, 10500, "VIR-1")
    assert [(each.kind, each.cents) for each in noticing.lines(notice.id)] == [
        (LineKind.PAID, 10000),
        (LineKind.REJECTED, 1647),
        (LineKind.WITHHELD, 3000),
        (LineKind.PAID, 500),
    ]
    after = states(register)
    assert after["000000001"] == (State.ANNOUNCED, 10000)
    assert after["000000002"] == (State.REJECTED, 0)
    assert after["000000003"] == (State.WRITTEN_OFF, 0)
    with register.read() as tx:
        (second,) = tx.claims.by_invoice("000000002")
        assert (second.reject_code, second.reject_label, second.received) == ("R01", "Droits", 0)
    assert (
        stored(noticing, table(*LOT, "VIAMEDIS;22/02/2024;VIR-1;3;5,00;payé;;")).same_as == report.import_id
    )
    noticing.undo("AB", report.import_id)
    assert states(register) == before
    assert noticing.find(NoticeFilter()) == ()
    with register.read() as tx:
        (second,) = tx.claims.by_invoice("000000002")
        assert (second.reject_code, second.reject_label) == ("", "")
    with pytest.raises(Problem, match="bank_import_undone"):
        noticing.undo("AB", report.import_id)


def test_a_typed_notice_is_completed_by_the_file_and_undone_to_what_was_typed(
    register: Register, noticing: Noticing
) -> None:
    add_claims(register, some_claim(1, 10000, operator="viamedis"))
    typed = noticing.add("AB", "viamedis", DAY, 10000)
    report = stored(noticing, table(*LOT))
    assert (report.kept, report.completed) == (0, 1)
    (notice,) = noticing.find(NoticeFilter())
    assert (notice.id, notice.reference, len(noticing.lines(notice.id))) == (typed.id, "VIR-1", 3)
    noticing.undo("AB", report.import_id)
    (notice,) = noticing.find(NoticeFilter())
    assert (notice.id, notice.reference, noticing.lines(notice.id)) == (typed.id, "", ())
    assert states(register)["000000001"] == (State.TRANSMITTED, 0)


def test_two_notices_of_one_invoice_are_undone_in_any_order(register: Register, noticing: Noticing) -> None:
    add_claims(register, some_claim(1, 10000, operator="viamedis"))
    first = stored(noticing, table("Viamedis;22/02/2024;A;1;60,00;Payé;;"))
    second = stored(noticing, table("Viamedis;23/02/2024;B;1;40,00;Payé;;"))
    assert states(register)["000000001"] == (State.ANNOUNCED, 10000)
    noticing.undo("AB", first.import_id)
    assert states(register)["000000001"] == (State.ANNOUNCED, 4000)
    noticing.undo("AB", second.import_id)
    assert states(register)["000000001"] == (State.TRANSMITTED, 0)


def test_an_invoice_that_moved_since_stops_the_undoing(register: Register, noticing: Noticing) -> None:
    add_claims(register, some_claim(1, 10000, operator="viamedis"))
    report = stored(noticing, table(*LOT))
    with register.write("AB") as tx:
        (claim,) = tx.claims.by_invoice("000000001")
        tx.claims.update(replace(claim, state=State.RECEIVED, received=10000))
        tx.journal.record("matches.added")
    with pytest.raises(Problem, match="notices_moved_since"):
        noticing.undo("AB", report.import_id)
    assert len(noticing.find(NoticeFilter())) == 1


def test_the_same_notice_twice_in_a_file_is_one_and_two_like_ones_without_reference_are_two(
    noticing: Noticing,
) -> None:
    report = stored(noticing, table(*LOT, *LOT))
    assert report.kept == 1
    assert noticing.find(NoticeFilter())[0].total == 10000
    assert [each.cents for each in noticing.lines(1)] == [10000, 1647, 3000]
    twin = "Almerys;22/02/2024;;50,00"
    titles = "Opérateur;Date de flux;Référence virement;Montant viré"
    assert stored(noticing, table(twin, twin, titles=titles)).kept == 2
    assert stored(noticing, table(twin, twin, twin, titles=titles)).kept == 1
    named = "Almerys;23/02/2024;Z9;50,00"
    assert stored(noticing, table(named, named, titles=titles)).kept == 1


def test_rows_that_cannot_be_taken_are_told_with_their_line(noticing: Noticing) -> None:
    report = stored(
        noticing,
        table(
            LOT[0],
            "Personne;22/02/2024;VIR-1;1;100,00;Payé;;",
            "Viamedis;;VIR-1;1;100,00;Payé;;",
            "Viamedis;32/02/2024;VIR-1;1;100,00;Payé;;",
            "Viamedis;22/02/2024;VIR-1;4;;Payé;;",
            "Viamedis;22/02/2024;VIR-1;X;1,00;Payé;;",
            "Viamedis;22/02/2024;VIR-1;4;1,00;Peut-être;;",
            f"Viamedis;22/02/2024;2850578006084{nir_key('2850578006084'):02d};4;1,00;Payé;;",
            ";22/02/2024;VIR-1;1;100,00;Payé;;",
        ),
    )
    assert [(each.line, each.reason) for each in report.refusals] == [
        (3, "operator_unknown"),
        (4, "date_missing"),
        (5, "date_unreadable"),
        (6, "amount_missing"),
        (7, "invoice_unreadable"),
        (8, "state_unknown"),
        (9, "nir"),
        (10, "operator_missing"),
    ]


def test_a_table_that_leaves_doubt_is_asked_once_and_remembered(noticing: Noticing) -> None:
    source = table("Viamedis;22/02/2024;10,00", titles="Organisme;Date;Montant")
    asked = noticing.store("AB", source, NoticeChoice())
    assert isinstance(asked, ColumnsNeeded)
    assert dict(asked.proposed) == {
        NoticeField.OPERATOR: "Organisme",
        NoticeField.FLOW_DATE: "Date",
        NoticeField.TOTAL: "Montant",
    }
    assert stored(noticing, source, NoticeChoice(asked.proposed)).kept == 1
    again = table("Viamedis;23/02/2024;11,00", titles="Organisme;Date;Montant")
    assert stored(noticing, again).kept == 1


def test_an_operator_is_said_for_the_whole_table(noticing: Noticing) -> None:
    source = table("22/02/2024;10,00", titles="Date de flux;Montant viré")
    with pytest.raises(Problem, match="notice_operator_needed"):
        noticing.preview(source, NoticeChoice())
    seen = noticing.preview(source, NoticeChoice(operator="isante"))
    assert isinstance(seen, NoticesPreview)
    assert [(each.operator, each.total) for each in seen.notices] == [("isante", 1000)]
    assert noticing.find(NoticeFilter()) == ()
