"""Columns that follow the data: a loop in a row repeats cells, and the whole table follows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from allocation import ROWS, cell, columns, lay_allocation, row, table
from lxml import etree
from onepage import built
from rendered import rendered
from wordfile import word as template

from selfeval.documents.check import check
from selfeval.documents.from_word import markdown_of
from selfeval.documents.outcome import Status
from selfeval.documents.read.word import read_word
from selfeval.documents.view import Item
from selfeval.documents.word.package import W, members
from selfeval.form.library import load

TWO_COLUMNS = (
    row(cell("项目"), cell("资金来源", 6000, 4), cell("备注")),
    row(cell("名称"), columns("来源", "{{ 项.名称 }}", "{{ loop.index }}"), cell("—")),
    row(cell("预算"), columns("来源", "{{ 项.预算 }}", "万元"), cell("{{ 标题 }}")),
    row(cell("说明"), cell("{{ 标题 }}", 7500, 5)),
)
WIDTHS = (1500, 1000, 2000, 1000, 2000, 1500)
"""The first and the last of the four columns between hold the tags."""


def bare(text: str) -> str:
    """Return a text without blanks and the signs of Markdown."""
    return re.sub(r"\s|\\|<br>|[|#*-]", "", text)


def sources(count: int) -> list[Item]:
    """Return so many items to be printed as columns."""
    return [Item(名称=f"来源{number}", 预算=f"{number}.50") for number in range(1, count + 1)]


def grid_of(document: bytes) -> tuple[list[int], list[list[tuple[str, int, int]]]]:
    """Return the widths of the only table's grid, and the text, span and width of each cell of its rows."""
    root = etree.fromstring(members(document)["word/document.xml"])
    widths = [int(each.get(f"{W}w", "0")) for each in root.iter(f"{W}gridCol")]
    rows = []
    for each in root.iter(f"{W}tr"):
        cells = []
        for inner in each.iterchildren(f"{W}tc"):
            span, width = inner.find(f"{W}tcPr/{W}gridSpan"), inner.find(f"{W}tcPr/{W}tcW")
            text = "".join(str(part) for part in inner.itertext())
            assert width is not None
            cells.append((text, 1 if span is None else int(span.get(f"{W}val", "")), int(width.get(f"{W}w", ""))))
        rows.append(cells)
    return widths, rows


@pytest.mark.parametrize("count", [0, 1, 2, 7, 30])
def test_grid_spans_and_widths_follow_the_items(tmp_path: Path, count: int) -> None:
    """Every row is as wide as the grid, the page is not outgrown, and nothing of a loop is left where it has no items."""
    document = rendered(tmp_path, table(*TWO_COLUMNS, widths=WIDTHS), 来源=sources(count))
    widths, rows = grid_of(document)
    times = max(count, 1)
    assert len(widths) == 2 + 2 * times
    assert [sum(span for _, span, _ in cells) for cells in rows] == [len(widths)] * 4
    assert sum(WIDTHS) - 2 * times < sum(widths) <= sum(WIDTHS)
    assert [rows[0][1][1], rows[3][1][1]] == [2 * times, 2 * times + 1]
    for cells in rows[1:3]:
        assert sum(width for _, _, width in cells) <= 9000
        assert len({width for _, _, width in cells[1:-1]}) == 1
    named = [text for text, _, _ in rows[1][1:-1:2]]
    assert named == ([f"来源{number}" for number in range(1, count + 1)] or [""])
    assert [text for text, _, _ in rows[2][2:-1:2]] == ["万元"] * count or not count


def test_a_document_is_made_the_same_twice(tmp_path: Path) -> None:
    """Byte for byte."""
    source = table(*TWO_COLUMNS, widths=WIDTHS)
    assert rendered(tmp_path, source, 来源=sources(3)) == rendered(tmp_path, source, 来源=sources(3))


def test_columns_of_two_lists_stand_in_one_table(tmp_path: Path) -> None:
    """A head over both spans the columns of both."""
    two = columns("来源", "{{ 项.名称 }}") + columns("去向", "{{ 项.名称 }}")
    source = table(row(cell("资金", 9000, 6)), row(two), row(two), widths=(1000,) * 6)
    widths, rows = grid_of(rendered(tmp_path, source, 来源=sources(2), 去向=sources(3)))
    assert len(widths) == rows[0][0][1] == 5
    assert [text for text, _, _ in rows[2]] == ["来源1", "来源2", "来源1", "来源2", "来源3"]
    assert sum(widths) <= 6000


def test_a_gap_before_or_behind_a_row_follows(tmp_path: Path) -> None:
    """What a row leaves out at its ends counts like a cell."""
    short = '<w:tr><w:trPr><w:gridAfter w:val="4"/></w:trPr>' + cell("小计") + cell("{{ 标题 }}") + "</w:tr>"
    source = table(row(cell("甲"), cell("乙"), columns("来源", "{{ 项.名称 }}"), cell("丙")), short, widths=(1000,) * 6)
    made = members(rendered(tmp_path, source, 来源=sources(4)))["word/document.xml"].decode()
    assert '<w:gridAfter w:val="5"/>' in made


def test_a_cell_is_merged_down_only_below_its_own_item(tmp_path: Path) -> None:
    """A mark in repeated cells joins each column for itself."""
    twice = row(cell("甲"), columns("来源", "〔合并〕{{ 项.名称 }}"))
    made = rendered(tmp_path, table(twice, twice, widths=(1000,) * 4), 来源=[with_identity(each) for each in (1, 2)])
    assert re.findall(r"<w:vMerge[^>]*>", members(made)["word/document.xml"].decode()) == [
        *['<w:vMerge w:val="restart"/>'] * 2,
        *["<w:vMerge/>"] * 2,
    ]


def with_identity(number: int) -> Item:
    """Return an item that is its own."""
    item = Item(名称="同名")
    item.identity = number
    return item


def test_the_form_of_the_reference_says_the_same_in_word_and_markdown(tmp_path: Path) -> None:
    """Its own Markdown, and the one made of the Word template, hold every text of the Word document."""
    for markdown in (True, False):
        folder = lay_allocation(tmp_path / str(markdown), markdown=markdown)
        made = built(folder)
        assert (made.errors, made.others) == ([], [])
        (document,) = (each.data for each in made.outcome.documents if each.path.endswith(".docx"))
        assert document is not None
        texts = {text for line in read_word(document).lines for each in line.cells for text in each.paragraphs}
        own = {"资金分配表", "资金来源", "单位：万元"} if markdown else set()
        assert not [text for text in texts - own if bare(text) not in bare(made.pages["资金分配表"])]
    assert made.pages["资金分配表"] == "\n".join(
        (
            "# 资金分配表",
            "",
            "| 单位 | 资金来源<br>中央补助 | 资金来源<br>市级配套 | 合计 |",
            "| --- | --- | --- | --- |",
            "| 下达数 | 120.00 | 30.00 | 150.00 |",
            "| 东湾镇 | 80.00 | 30.00 | 110.00 |",
            "| 西岭镇 | 40.00 |  | 40.00 |",
            "| 已分配 | 120.00 | 30.00 |  |",
            "",
            "## 单位：万元",
        )
    )


def test_markdown_keeps_a_blank_column_where_there_is_no_item() -> None:
    """As Word does; and a cell over the columns of a row among others is printed once."""
    made = markdown_of(template(table(*ROWS[1:3], row(cell("未定", 2000), cell("另行下达", 4500, 3), cell("")))))
    assert "| 下达数 |{% for 项 in 资金来源 %} {{ 项.下达 }} |{% else %} |{% endfor %} {{ 下达合计 }} |" in made
    assert "另行下达" in made
    assert made.count("资金来源") == made.count("for 项 in 资金来源")


@pytest.mark.parametrize(
    ("rows", "made"),
    [
        pytest.param(
            (
                row(cell("项目"), columns("来源", "{{ 项.名称 }}")),
                row(cell("预算"), columns("来源", "{{ 项.预算 }}")),
            ),
            "| 项目 |{% for 项 in 来源 %} {{ 项.名称 }} |{% else %} |{% endfor %}\n"
            "| --- |{% for 项 in 来源 %} --- |{% else %} |{% endfor %}\n"
            "| 预算 |{% for 项 in 来源 %} {{ 项.预算 }} |{% else %} |{% endfor %}",
            id="labels with one value of each item",
        ),
        pytest.param(
            (row(columns("来源", "{{ 项.名称 }}")),),
            "|{% for 项 in 来源 %}  |{% else %} |{% endfor %}\n"
            "|{% for 项 in 来源 %} --- |{% else %} |{% endfor %}\n"
            "|{% for 项 in 来源 %} {{ 项.名称 }} |{% else %} |{% endfor %}",
            id="nothing else",
        ),
        pytest.param(
            (
                row(cell("资金", 1, 1, '<w:vMerge w:val="restart"/>'), cell("项目"), columns("来源", "{{ 项.名称 }}")),
                row(cell("", 1, 1, "<w:vMerge/>"), cell("预算"), columns("来源", "{{ 项.预算 }}")),
            ),
            "## 资金\n\n| 项目 |{% for 项 in 来源 %} {{ 项.名称 }} |{% else %} |{% endfor %}\n"
            "| --- |{% for 项 in 来源 %} --- |{% else %} |{% endfor %}\n"
            "| 预算 |{% for 项 in 来源 %} {{ 项.预算 }} |{% else %} |{% endfor %}",
            id="a label beside all rows",
        ),
    ],
)
def test_small_tables_keep_their_loops(rows: tuple[str, ...], made: str) -> None:
    """No value is printed outside of the loop that knows it."""
    assert markdown_of(template(table(*rows))).strip() == made


def said(folder: Path) -> list[str]:
    """Return what is said of the template of the form."""
    form = load(folder / "templates").forms["allocation"]
    return [problem.message for problem in check(form).problems if problem.level]


LOOPED = ROWS[3:6]
WRONG = {
    "a row without the tags": (
        (*ROWS[:3], row(*map(cell, "甲乙丙丁戊"))),
        "第1个表第4行第2格“乙”：这一行少了 {%tc for 项 in 资金来源 %}：别的行的这几列会重复，这里也要写，或者把这几格左右合并成一格",
    ),
    "a row that is too short": (
        (*ROWS[:3], row(cell("甲"))),
        "第1个表第4行第1格“甲”：这一行少了 {%tc for 项 in 资金来源 %}",
    ),
    "columns that are not in line": (
        (*ROWS[:2], row(columns("资金来源", "{{ 项.下达 }}"), cell("甲"), cell("乙"))),
        "第1个表第3行第1格“{%tc for 项 in 资金来源 %}”：和别的行的 {%tc for %} 没有对齐，各行的这几格要上下在同一列",
    ),
    "no head": (
        LOOPED,
        "会重复的列，在 {%tr for %} 外面要有表头，表头那一行也写 {%tc for %}，印各列的名称",
    ),
    "nothing between the tags": (
        (*ROWS[:1], row(cell("甲"), columns("资金来源"), cell("乙"), cell("丙"))),
        "{%tc for %} 和 {%tc endfor %} 中间要有格子，一格印一项",
    ),
    "text beside a tag": (
        (
            *ROWS[:2],
            row(cell("甲"), columns("资金来源", "{{ 项.下达 }}").replace("endfor %}", "endfor %}万元"), cell("")),
        ),
        "“{%tc endfor %}”要自己占一格；同一格里的“万元”会丢掉",
    ),
    "a condition": (
        (*ROWS[:2], row(cell("甲"), cell("{%tc if 标题 %}"), cell("乙"), cell("{%tc endif %}"), cell(""))),
        "tc 只能写 {%tc for 项 in 列表 %} 和 {%tc endfor %}；格子里的取舍写在格子里面，不带 tc",
    ),
    "an end in another row": (
        (
            *ROWS[:2],
            row(cell("甲"), cell("{%tc for 项 in 资金来源 %}"), cell("{{ 项.下达 }}"), cell("乙"), cell("丙")),
            row(cell("甲"), cell("乙"), cell("丙"), cell("{%tc endfor %}"), cell("丁")),
        ),
        "“{%tc endfor %}”和“{%tc for 项 in 资金来源 %}”要在同一行里，每一行都要写",
    ),
    "another list": (
        (*ROWS[:2], row(cell("甲"), columns("各镇", "{{ 项.合计 }}"), cell(""))),
        "上面这几列列的是“资金来源”，这里列的是“各镇”，条数不一样就对不齐",
    ),
}


@pytest.mark.parametrize(("rows", "message"), WRONG.values(), ids=WRONG)
def test_tags_that_do_not_fit_are_told(tmp_path: Path, rows: tuple[str, ...], message: str) -> None:
    """At their cell, with what to write; and no document is made."""
    folder = lay_allocation(tmp_path, *rows)
    assert any(message in each for each in said(folder)), said(folder)
    assert {each.status for each in built(folder).outcome.documents} == {Status.HELD_BACK}


def test_a_list_of_each_row_needs_the_word_that_lines_it_up(tmp_path: Path) -> None:
    """Else its rows may have more or fewer items than there are columns."""
    folder = lay_allocation(tmp_path)
    path = folder / "templates/allocation/form.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("    列随数据: 资金来源\n", ""), encoding="utf-8")
    message = "在 form.yaml 的“各镇.分配”下面写“列随数据: 资金来源”"
    assert [message in each for each in said(folder) if "对不齐" in each] == [True]


def test_a_tag_of_columns_outside_of_a_table_is_told(tmp_path: Path) -> None:
    """It means nothing there."""
    folder = lay_allocation(tmp_path)
    path = folder / "templates/allocation/document.docx"
    path.write_bytes(template("{%tc for 项 in 资金来源 %}\n{{ 项.名称 }}\n{%tc endfor %}"))
    assert any("带 tc 的标记只能写在表格里" in each for each in said(folder))


@pytest.mark.parametrize(("count", "width"), [(7, ""), (8, "1.0"), (20, "0.4")])
def test_columns_too_narrow_to_be_read_are_told(tmp_path: Path, count: int, width: str) -> None:
    """Each of eight shares 4500 twips with the others, which is less than a centimetre."""
    folder = lay_allocation(tmp_path)
    targets = folder / "data/2025/qinghu/targets.yaml"
    more = "".join(f"  - 名称: 来源{number}\n    下达: 1\n" for number in range(3, count + 1))
    targets.write_text(targets.read_text(encoding="utf-8").replace("各镇:", f"{more}各镇:"), encoding="utf-8")
    said = [message for message in built(folder).others if "竖条" in message]
    expected = f"document.docx:1 “资金来源”有 {count} 条，在 Word 里每列只有 {width} 厘米宽，字挤成一竖条"
    assert [message.startswith(expected) for message in said] == [True] * bool(width)


@pytest.mark.parametrize(("width", "most"), [(1200, ""), (520, "2"), (300, "1"), (100, "0")])
def test_a_template_with_room_for_few_columns_is_told_without_data(tmp_path: Path, width: int, most: str) -> None:
    """The tags of the columns count as room; three centimetres are enough."""
    folder = lay_allocation(tmp_path)
    text = table(row(cell("甲", 4000), columns("资金来源", "{{ 项.名称 }}")), widths=(4000, width, width, width))
    (folder / "templates/allocation/document.docx").write_bytes(template("{{ 标题 }}\n" + text))
    form = load(folder / "templates").forms["allocation"]
    said = [problem.message for problem in check(form).problems if problem.rule == "narrow-columns"]
    assert [f"“资金来源”的列在 Word 里只放得下 {most} 条" in message for message in said] == [True] * bool(most)


def test_more_columns_than_word_opens_make_no_document(tmp_path: Path) -> None:
    """Word has 63; what to do is said, and no file is written."""
    folder = lay_allocation(tmp_path)
    targets = folder / "data/2025/qinghu/targets.yaml"
    more = "".join(f"  - 名称: 来源{number}\n    下达: 1\n" for number in range(3, 63))
    targets.write_text(targets.read_text(encoding="utf-8").replace("各镇:", f"{more}各镇:"), encoding="utf-8")
    made = built(folder)
    message = "一个表格印出来有 64 列，Word 最多 63 列，打不开；一项一列的列表少列几条，或者分几张表"
    assert [each for each in made.errors if message in each]
    assert {each.status for each in made.outcome.documents} == {Status.HELD_BACK}
