"""One slip in a sample department is one problem; its edits, applied, bring the sample back or leave nothing said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from sampled import sampled_rows

from selfeval.pipeline.department import check
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Level, Problem
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
STAGE = "2025/dianhu-culture/projects/stage.yaml"
SPORTS = "2025/fengxiang-sports/actuals.yaml"
SPORTS_TARGETS = "2025/fengxiang-sports/targets.yaml"
TRAINING = "  - 名称: 骨干培训\n    数量: 200\n    单位: 人\n    单价: 600"
CLUBS = "      - 名称: 实验社团数\n        年度指标值: ≥6个\n        实际: 7个\n        分值: 10\n"
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
    (
        "2025/jinyun-library/targets.yaml",
        '      值: "10"\n      依据: 区',
        '    值: "10"\n    依据: 区',
        "wrong-level",
    ),
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
    (
        STAGE,
        TRAINING,
        TRAINING.replace("\n    数量:", " |").replace("\n    单位:", " |").replace("\n    单价:", " |"),
        "missing-value",
    ),
    (STAGE, TRAINING, TRAINING.replace("\n    单位:", "").replace("\n    单价:", ""), "missing-value"),
    (BUSES, BOOKS, BOOKS.replace("\n        实际:", " |"), "missing-value"),
    (GRAIN, "储存损耗率: 0.8%", '储存损耗率: "0.8"%', "text-after-quote"),
    (LABS, CLUBS, "      实验社团数，≥6个，7个，10\n", "pasted-table"),
    (LABS, CLUBS, "      - 实验社团数 | ≥6个 | 7个 | 10\n", "pasted-table"),
    (STAGE, f"{TRAINING}\n    测算依据: 市", "  骨干培训\t200\t人\t600\t市", "pasted-table"),
]
HEADINGS = [
    (FUNDED, "  产出指标:\n", "  效益指标:\n"),
    (FUNDED, "  效益指标:\n", "  满意度指标:\n"),
    (PARK, "  产出指标:\n", "  效益指标:\n"),
    (PARK_TARGETS, "  产出指标:\n", "  效益指标:\n"),
    (PARK_TARGETS, "  效益指标:\n", "  满意度指标:\n"),
    (LIGHTS, "  产出:\n", "  效益:\n"),
]


@pytest.mark.parametrize(("file", "old", "new", "rule"), sampled_rows(RESTORED, 3))
def test_the_edits_bring_the_sample_back(file: str, old: str, new: str, rule: str, tmp_path: Path) -> None:
    """One slip is one problem, and what it says to type is what stood there."""
    text = slipped(file, old, new)
    (problem,) = [each for each in said(tmp_path, file, text) if each.level is not Level.HINT]
    assert problem.rule == rule
    assert cured(text, problem) == (ROOT / "data" / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("left", [False, True])
@pytest.mark.parametrize(("file", "start", "end"), sampled_rows(HEADINGS, 3))
def test_a_forgotten_heading_is_put_in(file: str, start: str, end: str, left: bool, tmp_path: Path) -> None:
    """Where the line of a first-level heading is gone, and where all below it was moved left, it is the cause and comes back."""
    whole = part(file, start, end)
    rest = whole.removeprefix(start)
    text = slipped(file, whole, moved_left(rest) if left else rest)
    (problem,) = said(tmp_path, file, text)
    assert problem.rule == "missing-heading"
    assert cured(text, problem) == (ROOT / "data" / file).read_text(encoding="utf-8")


ASKED = [
    (STAGE, TRAINING, "  - 名称: 骨干培训 200 人 600元", f"{TRAINING}元"),
    (
        LABS,
        CLUBS,
        '      {"名称": "实验社团数", "年度指标值": "≥6个", "实际": "7个", "分值": 10}\n',
        '      - {"名称": "实验社团数", "年度指标值": "≥6个", "实际": "7个", "分值": 10}\n',
    ),
    (BRANCHES_DONE, "健全性: 良好", '健全性: "良好"等次', "健全性: “良好”等次"),
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


TOLD_ONCE = [
    (GRAIN, "储存损耗率: 0.8%", "储存损耗率: %0.8", ("not-a-number", "储存损耗率: 0.8%")),
    (GRAIN, "储存损耗率: 0.8%", "储存损耗率: 0.8", ("unit-differs", "0.8%")),
    (LABS, "实际: 94.8%", "实际: ％94.8", ("not-a-number", "实际: 94.8%")),
    (LABS, "实际: 94.8%", "实际: 0.948", ("unit-differs", "94.8%")),
    (FUNDED, "大班额比例: 1.6%", "大班额比例: ‰16", ("not-a-number", "大班额比例: 16‰")),
    (GRAIN_TEXT, "综合得分: 94.5", "综合得分: “94.5", ("not-a-number", "综合得分: 94.5")),
    (GRAIN_TEXT, "综合得分: 94.5", "综合得分: “94.5”", ("not-a-number", "综合得分: 94.5")),
    (GRAIN_TEXT, "综合得分: 94.5", "综合得分: 94.5”", ("extra-words", "综合得分: 94.5")),
    (SPORTS, "执行财政拨款: 309.20", "执行财政拨款: “309.20", ("not-a-number", "执行财政拨款: 309.20")),
    (SPORTS, "执行财政拨款: 309.20", "执行财政拨款: 3092000", ("wrong-money-unit", "执行财政拨款: 309.2")),
    (SPORTS, "执行财政拨款: 185.00", "执行财政拨款: 1,850,000", ("wrong-money-unit", "执行财政拨款: 185")),
    (SPORTS_TARGETS, "财政拨款: 320.00", "财政拨款: 3200000", ("wrong-money-unit", "财政拨款: 320")),
    (METERS, "年度指标值: ≥3200台件", "指标值: ≥3200台件", ("unknown-key", "年度指标值: ≥3200台件")),
    (METERS, "指标值: ≥9600台件", "年度指标值: ≥9600台件", ("unknown-key", "指标值: ≥9600台件")),
    (LABS, "年度指标值: ≥6个", "指标值: ≥6个", ("unknown-key", "年度指标值: ≥6个")),
    (BRANCHES_DONE, "健全性: 良好", "健全性: “良好", ("unbalanced-quotes", "")),
]


@pytest.mark.parametrize(("file", "old", "new", "told"), sampled_rows(TOLD_ONCE, 3))
def test_a_value_typed_wrong_is_told_once(file: str, old: str, new: str, told: tuple[str, str], tmp_path: Path) -> None:
    """What hangs on the value is not told too, and the fix never gives another figure."""
    (problem,) = said(tmp_path, file, slipped(file, old, new))
    assert (problem.rule, problem.fix) == told


@pytest.mark.parametrize("files", [("targets.yaml", "actuals.yaml"), ("actuals.yaml", "targets.yaml")])
def test_two_files_under_each_others_names_are_one_problem(files: tuple[str, str], tmp_path: Path) -> None:
    """What stands in targets.yaml belongs into actuals.yaml, and the reverse: the names are exchanged, and no key is at fault."""
    place = DepartmentYear("2025", "haihe-park")
    folder = tmp_path / str(place)
    shutil.copytree(ROOT / "data" / str(place), folder, ignore=shutil.ignore_patterns(".schema"))
    texts = [(folder / name).read_bytes() for name in files]
    for name, text in zip(files, reversed(texts), strict=True):
        (folder / name).write_bytes(text)
    (problem,) = check(Workspace(tmp_path, ROOT / "templates", None), place).problems
    assert (problem.rule, Path(problem.place.file).name) == ("misplaced-key", "targets.yaml")
    assert [Path(each.file).name for each in problem.related] == ["actuals.yaml"]


UNUSUAL = [
    (BRANCHES_DONE, "健全性: 良好", "健全性: “良好”等次"),
    (BRANCHES_DONE, "健全性: 良好", '健全性: "良好"'),
    (GRAIN, "储存损耗率: 0.8%", "储存损耗率: “0.8”%"),
    (STAGE, "名称: 骨干培训\n", "名称: 骨干培训 2025 年\n"),
    (STAGE, "名称: 骨干培训\n", "名称: 骨干培训 | 两期\n"),
    (LABS, CLUBS, '      - {"名称": "实验社团数", "年度指标值": "≥6个", "实际": "7个", "分值": 10}\n'),
    (JUSTICE, "实际资金: 691.9", "实际资金: 6.92"),
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


@pytest.mark.parametrize(("file", "old", "new"), sampled_rows(UNUSUAL, 3))
def test_what_is_unusual_and_right_is_not_said(file: str, old: str, new: str, tmp_path: Path) -> None:
    """Nobody is told of what YAML reads as it was meant."""
    assert not said(tmp_path, file, slipped(file, old, new))
