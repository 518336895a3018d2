"""The sentence for the counter: what is never left out, whatever the rules in data say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pharmassist.domain.conduct import (
    CLOSING,
    RESEND_NOTHING,
    ConductRule,
    for_unknown,
    sentence,
    with_logo,
    worst,
)
from pharmassist.domain.operators import Light, LightState

STATES = st.sampled_from(LightState)
LIGHTS = st.fixed_dictionaries(dict.fromkeys(Light, STATES))
RULES = st.lists(
    st.builds(
        ConductRule,
        part=st.sampled_from(("a", "b")),
        text=st.sampled_from(("Faites ceci.", "")),
        when=st.lists(
            st.tuples(st.sampled_from(Light), st.lists(STATES, min_size=1).map(tuple)), max_size=2
        ).map(tuple),
        names=st.sampled_from(((), ("C2S",))),
    ),
    max_size=5,
)


@given(RULES, LIGHTS)
def test_every_sentence_ends_with_what_does_not_change(
    rules: list[ConductRule], lights: dict[Light, LightState]
) -> None:
    said = sentence(rules, lights)
    assert said.endswith(CLOSING)
    works = set(lights.values()) == {LightState.WORKING}
    assert (RESEND_NOTHING in said) is not works


@given(RULES, LIGHTS)
def test_one_sentence_a_part_the_first_that_fits(
    rules: list[ConductRule], lights: dict[Light, LightState]
) -> None:
    assert sentence(rules, lights).count("Faites ceci.") <= 2


@given(st.lists(LIGHTS, min_size=1))
def test_the_worst_of_several_is_never_better_than_one_of_them(
    several: list[dict[Light, LightState]],
) -> None:
    order = [LightState.STOPPED, LightState.DISRUPTED, LightState.UNVERIFIED, LightState.WORKING]
    found = worst(several)
    for lights in several:
        for light in Light:
            assert order.index(found[light]) <= order.index(lights[light])


def test_no_operator_is_unverified() -> None:
    assert set(worst(()).values()) == {LightState.UNVERIFIED}


def test_two_operators_and_nobody() -> None:
    lights = dict.fromkeys(Light, LightState.WORKING)
    assert with_logo((), ("Almerys", "Viamedis"), lights).startswith(
        "Lisez le logo de la carte\u00a0: Almerys ou Viamedis."
    )
    assert RESEND_NOTHING in for_unknown()
    assert for_unknown().endswith(CLOSING)
