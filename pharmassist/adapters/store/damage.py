"""What the library's errors mean to the pharmacy. Anything that is not listed is a bug of ours."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from pharmassist.domain.problems import Problem

_BUSY, _LOCKED = 5, 6
_PERMISSION, _READ_ONLY, _NOT_AUTHORISED = 3, 8, 23
_IO, _FULL, _CANNOT_OPEN = 10, 13, 14
_DAMAGED = frozenset({11, 24, 26})
"""SQLITE_CORRUPT, SQLITE_FORMAT, SQLITE_NOTADB: a page that the key does not open."""

_IO_READ = frozenset({10 | 1 << 8, 10 | 2 << 8, 10 | 32 << 8, 10 | 33 << 8})
"""SQLITE_IOERR_READ, _SHORT_READ, _DATA, _CORRUPTFS."""

_IO_WRITE = frozenset({10 | n << 8 for n in (3, 4, 5, 6, 19)})
"""SQLITE_IOERR_WRITE, _FSYNC, _DIR_FSYNC, _TRUNCATE, _SHMSIZE: a quota or a limit met while writing."""

_FULL_ERRORS = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
_REFUSED_ERRORS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def problem_of(error: dbapi2.Error) -> Problem | None:
    """Return the problem an error of the library stands for, None for a bug."""
    code = getattr(error, "sqlite_errorcode", 0)
    primary, words = code & 0xFF, str(error)
    if primary in (_BUSY, _LOCKED):
        return Problem("register_busy", retryable=True, details=words)
    if primary == _FULL or code in _IO_WRITE:
        return Problem("disk_full", retryable=True, details=words)
    if primary in (_PERMISSION, _READ_ONLY, _NOT_AUTHORISED):
        return Problem("register_read_only", details=words)
    if primary in _DAMAGED or code in _IO_READ:
        return Problem("register_damaged", details=words)
    if primary in (_IO, _CANNOT_OPEN):
        return Problem("register_unreachable", retryable=True, details=words)
    return None


@contextmanager
def translated() -> Iterator[None]:
    """Turn the library's errors into problems; a bug passes unchanged."""
    try:
        yield
    except DBAPIError as error:
        problem = problem_of(error.orig) if isinstance(error.orig, dbapi2.Error) else None
        if problem is None:
            raise
        raise problem from None
    except dbapi2.Error as error:
        problem = problem_of(error)
        if problem is None:
            raise
        raise problem from None


@contextmanager
def files_translated() -> Iterator[None]:
    """Turn refusals of the file system into problems."""
    try:
        yield
    except OSError as error:
        words = str(error.strerror)
        if error.errno in _REFUSED_ERRORS:
            raise Problem("register_read_only", details=words) from None
        code = "disk_full" if error.errno in _FULL_ERRORS else "register_unreachable"
        raise Problem(code, retryable=True, details=words) from None
