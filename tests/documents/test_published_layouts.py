"""Tables as they are published: merged cells lost, rows slid to the left, printed numbers before names, half of a heading gone."""

from __future__ import annotations

import copy
from collections.abc import Sequence

import pytest
from byhand import ByHand, cells_of, columns_of, merge, rows_of, said, span, type_over
from conftest import shipped_documents
from golden import members
from wordfile import repacked, word

from selfeval.documents.read.copies import OTHER_COPY
from selfeval.documents.read.form import candidates, read_by_form
from selfeval.documents.read.found import DocumentReading, keyed
from selfeval.documents.read.header import find_header
from selfeval.documents.read.label import labels_of
from selfeval.documents.read.made import word_now
from selfeval.documents.read.match import Judge
from selfeval.documents.read.pattern import read_pattern
from selfeval.documents.read.piece import adds_to
from selfeval.documents.read.word import read_word
from selfeval.form.library import Library

FORM = "mof/project-self-evaluation"
HEAD = """项目支出绩效自评表
（2022年度）
| 项目名称 | 水旱灾害防御经费 |
| 主管部门 | | 实施单位 | 天长市水利局 |
| 项目资金<br>（万元） | | 年初预算数 | 全年预算数(A) | 全年执行数(B) | 分值 | 执行率(B/A) | 得分 |
"""
MONEY = [
    ("年度资金总额：", "880", "880", "880", "10", "", "10"),
    ("其中：本年财政拨款", "880", "880", "880", "-", "", "-"),
]
GOALS = "年度总体目标完成情况"
GOAL = ("完成年度防汛工作，完成两个改造项目。", "完成年度目标。")
LABELS = "年度绩效指标完成情况 | 一级<br>指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施"
ROWS = [
    ("（50分）", "数量指标", "指标1：完成中型灌区节水改造项目数量", "1", "1", "10", "10", ""),
    ("（50分）", "数量指标", "指标2：完成农业综合水价改革项目", "1", "1", "10", "10", ""),
    ("（50分）", "数量指标", "……", "", "", "", "", ""),
    ("（50分）", "质量指标", "指标1工程质量合格", "", "", "10", "10", ""),
    ("（50分）", "质量指标", "指标2：", "", "", "", "", ""),
    ("（30分）", "生态效益<br>指标", "指标1：/", "/", "/", "", "", ""),
    ("（30分）", "可持续影<br>响指标", "指标1：已建工程良性运行", "", "", "10", "10", ""),
    ("满意度指标<br>（10分）", "满意度指标", "指标1：服务对象满意度", "90%", "100%", "10", "10", ""),
]
NAMES = {
    ("产出指标", "数量指标", "完成中型灌区节水改造项目数量"): "1",
    ("产出指标", "数量指标", "完成农业综合水价改革项目"): "1",
    ("产出指标", "质量指标", "工程质量合格"): "",
    ("效益指标", "可持续影响指标", "已建工程良性运行"): "",
    ("满意度指标", "服务对象满意度指标", "服务对象满意度"): "90%",
}


def published(layout: str) -> bytes:
    """Return the table with its merged cells ``empty``, ``repeated`` in every row, or ``missing``, so that rows slid to the left."""
    lines = [_line((*_merged(layout, "项目资金<br>（万元）"), *row)) for row in MONEY]
    lines += [f"| {GOALS} | 预期目标 | 实际完成情况 |", _line((*_merged(layout, GOALS), *GOAL)), f"| {LABELS} |"]
    above = ("", "")
    for row in ROWS:
        cells = list(_merged(layout, "年度绩效指标完成情况"))
        for number, text in enumerate(row[:2]):
            cells += _merged(layout, text) if above[: number + 1] == row[: number + 1] else (text,)
        lines.append(_line((*cells, *row[2:])))
        above = row[:2]
    lines.append(_line(("总分", *(("",) * 5 if layout != "missing" else ()), "100", "100", "")))
    return word(HEAD + "\n".join(lines))


def _merged(layout: str, text: str) -> tuple[str, ...]:
    return {"empty": ("",), "repeated": (text,), "missing": ()}[layout]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def read(layout: str, library: Library) -> DocumentReading:
    """Return what the table says by the form of the ministry."""
    return read_by_form(read_word(published(layout)), library.forms[FORM], labels_of(library.forms.values()))


@pytest.mark.parametrize("layout", ["empty", "repeated", "missing"])
def test_a_published_table_is_read_whatever_became_of_its_merged_cells(layout: str, library: Library) -> None:
    """Each indicator has its name without the printed number, and its heading by the one below it; rows not filled in are none."""
    found = {key: value.text for key, value in keyed(read(layout, library).entry)}
    names = {tuple(key.split(".")[1:4]) for key in found if key.startswith("项目指标.") and key.endswith(".名称")}
    assert names == set(NAMES)
    for levels, aim in NAMES.items():
        assert found.get(f"项目指标.{'.'.join(levels)}.年度指标值", "") == aim
        assert found[f"项目指标.{'.'.join(levels)}.分值"] == "10"
    assert found["项目资金.全年执行.财政拨款"] == "880"
    assert (found["项目目标"], found["项目完成情况"]) == GOAL


def test_a_label_repeated_beside_every_row_is_no_text_of_its_own(library: Library) -> None:
    """Where the cells of a merged label say it each, nothing of it is left over."""
    goals = next(case for case in shipped_documents() if case.form.slug == "mof/project-targets")
    hand = ByHand(word_now(goals))
    head = hand.row("绩效指标")
    for row in rows_of(head)[rows_of(head).index(head) + 1 :]:
        type_over(cells_of(row)[0], "绩效指标")
        merge(cells_of(row)[0], "")
    found = read_by_form(read_word(hand.saved()), goals.form, labels_of(library.forms.values()))
    assert not found.unplaced


def test_a_title_without_its_year_is_the_form_s_own(library: Library) -> None:
    """A table of the ministry is not taken for that of a city whose title is longer."""
    likely = candidates(read_word(published("empty")), library.forms.values(), labels_of(library.forms.values()))
    assert likely[0].form.slug.startswith("mof/")
    assert "项目支出绩效自评表" not in {each.text for each in likely[0].found.unplaced}


@pytest.mark.parametrize(
    ("text", "says_more"),
    [
        ("填报人(签名):吴俊      联系电话:", True),
        ("填报人（签名）：　　　联系电话：", False),
        ("填报人（签名）：＿＿＿＿联系电话：", False),
        ("填报人签名：　联系电话：", False),
    ],
)
def test_who_signed_is_no_part_of_the_label(text: str, says_more: bool) -> None:
    """What somebody wrote where the form has a blank behind its colon is more than the label, however short it is."""
    assert adds_to("填报人（签名）：　　　　　联系电话：", text) == says_more


def _copy_of(name: str, money: str, indicator: str) -> str:
    head = HEAD.replace("水旱灾害防御经费", name)
    rows = [f"| | {' | '.join(('年度资金总额：', money, money, money, '10', '100%', '10'))} |", f"| {LABELS} |"]
    return head + "\n".join(
        [*rows, f"| | 产出指标 | 数量指标 | {indicator} | 1 | 1 | 10 | 10 | |", "| 总分 | 100 | 90 | |"]
    )


def test_of_several_tables_in_one_document_one_is_read(library: Library) -> None:
    """The indicators of another project's table are none of this project's; all that it says is left over."""
    text = f"{_copy_of('防汛经费', '880', '改造项目数量')}\n{_copy_of('抗旱经费', '66', '打井数量')}"
    found = read_by_form(read_word(word(text)), library.forms[FORM], labels_of(library.forms.values()))
    texts = [value.text for _, value in keyed(found.entry)]
    left = {each.text for each in found.unplaced if each.why == OTHER_COPY}
    assert ("防汛经费" in texts, "改造项目数量" in texts, "打井数量" in texts) == (True, True, False)
    assert {"抗旱经费", "66", "打井数量", "90"} <= left
    assert found.guesses[0].startswith("里面有 2 张同样的表，只读第 1 张")


def test_rows_repeated_at_the_top_of_a_page_are_no_other_table(library: Library) -> None:
    """They say the same again: what stands below them goes on."""
    text = f"{_copy_of('防汛经费', '880', '改造项目数量')}\n{_copy_of('防汛经费', '880', '打井数量')}"
    found = read_by_form(read_word(word(text)), library.forms[FORM], labels_of(library.forms.values()))
    assert not [each for each in found.unplaced if each.why == OTHER_COPY]
    assert {"改造项目数量", "打井数量"} <= {value.text for _, value in keyed(found.entry)}


@pytest.mark.parametrize(("label", "guesses"), [("归口处室", 1), ("主管部门", 0), ("主 管 部 门", 0)])
def test_a_value_behind_another_label_is_a_guess(label: str, guesses: int, library: Library) -> None:
    """It may be the value of the label that is missing there, or of one that the form does not have."""
    text = HEAD.replace("| 主管部门 | |", f"| {label} | 财政局 |")
    found = read_by_form(read_word(word(text)), library.forms[FORM], labels_of(library.forms.values()))
    value = found.entry.values["项目", "主管部门"]
    assert (value.text, bool(value.guess)) == ("财政局", bool(guesses))
    assert [f"“{label}”当作“主管部门”" in each for each in found.guesses] == [True] * guesses


def test_a_value_behind_the_label_of_something_else_is_left_over(library: Library) -> None:
    """A label that other forms have for another thing is not the one that is missing there."""
    text = HEAD.replace("| 主管部门 | |", "| 资金来源 | 财政局 |")
    found = read_by_form(read_word(word(text)), library.forms[FORM], labels_of(library.forms.values()))
    assert ("项目", "主管部门") not in found.entry.values
    assert {"资金来源", "财政局"} <= {each.text for each in found.unplaced}


def _with_wide_cells(text: str) -> bytes:
    """Return a document in which each cell that begins with 〔宽〕 has two columns of the grid."""
    made = word(text)
    xml = members(made)["word/document.xml"].decode()
    begin = '<w:tcPr{}><w:p><w:r><w:t xml:space="preserve">'
    wide = begin.format('><w:gridSpan w:val="2"/></w:tcPr')
    return repacked(made, {"word/document.xml": xml.replace(f"{begin.format('/')}〔宽〕", wide).encode()})


@pytest.mark.parametrize(("cells", "names"), [("〔宽〕改造项目数量", ["改造项目数量"]), ("改造项 | 目数量", [])])
def test_half_of_a_name_is_none(cells: str, names: list[str], library: Library) -> None:
    """Of a cell that somebody split, neither half is the name: the row is left over whole."""
    labels = LABELS.replace("三级指标", "〔宽〕三级指标")
    rows = [f"| {labels} |", f"| | 产出指标 | 数量指标 | {cells} | 1 | 1 | 10 | 10 | |"]
    rows += ["| | 效益指标 | 社会效益指标 | 〔宽〕惠及户数 | 1 | 1 | 10 | 10 | |", "| 总分 | 100 | 90 | | | | | | | |"]
    found = read_by_form(
        read_word(_with_wide_cells(HEAD + "\n".join(rows))), library.forms[FORM], labels_of(library.forms.values())
    )
    said = [value.text for key, value in keyed(found.entry) if key.startswith("项目指标.") and key.endswith(".名称")]
    assert said == [*names, "惠及户数"]
    left = {each.text for each in found.unplaced}
    assert names or {"改造项", "目数量"} <= left


def test_half_of_a_level_is_the_level(library: Library) -> None:
    """What stands below it belongs to it, though somebody split its cell."""
    rows = [
        f"| {LABELS.replace('二级指标', '〔宽〕二级指标')} |",
        "| | 产出指标 | 〔宽〕数量指标 | 改造数量 | 1 | 1 | 10 | 10 | |",
        "| | | 质量 | 指标 | 合格率 | 90% | 91% | 10 | 10 | |",
        "| | | 〔宽〕 | 优良率 | 80% | 81% | 10 | 10 | |",
    ]
    found = read_by_form(
        read_word(_with_wide_cells(HEAD + "\n".join(rows))), library.forms[FORM], labels_of(library.forms.values())
    )
    said = {key.rpartition(".")[0] for key, _ in keyed(found.entry) if key.endswith(".名称")}
    assert {f"项目指标.产出指标.质量指标.{name}" for name in ("合格率", "优良率")} <= said
    assert "指标" in {each.text for each in found.unplaced}


@pytest.mark.parametrize(("first", "remark"), [("产出指标", ""), ("产出指标<br>（50分）", "（50分）")])
@pytest.mark.parametrize("second", ["数量指标", "数量"])
def test_a_remark_behind_a_level_is_left_over(first: str, remark: str, second: str, library: Library) -> None:
    """The level is meant whatever explains it; what does is not lost."""
    text = f"{HEAD.replace('项目支出', '财政项目支出')}| {LABELS} |\n| | {first} | {second} | 打井数量 | 1 | 2 | 10 | 10 | |"
    form = library.forms["shanghai/project-self-evaluation"]
    found = read_by_form(read_word(word(text)), form, labels_of(library.forms.values()))
    said = {key: value.text for key, value in keyed(found.entry)}
    assert said["项目指标.产出指标.数量指标.打井数量.实际"] == "2"
    assert [each.text for each in found.unplaced if "分）" in each.text] == ([remark] if remark else [])


GRAIN = next(case for case in shipped_documents() if case.form.slug == "yueyang/department-report")


def _in_two_rows(hand: ByHand) -> None:
    """Part every head that says 其中：: what stands behind it goes into a row of its own."""
    for row in list(hand.root.iter("{*}tr")):
        cells = cells_of(row)
        cell = next((each for each in cells if said(each).startswith("其中：")), None)
        if cell is None:
            continue
        below = copy.deepcopy(row)
        behind = cells_of(below)[cells.index(cell) :]
        for each in cells_of(below)[: cells.index(cell)]:
            type_over(each, "")
            merge(each, "continue")
        type_over(behind[0], said(behind[0]).removeprefix("其中："))
        for each in cells[: cells.index(cell)]:
            merge(each, "restart")
        type_over(cell, "其中：")
        span(cell, sum(map(columns_of, behind)))
        for each in cells[cells.index(cell) + 1 :]:
            row.remove(each)
        row.addnext(below)


@pytest.mark.parametrize("again", [False, True], ids=["once", "on two pages"])
def test_a_head_of_two_rows_stands_for_one_row(again: bool, library: Library) -> None:
    """Where the template has its labels in one row, the columns are found below both; a head that comes again says nothing new."""
    hand = ByHand(word_now(GRAIN))
    _in_two_rows(hand)
    heads = [
        row for each in hand.root.iter("{*}tc") if said(each) == "其中：" and (row := each.getparent()) is not None
    ]
    for first in heads if again else ():
        second, item = first.getnext(), rows_of(first)[2]
        assert second is not None
        item.addnext(copy.deepcopy(second))
        item.addnext(copy.deepcopy(first))
    labels = labels_of(library.forms.values())
    before, after = (read_by_form(read_word(each), GRAIN.form, labels) for each in (word_now(GRAIN), hand.saved()))
    wanted, found = (dict(keyed(each.entry)) for each in (before, after))
    assert {key: value.text for key, value in found.items()} == {key: value.text for key, value in wanted.items()}
    assert len(heads) == 4
    assert not after.unplaced


@pytest.mark.parametrize("slug", ["mof/project-targets", "mof/project-targets-published"])
def test_a_table_with_fewer_columns_than_the_form_is_read(slug: str, library: Library) -> None:
    """A row that lacks its merged cells is read below a header that lacks some itself, and no text of it is lost."""
    table = """
项目支出绩效目标表
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 办理援助案件 | ≥300件 |
| 抽查案卷 | ≥40卷 |
| 质量指标 | 案卷合格率 | 98% |
"""
    incoming = read_word(word(table))
    found = read_by_form(incoming, library.forms[slug], labels_of(library.forms.values()))
    told = {value.text for _, value in keyed(found.entry)} | {each.text for each in found.unplaced}
    assert {"办理援助案件", "≥300件", "抽查案卷", "≥40卷", "案卷合格率", "98%"} <= told


def test_a_label_made_of_two_that_overlap_is_one_of_them(library: Library) -> None:
    """二级指标名称 is no merged head of 二级指标 and 指标名称, for these would say 指标 twice."""
    form = library.forms["hubei/department-targets"]
    steps = read_pattern(form, read_word((form.template_folder / "document.docx").read_bytes()).lines).steps
    head = next(step.line for step in steps if step.line and "指标值确定依据" in step.line.fixed)
    typed = "| 一级指标 | 二级指标名称 | 指标名称 | 目标值 | 指标值确定依据 | 指标说明 |"
    judge = Judge(form, labels_of(library.forms.values()))
    found = find_header(judge, head, read_word(word(typed)).lines[0])
    assert found is not None
    assert {at: found.columns.get(at) for at in range(5)} == {at: at for at in range(5)}
