"""compare: what changed by indicator and field, between revisions and between years."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from archive import ACTUALS, NARRATIVE, PLACE, ROOT, TARGETS, change, commit, opened, over, rows
from offices import office

from selfeval.history import difference

LEVEL = "产出指标 → 数量指标"
QUALITY = "产出指标 → 质量指标"


def changed(folder: Path) -> list[list[str]]:
    """Return what `compare` says changed in the last commit."""
    commit(folder)
    done = over(folder, "compare", "--rev", "HEAD~1", "HEAD", PLACE, "--format", "markdown")
    assert done.exit_code == 0, done.output
    return rows(done)


def test_a_lowered_target_is_said_with_how_much(tmp_path: Path) -> None:
    """The classic: a target quietly lowered after the fact."""
    archive = opened(tmp_path)
    change(archive / TARGETS, ("≥550件", "≥500件"))
    assert changed(archive) == [["目标值", f"办理法律援助案件（{LEVEL}）", "≥550件", "≥500件", "调低 50件（-9.1%）"]]


def test_other_words_for_the_same_target_are_no_change(tmp_path: Path) -> None:
    """Neither are comments, spaces, order of keys or the way a quote is typed."""
    archive = opened(tmp_path)
    change(
        archive / TARGETS,
        ("≥550件", "不少于550件  # 已批"),
        ("  级次: 区\n", ""),
        ("  名称: 青湖区司法局", "  级次: 区\n  名称: 青湖区司法局"),
    )
    assert changed(archive) == []


def test_figures_rates_texts_and_choices(tmp_path: Path) -> None:
    """Amounts with difference, rates in points, texts by how much, choices by value; in this order."""
    archive = opened(tmp_path)
    change(
        archive / ACTUALS, ("实际支出: 990.00", "实际支出: 980.00"), ("566件", "1,066件"), ("1,280人次", "0.13万人次")
    )
    change(archive / NARRATIVE, ("自评等级: 优秀", "自评等级: 良好"))
    change(
        archive / TARGETS,
        (
            "全年办理法律援助案件 550 件以上，调解成功率稳定在 95% 以上。",
            "全年办理法律援助案件 550 件以上，调解成功率保持在 95% 以上。",
        ),
    )
    assert changed(archive) == [
        ["实际完成值", f"办理法律援助案件（{LEVEL}）", "566件", "1,066件", "增加 500件（+88.3%）"],
        ["数", "预算执行.实际支出", "990.00", "980.00", "减少 10（-1%）"],
        ["数", "预算执行.预算完成率", "99.00%", "98.00%", "减少 1个百分点"],
        ["数", "接待群众来访", "1,280人次", "0.13万人次", "增加 20人次（+1.6%）"],
        ["内容", "自评等级", "优秀", "良好", "改动"],
        ["文字", "总体目标", "31 字", "31 字", "改了约 6%"],
    ]


def test_indicators_added_dropped_renamed_and_moved(tmp_path: Path) -> None:
    """One line each; a renamed indicator keeps its target and result, a moved one too."""
    archive = opened(tmp_path)
    text = (archive / TARGETS).read_text(encoding="utf-8")
    more = "      - 名称: 普法讲座\n        年度指标值: 12场\n      - 名称: 人民调解案件\n        年度指标值: 30件\n"
    (archive / TARGETS).write_text(text + more, encoding="utf-8")
    commit(archive)
    moved = "  效益指标:\n    社会效益指标:\n      - 名称: 普法讲座\n        年度指标值: 12场\n"
    change(archive / TARGETS, (more, moved), ("矛盾纠纷调解成功率", "矛盾纠纷化解成功率"))
    change(archive / TARGETS, ("    质量指标:\n", "      - 名称: 公证服务\n        年度指标值: 5次\n    质量指标:\n"))
    change(archive / ACTUALS, ("矛盾纠纷调解成功率", "矛盾纠纷化解成功率"))
    assert changed(archive) == [
        ["指标", f"公证服务（{LEVEL}）", "没有这一项", "5次", "新增"],
        ["指标", f"矛盾纠纷化解成功率（{QUALITY}）", "矛盾纠纷调解成功率", "矛盾纠纷化解成功率", "改名"],
        ["指标", "普法讲座", QUALITY, "效益指标 → 社会效益指标", "换了位置"],
        ["指标", f"人民调解案件（{QUALITY}）", "30件", "没有这一项", "取消"],
    ]


def test_a_renamed_task_does_not_move_what_hangs_under_it(tmp_path: Path) -> None:
    """Its texts are compared with those of the task as it was called before."""
    archive = opened(tmp_path)
    change(archive / TARGETS, ("名称: 法律援助惠民", "名称: 法律援助惠民工程"), ("计划资金: 60.00", "计划资金: 65.00"))
    change(archive / ACTUALS, ("  法律援助惠民:", "  法律援助惠民工程:"))
    assert changed(archive) == [
        ["重点任务", "法律援助惠民工程", "法律援助惠民", "法律援助惠民工程", "改名"],
        ["数", "法律援助惠民工程：计划资金", "60.00", "65.00", "增加 5（+8.3%）"],
    ]


def test_a_formal_adjustment_is_told_apart(tmp_path: Path) -> None:
    """The target in force is compared, and marked where it is the adjusted one."""
    archive = opened(tmp_path)
    change(
        archive / TARGETS, ("≥550件", "≥550件\n        调整后指标值:\n          值: ≥500件\n          依据: 财政局批复")
    )
    assert changed(archive) == [
        ["目标值", f"办理法律援助案件（{LEVEL}）", "≥550件", "≥500件（调整后）", "调低 50件（-9.1%）"],
    ]


def test_a_field_left_blank_is_told_from_one_the_form_does_not_have(tmp_path: Path) -> None:
    """Blank is 未填; what the form of that year does not ask for is 没有这一项. Amounts are as the form prints them."""
    archive = opened(tmp_path)
    change(archive / TARGETS, ("        年度指标值: ≥550件\n", ""))
    change(archive / ACTUALS, ("实际支出: 990.00", "实际支出: 待填"))
    office(archive, place="2025/qinghu")
    found = rows(over(archive, "compare", "2024", "2025", "qinghu", "--format", "markdown"))
    assert ["目标值", f"办理法律援助案件（{LEVEL}）", "未填", "≥550件", "新填"] in found
    assert ["数", "预算执行.实际支出", "未填", "990.00", "新填"] in found
    found = rows(over(ROOT, "compare", "2022", "2023", "tianhe", "--format", "markdown"))
    assert ["数", "预算.支出.基本支出", "没有这一项", "5,105.47", "新增"] in found


def test_years_are_compared_as_far_as_both_have_files(tmp_path: Path) -> None:
    """What only one year has a file for is not called dropped; it is said in one line."""
    archive = opened(tmp_path)
    office(archive, {"actuals.yaml": None, "narrative.yaml": None}, "2025/qinghu")
    change(archive / "data/2025/qinghu/targets.yaml", ("年度: 2024", "年度: 2025"), ("≥95%", "≥96%"))
    done = over(archive, "compare", "2024", "2025", "qinghu")
    lines = [line for line in done.stdout.splitlines() if line]
    assert lines[0] == "qinghu：2024 → 2025，目标值 1 处"
    assert lines[1] == "2025 没有 actuals.yaml、narrative.yaml，其中的内容没有比较。"
    said = ["≥95%", "≥96%", "调高", "1个百分点"]
    assert lines[3].split() == ["目标值", "矛盾纠纷调解成功率（产出指标", "→", "质量", *said]
    assert lines[4:] == ["          指标）"]


def test_projects_are_compared_each_with_itself() -> None:
    """Figures of a project's file come under the project's name, those of shared files once."""
    done = over(ROOT, "compare", "2024", "2024", "qinghu-library", "--format", "markdown")
    assert done.stdout == "## qinghu-library：2024 → 2024，没有变化\n"


def test_a_project_added_is_one_line_and_its_indicators(tmp_path: Path) -> None:
    """A second project file shows as a project, and what hangs under it by name."""
    for year in ("2024", "2025"):
        shutil.copytree(ROOT / "data/2024/qinghu-library", tmp_path / "data" / year / "qinghu-library")
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    projects = tmp_path / "data/2025/qinghu-library/projects"
    shutil.copy(projects / "reading-season.yaml", projects / "night-school.yaml")
    found = rows(over(tmp_path, "compare", "2024", "2025", "qinghu-library", "--format", "markdown"))
    assert ["项目", "night-school", "没有这一项", "有", "新增"] in found
    assert {row[4] for row in found} == {"新增"}
    assert all("night-school" in row[1] for row in found)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--rev", "nothing", "HEAD", PLACE], "git 里没有“nothing”这个版本"),
        (["--rev", "HEAD", "HEAD", "2024/none"], "还没有 2024/none"),
        (["--rev", "HEAD", "HEAD", "qinghu"], "年度/部门"),
        (["2023", "2024", "qinghu"], "data 里没有 2023 年的部门。现有的年度：2024"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(tmp_path: Path, arguments: list[str], told: str) -> None:
    """Exit code 2 and a sentence."""
    archive = opened(tmp_path)
    done = over(archive, "compare", *arguments)
    assert done.exit_code == 2
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_slip_is_said_beside_what_could_be_compared(tmp_path: Path) -> None:
    """What could not be read at that revision is not passed over in silence."""
    archive = opened(tmp_path)
    change(archive / TARGETS, ("年度指标值: ≥550件", "年度指标值：≥500件"))
    commit(archive)
    done = over(archive, "compare", "--rev", "HEAD~1", "HEAD", PLACE)
    assert "HEAD 的 targets.yaml 有写错的地方，可能没有比全。" in done.stdout.splitlines()


def test_a_file_that_is_no_text_is_not_compared(tmp_path: Path) -> None:
    """Better no answer than one in which everything was dropped."""
    archive = opened(tmp_path)
    (archive / TARGETS).write_bytes(b"PK\x03\x04")
    commit(archive)
    done = over(archive, "compare", "--rev", "HEAD~1", "HEAD", PLACE)
    assert done.exit_code == 2
    assert "data/2024/qinghu/targets.yaml" in done.stderr


@pytest.mark.parametrize(
    ("before", "after", "name", "told"),
    [
        ("≤5%", "≤8%", "投诉率", "调高 3个百分点，要求放宽"),
        ("8%", "5%", "重新犯罪率", "调低 3个百分点，要求收紧"),
        ("2万人次", "25000人次", "受益人次", "调高 5000人次（+25%）"),
        ("≥5次", "5次", "培训", "改动"),
        ("良好以上", "优秀", "考核等次", "改动"),
        ("12月底前", "11月底前", "完成时间", "改动"),
        ("5次", "5场", "培训", "数没有变，写法改了"),
        ("≥95%", "95%以上", "满意度", ""),
    ],
)
def test_targets_are_compared_as_they_are_meant(before: str, after: str, name: str, told: str) -> None:
    """Units are converted; where less is better it says what the change means."""
    assert difference.target(before, after, name) == told
