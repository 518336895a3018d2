"""One suite for every vault: the desktop's real keyring and the one in memory."""

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from unittest.mock import MagicMock

import pytest
import secretstorage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null

from pharmassist.adapters.vault.backends import ACCEPTED, DesktopKeyring, FromNowhere, WindowsVault
from pharmassist.adapters.vault.memory_vault import MemoryVault
from pharmassist.adapters.vault.os_vault import LONGEST, OsVault
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.ports.vault import Vault
from tests.servers.secret_service import SecretService

ENTRY = "PharmAssist/0123abcd/7/1"


@pytest.fixture(params=["memory", "desktop"])
def vault(request: pytest.FixtureRequest) -> Vault:
    if request.param == "memory":
        return MemoryVault(made_for="tests")
    request.getfixturevalue("secret_service")
    return OsVault(deadline=30)


def told(code: str, caught: pytest.ExceptionInfo[Problem]) -> None:
    assert caught.value.code == code
    assert "sésame" not in repr(caught.value) + str(caught.value.values) + caught.value.details


def test_what_is_kept_is_found(vault: Vault) -> None:
    assert vault.fetch(ENTRY) is None
    vault.keep(ENTRY, Secret("sésame 1€"))
    found = vault.fetch(ENTRY)
    assert found is not None
    assert found.reveal() == "sésame 1€"
    assert vault.fetch(ENTRY + "0") is None


def test_an_entry_is_immutable(vault: Vault) -> None:
    vault.keep(ENTRY, Secret("sésame 1"))
    vault.keep(ENTRY, Secret("sésame 1"))
    with pytest.raises(Problem) as caught:
        vault.keep(ENTRY, Secret("sésame 2"))
    told("vault_refused", caught)
    found = vault.fetch(ENTRY)
    assert found is not None
    assert found.reveal() == "sésame 1"


def test_destroying_twice_is_no_error(vault: Vault) -> None:
    vault.keep(ENTRY, Secret("sésame"))
    vault.destroy(ENTRY)
    vault.destroy(ENTRY)
    assert vault.fetch(ENTRY) is None


def test_the_longest_secret_is_kept_and_a_longer_one_refused(vault: Vault) -> None:
    longest = "x" * LONGEST
    vault.keep(ENTRY, Secret(longest))
    found = vault.fetch(ENTRY)
    assert found is not None
    assert found.reveal() == longest
    for text in ("x" * (LONGEST + 1), "\U0001f511" * (LONGEST // 2 + 1)):
        with pytest.raises(Problem) as caught:
            vault.keep(ENTRY + "2", Secret(text))
        told("vault_too_long", caught)
    assert vault.fetch(ENTRY + "2") is None


def test_the_probe_leaves_nothing_and_the_name_is_said(vault: Vault) -> None:
    vault.probe()
    assert vault.name


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=64))
def test_any_text_comes_back(vault: Vault, text: str) -> None:
    vault.keep(ENTRY, Secret(text))
    found = vault.fetch(ENTRY)
    vault.destroy(ENTRY)
    assert found is not None
    assert found.reveal() == text


def test_a_locked_keyring_says_so_and_keeps_what_it_has(secret_service: SecretService) -> None:
    vault = OsVault(deadline=30)
    vault.keep(ENTRY, Secret("sésame"))
    secret_service.lock()
    calls: tuple[Callable[[], object], ...] = (
        partial(vault.fetch, ENTRY),
        partial(vault.keep, ENTRY + "1", Secret("sésame")),
        vault.probe,
    )
    for call in calls:
        with pytest.raises(Problem) as caught:
            call()
        told("vault_locked", caught)
    secret_service.unlock()
    assert vault.fetch(ENTRY) is not None
    assert vault.fetch(ENTRY + "1") is None


def test_a_keyring_that_went_away_is_absent(secret_service: SecretService) -> None:
    vault = OsVault(deadline=30)
    vault.keep(ENTRY, Secret("sésame"))
    secret_service.vanish()
    with pytest.raises(Problem) as caught:
        vault.fetch(ENTRY)
    told("vault_absent", caught)
    with pytest.raises(Problem) as caught:
        OsVault(deadline=30).fetch(ENTRY)
    told("vault_absent", caught)
    secret_service.start()
    assert vault.fetch(ENTRY) is not None


def test_a_silent_keyring_is_left_at_the_deadline(secret_service: SecretService) -> None:
    vault = OsVault(deadline=30)
    vault.keep(ENTRY, Secret("sésame"))
    hurried = OsVault(deadline=0.3)
    secret_service.freeze()
    with pytest.raises(Problem) as caught:
        hurried.fetch(ENTRY)
    told("vault_silent", caught)
    secret_service.thaw()
    assert vault.fetch(ENTRY) is not None


def test_a_bus_that_is_not_there_is_no_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'nobody'}")
    with pytest.raises(Problem) as caught:
        OsVault(deadline=30, backend=DesktopKeyring).probe()
    told("vault_absent", caught)


def test_without_any_keyring_it_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with pytest.raises(Problem) as caught:
        OsVault(deadline=30).keep(ENTRY, Secret("sésame"))
    told("vault_absent", caught)


class PlaintextKeyring(KeyringBackend):
    """As keyrings.alt brings one: a file that anybody reads."""

    priority = 99

    def get_password(self, service: str, username: str) -> str | None:
        raise AssertionError

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError


@pytest.mark.parametrize(
    "backend", [null.Keyring, fail.Keyring, chainer.ChainerBackend, PlaintextKeyring, KeyringBackend]
)
def test_other_backends_are_refused(backend: type[KeyringBackend]) -> None:
    with pytest.raises(Problem) as caught:
        OsVault(backend=backend)
    told("vault_absent", caught)


class ForgetfulKeyring(DesktopKeyring):
    """Says yes and keeps something else."""

    priority = 1

    def set_password(self, service: str, username: str, password: str) -> None:
        write: Callable[[str, str, str], None] = super().set_password
        write(service, username, password[:-1])


class RefusingKeyring(DesktopKeyring):
    """A keyring whose writes fail."""

    priority = 1

    def set_password(self, service: str, username: str, password: str) -> None:
        raise OSError(f"cannot write {password}")


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> list[tuple[type[KeyringBackend], str]]:
    accepted: list[tuple[type[KeyringBackend], str]] = []
    monkeypatch.setattr("pharmassist.adapters.vault.backends.ACCEPTED", accepted)
    return accepted


@pytest.mark.parametrize(
    ("backend", "code"), [(ForgetfulKeyring, "vault_not_kept"), (RefusingKeyring, "vault_refused")]
)
def test_what_is_not_kept_is_said(
    secret_service: SecretService,
    only: list[tuple[type[KeyringBackend], str]],
    backend: type[KeyringBackend],
    code: str,
) -> None:
    only.append((backend, "trousseau"))
    with pytest.raises(Problem) as caught:
        OsVault(deadline=30).keep(ENTRY, Secret("sésame"))
    told(code, caught)


def test_the_environment_changes_no_backend(
    secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEYRING_PROPERTY_PREFERRED_COLLECTION", "/nowhere")
    monkeypatch.setenv("KEYRING_PROPERTY_SCHEME", "KeePassXC")
    assert vars(DesktopKeyring()) == {}
    OsVault(deadline=30).keep(ENTRY, Secret("sésame"))


def test_windows_keeps_on_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    class Credentials:
        CRED_PERSIST_LOCAL_MACHINE = 2
        CRED_PERSIST_ENTERPRISE = 3

    monkeypatch.setattr("keyring.backends.Windows.win32cred", Credentials, raising=False)
    assert vars(WindowsVault()) == {"_persist": 2}


def test_each_accepted_keyring_has_a_name_and_ignores_the_environment() -> None:
    assert len(ACCEPTED) == 5
    for backend, name in ACCEPTED:
        assert name
        assert issubclass(backend, FromNowhere)


def test_the_vault_in_memory_is_never_made_by_accident() -> None:
    build: Callable[..., MemoryVault] = MemoryVault
    with pytest.raises(TypeError):
        build()
    with pytest.raises(ValueError, match="demonstration"):
        build(made_for="work")


def test_several_parts_of_the_program_may_ask_at_once(secret_service: SecretService) -> None:
    """One vault serves every lane of the program, each question in a thread of its own."""
    assert secret_service.bus_address
    vault = OsVault(deadline=60)
    troubles: list[str] = []

    def ask(name: str) -> None:
        for number in range(15):
            try:
                vault.keep(f"{ENTRY}/{name}/{number}", Secret("sésame"))
                assert vault.fetch(f"{ENTRY}/{name}/{number}") is not None
            except Problem as problem:
                troubles.append(problem.code + problem.details)

    askers = [threading.Thread(target=ask, args=(name,)) for name in "abcd"]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert troubles == []


def test_one_connection_for_all_questions(
    secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """gnome-keyring may end, and be locked when it comes back, each time a client leaves and one comes."""
    assert secret_service.bus_address
    connected = MagicMock(side_effect=secretstorage.dbus_init)
    monkeypatch.setattr(secretstorage, "dbus_init", connected)
    vault = OsVault(deadline=30, backend=DesktopKeyring)
    vault.probe()
    vault.keep(ENTRY, Secret("sésame"))
    vault.fetch(ENTRY)
    assert connected.call_count == 1


def test_a_bus_that_was_restarted_is_met_again(monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = SecretService(), SecretService()
    try:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", before.bus_address)
        vault = OsVault(deadline=30, backend=DesktopKeyring)
        vault.probe()
        before.stop()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", after.bus_address)
        vault.probe()
    finally:
        before.stop()
        after.stop()
