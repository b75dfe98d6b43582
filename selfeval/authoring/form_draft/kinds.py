"""Which type a field has, by the words of its label; and the columns of indicators that bureaus print under many names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from selfeval.documents.read.blank import WrittenAs
from selfeval.form.field import Kind
from selfeval.text.pattern import regex

_BY_WORDS: Sequence[tuple[re.Pattern[str], Kind]] = (
    (regex(r"存在问题|存在的(?:主要)?问题|改进措施|整改措施|下一步.*措施"), Kind.LINES),
    (
        regex(
            r"单位$|名称|姓名|电话|依据|类型|类别|级次|部门$|负责人|填表人|联系人|地址|属性|代码|编号|号$|实施期|项目期"
        ),
        Kind.TEXT,
    ),
    (regex(r"[率%％]|比例|占比|比重|百分比"), Kind.PERCENT),
    (regex(r"得分|分值|评分|分数|权重|满分|总分"), Kind.NUMBER),
    (regex(r"人数|个数|户数|家数|编制|人员数|单位数"), Kind.COUNT),
    (
        regex(
            r"金额|资金|经费|总额|拨款|投入|支出|收入|预算|决算|结转|结余|执行数|到位数|万元|[（(]元[）)]|费用|补助|小计|合计"
        ),
        Kind.AMOUNT,
    ),
)
_PROSE = regex(
    r"目标|情况|原因|说明|概述|内容|意见|建议|职能|职责|效果|成效|做法|简介|结论|分析|用途|理由|总结|方案|问题|措施"
)


def kind_of(labels: Sequence[str], shape: WrittenAs) -> Kind:
    """Return the type that the labels of a blank say, the nearest label first."""
    if shape is WrittenAs.DAY:
        return Kind.DATE
    for label in reversed(labels):
        found = next((kind for words, kind in _BY_WORDS if words.search(label)), None)
        if found is Kind.LINES:
            return found if shape is WrittenAs.PROSE else Kind.TEXT
        if shape is WrittenAs.PROSE and (_PROSE.search(label) or found is None or found is Kind.TEXT):
            return Kind.PROSE if found is not Kind.TEXT or _PROSE.search(label) else Kind.TEXT
        if found is not None:
            return found
        if _PROSE.search(label):
            return Kind.TEXT
    return Kind.PROSE if shape is WrittenAs.PROSE else Kind.TEXT


class IndicatorColumn(NamedTuple):
    """Hold the words of a head over indicators, the key of the column below, its type, and whether it is filled in later."""

    words: re.Pattern[str]
    key: str
    kind: Kind
    is_result: bool = False


MONITORED = (
    IndicatorColumn(regex(r"全年预计|预计全年|预计完成"), "预计全年完成", Kind.QUANTITY, True),
    IndicatorColumn(regex(r"可能性"), "完成可能性", Kind.CHOICE, True),
    IndicatorColumn(regex(r"^偏差(?:原因|类型)$"), "偏差类型", Kind.CHOICE, True),
    IndicatorColumn(regex(r"原因"), "偏差说明", Kind.TEXT, True),
    IndicatorColumn(regex(r"完成情况|执行情况|完成值|实际"), "完成情况", Kind.QUANTITY, True),
    IndicatorColumn(regex(r"^备注"), "备注", Kind.TEXT, True),
)
"""The columns of a form of monitoring, before those of any form."""

INDICATORS = (
    IndicatorColumn(regex(r"得分|^自评分|^评分$"), "得分", Kind.NUMBER, True),
    IndicatorColumn(regex(r"分值|权重|满分|^分数"), "分值", Kind.NUMBER),
    IndicatorColumn(regex(r"符号|性质"), "指标性质", Kind.TEXT),
    IndicatorColumn(regex(r"(?:计量|度量)?单位$"), "计量单位", Kind.TEXT),
    IndicatorColumn(regex(r"原因"), "偏差原因", Kind.TEXT, True),
    IndicatorColumn(regex(r"解释|说明|依据|来源|公式|标准|方法|内容"), "", Kind.TEXT),
    IndicatorColumn(regex(r"上年|前年|历史|近[两三]年|往年"), "", Kind.TEXT),
    IndicatorColumn(regex(r"实际|完成值|完成情况|执行情况|实现值$"), "实际", Kind.QUANTITY, True),
    IndicatorColumn(regex(r"周期|中期|长期|实施期"), "周期指标值", Kind.QUANTITY),
    IndicatorColumn(regex(r"指标值|目标值|^目标$|预期|^值$"), "年度指标值", Kind.QUANTITY),
    IndicatorColumn(regex(r"^备注"), "备注", Kind.TEXT),
)


def indicator_column(label: str, *, monitored: bool) -> IndicatorColumn | None:
    """Return the column that a head over indicators stands for, None where nobody knows."""
    return next((each for each in (*(MONITORED if monitored else ()), *INDICATORS) if each.words.search(label)), None)
