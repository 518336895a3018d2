"""Signed data: looked at, shown as differences, accepted by an owner, given up again.

The data shipped with the program are the floor; the newest valid data win. What was accepted is
kept in the register as it came, signature included, and is verified again at each opening: a
key that a later program no longer trusts, or a form it no longer reads, brings back the floor.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pharmassist.domain.claims import ClaimFilter
from pharmassist.domain.data_changes import Change, changes_between
from pharmassist.domain.data_content import Content, content_faults, lacking
from pharmassist.domain.headers import fold
from pharmassist.domain.journal import Fact
from pharmassist.domain.notices import NoticeFilter
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.domain.signed_data import (
    LARGEST,
    Bundle,
    DataRecord,
    ShippedData,
    read_body,
    read_sealed,
)
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.pins import Pins
from pharmassist.services.ports.data import DataCatalogue, Seals
from pharmassist.services.ports.files import WholeFiles
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction


@dataclass(frozen=True, slots=True)
class KeptChoice:
    """A mutuelle whose operators the pharmacy taught otherwise: its own word stays."""

    name: str
    own: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A file that could be accepted: checked whole, nothing changed yet."""

    number: int
    issued_on: date
    note: str
    key_id: str
    changes: tuple[Change, ...]
    to_call_back: tuple[tuple[str, str], ...]
    """Operator and contact that are new: not verified until a call to a number known before."""
    kept: tuple[KeptChoice, ...]
    names: tuple[tuple[str, str], ...]
    """Operators by id, as both data name them."""
    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class DataState:
    """Which data are in force, and whether signed ones are accepted at all."""

    shipped: ShippedData
    in_force: DataRecord | None
    """None: those shipped with the program."""
    former: DataRecord | None
    """What one goes back to, None for what is shipped."""
    ignored: DataRecord | None
    """Accepted data that are not used: older than what is shipped now, or no longer valid."""
    keys: tuple[str, ...]

    @property
    def number(self) -> int:
        """The number of the data in force."""
        return self.in_force.number if self.in_force else self.shipped.number

    @property
    def issued_on(self) -> date:
        """The day of the data in force."""
        return self.in_force.issued_on if self.in_force else self.shipped.issued_on


class Updating:
    """Looks at signed data, accepts them, goes back."""

    def __init__(
        self,
        register: Register,
        catalogue: DataCatalogue,
        seals: Seals,
        files: WholeFiles,
        pins: Pins,
        clock: Clock,
        changes: Changes,
    ) -> None:
        self._register, self._catalogue, self._seals, self._files = register, catalogue, seals, files
        self._pins, self._clock, self._changes = pins, clock, changes
        self._used: tuple[int, bool] | None = None

    # --- asking ---------------------------------------------------------------------

    def state(self) -> DataState:
        """Return which data are in force."""
        self.refresh()
        shipped = self._catalogue.shipped_data()
        with self._register.read() as tx:
            standing = _standing(tx)
        newest = standing[0] if standing else None
        used = newest is not None and self._used == (newest.id, True)
        former = next((one for one in standing[1:] if one.number > shipped.number), None)
        return DataState(
            shipped,
            newest if used else None,
            former if used else None,
            None if used else newest,
            self._seals.known(),
        )

    def look(self, path: Path) -> Proposal:
        """Check a file whole and return what it would change; nothing is changed.

        Raises ``data_no_key``, ``file_absent``, ``file_too_big``, ``data_format``,
        ``data_format_newer``, ``data_truncated``, ``data_key_unknown``, ``data_signature``,
        ``data_form``, ``data_path``, ``data_old``, ``data_content`` and ``data_lacks``.
        """
        if not self._seals.known():
            raise Problem("data_no_key")
        raw = self._files.read(path, LARGEST)
        bundle, key_id = self._opened(raw)
        state = self.state()
        if bundle.number <= state.number:
            raise _old(bundle.number, state.number)
        before, after = self._catalogue.content(), self._read(bundle)
        changes = changes_between(before, after)
        with self._register.read() as tx:
            kept = _kept_choices(tx, after, changes)
        names = {one.id: one.name for one in (*before.operators, *after.operators)}
        return Proposal(
            number=bundle.number,
            issued_on=bundle.issued_on,
            note=bundle.note,
            key_id=key_id,
            changes=changes,
            to_call_back=_to_call_back(before, after),
            kept=kept,
            names=tuple(names.items()),
            raw=raw,
        )

    # --- deciding -------------------------------------------------------------------

    def accept(self, who: str, proposal: Proposal, pin: Secret | None = None) -> DataRecord:
        """Put the data of a proposal in force: an owner's decision. The one before is kept for going back.

        Raises those of :meth:`look` and of ``Pins.owner_only``.
        """
        self._pins.owner_only(who, pin)
        bundle, key_id = self._opened(proposal.raw)
        self._read(bundle)
        shipped = self._catalogue.shipped_data()
        with self._register.write(who) as tx:
            standing = _standing(tx)
            # What another window accepted meanwhile counts too.
            newest = max([shipped.number, *(one.number for one in standing)])
            if bundle.number <= newest:
                raise _old(bundle.number, newest)
            digest = hashlib.sha256(proposal.raw).hexdigest()
            record = DataRecord(bundle.number, bundle.issued_on, key_id, digest, tx.now, who)
            kept = {standing[0].id} if standing else set()
            for one in tx.data.all():
                if one.id not in kept:
                    tx.data.forget(one.id)
            record = replace(record, id=tx.data.add(record, proposal.raw))
            facts: dict[str, Fact] = {
                "day": bundle.issued_on.isoformat(),
                "changes": len(proposal.changes),
                "key": key_id,
                "sha256": digest[:16],
            }
            tx.journal.record("data.accepted", str(bundle.number), facts)
        self.refresh()
        self._changes.post(*Kind)
        return record

    def go_back(self, who: str, pin: Secret | None = None) -> DataState:
        """Put the data that were in force before back: an owner's decision.

        Raises ``data_nothing_back``, ``data_in_use`` (the register names an operator or a provider
        that only the data in force know) and those of ``Pins.owner_only``.
        """
        self._pins.owner_only(who, pin)
        state = self.state()
        if state.in_force is None:
            raise Problem("data_nothing_back")
        content = self._catalogue.content()
        with self._register.write(who) as tx:
            if _standing(tx)[:1] != (state.in_force,):
                raise Problem("changed_meanwhile", {"what": str(state.in_force.number)})
            earlier = self._catalogue.shipped_content()
            if state.former is not None:
                bundle, _key = self._opened(tx.data.content(state.former.id))
                earlier = self._read(bundle)
            if used := _in_use(tx, content, earlier):
                raise Problem("data_in_use", {"name": used})
            tx.data.update(replace(state.in_force, withdrawn_at=tx.now, withdrawn_by=who))
            to = state.former.number if state.former else state.shipped.number
            tx.journal.record("data.withdrawn", str(state.in_force.number), {"to": to})
        after = self.state()
        self._changes.post(*Kind)
        return after

    # --- using ----------------------------------------------------------------------

    def refresh(self) -> None:
        """Let the catalogue hold what is in force: at the opening, and when another process accepted data."""
        with self._register.read() as tx:
            newest = next(iter(_standing(tx)), None)
            if newest is None or newest.number <= self._catalogue.shipped_data().number:
                self._floor(newest)
                return
            if self._used is not None and self._used[0] == newest.id:
                return
            raw = tx.data.content(newest.id)
        try:
            bundle, _key = self._opened(raw)
            self._read(bundle)
        except Problem:
            # Not valid any more: state() tells it, the floor serves meanwhile.
            self._floor(newest)
            return
        self._catalogue.use_signed(bundle.texts)
        self._used = (newest.id, True)

    def _floor(self, newest: DataRecord | None) -> None:
        self._catalogue.use_shipped()
        self._used = (newest.id if newest else 0, False)

    def _opened(self, raw: bytes) -> tuple[Bundle, str]:
        """Check the signature, then read the body."""
        sealed = read_sealed(raw)
        if sealed.key_id not in self._seals.known():
            raise Problem("data_key_unknown", {"key": sealed.key_id})
        if not self._seals.holds(sealed.key_id, sealed.signature, sealed.signed):
            raise Problem("data_signature")
        return read_body(sealed.body), sealed.key_id

    def _read(self, bundle: Bundle) -> Content:
        """Read the content and check it as what is shipped is checked."""
        try:
            content = self._catalogue.signed_content(bundle.texts)
        except Problem as problem:
            file, place = str(problem.values["file"]), str(problem.values["place"])
            reason = f"{file} {place}: {problem.values['reason']}"
            raise Problem("data_content", {"file": file[:80]}, details=reason) from problem
        if faults := content_faults(content):
            file, reason = faults[0]
            raise Problem("data_content", {"file": file[:80]}, details=f"{file}: {reason}")
        if missing := lacking(self._catalogue.shipped_content(), content):
            raise Problem("data_lacks", {"name": missing})
        return content


def _old(number: int, standing: int) -> Problem:
    return Problem("data_old", {"number": number, "standing": standing})


def _standing(tx: Transaction) -> tuple[DataRecord, ...]:
    """Return the accepted data that were not given up, the newest first."""
    return tuple(one for one in tx.data.all() if one.withdrawn_at is None)


def _to_call_back(before: Content, after: Content) -> tuple[tuple[str, str], ...]:
    """Return the contacts that are new."""
    known = {(one.id, contact.kind, contact.value) for one in before.operators for contact in one.contacts}
    return tuple(
        (one.name, contact.value)
        for one in after.operators
        for contact in one.contacts
        if (one.id, contact.kind, contact.value) not in known
    )


def _kept_choices(tx: Transaction, after: Content, changes: tuple[Change, ...]) -> tuple[KeptChoice, ...]:
    """Return what the pharmacy taught of the mutuelles that change, where the data say otherwise."""
    changed = {change.id for change in changes if change.kind == "insurers"}
    entries = [entry for entry in after.insurers if fold(entry.name) in changed]
    found = []
    for own in tx.operators.insurers():
        for entry in entries:
            same = own.amc_number == entry.amc_number if own.amc_number and entry.amc_number else False
            if (same or fold(own.name) == fold(entry.name)) and own.operators != entry.operators:
                found.append(KeptChoice(own.name or entry.name, own.operators, entry.operators))
    return tuple(found)


def _in_use(tx: Transaction, content: Content, earlier: Content) -> str:
    """Return the name of an operator or provider that would go and that the register names, "" for none."""
    left = {one.id for one in earlier.operators}
    accesses, own = tx.accesses.all(), tx.operators.insurers()
    for operator in content.operators:
        if operator.id in left:
            continue
        wanted = ClaimFilter(operator=operator.id, all_states=True)
        if (
            tx.claims.tally(wanted, today=tx.now.date()).count
            or tx.notices.find(NoticeFilter(operator=operator.id))
            or tx.operators.suspensions(operator.id)
            or tx.operators.readings(operator.id, 1)
            or any(access.operator == operator.id for access in accesses)
            or any(operator.id in entry.operators for entry in own)
        ):
            return operator.name
    left = {one.id for one in earlier.providers}
    for provider in content.providers:
        if provider.id not in left and any(access.provider == provider.id for access in accesses):
            return provider.name
    return ""
