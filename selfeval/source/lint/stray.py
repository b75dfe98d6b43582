"""A line that is neither key nor list entry: more of the text above, or a slip."""

from __future__ import annotations

from selfeval.problem import Edit
from selfeval.source.lint import blocks, quotes, values
from selfeval.source.lint.columns import columns_below, is_dash_below
from selfeval.source.lint.content import take_block, take_content
from selfeval.source.lint.line import BULLET, COLON, DASH, skip_blanks
from selfeval.source.lint.outline import LISTS, TEXTS, Frame, Opening, Waiting
from selfeval.source.lint.placement import is_structure
from selfeval.source.lint.state import ENTRY, STEP, Line, Running, Scan
from selfeval.source.shape import Holds, Shape
from selfeval.source.slip import Slip
from selfeval.text.pattern import regex

SHORT = 25  # a line this short was ended on purpose, not for want of room
COMMENTED = regex(r"\s#")
LIKE_A_PIPE = frozenset("lI丨｜1/\\!！︱︳¦∣ǀ│┃＞")


def take_stray_line(scan: Scan, at: Line) -> int:
    """Take in a line that is neither key nor list entry; return the next line to look at."""
    outline, text = scan.outline, scan.text
    spaces = blocks.count_indent(at.text)
    goes_on_above = text is not None and spaces > text.owner
    holder = outline.list_at(at.column)
    if holder is not None and not goes_on_above and outline.waiting is None:
        return _take_undashed(scan, at, holder, at.start)
    if outline.waiting is not None and spaces > outline.waiting.column:
        return _take_first_line(scan, at, outline.waiting)
    if outline.waiting is not None and (after := _take_right_below(scan, at, outline.waiting)):
        return after
    if text is None or not (goes_on_above or (text.shape is not None and text.shape.holds is Holds.PROSE)):
        return _report_not_understood(scan, at)
    if not goes_on_above and text.name == ENTRY and has_ended(scan, text):
        above = next((each for each in outline.lists() if each.column == text.owner), None)
        if above is not None:
            outline.restore(above)
            return _take_undashed(scan, at, above, text.owner)
    if not goes_on_above:
        indent = text.owner + STEP
        scan.findings.append(
            Slip(
                "text-indentation",
                at.number,
                0,
                max(at.start, 1),
                f"这是“{text.name}”的正文，行首要空 {indent} 格",
                (Edit(at.number, 0, at.start, " " * indent),),
            )
        )
        text.shape = None  # one message is enough: the missing | is not named, too
    elif len(text.lines) == 1 and scan.lines[text.header][text.start :].strip() in LIKE_A_PIPE:
        return _take_letter_for_pipe(scan, text)
    continue_text(scan, at.number, at.start, text)
    return at.number + 1


def continue_text(scan: Scan, number: int, start: int, text: Running) -> None:
    """Take in a further line of a plain text, which YAML joins to the line above."""
    found = values.examine(scan.lines[number], number, start, None)
    narrative = text.shape is None or (text.shape.holds is Holds.PROSE and text.name != ENTRY)
    scan.findings += [each for each in found if not narrative or isinstance(each, Edit)]
    scan.findings += quotes.join_lines(scan.lines, number)
    if text.name == ENTRY and has_ended(scan, text):
        scan.findings.append(
            Slip(
                "joined-line",
                number,
                start,
                len(scan.lines[number].rstrip()),
                "这一行会接在上一行后面，成为同一条；要另起一条，前面加短横",
                cure=(Edit(number, 0, start, " " * text.owner + "- "),),
                sure=False,
            )
        )
    elif text.name != ENTRY and text.shape is not None and text.shape.holds in values.SHORT:
        _report_point_below_value(scan, number, start, text)
    text.lines.append(number)


def _report_point_below_value(scan: Scan, number: int, start: int, text: Running) -> None:
    """Name the points with a dash or bullet below a short value, which takes none: they would be read on as one sentence."""
    line, header = scan.lines[number], scan.lines[text.header]
    point, end = DASH.match(line, start) or BULLET.match(line, start), len(line.rstrip())
    if point is None or point.end() >= end:
        return
    above, shown = header[text.start :].strip(), line[point.end() : end]
    before = scan.findings[text.points] if text.points >= 0 else None
    message = f"“{text.name}”只写一个内容，不分条；这一行会接在“{above[:12]}”后面，连同“{point[0].strip()}”一起印出来"
    slip = before if isinstance(before, Slip) else Slip("joined-line", number, start, end, message, sure=False)
    first = len(text.lines) == 1
    is_words = not any(map(str.isdecimal, above + shown)) and not COMMENTED.search(header + line)
    cure = None
    if is_words and (first or slip.cure):
        joined = (slip.cure or (Edit(text.header, len(header.rstrip()), len(header), ""),))[0]
        emptied = (*(slip.cure or ())[1:], Edit(number, 0, len(line), ""))
        cure = (joined._replace(text=f"{joined.text}、{shown}"), *emptied)
    if before is None:
        text.points = len(scan.findings)
        scan.findings.append(slip._replace(cure=cure))
    else:
        scan.findings[text.points] = slip._replace(cure=cure)


def has_ended(scan: Scan, text: Running) -> bool:
    """Tell whether the last line of a text was ended on purpose, so that the next one is no more of it."""
    before = scan.lines[text.lines[-1]].strip()
    return (len(before) < SHORT and before[-1:] not in "，、：:；,（“") or before[-1:] in "。！？"


def _take_undashed(scan: Scan, at: Line, holder: Frame, place: int) -> int:
    """Name a list entry that lacks its dash, and read it as an entry."""
    scan.findings.append(
        Slip(
            "missing-dash",
            at.number,
            at.start,
            len(at.text.rstrip()),
            "这一条前面漏了短横，要有短横加空格",
            (Edit(at.number, 0, at.start, " " * place + "- "),),
        )
    )
    return take_content(scan, Opening(at.number, at.start, place, ENTRY, holder.entry))


def _take_first_line(scan: Scan, at: Line, waiting: Waiting) -> int:
    """Take in the first line below a key: the first entry of a list without its dash, or text."""
    if waiting.shape is not None and waiting.shape.holds is Holds.LINES and at.text[at.start] not in "[\"'":
        below = next(columns_below(scan, at.number, waiting.column - 1), None)
        place = below if below is not None and is_dash_below(scan, at.number) else max(at.column, waiting.column)
        holder = Frame(place, True, waiting.shape)
        scan.outline.frames.append(holder)
        return _take_undashed(scan, at, holder, place)
    if waiting.shape is not None and waiting.shape.holds in LISTS and _starts_entry_in_brackets(at, waiting.shape):
        holder = Frame(max(at.column, waiting.column), True, waiting.shape)
        scan.outline.frames.append(holder)
        return _take_undashed(scan, at, holder, holder.column)
    name = next(reversed(scan.outline.top.seen), ENTRY)
    after = take_content(scan, Opening(at.number, at.start, waiting.column, name, waiting.shape))
    if scan.text is not None:
        scan.text.opener = waiting.line
    return after


def _starts_entry_in_brackets(at: Line, shape: Shape) -> bool:
    """Tell whether a line is an entry of a list as other programs write it: {"名称": "实验社团数"}."""
    inside = at.text[at.start + 1 :].lstrip(" \"'")
    return at.text[at.start] == "{" and bool(shape.leading_key) and inside.startswith(shape.leading_key)


def _take_right_below(scan: Scan, at: Line, waiting: Waiting) -> int:
    """Take in the text or the first point of the key right above, though it stands no further right; 0 where it is neither."""
    takes_text = waiting.shape is not None and waiting.shape.holds in (*TEXTS, Holds.LINES)
    if not takes_text or waiting.after_dash or waiting.line != at.number - 1 or COLON.match(at.text, at.start):
        return 0
    _reopen(scan)
    if waiting.shape is not None and waiting.shape.holds is Holds.LINES:
        return _take_first_line(scan, at, waiting)
    return _take_text_at_margin(scan, at, waiting)


def _take_text_at_margin(scan: Scan, at: Line, waiting: Waiting) -> int:
    """Take in the text typed below a key, as far to the left as the key or further: one slip, with the | it needs."""
    number = waiting.line
    opener = scan.lines[number].rstrip()
    end, name = len(opener), opener.strip(" -:：")
    scan.outline.waiting = None
    opening = Opening(number, end - 1, waiting.column, name, waiting.shape)
    block = blocks.examine(scan.lines, opening, lambda each: is_structure(scan, each, waiting.column))
    indent = [edit for found in block.findings for edit in (found.edits if isinstance(found, Slip) else (found,))]
    first, line = at.number, at.text
    if block.end == first + 1:
        message = f"这是“{name}”的内容，要写在“{name}: ”后面，同一行"
        beside, indent = f" {line.strip()}", [Edit(first, 0, len(line), "")]
    else:
        message = f"这是“{name}”的正文：“{name}”的冒号后面写 |，正文行首要空 {waiting.column + STEP} 格"
        beside = " |"
    edits = (Edit(number, end, len(scan.lines[number]), beside), *indent)
    scan.findings.append(Slip("text-indentation", first, 0, max(skip_blanks(line), 1), message, edits, sure=False))
    scan.after_block = name
    return block.end


def _reopen(scan: Scan) -> None:
    """Open again what a line closed that is no part of the structure: what stands below it goes on as before."""
    if scan.outline.closed:
        scan.outline.restore(scan.outline.closed[0])


def _take_letter_for_pipe(scan: Scan, text: Running) -> int:
    """Read a letter that looks like | as the | that was meant."""
    scan.text = None
    return take_block(scan, Opening(text.header, text.start, text.owner, text.name, text.shape))


def _report_not_understood(scan: Scan, at: Line) -> int:
    """Name the first of several lines that fit nowhere, and read them as comments."""
    _reopen(scan)
    edit = Edit(at.number, at.start, at.start, "#")
    shown = at.text[at.start :].strip()[:12]
    if COLON.match(at.text, at.start):
        message = f"“{shown}”的冒号前面没有写项目名称，不知道是哪一项的内容；请写成“项目: 内容”"
    elif not COLON.search(at.text) and scan.text is not None and scan.text.lines[-1] == at.number - 1:
        message = f"“{shown}”不是“项目: 内容”；是上一行“{scan.text.name}”的内容，就接到上一行后面；是标题或说明，就删去，或在前面加 #"
    elif not COLON.search(at.text) and at.start == 0 and scan.unread < 0:
        message = f"“{shown}”不是“项目: 内容”，也不是上面的正文；是标题就不用写，删去这一行，或在前面加 #"
    else:
        message = f"“{shown}”这一行不是“项目: 内容”，也不是上面的正文，读不懂；请写成“项目: 内容”"
    if scan.unread == at.number - 1 >= 0:
        scan.findings.append(edit)
    else:
        scan.findings.append(
            Slip(
                "not-understood",
                at.number,
                at.start,
                len(at.text.rstrip()),
                message,
                (edit,),
                cure=None,
                sure=False,
            )
        )
    scan.unread = at.number
    return at.number + 1
