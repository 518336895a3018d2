"""How the window was left comes back; what is damaged is as if never written; no content is kept."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmassist.adapters.machine.small_file import MOST_BYTES, PrivateText
from pharmassist.domain.claims import ClaimFilter, State
from pharmassist.domain.problems import Problem
from pharmassist.services.kept_window import Frame, KeptWindow, TableLook, WindowFile, read_kept
from pharmassist.services.views import bare_view, kept_filter

KEPT = KeptWindow(
    Frame(40, 30, 1280, 800, maximised=True),
    "claims",
    "2024-01-30",
    {"claims": TableLook({"invoice": 140}, "age", descending=True)},
    {"claims": bare_view(ClaimFilter("viamedis", states=frozenset({State.REJECTED}), older_than=5))},
    ("esc",),
)
odd = st.sampled_from((None, True, 0, -1, 80, 3000, 10**9, 1.5, "x", [], [80], {}, {"x": 80}))
names = st.sampled_from(
    ("frame", "page", "day", "tables", "filters", "told", "claims", "widths", "sort", "x", "y", "width")
)


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    file = WindowFile(PrivateText(tmp_path / "window.json"))
    assert file.read() == KeptWindow()
    file.write(KEPT)
    assert file.read() == KEPT
    assert [one.name for one in tmp_path.iterdir()] == ["window.json"]
    assert (tmp_path / "window.json").stat().st_mode & 0o077 == 0


def test_the_filters_come_back_without_the_words_searched() -> None:
    wanted = ClaimFilter("viamedis", states=frozenset({State.REJECTED}), text="418217", import_id=3)
    text = bare_view(wanted)
    assert "418217" not in text
    assert kept_filter(text) == ClaimFilter("viamedis", states=frozenset({State.REJECTED}))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "12", '"x"', "[1]", '[{"name": 3}]', '{"a": 1}'])
def test_filters_that_are_not_understood_are_none(text: str) -> None:
    assert kept_filter(text) is None


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[1, 2]", b"x" * (MOST_BYTES + 1)])
def test_a_damaged_file_gives_the_usual_window(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "window.json"
    path.write_bytes(content)
    assert WindowFile(PrivateText(path)).read() == KeptWindow()


@given(st.dictionaries(names, st.dictionaries(names, odd, max_size=4) | odd, max_size=5))
def test_whatever_stands_in_the_file_is_read_or_left_out(told: dict[str, object]) -> None:
    kept = read_kept(json.dumps(told))
    assert all(24 <= width <= 2000 for look in kept.tables.values() for width in look.widths.values())
    assert kept.frame is None or min(kept.frame.width, kept.frame.height) > 0
    assert read_kept(json.dumps(told)) == kept


def test_without_a_folder_nothing_is_written_and_a_refusal_is_a_problem(tmp_path: Path) -> None:
    PrivateText(tmp_path / "absent" / "window.json").write("{}")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "window.json").mkdir()
    with pytest.raises(Problem) as refused:
        PrivateText(tmp_path / "window.json").write("{}")
    assert refused.value.code == "file_not_written"
    assert [one.name for one in tmp_path.iterdir()] == ["window.json"]


def test_the_page_is_that_of_today_only() -> None:
    assert KEPT.page_of(date(2024, 1, 30)) == "claims"
    assert KEPT.page_of(date(2024, 1, 31)) == ""
