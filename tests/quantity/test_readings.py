"""Cells as they stand in public forms, and what they say."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.quantity.read import read
from selfeval.quantity.values import (
    KINDS,
    About,
    Bound,
    Deadline,
    Done,
    Grade,
    Quantity,
    Range,
    Rank,
    Ratio,
    Reading,
    Several,
    describe,
    write,
)

# unseen_readings.tsv was written from other provinces' forms before looking at what the code makes of them.
TABLES = ("readings.tsv", "unseen_readings.tsv")
LINES = [line for name in TABLES for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()]
ROWS = [line.split("\t") for line in LINES]
numbers = st.decimals(min_value=0, max_value=10**9, places=2)
units = st.sampled_from(["", "%", "‰", "件", "人次", "家", "万元", "个工作日", "平方米", "次/年", "分"])
labels = st.sampled_from(["", "完成率", "全年共", "培训,覆盖"])
quantities = st.builds(Quantity, numbers, units, st.sampled_from(Bound), st.sampled_from(About), labels)
ranges = st.builds(lambda low, more, unit, label: Range(low, low + more, unit, label), numbers, numbers, units, labels)


def short(reading: Reading) -> str:
    """Write a reading as the table does: its kind and what it is compared by."""
    kind = type(reading).__name__
    match reading:
        case Quantity():
            said = f"{reading.bound}{reading.about}{reading.value:f} {reading.unit}".rstrip()
        case Range():
            said = f"{reading.low:f}~{reading.high:f} {reading.unit}".rstrip()
        case Grade():
            said = f"{reading.scale} {reading.bound}{reading.level}"
        case Rank():
            said = f"{reading.bound}{reading.place}"
        case Done():
            said = "done" if reading.done else "open"
        case Deadline():
            first, last = ("{}-{}".format(*day) for day in (reading.first, reading.last))
            said = f"{reading.year or ''} {first} {reading.end_year or ''} {last}".lstrip().replace("  ", " ")
        case Ratio():
            said = f"{reading.bound}{reading.share.normalize():f}"
        case Several():
            said = " | ".join(map(short, reading.parts))
        case _:
            said = ""
    return f"{kind} {said}".rstrip()


def test_cells_read_as_listed() -> None:
    """Every listed expression gives the listed kind, number, unit and bound."""
    assert [(text, short(read(text))) for text, _ in ROWS] == list(map(tuple, ROWS))


def test_listed_readings_survive_writing() -> None:
    """What was read is written so that it reads the same, and describes itself in JSON."""
    readings = [read(text) for text, _ in ROWS]
    assert [read(write(reading)) for reading in readings] == readings
    described = [json.loads(json.dumps(describe(reading)))["kind"] for reading in readings]
    assert described == [KINDS.get(type(reading), type(reading).__name__.lower()) for reading in readings]


@given(st.one_of(quantities, ranges))
def test_any_value_survives_writing(reading: Reading) -> None:
    """Writing a value and reading it again gives the value."""
    assert read(write(reading)) == reading


@given(
    st.text(
        alphabet=st.sampled_from(
            "0123456789.,%％‰以上下内不低于超过至-~万亿千百十一二三元次人年月日第前底约近余多优良差通过无(（）)“” ;；A≥"
        ),
        max_size=30,
    )
)
def test_no_text_raises(text: str) -> None:
    """Any text reads as something."""
    assert write(read(text)) is not None


@given(st.text(max_size=30))
def test_no_character_raises(text: str) -> None:
    """Any character may stand in a cell."""
    assert describe(read(text))["kind"]


def test_words_around_a_number_are_kept() -> None:
    """A sentence with one number keeps the words before and after it."""
    reading = read("全年配置超过24名司法社工")
    assert reading == Quantity(Decimal(24), "名", Bound.OVER, label="全年配置", tail="司法社工")


@pytest.mark.parametrize(
    "text", ["一二三" * 5000, "9" * 20000, "近三年" * 3000, "1,2" * 5000, "且不" * 5000, "一万" * 3000]
)
def test_a_cell_of_any_length_is_read_at_once(text: str) -> None:
    """What nobody types takes no time and raises nothing."""
    assert describe(read(text))["kind"] in ("text", "quantity")
