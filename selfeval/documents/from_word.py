"""A Markdown template made from one in Word: the same tags in the same order, for a form that has no other.

A table of Markdown has one row of heads and no merged cells. So a table of Word becomes several: one for each run
of rows with the same columns, its heads in two rows made one, a text that runs down beside all rows a heading over
them. Rows of labels, each with its value behind it, become lines. Tables of contents are left out: there are no pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from selfeval.documents.escape import escape_marks, escape_paragraphs
from selfeval.documents.read.columns import loops_over, runs, with_loops
from selfeval.documents.read.label import is_label
from selfeval.documents.read.lines import Cell, ColumnLoop, ReadLine, RefusedError
from selfeval.documents.read.word import read_word
from selfeval.documents.sandbox import RenderingError
from selfeval.documents.view import LEVELS, TITLE
from selfeval.documents.word.merge import MERGE_MARK, PRINTED_COLUMN
from selfeval.quantity.notation import COUNTERS
from selfeval.text.pattern import HAN, regex

_TAG = regex(r"({{.*?}}|{%.*?%}|{#.*?#})")
_PRINT = regex(r"{{\s*(.*?)\s*}}")
_CONTROL = regex(r"\s*{%-?\s*(?:p|tr)\s+((for|if|else|elif|endfor|endif)\b.*?)\s*-?%}\s*")
_FOR = regex(r"for\s+(\w+)\s+in\s+([\w.]+)")
_POINT = regex(
    r"(?:(第?[一二三四五六七八九十]+[、章部])|([（(][一二三四五六七八九十]+[）)])|(\d+[.．、])|([（(]\d+[）)]))[^。；]*"
)
_COUNT = regex(r"\d+|[一二三四五六七八九十]+|[①-⑳]|[甲乙丙丁戊己庚辛壬癸]")
_VALUE = regex(r"[：:]\s*{{")
"""The value behind a label in the same cell."""
_TURN = regex(r"^({{ *loop\.index *}})(?=[.)])")
"""A number with a stop, which at the start of a line Markdown takes for the first item of a list."""
_BETWEEN_WORDS = regex(rf"(?<={HAN})\n(?={HAN})|\n(?=（)")
_IN_A_NAME = regex(rf"(?<={HAN})\n(?={HAN})")
_LONGEST_HEADING = 40
_BESIDE = ("页眉", "页脚", "脚注", "尾注")


@dataclass
class TagBlock:
    """Hold what stands between a tag that opens a loop or condition and the one that closes it."""

    tag: str
    items: list[TemplateItem] = field(default_factory=list)


TemplateItem: TypeAlias = "ReadLine | TagBlock | str"
"""A line, a block of lines, or the words of a tag that parts a block (else)."""


@lru_cache(maxsize=64)
def markdown_of(template: bytes) -> str:
    """Return the Markdown template that a Word template stands for.

    Raises:
        RenderingError: where the Word template cannot be read.
    """
    try:
        incoming, plain = (read_word(template, numbered=each, contents=False) for each in (True, False))
    except RefusedError as error:
        raise RenderingError(f"Word 模板{error}") from error
    writer = _Writer(has_headings=any(line.heading for line in incoming.lines))
    writer.write(_tree(with_loops(list(_count_by_turn(incoming.lines, plain.lines)))))
    known = set(_PRINT.findall("\n".join(writer.made)))
    for aside in incoming.asides:
        if aside.place.startswith(_BESIDE) and set(_PRINT.findall(aside.text)) - known:
            writer.paragraph(aside.text)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(writer.made)).strip() + "\n"


def _count_by_turn(numbered: Sequence[ReadLine], plain: Sequence[ReadLine]) -> Iterator[ReadLine]:
    """Yield the lines with the numbers that Word puts before them.

    In a loop, the number of the turn stands for that of the only numbered line; several count from the first. A loop
    that goes on where another list ended has none: nothing in Markdown knows how far that counted.
    """
    loops = _innermost_loops(plain)
    counted = [
        loop is not None and not line.table and line.text != bare.text
        for loop, line, bare in zip(loops, numbered, plain, strict=True)
    ]
    inside = Counter(loop for loop, counts in zip(loops, counted, strict=True) if counts)
    seen = Counter[int | None]()
    for loop, counts, line, bare in zip(loops, counted, numbered, plain, strict=True):
        if counts:
            seen[loop] += 1
            before = line.text.removesuffix(bare.text)
            typed = _COUNT.findall(before)
            is_first = len(typed) == 1 and typed[0] == _counted(typed[0], 1)
            number = _counted(typed[0], seen[loop]) if typed and inside[loop] > 1 else "{{ loop.index }}"
            mark = _COUNT.sub(number, before) if len(typed) == 1 and (is_first or inside[loop] > 1) else ""
            (cell,) = bare.cells
            yield bare._replace(cells=(cell._replace(paragraphs=(mark + bare.text,)),))
        else:
            yield line if loop is None else bare


def _counted(typed: str, number: int) -> str:
    """Return a number written as another one is: 2, 二, ②."""
    kind = next((each for each in COUNTERS if typed[0] in "".join(COUNTERS[each](at) for at in range(1, 10))), "1")
    return COUNTERS[kind](number)


def _innermost_loops(lines: Sequence[ReadLine]) -> list[int | None]:
    """Return for each line the place of the tag that opens the innermost loop around it, None outside of loops."""
    opened: list[int] = []
    found: list[int | None] = []
    for place, line in enumerate(lines):
        words = _control(line) or ""
        if words.startswith("endfor") and opened:
            opened.pop()
        found.append(opened[-1] if opened else None)
        if words.startswith("for"):
            opened.append(place)
    return found


def _control(line: ReadLine) -> str | None:
    """Return the words of the tag that a line consists of, None where it is no such line."""
    texts = [cell.text for cell in line.cells if cell.text.strip()]
    found = _CONTROL.fullmatch(texts[0]) if len(texts) == 1 else None
    return found[1] if found else None


def _tree(lines: Sequence[ReadLine]) -> list[TemplateItem]:
    """Return the lines with their blocks; a tag that closes nothing is left out, for nothing can be made of it."""
    open_blocks = [TagBlock("")]
    for line in lines:
        words = _control(line)
        if words is None:
            open_blocks[-1].items.append(line)
        elif words.startswith(("for", "if")):
            open_blocks.append(TagBlock(words))
        elif words.startswith(("else", "elif")):
            open_blocks[-1].items.append(words)
        elif len(open_blocks) > 1:
            block = open_blocks.pop()
            open_blocks[-1].items.append(block)
    return open_blocks[0].items


def _lines(items: Sequence[TemplateItem]) -> Iterator[ReadLine]:
    for item in items:
        if isinstance(item, TagBlock):
            yield from _lines(item.items)
        elif isinstance(item, ReadLine):
            yield item


def _line_of(item: TemplateItem, at: int) -> ReadLine | None:
    """Return the first or last line of an item, None where it has none."""
    lines = list(_lines([item]))
    return lines[at] if lines else None


def _columns(line: ReadLine) -> list[int]:
    return [cell.column for cell in line.cells]


def _fixed(cell: Cell) -> str:
    """Return the text of a cell that stands in the template itself."""
    return _TAG.sub("", MERGE_MARK.sub("", cell.text)).strip()


def _is_head(line: ReadLine) -> bool:
    """Tell whether a row holds nothing but labels, at least two; a label may have a tag in it (1—{{ 月份 }}月执行数).

    What stands over columns that follow the data is the name of each.
    """
    shown = [cell for cell in line.cells if cell.text.strip()]
    labels = [cell for cell in shown if cell.loop or is_label(_fixed(cell))]
    if any("{%" in cell.text or _VALUE.search(cell.text) for cell in shown):
        return False
    return len(labels) > 1 and all(cell.loop or not _TAG.search(cell.text) or len(_fixed(cell)) > 3 for cell in shown)


def _parts_heads(line: ReadLine, above: ReadLine) -> bool:
    """Tell whether a row parts the heads above it; a year may be all that stands there (上年、{{ 年度 }}年)."""
    shown = [cell for cell in line.cells if cell.text.strip()]
    splits = set(_columns(above)) < set(_columns(line)) and (line.cells[0].continued or _is_head(line))
    below = _goes_on(line) or splits
    return (
        below
        and line.table == above.table
        and all((cell.loop or _fixed(cell)) and "{%" not in cell.text for cell in shown)
    )


def _count_heads(items: Sequence[TemplateItem]) -> int:
    """Return how many rows of a table are heads: the first, and each that parts the one above it."""
    rows: list[ReadLine] = []
    for item in items:
        if not isinstance(item, ReadLine) or not (_parts_heads(item, rows[-1]) if rows else _is_head(item)):
            break
        rows.append(item)
    return len(rows)


def _fits(item: TemplateItem, columns: set[int]) -> bool:
    """Tell whether rows stand under heads: each has some of their columns, or is one cell over all, and one has all."""
    own = [set(_columns(line)) for line in _lines([item])]
    is_head = isinstance(item, ReadLine) and _is_head(item)
    return not is_head and columns in own and all(each <= columns for each in own)


def _is_label(cell: Cell) -> bool:
    return is_label(cell.text) and not _TAG.search(cell.text)


def _goes_on(line: ReadLine) -> bool:
    """Tell whether a row belongs to the one above: another cell than the first is joined with it."""
    return any(cell.continued for cell in line.cells[1:])


def _is_pairs(line: ReadLine) -> bool:
    """Tell whether a row consists of labels, each with a value or nothing behind it."""
    labels, values = line.cells[::2], line.cells[1::2]
    return (
        len(labels) == len(values)
        and all(not _TAG.search(cell.text) and not cell.continued for cell in labels)
        and not any(not _TAG.search(cell.text) and is_label(cell.text) for cell in values)
    )


def _label_down(row: ReadLine) -> str:
    """Return the label before a row that runs down beside the rows below, by its mark; empty where there is none."""
    cell = row.cells[0]
    return _fixed(cell) if MERGE_MARK.search(cell.text) and not _TAG.search(cell.text) else ""


def _is_total(row: ReadLine, first: ReadLine) -> bool:
    """Tell whether a row sums up those above it: its first cell stands below their label and more."""
    cell = row.cells[0]
    return cell.span > first.cells[0].span and not cell.continued and not _label_down(row) and len(row.cells) > 2


def _spans_heads(row: ReadLine, known: set[int]) -> bool:
    """Tell whether a value stands under several columns, and so belongs to none of them."""
    return any(
        _TAG.search(cell.text) and len(known & set(range(cell.column, cell.column + cell.span))) > 1
        for cell in row.cells[1:]
    )


def _run_end(items: Sequence[TemplateItem], at: int) -> int:
    """Return where the run of rows ends that begins with the row ``at`` and can be one table of Markdown."""
    first = items[at]
    assert isinstance(first, ReadLine)
    last, known, looped = first, set(_columns(first)), False
    label, heads = _label_down(first), _count_heads(items[at:])
    end = at + 1
    while end < len(items) and len(first.cells) > 1:
        item = items[end]
        row = _line_of(item, 0)
        if isinstance(item, str) or row is None or row.table != first.table:
            break
        if label and not row.cells[0].continued and _label_down(row) != label and not _is_total(row, first):
            break
        same = _columns(row) == _columns(last)
        if isinstance(item, TagBlock):
            nested = set(_columns(row)) <= known or known <= set(_columns(row))
            under = (_is_head(last) and nested and len(row.cells) > 1) or (heads and _fits(item, known))
            if not same and not under:
                break
            looped = item.tag.startswith("for")
            last = _line_of(item, -1) or last
        elif (
            _goes_on(row)
            or same
            or ((_is_head(last) or end <= at + heads) and known < set(_columns(row)))
            or (heads and set(_columns(row)) == known)
            or (heads and len(row.cells) == 1 and end + 1 < len(items) and _fits(items[end + 1], known))
            or (
                (looped or heads)
                and len(row.cells) > 1
                and set(_columns(row)) <= known
                and not _spans_heads(row, known)
            )
        ):
            is_row = _goes_on(row) or any(cell.loop for cell in row.cells)
            if _is_head(row) and not is_row and not _is_head(last):
                break
            last = row
        else:
            break
        known |= {column for line in _lines([item]) for column in _columns(line)}
        end += 1
    return end


@dataclass
class _Writer:
    """Write the lines of the template; ``loops`` are the variables of the loops that are open, outermost first."""

    has_headings: bool
    made: list[str] = field(default_factory=list)
    loops: list[str] = field(default_factory=list)
    level: int = 1
    titled: bool = False

    def write(self, items: Sequence[TemplateItem]) -> None:
        at = 0
        while at < len(items):
            item, end = items[at], at + 1
            if isinstance(item, str):
                self.made.append(f"{{% {item} %}}")
            elif isinstance(item, TagBlock):
                self.block(item)
            elif item.table:
                end = _run_end(items, at)
                self.rows(items[at:end], items[end] if end < len(items) else None)
            else:
                self.line(item)
            at = end

    def block(self, block: TagBlock) -> None:
        if printed := _printed_whole(block):
            self.made += ["", f"{{{{ {printed} }}}}", ""]
            return
        if _is_rows(block):
            self.table([block])
            return
        self.open(block)
        self.write(block.items)
        self.close(block)

    def open(self, block: TagBlock) -> None:
        self.made.append(f"{{% {block.tag} %}}")
        if found := _FOR.match(block.tag):
            self.loops.append(found[1])

    def close(self, block: TagBlock) -> None:
        is_loop = _FOR.match(block.tag) is not None
        self.made.append(f"{{% end{'for' if is_loop else 'if'} %}}")
        if is_loop:
            self.loops.pop()

    def line(self, line: ReadLine) -> None:
        """Write a paragraph that stands outside of tables, as a heading where it is one."""
        text = line.text.strip()
        guessed = not self.has_headings and len(text) <= _LONGEST_HEADING and not _TAG.search(text)
        found = _POINT.fullmatch(text) if guessed else None
        level = line.heading + 1 if line.heading else (found.lastindex or 0) + 1 if found else 0
        shown = _PRINT.fullmatch(text)
        if shown and shown[1] == TITLE and not self.titled:
            self.titled = True
            self.made += ["", f"# {text}", ""]
        elif level and not self.loops:
            self.heading(text, level)
        else:
            self.paragraph(text)

    def heading(self, text: str, level: int = 0) -> None:
        """Write a heading: of a level, or of the one below the last that had a level."""
        self.level = level or self.level
        self.made += ["", f"{'#' * min(level or self.level + 1, 6)} {_shown(_joined(text))}", ""]

    def paragraph(self, text: str) -> None:
        for part in MERGE_MARK.sub("", text).split("\n"):
            if part.strip():
                self.made += ["", _shown(part.strip(), at_start=True), ""]

    def rows(self, items: Sequence[TemplateItem], behind: TemplateItem | None) -> None:
        """Write a run of rows: a single cell, labels with their values, or a table."""
        items = self.label_beside(items, behind)
        lines = list(_lines(items))
        plain = all(isinstance(item, ReadLine) for item in items)
        if any(cell.loop for line in lines for cell in line.cells):
            self.table(items)
        elif len(lines) == 1 and len(lines[0].cells) == 1:
            self.whole_row(lines[0].cells[0])
        elif len(lines) == 1 and all(_VALUE.search(cell.text) for cell in lines[0].cells):
            for cell in lines[0].cells:
                self.paragraphs(cell)
        elif plain and all(map(_is_pairs, lines)) and not _has_twins(lines):
            for line in lines:
                for label, value in zip(line.cells[::2], line.cells[1::2], strict=True):
                    self.pair(label, value)
        else:
            self.table(items)

    def label_beside(self, items: Sequence[TemplateItem], behind: TemplateItem | None) -> Sequence[TemplateItem]:
        """Write the label that runs down beside all rows as a heading; return the rows without it."""
        lines = list(_lines(items))
        after = _line_of(behind, 0) if behind is not None else None
        if after is not None and after.table != lines[0].table:
            after = None
        beside = _label_beside(lines, after)
        if beside is None and len(lines) == 1 and len(lines[0].cells) % 2 and _is_label(lines[0].cells[0]):
            beside = lines[0].cells[0].text
        if beside:
            self.heading(beside)
        return items if beside is None else _without_first(items, lines[0].cells[0].span)

    def whole_row(self, cell: Cell) -> None:
        """Write a row of one cell: a label over what follows, or paragraphs."""
        if not _TAG.search(cell.text) and len(cell.text) <= _LONGEST_HEADING:
            self.heading(cell.text)
        else:
            self.paragraphs(cell)

    def paragraphs(self, cell: Cell) -> None:
        self.write(_items_of(cell))

    def pair(self, label: Cell, value: Cell) -> None:
        name = _joined(label.text).rstrip("：:")
        if len(value.paragraphs) > 1 and name:
            self.heading(name)
            self.paragraphs(value)
        elif name or value.text.strip():
            self.paragraph(f"{name}：{value.text}" if name else value.text)

    def table(self, items: Sequence[TemplateItem]) -> None:
        """Write a table of Markdown; rows of a loop stand between the lines of its tags."""
        lines = list(_lines(items))
        shown = {cell.column for line in lines for cell in line.cells if cell.text.strip()}
        columns = sorted(column for line in lines for column in _columns(line) if column in shown)
        columns = list(dict.fromkeys(columns))
        heads = [item for item in items[: _count_heads(items)] if isinstance(item, ReadLine)]
        over = loops_over(lines)
        self.made += ["", _row(dict(zip(columns, _joined_heads(heads, columns), strict=True)), over)]
        self.made += [_row(dict.fromkeys(columns, "---"), over)]
        self.table_rows(items[len(heads) :], columns, over)
        self.made.append("")

    def table_rows(self, items: Sequence[TemplateItem], columns: Sequence[int], over: Mapping[int, ColumnLoop]) -> None:
        """Write rows; ``over`` are the loops that repeat columns, where a row has none of its own there."""
        for item in items:
            if isinstance(item, str):
                self.made.append(f"{{% {item} %}}")
            elif isinstance(item, TagBlock):
                self.open(item)
                self.table_rows(item.items, columns, over)
                self.close(item)
            else:
                texts = {cell.column: _once_over(cell, over, self.cell(cell)) for cell in item.cells}
                loops = {**over, **loops_over([item])}
                self.made.append(_row({column: texts.get(column, "") for column in columns}, loops))

    def cell(self, cell: Cell) -> str:
        """Return the text of a cell in one line; what is merged with the row above is printed only once."""
        if cell.continued:
            return ""
        mark = MERGE_MARK.search(cell.text)
        text = _in_one_line(_items_of(cell))
        thing = PRINTED_COLUMN.search(cell.text)
        once = self.asks_for_first(mark[1].strip() or (thing[1] if thing else "")) if mark else ""
        return f"{{% if {once} %}}{text}{{% endif %}}" if once else text

    def asks_for_first(self, thing: str) -> str:
        """Return the condition for the first row of a thing, empty where nothing in the template tells it."""
        if not self.loops:
            return ""
        variable, _, level = thing.partition(".")
        first_of_level = f"{variable}.{LEVELS[level]}" if level in LEVELS else ""
        if variable == self.loops[-1]:
            return first_of_level
        is_around = variable in self.loops[-2:-1]
        if is_around and first_of_level:
            return f"{first_of_level} and loop.first"
        return "loop.first" if (is_around and not level) or not thing else ""


def _is_rows(block: TagBlock) -> bool:
    """Tell whether a loop prints nothing but rows of one table, over which no heads stand: it is a table, not one each turn."""
    lines = list(_lines([block]))
    shapes = {(line.table, *_columns(line)) for line in lines}
    told = any(
        _is_head(line) or any(_is_label(cell) or _VALUE.search(cell.text) for cell in line.cells) for line in lines
    )
    return len(shapes) == 1 and lines[0].table > 0 and len(lines[0].cells) > 1 and not told


def _printed_whole(block: TagBlock) -> str:
    """Return the name of a text whose paragraphs a block prints and nothing else, empty for any other block."""
    found = _FOR.fullmatch(block.tag)
    (item,) = block.items if len(block.items) == 1 else ("",)
    shown = _PRINT.fullmatch(MERGE_MARK.sub("", item.text).strip()) if isinstance(item, ReadLine) else None
    return found[2] if found and shown and shown[1] == found[1] else ""


def _label_beside(lines: Sequence[ReadLine], after: ReadLine | None) -> str | None:
    """Return the label that runs down beside all of some rows, empty where it began above them, None where none does."""
    firsts = [line.cells[0] for line in lines if line is lines[0] or not _is_total(line, lines[0])]
    texts = {label for cell in firsts if (label := _fixed(cell))}
    below = after.cells[0].continued if after is not None else False
    runs_down = len(lines) > 1 or below or firsts[0].continued
    joined = all(cell.continued or MERGE_MARK.search(cell.text) for cell in firsts[1:])
    if not runs_down or not joined or len(texts) > 1 or any(_TAG.search(cell.text) for cell in firsts):
        return None
    if min(len(line.cells) for line in lines) < 2 or len({cell.span for cell in firsts}) > 1:
        return None
    if firsts[0].text.strip() or firsts[0].continued or MERGE_MARK.search("".join(cell.text for cell in firsts)):
        return next(iter(texts), "")
    return None


def _without_first(items: Sequence[TemplateItem], span: int) -> list[TemplateItem]:
    """Return rows without their first cells, which are so many columns wide; a wider one is made narrower."""
    made: list[TemplateItem] = []
    for item in items:
        if isinstance(item, TagBlock):
            made.append(TagBlock(item.tag, _without_first(item.items, span)))
        elif isinstance(item, ReadLine) and (cell := item.cells[0]).span > span:
            narrow = cell._replace(column=cell.column + span, span=cell.span - span)
            made.append(item._replace(cells=(narrow, *item.cells[1:])))
        else:
            made.append(item if isinstance(item, str) else item._replace(cells=item.cells[1:]))
    return made


def _has_twins(lines: Sequence[ReadLine]) -> bool:
    """Tell whether a label stands twice in rows of labels and values, so that only its column tells which is meant."""
    labels = [" ".join(cell.text.split()) for line in lines for cell in line.cells[::2] if cell.text.strip()]
    return len(set(labels)) < len(labels)


def _items_of(cell: Cell) -> Sequence[TemplateItem]:
    """Return the paragraphs of a cell, those of a loop or condition in a block."""
    return _tree([ReadLine((cell._replace(paragraphs=(text,)),)) for text in cell.paragraphs])


def _joined_heads(heads: Sequence[ReadLine], columns: Sequence[int]) -> list[str]:
    """Return the text over each column, one under the other where heads stand in two rows."""
    made: list[str] = []
    for column in columns:
        over = [
            cell
            for row, head in enumerate(heads)
            for cell in head.cells
            if cell.column <= column < cell.column + cell.span
        ]
        texts = [_in_one_line(_items_of(_unbroken(cell))) for cell in over if cell.text.strip()]
        made.append("<br>".join(dict.fromkeys(texts)))
    return made


def _unbroken(cell: Cell) -> Cell:
    """Return a head without the breaks that its narrow column needs in the middle of a name."""
    return cell._replace(paragraphs=tuple(_IN_A_NAME.sub("", cell.text).split("\n")))


def _joined(text: str) -> str:
    """Return the lines of a label as one; Chinese words, and what stands in brackets, follow without a space."""
    return " ".join(_BETWEEN_WORDS.sub("", text).split())


def _in_one_line(items: Sequence[TemplateItem]) -> str:
    """Return the paragraphs of a cell in one line, with breaks between them."""
    made, wants_break = "", False
    for item in items:
        if isinstance(item, str):
            made += f"{{% {item} %}}"
        elif isinstance(item, ReadLine):
            made += ("<br>" if wants_break else "") + "<br>".join(
                _shown(part.strip()) for part in MERGE_MARK.sub("", item.text).split("\n") if part.strip()
            )
            wants_break = True
        elif printed := _printed_whole(item):
            made += ("<br>" if wants_break else "") + f"{{{{ {printed} }}}}"
            wants_break = True
        else:
            is_loop = item.tag.startswith("for")
            first = "<br>" if wants_break else "{% if not loop.first %}<br>{% endif %}" if is_loop else ""
            made += f"{{% {item.tag} %}}{first}{_in_one_line(item.items)}{{% end{'for' if is_loop else 'if'} %}}"
            wants_break = True
    return made


def _shown(text: str, *, at_start: bool = False) -> str:
    """Return a text of the template so that Markdown shows it as typed; its tags are left as they are."""
    first, *pieces = _TAG.split(text)
    start = escape_paragraphs(first) if at_start and not first.endswith((" ", "\t")) else escape_marks(first)
    made = start + "".join(piece if at % 2 else escape_marks(piece) for at, piece in enumerate(pieces, start=1))
    return _TURN.sub(r"\1\\", made) if at_start else made


def _once_over(cell: Cell, loops: Mapping[int, ColumnLoop], text: str) -> str:
    """Return the text of a cell; one over columns that a loop repeats stands in the first of them."""
    once = bool(text) and cell.loop is None and cell.column in loops
    return f"{{% if loop.first %}}{text}{{% endif %}}" if once else text


def _row(texts: Mapping[int, str], loops: Mapping[int, ColumnLoop]) -> str:
    """Return a row of a table; where the list of a loop has no items, its columns are there and blank."""
    made = "|"
    for loop, columns in runs(list(texts), loops):
        cells = "".join(f" {texts[column]} |" for column in columns)
        blank = " |" * len(columns)
        made += cells if loop is None else f"{{% {loop.words} %}}{cells}{{% else %}}{blank}{{% endfor %}}"
    return made
