"""Every rule has a page, and every page tells the truth."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from pages import Page, line, pages, run

PAGES = pages()
PACKAGE = Path(__file__).parent.parent / "selfeval"


@pytest.mark.parametrize("page", PAGES, ids=[page.rule for page in PAGES])
def test_a_page_shows_what_the_program_says(page: Page, tmp_path: Path) -> None:
    """The wrong files give the lines expected and no other of that rule, the right ones none of it."""
    assert page.wrong, "a page needs files that fail"
    assert page.right, "a page needs files that pass"
    for number, section in enumerate(page.wrong):
        problems = run(section, tmp_path / f"wrong{number}").problems
        said = [line(problem) for problem in problems]
        mine = [line(problem) for problem in problems if problem.rule == page.rule]
        assert mine
        assert mine == [expected for expected in section.expected if expected in mine]
        assert set(section.expected) <= set(said)
    for number, section in enumerate(page.right):
        problems = run(section, tmp_path / f"right{number}").problems
        assert [line(problem) for problem in problems if problem.rule == page.rule] == []


def codes() -> set[str]:
    """Return every rule code that stands as a text in the package."""
    from selfeval.rules import RULES

    found = set(RULES)
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                found |= {
                    argument.value
                    for argument in node.args[1:3]
                    if isinstance(argument, ast.Constant)
                    and isinstance(argument.value, str)
                    and _is_code(argument.value)
                }
    return found


def _is_code(text: str) -> bool:
    return "-" in text[1:-1] and text.replace("-", "").isalpha() and text.isascii() and text.islower()


def test_every_rule_has_a_page() -> None:
    """A code without a page cannot be explained to anybody."""
    missing = codes() - {page.rule for page in PAGES}
    assert not missing
