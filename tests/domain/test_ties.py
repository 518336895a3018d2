"""What is tied together goes together or not at all: by properties."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pharmassist.domain.ties import old_as_a_whole

# A loaded computer draws and runs slowly: that is no fault of what is tested.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
THINGS = st.sets(st.integers(1, 12))
TIES = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=20)


@CALM
@given(THINGS, THINGS, TIES)
def test_nothing_that_goes_is_tied_to_what_stays(
    things: set[int], old: set[int], ties: list[tuple[int, int]]
) -> None:
    gone = old_as_a_whole(things, old, ties)
    assert gone <= things & old
    for one, other in ties:
        if one in things and other in things:
            assert (one in gone) == (other in gone)
    # as much as may go does: without ties, all that is old
    assert old_as_a_whole(things, old, []) == things & old
    # what stays although it is old is reached from something young
    reached = things - old
    for _turn in things:
        reached |= {b for a, b in ties if a in reached and b in things}
        reached |= {a for a, b in ties if b in reached and a in things}
    assert gone == things - reached
