"""Copies of the register: where they go, when one is due, which are still needed, what stands in the way.

One place at a time: a folder or a stick that was chosen and bears a sign of this register, else the
folder beside the register. An automatic copy is written on the first opening of each day; by command,
``backup --automatic`` does the same for a scheduled task.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pharmassist.domain.backups import no_longer_needed, relied_on
from pharmassist.domain.people import Pharmacy
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.jobs import Progress, Stop
from pharmassist.services.ports.files import WholeFiles
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import BackupReport, Register, Transaction

BACKUP_FOLDER = "backups"
"""Where copies go when no folder is chosen: beside the register, on the same disk."""

OLD_DAYS = 7
"""A last copy older than this is said."""

LAST_BACKUP, LAST_BACKUP_HEAD = "backup.last", "backup.head"
"""Settings: the instant of the last verified copy, and the head of the journal in it."""

CHOSEN, AUTOMATIC, TROUBLE = "backup.folder", "backup.automatic", "backup.trouble"
"""Settings: the folder chosen; "no" when copies are made only when asked; the code of the problem
that the last automatic copy met, "" for none."""

BY_ITSELF = "pharmassist"
"""Who signs a copy that nobody asked for."""

SIGN = "LISEZ-MOI-sauvegardes.txt"
"""The file by which a chosen folder is known again: another stick, or the empty folder of a stick that
is not there, is no place for copies."""

_SIGN_WORDS = """Sauvegardes chiffrees de PharmAssist.

Ce dossier recoit les copies du registre (fichiers .backup et .json). Ne renommez rien.
Sans la feuille de secours du registre, personne ne peut les lire.
Pour reprendre une copie : PharmAssist, page d'accueil, "Reprendre une sauvegarde".

Registre : {register}
"""
_MOST_SIGN = 4_000


@dataclass(frozen=True, slots=True)
class BackupState:
    """What the register itself knows of its copies; no folder is looked at."""

    folder: Path
    chosen: bool
    automatic: bool
    last: datetime | None
    trouble: str
    now: datetime
    rehearsal: bool

    @property
    def old(self) -> bool:
        """Tell whether the last verified copy is too old, or whether there was never one."""
        return self.last is None or self.now - self.last > timedelta(days=OLD_DAYS)


@dataclass(frozen=True, slots=True)
class Written:
    """A copy that was written, how many former ones went, and those that no longer open."""

    report: BackupReport
    removed: int = 0
    damaged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A copy of a list: its name, when it was made, whether it opens (None: not looked at)."""

    name: str
    at: datetime
    sound: bool | None = None


class Backups:
    """Writes, lists and rotates copies."""

    def __init__(self, register: Register, files: WholeFiles, clock: Clock, changes: Changes) -> None:
        self._register, self._files, self._clock, self._changes = register, files, clock, changes

    def state(self) -> BackupState:
        """Return what the register knows of its copies."""
        with self._register.read() as tx:
            return state_of(tx, self._register.path.parent)

    def choose(self, who: str, folder: Path | None) -> None:
        """Let copies go to this folder from now on, None for the one beside the register.

        Raises ``backup_folder_absent`` and ``backup_folder_refuses``; the former place stays.
        """
        if folder is not None:
            folder = folder.absolute()
            if not folder.is_dir():
                raise Problem("backup_folder_absent", {"folder": str(folder)})
            try:
                words = _SIGN_WORDS.format(register=self._register.register_id)
                self._files.write(folder / SIGN, words.encode())
            except Problem as problem:
                values = {"folder": str(folder)}
                raise Problem("backup_folder_refuses", values, details=problem.details) from None
        self._set(who, {CHOSEN: str(folder or ""), TROUBLE: ""})

    def set_automatic(self, who: str, *, on: bool) -> None:
        """Let copies be made by themselves each day, or only when asked."""
        self._set(who, {AUTOMATIC: "" if on else "no"})

    def write(
        self,
        who: str,
        folder: Path | None = None,
        stop: Stop | None = None,
        progress: Progress = lambda _done, _total: None,
    ) -> Written:
        """Write a verified copy; in the usual place those no longer needed go, elsewhere none does.

        Raises ``backup_folder_absent``, the problems of ``Register.backup`` and ``Cancelled``.
        """
        state = self.state()
        if folder is None and state.chosen:
            self._there(state.folder)
        report = self._register.backup(folder or state.folder, stop, progress)
        with self._register.write(who) as tx:
            tx.people.set_setting(LAST_BACKUP, tx.now.isoformat())
            tx.people.set_setting(LAST_BACKUP_HEAD, report.head)
            tx.people.set_setting(TROUBLE, "")
            tx.journal.record(
                "register.backed_up", report.path.name, {"head": report.head, "entries": report.entries}
            )
        self._changes.post(Kind.BACKUPS)
        if folder is not None:
            return Written(report)
        return self._rotated(report, state.folder, stop or Stop())

    def automatic(
        self, stop: Stop | None = None, progress: Progress = lambda _done, _total: None
    ) -> Written | None:
        """Write the copy of the day where one is due; None where none is.

        A problem is kept in the register, for Aujourd'hui and the doctor to tell, and raised.
        """
        if not self.due():
            return None
        try:
            return self.write(BY_ITSELF, None, stop, progress)
        except Problem as problem:
            if self.state().trouble != problem.code:
                with self._register.write(BY_ITSELF) as tx:
                    tx.people.set_setting(TROUBLE, problem.code)
                    tx.journal.record("register.not_backed_up", problem.code)
                self._changes.post(Kind.BACKUPS)
            raise

    def due(self) -> bool:
        """Tell whether the copy of today is still to be written in the usual place.

        A register to practise with makes none by itself.
        """
        state = self.state()
        if not state.automatic or state.rehearsal:
            return False
        try:
            if state.chosen:
                self._there(state.folder)
            copies = self._register.copies(state.folder)
        except Problem:
            return True
        return not copies or copies[-1].at.date() < state.now.date()

    def list(self, *, look: bool = False, stop: Stop | None = None) -> tuple[CopyLine, ...]:
        """Return the copies of the usual place, newest first; ``look`` opens each again.

        Raises ``backup_folder_absent`` where a chosen place is not there.
        """
        state, lines = self.state(), list[CopyLine]()
        if state.chosen:
            self._there(state.folder)
        elif not state.folder.is_dir():
            return ()
        for copy in reversed(self._register.copies(state.folder)):
            if stop is not None:
                stop.check()
            sound = self._register.copy_is_sound(state.folder / copy.name) if look else None
            lines.append(CopyLine(copy.name, copy.at, sound))
        return tuple(lines)

    def _there(self, folder: Path) -> None:
        """Raise ``backup_folder_absent`` where the chosen folder does not bear this register's sign."""
        try:
            sign = self._files.read(folder / SIGN, _MOST_SIGN)
        except Problem as problem:
            values = {"folder": str(folder)}
            raise Problem("backup_folder_absent", values, retryable=True, details=problem.details) from None
        if self._register.register_id.encode() not in sign:
            raise Problem("backup_folder_absent", {"folder": str(folder)}, retryable=True)

    def _rotated(self, report: BackupReport, folder: Path, stop: Stop) -> Written:
        """Take away what is no longer needed, once it and what stands for it were opened again.

        What does not open is never taken away and never counts: a sound one stands for it.
        """
        copies, damaged = set(self._register.copies(folder)), set[str]()
        while gone := no_longer_needed(copies):
            bad = set()
            for copy in sorted(relied_on(gone, copies)):
                if stop.asked:
                    return Written(report, 0, tuple(sorted(damaged)))
                if not self._register.copy_is_sound(folder / copy.name):
                    bad.add(copy)
            if not bad:
                break
            copies -= bad
            damaged |= {copy.name for copy in bad}
        for copy in gone:
            self._register.remove_copy(folder / copy.name)
        return Written(report, len(gone), tuple(sorted(damaged)))

    def _set(self, who: str, settings: dict[str, str]) -> None:
        with self._register.write(who) as tx:
            for name, value in settings.items():
                tx.people.set_setting(name, value)
                tx.journal.record("setting.changed", name, {"value": value})
        self._changes.post(Kind.PEOPLE)


def state_of(tx: Transaction, home: Path) -> BackupState:
    """Return what the settings tell of the copies of a register that lies in ``home``."""
    return state_from(tx.people.settings(), tx.people.pharmacy(), tx.now, home)


def state_from(settings: Mapping[str, str], pharmacy: Pharmacy, now: datetime, home: Path) -> BackupState:
    """Return the same from settings that were read."""
    chosen, last = settings.get(CHOSEN, ""), settings.get(LAST_BACKUP, "")
    return BackupState(
        folder=Path(chosen) if chosen else home / BACKUP_FOLDER,
        chosen=bool(chosen),
        automatic=settings.get(AUTOMATIC, "") != "no",
        last=datetime.fromisoformat(last) if last else None,
        trouble=settings.get(TROUBLE, ""),
        now=now,
        rehearsal=bool(pharmacy.rehearsal_start),
    )
