"""Passwords made by chance: rules obeyed, strength counted, nothing said of what people choose."""

import math
from itertools import product

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pharmassist.domain.mailboxes import PasswordRules
from pharmassist.domain.passwords import (
    AMBIGUOUS,
    CNIL_BITS,
    EASY_SPECIALS,
    Policy,
    enough,
    faults,
    generate,
    policy,
)
from pharmassist.domain.problems import Problem


@settings(deadline=None)
@given(
    minimum=st.none() | st.integers(0, 32),
    maximum=st.none() | st.integers(4, 64),
    special=st.booleans(),
    specials=st.text(EASY_SPECIALS + "§", min_size=1, max_size=6),
)
# 79.6 bits: enough as the CNIL rounds, so it is told as 80.
@example(minimum=None, maximum=14, special=True, specials=":")
def test_what_is_made_obeys(minimum: int | None, maximum: int | None, special: bool, specials: str) -> None:
    assume(minimum is None or maximum is None or minimum <= maximum)
    rules = PasswordRules(minimum, maximum, True, True, True, special, specials)
    made = generate(rules)
    text = made.secret.reveal()
    assert faults(text, rules) == ()
    assert not set(text) & set(AMBIGUOUS)
    assert made.limited == (made.bits < CNIL_BITS)
    if maximum is None or maximum >= 16:
        assert len(text) >= 16
        assert not made.limited
    if made.limited:
        assert len(text) == maximum


def test_a_provider_that_allows_little_gets_all_it_allows_and_it_is_said() -> None:
    made = generate(PasswordRules(max_length=8))
    assert (len(made.secret), made.limited) == (8, True)
    assert 40 <= made.bits < 50


@pytest.mark.parametrize(
    "rules",
    [
        PasswordRules(max_length=2),
        PasswordRules(min_length=40),
        PasswordRules(need_special=True, specials=""),
    ],
)
def test_rules_that_nothing_obeys_are_said(rules: PasswordRules) -> None:
    with pytest.raises(Problem, match="password_rules_impossible"):
        generate(rules)


def test_strength_is_the_number_of_possible_passwords() -> None:
    small = Policy(("ab", "cd", "e"), 4)
    possible = [
        text for text in product("abcde", repeat=4) if all(set(text) & set(group) for group in small.groups)
    ]
    assert small.bits == pytest.approx(math.log2(len(possible)))


def test_no_special_sign_unless_the_provider_wants_one() -> None:
    assert policy(PasswordRules(specials="!?")).signs.isalnum()
    assert "?" in policy(PasswordRules(need_special=True, specials="?é")).groups
    assert policy(PasswordRules(need_special=True, specials="§")).groups[-1] == "§"


def test_each_rule_that_is_broken_is_named() -> None:
    rules = PasswordRules(8, 10, True, True, True, True, "!", ("pharma",))
    assert faults("é?", rules) == ("short", "upper", "digit", "sign")
    assert faults("Pharma-Pharma", rules) == ("long", "digit", "sign", "forbidden")
    assert faults("Abcdef1!", rules) == ()
    assert faults("ABCDEFG", rules) == ("short", "lower", "digit", "special")


def test_a_forbidden_part_never_comes_out() -> None:
    rules = PasswordRules(forbidden=("a", "2"))
    assert all(not set("aA2") & set(generate(rules).secret.reveal()) for _ in range(20))


def test_a_password_does_not_show_itself() -> None:
    made = generate(PasswordRules())
    assert made.secret.reveal() not in repr(made)


def test_the_cnils_own_example_of_79_55_bits_is_accepted() -> None:
    """Twelve signs among 99 (26 + 26 + 10 + 37) are one of the CNIL's examples for its 80 bits."""
    assert 79.5 < 12 * math.log2(99) < CNIL_BITS
    assert enough(12 * math.log2(99))
    assert enough(7 * math.log2(2_760))
    assert not enough(7 * math.log2(2_048))
    assert not enough(12 * math.log2(62))
