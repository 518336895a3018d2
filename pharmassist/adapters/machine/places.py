"""Where settings, register and logs live: one folder, per user, no administrator."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path


def default_home() -> Path:
    """Return the folder of this person's register."""
    return user_data_path("PharmAssist", appauthor=False)
