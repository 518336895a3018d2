"""Bank statements in the register: never twice, never lost, gaps found, returns, names of accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.demonstration.year import YearLine
from pharmassist.demonstration.year_files import bank_csv, camt053, cfonb120, ofx
from pharmassist.domain.bank import CreditFilter, as_other
from pharmassist.domain.bank_lines import KnownLine, Marks, pair
from pharmassist.domain.matches import Match, Rung
from pharmassist.domain.money_tables import BankField
from pharmassist.domain.problems import Problem
from pharmassist.services.banking import BankChoice, BankPreview
from pharmassist.services.ports.files import Pasted
from pharmassist.services.ports.register import Register
from pharmassist.services.table_choosing import ColumnsNeeded
from tests.banks import LATER, banking, imported
from tests.registers import NOW, make_register

FIRST, LAST = date(2024, 2, 1), date(2024, 2, 29)
IBAN = "FR7699998000420000000014236"
WRITERS = {"ofx": ofx, "cfonb": cfonb120, "camt": camt053}


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    opened = make_register(tmp_path, FixedClock(LATER))
    yield opened
    opened.close()


def line(day: int, cents: int, label: str = "VIR SEPA EXEMPLE", **more: Any) -> YearLine:
    kept = YearLine(date(2024, 2, day), cents, "transfer" if cents > 0 else "debit", label)
    return replace(kept, **more)


def paid(day: int, cents: int, reference: str) -> YearLine:
    return line(day, cents, payer="OPERATEUR", iban=IBAN, reference=reference, remittance=f"LOT {reference}")


def numbered(*lines: YearLine) -> list[YearLine]:
    return [replace(each, number=number) for number, each in enumerate(lines, start=1)]


def brought(register: Register) -> Counter[tuple[int, int]]:
    with register.read() as tx:
        return Counter((c.day.day, c.cents) for c in tx.credits.find(CreditFilter()) if c.cents > 0)


def test_two_equal_lines_of_a_day_stay_two_in_every_format_and_order(register: Register) -> None:
    twins = numbered(line(5, 4_500), line(5, 4_500), line(5, -700), line(5, -700), line(6, 100))
    for name in ("ofx", "cfonb", "camt", "ofx"):
        imported(register, Pasted(WRITERS[name](twins, FIRST, LAST), name))
        assert brought(register) == {(5, 4_500): 2, (6, 100): 1}
    imported(register, Pasted(bank_csv(twins), "csv"))
    assert brought(register) == {(5, 4_500): 2, (6, 100): 1}


def test_a_third_equal_line_that_comes_later_is_new(register: Register) -> None:
    two, three = numbered(line(5, 4_500), line(5, 4_500)), numbered(*[line(5, 4_500)] * 3)
    imported(register, Pasted(ofx(two, FIRST, LAST), "ofx"))
    report = imported(register, Pasted(cfonb120(three, FIRST, LAST), "cfonb"))
    assert (report.kept, report.known + report.completed) == (1, 2)
    assert brought(register) == {(5, 4_500): 3}


def test_equal_amounts_with_two_references_are_two_transfers(register: Register) -> None:
    imported(register, Pasted(cfonb120(numbered(paid(5, 4_500, "A1")), FIRST, LAST), "cfonb"))
    report = imported(register, Pasted(camt053(numbered(paid(5, 4_500, "B2")), FIRST, LAST), "camt"))
    assert (report.kept, report.known) == (1, 0)
    assert brought(register) == {(5, 4_500): 2}


def test_another_number_of_the_bank_is_another_line(register: Register) -> None:
    first, second = line(5, 4_500, number=1), line(5, 4_500, number=2)
    imported(register, Pasted(ofx([first], FIRST, LAST), "ofx"))
    imported(register, Pasted(ofx([second], FIRST, LAST), "ofx"))
    assert brought(register) == {(5, 4_500): 2}


MARKS = st.builds(
    Marks,
    st.just("g"),
    st.sampled_from(["ofx", "cfonb120", "camt053", "table:a"]),
    st.sampled_from(["", "n1", "n2"]),
    st.sampled_from(["", "r1", "r2"]),
    st.sampled_from(["", "l1", "l2"]),
)


@settings(max_examples=150, deadline=None)
@given(new=st.lists(MARKS, max_size=6), known=st.lists(MARKS, max_size=6))
def test_pairs_are_one_to_one_and_the_same_lines_again_are_all_known(
    new: list[Marks], known: list[Marks]
) -> None:
    lines = [KnownLine(number, 0, (marks,)) for number, marks in enumerate(known, start=1)]
    found = pair(new, lines)
    taken = [each.line_id for each in found.values()]
    assert len(taken) == len(set(taken)) <= min(len(new), len(known))
    assert len(pair(known, lines)) == len(known)


def test_statements_that_do_not_join_tell_what_is_missing(register: Register) -> None:
    service = banking(register)
    january = numbered(replace(line(5, 1_000), day=date(2024, 1, 10)))
    imported(register, Pasted(cfonb120(january, date(2024, 1, 1), date(2024, 1, 31)), "janvier"))
    march = numbered(replace(line(5, 300), day=date(2024, 3, 10)))
    report = imported(register, Pasted(ofx(march, date(2024, 3, 1), date(2024, 3, 31)), "mars"))
    assert report.notes == ("gap",)
    (gap,) = service.gaps()
    assert (gap.after, gap.before, gap.cents) == (date(2024, 1, 31), date(2024, 3, 1), -1_000)
    february = Pasted(cfonb120(numbered(line(5, 50)), FIRST, LAST), "février")
    seen = service.preview(february, BankChoice())
    assert isinstance(seen, BankPreview)
    assert len(seen.gaps) == 2
    assert len(service.gaps()) == 1


def test_without_balances_a_working_day_between_is_a_gap_and_a_week_end_is_none(register: Register) -> None:
    def without(first: date, last: date) -> bytes:
        text = ofx(numbered(replace(line(1, 100), day=first)), first, last).decode()
        return (text[: text.index("<LEDGERBAL>")] + text[text.index("</STMTRS>") :]).encode()

    friday, monday = date(2024, 2, 9), date(2024, 2, 12)
    imported(register, Pasted(without(FIRST, friday), "a"))
    assert imported(register, Pasted(without(monday, monday), "b")).notes == ()
    later = monday + timedelta(days=2)
    assert imported(register, Pasted(without(later, later), "c")).notes == ("gap",)
    assert banking(register).gaps()[0].cents is None


def test_overlapping_statements_are_one_account_without_gap(register: Register) -> None:
    lines = numbered(line(5, 100), line(12, 200), line(20, 300))
    imported(register, Pasted(ofx(lines[:2], FIRST, date(2024, 2, 14)), "a"))
    report = imported(register, Pasted(ofx(lines[1:], date(2024, 2, 10), LAST), "b"))
    assert (report.kept, report.known, report.notes) == (1, 1, ())
    assert banking(register).freshness().day == LAST


def test_a_table_belongs_to_the_only_account_and_an_unnamed_one_is_named_later(register: Register) -> None:
    lines = numbered(line(5, 100), line(6, -40))
    imported(register, Pasted(bank_csv(lines), "csv"))
    assert [each.iban for each in banking(register).accounts()] == [""]
    report = imported(register, Pasted(cfonb120(lines, FIRST, LAST), "cfonb"))
    assert (report.kept, report.notes) == (0, ("account_named",))
    assert [each.iban for each in banking(register).accounts()] == [IBAN]


def test_an_account_is_chosen_where_several_are_named_or_known(register: Register) -> None:
    first = cfonb120(numbered(line(5, 100)), FIRST, LAST)
    other = first.replace(b"00000000142", b"00000000777")
    both = Pasted(first + other, "deux")
    with pytest.raises(Problem, match="bank_account_absent"):
        imported(register, both, BankChoice(account="FR7630006000011234567890189"))
    with pytest.raises(Problem, match="iban_invalid"):
        imported(register, both, BankChoice(account="FR12"))
    assert imported(register, both, BankChoice(account=IBAN)).accounts == (IBAN,)
    assert len(imported(register, both).accounts) == 2
    table = Pasted(bank_csv(numbered(line(7, 900))), "csv")
    with pytest.raises(Problem, match="bank_account_needed"):
        imported(register, table)
    assert imported(register, table, BankChoice(account=IBAN)).kept == 1


def test_a_credit_marked_other_is_known_again_and_stays_without_words(register: Register) -> None:
    lines = numbered(paid(5, 4_500, "A1"))
    imported(register, Pasted(ofx(lines, FIRST, LAST), "ofx"))
    with register.write("AB") as tx:
        (credit,) = tx.credits.find(CreditFilter())
        tx.credits.update(as_other(credit))
        tx.journal.record("credits.other")
    report = imported(register, Pasted(cfonb120(lines, FIRST, LAST), "cfonb"))
    assert (report.kept, report.known, report.completed) == (0, 1, 0)
    with register.read() as tx:
        (credit,) = tx.credits.find(CreditFilter())
        assert (credit.other, credit.words) == (True, "")
    assert "operateur" not in "\n".join(register.dump()).lower()


def test_an_import_in_use_is_not_undone(register: Register) -> None:
    report = imported(register, Pasted(ofx(numbered(line(5, 100)), FIRST, LAST), "ofx"))
    with register.write("AB") as tx:
        (credit,) = tx.credits.find(CreditFilter())
        tx.matches.add(Match(credit.id, Rung.MANUAL, False, (), NOW, "AB"))
        tx.journal.record("matches.added")
    with pytest.raises(Problem, match="bank_import_matched"):
        banking(register).undo("AB", report.import_id)
    with pytest.raises(Problem, match="bank_import_unknown"):
        banking(register).undo("AB", 99)


def test_a_mapping_said_once_is_remembered_by_the_titles(register: Register) -> None:
    text = "Quand;Quoi;Combien\n01/02/2024;VIR;12,00\n02/02/2024;PRLV;-3,00\n"
    asked = banking(register).preview(Pasted(text.encode(), "page"), BankChoice())
    assert isinstance(asked, ColumnsNeeded)
    assert asked.missing == (BankField.DATE, BankField.AMOUNT)
    said = {BankField.DATE: "Quand", BankField.LABEL: "Quoi", BankField.AMOUNT: "#3"}
    assert imported(register, Pasted(text.encode(), "page"), BankChoice(columns=said)).kept == 2
    again = "Quand;Quoi;Combien\n03/02/2024;VIR;15,00\n"
    assert imported(register, Pasted(again.encode(), "page")).kept == 1
    with pytest.raises(Problem, match="mapping_incomplete"):
        imported(register, Pasted(b"A;B\nx;y\n", "page"), BankChoice(columns={BankField.DATE: "A"}))


def test_a_file_changed_since_its_preview_is_not_imported(register: Register) -> None:
    first = Pasted(ofx(numbered(line(5, 100)), FIRST, LAST), "ofx")
    seen = banking(register).preview(first, BankChoice())
    assert isinstance(seen, BankPreview)
    changed = Pasted(ofx(numbered(line(5, 200)), FIRST, LAST), "ofx")
    with pytest.raises(Problem, match="file_changed"):
        imported(register, changed, BankChoice(sha256=seen.sha256))
    assert brought(register) == {}


@pytest.mark.parametrize("writer", [bank_csv, ofx, cfonb120])
def test_a_debit_with_the_number_and_sum_of_one_credit_takes_it_back(register: Register, writer: Any) -> None:
    told, dated = "VIR SP SANTE SP24082900770", "VIR SEPA CLIENT 20240205"
    lines = numbered(
        line(5, 3_557, told),
        line(5, 4_000, dated),
        line(6, 9_000, dated),
        line(7, -3_557, told),
        # A date that credits of other sums bear too is nobody's own; nor is another sum a return.
        line(8, -4_000, "PRLV SEPA LOYER 20240205"),
        line(9, -3_556, told),
        line(9, 3_557, told),
    )
    report = imported(
        register, Pasted(writer(lines, FIRST, LAST) if writer is not bank_csv else writer(lines), "x")
    )
    assert report.returns == 1
    with register.read() as tx:
        kept = sorted(tx.credits.find(CreditFilter()), key=lambda c: (c.day, c.cents))
    taken = [each for each in kept if each.returned_by]
    assert [(each.day.day, each.cents) for each in taken] == [(5, 3_557)]
    assert [(each.day.day, each.cents) for each in kept if each.returns] == [(7, -3_557)]


def test_a_debit_takes_back_a_credit_of_an_earlier_statement(register: Register) -> None:
    told = "VIR SP SANTE SP24082900770"
    imported(register, Pasted(bank_csv(numbered(line(5, 3_557, told))), "un.csv"))
    report = imported(register, Pasted(bank_csv(numbered(line(7, -3_557, told))), "deux.csv"))
    assert report.returns == 1
    with register.read() as tx:
        assert [c.cents for c in tx.credits.find(CreditFilter()) if c.returned_by] == [3_557]
