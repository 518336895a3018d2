"""One transaction: its shelves, its instant, its journal."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from pharmassist.adapters.store.accesses import Accesses
from pharmassist.adapters.store.advances import Advances
from pharmassist.adapters.store.bank import Bank
from pharmassist.adapters.store.bank_changes import BankChanges
from pharmassist.adapters.store.claims import Claims
from pharmassist.adapters.store.credits import Credits
from pharmassist.adapters.store.data import Data
from pharmassist.adapters.store.imports import Imports
from pharmassist.adapters.store.incidents import Incidents
from pharmassist.adapters.store.journal import Journal
from pharmassist.adapters.store.matches import Matches
from pharmassist.adapters.store.matching import Matching
from pharmassist.adapters.store.notices import Notices
from pharmassist.adapters.store.operators import Operators
from pharmassist.adapters.store.owed import Owed
from pharmassist.adapters.store.papers import Papers
from pharmassist.adapters.store.people import People
from pharmassist.adapters.store.pins import Pins
from pharmassist.adapters.store.purging import Retention


class StoreTransaction:
    """Implements ``Transaction``; ``who`` is "" when it only reads."""

    def __init__(self, connection: Connection, who: str, clock_says: datetime) -> None:
        self.journal = Journal(connection, who, clock_says)
        self.people = People(connection)
        self.claims = Claims(connection)
        self.imports = Imports(connection)
        self.advances = Advances(connection)
        self.owed = Owed(connection)
        self.operators = Operators(connection)
        self.incidents = Incidents(connection)
        self.accesses = Accesses(connection)
        self.pins = Pins(connection)
        self.bank_changes = BankChanges(connection)
        self.bank = Bank(connection)
        self.credits = Credits(connection)
        self.notices = Notices(connection)
        self.matches = Matches(connection)
        self.papers = Papers(connection)
        self.matching = Matching(connection)
        self.retention = Retention(connection)
        self.data = Data(connection)

    @property
    def now(self) -> datetime:
        """The instant of this transaction: the clock, never before the last journal entry."""
        return self.journal.now
