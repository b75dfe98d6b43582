"""Tables: columns line up on a terminal whatever is in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from selfeval.history.table import LONGEST, aligned, comma_separated, markdown, width

CELL = st.text(alphabet="目标值ab 1,。≥|\n", max_size=60)


@given(st.lists(st.tuples(CELL, CELL), max_size=4))
def test_the_second_column_begins_at_the_same_place(rows: list[tuple[str, str]]) -> None:
    """A Chinese character takes two columns, and no cell more than the longest."""
    lines = list(aligned(("名", "值"), [(first, f"#{second}") for first, second in rows]))
    starts = {width(line[: line.index("#")]) for line in lines if "#" in line}
    assert len(starts) <= 1
    assert all(width(line) <= 2 * LONGEST + 2 for line in lines)


def test_numbers_stand_right() -> None:
    """So that they can be compared down the column."""
    assert list(aligned(("部门", "错误"), [("甲", "7"), ("乙局", "12")])) == ["部门  错误", "甲       7", "乙局    12"]


def test_what_is_too_long_goes_on_below() -> None:
    """Nothing is cut off on a terminal; Markdown keeps a cell on one line."""
    cell = "值" * LONGEST
    half = "值" * (LONGEST // 2)
    assert list(aligned(("项", "数"), [(cell, "7")])) == [f"项{' ' * (LONGEST - 2)}  数", f"{half}   7", half]
    assert list(markdown(("项", "数"), [(cell, "7")]))[2] == f"| {cell} | 7 |"


def test_a_code_stays_whole_and_no_line_begins_with_a_closing_mark() -> None:
    """A code is copied from the screen; a comma belongs to the word before it."""
    lines = list(aligned(("用处",), [("转移支付绩效自评的文字报告，附 mof/transfer-self-evaluation 的自评表",)]))
    assert lines[1:] == ["转移支付绩效自评的文字报告，附", "mof/transfer-self-evaluation 的自评", "表"]
    assert list(aligned(("用处",), [("甲" * 18 + "，乙",)]))[1:] == ["甲" * 17, "甲，乙"]


def test_marks_of_the_format_are_not_taken_for_cells() -> None:
    """Neither a bar in Markdown nor a comma in CSV makes a new cell."""
    assert list(markdown(("a",), [("x|y\nz",)]))[2] == r"| x\|y z |"
    assert list(comma_separated(("a",), [("x,y",)])) == ['a\n"x,y"']
