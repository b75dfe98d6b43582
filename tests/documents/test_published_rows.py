"""Rows as published tables have them: labels and values in another order, beside others, a text below a label of its own."""

from __future__ import annotations

import pytest
from wordfile import word

from selfeval.documents.read.form import read_by_form
from selfeval.documents.read.found import DocumentReading, keyed
from selfeval.documents.read.label import labels_of
from selfeval.documents.read.word import read_word
from selfeval.form.library import Library

TITLE = "项目支出绩效自评表"
REGION = "林业草原改革发展资金区域绩效目标表"
GOAL = "完成退化草原修复12万亩。"


def read(text: str, form: str, library: Library) -> DocumentReading:
    """Return what a text says by a form, as a Word file."""
    return read_by_form(read_word(word(text)), library.forms[form], labels_of(library.forms.values()))


def values(found: DocumentReading) -> dict[str, str]:
    """Return the texts by their keys."""
    return {key: value.text for key, value in keyed(found.entry)}


@pytest.mark.parametrize("lines", [f"{TITLE}\n（2022年度）", f"附件：\n{TITLE}\n（2022年度）", f"2022年度\n{TITLE}"])
def test_a_year_on_a_line_beside_the_title_is_its_year(lines: str, library: Library) -> None:
    """What else stands there is left over, as it is."""
    found = read(f"{lines}\n| 项目名称 | 河道保洁 |", "mof/project-self-evaluation", library)
    assert values(found) == {"年度": "2022", "项目.名称": "河道保洁"}
    assert [each.text for each in found.unplaced] == [each for each in lines.split("\n") if each.startswith("附件")]


def test_labels_with_their_values_may_stand_in_another_order(library: Library) -> None:
    """Each value is that of the label before it."""
    rows = "| 项目名称 | 河道保洁 |\n| 实施单位 | 河道管护中心 | 主管部门 | 区水务局 |"
    found = read(f"{TITLE}\n{rows}", "mof/project-self-evaluation", library)
    assert (values(found)["项目.主管部门"], values(found)["项目.实施单位"]) == ("区水务局", "河道管护中心")
    assert not found.unplaced


def test_a_value_stands_right_behind_its_label(library: Library) -> None:
    """A label and a value that somebody added in the row are left over, in whatever column of the template they stand."""
    rows = "| 转移支付（项目）名称 | 粮食储备 | 负责人 | 周工 |\n| 中央主管部门 | 财政部 |"
    found = read(f"转移支付区域（项目）绩效自评表\n（2020年度）\n{rows}", "mof/transfer-self-evaluation", library)
    assert values(found)["资金.名称"] == "粮食储备"
    assert {"负责人", "周工"} <= {each.text for each in found.unplaced}


@pytest.mark.parametrize("top", ["| 总体目标 | 年度目标 | | |", "| 总体目标 | 年度目标 | 年度目标 | 年度目标 |"])
@pytest.mark.parametrize("side", ["| | ", "| 总体目标 | ", "| "])
def test_a_text_may_stand_below_a_label_of_its_own(top: str, side: str, library: Library) -> None:
    """The label is no value of the text that the template has beside it."""
    rows = f"| 专项（项目）名称 | 林业草原改革发展资金 |\n{top}\n{side}{GOAL} | | |"
    found = read(f"{REGION}\n（2024年度）\n{rows}", "mof/region-targets", library)
    assert values(found)["资金目标"] == GOAL
    assert not found.unplaced


@pytest.mark.parametrize("gap", ["", "| "])
def test_no_figure_stands_in_for_one_that_cannot_be_read(gap: str, library: Library) -> None:
    """Figures are those of the columns in which they stand, also behind an empty column or beside what is no figure."""
    head = f"| 项目资金<br>（万元） | {gap}| 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |"
    total = f"| | 年度资金总额 {gap}| 96.00 | 95.00（待核） | 94.00 | 10 | 98.95% | 9.90 |"
    found = read(f"{TITLE}\n（2022年度）\n{head}\n{total}", "mof/project-self-evaluation", library)
    read_values = values(found)
    assert [read_values.get(f"项目资金.{key}") for key in ("年初预算数", "全年预算数", "全年执行数", "执行率")] == [
        "96.00",
        None,
        "94.00",
        "98.95%",
    ]
    assert "95.00（待核）" in {each.text for each in found.unplaced}


@pytest.mark.parametrize("top", ["| 绩效指标 | | ", "| 绩效指标 | 绩效指标 | 绩效指标 "])
@pytest.mark.parametrize(
    "rest", ["| | | | | |", "| 指标性质 | 指标值 | 度量单位 | 实际完成值 | 偏差原因分析及改进措施 |"]
)
def test_a_head_in_two_rows_may_stand_for_one_of_the_template(top: str, rest: str, library: Library) -> None:
    """The second row has the labels that the template has in its only one."""
    heads = f"{top}| 指标性质 | 指标值 | 度量单位 | 实际完成值 | 偏差原因分析及改进措施 |"
    below = f"| 一级指标 | 二级指标 | 三级指标 {rest}"
    row = "| 产出指标 | 数量指标 | 接待批次 | ≥ | 300 | 批次 | 412 | 无 |"
    title = "部门整体支出绩效自评表\n| 三、部门整体支出绩效指标 |"
    found = values(read(f"{title}\n{heads}\n{below}\n{row}", "yunnan/self-evaluation", library))
    place = "绩效指标.产出指标.数量指标.接待批次"
    assert (found[f"{place}.年度指标值"], found[f"{place}.度量单位"]) == ("300", "批次")


def test_a_printed_number_is_no_name_on_either_side(library: Library) -> None:
    """Of two lists side by side both leave out the number that the blank form prints."""
    heads = "| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值 |"
    row = "| | 产出指标 | 数量指标 | 指标1：治理面积 | 3万亩 | 数量指标 | 指标1：治理面积 | 1万亩 |"
    found = values(read(f"项目支出绩效目标申报表\n（2023年度）\n{heads}\n{row}", "mof/project-targets", library))
    names = {key.split(".")[0]: text for key, text in found.items() if key.endswith("治理面积.名称")}
    assert names == {"项目中期指标": "治理面积", "项目指标": "治理面积"}


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ("| 中央主管部门 | 农业农村部 | 补助区域 | 云山市 |", {"资金.中央主管部门": "农业农村部"}),
        ("| 市级主管部门 | 云山市农业农村局 | 补助区域 | 云山市 |", {}),
        ("| 资金情况（万元） | 省级补助 | 1763 |", {}),
        ("| 资金情况（万元） | 年度金额： | 资金情况（万元） |", {}),
        ("| 中央主管部门 | 农业农村部 | 专项实施期 | 指标值 |", {"资金.中央主管部门": "农业农村部"}),
    ],
)
def test_no_label_and_nothing_behind_the_label_of_something_else_is_a_value(
    row: str, kept: dict[str, str], library: Library
) -> None:
    """A label of other words of the form, or of another level of government, is another one; it is left over with what it says."""
    found = read(f"{REGION}\n| 专项（项目）名称 | 水利发展资金 |\n{row}", "mof/region-targets", library)
    told = {key: text for key, text in values(found).items() if key.startswith(("资金.", "资金投入."))}
    assert told == {"资金.名称": "水利发展资金"} | kept
    left = {each.text for each in found.unplaced}
    texts = {cell.strip() for cell in row.strip("| ").split("|")} - set(kept.values())
    assert texts - left <= {"中央主管部门", "资金情况（万元）", "年度金额：", "专项实施期"}


@pytest.mark.parametrize(
    "lines",
    [f"云山县2022年度{TITLE}", f"附件2\n2022年度云山市文物局{TITLE}（试行）", f"{TITLE}\n（2022年度）  单位：万元"],
)
def test_a_year_in_a_title_that_is_not_the_form_s_is_a_guess(lines: str, library: Library) -> None:
    """Above the table one year is named, whatever else stands there; the title is left over as it is where it says more."""
    found = read(f"{lines}\n| 项目名称 | 河道保洁 |", "mof/project-self-evaluation", library)
    assert values(found) == {"年度": "2022", "项目.名称": "河道保洁"}
    year = found.entry.values["年度",]
    assert year.guess in found.guesses
    assert "2022" in year.guess


@pytest.mark.parametrize(
    "lines", [f"2021年{TITLE}\n关于2022年度自评的通知", f"{TITLE}\n填报日期：2022年3月", f"云山县{TITLE}"]
)
def test_a_year_is_not_guessed_where_two_are_named_or_a_month_follows(lines: str, library: Library) -> None:
    """Then it is not known."""
    found = read(f"{lines}\n| 项目名称 | 河道保洁 |", "shanghai/project-self-evaluation", library)
    assert "年度" not in values(found)


def test_a_head_of_two_rows_may_have_the_second_only(library: Library) -> None:
    """Each column is known by its own label."""
    rows = "| 年度主要任务 | 任务名称 | 主要内容 | 总额 | 财政拨款 | 其他资金 |\n| | 就业服务 | 办招聘会 | 30.00 | 20.00 | 10.00 |"
    found = read(
        f"部门（单位）整体支出绩效目标申报表\n（2025年度）\n| 部门（单位）名称 | 云山市人社局 |\n{rows}",
        "mof/department-targets",
        library,
    )
    task = {
        key.removeprefix("重点任务.就业服务."): text for key, text in values(found).items() if key.startswith("重点")
    }
    wanted = {"名称": "就业服务", "主要内容": "办招聘会", "总额": "30.00", "财政拨款": "20.00", "其他资金": "10.00"}
    assert task == wanted


@pytest.mark.parametrize(
    ("typed", "name"),
    [("任务1：就业服务", "就业服务"), ("任务 2．就业服务", "就业服务"), ("项目1：大厅改造", "项目1：大厅改造")],
)
def test_a_printed_number_is_no_part_of_a_name_in_any_list(typed: str, name: str, library: Library) -> None:
    """What blank forms print before the name of an item of this list is not the name; any other number is."""
    head = "| 年度主要任务 | 任务名称 | 主要内容 | 总额 | 财政拨款 | 其他资金 |"
    found = read(f"{head}\n| | {typed} | 办招聘会 | 30.00 | 20.00 | 10.00 |", "mof/department-targets", library)
    assert [item.name for item in found.entry.lists["重点任务",]] == [name]


@pytest.mark.parametrize("label", ["总分", "合计", "总得分"])
@pytest.mark.parametrize("order", [("分值", "得分"), ("得分", "分值")])
@pytest.mark.parametrize("width", [1, 6])
def test_the_sum_of_points_is_known_by_the_columns(
    label: str, order: tuple[str, str], width: int, library: Library
) -> None:
    """Whatever it is called, and however few cells its label has."""
    points = {"分值": ("20", "90"), "得分": ("19", "88.5")}
    cells = [" | ".join(points[each][row] for each in order) for row in range(2)]
    rows = f"""
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | {order[0]} | {order[1]} | 偏差原因分析及改进措施 |
| | 产出指标 | 数量指标 | 保洁河段 | 12段 | 12段 | {cells[0]} | |
| {" | ".join([label, *[""] * (width - 1)])} | {cells[1]} | |
"""
    found = values(read(f"{TITLE}\n（2022年度）\n{rows}", "mof/project-self-evaluation", library))
    assert (found["评分.总分值"], found["评分.总得分"]) == ("90", "88.5")


def test_what_a_label_has_in_brackets_is_its_other_name(library: Library) -> None:
    """A table may have only that."""
    rows = f"| 专项（项目）名称 | 林业草原改革发展资金 |\n| 年度目标 | {GOAL} |"
    found = read(f"{REGION}\n（2024年度）\n{rows}", "mof/region-targets", library)
    assert values(found)["资金目标"] == GOAL


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("□新增项目  ☑延续项目", "延续项目"),
        ("新增项目□ 延续项目√", "延续项目"),
        ("■新增项目；□延续项目", "新增项目"),
        ("□新增项目 □延续项目", None),
        ("☑新增项目 ☑延续项目", None),
        ("□新增项目 ☑其他", None),
    ],
)
def test_an_answer_may_be_ticked_where_the_form_prints_it(typed: str, answer: str | None, library: Library) -> None:
    """Boxes with all answers of the form, one of them ticked, say that one; any other ticks are left over as they are."""
    rows = f"| 项目名称 | 档案存储 |\n| 项目属性 | {typed} | 项目期 | 1年 |"
    found = read(f"项目支出绩效目标申报表\n（2026年度）\n{rows}", "mof/project-targets", library)
    assert values(found).get("项目.属性") == answer
    is_blank = typed == "□新增项目 □延续项目"
    assert [each.text for each in found.unplaced] == ([] if answer or is_blank else [typed])


@pytest.mark.parametrize("stroke", ["/", "—", "——", "-", " / "])
def test_strokes_are_no_value(stroke: str, library: Library) -> None:
    """What stands where there is none is neither read nor left over, as an empty cell; zero printed so is zero."""
    rows = f"""
| 项目名称 | 河道保洁 |
| 主管部门 | {stroke} | 实施单位 | 河道管护中心 |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
| | 产出指标 | 数量指标 | 保洁河段 | 12段 | 12段 | 10 | 10 | {stroke} |
"""
    found = read(f"{TITLE}\n（2022年度）\n{rows}", "mof/project-self-evaluation", library)
    told = values(found)
    assert not {"项目.主管部门", "项目指标.产出指标.数量指标.保洁河段.偏差原因"} & set(told)
    assert told["项目.实施单位"] == "河道管护中心"
    assert stroke.strip() not in {each.text for each in found.unplaced}


@pytest.mark.parametrize("label", ["其中：中央补助", "中央专项资金", "其中：中央财政拨款"])
def test_the_money_of_one_level_of_government_is_called_in_several_ways(label: str, library: Library) -> None:
    """That of another level is another row."""
    rows = f"""
| 资金投入情况（万元） | | 全年预算数（A） | 全年执行数（B） | 预算执行率（B/A×100%） |
| | 年度资金总额： | 120.00 | 118.00 | 98.33% |
| | {label} | 100.00 | 99.00 | 99% |
| | 市级补助 | 20.00 | 19.00 | 95% |
"""
    found = read(f"转移支付区域（项目）绩效自评表\n（2020年度）\n{rows}", "mof/transfer-self-evaluation", library)
    told = {key: text for key, text in values(found).items() if key.endswith("全年预算")}
    assert told == {"资金执行.总额.全年预算": "120.00", "资金执行.中央.全年预算": "100.00"}
    assert {"市级补助", "20.00", "19.00", "95%"} <= {each.text for each in found.unplaced}


@pytest.mark.parametrize("blanks", ["", " | |"])
def test_two_labels_side_by_side_may_stand_in_two_rows(blanks: str, library: Library) -> None:
    """Each with its value; a row of a label that is none of them is left over."""
    rows = f"| 省级财政部门 | 云山省财政厅 |{blanks}\n| 省级主管部门 | 云山省水利厅 |{blanks}\n| 区县主管部门 | 青湖区水务局 |{blanks}"
    found = read(f"{REGION}\n| 专项（项目）名称 | 水利发展资金 |{blanks}\n{rows}", "mof/region-targets", library)
    assert (values(found)["资金.省级财政部门"], values(found)["资金.地方主管部门"]) == ("云山省财政厅", "云山省水利厅")
    assert {each.text for each in found.unplaced} == {"区县主管部门", "青湖区水务局"}


def test_a_column_that_only_resembles_another_is_left_over(library: Library) -> None:
    """What other forms print over a column of explanations is not the value that is missing there."""
    rows = """
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标说明 |
| | 产出指标 | 数量指标 | 修复草原 | 见附件 |
"""
    found = read(f"{REGION}\n（2024年度）\n{rows}", "mof/region-targets", library)
    row = "资金指标.产出指标.数量指标.修复草原"
    assert {key for key in values(found) if key.startswith("资金指标")} == {f"{row}.名称"}
    assert "见附件" in {each.text for each in found.unplaced}
