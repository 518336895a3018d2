"""The kinds of columns that the tables of the register are made of."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def own_number() -> Column[int]:
    """Return the column of a record's own number."""
    return Column("id", Integer, primary_key=True)


def version() -> Column[int]:
    """Return the column that an update names to say what it saw."""
    return Column("version", Integer, nullable=False)


def text(name: str) -> Column[str]:
    """Return a text column, "" when nothing is known."""
    return Column(name, Text, nullable=False)


def when(name: str, *, nullable: bool = True) -> Column[str]:
    """Return a day or instant as ISO text."""
    return Column(name, String(32), nullable=nullable)


def cents(name: str, *, nullable: bool = False) -> Column[int]:
    """Return an amount in cents."""
    return Column(name, BigInteger, nullable=nullable)


def number(name: str) -> Column[int]:
    """Return a whole number."""
    return Column(name, Integer, nullable=False)
