"""What the five kinds of data must hold beyond their form: the same checks for what is shipped and signed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from pharmassist.domain.headers import fold
from pharmassist.domain.incidents import Playbook
from pharmassist.domain.indemnities import WHOLE, IndemnityRule
from pharmassist.domain.mailbox_hosts import plain_host, registrable_domain
from pharmassist.domain.mailboxes import Provider
from pharmassist.domain.operators import DIRECT, Insurer, Operator
from pharmassist.domain.passwords import generate
from pharmassist.domain.problems import Problem

DATED = re.compile(r"20\d\d-\d\d(-\d\d)?")
TLS_PORT = 993
OTHER = "other"
"""The provider of every mailbox that has no file of its own."""

Fault = tuple[str, str]
"""File, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Content:
    """The five kinds, read."""

    playbooks: tuple[Playbook, ...]
    operators: tuple[Operator, ...]
    providers: tuple[Provider, ...]
    insurers: tuple[Insurer, ...]
    rules: tuple[IndemnityRule, ...]


def content_faults(content: Content) -> tuple[Fault, ...]:
    """Return what is wrong, nothing when the data may be used."""
    known = {operator.id for operator in content.operators}
    return (
        *_operators(content.operators),
        *_providers(content.providers),
        *_playbooks(content.playbooks, known),
        *_insurers(content.insurers, known),
        *_rules(content.rules, known),
    )


def lacking(floor: Content, content: Content) -> str:
    """Return what the floor has and the other lacks, "" for nothing.

    An operator, a provider, a playbook or a rule that went would leave invoices, accesses and
    cases without what they name: data may change them and add to them, never drop one.
    """
    pairs: tuple[tuple[str, Iterable[str], Iterable[str]], ...] = (
        ("operators", (o.id for o in floor.operators), (o.id for o in content.operators)),
        ("mailboxes", (p.id for p in floor.providers), (p.id for p in content.providers)),
        ("playbooks", (p.id for p in floor.playbooks), (p.id for p in content.playbooks)),
        ("indemnities", (r.id for r in floor.rules), (r.id for r in content.rules)),
    )
    for kind, wanted, there in pairs:
        if missing := sorted(set(wanted) - set(there)):
            return f"{kind}/{missing[0]}"
    return "" if content.insurers else "insurers"


def _operators(operators: tuple[Operator, ...]) -> Iterator[Fault]:
    for operator in operators:
        file = f"operators/{operator.id}.toml"
        if not operator.contacts:
            yield file, "no contact"
        for contact in operator.contacts:
            if not (contact.source and contact.label and DATED.fullmatch(contact.verified_on)):
                yield file, f"contact {contact.value}: label, source and day are expected"
        for domain in operator.domains:
            if registrable_domain(domain) != domain:
                yield file, f"{domain} is no registrable domain"
        host = urlsplit(operator.probe.url).hostname if operator.probe else None
        if host and not any(host in (domain, f"www.{domain}") for domain in operator.domains):
            yield file, f"the probe looks at {host}, which is none of its domains"
    yield from _twice("operators", (operator.name for operator in operators))


def _providers(providers: tuple[Provider, ...]) -> Iterator[Fault]:
    for provider in providers:
        file = f"mailboxes/{provider.id}.toml"
        if provider.id != OTHER and not (provider.source and provider.verified_on):
            yield file, "source and day are expected"
        if bool(provider.host) != bool(provider.port):
            yield file, "server and port go together"
        if provider.host and (
            provider.port != TLS_PORT
            or plain_host(provider.host) != provider.host
            or not registrable_domain(provider.host)
        ):
            yield file, f"{provider.host}:{provider.port} is no mail server under TLS"
        for domain in provider.domains:
            if registrable_domain(domain) != domain:
                yield file, f"{domain} is no registrable domain"
        try:
            generate(provider.rules)
        except Problem:
            yield file, "no password can obey the rules"
    yield from _twice("mailboxes", (domain for provider in providers for domain in provider.domains))


def _playbooks(playbooks: tuple[Playbook, ...], known: set[str]) -> Iterator[Fault]:
    for playbook in playbooks:
        file = f"playbooks/{playbook.id}"
        if playbook.operator and playbook.operator not in known:
            yield file, f"unknown operator {playbook.operator}"
        for fact in playbook.facts:
            if not (fact.source.startswith("http") or fact.unverified):
                yield file, f"a fact of {fact.day} has no source"
        for block in (*playbook.blocks, *playbook.spare):
            for step in block.steps:
                if not (step.source and DATED.fullmatch(step.verified_on)):
                    yield file, f"step {step.id}: source and day are expected"


def _insurers(insurers: tuple[Insurer, ...], known: set[str]) -> Iterator[Fault]:
    for insurer in insurers:
        if strange := [operator for operator in insurer.operators if operator not in known | {DIRECT}]:
            yield "insurers", f"{insurer.name}: unknown operator {strange[0]}"
    yield from _twice("insurers", (fold(insurer.name) for insurer in insurers))


def _rules(rules: tuple[IndemnityRule, ...], known: set[str]) -> Iterator[Fault]:
    file = "indemnities/rules.toml"
    for rule in rules:
        if strange := set(rule.operators) - known:
            yield file, f"{rule.id}: unknown operator {min(strange)}"
        if not (rule.source and DATED.fullmatch(rule.verified_on)):
            yield file, f"{rule.id}: source and day are expected"
        amounts = (rule.days, rule.due_days, rule.rate, rule.unit, rule.unit_with_vat, rule.share_from_day)
        if min(amounts) < 0 or rule.rate > WHOLE:
            yield file, f"{rule.id}: an amount is out of bounds"
    yield from _twice("indemnities", (f"{rule.id} {rule.since}" for rule in rules))


def _twice(kind: str, names: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield kind, f"{name} stands twice"
        seen.add(name)
