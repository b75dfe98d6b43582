"""An entry of a list typed on one line, as it comes from a table: its cells are put under the keys of the list."""

from __future__ import annotations

import re

from selfeval.problem import Edit
from selfeval.source.lint.content import finish_text
from selfeval.source.lint.line import BLANKS, DASH, ODD_DASH, normalize
from selfeval.source.lint.outline import Frame
from selfeval.source.lint.state import STEP, Line, Scan
from selfeval.source.shape import Holds, Shape
from selfeval.source.slip import Slip
from selfeval.text.name import nearest
from selfeval.text.pattern import regex

SEPARATORS = (
    regex(r"[ ]*\t[ \t]*"),
    regex(r"[ ]*[|｜][ ]*"),
    regex(r"[ \u3000]{2,}"),
    regex(r"[,，](?!(?<=\d,)\d{3})[ ]*"),
)
"""What parts the cells of a row, the surest first."""
NEAR = 40  # lines
COLON = regex(r"[:：][ \u3000]*")
FIGURE = regex(r"[≥≤><=＞＜≧≦±]|.{0,4}\d")


def take_row(scan: Scan, at: Line) -> int:
    """Take in an entry that stands on one line; return the next line to look at, 0 where this line is none."""
    dash = DASH.match(at.text, at.start) or ODD_DASH.match(at.text, at.start)
    begin = dash.end() if dash else at.start
    holder = _find_holder(scan, at)
    cells = _split_cells(scan, at, begin, holder) if holder else []
    keys = _short_keys(scan, at.number, holder.entry) if cells and holder and holder.entry else []
    if any(normalize(cell) in keys for cell in cells[1:]):
        message = f"“{'”“'.join(cells)}”是表格的表头，不用写；删去这一行"
        edit = Edit(at.number, 0, len(at.text), "")
        scan.findings.append(
            Slip("pasted-table", at.number, at.start, len(at.text.rstrip()), message, (edit,), sure=False)
        )
        return at.number + 1
    if holder is None or not 2 <= len(cells) <= len(keys):
        return 0
    finish_text(scan)
    if any(each is holder for each in (*scan.outline.frames, *scan.outline.closed)):
        scan.outline.restore(holder)
    else:
        scan.outline.frames.append(holder)
    entry = Frame(holder.column + STEP, False, holder.entry, is_entry=True)
    scan.outline.frames.append(entry)
    scan.outline.waiting = None
    typed = [f"{key}: {cell}" for key, cell in zip(keys, cells, strict=False)]
    entry.seen.update(dict.fromkeys(keys[: len(cells)], at.number))
    lead = " " * holder.column
    text = f"\n{lead}{' ' * STEP}".join([f"{lead}- {typed[0]}", *typed[1:]])
    message = f"这一行像是从表格里贴来的；一条要分行写，“{'”“'.join(keys[: len(cells)])}”各写一行"
    edit = Edit(at.number, 0, len(at.text), text)
    scan.findings.append(Slip("pasted-table", at.number, at.start, len(at.text.rstrip()), message, (edit,), sure=False))
    return at.number + 1


def _find_holder(scan: Scan, at: Line) -> Frame | None:
    """Return the list to which a row belongs: the one expected here, or the innermost that is open."""
    waiting = scan.outline.waiting
    if waiting is not None:
        expected = waiting.shape is not None and waiting.shape.holds in (Holds.LIST, Holds.TREE) and waiting.shape.keys
        return Frame(waiting.column + STEP, True, waiting.shape) if expected and not waiting.after_dash else None
    lists = (each for each in scan.outline.lists() if each.entry is not None and each.entry.keys)
    return next(lists, None)


def _split_cells(scan: Scan, at: Line, begin: int, holder: Frame) -> list[str]:
    """Return the cells of a row, none where the line is no row: its second cell must be a figure, unless tabs part them."""
    text = at.text[begin:].strip(BLANKS + "|｜")
    goes_on = scan.text is not None and at.column > scan.text.owner
    for separator in SEPARATORS:
        cells = [each for each in separator.split(text) if each]
        if len(cells) > 1:
            if separator is not SEPARATORS[0] and not FIGURE.match(cells[1]):  # a name may hold the sign, too
                cells = [text[: text.rindex(cells[-1])].rstrip(" ,，|｜\u3000"), cells[-1]]
            sure = separator is SEPARATORS[0] or (not goes_on and FIGURE.match(cells[1]))
            return cells if sure and not _starts_with_key(scan, cells[0], holder) else []
    inside = begin > at.start or scan.outline.waiting is not None
    beside = (holder.column, holder.column + STEP)
    found = COLON.search(text) if inside or at.column in beside else None
    if found is None or goes_on or not FIGURE.match(text, found.end()) or _is_in_entry(scan, at, holder):
        return []
    name = text[: found.start()]
    return [] if not name or _starts_with_key(scan, name, holder) else [name, text[found.end() :]]


def _is_in_entry(scan: Scan, at: Line, holder: Frame) -> bool:
    """Tell whether a line stands among the keys of an entry: the next one, as far to the right, begins with such a key."""
    following = (scan.lines[number] for number in range(at.number + 1, len(scan.lines)))
    below = next(filter(str.strip, following), "")
    column = len(below) - len(below.lstrip())
    in_line = at.column == column == holder.column + STEP
    keys = holder.entry.keys if holder.entry else {}
    return in_line and normalize(below.strip().partition(":")[0]) in keys


def _starts_with_key(scan: Scan, text: str, holder: Frame) -> bool:
    """Tell whether a cell begins with a key of the form, or one much like a key of the list's entries."""
    name = normalize(re.split(r"[:：=＝\s]", text, maxsplit=1)[0])
    keys = holder.entry.keys if holder.entry else {}
    return name in scan.known or bool(nearest(name, keys, 0.5)) or any(name.startswith(key) for key in keys)


def _short_keys(scan: Scan, number: int, entry: Shape) -> list[str]:
    """Return the keys of an entry with a short value: in the order of the entry above, then those this file uses, then the others."""
    keys = [key for key, shape in entry.keys.items() if shape.holds is Holds.VALUE]
    above = _keys_of_entry_above(scan, number, entry)
    used = {line.lstrip(" -").partition(":")[0] for line in scan.lines}
    ranks = {key: place for place, key in enumerate(above)}
    return sorted(
        keys, key=lambda key: ranks.get(key, len(ranks) + (key not in used)) if key != entry.leading_key else -1
    )


def _keys_of_entry_above(scan: Scan, number: int, entry: Shape) -> list[str]:
    """Return the keys of the last entry of this kind above a line, in the order in which they were typed; none where it is far off."""
    keys: list[str] = []
    for line in reversed(scan.lines[max(0, number - NEAR) : number]):
        name = line.lstrip(" -").partition(":")[0]
        if name in entry.keys:
            keys.insert(0, name)
        if name == entry.leading_key and line.lstrip().startswith("-"):
            return keys
    return []
