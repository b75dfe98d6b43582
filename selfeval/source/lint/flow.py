"""Values in brackets: a list or map on one line, or a text that starts with a bracket."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selfeval.source.lint.quotes import COMMENT, Quoted
from selfeval.source.slip import Edit, Finding, Slip, mask

PAIRS = {"[": "]", "{": "}"}
PIECE = re.compile(r"""["'](?:[^"'\\]|\\.)*["']|[\[\]{}]""")
THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?=[ \t]*[,}\]]|$)")
FULLWIDTH = re.compile(r"[：，｝］]")
TIGHT = re.compile(r"(?<=[^\s\d:{\[,\"']):(?=[^\s:/])")
LONGEST = 200
SLIPS = {
    "：": ("fullwidth-colon", ": ", "这里是全角（中文）冒号，要用英文冒号加空格"),
    "，": ("fullwidth-comma", ", ", "这里是全角（中文）逗号，前后会连成一项；要用英文逗号加空格"),
    "｝": ("fullwidth-bracket", "}", "这里是全角（中文）括号，要用英文括号"),
    "］": ("fullwidth-bracket", "]", "这里是全角（中文）括号，要用英文括号"),
}


def examine(lines: Sequence[str], number: int, start: int, owner: int) -> Quoted:
    """Follow the brackets to their end; where there is none, close them in memory."""
    depth, findings = 0, list[Finding]()
    for later in range(number, min(number + LONGEST, len(lines))):
        line = lines[later]
        if later > number and line.strip() and len(line) - len(line.lstrip(" ")) <= owner and line[0] not in "]}":
            break
        begin = start if later == number else 0
        for piece in PIECE.finditer(line, begin):
            depth += (piece[0] in "[{") - (piece[0] in "]}")
            if depth == 0 and piece[0] in "]}":
                if not COMMENT.match(line, piece.end()):
                    return Quoted(number, None, [mask(number, start, lines[number][start])])
                return Quoted(later, piece.end(), findings + _inside(line, later, begin, piece.end()))
        findings += _inside(line, later, begin, len(line))
    text = lines[number].rstrip()
    closing = PAIRS[text[start]]
    findings = _inside(text, number, start, len(text))
    if any(isinstance(each, Slip) and each.rule == "fullwidth-bracket" for each in findings):
        return Quoted(number, len(text), findings)
    return Quoted(number, len(text), [*findings, Slip(
        "unclosed-bracket", number, start, len(text), f"括号“{text[start]}”没有配对；在末尾补上“{closing}”",
        (Edit(number, len(text), len(text), closing),), sure=False)])


def _inside(line: str, number: int, start: int, end: int) -> list[Finding]:
    findings: list[Finding] = []
    for found in FULLWIDTH.finditer(line, start, end):
        rule, instead, message = SLIPS[found[0]]
        after = re.compile(r"[ \u3000]*").match(line, found.end())
        stop = after.end() if after and instead.endswith(" ") else found.end()
        findings.append(Slip(rule, number, found.start(), found.end(), message,
                             (Edit(number, found.start(), stop, instead),)))
    for found in THOUSANDS.finditer(line, start, end):
        plain = found[0].replace(",", "")
        findings.append(Slip(
            "thousand-separator", number, found.start(), found.end(),
            f"花括号里的逗号是分隔号，“{found[0]}”会被断成几项；要写 {plain}",
            (Edit(number, found.start(), found.end(), plain),)))
    for found in TIGHT.finditer(line, start, end):
        if line[start] == "{" and not re.search(r"[\"']", line[start : found.start()]):
            findings.append(Slip("missing-space-after-colon", number, found.start(), found.end(),
                                 "冒号后面要空一格", (Edit(number, found.end(), found.end(), " "),)))
    return findings
