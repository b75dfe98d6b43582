"""Values in brackets: a list or map on one line, or a text that starts with a bracket."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from selfeval.source.lint.quotes import COMMENT, Quoted
from selfeval.source.slip import Edit, Finding, Slip, mask

PIECE = re.compile(r"""(?<=[\[{,:\s])"(?:[^"\\]|\\.)*"|(?<=[\[{,:\s])'(?:[^']|'')*'|[\[\]{}]""")
THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?=\s*[,}\]]|\s*$)")
KEY = re.compile(r"[{,，]\s*([^\s,，:：{}\[\]]+)\s*(：|:(?=[^\s]))\s*")
SIGN = re.compile(r"(?:[\[,]|:\s)\s*([@`*&!%|>]+)")       # text, though YAML would take the sign for its own
COMMA = re.compile(r"，\s*(?=([^\s,，:：{}\[\]]+)\s*[:：])")
ODD_END = re.compile(r"[｝］】]\s*$")
LONGEST = 200                            # lines that brackets may go on for


def examine(lines: Sequence[str], number: int, start: int, owner: int, keys: Collection[str]) -> Quoted:
    """Follow the brackets to their end; where there is none, close them in memory.

    ``keys`` are the keys that may stand inside: only next to one of them is a full-width colon
    or comma a slip.
    """
    end = number + 1
    while end < min(number + LONGEST, len(lines)) and (
            not (line := lines[end]).strip() or len(line) - len(line.lstrip(" ")) > owner or line[0] in "]}"):
        end += 1
    text = "\n".join([lines[number][start:], *lines[number + 1 : end]])
    depth = 0
    bare = list(text)
    for piece in PIECE.finditer(text):
        if len(piece[0]) > 1:
            bare[piece.start() : piece.end()] = "_" * len(piece[0])
        depth += (piece[0] in "[{") - (piece[0] in "]}")
        if depth == 0 and piece[0] in "]}":
            row, column = _place(text, piece.end())
            line = lines[number + row]
            column += 0 if row else start
            if not COMMENT.match(line, column):
                return Quoted(number, None, [mask(number, start, text[0])])
            inside = "".join(bare[: piece.end()])
            return Quoted(number + row, column, list(_inside(inside, number, start, keys)))
    return Quoted(number, len(lines[number].rstrip()),
                  [*_inside(lines[number][start:], number, start, keys), _unclosed(lines[number], number, start)])


def _unclosed(line: str, number: int, start: int) -> Slip:
    closing = {"[": "]", "{": "}"}[line[start]]
    odd = ODD_END.search(line)
    if odd is not None:
        return Slip("fullwidth-bracket", number, odd.start(), odd.start() + 1, "这里是全角（中文）括号，要用英文括号",
                    (Edit(number, odd.start(), odd.start() + 1, closing),))
    end = len(line.rstrip())
    return Slip("unclosed-bracket", number, start, end, f"括号“{line[start]}”没有配对；在末尾补上“{closing}”",
                (Edit(number, end, end, closing),), sure=False)


def _inside(text: str, number: int, start: int, keys: Collection[str]) -> Iterator[Finding]:
    for found in SIGN.finditer(text):
        row, column = _place(text, found.start(1))
        yield mask(number + row, column + (0 if row else start), found[1])
    for found in KEY.finditer(text):
        if found[1] in keys and found[2] == "：":
            yield _slip("fullwidth-colon", text, number, start, found.span(2), found.end(), ": ",
                        f"“{found[1]}”后面是全角（中文）冒号，要用英文冒号加空格")
        elif found[1] in keys:
            yield _slip("missing-space-after-colon", text, number, start, found.span(2), found.end(), ": ",
                        f"“{found[1]}”的冒号后面要空一格（英文空格）")
    for found in COMMA.finditer(text):
        if found[1] in keys:
            yield _slip("fullwidth-comma", text, number, start, (found.start(), found.start() + 1), found.end(), ", ",
                        "这里是全角（中文）逗号，前后会连成一项；要用英文逗号加空格")
    if text[0] == "[" and "{" not in text and "," not in text:
        for each in re.finditer("[，、]\\s*", text):
            yield _slip("fullwidth-comma", text, number, start, (each.start(), each.start() + 1), each.end(), ", ",
                        f"“{each[0][0]}”前后会连成一项；要用英文逗号加空格")
    for found in THOUSANDS.finditer(text):
        plain = found[0].replace(",", "")
        yield _slip("thousand-separator", text, number, start, found.span(), found.end(), plain,
                    f"花括号里的逗号是分隔号，“{found[0]}”会被断成几项；要写 {plain}")


def _slip(rule: str, text: str, number: int, start: int, span: tuple[int, int], end: int,
          instead: str, message: str) -> Slip:
    """Place a slip, found in the lines joined, on its own line."""
    row, column = _place(text, span[0])
    left = column + (0 if row else start)
    stop = min(end, (text + "\n").index("\n", span[0]))
    edit = Edit(number + row, left, left + stop - span[0], instead)
    return Slip(rule, number + row, left, left + span[1] - span[0], message, (edit,))


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1
