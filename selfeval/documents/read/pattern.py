"""The template of a form as a pattern: its lines with the tags in them, and the loops and options around the lines.

``{{ 标题 }}`` stands for the title that the form declares, so that its fixed words can be found. A row of tags
knows the row of labels above it, by which columns are found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from selfeval.documents.read.label import is_label
from selfeval.documents.read.lines import Cell, ReadLine
from selfeval.documents.read.printed import columns_of
from selfeval.documents.tick import BOXES, CHECKS, LINE, answers
from selfeval.documents.view import LEVELS, TITLE
from selfeval.form.expression import KeyPath
from selfeval.form.field import Field, Kind, Role
from selfeval.form.form import Form
from selfeval.text.pattern import regex

_TOKEN = regex(r"{{\s*(.*?)\s*}}|{%-?\s*(?:p|tr|tc|r)?\s+(.*?)\s*-?%}|{%-?\s*(.*?)\s*-?%}")
_CONTROL = regex(r"\s*{%(?:p|tr)\s+(for|if|else|elif|endfor|endif)\b(.*?)%}\s*")
_MERGED = regex(r"〔合并\s*([^〕]*)〕")
_FOR = regex(r"(\w+)\s+in\s+([\w.]+)")
_TURNS = regex(
    r"\s*{%(?:p\s)?\s*for\s+\w+\s+in\s+([\w.]+)\s*%}[^{}]*{{\s*loop\.index\s*}}[\s\S]*{%(?:p\s)?\s*endfor\s*%}\s*"
)
"""A text that is nothing but the turns of a loop, each with its number before it."""
_OPTION = regex(r"{%-?\s*if\s(?:(?!{%)[\s\S])*{%-?\s*endif\s*-?%}")
"""A part of a text that is printed only where something was filled in."""
_ALTERNATIVE = regex(r"{%-?\s*(?:p\s+)?(?:else|elif|for)\b")
_TITLE_TAG = regex(rf"{{{{\s*{TITLE}\s*}}}}")
_YEAR_OF_TITLE = regex(r"[（(]?{{\s*年度\s*}}\s*年?度?[）)]?")
"""What of a title people leave out, or type on a line of its own."""
_TAG_IN_TITLE = regex(r"{{\s*(.*?)\s*}}")

NAME, POINTS = "名称", "分值"


class Extent(Enum):
    """Say which paragraphs of a text a tag prints."""

    WHOLE = "whole"
    FIRST = "first"
    REST = "rest"


class PrintedTag(NamedTuple):
    """Stand for one printed value: the path of its key in the view, and the field that declares it.

    ``field`` is None for what nobody types: a level of an indicator, a score, the number of a turn; ``loops`` are the
    loops around it, outermost first; ``prose`` tells that it prints paragraphs, ``part`` which of them. ``answer`` is
    the answer whose box or tick it prints, 勾选 where it prints the boxes of all answers.
    """

    path: KeyPath
    field: Field | None
    loops: tuple[int, ...] = ()
    prose: bool = False
    part: Extent = Extent.WHOLE
    answer: str = ""

    @property
    def level(self) -> str:
        """Return which level of an indicator it prints the name of (一级), empty for anything else."""
        return self.path[-2] if len(self.path) > 2 and self.path[-2] in LEVELS and self.path[-1] == NAME else ""

    @property
    def is_name(self) -> bool:
        """Tell whether it prints the name of a list's item."""
        return self.field is not None and self.field.role is Role.NAME and bool(self.loops)


Piece: TypeAlias = "str | PrintedTag"


@dataclass(frozen=True)
class PatternCell:
    """Hold one cell of a template line: fixed texts and tags in order.

    ``merged`` tells that it is joined with the cell above while it shows the same thing; ``empty`` is what it prints where nothing was filled in; ``above`` is the
    fixed text of the cell that it continues. ``inline`` is the loop inside it whose turns its pieces print, 0 without one;
    ``turn`` is the number of the item whose column it is, where its loop repeats cells.
    ``shorter`` are the pieces without those that it prints only where something was filled in, () where there are none.
    """

    pieces: tuple[Piece, ...]
    column: int = 0
    span: int = 1
    continued: bool = False
    merged: bool = False
    empty: str = ""
    above: str = ""
    inline: int = 0
    shorter: tuple[Piece, ...] = ()
    turn: int | None = None

    @cached_property
    def tags(self) -> tuple[PrintedTag, ...]:
        """Return its tags."""
        return tuple(piece for piece in self.pieces if isinstance(piece, PrintedTag))

    @cached_property
    def fixed(self) -> str:
        """Return its fixed text."""
        return "".join(piece for piece in self.pieces if isinstance(piece, str))


@dataclass(frozen=True, eq=False)
class PatternLine:
    """Hold one line of a template: a paragraph as one cell, or a row; ``header`` is the row of labels above it.

    ``in_loop`` tells that it is printed in every turn of a loop. Of a header that two rows of labels make together, ``stacked`` are these rows.
    ``text`` is the field of the paragraphs right below a heading.
    """

    cells: tuple[PatternCell, ...]
    table: int
    header: PatternLine | None = None
    repeats: bool = False
    stacked: tuple[PatternLine, ...] = ()
    in_loop: bool = False
    text: Field | None = None

    @cached_property
    def tags(self) -> tuple[PrintedTag, ...]:
        """Return its tags."""
        return tuple(tag for cell in self.cells for tag in cell.tags)

    @cached_property
    def fixed(self) -> str:
        """Return its fixed text."""
        return "".join(cell.fixed for cell in self.cells)


class Turn(Enum):
    """Say what a step is: a line, or the beginning or end of lines that are repeated or left out."""

    LINE = "line"
    FOR = "for"
    END_FOR = "endfor"
    IF = "if"
    END_IF = "endif"


class PatternStep(NamedTuple):
    """Hold one step of a pattern; ``partner`` is the step that begins or ends the same block, ``loop`` its path."""

    turn: Turn
    line: PatternLine | None = None
    partner: int = -1
    loop: KeyPath = ()


class Pattern(NamedTuple):
    """Hold the steps of a form's template; ``columns`` are the fields by the path under which templates print them.

    ``inline`` are the lists of the loops inside of cells, by numbers below those of steps.
    """

    form: Form
    steps: tuple[PatternStep, ...]
    columns: Mapping[KeyPath, Field]
    inline: Mapping[int, KeyPath] = {}

    def list_of(self, loop: int) -> KeyPath:
        """Return the path of the list that a loop goes through, () where there is no loop."""
        return self.inline[loop] if loop in self.inline else self.steps[loop].loop if loop >= 0 else ()


class _Variable(NamedTuple):
    """Hold what a loop's variable stands for: the path of its list, and the loops around it, its own if its turns are items."""

    path: KeyPath
    loops: tuple[int, ...]


class _Inline(NamedTuple):
    """Hold an open block inside a text: which part of a text it prints, and whether its else has begun."""

    part: Extent
    otherwise: bool = False


class _OpenBlock(NamedTuple):
    """Hold an open block: its step, its variable if it is a loop, and which part of a text it prints."""

    step: int
    variable: str = ""
    part: Extent = Extent.WHOLE


def read_pattern(form: Form, lines: Sequence[ReadLine]) -> Pattern:
    """Return the pattern of a form whose template has these lines."""
    columns = columns_of(form)
    builder = _Assembler(form, columns)
    for line in lines:
        builder.add(line)
    return Pattern(form, tuple(_with_headers(builder.steps)), columns, builder.inline)


class _Assembler:
    """Build the steps of a pattern, line by line, with the loops that are open."""

    def __init__(self, form: Form, columns: Mapping[KeyPath, Field]) -> None:
        self.form, self.columns = form, columns
        self.steps: list[PatternStep] = []
        self.open: list[_OpenBlock] = []
        self.variables: dict[str, _Variable] = {}
        self.inline: dict[int, KeyPath] = {}
        self.columns_of_lists: dict[int, KeyPath] = {}
        self.over: dict[int, str] = {}  # the fixed text at the top of the merged cells in each column

    def add(self, line: ReadLine) -> None:
        """Add a line of the template, or what it opens or closes."""
        controls = [cell.text for cell in line.cells if cell.text.strip()]
        control = _CONTROL.fullmatch(controls[0]) if len(controls) == 1 else None
        if control is None:
            cells = tuple(self.cell(cell) for cell in line.cells)
            self.steps.append(PatternStep(Turn.LINE, PatternLine(cells, line.table)))
        elif control[1] == "for":
            self.begin_loop(control[2])
        elif control[1] == "if":
            self.open.append(_OpenBlock(len(self.steps), part=_part_asked_for(control[2])))
            self.steps.append(PatternStep(Turn.IF))
        elif control[1].startswith("end") and self.open:
            self.close()

    def begin_loop(self, words: str) -> None:
        found = _FOR.search(words)
        variable, path = (found[1], self.resolve(found[2])) if found else ("", ())
        around = self.loops(found[2]) if found else ()
        own = () if self.is_prose(path) else (len(self.steps),)
        self.variables[variable] = _Variable(path, (*around, *own))
        self.open.append(_OpenBlock(len(self.steps), variable))
        self.steps.append(PatternStep(Turn.FOR, loop=path))

    def close(self) -> None:
        block = self.open.pop()
        begun = self.steps[block.step]
        self.steps[block.step] = begun._replace(partner=len(self.steps))
        self.steps.append(
            PatternStep(Turn.END_FOR if begun.turn is Turn.FOR else Turn.END_IF, None, block.step, begun.loop)
        )

    def resolve(self, name: str) -> KeyPath:
        """Return the path in the view that a name in a template stands for."""
        first, *rest = name.split(".")
        known = self.variables.get(first)
        return (*known.path, *rest) if known else (first, *rest)

    def loops(self, name: str) -> tuple[int, ...]:
        """Return the loops to whose items a name belongs, outermost first."""
        known = self.variables.get(name.partition(".")[0])
        return known.loops if known else ()

    def is_prose(self, path: KeyPath) -> bool:
        """Tell whether a path of the view is a text of several paragraphs."""
        declared = self.columns.get(path)
        return declared is not None and declared.kind in (Kind.PROSE, Kind.LINES)

    def cell(self, cell: Cell) -> PatternCell:
        """Return a cell; one that a loop repeats prints an item of its list."""
        if cell.loop is None:
            return self.single_cell(cell)
        known = dict(self.variables)
        found = _FOR.search(cell.loop.words)
        if found:
            path = self.resolve(found[2])
            loop = next((number for number, listed in self.columns_of_lists.items() if listed == path), 0)
            loop = loop or min(self.inline, default=-1) - 1
            self.inline[loop] = self.columns_of_lists[loop] = path
            self.variables[found[1]] = _Variable(path, (*self.loops(found[2]), loop))
        made = replace(self.single_cell(cell), inline=0, turn=cell.turn)
        self.variables = known
        return made

    def single_cell(self, cell: Cell) -> PatternCell:
        merged = _MERGED.search(cell.text) is not None
        text = _MERGED.sub("", cell.text)
        pieces, empty = self.pieces(text)
        shorter = self.shorter(text)
        loop = next((tag.loops[-1] for tag in pieces if isinstance(tag, PrintedTag) and tag.loops), 0)
        inline = loop if loop in self.inline else 0
        made = PatternCell(
            tuple(pieces), cell.column, cell.span, cell.continued, merged, "".join(empty), "", inline, tuple(shorter)
        )
        if cell.continued or (merged and not pieces):
            return replace(made, above=self.over.get(cell.column, ""))
        self.over[cell.column] = made.fixed
        return made

    def shorter(self, text: str) -> list[Piece]:
        """Return the pieces of a text without what is printed only at times, of a title without the year; none where all is always printed."""
        title = _YEAR_OF_TITLE.sub("", self.form.title)
        always = _OPTION.sub("", _TITLE_TAG.sub(title, text) if title != self.form.title else text)
        return self.pieces(always)[0] if always != text and not _ALTERNATIVE.search(text) else []

    def pieces(self, text: str) -> tuple[list[Piece], list[str]]:
        """Return the fixed texts and tags of a text, and what it prints where nothing was filled in."""
        pieces: list[Piece] = []
        empty: list[str] = []
        inside: list[_Inline] = []
        known = dict(self.variables)
        turns = self.begin_turns(text)
        is_value = False
        at = 0
        for token in [*_TOKEN.finditer(text), None]:
            fixed = text[at : token.start()] if token else text[at:]
            between = is_value and token is not None and token[1] is not None and "\n" not in fixed
            is_value = token is not None and token[1] is not None
            shown: list[Piece] = [fixed.strip("\n")] if fixed.strip() or (fixed and between) else []
            if token is not None:
                at = token.end()
                if token[1] is not None:
                    part = next((each.part for each in reversed(inside) if each.part is not Extent.WHOLE), self.part())
                    shown += self.tag(token[1], part)
            if any(each.otherwise for each in inside):
                empty += [piece for piece in shown if isinstance(piece, str)]
            else:
                pieces += shown
            if token is not None and token[1] is None:
                self.turn((token[2] or token[3] or "").split(None, 1), inside, turns)
        self.variables = known
        return _joined(pieces), empty

    def begin_turns(self, text: str) -> int:
        """Return the number of the loop whose numbered turns are all of a text, 0 where there is none."""
        whole = _TURNS.fullmatch(text)
        path = self.resolve(whole[1]) if whole else ()
        declared = self.columns.get(path)
        if declared is None or declared.kind is not Kind.LIST:
            return 0
        loop = min(self.inline, default=-1) - 1
        self.inline[loop] = path
        return loop

    def turn(self, words: Sequence[str], inside: list[_Inline], turns: int) -> None:
        """Open, change or close the inline block that the words of a control tag speak of; ``turns`` is the loop of the text."""
        match words:
            case ["for", rest]:
                if found := _FOR.search(rest):
                    own = (turns,) if turns and self.resolve(found[2]) == self.inline[turns] else ()
                    self.variables[found[1]] = _Variable(self.resolve(found[2]), (*self.loops(found[2]), *own))
                inside.append(_Inline(Extent.WHOLE))
            case ["if", rest]:
                inside.append(_Inline(_part_asked_for(rest)))
            case ["else" | "elif", *_] if inside:
                inside[-1] = inside[-1]._replace(otherwise=True)
            case [word, *_] if word.startswith("end") and inside:
                inside.pop()

    def part(self) -> Extent:
        return next((block.part for block in reversed(self.open) if block.part is not Extent.WHOLE), Extent.WHOLE)

    def tag(self, name: str, part: Extent) -> Iterator[Piece]:
        """Yield what a printed name stands for: a tag, or the pieces of the form's title."""
        if name == TITLE:
            at = 0
            for token in _TAG_IN_TITLE.finditer(self.form.title):
                yield self.form.title[at : token.start()]
                at = token.end()
                yield from self.tag(token[1], Extent.WHOLE)
            yield self.form.title[at:]
            return
        path = self.resolve(name)
        for size, answer in ((1, LINE), (2, path[-1])):
            chosen = self.columns.get(path[:-size])
            if chosen is not None and answers(chosen) and path[-size] in (LINE, BOXES, CHECKS):
                yield PrintedTag(path[:-size], chosen, self.loops(name), part=part, answer=answer)
                return
        yield PrintedTag(path, self.columns.get(path), self.loops(name), self.is_prose(path), part)


def _part_asked_for(condition: str) -> Extent:
    """Return which paragraphs of a text a condition lets through."""
    if "loop.first" not in condition:
        return Extent.WHOLE
    return Extent.REST if "not" in condition.split() else Extent.FIRST


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with fixed texts that touch made one."""
    made: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and made and isinstance(made[-1], str):
            made[-1] += piece
        elif piece:
            made.append(piece)
    return made


def _with_headers(steps: Sequence[PatternStep]) -> Iterator[PatternStep]:
    """Yield the steps, each row of tags with the row of labels above it, each heading with the text below it."""
    rows: list[PatternLine] = []
    heads: dict[int, PatternLine] = {}  # the row of labels made with the one above it, by the number of the row
    depth = 0
    for number, step in enumerate(steps):
        if step.turn is Turn.FOR:
            depth += 1
        elif step.turn is Turn.END_FOR:
            depth -= 1
        line = step.line
        if line is None:
            yield step
            continue
        above = [heads.get(at, row) for at, row in enumerate(rows) if row.table == line.table]
        in_loop = depth > 0
        over = rows[-1] if rows and rows[-1].table == line.table else None
        both = _stacked(over, line) if over and line.table else None
        header = _header_of(line, above) if line.table and both is None else None
        repeats = in_loop and any(tag.loops for tag in line.tags)
        text = None if line.table or line.tags else _text_below(steps[number + 1 : number + 3])
        made = PatternLine(line.cells, line.table, header, repeats, in_loop=in_loop, text=text)
        if both is not None:
            heads[len(rows)] = both
        rows.append(made)
        yield step._replace(line=made)


def _text_below(steps: Sequence[PatternStep]) -> Field | None:
    """Return the field whose paragraphs begin with some steps, None where something else does."""
    lines = [step.line for step in steps if step.line]
    is_text = [step.turn for step in steps] == [Turn.FOR, Turn.LINE] and bool(lines[0].tags)
    return lines[0].tags[0].field if is_text and lines[0].tags[0].prose else None


def _header_of(line: PatternLine, above: Sequence[PatternLine]) -> PatternLine | None:
    """Return the nearest row above that has a label over every tag of a row with tags side by side, None for others.

    A row whose tags all have their labels in their own cells is below none. One label over all tags is a heading, no header.
    """
    beside = [bool(cell.tags) for cell in line.cells]
    if not any(one and other for one, other in pairwise(beside)):
        return None
    wanted = [cell for cell in line.cells if cell.tags]
    if all(is_label(cell.fixed) for cell in wanted):
        return None
    for row in reversed(above):
        if row.repeats:
            continue
        over = [cell_over(row, cell.column) for cell in wanted]
        labelled = [at for at in over if at >= 0 and is_label(row.cells[at].fixed)]
        if len(set(labelled)) > 1 and len(labelled) >= len(wanted) - 1:
            return row
    return None


def _stacked(top: PatternLine, below: PatternLine) -> PatternLine | None:
    """Return two rows of labels as one, None where the second does not part cells of the first."""
    cells: list[PatternCell] = []
    parted = 0
    for cell in below.cells:
        over = top.cells[cell_over(top, cell.column)]
        if cell.continued or (cell.merged and cell.fixed == over.fixed):
            cells.append(replace(over, column=cell.column, span=cell.span))
        elif is_label(over.fixed) and over.span > cell.span and cell.fixed.strip():
            cells.append(replace(cell, pieces=tuple(_joined((*over.pieces, *cell.pieces)))))
            parted += 1
        else:
            return None
    return PatternLine(tuple(cells), below.table, stacked=(top, below)) if 1 < parted < len(cells) else None


def cell_over(header: PatternLine, column: int) -> int:
    """Return which cell of a row of labels stands over a column of the grid, -1 where none does."""
    over = (at for at, cell in enumerate(header.cells) if cell.column <= column < cell.column + cell.span)
    return next(over, -1)
