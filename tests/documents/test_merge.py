"""Merged cells from flat rows: the mark joins what belongs to one thing, at any depth."""

from __future__ import annotations

import re

import slow_merge
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from slow_merge import W

from selfeval.documents.word.merge import merge, name_things

NAMESPACE = f'xmlns:w="{W.strip("{}")}"'
PROPERTIES = "<w:tcPr><w:tcW w:w='1'/><w:vAlign w:val='center'/></w:tcPr>"


def merged(xml: str) -> etree._Element:
    """Merge a piece of a body, marks as people read them turned into marks as rendering leaves them."""
    return tree(merge(re.sub("〔合并:([^〕]*)〕", "\x02\\1\x03", xml).encode()).decode())


def table(*rows: tuple[str, ...]) -> str:
    """Make a table of rows of cell texts."""
    made = "".join(
        "<w:tr>"
        + "".join(f"<w:tc>{PROPERTIES}<w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row)
        + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{made}</w:tbl>"


def tree(xml: str) -> etree._Element:
    """Parse a piece of a document's body."""
    return etree.fromstring(f"<w:body {NAMESPACE}>{xml}</w:body>")


def shown(xml: str) -> list[list[str]]:
    """Show each cell after merging as its text, with ▼ where a merge begins and ▲ where it goes on."""
    grid = []
    for row in merged(xml).iter(f"{W}tr"):
        cells = []
        for cell in row.iterchildren(f"{W}tc"):
            found = cell.find(f"{W}tcPr/{W}vMerge")
            sign = "" if found is None else "▼" if found.get(f"{W}val") else "▲"
            cells.append(sign + "".join(str(part) for part in cell.itertext()))
        grid.append(cells)
    return grid


def test_level_two_breaks_where_level_one_breaks() -> None:
    """数量指标 under 产出 is not 数量指标 under 效益, though they read the same."""
    body = table(
        ("〔合并:1〕产出", "〔合并:2〕数量", "a"),
        ("〔合并:1〕产出", "〔合并:2〕数量", "b"),
        ("〔合并:1〕产出", "〔合并:3〕质量", "c"),
        ("〔合并:4〕效益", "〔合并:5〕质量", "d"),
    )
    assert shown(body) == [["▼产出", "▼数量", "a"], ["▲", "▲", "b"], ["▲", "质量", "c"], ["效益", "质量", "d"]]


def test_a_label_spans_its_block_and_stops_where_a_row_lacks_it() -> None:
    """A fixed label joins with the same label above, header row included."""
    body = table(
        ("〔合并:=标签〕标签", "表头"), ("〔合并:=标签〕标签", "1"), ("别的", "2"), ("〔合并:=标签〕标签", "3")
    )
    assert [row[0] for row in shown(body)] == ["▼标签", "▲", "别的", "标签"]


def test_a_table_inside_a_marked_cell_merges_by_itself() -> None:
    """Its rows are not taken for rows of the table around it, and marks of either stay apart."""
    inner = table(("〔合并:7〕里",), ("〔合并:7〕里",))
    around = f"<w:tc>{PROPERTIES}{inner}<w:p/></w:tc>"
    cell = f"<w:tc>{PROPERTIES}<w:p><w:r><w:t>〔合并:1〕外</w:t></w:r></w:p></w:tc>"
    body = f"<w:tbl><w:tr>{cell}{around}</w:tr><w:tr>{cell}{around}</w:tr></w:tbl>"
    assert shown(body) == [["▼外", "里"], ["▼里"], ["▲"], ["▲", "里"], ["▼里"], ["▲"]]


def test_a_continued_cell_keeps_one_empty_paragraph_and_the_schema_order() -> None:
    """vMerge stands before vAlign, and the cell ends in a paragraph."""
    cells = list(merged(table(("〔合并:1〕甲",), ("〔合并:1〕甲",))).iter(f"{W}tc"))
    assert [etree.QName(child).localname for child in cells[1][0]] == ["tcW", "vMerge", "vAlign"]
    assert etree.QName(cells[1][-1]).localname == "p"


def test_a_mark_names_the_thing_its_cell_prints() -> None:
    """The mark may be split over runs, as word processors do."""
    cell = "<w:tc><w:p><w:r><w:t>〔合</w:t></w:r><w:r><w:t>并〕</w:t></w:r><w:r><w:t>{{ 行.一级.名称 }}</w:t></w:r></w:p></w:tc>"
    assert "\x02{{ 行.一级|身份 }}\x03" in name_things(cell)
    assert "\x02{{ 任务|身份 }}\x03" in name_things(
        "<w:tc><w:p><w:r><w:t>〔合并 任务〕{{ 段 }}</w:t></w:r></w:p></w:tc>"
    )
    assert "\x02=绩效指标\x03" in name_things("<w:tc><w:p><w:r><w:t>〔合并〕绩效指标</w:t></w:r></w:p></w:tc>")


MARKS = st.sampled_from(["", "", "〔合并:1〕", "〔合并:2〕", "〔合并:=甲 &amp; 乙〕"])
RUNS = st.lists(st.tuples(MARKS, st.sampled_from(["文", "", "a &lt; b"])), max_size=2).map(
    lambda runs: "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{mark}{text}</w:t></w:r>" for mark, text in runs)
)
PARAGRAPH_STYLES = ["", "<w:pPr/>", '<w:pPr><w:pStyle w:val="x"/><w:rPr><w:b/></w:rPr></w:pPr>']
PARAGRAPHS = st.one_of(
    st.sampled_from(["<w:p/>", '<w:p w:rsidR="1"/>']),
    st.builds(
        "<w:p{}>{}{}</w:p>".format, st.sampled_from(["", ' w:rsidR="1"']), st.sampled_from(PARAGRAPH_STYLES), RUNS
    ),
)
CELL_STYLES = [
    "",
    "<w:tcPr/>",
    '<w:tcPr><w:tcW w:w="9"/><w:gridSpan w:val="2"/></w:tcPr>',
    '<w:tcPr><w:cnfStyle w:val="1"/><w:tcW w:w="9"/><w:vMerge w:val="restart"/><w:vAlign w:val="center"/></w:tcPr>',
    '<w:tcPr><w:tcBorders><w:top w:val="nil"/></w:tcBorders><w:tcPrChange w:id="1"><w:tcPr/></w:tcPrChange></w:tcPr>',
]
CELLS = st.builds(
    "<w:tc>{}{}</w:tc>".format, st.sampled_from(CELL_STYLES), st.lists(PARAGRAPHS, min_size=1, max_size=2).map("".join)
)
ROW_STYLES = ["", "<w:trPr><w:cantSplit/></w:trPr>", '<w:trPr><w:gridBefore w:val="1"/></w:trPr>']
ROWS = st.builds("<w:tr>{}{}</w:tr>".format, st.sampled_from(ROW_STYLES), st.lists(CELLS, max_size=3).map("".join))
TABLES = st.lists(ROWS, max_size=5).map(lambda rows: f"<w:tbl><w:tblGrid/>{''.join(rows)}</w:tbl>")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(TABLES, PARAGRAPHS.filter(lambda xml: "〔" not in xml)), max_size=3).map("".join))
def test_the_text_merges_as_the_tree_does(xml: str) -> None:
    """Whatever stands in the tables, both ways give the same XML."""
    expected = tree(xml)
    slow_merge.merge(expected)
    assert etree.tostring(merged(xml), method="c14n") == etree.tostring(expected, method="c14n")


def test_no_cell_with_another_text_is_hidden() -> None:
    """The same thing, but another text: the cells stay apart; an empty one hides nothing."""
    body = table(
        ("〔合并:1〕产出：甲", "a"), ("〔合并:1〕产出：乙", "b"), ("〔合并:1〕产出：乙", "c"), ("〔合并:1〕", "d")
    )
    assert [row[0] for row in shown(body)] == ["产出：甲", "▼产出：乙", "▲", "▲"]


def test_a_mark_may_hold_spaces() -> None:
    """Also ideographic ones, and cut into runs."""
    cell = "<w:tc><w:p><w:r><w:t>〔 合</w:t></w:r><w:r><w:t>\u3000并 〕{{ 行.一级.名称 }}</w:t></w:r></w:p></w:tc>"
    assert "\x02{{ 行.一级|身份 }}\x03" in name_things(cell)
