"""Story 3 of the trade: the password, with the titulaire away and the PC that restarts.

The adjoint starts at 08:35; the code goes to the titulaire's phone; the PC restarts at 08:41; the
first new password is refused; both are kept and the step waits without blocking anything; at
13:10 the second is accepted, proved by a real login; LGO, scanner and phone are ticked; the
portal's password waits for the reopening.
"""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.mailbox.imap import ImapMailbox
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.adapters.vault.os_vault import OsVault
from pharmassist.domain.accesses import AccessKind, Stage
from pharmassist.domain.people import Person, Role
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.ports.mailbox import Login
from pharmassist.services.rotating import Rotating
from tests.registers import KEY, make_files, make_register
from tests.servers.dovecot import Dovecot
from tests.servers.secret_service import SecretService
from tests.services.rotation_scene import rotating

LOGIN = "compta@pharmacie-du-port.example"
OLD = "Mot-de-passe-d-avant-9"
PEOPLE = (
    Person(0, "AL", "Anne Le Goff", Role.OWNER),
    Person(0, "MB", "Marc Berthou", Role.TEAM, title="adjoint"),
)


def paris(hour: int, minute: int) -> datetime:
    return datetime(2024, 1, 30, hour - 1, minute, tzinfo=UTC)


class Desk:
    """The back-office PC: it can restart, with the same files and the same keyring."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, FixedClock(paris(8, 35))
        self.register: SqlRegister = make_register(folder, self.clock, PEOPLE)
        self.work = self._services()

    def _services(self) -> Rotating:
        return rotating(self.register, OsVault(deadline=30), ImapMailbox(), self.clock)

    def restart(self) -> None:
        self.register.close()
        self.register = make_files(self.folder, self.clock).open(KEY)
        self.work = self._services()


@pytest.fixture
def desk(secret_service: SecretService, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.register.close()


def test_the_morning_of_the_adjoint(
    desk: Desk, dovecot: Dovecot, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    dovecot.set_password(LOGIN, OLD)
    mailbox = desk.work.accesses.add(
        "MB",
        AccessKind.MAILBOX,
        LOGIN,
        host="localhost",
        port=dovecot.port,
        host_confirmed=True,
        code_phone_holder="A. L.",
    )
    portal = desk.work.accesses.add(
        "MB", AccessKind.PORTAL, "290099993", operator="viamedis", resets_through=mailbox.id
    )
    desk.work.enter_current("MB", mailbox.id, Secret(OLD))
    desk.work.start("MB", mailbox.id)

    desk.clock.set(paris(8, 41))
    desk.restart()
    standing = desk.work.resume("MB", mailbox.id)
    assert standing.rotation is not None
    assert standing.rotation.stage is Stage.PROPOSED
    assert not standing.missing
    assert (standing.rotation.started_by, standing.rotation.started_at) == ("MB", paris(8, 35))

    first = desk.work.reveal("MB", mailbox.id).reveal()
    rotation = desk.work.refused("MB", mailbox.id)
    assert rotation.refusals == 1
    desk.work.park("MB", mailbox.id, "le téléphone de A. L.")
    assert [(e.role, e.here) for e in desk.work.standing(mailbox.id).entries] == [
        ("current", True),
        ("spare", True),
        ("candidate", True),
    ]
    with pytest.raises(Problem, match="rotation_order"):
        desk.work.start("MB", portal.id)
    assert desk.work.accesses.mailbox_rotated("viamedis") is None

    desk.clock.set(paris(13, 10))
    desk.restart()
    waiting = desk.work.accesses.line(mailbox.id).rotation
    assert waiting is not None
    assert waiting.waiting_for == "le téléphone de A. L."
    desk.work.resume("MB", mailbox.id)
    second = desk.work.reveal("MB", mailbox.id).reveal()
    assert second != first
    dovecot.set_password(LOGIN, second)
    desk.work.accepted("MB", mailbox.id)
    assert desk.work.verify("MB", mailbox.id) is Login.ACCEPTED
    assert desk.work.try_old("MB", mailbox.id) is Login.REFUSED
    kept = desk.work.retire("MB", mailbox.id)
    assert desk.work.reveal("MB", mailbox.id, "previous").reveal() == OLD
    assert kept.previous_until is not None
    assert kept.previous_until.isoformat() == "2024-02-29"

    for item in ("devices", "scanner", "phone"):
        desk.work.accesses.tick("MB", mailbox.id, item)
    ticked = [line.step.id for line in desk.work.accesses.sweep(mailbox.id) if line.done_by == "MB"]
    assert ticked == ["devices", "phone", "scanner"]

    proof = desk.work.accesses.mailbox_rotated("viamedis")
    assert proof is not None
    assert proof.at == paris(13, 10)
    desk.work.start("MB", portal.id)
    desk.work.park("MB", portal.id, "la réouverture du portail")
    told = "\n".join((*desk.register.dump(), caplog.text, *capfd.readouterr()))
    assert not any(secret in told for secret in (OLD, first, second))
    with desk.register.read() as tx:
        assert tx.journal.verify().ok
