"""To which server a password may go: our data, the address's own domain, or a confirmed name."""

from dataclasses import replace

import pytest

from pharmassist.domain.accesses import Check
from pharmassist.domain.mailbox_hosts import (
    HostOrigin,
    host_origin,
    login_name,
    plain_host,
    provider_of,
    registrable_domain,
)
from pharmassist.domain.mailboxes import PasswordRules, Provider

ORANGE = Provider(
    "orange", "Orange", ("orange.fr", "wanadoo.fr"), "imap.orange.fr", 993, "full", Check.PASSWORD, "", "",
    PasswordRules(), (), "", "",
)  # fmt: skip
FREE = replace(ORANGE, id="free", domains=("free.fr",), host="imap.free.fr", login_form="local")
LOGIN = "compta@orange.fr"


@pytest.mark.parametrize("host", ["imap.orange.fr", "IMAP.Orange.FR.", " imap.orange.fr "])
def test_the_providers_server_is_ours(host: str) -> None:
    assert host_origin(host, "compta@wanadoo.fr", ORANGE, confirmed=False) is HostOrigin.OUR_DATA


def test_a_server_of_the_address_s_own_domain_is_trusted() -> None:
    login = "titulaire@pharmacie-du-port.fr"
    assert host_origin("mail.pharmacie-du-port.fr", login, None, confirmed=False) is HostOrigin.OWN_DOMAIN
    assert host_origin("pharmacie-du-port.fr", login, None, confirmed=False) is HostOrigin.OWN_DOMAIN


@pytest.mark.parametrize(
    "host",
    [
        "imap.orange.fr.securite-mail.example",
        "imap-orange.fr",
        "imap.orange-mail.fr",
        "orange.fr.com",
        "imap.0range.fr",
        "imap.orangе.fr",  # a Cyrillic letter
        "imap.orange.com",
        "imap.orange.fr@pirate.com",
        "fr",
        "",
        "127.0.0.1",
        "localhost",
        "imap..orange.fr",
        "x" * 70 + ".orange.fr",
    ],
)
def test_look_alikes_are_foreign(host: str) -> None:
    assert host_origin(host, LOGIN, ORANGE, confirmed=False) is HostOrigin.FOREIGN


@pytest.mark.parametrize(
    ("host", "login"),
    [
        ("pirate.gouv.fr", "a@sante.gouv.fr"),  # both below a suffix that nobody owns
        ("pirate.github.io", "a@pharmacie.github.io"),
        ("pirate.co.uk", "a@pharmacie.co.uk"),
        ("mail.example", "a@pharmacie.example"),
        ("127.0.0.1", "a@127.0.0.1"),
        ("imap.orange.fr", "without-domain"),
    ],
)
def test_a_shared_suffix_is_no_own_domain(host: str, login: str) -> None:
    assert host_origin(host, login, None, confirmed=False) is HostOrigin.FOREIGN


def test_a_confirmed_server_is_confirmed_but_never_nothing() -> None:
    assert host_origin("imap.orange-mail.fr", LOGIN, ORANGE, confirmed=True) is HostOrigin.CONFIRMED
    assert host_origin("", LOGIN, ORANGE, confirmed=True) is HostOrigin.FOREIGN


def test_names_are_written_in_one_way() -> None:
    assert plain_host("Pharmacié.fr") == "xn--pharmaci-i1a.fr"
    assert registrable_domain("imap.pharmacié.fr") == "xn--pharmaci-i1a.fr"
    assert registrable_domain("imap.orange.fr") == "orange.fr"


def test_the_provider_follows_from_the_exact_domain() -> None:
    providers = (ORANGE, FREE)
    assert provider_of("a@wanadoo.fr", providers) is ORANGE
    assert provider_of("a@free.fr", providers) is FREE
    assert provider_of("a@pro.orange.fr", providers) is None
    assert provider_of("a@notorange.fr", providers) is None
    assert provider_of("a", providers) is None


def test_the_user_name_is_what_the_server_wants() -> None:
    assert login_name("compta@free.fr", FREE) == "compta"
    assert login_name("compta", FREE) == "compta"
    assert login_name(LOGIN, ORANGE) == LOGIN
    assert login_name(LOGIN, None) == LOGIN
