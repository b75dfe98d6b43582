"""fill: the blanks a file lacks are added, and nothing that is typed is touched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from desk import POINTER, blanks, build, filled, over, problems
from offices import Files, changed, office
from onepage import lay
from sampled import sampled_rows

from selfeval.cli import cli
from selfeval.submission.folder import departments

ACTUALS = """\
# 2024 年自评：把“待填”改成内容；# 后面是说明，填完可以删去
预算执行:  # 年末的预算执行情况，单位万元
  调整预算: 待填  # 调整后预算数：调整后的全年预算数；例 5,936.28
  实际支出: 待填  # 全年执行数：全年实际支出数；例 5,931.22
任务完成:  # 各项重点任务的完成情况
  法律援助惠民:
    # 任务完成情况：这项任务做成了什么，写出数字；例 全年开展专项法治督察 1 次……
    完成情况: |
      待填
指标完成:  # 各指标的完成情况；只写实际值时可直接写在名称后面
  产出指标:
    数量指标:
      办理法律援助案件: 待填  # 目标 ≥550件
    质量指标:
      矛盾纠纷调解成功率: 待填  # 目标 ≥95%
"""

NARRATIVE = """\
# 2024 年自评：把“待填”改成内容；# 后面是说明，填完可以删去
# 自评的结论；例 综上，本部门自评{{ 自评等级 }}。
自评结论: |
  待填
自评等级: 待填  # 自评的等级；写 优秀、良好、中、差 之一
# 存在的问题，一个问题一条，不写序号；例 指标设置还不够细
存在问题:
  - 待填
"""


def file(folder: Path, name: str, place: str = "2024/qinghu") -> Path:
    """Return the path of one file of a department."""
    return folder / "data" / place / name


def test_the_files_of_a_phase_are_written_from_the_targets(tmp_path: Path) -> None:
    """Every blank stands in the form's order, its target beside it; a check names the blanks and nothing else."""
    office(tmp_path, {"actuals.yaml": None, "narrative.yaml": None})
    assert over(tmp_path, "fill", "2024/qinghu").exit_code == 0
    assert file(tmp_path, "actuals.yaml").read_text(encoding="utf-8") == POINTER.format("actuals") + ACTUALS
    assert file(tmp_path, "narrative.yaml").read_text(encoding="utf-8") == POINTER.format("narrative") + NARRATIVE
    assert problems(tmp_path, "2024/qinghu") == blanks(tmp_path, "2024/qinghu")
    assert "没有要加的" in over(tmp_path, "fill", "2024/qinghu").output
    assert file(tmp_path, "actuals.yaml").read_text(encoding="utf-8") == POINTER.format("actuals") + ACTUALS


def test_an_amount_that_is_known_is_not_asked_again(tmp_path: Path) -> None:
    """A check says that the opening budget is the sum of the targets; that sum is typed, and the check is silent."""
    home = tmp_path / "data/2023/tianhe"
    home.mkdir(parents=True)
    typed = (ROOT / "data/2023/tianhe/targets.yaml").read_text(encoding="utf-8")
    more = "  - guangzhou-targets\n  - guangzhou-self-evaluation\n  - mof-monitoring\n"
    (home / "targets.yaml").write_text(typed.replace("  - guangzhou-targets\n", more), encoding="utf-8")
    folders = ["--data", str(tmp_path / "data"), "--templates", str(ROOT / "templates")]
    for phase, name, group in (("监控", "monitoring.yaml", "监控"), ("自评", "actuals.yaml", "预算执行")):
        done = CliRunner().invoke(cli, ["fill", "2023/tianhe", "--phase", phase, *folders])
        assert done.exit_code == 0, done.output
        text = (home / name).read_text(encoding="utf-8")
        assert "\n  年初预算: 6,772.35\n" in text[text.index(f"\n{group}:") :]


@pytest.mark.parametrize(("year", "department"), sampled_rows(departments(ROOT / "data"), 5))
def test_nothing_is_added_to_the_samples(tmp_path: Path, year: str, department: str) -> None:
    """Files that are complete stay byte for byte as they are."""
    shutil.copytree(ROOT / "data" / year / department, tmp_path / "data" / year / department)
    before = {path: path.read_bytes() for path in (tmp_path / "data").rglob("*.yaml")}
    for phase in ("监控", "自评"):
        folders = [f"--data={tmp_path / 'data'}", f"--templates={ROOT / 'templates'}"]
        CliRunner().invoke(cli, ["fill", f"{year}/{department}", "--phase", phase, *folders])
    assert {path: path.read_bytes() for path in (tmp_path / "data").rglob("*.yaml")} == before


TYPED = """\
# 年末填写


事实:
    接待群众来访: 1,280人次
指标完成:
    # 照台账
    产出指标:
        数量指标:
            办理法律援助案件:
                实际: 566件   # 核过两遍
                说明: "全年 566 件"

        质量指标:
            矛盾纠纷调解成功率: 98%
任务完成:
    法律援助惠民:
        完成情况: |
            全年驻点值班 240 天。

            # 这不是注释
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_what_is_added_later_finds_its_place(tmp_path: Path, end: str, mark: bytes) -> None:
    """A new indicator comes into its category and a new group before what follows it; all typed bytes stay."""
    office(
        tmp_path,
        changed(
            "targets.yaml", "    质量指标:\n", "    质量指标:\n      - 名称: 群众满意率\n        年度指标值: ≥90%\n"
        )
        | {"narrative.yaml": None},
    )
    typed = mark + TYPED.rstrip("\n").replace("\n", end).encode()
    actuals = file(tmp_path, "actuals.yaml")
    actuals.write_bytes(typed)
    assert over(tmp_path, "fill", "2024/qinghu").exit_code == 0
    made = actuals.read_bytes()
    lines = made.decode("utf-8-sig").split(end)
    added = [line for line in lines if "待填" in line or "预算执行" in line]
    assert [line.partition(":")[0] for line in added] == [
        "预算执行",
        "  调整预算",
        "  实际支出",
        " " * 12 + "群众满意率",
    ]
    assert lines.index(added[0]) == 4
    assert lines[lines.index(added[-1]) - 1] == "        质量指标:"
    kept = made
    for line in added:
        kept = kept.replace(f"{line}{end}".encode(), b"", 1)
    assert kept.replace(POINTER.format("actuals").replace("\n", end).encode(), b"", 1) == typed
    over(tmp_path, "fill", "2024/qinghu")
    assert actuals.read_bytes() == made
    assert problems(tmp_path, "2024/qinghu", "error") == blanks(tmp_path, "2024/qinghu")


@pytest.mark.parametrize(
    ("typed", "added"),
    [
        ("指标完成:\n  产出指标:\n    数量指标:\n      办理法律援助案: 566件\n", ["矛盾纠纷调解成功率"]),
        ("指标完成:\n  产出指标:\n    数量指标:\n    质量指标:\n      矛盾纠纷调解成功率:\n", ["办理法律援助案件"]),
        ("指标完成: 无\n", []),
        (
            "指标完成:\n  产出指标:\n    数量指标:\n      办理法律援助案件:\n        偏差原因: 无\n",
            ["  实际", "矛盾纠纷调解成功率"],
        ),
        ("指标完成: {产出指标: {数量指标: {办理法律援助案件: 566件}}}\n", None),
        ("# 还没有填\n", ["办理法律援助案件", "矛盾纠纷调解成功率"]),
        ("", ["办理法律援助案件", "矛盾纠纷调解成功率"]),
        ("指标完成：\n", None),
    ],
)
def test_half_typed_files_are_completed_or_left_alone(tmp_path: Path, typed: str, added: list[str] | None) -> None:
    """A misspelt name gets no twin, an empty category is filled, what is unsafe to change is refused."""
    office(tmp_path, {"actuals.yaml": typed})
    done = over(tmp_path, "fill", "2024/qinghu")
    made = file(tmp_path, "actuals.yaml").read_text(encoding="utf-8")
    if added is None:
        assert (done.exit_code, made) == (2, typed)
        return
    assert done.exit_code == 0
    found = [line.partition(":")[0] for line in made.split("\n") if "待填  # 目标" in line or "  实际: 待填" in line]
    assert [name.removeprefix("      ") for name in found] == added
    assert "".join(line for line in made.splitlines(True) if line in typed.splitlines(True)) == typed


def test_a_result_begun_in_the_wrong_place_gets_no_twin(tmp_path: Path) -> None:
    """Where a category's line was lost, its half-typed results stay the only ones, to be moved by hand."""
    place = "2024/qinghu-library"
    shutil.copytree(ROOT / "data" / place, tmp_path / "data" / place)
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    monitoring = file(tmp_path, "monitoring.yaml", place)
    typed = monitoring.read_text(encoding="utf-8")
    lost = (
        typed.replace("    质量指标:\n", "")
        .replace("        预计全年完成: 98.6%\n", "")
        .replace("  执行数: 693.40\n", "")
    )
    monitoring.write_text(lost, encoding="utf-8")
    over(tmp_path, "fill", place, "--phase", "监控")
    made = monitoring.read_text(encoding="utf-8")
    assert [line for line in made.split("\n") if line not in lost.split("\n")] == [
        "  执行数: 待填  # 到监控月份为止的支出，单位万元；例 470.20"
    ]


def test_a_gbk_file_is_refused(tmp_path: Path) -> None:
    """Adding to a file in another encoding would change what is typed."""
    office(tmp_path)
    file(tmp_path, "actuals.yaml").write_bytes("预算执行:\n  调整预算: 1,000.00\n".encode("gbk"))
    done = over(tmp_path, "fill", "2024/qinghu")
    assert (done.exit_code, "UTF-8" in done.output) == (2, True)
    assert file(tmp_path, "actuals.yaml").read_bytes() == "预算执行:\n  调整预算: 1,000.00\n".encode("gbk")


def test_odd_names_are_quoted(tmp_path: Path) -> None:
    """A name that YAML would read as something else is typed in quotes, and still joins its target."""
    names = ["“七五”普法：验收", "'a: b'", "'100% #1'", "'[试点] 社区'", "'是否\"合格\"'"]
    rows = "".join(f"      - 名称: {name}\n        年度指标值: ≥1次\n" for name in names)
    left_out = {"actuals.yaml": None, "narrative.yaml": None}
    office(tmp_path, {**changed("targets.yaml", "    数量指标:\n", f"    数量指标:\n{rows}"), **left_out})
    over(tmp_path, "fill", "2024/qinghu")
    assert problems(tmp_path, "2024/qinghu", "error") == blanks(tmp_path, "2024/qinghu")
    assert sum("待填  # 目标 ≥1次" in line for line in file(tmp_path, "actuals.yaml").read_text().split("\n")) == 5


@pytest.mark.parametrize(
    ("arguments", "files", "expected"),
    [
        (["2024/qinghu"], {"targets.yaml": None}, "还没有 targets.yaml"),
        (["2024/heping"], {}, "data/2024 里没有“heping”"),
        (["2024/qinghu", "--phase", "监控"], {}, "没有监控阶段的表"),
        (["2024/qinghu"], changed("targets.yaml", "年度: 2024", "年度：2024"), "第 4 行先要改好"),
    ],
)
def test_a_call_that_cannot_be_served_says_why(
    tmp_path: Path, arguments: list[str], files: Files, expected: str
) -> None:
    """One sentence says what to do first."""
    office(tmp_path, files)
    done = over(tmp_path, "fill", *arguments)
    assert (done.exit_code, expected in done.output) == (2, True), done.output


def test_a_whole_year_from_rolling_to_documents(tmp_path: Path) -> None:
    """new, fill, typing into the blanks, check, build: no name is typed twice, and the documents come out."""
    office(tmp_path)
    over(tmp_path, "new", "2025", "--from", "2024")
    filled(
        file(tmp_path, "targets.yaml", "2025/qinghu"),
        基本支出="810.00",
        项目支出="190.00",
        总体目标="全年办理法律援助案件 550 件以上。",
        主要内容="组织律师驻点值班。",
        计划资金="62.00",
    )
    assert problems(tmp_path, "2025/qinghu") == []
    over(tmp_path, "fill", "2025/qinghu")
    filled(
        file(tmp_path, "actuals.yaml", "2025/qinghu"),
        调整预算="1,000.00",
        实际支出="985.00",
        完成情况="全年驻点值班 238 天。",
        办理法律援助案件="571件",
        矛盾纠纷调解成功率="97%",
    )
    filled(
        file(tmp_path, "narrative.yaml", "2025/qinghu"),
        自评结论="全年办理法律援助案件{{ 办理法律援助案件 }}，自评{{ 自评等级 }}。",
        自评等级="优秀",
        存在问题="回访还不够及时。",
    )
    assert problems(tmp_path, "2025/qinghu") == []
    assert build(tmp_path, "2025/qinghu") == ["built"]
    made = (tmp_path / "reports/2025/qinghu/部门绩效自评表.md").read_text(encoding="utf-8")
    assert "全年办理法律援助案件571件，自评优秀。" in made
    assert "待填" not in made
    assert "没有要加的" in over(tmp_path, "fill", "2025/qinghu").output


SPREAD = """\
名称: 资金使用表
阶段: 自评
数据:
  - targets.yaml
  - actuals.yaml
字段:
  资金来源:
    类型: 列表
    文件: targets.yaml
  资金来源.名称:
    类型: 文本
  各镇:
    类型: 列表
    文件: actuals.yaml
  各镇.名称:
    类型: 文本
  各镇.支出:
    类型: 列表
    列随数据: 资金来源
  各镇.支出.名称:
    类型: 文本
  各镇.支出.金额:
    类型: 金额
"""


@pytest.mark.parametrize(
    ("names", "listed"), [(["中央补助", "市级配套"], ["中央补助", "市级配套"]), (["待填"], ["待填"]), ([], ["待填"])]
)
def test_columns_that_follow_the_data_are_listed_by_name(tmp_path: Path, names: list[str], listed: list[str]) -> None:
    """Each item has a blank for every column; where no column is named yet, one without a name."""
    sources = "".join(f"  - 名称: {name}\n" for name in names)
    typed = f"资金来源:\n{sources}" if sources else "资金来源: 无\n"
    lay(tmp_path, {"one/form.yaml": SPREAD}, {"targets.yaml": typed})
    assert over(tmp_path, "fill", "2025/qinghu").exit_code == 0
    lines = file(tmp_path, "actuals.yaml", "2025/qinghu").read_text(encoding="utf-8").split("各镇:")[1]
    wanted = "".join(f"      - 名称: {name}\n        金额: 待填\n" for name in listed)
    assert lines.endswith(f"    支出:\n{wanted}")
