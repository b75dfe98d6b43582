"""Filled forms as people leave them: values are found in their columns and under their labels, or reported, never mistaken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from wordfile import word

from selfeval.documents.read.form import candidates, read_by_form, title_in
from selfeval.documents.read.found import DocumentReading, keyed
from selfeval.documents.read.label import labels_of
from selfeval.documents.read.word import read_word
from selfeval.form.library import Library, load

FORM = """
名称: 部门自评表
阶段: 自评
标题: "{{ 年度 }}年度{{ 部门.名称 }}自评表"
数据:
  - targets.yaml
  - actuals.yaml
  - narrative.yaml
字段:
  部门.名称:
    标签: 单位名称
  年度:
    标签: 年度
  预算执行.调整预算:
    标签: 全年预算数
  预算执行.实际支出:
    标签: 全年执行数
  绩效指标:
    标签: 绩效指标
    层级:
      产出指标: [数量指标, 质量指标]
      效益指标: [社会效益指标]
  绩效指标.名称:
    标签: 三级指标
  绩效指标.年度指标值:
    标签: 年度指标值
  指标完成.实际:
    标签: 实际完成值
  存在问题:
    标签: 存在问题
    编号: 一是
"""
TEMPLATE = """
{{ 标题 }}
| 单位名称 | {{ 部门.名称 }} | 年度 | {{ 年度 }}年 |
| 全年预算数 | {{ 预算执行.调整预算 }} | 全年执行数 | {{ 预算执行.实际支出 }} |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 |
| {%tr for 行 in 绩效指标 %} |
| 〔合并〕{{ 行.一级.名称 }} | 〔合并〕{{ 行.二级.名称 }} | {{ 行.名称 }} | {{ 行.年度指标值 }} | {{ 行.实际 }} |
| {%tr endfor %} |
存在问题
{%p for 条 in 存在问题 %}
{{ 条 }}
{%p endfor %}
"""
FILLED = """
2024年度云山市司法局自评表
| 单位名称 | 云山市司法局 | 年度 | 2024年 |
| 全年预算数 | 985.00 | 全年执行数 | 968.50 |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 |
| 产出指标 | 数量指标 | 办理案件 | ≥550件 | 566件 |
|  |  | 普法活动 | 20场 | 23场 |
|  | 质量指标 | 成功率 | ≥95% | 97% |
| 效益指标 | 社会效益指标 | 知晓率 | 90% | 92% |
存在问题
一是案件评估的覆盖面还不够。
二是宣传形式单一。
"""
VALUES = {
    "部门.名称": "云山市司法局",
    "年度": "2024",
    "预算执行.调整预算": "985.00",
    "预算执行.实际支出": "968.50",
    "绩效指标.产出指标.数量指标.办理案件.名称": "办理案件",
    "绩效指标.产出指标.数量指标.办理案件.年度指标值": "≥550件",
    "绩效指标.产出指标.数量指标.办理案件.实际": "566件",
    "绩效指标.产出指标.数量指标.普法活动.名称": "普法活动",
    "绩效指标.产出指标.数量指标.普法活动.年度指标值": "20场",
    "绩效指标.产出指标.数量指标.普法活动.实际": "23场",
    "绩效指标.产出指标.质量指标.成功率.名称": "成功率",
    "绩效指标.产出指标.质量指标.成功率.年度指标值": "≥95%",
    "绩效指标.产出指标.质量指标.成功率.实际": "97%",
    "绩效指标.效益指标.社会效益指标.知晓率.名称": "知晓率",
    "绩效指标.效益指标.社会效益指标.知晓率.年度指标值": "90%",
    "绩效指标.效益指标.社会效益指标.知晓率.实际": "92%",
    "存在问题": "一是案件评估的覆盖面还不够。\n二是宣传形式单一。",
}


@pytest.fixture
def forms(tmp_path: Path) -> Library:
    """Return the forms of the project, and a small one of our own."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    folder = tmp_path / "templates" / "small"
    folder.mkdir()
    (folder / "form.yaml").write_text(FORM, encoding="utf-8")
    (folder / "document.docx").write_bytes(word(TEMPLATE))
    return load(tmp_path / "templates")


def read(forms: Library, text: str) -> DocumentReading:
    """Return what a filled form says."""
    return read_by_form(read_word(word(text)), forms.forms["small"], labels_of(forms.forms.values()))


def values(found: DocumentReading) -> dict[str, str]:
    """Return the values by their dotted keys."""
    return {key: value.text for key, value in keyed(found.entry)}


def left(found: DocumentReading) -> list[str]:
    """Return the texts without a place."""
    return [each.text for each in found.unplaced]


def swap(text: str, one: int, other: int) -> str:
    """Return a document with two columns of its list in each other's place."""
    made = []
    for line in text.split("\n"):
        cells = line.split("|")
        if len(cells) == 7:
            cells[one], cells[other] = cells[other], cells[one]
        made.append("|".join(cells))
    return "\n".join(made)


HEADER = "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 |\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(FILLED, id="as printed"),
        pytest.param(swap(FILLED, 4, 5), id="two columns in each other's place"),
        pytest.param(
            FILLED.replace("|  |  | 普法", "| 产出指标 | 数量指标 | 普法").replace("|  | 质量", "| 产出指标 | 质量"),
            id="merged cells undone",
        ),
        pytest.param(FILLED.replace("|  | 质量指标", HEADER + "|  | 质量指标"), id="header repeated on the next page"),
        pytest.param(
            FILLED.replace("年度指标值", "年度目标值").replace("单位名称", "部门（单位）名称"),
            id="labels a little different",
        ),
        pytest.param(FILLED.replace("三级指标", "指标名称"), id="a column renamed"),
        pytest.param(FILLED.replace("指标", " 指 标 ").replace("年度", "年 度", 1), id="spaces in labels"),
        pytest.param(FILLED.replace("存在问题\n一是", "存在的问题\n一是"), id="a heading a little different"),
        pytest.param(FILLED.replace("。\n二是", "。二是"), id="points run together"),
        pytest.param(FILLED.replace("| 效益", "|  |  |  |  |  |\n| 效益"), id="an empty row"),
        pytest.param(FILLED.replace("985.00", "985.00万元"), id="a unit behind an amount"),
    ],
)
def test_a_changed_layout_gives_the_same_values(text: str, forms: Library) -> None:
    """Every value is found in spite of what people and programs do to a form."""
    found = read(forms, text)
    said = {key: value.replace("万元", "").replace(" ", "") for key, value in values(found).items()}
    expected = dict(VALUES)
    if "。二是" in text:
        expected["存在问题"] = expected["存在问题"].replace("\n", "")
    assert said == expected
    assert not left(found)


@pytest.mark.parametrize(
    ("text", "more"),
    [
        pytest.param("封面\n目录\n" + FILLED, ["封面", "目录"], id="cover"),
        pytest.param(FILLED + "填报人：张三 联系电话：12345", ["填报人：张三 联系电话：12345"], id="note at the end"),
        pytest.param(
            "| 姓名 | 电话 |\n| 张三 | 12345 |\n间隔\n" + FILLED,
            ["姓名", "电话", "张三", "12345", "间隔"],
            id="other table",
        ),
        pytest.param(
            FILLED.replace("| 566件 |", "| 566件 | 责任科室甲 |").replace(
                "| 实际完成值 |", "| 实际完成值 | 责任科室 |"
            ),
            ["责任科室", "责任科室甲"],
            id="a column added",
        ),
        pytest.param(
            FILLED.replace("| 效益", "| 二、效益情况 |\n| 效益"), ["二、效益情况"], id="a title inside a list"
        ),
        pytest.param(
            FILLED.replace("| 效益", "|  |  |  | ≥12个 | 15个 |\n| 效益"), ["≥12个", "15个"], id="a row without a name"
        ),
    ],
)
def test_what_has_no_place_is_left_over(text: str, more: list[str], forms: Library) -> None:
    """A text that the form does not have is reported, and no value takes it in."""
    found = read(forms, text)
    assert values(found) == VALUES
    assert sorted(left(found)) == sorted(more)


def test_a_name_behind_a_fixed_label_is_not_swallowed(forms: Library) -> None:
    """What a person writes behind a label of the form that has no value is reported."""
    folder = forms.folder / "small"
    (folder / "document.docx").write_bytes(word(TEMPLATE + "单位负责人："))
    found = read(load(forms.folder), FILLED + "单位负责人：李四")
    assert left(found) == ["单位负责人：李四"]


def test_a_table_that_goes_over_pages_is_one(forms: Library) -> None:
    """The part of a table on the next page has no header of its own; another table behind a text is another."""
    cut = FILLED.replace("|  | 质量指标", "（续表）\n|  | 质量指标")
    assert values(read(forms, cut)) == VALUES
    other = FILLED.replace("存在问题\n", "人员情况\n| 产出指标 | 数量指标 | 张三 | 科长 | 12345 |\n存在问题\n")
    found = read(forms, other)
    assert values(found) == VALUES
    assert "张三" in left(found)


def test_a_value_left_empty_is_not_taken_from_the_label_behind_it(forms: Library) -> None:
    """A label and its value that were added behind an empty cell stay what they are."""
    row = "| 全年预算数 | 985.00 | 全年执行数 | 968.50 |"
    found = read(forms, FILLED.replace(row, "| 全年预算数 | 985.00 | 全年执行数 |  | 上年执行数 | 900.00 |"))
    assert values(found) == {key: value for key, value in VALUES.items() if key != "预算执行.实际支出"}
    assert left(found) == ["上年执行数", "900.00"]


def test_a_row_below_a_level_that_the_form_does_not_have_is_left_over(forms: Library) -> None:
    """An indicator whose category is none of the form's is not put into the one above it."""
    found = read(forms, FILLED.replace("|  | 质量指标 |", "|  | 产出指标 |"))
    assert values(found) == {key: value for key, value in VALUES.items() if "成功率" not in key}
    assert left(found) == ["产出指标", "成功率", "≥95%", "97%"]


def test_a_figure_that_a_narrow_cell_breaks_is_one(forms: Library) -> None:
    """A figure over two lines of a cell is read as one."""
    lines = list(read_word(word(FILLED)).lines)
    row = lines[2]
    broken = row._replace(cells=(row.cells[0], row.cells[1]._replace(paragraphs=("98", "5.00")), *row.cells[2:]))
    incoming = read_word(word(FILLED))._replace(lines=(*lines[:2], broken, *lines[3:]))
    found = read_by_form(incoming, forms.forms["small"], labels_of(forms.forms.values()))
    assert {key: value.replace("\n", "") for key, value in values(found).items() if key != "存在问题"} == {
        key: value for key, value in VALUES.items() if key != "存在问题"
    }


def test_a_value_of_another_kind_is_not_taken(forms: Library) -> None:
    """A text in the place of an amount is reported, not written."""
    found = read(forms, FILLED.replace("985.00", "详见附件"))
    assert "预算执行.调整预算" not in values(found)
    assert left(found) == ["详见附件"]


def test_a_list_without_its_names_is_refused(forms: Library) -> None:
    """Where the column of the names is gone, no row is taken for another, and all its texts are reported."""
    text = "\n".join(
        "|".join(cells[:3] + cells[4:]) if len(cells := line.split("|")) == 7 else line for line in FILLED.split("\n")
    )
    found = read(forms, text)
    assert not found.entry.lists
    assert "566件" in left(found)


def test_a_first_level_that_is_wrong_is_told_by_the_second(forms: Library) -> None:
    """A first level that is none of the form's is taken from the second, and said to be a guess."""
    found = read(forms, FILLED.replace("| 产出指标 |", "| 绩效指标 |"))
    assert {key for key in values(found) if "办理案件" in key} == {key for key in VALUES if "办理案件" in key}
    assert any("产出指标" in guess for guess in found.guesses)


def test_a_column_known_by_its_neighbours_is_a_guess(forms: Library) -> None:
    """A label that nobody knows stands for the one missing between the same neighbours, and that is said."""
    found = read(forms, FILLED.replace("| 年度指标值 |", "| 本期标准 |"))
    assert values(found) == VALUES
    assert any("本期标准" in guess for guess in found.guesses)


def test_columns_that_slid_are_read_where_they_are(forms: Library) -> None:
    """A column that is empty below its label, beside a full one without any, was slid by a cell: a guess, and said."""
    rows = [line for line in FILLED.split("\n") if line.count("|") == 6]
    text = FILLED
    for row in rows:
        cells = row.split("|")
        slid = [*cells[:6], " ", ""] if "三级指标" in row else [*cells[:4], " ", *cells[4:]]
        text = text.replace(row, "|".join(slid))
    found = read(forms, text)
    assert values(found) == VALUES
    assert any("错了一格" in guess for guess in found.guesses)


def test_an_empty_category_is_kept(forms: Library) -> None:
    """A category without indicators is an item of its levels alone."""
    found = read(forms, FILLED.replace("| 质量指标 | 成功率 | ≥95% | 97% |", "| 质量指标 |  |  |  |"))
    rows = found.entry.lists["绩效指标",]
    assert [row.levels for row in rows if not row.name] == [("产出指标", "质量指标")]


def test_a_value_that_differs_from_place_to_place_is_told(forms: Library) -> None:
    """A key that is printed twice with two texts keeps both."""
    found = read(forms, FILLED.replace("2024年度云山市司法局", "2024年度云山市法制局"))
    value = found.entry.values["部门", "名称"]
    assert {value.text, *(text for _, text in value.others)} == {"云山市法制局", "云山市司法局"}


def test_the_form_is_recognised(forms: Library) -> None:
    """Of all forms the one is found from which a document was made; a document of no form is like none."""
    labels = labels_of(forms.forms.values())
    best = candidates(read_word(word(FILLED)), forms.forms.values(), labels)[0]
    assert (best.form.slug, best.is_sure) == ("small", True)
    assert title_in(read_word(word(FILLED)), best.form)
    assert not title_in(read_word(word(FILLED)), forms.forms["guangzhou/targets"])
    other = candidates(read_word(word("关于开展工作的通知\n请各单位遵照执行。")), forms.forms.values(), labels)
    assert not any(each.is_sure for each in other)
