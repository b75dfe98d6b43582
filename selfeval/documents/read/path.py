"""The best path of a document's lines through the pattern of a form.

Every line of the document is either fitted to a line of the template or left over, every line of the template is
fitted or skipped, and loops are gone through as often as this gives the best sum of scores. This takes time
proportional to the lines of the document, for a template is short.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from selfeval.documents.read.below import is_beside_columns, match_below
from selfeval.documents.read.header import Header, find_header, match_header, stacked, with_slid_columns
from selfeval.documents.read.label import bare, fold_text, is_label
from selfeval.documents.read.lines import Cell, ReadLine
from selfeval.documents.read.match import Judge, Match
from selfeval.documents.read.paragraph import match_paragraph, match_title_and_year
from selfeval.documents.read.pattern import Pattern, PatternCell, PatternLine, PatternStep, Turn, cell_over
from selfeval.documents.read.row import match_pairs_below, match_row, match_text_below
from selfeval.documents.read.target import part_of_target
from selfeval.text.pattern import regex

LEFT_OVER = -0.8
SKIPPED_MOST, SKIPPED_A_CHARACTER = -1.2, -0.15
SKIPPED_LABELS = -0.3
"""What it costs at most to skip a row of labels that the template prints in every turn of a loop; people leave it out."""
AGAIN_ROWS, AGAIN_TEXT = -0.02, -0.3
WITHOUT_LOOP = -0.1
BEAM = 12.0
"""How far below the best a path may fall before it is given up."""

_NEVER = float("-inf")
_GOES_ON = regex(r"[\s（(【]*(?:续表?|接上[页表]|转下[页表]|第\s*\d+\s*页)[\s\d）)】]*")
"""What stands between the parts of a table that goes over pages."""
_COLONS = ("：", ":")
"""What a paragraph ends with that says what the next one is."""
_LONG_PATTERN, _LONG_BEGINNING = 12, 20
"""How many fixed characters a sentence has, and how many the paragraph, for it to be joined with the next paragraph."""


class Fitted(NamedTuple):
    """Hold one line of the template with the lines of the document that fit it.

    ``turns`` counts, for each loop gone through so far, how often it began anew; ``again`` tells that the line is a
    header that stands there once more.
    """

    step: int
    lines: tuple[int, ...]
    match: Match
    turns: Mapping[int, int]
    again: bool = False


class Path(NamedTuple):
    """Hold the fitted lines in order, and the share of the template's fixed text that was found, from 0 to 1."""

    fitted: tuple[Fitted, ...]
    score: float


class _Back(NamedTuple):
    """Remember how a state was reached: from which line and step, and what was fitted on the way."""

    line: int
    step: int
    match: Match | None = None
    again: bool = False


@dataclass
class _Scores:
    """Score the lines of a document against those of a pattern, each pair once."""

    judge: Judge
    pattern: Pattern
    lines: Sequence[ReadLine]
    headers: dict[PatternLine, dict[int, Header]] = field(default_factory=dict)
    _known: dict[tuple[int, int], Match | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the headers, on which the columns of all rows below them depend."""
        headers = [step.line.header for step in self.pattern.steps if step.line and step.line.header]
        for header in dict.fromkeys(each for one in headers for each in (one, *one.stacked[:1])):
            self.headers[header] = self.find_headers(header)
        for header in [header for header in self.headers if header.stacked]:
            for at in self.headers[header]:  # what is the second row of a header is not the first of another
                self.headers[header.stacked[0]].pop(at, None)
        places = {at for known in self.headers.values() for at in known}
        for header, known in self.headers.items():
            own = {at for at in range(len(header.cells)) if not self.is_over_merged(header, at)}
            self.headers[header] = {
                at: with_slid_columns(header, one, self.rows_below(at, places), own) for at, one in known.items()
            }

    def is_over_merged(self, header: PatternLine, at: int) -> bool:
        """Tell whether cells below a label are merged with those above them, and so say nothing of their own."""
        below = (step.line for step in self.pattern.steps if step.line is not None and step.line.header is header)
        cells = (cell for line in below for cell in line.cells if cell.merged or cell.continued)
        return any(cell_over(header, cell.column) == at for cell in cells)

    def find_headers(self, header: PatternLine) -> dict[int, Header]:
        """Return the rows that are a header of the template, and the pairs of rows that are it together, by the last row.

        A header of one row may stand in two: where these together are more like it than either of them. One of two may
        stand in one row that has all its labels.
        """
        known: dict[int, Header] = {}
        for at, line in enumerate(self.lines):
            alone = find_header(self.judge, header, line) if line.table else None
            if alone and header.stacked and len(alone.columns) < len(header.cells):
                alone = None
            both = self.stacked(header, at)
            pair = find_header(self.judge, header, both) if both is not None else None
            if pair and all(_tells_more(pair, other) for other in (alone, known.get(at - 1)) if other):
                known.pop(at - 1, None)
                known[at] = pair._replace(rows=2)
            elif alone:
                known[at] = alone
        return known

    def stacked(self, header: PatternLine, at: int) -> ReadLine | None:
        """Return a row and the one above it as one row of labels, None where they are none."""
        line, above = self.lines[at], self.lines[at - 1] if at else None
        return stacked(header, above, line) if above is not None and line.table == above.table != 0 else None

    def header_from(self, header: PatternLine, at: int) -> Header | None:
        """Return the header that begins in a line."""
        found = (self.headers[header].get(at + rows - 1) for rows in (1, 2))
        return next((each for rows, each in enumerate(found, start=1) if each and each.rows == rows), None)

    def rows_below(self, at: int, headers: Collection[int]) -> list[ReadLine]:
        """Return the rows of the same table below a header, up to the next header."""
        end = min((other for other in headers if other > at), default=len(self.lines))
        return [line for line in self.lines[at + 1 : end] if line.table == self.lines[at].table]

    def match(self, step: int, at: int) -> Match | None:
        """Return how a line fits a step, None where it does not."""
        if (step, at) not in self._known:
            line = self.pattern.steps[step].line
            assert line is not None
            self._known[step, at] = self._match(line, at)
        return self._known[step, at]

    def _match(self, wanted: PatternLine, at: int) -> Match | None:
        line = self.lines[at]
        if not wanted.table:
            filled = [cell for cell in line.cells if cell.text]
            return match_paragraph(self.judge, wanted, filled[0]) if len(filled) == 1 else None
        if not line.table:
            return self._match_row_as_paragraph(wanted, line)
        if wanted in self.headers:
            header = self.headers[wanted].get(at)
            is_whole = header is not None and (header.rows == 1 or bool(wanted.stacked))
            return match_header(self.judge, wanted, header) if header and is_whole else None
        above = self.header_above(wanted.header, at) if wanted.header else None
        if above is None:
            return None if wanted.header and wanted.repeats else match_row(self.judge, wanted, line)
        found = match_below(self.judge, wanted, line, above)
        if wanted.repeats or above.is_moved or (found and len(found.taken) == len(wanted.cells)):
            return found
        by_column = found if found and _has_labels(wanted, found) else None
        if len(line.cells) == len(above.line.cells) and by_column:
            return by_column
        in_order = match_row(self.judge, wanted, line, above.line.cells)
        return by_column if in_order is None or is_beside_columns(wanted, line, above, in_order) else in_order

    def _match_row_as_paragraph(self, wanted: PatternLine, line: ReadLine) -> Match | None:
        """Return how a paragraph fits a row of one cell that has words of its own: a title that slid out of its table."""
        is_title = len(wanted.cells) == 1 and bool(wanted.tags) and is_label(wanted.fixed)
        return match_paragraph(self.judge, wanted, line.cells[0]) if is_title else None

    def header_above(self, header: PatternLine, at: int) -> Header | None:
        """Return the last header above a line, if only rows stand between.

        A row of another table goes on below it where it has as many cells as the header, is laid out as a row below
        that, or has as many cells as the template.
        """
        known = self.headers[header]
        above = max((number for number in known if number < at), default=-1)
        if above < 0 or not all(line.table or _GOES_ON.fullmatch(line.text) for line in self.lines[above:at]):
            return None
        found, line = known[above], self.lines[at]
        if found.line.table == line.table or len(found.line.cells) == len(line.cells):
            return found
        if any(_grid(row) == _grid(line) for row in self.lines[above:at] if row.table == found.line.table):
            return found
        if len(line.cells) == len(header.cells):
            return Header(line, {number: number for number in found.columns}, found.share)
        return None

    def fits(self, step: int, at: int) -> Iterator[tuple[int, Match]]:
        """Yield how a line, and it and the next one joined, fit a step: the number of lines, and the match."""
        for used, found in ((1, self.match(step, at)), (2, self.match_joined(step, at))):
            if found:
                yield used, found

    def match_joined(self, step: int, at: int) -> Match | None:
        """Return how two paragraphs fit as one a long sentence of the template, or two rows one of it."""
        wanted = self.pattern.steps[step].line
        if wanted in self.headers and not wanted.stacked:
            header = self.header_from(wanted, at)
            return match_header(self.judge, wanted, header) if header and header.rows > 1 else None
        if wanted is None or at + 1 >= len(self.lines) or self.lines[at].table != self.lines[at + 1].table:
            return None
        if bool(wanted.table) != bool(self.lines[at].table):
            return None
        if wanted.table:
            rows = self.lines[at], self.lines[at + 1]
            return match_text_below(self.judge, wanted, *rows) or match_pairs_below(self.judge, wanted, *rows)
        first, second = self.lines[at].cells[0], self.lines[at + 1].cells[0]
        if titled := match_title_and_year(self.judge, wanted, (first, second)):
            return titled
        is_head = bool(wanted.tags) and bool(wanted.fixed.strip()) and first.text.endswith(_COLONS)
        is_short = len(wanted.fixed) < _LONG_PATTERN or len(first.text) < _LONG_BEGINNING
        if not is_head and (is_short or _is_row_of_labels(wanted.cells[0])):
            return None
        found = match_paragraph(self.judge, wanted, Cell((first.text + second.text,), first.place))
        is_other = is_head and found is not None and any(taken.altered for _, taken in found.taken)
        return found if not is_other or self.is_label_in(wanted.cells[0], first.text) else None

    def is_label_in(self, wanted: PatternCell, text: str) -> bool:
        """Tell whether a text is one of the fixed texts of a paragraph."""
        fixed = [piece for piece in wanted.pieces if isinstance(piece, str)]
        return any(bare(text) in bare(piece) or self.judge.labels.likeness(piece, text) for piece in fixed)


def _tells_more(pair: Header, alone: Header) -> bool:
    """Tell whether two rows are more like a header than one of them, or as much with heads of signs and units that it has not."""
    parts = [sum(part_of_target(cell.text) is not None for cell in header.line.cells) for header in (pair, alone)]
    return pair.share > alone.share or (pair.share == alone.share and parts[0] > parts[1])


def _is_row_of_labels(wanted: PatternCell) -> bool:
    """Tell whether a paragraph is labels with room behind each (填表人：　联系电话：), no sentence that goes on."""
    fixed = [piece.strip() for piece in wanted.pieces if isinstance(piece, str) and piece.strip()]
    return all(piece.endswith(_COLONS) for piece in fixed)


def _has_labels(wanted: PatternLine, found: Match) -> bool:
    """Tell whether all labels of a row of the template were found."""
    there = {at for at, _ in found.taken}
    return all(at in there or cell.merged or not is_label(cell.fixed) for at, cell in enumerate(wanted.cells))


def _grid(row: ReadLine) -> list[tuple[int, int]]:
    return [(cell.column, cell.span) for cell in row.cells]


@dataclass
class _Trellis:
    """Hold the best score for every step before every line, and how it was reached."""

    scores: list[list[float]]
    backs: list[list[_Back | None]]

    def reach(self, at: int, step: int, score: float, back: _Back) -> None:
        """Keep a way to a step if it is the best."""
        if score > self.scores[at][step]:
            self.scores[at][step], self.backs[at][step] = score, back


def best_path(judge: Judge, pattern: Pattern, lines: Sequence[ReadLine]) -> Path:
    """Return the best path of the lines through the pattern."""
    scores = _Scores(judge, pattern, lines)
    steps = pattern.steps
    repeated = _repeated_headers(steps)
    moves = [list(_moves(steps, number, step)) for number, step in enumerate(steps)]
    size = len(steps) + 1
    trellis = _Trellis([[_NEVER] * size for _ in range(len(lines) + 1)], [[None] * size for _ in range(len(lines) + 1)])
    trellis.scores[0][0] = 0.0
    for at in range(len(lines)):
        _go_on_without_line(moves, trellis.scores[at], trellis.backs[at], at)
        least = max(trellis.scores[at]) - BEAM
        for step, score in enumerate(trellis.scores[at]):
            if score < least:
                continue
            trellis.reach(at + 1, step, score + LEFT_OVER, _Back(at, step))
            header = scores.header_from(repeated[step], at) if step in repeated else None
            if header:
                match = match_header(judge, repeated[step], header)
                trellis.reach(at + header.rows, step, score + match.score, _Back(at, step, match, again=True))
            if step < len(steps) and steps[step].turn is Turn.LINE:
                for used, fitted in scores.fits(step, at):
                    trellis.reach(at + used, step + 1, score + fitted.score, _Back(at, step, fitted))
    _go_on_without_line(moves, trellis.scores[-1], trellis.backs[-1], len(lines))
    return Path(tuple(_walk_back(steps, trellis.backs)), trellis.scores[-1][-1])


def _repeated_headers(steps: Sequence[PatternStep]) -> dict[int, PatternLine]:
    """Return the steps before which a header may stand once more: the rows repeated below it."""
    return {
        number: step.line.header
        for number, step in enumerate(steps)
        if step.line is not None and step.line.header is not None and step.line.repeats
    }


def _go_on_without_line(
    moves: Sequence[Sequence[tuple[int, float]]], scores: list[float], backs: list[_Back | None], at: int
) -> None:
    """Reach every step that can be reached from those reached already without another line of the document."""
    changed = True
    while changed:
        changed = False
        for number, own in enumerate(moves):
            score = scores[number]
            if score == _NEVER:
                continue
            for following, cost in own:
                if score + cost > scores[following]:
                    scores[following], backs[following] = score + cost, _Back(at, number)
                    changed |= following < number


def _moves(steps: Sequence[PatternStep], number: int, step: PatternStep) -> Iterator[tuple[int, float]]:
    """Yield where one can go from a step without a line of the document, and what it costs."""
    match step.turn:
        case Turn.LINE:
            assert step.line is not None
            yield number + 1, _cost_of_skipping(step.line)
        case Turn.FOR | Turn.IF:
            yield number + 1, 0.0
            if step.partner > number:
                yield step.partner + 1, WITHOUT_LOOP if step.turn is Turn.FOR else 0.0
        case Turn.END_FOR:
            first = steps[step.partner + 1].line
            yield step.partner + 1, AGAIN_ROWS if first is None or first.table else AGAIN_TEXT
            yield number + 1, 0.0
        case Turn.END_IF:
            yield number + 1, 0.0


def _cost_of_skipping(line: PatternLine) -> float:
    fixed = len(fold_text(line.fixed).text)
    if line.repeats and line.table and line.header is not None:
        return 0.0
    most = SKIPPED_LABELS if line.in_loop and line.table and not line.tags else SKIPPED_MOST
    return max(most, SKIPPED_A_CHARACTER * fixed) if fixed else -0.1


def _walk_back(steps: Sequence[PatternStep], backs: Sequence[Sequence[_Back | None]]) -> Iterator[Fitted]:
    """Yield the fitted lines of the best path in order, each with the turns of the loops."""
    trail: list[tuple[int, int, _Back]] = []
    at, step = len(backs) - 1, len(steps)
    while (back := backs[at][step]) is not None:
        trail.append((at, step, back))
        at, step = back.line, back.step
    turns: dict[int, int] = {}
    for at, step, back in reversed(trail):
        if back.match is not None:
            yield Fitted(back.step, tuple(range(back.line, at)), back.match, dict(turns), back.again)
        elif back.line == at and back.step < len(steps):
            passed = steps[back.step]
            if passed.turn is Turn.FOR and step == back.step + 1:
                turns[back.step] = turns.get(back.step, -1) + 1
            elif passed.turn is Turn.END_FOR and step == passed.partner + 1:
                turns[passed.partner] += 1
