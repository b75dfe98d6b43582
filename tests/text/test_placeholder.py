"""What stands for text or a value that was never written, and words that only look like it."""

from __future__ import annotations

import pytest

from selfeval.text.placeholder import find_doubtful, find_placeholder, find_stand_in, gives_reason

BLANK = [
    "……",
    "待填",
    "待填写",
    "待补充",
    "待定",
    "待核实",
    "待确认",
    "数据待统计",
    "统计中",
    "核实中",
    "暂无数据",
    "数据缺失",
    "暂缺",
    "TBD",
    "N/A",
    "XX",
    "（待核实）",
    "待统计。",
    "（单位）",
    "（单位名称）",
]
WRITTEN = [
    "短板亟待补齐",
    "台账有待补充",
    "优待补助按时发放",
    "接待定点单位12家",
    "待遇保障",
    "接待核查组",
    "期待更新",
    "等待确认",
    "善待统计员",
    "无",
    "暂无",
    "无事故",
    "我部门（单位）整体支出",
    "抽调3个科室（单位）骨干17人",
    "支出情况如下（单位：万元）",
    "项目（名称变更前为路灯改造）已完工",
]


@pytest.mark.parametrize("text", BLANK)
def test_a_whole_text_that_says_nothing_is_a_gap(text: str) -> None:
    """Such a text is a gap wherever it stands alone."""
    assert find_placeholder(text) == (0, len(text))


@pytest.mark.parametrize("text", WRITTEN)
def test_a_word_inside_prose_is_no_gap(text: str) -> None:
    """A word that ends or begins with 待 says something."""
    assert find_placeholder(text) is None
    assert find_doubtful(text) is None
    assert find_stand_in(text) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("参加人数：待核实。", "待核实"),
        ("全年办理案件（待统计）。", "待统计"),
        ("覆盖XX个社区。", "XX"),
    ],
)
def test_a_lone_mark_in_a_text_is_asked_about(text: str, shown: str) -> None:
    """In brackets, or alone at the end, such a word may be a gap; the text itself is filled in."""
    found = find_doubtful(text)
    assert found is not None
    assert text[slice(*found)] == shown
    assert find_placeholder(text) is None


@pytest.mark.parametrize("text", ["XX%", "≥XX户", "__天", "约…亩", "X件", "×××万元", "**%", "？？人次", "待核实", "M%"])
def test_a_mark_in_place_of_a_number_is_a_stand_in(text: str) -> None:
    """No number and no grade was written."""
    assert find_stand_in(text) is not None


@pytest.mark.parametrize("text", ["95%", "A级", "X光机3台", "无", "优秀", "完成", "甲级", "Ⅲ类", "≥3天"])
def test_a_value_is_no_stand_in(text: str) -> None:
    """What says something is a value."""
    assert find_stand_in(text) is None


@pytest.mark.parametrize(
    "text", ["无", "没有", "暂无", "不适用", "0", "０", "-", "待补充", "待核实", "略。", "同上", "……"]
)
def test_nothing_said_is_no_reason(text: str) -> None:
    """One list says, wherever a reason is asked for, what is none."""
    assert not gives_reason(text)


@pytest.mark.parametrize(
    "text",
    [
        *("其他原因", "多种因素影响", "主要是特殊情况", "由于客观因素导致。", "见上", "同前述", "没有按时完成"),
        *("未达到年度目标值", "超额完成任务", "略有偏差", "正常", "原因不明"),
    ],
)
def test_words_that_only_name_a_reason_are_none(text: str) -> None:
    """客观原因 says that there is a reason, not which."""
    assert not gives_reason(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "天气原因停工两周",
            "其他原因：设备返厂",
            "疫情原因",
            "工作人员离职",
            "未完成招标",
            "完成招标较晚",
            "用户需求比预计多",
        ),
        *("见附件说明", "没有合格的投标人", "政策调整原因"),
    ],
)
def test_words_that_tell_a_cause_are_a_reason(text: str) -> None:
    """Whatever names a cause is one, in however few words."""
    assert gives_reason(text)


def test_words_give_a_reason() -> None:
    """A reason may begin with such a word."""
    assert gives_reason("无法进场施工，工期顺延")
    assert gives_reason("待上级批复后实施，已列入下年计划")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("此处填写完成情况：巡查河道46次。", "此处填写完成情况："),
        ("（此处概述完成情况）巡查河道46次。", "（此处概述完成情况）"),
        ("巡查河道46次。此处写原因。", "此处写原因。"),
        ("巡查河道46次，此处填写整改情况", "此处填写整改情况"),
    ],
)
def test_a_prompt_before_real_text_is_shown_alone(text: str, shown: str) -> None:
    """The text behind it is no part of it."""
    found = find_placeholder(text)
    assert found is not None
    assert text[slice(*found)] == shown


@pytest.mark.parametrize(
    "text",
    [
        "器物（此处出土）12件",
        "此处含上年结转资金。",
        "此处说明的是年末口径，与上年一致。",
        "此处路段已拓宽。",
        "前文已列，此处说明不再赘述。",
    ],
)
def test_a_place_that_is_spoken_of_is_no_prompt(text: str) -> None:
    """此处 is a place as well as a prompt."""
    assert find_placeholder(text) is None
