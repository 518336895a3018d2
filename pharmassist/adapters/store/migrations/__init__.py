"""Revisions of the schema, oldest first.

To change the schema: change ``tables.py``, raise ``tables.SCHEMA``, add ``rNNNN_word.py`` with
``upgrade(op)`` and name it here. Alembic's operations are given, its script folder is not used
(a frozen program has no script files). Foreign keys are off meanwhile and checked at the end,
so that ``op.batch_alter_table`` may rebuild a table other rows point to. A test compares the
sum of the revisions with ``tables.py``.
"""

from __future__ import annotations

from pharmassist.adapters.store.migrate import Revision
from pharmassist.adapters.store.migrations import (
    r0001_first,
    r0002_pins,
    r0003_insurer_card,
    r0004_bank,
    r0005_around_incidents,
    r0006_papers,
    r0007_access_facts,
    r0008_owed,
    r0009_bank_changes,
    r0010_suspended_until,
    r0011_signed_data,
    r0012_compulsory_delays,
)

REVISIONS: tuple[Revision, ...] = (
    (1, r0001_first.upgrade),
    (2, r0002_pins.upgrade),
    (3, r0003_insurer_card.upgrade),
    (4, r0004_bank.upgrade),
    (5, r0005_around_incidents.upgrade),
    (6, r0006_papers.upgrade),
    (7, r0007_access_facts.upgrade),
    (8, r0008_owed.upgrade),
    (9, r0009_bank_changes.upgrade),
    (10, r0010_suspended_until.upgrade),
    (11, r0011_signed_data.upgrade),
    (12, r0012_compulsory_delays.upgrade),
)
