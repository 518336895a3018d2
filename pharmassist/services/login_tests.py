"""Which passwords a real login can prove, and that the old one is tried once at most."""

from __future__ import annotations

from pharmassist.domain.accesses import Access, AccessKind, Check
from pharmassist.domain.mailboxes import Provider
from pharmassist.domain.problems import Problem
from pharmassist.services.accesses import OTHER
from pharmassist.services.ports.register import Transaction

LOOKED_THROUGH = 400
"""Journal entries of one access that are looked through for the last change."""
_BEGINS = ("rotation.started", "rotation.adopted")


def testable(access: Access, provider: Provider | None) -> bool:
    """Tell whether a real login can prove this password."""
    by_password = provider is None or provider.check is Check.PASSWORD
    return access.kind is AccessKind.MAILBOX and by_password and bool(access.host)


def refuse_untestable(access: Access, provider: Provider | None) -> None:
    """Raise ``mailbox_host_missing`` or ``rotation_no_login_test`` where no login can be tried."""
    if not testable(access, provider):
        if access.kind is AccessKind.MAILBOX and not access.host:
            raise Problem("mailbox_host_missing", {"login": access.login})
        raise Problem("rotation_no_login_test", {"provider": provider_name(access, provider)})


def provider_name(access: Access, provider: Provider | None) -> str:
    """Name whoever holds the account, as a sentence can."""
    named = provider.name if provider and provider.id != OTHER else ""
    return named or access.host or access.operator or access.login


def old_tried(tx: Transaction, access_id: int) -> bool:
    """Tell whether the old password was tried since the last change began."""
    for entry in tx.journal.last(LOOKED_THROUGH, subject=str(access_id)):
        if entry.what == "rotation.old_tried":
            return True
        if entry.what in _BEGINS:
            return False
    return False
