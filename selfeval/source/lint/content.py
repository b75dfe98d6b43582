"""What follows a key or a dash: a value, a text over several lines, or the lines below."""

from __future__ import annotations

import re

from selfeval.problem import Edit
from selfeval.source.lint import blocks, flow, quotes, values
from selfeval.source.lint.line import BLANKS, DASH, GOOD_COLON, Key, find_key, normalize, skip_blanks
from selfeval.source.lint.outline import LINE, LISTS, TEXTS, Frame, Opening, Waiting
from selfeval.source.lint.placement import comes_later, find_lacking_maps, is_structure
from selfeval.source.lint.state import ENTRY, STEP, Running, Scan
from selfeval.source.shape import Holds, Shape
from selfeval.source.slip import Found, Slip, mask
from selfeval.text.pattern import regex
from selfeval.text.placeholder import SPREADSHEET

FURTHER = regex(r"(?<=[。；！？]) *- +(?=\S)")
CLOSING = regex("[]）)】］]")
PERCENT = regex("[0-9.]+[%％‰](?=\\D)")
SECOND = regex(r"(?<=[\s,，;；|｜])([^\s,，;；|｜:：]{2,12})：")
BETWEEN = " ,，;；、|｜/\t"  # what is left over between two keys of one line
COLONS = regex("[:：﹕︰∶]+ *")  # one too many
COMMAS = regex(r"[，,、；;]+[ \u3000]*(?=[^\s，,、；;。！？])")  # struck beside the colon, no part of the value
COLON_SLIPS = {
    "fullwidth-colon": "“{}”后面是全角（中文）冒号，要用英文冒号加空格",
    "missing-space-after-colon": "“{}”的冒号后面要空一格（英文空格）",
    "missing-colon": "“{}”后面漏了冒号，要用英文冒号加空格",
}


def follow_key(scan: Scan, number: int, frame: Frame, key: Key, start: int) -> int:
    """Take in a key and what follows it; return the next line to look at."""
    outline, line = scan.outline, scan.lines[number]
    finish_text(scan)
    scan.after_block = ""
    shape = frame.shape_below(key.name)
    frame.seen.setdefault(key.name, number)
    takes_words = shape is not None and (shape.holds in TEXTS or shape.holds is Holds.MAP)
    doubled = COLONS.match(line, key.value) or (COMMAS.match(line, key.value) if takes_words else None)
    doubled = doubled if doubled and doubled.end() < len(line) else None
    if doubled and key.rule:
        key, doubled = key._replace(value=doubled.end()), None
    if key.rule:
        shown = line[start : key.end].strip()
        colon = line[key.end : key.end + 1]
        name_end = len(line[: key.end].rstrip(BLANKS))
        scan.findings.append(
            Slip(
                key.rule,
                number,
                key.end,
                key.end + 1,
                COLON_SLIPS[key.rule].format(shown),
                (Edit(number, name_end, key.value if colon else key.end, ": " if key.value < len(line) else ":"),),
                sure=key.rule != "missing-colon" or has_sure_end(line, key, frame),
            )
        )
    elif line[key.end + 1 : key.value].strip(" \t"):
        scan.findings.append(Edit(number, key.end + 1, key.value, " " * (key.value - key.end - 1)))
    if doubled:
        is_colon = COLONS.match(doubled[0]) is not None
        extra = "一个冒号；删去它" if is_colon else f"“{doubled[0].strip()}”，不算内容；删去它"
        edit = Edit(number, key.value, doubled.end(), "")
        rule = "fullwidth-colon" if is_colon else "trailing-comma"
        scan.findings.append(Slip(rule, number, key.value, key.value + 1, f"“{key.name}”后面多了{extra}", (edit,)))
        key = key._replace(value=doubled.end())
    if key.name == "<<":
        scan.findings.append(
            Slip(
                "merge-key",
                number,
                start,
                key.end,
                "“<<”是程序的写法，这里不能用；请把内容再写一遍",
                (Edit(number, start, start, "#"),),
                cure=None,
                sure=False,
            )
        )
        return number + 1
    if line[start] in "“‘’”" and line[key.end - 1] in "“‘’”" and frame.knows(key.name):
        scan.findings.append(
            Slip(
                "fullwidth-quotes",
                number,
                start,
                key.end,
                "项目名称不用放在引号里",
                (Edit(number, start, key.end, key.name),),
            )
        )
    if line[start] in "*&!%@`":
        scan.findings.append(mask(number, start, line[start]))  # a sign YAML would take for its own
    outline.waiting = None
    if is_blank(scan, number, key.value, shape):
        outline.waiting = Waiting(frame.column, shape, line=number)
        return number + 1
    return take_content(scan, Opening(number, key.value, frame.column, key.name, shape))


def has_sure_end(line: str, key: Key, frame: Frame) -> bool:
    """Tell whether a key that lacks its colon ends where it seems to, beyond doubt."""
    if frame.knows(key.name):
        return key.value > key.end or not line[key.end : key.end + 1].isalpha()
    return key.value >= len(line.rstrip()) or line[key.end : key.value].strip() in ("=", "＝")


def is_blank(scan: Scan, number: int, start: int, shape: Shape | None) -> bool:
    """Tell whether nothing or a comment stands here; where a text is due, ``#1机组`` is that text, and named."""
    line = scan.lines[number].rstrip()
    if line[start : start + 1] != "#":
        return start >= len(line)
    if line[start + 1 : start + 2].strip() in ("", "#") or shape is None:
        return True
    if shape is not LINE and shape.holds not in (Holds.VALUE, Holds.MAP):
        return True
    if SPREADSHEET.fullmatch(line, start):
        scan.findings.append(mask(number, start, line[start:]))  # whoever knows the field refuses it
        return False
    if shape.holds is Holds.MAP:
        return True
    scan.findings.append(
        Slip(
            "hash-in-text",
            number,
            start,
            len(line),
            f"“{line[start:][:12]}”别的程序会当成注释丢掉，这次当作文字；是正文就放进引号里，是注释就在 # 后面空一格",
            cure=(Edit(number, start, len(line), f"'{line[start:]}'"),),
            sure=False,
        )
    )
    return False


def take_content(scan: Scan, opening: Opening) -> int:
    """Take in a value, with the lines it goes on for; return the next line to look at."""
    number, start, _, _, shape = opening
    line = scan.lines[number]
    scan.outline.waiting = None
    first = line[start]
    end = len(line.rstrip(BLANKS))
    if first in "|>｜丨" and blocks.opens_block(scan.lines, opening, end):
        if line[end:].strip(" \t"):
            scan.findings.append(Edit(number, end, len(line), ""))
        return take_block(scan, opening)
    if first == "|" and not (shape and shape.holds is Holds.VALUE):
        return take_text_beside_pipe(scan, opening)
    if shape is not None and shape.holds in LISTS and DASH.match(line, start):
        return take_dash_beside_key(scan, opening)
    machinery = values.find_machinery(line, number, start, scan.anchors) if first in "&*!" else None
    if machinery is not None:
        return take_machinery(scan, opening, machinery)
    quoted = follow_marks(scan, opening)
    if quoted is not None:
        scan.findings += quoted.findings
        if quoted.end is not None:
            return quoted.line + 1
    return take_plain(scan, opening, hidden=quoted is not None)


def take_dash_beside_key(scan: Scan, opening: Opening) -> int:
    """Take in the first entry of a list that was typed on the line of its key."""
    number, start, owner, _, _ = opening
    line = scan.lines[number]
    scan.findings.append(
        Slip(
            "dash-beside-key",
            number,
            start,
            start + 1,
            "短横要另起一行，行首空两格",
            cure=(Edit(number, len(line[:start].rstrip()), start, "\n" + " " * (owner + STEP)),),
        )
    )
    scan.findings += [each for each in values.examine(line, number, start, None) if isinstance(each, Edit)]
    return start_text(scan, opening._replace(shape=None))


def take_machinery(scan: Scan, opening: Opening, slip: Slip) -> int:
    """Take in a tag, an anchor or an alias; where nothing stands behind it, the value is expected below."""
    scan.findings.append(slip)
    if not scan.lines[opening.number][slip.edits[0].end :].strip():
        scan.outline.waiting = Waiting(opening.owner, opening.shape)
    return opening.number + 1


def follow_marks(scan: Scan, opening: Opening) -> quotes.Quoted | None:
    """Follow quotes or brackets to their end; return None for a value that starts with neither."""
    number, start, owner, _, shape = opening
    line = scan.lines[number]
    if line[start] in "\"'":
        return quotes.examine(scan.lines, number, start, owner)
    if line[start] in "[{" and flow.is_flow(line, start, shape):
        return flow.examine(scan.lines, number, start, owner, shape.all_keys if shape else frozenset())
    return None


def take_plain(scan: Scan, opening: Opening, *, hidden: bool) -> int:
    """Take in a plain text; ``hidden`` says that its first character, a quote or bracket, is hidden from the parser."""
    number, start, owner, _, shape = opening
    line = scan.lines[number]
    found = list(values.examine(line, number, start + hidden, shape))
    if hidden:
        found = [each for each in found if isinstance(each, Edit) or each.rule != "unbalanced-quotes"]
    elif line[start] == "[" and not CLOSING.search(line, start):
        end = len(line.rstrip(BLANKS))
        scan.findings.append(
            Slip("unclosed-bracket", number, start, end, "括号“[”没有配对；在后面补上“]”，或删去它", cure=None)
        )
    second = find_second_key(scan, found, opening)
    if second is not None:
        begin, frame = second
        scan.findings += [each for each in found if each.start < begin and not is_colon_in_text(each)]
        return break_line(scan, number, begin, Frame(owner + STEP, False, shape) if frame is None else frame)
    scan.findings += found
    if shape is LINE and (further := FURTHER.search(line, start)):
        scan.findings.append(
            Slip(
                "joined-line",
                number,
                further.start(),
                further.end(),
                "“- ”后面像是另一条，写在同一行就成了一条；要另起一行",
                cure=(Edit(number, further.start(), further.end(), "\n" + " " * owner + "- "),),
                sure=False,
            )
        )
    return start_text(scan, opening)


def start_text(scan: Scan, opening: Opening) -> int:
    """Start a plain text that may go on below; return the next line to look at."""
    number, start, owner, name, shape = opening
    scan.text = Running(name, owner, start, shape, number, [number])
    return number + 1


def is_colon_in_text(found: Found) -> bool:
    """Tell whether a finding is about a colon in a text, which other programs take for that of a key."""
    return isinstance(found, Slip) and found.rule == "colon-in-text"


def find_second_key(scan: Scan, found: list[Found], opening: Opening) -> tuple[int, Frame | None] | None:
    """Return where a second key starts on the line, and the map that lacks it; None when there is no second key.

    The map is None where the second key is to open one below the key of this line.
    """
    number, start, _, _, shape = opening
    line = scan.lines[number]
    colon = next((each.start for each in found if is_colon_in_text(each)), -1)
    before = re.search(r"(?:^|[\s,，;；|｜])([^\s,，;；|｜]+)$", line[start:colon]) if colon > 0 else None
    if before is None:
        return find_key_with_wide_colon(scan, opening) if colon < 0 else None
    begin, name = start + before.start(1), normalize(before[1])
    if begin == start and shape is not None and shape.holds is Holds.MAP and name in shape.keys:
        return begin, None
    lacking = find_lacking_maps(scan, number, name) if begin > start else []
    return (begin, lacking[0]) if lacking else find_glued_key(scan, opening, colon)


def find_key_with_wide_colon(scan: Scan, opening: Opening) -> tuple[int, Frame] | None:
    """Return where a key with a full-width colon starts after a short value, and the map that lacks it: ``甲；年度指标值：5``."""
    number, start, _, _, shape = opening
    if shape is None or shape.holds is not Holds.VALUE:
        return None
    line = scan.lines[number]
    comment = line.find(" #", start)
    for found in SECOND.finditer(line, start + 1, len(line) if comment < 0 else comment):
        lacking = find_lacking_maps(scan, number, normalize(found[1]))
        if lacking:
            return found.start(1), lacking[0]
    return None


def find_glued_key(scan: Scan, opening: Opening, colon: int) -> tuple[int, Frame] | None:
    """Return where a key starts that follows a short value without a blank, and the map that lacks it: ``2022填报人:``."""
    number, start, owner, _, shape = opening
    text = scan.lines[number][start:colon]
    frame = next((each for each in scan.outline.maps() if each.column == owner), None)
    if frame is None or shape is None or shape.holds not in (Holds.VALUE, Holds.MAP):
        return None
    percent = PERCENT.match(text)
    if frame.takes_any_name and percent and text[percent.end() :].isalnum():
        return start + percent.end(), frame
    key = max((each for each in frame.missing_keys() if text.endswith(each)), key=len, default="")
    if not key or key == text or comes_later(scan, number, key, frame):
        return None
    return colon - len(key), frame


def break_line(scan: Scan, number: int, begin: int, frame: Frame) -> int:
    """Read the rest of a line as a line of its own, in the map to which its key belongs."""
    line = scan.lines[number]
    key = find_key(line, begin, lambda name: True, True)
    if key is None:
        return number + 1
    edits = [Edit(number, len(line[:begin].rstrip(BETWEEN)), begin, "\n" + " " * frame.column)]
    if key.rule:
        edits.append(Edit(number, key.end, key.value, ": "))
        key = key._replace(rule="")
    scan.findings.append(Slip("keys-on-one-line", number, begin, key.end, f"“{key.name}”要另起一行写", tuple(edits)))
    if frame in scan.outline.frames:
        scan.outline.restore(frame)
    else:
        scan.outline.frames.append(frame)
    return follow_key(scan, number, frame, key, begin)


def take_block(scan: Scan, opening: Opening) -> int:
    """Take in a ``|`` with the text below it; return the first line after that text."""
    number, start, owner, name, _ = opening
    line = scan.lines[number].rstrip(BLANKS)
    if not blocks.HEADER.match(line, start) or blocks.overstates_indent(scan.lines, opening):
        scan.findings.append(
            Slip(
                "fullwidth-pipe",
                number,
                start,
                len(line),
                f"“{line[start:]}”不是{'一个' if line[start] == '|' else ''}英文的竖线，下面的正文会连成一段；要用 |",
                (Edit(number, start, len(line), "|"),),
            )
        )
    block = blocks.examine(scan.lines, opening, lambda each: is_structure(scan, each, owner))
    for each in block.findings:
        if isinstance(each, Slip) and each.rule == "text-indentation" and scan.move_block_along(number, owner, each):
            continue
        scan.findings.append(each)
    scan.after_block = name
    return block.end


def take_text_beside_pipe(scan: Scan, opening: Opening) -> int:
    """Take in a text that was typed on the line of its ``|``."""
    number, start, owner, _, _ = opening
    line = scan.lines[number]
    rest = line[start + 1 :].strip()
    scan.findings.append(
        Slip(
            "text-beside-pipe",
            number,
            start,
            start + 1,
            "| 后面不能直接写正文；正文从下一行开始，行首空两格",
            (Edit(number, start, start + 1, " "),),
            cure=(Edit(number, start + 1, len(line), "\n" + " " * (owner + STEP) + rest),),
        )
    )
    return start_text(scan, opening._replace(shape=None))


def finish_text(scan: Scan) -> None:
    """Close a plain text; a narrative over several lines is named, because its | is missing."""
    text, scan.text = scan.text, None
    if (
        text is None
        or len(text.lines) < 2
        or text.shape is None
        or text.shape.holds is not Holds.PROSE
        or text.name == ENTRY
    ):
        return
    header = scan.lines[text.header]
    indent = " " * (text.owner + STEP)
    beside = text.opener < 0
    opener = text.header if beside else text.opener
    colon = GOOD_COLON.search(scan.lines[opener])
    at = text.start if beside else colon.end() if colon else len(scan.lines[opener].rstrip())
    edits = [Edit(opener, at, at, "|\n" + indent if beside else " |")]
    for number in text.lines[1:] if beside else text.lines:
        edits.append(Edit(number, 0, skip_blanks(scan.lines[number]), indent))
    scan.findings.append(
        Slip(
            "missing-pipe",
            opener,
            at,
            len(header.rstrip()) if beside else at,
            f"“{text.name}”有好几行，会连成一段；冒号后面写 |，正文从下一行开始",
            cure=tuple(edits),
        )
    )
    scan.findings[:] = [each for each in scan.findings if not (is_colon_in_text(each) and each.line in text.lines)]
