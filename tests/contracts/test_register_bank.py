"""What every register must do with bank statements, notices and matches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.domain.bank import (
    BankAccount,
    BankFormat,
    BankStatement,
    Credit,
    CreditFilter,
    CreditState,
    Freshness,
    as_other,
)
from pharmassist.domain.bank_lines import Marks
from pharmassist.domain.claims import Tally
from pharmassist.domain.matches import Allocation, Match, PayerRule, Rung, Target
from pharmassist.domain.notices import (
    LineKind,
    Notice,
    NoticeFilter,
    NoticeLine,
    NoticeSource,
    NoticeState,
)
from pharmassist.domain.problems import Problem
from pharmassist.domain.statement_imports import (
    RefusedLine,
    StatementImport,
    StatementKind,
    StatementReport,
)
from pharmassist.services.ports.bank import Sighting
from pharmassist.services.ports.register import Register, Transaction
from tests.registers import NOW, make_register

IBAN = "FR7612345000010000000000177"
DAY = date(2024, 2, 22)
REPORT = StatementReport(
    file_name="releve.ofx",
    format="ofx",
    kept=3,
    refusals=(RefusedLine(4, "date_unreadable"),),
    accounts=(IBAN,),
    first_day=DAY,
    notes=("gap",),
)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    opened = make_register(tmp_path, FixedClock(NOW))
    yield opened
    opened.close()


def add_import(tx: Transaction, kind: StatementKind = StatementKind.BANK) -> int:
    tx.journal.record("bank.imported")
    return tx.bank.add_import(StatementImport(0, tx.now, "AB", kind, "releve.ofx", "ab" * 32, REPORT))


def marks(group: str, **more: str) -> Marks:
    return replace(Marks(group, "ofx"), **more)


def bring(register: Register, *brought: Credit, group: str = "g") -> list[int]:
    """Store credits by an import of their own and return their numbers."""
    with register.write("AB") as tx:
        if not tx.bank.accounts():
            tx.bank.add_account(BankAccount(IBAN, "Compte courant"))
        number = add_import(tx)
        seen = [Sighting(1, marks(f"{group}{i}"), credit=credit) for i, credit in enumerate(brought)]
        assert len(tx.bank.see(number, seen)) == len(brought)
        return sorted(credit.id for credit in tx.credits.find(CreditFilter(import_id=number)))


CREDIT = Credit(
    1,
    DAY,
    44806,
    "VIR SEPA RECU Opérateur",
    "LOT 214",
    ("REF-1", "REF-2"),
    "Opérateur",
    "FR7699999000010000000000199",
    date(2024, 2, 23),
    "05",
)


def test_a_credit_is_kept_with_its_words_and_found_by_them(register: Register) -> None:
    (number,) = bring(register, CREDIT)
    with register.read() as tx:
        credit = tx.credits.get(number)
        assert credit == replace(CREDIT, id=number, import_id=1)
        assert (credit.rest, credit.state) == (44806, CreditState.OPEN)
        for text in ("operateur", "448,06", "lot 214", "ref-2", "FR7699"):
            assert tx.credits.find(CreditFilter(text=text)) == (credit,), text
        assert tx.credits.find(CreditFilter(text="%")) == ()
        assert tx.credits.get(99) is None
        assert tx.credits.many([number, 99]) == {number: credit}


def test_credits_are_chosen_by_state_day_account_and_amount(register: Register) -> None:
    _first, _second, third = bring(
        register, CREDIT, replace(CREDIT, cents=100, day=date(2024, 2, 1)), replace(CREDIT, cents=200)
    )
    with register.write("AB") as tx:
        credit = tx.credits.get(third)
        assert credit is not None
        tx.credits.update(replace(credit, allocated=150))
        tx.journal.record("matches.added")
    with register.read() as tx:

        def ids(**wanted: Any) -> list[int]:
            chosen = replace(CreditFilter(), **wanted)
            assert [each.id for each in tx.credits.stream(chosen)] == [
                each.id for each in tx.credits.find(chosen)
            ]
            return [each.id for each in tx.credits.find(chosen)]

        assert ids() == [2, 1, 3]
        assert ids(states=frozenset({CreditState.OPEN})) == [2, 1]
        assert ids(states=frozenset({CreditState.PARTLY_MATCHED})) == [3]
        assert ids(date_to=date(2024, 2, 1)) == [2]
        assert ids(date_from=DAY) == [1, 3]
        assert ids(cents=200) == [3]
        assert ids(account_id=2) == []
        assert tx.credits.tally(CreditFilter()) == Tally(3, 44806 + 100 + 50)
        assert [each.id for each in tx.credits.find(CreditFilter(), offset=1, limit=1)] == [1]


def test_a_credit_changed_meanwhile_is_refused(register: Register) -> None:
    (number,) = bring(register, CREDIT)
    with register.write("AB") as tx:
        credit = tx.credits.get(number)
        assert credit is not None
        tx.credits.update(replace(credit, allocated=1))
        tx.journal.record("matches.added")
    with pytest.raises(Problem, match="changed_meanwhile"), register.write("LM") as tx:
        tx.credits.update(replace(credit, allocated=2))


def test_an_other_credit_keeps_no_word_anywhere(register: Register) -> None:
    (number,) = bring(register, CREDIT)
    with register.write("AB") as tx:
        second = add_import(tx)
        tx.bank.see(
            second, [Sighting(1, marks("g0"), 1, replace(CREDIT, id=number, label="MADAME UNTEL LOYER"))]
        )
    with register.write("AB") as tx:
        credit = tx.credits.get(number)
        assert credit is not None
        assert credit.label == "MADAME UNTEL LOYER"
        tx.credits.update(as_other(credit))
        tx.journal.record("credits.other")
    with register.write("AB") as tx:
        credit = tx.credits.get(number)
        assert credit is not None
        assert (credit.state, credit.words, credit.cents, credit.payer_iban) == (
            CreditState.OTHER,
            "",
            44806,
            "",
        )
        assert tx.bank.forget(second) == 0
        tx.journal.record("bank.import_undone")
        credit = tx.credits.get(number)
        assert credit is not None
        assert credit.words == ""
    text = "\n".join(register.dump()).lower()
    for word in ("untel", "operateur", "opérateur", "lot 214", "ref-1"):
        assert word not in text, word


def test_a_line_lives_as_long_as_an_import_that_saw_it(register: Register) -> None:
    (number,) = bring(register, CREDIT)
    with register.write("AB") as tx:
        key = tx.bank.draw_line_key()
        assert len(key) == 32
        assert tx.bank.draw_line_key() == key == tx.bank.line_key()
        second = add_import(tx)
        seen = [
            Sighting(1, replace(marks("g0"), dialect="cfonb120", number="n"), 1),
            Sighting(1, marks("debit", label="l")),
        ]
        assert list(tx.bank.see(second, seen)) == []
    with register.read() as tx:
        known = tx.bank.known_lines(["g0", "debit", "none"])
        assert set(known) == {"g0", "debit"}
        (line,) = known["g0"]
        assert (line.credit_id, [each.dialect for each in line.seen]) == (number, ["ofx", "cfonb120"])
        assert [(each.credit_id, each.seen[0].label) for each in known["debit"]] == [(0, "l")]
    with register.write("AB") as tx:
        assert tx.bank.forget(1) == 0
        tx.journal.record("bank.import_undone")
        credit = tx.credits.get(number)
        assert credit is not None
        assert credit.import_id == second
    with register.write("AB") as tx:
        assert tx.bank.forget(second) == 1
        tx.journal.record("bank.import_undone")
        assert tx.credits.get(number) is None
        assert tx.bank.known_lines(["g0", "debit"]) == {}


def test_what_an_import_completed_is_as_before_once_it_is_undone_in_any_order(register: Register) -> None:
    (number,) = bring(register, replace(CREDIT, remittance="", references=()))
    with register.write("AB") as tx:
        second, third = add_import(tx), add_import(tx)
        tx.bank.see(
            second, [Sighting(1, marks("g0"), 1, replace(CREDIT, id=number, references=(), payer_name="X"))]
        )
        tx.bank.see(third, [Sighting(1, marks("g0"), 1, replace(CREDIT, id=number, payer_name="X"))])

    def words() -> str:
        with register.read() as tx:
            credit = tx.credits.get(number)
            assert credit is not None
            return credit.words

    assert words() == "VIR SEPA RECU Opérateur LOT 214 REF-1 REF-2 X"
    with register.write("AB") as tx:
        tx.bank.forget(second)
        tx.journal.record("bank.import_undone")
    assert words() == "VIR SEPA RECU Opérateur LOT 214 REF-1 REF-2 X"
    with register.write("AB") as tx:
        tx.bank.forget(third)
        tx.journal.record("bank.import_undone")
    assert words() == "VIR SEPA RECU Opérateur Opérateur"


def test_a_return_goes_with_the_credit_it_takes_back(register: Register) -> None:
    (number,) = bring(register, CREDIT)
    with register.write("AB") as tx:
        second = add_import(tx)
        tx.bank.see(second, [Sighting(1, marks("r"), credit=replace(CREDIT, cents=-44806, returns=number))])
        credit = tx.credits.get(number)
        assert credit is not None
        tx.credits.update(replace(credit, returned_by=2))
    with register.write("AB") as tx:
        states = [each.state for each in tx.credits.find(CreditFilter())]
        assert states == [CreditState.RETURNED, CreditState.RETURN]
        assert tx.bank.forget(1) == 2
        tx.journal.record("bank.import_undone")
        assert tx.credits.find(CreditFilter()) == ()
        assert tx.bank.known_lines(["r"])["r"][0].credit_id == 0


def test_imports_statements_and_freshness(register: Register) -> None:
    bring(register)
    with register.write("AB") as tx:
        assert tx.bank.freshness() == Freshness(None, None)
        statement = BankStatement(1, 1, BankFormat.OFX, date(2024, 2, 1), DAY, 100, -30, 2, None, 70)
        number = tx.bank.add_statement(statement)
        record = tx.bank.import_(1)
        assert record is not None
        assert record.report == REPORT
        assert tx.bank.by_hash("ab" * 32, StatementKind.BANK) == record
        assert tx.bank.by_hash("ab" * 32, StatementKind.NOTICES) is None
        assert tx.bank.statements(1) == (replace(statement, id=number),)
        assert tx.bank.freshness() == Freshness(DAY, NOW)
        notices = add_import(tx, StatementKind.NOTICES)
        assert [each.id for each in tx.bank.imports()] == [notices, 1]
        assert [each.id for each in tx.bank.imports(StatementKind.BANK)] == [1]
        tx.bank.forget(1)
        tx.bank.save_report(replace(record, undone_at=datetime(2024, 3, 1, tzinfo=UTC)))
        assert tx.bank.by_hash("ab" * 32, StatementKind.BANK) is None
        assert tx.bank.statements() == ()
        assert tx.bank.freshness() == Freshness(None, None)
        account = tx.bank.accounts()[0]
        tx.bank.update_account(replace(account, label="Autre"))
        with pytest.raises(Problem, match="changed_meanwhile"):
            tx.bank.update_account(account)


NOTICE = Notice("viamedis", DAY, 70255, "AVIS 12/é", NoticeSource.FILE, import_id=1)


def test_notices_are_kept_with_their_lines(register: Register) -> None:
    with register.write("AB") as tx:
        lines = [
            NoticeLine(0, LineKind.PAID, "000000001", 1647, claim_id=5, import_id=1),
            NoticeLine(0, LineKind.REJECTED, "000000002", 2310, "R1", "Droits", import_id=2),
        ]
        number = tx.notices.add(NOTICE, lines)
        other = tx.notices.add(replace(NOTICE, operator="almerys", reference="", import_id=0))
        notice = tx.notices.get(number)
        assert notice == replace(NOTICE, id=number)
        tx.notices.update(replace(notice, received=19854, withheld=50401))
        with pytest.raises(Problem, match="changed_meanwhile"):
            tx.notices.update(notice)
        tx.journal.record("notices.added")
    with register.read() as tx:
        assert [each.id for each in tx.notices.find(NoticeFilter(reference="Avis 12 / E"))] == [number]
        assert [each.id for each in tx.notices.find(NoticeFilter(operator="almerys"))] == [other]
        received = NoticeFilter(states=frozenset({NoticeState.RECEIVED}))
        assert [each.id for each in tx.notices.find(received)] == [number]
        assert tx.notices.find(NoticeFilter(date_from=date(2024, 3, 1))) == ()
        assert [each.id for each in tx.notices.find(NoticeFilter(import_id=1))] == [number]
        first, second = tx.notices.lines(number)
        assert (first.kind, first.cents, second.reject_label) == (LineKind.PAID, 1647, "Droits")
        assert tx.notices.lines_of_claim(5) == (first,)
        assert tx.notices.lines_of_import(2) == (second,)
    with register.write("AB") as tx:
        tx.notices.update_line(replace(first, claim_id=7))
        tx.notices.remove_lines(2)
        assert [each.claim_id for each in tx.notices.lines(number)] == [7]
        tx.notices.remove(number)
        assert tx.notices.get(number) is None
        assert tx.notices.lines(number) == ()
        tx.journal.record("notices.removed")


@pytest.mark.parametrize(
    ("received", "withheld", "state"),
    [
        (0, 0, NoticeState.ANNOUNCED),
        (0, 58840, NoticeState.WITHHELD),
        (58840, 0, NoticeState.RECEIVED),
        (100, 0, NoticeState.PARTLY_RECEIVED),
        (0, 100, NoticeState.PARTLY_RECEIVED),
        (58841, 0, NoticeState.OVERPAID),
    ],
)
def test_the_state_of_a_notice(received: int, withheld: int, state: NoticeState) -> None:
    assert Notice("o", DAY, 58840, received=received, withheld=withheld).state is state


def test_matches_are_kept_found_and_undone(register: Register) -> None:
    (number,) = bring(register, CREDIT)
    match = Match(
        number,
        Rung.TOTAL,
        False,
        (
            Allocation(Target.NOTICE, 4, 70255),
            Allocation(Target.CLAIM, 5, 100, 6),
            Allocation(Target.WITHHOLDING, 9, -25549),
        ),
        NOW,
        "AB",
        2,
    )
    assert match.taken == 44806
    with register.write("AB") as tx:
        first = tx.matches.add(match)
        swallowed = tx.matches.add(replace(match, credit_id=0, allocations=()))
        tx.journal.record("matches.added")
        kept = tx.matches.get(first)
        assert kept is not None
        assert [(each.target, each.target_id, each.cents) for each in kept.allocations] == [
            (Target.NOTICE, 4, 70255),
            (Target.CLAIM, 5, 100),
            (Target.WITHHOLDING, 9, -25549),
        ]
        assert replace(kept, allocations=(), id=0) == replace(match, allocations=())
        assert tx.matches.of_credit(number) == (kept,)
        assert tx.matches.of_target(Target.CLAIM, 5) == (kept,)
        assert tx.matches.of_target(Target.CLAIM, 4) == ()
        assert tx.matches.of_notice(4) == tx.matches.of_notice(6) == (kept,)
        assert [each.id for each in tx.matches.standing()] == [first, swallowed]
        assert (tx.bank.matched_of(1), tx.notices.matched_of(1)) == (1, 0)
    with register.write("LM") as tx:
        tx.matches.undo(replace(kept, undone_at=NOW, undone_by="LM"))
        tx.journal.record("matches.undone")
        assert tx.matches.of_credit(number) == ()
        assert [each.undone_by for each in tx.matches.of_credit(number, undone=True)] == ["LM"]
        assert tx.bank.matched_of(1) == 0
        with pytest.raises(Problem, match="changed_meanwhile"):
            tx.matches.undo(replace(kept, undone_at=NOW))


def test_rules_of_payers(register: Register) -> None:
    with register.write("AB") as tx:
        number = tx.matches.add_rule(PayerRule("viamedis", "viamedis paiements"))
        (rule,) = tx.matches.rules()
        assert rule == PayerRule("viamedis", "viamedis paiements", id=number)
        tx.matches.update_rule(replace(rule, words="viamedis"))
        with pytest.raises(Problem, match="changed_meanwhile"):
            tx.matches.update_rule(rule)
        tx.matches.remove_rule(number)
        assert tx.matches.rules() == ()
        tx.journal.record("rules.removed")


def test_the_key_of_the_lines_is_in_no_dump(register: Register) -> None:
    with register.write("AB") as tx:
        key = tx.bank.draw_line_key()
        tx.journal.record("bank.imported")
    assert key.hex() not in "\n".join(register.dump())
