"""One slip in a sample department is one problem; its edits, applied, bring the sample back or leave nothing said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT

from selfeval.pipeline.department import check
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Problem
from selfeval.submission.folder import DepartmentYear

FUNDED = "2025/qingan-education/funded/schools.yaml"
LIGHTS = "2025/yunxi-education/evaluations/lighting.yaml"
LABS = "2025/helan-school/projects/labs.yaml"
PARK = "2025/haihe-park/actuals.yaml"
PARK_TARGETS = "2025/haihe-park/targets.yaml"
METERS = "2025/xishan-metrology/projects/meters.yaml"
GRAIN = "2025/dongting-grain/actuals.yaml"
GRAIN_TARGETS = "2025/dongting-grain/targets.yaml"
GRAIN_TEXT = "2025/dongting-grain/narrative.yaml"
BRANCHES = "2025/jinyun-library/targets.yaml"
BRANCHES_DONE = "2025/jinyun-library/actuals.yaml"
JUSTICE = "2022/tianhe/actuals.yaml"
BUSES = "2024/qinghu-library/projects/mobile-library.yaml"
RIVERS = "2025/chishui-water/projects/rivers.yaml"
BOOKS = "        年度指标值: ≥60000册次\n        实际: 61240册次"


def said(data: Path, file: str, text: str) -> list[Problem]:
    """Return what a sample brings with a text in place of one of its files, that it does not bring as it is."""
    place = DepartmentYear(*file.split("/")[:2])
    if not (data / str(place)).exists():
        shutil.copytree(ROOT / "data" / str(place), data / str(place), ignore=shutil.ignore_patterns(".schema"))
    workspace = Workspace(data, ROOT / "templates", None)
    (data / file).write_bytes((ROOT / "data" / file).read_bytes())
    before = {(each.rule, each.message) for each in check(workspace, place).problems}
    (data / file).write_bytes(text.encode())
    return [each for each in check(workspace, place).problems if (each.rule, each.message) not in before]


def slipped(file: str, old: str, new: str) -> str:
    """Return a file of the samples with the first of its texts that is ``old`` replaced."""
    typed = (ROOT / "data" / file).read_text(encoding="utf-8")
    assert old in typed
    return typed.replace(old, new, 1)


def cured(text: str, problem: Problem) -> str:
    """Return a file with the edits of a problem applied."""
    lines = text.split("\n")
    for edit in sorted(problem.edits, key=lambda each: (each.line, each.start), reverse=True):
        line = lines[edit.line - 1]
        lines[edit.line - 1] = line[: edit.start] + edit.text + line[edit.end :]
    return "\n".join(lines)


def part(file: str, start: str, end: str) -> str:
    """Return the lines of a sample from one to before another."""
    typed = (ROOT / "data" / file).read_text(encoding="utf-8")
    begin = typed.index(start)
    return typed[begin : typed.index(end, begin)]


def moved_left(lines: str) -> str:
    """Return lines that stand two blanks further left."""
    return "".join(line.removeprefix("  ") for line in lines.splitlines(keepends=True))


RESTORED = [
    (METERS, "项目期: 3年", "项目期:，3年", "missing-space-after-colon"),
    (METERS, "项目期: 3年", "项目期: ，3年", "trailing-comma"),
    (BRANCHES, "联系人: 文心", "联系人：，文心", "fullwidth-colon"),
    (GRAIN, "储存损耗率: 0.8%", "储存损耗率:,0.8%", "missing-space-after-colon"),
    (GRAIN_TEXT, "综合得分: 94.5", "综合得分: ;94.5", "trailing-comma"),
    (BUSES, BOOKS, BOOKS.replace("\n       ", " |"), "keys-on-one-line"),
    (BUSES, BOOKS, BOOKS.replace("\n        ", "|"), "keys-on-one-line"),
    (BUSES, BOOKS, BOOKS.replace("\n        实际:", "｜实际："), "keys-on-one-line"),
    (BUSES, BOOKS, BOOKS.replace("\n        ", " / "), "keys-on-one-line"),
    (BRANCHES, "文心\n  联系电话:", "文心 || 联系电话：", "keys-on-one-line"),
    (FUNDED, "  产出指标:\n    数量指标:", "  数量指标:", "missing-heading"),
    (FUNDED, "    质量指标:", "  质量指标:", "wrong-level"),
    (FUNDED, "    质量指标:", "      质量指标:", "wrong-level"),
    (FUNDED, "    服务对象满意度指标:", "  服务对象满意度指标:", "wrong-level"),
    (LIGHTS, "  产出:\n    产出数量:", "  产出数量:", "missing-heading"),
    (LABS, "  项目效益:\n    社会效益指标:", "  社会效益指标:", "missing-heading"),
    (PARK_TARGETS, "    质量指标:", "  质量指标:", "wrong-level"),
]
HEADINGS = [
    (FUNDED, "  产出指标:\n", "  效益指标:\n"),
    (FUNDED, "  效益指标:\n", "  满意度指标:\n"),
    (PARK, "  产出指标:\n", "  效益指标:\n"),
    (PARK_TARGETS, "  产出指标:\n", "  效益指标:\n"),
    (PARK_TARGETS, "  效益指标:\n", "  满意度指标:\n"),
    (LIGHTS, "  产出:\n", "  效益:\n"),
]


@pytest.mark.parametrize(("file", "old", "new", "rule"), RESTORED)
def test_the_edits_bring_the_sample_back(file: str, old: str, new: str, rule: str, tmp_path: Path) -> None:
    """One slip is one problem, and what it says to type is what stood there."""
    text = slipped(file, old, new)
    (problem,) = said(tmp_path, file, text)
    assert problem.rule == rule
    assert cured(text, problem) == (ROOT / "data" / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("left", [False, True])
@pytest.mark.parametrize(("file", "start", "end"), HEADINGS)
def test_a_forgotten_heading_is_put_in(file: str, start: str, end: str, left: bool, tmp_path: Path) -> None:
    """Where the line of a first-level heading is gone, and where all below it was moved left, it is the cause and comes back."""
    whole = part(file, start, end)
    rest = whole.removeprefix(start)
    text = slipped(file, whole, moved_left(rest) if left else rest)
    (problem,) = said(tmp_path, file, text)
    assert problem.rule == "missing-heading"
    assert cured(text, problem) == (ROOT / "data" / file).read_text(encoding="utf-8")


ASKED = [
    (RIVERS, "联系电话: 0711-3386021", "联系电话: 0711-3386021 // 办公室", "联系电话: 0711-3386021 # 办公室"),
    (BRANCHES, "联系人: 文心", "联系人: 文心 //主任", "联系人: 文心 # 主任"),
    (BRANCHES, "联系人: 文心", "联系人: 文心 /* 主任 */", "联系人: 文心 # 主任"),
    (GRAIN, "储存损耗率: 0.8%", "储存损耗率: 0.8% // 全年平均", "储存损耗率: 0.8% # 全年平均"),
    (GRAIN_TARGETS, "联系人: 易晓芸\n", "联系人: 易晓芸\n    - 向国平\n", "联系人: 易晓芸、向国平\n\n"),
    (BRANCHES, "联系人: 文心\n", "联系人: 文心\n      • 王方\n      • 李圆\n", "联系人: 文心、王方、李圆\n\n\n"),
]


@pytest.mark.parametrize(("file", "old", "new", "right"), ASKED)
def test_what_is_asked_about_has_a_cure(file: str, old: str, new: str, right: str, tmp_path: Path) -> None:
    """A remark behind slashes and a point below a short value are one problem, and nothing is said once they are put right."""
    text = slipped(file, old, new)
    (problem,) = said(tmp_path, file, text)
    mended = cured(text, problem)
    assert mended == slipped(file, old, right)
    assert not said(tmp_path, file, mended)


@pytest.mark.parametrize("below", ["- 023-60000001", "• 值班室 023-60000001"])
def test_a_figure_below_a_short_value_is_not_joined_to_it(below: str, tmp_path: Path) -> None:
    """What two figures together mean nobody knows: the point is named, with no cure."""
    text = slipped(BRANCHES, "联系电话: 023-60000000\n", f"联系电话: 023-60000000\n    {below}\n")
    (problem,) = said(tmp_path, BRANCHES, text)
    assert (problem.rule, problem.edits) == ("joined-line", ())


UNUSUAL = [
    (JUSTICE, "法律事务完成率: 100%\n", "法律事务完成率: |\n        100%\n"),
    (JUSTICE, "法律事务完成率: 100%\n", "法律事务完成率: |-\n          100%\n"),
    (PARK, '养护绿地面积: "86"\n', "养护绿地面积: |\n        86\n"),
    (PARK, "春季补植完成时间: 2025", "春季补植完成时间: >\n        2025"),
    (BRANCHES, "联系人: 文心", "联系人: 文心/王方"),
    (BRANCHES, "联系人: 文心", "联系人: 文心（http://www.example.cn）"),
    (BRANCHES, "联系人: 文心", "联系人: 文心 # // 主任"),
    (BRANCHES, "联系电话: 023-60000000", "联系电话: 023-60000000 // 60000001"),
    (BRANCHES, "联系人: 文心\n", "联系人:\n    文心\n"),
    (BRANCHES, "联系人: 文心\n", '联系人: "文心\n    - 王方"\n'),
    (FUNDED, "    质量指标:\n", "    质量指标: # 产出\n"),
    (
        PARK_TARGETS,
        part(PARK_TARGETS, "  产出指标:\n", "  满意度指标:\n"),
        part(PARK_TARGETS, "  效益指标:\n", "  满意度指标:\n") + part(PARK_TARGETS, "  产出指标:\n", "  效益指标:\n"),
    ),
]


@pytest.mark.parametrize(("file", "old", "new"), UNUSUAL)
def test_what_is_unusual_and_right_is_not_said(file: str, old: str, new: str, tmp_path: Path) -> None:
    """Nobody is told of what YAML reads as it was meant."""
    assert not said(tmp_path, file, slipped(file, old, new))
