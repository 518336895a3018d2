"""The people of the pharmacy, known by initials and role."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Roles; an adjoint is ``team`` with a delegation, the title shown is free text."""

    OWNER = "owner"
    CLAIMS_LEAD = "claims_lead"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who acts: ``initials`` sign every action."""

    id: int
    initials: str
    name: str
    role: Role
    title: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Pharmacy:
    """The pharmacy's own identifiers; ``register_id`` names its register in the vault."""

    register_id: str
    name: str
    finess: str
    siret: str = ""
    address: str = ""
    town: str = ""
    phone: str = ""
    alsace_moselle: bool = False
    rehearsal_start: str = ""
    """ISO instant at which a demonstration or rehearsal register starts; "" for a real one."""
