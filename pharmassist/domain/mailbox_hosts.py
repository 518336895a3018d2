"""To which server a mailbox password may be sent.

Security.md: the server comes from our data for that provider, or lies within the mail
address's own registrable domain, or was confirmed by the person after reading it. A name
that merely contains the right one ("imap.orange.fr.example") is none of these.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from ipaddress import ip_address

from publicsuffixlist import PublicSuffixList

from pharmassist.domain.mailboxes import Provider

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")


class HostOrigin(StrEnum):
    """Why a server may be trusted with the password of an address."""

    OUR_DATA = "our_data"
    OWN_DOMAIN = "own_domain"
    CONFIRMED = "confirmed"
    FOREIGN = "foreign"
    """Not yet: the person has to read it and confirm."""


@cache
def _suffixes() -> PublicSuffixList:
    """Read the list that comes with the library, once; nothing is fetched."""
    return PublicSuffixList(accept_unknown=False)


def plain_host(text: str) -> str:
    """Write a server's name in one way: small letters, no final dot, ASCII (IDNA); "" if impossible."""
    name = text.strip().rstrip(".").lower()
    try:
        plain = name.encode("idna").decode("ascii") if name else ""
    except UnicodeError:
        return ""
    return plain if _HOST.fullmatch(plain) else ""


def registrable_domain(name: str) -> str:
    """Return the domain that somebody registered ("orange.fr" of "imap.orange.fr"), "" if none."""
    host = plain_host(name)
    try:
        ip_address(host)
    except ValueError:
        return _suffixes().privatesuffix(host) or "" if host else ""
    return ""


def mail_domain(login: str) -> str:
    """Return the part behind the last @, "" when there is none."""
    _, at, domain = login.rpartition("@")
    return plain_host(domain) if at else ""


def provider_of(login: str, providers: tuple[Provider, ...]) -> Provider | None:
    """Return the provider whose domains hold the address's domain exactly."""
    domain = mail_domain(login)
    return next((provider for provider in providers if domain and domain in provider.domains), None)


def host_origin(host: str, login: str, provider: Provider | None, *, confirmed: bool) -> HostOrigin:
    """Tell where the trust in a server comes from."""
    name = plain_host(host)
    if not name:
        return HostOrigin.FOREIGN
    if provider is not None and name == plain_host(provider.host):
        return HostOrigin.OUR_DATA
    own = registrable_domain(mail_domain(login))
    if own and registrable_domain(name) == own:
        return HostOrigin.OWN_DOMAIN
    return HostOrigin.CONFIRMED if confirmed else HostOrigin.FOREIGN


def login_name(login: str, provider: Provider | None) -> str:
    """Return what the server wants as user name: the whole address, or the part before the @."""
    if provider is not None and provider.login_form == "local":
        return login.rpartition("@")[0] or login
    return login
