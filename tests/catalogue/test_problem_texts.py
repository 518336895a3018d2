"""Every problem code has its texts in French and English, and every text has its code."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from pharmassist.domain.problems import Problem
from pharmassist.services.problem_texts import TEXTS, describe
from pharmassist.services.problem_texts.form import Texts
from pharmassist.services.texts import translate, use_language

PACKAGE = Path(__file__).parents[2] / "pharmassist"


def literals() -> tuple[set[str], set[str]]:
    """Return codes given to ``Problem(…)`` and every other text literal of the package."""
    codes: set[str] = set()
    texts: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        if path.parent.name == "problem_texts":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "Problem"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                codes.add(str(node.args[0].value))
    return codes, texts


def test_every_code_raised_has_texts() -> None:
    assert literals()[0] - set(TEXTS) == set()


def test_every_text_belongs_to_a_code_that_exists() -> None:
    codes, texts = literals()
    assert set(TEXTS) - codes - texts == set()


def told_of(texts: Texts) -> tuple[str, ...]:
    return tuple(filter(None, (texts.title, texts.sentence, texts.remedy, texts.typed)))


def test_the_window_names_what_can_be_pressed_and_never_what_is_typed_in_a_terminal() -> None:
    """An option (``--as``), the program's name before a word, or a command (``claims list``)."""
    typed = re.compile(r"(?<!\w)--\w|pharmassist [a-z]|\b(claims|accesses|incident) (list|open)\b")
    wrong = {
        code: words
        for code, texts in TEXTS.items()
        for text in (texts.sentence, texts.remedy)
        for words in (text, translate(text))
        if typed.search(words)
    }
    assert wrong == {}
    absent = Problem("register_key_absent")
    assert "--recovery-key-file" in describe(absent, typed=True).remedy
    assert describe(Problem("register_busy"), typed=True) == describe(Problem("register_busy"))


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_a_problem_is_told_in_both_languages(code: str) -> None:
    texts = TEXTS[code]
    names = {
        name
        for text in told_of(texts)
        for _literal, name, _form, _conversion in string.Formatter().parse(text)
        if name
    }
    problem = Problem(code, dict.fromkeys(names, "X"))
    for language in ("en", "fr"):
        use_language(language)
        told = describe(problem)
        assert all((told.title, told.sentence, told.remedy))
    use_language("fr")
    for text in told_of(texts):
        assert translate(text) != text, f"no French for {text!r}"
