"""Merged cells from flat rows: the mark joins what belongs to one thing, at any depth."""

from __future__ import annotations

from lxml import etree

from selfeval.writers.merge import W, merge, name_things

NAMESPACE = f'xmlns:w="{W}"'


def table(*rows: tuple[str, ...]) -> etree._Element:
    """Make a table of rows of cell texts."""
    made = "".join(
        "<w:tr>"
        + "".join(
            f"<w:tc><w:tcPr><w:tcW w:w='1'/><w:vAlign w:val='center'/></w:tcPr><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>"
            for cell in row
        )
        + "</w:tr>"
        for row in rows
    )
    return etree.fromstring(f"<w:body {NAMESPACE}><w:tbl>{made}</w:tbl></w:body>")


def shown(body: etree._Element) -> list[list[str]]:
    """Show each cell as its text, with ▼ where a merge begins and ▲ where it goes on."""
    grid = []
    for row in body.iter(f"{{{W}}}tr"):
        cells = []
        for cell in row.iterchildren(f"{{{W}}}tc"):
            merged = cell.find(f"{{{W}}}tcPr/{{{W}}}vMerge")
            sign = "" if merged is None else "▼" if merged.get(f"{{{W}}}val") else "▲"
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
    merge(body)
    assert shown(body) == [["▼产出", "▼数量", "a"], ["▲", "▲", "b"], ["▲", "质量", "c"], ["效益", "质量", "d"]]


def test_a_label_spans_its_block_and_stops_where_a_row_lacks_it() -> None:
    """A fixed label joins with the same label above, header row included."""
    body = table(
        ("〔合并:=标签〕标签", "表头"), ("〔合并:=标签〕标签", "1"), ("别的", "2"), ("〔合并:=标签〕标签", "3")
    )
    merge(body)
    assert [row[0] for row in shown(body)] == ["▼标签", "▲", "别的", "标签"]


def test_a_continued_cell_keeps_one_empty_paragraph_and_the_schema_order() -> None:
    """vMerge stands before vAlign, and the cell ends in a paragraph."""
    body = table(("〔合并:1〕甲",), ("〔合并:1〕甲",))
    merge(body)
    cells = list(body.iter(f"{{{W}}}tc"))
    assert [etree.QName(child).localname for child in cells[1].find(f"{{{W}}}tcPr")] == ["tcW", "vMerge", "vAlign"]  # type: ignore[union-attr]  # the cell has properties
    assert etree.QName(cells[1][-1]).localname == "p"


def test_a_mark_names_the_thing_its_cell_prints() -> None:
    """The mark may be split over runs, as word processors do."""
    cell = "<w:tc><w:p><w:r><w:t>〔合</w:t></w:r><w:r><w:t>并〕</w:t></w:r><w:r><w:t>{{ 行.一级.名称 }}</w:t></w:r></w:p></w:tc>"
    assert "〔合并:{{ 行.一级|身份 }}〕" in name_things(cell)
    assert "〔合并:{{ 任务|身份 }}〕" in name_things(
        "<w:tc><w:p><w:r><w:t>〔合并 任务〕{{ 段 }}</w:t></w:r></w:p></w:tc>"
    )
    assert "〔合并:=绩效指标〕" in name_things("<w:tc><w:p><w:r><w:t>〔合并〕绩效指标</w:t></w:r></w:p></w:tc>")
