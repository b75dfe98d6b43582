"""Go through the lines with the form's keys in hand: say what each line is, and where it belongs.

Every line is a key, a list entry, text that goes on from above, or nothing. What stands where
nothing of its kind can stand is moved, in memory, to the nearest place where it can.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from selfeval.source.lint import blocks, flow, quotes, values
from selfeval.source.lint.line import (
    BULLET,
    DASH,
    GOOD_COLON,
    LEAD,
    NO_COLON,
    ODD_DASH,
    Key,
    find_key,
    normal,
)
from selfeval.source.lint.outline import LISTS, TEXTS, Frame, Outline, Waiting, inner_keys
from selfeval.source.shape import Holds, Shape
from selfeval.source.slip import Edit, Finding, Slip

DEEPEST = 20
QUICK = re.compile(r"( *)(- )?(\w+): " + values.SAFE.pattern)
STEP = 2
ENTRY = "这一条"                         # what a list entry without a key is called
SHORT = 25                               # a line this short was ended on purpose, not for want of room
COLON_SLIPS = {
    "fullwidth-colon": "“{}”后面是全角（中文）冒号，要用英文冒号加空格",
    "missing-space-after-colon": "“{}”的冒号后面要空一格（英文空格）",
    "missing-colon": "“{}”后面漏了冒号，要用英文冒号加空格",
}


def examine(lines: Sequence[str], shape: Shape) -> list[Finding]:
    """Find the slips of structure and of values, and hide from the parser what is text."""
    walk = Walk(lines, Outline([Frame(0, False, shape)]), values.anchors(lines), usual_step(lines))
    number = 0
    while number < len(lines):
        number = walk.step(number)
    walk.finish_text()
    return walk.findings


def usual_step(lines: Sequence[str]) -> int:
    """Return by how many columns this file indents: 2 (also for 4), or 3."""
    indents = [each for each in map(blocks.indent, lines) if each]
    return max((STEP, 3), key=lambda step: sum(each % step == 0 for each in indents))


@dataclass(slots=True)
class Running:
    """A plain text that may go on: the column of its key, and its lines so far."""

    name: str
    owner: int
    start: int
    shape: Shape | None
    header: int
    lines: list[int] = field(default_factory=list)
    opener: int = -1


@dataclass(slots=True)
class Moved:
    """A line that was moved: the lines below it, further right than ``column``, may move along."""

    column: int
    by: int
    slip: int


@dataclass
class Walk:
    """Keep what the lines so far have opened, and what was found in them."""

    lines: Sequence[str]
    outline: Outline
    anchors: frozenset[str]
    width: int
    findings: list[Finding] = field(default_factory=list)
    text: Running | None = None
    moved: Moved | None = None
    after_block: str = ""

    def step(self, number: int) -> int:
        """Take in one line, with the text below it if it opens one; return the next line to look at."""
        line = self.lines[number]
        if self._expected(number, line):
            return number + 1
        blank = LEAD.match(line)
        start = blank.end() if blank else 0
        if start == len(line) or line[start] == "#":
            return number + 1
        if line[start] == "＃":
            self._slip("fullwidth-hash", number, start, start + 1, "注释要用英文的 #", Edit(number, start, start + 1, "#"))
            return number + 1
        column = self._column(number, start)
        self.outline.close(column)
        found = self._dash(number, start, column)
        if found:
            return self._entry(number, start, column, *found)
        key = self._key(number, start, column)
        if key is not None:
            return self._keyed(number, start, column, key)
        return self._loose(number, start, column)

    def _expected(self, number: int, line: str) -> bool:
        """Take in the common line at once: a key of the form, at its place, with a plain value."""
        quick = QUICK.match(line)
        if quick is None or self.moved is not None:
            return False
        outline = self.outline
        spaces, dash, name = quick.groups()
        column = len(spaces)
        frame = outline.innermost(column)
        if frame.column != column or frame.is_list is not bool(dash):
            return False
        if dash:
            if frame.entry is None or name not in frame.entry.keys:
                return False
            inner = Frame(column + STEP, False, frame.entry, item=True)
        elif name in frame.seen or not frame.knows(name):
            return False
        outline.close(frame.column)
        if dash:
            outline.frames.append(inner)
            frame = inner
        self.finish_text()
        outline.waiting = None
        self.after_block = ""
        frame.seen[name] = number
        self.text = Running(name, frame.column, quick.end(3) + 2, frame.child(name), number, [number])
        return True

    # -- what the line is

    def _column(self, number: int, start: int) -> int:
        """Return the column meant: tabs and wide blanks as what fits, moved along with the line above."""
        lead = self.lines[number][:start]
        if self.moved and start <= self.moved.column:
            self.moved = None
        if lead.count(" ") != start:
            return self._guess(number, start, lead)
        if self.moved and not self._fits(number, start, start) and self._fits(number, start, start + self.moved.by):
            return start + self.moved.by
        return start

    def _guess(self, number: int, start: int, lead: str) -> int:
        """Return the column that tabs or wide blanks stand for: where the key is known, or the next line points to."""
        blanks, wide, tabs = sum(each in " \xa0" for each in lead), lead.count("\u3000"), lead.count("\t")
        widths = [blanks + wide * w + tabs * t for t in (2, 4, 8) for w in (2, 1)]
        fitting = [width for width in widths if self._fits(number, start, width)]
        known = [width for width in fitting if self._known(number, start, width)]
        below = self._columns(number, -1)[:1]
        likely = [each - STEP * (not self._is_leaf(number)) for each in below]
        likely = [each for each in likely if self._fits(number, start, each)]
        waiting = self.outline.waiting
        if waiting and waiting.shape and waiting.shape.holds not in TEXTS:
            fitting = [width for width in fitting if width > waiting.column] or fitting
        return [*known, *likely, *fitting, *widths][0]

    def _fits(self, number: int, start: int, column: int) -> bool:
        outline = self.outline
        if DASH.match(self.lines[number], start):
            return outline.list_at(column) is not None or outline.opens_list(column)
        return outline.map_at(column) is not None or outline.opens_map(column)

    def _known(self, number: int, start: int, column: int) -> bool:
        """Tell whether the key of this line is one the form names at this column."""
        here = self.outline.map_at(column)
        return here is not None and find_key(self.lines[number], start, here.knows, False) is not None and \
            here.knows(normal(GOOD_COLON.split(self.lines[number][start:])[0]))

    def _dash(self, number: int, start: int, column: int) -> tuple[int, Slip | None] | None:
        """Find the dash of a list entry and return where the entry starts."""
        line = self.lines[number]
        dash = DASH.match(line, start)
        if dash:
            if "\t" in dash[0]:
                self.findings.append(Edit(number, start + 1, dash.end(), " " * (dash.end() - start - 1)))
            return dash.end(), None
        if not self.outline.wants_list(column):
            return None
        odd = ODD_DASH.match(line, start)
        if odd and not (self.text and column > self.text.owner and not self.outline.list_at(column)):
            if line[start] == "-":
                return odd.end(), Slip("missing-space-after-dash", number, start, start + 1, "短横后面要空一格",
                                       (Edit(number, start + 1, odd.end(), " "),))
            return odd.end(), Slip("fullwidth-dash", number, start, odd.end(1),
                                   f"“{odd[1]}”不是英文的短横，要用减号键打出的 - 加空格",
                                   (Edit(number, start, odd.end(), "- "),))
        bullet = BULLET.match(line, start)
        if bullet and self.outline.list_at(column) is None and self.text is not None:
            return None
        if bullet:
            return bullet.end(), Slip("missing-dash", number, start, start + 1,
                                      f"每一条前面要用英文短横加空格，不用“{line[start]}”",
                                      (Edit(number, start, bullet.end(), "- "),))
        return None

    def _key(self, number: int, start: int, column: int) -> Key | None:
        line, outline = self.lines[number], self.outline
        here = outline.map_at(column)
        opens = outline.opens_map(column)
        if opens:
            shape = outline.waiting.shape if outline.waiting else None
            free = shape is not None and shape.holds in (Holds.NAMES, Holds.TREE)
        else:
            free = here is not None and here.free and here.shape is not None
        key = find_key(line, start, outline.knows, free)
        if key is not None and (key.name or key.rule):
            return key
        lacking = NO_COLON.match(line, start)
        if lacking and (here is not None or opens) and not (self.text and column > self.text.owner):
            name = normal(lacking[1])
            if (free and line[start] not in "[{\"'|>") or \
                    (outline.knows(name) and (lacking[2] or here is None or here.knows(name))):
                return Key(name, lacking.end(1), lacking.end(), "missing-colon")
        return None

    # -- a list entry

    def _entry(self, number: int, start: int, column: int, after: int, slip: Slip | None) -> int:
        outline = self.outline
        place = column
        if not self._fits(number, start, column) and not outline.wants_list(column):
            home = self._list_home(number, after, column)
            if home is None:
                return self._loose(number, start, column)
            place = home.column
            outline.restore(home)
            if self.after_block and column > place:
                self._move(number, start, column, place, "swallowed-key",
                           f"这一条缩进太多，会被当成上面“{self.after_block}”的正文")
            else:
                self._move(number, start, column, place, "list-indentation", "这一条的短横没有和上面的短横对齐")
        elif outline.list_at(column) is not None:
            self._move(number, start, column, place, "indentation", "")
        if slip:
            self.findings.append(slip)
        self.finish_text()
        known = outline.list_at(place)
        if known is None:
            shape = outline.waiting.shape if outline.waiting else None
            if outline.waiting:
                place = self._first_column(number, start, place, outline.waiting.column, self._is_leaf(number), True)
            known = Frame(place, True, shape)
            outline.frames.append(known)
            if len(outline.frames) > 2 * DEEPEST:
                return len(self.lines)
        else:
            outline.restore(known)
        outline.waiting = Waiting(place, known.entry, after_dash=True)
        line = self.lines[number]
        rest = LEAD.match(line, after)
        begin = rest.end() if rest else after
        if begin == len(line) or line[begin] == "#":
            return number + 1
        inner = place + max(begin - start, 2)
        if DASH.match(line, begin) and known.shape is not None and known.shape.holds is not Holds.LINES:
            return self._entry(number, begin, inner, begin + 2, None)
        here = known.entry
        free = here is None and known.shape is None
        key = find_key(line, begin, lambda name: here is not None and name in here.keys, False)
        lacking = NO_COLON.match(line, begin)
        if key is None and lacking and here is not None and normal(lacking[1]) in here.keys:
            key = Key(normal(lacking[1]), lacking.end(1), lacking.end(), "missing-colon")
        if key is not None and not (here is not None and here.holds in TEXTS and not key.rule):
            frame = Frame(inner, False, here, item=True)
            outline.frames.append(frame)
            return self._value(number, frame, key, begin)
        if key is not None and not free:
            bullet = None
        else:
            bullet = BULLET.match(line, begin)
        if bullet and bullet.end() < len(line) and line[begin] not in "*":
            self._slip("bullet-in-text", number, begin, begin + 1,
                       f"已经有短横了，“{line[begin]}”会一起印出来；删去它", cure=(Edit(number, begin, bullet.end(), ""),))
        return self._content(number, begin, here, place, ENTRY)

    def _list_home(self, number: int, after: int, column: int) -> Frame | None:
        """Find the list that a dash at an impossible column belongs to."""
        keyed = GOOD_COLON.search(self.lines[number], after) is not None
        homes = [each for each in self.outline.lists()
                 if keyed or each.shape is None or each.shape.holds is not Holds.LIST]
        if self.text and column > self.text.owner + 3:
            homes = [each for each in homes if abs(each.column - column) < 3]
        return min(homes, key=lambda each: abs(each.column - column), default=None)

    # -- a key

    def _keyed(self, number: int, start: int, column: int, key: Key) -> int:
        outline = self.outline
        here = outline.map_at(column)
        if here is not None and not self._elsewhere(number, key, here):
            outline.restore(here)
            self._move(number, start, column, column, "indentation", "")
            if here.item and key.name == here.first_key and self._missing_dash(number, column, here, key):
                here.seen.clear()
            return self._value(number, here, key, start)
        if here is None and outline.opens_map(column) and outline.waiting:
            return self._child(number, start, column, key, outline.waiting)
        home = self._home(number, key, column, here)
        if home is None:
            return self._loose(number, start, column)
        if home.is_list:
            frame = Frame(home.column + STEP, False, home.entry, item=True)
            outline.restore(home)
            outline.frames.append(frame)
            self.findings.append(Slip(
                "missing-dash", number, start, key.end, f"“{key.name}”是新的一条，前面漏了短横",
                (Edit(number, 0, start, " " * home.column + "- "),)))
            self.moved = Moved(column - 1, STEP, len(self.findings) - 1)
            return self._value(number, frame, key, start)
        outline.restore(home)
        self._move(number, start, column, home.column, *self._why(key, home, column, here is not None))
        if home.item and key.name == home.first_key and self._missing_dash(number, home.column, home, key):
            home.seen.clear()
        return self._value(number, home, key, start)

    def _why(self, key: Key, home: Frame, column: int, legal: bool) -> tuple[str, str]:
        if self.after_block and column > home.column:
            return "swallowed-key", f"“{key.name}”缩进太多，会被当成上面“{self.after_block}”的正文"
        beside = next(reversed(home.seen), "")
        message = f"“{key.name}”的缩进不对" + (f"，要和“{beside}”对齐" if beside else "")
        return ("wrong-level" if legal else "indentation"), message

    def _elsewhere(self, number: int, key: Key, here: Frame) -> bool:
        """Tell whether the key, though it can stand here, is known elsewhere only and missing there."""
        if here.knows(key.name) or here.shape is None:
            return False
        return self._home(number, key, here.column, here) is not None

    def _home(self, number: int, key: Key, column: int, here: Frame | None) -> Frame | None:
        """Find the map that lacks this key; failing that the nearest one that takes any name."""
        maps = [each for each in self.outline.maps() if each is not here]
        lists = [each for each in self.outline.lists() if each.column == column]
        lacking = [each for each in maps if each.knows(key.name) and key.name not in each.seen
                   and not self._later(number, key.name, each)]
        if here is not None:
            if here.free:
                lacking = [each for each in lacking if each.column == 0 and
                           each.shape and each.shape.keys[key.name].holds is not Holds.VALUE]
            return min(lacking, key=lambda each: abs(each.column - column), default=None) or self._below(key, column)
        for each in lists:
            if each.shape is not None and key.name in each.shape.keys and not any(
                    frame.item and key.name not in frame.seen for frame in self.outline.closed):
                return each
        repeated = [each for each in maps if each.item and key.name == each.first_key]
        taking = lacking or repeated or [each for each in maps if each.knows(key.name)] or [
            each for each in maps if each.free and abs(each.column - column) < 4]
        if not taking and not (self.text and column > self.text.owner):
            taking = maps
        return min(taking, key=lambda each: abs(each.column - column), default=None)

    def _below(self, key: Key, column: int) -> Frame | None:
        """Open the map that waits at this very column, when the key belongs in it and not here."""
        waiting = self.outline.waiting
        if waiting is None or waiting.column != column or waiting.shape is None or key.name not in waiting.shape.keys:
            return None
        frame = Frame(column + STEP, waiting.shape.holds in LISTS, waiting.shape)
        if frame.is_list:
            frame.column = column
        self.outline.frames.append(frame)
        return frame

    def _child(self, number: int, start: int, column: int, key: Key, waiting: Waiting) -> int:
        """Start the map, or the list whose first dash was forgotten, below the key that waits."""
        outline, shape = self.outline, waiting.shape
        if shape is not None and shape.holds in (Holds.LIST, Holds.TREE) and key.name in shape.keys:
            below = self._columns(number, waiting.column)
            inside = column - waiting.column >= STEP and column + STEP not in below[:1]
            holder = Frame(column - STEP if inside else column, True, shape)
            self._slip("missing-dash", number, start, key.end, f"“{key.name}”是一条的开头，前面漏了短横",
                       Edit(number, 0, start, " " * holder.column + "- "))
            outline.frames.append(holder)
            frame = Frame(holder.column + STEP, False, holder.entry, item=True)
        else:
            if shape is not None and shape.holds is Holds.PROSE and not key.rule:
                return self._loose(number, start, column)
            place = self._first_column(number, start, column, waiting.column, self._is_leaf(number), False)
            frame = Frame(place, False, shape, item=waiting.after_dash)
        outline.frames.append(frame)
        if len(outline.frames) > 2 * DEEPEST:
            return len(self.lines)
        return self._value(number, frame, key, start)

    def _first_column(self, number: int, start: int, column: int, owner: int, leaf: bool, dash: bool) -> int:
        """Return the column of a new map or list: that of its later lines, if the first one is off.

        ``leaf`` tells that nothing can stand below the first line, ``dash`` that it is a list entry.
        """
        columns = self._columns(number, owner)
        least = min(columns, default=column)
        votes = columns.count(least) - columns.count(column) - 1
        regular = (least - owner) % self.width == 0
        inside = columns[:1] == [least] and not (DASH.match(self.lines[number + 1], least) if dash else leaf)
        natural = least - STEP if inside else least
        place = column
        if columns and not self.lines[number].startswith(" " * start):
            place = natural                                # typed with tabs: the column is but a guess
        elif least < column:
            if votes > 0 or (votes == 0 and regular):
                place = least
        elif least > column and regular and (column - owner) % self.width and (leaf or least < columns[0]):
            place = natural
        glued = dash and columns[:1] == [place]            # YAML reads the next entry as more of this one
        self._move(number, start, column, place, "list-indentation" if glued else "indentation",
                   f"这一行缩进太{'多' if place < column else '少'}，要和下面的行对齐")
        return place

    def _columns(self, number: int, owner: int) -> list[int]:
        """Return the columns of the lines that stand below a key, from the next line on."""
        columns = []
        for line in self.lines[number + 1 :]:
            indent = blocks.indent(line)
            if indent == len(line) or line[indent] in "#\t\u3000\xa0":
                continue
            if indent <= owner:
                break
            columns.append(indent)
        return columns

    def _is_leaf(self, number: int) -> bool:
        """Tell whether the value stands on this line, so that nothing can stand below it."""
        return re.search(r"[:：].*[^\s|>:：]|^\s*-[^:：]*$", self.lines[number]) is not None

    def _missing_dash(self, number: int, column: int, item: Frame, key: Key) -> bool:
        """Name the dash forgotten before the first key of a further entry."""
        holder = self.outline.frames[self.outline.frames.index(item) - 1]
        if not holder.is_list:
            return False
        self._slip("missing-dash", number, column, key.end,
                   f"“{key.name}”在这一条里第 {item.seen[key.name] + 1} 行已经有了，应该是新的一条，前面漏了短横",
                   Edit(number, holder.column, column, "-" + " " * (column - holder.column - 1)))
        return True

    def _later(self, number: int, name: str, frame: Frame) -> bool:
        """Tell whether the frame gets this key further down, so that it is not missing."""
        for line in self.lines[number + 1 :]:
            indent = blocks.indent(line)
            if indent < frame.column and indent < len(line):
                return False
            if indent == frame.column and line.startswith((name + ":", name + "："), indent):
                return True
        return False

    # -- a value

    def _value(self, number: int, frame: Frame, key: Key, start: int) -> int:
        """Take in what follows a key."""
        outline, line = self.outline, self.lines[number]
        self.finish_text()
        self.after_block = ""
        shape = frame.child(key.name)
        frame.seen.setdefault(key.name, number)
        if key.rule:
            shown = line[start : key.end].strip()
            colon = line[key.end : key.end + 1]
            self._slip(key.rule, number, key.end, key.end + 1, COLON_SLIPS[key.rule].format(shown),
                       Edit(number, key.end, key.value if colon else key.end, ": " if key.value < len(line) else ":"))
        elif line[key.end + 1 : key.value].strip(" \t"):
            self.findings.append(Edit(number, key.end + 1, key.value, " " * (key.value - key.end - 1)))
        if key.name == "<<":
            self._slip("merge-key", number, start, key.end, "“<<”是程序的写法，这里不能用；请把内容再写一遍",
                       Edit(number, start, start, "#"), sure=False)
            return number + 1
        typed = line[start : key.end]
        if typed != typed.strip() or typed[:1] in "“‘’”":
            self._odd_name(number, start, key)
        outline.waiting = None
        if key.value >= len(line) or line[key.value] == "#":
            if line[key.value : key.value + 1] == "#" and line[key.value + 1 : key.value + 2].strip():
                self._slip("hash-in-text", number, key.value, len(line),
                           f"“{line[key.value :].strip()[:12]}”会被当成注释丢掉；是正文就放进引号里，是注释就在 # 后面空一格",
                           cure=(Edit(number, key.value, len(line.rstrip()), f"'{line[key.value :].rstrip()}'"),), sure=False)
            outline.waiting = Waiting(frame.column, shape, line=number)
            return number + 1
        return self._content(number, key.value, shape, frame.column, key.name)

    def _odd_name(self, number: int, start: int, key: Key) -> None:
        line = self.lines[number]
        if line[start] in "“‘’”":
            self._slip("fullwidth-quotes", number, start, key.end, "项目名称不用放在引号里",
                       Edit(number, start, key.end, key.name))

    def _content(self, number: int, start: int, shape: Shape | None, owner: int, name: str) -> int:
        """Take in a value, and the lines it goes on for."""
        line, outline = self.lines[number], self.outline
        outline.waiting = None
        first = line[start]
        if first in "|>｜丨" and (blocks.HEADER.match(line, start) or line[start:].strip() in "｜丨"):
            return self._block(number, start, owner, name)
        if first == "|":
            return self._text_beside_pipe(number, start, owner, name, shape)
        if first in "&*!":
            slip = values.refused(line, number, start, self.anchors)
            if slip:
                self.findings.append(slip)
                if not line[slip.edits[0].end :].strip():
                    outline.waiting = Waiting(owner, shape)
                return number + 1
        quoted = None
        if first in "\"'":
            quoted = quotes.examine(self.lines, number, start, owner)
        elif first in "[{" and self._is_flow(line, start, shape):
            quoted = flow.examine(self.lines, number, start, owner, inner_keys(shape))
        if quoted is not None:
            self.findings += quoted.findings
            if quoted.end is not None:
                return quoted.line + 1
            self.findings += [each for each in values.examine(line, number, start + 1, shape)
                              if isinstance(each, Edit) or each.rule != "unbalanced-quotes"]
        else:
            self.findings += values.examine(line, number, start, shape)
        self.text = Running(name, owner, start, shape, number, [number])
        return number + 1

    def _is_flow(self, line: str, start: int, shape: Shape | None) -> bool:
        """Tell a list or map on one line from a text like ``[5, 6]`` or ``{{ 名称 }}``."""
        if line.startswith("{{", start):
            return False
        if line[start] == "{":
            return shape is None or shape.holds not in TEXTS or ": " in line[start:]
        return shape is None or shape.holds not in TEXTS

    def _block(self, number: int, start: int, owner: int, name: str) -> int:
        line = self.lines[number]
        if line[start] not in "|>":
            self._slip("fullwidth-pipe", number, start, start + 1, f"“{line[start]}”不是英文的竖线，下面的正文会连成一段；要用 |",
                       Edit(number, start, start + 1, "|"))
        block = blocks.examine(self.lines, number, owner, name,
                               lambda each: self._is_structure(each, owner), line[start] == ">")
        self.findings += block.findings
        self.after_block = name
        return block.end

    def _text_beside_pipe(self, number: int, start: int, owner: int, name: str, shape: Shape | None) -> int:
        line = self.lines[number]
        rest = line[start + 1 :].strip()
        self.findings.append(Slip(
            "text-beside-pipe", number, start, start + 1, "| 后面不能直接写正文；正文从下一行开始，行首空两格",
            (Edit(number, start, start + 1, " "),),
            cure=(Edit(number, start + 1, len(line), "\n" + " " * (owner + STEP) + rest),)))
        self.text = Running(name, owner, start, None, number, [number])
        return number + 1

    def _is_structure(self, number: int, owner: int) -> bool:
        """Tell whether a line met below ``|`` is no text but a key or dash of the form."""
        line, outline = self.lines[number], self.outline
        blank = LEAD.match(line)
        start = blank.end() if blank else 0
        inside = blocks.indent(line) > owner
        if inside and not GOOD_COLON.search(line, start):
            return False
        if line[start] == "#" and not inside:
            return True
        dash = DASH.match(line, start)
        lists = [each for each in outline.frames if each.is_list]
        if dash:
            keys = {key for each in lists for key in (each.shape.keys if each.shape else ())}
            key = find_key(line, dash.end(), keys.__contains__, False)
            if inside:
                return key is not None and key.name == next((
                    each.first_key for each in reversed(outline.frames) if each.item), None)
            return outline.list_at(start) is not None or (key is not None and key.name in keys)
        key = find_key(line, start, outline.knows, False)
        if inside:
            return key is not None and not key.rule and any(
                each.knows(key.name) and key.name not in each.seen and not self._later(number, key.name, each)
                for each in outline.frames)
        if key is not None:
            return outline.knows(key.name) or (not key.rule and len(key.name) < 30 and not set("，。；、：") & set(line[start : key.end]))
        lacking = NO_COLON.match(line, start)
        frame = outline.map_at(start)
        return lacking is not None and frame is not None and frame.knows(normal(lacking[1])) \
            and normal(lacking[1]) not in frame.seen

    # -- text that goes on

    def _loose(self, number: int, start: int, column: int) -> int:
        """Take in a line that is neither key nor entry: more of the text above, or a slip."""
        line, outline, text = self.lines[number], self.outline, self.text
        spaces = blocks.indent(line)
        holder = outline.list_at(column)
        if holder is not None and not (text and spaces > text.owner) and not outline.waiting:
            self._slip("missing-dash", number, start, len(line.rstrip()), "这一条前面漏了短横", Edit(number, start, start, "- "))
            return self._content(number, start, holder.entry, column, ENTRY)
        if outline.waiting and spaces > outline.waiting.column:
            waiting = outline.waiting
            if waiting.shape is not None and waiting.shape.holds is Holds.LINES and line[start] not in "[\"'":
                below = self._columns(number, waiting.column - 1)
                place = below[0] if below and DASH.match(self.lines[number + 1], below[0]) else column
                self._slip("missing-dash", number, start, len(line.rstrip()), "每一条前面要有短横加空格",
                           Edit(number, 0, start, " " * place + "- "))
                outline.frames.append(Frame(place, True, waiting.shape))
                return self._content(number, start, outline.top.entry, place, ENTRY)
            name = next(reversed(outline.top.seen), ENTRY)
            after = self._content(number, start, waiting.shape, waiting.column, name)
            if self.text:
                self.text.opener = waiting.line
            return after
        if text is not None and spaces > text.owner:
            value = self.lines[text.header][text.start :].strip()
            if value in ("l", "I", "丨", "｜", "1") and len(text.lines) == 1:
                self.text = None
                self._slip("fullwidth-pipe", text.header, text.start, text.start + 1,
                           f"“{value}”不是英文的竖线，下面的正文会连成一段；要用 |",
                           Edit(text.header, text.start, text.start + 1, "|"))
                block = blocks.examine(self.lines, text.header, text.owner, text.name,
                                       lambda each: self._is_structure(each, text.owner), False)
                self.findings += block.findings
                return block.end
            self._goes_on(number, start, text)
            return number + 1
        if text is not None and text.shape is not None and text.shape.holds is Holds.PROSE:
            edit = Edit(number, 0, start, " " * (text.owner + STEP))
            self._slip("text-indentation", number, 0, max(start, 1),
                       f"这是“{text.name}”的正文，行首要空 {text.owner + STEP} 格", edit)
            self._goes_on(number, start, text)
            return number + 1
        self._slip("missing-colon", number, start, len(line.rstrip()),
                   f"“{line[start:].strip()[:12]}”这一行没有冒号，也不是上面的正文，读不懂；请写成“项目: 内容”",
                   Edit(number, start, start, "#"), sure=False)
        return number + 1

    def _goes_on(self, number: int, start: int, text: Running) -> None:
        """Take in a further line of a plain text, which YAML joins to the line above."""
        found = values.examine(self.lines[number], number, start, None)
        narrative = text.shape is not None and text.shape.holds is Holds.PROSE and text.name != ENTRY
        self.findings += [each for each in found if not narrative or isinstance(each, Edit)]
        self.findings += quotes.join(self.lines, number)
        before = self.lines[text.lines[-1]].strip()
        if text.name == ENTRY and len(before) < SHORT and not re.search(r"[，、：:；,（“]$", before):
            self._slip("joined-line", number, start, len(self.lines[number].rstrip()),
                       "这一行会接在上一行后面，成为同一条；要另起一条，前面加短横",
                       cure=(Edit(number, 0, start, " " * text.owner + "- "),), sure=False)
        text.lines.append(number)

    def finish_text(self) -> None:
        """Close a plain text; one of several lines below a key for narrative wanted a |."""
        text, self.text = self.text, None
        if text is None or len(text.lines) < 2 or text.shape is None or text.shape.holds is not Holds.PROSE \
                or text.name == ENTRY:
            return
        header = self.lines[text.header]
        indent = " " * (text.owner + STEP)
        beside = text.opener < 0
        opener = text.header if beside else text.opener
        at = text.start if beside else len(self.lines[opener].rstrip())
        edits = [Edit(opener, at, at, "|\n" + indent if beside else " |")]
        for number in text.lines[1:] if beside else text.lines:
            blank = LEAD.match(self.lines[number])
            edits.append(Edit(number, 0, blank.end() if blank else 0, indent))
        self._slip("missing-pipe", opener, at, len(header.rstrip()) if beside else at,
                   f"“{text.name}”有好几行，会连成一段；冒号后面写 |，正文从下一行开始", cure=tuple(edits))

    # -- what is found

    def _slip(self, rule: str, number: int, start: int, end: int, message: str, *edits: Edit,
              cure: tuple[Edit, ...] = (), sure: bool = True) -> None:
        self.findings.append(Slip(rule, number, start, end, message, edits, sure, cure))

    def _move(self, number: int, start: int, column: int, place: int, rule: str, message: str) -> None:
        """Put a line at its place: with the line above that moved, or as a slip of its own."""
        lead = self.lines[number][:start]
        if place == start and lead.count(" ") == start:
            return
        edit = Edit(number, 0, start, " " * place)
        if self.moved and place == start + self.moved.by and lead.count(" ") == start:
            slip = self.findings[self.moved.slip]
            if isinstance(slip, Slip):
                self.findings[self.moved.slip] = slip._replace(edits=(*slip.edits, edit))
            return
        if "\t" in lead:
            rule, message = "tab-indentation", "行首用了 Tab 键，要用空格"
        elif "\u3000" in lead or "\xa0" in lead:
            rule, message = "fullwidth-indentation", "行首是全角空格，不算缩进；要用英文空格"
        elif lead.count(" ") != start:
            self.findings.append(edit)
            return
        less = f"，行首应空 {place} 格，现在是 {start} 格" if rule in ("indentation", "list-indentation") else ""
        self._slip(rule, number, 0, max(start, 1), message + less, edit)
        self.moved = Moved(start, place - start, len(self.findings) - 1)
