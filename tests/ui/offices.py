"""A real office on a real encrypted register, and a desk on it, for tests of pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from PySide6.QtGui import QGuiApplication

from pharmassist.assembly import found_office
from pharmassist.domain.people import Person, Pharmacy, Role
from pharmassist.services.claims import NewClaim
from pharmassist.services.jobs import ImmediateRunner, Job, Outcome
from pharmassist.services.office import Office
from pharmassist.services.opening import Founded, Founding
from pharmassist.services.papers import Paper
from pharmassist.ui.bridge import Bridge
from pharmassist.ui.clipboard import SecretClipboard
from pharmassist.ui.desk import Desk

Result = TypeVar("Result")
START = datetime(2024, 1, 30, 7, 10, tzinfo=UTC)
TODAY = date(2024, 1, 30)
PHARMACY = Pharmacy("", "Pharmacie du Port", "290099993", town="Port-Ellé")
PEOPLE = (Person(0, "AB", "Anne Besson", Role.OWNER), Person(0, "CR", "Claire Riou", Role.CLAIMS_LEAD))
KEY_FILE = "recovery-key.txt"


@contextmanager
def founded_office(folder: Path, people: tuple[Person, ...] = PEOPLE) -> Iterator[Founded]:
    """Found a rehearsal register whose key stays in a file; it is closed at the end."""
    founded = found_office(
        Founding(
            home=folder / "home",
            pharmacy=PHARMACY,
            people=people,
            recovery_key_out=folder / KEY_FILE,
            without_vault=True,
            rehearsal=True,
            rehearsal_start=START,
        )
    )
    try:
        yield founded
    finally:
        founded.office.close()


@dataclass
class TestDesk:
    """A desk that notes where it was asked to go."""

    __test__ = False

    desk: Desk
    bridge: Bridge
    bugs: list[BaseException]
    who: str
    gone: list[tuple[str, str]] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)


def make_bridge() -> tuple[Bridge, list[BaseException]]:
    """Return a bridge whose jobs run at once, and the bugs it was told."""
    bugs: list[BaseException] = []
    return Bridge(ImmediateRunner(), bugs.append), bugs


def make_desk(office: Office, who: str = "AB") -> TestDesk:
    """Return a desk on an office; what is previewed is composed at once, as a job like any other."""
    bridge, bugs = make_bridge()
    bridge.follow(office.changes)

    def preview(make: Callable[[], Paper]) -> None:
        bridge.ask(
            bridge, "outside", lambda _stop, _progress: made.papers.append(make()), _nothing, bugs.append
        )

    desk = Desk(
        office=office,
        bridge=bridge,
        acting=lambda: made.who,
        go=lambda key, target: made.gone.append((key, target)),
        preview=preview,
        clipboard=SecretClipboard(QGuiApplication.clipboard()),
        something_happens=lambda: made.alerts.append("happens"),
        note_claim=lambda: made.alerts.append("note"),
        counter=lambda: made.alerts.append("counter"),
        restore=lambda: made.alerts.append("restore"),
    )
    made = TestDesk(desk, bridge, bugs, who)
    return made


def in_a_lane(work: Callable[[], Result]) -> Result:
    """Return what a lane's work gives, called as a lane calls it (``tests/guards/window_thread.py``)."""
    told: list[Result] = []

    def ended(outcome: Outcome, value: BaseException | None) -> None:
        assert outcome == "done", value

    Job(lambda _stop, _progress: told.append(work()), ended).run()
    return told[0]


def _nothing(_result: None) -> None:
    """Take the end of a job that leaves its result elsewhere."""


def note_invoice(office: Office, invoice: str, cents: int, operator: str = "viamedis") -> None:
    """Log one invoice."""
    office.claims.add("CR", NewClaim(invoice, cents, TODAY, operator=operator))
