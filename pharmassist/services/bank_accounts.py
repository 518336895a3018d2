"""The accounts of a bank file among those of the register: one account keeps one name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pharmassist.domain.bank import BankAccount
from pharmassist.domain.bank_accounts import clean_account, same_account
from pharmassist.domain.problems import Problem
from pharmassist.services.ports.register import Transaction
from pharmassist.services.statement_reading import AccountRead


class Accounts:
    """The accounts of a file among those that are known; new ones are made in a writing transaction."""

    def __init__(self, tx: Transaction, *, writing: bool) -> None:
        self._tx, self._writing = tx, writing
        self._known = list(tx.bank.accounts())
        self._asked = ""
        self.notes: list[str] = []

    def wanted(self, read: Sequence[AccountRead], asked: str) -> Iterator[AccountRead]:
        """Yield the accounts that are wanted; raises as ``Banking.preview``."""
        self._asked = clean_account(asked) if asked.strip() else ""
        named = [each for each in read if each.head.account]
        if self._asked and named:
            chosen = [each for each in named if same_account(each.head.account, self._asked)]
            if not chosen:
                names = ", ".join(dict.fromkeys(each.head.account for each in named))
                raise Problem("bank_account_absent", {"account": self._asked, "accounts": names})
            return iter(chosen)
        return iter(read)

    def of(self, name: str) -> BankAccount:
        """Return the account of a name, made or named now where it must be."""
        name = name or self._asked
        known = [each for each in self._known if each.iban]
        if not name:
            if len(self._known) > 1:
                accounts = ", ".join(each.iban for each in self._known if each.iban)
                raise Problem("bank_account_needed", {"accounts": accounts})
            return self._known[0] if self._known else self._made("")
        same = [each for each in known if same_account(each.iban, name)]
        if len(same) == 1:
            if ":" in same[0].iban and ":" not in name:
                return self._named(same[0], name)
            return same[0]
        unnamed = [each for each in self._known if not each.iban]
        if unnamed and len(self._known) == 1:
            self.notes.append("account_named")
            return self._named(unnamed[0], name)
        return self._made(name)

    def _made(self, name: str) -> BankAccount:
        number = self._tx.bank.add_account(BankAccount(name)) if self._writing else -1 - len(self._known)
        account = BankAccount(name, id=number)
        self._known.append(account)
        return account

    def _named(self, account: BankAccount, name: str) -> BankAccount:
        named = replace(account, iban=name)
        if self._writing:
            self._tx.bank.update_account(named)
            named = replace(named, version=account.version + 1)
        self._known[self._known.index(account)] = named
        return named
