"""What a form computes of typed figures: in rows, over blanks, in several units, from dates and from scores."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from offices import office

from selfeval.pipeline.department import build
from selfeval.pipeline.workspace import Workspace
from selfeval.submission.folder import DepartmentYear

HEAD = "名称: 表\n阶段: 自评\n数据:\n  - targets.yaml\n  - actuals.yaml\n"
TARGETS = "部门:\n  名称: 青湖区司法局\n年度: 2024\n表样:\n  - form\n"


def made(folder: Path, form: str, template: str, actuals: str, targets: str = "") -> list[str]:
    """Return the printed lines of a department's document; those of its problems where it cannot be made."""
    files = {
        "form.yaml": HEAD + form,
        "document.md": template,
        "targets.yaml": TARGETS + targets,
        "actuals.yaml": actuals,
        "narrative.yaml": None,
    }
    office(folder, files)
    shutil.copy(ROOT / "templates" / "scoring.yaml", folder / "templates")
    workspace = Workspace(folder / "data", folder / "templates", folder / "reports")
    outcome = build(workspace, DepartmentYear("2024", "qinghu"))
    (document,) = outcome.documents
    if document.data is None:
        return [f"{each.place.line} {each.rule} {each.message}" for each in outcome.problems]
    return [line.rstrip() for line in document.data.decode().splitlines() if line and not line.startswith("<!--")]


PURCHASES = """\
字段:
  采购:
    类型: 列表
    文件: actuals.yaml
  采购.名称: {类型: 文本}
  采购.数量: {类型: 整数}
  采购.单价: {类型: 金额, 单位: 元}
  采购.运费: {类型: 金额, 单位: 元, 必填: 否}
  采购.小计: {类型: 金额, 单位: 元, 算式: 采购.数量 * 采购.单价, 格式: "#,##0.00"}
  采购.连运费: {类型: 金额, 单位: 元, 算式: "合计(采购.小计, 采购.运费)", 格式: "0.00"}
  采购.占比: {类型: 百分比, 算式: 采购.小计 / 合计(采购.小计), 格式: "0.0%"}
  资金:
    文件: actuals.yaml
  资金.采购合计: {类型: 金额, 算式: 合计(采购.小计), 格式: "0.00"}
  资金.笔数: {类型: 整数, 算式: 个数(采购.运费)}
"""
PURCHASE_LINES = """\
{% for 行 in 采购 %}
{{ 行.名称 }}：{{ 行.数量 }} × {{ 行.单价 }} = {{ 行.小计 }}，{{ 行.连运费 }}，{{ 行.占比 }}{{ 行.运费 }}

{% endfor %}
合计 {{ 资金.采购合计 }} 万元，运费 {{ 资金.笔数 }} 笔
"""


def test_a_column_is_computed_in_each_row_and_summed(tmp_path: Path) -> None:
    """数量 × 单价 of the same row; a sum of several is the row's, of one column the whole column's; 元 become 万元."""
    typed = "采购:\n  - {名称: 书架, 数量: 10, 单价: 2500, 运费: 300}\n  - {名称: 图书, 数量: 3000, 单价: 25}\n"
    assert made(tmp_path, PURCHASES, PURCHASE_LINES, typed) == [
        "书架：10 × 2500 = 25,000.00，25300.00，25.0%300",
        "图书：3000 × 25 = 75,000.00，75000.00，75.0%",
        "合计 10.00 万元，运费 1 笔",
    ]


def test_nothing_bought_is_nothing_spent(tmp_path: Path) -> None:
    """A list that says 无 adds up to 0."""
    assert made(tmp_path, PURCHASES, PURCHASE_LINES, "采购: 无\n") == ["合计 0.00 万元，运费 0 笔"]


def test_rows_inside_rows_are_computed(tmp_path: Path) -> None:
    """A task's sum is that of its own items, and the sum over all tasks that of all items; results are joined."""
    form = """\
字段:
  任务:
    类型: 列表
    文件: targets.yaml
  任务.名称: {类型: 文本}
  任务.明细: {类型: 列表}
  任务.明细.名称: {类型: 文本}
  任务.明细.金额: {类型: 金额}
  任务.小计: {类型: 金额, 算式: 合计(任务.明细.金额), 格式: "0.00"}
  结果:
    类型: 对应
    对应: 任务
    文件: actuals.yaml
  结果.支出: {类型: 金额}
  结果.执行率: {类型: 百分比, 算式: 结果.支出 / 任务.小计, 格式: "0.00%"}
  资金:
    文件: actuals.yaml
  资金.总额: {类型: 金额, 算式: 合计(任务.明细.金额), 格式: "0.00"}
  资金.支出: {类型: 金额, 算式: 合计(结果.支出), 格式: "0.00"}
"""
    template = (
        "{% for 项 in 任务 %}\n{{ 项.名称 }} {{ 项.小计 }} {{ 项.执行率 }}\n\n{% endfor %}\n"
        "{{ 资金.总额 }} {{ 资金.支出 }}\n"
    )
    typed = "结果:\n  普法: {支出: 9}\n  调解: {支出: 30}\n"
    tasks = (
        "任务:\n  - 名称: 普法\n    明细:\n      - {名称: 资料, 金额: 4}\n      - {名称: 讲师, 金额: 6}\n"
        "  - 名称: 调解\n    明细:\n      - {名称: 补贴, 金额: 40}\n"
    )
    lines = made(tmp_path, form, template, typed, tasks)
    assert lines == ["普法 10.00 90.00%", "调解 40.00 75.00%", "50.00 39.00"]


FUNDS = """\
字段:
  资金:
    文件: actuals.yaml
  资金.甲: {类型: 金额, 标签: 拨款}
  资金.乙: {类型: 金额, 标签: 其他, 必填: 否}
  资金.丙: {类型: 金额, 标签: 支出, 单位: 元, 必填: 否}
  资金.逐项: {类型: 金额, 算式: "合计(资金.甲, 资金.乙)", 格式: "0.00"}
  资金.整组: {类型: 金额, 算式: 合计(资金), 格式: "0.00"}
  资金.差: {类型: 金额, 算式: 资金.甲 - 资金.乙, 格式: "0.00"}
  资金.支出率: {类型: 百分比, 算式: 资金.丙 / 资金.甲, 格式: "0.00%"}
"""
FUND_LINE = "{{ 资金.逐项 }}|{{ 资金.整组 }}|{{ 资金.差 }}|{{ 资金.支出率 }}|{{ 资金.甲 }}{{ 资金.乙 }}{{ 资金.丙 }}\n"
CHECK = "核对:\n  too-much:\n    算式: {}\n    位置: 资金.甲\n    说明: 不对\n规则:\n  wrong-money-unit: 关\n"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("甲: 854", "854.00|854.00|||854"),
        ("甲: 854\n  乙: 6", "860.00|860.00|848.00||8546"),
        ("甲: 980\n  丙: 9,685,000", "980.00|1948.50||98.83%|9809685000"),
    ],
)
def test_blanks_count_as_nothing_in_a_sum_only(tmp_path: Path, typed: str, printed: str) -> None:
    """A sum of some is the same in every shape, units converted; a difference with a blank is unknown."""
    assert made(tmp_path, FUNDS, FUND_LINE, f"资金:\n  {typed}\n") == [printed]


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("合计(资金.甲, 资金.乙) <= 40", "现在：合计(拨款, 其他) 854.00 万元，40.00 万元；相差 814.00 万元"),
        ("资金.甲 <= 资金.乙", ""),
        ("资金.甲 == 资金.丙", "现在：拨款 854.00 万元，支出 0.09 万元；相差 853.92 万元"),
        ("资金.甲 * 10000 == 资金.丙", "现在：拨款 × 10000 8,540,000.00 万元，支出 0.09 万元；相差 8,539,999.92 万元"),
    ],
)
def test_a_check_adds_blanks_and_converts_units(tmp_path: Path, formula: str, said: str) -> None:
    """It is silent only where a single operand is missing."""
    typed = "资金:\n  甲: 854\n" + ("  丙: 850\n" if "丙" in formula else "")
    (line,) = made(tmp_path, FUNDS + CHECK.format(formula), FUND_LINE, typed)
    assert line == (f"2 too-much 不对。{said}" if said else "854.00|854.00|||854")


DATES = """\
格式:
  日期: "2026.01.01"
字段:
  开工:
    类型: 日期
    文件: actuals.yaml
  完工:
    类型: 日期
    文件: actuals.yaml
    格式: "20260101"
核对:
  dates:
    算式: 开工 <= 完工
    位置: 完工
    说明: 完工早于开工
"""


def test_dates_are_compared_and_printed_by_their_format(tmp_path: Path) -> None:
    """A later end is fine; an earlier one is told in days."""
    template = "{{ 开工 }} {{ 完工 }}\n"
    fine = made(tmp_path / "a", DATES, template, "开工: 2024年3月1日\n完工: 2024-12-05\n")
    assert fine == ["2024.03.01 20241205"]
    (said,) = made(tmp_path / "b", DATES, template, "开工: 2024年3月1日\n完工: 2024-2-28\n")
    assert said == "2 dates 完工早于开工。现在：开工 2024年3月1日，完工 2024年2月28日；相差 2 天"


ROW_CHECKS = """\
字段:
  来源: {类型: 列表, 文件: actuals.yaml}
  来源.名称: {类型: 文本}
  来源.预算: {类型: 金额}
  来源.支出: {类型: 金额, 单位: 元}
  来源.结余: {类型: 金额}
  来源.起: {类型: 日期, 必填: 否}
  来源.止: {类型: 日期, 必填: 否}
核对:
  rest:
    算式: 来源.结余 == 来源.预算 - 来源.支出
    位置: 来源.结余
    说明: 结余不对
  share:
    算式: 来源.预算 <= 合计(来源.预算) * 0.6
    位置: 来源.预算
    说明: 一项太多
  days:
    算式: 来源.起 <= 来源.止
    位置: 来源.止
    说明: 日期不对
"""
SOURCES = "来源:\n  - 名称: 拨款\n    预算: {}\n    支出: 90000\n    结余: {}\n    起: {}\n    止: 2024-05-01\n  - 名称: 其他\n    预算: 8\n    支出: 0\n    结余: 8\n"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("10", "1", "2024-01-01"), []),
        (
            ("10", "2", "2024-01-01"),
            ["5 rest “拨款”：结余不对。现在：结余 2.00 万元，预算 - 支出 1.00 万元；相差 1.00 万元"],
        ),
        (
            ("20", "11", "2024-01-01"),
            ["3 share “拨款”：一项太多。现在：预算 20.00 万元，预算合计 × 0.6 16.80 万元；相差 3.20 万元"],
        ),
        (
            ("10", "1", "2024-06-01"),
            ["7 days “拨款”：日期不对。现在：起 2024年6月1日，止 2024年5月1日；相差 31 天"],
        ),
    ],
)
def test_a_check_of_columns_is_made_in_each_row(tmp_path: Path, typed: tuple[str, ...], said: list[str]) -> None:
    """It names the row, in its line; a lone column in a sum is the whole one."""
    lines = made(tmp_path, ROW_CHECKS, "{% for 项 in 来源 %}\n{{ 项.名称 }}\n{% endfor %}\n", SOURCES.format(*typed))
    assert [line for line in lines if line not in ("拨款", "其他")] == said


def test_one_figure_that_fails_two_checks_alike_is_told_once(tmp_path: Path) -> None:
    """Both are 5 apart, and share 甲."""
    checks = (
        "核对:\n  one:\n    算式: 资金.甲 == 资金.乙\n    位置: 资金.甲\n    说明: 一\n"
        "  two:\n    算式: 资金.甲 <= 6\n    位置: 资金.甲\n    说明: 二\n"
    )
    (line,) = made(tmp_path / "a", FUNDS + checks, FUND_LINE, "资金:\n  甲: 11\n  乙: 6\n")
    assert line.startswith("2 one 一")
    lines = made(tmp_path / "b", FUNDS + checks, FUND_LINE, "资金:\n  甲: 11\n  乙: 8\n")
    assert [line[:5] for line in lines] == ["2 one", "2 two"]


GOALS = """\
字段:
  资金:
    文件: actuals.yaml
  资金.预算数: {类型: 金额}
  资金.执行数: {类型: 金额, 单位: 元}
  资金.执行率: {类型: 百分比, 算式: 资金.执行数 / 资金.预算数}
  目标: {类型: 列表, 文件: actuals.yaml}
  目标.名称: {类型: 文本}
  目标.指标: {类型: 指标, 层级: {产出指标: [数量指标, 质量指标]}}
  目标.指标.名称: {类型: 文本}
  目标.指标.年度指标值: {类型: 指标值}
  目标.指标.实际: {类型: 指标值}
  目标.指标.分值: {类型: 小数, 必填: 否}
  目标.指标.得分: {类型: 小数, 必填: 否, 格式: "0.0"}
  目标.指标.偏差原因: {类型: 文本, 必填: 否}
  目标.得分: {类型: 小数, 算式: 合计(目标.指标.得分), 格式: "0.0"}
  结果.总分: {类型: 小数, 算式: 评分.总得分, 格式: "0.##"}
  结果.执行: {类型: 小数, 算式: 评分.执行得分, 格式: "0"}
  结果.指标: {类型: 小数, 算式: 合计(目标.指标.得分), 格式: "0.##"}
评分:
  方案: hubei-2020
  指标: 目标.指标
  执行率: 资金.执行率
核对:
  low:
    算式: 评分.总得分 >= 60
    位置: 资金.执行数
    级别: 提醒
    说明: 总得分不到 60 分
"""
GOAL_LINES = """\
{% for 项 in 目标 %}
{{ 项.名称 }} {{ 项.得分 }}

{% for 行 in 项.指标 %}
{{ 行.名称 }} {{ 行.得分 }}{{ 行.偏差原因 }}

{% endfor %}
{% endfor %}
{{ 评分.总分值 }} {{ 评分.总得分 }} {{ 结果.总分 }} {{ 结果.执行 }} {{ 结果.指标 }}
"""


def goals(*rows: str) -> str:
    """Return the files of a department with one goal a row."""
    listed = "".join(
        f"  - 名称: 目标{number}\n    指标:\n      产出指标:\n        数量指标:\n          - {{{row}}}\n"
        for number, row in enumerate(rows, start=1)
    )
    return f"资金:\n  预算数: 20\n  执行数: 200000\n目标:\n{listed}"


def test_scores_inside_a_list_are_computed_and_used(tmp_path: Path) -> None:
    """80 points shared among goals, 20 for the money: 32 + 40 + 20; a formula prints them by its own format."""
    typed = goals(
        "名称: 培训人数, 年度指标值: ≥400人, 实际: 320人, 分值: 40, 偏差原因: 汛期停办",
        "名称: 示范点, 年度指标值: ≥5个, 实际: 6个, 分值: 40",
    )
    assert made(tmp_path, GOALS, GOAL_LINES, typed) == [
        "目标1 32.0",
        "培训人数 32.0汛期停办",
        "目标2 40.0",
        "示范点 40.0",
        "100 92.00 92 20 72",
    ]


def test_an_unknown_score_leaves_every_sum_of_scores_unknown(tmp_path: Path) -> None:
    """What a person is to score is not counted as 0."""
    typed = goals(
        "名称: 培训人数, 年度指标值: ≥400人, 实际: 400人, 分值: 40",
        "名称: 示范点, 年度指标值: 有提升, 实际: 有所提升, 分值: 40",
    )
    assert made(tmp_path, GOALS, GOAL_LINES, typed)[1:] == ["培训人数 40.0", "目标2", "示范点", "100   20"]


def test_an_indicator_without_points_does_not_count(tmp_path: Path) -> None:
    """It has no score, and the total is that of the others; where they are not 100 it is named."""
    full = goals(
        "名称: 培训人数, 年度指标值: ≥400人, 实际: 400人, 分值: 80", "名称: 示范点, 年度指标值: ≥5个, 实际: 6个"
    )
    assert made(tmp_path / "a", GOALS, GOAL_LINES, full)[-1] == "100 100.00 100 20 80"
    short = full.replace("80", "70")
    assert made(tmp_path / "b", GOALS, GOAL_LINES, short) == [
        "9 total-points-differ 各项指标的分值加上执行率的 20 分，合计 90 分，应为 100 分，相差 10 分；没有分值的：“示范点”"
    ]


def test_a_check_may_use_the_scores(tmp_path: Path) -> None:
    """A total below 60 is told as declared."""
    typed = goals("名称: 培训人数, 年度指标值: ≥400人, 实际: 40人, 分值: 80, 偏差原因: 停办")
    office_files = GOALS.replace("级别: 提醒", "级别: 错误")
    assert made(tmp_path, office_files, GOAL_LINES, typed) == [
        "3 low 总得分不到 60 分。现在：评分.总得分 28.00，60.00；相差 32.00"
    ]


SCORED = """\
字段:
  指标甲: {类型: 指标, 文件: actuals.yaml, 层级: {产出指标: [数量指标], 效益指标: [社会效益指标]}}
  指标甲.名称: {类型: 文本}
  指标甲.年度指标值: {类型: 指标值}
  指标甲.实际: {类型: 指标值}
  指标甲.分值: {类型: 小数}
  指标甲.得分: {类型: 小数, 必填: 否}
评分:
  方案: mof-2020
  指标: 指标甲
"""
ROWS = """\
指标甲:
  产出指标:
    数量指标:
      - {{名称: 甲, 年度指标值: ≥5件, 实际: 6件, 分值: {}, 得分: {}}}
  效益指标:
    社会效益指标:
      - {{名称: 乙, 年度指标值: ≥5件, 实际: 6件, 分值: 40}}
"""
SCORED_LINE = "{{ 评分.执行分值 }}|{{ 评分.总分值 }}|{{ 评分.总得分 }}|{{ 评分.等级 }}\n"


def test_a_form_without_an_execution_rate_gives_it_no_points(tmp_path: Path) -> None:
    """60 + 40 are 100; 50 + 40 leave the rate's points out; anything else is wrong."""
    assert made(tmp_path / "a", SCORED, SCORED_LINE, ROWS.format(60, 60)) == ["|100|100.00|优"]
    assert made(tmp_path / "b", SCORED, SCORED_LINE, ROWS.format(50, 50)) == ["|90|90.00|"]
    assert made(tmp_path / "c", SCORED, SCORED_LINE, ROWS.format(55, 55)) == [
        "4 total-points-differ 各项指标的分值合计 95 分，应为 100 分，相差 5 分"
    ]


def test_lost_points_are_explained_where_the_form_has_no_column_for_it(tmp_path: Path) -> None:
    """The department is not asked for a key it may not type."""
    typed = ROWS.format(60, 58).replace("≥5件, 实际: 6件", "有提升, 实际: 有所提升", 1)
    said = "4 lost-points-without-reason “甲”扣了 2 分，表上没有偏差原因一栏，原因写在“说明情况”里"
    assert said in made(tmp_path, SCORED, SCORED_LINE, typed)


def test_a_missed_target_is_explained_where_the_form_has_no_column_for_it(tmp_path: Path) -> None:
    """As with lost points."""
    typed = ROWS.format(60, 0).replace("6件", "0件", 1)
    assert made(tmp_path, SCORED, SCORED_LINE, typed) == [
        "4 unmet-without-reason “甲”没有达到目标（目标 ≥5件，实际 0件），要写偏差原因；表上没有偏差原因一栏，写在“说明情况”里"
    ]


def test_points_and_results_of_rows_inside_rows_are_computed(tmp_path: Path) -> None:
    """Points by a formula are scored; the results of a list in a list are columns of its rows."""
    form = """\
字段:
  任务: {类型: 列表, 文件: targets.yaml}
  任务.名称: {类型: 文本}
  任务.指标: {类型: 指标}
  任务.指标.名称: {类型: 文本}
  任务.指标.年度指标值: {类型: 指标值}
  任务.指标.权重: {类型: 百分比}
  任务.指标.分值: {类型: 小数, 算式: 任务.指标.权重 * 100, 格式: "0"}
  完成: {类型: 对应, 对应: 任务, 文件: actuals.yaml}
  完成.指标完成: {类型: 对应, 对应: 任务.指标}
  完成.指标完成.实际: {类型: 指标值}
  完成.指标完成.得分: {类型: 小数, 必填: 否}
  完成.指标完成.偏差原因: {类型: 文本, 必填: 否}
  完成.指标完成.得分率: {类型: 百分比, 算式: 完成.指标完成.得分 / 任务.指标.分值, 格式: "0%"}
  合计.得分: {类型: 小数, 算式: 合计(完成.指标完成.得分)}
  合计.个数: {类型: 整数, 算式: 个数(任务.指标)}
评分:
  方案: mof-2020
  指标: 任务.指标
"""
    template = (
        "{% for 项 in 任务 %}\n{{ 项.名称 }}\n\n{% for 行 in 项.指标 %}\n"
        "{{ 行.名称 }} {{ 行.分值 }} {{ 行.得分 }} {{ 行.得分率 }}\n\n{% endfor %}\n{% endfor %}\n"
        "{{ 合计.得分 }} {{ 合计.个数 }} {{ 评分.总得分 }} {{ 评分.总分值 }}\n"
    )
    tasks = (
        "任务:\n  - 名称: 普法\n    指标:\n"
        "      - {名称: 讲座, 年度指标值: ≥10场, 权重: 60%}\n      - {名称: 展览, 年度指标值: ≥2次, 权重: 40%}\n"
    )
    typed = "完成:\n  普法:\n    指标完成:\n      讲座: {实际: 5场, 偏差原因: 场地维修}\n      展览: {实际: 2次, 得分: 40}\n"
    assert made(tmp_path, form, template, typed, tasks) == [
        "普法",
        "讲座 60 30 50%",
        "展览 40 40 100%",
        "70 2 70.00 100",
    ]
