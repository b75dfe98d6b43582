"""How well a row fits a row of a template, its cells aligned with those of the template in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from selfeval.documents.read.cell import OTHER_LABEL, match_cell
from selfeval.documents.read.label import is_label
from selfeval.documents.read.lines import Cell, ReadLine
from selfeval.documents.read.match import Judge, Match, label_weight
from selfeval.documents.read.merged import covered, repeats, without_labels
from selfeval.documents.read.pattern import PatternCell, PatternLine
from selfeval.documents.read.piece import Taken, is_level_name

_SAME_COLUMN, _RIGHT_BEHIND = 0.01, 0.02
_HEADING = 0.5
"""How much surer a row is that says nothing but a level, than one that may say anything there."""
_GAP_LABEL, _GAP_TAG, _GAP_TEXT, _GAP_EMPTY = -0.4, -0.2, -0.25, -0.02
_SAME_LABEL = 0.95
"""How alike a text is to a label that it is itself, from 0 to 1."""
_MISFIT = -0.2
"""How much less a cell that cannot be the value it stands for counts in a row laid out as the template's: none slides over it."""
_GAP_NOT_FILLED = -0.6
"""What it costs to pass over the empty cell that stands right behind its own label, for a text farther to the right."""


def match_row(judge: Judge, pattern: PatternLine, line: ReadLine, over: Sequence[Cell] = ()) -> Match | None:
    """Return how a row fits a row of the template, cell by cell in order, None where its labels are not there.

    ``over`` is the row of labels above it, if there is one.
    """
    labels = [cell for cell in pattern.cells if is_label(cell.fixed) and not cell.merged]
    plain = [cell.fixed for cell in labels if not cell.tags]
    line = line._replace(cells=tuple(_in_order_of_template(judge, pattern, line.cells)))
    if plain and not any(judge.likeness(label, cell.text) for label in plain for cell in line.cells):
        return None
    again = repeats(line.cells, over)
    own = [cell for at, cell in enumerate(line.cells) if at not in again]
    is_other = not labels and not _is_as_wide(pattern, own)
    if is_other and not any(tag.level for tag in pattern.tags):
        return None
    table = _align(judge, pattern.cells, line.cells, again)
    score, aligned = _walk_back(table, pattern.cells, line.cells)
    taken = list(_with_guesses(judge, pattern, line, list(without_labels(pattern, aligned))))
    found = sum(label_weight(pattern.cells[at]) for at, _ in taken)
    count = sum(at in {number for number, _ in taken} for at, cell in enumerate(pattern.cells) if cell in labels)
    if found < 0.5 * sum(map(label_weight, labels)) and 2 * count < len(labels):
        return None
    is_heading = any(_is_heading(judge, pattern, each) for _, each in taken)
    score += _HEADING if is_heading else 0.0
    once_more = covered(line.cells, taken, again)
    if is_heading and _is_alone(line, again):
        return Match(max(score, _HEADING), tuple(taken), once_more)  # however many empty cells stand beside it
    if is_other:
        return None
    return Match(score, tuple(taken), once_more) if score > 0 else None


def match_text_below(judge: Judge, pattern: PatternLine, top: ReadLine, below: ReadLine) -> Match | None:
    """Return how two rows fit a row of a label and a text: the second has the text below a label of its own, where the template has it beside."""
    cells = [(at, cell) for at, cell in enumerate(pattern.cells) if cell.pieces]
    if len(cells) != 2 or cells[0][1].tags or not cells[1][1].tags or not cells[1][1].tags[0].prose:
        return None
    own, other = ([row.cells[at] for at in _texts(row)] for row in (top, below))
    if len(own) != 2 or not judge.labels.knows(own[1].text) or not other or len(other) > 2:
        return None
    label = match_cell(judge, cells[0][1], own[0])
    text = match_cell(judge, cells[1][1], other[-1])
    is_beside = len(other) == 1 or other[0].text == own[0].text
    if label[1] is None or text[1] is None or not is_beside:
        return None
    taken = ((cells[0][0], label[1]), (cells[1][0], text[1]))
    places = {cell.place for row in (top, below) for cell in row.cells}
    return Match(label[0] + text[0], taken, frozenset(places - {each.cell.place for _, each in taken}))


def match_pairs_below(judge: Judge, pattern: PatternLine, top: ReadLine, below: ReadLine) -> Match | None:
    """Return how two rows of a label and its value each fit a row that has both side by side, None where they say anything else."""
    texts = [[row.cells[at] for at in _texts(row)] for row in (top, below)]
    labels = [cell.fixed for cell in pattern.cells if is_label(cell.fixed) and not cell.tags]
    if len(labels) != 2 or any(len(own) != 2 for own in texts):
        return None
    alike = [max(labels, key=lambda label: judge.likeness(label, own[0].text)) for own in texts]
    if alike[0] == alike[1] or not all(
        judge.likeness(label, own[0].text) for label, own in zip(alike, texts, strict=True)
    ):
        return None
    whole = match_row(judge, pattern, top._replace(cells=tuple(cell for own in texts for cell in own)))
    if whole is None or len({taken.cell.place for _, taken in whole.taken}) != 2 * len(texts):
        return None
    places = {cell.place for row in (top, below) for cell in row.cells}
    return whole._replace(covered=frozenset(places - {taken.cell.place for _, taken in whole.taken}))


def _texts(row: ReadLine) -> list[int]:
    """Return the numbers of the cells of a row that say something, and not what the one before them says."""
    again = repeats(row.cells)
    return [at for at, cell in enumerate(row.cells) if cell.text and at not in again]


def _in_order_of_template(judge: Judge, pattern: PatternLine, cells: Sequence[Cell]) -> Sequence[Cell]:
    """Return the cells of a row of labels and values with the labels, each with what is behind it, in the order of the template."""
    wanted = [at for at, cell in enumerate(pattern.cells) if is_label(cell.fixed) and not cell.tags]
    behind = [at + 1 for at in wanted]
    if len(wanted) < 2 or not all(at < len(pattern.cells) and pattern.cells[at].tags for at in behind):
        return cells
    alike = [[judge.likeness(pattern.cells[at].fixed, cell.text) for cell in cells] for at in wanted]
    begins = [each.index(max(each)) for each in alike if max(each) > 0]
    if len(set(begins)) < len(wanted) or begins == sorted(begins):
        return cells
    ends = dict(pairwise([*sorted(begins), len(cells)]))
    return [*cells[: min(begins)], *(cell for begin in begins for cell in cells[begin : ends[begin]])]


def _is_as_wide(pattern: PatternLine, cells: Sequence[Cell]) -> bool:
    """Tell whether a row without labels has the cells of one of the template, or as many texts as that has texts with values in them."""
    if len(pattern.cells) <= len(cells) and not any(cell.text for cell in cells[len(pattern.cells) :]):
        return True
    own = [cell for cell in pattern.cells if cell.tags]
    return sum(bool(cell.text) for cell in cells) == len(own) > 0 and all(cell.fixed.strip() for cell in own)


def _with_guesses(
    judge: Judge, pattern: PatternLine, line: ReadLine, taken: Sequence[tuple[int, Taken]]
) -> Iterator[tuple[int, Taken]]:
    """Yield the cells of a row; that a value behind an unknown label is that of the template's is a guess.

    What stands behind a label of something else is left out.
    """
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
        if judge.is_other(label.fixed, other.text) or other.text == each.cell.text:
            continue  # behind another label, or what a merged cell says that somebody undid
        guess = f"{other.place}“{other.text}”当作“{label.fixed}”"
        bindings = tuple(binding._replace(guess=binding.guess or guess) for binding in each.bindings)
        yield at, each._replace(bindings=bindings, guess=each.guess or guess)


def _is_alone(line: ReadLine, again: Set[int]) -> bool:
    """Tell whether a row says nothing but what its first cell with a text says, besides a column added behind all others."""
    filled = [number for number, cell in enumerate(line.cells) if cell.text and number not in again]
    return len(filled) == 1 or (len(filled) == 2 and filled[1] == len(line.cells) - 1 > filled[0] + 1)


def _is_heading(judge: Judge, pattern: PatternLine, taken: Taken) -> bool:
    """Tell whether a cell says the level that its row prints and nothing else, by one of the form's own names."""
    declared = [judge.form.fields.get(tag.path[:-2]) for tag in pattern.tags if tag.level]
    is_known = len(declared) == len(pattern.tags) and all(each is not None and each.levels for each in declared)
    return is_known and any(is_level_name(binding.tag, binding.text, judge.form) for binding in taken.bindings)


_NEVER = float("-inf")
_Step = tuple[float, int, "Taken | None"]


def _align(judge: Judge, wanted: Sequence[PatternCell], cells: Sequence[Cell], again: Set[int]) -> list[list[_Step]]:
    """Return the best score for every beginning of both rows, with the move that gives it: 0 both, 1 template, 2 document.

    ``again`` are the numbers of cells that say the one before them once more.
    """
    others = [_hides(judge, each, cells) for each in wanted]
    gaps = [_gap(each) for each in wanted]
    partners = _partners(wanted, cells, again)
    table: list[list[_Step]] = [[(0.0, -1, None)] * (len(cells) + 1) for _ in range(len(wanted) + 1)]
    for at in range(len(wanted) + 1):
        for number in range(len(cells) + 1):
            if not at and not number:
                continue
            best: _Step = (_NEVER, -1, None)
            if at and number:
                label, cell = wanted[at - 1], cells[number - 1]
                is_hidden = number - 1 in others[at - 1]
                gained, found = (OTHER_LABEL, None) if is_hidden else match_cell(judge, label, cell)
                if label.tags and partners.get(at - 1) == number - 1:
                    gained = max(gained, _MISFIT)
                gained += _SAME_COLUMN if (label.column, label.span) == (cell.column, cell.span) else 0.0
                gained += _RIGHT_BEHIND if table[at - 1][number - 1][1] == 0 else 0.0
                best = (table[at - 1][number - 1][0] + gained, 0, found)
            if at and (score := table[at - 1][number][0] + gaps[at - 1]) > best[0]:
                best = (score, 1, None)
            if number:
                gap = _GAP_EMPTY if number - 1 in again else _gap_before(judge, wanted[:at][-1:], cells[:number][-2:])
                if (score := table[at][number - 1][0] + gap) > best[0]:
                    best = (score, 2, None)
            table[at][number] = best
    return table


def _partners(wanted: Sequence[PatternCell], cells: Sequence[Cell], again: Set[int]) -> dict[int, int]:
    """Return the cells of the template with those in their places, where a row is laid out as it is or has as many texts as it."""
    if [(each.column, each.span) for each in wanted] == [(cell.column, cell.span) for cell in cells]:
        return {at: at for at in range(len(cells))}
    own = [at for at, cell in enumerate(wanted) if cell.pieces and not cell.merged]
    texts = [at for at, cell in enumerate(cells) if cell.text and at not in again]
    return dict(zip(own, texts, strict=True)) if len(own) == len(texts) else {}


def _hides(judge: Judge, wanted: PatternCell, cells: Sequence[Cell]) -> frozenset[int]:
    """Return the cells that only resemble a label of the template while another cell of the row is that label."""
    if wanted.tags or not is_label(wanted.fixed):
        return frozenset()
    alike = [judge.likeness(wanted.fixed, cell.text) for cell in cells]
    return frozenset(number for number, each in enumerate(alike) if each < _SAME_LABEL <= max(alike, default=0.0))


def _gap_before(judge: Judge, label: Sequence[PatternCell], cells: Sequence[Cell]) -> float:
    """Return what it costs that the last of one or two cells belongs to none of the template's: to none behind ``label``, if any."""
    *before, last = cells
    if last.text:
        return _GAP_TEXT
    is_beside = bool(label and before) and label[0].column + label[0].span == last.column
    is_value = is_beside and not label[0].tags and judge.likeness(label[0].fixed, before[0].text) > 0
    return _GAP_NOT_FILLED if is_value else _GAP_EMPTY


def _gap(wanted: PatternCell) -> float:
    if wanted.continued or not wanted.pieces:
        return -0.01
    return _GAP_LABEL * (label_weight(wanted) or 0.25) if not wanted.tags else _GAP_TAG


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
