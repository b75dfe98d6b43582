"""Words that choose: 如果 in a formula, a printed row that an answer asks for, columns and rows of indicators."""

from __future__ import annotations

from pathlib import Path

import pytest
from onepage import built, lay, refused
from wordfile import word

HEAD = """
名称: 例表
阶段: 自评
数据:
  - targets.yaml
字段:
  部门.名称:
    打印: 否
  年度:
    打印: 否
"""
BUDGET = (
    HEAD
    + """
  预算:
    文件: targets.yaml
  预算.年初:
    类型: 金额
  预算.调整:
    类型: 金额
    必填: 否
  预算.执行:
    类型: 金额
  预算.执行率:
    类型: 百分比
    算式: 预算.执行 / 如果(个数(预算.调整) > 0, 预算.调整, 预算.年初)
    空白: "0.00%"
"""
)


@pytest.mark.parametrize(
    ("typed", "rate"),
    [("执行: 50\n  调整: 200", "25.00%"), ("执行: 50", "50.00%"), ("执行: 0\n  调整: 0", "0.00%")],
    ids=["adjusted", "as planned", "nothing of nothing"],
)
def test_one_of_two_numbers_is_taken(tmp_path: Path, typed: str, rate: str) -> None:
    """The adjusted budget where there is one; a zero in the part that is not taken divides nothing."""
    page = "{{ 预算.年初 }}，{{ 预算.调整 }}，{{ 预算.执行 }}，{{ 预算.执行率 }}\n"
    lay(
        tmp_path,
        {"one/form.yaml": BUDGET, "one/document.md": page},
        {"targets.yaml": f"预算:\n  年初: 100\n  {typed}\n"},
    )
    made = built(tmp_path)
    assert made.errors == made.others == []
    assert made.pages["例表"].split("，")[-1] == rate


LISTED = (
    HEAD.replace("数据:", "数据:")
    + """
  有采购:
    类型: 是否
    文件: targets.yaml
  指标:
    类型: 指标
    文件: targets.yaml
    层级:
      管理: [预算, 采购]
    指标表: indicators.yaml
    自填: 否
  指标.名称:
    类型: 文本
  指标.年度指标值:
    类型: 指标值
"""
)
ROWS = """
指标:
  管理:
    预算:
      - 名称: 预算执行率
    采购:
      - 名称: 采购执行率
        必选: {有采购: 是}
"""
BUDGET_ROW = "指标:\n  管理:\n    预算:\n      - 名称: 预算执行率\n        年度指标值: ≥95%\n"
PURCHASE_ROW = "    采购:\n      - 名称: 采购执行率\n        年度指标值: ≥90%\n"


@pytest.mark.parametrize(
    ("answer", "rows", "told"),
    [
        ("是", BUDGET_ROW + PURCHASE_ROW, []),
        ("否", BUDGET_ROW, []),
        ("否", BUDGET_ROW + PURCHASE_ROW, []),
        (
            "是",
            BUDGET_ROW,
            ["targets.yaml:6 “有采购”写的是“是”，“指标”的“管理 → 采购”下面就要有一条“- 名称: 采购执行率”"],
        ),
    ],
)
def test_an_answer_makes_a_printed_row_compulsory(tmp_path: Path, answer: str, rows: str, told: list[str]) -> None:
    """Where it is not given the row may be left out, or chosen all the same."""
    page = "{{ 有采购 }}{% for 行 in 指标 %}{{ 行.名称 }}{{ 行.年度指标值 }}{% endfor %}\n"
    forms = {"one/form.yaml": LISTED, "one/document.md": page, "one/indicators.yaml": ROWS}
    assert built(lay(tmp_path, forms, {"targets.yaml": f"有采购: {answer}\n{rows}"})).errors == told


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("{有采购: 也许}", "indicators.yaml:7 “有采购”没有“也许”这个答案，可以写：是、否"),
        ("{有采狗: 是}", "“必选”要用这个表样里的一个选项、多选或是否，“有采狗”不是。是不是“有采购”？"),
        ("{指标.名称: 是}", "“必选”要用这个表样里的一个选项、多选或是否"),
        ("{}", "这里写一个键和它的答案"),
        ("也许", "“也许”不认识，只能写：是、否"),
    ],
)
def test_a_condition_of_a_row_that_cannot_be_is_refused(tmp_path: Path, condition: str, message: str) -> None:
    """At the line in the file beside form.yaml."""
    listed = ROWS.replace("{有采购: 是}", condition)
    (said,) = refused(lay(tmp_path, {"one/form.yaml": LISTED, "one/indicators.yaml": listed}, {}))
    assert message in said


SHARES = (
    HEAD
    + """
  指标:
    类型: 指标
    文件: targets.yaml
    层级:
      产出: 无
      效益: 无
  指标.名称:
    类型: 文本
  指标.年度指标值:
    类型: 指标值
  各县:
    类型: 列表
    文件: targets.yaml
  各县.名称:
    类型: 文本
  各县.任务:
    类型: 列表
    列随数据: 指标
  各县.任务.名称:
    类型: 文本
  各县.任务.目标:
    类型: 指标值
"""
)
SHARES_PAGE = """
| 单位 |{% for 项 in 指标 %} {{ 项.名称 }} |{% endfor %}
| --- |{% for 项 in 指标 %} --- |{% endfor %}
| 全市 |{% for 项 in 指标 %} {{ 项.年度指标值 }} |{% endfor %}
{% for 行 in 各县 %}
| {{ 行.名称 }} |{% for 项 in 行.任务 %} {{ 项.目标 }} |{% endfor %}
{% endfor %}
"""
SHARED = """
指标:
  效益:
    - 名称: 受益户数
      年度指标值: ≥900户
  产出:
    - 名称: 新建水窖
      年度指标值: ≥300口
各县:
  - 名称: 东湾县
    任务:
      - 名称: 受益户数
        目标: ≥600户
      - 名称: 新建水窖
        目标: ≥200口
  - 名称: 西岭县
    任务:
      - 名称: 新建水窖
        目标: ≥100口
"""


def test_each_indicator_may_have_a_column(tmp_path: Path) -> None:
    """In the order of the form's headings, in whatever order they were typed."""
    made = built(lay(tmp_path, {"one/form.yaml": SHARES, "one/document.md": SHARES_PAGE}, {"targets.yaml": SHARED}))
    assert made.errors == []
    assert made.pages["例表"].split("\n") == [
        "| 单位 | 新建水窖 | 受益户数 |",
        "| --- | --- | --- |",
        "| 全市 | ≥300口 | ≥900户 |",
        "| 东湾县 | ≥200口 | ≥600户 |",
        "| 西岭县 | ≥100口 |  |",
    ]


def test_columns_of_one_name_cannot_be_told_apart(tmp_path: Path) -> None:
    """What stands below two headings with one name would print in both columns; headings that print blank rows have no columns."""
    alike = SHARED.replace("- 名称: 受益户数\n      年", "- 名称: 新建水窖\n      年").replace(
        "受益户数", "新建水窖", 0
    )
    made = built(lay(tmp_path, {"one/form.yaml": SHARES, "one/document.md": SHARES_PAGE}, {"targets.yaml": alike}))
    assert "targets.yaml:11 “新建水窖”和第 8 行重名，各印一列就分不清：名称写得不一样" in made.errors
    blank = SHARES.replace("      效益: 无\n", "      效益: 无\n    空行: 3\n")
    (said,) = refused(lay(tmp_path, {"one/form.yaml": blank}, {}))
    assert said.endswith("“指标”印空行、空类别或者和别的并排，不知道哪一行是一列，列不能随它")


SCORED = (
    HEAD
    + """
  评价指标:
    类型: 指标
    文件: targets.yaml
    层级:
      产出: [数量, 质量]
      效益: [社会]
  评价指标.名称:
    类型: 文本
  评价指标.专家打分:
    类型: 列表
    列随数据: 专家
  评价指标.专家打分.名称:
    类型: 文本
  评价指标.专家打分.分:
    类型: 小数
  评价指标.平均分:
    类型: 小数
    算式: 合计(评价指标.专家打分.分) / 个数(评价指标.专家打分.分)
  专家:
    类型: 列表
    文件: targets.yaml
  专家.名称:
    类型: 文本
"""
)


def test_each_expert_has_a_column_beside_the_indicators(tmp_path: Path) -> None:
    """The columns of a list stand in the rows of indicators, and are averaged there."""
    page = """
        | 指标 |{% for 项 in 专家 %} {{ 项.名称 }} |{% endfor %} 平均 |
        | --- |{% for 项 in 专家 %} --- |{% endfor %} --- |
        {% for 行 in 评价指标 %}
        | {{ 行.名称 }} |{% for 项 in 行.专家打分 %} {{ 项.分 }} |{% endfor %} {{ 行.平均分 }} |
        {% endfor %}
        """
    typed = """
        专家:
          - 名称: 周一民
          - 名称: 吴二宁
        评价指标:
          产出:
            数量:
              - 名称: 建成数
                专家打分:
                  - 名称: 吴二宁
                    分: 9
                  - 名称: 周一民
                    分: 8
          效益:
            社会:
              - 名称: 受益数
                专家打分:
                  - 名称: 周一民
                    分: 7
        """
    made = built(lay(tmp_path, {"one/form.yaml": SCORED, "one/document.md": page}, {"targets.yaml": typed}))
    assert made.errors == []
    assert made.pages["例表"].split("\n")[2:] == ["| 建成数 | 8 | 9 | 8.5 |", "| 受益数 | 7 |  | 7 |"]


PARTS = (
    HEAD.replace("  - targets.yaml", "  - targets.yaml\n  - actuals.yaml")
    + """
  级次:
    类型: 选项
    选项: [本级, 下级]
    文件: targets.yaml
  评价指标:
    类型: 指标
    文件: targets.yaml
    层级:
      产出: [数量, 质量]
      效益: [社会]
  评价指标.名称:
    类型: 文本
  评价指标.分项:
    类型: 指标
    满分: 不限
  评价指标.分项.名称:
    类型: 文本
  评价指标.分项.年度指标值:
    类型: 指标值
  评价指标.分项.分值:
    类型: 小数
  评价完成:
    类型: 对应
    对应: 评价指标
    文件: actuals.yaml
  评价完成.分项完成:
    类型: 对应
    对应: 评价指标.分项
  评价完成.分项完成.实际:
    类型: 指标值
  评价完成.分项完成.得分:
    类型: 小数
    必填: 否
评分:
  方案: mof-2020
  指标: 评价指标.分项
"""
)
PARTS_PAGE = """
| 一级 | 二级 | 三级 | 四级 | 分值 | 得分 |
| {%tr for 行 in 评价指标 %} |
| {%tr for 项 in 行.分项 %} |
| 〔合并〕{{ 行.一级.名称 }} | 〔合并〕{{ 行.二级.名称 }} | 〔合并〕{{ 行.名称 }} | {{ 项.名称 }} | {{ 项.分值 }} | {{ 项.得分 }} |
| {%tr endfor %} |
| {%tr if 行.一级末行 %} |
| 小计 |  |  |  | {{ 行.一级.分值合计 }} | {{ 行.一级.得分合计 }} |
| {%tr endif %} |
| {%tr endfor %} |
{%p if 级次.钩.本级 %}
只有{{ 级次 }}印这一段。
{%p endif %}
{%p if 级次.钩.下级 %}
这一段不印。
{%p endif %}
{% for 行 in 评价指标 %}{% for 项 in 行.分项 %}{{ 项.年度指标值 }}{{ 项.实际 }}{% endfor %}{% endfor %}
"""
PARTED = {
    "targets.yaml": """
        级次: 本级
        评价指标:
          产出:
            数量:
              - 名称: 办理案件
                分项:
                  - 名称: 刑事
                    年度指标值: ≥100件
                    分值: 40
                  - 名称: 民事
                    年度指标值: ≥50件
                    分值: 20
              - 名称: 宣传
                分项:
                  - 名称: 进校园
                    年度指标值: ≥5场
                    分值: 20
          效益:
            社会:
              - 名称: 知晓率
                分项:
                  - 名称: 居民
                    年度指标值: ≥80%
                    分值: 20
        """,
    "actuals.yaml": """
        评价完成:
          产出:
            数量:
              办理案件:
                分项完成:
                  刑事: 100件
                  民事: 60件
              宣传:
                分项完成:
                  进校园: 6场
          效益:
            社会:
              知晓率:
                分项完成:
                  居民: 85%
        """,
}


def lay_parts(folder: Path, actuals: str) -> Path:
    """Lay a department with indicators below indicators and a Word template for them."""
    lay(folder, {"one/form.yaml": PARTS}, {**PARTED, "actuals.yaml": actuals})
    scoring = Path(__file__).parents[2] / "templates/scoring.yaml"
    (folder / "templates/scoring.yaml").write_bytes(scoring.read_bytes())
    (folder / "templates/one/document.docx").write_bytes(word(PARTS_PAGE))
    return folder


def test_indicators_may_have_indicators_below_them(tmp_path: Path) -> None:
    """Merged at three levels, judged and scored, summed up under the outermost; an answer lets one paragraph print."""
    made = built(lay_parts(tmp_path, PARTED["actuals.yaml"]))
    assert made.errors == []
    table, _, rest = made.pages["例表"].partition("\n\n")
    assert table.split("\n")[2:] == [
        "| 产出 | 数量 | 办理案件 | 刑事 | 40 | 40 |",
        "|  |  |  | 民事 | 20 | 20 |",
        "|  |  | 宣传 | 进校园 | 20 | 20 |",
        "| 小计 |  |  |  | 80 | 80 |",
        "| 效益 | 社会 | 知晓率 | 居民 | 20 | 20 |",
        "| 小计 |  |  |  | 20 | 20 |",
    ]
    assert rest.split("\n\n")[:-1] == ["只有本级印这一段。"]


def test_an_indicator_below_another_is_judged(tmp_path: Path) -> None:
    """It is told where it misses its target."""
    made = built(lay_parts(tmp_path, PARTED["actuals.yaml"].replace("刑事: 100件", "刑事: 90件")))
    assert any(("“刑事”" in each and "90件" in each) or "“刑事”扣了 4 分" in each for each in made.errors)
