"""The reader's rules have pages, and the pages say what the reader says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rulepages import Page, line, pages
from shapes import TARGETS

from selfeval.source import read as reader
from selfeval.source.read import read

PACKAGE = Path(reader.__file__).parent
WORDS = {
    word for path in PACKAGE.rglob("*.py") for word in re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)*)"', path.read_text())
}
PAGES = [page for page in pages() if page.rule in WORDS]
SHARED = {"wrong-shape"}
"""Rules that the form has more to say about than the lines can show."""
SHOWN = {"gbk-encoding", "utf16-encoding", "not-text", "truncated-file", "broken-encoding", "mixed-encoding"}


@pytest.mark.parametrize("page", PAGES, ids=[page.rule for page in PAGES])
def test_a_page_says_what_the_reader_says(page: Page) -> None:
    """The wrong file gives exactly the lines expected of this rule, the right one no problem at all.

    What a rule on texts finds under the same code stands in another file.
    """
    for section in (each for each in page.wrong if "targets.yaml" in each.files):
        said = [line(each) for each in read(section.files["targets.yaml"], "targets.yaml", TARGETS).problems]
        own = [each for each in said if f" {page.rule} " in each]
        assert own == list(section.expected) or (page.rule in SHARED and not own)
    for section in page.right:
        assert read(section.files["targets.yaml"], "targets.yaml", TARGETS).problems == ()


def test_every_rule_of_the_reader_has_a_page() -> None:
    """Every rule that the tables and pages of slips mention can be looked up."""
    slips = (Path(__file__).parent / "slips.md").read_text(encoding="utf-8")
    mentioned = set(re.findall(r"\d+:\d+ ([a-z0-9-]+)", slips)) | SHOWN
    assert mentioned <= {page.rule for page in PAGES}
