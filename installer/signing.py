"""Signed data, on the signer's side: makes a key, signs the data of a checkout, verifies a file.

``python -m installer.signing make-key KEY`` · ``sign KEY NUMBER FILE [--note TEXT]`` · ``verify FILE PUBLIC``

The private key is a PEM file under a passphrase, read from the terminal or from one line of
stdin; it never leaves the stick it was made on. ``installer/README.md`` tells the ceremony.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.catalogue.five_kinds import PATTERNS
from pharmassist.adapters.catalogue.reading import texts_of
from pharmassist.domain.data_changes import changes_between
from pharmassist.domain.data_content import content_faults, lacking
from pharmassist.domain.problems import Problem
from pharmassist.domain.signed_data import (
    FORM,
    LARGEST,
    Bundle,
    Sealed,
    key_name,
    read_body,
    read_sealed,
    sealed_file,
    written_body,
)
from pharmassist.resources_location import resource_path
from pharmassist.services.data_words import change_lines, change_title, grouped

SHORTEST = 12


def data_of(folder: Path) -> dict[str, str]:
    """Read the five kinds of a ``resources`` folder: name → text."""
    return {
        f"{kind}/{name}": text
        for kind, pattern in PATTERNS.items()
        for name, text in texts_of(folder / kind, pattern).items()
    }


def sealed_bundle(private: Ed25519PrivateKey, bundle: Bundle) -> bytes:
    """Sign a bundle and return the file."""
    body = written_body(bundle)
    public = private.public_key().public_bytes_raw()
    signature = private.sign(FORM.encode() + b"\n" + body)
    return sealed_file(Sealed(key_name(public), signature, body))


def refusals(texts: Mapping[str, str]) -> tuple[str, ...]:
    """Return why a pharmacy would refuse these data, nothing when it would not."""
    catalogue = TomlCatalogue(resource_path())
    try:
        read_body(written_body(Bundle(1, date(2026, 1, 1), "", texts)))
        content = catalogue.signed_content(texts)
    except Problem as problem:
        return (f"{problem.code}: {problem.values}",)
    found = [f"{file}: {reason}" for file, reason in content_faults(content)]
    missing = lacking(catalogue.shipped_content(), content)
    return (*found, *((f"missing: {missing}",) if missing else ()))


def make_key(file: Path, passphrase: str) -> str:
    """Write a new private key, never over another file; returns the public key's 64 signs."""
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(pem)
    return private.public_key().public_bytes_raw().hex()


def read_key(file: Path, passphrase: str) -> Ed25519PrivateKey:
    """Read a private key; raises ValueError for a wrong passphrase or another kind of key."""
    private = serialization.load_pem_private_key(file.read_bytes(), passphrase.encode())
    if not isinstance(private, Ed25519PrivateKey):
        raise ValueError("not an Ed25519 key")
    return private


def _passphrase(prompt: str) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return sys.stdin.readline().rstrip("\r\n")


def _make(asked: argparse.Namespace) -> int:
    passphrase = _passphrase("Passphrase of the new key: ")
    if len(passphrase) < SHORTEST:
        print(f"A passphrase has {SHORTEST} signs at least.", file=sys.stderr)
        return 1
    if sys.stdin.isatty() and _passphrase("Once more: ") != passphrase:
        print("Not the same.", file=sys.stderr)
        return 1
    public = make_key(asked.key, passphrase)
    print(f"Public key: {public}\nId, to be read aloud: {grouped(key_name(bytes.fromhex(public)))}")
    return 0


def _sign(asked: argparse.Namespace) -> int:
    texts = data_of(asked.folder)
    if found := refusals(texts):
        print("\n".join(found), file=sys.stderr)
        return 1
    try:
        private = read_key(asked.key, _passphrase("Passphrase of the key: "))
    except ValueError as error:
        print(f"The key does not open: {error}", file=sys.stderr)
        return 1
    bundle = Bundle(asked.number, datetime.now(UTC).date(), asked.note, texts)
    raw = sealed_bundle(private, bundle)
    if len(raw) > LARGEST:
        print("Too large.", file=sys.stderr)
        return 1
    asked.file.write_bytes(raw)
    return _tell(raw)


def _verify(asked: argparse.Namespace) -> int:
    raw = asked.file.read_bytes()
    try:
        sealed = read_sealed(raw)
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(asked.public)).verify(
            sealed.signature, sealed.signed
        )
    except (InvalidSignature, Problem) as error:
        print(f"Refused: {error!r}", file=sys.stderr)
        return 1
    return _tell(raw)


def _tell(raw: bytes) -> int:
    """Say what a file holds, and what it changes of the data of this checkout."""
    sealed = read_sealed(raw)
    bundle = read_body(sealed.body)
    print(f"Number {bundle.number} of {bundle.issued_on}, key {grouped(sealed.key_id)}, {len(raw)} bytes")
    catalogue = TomlCatalogue(resource_path())
    names = {one.id: one.name for one in catalogue.operators()}
    for change in changes_between(catalogue.content(), catalogue.signed_content(bundle.texts)):
        print(change_title(change))
        for line in change_lines(change, names):
            print("   ", line)
    return 0


def main(words: list[str] | None = None) -> int:
    """Run one command."""
    parser = argparse.ArgumentParser(prog="python -m installer.signing", description=__doc__)
    commands = parser.add_subparsers(required=True)
    make = commands.add_parser("make-key")
    make.add_argument("key", type=Path)
    make.set_defaults(run=_make)
    sign = commands.add_parser("sign")
    sign.add_argument("key", type=Path)
    sign.add_argument("number", type=int)
    sign.add_argument("file", type=Path)
    sign.add_argument("--note", default="")
    sign.add_argument("--folder", type=Path, default=resource_path())
    sign.set_defaults(run=_sign)
    verify = commands.add_parser("verify")
    verify.add_argument("file", type=Path)
    verify.add_argument("public", help="64 hexadecimal signs")
    verify.set_defaults(run=_verify)
    asked = parser.parse_args(words)
    return int(asked.run(asked))


if __name__ == "__main__":
    raise SystemExit(main())
