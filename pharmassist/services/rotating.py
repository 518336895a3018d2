"""Changing a password so that none can be lost.

The vault and the register cannot commit together. So a number is reserved in the register
before its entry is written, an entry is never overwritten, and the register's pointers move
only once the entry was read back. Whatever call the program ends at, the old and the new
password are both in the vault and :meth:`Rotating.resume` knows where one stood.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from pharmassist.domain.accesses import (
    PREVIOUS_KEPT_DAYS,
    Access,
    AccessKind,
    Rotation,
    Stage,
)
from pharmassist.domain.identifiers import refuse_nir
from pharmassist.domain.mailbox_hosts import login_name
from pharmassist.domain.mailboxes import PasswordRules
from pharmassist.domain.passphrases import passphrase
from pharmassist.domain.passwords import generate
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.accesses import (
    ATTESTED,
    LOGIN,
    NO_LOGIN,
    Accesses,
    known_access,
    proof,
    trusted_host,
)
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.entries import Entries, Entry
from pharmassist.services.login_tests import old_tried, provider_name, refuse_untestable, testable
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.mailbox import Login, Mailbox
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.ports.vault import Vault
from pharmassist.services.standing import SetAside, Standing, begin, not_yet, running, same, set_aside

Which = Literal["current", "candidate", "previous"]
_PROVED = (Stage.VERIFIED, Stage.ATTESTED)


class Rotating:
    """Leads a change of password through its stages; every method may be called again after a stop.

    Vault problems pass through unchanged; ``changed_meanwhile`` when another process acted.
    """

    def __init__(
        self,
        register: Register,
        vault: Vault,
        mailbox: Mailbox,
        catalogue: Catalogue,
        clock: Clock,
        changes: Changes,
    ) -> None:
        self._register, self._mailbox, self._clock, self._changes = register, mailbox, clock, changes
        self._catalogue, self._entries = catalogue, Entries(register, vault, changes)
        self.accesses = Accesses(register, catalogue, changes)
        self.same_elsewhere = self._entries.same_elsewhere

    # --- the five lines -------------------------------------------------------------

    def start(self, who: str, access_id: int, *, reason: str = "") -> Rotation:
        """Begin: a new password is made, kept and read back (stage ``proposed``).

        A portal comes after its mailbox, or for a ``reason``: ``rotation_order``.
        """
        refuse_nir(reason)
        access = self._access(access_id)
        if access.kind is not AccessKind.MAILBOX and not reason.strip():
            mailboxes = [
                line.access for line in self.accesses.lines() if line.access.kind is AccessKind.MAILBOX
            ]
            if mailboxes and self.accesses.mailbox_rotated(access.operator) is None:
                raise Problem("rotation_order")
        number = self._entries.free_number(access)
        with self._write(who) as tx:
            access = known_access(tx, access_id)
            if tx.accesses.rotation(access_id) is not None:
                raise Problem("rotation_running", {"login": access.login})
            number = max(number, access.last_number + 1)
            begin(tx, who, access, number, Stage.PLANNED)
            facts: dict[str, str | int] = {"number": number}
            if reason.strip():
                facts["reason"] = reason.strip()
            tx.journal.record("rotation.started", str(access_id), facts)
        return self._propose(who, access_id)

    def accepted(self, who: str, access_id: int) -> Rotation:
        """Answer "Accepté": the provider took the candidate."""
        return self._move(who, access_id, (Stage.PROPOSED, Stage.CHANGED), Stage.CHANGED, "rotation.accepted")

    def refused(self, who: str, access_id: int) -> Rotation:
        """Answer "Refusé": another candidate is kept, then proposed; the refused one stays for now."""
        self._at(access_id, Stage.PROPOSED, Stage.CHANGED)
        number = self._entries.keep_new(who, access_id, generate(self.rules(self._access(access_id))).secret)
        with self._write(who) as tx:
            rotation = running(tx, access_id)
            told = replace(
                rotation, candidate=number, stage=Stage.PROPOSED, refusals=rotation.refusals + 1, proof=""
            )
            tx.accesses.update_rotation(told)
            facts = {"refused": rotation.candidate, "number": number}
            tx.journal.record("rotation.refused", str(access_id), facts)
        return self._told(access_id)

    def other(self, who: str, access_id: int, secret: Secret) -> Rotation:
        """Answer "J'en ai mis un autre": what the person chose is kept and becomes the candidate."""
        return self._instead(who, access_id, secret, Stage.CHANGED, "rotation.other")

    def propose_phrase(self, who: str, access_id: int) -> Rotation:
        """Propose seven French words in place of the candidate; raises ``passphrase_refused``."""
        made = passphrase(self._catalogue.words(), self.rules(self._access(access_id)))
        return self._instead(who, access_id, made.secret, Stage.PROPOSED, "rotation.phrase")

    def _instead(self, who: str, access_id: int, secret: Secret, stage: Stage, what: str) -> Rotation:
        seen = (Stage.PROPOSED, Stage.CHANGED) if stage is Stage.CHANGED else (Stage.PROPOSED,)
        self._at(access_id, *seen)
        number = self._entries.keep_new(who, access_id, secret)
        with self._write(who) as tx:
            rotation = running(tx, access_id)
            tx.accesses.update_rotation(replace(rotation, candidate=number, stage=stage, proof=""))
            facts = {"number": number, "instead_of": rotation.candidate}
            tx.journal.record(what, str(access_id), facts)
        return self._told(access_id)

    def adopt(self, who: str, access_id: int, number: int) -> Rotation:
        """Take a spare entry (found after a restore or an interruption) as the candidate.

        Where no change is under way one begins with it: it is proved like any other.
        """
        if self._rotation(access_id) is not None:
            self._at(access_id, Stage.PROPOSED, Stage.CHANGED)
        self._entries.fetch(self._access(access_id), number)
        with self._write(who) as tx:
            access, rotation = known_access(tx, access_id), tx.accesses.rotation(access_id)
            facts = {"number": number}
            if rotation is None:
                begin(tx, who, access, number, Stage.PROPOSED)
            else:
                tx.accesses.update(replace(access, last_number=max(number, access.last_number)))
                told = replace(rotation, candidate=number, stage=Stage.PROPOSED, proof="")
                tx.accesses.update_rotation(told)
                facts["instead_of"] = rotation.candidate
            tx.journal.record("rotation.adopted", str(access_id), facts)
        return self._told(access_id)

    def verify(self, who: str, access_id: int) -> Login:
        """Try one real login with the candidate: accepted → ``verified``; refused keeps everything.

        What the server answered is recorded, also when whoever asked waits no longer; but if
        the change moved on meanwhile (``changed_meanwhile``) the answer is about no candidate.
        Raises ``rotation_no_login_test``, ``mailbox_host_missing``, ``mailbox_host_foreign`` and
        the problems of the mailbox; none of them moves a pointer.
        """
        rotation = self._at(access_id, Stage.CHANGED)
        access = self._access(access_id)
        refuse_untestable(access, self.accesses.provider(access))
        try:
            answer = self._login(access, rotation.candidate)
        except Problem as problem:
            if problem.code == "mailbox_no_login":
                self._note_no_login(who, rotation)
            raise
        with self._write(who) as tx:
            rotation = same(tx, rotation)
            if answer is Login.ACCEPTED:
                words = proof(LOGIN, f"{access.host}:{access.port}", tx.now)
                tx.accesses.update_rotation(replace(rotation, stage=Stage.VERIFIED, proof=words))
                tx.journal.record("rotation.verified", str(access_id), {"host": access.host})
            else:
                tx.journal.record("rotation.login_refused", str(access_id), {"host": access.host})
        return answer

    def try_old(self, who: str, access_id: int) -> Login:
        """Try the old password once, to show that it is dead: accepted means that it still opens.

        One try per change and no more, so that no account is locked: ``old_tried_already``.
        """
        with self._register.read() as tx:
            access, rotation = known_access(tx, access_id), tx.accesses.rotation(access_id)
            if old_tried(tx, access_id):
                raise Problem("old_tried_already", {"login": access.login})
        refuse_untestable(access, self.accesses.provider(access))
        promoted = rotation is None or rotation.stage is Stage.PROMOTED
        answer = self._login(access, access.previous if promoted else access.current)
        with self._write(who) as tx:
            tx.journal.record("rotation.old_tried", str(access_id), {"answer": answer.value})
        return answer

    def attest(self, who: str, access_id: int) -> Rotation:
        """Give one's word for a sign-in, only where no login can be tried: ``rotation_login_possible``."""
        rotation = self._at(access_id, Stage.CHANGED)
        access = self._access(access_id)
        if self.testable(access) and rotation.proof != NO_LOGIN:
            raise Problem(
                "rotation_login_possible", {"provider": provider_name(access, self.accesses.provider(access))}
            )
        with self._write(who) as tx:
            words = proof(ATTESTED, who, tx.now)
            tx.accesses.update_rotation(
                replace(running(tx, access_id), stage=Stage.ATTESTED, proof=words, waiting_for="")
            )
            tx.journal.record("rotation.attested", str(access_id))
        return self._told(access_id)

    def retire(self, who: str, access_id: int) -> Access:
        """Promote the proved candidate and close; the old password is kept 30 days more.

        Without a rotation under way, the old passwords whose days are over are removed.
        """
        with self._register.read() as tx:
            access, rotation = known_access(tx, access_id), tx.accesses.rotation(access_id)
        if rotation is None:
            self._entries.purge(who, access, self._clock.today())
            return self._access(access_id)
        if rotation.stage in _PROVED:
            self._promote(who, access_id)
        self._move(who, access_id, (Stage.PROMOTED,), Stage.CLOSED, "rotation.closed")
        return self._access(access_id)

    # --- waiting, resuming, restoring -------------------------------------------------

    def park(self, who: str, access_id: int, waiting_for: str) -> Rotation:
        """Put in waiting ("le téléphone de A. L."): the stage stays, nothing else is held up."""
        refuse_nir(waiting_for)
        with self._write(who) as tx:
            tx.accesses.update_rotation(replace(running(tx, access_id), waiting_for=waiting_for.strip()))
            tx.journal.record("rotation.parked", str(access_id))
        return self._told(access_id)

    def abandon(self, who: str, access_id: int) -> None:
        """Give up a change before it is proved: the old password stays the one in force."""
        open_stages = (Stage.PLANNED, Stage.PROPOSED, Stage.CHANGED)
        self._move(who, access_id, open_stages, Stage.CLOSED, "rotation.abandoned")

    def resume(self, who: str, access_id: int) -> Standing:
        """Look at register and vault, mend what an interruption left open, say where one stands."""
        access = self._access(access_id)
        found = self._entries.ahead(access)
        rotation = self._rotation(access_id)
        if found or (rotation and rotation.waiting_for):
            with self._write(who) as tx:
                access, rotation = known_access(tx, access_id), tx.accesses.rotation(access_id)
                if found:
                    tx.accesses.update(replace(access, last_number=max(found)))
                if rotation and rotation.waiting_for:
                    tx.accesses.update_rotation(replace(rotation, waiting_for=""))
                facts = {"found": len(found), "stage": rotation.stage.value if rotation else ""}
                tx.journal.record("rotation.resumed", str(access_id), facts)
        if rotation and rotation.stage is Stage.PLANNED:
            self._propose(who, access_id)
        if rotation and rotation.stage is Stage.PROMOTED:
            self.retire(who, access_id)
        return replace(self.standing(access_id), found=found)

    def standing(self, access_id: int) -> Standing:
        """Compare the register's pointers with the vault; changes nothing."""
        with self._register.read() as tx:
            access, rotation = known_access(tx, access_id), tx.accesses.rotation(access_id)
        found = self._entries.ahead(access)
        spare = tuple(Entry(number, "spare", True) for number in found)
        return Standing(access, rotation, self._entries.all(access, rotation) + spare, found)

    def set_aside(self, standing: Standing) -> tuple[SetAside, ...]:
        """Say of each spare password what it is; :meth:`adopt` takes one up."""
        with self._register.read() as tx:
            return set_aside(tx, standing)

    def enter_current(self, who: str, access_id: int, secret: Secret) -> None:
        """Keep a password that the person knows to be the one in force."""
        number = self._entries.keep_new(who, access_id, secret)
        with self._write(who) as tx:
            access = known_access(tx, access_id)
            tx.accesses.update(replace(access, current=number))
            facts = {"number": number, "instead_of": access.current}
            tx.journal.record("access.current_entered", str(access_id), facts)

    def purge(self, who: str) -> int:
        """Remove the old passwords whose 30 days are over; returns how many entries went."""
        with self._register.read() as tx:
            accesses = tx.accesses.all()
        return sum(self._entries.purge(who, access, self._clock.today()) for access in accesses)

    # --- showing ------------------------------------------------------------------------

    def reveal(self, who: str, access_id: int, which: Which = "candidate") -> Secret:
        """Return a secret to the eye or the clipboard; the journal says that it was shown."""
        access, rotation = self._access(access_id), self._rotation(access_id)
        candidate = rotation.candidate if rotation else 0
        number = {"current": access.current, "previous": access.previous, "candidate": candidate}[which]
        return self.reveal_number(who, access_id, number)

    def reveal_number(self, who: str, access_id: int, number: int) -> Secret:
        """Return the secret of any entry of an access (a spare one too), journalled."""
        secret = self._entries.fetch(self._access(access_id), number)
        with self._write(who) as tx:
            tx.journal.record("password.shown", str(access_id), {"number": number})
        return secret

    def rules(self, access: Access) -> PasswordRules:
        """Return the password rules known for an access; all unknown without provider."""
        provider = self.accesses.provider(access)
        return provider.rules if provider else PasswordRules()

    def testable(self, access: Access) -> bool:
        """Tell whether a real login can prove this password."""
        return testable(access, self.accesses.provider(access))

    # --- inside ---------------------------------------------------------------------------

    def _propose(self, who: str, access_id: int) -> Rotation:
        rotation = self._at(access_id, Stage.PLANNED)
        generated = generate(self.rules(self._access(access_id)))
        self._entries.keep_reserved(access_id, rotation.candidate, generated.secret)
        # An interruption may have left another one under this number: what is there is marked.
        kept = self._entries.fetch(self._access(access_id), rotation.candidate)
        mark = self._entries.mark(kept)
        return self._move(who, access_id, (Stage.PLANNED,), Stage.PROPOSED, "rotation.proposed", mark)

    def _promote(self, who: str, access_id: int) -> None:
        with self._write(who) as tx:
            access, rotation = known_access(tx, access_id), running(tx, access_id)
            tx.accesses.update(
                replace(
                    access,
                    current=rotation.candidate,
                    previous=access.current,
                    previous_until=self._clock.today() + timedelta(days=PREVIOUS_KEPT_DAYS),
                    changed_at=tx.now,
                )
            )
            tx.accesses.update_rotation(replace(rotation, stage=Stage.PROMOTED))
            facts = {"number": rotation.candidate, "previous": access.current}
            tx.journal.record("rotation.promoted", str(access_id), facts)

    def _login(self, access: Access, number: int) -> Login:
        provider = self.accesses.provider(access)
        trusted_host(access.host, access.login, provider, confirmed=access.host_confirmed)
        secret = self._entries.fetch(access, number)
        return self._mailbox.login(access.host, access.port, login_name(access.login, provider), secret)

    def _note_no_login(self, who: str, tried: Rotation) -> None:
        with self._write(who) as tx:
            tx.accesses.update_rotation(replace(same(tx, tried), proof=NO_LOGIN))
            tx.journal.record("rotation.no_login_test", str(tried.access_id))

    def _move(
        self, who: str, access_id: int, seen: tuple[Stage, ...], stage: Stage, what: str, mark: str = ""
    ) -> Rotation:
        with self._write(who) as tx:
            rotation = running(tx, access_id)
            if rotation.stage not in seen:
                raise not_yet(known_access(tx, access_id), rotation)
            ended = tx.now if stage is Stage.CLOSED else None
            moved = replace(rotation, stage=stage, waiting_for="", ended_at=ended)
            tx.accesses.update_rotation(moved)
            if mark:
                tx.accesses.save_mark(access_id, rotation.candidate, mark)
            tx.journal.record(what, str(access_id), {"number": rotation.candidate})
        return moved

    @contextmanager
    def _write(self, who: str) -> Iterator[Transaction]:
        """Write, and tell the pages once it is committed."""
        with self._register.write(who) as tx:
            yield tx
        self._changes.post(Kind.ACCESSES)

    def _told(self, access_id: int) -> Rotation:
        with self._register.read() as tx:
            return running(tx, access_id)

    def _at(self, access_id: int, *stages: Stage) -> Rotation:
        with self._register.read() as tx:
            rotation = running(tx, access_id)
            if rotation.stage not in stages:
                raise not_yet(known_access(tx, access_id), rotation)
            return rotation

    def _access(self, access_id: int) -> Access:
        with self._register.read() as tx:
            return known_access(tx, access_id)

    def _rotation(self, access_id: int) -> Rotation | None:
        with self._register.read() as tx:
            return tx.accesses.rotation(access_id)
