"""Every test has a home of its own, empty, where nothing of the real person lies."""

from pathlib import Path

import pytest

PLACES = {
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
    "XDG_RUNTIME_DIR": ".run",
}


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test an empty home folder and say so in the environment."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    for name, place in PLACES.items():
        path = folder / place
        path.mkdir(parents=True, mode=0o700)
        monkeypatch.setenv(name, str(path))
    return folder
