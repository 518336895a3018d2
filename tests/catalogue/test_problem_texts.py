"""Every problem code has its texts in French and English, and every text has its code."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

from pharmassist.domain.problems import Problem
from pharmassist.services.problem_texts import TEXTS, describe
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


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_a_problem_is_told_in_both_languages(code: str) -> None:
    texts = TEXTS[code]
    names = {
        name
        for text in (texts.title, texts.sentence, texts.remedy)
        for _literal, name, _form, _conversion in string.Formatter().parse(text)
        if name
    }
    problem = Problem(code, dict.fromkeys(names, "X"))
    for language in ("en", "fr"):
        use_language(language)
        told = describe(problem)
        assert all((told.title, told.sentence, told.remedy))
    use_language("fr")
    for text in (texts.title, texts.sentence, texts.remedy):
        assert translate(text) != text, f"no French for {text!r}"
