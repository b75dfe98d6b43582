"""List entries: their dashes, in whatever form they were typed, and what stands behind them."""

from __future__ import annotations

import re

from selfeval.problem import Edit
from selfeval.source.lint.columns import can_stand_at, columns_below, settle_first_column
from selfeval.source.lint.content import finish_text, follow_key, is_blank, take_content
from selfeval.source.lint.line import (
    BLANKS,
    BULLET,
    DASH,
    NO_COLON,
    NUMBER,
    ODD_DASH,
    STROKE,
    Key,
    find_key,
    normalize,
    skip_blanks,
)
from selfeval.source.lint.outline import LISTS, TEXTS, Frame, Opening, Waiting
from selfeval.source.lint.placement import find_list
from selfeval.source.lint.state import DEEPEST, ENTRY, STEP, Line, Scan
from selfeval.source.lint.stray import take_stray_line
from selfeval.source.shape import Holds
from selfeval.source.slip import Slip
from selfeval.text.pattern import regex

NAMED = regex(r"名称\s*[:：]\s*([^\s:：#\[\]{}\"'][^:：#\"']*?)\s*$")
ALSO = "，下面的几项也是"


def find_dash(scan: Scan, at: Line) -> tuple[int, Slip | None] | None:
    """Return where the entry behind a dash starts, and the slip of the dash, if any; None when the line is no list entry."""
    number, line, start, column = at
    dash = DASH.match(line, start)
    if dash:
        refuse_text_above(scan, column)
        if "\t" in dash[0]:
            scan.findings.append(Edit(number, start + 1, dash.end(), " "))
        return dash.end(), None
    odd = ODD_DASH.match(line, start)
    if not scan.outline.wants_list(column):
        dashed = find_dashed_map(scan, at) if odd else None
        key = find_key(line, odd.end(), dashed.knows, False) if odd and dashed else None
        if odd and dashed and key and dashed.knows(key.name):
            return odd.end(), None
        if not starts_entry(scan, line, odd):
            return None
    if odd and not (scan.text and column > scan.text.owner and not scan.outline.list_at(column)):
        if odd[0][1:] and line[start] == "-" and not odd[0][1:].strip(BLANKS):
            scan.findings.append(Edit(number, start + 1, odd.end(), " "))  # a blank of another width is one
            return odd.end(), None
        return odd.end(), correct_dash(at, odd)
    return find_bullet(scan, at)


def correct_dash(at: Line, odd: re.Match[str]) -> Slip:
    """Return the slip of a dash that lacks its space, or is not the minus sign of the keyboard."""
    number, line, start, _ = at
    if line[start] == "-":
        cure = Edit(number, start + 1, odd.end(), " ")
        return Slip("missing-space-after-dash", number, start, start + 1, "短横后面要空一格", (cure,))
    message = f"“{odd[1]}”不是英文的短横，要用减号键打出的 - 加空格"
    return Slip("fullwidth-dash", number, start, odd.end(1), message, (Edit(number, start, odd.end(), "- "),))


def find_bullet(scan: Scan, at: Line) -> tuple[int, Slip] | None:
    """Return where the entry behind a bullet or number typed for a dash starts, and the slip; None when there is none."""
    number, line, start, column = at
    bullet = BULLET.match(line, start) or STROKE.match(line, start)
    numbered = NUMBER.match(line, start)
    if numbered and (scan.outline.wants_texts(column) or starts_entry(scan, line, numbered)):
        bullet = numbered
    if bullet and scan.outline.list_at(column) is None and scan.text is not None:
        return None
    if bullet:
        return bullet.end(), Slip(
            "missing-dash",
            number,
            start,
            start + 1,
            f"每一条前面要用英文短横加空格，不用“{bullet[0].strip()}”",
            (Edit(number, start, bullet.end(), "- "),),
        )
    return None


def refuse_text_above(scan: Scan, column: int) -> None:
    """Name the text on the line of a key whose list starts below it, and expect the list instead."""
    text = scan.text
    if (
        text is None
        or text.shape is None
        or text.shape.holds not in LISTS
        or len(text.lines) > 1
        or column < text.owner
    ):
        return
    end = len(scan.lines[text.header])
    scan.findings.append(
        Slip(
            "text-before-keys",
            text.header,
            text.start,
            end,
            f"“{text.name}”下面有一条一条的内容，自己这一行不能再写内容",
            (Edit(text.header, text.start, text.start, "#"),),  # hides the text, with what is masked in it
            sure=False,
            cure=(Edit(text.header, len(scan.lines[text.header][: text.start].rstrip()), end, ""),),
        )
    )
    scan.text, scan.outline.waiting = None, Waiting(text.owner, text.shape, line=text.header)


def starts_entry(scan: Scan, line: str, mark: re.Match[str] | None) -> bool:
    """Tell whether the key behind a mark is the one with which entries of an open list start."""
    starts = {each.entry.leading_key for each in scan.outline.lists() if each.entry}
    waiting = scan.outline.waiting
    if waiting and waiting.shape and waiting.shape.holds in LISTS:
        starts.add(waiting.shape.leading_key)
    key = find_key(line, mark.end(), starts.__contains__, False) if mark else None
    return key is not None and key.name in starts


def take_entry(scan: Scan, at: Line, after: int, slip: Slip | None = None) -> int:
    """Take in what has a dash, mostly a list entry; ``after`` is where the text behind the dash starts."""
    dashed = find_dashed_key(scan, at, after)
    if dashed is not None:
        return take_dashed_key(scan, at, after, *dashed)
    named = find_dashed_map(scan, at)
    takes_names = named is not None and named.shape is not None and named.shape.holds is Holds.NAMES
    if named is not None and takes_names and (name := NAMED.match(at.text, after)):
        return take_named_result(scan, at, name, named)
    return take_list_entry(scan, at, after, slip)


def take_list_entry(scan: Scan, at: Line, after: int, slip: Slip | None) -> int:
    """Take in a list entry, at the column where it belongs."""
    outline, column = scan.outline, at.column
    place = column
    if not can_stand_at(scan, at, column) and not outline.wants_list(column):
        home = find_list(scan, at, after)
        if home is None:
            return take_stray_line(scan, at)
        place = home.column
        sure = abs(place - column) < STEP or len(outline.lists()) == 1
        outline.restore(home)
        if scan.after_block and column > place:
            scan.move(at, place, "swallowed-key", f"这一条缩进太多，会被当成上面“{scan.after_block}”的正文")
        else:
            scan.move(at, place, "list-indentation", "这一条的短横没有和上面的短横对齐", sure=sure)
    elif outline.list_at(column) is not None:
        scan.move(at, place)
    if slip:
        scan.findings.append(slip)
    finish_text(scan)
    known = outline.list_at(place)
    if known is None:
        shape = outline.waiting.shape if outline.waiting else None
        if outline.waiting:
            place = settle_first_column(scan, at, outline.waiting.column)
        known = Frame(place, True, shape)
        outline.frames.append(known)
        if len(outline.frames) > 2 * DEEPEST:
            return len(scan.lines)
    else:
        outline.restore(known)
    return take_after_dash(scan, at, after, known)


def take_named_result(scan: Scan, at: Line, name: re.Match[str], here: Frame) -> int:
    """Take in a name that was typed as the first key of a list entry, where names are keys themselves."""
    finish_text(scan)
    message = f"这里不用“- 名称: ”，直接写名称：“{name[1]}:”"
    edit = Edit(at.number, at.start, len(at.text), " " * (here.column - at.column) + f"{name[1]}:")
    scan.findings.append(Slip("extra-dash", at.number, at.start, name.end(), message, (edit,), sure=False))
    if any(each is here for each in (*scan.outline.frames, *scan.outline.closed)):
        scan.outline.restore(here)
    else:
        scan.outline.frames.append(here)
    here.seen.setdefault(name[1], at.number)
    scan.outline.waiting = Waiting(here.column, here.shape_below(name[1]), line=at.number)
    return at.number + 1


def find_dashed_key(scan: Scan, at: Line, after: int) -> tuple[Key, Frame] | None:
    """Return the key behind a dash it should not have, and the map to which it belongs; None where an entry starts."""
    above = find_entry_above(scan, at, after)
    dashed = find_dashed_map(scan, at) if above is None else None
    key = find_key(at.text, after, dashed.knows, dashed.takes_any_name) if dashed else None
    return (key, dashed) if dashed and key and belongs_to_map(scan, at, after, key, dashed) else above


def find_entry_above(scan: Scan, at: Line, after: int) -> tuple[Key, Frame] | None:
    """Return the key behind a dash, and the entry above that it goes on with; None where the dash starts a new entry.

    It goes on where every entry starts with another key, the entry above lacks this one, and nothing below it is
    the start of an entry.
    """
    holder = scan.outline.list_at(at.column)
    above = next((each for each in reversed(scan.outline.closed) if each.is_entry and not each.is_list), None)
    if holder is None or above is None or holder.entry is None:
        return None
    first = above.first_key
    key = find_key(at.text, after, above.knows, False)
    if key is None or not above.knows(key.name) or key.name in above.seen or first != holder.entry.leading_key:
        return None
    below = scan.lines[at.number + 1] if at.number + 1 < len(scan.lines) else ""
    inside = find_key(below, above.column, above.knows, False) if skip_blanks(below) == above.column else None
    return None if inside is not None and inside.name == first else (key, above)


def find_dashed_map(scan: Scan, at: Line) -> Frame | None:
    """Return the map that is open or expected at the column of a dash; None where the dash may be one of a list."""
    outline, column, waiting = scan.outline, at.column, scan.outline.waiting
    if outline.wants_list(column) or (waiting and (waiting.after_dash or waiting.shape is None)):
        return None
    if waiting is None or waiting.shape is None:
        return outline.map_at(column)
    if waiting.shape.holds not in (Holds.MAP, Holds.NAMES):
        return None
    return Frame(column, False, waiting.shape) if column > waiting.column else outline.map_at(column)


def belongs_to_map(scan: Scan, at: Line, after: int, key: Key, here: Frame) -> bool:
    """Tell whether a key behind a dash belongs to this map, rather than to a list entry."""
    if here.knows(key.name):
        home = find_list(scan, at, after)
        return not (home and home.shape and key.name in home.shape.keys)
    return here.shape is not None and here.shape.holds is Holds.NAMES and key.name != "名称"


def take_dashed_key(scan: Scan, at: Line, after: int, key: Key, here: Frame) -> int:
    """Take in a key that should have no dash; all such dashes of one map are one slip."""
    number, start, outline = at.number, at.start, scan.outline
    edit = Edit(number, start, after, " " * (here.column - at.column))
    before = scan.findings[here.dash_finding] if here.dash_finding >= 0 else None
    if isinstance(before, Slip):
        message = before.message.removesuffix(ALSO) + ALSO
        scan.findings[here.dash_finding] = before._replace(edits=(*before.edits, edit), message=message)
    else:
        here.dash_finding = len(scan.findings)
        also = "，一条只在第一行写短横" if here.is_entry else ""
        scan.findings.append(Slip("extra-dash", number, start, start + 1, f"“{key.name}”前面多了短横{also}", (edit,)))
    if any(each is here for each in (*outline.frames, *outline.closed)):
        outline.restore(here)
    else:
        outline.frames.append(here)
    return follow_key(scan, number, here, key, after)


def take_after_dash(scan: Scan, at: Line, after: int, holder: Frame) -> int:
    """Take in what stands behind a dash: a key, a further dash, or text."""
    number, line, start, _ = at
    outline, meant = scan.outline, holder.entry
    outline.waiting = Waiting(holder.column, meant, after_dash=True)
    begin = skip_blanks(line, after)
    if is_blank(scan, number, begin, meant):
        return number + 1
    inner = holder.column + (STEP if line[start + 1 : begin].strip(" ") else max(begin - start, STEP))
    second = DASH.match(line, begin)
    if second and meant is not None and meant.keys and second.end() < len(line):
        cure = Edit(number, begin, second.end(), "")
        scan.findings.append(Slip("extra-dash", number, begin, begin + 1, "短横多写了一个；每条只写一个短横", (cure,)))
        begin = second.end()
    elif second and holder.shape is not None and holder.shape.holds is not Holds.LINES:
        return take_entry(scan, Line(number, line, begin, inner), begin + 2)
    keys = meant.keys if meant else {}
    key = find_key(line, begin, keys.__contains__, False)
    lacking = NO_COLON.match(line, begin)
    if key is None and lacking and normalize(lacking[1]) in keys:
        key = Key(normalize(lacking[1]), lacking.end(1), lacking.end(), "missing-colon")
    if key is not None and (meant is None or meant.holds not in TEXTS):
        usual = holder.column + STEP
        if inner > usual and next(columns_below(scan, number, holder.column), inner) == usual:
            cure = Edit(number, start + 1, begin, " ")
            scan.findings.append(
                Slip("indentation", number, start + 1, begin, "短横后面只空一格，要和下面的行对齐", (cure,))
            )
            inner = usual
        frame = Frame(inner, False, meant, is_entry=True)
        outline.frames.append(frame)
        return follow_key(scan, number, frame, key, begin)
    bullet = BULLET.match(line, begin) or DASH.match(line, begin)
    if bullet and bullet.end() < len(line) and line[begin] != "*":
        scan.findings.append(
            Slip(
                "bullet-in-text",
                number,
                begin,
                begin + 1,
                f"已经有短横了，“{line[begin]}”不用再打；删去它",
                cure=(Edit(number, begin, bullet.end(), ""),),
            )
        )
    return take_content(scan, Opening(number, begin, holder.column, ENTRY, meant))
