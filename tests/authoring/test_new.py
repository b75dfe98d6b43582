"""new: a year rolled forward, or begun from nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from commandline import run
from conftest import ROOT
from desk import POINTER, blanks, over, problems
from offices import changed, office
from sampled import sampled

from selfeval.authoring.skeleton.wanted import note
from selfeval.form.library import load

OLD = """\
# 青湖区司法局 2024 年的目标
部门:
  名称: 青湖区司法局   # 与公章一致
年度: 2024
表样:
  - form

预算:
  支出:
    基本支出: 800.00  # 2023年：790.00
    # 年中没有追加
    项目支出: "200.00"
总体目标: |
  全年办理法律援助案件 550 件以上。

  调解成功率稳定在 95% 以上。

重点任务:
- 名称: 2024年法律援助惠民
  主要内容: 组织律师驻点值班。
  计划资金: 60.00
绩效指标:
  产出指标:
    数量指标:
      - 名称: 办理法律援助案件
        # 按上一年的办案量定
        年度指标值: ≥550件
        # 追加了经费
        调整后指标值:
          值: ≥560件
          依据: 财政局〔2024〕12号批复
    质量指标:
      - 名称: 矛盾纠纷调解成功率
        年度指标值: 2024年底前达到95%
# 核对过
说明情况:
  - 规则: budget-balance
    位置: 预算执行.调整预算
    理由: 年中没有调整
"""

NEW = """\
# 由 2024 年的转来：指标和目标值照旧，“待填”的要填；注释没有改
# 青湖区司法局 2024 年的目标
部门:
  名称: 青湖区司法局   # 与公章一致
年度: 2025
表样:
  - form

预算:
  支出:
    基本支出: 待填  # 2024年：800.00；人员经费和日常公用经费
    # 年中没有追加
    项目支出: 待填  # 2024年：200.00；部门项目支出
# 全年要达到的总体绩效目标，一行一段；例 围绕全面依法治区，年内建成……
总体目标: |
  待填

重点任务:
- 名称: 2024年法律援助惠民  # 注意：里面写着2024年
  # 主要做哪些事；例 组织开展年度法治建设考评迎检工作。
  主要内容: |
    待填
  计划资金: 待填  # 2024年：60.00；拟投入的资金，单位万元
绩效指标:
  产出指标:
    数量指标:
      - 名称: 办理法律援助案件
        # 按上一年的办案量定
        年度指标值: ≥550件  # 2024年：目标 ≥550件，调整为 ≥560件，实际 566件
    质量指标:
      - 名称: 矛盾纠纷调解成功率
        年度指标值: 2024年底前达到95%  # 2024年：目标 2024年底前达到95%，实际 98%；注意：里面写着2024年
"""


def targets(folder: Path, place: str = "2025/qinghu") -> Path:
    """Return the path of a department's targets."""
    return folder / "data" / place / "targets.yaml"


def test_a_year_is_rolled_forward(tmp_path: Path) -> None:
    """Structure, order, comments, indicators and targets stay; amounts and texts are blank; results stand beside."""
    office(tmp_path, {"targets.yaml": OLD})
    done = over(tmp_path, "new", "2025", "--from", "2024")
    assert (done.exit_code, targets(tmp_path).read_text(encoding="utf-8")) == (0, POINTER.format("targets") + NEW)
    old_day = f"deadline-before-year targets.yaml:{(POINTER.format('targets') + NEW).count(chr(10))}"
    assert sorted(problems(tmp_path, "2025/qinghu")) == sorted([*blanks(tmp_path, "2025/qinghu"), old_day])


def test_values_of_earlier_years_beside_a_target_are_those_of_other_years(tmp_path: Path) -> None:
    """They become blanks with what stood there, the target beside them stays."""
    office(tmp_path, {"targets.yaml": OLD})
    declared = tmp_path / "templates" / "form" / "form.yaml"
    columns = "  绩效指标.上年:\n    类型: 指标值\n    必填: 否\n  绩效指标.大前年值:\n    类型: 指标值\n    必填: 否\n"
    declared.write_text(declared.read_text(encoding="utf-8").replace("字段:\n", f"字段:\n{columns}"), encoding="utf-8")
    typed = OLD.replace("年度指标值: ≥550件\n", "年度指标值: ≥550件\n        上年: 540件\n        大前年值: 500件\n")
    targets(tmp_path, "2024/qinghu").write_text(typed, encoding="utf-8")
    over(tmp_path, "new", "2025", "--from", "2024")
    made = targets(tmp_path).read_text(encoding="utf-8")
    assert "上年: 待填  # 2024年：540件\n" in made
    assert "大前年值: 待填  # 2024年：500件\n" in made
    assert "年度指标值: ≥550件  # 2024年：" in made


def test_what_was_rolled_can_be_rolled_again(tmp_path: Path) -> None:
    """The remarks of the first roll give way to those of the second."""
    office(tmp_path)
    over(tmp_path, "new", "2025", "--from", "2024")
    over(tmp_path, "new", "2026", "--from", "2025")
    made = targets(tmp_path, "2026/qinghu").read_text(encoding="utf-8")
    assert made.count("# 由") == 1
    assert made.startswith(POINTER.format("targets") + "# 由 2025 年")
    assert "年度指标值: ≥550件  # 2025年：目标 ≥550件\n" in made
    assert "基本支出: 待填  # 人员经费和日常公用经费；例 5,105.47\n" in made
    assert made.count("# 主要做哪些事") == 1
    assert "2024" not in made


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "      - 名称: 办理",
            f"      - 调整后指标值:\n{' ' * 10}值: ≥560件\n        名称: 办理",
            "      -\n        名称: 办理",
        ),
        ("    项目支出: 200.00", "    项目支出:", "    项目支出: 待填  # 部门项目支出；例 1,432.88\n"),
        ("≥550件", "", "年度指标值: 待填\n"),
        ("≥550件", "'≥550件'", "年度指标值: '≥550件'  # 2024年：目标 ≥550件，实际 566件\n"),
        (
            "年度指标值: ≥550件",
            "年度指标值: |\n          ≥550件",
            "# 2024年：目标 ≥550件，实际 566件\n        年度指标值: |\n          ≥550件\n",
        ),
        ("年度: 2024", "年度: '2024'", "年度: 2025\n"),
        ("\n", "\r\n", "年度: 2025\n表样:\n"),
    ],
)
def test_unusual_typing_is_rolled_too(tmp_path: Path, old: str, new: str, expected: str) -> None:
    """Quotes, blocks, gaps and Windows line ends are read as any other file."""
    office(tmp_path, changed("targets.yaml", old, new))
    assert over(tmp_path, "new", "2025", "qinghu", "--from", "2024").exit_code == 0
    assert expected in targets(tmp_path).read_text(encoding="utf-8")


def test_the_samples_roll_forward_to_nothing_but_blanks(tmp_path: Path) -> None:
    """Every sample, projects included, gives a year whose only errors are the blanks."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    for year in ("2020", "2022", "2024"):
        shutil.copytree(ROOT / "data" / year, tmp_path / "data" / year)
        done = over(tmp_path, "new", str(int(year) + 1), "--from", year)
        assert done.exit_code == 0, done.output
    made = sorted(
        path.parent.relative_to(tmp_path / "data").as_posix() for path in tmp_path.glob("data/202[135]/*/*.yaml")
    )
    assert made == ["2021/caidian", "2023/tianhe", "2025/guangzhou", "2025/liwan", "2025/qinghu-library"]
    for place in made:
        assert problems(tmp_path, place, "error") == blanks(tmp_path, place)


@pytest.mark.parametrize("slug", sampled(sorted(load(ROOT / "templates").forms)))
def test_a_year_begun_from_nothing_lacks_only_the_blanks(tmp_path: Path, slug: str) -> None:
    """Every form's skeleton reads without a slip, and a check names each blank and nothing else."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    (tmp_path / "data").mkdir()
    assert over(tmp_path, "new", "2025", "tianhe", "--form", slug).exit_code == 0
    assert problems(tmp_path, "2025/tianhe") == blanks(tmp_path, "2025/tianhe") != []
    made = targets(tmp_path, "2025/tianhe").read_text(encoding="utf-8")
    assert f"年度: 2025\n表样:\n  - {slug}\n" in made
    assert "部门全称，与公章一致；例 广州市天河区司法局\n" in made


def test_no_note_breaks_off() -> None:
    """What stands behind # in a skeleton neither begins nor ends with a mark that announces more."""
    forms = load(ROOT / "templates").forms.values()
    notes = {note(field) for form in forms for field in form.fields.values()}
    assert [each for each in notes if each.strip("：；:; ") != each] == []


def test_a_gap_has_one_prompt(tmp_path: Path) -> None:
    """Begun from nothing or rolled from such a file, the same blanks stand with the same words beside and above them."""
    office(tmp_path)
    over(tmp_path, "new", "2025", "heping", "--form", "form")
    over(tmp_path, "new", "2026", "heping", "--from", "2025")
    first, second = (targets(tmp_path, f"{year}/heping").read_text(encoding="utf-8") for year in (2025, 2026))
    assert first.split("\n", 2)[2].replace("年度: 2025", "年度: 2026") == second.split("\n", 2)[2]


def test_categories_stand_in_the_order_of_the_form(tmp_path: Path) -> None:
    """Also one without a second level, behind one that has it."""
    levels = "    层级:\n      产出指标: [数量指标, 质量指标]\n      成本指标: 无\n      效益指标: [社会效益指标]\n"
    declared = (
        "名称: 目标表\n阶段: 申报\n数据:\n  - targets.yaml\n字段:\n  部门.名称:\n  年度:\n  指标:\n    类型: 指标\n"
    )
    columns = "  指标.名称:\n    类型: 文本\n  指标.年度指标值:\n    类型: 指标值\n"
    office(tmp_path, {"form.yaml": declared + levels + columns})
    over(tmp_path, "new", "2025", "heping", "--form", "form")
    made = targets(tmp_path, "2025/heping").read_text(encoding="utf-8")
    headings = ["产出指标", "数量指标", "质量指标", "成本指标", "效益指标", "社会效益指标"]
    assert [made.index(f"  {each}:\n") for each in headings] == sorted(made.index(f"  {each}:\n") for each in headings)


def test_a_skeleton_can_be_rolled_too(tmp_path: Path) -> None:
    """What nobody filled in yet stays blank, and its own first line gives way."""
    office(tmp_path)
    over(tmp_path, "new", "2025", "heping", "--form", "form")
    assert over(tmp_path, "new", "2026", "heping", "--from", "2025").exit_code == 0
    made = targets(tmp_path, "2026/heping").read_text(encoding="utf-8")
    head = "# 由 2025 年的转来：指标和目标值照旧，“待填”的要填；注释没有改\n部门:"
    assert made.startswith(POINTER.format("targets") + head)
    assert problems(tmp_path, "2026/heping") == blanks(tmp_path, "2026/heping")


def test_what_is_not_needed_is_shown_as_a_comment(tmp_path: Path) -> None:
    """Optional fields stand in the skeleton, ready to be uncommented; the first category alone explains itself."""
    office(tmp_path)
    over(tmp_path, "new", "2025", "heping", "--form", "form")
    made = targets(tmp_path, "2025/heping").read_text(encoding="utf-8")
    assert "  # 级次: 待填  # 部门属于哪一级预算；写 省、市、区、县 之一\n" in made
    assert "# 重点任务:  # 年度重点工作任务，一项任务一条\n#   - 名称: 待填" in made
    assert made.count("        # 分值: 待填") == 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["2024", "--from", "2024"], "已经有了"),
        (["2025", "--from", "2023"], "data 里没有 2023 年的部门"),
        (["2025", "heping", "--from", "2024"], "data/2024 里没有“heping”"),
        (["2025", "heping"], "--from"),
        (["2025", "heping", "--from", "2024", "--form", "form"], "三样里写一样"),
        (["2024", "qinghu", "--form", "form"], "targets.yaml 已经有了"),
        (["2025", "heping", "--form", "from"], "没有“from”这个表样，是不是“form”？"),
        (["2025", "和平", "--form", "form"], "小写字母"),
        (["二〇二五", "--from", "2024"], "不是年度"),
    ],
)
def test_a_wrong_call_writes_nothing(tmp_path: Path, arguments: list[str], expected: str) -> None:
    """A mistaken call is answered in one sentence, and no file is made or touched."""
    office(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    done = over(tmp_path, "new", *arguments)
    assert done.exit_code == 2
    assert expected in done.output
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("年度: 2024", "年度：2024", "第 4 行先要改好"),
        ("  名称: 青湖区司法局\n  级次: 区\n", "  {名称: 青湖区司法局, 级次: 区}\n", "第 2 行把几项写在一对大括号里"),
    ],
)
def test_what_cannot_be_rolled_safely_is_refused(tmp_path: Path, old: str, new: str, expected: str) -> None:
    """Slips of typing in last year's file are to be put right first; of that department nothing is written."""
    office(tmp_path, changed("targets.yaml", old, new))
    office(tmp_path, place="2024/aaa")
    done = over(tmp_path, "new", "2025", "--from", "2024")
    assert (done.exit_code, expected in done.output) == (1, True), done.output
    assert [path.name for path in (tmp_path / "data" / "2025").iterdir()] == ["aaa"]
    alone = over(tmp_path, "new", "2025", "qinghu", "--from", "2024")
    assert (alone.exit_code, expected in alone.output) == (2, True), alone.output


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "targets.yaml 是空的，没有可以转的"), ("部门:\n  名称: [甲\n", "targets.yaml 第 2 行先要改好")],
)
def test_one_department_that_cannot_be_rolled_stops_no_other(tmp_path: Path, text: str, said: str) -> None:
    """It is named, and nothing is made of it."""
    for department in ("luhu", "qinghu", "yuhu"):
        office(tmp_path, place=f"2024/{department}")
    (tmp_path / "data/2024/qinghu/targets.yaml").write_text(text, encoding="utf-8")
    folders = [f"--{each}={tmp_path / each}" for each in ("data", "templates")]
    done = run("new", "2025", "--from", "2024", *folders)
    errors = done.stderr.decode()
    assert (done.returncode, said in errors, "出错" in errors) == (1, True, False), errors
    made = sorted(path.parent.name for path in (tmp_path / "data/2025").glob("*/targets.yaml"))
    assert (made, (tmp_path / "data/2025/qinghu").exists()) == (["luhu", "yuhu"], False)
