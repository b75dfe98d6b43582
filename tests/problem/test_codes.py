"""One table of codes: a row and a page for each, and the level of the page is the level of the row."""

from __future__ import annotations

import ast
import re

from conftest import ROOT
from rulepages import RULES as PAGES

from selfeval.evaluation.rules import RULES
from selfeval.problem.codes import CODES

LEVELS = {"错误": "error", "提醒": "warning", "提示": "hint"}


def _runs_git(call: ast.Call) -> bool:
    """Tell whether a call hands git a command of its own (write-tree), which is no code."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    return name in ("_succeeds", "_in_index")


def raised() -> set[str]:
    """Return every code that stands as a text in a call of the package."""
    found = set[str]()
    for path in (ROOT / "selfeval").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or _runs_git(node):
                continue
            arguments = [*node.args[:4], *(each.value for each in node.keywords if each.arg == "rule")]
            texts = [each.value for each in arguments if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            found |= {text for text in texts if re.fullmatch(r"[a-z]+(?:-[a-z]+)+", text)}
    return found


def test_every_code_has_a_row_and_a_page() -> None:
    """A code that is raised anywhere is in the table, and everything in the table can be explained."""
    assert raised() - CODES.keys() == set()
    assert set(RULES) <= CODES.keys()
    assert {path.stem for path in PAGES.glob("*.md")} == set(CODES)


def test_the_levels_of_the_pages_are_those_of_the_rows() -> None:
    """What a clerk reads of the level is what the program does."""
    said = {code: re.findall(r"(?m)^级别：(..)", (PAGES / f"{code}.md").read_text(encoding="utf-8")) for code in CODES}
    assert {code: [LEVELS[each] for each in found[:1]] for code, found in said.items()} == {
        code: [row.level.value] for code, row in CODES.items()
    }


def test_the_table_is_in_order() -> None:
    """Whoever adds a code finds its place."""
    assert list(CODES) == sorted(CODES)
