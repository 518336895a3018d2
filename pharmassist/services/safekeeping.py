"""Safekeeping: verified copies, restoring, proof of the journal, comparing, and what to mend."""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pharmassist.domain.journal import JournalState
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import BackupReport, Register
from pharmassist.services.ports.vault import Vault
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import moment, short_day
from pharmassist.services.texts import translate as _

BACKUP_FOLDER = "backups"
"""Where copies go when no folder is named; a second support is asked for by ``doctor``'s remedy."""

BACKUP_DAYS = 7
"""A copy older than this is said by ``doctor``."""

LAST_BACKUP = "backup.last"
"""Setting: the instant of the last verified copy."""

LAST_BACKUP_HEAD = "backup.head"
"""Setting: the head of the journal in that copy."""

HEAD_SIGNS = 8
"""Signs of the journal's head that are printed."""

_COLUMNS = ("number", "at", "who", "what", "subject", "facts", "previous", "hash")

CLOCK_BACK = timedelta(minutes=5)
"""A clock behind the journal by more than this is said."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of ``doctor``: ``remedy`` is "" when all is well."""

    name: str
    ok: bool
    message: str
    remedy: str = ""


class SafeKeeping:
    """What keeps an open register from being lost or altered unseen."""

    def __init__(self, register: Register, vault: Vault, clock: Clock, changes: Changes) -> None:
        self._register, self._vault = register, vault
        self._clock, self._changes = clock, changes

    def backup(self, who: str, folder: Path | None = None) -> BackupReport:
        """Write a verified encrypted copy, beside the register unless a folder is named.

        Raises ``backup_failed``, or ``register_damaged`` when the register is not sound.
        """
        report = self._register.backup(folder or self._register.path.parent / BACKUP_FOLDER)
        with self._register.write(who) as tx:
            tx.people.set_setting(LAST_BACKUP, tx.now.isoformat())
            tx.people.set_setting(LAST_BACKUP_HEAD, report.head)
            tx.journal.record(
                "register.backed_up", report.path.name, {"head": report.head, "entries": report.entries}
            )
        self._changes.post(Kind.JOURNAL)
        return report

    def verify_journal(self, head: str = "") -> JournalState:
        """Recompute the chain; ``head`` = the signs printed on a page, which must still be found.

        Raises ``Problem("journal_head_unreadable")`` for less than eight hexadecimal signs.
        """
        signs = "".join(head.split()).lower()
        if head and (len(signs) < HEAD_SIGNS or not set(signs) <= set(string.hexdigits)):
            raise Problem("journal_head_unreadable", {"text": head[:20]})
        with self._register.read() as tx:
            return tx.journal.verify(signs)

    def dump(self, tables: tuple[str, ...] = ()) -> Iterator[str]:
        """Yield the canonical text of the tables; raises ``Problem("table_unknown")``."""
        return self._register.dump(tables)

    def doctor(self) -> tuple[Check, ...]:
        """Look at everything that can be mended; reads every page of the register."""
        return (
            self._pages(),
            self._journal(),
            self._copies(),
            self._keyring(),
            self._time(),
            self._bank(),
        )

    def _pages(self) -> Check:
        wrong = self._register.check()
        if not wrong:
            return Check("register", True, _("Every page of the register was read and is sound."))
        told = describe(Problem("register_damaged", details="\n".join(wrong)))
        return Check("register", False, f"{told.sentence} ({told.details})", told.remedy)

    def _journal(self) -> Check:
        try:
            with self._register.read() as tx:
                state = tx.journal.verify()
        except Problem as problem:
            return _told("journal", problem)
        if state.ok:
            message = _("The journal holds: {entries} entries, head {head}.")
            return Check("journal", True, message.format(entries=state.entries, head=state.head[:HEAD_SIGNS]))
        message = _("The journal was altered at entry {number}.").format(number=state.broken_at)
        return Check(
            "journal", False, message, _("Keep this register as it is and compare it with a backup.")
        )

    def _copies(self) -> Check:
        try:
            with self._register.read() as tx:
                last, now = tx.people.settings().get(LAST_BACKUP, ""), tx.now
        except Problem as problem:
            return _told("backup", problem)
        remedy = _("Write a copy on a second support, which you keep elsewhere.")
        if not last:
            return Check("backup", False, _("No copy of the register was ever written."), remedy)
        instant = datetime.fromisoformat(last)
        message = _("Last verified copy: {moment}.").format(moment=moment(instant))
        recent = now - instant <= timedelta(days=BACKUP_DAYS)
        return Check("backup", recent, message, "" if recent else remedy)

    def _keyring(self) -> Check:
        try:
            self._vault.probe()
        except Problem as problem:
            return _told("vault", problem)
        return Check(
            "vault", True, _("{vault} keeps and gives back what it is given.").format(vault=self._vault.name)
        )

    def _time(self) -> Check:
        try:
            with self._register.read() as tx:
                behind = tx.now - self._clock.now()
        except Problem as problem:
            return _told("clock", problem)
        if behind <= CLOCK_BACK:
            return Check("clock", True, _("The clock agrees with the journal."))
        return Check(
            "clock",
            False,
            _("The clock is behind the last entry of the journal."),
            _("Set the date and time of this computer."),
        )

    def _bank(self) -> Check:
        try:
            with self._register.read() as tx:
                bank, today = tx.bank.freshness(), self._clock.today()
                alsace = tx.people.pharmacy().alsace_moselle
        except Problem as problem:
            return _told("bank", problem)
        if bank.day is None:
            return Check("bank", True, _("No bank statement yet: nothing is known of what came in."))
        message = _("The bank is known until {day}.").format(day=short_day(bank.day))
        if bank.fresh(today, alsace):
            return Check("bank", True, message)
        return Check("bank", False, message, _("Import the statement of the days since."))


def _told(name: str, problem: Problem) -> Check:
    """Put a problem met by a check into its line."""
    text = describe(problem)
    return Check(name, False, text.sentence, text.remedy)
