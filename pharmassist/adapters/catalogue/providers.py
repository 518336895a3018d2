"""Mailbox providers read from ``resources/mailboxes``: one file each, one list of what to sweep."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from pharmassist.adapters.catalogue.reading import Section, Texts, broken
from pharmassist.domain.accesses import Check
from pharmassist.domain.mailboxes import PasswordRules, Provider, SweepStep

SWEEP_FILE = "sweep.toml"


def read_providers(texts: Texts) -> tuple[Provider, ...]:
    """Read every provider, "other" last; raises ``Problem("catalogue_broken")``."""
    if SWEEP_FILE not in texts:
        raise broken(SWEEP_FILE, "", "missing")
    common = _steps(Section.from_text(SWEEP_FILE, texts[SWEEP_FILE]))
    found = [
        read_provider(Section.from_text(name, text), name.removesuffix(".toml"), common)
        for name, text in texts.items()
        if name != SWEEP_FILE
    ]
    return tuple(sorted(found, key=lambda provider: (not provider.source, provider.name)))


def read_sweep(path: Path) -> tuple[SweepStep, ...]:
    """Read the list of things to look at after a change of an access."""
    return _steps(Section.from_file(path))


def _steps(section: Section) -> tuple[SweepStep, ...]:
    steps = []
    for item in section.sections("sweep"):
        steps.append(SweepStep(item.text("id"), item.text("title"), item.text("hint")))
        item.finish()
    section.finish()
    return tuple(steps)


def read_provider(section: Section, name: str, common: tuple[SweepStep, ...]) -> Provider:
    """Read one provider; its own sweep lines change the hint or add the page of a common one."""
    if section.text("id") != name:
        raise section.fail("id", "must be the file's own name")
    check = section.text("check")
    if check not in list(Check):
        raise section.fail("check", "one of " + ", ".join(Check))
    form = section.text("login_form")
    if form not in ("full", "local", ""):
        raise section.fail("login_form", "full, local or nothing")
    page = _page(section, "password_page")
    provider = Provider(
        id=name,
        name=section.text("name"),
        domains=section.texts("domains"),
        host=section.text("host"),
        port=section.whole("port"),
        login_form=form,
        check=Check(check),
        check_note=section.text("check_note"),
        password_page=page,
        rules=_rules(section.section("rules")),
        sweep=_sweep(section, common),
        source=section.text("source"),
        verified_on=_day(section, "verified_on"),
    )
    section.finish()
    return provider


def _rules(section: Section) -> PasswordRules:
    rules = PasswordRules(
        min_length=section.maybe_whole("min_length"),
        max_length=section.maybe_whole("max_length"),
        need_lower=section.yes("need_lower"),
        need_upper=section.yes("need_upper"),
        need_digit=section.yes("need_digit"),
        need_special=section.yes("need_special"),
        specials=section.text("specials", ""),
        forbidden=section.texts("forbidden"),
        source=section.text("source", ""),
        verified_on=_day(section, "verified_on"),
    )
    section.finish()
    if rules != PasswordRules() and not (rules.source and rules.verified_on):
        raise section.fail("source", "a known rule needs its source and its day")
    return rules


def _sweep(section: Section, common: tuple[SweepStep, ...]) -> tuple[SweepStep, ...]:
    steps = {step.id: step for step in common}
    for item in section.sections("sweep"):
        known = item.text("id")
        if known not in steps:
            raise item.fail("id", "not a line of " + SWEEP_FILE)
        steps[known] = replace(
            steps[known], hint=item.text("hint", steps[known].hint), page=_page(item, "page")
        )
        item.finish()
    return tuple(steps.values())


def _page(section: Section, key: str) -> str:
    page = section.text(key, "")
    if page and not page.startswith("https://"):
        raise section.fail(key, "an https address is expected")
    return page


def _day(section: Section, key: str) -> str:
    day = section.text(key, "")
    if day:
        try:
            date.fromisoformat(day)
        except ValueError as error:
            raise section.fail(key, "a day is written 2026-03-12") from error
    return day
