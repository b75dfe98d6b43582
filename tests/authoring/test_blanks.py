"""What a check says of blanks: file by file, after what is wrong, each with its owner."""

from __future__ import annotations

import json
from pathlib import Path

from desk import over
from offices import changed, office

LISTED = """\
data/2024/qinghu/actuals.yaml 错误 [placeholder] 还有 5 处待填：
  data/2024/qinghu/actuals.yaml:4 调整后预算数（调整预算）
    例如：调整预算: 5,936.28
  data/2024/qinghu/actuals.yaml:5 全年执行数（实际支出）
    例如：实际支出: 5,931.22
  data/2024/qinghu/actuals.yaml:10 重点任务“法律援助惠民”：任务完成情况（完成情况）
    例如：
      完成情况: |
        全年开展专项法治督察 1 次……
  data/2024/qinghu/actuals.yaml:14 数量指标“办理法律援助案件”：实际完成值（实际）
    例如：实际: 23场次
  data/2024/qinghu/actuals.yaml:16 质量指标“矛盾纠纷调解成功率”：实际完成值（实际）

data/2024/qinghu/narrative.yaml 错误 [placeholder] 还有 3 处待填：
"""
NOTHING_TYPED = {"actuals.yaml": None, "narrative.yaml": None}


def said(folder: Path, *arguments: str) -> str:
    """Return what a check of the office prints."""
    return over(folder, "check", "2024/qinghu", *arguments).stdout


def actuals(folder: Path) -> Path:
    """Return the path of the office's results."""
    return folder / "data/2024/qinghu/actuals.yaml"


def test_blanks_are_listed_by_file_and_owner(tmp_path: Path) -> None:
    """One line each, the example only where such a field first comes; a machine still gets every one."""
    office(tmp_path, NOTHING_TYPED)
    over(tmp_path, "fill", "2024/qinghu")
    assert said(tmp_path).startswith(LISTED)
    assert said(tmp_path, "--quiet").startswith(f"{LISTED.splitlines()[0].rstrip('：')}\n\n")
    found = json.loads(said(tmp_path, "--format", "json"))["problems"]
    assert [each["rule"] for each in found] == ["placeholder"] * 8
    assert found[3]["message"] == "数量指标“办理法律援助案件”的“实际完成值（实际）”还没有填，现在是“待填”"
    assert "：8 处错误" in said(tmp_path)


def test_what_is_wrong_comes_first(tmp_path: Path) -> None:
    """A slip below many blanks is shown above them, in full."""
    office(tmp_path, NOTHING_TYPED)
    over(tmp_path, "fill", "2024/qinghu")
    path = actuals(tmp_path)
    typed = path.read_text(encoding="utf-8")
    path.write_text(typed.replace("实际支出: 待填", "实际支出: 没算完"), encoding="utf-8")
    first, second = said(tmp_path).split("\n\n")[:2]
    assert first.startswith("data/2024/qinghu/actuals.yaml:5:9 错误 [")
    assert "\n    5 │   实际支出: 没算完" in first
    assert second.startswith("data/2024/qinghu/actuals.yaml 错误 [placeholder] 还有 4 处待填：")


def test_the_last_two_blanks_are_shown_in_full(tmp_path: Path) -> None:
    """With few left each has its line and its caret."""
    office(tmp_path, changed("actuals.yaml", "566件", "待填"))
    block = said(tmp_path).split("\n\n")[0]
    assert "错误 [placeholder] 数量指标“办理法律援助案件”的“实际完成值（实际）”还没有填，现在是“待填”\n" in block
    assert "│       办理法律援助案件: 待填" in block


def test_blanks_of_one_owner_stand_on_one_line(tmp_path: Path) -> None:
    """An item that has no name yet is called by its number in its category."""
    office(tmp_path)
    over(tmp_path, "new", "2025", "heping", "--form", "form")
    block = over(tmp_path, "check", "2025/heping").stdout
    assert "targets.yaml:29 质量指标第 1 条：三级指标（名称）、年初目标值（年度指标值）\n" in block


def test_results_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    """The indicators of two tasks are listed below their own task, though neither task has a blank itself."""
    form = (
        tmp_path / "templates/two/form.yaml",
        "名称: 表\n阶段: 自评\n数据:\n  - targets.yaml\n  - actuals.yaml\n字段:\n",
    )
    fields = (
        "重点任务",
        "重点任务.名称",
        "重点任务.绩效指标",
        "重点任务.绩效指标.名称",
        "任务完成",
        "任务完成.指标完成.实际",
    )
    office(tmp_path)
    form[0].parent.mkdir()
    form[0].write_text(form[1] + "".join(f"  {key}:\n" for key in fields), encoding="utf-8")
    folder = tmp_path / "data/2025/heping"
    folder.mkdir(parents=True)
    tasks = [
        f"  - 名称: {name}\n    绩效指标:\n      - 名称: 按时完成率\n      - 名称: 合格率\n"
        for name in ("甲事", "乙事")
    ]
    head = "部门:\n  名称: 和平区司法局\n年度: 2025\n表样:\n  - two\n重点任务:\n"
    (folder / "targets.yaml").write_text(head + "".join(tasks), encoding="utf-8")
    over(tmp_path, "fill", "2025/heping")
    listed = [
        line.split(" ", 3)[-1] for line in over(tmp_path, "check", "2025/heping").stdout.split("\n") if "率”" in line
    ]
    assert listed == [
        "重点任务“甲事”的绩效指标“按时完成率”：实际",
        "绩效指标“合格率”：实际",
        "重点任务“乙事”的绩效指标“按时完成率”：实际",
        "绩效指标“合格率”：实际",
    ]


def test_what_was_only_begun_lacks_nothing_but_its_blanks(tmp_path: Path) -> None:
    """Tasks and indicators that are still to be named need no results yet."""
    (tmp_path / "data").mkdir()
    (tmp_path / "templates").symlink_to(Path(__file__).parents[2] / "templates")
    over(tmp_path, "new", "2025", "shuiwu", "--form", "guangzhou/targets", "--form", "guangzhou/self-evaluation")
    over(tmp_path, "fill", "2025/shuiwu")
    found = json.loads(over(tmp_path, "check", "2025/shuiwu", "--format", "json").stdout)["problems"]
    assert {each["rule"] for each in found} == {"placeholder"}
