"""What stands for the outside in the demonstration: no network is ever touched.

They answer as the world did on 30 January 2024, and the banner of the window says that
nothing is real.
"""

from __future__ import annotations

from pharmassist.domain.operators import Probe
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.ports.mailbox import Login
from pharmassist.services.ports.web import Connection, Look


class DemonstrationMailbox:
    """A provider where the password was changed as asked: every login succeeds."""

    def login(self, host: str, port: int, login: str, secret: Secret) -> Login:
        """Accept, without any connection."""
        del host, port, login, secret
        return Login.ACCEPTED


class DemonstrationWeb:
    """The portals of that morning: Viamedis.net was disconnected, the others answered."""

    def look(self, probe: Probe) -> Look:
        """Tell what a look would have shown, without any connection."""
        if "viamedis" in probe.url:
            return Look("unreachable", "démonstration")
        return Look("answers", "démonstration")

    def connection(self) -> Connection:
        """Tell that our own connection works."""
        return Connection.WORKS


class DemonstrationStolen:
    """Knows no stolen password: nothing of the demonstration leaves this PC."""

    def range(self, prefix: str) -> dict[str, int]:
        """Say that nothing was asked."""
        del prefix
        raise Problem("breach_unreachable")
