"""Values that cannot be read are said where they stand, with a correction that works when typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from offices import Files, changed, office

from selfeval.pipeline.department import check
from selfeval.pipeline.workspace import Workspace
from selfeval.submission.folder import DepartmentYear


def found(folder: Path, files: Files) -> list[tuple[str, str, int, int, str]]:
    """Return rule, file, line, column and fix of every problem of the base department."""
    workspace = Workspace(office(folder, files) / "data", folder / "templates")
    problems = check(workspace, DepartmentYear("2024", "qinghu")).problems
    return [(each.rule, Path(each.place.file).name, each.place.line, each.place.column, each.fix) for each in problems]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("actuals.yaml", "98%", "98,5%", ("moved-separator", 13, 20, "矛盾纠纷调解成功率: 98.5%")),
        ("actuals.yaml", "566件", "5O6件", ("letter-in-number", 11, 18, "办理法律援助案件: 506件")),
        ("actuals.yaml", "566件", "M.8件", ("not-a-number", 11, 17, "")),
        ("actuals.yaml", "1,280人次", "1,28人次", ("moved-separator", 15, 12, "")),
        ("targets.yaml", "≥550件", "≥1,50件", ("moved-separator", 22, 18, "")),
    ],
)
def test_a_number_that_cannot_be_read_is_an_error_at_its_place(
    tmp_path: Path, name: str, old: str, new: str, said: tuple[str, int, int, str]
) -> None:
    """Target, actual and fact alike; the fix has the key under which the value was typed, and one cause one message."""
    rule, line, column, fix = said
    others = {"unknown-quote", "quote-without-value", "goal-without-measure"}
    problems = [each for each in found(tmp_path, changed(name, old, new)) if each[0] not in others]
    assert problems == [(rule, name, line, column, fix)]


@pytest.mark.parametrize("typed", ["待核实", "XX件", "暂无数据", "__件"])
def test_a_stand_in_for_an_actual_is_a_gap(tmp_path: Path, typed: str) -> None:
    """No stand-in passes for a value."""
    problems = found(tmp_path, changed("actuals.yaml", "566件", typed))
    assert ("placeholder", "actuals.yaml", 11, 17) in [each[:4] for each in problems]


def test_blank_words_in_prose_are_no_gaps(tmp_path: Path) -> None:
    """Words that begin like a prompt, and a line between two paragraphs."""
    prose = "基层力量短板亟待补齐，台账有待补充，优待补助按时发放，接待定点单位12家。"
    goal = "  全年办理法律援助案件 550 件以上，调解成功率稳定在 95% 以上。\n"
    files = changed("targets.yaml", goal, f"{goal}  ——\n  {prose}\n")
    assert [each[0] for each in found(tmp_path, files) if each[0] in ("placeholder", "masked-text")] == []


def test_a_lone_mark_in_prose_is_only_asked_about(tmp_path: Path) -> None:
    """The department may explain it."""
    goal = "  全年办理法律援助案件 550 件以上，调解成功率稳定在 95% 以上。\n"
    files = changed("targets.yaml", goal, f"{goal}  全年走访群众（待统计）。\n")
    assert [each[:3] for each in found(tmp_path, files) if each[0] in ("placeholder", "masked-text")] == [
        ("masked-text", "targets.yaml", 13)
    ]


def test_an_example_beside_a_row_in_brackets_is_not_pushed_to_the_right(tmp_path: Path) -> None:
    """It is copied to a line of its own."""
    row = "      - 名称: 办理法律援助案件\n        年度指标值: ≥550件\n"
    flow = "      - {名称: 办理法律援助案件, 年度指标值: }\n"
    (problem,) = [each for each in found(tmp_path, changed("targets.yaml", row, flow)) if each[0] == "missing-value"]
    assert problem[4].startswith("年度指标值: ")


def test_points_typed_under_keys_are_shown_as_a_list(tmp_path: Path) -> None:
    """With all of them, and not an example."""
    typed = "存在问题:\n  - 案件质量评估的覆盖面还不够。\n"
    problems = found(tmp_path, changed("narrative.yaml", typed, "存在问题:\n  一: 覆盖面不够。\n  二: 人手不足。\n"))
    said = [each for each in problems if each[0] == "wrong-shape"]
    assert said == [("wrong-shape", "narrative.yaml", 5, 3, "存在问题:\n  - 覆盖面不够。\n  - 人手不足。")]
