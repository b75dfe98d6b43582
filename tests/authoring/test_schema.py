"""Schemas for editors: looser than the checker, the same every time, and harmless to the files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SAMPLES
from hypothesis import example, given
from hypothesis import strategies as st
from offices import changed, office

from selfeval.authoring.schema import EMPTY, NUMBER, NUMBERS, UNSEEN, _value, schemas, with_pointer
from selfeval.cli.schema import equip
from selfeval.form.field import Field, Kind
from selfeval.form.library import Library, load
from selfeval.source.read import read
from selfeval.source.shape import Holds, Shape
from selfeval.submission.fields.value import TYPES
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import read_department
from selfeval.submission.submission import File
from selfeval.text.name import fold

DIGITS = "0123456789０１２３．，,.%％ -—/:年月日"
WORDS = ["零", "〇", "一", "二", "十", "百", "千", "万", "亿", "元", "点", "负", "百分之", "无", "暂无", "没有", "空"]
WORDS += ["不适用", "NA", "n/a", "None", "人", "件", "分", "约", "很多", "待填", "年", "月", "日", "O", "l", *DIGITS]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map("".join)
OPTIONS = ("优秀", "有 可能", "A级", "①类")


def accepted(kind: Kind, text: str) -> bool:
    """Tell whether the checker finds no error in a value."""
    finding = TYPES[kind](text, Field(("字段",), kind, choices=OPTIONS)).finding
    return finding is None or finding.doubtful


@given(st.sampled_from(sorted(NUMBERS)), TEXTS)
def test_a_number_that_is_read_is_not_marked(kind: Kind, text: str) -> None:
    """Whatever a field of numbers takes, with or without a warning, the editor lets stand."""
    if accepted(kind, text):
        assert re.search(NUMBER, text)


@pytest.mark.parametrize("text", ["很多", "待填", "abc", "三个以上"[2:]])
def test_a_number_of_nothing_but_words_is_marked(text: str) -> None:
    """The pattern does mark something."""
    assert not re.search(NUMBER, text)
    assert not any(accepted(kind, text) for kind in NUMBERS)


@given(st.sampled_from(OPTIONS), st.text("优秀有可能A级a１①1类 　。．，", max_size=4), st.integers(0, 4))
@example("优秀", "", 0)
@example("①类", "1类", 0)
def test_a_choice_that_is_read_is_not_marked(option: str, more: str, at: int) -> None:
    """Spaces, width and a final stop do not matter; another word is marked."""
    pattern = _value(Field(("字段",), Kind.CHOICE, choices=OPTIONS))["anyOf"][0]["pattern"]
    for text in (option, option[:at] + more + option[at:], more):
        if accepted(Kind.CHOICE, text):
            assert re.search(pattern, text)
    assert not re.search(pattern, "不好")


def test_names_of_plain_characters_are_the_same_only_if_they_look_the_same() -> None:
    """What the editor compares letter by letter, the checker does too."""
    plain = [chr(code) for code in range(sys.maxunicode + 1) if not re.match(UNSEEN, chr(code))]
    assert len(plain) > 20_000
    assert [character for character in plain if fold(character) != character] == []


@pytest.mark.parametrize("text", ["", " ", "无", "无。", "“无”", "⽆"])
def test_nothing_may_be_said_for_a_list(text: str) -> None:
    """无 stands for a list without items."""
    assert re.search(EMPTY, text)


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield what a schema says of each key, wherever it stands."""
    for word, inner in schema.items() if isinstance(schema, dict) else ():
        if word in ("properties", "definitions"):
            for content in inner.values():
                yield from [content] if word == "properties" else []
                yield from nodes(content)
        elif word in ("items", "additionalProperties"):
            yield from nodes(inner)


@pytest.mark.parametrize(("year", "department"), SAMPLES)
def test_every_key_is_named_and_every_mark_is_in_chinese(library: Library, year: str, department: str) -> None:
    """No key is without a title, no value without a description, no pattern without words."""
    base, *_ = read_department(ROOT / "data", DepartmentYear(year, department), library)
    made = schemas(base, library)
    assert made.keys() >= {"targets.json", "actuals.json", "narrative.json"}
    for text in made.values():
        schema = json.loads(text)
        found = list(nodes(schema))
        assert found
        for node in found:
            assert node["title"]
            assert node.get("description") or "anyOf" not in node
        for word in ("Incorrect", "Property", "null]"):
            assert word not in text


def test_the_same_department_gives_the_same_schemas(tmp_path: Path) -> None:
    """Nothing depends on the order of a set."""
    office(tmp_path)
    said = []
    for seed in ("1", "2"):
        command = [sys.executable, str(ROOT / "build.py"), "schema"]
        folders = [f"--{name}={tmp_path / name}" for name in ("data", "templates")]
        subprocess.run([*command, *folders], env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
        said.append([path.read_bytes() for path in sorted(tmp_path.rglob("*.json"))])
    assert said[0] == said[1]


def test_a_second_run_touches_nothing(tmp_path: Path) -> None:
    """What is as it should be is not written again."""
    office(tmp_path)
    known = load(tmp_path / "templates")
    assert equip(tmp_path / "data", DepartmentYear("2024", "qinghu"), known)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")}
    assert equip(tmp_path / "data", DepartmentYear("2024", "qinghu"), known)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")} == before


def test_without_a_known_form_nothing_is_written(tmp_path: Path) -> None:
    """Nobody can tell then which keys are right."""
    office(tmp_path, changed("targets.yaml", "  - form\n", "  - from\n"))
    assert not equip(tmp_path / "data", DepartmentYear("2024", "qinghu"), load(tmp_path / "templates"))
    assert not list(tmp_path.rglob(".schema"))
    assert "yaml-language-server" not in (tmp_path / "data/2024/qinghu/targets.yaml").read_text(encoding="utf-8")


LINE = "# yaml-language-server: $schema={}"


@pytest.mark.parametrize(
    ("name", "declared", "data", "added"),
    [
        ("targets.yaml", "targets.yaml", "年度: 2024".encode(), f"{LINE.format('.schema/targets.json')}\n"),
        ("actuals.yaml", "actuals.yaml", "# 甲\r\n事实:\r\n".encode(), f"{LINE.format('.schema/actuals.json')}\r\n"),
        ("projects/a.yaml", "projects/*.yaml", b"a: 1\n", f"{LINE.format('../.schema/projects.json')}\n"),
        ("targets.yaml", "targets.yaml", f"# 甲\n\n{LINE.format('other.json')}\n年度: 2024\n".encode(), ""),
        ("targets.yaml", "targets.yaml", "年度: 二〇二四\n".encode("gbk"), ""),
        ("targets.yaml", "targets.yaml", b"", ""),
    ],
)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_one_line_comes_on_top_and_nothing_else_changes(
    name: str, declared: str, data: bytes, added: str, mark: bytes
) -> None:
    """The line ends as the file's own lines do; a file with such a line, or not in UTF-8, stays as it is."""
    typed = mark + data
    file = File(name, name, declared, typed, read(typed, name, Shape(Holds.MAP, {"年度": Shape(Holds.VALUE)})))
    assert with_pointer(file) == mark + added.encode() + data
    assert with_pointer(replace(file, data=with_pointer(file))) == with_pointer(file)
