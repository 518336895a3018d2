"""The two kinds of files that the same overlay imports: bank statements and payment notices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pharmassist.domain.bank import Credit
from pharmassist.domain.money_tables import BankField, NoticeField
from pharmassist.domain.statement_imports import StatementReport
from pharmassist.services.banking import BankChoice, BankPreview
from pharmassist.services.directory import operator_names
from pharmassist.services.jobs import Progress, Stop
from pharmassist.services.noticing import NoticeChoice, NoticesPreview
from pharmassist.services.office import Office
from pharmassist.services.ports.files import Source
from pharmassist.services.table_choosing import ColumnsNeeded
from pharmassist.services.texts import mark, money, short_day
from pharmassist.services.texts import translate as _

BANK_FIELDS: dict[str, str] = {
    BankField.DATE.value: mark("Date of the operation"),
    BankField.LABEL.value: mark("Label (bank)"),
    BankField.AMOUNT.value: mark("Amount, with its sign"),
    BankField.CREDIT.value: mark("Credit (column)"),
    BankField.DEBIT.value: mark("Debit (column)"),
    BankField.REFERENCE.value: mark("Reference (column)"),
    BankField.PAYER_NAME.value: mark("Name of the payer"),
    BankField.PAYER_IBAN.value: mark("IBAN of the payer"),
    BankField.VALUE_DATE.value: mark("Value date"),
}
NOTICE_FIELDS: dict[str, str] = {
    NoticeField.OPERATOR.value: mark("Operator (field)"),
    NoticeField.FLOW_DATE.value: mark("Flow day (column)"),
    NoticeField.TOTAL.value: mark("Total announced"),
    NoticeField.REFERENCE.value: mark("Reference of the transfer (column)"),
    NoticeField.INVOICE.value: mark("Invoice number"),
    NoticeField.AMC_AMOUNT.value: mark("Amount paid for the invoice"),
    NoticeField.STATE.value: mark("Paid, rejected or withheld"),
    NoticeField.REJECT_CODE.value: mark("Reject code"),
    NoticeField.REJECT_LABEL.value: mark("Reject reason"),
}
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Seen:
    """A preview: its report, its first new lines (day, sum, words), the file it is bound to."""

    report: StatementReport
    rows: tuple[tuple[str, str, str], ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Columns that a person must confirm, as the form shows them."""

    titles: tuple[str, ...]
    examples: tuple[str, ...]
    chosen: Mapping[int, str]
    hidden: frozenset[int]


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said: columns by field, the account or the operator, the file previewed."""

    columns: Mapping[str, str]
    whose: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file: its words, its fields, and what is asked of the services in the lanes."""

    title: str
    hint: str
    fields: Mapping[str, str]
    whose: str
    """Label of the choice that may be needed: the account, or the operator."""
    needs_whose: str
    """The problem that asks for it."""
    choices: Callable[[Office], list[tuple[str, str]]]
    look: Callable[[Office, Source, Said, Stop, Progress], Seen | Asked]
    store: Callable[[Office, str, Source, Said, Stop, Progress], StatementReport]
    undo: Callable[[Office, str, int], object]
    is_bank: bool


def bank_kind() -> FileKind:
    """Return the import of bank statements."""
    return FileKind(
        _("Import a bank statement"),
        _("OFX, CFONB120, camt.053, CSV or a workbook; or the table copied from your bank's page."),
        {value: _(words) for value, words in BANK_FIELDS.items()},
        _("Account of this table"),
        "bank_account_needed",
        lambda office: [(each.iban, each.iban) for each in office.banking.accounts() if each.iban],
        _look_bank,
        _store_bank,
        lambda office, who, number: office.banking.undo(who, number),
        is_bank=True,
    )


def notices_kind() -> FileKind:
    """Return the import of payment notices."""
    return FileKind(
        _("Import payment notices"),
        _("A table, or lines copied from the operator's page: one line per transfer is enough."),
        {value: _(words) for value, words in NOTICE_FIELDS.items()},
        _("Operator of this table"),
        "notice_operator_needed",
        lambda office: sorted(operator_names(office.catalogue).items(), key=lambda pair: pair[1]),
        _look_notices,
        _store_notices,
        lambda office, who, number: office.noticing.undo(who, number),
        is_bank=False,
    )


def _bank_choice(said: Said) -> BankChoice:
    columns = {BankField(name): column for name, column in said.columns.items()}
    return BankChoice(said.whose, columns, sha256=said.sha256)


def _notice_choice(said: Said) -> NoticeChoice:
    columns = {NoticeField(name): column for name, column in said.columns.items()}
    return NoticeChoice(columns, operator=said.whose, sha256=said.sha256)


def _asked(needed: ColumnsNeeded[BankField] | ColumnsNeeded[NoticeField]) -> Asked:
    first = needed.sample[0][1] if needed.sample else ()
    return Asked(
        needed.shape.header,
        first,
        {each.index: each.field.value for each in needed.guesses if each.field is not None},
        frozenset(each.index for each in needed.guesses if each.confidence == "forbidden"),
    )


def _look_bank(office: Office, source: Source, said: Said, stop: Stop, progress: Progress) -> Seen | Asked:
    seen = office.banking.preview(source, _bank_choice(said), stop, progress)
    if isinstance(seen, BankPreview):
        return Seen(seen.report, tuple(map(_credit_row, seen.credits[:_SHOWN])), seen.sha256)
    return _asked(seen)


def _credit_row(credit: Credit) -> tuple[str, str, str]:
    return short_day(credit.day), money(credit.cents), credit.words or "–"


def _store_bank(
    office: Office, who: str, source: Source, said: Said, stop: Stop, progress: Progress
) -> StatementReport:
    done = office.banking.store(who, source, _bank_choice(said), stop, progress)
    assert isinstance(done, StatementReport)
    return done


def _look_notices(office: Office, source: Source, said: Said, stop: Stop, progress: Progress) -> Seen | Asked:
    seen = office.noticing.preview(source, _notice_choice(said), stop, progress)
    if isinstance(seen, NoticesPreview):
        names = operator_names(office.catalogue)
        rows = tuple(
            (
                short_day(each.day),
                money(each.total),
                f"{names.get(each.operator, each.operator)} {each.reference}".strip(),
            )
            for each in seen.notices[:_SHOWN]
        )
        return Seen(seen.report, rows, seen.sha256)
    return _asked(seen)


def _store_notices(
    office: Office, who: str, source: Source, said: Said, stop: Stop, progress: Progress
) -> StatementReport:
    done = office.noticing.store(who, source, _notice_choice(said), stop, progress)
    assert isinstance(done, StatementReport)
    return done
