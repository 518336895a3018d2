"""Where the words of a new recovery sheet are written before the key is used."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from pharmassist.domain.secrets import Secret

Writing = Callable[[Secret], AbstractContextManager[None]]
"""Writes the sheet on entering; takes it back when the key was not changed after all."""
