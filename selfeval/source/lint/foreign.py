"""Lines that are no data, left in a file by other programs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from selfeval.problem import Edit
from selfeval.source.slip import Found, Slip
from selfeval.text.pattern import regex

ANY = regex(r"^(?:<<<<<<<|>>>>>>>|\.\.\.|%[A-Z]|([-=*_~—–─━－＝])\1\1| *\? |[ \t]*(?:```|~~~))", re.M)
RULER = regex(r"(?:([-=*_~—–─━－＝])\1\1+|\.\.\.)[ \t]*$")
SPLITS = ("---", "...")  # where YAML ends one document and starts another
QUESTION = regex(r"( *)\? +([^\s:：]+)[ \t]*$")
ANSWER = regex(r" *: +(?=\S)")
TOP = regex(r"([^\s#\-\[{:：<>=|`~][^:：]*?)\s*[:：](?:\s|$)")
CONFLICT = "两个人改了同一处，还没有选定用哪一份；留下对的几行，删去 <<<<<<<、=======、>>>>>>> 三行"
FENCE = regex(r"[ \t]*(?:```|~~~)[A-Za-z]*[ \t]*$")


def examine(lines: Sequence[str]) -> Iterator[Found]:
    """Name code fences, conflict marks and document ends, and empty their lines.

    Of the two sides of a conflict the first is kept.
    """
    copied = _find_copy(lines)
    if copied:
        yield from _report_copy(lines, copied)
        lines = [*lines[: copied.start], *("" for _ in copied), *lines[copied.stop :]]
    if not ANY.search("\n".join(lines)):
        return
    first = next((number for number, line in enumerate(lines) if line.strip() and not line.startswith("#")), 0)
    conflicts = dict(_examine_conflicts(lines))
    for number, line in enumerate(lines):
        if number in conflicts:
            yield from conflicts[number]
        elif number == first and line.startswith("%YAML"):
            first = number + 1  # where --- has to follow
            yield _empty_line(number, line)
        else:
            yield from _examine_line(lines, number, number == first)


def _find_copy(lines: Sequence[str]) -> range:
    """Return the lines of a second copy of the file below the first: its keys come again, in order, to the end."""
    tops = [(number, key[1]) for number, line in enumerate(lines) if (key := TOP.match(line))]
    names = [name for _, name in tops]
    for at in range(1, len(names)):
        again = names[at:]
        several = len(again) > 1 or any(line.rstrip() in SPLITS for line in lines[tops[at - 1][0] : tops[at][0]])
        if names[at] == names[0] and several and again == names[: len(again)] and len(again) * 2 >= at:
            start = tops[at][0]
            while start and (not lines[start - 1].strip() or lines[start - 1].startswith(("#", "---"))):
                start -= 1
            return range(start, len(lines))
    return range(0)


def _report_copy(lines: Sequence[str], copied: range) -> Iterator[Found]:
    first = next(number for number in copied if lines[number].strip() and not lines[number].startswith("#"))
    key = next(number for number in copied if TOP.match(lines[number]))
    name = lines[key].partition(":")[0].partition("：")[0]
    message = f"从这里起，“{name}”等各项又写了一遍，文件里有两份；只留一份，另一份整个删去。这次只读前面的一份"
    edits = tuple(_empty_line(number, lines[number]) for number in copied if lines[number])
    yield Slip("duplicate-key", first, 0, len(lines[first].rstrip()), message, edits, sure=False, cure=None)


def _examine_conflicts(lines: Sequence[str]) -> Iterator[tuple[int, list[Found]]]:
    """Yield the number of each line that is a conflict mark or belongs to the second side, with the findings in it."""
    opened = second = False
    for number, line in enumerate(lines):
        slip = Slip("conflict-mark", number, 0, len(line), CONFLICT, sure=False, cure=None)
        empty = _empty_line(number, line)
        if line.startswith("<<<<<<<"):
            opened, second = True, False
            yield number, [slip._replace(edits=(empty,))]
        elif line.startswith("|||||||") and opened:
            second = True
            yield number, [empty]
        elif line.startswith("=======") and (opened or _is_closed_below(lines, number)):
            yield number, [empty] if opened else [slip, empty]
            opened = second = True
        elif line.startswith(">>>>>>>"):
            yield number, [empty] if opened else [slip, empty]
            opened = False
        elif opened and second:
            yield number, [empty]


def _examine_line(lines: Sequence[str], number: int, is_first: bool) -> Iterator[Found]:
    """Name a line that is no data; ``is_first`` says that only comments stand above it."""
    line = lines[number]
    empty = _empty_line(number, line)
    if FENCE.match(line) and not line.startswith("    "):
        message = f"“{line.strip()}”是复制带过来的代码框标记，不是内容；删去这一行"
        yield Slip("markdown-fence", number, 0, len(line), message, (empty,))
    elif (is_first and line.rstrip() == "---") or (line.rstrip() == "..." and not "".join(lines[number + 1 :]).strip()):
        yield empty
    elif RULER.match(line):
        harm = "会把文件断成两份，后面的内容读不到" if line.strip() in SPLITS else "不是内容，后面的内容会读乱"
        yield Slip("document-separator", number, 0, len(line), f"“{line.strip()}”{harm}；删去这一行", (empty,))
    elif (asked := QUESTION.match(line)) and (answer := ANSWER.match("".join(lines[number + 1 : number + 2]))):
        below = lines[number + 1]
        meant = Edit(number, 0, len(line), f"{asked[1]}{asked[2]}: {below[answer.end() :]}")
        yield Slip(
            "question-mark",
            number,
            len(asked[1]),
            len(line),
            f"“{line.strip()}”拆成了两行，读不懂；写成一行，前面不要问号",
            (meant, _empty_line(number + 1, below)),
            sure=False,
        )


def _is_closed_below(lines: Sequence[str], number: int) -> bool:
    """Tell whether the next mark of a conflict is the one that ends it."""
    marked = (line for line in lines[number + 1 :] if line.startswith(("<<<<<<<", ">>>>>>>")))
    return next(marked, "").startswith(">")


def _empty_line(number: int, line: str) -> Edit:
    return Edit(number, 0, len(line), "")
