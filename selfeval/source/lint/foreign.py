"""Lines that are no data: what other programs leave in a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from selfeval.source.slip import Edit, Found, Slip
from selfeval.text.pattern import regex

ANY = regex(r"^(?:<<<<<<<|>>>>>>>|\.\.\.|%[A-Z]|([-=*_~—–─━－＝])\1\1| *\? |[ \t]*(?:```|~~~))", re.M)
RULER = regex(r"(?:([-=*_~—–─━－＝])\1\1+|\.\.\.)[ \t]*$")
SPLITS = ("---", "...")  # where YAML ends one document and starts another
QUESTION = regex(r"( *)\? +([^\s:：]+)[ \t]*$")
ANSWER = regex(r" *: +(?=\S)")
CONFLICT = "两个人改了同一处，还没有选定用哪一份；留下对的几行，删去 <<<<<<<、=======、>>>>>>> 三行"
FENCE = regex(r"[ \t]*(?:```|~~~)[A-Za-z]*[ \t]*$")


def examine(lines: Sequence[str]) -> Iterator[Found]:
    """Name fences, conflict marks and document ends, and blank their lines out.

    Of the two sides of a conflict the first is read on.
    """
    if not ANY.search("\n".join(lines)):
        return
    first = next((number for number, line in enumerate(lines) if line.strip() and not line.startswith("#")), 0)
    opened: int | None = None
    second = False
    for number, line in enumerate(lines):
        if line.startswith("<<<<<<<"):
            opened, second = number, False
            yield Slip("conflict-mark", number, 0, len(line), CONFLICT, (_empty_line(number, line),), sure=False)
        elif line.startswith("|||||||") and opened is not None:
            second = True
            yield _empty_line(number, line)
        elif line.startswith("=======") and (opened is not None or _is_closed_below(lines, number)):
            if opened is None:
                opened = number
                yield Slip("conflict-mark", number, 0, len(line), CONFLICT, sure=False)
            second = True
            yield _empty_line(number, line)
        elif line.startswith(">>>>>>>"):
            if opened is None:
                yield Slip("conflict-mark", number, 0, len(line), CONFLICT, sure=False)
            opened = None
            yield _empty_line(number, line)
        elif opened is not None and second:
            yield _empty_line(number, line)
        elif FENCE.match(line) and not line.startswith("    "):
            yield Slip(
                "markdown-fence",
                number,
                0,
                len(line),
                f"“{line.strip()}”是复制带过来的代码框标记，不是内容；删去这一行",
                (_empty_line(number, line),),
            )
        elif (number == first and line.rstrip() == "---") or (
            line.rstrip() == "..." and not "".join(lines[number + 1 :]).strip()
        ):
            yield _empty_line(number, line)
        elif RULER.match(line):
            harm = "会把文件断成两份，后面的内容读不到" if line.strip() in SPLITS else "不是内容，后面的内容会读乱"
            yield Slip(
                "document-separator",
                number,
                0,
                len(line),
                f"“{line.strip()}”{harm}；删去这一行",
                (_empty_line(number, line),),
            )
        elif (asked := QUESTION.match(line)) and (answer := ANSWER.match("".join(lines[number + 1 : number + 2]))):
            below = lines[number + 1]
            meant = f"{asked[1]}{asked[2]}: {below[answer.end() :]}"
            yield Slip(
                "question-mark",
                number,
                len(asked[1]),
                len(line),
                f"“{line.strip()}”拆成了两行，读不懂；写成一行，前面不要问号",
                (Edit(number, 0, len(line), meant), _empty_line(number + 1, below)),
                cure=(Edit(number, 0, len(line), meant),),
                sure=False,
            )
        elif number == first and line.startswith("%YAML"):
            first = number + 1  # where --- has to follow
            yield _empty_line(number, line)


def _is_closed_below(lines: Sequence[str], number: int) -> bool:
    """Tell whether the next mark of a conflict is the one that ends it."""
    marked = (line for line in lines[number + 1 :] if line.startswith(("<<<<<<<", ">>>>>>>")))
    return next(marked, "").startswith(">")


def _empty_line(number: int, line: str) -> Edit:
    return Edit(number, 0, len(line), "")
