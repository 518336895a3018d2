"""Ed25519 signatures, checked with the public keys that were published."""

from __future__ import annotations

from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pharmassist.domain.signed_data import key_name


class Ed25519Seals:
    """Implements ``Seals``; ``keys`` are the public keys, 64 hexadecimal signs each."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        raw = [bytes.fromhex(key) for key in keys]
        self._keys: Mapping[str, bytes] = {key_name(key): key for key in raw}

    def known(self) -> tuple[str, ...]:
        """Return the ids of the keys that are trusted."""
        return tuple(self._keys)

    def holds(self, key_id: str, signature: bytes, signed: bytes) -> bool:
        """Tell whether that key made the signature."""
        key = self._keys.get(key_id)
        if key is None:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
        except InvalidSignature:
            return False
        return True
