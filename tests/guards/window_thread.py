"""No port is called on the window's thread: neither register, keyring, network, file nor printer.

Tests run the lanes' jobs at once, on the window's own thread, so the thread tells nothing. The call
stack does: a call of a port that comes from ``pharmassist/ui`` must come through ``Job.run``.
"""

import inspect
import sys
from collections.abc import Callable, Iterator
from functools import cached_property, wraps
from pathlib import Path
from typing import Any

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.documents.pictures import CheckedPictures
from pharmassist.adapters.documents.preview import PdfPreview
from pharmassist.adapters.documents.renderer import PdfRenderer
from pharmassist.adapters.files.packing import ZipPacking
from pharmassist.adapters.files.statements import BankFiles
from pharmassist.adapters.files.tables import FileTables
from pharmassist.adapters.files.writing import PrivateFiles
from pharmassist.adapters.machine.pin_hash import Argon2Hash
from pharmassist.adapters.mailbox.imap import ImapMailbox
from pharmassist.adapters.messages.reading import MessageFiles
from pharmassist.adapters.printing.cups import CupsPrinting
from pharmassist.adapters.store.files import EncryptedFiles
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.adapters.vault.memory_vault import MemoryVault
from pharmassist.adapters.vault.os_vault import OsVault
from pharmassist.adapters.web.last_looks import FileLooks
from pharmassist.adapters.web.portal import PortalWeb
from pharmassist.adapters.web.stolen import RangeLists
from pharmassist.demonstration.stand_ins import DemonstrationMailbox, DemonstrationStolen, DemonstrationWeb
from pharmassist.services import jobs
from pharmassist.ui import bridge

WINDOW = str(Path(bridge.__file__).parent)
JOBS = jobs.__file__
PORTS: tuple[type, ...] = (
    Argon2Hash,
    BankFiles,
    CheckedPictures,
    CupsPrinting,
    DemonstrationMailbox,
    DemonstrationStolen,
    DemonstrationWeb,
    EncryptedFiles,
    FileLooks,
    FileTables,
    ImapMailbox,
    MemoryVault,
    MessageFiles,
    OsVault,
    PdfPreview,
    PdfRenderer,
    PortalWeb,
    PrivateFiles,
    RangeLists,
    SqlRegister,
    ZipPacking,
)
"""What reaches out of the program. The clock is read from memory, and the catalogue once it was read."""
CLOSING = {(SqlRegister, "close")}
"""Done once the window is closed and nothing can stand still any more."""


def caller_in_the_window() -> str:
    """Return the place in ``pharmassist/ui`` that this call comes from, "" where a job stands between."""
    frame, found = sys._getframe(1), ""
    while frame.f_back is not None:
        frame = frame.f_back
        code = frame.f_code
        if code.co_filename == JOBS and code.co_name == "run":
            return ""
        if not found and code.co_filename.startswith(WINDOW):
            found = f"{code.co_filename}:{frame.f_lineno}"
    return found


def _guarded(port: type, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(call)
    def asked(*said: Any, **named: Any) -> Any:
        place = caller_in_the_window()
        assert not place, f"{port.__name__}.{name} is called on the window's thread, at {place}"
        return call(*said, **named)

    return asked


@pytest.fixture(scope="session")
def ports_off_the_window() -> Iterator[None]:
    """Make a test fail whose window calls a port outside of a job."""
    with pytest.MonkeyPatch.context() as patch:
        for port in PORTS:
            for name, call in vars(port).items():
                if inspect.isfunction(call) and not name.startswith("_") and (port, name) not in CLOSING:
                    patch.setattr(port, name, _guarded(port, name, call))
        for name, kept in vars(TomlCatalogue).items():
            if isinstance(kept, cached_property):
                patch.setattr(kept, "func", _guarded(TomlCatalogue, name, kept.func))
        yield
