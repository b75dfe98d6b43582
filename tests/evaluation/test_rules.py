"""Every rule has a page, and every page tells the truth."""

from __future__ import annotations

from pathlib import Path

import pytest
from rulepages import Page, accept, line, pages, run, run_templates
from sampled import sampled

UNSHOWN = {
    "approval-gone",
    "department-twice",
    "folder-renamed",
    "internal-error",
    "long-paragraph",
    "narrow-columns",
    "not-made",
    "other-department-named",
    "same-as-department",
    "unreadable-file",
}
"""What no page can show: faults of the program or of the disk, a paragraph longer than a page, a second department, the widths
of a table in Word."""

PAGES = [page for page in pages() if page.rule not in UNSHOWN]


@pytest.mark.parametrize("page", sampled(PAGES, 2), ids=[page.rule for page in PAGES])
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
