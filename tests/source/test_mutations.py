"""One realistic slip anywhere in a valid file is named once, at its line; or the file reads as before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from shapes import ACTUALS, TARGETS

from selfeval.source.read import read
from selfeval.source.shape import Shape

FILES = {"targets": TARGETS, "actuals": ACTUALS}
KEY = re.compile(r"^( *(?:- )?[^\s:：#|-][^:：#]*): ?(.*)$")


def slips(line: str) -> Iterator[tuple[str, str]]:
    """Yield what a clerk may make of a line, by kind of slip."""
    indent = len(line) - len(line.lstrip(" "))
    body = line[indent:]
    key = KEY.match(line)
    if key:
        name, value = key.groups()
        yield "full-width colon", f"{name}：{value}"
        yield "no colon", f"{name} {value}".rstrip()
        if value:
            yield "no space after colon", f"{name}:{value}"
            if value not in "|[]":
                yield "colon doubled", f"{name}: ：{value}"
        if value and value[0] not in "|[":
            yield "open quote", f'{name}: "{value}'
        if value == "|":
            yield from (("no pipe", f"{name}:"), ("full-width pipe", f"{name}: ｜"), ("folded", f"{name}: >"))
    if body.startswith("- "):
        yield from (
            ("no dash", " " * indent + "  " + body[2:]),
            ("no dash, shifted", " " * indent + body[2:]),
            ("full-width dash", " " * indent + "－" + body[2:]),
            ("long dash", " " * indent + "— " + body[2:]),
            ("two dashes", " " * indent + "-- " + body[2:]),
            ("plus", " " * indent + "+ " + body[2:]),
            ("no space after dash", " " * indent + "-" + body[2:]),
        )
    if key or body.startswith("- "):
        yield "one more space", " " + line
        if indent:
            yield from (
                ("one space less", line[1:]),
                ("tabs", "\t" * (indent // 2) + body),
                ("one tab", "\t" + body),
                ("full-width spaces", "　" * (indent // 2) + body),
                ("one full-width space", "　" + line[2:]),
                ("no-break spaces", "\xa0" * indent + body),
            )
    elif body and body[0] != "#":
        yield from (("text at the margin", body), ("text after a tab", "\t" + body))


def cases() -> Iterator[tuple[str, Shape, int, str, str]]:
    """Yield every slip on every line of the valid files: text, shape, number of the line, the line with the slip, what it is."""
    for name, shape in FILES.items():
        text = (Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8")
        for number, line in enumerate(text.split("\n")):
            for kind, slip in slips(line):
                yield text, shape, number, slip, f"{name} {number + 1} {kind}"


def test_one_slip_gives_one_message_at_its_line() -> None:
    """Silence is right only where the file still says the same."""
    for text, shape, number, slip, what in cases():
        lines = text.split("\n")
        lines[number] = slip
        reading = read("\n".join(lines).encode(), "file.yaml", shape)
        if reading.problems:
            assert [each.place.line for each in reading.problems] == [number + 1], what
        else:
            assert reading.root == read(text.encode(), "file.yaml", shape).root, what


@pytest.mark.parametrize("name", FILES)
def test_two_slips_are_both_named(name: str) -> None:
    """A slip never hides another one further down."""
    text = (Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8")
    lines = text.split("\n")
    keyed = [number for number, line in enumerate(lines) if re.match(r" *[\w（）]+: \w", line)]
    for first, second in pairwise(keyed):
        typed = [
            line.replace(": ", "：", 1) if number in (first, second) else line for number, line in enumerate(lines)
        ]
        reading = read("\n".join(typed).encode(), "file.yaml", FILES[name])
        assert [(each.place.line, each.rule) for each in reading.problems] == [
            (first + 1, "fullwidth-colon"),
            (second + 1, "fullwidth-colon"),
        ]
