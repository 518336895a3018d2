"""A certificate authority that exists for the tests only."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

NAMES = ("localhost", "127.0.0.1", "imap.localhost", "www.localhost")


class Authority:
    """Signs certificates; the program trusts it when SSL_CERT_FILE names `file`."""

    def __init__(self, folder: Path) -> None:
        """Make the authority and write its certificate into the folder."""
        self._ca = trustme.CA()
        self.file = folder / "authority.pem"
        self._ca.cert_pem.write_to_path(self.file)

    def sign(self, folder: Path, *, expired: bool = False) -> tuple[Path, Path]:
        """Write a certificate chain for this computer's names and its key; return both files."""
        end = datetime.now(UTC) + timedelta(days=-1 if expired else 1)
        start = end - timedelta(days=10)
        leaf = self._ca.issue_cert(*NAMES, not_before=start, not_after=end)
        chain, key = folder / "chain.pem", folder / "key.pem"
        for number, blob in enumerate(leaf.cert_chain_pems):
            blob.write_to_path(chain, append=number > 0)
        leaf.private_key_pem.write_to_path(key)
        key.chmod(0o600)
        return chain, key
