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

_FULL_ERRORS = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
_REFUSED_ERRORS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def problem_of(error: dbapi2.Error, *, writing: bool = False) -> Problem | None:
    """Return the problem an error of the library stands for, None for a bug.

    The driver tells primary codes only: an input or output error met while writing is a
    quota or a limit, met while reading it is a disk that does not answer.
    """
    primary, words = getattr(error, "sqlite_errorcode", 0) & 0xFF, str(error)
    if primary in (_BUSY, _LOCKED):
        return Problem("register_busy", retryable=True, details=words)
    if primary == _FULL or (primary == _IO and writing):
        return Problem("disk_full", retryable=True, details=words)
    if primary in (_PERMISSION, _READ_ONLY, _NOT_AUTHORISED):
        return Problem("register_read_only", details=words)
    if primary in _DAMAGED:
        return Problem("register_damaged", details=words)
    if primary in (_IO, _CANNOT_OPEN):
        return Problem("register_unreachable", retryable=True, details=words)
    return None


@contextmanager
def translated(*, writing: bool = False) -> Iterator[None]:
    """Turn the library's errors into problems; a bug passes unchanged."""
    try:
        yield
    except DBAPIError as error:
        orig = error.orig
        problem = problem_of(orig, writing=writing) if isinstance(orig, dbapi2.Error) else None
        if problem is None:
            raise
        raise problem from None
    except dbapi2.Error as error:
        problem = problem_of(error, writing=writing)
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
