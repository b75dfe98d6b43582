"""Every rule has a page, and every page tells the truth."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from conftest import ROOT
from rulepages import Page, accept, line, pages, run, run_templates

PAGES = pages()
PACKAGE = ROOT / "selfeval"


@pytest.mark.parametrize("page", PAGES, ids=[page.rule for page in PAGES])
def test_a_page_shows_what_the_program_says(page: Page, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The wrong files give the lines expected and no other of that rule, the right ones none of it; `--accept` writes them."""
    assert page.wrong, "a page needs files that fail"
    assert page.right, "a page needs files that pass"
    say = run_templates if page.of_templates else run
    for number, section in enumerate(page.wrong):
        problems = say(section, tmp_path / f"wrong{number}").problems
        said = [line(problem) for problem in problems]
        mine = [line(problem) for problem in problems if problem.rule == page.rule]
        if request.config.getoption("--accept"):
            accept(page, number, [found for found in said if found in {*mine, *section.expected}])
            continue
        assert mine
        assert mine == [expected for expected in section.expected if expected in mine]
        assert set(section.expected) <= set(said)
    for number, section in enumerate(page.right):
        problems = say(section, tmp_path / f"right{number}").problems
        assert [line(problem) for problem in problems if problem.rule == page.rule] == []


def codes() -> set[str]:
    """Return every rule code that stands as a text in the package."""
    from selfeval.evaluation.rules import RULES

    found = {*RULES, "placeholder"}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                found |= {
                    argument.value
                    for argument in node.args[0:4]
                    if isinstance(argument, ast.Constant)
                    and isinstance(argument.value, str)
                    and _is_code(argument.value)
                }
    return found


def _is_code(text: str) -> bool:
    return (
        "-" in text[1:-1] and text[:1] != "-" and text.replace("-", "").isalpha() and text.isascii() and text.islower()
    )


def test_every_rule_has_a_page() -> None:
    """A code without a page cannot be explained to anybody."""
    missing = codes() - {page.rule for page in PAGES}
    assert not missing
