"""Tables that slid in publishing: what stands where no value can stand is left over, and no value goes to another item."""

from __future__ import annotations

from pathlib import Path

import pytest
from wordfile import word

from selfeval.documents.read.form import read_by_form
from selfeval.documents.read.found import DocumentReading, keyed
from selfeval.documents.read.label import labels_of
from selfeval.documents.read.word import read_word
from selfeval.form.library import Library, load

FORM = """
名称: 分目标自评表
阶段: 自评
标题: "{{ 年度 }}年度{{ 部门.名称 }}自评表"
数据:
  - targets.yaml
  - actuals.yaml
字段:
  部门.名称:
    标签: 单位名称
  年度:
    标签: 年度
  重点任务.名称:
    标签: 任务名称
  重点任务.绩效指标.名称:
    标签: 任务指标
  任务完成.指标完成.说明:
    标签: 指标完成情况
  任务完成.实际资金:
    标签: 任务资金
  年度目标.名称:
    标签: 目标名称
  年度目标.内容:
    标签: 年度目标
  年度目标.绩效指标:
    标签: 目标指标
    层级:
      产出指标: [数量指标, 质量指标]
      效益指标: [社会效益指标]
  年度目标.绩效指标.名称:
    标签: 三级指标
  年度目标.绩效指标.年度指标值:
    标签: 年度指标值
"""
TASKS = """
{{ 标题 }}
| 任务名称 | 任务指标 | 指标完成情况 | 任务资金 |
| {%tr for 任务 in 重点任务 %} |
| {%tr for 行 in 任务.绩效指标 %} |
| 〔合并〕{{ 任务.名称 }} | {{ 行.名称 }} | {{ 行.说明 }} | 〔合并〕{{ 任务.实际资金 }} |
| {%tr endfor %} |
| {%tr endfor %} |
"""
GOALS = """
附：分目标情况
{%p for 目标 in 年度目标 %}
| 年度目标{{ loop.index }}：{% for 段 in 目标.内容 %}{{ 段 }}{% endfor %} |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 |
| {%tr for 行 in 目标.绩效指标 %} |
| 〔合并〕{{ 行.一级.名称 }} | 〔合并〕{{ 行.二级.名称 }} | {{ 行.名称 }} | {{ 行.年度指标值 }} |
| {%tr endfor %} |
{%p endfor %}
"""
HEAD = "2024年度云山市司法局自评表\n| 任务名称 | 任务指标 | 指标完成情况 | 任务资金 |\n"
TASK = "| 法律援助 | 办理案件 | 共566件 | 30.00 |\n|  | 受援人满意度 | 达到98% |  |\n"
END = "附：分目标情况\n"
LABELS = "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 |\n"
FIRST = "| 年度目标1：办好法律援助。 |\n"
SECOND = "| 年度目标2：办好普法。 |\n"
CASES = "| 产出指标 | 数量指标 | 办理案件 | ≥550件 |\n"
TALKS = "| 产出指标 | 数量指标 | 普法活动 | 20场 |\n|  | 质量指标 | 参加率 | 90% |\n"


@pytest.fixture
def forms(tmp_path: Path, library: Library) -> Library:
    """Return a form with tasks that have indicators, and goals that have a table each."""
    for name in ("fields.yaml", "scoring.yaml"):
        (tmp_path / name).write_bytes((library.folder / name).read_bytes())
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "form.yaml").write_text(FORM, encoding="utf-8")
    (tmp_path / "small" / "document.docx").write_bytes(word(TASKS + GOALS))
    return load(tmp_path)


def read(forms: Library, text: str) -> DocumentReading:
    """Return what a filled form says."""
    return read_by_form(read_word(word(text)), forms.forms["small"], labels_of(forms.forms.values()))


def texts(found: DocumentReading, above: str) -> dict[str, str]:
    """Return the values of a list by their dotted keys."""
    return {key: value.text for key, value in keyed(found.entry) if key.startswith(above)}


def test_a_row_that_slid_to_the_left_is_no_new_task(forms: Library) -> None:
    """An indicator in the place of a task's name, with nothing where indicators stand, is left over."""
    whole = texts(read(forms, HEAD + TASK + END), "重点任务")
    assert whole["重点任务.法律援助.绩效指标.办理案件.说明"] == "共566件"
    found = read(forms, HEAD + TASK + "| 案件回访率 |  |  |  |\n" + END)
    assert texts(found, "重点任务") == whole
    assert [each.text for each in found.unplaced] == ["案件回访率"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(FIRST + LABELS + CASES + SECOND + LABELS + TALKS, id="as printed"),
        pytest.param(FIRST + LABELS + CASES + SECOND + TALKS, id="labels left out"),
        pytest.param(FIRST + LABELS + CASES + SECOND.strip("| \n") + "\n" + LABELS + TALKS, id="title above the table"),
        pytest.param(
            FIRST + LABELS + CASES + "|  | 年度目标2：办好普法。 |  |  |\n" + LABELS + TALKS, id="title in another cell"
        ),
    ],
)
def test_the_indicators_of_a_goal_stay_with_it(text: str, forms: Library) -> None:
    """A goal begins with its title, wherever that has slid; its indicators are not those of the goal before."""
    found = read(forms, HEAD + TASK + END + text)
    goals = found.entry.lists["年度目标",]
    assert [[row.name for row in goal.lists["年度目标", "绩效指标"]] for goal in goals] == [
        ["办理案件"],
        ["普法活动", "参加率"],
    ]
    assert [goal.values["年度目标", "内容"].text for goal in goals] == ["办好法律援助。", "办好普法。"]
    assert not found.unplaced


def test_a_paragraph_without_its_number_begins_no_turn(forms: Library) -> None:
    """What a template numbers is an item only with a number."""
    found = read(forms, HEAD + TASK + END + FIRST + LABELS + CASES + "年度目标以外：办好普法。")
    assert len(found.entry.lists["年度目标",]) == 1
    assert [each.text for each in found.unplaced] == ["年度目标以外：办好普法。"]


def test_the_label_beside_a_list_may_begin_below_its_header(library: Library) -> None:
    """A header one cell shorter than the first row, at whose left the label stands, has its columns there too."""
    table = (
        "转移支付区域绩效目标表\n| 资金名称 | 农村公路养护补助 |\n| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n"
        "| 绩效指标 | 产出指标 | 数量指标 | 养护里程 | ≥82公里 |\n| 桥梁检测 | ≥6座 |\n| 质量指标 | 优良路率 | ≥90% |\n"
    )
    found = read_by_form(read_word(word(table)), library.forms["mof/region-targets"], labels_of(library.forms.values()))
    assert texts(found, "资金指标") == {
        "资金指标.产出指标.数量指标.养护里程.名称": "养护里程",
        "资金指标.产出指标.数量指标.养护里程.年度指标值": "≥82公里",
        "资金指标.产出指标.数量指标.桥梁检测.名称": "桥梁检测",
        "资金指标.产出指标.数量指标.桥梁检测.年度指标值": "≥6座",
        "资金指标.产出指标.质量指标.优良路率.名称": "优良路率",
        "资金指标.产出指标.质量指标.优良路率.年度指标值": "≥90%",
    }
