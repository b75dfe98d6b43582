"""Several copies of one form in a document, as they are published: one project's table behind another's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from selfeval.documents.read.label import bare, is_label
from selfeval.documents.read.lines import ReadLine
from selfeval.documents.read.pattern import Pattern, PatternLine

OTHER_COPY = "这是另一张同样的表，请另存成一个文件再导入"
"""Why the texts of all copies but one are left over."""

_FEWEST_AGAIN = 2
"""How many rows that the form prints once must stand there again for it to be another copy."""


def copies(pattern: Pattern, lines: Sequence[ReadLine]) -> list[Sequence[ReadLine]]:
    """Return the lines of each copy of a form; of a document with one copy all lines.

    A copy begins where rows that the form prints once come again and say something else: those that say the same are
    repeated at the top of a page. A row that has more labels of another row of the form is that one.
    """
    printed = _rows_of_labels(pattern)
    wanted = _printed_once(printed)
    every = {labels for _, labels in printed}
    rows: dict[tuple[str, ...], list[int]] = {}
    for number, line in enumerate(lines):
        own = {known for cell in line.cells if line.table and (known := bare(cell.text))}
        most = max((len(own.intersection(labels)) for labels in every), default=0)
        for labels in wanted:
            if own.issuperset(labels) and len(set(labels)) == most:
                rows.setdefault(labels, []).append(number)
    again = [numbers for numbers in rows.values() if len(numbers) > 1]
    if len(again) < _FEWEST_AGAIN or all(len({lines[at].text for at in numbers}) == 1 for numbers in again):
        return [lines]
    first = min(again)
    starts = [0, *(_with_title(lines, at, first[0]) for at in first[1:])]
    return [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _rows_of_labels(pattern: Pattern) -> list[tuple[PatternLine, tuple[str, ...]]]:
    """Return the rows that the template has in tables, each with its labels."""
    lines = [step.line for step in pattern.steps if step.line and step.line.table]
    return [(line, tuple(bare(cell.fixed) for cell in line.cells if is_label(cell.fixed))) for line in lines]


def _printed_once(rows: Sequence[tuple[PatternLine, tuple[str, ...]]]) -> set[tuple[str, ...]]:
    """Return the labels of each row with values that stands outside of loops, and no other row has."""
    often = Counter(dict(rows).values())
    return {own for line, own in rows if own and often[own] == 1 and line.tags and not line.in_loop}


def _with_title(lines: Sequence[ReadLine], at: int, most: int) -> int:
    """Return where a copy begins whose first row is given: at the paragraphs before it, as many as the first copy has."""
    start = at
    while start > max(at - most, 0) and not lines[start - 1].table:
        start -= 1
    return start
