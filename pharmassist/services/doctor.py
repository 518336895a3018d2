"""The doctor: what is looked at, how it stands, and what to do about it.

Nothing goes to the network unless it was asked (``try_network``). Each check is one small function that
returns a line; one more is added by handing it over as ``more``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from pharmassist.domain.problems import Problem
from pharmassist.services.backups import Backups, BackupState
from pharmassist.services.jobs import Progress, Stop
from pharmassist.services.keys import PROVED, RegisterKeys
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock, Machine
from pharmassist.services.ports.printing import Printing
from pharmassist.services.ports.register import Register
from pharmassist.services.ports.vault import Vault
from pharmassist.services.ports.web import Connection, Web
from pharmassist.services.problem_texts import describe
from pharmassist.services.safekeeping import HEAD_SIGNS
from pharmassist.services.texts import moment, short_day, translate_plural
from pharmassist.services.texts import translate as _

CLOCK_BACK = timedelta(minutes=5)
"""A clock behind the journal by more than this is said."""

LEAST_ROOM = 200_000_000
"""A disk with less is said; so is one that would not take three copies of the register."""

DATA_MONTHS = 12
"""Addresses and numbers of operators that nobody verified for longer are said."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line: ``remedy`` is "" when all is well; with ``ok`` it is only an advice.

    ``remedy`` is said in the window; ``typed`` takes its place on the command line.
    """

    name: str
    ok: bool
    message: str
    remedy: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What the doctor looks at beside the register."""

    vault: Vault
    printing: Printing
    web: Web
    machine: Machine
    catalogue: Catalogue


class Doctor:
    """Looks at everything that can be mended; writes nothing."""

    def __init__(
        self,
        register: Register,
        backups: Backups,
        keys: RegisterKeys,
        around: Around,
        clock: Clock,
        more: Sequence[Callable[[], Check]] = (),
        *,
        demonstration: bool = False,
    ) -> None:
        self._register, self._backups, self._keys = register, backups, keys
        self._around, self._clock, self._more = around, clock, tuple(more)
        self._demonstration = demonstration

    def look(
        self,
        *,
        try_network: bool = False,
        stop: Stop | None = None,
        progress: Progress = lambda _done, _total: None,
    ) -> tuple[Check, ...]:
        """Return every line; reads each page of the register. A problem of a check is its line."""
        checks: list[tuple[str, Callable[[], Check]]] = [
            ("register", self._pages),
            ("journal", self._journal),
            ("backup", self._copies),
            ("vault", self._keyring),
            ("key", self._key),
            ("clock", self._time),
            ("disk", self._room),
            ("printer", self._printers),
            ("network", self._tried if try_network else self._network),
            ("bank", self._bank),
            ("data", self._data),
            *(("data", each) for each in self._more),
            ("versions", self._versions),
        ]
        lines = list[Check]()
        for number, (name, look) in enumerate(checks):
            if stop is not None:
                stop.check()
            progress(number, len(checks))
            try:
                lines.append(look())
            except Problem as problem:
                text, typed = describe(problem), describe(problem, typed=True)
                lines.append(Check(name, False, text.sentence, text.remedy, typed.remedy))
        return tuple(lines)

    def _pages(self) -> Check:
        wrong = self._register.check()
        if not wrong:
            return Check("register", True, _("Every page of the register was read and is sound."))
        told = describe(Problem("register_damaged", details="\n".join(wrong)))
        return Check("register", False, f"{told.sentence} ({told.details})", told.remedy)

    def _journal(self) -> Check:
        with self._register.read() as tx:
            state = tx.journal.verify()
        if state.ok:
            message = _("The journal holds: {entries} entries, head {head}.")
            return Check("journal", True, message.format(entries=state.entries, head=state.head[:HEAD_SIGNS]))
        message = _("The journal was altered at entry {number}.").format(number=state.broken_at)
        return Check(
            "journal", False, message, _("Keep this register as it is and compare it with a backup.")
        )

    def _copies(self) -> Check:
        state = self._backups.state()
        if state.last is None:
            message = _("No copy of the register was ever written.")
            return Check("backup", False, message, _second_support())
        message = _("Last verified copy: {moment}.").format(moment=moment(state.last))
        if state.old:
            return Check("backup", False, message, _second_support())
        if state.trouble:
            text = describe(Problem(state.trouble, {"folder": str(state.folder)}))
            return Check("backup", False, f"{message} {text.sentence}", text.remedy)
        return self._newest(state, message)

    def _newest(self, state: BackupState, message: str) -> Check:
        """Open the newest copy of the usual place again."""
        copies = self._backups.list()
        if copies and not self._register.copy_is_sound(state.folder / copies[0].name):
            words = _("The newest copy, {name}, no longer opens.").format(name=copies[0].name)
            return Check("backup", False, f"{message} {words}", _("Write a new copy, on another support."))
        words = translate_plural("{count} copy in {folder}.", "{count} copies in {folder}.", len(copies))
        words = words.format(count=len(copies), folder=state.folder)
        remedy = "" if state.chosen else _second_support()
        return Check("backup", True, f"{message} {words}", remedy)

    def _keyring(self) -> Check:
        vault = self._around.vault
        vault.probe()
        return Check(
            "vault", True, _("{vault} keeps and gives back what it is given.").format(vault=vault.name)
        )

    def _key(self) -> Check:
        if self._demonstration:
            return Check("key", True, _("The fictional pharmacy needs no recovery sheet."))
        named = self._register.key_id
        try:
            here = self._keys.here()
        except Problem:
            # The line of the keyring tells why.
            message = _("The key {key} opens the register; the keyring could not be asked whether it has it.")
            return Check("key", True, message.format(key=named), _("Have the recovery sheet at hand."))
        if not here:
            message = _("The key {key} is not in the keyring of this PC: only the sheet opens the register.")
            remedy = _("Settings, “Keep the key in this keyring”.")
            typed = _("Keep it there: pharmassist key keep.")
            return Check("key", True, message.format(key=named), remedy, typed)
        with self._register.read() as tx:
            proved = tx.people.settings().get(PROVED, "")
        if not proved:
            message = _("The key {key} is in the keyring; its recovery sheet was not proved yet.")
            remedy = _("Print the sheet in Settings, and type two of its groups back.")
            return Check("key", True, message.format(key=named), remedy)
        message = _("The key {key} is in the keyring, its recovery sheet was proved.")
        return Check("key", True, message.format(key=named))

    def _time(self) -> Check:
        with self._register.read() as tx:
            behind = tx.now - self._clock.now()
        if behind <= CLOCK_BACK:
            return Check("clock", True, _("The clock agrees with the journal."))
        return Check(
            "clock",
            False,
            _("The clock is behind the last entry of the journal."),
            _("Set the date and time of this computer."),
        )

    def _room(self) -> Check:
        home, state = self._register.path.parent, self._backups.state()
        folders = [home, state.folder] if state.chosen and state.folder.is_dir() else [home]
        needed = max(LEAST_ROOM, 3 * self._register.path.stat().st_size)
        free = [(self._around.machine.free_bytes(folder), folder) for folder in folders]
        least, where = min(free, key=lambda each: each[0])
        message = _("{free} free in {folder}.").format(free=_size(least), folder=where)
        if least >= needed:
            return Check("disk", True, message)
        remedy = _("Make room: at least {needed} are wanted.").format(needed=_size(needed))
        return Check("disk", False, message, remedy)

    def _printers(self) -> Check:
        save = _("Documents can be saved as PDF and printed elsewhere.")
        try:
            printers = self._around.printing.printers()
        except Problem as problem:
            return Check("printer", True, describe(problem).sentence, save)
        if not printers:
            return Check("printer", True, _("No printer is installed on this computer."), save)
        first = printers[0]
        if not any(printer.ready for printer in printers):
            message = _("{printer} takes no print at the moment.").format(printer=first.label)
            return Check("printer", False, message, _("Switch it on, or choose another one."))
        ready = [printer.label for printer in printers if printer.ready]
        return Check("printer", True, _("Ready to print: {printers}.").format(printers=", ".join(ready)))

    def _network(self) -> Check:
        proxy = self._around.machine.proxy()
        message = _("No proxy is set: connections are direct.")
        if proxy:
            message = _("Connections go through the proxy {proxy}, as this computer asks.").format(
                proxy=proxy
            )
        nothing = _("Nothing was tried.")
        return Check("network", True, f"{message} {nothing}")

    def _tried(self) -> Check:
        found, proxy = self._around.web.connection(), self._around.machine.proxy()
        if found is Connection.WORKS:
            return Check(
                "network", True, _("The connection works: a public site answered and proved its name.")
            )
        if found is Connection.INTERCEPTED:
            return Check(
                "network",
                False,
                _("Something answers in the place of the sites: a portal of the network, or a filter."),
                _("Open a page in the browser and accept its terms, or ask whoever keeps the network."),
            )
        remedy = _("Check the box and the cable; invoices, steps and paper work without the network.")
        if proxy:
            remedy = _("Check the proxy {proxy}; invoices, steps and paper work without the network.").format(
                proxy=proxy
            )
        return Check("network", False, _("No public site answers: our own connection is cut."), remedy)

    def _bank(self) -> Check:
        with self._register.read() as tx:
            bank, today = tx.bank.freshness(), self._clock.today()
            alsace = tx.people.pharmacy().alsace_moselle
        if bank.day is None:
            return Check("bank", True, _("No bank statement yet: nothing is known of what came in."))
        message = _("The bank is known until {day}.").format(day=short_day(bank.day))
        if bank.fresh(today, alsace):
            return Check("bank", True, message)
        return Check("bank", False, message, _("Import the statement of the days since."))

    def _data(self) -> Check:
        """Look at how long ago numbers and addresses of operators were verified."""
        today = self._clock.today()
        limit = f"{today.year - DATA_MONTHS // 12:04d}-{today.month:02d}"
        operators = self._around.catalogue.operators()
        dates = [contact.verified_on for operator in operators for contact in operator.contacts]
        playbooks = self._around.catalogue.playbooks()
        message = _("{operators} operators and {playbooks} incidents are described.").format(
            operators=len(operators), playbooks=len(playbooks)
        )
        old = sum(not date or date[:7] < limit for date in dates)
        if not old:
            return Check("data", True, message)
        words = _("{count} contacts out of {all} were verified more than a year ago, or never.")
        remedy = _("Call back a number that you know before you trust one of them.")
        return Check("data", True, f"{message} {words.format(count=old, all=len(dates))}", remedy)

    def _versions(self) -> Check:
        told = ", ".join(f"{name} {number}" for name, number in self._around.machine.versions())
        return Check("versions", True, told + ".")


def _second_support() -> str:
    return _("Choose a folder or a stick for the copies in Settings: a second support, kept elsewhere.")


def _size(count: int) -> str:
    """Return a number of bytes as a person says it."""
    if count < 1_000_000_000:
        return _("{count} MB").format(count=count // 1_000_000)
    return _("{count} GB").format(count=count // 1_000_000_000)
