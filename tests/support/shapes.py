"""The shapes the reader's tests read with: a small declaration and a small year-end file."""

from __future__ import annotations

from selfeval.source.shape import Holds, Shape

VALUE, PROSE, LINES = Shape(Holds.VALUE), Shape(Holds.PROSE), Shape(Holds.LINES)


LEVELS = {"产出指标": ("数量指标", "质量指标"), "效益指标": ("社会效益指标",)}


def a_map(**keys: Shape) -> Shape:
    """Declare a map with these keys."""
    return Shape(Holds.MAP, keys)


def names(entry: Shape) -> Shape:
    """Declare a map whose keys the clerk invents."""
    return Shape(Holds.NAMES, entry=entry)


TARGETS = a_map(
    部门=a_map(名称=VALUE, 级次=VALUE),
    年度=VALUE,
    表样=LINES,
    总体目标=PROSE,
    预算=a_map(支出=a_map(基本支出=VALUE, 项目支出=VALUE)),
    重点任务=Shape(Holds.LIST, {"名称": VALUE, "主要内容": PROSE, "计划资金": VALUE}),
    绩效指标=Shape(Holds.TREE, {"名称": VALUE, "年度指标值": VALUE, "单位": VALUE}, levels=LEVELS),
    存在问题=LINES,
    说明情况=Shape(Holds.LIST, {"规则": VALUE, "位置": VALUE, "理由": VALUE}),
)

RESULT = a_map(实际=VALUE, 偏差原因=PROSE, 说明=PROSE)
ACTUALS = a_map(
    年度=VALUE,
    预算执行=a_map(年初预算=VALUE, 调整预算=VALUE, 实际支出=VALUE),
    任务完成=names(a_map(完成情况=PROSE, 实际资金=VALUE, 指标完成=names(RESULT))),
    指标完成=names(names(names(RESULT))),
    事实=names(VALUE),
    自评结论=PROSE,
    存在问题=LINES,
    改进措施=PROSE,
)
