"""Files of another format under the name of a YAML file: JSON, and tables pasted as a whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selfeval.problem import Edit
from selfeval.source.shape import Holds, Shape
from selfeval.source.slip import Slip
from selfeval.text.pattern import regex

KEY = regex(r"\s*(?:-\s+)?[^\s,，\t|｜:：]+\s*[:：](?:\s|$)")
SEPARATORS = {"制表符": regex(r"\t"), "竖线": regex(r"\s*[|｜]\s*"), "逗号": regex(r"[,，]")}
RULE = regex(r"[\s|:+-]+")


def examine(lines: Sequence[str], shape: Shape) -> list[Slip] | None:
    """Return the slips of a file in another format, none for sound JSON, which YAML reads; None where it is YAML."""
    typed = [number for number, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")]
    if not typed:
        return None
    if lines[typed[0]].lstrip()[0] in "{[" and lines[typed[-1]].rstrip()[-1] in "}]":
        return _examine_json(lines)
    return _examine_table(lines, typed, shape)


def _examine_json(lines: Sequence[str]) -> list[Slip] | None:
    import json  # seldom needed

    text = "\n".join(lines)
    if not re.search(r'"\s*:', text) or "{{" in lines[0]:
        return None
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        number, column = min(error.lineno, len(lines)) - 1, error.colno - 1
        message = (
            "这个文件是 JSON 的写法，到这里读不懂：少了或多了逗号、引号、括号；改对这里，或照模板按“项目: 内容”重写"
        )
        return [Slip("not-understood", number, column, column + 1, message, _emptied(lines), sure=False, cure=None)]
    return []


def _examine_table(lines: Sequence[str], typed: Sequence[int], shape: Shape) -> list[Slip] | None:
    """Return the slip of a file whose every line is a row of a table; None where any line is a key."""
    if len(typed) < 2 or any(KEY.match(lines[number]) for number in typed):
        return None
    for name, separator in SEPARATORS.items():
        rows = [[each for each in separator.split(lines[number]) if each.strip()] for number in typed]
        rows = [row for row, number in zip(rows, typed, strict=True) if not RULE.fullmatch(lines[number])]
        if len(rows) > 1 and all(len(row) == len(rows[0]) > 1 for row in rows):
            message = f"这是从表格里贴来的（用{name}隔开），读不成填报的内容；请照模板按“项目: 内容”写，一项一行"
            heads = [each.strip() for each in rows[0]]
            first = typed[0]
            emptied = _emptied(lines)
            cure: tuple[Edit, ...] | None = None
            if len(rows) == 2 and len(set(heads)) == len(heads) and all(_is_short(shape, head) for head in heads):
                pairs = zip(heads, rows[1], strict=True)
                text = "\n".join(f"{head}: {each.strip()}" for head, each in pairs)
                cure = (Edit(first, 0, len(lines[first]), text), *(each for each in emptied if each.line != first))
            end = len(lines[first].rstrip())
            return [Slip("pasted-table", first, 0, end, message, emptied, sure=False, cure=cure)]
    return None


def _is_short(shape: Shape, key: str) -> bool:
    """Tell whether a key with a short value stands at the top of the file."""
    return key in shape.keys and shape.keys[key].holds is Holds.VALUE


def _emptied(lines: Sequence[str]) -> tuple[Edit, ...]:
    return tuple(Edit(number, 0, len(line), "") for number, line in enumerate(lines) if line)
