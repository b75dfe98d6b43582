"""The words for single levels of indicators, and for an actual as a share of its target: through check and build."""

from __future__ import annotations

from pathlib import Path

import pytest
from onepage import built, lay, refused

BY_LEVEL = """
名称: 评分表
阶段: 自评
数据:
  - targets.yaml
  - actuals.yaml
格式:
  小数: "0.##"
字段:
  部门.名称:
    打印: 否
  评价指标:
    类型: 指标
    文件: actuals.yaml
    层级:
      决策: [立项, 目标]
      产出指标: 无
      效益: [社会效益, 满意度]
    层级标签:
      产出指标: 产出（工作量）指标
      满意度: 服务对象满意度
    空行:
      产出指标: [产出1：, 产出2：]
      满意度: 1
    分值:
      效益: {合计: 35, 满意度: 10}
    满分: 不限
  评价指标.名称:
    类型: 文本
  评价指标.分值:
    类型: 小数
  产出和效益:
    类型: 小数
    算式: 合计(评价指标.产出指标.分值) + 合计(评价指标.效益.分值)
  满意度分:
    类型: 小数
    算式: 合计(评价指标.效益.满意度.分值)
  立项个数:
    类型: 整数
    算式: 个数(评价指标.决策.立项.分值)
核对:
  too-little-output:
    算式: 合计(评价指标.产出指标.分值) + 合计(评价指标.效益.分值) >= 60
    位置: 评价指标
    级别: 提醒
    说明: 产出、效益的分值合计不到 60 分
"""
BY_LEVEL_PAGE = """\
{% for 行 in 评价指标 %}
{{ 行.一级.名称 }}/{{ 行.二级.名称 }}（{{ 行.一级.分值 }}，{{ 行.二级.分值 }}）{{ 行.名称 }} {{ 行.分值 }}

{% endfor %}
{{ 产出和效益 }} {{ 满意度分 }} {{ 立项个数 }}
"""
BY_LEVEL_DATA = """
评价指标:
  决策:
    立项:
      - 名称: 依据
        分值: 5
  产出指标:
    - 名称: 场次
      分值: 12
  效益:
    社会效益:
      - 名称: 覆盖面
        分值: 25
    满意度:
      - 名称: 满意率
        分值: 10
"""


def test_levels_have_labels_fillers_points_and_sums_of_their_own(tmp_path: Path) -> None:
    """What prints for a heading, how many rows below it, points of one second-level heading, sums below headings."""
    forms = {"one/form.yaml": BY_LEVEL, "one/document.md": BY_LEVEL_PAGE}
    lay(tmp_path, forms, {"actuals.yaml": BY_LEVEL_DATA})
    made = built(tmp_path)
    assert made.errors == []
    assert [line.strip() for line in made.pages["评分表"].split("\n") if line] == [
        "决策/立项（，）依据 5",
        "决策/目标（，）",
        "产出（工作量）指标/（，）场次 12",
        "产出（工作量）指标/（，）产出2：",
        "效益/社会效益（35，）覆盖面 25",
        "效益/服务对象满意度（35，10）满意率 10",
        "47 10 1",
    ]
    (said,) = [each for each in made.others if "不到 60 分" in each]
    assert "现在：产出指标的分值合计 + 效益的分值合计 47，60；" in said


@pytest.mark.parametrize(
    ("word", "wrong", "message"),
    [
        ("满意度: 1\n", "满意: 1\n", "“层级”里没有“满意”。是不是“满意度”？"),
        ("满意度: 服务对象满意度", "满意: 服务对象满意度", "“层级”里没有“满意”。是不是“满意度”？"),
        ("{合计: 35, 满意度: 10}", "{合计: 35, 满意: 10}", "“层级”的“效益”下面没有“满意”。是不是“满意度”？"),
        ("个数(评价指标.决策.立项.分值)", "评价指标.决策.立项.分值", "是好几个数，要先加起来"),
        ("个数(评价指标.决策.立项.分值)", "个数(评价指标.决策.立项.分)", "这个表样里没有的“评价指标.决策.立项.分”"),
        ("个数(评价指标.决策.立项.分值)", "合计(评价指标.决策.立项.名称)", "是文本，不能算"),
    ],
)
def test_headings_that_are_not_there_are_refused(tmp_path: Path, word: str, wrong: str, message: str) -> None:
    """At the line, with the heading that is meant."""
    assert word in BY_LEVEL
    lay(tmp_path, {"one/form.yaml": BY_LEVEL.replace(word, wrong)}, {})
    (said,) = refused(tmp_path)
    assert message in said


DONE = """
名称: 监控表
阶段: 监控
数据:
  - targets.yaml
  - monitoring.yaml
字段:
  部门.名称:
    打印: 否
  截止月份:
    类型: 整数
    文件: monitoring.yaml
  绩效指标:
    类型: 指标
    文件: targets.yaml
  绩效指标.名称:
    类型: 文本
  绩效指标.年度指标值:
    类型: 指标值
  绩效指标.调整后指标值.值:
    类型: 指标值
    必填: 随组
    附注: 是
  绩效指标.调整后指标值.依据:
    类型: 文本
    必填: 随组
    附注: 是
  指标监控:
    类型: 对应
    对应: 绩效指标
    文件: monitoring.yaml
  指标监控.完成情况:
    类型: 指标值
  指标监控.进度:
    类型: 百分比
    格式: "0.0%"
    算式: 完成比(指标监控.完成情况, 绩效指标.年度指标值)
  指标监控.预警:
    类型: 选项
    选项: [红, 黄, 绿]
    空白: "—"
    算式: 完成比(指标监控.完成情况, 绩效指标.年度指标值) / (截止月份 / 12)
    分档: {80%: 绿, 60%: 黄, 0%: 红}
"""
DONE_ROWS = {
    "≥200次": ("120次", "60.0% 绿"),
    "≥3万人次": ("9000人次", "30.0% 红"),
    "≤5天": ("3天", "100.0% 绿"),
    "≤8天": ("10天", "80.0% 绿"),
    "100%": ("40%", "40.0% 黄"),
    "12月底前": ("已开工", " —"),
    "优良": ("良好", " —"),
    "≥10家": ("无法统计", " —"),
    "≥100人": ("60人", "75.0% 绿"),
}
NAMES = "甲乙丙丁戊己庚辛壬"
ADJUSTED = "    调整后指标值:\n      值: ≥80人\n      依据: 财政局〔2025〕12号批复\n"


def test_an_actual_is_divided_by_its_target(tmp_path: Path) -> None:
    """In the units of both, the better way round; nothing where there is nothing to divide, and an adjusted target counts."""
    rows = "".join(f"  - 名称: 工作{NAMES[n]}\n    年度指标值: {target}\n" for n, target in enumerate(DONE_ROWS))
    done = "".join(f"  工作{NAMES[n]}: {actual}\n" for n, (actual, _) in enumerate(DONE_ROWS.values()))
    page = "{% for 行 in 绩效指标 %}\n{{ 行.进度 }} {{ 行.预警 }}\n\n{% endfor %}\n"
    files = {"targets.yaml": f"绩效指标:\n{rows}{ADJUSTED}", "monitoring.yaml": f"截止月份: 8\n指标监控:\n{done}"}
    lay(tmp_path, {"one/form.yaml": DONE, "one/document.md": page}, files)
    made = built(tmp_path)
    assert made.errors == []
    shown = [line.strip() for line in made.pages["监控表"].split("\n") if line]
    assert shown == [said.strip() for _, said in DONE_ROWS.values()]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("完成比(指标监控.完成情况)", "“完成比”括号里写两个键：完成比(实际, 目标值)"),
        ("完成比(指标监控.完成情况, 100)", "“完成比”括号里写两个键：完成比(实际, 目标值)"),
        ("完成比(截止月份, 绩效指标.年度指标值)", "完成比的“截止月份”要是指标值"),
        ("完成比(绩效指标.名称, 绩效指标.年度指标值)", "完成比的“绩效指标.名称”要是指标值"),
    ],
)
def test_what_is_no_indicator_value_is_not_divided(tmp_path: Path, wrong: str, message: str) -> None:
    """Refused at the line."""
    form = DONE.replace("算式: 完成比(指标监控.完成情况, 绩效指标.年度指标值)\n", f"算式: {wrong}\n")
    lay(tmp_path, {"one/form.yaml": form}, {})
    (said,) = refused(tmp_path)
    assert message in said


def test_a_value_outside_of_its_row_is_not_divided(tmp_path: Path) -> None:
    """There is no one row of which a field outside of the list could speak."""
    form = DONE + "  整体进度:\n    类型: 百分比\n    算式: 完成比(指标监控.完成情况, 绩效指标.年度指标值)\n"
    lay(tmp_path, {"one/form.yaml": form}, {})
    (said,) = refused(tmp_path)
    assert "不在同一条里" in said
