"""Mailbox providers: where the login is checked, and the rules of their passwords."""

from __future__ import annotations

from dataclasses import dataclass

from pharmassist.domain.accesses import Check


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """What a provider accepts; None where unknown, and the screen says so."""

    min_length: int | None = None
    max_length: int | None = None
    need_lower: bool = False
    need_upper: bool = False
    need_digit: bool = False
    need_special: bool = False
    specials: str = ""
    """Allowed special signs; "" = none are used in generated passwords."""
    forbidden: tuple[str, ...] = ()
    source: str = ""
    verified_on: str = ""


@dataclass(frozen=True, slots=True)
class SweepStep:
    """One thing to look at after the change: id, title, and what to look for."""

    id: str
    title: str
    hint: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """One file of ``resources/mailboxes``; an unknown fact is left empty and said."""

    id: str
    name: str
    domains: tuple[str, ...]
    host: str
    port: int
    login_form: str
    """``full`` address or ``local`` part, "" when unknown."""
    check: Check
    check_note: str
    password_page: str
    rules: PasswordRules
    sweep: tuple[SweepStep, ...]
    source: str
    verified_on: str
