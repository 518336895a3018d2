"""The order of the tests: the longest files first, so that neither process waits for the other at the end."""

import pytest

FIRST = ("journeys", "ui", "services")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the whole program, then pages, then services; each keeps its own order."""

    def place(item: pytest.Item) -> int:
        return next((at for at, name in enumerate(FIRST) if name in item.path.parts), len(FIRST))

    items.sort(key=place)
