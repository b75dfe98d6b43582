"""Values in brackets: a list or map typed on one line or over several."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from selfeval.problem import Edit
from selfeval.source.lint.outline import TEXTS
from selfeval.source.lint.quotes import COMMENT, LONGEST, Quoted
from selfeval.source.shape import Shape
from selfeval.source.slip import Found, Slip, mask
from selfeval.text.pattern import regex

PIECE = regex(r"""(?<=[\[{,:\s])"(?:[^"\\]|\\.)*"|(?<=[\[{,:\s])'(?:[^']|'')*'|[\[\]{}]""")
THOUSANDS = regex(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?=\s*[,}\]]|\s*$)")
KEY = regex(r"[{,，]\s*([^\s,，:：{}\[\]]+)\s*(：|:(?=[^\s]))[ \t\u3000]*")
COMMA = regex(r"[，；;、][ \t\u3000]*(?=([^\s,，:：{}\[\]]+)\s*[:：])")
ANY_COMMA = regex(r"[，、；;][ \t\u3000]*")
SIGN = regex(r"(?:[\[,]|:\s)\s*([@`*&!%|>]+)")  # text, though YAML would take the sign for its own
ODD_END = regex(r"[｝］】]\s*$")
CLOSING = {"[": "]", "{": "}"}


class Joined(NamedTuple):
    """Hold the lines of a value in brackets as one text, and know where each of its characters was typed."""

    text: str
    number: int
    start: int
    breaks: Sequence[int]

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and column of a character."""
        row = bisect_right(self.breaks, offset)
        return self.number + row, offset - self.breaks[row - 1] if row else offset + self.start

    def make_edit(self, start: int, end: int, text: str) -> Edit:
        """Return the edit that puts a text in place of characters that stand on one line."""
        line, column = self.position(start)
        return Edit(line, column, column + end - start, text)

    def make_slip(self, rule: str, span: tuple[int, int], message: str, *edits: Edit) -> Slip:
        """Return a slip at the place of the characters of a span."""
        line, column = self.position(span[0])
        return Slip(rule, line, column, column + span[1] - span[0], message, edits)


def is_flow(line: str, start: int, shape: Shape | None) -> bool:
    """Tell whether a bracket opens a list or map, and not a text like ``[5, 6)`` or ``{{ 名称 }}``."""
    if line.startswith("{{", start) or line.rstrip().endswith((")", "）")):
        return False  # a quoted figure, or an interval: [5, 6)
    if line[start] == "{":
        return shape is None or shape.holds not in TEXTS or ": " in line[start:]
    return shape is None or shape.holds not in TEXTS


def examine(lines: Sequence[str], number: int, start: int, owner: int, keys: Collection[str]) -> Quoted:
    """Follow a value in brackets to its end; brackets that are not closed are closed in memory.

    ``keys`` are the keys that may stand inside: a full-width colon or comma is a slip only next to one of them.
    """
    end = number + 1
    while end < min(number + LONGEST, len(lines)) and (
        not (line := lines[end]).strip() or len(line) - len(line.lstrip(" ")) > owner or line[0] in "]}"
    ):
        end += 1
    text = "\n".join([lines[number][start:], *lines[number + 1 : end]])
    breaks = [each.end() for each in re.finditer("\n", text)]
    depth = 0
    bare = list(text)
    for piece in PIECE.finditer(text):
        if len(piece[0]) > 1:
            bare[piece.start() : piece.end()] = "_" * len(piece[0])
        depth += (piece[0] in "[{") - (piece[0] in "]}")
        if depth == 0 and piece[0] in "]}":
            joined = Joined("".join(bare[: piece.end()]), number, start, breaks)
            row, column = joined.position(piece.start())
            if not COMMENT.match(lines[row], column + 1):
                return Quoted(number, None, [mask(number, start, text[0])])
            return Quoted(row, column + 1, list(_examine_inside(joined, keys)))
    line = lines[number]
    return Quoted(
        number,
        len(line.rstrip()),
        [*_examine_inside(Joined(line[start:], number, start, ()), keys), _report_unclosed(line, number, start)],
    )


def _report_unclosed(line: str, number: int, start: int) -> Slip:
    closing = CLOSING[line[start]]
    odd = ODD_END.search(line)
    if odd is not None:
        at = odd.start()
        return Slip(
            "fullwidth-bracket",
            number,
            at,
            at + 1,
            "这里是全角（中文）括号，要用英文括号",
            (Edit(number, at, at + 1, closing),),
        )
    end = len(line.rstrip())
    return Slip(
        "unclosed-bracket",
        number,
        start,
        end,
        f"括号“{line[start]}”没有配对；在末尾补上“{closing}”",
        (Edit(number, end, end, closing),),
        sure=False,
    )


def _examine_inside(joined: Joined, keys: Collection[str]) -> Iterator[Found]:
    text = joined.text
    for found in SIGN.finditer(text):
        yield mask(*joined.position(found.start(1)), found[1])
    for found in KEY.finditer(text):
        if found[1] in keys:
            wide = found[2] == "："
            fault = "后面是全角（中文）冒号，要用英文冒号加空格" if wide else "的冒号后面要空一格（英文空格）"
            yield joined.make_slip(
                "fullwidth-colon" if wide else "missing-space-after-colon",
                found.span(2),
                f"“{found[1]}”{fault}",
                joined.make_edit(found.start(2), found.end(), ": "),
            )
    for found in COMMA.finditer(text):
        if found[1] in keys:
            yield joined.make_slip(
                "fullwidth-comma",
                (found.start(), found.start() + 1),
                f"“{found[0].strip()}”前后会连成一项；要用英文逗号加空格",
                joined.make_edit(found.start(), found.end(), ", "),
            )
    if text[0] == "[" and "{" not in text and "," not in text:
        commas = list(ANY_COMMA.finditer(text))
        if commas:
            at = commas[0].start()
            yield joined.make_slip(
                "fullwidth-comma",
                (at, at + 1),
                f"“{text[at]}”前后会连成一项；要用英文逗号加空格",
                *(joined.make_edit(each.start(), each.end(), ", ") for each in commas),
            )
    for found in THOUSANDS.finditer(text):
        plain = found[0].replace(",", "")
        yield joined.make_slip(
            "thousand-separator",
            found.span(),
            f"花括号里的逗号是分隔号，“{found[0]}”会被断成几项；要写 {plain}",
            joined.make_edit(found.start(), found.end(), plain),
        )
