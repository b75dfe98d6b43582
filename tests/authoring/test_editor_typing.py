"""Letter by letter: while a line is being typed, no other line turns red; hundreds of states, over the samples."""

from __future__ import annotations

import pytest
from conftest import ROOT
from editing import session_over

from selfeval.authoring.editor.document import OpenDocument
from selfeval.problem import Level
from selfeval.submission.folder import DepartmentYear

TYPED = {
    "an amount": ("2022/tianhe/actuals.yaml", "  一般公共预算: 5,931.22\n", "  一般公共预算: 5,931.22\n"),
    "an amount at the end of the year": ("2022/tianhe/actuals.yaml", "    实际资金: 8.4\n", "    实际资金: 8.4\n"),
    "a result": ("2022/tianhe/actuals.yaml", "        实际: 2个\n", "        实际: 2个\n"),
    "a fact": ("2022/tianhe/actuals.yaml", "  受理行政复议申请: 645宗\n", "  受理行政复议申请: 645宗\n"),
    "prose with a quote": (
        "2022/tianhe/narrative.yaml",
        "  - 工作任务重、人员力量少的矛盾仍然突出。\n",
        "  - 工作任务重、人员力量少的矛盾仍然突出，全年受理行政复议申请{{ 受理行政复议申请 }}。\n",
    ),
    "a list item": (
        "2022/tianhe/narrative.yaml",
        "改进措施:\n",
        "改进措施:\n  - 加强队伍建设，健全培训机制，提高专业能力。\n",
    ),
    "a target": ("2024/guangzhou/targets.yaml", "        年度指标值: ", "        年度指标值: "),
    "an indicator with a deviation": (
        "2024/qinghu-library/projects/reading-season.yaml",
        "        偏差原因: 1位讲师因行程冲突改期至2025年1月；今后每季度预留1名备选讲师\n",
        "        偏差原因: 1位讲师因行程冲突改期至2025年1月；今后每季度预留1名备选讲师\n",
    ),
}
"""What is typed: in which file, in the place of which lines."""


@pytest.mark.slow
@pytest.mark.parametrize("name", TYPED)
def test_no_other_line_turns_red(name: str) -> None:
    """After every letter, an error stands on a line being typed, or would be there without these lines."""
    file, old, new = TYPED[name]
    path, place = ROOT / "data" / file, DepartmentYear(*file.split("/")[:2])
    text = path.read_text(encoding="utf-8")
    if not old.endswith("\n"):
        old = new = text[text.index(old) : text.index("\n", text.index(old)) + 1]
    before, after = text[: text.index(old)], text[text.index(old) + len(old) :]
    session = session_over(ROOT)

    def errors(state: str) -> set[tuple[str, str, str]]:
        session.put(OpenDocument(path.as_uri(), 1, state))
        judged = session.judged(place)
        found = (problem for problem in judged.problems if problem.level is Level.ERROR)
        return {(each.rule, each.place.file, judged.lines[each.place.file][each.place.line - 1]) for each in found}

    known = errors(before + after) | errors(text)
    for end in range(len(new) - len(new.lstrip()) + 1, len(new)):
        typed = new[:end]
        mine = {(f"data/{file}", line) for line in typed.split("\n")}
        told = errors(before + typed + ("" if typed.endswith("\n") else "\n") + after)
        assert {each for each in told - known if each[1:] not in mine} == set(), typed
