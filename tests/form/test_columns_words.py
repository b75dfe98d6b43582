"""列随数据: a list inside another prints in the columns of a third, or is refused at its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from allocation import lay_allocation
from onepage import built, refused


def changed(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    """Lay the form of the reference with some texts of one of its files changed."""
    lay_allocation(folder, markdown=True)
    path = folder / name
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return folder


FOLLOWS = "列随数据: 资金来源"
REFUSED = {
    "no list": (
        "列随数据: 下达合计",
        "form.yaml:30 “下达合计”不是这个表样里的一个列表或指标，或者在别的列表里面，列不能随它",
    ),
    "unknown": ("列随数据: 资金来元", "是不是“资金来源”？"),
    "inside its own": ("列随数据: 各镇", "“列随数据”写在另一个列表的一列上：“各镇.分配”要在一个列表里面"),
    "fillers": (f"{FOLLOWS}\n    空行: 3", "“各镇.分配”印在“资金来源”的各列里，不能再写“空行”“指标表”“并排”"),
}


@pytest.mark.parametrize(("new", "message"), REFUSED.values(), ids=REFUSED)
def test_columns_that_cannot_follow_are_refused(tmp_path: Path, new: str, message: str) -> None:
    """At the line, with what may stand there."""
    (said,) = refused(changed(tmp_path, "templates/allocation/form.yaml", (FOLLOWS, new)))
    assert message in said
    assert said.startswith("form.yaml:30 ")


def test_another_kind_does_not_take_the_word(tmp_path: Path) -> None:
    """Nor does a list that is not inside another."""
    (said,) = refused(changed(tmp_path / "a", "templates/allocation/form.yaml", ("标签: 下达数", FOLLOWS)))
    assert said.endswith("“资金来源.下达”是金额，不能写“列随数据”；能写的：列表")
    first = ("  各镇:\n    类型: 列表\n", f"  各镇:\n    类型: 列表\n    {FOLLOWS}\n")
    (said,) = refused(changed(tmp_path / "b", "templates/allocation/form.yaml", first))
    assert "“各镇”要在一个列表里面" in said


def test_a_list_without_names_has_no_columns(tmp_path: Path) -> None:
    """Its items are found by their names."""
    (said,) = refused(changed(tmp_path, "templates/allocation/form.yaml", ("  各镇.分配.名称:\n    类型: 文本\n", "")))
    assert said.endswith("“各镇.分配”没有“名称”一列；哪一项印在哪一列，照名称找")


def test_items_stand_in_the_columns_of_their_names(tmp_path: Path) -> None:
    """In whatever order they were typed; width and spaces of a name do not count."""
    typed = """    分配:
      - 名称: 市级　配套
        金额: 30
      - 名称: 中央补助
        金额: 80
"""
    old = """    分配:
      - 名称: 中央补助
        金额: 80
      - 名称: 市级配套
        金额: 30
"""
    made = built(changed(tmp_path, "data/2025/qinghu/targets.yaml", (old, typed)))
    assert made.errors == []
    assert "| 东湾镇 | 80.00 | 30.00 | 110.00 |" in made.pages["资金分配表"]


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("中央补助款", "targets.yaml:20 “资金来源”里没有“中央补助款”，没有地方印；是不是“中央补助”（多了“款”）？"),
        ("乡贤捐赠", "targets.yaml:20 “资金来源”里没有“乡贤捐赠”，没有地方印：名称要和那里的一样，漏了的在那里补上"),
    ],
)
def test_an_item_without_a_column_is_an_error(tmp_path: Path, new: str, message: str) -> None:
    """Nothing typed is lost without a word."""
    old = "西岭镇\n    分配:\n      - 名称: 中央补助"
    folder = changed(tmp_path, "data/2025/qinghu/targets.yaml", (old, old.replace("中央补助", new)))
    assert built(folder).errors == [message]


def test_more_than_there_is_cannot_be_allocated(tmp_path: Path) -> None:
    """The sums of the columns are those of the rows: the check of the reference compares them."""
    folder = changed(tmp_path, "data/2025/qinghu/targets.yaml", ("金额: 40", "金额: 45"))
    (said,) = built(folder).errors
    assert "分下去的比下达的还多" in said
