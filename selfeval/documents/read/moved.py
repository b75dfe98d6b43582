"""Rows and paragraphs that a document has in another order than the template: found by their labels, after the best path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from selfeval.documents.read.label import is_label
from selfeval.documents.read.lines import ReadLine
from selfeval.documents.read.match import Judge, Match
from selfeval.documents.read.paragraph import match_paragraph
from selfeval.documents.read.path import Fitted, Path
from selfeval.documents.read.pattern import Pattern, PatternLine
from selfeval.documents.read.row import match_row


def with_moved_lines(judge: Judge, pattern: Pattern, lines: Sequence[ReadLine], path: Path) -> Path:
    """Return a path with the lines that it leaves over in the places of those that it skips, where their labels leave no doubt."""
    found = list(_moved(judge, pattern, lines, path))
    of_step, of_line = Counter(each.step for each in found), Counter(each.lines for each in found)
    sure = [each for each in found if of_step[each.step] == 1 == of_line[each.lines]]
    return path._replace(fitted=tuple(sorted((*path.fitted, *sure), key=lambda each: each.lines)))


def _moved(judge: Judge, pattern: Pattern, lines: Sequence[ReadLine], path: Path) -> Iterator[Fitted]:
    """Yield every line that is left over as every one of the template that it may be and that was skipped."""
    used = {at for fitted in path.fitted for at in fitted.lines}
    fitted_steps = {fitted.step for fitted in path.fitted}
    wanted = {number: step.line for number, step in enumerate(pattern.steps) if step.line is not None}
    tables = {(wanted[fitted.step].table, lines[fitted.lines[0]].table) for fitted in path.fitted} | {(0, 0)}
    for number, skipped in wanted.items():
        if number in fitted_steps or not _has_own_labels(skipped):
            continue
        for at, line in enumerate(lines):
            is_near = at not in used and (skipped.table, line.table) in tables
            match = _match(judge, skipped, line) if is_near else None
            if match is not None:
                yield Fitted(number, (at,), match, {})


def _has_own_labels(wanted: PatternLine) -> bool:
    """Tell whether a line of the template says by labels of its own, and not by those around it, what its values are."""
    cells = [cell for cell in wanted.cells if cell.pieces]
    if wanted.in_loop or any(cell.merged or cell.continued for cell in wanted.cells):
        return False
    if not wanted.table:
        return is_label(wanted.fixed) and any(not tag.prose for tag in wanted.tags)
    begins = bool(cells) and is_label(cells[0].fixed) and not cells[0].tags
    return begins and all(
        is_label(cell.fixed) or (bool(cell.tags) and is_label(before.fixed) and not before.tags)
        for before, cell in pairwise(cells)
    )


def _match(judge: Judge, wanted: PatternLine, line: ReadLine) -> Match | None:
    """Return how a line fits one of the template, None unless it has all labels of that, and nothing in their place."""
    if bool(wanted.table) != bool(line.table):
        return None
    match = match_row(judge, wanted, line) if wanted.table else match_paragraph(judge, wanted, line.cells[0])
    if match is None or any(taken.altered or taken.guess or taken.rest for _, taken in match.taken):
        return None
    there = {at for at, taken in match.taken if taken.cell.text}
    labels = {at for at, cell in enumerate(wanted.cells) if is_label(cell.fixed)}
    says = any(binding.text for _, taken in match.taken for binding in taken.bindings)
    return match if labels <= there and says else None
