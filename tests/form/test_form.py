"""What form.yaml says means something, or is refused at its line."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT
from offices import office

from selfeval.form.library import CAREFUL, load

HEAD = "名称: 表\n阶段: 申报\n数据:\n  - targets.yaml\n"
FORMATS = "可以写：#,##0.00、0.00、0.##、0，百分比写 0.00%、0.##%、0%，日期写 2026/1/1、2026-01-01、20260101、2026.01"


def declared(folder: Path, rest: str) -> list[tuple[int, str]]:
    """Return line and message of what is wrong with a form of some lines after the usual head."""
    office(folder, {"form.yaml": HEAD + rest})
    return [(each.place.line, each.message) for each in load(folder / "templates", CAREFUL).declared("form").problems]


@pytest.mark.parametrize("pattern", ["两位小数", "0.00元", "0,000", "#", "0.", "0.#0", "%", "元", ".00"])
def test_a_format_that_means_nothing_is_refused(tmp_path: Path, pattern: str) -> None:
    """It would round money in silence."""
    expected = f"“{pattern}”不是格式，{FORMATS}"
    rest = f'格式:\n  金额: "{pattern}"\n字段:\n  部门.名称:\n'
    assert declared(tmp_path / "a", rest) == [(6, expected)]
    field = f'字段:\n  甲:\n    类型: 金额\n    格式: "{pattern}"\n'
    assert declared(tmp_path / "b", field) == [(8, expected)]


@pytest.mark.parametrize("pattern", ["#,##0.00", "#,##0", "0", "0.0", "0.##", "0.0#", "0%", "0.##%", "0.00%"])
def test_a_format_that_means_something_is_taken(tmp_path: Path, pattern: str) -> None:
    """Separators, decimals with and without zeros, per cent."""
    assert declared(tmp_path, f'字段:\n  甲:\n    类型: 百分比\n    格式: "{pattern}"\n') == []


def test_a_format_of_what_is_no_number_is_refused(tmp_path: Path) -> None:
    """A text is printed as it is typed."""
    said = declared(tmp_path, '字段:\n  甲:\n    类型: 文本\n    格式: "0.00"\n')
    assert said == [(6, "文本不能写“格式”；能写的：金额、百分比、整数、小数、日期")]


def test_a_formula_that_comes_back_to_itself_is_refused(tmp_path: Path) -> None:
    """Directly, or over others; one that another uses twice is no circle."""
    amounts = (
        "字段:\n  甲:\n    类型: 金额\n    算式: 乙 + 丙\n  乙:\n    类型: 金额\n    算式: {}\n  丙:\n    类型: 金额\n"
    )
    assert declared(tmp_path / "a", amounts.format("乙 * 2")) == [(9, "“乙”的算式绕回了自己（乙→乙），永远算不出来")]
    assert declared(tmp_path / "b", amounts.format("甲 - 丙")) == [
        (6, "“甲”的算式绕回了自己（甲→乙→甲），永远算不出来")
    ]
    assert declared(tmp_path / "c", amounts.format("丙 + 丙")) == []


def test_a_numbering_that_cannot_count_is_refused(tmp_path: Path) -> None:
    """Every item would have the same mark."""
    said = declared(tmp_path, "字段:\n  甲:\n    类型: 条目\n    编号: 第 \n")
    assert said == [(8, "编号“第”里没有数得下去的字，要有一个：一、1、①、甲")]
    said = declared(tmp_path / "more", "字段:\n  甲:\n    类型: 条目\n    编号: 一、1.\n")
    assert said == [(8, "编号“一、1.”里有几个数得下去的字（一、1），只能有一个：一、1、①、甲")]


def test_a_numbering_may_end_in_a_comma(tmp_path: Path) -> None:
    """It belongs to the number; behind other values of a form it is a slip."""
    assert declared(tmp_path, "字段:\n  甲:\n    类型: 条目\n    编号: 第一，\n") == []


@pytest.mark.parametrize(
    "pattern",
    ["2026/1/1", "2026-01-01", "20260101", "2026.01", "2026年1月", "2025年03月09日", "yyyy/m/d", "二〇二六年一月一日"],
)
def test_a_format_of_dates_is_a_date(tmp_path: Path, pattern: str) -> None:
    """Of the form or of one field."""
    rest = f'格式:\n  日期: "{pattern}"\n字段:\n  甲:\n    类型: 日期\n    格式: "{pattern}"\n'
    assert declared(tmp_path, rest) == []


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [
        ("日期", "0.00"),
        ("日期", "202611"),
        ("日期", "2026/12/31"),
        ("日期", "年月日"),
        ("金额", "2026/1/1"),
        ("金额", "0.00%"),
        ("小数", "0%"),
    ],
)
def test_a_format_of_another_kind_is_refused(tmp_path: Path, kind: str, pattern: str) -> None:
    """It would print something else, or two dates alike."""
    ((line, said),) = declared(tmp_path / "a", f'格式:\n  {kind}: "{pattern}"\n字段:\n  年度:\n')
    assert (line, said.partition("，")[2]) == (6, FORMATS)
    ((line, said),) = declared(tmp_path / "b", f'字段:\n  甲:\n    类型: {kind}\n    格式: "{pattern}"\n')
    assert said.partition("，")[2] == FORMATS


KEYS = """\
字段:
  说明一:
    类型: 段落
  开始:
    类型: 日期
  金额一:
    类型: 金额
  表一:
    类型: 列表
  表一.名称:
    类型: 文本
  表一.数:
    类型: 小数
  表一.完成:
    类型: 日期
  算出:
    类型: {}
    算式: {}
"""


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("说明一 * 2", "“说明一”是段落，不能算，也不能比大小"),
        ("开始 - 金额一", "“开始”是日期，只能和日期比，不能算"),
        ("开始", "“开始”是日期，只能和日期比，不能算"),
        ("表一.数 * 2", "“表一.数”是好几个数，要先加起来：写成“合计(表一.数)”"),
        ("表一.数", "“表一.数”是好几个数，要先加起来：写成“合计(表一.数)”"),
        ("个数(表一.名称)", "“表一.名称”是文本，不能算，也不能比大小"),
        ("绝对值(表一.数)", "“表一.数”是好几个数，要先加起来：写成“合计(表一.数)”"),
        ("金额一 / 0", "“金额一 / 0”除以 0，永远算不出来"),
    ],
)
def test_a_formula_that_can_never_be_computed_is_refused(tmp_path: Path, formula: str, why: str) -> None:
    """The part with which nothing can be done is named."""
    assert declared(tmp_path, KEYS.format("小数", formula)) == [(20, f"“算出”的算式永远算不出来：{why}")]


def test_a_formula_of_what_is_no_number_is_refused(tmp_path: Path) -> None:
    """A text is not computed."""
    said = "“算出”是文本，不能写“算式”；能写的：金额、百分比、整数、小数、年度"
    assert declared(tmp_path, KEYS.format("文本", "金额一")) == [(20, said)]


@pytest.mark.parametrize(
    ("check", "why"),
    [
        ("开始 <= 金额一", "“开始 <= 金额一”拿日期和数比，不能比：日期只能和日期比"),
        ("说明一 == 说明一", "“说明一”是段落，不能算，也不能比大小"),
        ("表一.完成 <= 开始", "“表一.完成”里有好几个日期，不能比"),
        ("表一.数 <= 金额一", "“表一.数”是好几个数，要先加起来：写成“合计(表一.数)”"),
    ],
)
def test_a_check_that_can_never_be_computed_is_refused(tmp_path: Path, check: str, why: str) -> None:
    """It would be silent for ever."""
    rest = f"核对:\n  some-check:\n    算式: {check}\n    位置: 金额一\n    说明: 不对\n"
    assert declared(tmp_path, KEYS.format("小数", "金额一") + rest) == [(25, f"核对“some-check”永远算不出来：{why}")]


SCORED = """\
评分:
  方案: mof-2020
  指标: 指标
  执行率: 率
字段:
  指标:
    类型: 指标
    层级:
      产出指标: [数量指标]
      效益指标: [社会效益指标]
    分值:
      产出指标: {}
      效益指标: {}
  指标.名称:
    类型: 文本
  指标.目标值:
    类型: 指标值
  指标.实际:
    类型: 指标值
  指标.分值:
    类型: 小数
  指标.得分:
    类型: 小数
    必填: 否
  率:
    类型: {}
"""


def scored(folder: Path, rest: str) -> list[tuple[int, str]]:
    """Return line and message of what is wrong with a form that is scored."""
    office(folder)
    shutil.copy(ROOT / "templates" / "scoring.yaml", folder / "templates")
    (folder / "templates/form/form.yaml").write_text(HEAD + rest, encoding="utf-8")
    return [(each.place.line, each.message) for each in load(folder / "templates", CAREFUL).declared("form").problems]


def test_points_that_cannot_make_100_are_refused(tmp_path: Path) -> None:
    """With those of the execution rate; a form that is not of 100 points says so."""
    assert scored(tmp_path / "a", SCORED.format(60, 30, "百分比")) == []
    rest = SCORED.format(60, 40, "百分比")
    message = "“指标”的“分值”合计 100 分，加上执行率的 10 分是 110 分，应为 100 分：改“分值”；这张表不是 100 分的，加一行“满分: 不限”"
    assert scored(tmp_path / "b", rest) == [(10, message)]
    assert scored(tmp_path / "c", rest.replace("    分值:\n", "    满分: 不限\n    分值:\n")) == []
    assert scored(tmp_path / "d", rest.replace("  执行率: 率\n", "")) == []


@pytest.mark.parametrize(
    ("declaration", "why"),
    [
        ("百分比\n    算式: 评分.总得分 / 100", "“率”的算式用了“评分.总得分”，评分又要用它，永远算不出来"),
        ("百分比\n    算式: 合计(指标.得分) / 100", "“率”的算式用了“指标.得分”，评分又要用它，永远算不出来"),
        ("文本", "评分的“执行率”要用列表以外的百分比或小数，“率”不是"),
        (
            '百分比\n  评分.总得分:\n    格式: "0"',
            "“评分.总得分”由程序算，不写在“字段”里；要换一种格式，自己起一个键，写“算式: 评分.总得分”和“格式”",
        ),
        (
            "百分比\n  等级:\n    类型: 小数\n    算式: 评分.等级",
            "“等级”的算式永远算不出来：“评分.等级”是文本，不能算，也不能比大小",
        ),
    ],
)
def test_scores_are_not_used_where_they_cannot_be(tmp_path: Path, declaration: str, why: str) -> None:
    """Nor in what they are computed from."""
    ((_, said),) = scored(tmp_path, SCORED.format(60, 30, declaration))
    assert said == why


def test_help_and_example_follow_the_unit_of_the_form(tmp_path: Path) -> None:
    """The vocabulary tells 万元; a form that wants 元 has it told so, and its example in 元."""
    rest = "字段:\n  预算执行.年初预算:\n    单位: 元\n  预算执行.实际支出:\n    单位: 元\n  重点任务.计划资金:\n"
    office(tmp_path, {"form.yaml": f"{HEAD}  - actuals.yaml\n{rest}"})
    form = load(tmp_path / "templates").forms["form"]
    fields = {".".join(path): field for path, field in form.fields.items()}
    assert fields["预算执行"].help == "年末的预算执行情况，单位元"
    assert fields["重点任务.计划资金"].help == "拟投入的资金，单位万元"
    common = load(tmp_path / "templates").words().vocabulary["预算执行", "实际支出"].example
    assert fields["预算执行.实际支出"].example == str(int(Decimal(common.replace(",", "")) * 10000))


TREE = "字段:\n  甲:\n    类型: 指标\n"
FILE_LIST = "在“数据”下面加一行“- actuals.yaml”"


@pytest.mark.parametrize(
    ("rest", "line", "message"),
    [
        (TREE + "    层级: 产出指标\n", 8, "“层级”下面要分行写一级指标，后面方括号里写它的二级指标"),
        (
            TREE + "    层级:\n      产出指标: 数量指标，质量指标\n",
            9,
            "“数量指标，质量指标”不是一个名称，要一个一个分开写",
        ),
        (TREE + "    层级:\n      产出指标: 数量指标、质量指标\n", 9, "“数量指标、质量指标”不是一个名称"),
        (TREE + "    层级:\n      产出指标: []\n", 9, "方括号里是空的，要写名称"),
        (TREE + "    层级:\n      产出指标: [……]\n", 9, "“……”不是一个名称"),
        (TREE + "    层级:\n      产出指标: [数量指标, 数量 指标]\n", 9, "“数量 指标”写了两次，只留一个"),
        (
            TREE + "    层级:\n      产出指标: [数量指标]\n    分值:\n      产出指示: 50\n",
            11,
            "“层级”里没有“产出指示”这个一级指标。是不是“产出指标”？",
        ),
        (TREE + "    分值:\n      产出指标: 50\n", 9, "“层级”里没有“产出指标”这个一级指标"),
        (TREE + "    层级:\n      产出指标: [数量指标]\n    分值:\n      产出指标: -5\n", 11, "“-5”不能小于 0"),
        (TREE + "    空类别: 打印\n", 8, "“甲”没有写“层级”，没有类别可以打印"),
        ("字段:\n  甲:\n    类型: 段落\n    字数: 一百字\n", 8, "“一百字”不是字数，要写成 500 这样的数"),
        ("字段:\n  甲:\n    类型: 段落\n    字数: 3.7\n", 8, "“3.7”不是字数"),
        (
            "字段:\n  甲:\n    类型: 金额\n    字数: 30\n",
            8,
            "“甲”是金额，不能写“字数”；能写的：文本、段落、条目、指标值",
        ),
        ("字段:\n  甲:\n    类型: 文本\n    编号: 一是\n", 8, "“甲”是文本，不能写“编号”；能写的：段落、条目"),
        ("字段:\n  甲:\n    类型: 文本\n    层级:\n      乙: [丙]\n", 9, "“甲”是文本，不能写“层级”；能写的：指标"),
        ("字段:\n  甲:\n    类型: 文本\n    单位: 元\n", 8, "“甲”是文本，不能写“单位”；能写的：金额"),
        ("字段:\n  甲:\n    类型: 金额\n    单位: 万\n", 8, "“万”不认识，只能写：元、"),
        ("字段:\n  甲:\n    类型: 金额\n    作用: 问题\n", 8, "“甲”是金额，作用不能是“问题”；能写的：段落、条目、文本"),
        ("字段:\n  甲:\n    类型: 选项\n    选项: 优、良\n", 8, "“优、良”是几个选项，要写成 [优, 良]"),
        ("字段:\n  甲:\n    类型: 文本\n    缺省: 乙\n", 8, "“甲”不是列表、指标或对应的一列，不能写“缺省”"),
        (
            "字段:\n  甲:\n    类型: 列表\n  甲.乙:\n    类型: 文本\n    缺省: 丙\n",
            10,
            "“丙”不是同一条里的另一列",
        ),
        ("字段:\n  甲:\n    类型: 文本\n    文件: target.yaml\n", 8, "“数据”没有列这个文件；是不是 targets.yaml？"),
        ("字段:\n  甲:\n    类型: 文本\n    文件: 甲.txt\n", 8, "“甲.txt”不是文件名，要写成 targets.yaml 的样子"),
        (
            "字段:\n  预算执行.实际支出:\n",
            6,
            f"“预算执行.实际支出”写在 actuals.yaml 里，“数据”没有列这个文件；{FILE_LIST}",
        ),
        (
            "字段:\n  甲:\n    文件: targets.yaml\n  甲.乙:\n    类型: 文本\n    文件: actuals.yaml\n",
            10,
            "“甲”写在 targets.yaml 里，下面的“乙”不能另写一个文件",
        ),
        ("字段:\n  甲:\n    类型: 段落\n    可重复: 乙\n", 8, "“可重复”写的“乙”不是这个表样的键"),
        ("字段:\n  丙:\n    类型: 对应\n", 6, "“丙”的类型是对应，要用“对应”写明"),
        (
            "字段:\n  甲:\n    类型: 列表\n  甲.乙:\n    类型: 指标\n  丙:\n    类型: 对应\n    对应: 甲.乙\n",
            12,
            "“甲.乙”的完成情况要写在“甲”的完成情况下面，“丙”不在那里",
        ),
        (
            '标题: "{{ 部们.名称 }}表"\n字段:\n  部门.名称:\n',
            5,
            "“部们.名称”不是这个表样的键，不能引用。是不是“部门.名称”？",
        ),
        ('标题: "{{ 年度 }年表"\n字段:\n  部门.名称:\n', 5, "引用要写成 {{ 键 }} 的样子，前后各两个括号"),
        ('文件名: "表（{{ 项目 }}）"\n字段:\n  部门.名称:\n', 5, "“项目”不是这个表样的键"),
        (
            "字段:\n  甲:\n    类型: 金额\n核对:\n  too-much:\n    算式: 甲 <= 3\n    位置: 乙\n    说明: 大\n",
            11,
            "核对“too-much”的位置用了这个表样和 fields.yaml 里都没有的“乙”",
        ),
        (
            "字段:\n  甲.乙:\n    类型: 金额\n  甲.丙:\n    类型: 金额\n    算式: 乙 * 2\n",
            10,
            "“甲.丙”的算式用了这个表样里没有的“乙”，是不是“甲.乙”？",
        ),
        ("字段:\n  甲:\n    类型: 金额\n    算式: 3 ÷ 2\n", 8, "算式里的“÷”要写成“/”"),
        (
            "字段:\n  甲:\n    类型: 金额\n    算式: 求和(3, 2)\n",
            8,
            "能用的：合计、个数、绝对值、最小、最大、取整、完成比、如果、金额、相等",
        ),
    ],
)
def test_a_word_that_means_nothing_is_refused_where_it_stands(
    tmp_path: Path, rest: str, line: int, message: str
) -> None:
    """Not later, by something that goes wrong in the data."""
    ((found, said),) = declared(tmp_path, rest)
    assert (found, message in said) == (line, True), said


@pytest.mark.parametrize(
    "rest",
    [
        TREE + "    层级:\n      产出指标: 数量指标\n      效益指标: [经济、社会效益指标, 生态效益指标]\n",
        TREE + "    层级:\n      产出指标: [数量指标]\n    分值:\n      产出指标: 0\n    空类别: 打印\n",
        "字段:\n  甲:\n    类型: 段落\n    字数: 500字\n    编号: （一）\n    作用: 目标\n",
        "字段:\n  甲:\n    类型: 金额\n    单位: 元\n",
        '标题: "{{ 名称 }}{{年度}}年表，{{ 上年.甲 }}"\n字段:\n  部门.名称:\n  甲:\n    类型: 金额\n',
        "字段:\n  甲:\n    类型: 列表\n  甲.乙:\n    类型: 文本\n    缺省: 丙\n  甲.丙:\n    类型: 文本\n",
        "字段:\n  甲.乙:\n    类型: 文本\n  甲.丙:\n    类型: 文本\n    文件: targets.yaml\n  甲:\n",
    ],
)
def test_a_word_that_means_something_is_taken(tmp_path: Path, rest: str) -> None:
    """One name need not stand in brackets; a name may hold a mark; a title may quote short names and last year."""
    assert declared(tmp_path, rest) == []


NAMED = '文件名: "表（{{ 项目.名称 }}）"\n'
PROJECTS = f"名称: 表\n{NAMED}阶段: 自评\n主体: 项目\n数据:\n  - targets.yaml\n  - projects/*.yaml\n"


def messages(folder: Path, text: str) -> list[tuple[int, str]]:
    """Return line and message of what is wrong with a whole form."""
    office(folder, {"form.yaml": text})
    return [(each.place.line, each.message) for each in load(folder / "templates").declared("form").problems]


def test_files_of_projects_and_the_subject_belong_together(tmp_path: Path) -> None:
    """A form of the department would print the keys of projects empty."""
    fields = "字段:\n  项目.名称:\n"
    assert messages(tmp_path / "a", PROJECTS + fields) == []
    ((line, said),) = messages(tmp_path / "b", PROJECTS.replace("主体: 项目\n", "") + fields)
    assert (line, said) == (
        6,
        "“projects/*.yaml”是一个项目一个文件，读它的表样，另起一行写“主体: 项目”；一个部门一份、从各项目取数的，写“取数”",
    )
    funds = PROJECTS.replace("主体: 项目\n", "").replace("projects", "funds")
    ((_, said),) = messages(tmp_path / "funds", funds + "字段:\n  部门.名称:\n")
    assert "另起一行写“主体: 资金”" in said
    of_year = PROJECTS.replace("主体: 项目\n", "").partition("数据:")[0] + fields + "取数:\n  项目.名称: 汇总.名称\n"
    ((_, said),) = messages(tmp_path / "year", of_year)
    assert "另起一行写“主体: 年度”" in said
    ((line, said),) = messages(tmp_path / "c", PROJECTS.replace("  - projects/*.yaml\n", "") + fields)
    assert line == 8
    assert "在“数据”下面加一行“- projects/*.yaml”" in said
    bare = PROJECTS.replace("  - projects/*.yaml\n", "") + "字段:\n  总体目标:\n"
    ((line, said),) = messages(tmp_path / "d", bare)
    assert "一个项目一个文件" in said


@pytest.mark.parametrize(("name", "line"), [("", 1), ('文件名: "{{ 年度 }}年"\n', 2), (NAMED, 0)])
def test_documents_of_projects_have_names_of_their_own(tmp_path: Path, name: str, line: int) -> None:
    """Two projects would have one document; the author is told before the second is typed."""
    told = messages(tmp_path, PROJECTS.replace(NAMED, name) + "字段:\n  部门.名称:\n  项目.名称:\n")
    assert [at for at, _ in told] == ([line] if line else [])
    assert all('文件名: "表（{{ 项目.名称 }}）"' in said for _, said in told)


def test_a_column_of_an_odd_kind_is_doubtful(tmp_path: Path) -> None:
    """Nothing would be compared with it, without a word."""
    rest = "字段:\n  甲:\n    类型: 指标\n  甲.名称:\n    类型: 文本\n  甲.目标值:\n    类型: 段落\n"
    ((line, said),) = declared(tmp_path, rest)
    assert line == 10
    assert said.startswith("“甲.目标值”的作用是目标值，程序不认识段落；能写的：指标值、")


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("空行: -1", "“空行”写 1 到 50 的数"),
        ("空行: +60", "“空行”写 1 到 50 的数"),
        ("满分: 0", "“满分”不能是 0；不是 100 分的写别的数，不核对的写“不限”"),
    ],
)
def test_a_number_that_a_word_cannot_mean_is_refused(tmp_path: Path, word: str, said: str) -> None:
    """A sign is no name of a row, and points that add up to nothing are none."""
    field = f"字段:\n  甲:\n    类型: 指标\n    {word}\n  甲.名称:\n    类型: 文本\n  甲.目标值:\n    类型: 指标值\n"
    assert declared(tmp_path, field) == [(8, said)]
