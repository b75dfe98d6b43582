"""How well one line of a document fits one line of a template, and which values it then has.

A paragraph is compared as a sentence. The cells of a row are aligned with those of the template in order; below a row
of labels they are found by their columns, in whatever order these stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from selfeval.documents.read.filler import behind_filler
from selfeval.documents.read.label import Labels, bare, fold_text, is_label
from selfeval.documents.read.lines import Cell, ReadLine, words_of_heading
from selfeval.documents.read.merged import parted, without_labels
from selfeval.documents.read.pattern import PatternCell, PatternLine, cell_over
from selfeval.documents.read.piece import (
    CHANGED,
    Binding,
    Extract,
    Taken,
    adds_to,
    extract,
    extract_turns,
    fits,
    is_level_name,
    level_name,
    remark_behind,
)
from selfeval.form.field import Field, Kind
from selfeval.form.form import Form
from selfeval.quantity.notation import item_mark
from selfeval.text.name import fold
from selfeval.text.pattern import regex

NOTE = regex(r"\s*(?:填报?说明|填表说明|注\s*[：:]|备注\s*[：:]|填报?人|填表人|联系(?:人|电话)|审核人|负责人签)")
"""What begins a note below a form, which is no paragraph of its last text."""

_ENCLOSED = regex(r"\s*附\s*(?:[件表图]\s*\d*\s*)?[:：]")
"""What begins a list of what is enclosed, which may be no paragraph of the text above it."""

_NOTHING = regex(r"[\s/\\—–\-_＿.…无]*")
"""What is written where there is no value."""

_TOTAL = regex(r"\s*(?:合|总|小|共)\s*计\s*|\s*汇\s*总\s*")
"""What a row is called that sums up a list."""

_HEADER_SHARE = 0.6
"""How much of a row of labels must be found in a row for it to be that header, from 0 to 1."""

_MOSTLY, _FEWEST_SLID = 0.7, 3
"""What share of its cells makes a column empty or full, and how many rows it takes to tell."""

_PROSE, _NUMBERED, _SAME_COLUMN = 0.4, 0.1, 0.01
_GOES_ON = 0.5
"""How much less a paragraph counts whose value is missing behind its last colon: the next one may say it, and be no text of its own."""
_MOST_POINTS = 30
_HEADING = 0.5
"""How much surer a row is that says nothing but a level, than one that may say anything there."""
_GAP_LABEL, _GAP_TAG, _GAP_TEXT, _GAP_EMPTY = -0.4, -0.2, -0.25, -0.02
_SAME_LABEL, _OTHER_LABEL = 0.95, -0.8
"""How alike a text is to a label that it is itself, and what a cell adds to a row that stands where another label does."""
_MISFIT = -0.2
"""How much less a cell that cannot be the value it stands for counts in a row laid out as the template's: none slides over it."""
_GAP_NOT_FILLED = -0.6
"""What it costs to pass over the empty cell that stands right behind its own label, for a text farther to the right."""


class Match(NamedTuple):
    """Hold how well a line fits, and the cells that are accounted for, each with the number of the template's cell."""

    score: float
    taken: tuple[tuple[int, Taken], ...]


class Header(NamedTuple):
    """Hold a row of labels found in a document: its line, and for each cell of the template that was found the number of the cell.

    ``below`` are the columns in which the values stand where these have slid, and ``guess`` says so in Chinese. ``rows`` is
    how many rows of the document it is made of.
    """

    line: ReadLine
    columns: Mapping[int, int]
    share: float
    below: Mapping[int, int] = {}
    guess: str = ""
    rows: int = 1

    @property
    def is_moved(self) -> bool:
        """Tell whether its columns stand in another order than those of the template."""
        numbers = [self.columns[at] for at in sorted(self.columns)]
        return numbers != sorted(numbers)


class Judge(NamedTuple):
    """Hold what decides whether texts are values and labels: the form, and the labels of the library."""

    form: Form
    labels: Labels


def match_paragraph(judge: Judge, pattern: PatternLine, cell: Cell) -> Match | None:
    """Return how a paragraph fits a paragraph of the template, None where it does not."""
    (wanted,) = pattern.cells
    text = cell.text
    if not wanted.tags:
        fixed, folded = fold_text(wanted.fixed).text, fold_text(text).text
        alike = 1.0 if fixed == folded else _alike(fixed, folded)
        if alike < CHANGED:
            alike = _alike_heading(judge, pattern, text)
        if not alike:
            return None
        rest = (text,) if alike < 1.0 and adds_to(fixed, folded) else ()
        return Match(_weight(fixed) * alike, ((0, Taken(cell, rest=rest)),))
    if all(tag.prose for tag in wanted.tags) and not fold_text(wanted.fixed).text:
        if NOTE.match(text):
            return None
        score = _PROSE + (_NUMBERED if _is_point(wanted.tags[0].field, text) else 0.0)
        label = (wanted.tags[0].field.label or wanted.tags[0].path[-1]) if wanted.tags[0].field else ""
        guess = f"{cell.place}“{text[:20]}”当作“{label}”里的一段" if _ENCLOSED.match(text) else ""
        return Match(score, ((0, Taken(cell, (Binding(wanted.tags[0], text, cell.place, guess=guess),), guess=guess)),))
    found = _extract(judge, wanted, text)
    if found is None:
        return None
    bindings = tuple(Binding(tag, value, cell.place) for tag, value in found.values)
    score = 0.2 + _weight(fold_text(wanted.fixed).text) * found.likeness
    if text.endswith(("：", ":")) and not bindings[-1].text:
        score -= _GOES_ON
    return Match(score, ((0, Taken(cell, bindings, found.changed, found.altered)),))


def _alike_heading(judge: Judge, heading: PatternLine, text: str) -> float:
    """Return how surely a text is a heading of the template in other words: what the text below it is called elsewhere."""
    words = words_of_heading(text) if heading.text is not None else ""
    if not words or heading.text is None:
        return 0.0
    names = {heading.text.label, heading.text.path[-1], *heading.text.aliases, words_of_heading(heading.fixed)}
    return max(judge.labels.likeness(name, words) for name in names - {""})


def _extract(judge: Judge, wanted: PatternCell, text: str) -> Extract | None:
    """Return the values that a text has in the places of a cell's tags, with what is printed only at times or without it."""
    whole = extract(wanted.pieces, text, judge.form)
    fixed = fold_text("".join(piece for piece in wanted.shorter if isinstance(piece, str))).text
    return extract(wanted.shorter, text, judge.form) if whole is None and fixed else whole


def _is_point(declared: Field | None, text: str) -> bool:
    """Tell whether a paragraph begins with a number that the form puts before those of a field."""
    style = declared.numbering if declared else ""
    return bool(style) and any(text.startswith(item_mark(style, number)) for number in range(1, _MOST_POINTS))


def _weight(fixed: str) -> float:
    return min(2.0, 0.4 + 0.15 * len(fixed))


def _alike(one: str, other: str) -> float:
    if not one or not other or max(len(one), len(other)) > 2 * min(len(one), len(other)):
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= CHANGED else 0.0


def find_header(judge: Judge, pattern: PatternLine, line: ReadLine) -> Header | None:
    """Return a row as the header that the template has, None where too few of its labels are there.

    Labels may stand in any order. One that is not known stands for the one that is missing between the same neighbours.
    """
    wanted = [at for at, cell in enumerate(pattern.cells) if is_label(cell.fixed)]
    has_tags = any(pattern.cells[at].tags for at in wanted)
    if not has_tags and sum(is_label(cell.text) for cell in line.cells) < _HEADER_SHARE * len(wanted):
        return None  # a row of figures, told at once
    labels = [pattern.cells[at].fixed for at in wanted if not pattern.cells[at].tags]
    found = (
        (alike, -abs(at - number), at, number)
        for at in wanted
        for number, alike in _likely(judge, pattern.cells[at], labels, line)
    )
    columns: dict[int, int] = {}
    used: set[int] = set()
    total = 0.0
    for alike, _, at, number in sorted(found, reverse=True):
        if at not in columns and number not in used:
            columns[at] = number
            used.add(number)
            total += alike
    share = total / len(wanted) if wanted else 0.0
    if share < _HEADER_SHARE or len(columns) < 2:
        return None
    columns |= dict(_renamed(pattern, columns, line))
    return Header(line, columns, share)


def stacked(top: ReadLine, below: ReadLine) -> ReadLine | None:
    """Return two rows of a table as one header, None where the second does not part cells of the first."""
    cells: list[Cell] = []
    parted = 0
    for cell in below.cells:
        over = next((each for each in top.cells if each.column <= cell.column < each.column + each.span), None)
        if over is None:
            return None
        own = bool(cell.text) and not cell.continued and cell.text != over.text and over.span > cell.span
        parted += own
        whole = cell.text if cell.text.startswith(over.text) else over.text + cell.text
        texts = (whole,) if own else over.paragraphs
        place = cell.place if own else over.place
        cells.append(Cell(texts, place, cell.column, cell.span, cell.continued))
    return ReadLine(tuple(cells), below.table) if 1 < parted < len(cells) else None


def _has_several(labels: Sequence[str], text: str) -> bool:
    """Tell whether a text is made of two labels or more, of which none is part of another: merged heads of two columns."""
    said = bare(text)
    inside = {known for label in labels if (known := bare(label)) and known in said}
    return said not in inside and sum(not any(one != other and one in other for other in inside) for one in inside) > 1


def _likely(judge: Judge, wanted: PatternCell, labels: Sequence[str], line: ReadLine) -> Iterator[tuple[int, float]]:
    for number, cell in enumerate(line.cells):
        if _has_several(labels, cell.text):
            continue
        if wanted.tags:
            alike = 0.9 if extract(wanted.pieces, cell.text, judge.form) else 0.0
        else:
            alike = judge.labels.likeness_in_header(wanted.fixed, cell.text)
        if alike:
            yield number, alike


def _renamed(pattern: PatternLine, columns: Mapping[int, int], line: ReadLine) -> Iterator[tuple[int, int]]:
    """Yield the cells of the template without a label of their own in the line, each with the one between the same neighbours."""
    used = set(columns.values())
    for at in range(len(pattern.cells)):
        before = columns.get(at - 1, at - 1 if at < 2 else None)
        after = columns.get(at + 1, len(line.cells) if at + 1 == len(pattern.cells) else None)
        if at not in columns and before is not None and after == before + 2 and before + 1 not in used:
            yield at, before + 1


def with_slid_columns(pattern: PatternLine, header: Header, rows: Sequence[ReadLine]) -> Header:
    """Return a header whose rows have slid by one cell with its columns where the values are, which is a guess.

    One column is empty below its label, and the first full one to the right of it has no label at all.
    """
    same_width = [row for row in rows if len(row.cells) == len(header.line.cells)]
    if len(same_width) < _FEWEST_SLID:
        return header
    filled = [
        sum(bool(row.cells[at].text) for row in same_width) / len(same_width) for at in range(len(header.line.cells))
    ]
    mapped = set(header.columns.values())
    labels = (number for at, number in header.columns.items() if is_label(pattern.cells[at].fixed))
    for empty in sorted(labels, reverse=True):
        end = next((at for at in range(empty + 1, len(filled)) if at not in mapped), 0)
        moved = range(empty, end)
        if not end or header.line.cells[end].text or filled[empty] > 1 - _MOSTLY or filled[end] < _MOSTLY:
            continue
        columns = {at: number + (number in moved) for at, number in header.columns.items()}
        guess = f"{header.line.cells[empty].place}下面是空的，像是错了一格，这里起 {len(moved)} 列都按右边一格读"
        return header._replace(below=columns, guess=guess)
    return header


def match_header(judge: Judge, pattern: PatternLine, header: Header) -> Match:
    """Return how a row fits as the header it was found to be."""
    taken: list[tuple[int, Taken]] = []
    guess = header.guess
    for at, number in header.columns.items():
        wanted, cell = pattern.cells[at], header.line.cells[number]
        if not wanted.fixed.strip() and cell.text:
            continue
        found = extract(wanted.pieces, cell.text, judge.form) if wanted.tags else None
        bindings = tuple(Binding(tag, value, cell.place) for tag, value in found.values) if found else ()
        rest = () if wanted.tags or not adds_to(wanted.fixed, cell.text) else (cell.text,)
        if cell.text and not guess and not wanted.tags and not judge.labels.likeness_in_header(wanted.fixed, cell.text):
            guess = f"{cell.place}“{cell.text}”当作“{wanted.fixed}”这一列"
        taken.append((at, Taken(cell, bindings, rest, guess=guess)))
        guess = ""
    return Match(header.share * sum(map(_label_weight, pattern.cells)), tuple(taken))


def _label_weight(cell: PatternCell) -> float:
    return min(1.0, 0.3 + 0.1 * len(cell.fixed)) if is_label(cell.fixed) else 0.0


def match_below(judge: Judge, pattern: PatternLine, line: ReadLine, header: Header) -> Match | None:
    """Return how a row fits a row of the template below a header, or does once the merged cells that it lacks are put before it."""
    found = _match_below(judge, pattern, line, header)
    lacking = len(header.line.cells) - len(line.cells)
    begins = pattern.cells[: max(lacking, 0)]
    is_lacking = len(begins) == lacking > 0 and all(cell.merged or cell.continued for cell in begins)
    if not is_lacking or not line.cells[0].text or not _is_short(line, header):
        return found
    empty = tuple(Cell((), line.place, continued=True) for _ in begins)
    shifted = _match_below(judge, pattern, line._replace(cells=(*empty, *line.cells)), header)
    return max(filter(None, (found, shifted)), key=lambda match: match.score, default=None)


def _is_short(line: ReadLine, header: Header) -> bool:
    """Tell whether a row ends before its header does, so that cells are missing in it, not merged."""
    return line.cells[-1].column + line.cells[-1].span < header.line.cells[-1].column + header.line.cells[-1].span


def _match_below(judge: Judge, pattern: PatternLine, line: ReadLine, header: Header) -> Match | None:
    """Return how a row fits a row of the template below a header, its cells found by their columns.

    None where it does not fit, or where the column of the name of a list's item was not found.
    """
    assert pattern.header is not None
    score = 0.3
    levels: list[bool | None] = []  # whether each level is one of the form's, None where it is left out
    taken: list[tuple[int, Taken]] = []
    found_cells = ((at, _cell_below(pattern, at, line, header)) for at in range(len(pattern.cells)))
    under = {at: cell for at, cell in found_cells if cell is not None}
    for at, wanted in enumerate(pattern.cells):
        cell = under.get(at)
        if cell is None:
            if any(tag.is_name for tag in wanted.tags):
                return None
            score -= 0.1 if wanted.tags else 0.0
            continue
        gained, found = _match_cell(judge, wanted, cell)
        if any(tag.level for tag in wanted.tags):
            levels.append(None if found and not cell.text else found is not None)
        score += gained
        if found is not None:
            taken.append((at, found))
    if next(filter(lambda each: each is not None, reversed(levels)), True) is False:
        return None  # where the last heading is none of the form's, the row is of another table, or has slid
    if score <= 0 or not _can_be_item(pattern, taken) or _is_only_level(judge, taken):
        return None
    return Match(score, tuple(parted(judge.form, pattern, taken, under)))


def _is_only_level(judge: Judge, taken: Sequence[tuple[int, Taken]]) -> bool:
    """Tell whether a row would be an indicator that is called like a level of the form, and has no value."""
    values = [binding for _, each in taken for binding in each.bindings if binding.text and binding.tag.field]
    if len(values) != 1 or not values[0].tag.is_name:
        return False
    declared = judge.form.fields.get(values[0].tag.path[:-1])
    levels = declared.levels if declared else {}
    return fold(values[0].text) in {fold(name) for first, below in levels.items() for name in (first, *below)}


def _can_be_item(pattern: PatternLine, taken: Sequence[tuple[int, Taken]]) -> bool:
    """Tell whether a row can be an item of its list: no cell is two values, and what has values has a name.

    A row without the name of the innermost item that fills few of its columns has slid to the side, one called 合计 sums
    up the others.
    """
    values = [
        (at, each.cell, binding)
        for at, each in taken
        for binding in each.bindings
        if binding.tag.field and binding.text
    ]
    if any(binding.tag.is_name and _TOTAL.fullmatch(binding.text) for _, _, binding in values):
        return False
    of_cell: dict[str, set[int]] = {}
    for at, cell, _ in values:
        of_cell.setdefault(cell.place, set()).add(at)
    if any(len(of_cell[cell.place]) > 1 and (binding.tag.is_name or len(of_cell) == 1) for _, cell, binding in values):
        return False
    tags = [(at, tag) for at, cell in enumerate(pattern.cells) for tag in cell.tags if tag.field]
    inner = max((tag.loops for _, tag in tags), key=len, default=())
    names = [at for at, tag in tags if tag.is_name and tag.loops == inner]
    if not names or pattern.cells[names[0]].merged or any(at in names for at, _, _ in values):
        return True
    own = [binding for _, _, binding in values if binding.tag.loops == inner]
    return not own and (not values or 2 * len(values) > len(tags))


def _cell_below(pattern: PatternLine, at: int, line: ReadLine, header: Header) -> Cell | None:
    """Return the cell of a row below the label that stands over a cell of the template."""
    assert pattern.header is not None
    over = cell_over(pattern.header, pattern.cells[at].column)
    number = (header.below or header.columns).get(over)
    if number is None:
        return line.cells[at] if len(line.cells) == len(pattern.cells) and not pattern.cells[at].tags else None
    if len(line.cells) == len(header.line.cells):
        return line.cells[number]
    label = header.line.cells[number]
    beside = [other for other, cell in enumerate(pattern.cells) if cell_over(pattern.header, cell.column) == over]
    below = [cell for cell in line.cells if label.column <= cell.column < label.column + label.span]
    if len(below) == len(beside):
        return below[beside.index(at)]
    inside = [cell for cell in below if cell.text and cell.column + cell.span <= label.column + label.span]
    if len(inside) > len(beside) == 1 and not any(tag.level for tag in pattern.cells[at].tags):
        return None  # somebody split the cell, and which half is meant cannot be told
    return next((cell for cell in line.cells if cell.column <= label.column < cell.column + cell.span), None)


def _match_cell(judge: Judge, wanted: PatternCell, cell: Cell) -> tuple[float, Taken | None]:
    """Return what a cell adds to the score of a row, and what is taken of it, None where it does not belong there."""
    lists = [tag.path[:-1] for tag in wanted.tags if tag.is_name]
    text = behind_filler(judge.form, lists[0], cell.text) if lists else cell.text
    if not wanted.tags:
        return _match_fixed(judge, wanted, cell)
    if not text:
        return 0.02, Taken(cell, tuple(Binding(tag, "", cell.place) for tag in wanted.tags))
    if wanted.empty and bare(wanted.empty) == bare(text):
        return 0.1, Taken(cell, tuple(Binding(tag, "", cell.place) for tag in wanted.tags))
    if wanted.inline and (turns := extract_turns(wanted, text, judge.form)):
        bindings = tuple(
            Binding(tag, value, cell.place, number) for number, turn in enumerate(turns) for tag, value in turn.values
        )
        rest = [each for turn in turns for each in turn.changed]
        return 0.5, Taken(cell, bindings, tuple(rest), tuple(each for turn in turns for each in turn.altered))
    if len(wanted.pieces) == 1:
        tag = wanted.tags[0]
        if fits(tag, text, judge.form):
            remark = remark_behind(tag, text, judge.form)
            return 0.2 if tag.level else 0.15, Taken(cell, (Binding(tag, text, cell.place),), remark)
        return (-0.05 if _NOTHING.fullmatch(text) else -0.4), None
    found = _extract(judge, wanted, text)
    if found is not None:
        bindings = tuple(Binding(tag, value, cell.place) for tag, value in found.values)
        return 0.2 + 0.3 * found.likeness, Taken(cell, bindings, found.changed, found.altered)
    return _match_bare_value(judge, wanted, cell)


def _match_fixed(judge: Judge, wanted: PatternCell, cell: Cell) -> tuple[float, Taken | None]:
    text = cell.text
    if not wanted.fixed.strip():
        repeated = bool(text and wanted.above) and judge.labels.likeness(wanted.above, text) > 0
        return (0.02, Taken(cell)) if not text or repeated else (-0.1, None)
    if not text:
        return (0.02 if wanted.merged or cell.continued else -0.2), Taken(cell)
    alike = (
        judge.labels.likeness(wanted.fixed, text)
        if is_label(wanted.fixed)
        else float(bare(wanted.fixed) == bare(text) or wanted.fixed == text)
    )
    if not alike:
        return _OTHER_LABEL, None
    rest = (text,) if adds_to(wanted.fixed, text) else ()
    return max(_label_weight(wanted), 0.1) * alike, Taken(cell, rest=rest)


def _match_bare_value(judge: Judge, wanted: PatternCell, cell: Cell) -> tuple[float, Taken | None]:
    """Return a cell whose fixed text is gone, if its value is sure without it: the name of a level, or a value of a strict kind."""
    for tag in wanted.tags:
        strict = tag.field is not None and tag.field.kind not in (Kind.TEXT, Kind.PROSE, Kind.LINES, Kind.QUANTITY)
        if (tag.level and level_name(tag, cell.text, judge.form)) or (strict and fits(tag, cell.text, judge.form)):
            return 0.1, Taken(cell, (Binding(tag, cell.text, cell.place),))
    return -0.5, None


def match_row(judge: Judge, pattern: PatternLine, line: ReadLine) -> Match | None:
    """Return how a row fits a row of the template, cell by cell in order, None where its labels are not there."""
    labels = [cell for cell in pattern.cells if is_label(cell.fixed) and not cell.merged]
    plain = [cell.fixed for cell in labels if not cell.tags]
    if plain and not any(judge.labels.likeness(label, cell.text) for label in plain for cell in line.cells):
        return None
    more = line.cells[len(pattern.cells) :]
    is_other = not labels and (len(pattern.cells) > len(line.cells) or any(cell.text for cell in more))
    if is_other and not any(tag.level for tag in pattern.tags):
        return None
    table = _align(judge, pattern.cells, line.cells)
    score, aligned = _walk_back(table, pattern.cells, line.cells)
    taken = list(_with_guesses(pattern, line, list(without_labels(pattern, aligned))))
    found = sum(_label_weight(pattern.cells[at]) for at, _ in taken)
    if labels and found < 0.5 * sum(map(_label_weight, labels)):
        return None
    is_heading = any(_is_heading(judge, pattern, each) for _, each in taken)
    score += _HEADING if is_heading else 0.0
    if is_heading and _is_alone(line):
        return Match(max(score, _HEADING), tuple(taken))  # however many empty cells stand beside it
    if is_other:
        return None
    return Match(score, tuple(taken)) if score > 0 else None


def _with_guesses(
    pattern: PatternLine, line: ReadLine, taken: Sequence[tuple[int, Taken]]
) -> Iterator[tuple[int, Taken]]:
    """Yield the cells of a row; that a value behind another label than the template's is meant by this is a guess."""
    found = {at for at, _ in taken}
    places = {each.cell.place for _, each in taken}
    before = {cell.place: other for other, cell in zip(line.cells, line.cells[1:], strict=False)}
    for at, each in taken:
        label, other = pattern.cells[at - 1], before.get(each.cell.place)
        is_missing = at > 0 and at - 1 not in found and is_label(label.fixed) and not label.tags
        is_other = other is not None and other.place not in places and is_label(other.text)
        if not (is_missing and is_other and each.bindings and each.cell.text) or other is None:
            yield at, each
            continue
        guess = f"{other.place}“{other.text}”当作“{label.fixed}”"
        bindings = tuple(binding._replace(guess=binding.guess or guess) for binding in each.bindings)
        yield at, each._replace(bindings=bindings, guess=each.guess or guess)


def _is_alone(line: ReadLine) -> bool:
    """Tell whether a row says nothing but what its first cell with a text says, besides a column added behind all others."""
    filled = [number for number, cell in enumerate(line.cells) if cell.text]
    return len(filled) == 1 or (len(filled) == 2 and filled[1] == len(line.cells) - 1 > filled[0] + 1)


def _is_heading(judge: Judge, pattern: PatternLine, taken: Taken) -> bool:
    """Tell whether a cell says the level that its row prints and nothing else, by one of the form's own names."""
    declared = [judge.form.fields.get(tag.path[:-2]) for tag in pattern.tags if tag.level]
    is_known = len(declared) == len(pattern.tags) and all(each is not None and each.levels for each in declared)
    return is_known and any(is_level_name(binding.tag, binding.text, judge.form) for binding in taken.bindings)


_NEVER = float("-inf")
_Step = tuple[float, int, "Taken | None"]


def _align(judge: Judge, wanted: Sequence[PatternCell], cells: Sequence[Cell]) -> list[list[_Step]]:
    """Return the best score for every beginning of both rows, with the move that gives it: 0 both, 1 template, 2 document."""
    others = [_hides(judge, each, cells) for each in wanted]
    gaps = [_gap(each) for each in wanted]
    is_alike = [(each.column, each.span) for each in wanted] == [(cell.column, cell.span) for cell in cells]
    table: list[list[_Step]] = [[(0.0, -1, None)] * (len(cells) + 1) for _ in range(len(wanted) + 1)]
    for at in range(len(wanted) + 1):
        for number in range(len(cells) + 1):
            if not at and not number:
                continue
            best: _Step = (_NEVER, -1, None)
            if at and number:
                label, cell = wanted[at - 1], cells[number - 1]
                is_hidden = number - 1 in others[at - 1]
                gained, found = (_OTHER_LABEL, None) if is_hidden else _match_cell(judge, label, cell)
                if is_alike and at == number and label.tags:
                    gained = max(gained, _MISFIT)
                gained += _SAME_COLUMN if label.column == cell.column else 0.0
                best = (table[at - 1][number - 1][0] + gained, 0, found)
            if at and (score := table[at - 1][number][0] + gaps[at - 1]) > best[0]:
                best = (score, 1, None)
            if (
                number
                and (score := table[at][number - 1][0] + _gap_before(judge, wanted[:at][-1:], cells[:number][-2:]))
                > best[0]
            ):
                best = (score, 2, None)
            table[at][number] = best
    return table


def _hides(judge: Judge, wanted: PatternCell, cells: Sequence[Cell]) -> frozenset[int]:
    """Return the cells that only resemble a label of the template while another cell of the row is that label."""
    if wanted.tags or not is_label(wanted.fixed):
        return frozenset()
    alike = [judge.labels.likeness(wanted.fixed, cell.text) for cell in cells]
    return frozenset(number for number, each in enumerate(alike) if each < _SAME_LABEL <= max(alike, default=0.0))


def _gap_before(judge: Judge, label: Sequence[PatternCell], cells: Sequence[Cell]) -> float:
    """Return what it costs that the last of one or two cells belongs to none of the template's: to none behind ``label``, if any."""
    *before, last = cells
    if last.text:
        return _GAP_TEXT
    is_beside = bool(label and before) and label[0].column + label[0].span == last.column
    is_value = is_beside and not label[0].tags and judge.labels.likeness(label[0].fixed, before[0].text) > 0
    return _GAP_NOT_FILLED if is_value else _GAP_EMPTY


def _gap(wanted: PatternCell) -> float:
    if wanted.continued or not wanted.pieces:
        return -0.01
    return _GAP_LABEL * (_label_weight(wanted) or 0.25) if not wanted.tags else _GAP_TAG


def _walk_back(
    table: Sequence[Sequence[_Step]], wanted: Sequence[PatternCell], cells: Sequence[Cell]
) -> tuple[float, list[tuple[int, Taken]]]:
    at, number = len(wanted), len(cells)
    taken: list[tuple[int, Taken]] = []
    while at or number:
        _, move, found = table[at][number]
        if move == 0 and found is not None:
            taken.append((at - 1, found))
        at -= move in (0, 1)
        number -= move in (0, 2)
    return table[-1][-1][0], taken[::-1]
