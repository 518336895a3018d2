"""Files of signed data for tests, under a key of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from installer.signing import data_of, sealed_bundle
from pharmassist.adapters.machine.seals import Ed25519Seals
from pharmassist.domain.signed_data import Bundle
from pharmassist.resources_location import resource_path

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(reversed(range(32))))
SEALS = Ed25519Seals((KEY.public_key().public_bytes_raw().hex(),))
SHIPPED = data_of(resource_path())
PLAYBOOK, PROVIDER = "playbooks/viamedis-2024/playbook.toml", "mailboxes/zaclys.toml"
OLD_TITLE, NEW_TITLE = 'title = "Premier jour"', 'title = "Le premier jour"'
NEW_PROVIDER = """id = "zaclys"
name = "Zaclys"
domains = ["zaclys.net"]
host = "mail.zaclys.com"
port = 993
login_form = "full"
check = "password"
check_note = ""
password_page = "https://zaclys.com/compte"
source = "page d’aide de Zaclys (inventée pour les essais)"
verified_on = "2026-11-27"
"""


def renewed() -> dict[str, str]:
    """Return what is shipped, with one changed playbook and one new provider."""
    changed = SHIPPED[PLAYBOOK].replace(OLD_TITLE, NEW_TITLE)
    assert changed != SHIPPED[PLAYBOOK]
    return {**SHIPPED, PLAYBOOK: changed, PROVIDER: NEW_PROVIDER}


def signed(texts: Mapping[str, str], number: int = 2, key: Ed25519PrivateKey = KEY, note: str = "") -> bytes:
    """Return a file of signed data."""
    return sealed_bundle(key, Bundle(number, date(2026, 12, 1), note, texts))


def signed_file(folder: Path, texts: Mapping[str, str], number: int = 2) -> Path:
    """Write a file of signed data on a stick."""
    file = folder / f"donnees-{number}.signed"
    file.write_bytes(signed(texts, number))
    return file
