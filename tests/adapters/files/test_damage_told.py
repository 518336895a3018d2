"""A fault in the Rust part of the spreadsheet library is told as a damaged file; all else goes on."""

import pytest

from pharmassist.adapters.files.sheet_tables import _damage_told
from pharmassist.domain.problems import Problem
from pharmassist.services.ports.files import Pasted

BOOK = Pasted(b"", "liste.xlsx")


def test_a_fault_of_the_library_is_damage() -> None:
    # the library's own class has no name to import; only its module tells it
    fault = type("PanicException", (BaseException,), {"__module__": "pyo3_runtime"})
    with pytest.raises(Problem) as told, _damage_told(BOOK):
        raise fault("called unwrap on None")
    assert (told.value.code, told.value.values) == ("file_damaged", {"file": "liste.xlsx"})


def test_an_interruption_goes_on() -> None:
    with pytest.raises(KeyboardInterrupt), _damage_told(BOOK):
        raise KeyboardInterrupt
