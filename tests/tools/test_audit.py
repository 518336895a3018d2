"""The audit never takes silence for a good answer."""

from __future__ import annotations

from tools.audit import verdict


def test_silence_is_no_clean_audit() -> None:
    silent = [f"NOT CHECKED: {name}: not found" for name in "abc"]
    assert verdict(silent, 3).startswith("NO AUDIT: nothing was asked")
    assert verdict(silent[:1], 3).startswith("NO AUDIT: 1 of 3")
    assert verdict(["pillow 1: GHSA-1", *silent], 4) == "1 known fault(s), 3 package(s) not checked"
    assert verdict([], 3) == "0 known fault(s), 0 package(s) not checked"
