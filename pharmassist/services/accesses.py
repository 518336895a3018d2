"""Accesses: which accounts there are, who holds them, what is left to look at after a change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from pharmassist.domain.accesses import Access, AccessKind, Rotation, Stage, SweepItem, SweepState
from pharmassist.domain.identifiers import refuse_nir
from pharmassist.domain.incidents import MAILBOX_ROTATED, NO, UNKNOWN, YES, Evidence
from pharmassist.domain.mailbox_hosts import HostOrigin, host_origin, plain_host, provider_of
from pharmassist.domain.mailboxes import Provider, SweepStep
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.directory import known_operators
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.texts import moment
from pharmassist.services.texts import translate as _
from pharmassist.services.told_accounts import ToldAccount, told_accounts

OTHER = "other"
"""The provider of an account whose provider is not in the list."""
IMAPS = 993
LOGIN, ATTESTED = "login", "attested"
"""The two kinds of proof of a rotation, written as ``kind:whom@instant``."""
NO_LOGIN = "no_login"
"""Noted as the proof so far when the server turned out to allow no login by password."""


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One access as a list shows it; ``rotation`` is the one under way."""

    access: Access
    rotation: Rotation | None
    provider: Provider | None


@dataclass(frozen=True, slots=True)
class SweepLine:
    """One thing to look at after the change, and who looked."""

    step: SweepStep
    done_at: datetime | None
    done_by: str
    state: SweepState = SweepState.OPEN
    reason: str = ""
    until: date | None = None


class Accesses:
    """Keeps the accesses of the pharmacy; their secrets are in the vault only."""

    def __init__(self, register: Register, catalogue: Catalogue, changes: Changes) -> None:
        self._register, self._catalogue, self._changes = register, catalogue, changes
        # The text that a case keeps never changes: it is read once.
        self._playbook = lru_cache(maxsize=8)(catalogue.playbook_from_text)

    def add(
        self,
        who: str,
        kind: AccessKind,
        login: str,
        *,
        provider: str = "",
        host: str = "",
        port: int = 0,
        host_confirmed: bool = False,
        operator: str = "",
        holder: str = "",
        code_phone_holder: str = "",
        resets_through: int = 0,
        place: str = "",
        exposed_by: int = 0,
    ) -> Access:
        """Store an access; a mailbox gets the server of its provider unless one is given.

        ``host_confirmed`` says that the person read the server's name and wants it. Raises
        ``access_login_missing``, ``provider_unknown``, ``operator_unknown``,
        ``mailbox_host_foreign``, ``access_unknown`` (it resets through none), ``nir_refused``.
        """
        account = login.strip()
        if not account:
            raise Problem("access_login_missing")
        refuse_nir(account, holder, code_phone_holder, place)
        if operator:
            known_operators(self._catalogue, (operator,))
        known = self._provider(kind, provider, account)
        given = host.strip() or (known.host if known else "")
        server = trusted_host(given, account, known, confirmed=host_confirmed) if given else ""
        access = Access(
            kind,
            account,
            provider=known.id if known else "",
            host=server,
            port=(port or (known.port if known else 0) or IMAPS) if server else 0,
            host_confirmed=host_confirmed,
            operator=operator,
            holder=holder.strip(),
            code_phone_holder=code_phone_holder.strip(),
            resets_through=resets_through,
            place=place.strip(),
            exposed_by=exposed_by,
        )
        with self._register.write(who) as tx:
            if resets_through:
                known_access(tx, resets_through)
            _known_case(tx, exposed_by)
            number = tx.accesses.add(access)
            facts = {"kind": kind.value, "provider": access.provider, "operator": operator}
            tx.journal.record("access.added", str(number), facts)
        self._changes.post(Kind.ACCESSES)
        return replace(access, id=number)

    def describe(
        self,
        who: str,
        access_id: int,
        *,
        holder: str,
        code_phone_holder: str,
        resets_through: int = 0,
        place: str | None = None,
        exposed_by: int | None = None,
    ) -> None:
        """Say where an access is, who holds it and the phone of its codes, how it resets, what exposed it.

        A place or an incident left out stays as it was. Raises ``incident_unknown``.
        """
        refuse_nir(holder, code_phone_holder, place or "")
        with self._register.write(who) as tx:
            access = known_access(tx, access_id)
            if resets_through:
                known_access(tx, resets_through)
            told = replace(access, holder=holder.strip(), code_phone_holder=code_phone_holder.strip())
            told = replace(
                told,
                resets_through=resets_through,
                place=told.place if place is None else place.strip(),
                exposed_by=told.exposed_by if exposed_by is None else exposed_by,
            )
            _known_case(tx, told.exposed_by)
            tx.accesses.update(told)
            facts = {"resets_through": resets_through, "exposed_by": told.exposed_by}
            tx.journal.record("access.described", str(access_id), facts)
        self._changes.post(Kind.ACCESSES)

    def set_server(
        self, who: str, access_id: int, host: str, port: int = 0, *, host_confirmed: bool
    ) -> Access:
        """Give a mailbox its server, or confirm the one it has; ``port`` 0 = that of IMAP over TLS.

        Raises ``access_unknown``, ``mailbox_host_missing``, ``mailbox_host_foreign`` as in
        :meth:`add`, and ``access_no_mailbox``.
        """
        with self._register.write(who) as tx:
            access = known_access(tx, access_id)
            if access.kind is not AccessKind.MAILBOX:
                raise Problem("access_no_mailbox", {"login": access.login})
            if not host.strip():
                raise Problem("mailbox_host_missing", {"login": access.login})
            server = trusted_host(host, access.login, self.provider(access), confirmed=host_confirmed)
            told = replace(access, host=server, port=port or IMAPS, host_confirmed=host_confirmed)
            tx.accesses.update(told)
            rotation = tx.accesses.rotation(access_id)
            if rotation is not None and rotation.proof == NO_LOGIN:
                # It was the other server that allowed no login.
                tx.accesses.update_rotation(replace(rotation, proof=""))
            tx.journal.record("access.server_set", str(access_id), {"host": server, "port": told.port})
        self._changes.post(Kind.ACCESSES)
        return self.line(access_id).access

    def put_back_server(self, who: str, seen: Access) -> None:
        """Give a mailbox again the server, or none, that it had when ``seen``, before one was set.

        Raises ``access_unknown``, and ``changed_meanwhile`` when something else was said of it since.
        """
        with self._register.write(who) as tx:
            access = replace(known_access(tx, seen.id), version=seen.version + 1)
            back = replace(access, host=seen.host, port=seen.port, host_confirmed=seen.host_confirmed)
            tx.accesses.update(back)
            tx.journal.record("access.server_put_back", str(seen.id), {"host": back.host or "–"})
        self._changes.post(Kind.ACCESSES)

    def leave(self, who: str, access_id: int) -> None:
        """Say that an access is used no more; its entries stay in the vault."""
        with self._register.write(who) as tx:
            tx.accesses.update(replace(known_access(tx, access_id), retired=True))
            tx.journal.record("access.left", str(access_id))
        self._changes.post(Kind.ACCESSES)

    def come_back(self, who: str, access_id: int) -> None:
        """Say that an access left aside is used again."""
        with self._register.write(who) as tx:
            tx.accesses.update(replace(known_access(tx, access_id), retired=False))
            tx.journal.record("access.back", str(access_id))
        self._changes.post(Kind.ACCESSES)

    def lines(self) -> tuple[AccessLine, ...]:
        """List the accesses in use, mailboxes first: the order in which passwords are changed."""
        providers = {provider.id: provider for provider in self._catalogue.providers()}
        with self._register.read() as tx:
            used = [access for access in tx.accesses.all() if not access.retired]
            used.sort(key=lambda access: (access.kind is not AccessKind.MAILBOX, access.id))
            return tuple(
                AccessLine(access, tx.accesses.rotation(access.id), providers.get(access.provider))
                for access in used
            )

    def line(self, access_id: int) -> AccessLine:
        """Return one access; raises ``access_unknown``."""
        with self._register.read() as tx:
            access = known_access(tx, access_id)
            return AccessLine(access, tx.accesses.rotation(access_id), self.provider(access))

    def provider(self, access: Access) -> Provider | None:
        """Return the provider of an access, None where it has none."""
        return next((p for p in self._catalogue.providers() if p.id == access.provider), None)

    def answer_account(self, who: str, operator: str, answer: str) -> None:
        """Keep the answer to "Avez-vous un compte sur ce portail ?": ``yes``, ``no`` or ``unknown``."""
        if answer not in (YES, NO, UNKNOWN):
            raise ValueError(f"not an answer: {answer}")
        with self._register.write(who) as tx:
            tx.people.set_setting(f"account.{operator}", f"{answer}@{tx.now.isoformat()}")
            tx.journal.record("access.account_answered", operator, {"answer": answer})
        self._changes.post(Kind.ACCESSES)

    def account_answer(self, operator: str) -> str:
        """Return ``yes``, ``no``, ``unknown``, or "" while nobody answered.

        It is asked here and in the steps of an incident: the later answer counts.
        """
        with self._register.read() as tx:
            kept = tx.people.settings().get(f"account.{operator}", "")
            told = self._told(tx)
        answer, _at, when = kept.partition("@")
        answers = [(datetime.fromisoformat(when), answer)] if when else []
        answers += [(t.answered_at, t.account) for t in told if t.operator == operator and t.answered_at]
        return max(answers)[1] if answers else answer

    def told_accounts(self) -> tuple[ToldAccount, ...]:
        """Return what the open incidents' questions told of accounts: to be added without typing."""
        with self._register.read() as tx:
            return self._told(tx)

    def _told(self, tx: Transaction) -> tuple[ToldAccount, ...]:
        return told_accounts(tx, self._playbook, self._catalogue.operators())

    def mailbox_rotated(self, operator: str = "", since: datetime | None = None) -> Evidence | None:
        """Return the proof that the mailbox behind an operator's portal has a new password.

        It is the mailbox through which the portal's access resets where that is known, any
        mailbox otherwise. A login proves it, or a person's word where no login is possible.
        """
        with self._register.read() as tx:
            accesses = [access for access in tx.accesses.all() if not access.retired]
            wanted = {a.resets_through for a in accesses if operator and a.operator == operator} - {0}
            found: list[Evidence] = []
            for access in accesses:
                if access.kind is AccessKind.MAILBOX and (not wanted or access.id in wanted):
                    rotations = (evidence_of(access, r) for r in tx.accesses.rotations(access.id))
                    found += [e for e in rotations if e and (since is None or e.at >= since)]
        return max(found, key=lambda evidence: evidence.at, default=None)

    def sweep(self, access_id: int) -> tuple[SweepLine, ...]:
        """List what to look at after the change, with who looked; opened once the change is proved."""
        line = self.line(access_id)
        if line.access.kind is AccessKind.MAILBOX:
            provider = line.provider or next(p for p in self._catalogue.providers() if p.id == OTHER)
            steps = provider.sweep
        else:
            steps = self._catalogue.access_sweep(line.access.kind)
        with self._register.read() as tx:
            done = {item.item: item for item in tx.accesses.sweep(access_id)}
        return tuple(_sweep_line(step, done.get(step.id, SweepItem(access_id, step.id))) for step in steps)

    def tick(self, who: str, access_id: int, item: str, *, done: bool = True) -> None:
        """Tick one line of the sweep, or take what was said of it away."""
        self.answer_sweep(who, access_id, item, SweepState.DONE if done else SweepState.OPEN)

    def answer_sweep(
        self,
        who: str,
        access_id: int,
        item: str,
        state: SweepState,
        reason: str = "",
        until: date | None = None,
    ) -> None:
        """Say of a line that it is done, does not apply (why), or comes later (what it waits for).

        Raises ``sweep_unknown``, ``sweep_reason`` and ``nir_refused``.
        """
        words = reason.strip()
        refuse_nir(words)
        if item not in {line.step.id for line in self.sweep(access_id)}:
            raise Problem("sweep_unknown", {"item": item})
        if (state is SweepState.NOT_APPLICABLE and not words) or (
            state is SweepState.LATER and not words and until is None
        ):
            raise Problem("sweep_reason")
        said = state is not SweepState.OPEN
        with self._register.write(who) as tx:
            answered = SweepItem(
                access_id,
                item,
                tx.now if said else None,
                who if said else "",
                state,
                words if state in (SweepState.NOT_APPLICABLE, SweepState.LATER) else "",
                until if state is SweepState.LATER else None,
            )
            tx.accesses.save_sweep(answered)
            what = {SweepState.OPEN: "sweep.unticked", SweepState.DONE: "sweep.ticked"}
            facts = {"item": item} | ({"reason": words} if answered.reason else {})
            tx.journal.record(what.get(state, f"sweep.{state.value}"), str(access_id), facts)
        self._changes.post(Kind.ACCESSES)

    def _provider(self, kind: AccessKind, wanted: str, login: str) -> Provider | None:
        providers = self._catalogue.providers()
        if wanted:
            found = next((provider for provider in providers if provider.id == wanted), None)
            if found is None:
                known = ", ".join(provider.id for provider in providers)
                raise Problem("provider_unknown", {"provider": wanted[:40], "known": known})
            return found
        if kind is not AccessKind.MAILBOX:
            return None
        other = next((provider for provider in providers if provider.id == OTHER), None)
        return provider_of(login, providers) or other


def _known_case(tx: Transaction, case_id: int) -> None:
    if case_id and tx.incidents.case(case_id) is None:
        raise Problem("incident_unknown", {"incident": case_id})


def _sweep_line(step: SweepStep, said: SweepItem) -> SweepLine:
    return SweepLine(step, said.done_at, said.done_by, said.state, said.reason, said.until)


def known_access(tx: Transaction, access_id: int) -> Access:
    """Return an access; raises ``access_unknown``."""
    access = tx.accesses.get(access_id)
    if access is None:
        raise Problem("access_unknown", {"id": access_id})
    return access


def trusted_host(host: str, login: str, provider: Provider | None, *, confirmed: bool) -> str:
    """Return a server's plain name; raises ``mailbox_host_foreign`` while nobody vouches for it."""
    name = plain_host(host)
    if host_origin(name, login, provider, confirmed=confirmed) is HostOrigin.FOREIGN:
        raise foreign_host(name or host.strip()[:80], login, provider)
    return name


def foreign_host(host: str, login: str, provider: Provider | None) -> Problem:
    """Build the problem of a server that nobody vouched for."""
    name = provider.name if provider else _("your provider")
    return Problem("mailbox_host_foreign", {"host": host, "login": login, "provider": name})


def proof(kind: str, whom: str, at: datetime) -> str:
    """Write a proof: :data:`LOGIN` to a server, or :data:`ATTESTED` by somebody's initials."""
    return f"{kind}:{whom}@{at.isoformat()}"


def evidence_of(access: Access, rotation: Rotation) -> Evidence | None:
    """Return what proves a rotation, None while nothing does."""
    if rotation.stage not in (Stage.VERIFIED, Stage.ATTESTED, Stage.PROMOTED, Stage.CLOSED):
        return None
    how, _colon, rest = rotation.proof.partition(":")
    signed, _at, when = rest.rpartition("@")
    if how not in (LOGIN, ATTESTED):
        return None
    at = datetime.fromisoformat(when)
    if how == LOGIN:
        words = _("{login}: verified by a login, {moment}").format(login=access.login, moment=moment(at))
    else:
        words = _("{login}: attested by {who}, {moment}").format(
            login=access.login, who=signed, moment=moment(at)
        )
    return Evidence(MAILBOX_ROTATED, at, words)
