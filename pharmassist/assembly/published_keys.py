"""The public keys whose signature under data is accepted.

Empty until the key ceremony of ``installer/README.md`` was held: the program then says that
signed data are not accepted yet. A key is added here by a release, and by nothing else: no
option, no file and no environment variable brings one.
"""

from __future__ import annotations

PUBLISHED_KEYS: tuple[str, ...] = ()
"""64 hexadecimal signs each, the newest first."""
