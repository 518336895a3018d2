"""ZIP archives: the same files give the same bytes, whatever the hour they are made at."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


class ZipPacking:
    """Implements ``Packing``."""

    def pack(self, files: Iterable[tuple[str, bytes]]) -> bytes:
        """Return a ZIP of these files, in this order; names are relative, with forward slashes."""
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files:
                entry = zipfile.ZipInfo(name, _FIRST_DAY)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o600 << 16
                archive.writestr(entry, content)
        return whole.getvalue()
