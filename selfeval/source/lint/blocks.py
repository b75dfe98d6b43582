"""Text typed below a key with ``|``: which lines belong to it, and how they are indented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from selfeval.problem import Edit
from selfeval.source.lint.line import name_odd_indent, skip_blanks
from selfeval.source.lint.outline import Opening
from selfeval.source.lint.quotes import join_lines
from selfeval.source.slip import Found, Slip
from selfeval.text.pattern import regex

HEADER = regex(r"[|>][-+]?[1-9]?[-+]?[ \t]*(?:$|[ \t]#)")


class Block(NamedTuple):
    """Say where a text ends, by the first line after it, and what was found in it."""

    end: int
    findings: list[Found]


def opens_block(lines: Sequence[str], opening: Opening, end: int) -> bool:
    """Tell whether the sign at an opening starts a text on the lines below; ``>8`` with nothing below it is a value."""
    number, start, owner, _, _ = opening
    line = lines[number][:end]
    if not (HEADER.match(line, start) or is_pipe(line[start:])):
        return False
    first = next((each for each in lines[number + 1 :] if each.strip()), "")
    return not any(each.isdecimal() for each in line[start:]) or count_indent(first) > owner


def is_pipe(text: str) -> bool:
    """Tell whether this is a |, of whatever width, with nothing but signs behind it."""
    return text[0] in "|｜丨" and not any(each.isalnum() for each in text[1:])


def overstates_indent(lines: Sequence[str], opening: Opening) -> bool:
    """Tell whether the header (``|9``) asks for more blanks than the first line of the text starts with."""
    number, start, owner, _, _ = opening
    digit = next((each for each in lines[number][start : start + 3] if each.isdecimal()), "")
    first = next((each for each in lines[number + 1 :] if each.strip()), "")
    return bool(digit) and count_indent(first) < owner + int(digit)


def count_indent(line: str) -> int:
    """Count the spaces with which a line starts."""
    return len(line) - len(line.lstrip(" "))


def examine(lines: Sequence[str], opening: Opening, ends: Callable[[int], bool]) -> Block:
    """Follow the text below a ``|`` or ``>``, which the opening points at, to its end.

    ``ends`` tells whether a line, indented or not, is a key or dash of the form.
    """
    header, start, owner, name, _ = opening
    end, members = header + 1, list[int]()
    while end < len(lines):
        line = lines[end]
        if skip_blanks(line) < len(line):
            if (count_indent(line) <= owner or line.lstrip(" ")[0] != "\u3000") and ends(end):
                break
            members.append(end)
        end += 1
    if not members:
        return Block(end, [])
    inner = Counter(count_indent(lines[each]) for each in members if count_indent(lines[each]) > owner)
    content = min(inner, key=lambda column: (-inner[column], column != owner + 2, column)) if inner else owner + 2
    findings = _empty_blank_lines(lines, range(header + 1, end), content)
    findings += _report_indents(lines, members, owner, content, name)
    if lines[header][start] == ">":
        findings += _report_folds(lines, header, members, name)
    return Block(end, findings)


def _empty_blank_lines(lines: Sequence[str], numbers: range, content: int) -> list[Found]:
    return [
        Edit(each, 0, len(lines[each]), "")
        for each in numbers
        if lines[each]
        and skip_blanks(lines[each]) == len(lines[each])
        and (count_indent(lines[each]) > content or lines[each].strip(" "))
    ]


def _report_indents(lines: Sequence[str], members: list[int], owner: int, content: int, name: str) -> list[Found]:
    """Name each run of lines that start too far left, and a first line that starts too far right."""
    findings: list[Found] = []
    run: list[int] = []
    for number in members:
        column = count_indent(lines[number])
        if column < content or (number == members[0] and column > content):
            run.append(number)
        elif run:
            findings.append(_make_slip(lines, run, content, name))
            run = []
    return [*findings, _make_slip(lines, run, content, name)] if run else findings


def _make_slip(lines: Sequence[str], run: list[int], content: int, name: str) -> Slip:
    first = run[0]
    edits = tuple(Edit(number, 0, skip_blanks(lines[number]), " " * content) for number in run)
    lead = lines[first][: edits[0].end]
    odd = name_odd_indent(lead)
    if odd is not None:
        rule, message = odd
    elif count_indent(lines[first]) > content:
        rule, message = "text-indentation", f"“{name}”的第一行比后面的行多缩进了，要对齐"
    else:
        rule, message = "text-indentation", f"这是“{name}”的正文，行首要空 {content} 格，和上面的正文对齐"
    return Slip(rule, first, 0, max(edits[0].end, 1), message, edits)


def _report_folds(lines: Sequence[str], header: int, members: list[int], name: str) -> list[Found]:
    findings: list[Found] = []
    joined = [later for before, later in pairwise(members) if later == before + 1]
    for number in joined:
        findings += join_lines(lines, number)
    if joined:
        at = lines[header].rstrip().rindex(">")
        findings.append(
            Slip(
                "folded-text",
                header,
                at,
                at + 1,
                f"“{name}”用了 >，下面几行会连成一段；要一行一段请用 |",
                cure=(Edit(header, at, at + 1, "|"),),
            )
        )
    return findings
