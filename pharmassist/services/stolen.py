"""Was a password stolen somewhere? Asked only where the pharmacy wants it; not checked is never good."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.accesses import known_access
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.entries import Entries
from pharmassist.services.ports.register import Register
from pharmassist.services.ports.stolen import StolenLists
from pharmassist.services.ports.vault import Vault
from pharmassist.services.texts import translate as _

WANTED = "breach_check"
"""Setting: ``yes`` where the pharmacy wants the check; anything else is no."""
PREFIX = 5
"""Signs of the hash that leave this PC."""


class Outcome(StrEnum):
    """Three answers that are never taken for one another."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is known of a password: how often it was seen, or why nothing was asked."""

    outcome: Outcome
    times: int = 0
    why: Problem | None = None


def exposure_word(code: str) -> str:
    """Say one of the three answers."""
    words = {
        Outcome.FOUND: _("found in stolen lists"),
        Outcome.NOT_FOUND: _("not found in stolen lists"),
        Outcome.NOT_CHECKED: _("not checked"),
    }
    return words[Outcome(code)]


class StolenCheck:
    """Asks about one password at a time."""

    def __init__(self, register: Register, vault: Vault, lists: StolenLists, changes: Changes) -> None:
        self._register, self._lists, self._changes = register, lists, changes
        self._entries = Entries(register, vault, changes)

    def wanted(self) -> bool:
        """Tell whether the pharmacy wants the check."""
        with self._register.read() as tx:
            return tx.people.settings().get(WANTED) == "yes"

    def want(self, who: str, wanted: bool) -> None:
        """Say whether the pharmacy wants it; it does not until somebody says so."""
        with self._register.write(who) as tx:
            tx.people.set_setting(WANTED, "yes" if wanted else "no")
            tx.journal.record("setting.changed", WANTED, {"value": "yes" if wanted else "no"})
        self._changes.post(Kind.PEOPLE)

    def check(self, who: str, access_id: int) -> Exposure:
        """Ask about the password under way, or the one in force; the vault's problems pass through."""
        if not self.wanted():
            return Exposure(Outcome.NOT_CHECKED, why=Problem("breach_not_wanted"))
        with self._register.read() as tx:
            access, rotation = known_access(tx, access_id), tx.accesses.rotation(access_id)
        number = rotation.candidate if rotation else access.current
        exposure = self.ask(self._entries.fetch(access, number))
        with self._register.write(who) as tx:
            facts = {"number": number, "exposure": exposure.outcome.value, "times": exposure.times}
            tx.journal.record("password.breach_asked", str(access_id), facts)
        self._changes.post(Kind.ACCESSES)
        return exposure

    def ask(self, secret: Secret) -> Exposure:
        """Send the first five signs of the hash and look for the rest in what comes back."""
        text = secret.reveal().encode("utf-8", "surrogatepass")
        digest = hashlib.sha1(text, usedforsecurity=False).hexdigest().upper()
        try:
            seen = self._lists.range(digest[:PREFIX])
        except Problem as problem:
            return Exposure(Outcome.NOT_CHECKED, why=problem)
        times = seen.get(digest[PREFIX:], 0)
        return Exposure(Outcome.FOUND if times else Outcome.NOT_FOUND, times)
