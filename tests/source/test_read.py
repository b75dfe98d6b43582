"""What the reader promises of bytes, values, places and hostile files."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from shapes import ACTUALS, TARGETS

from selfeval.problem import Level
from selfeval.source.node import Entries, Items, Node, Text, as_typed, build
from selfeval.source.read import read
from selfeval.source.reading import Reading
from selfeval.source.repair import repair
from selfeval.source.shape import Holds, Shape
from selfeval.source.slip import MOST

HOME = Path(__file__).parent
SAMPLE = (HOME / "targets.yaml").read_text(encoding="utf-8")


def reading(text: str) -> Reading:
    """Read a text as targets."""
    return read(text.encode(), "targets.yaml", TARGETS)


def rules(data: bytes) -> list[str]:
    """Return the rules that bytes offend against."""
    return [each.rule for each in read(data, "targets.yaml", TARGETS).problems]


def texts(node: Node | None) -> list[Text]:
    """Return every key and value below a node."""
    if isinstance(node, Entries):
        return [text for key, value in node.items() for text in (key, *texts(value))]
    if isinstance(node, Items):
        return [text for value in node for text in texts(value)]
    return [node] if isinstance(node, Text) else []


# Bytes


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("gbk", ["gbk-encoding"]),
        ("gb18030", ["gbk-encoding"]),
        ("utf-16", []),
        ("utf-16-be", ["utf16-encoding"]),
        ("utf-16-le", ["utf16-encoding"]),
    ],
)
def test_what_notepad_saves_is_read_right(encoding: str, expected: list[str]) -> None:
    """The same text comes out of every encoding, and repair makes UTF-8 of it."""
    text = "年度: 2024\n部门:\n  名称: 青湖区司法局\n存在问题:\n  - 人员不足，经费不足\n"
    data = text.encode(encoding)
    assert rules(data) == expected
    assert read(data, "targets.yaml", TARGETS).root == reading(text).root
    if expected == ["gbk-encoding"]:
        assert repair(data, "targets.yaml", TARGETS) == text.encode()


def test_what_notepad_calls_unicode_is_named_where_it_is_cut() -> None:
    """Half a character at the end is told; the marked encoding alone is not."""
    data = "年度: 2024\n部门:\n  名称: 青湖区司法局".encode("utf-16")
    assert rules(data[:-1]) == ["truncated-file"]


@pytest.mark.parametrize(
    ("data", "rule", "line"),
    [
        ("年度: 2024\n部门:\n".encode() + "  名称: 司法局\n".encode("gbk"), "mixed-encoding", 3),
        ("年度: 2024\n部门:\n  级次: 区\n".encode("gbk") + "  名称: 司法局\n".encode(), "mixed-encoding", 4),
        ("年度: 2024\n部门:\n  名称: 司法局".encode()[:-1], "truncated-file", 3),
        ("年度: 2024\n部门:\n  名称: 司法".encode() + b"\xff\xff\n", "broken-encoding", 3),
        (b"PK\x03\x04" + bytes(40), "not-text", 1),
        (b"\xd0\xcf\x11\xe0" + bytes(40), "not-text", 1),
        (b"%PDF-1.7", "not-text", 1),
        (bytes(range(256)) * 4, "not-text", 1),
        (b"", "empty-file", 1),
        (b"# a\n" * 1_500_000, "file-too-large", 1),
    ],
)
def test_what_cannot_be_read_is_named_at_its_line(data: bytes, rule: str, line: int) -> None:
    """One message, at the line to look at."""
    problems = read(data, "targets.yaml", TARGETS).problems
    assert [(each.rule, each.place.line) for each in problems] == [(rule, line)]


# Values


@pytest.mark.parametrize(
    "value",
    [
        "1:30",
        "0123",
        "1.10",
        "no",
        "2024-03-01",
        "100%",
        ">95%",
        ">=3000件",
        "*注",
        "@张三",
        "%95",
        "5,936.28",
        "~5",
        "-5",
        "<5",
        "{6}",
        "C#",
        "a:b",
        "null值",
        "[5, 6]",
        "- 12",
        "? 不明",
        "! 注意",
        "{{ 名称 }}",
        "{{ 甲 }}共{{ 乙 }}",
        "“甲”乙",
        "甲 [乙]",
        "> 5",
    ],
)
def test_values_stay_as_typed(value: str) -> None:
    """Nothing is converted, cut or reported."""
    read_ = reading(f"部门:\n  名称: {value}\n年度: 2024\n")
    assert read_.problems == ()
    assert read_.root == {"部门": {"名称": value}, "年度": "2024"}


@pytest.mark.parametrize("nothing", ["", " ~", " null", " # 待填"])
def test_nothing_is_an_empty_text(nothing: str) -> None:
    """Empty and null are not filled in; the text stands after the colon."""
    root = reading(f"年度:{nothing}\n部门: 甲\n").root
    assert root is not None
    value = root[Text("年度")]
    assert value == ""
    assert value.place.line == 1
    assert value.place.column >= 4


def test_prose_loses_indents_and_folds_but_no_text() -> None:
    """Hand-typed indents go, and lines joined by YAML are joined without a space."""
    root = reading("总体目标: |\n  　　一。\n  　　二。\n存在问题:\n  - 加强工作，\n    推进 A\n    B 级\n").root
    assert root == {"总体目标": "一。\n二。", "存在问题": ["加强工作，推进 A B 级"]}


@pytest.mark.parametrize(
    ("indent", "width", "style"), [*itertools.product((2, 3, 4), (30, 1000), (None, '"', "'", "|"))]
)
def test_files_in_other_styles_read_the_same(indent: int, width: int, style: str | None) -> None:
    """Whatever YAML writes, the reader reads without an error."""
    for name, shape in (("targets", TARGETS), ("actuals", ACTUALS)):
        text = (HOME / f"{name}.yaml").read_text(encoding="utf-8")
        value = yaml.load(text, Loader=yaml.BaseLoader)
        dumped = yaml.dump(value, allow_unicode=True, sort_keys=False, indent=indent, width=width, default_style=style)
        again = read(dumped.encode(), name, shape)
        assert [each for each in again.problems if each.level is Level.ERROR] == []
        assert again.root is not None
        plain = [each.replace("\n", "").replace("　", "") for each in texts(again.root)]
        assert plain == [each.replace("\n", "") for each in texts(read(text.encode(), name, shape).root)]


# Places


def test_every_character_knows_its_place() -> None:
    """The character of a text is the character at its place, in blocks, folds and quotes too."""
    source = (
        "部门:\n  名称: 𠮷林“甲” # 注\n年度: 'it''s 3'\n总体目标: |\n  　　一段。\n\n  二段𠮷。\n"
        '存在问题:\n  - "a\\t乙\\"c"\n  - 加强工作，\n    推进\n  - {{ 甲 }}\n预算: {支出: {基本支出: "1"}}\n'
    )
    read_ = reading(source)
    assert read_.problems == ()
    found = texts(read_.root)
    assert len(found) > 12
    for text in found:
        for at, character in enumerate(text):
            place = text.at(at, at + 1)
            typed = read_.lines[place.line - 1][place.column - 1 : place.end_column - 1]
            assert typed == character or (character == "\n" and not typed) or typed == "\\"


def test_places_after_a_cure_are_those_typed() -> None:
    """The colon's missing space moves nothing."""
    root = reading("年度:2024\n部门：\n\t名称: 甲局\n").root
    assert root is not None
    assert root[Text("年度")].place[1:] == (1, 4, 8)
    assert [text.place[1:3] for text in texts(root)] == [(1, 1), (1, 4), (2, 1), (3, 2), (3, 6)]


def test_nodes_can_be_built_without_a_file() -> None:
    """Tests elsewhere need no file."""
    node = build({"年度": 2024, "表样": ["a", None]})
    assert node == {"年度": "2024", "表样": ["a", ""]}
    assert node.place.line == 1


# Limits


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 50_000,
        "a: " + "{" * 50_000,
        "".join(" " * depth + "a:\n" for depth in range(1000)),
        "- " * 20_000 + "a",
        "&a [*a, *a]\n" * 2_000,
        "? " * 5_000,
        "年度：2024\n" * 3_000,
        "a: " + "'" * 20_000,
        "总体目标: |\n" + "年度: 1\n  名称: 2\n" * 2_000,
        "绩效指标:\n  产出指标:\n    数量指标:\n      - 名称: 走访\n        外号: " + "9" * 4_000 + "\n",
    ],
)
def test_a_hostile_file_costs_no_more_than_a_long_one(text: str) -> None:
    """No crash, and no flood of messages."""
    problems = reading(text).problems
    assert "internal-error" not in [each.rule for each in problems]
    for rule in {each.rule for each in problems}:
        assert len([each for each in problems if each.rule == rule]) <= MOST


JUNK = st.lists(
    st.tuples(
        st.integers(0, len(SAMPLE)),
        st.integers(0, 4),
        st.text("：，－【】“”＃｜　\t \u200b\n\r-|>:#\"'[]{}&*!%@\\?\x00\x85<甲a1", max_size=4),
    ),
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(JUNK)
def test_no_text_makes_the_reader_fail(junk: list[tuple[int, int, str]]) -> None:
    """Whatever is typed, the answer is a reading with true places."""
    text = SAMPLE
    for start, removed, typed in junk:
        text = text[:start] + typed + text[start + removed :]
    read_ = reading(text)
    for problem in read_.problems:
        assert problem.rule != "internal-error"
        assert 1 <= problem.place.line <= max(len(read_.lines), 1)
        assert 1 <= problem.place.column < problem.place.end_column
    for node in texts(read_.root):
        assert node.place.line <= len(read_.lines)
    repair(text.encode(), "targets.yaml", TARGETS)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_fail(data: bytes) -> None:
    """Bytes that are no text are named as such."""
    assert "internal-error" not in rules(data)


def test_repair_keeps_comments_and_line_ends() -> None:
    """Only the slip is touched."""
    typed = "\ufeff# 注：说明\r\n年度：2024 # 今年\r\n\r\n部门:\r\n  名称: 甲　\r\n".encode()
    assert repair(typed, "targets.yaml", TARGETS) == typed.replace("度：".encode(), "度: ".encode())
    assert repair(SAMPLE.encode(), "targets.yaml", TARGETS) == SAMPLE.encode()


@pytest.mark.parametrize(
    "name", ["读者满意度", "读者: 满意度", "甲 #1机组", "- 甲", "【甲】", "[甲]", "1:30", "甲：乙"]
)
def test_a_name_as_typed_is_read_as_it_is(name: str) -> None:
    """A correction that has it works when typed, as a key and as a value."""
    shape = Shape(Holds.NAMES, entry=Shape(Holds.VALUE))
    reading = read(f"{as_typed(name)}: {as_typed(name)}\n".encode(), "file.yaml", shape)
    assert (reading.root, reading.problems) == ({name: name}, ())


def test_text_of_several_lines_before_keys_hides_nothing_below() -> None:
    """What stands below a text typed in the place of keys is read, and only the clerk knows where the text goes."""
    value = Shape(Holds.VALUE)
    shape = Shape(Holds.MAP, keys={"评估": Shape(Holds.MAP, keys={"其他": value}), "年度": value})
    found = read(
        "评估:\n    病床四十二张，低于规划。\n    扩建以后够用。\n  其他: 无\n年度: 2025\n".encode(), "a.yaml", shape
    )
    assert found.root == {"评估": {"其他": "无"}, "年度": "2025"}
    (problem,) = found.problems
    assert (problem.rule, problem.place.line, problem.edits) == ("text-before-keys", 2, ())


@pytest.mark.parametrize("colon", [":", ": "])
def test_a_quote_before_keys_or_items_hides_nothing_below(colon: str) -> None:
    """Braces in a text typed in the place of keys or of items are hidden with it."""
    value = Shape(Holds.VALUE)
    listed = Shape(Holds.LIST, entry=Shape(Holds.MAP, keys={"名称": value}), keys={"名称": value})
    shape = Shape(Holds.MAP, keys={"资金": Shape(Holds.MAP, keys={"合计": value}), "指标": listed, "年度": value})
    text = f"资金{colon}{{{{ 甲 }}}}\n  合计: 12\n指标{colon}{{{{ 甲 }}}}\n  - 名称: 乙\n年度: 2025\n"
    found = read(text.encode(), "a.yaml", shape)
    assert found.root == {"资金": {"合计": "12"}, "指标": [{"名称": "乙"}], "年度": "2025"}
    assert [each.place.line for each in found.problems if each.rule == "text-before-keys"] == [1, 3]
