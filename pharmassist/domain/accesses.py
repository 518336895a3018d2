"""Accesses (mailbox, portals…) and the rotation of their passwords.

A rotation cannot lose a password: vault entries are immutable and numbered; current,
previous and candidate are pointers kept here, so that a promotion is one commit.

    planned → proposed (kept and read back) → changed (said by a person)
            → verified (a real login) or attested → promoted → closed
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class AccessKind(StrEnum):
    """What the password opens."""

    MAILBOX = "mailbox"
    PORTAL = "portal"
    AMELIPRO = "amelipro"
    SOFTWARE = "software"
    OTHER = "other"


class Check(StrEnum):
    """How a new mailbox password can be proved, by the provider's own rule."""

    PASSWORD = "password"
    APP_PASSWORD = "app_password"
    SIGN_IN_ONLY = "sign_in_only"
    NONE = "none"


class Stage(StrEnum):
    """Stages of a rotation."""

    PLANNED = "planned"
    PROPOSED = "proposed"
    CHANGED = "changed"
    VERIFIED = "verified"
    ATTESTED = "attested"
    PROMOTED = "promoted"
    CLOSED = "closed"


PREVIOUS_KEPT_DAYS = 30
"""The previous password stays in the vault this many days after promotion."""


@dataclass(frozen=True, slots=True)
class Access:
    """One access; never a secret, only the numbers of its vault entries (0 = none)."""

    kind: AccessKind
    login: str
    provider: str = ""
    host: str = ""
    port: int = 0
    host_confirmed: bool = False
    operator: str = ""
    holder: str = ""
    code_phone_holder: str = ""
    last_number: int = 0
    current: int = 0
    previous: int = 0
    previous_until: date | None = None
    changed_at: datetime | None = None
    resets_through: int = 0
    """Id of the mailbox through which this access resets, 0 when none is known."""
    retired: bool = False
    id: int = 0
    version: int = 1
    place: str = ""
    """Where it is used: a site, a program, a counter; "" where kind and operator tell."""
    exposed_by: int = 0
    """Id of the incident that exposed it, 0 when none did."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """One change of password under way; ``candidate`` is a vault entry number."""

    access_id: int
    stage: Stage
    candidate: int
    started_at: datetime
    started_by: str
    waiting_for: str = ""
    """A person or thing it waits for ("le téléphone de A. L."), "" when nothing."""
    refusals: int = 0
    proof: str = ""
    ended_at: datetime | None = None
    id: int = 0
    version: int = 1


class SweepState(StrEnum):
    """What is said of a line of the sweep: nothing yet, or one of three answers."""

    OPEN = ""
    DONE = "done"
    NOT_APPLICABLE = "not_applicable"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class SweepItem:
    """One line of the sweep after a rotation (forwarding rules, sessions, devices…)."""

    access_id: int
    item: str
    done_at: datetime | None = None
    """When it was answered."""
    done_by: str = ""
    state: SweepState = SweepState.OPEN
    reason: str = ""
    """Why it does not apply, or what it waits for."""
    until: date | None = None


EXPIRY_MONTHS = {AccessKind.AMELIPRO: 6}
"""Services whose own rule makes a password expire; the others ask for no periodic renewal."""
EXPIRY_NOTICE = timedelta(days=14)
"""How long before its end an expiry is said."""


def expires_on(access: Access) -> date | None:
    """Return the day a password expires by the service's own rule, None where it has none.

    The day in UTC of the change counts: at worst it is told a day early.
    """
    months = EXPIRY_MONTHS.get(access.kind)
    if months is None or access.changed_at is None:
        return None
    changed = access.changed_at.date()
    year, month = divmod(changed.year * 12 + changed.month - 1 + months, 12)
    return date(year, month + 1, min(changed.day, monthrange(year, month + 1)[1]))


def entry_name(register_id: str, access_id: int, number: int) -> str:
    """Return the name of an immutable vault entry: ``PharmAssist/<register>/<access>/<n>``."""
    return f"PharmAssist/{register_id}/{access_id}/{number}"


def mark_key_name(register_id: str) -> str:
    """Return the name of the vault entry whose key makes the marks of passwords."""
    return f"PharmAssist/{register_id}/marks/1"


def key_entry_name(register_id: str, key_id: str = "1") -> str:
    """Return the name of the vault entry of a register's key, by the key's id (``1`` of old)."""
    return f"PharmAssist/{register_id}/key/{key_id}"
