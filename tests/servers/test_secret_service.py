"""The keyring of the tests is a real one."""

import keyring.core
import keyring.errors
import pytest

from tests.servers.secret_service import SecretService


def test_it_keeps_a_secret_locks_and_opens_again(secret_service: SecretService) -> None:
    vault = keyring.core.load_keyring("keyring.backends.SecretService.Keyring")
    vault.set_password("PharmAssist/essai", "compta", "K7fnQr3d")
    assert vault.get_password("PharmAssist/essai", "compta") == "K7fnQr3d"
    secret_service.lock()
    with pytest.raises(keyring.errors.KeyringLocked):
        vault.get_password("PharmAssist/essai", "compta")
    secret_service.unlock()
    assert vault.get_password("PharmAssist/essai", "compta") == "K7fnQr3d"


def test_it_vanishes_and_comes_back_with_what_it_held(secret_service: SecretService) -> None:
    vault = keyring.core.load_keyring("keyring.backends.SecretService.Keyring")
    vault.set_password("PharmAssist/essai", "compta", "K7fnQr3d")
    secret_service.vanish()
    with pytest.raises(keyring.errors.InitError):
        vault.get_password("PharmAssist/essai", "compta")
    secret_service.start()
    assert vault.get_password("PharmAssist/essai", "compta") == "K7fnQr3d"


def test_frozen_it_still_ends(secret_service: SecretService) -> None:
    secret_service.freeze()
    secret_service.stop()
    assert not secret_service.folder.exists()
