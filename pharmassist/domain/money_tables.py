"""Titles of bank tables and of notices, and what each may become.

As for invoices (``domain/headers.py``): exact words first, a person confirms what is doubtful,
columns of a patient are never read. Here a payer's name is one that may be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from pharmassist.domain.headers import Confidence, fold
from pharmassist.domain.identifiers import looks_like_nir

F = TypeVar("F", bound=StrEnum)


class BankField(StrEnum):
    """Columns of a bank table (cli.md)."""

    DATE = "date"
    VALUE_DATE = "value_date"
    LABEL = "label"
    AMOUNT = "amount"
    DEBIT = "debit"
    CREDIT = "credit"
    REFERENCE = "reference"
    PAYER_NAME = "payer_name"
    PAYER_IBAN = "payer_iban"


class NoticeField(StrEnum):
    """Columns of a table of notices (cli.md)."""

    OPERATOR = "operator"
    FLOW_DATE = "flow_date"
    TOTAL = "total"
    REFERENCE = "reference"
    INVOICE = "invoice"
    AMC_AMOUNT = "amc_amount"
    STATE = "state"
    REJECT_CODE = "reject_code"
    REJECT_LABEL = "reject_label"


@dataclass(frozen=True, slots=True)
class TableGuess(Generic[F]):
    """What a column may be; ``field`` None when it is not read. ``index`` counts from 0."""

    index: int
    header: str
    field: F | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Vocabulary(Generic[F]):
    """The titles of one kind of table; ``needs`` are groups of fields of which one must be there."""

    sure: Mapping[str, F]
    confirm: Mapping[str, F]
    needs: tuple[tuple[F, ...], ...]

    def forbidden(self, header: str) -> bool:
        """Tell whether a column may hold a patient or a product and is never read."""
        words = fold(header)
        return words not in self.sure and words not in self.confirm and bool(set(words.split()) & _PATIENT)

    def recognise(self, header: str) -> tuple[F | None, Confidence]:
        """Tell what a title may be."""
        words = fold(header)
        if words in self.sure:
            return self.sure[words], Confidence.SURE
        if words in self.confirm:
            return self.confirm[words], Confidence.CONFIRM
        return None, Confidence.FORBIDDEN if self.forbidden(header) else Confidence.UNUSED

    def guess(self, header: Sequence[str], sample: Sequence[Sequence[str]] = ()) -> tuple[TableGuess[F], ...]:
        """Guess every column; each field is given to one column only, the surest."""
        found: list[TableGuess[F]] = []
        taken: set[F] = set()
        recognised = [self.recognise(title) for title in header]
        best: dict[F, int] = {}
        for index, (field, confidence) in enumerate(recognised):
            if field is None:
                continue
            if field not in best or (
                confidence is Confidence.SURE and recognised[best[field]][1] is not Confidence.SURE
            ):
                best[field] = index
        for index, title in enumerate(header):
            field, confidence = recognised[index]
            cells = [row[index] for row in sample if index < len(row) and row[index].strip()]
            if field is None and cells and sum(map(looks_like_nir, cells)) * 2 >= len(cells):
                # what is read is masked, or its line refused: here nothing is even shown
                confidence = Confidence.FORBIDDEN
            elif field is not None and (best[field] != index or field in taken):
                field, confidence = None, Confidence.UNUSED
            if field is not None:
                taken.add(field)
            found.append(TableGuess(index, title, field, confidence))
        return tuple(found)

    def missing(self, fields: Sequence[F]) -> tuple[F, ...]:
        """Return what a mapping still lacks: the first field of each group it has none of."""
        return tuple(group[0] for group in self.needs if not set(group) & set(fields))

    def certain(self, guesses: Sequence[TableGuess[F]]) -> dict[F, int] | None:
        """Return the mapping of a header nobody needs to confirm, or None."""
        titles = [fold(guess.header) for guess in guesses if fold(guess.header)]
        if any(guess.confidence is Confidence.CONFIRM for guess in guesses) or len(titles) != len(
            set(titles)
        ):
            return None
        places = {guess.field: guess.index for guess in guesses if guess.field is not None}
        return None if self.missing(tuple(places)) else places

    @property
    def titles(self) -> frozenset[str]:
        """Every title it knows, folded."""
        return frozenset((*self.sure, *self.confirm))


_PATIENT = frozenset(
    (
        *("nir", "nss", "secu", "securite", "matricule", "patient", "patients", "prenom", "prenoms"),
        *("beneficiaire", "assure", "assuree", "naissance", "ddn", "medecin", "prescripteur"),
        *("produit", "produits", "medicament", "medicaments", "cip", "cip13", "ean"),
    )
)


def _words(fields: Mapping[F, str]) -> dict[str, F]:
    return {" ".join(title.split()): field for field, text in fields.items() for title in text.split(",")}


BANK = Vocabulary(
    sure=_words(
        {
            BankField.DATE: "date, date operation, date d operation, date de l operation, date op, dateop, "
            "date comptable, date de comptabilisation, date comptabilisation, date compta, date ecriture",
            BankField.VALUE_DATE: "date valeur, date de valeur, dateval, date val, valeur, value date",
            BankField.LABEL: "libelle, libelle operation, libelle de l operation, libelle simplifie, "
            "intitule, operation, operations, nature de l operation, description, label",
            BankField.AMOUNT: "montant, montant eur, montant euros, montant en euros, montant operation, "
            "montant de l operation, montant avec son signe, amount",
            BankField.DEBIT: "debit, debit eur, debit euros, debit en euros, montant debit, debits",
            BankField.CREDIT: "credit, credit eur, credit euros, credit en euros, montant credit, credits",
            BankField.REFERENCE: "reference, reference operation, reference de l operation, ref, "
            "reference de bout en bout, reference virement, reference du virement, end to end, endtoendid",
            BankField.PAYER_NAME: "donneur d ordre, nom du donneur d ordre, nom donneur d ordre, emetteur, "
            "nom emetteur, nom de l emetteur, nom du debiteur, nom du payeur, payer name",
            BankField.PAYER_IBAN: "iban emetteur, iban de l emetteur, iban donneur d ordre, "
            "iban du donneur d ordre, compte emetteur, iban du payeur, payer iban",
        }
    ),
    confirm=_words(
        {
            BankField.LABEL: "detail, details, motif, informations, information complementaire, nature",
            BankField.AMOUNT: "mouvement, somme, valeur en euros, euros",
            BankField.PAYER_NAME: "tiers, contrepartie, nom, nom de la contrepartie",
            BankField.PAYER_IBAN: "iban, iban contrepartie, compte contrepartie",
            BankField.REFERENCE: "numero operation, n operation, numero d operation, numero",
        }
    ),
    needs=((BankField.DATE,), (BankField.AMOUNT, BankField.CREDIT)),
)
NOTICES = Vocabulary(
    sure=_words(
        {
            NoticeField.OPERATOR: "operateur, operateur tp, operateur de tiers payant, operator, otp",
            NoticeField.FLOW_DATE: "date de flux, date flux, journee de flux, date du flux, flow date, "
            "date de paiement, date paiement, date reglement, date de reglement, date du virement, "
            "date virement, date comptable, date du bordereau, date bordereau",
            NoticeField.TOTAL: "total, montant total, total vire, montant vire, montant du virement, "
            "montant virement, total bordereau, montant bordereau, montant paiement, total du virement, "
            "total annonce, montant annonce",
            NoticeField.REFERENCE: "reference, reference virement, reference de virement, "
            "reference du virement, ref virement, ref vir, n virement, numero de virement, bordereau, "
            "n bordereau, numero de bordereau, reference bordereau",
            NoticeField.INVOICE: "facture, n facture, n de facture, no facture, num facture, numero facture, "
            "numero de facture, invoice",
            NoticeField.AMC_AMOUNT: "amc amount, montant paye, paye, montant regle, regle, montant paye amc, "
            "part amc payee, montant verse, montant rc paye, paye amc, paye rc, "
            "montant regle pour la facture",
            NoticeField.STATE: "etat, statut, state, vir effectue, reglee rejetee ou retenue",
            NoticeField.REJECT_CODE: "code rejet, code de rejet, code motif, code anomalie, reject code",
            NoticeField.REJECT_LABEL: "motif rejet, motif de rejet, libelle rejet, libelle du rejet, "
            "reject label",
        }
    ),
    confirm=_words(
        {
            NoticeField.OPERATOR: "organisme, organisme payeur, payeur, emetteur, mutuelle, amc",
            NoticeField.FLOW_DATE: "date",
            NoticeField.TOTAL: "montant, somme",
            NoticeField.AMC_AMOUNT: "montant amc, part amc, part rc, montant rc",
            NoticeField.REJECT_LABEL: "motif, libelle",
        }
    ),
    needs=((NoticeField.FLOW_DATE,), (NoticeField.TOTAL, NoticeField.AMC_AMOUNT)),
)
ALL_TITLES = BANK.titles | NOTICES.titles
"""What a reader of tables may take for a title besides those of invoices."""
