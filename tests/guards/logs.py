"""A warning in the log that no test expects is a fault."""

import logging
from collections.abc import Callable, Iterator

import pytest

ExpectLog = Callable[[str], None]


class _Listener(logging.Handler):
    """Keeps every record from WARNING up."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record."""
        self.records.append(record)


@pytest.fixture(autouse=True)
def _log_listener() -> Iterator[_Listener]:
    listener = _Listener()
    root = logging.getLogger()
    root.addHandler(listener)
    yield listener
    root.removeHandler(listener)
    left = [f"{record.levelname} {record.name}: {record.getMessage()}" for record in listener.records]
    assert not left, f"unexpected in the log: {left}"


@pytest.fixture
def expect_log(_log_listener: _Listener) -> ExpectLog:
    """Give a function: the log holds a warning with these words, which is then forgiven.

    It is called after what should have been logged; it fails when nothing was.
    """

    def expect(words: str) -> None:
        found = [record for record in _log_listener.records if words in record.getMessage()]
        assert found, f"nothing in the log says {words!r}"
        for record in found:
            _log_listener.records.remove(record)

    return expect
