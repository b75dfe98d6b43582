"""What a slip of typing is, and how its cure changes the lines.

Lines and columns count from 0 here. A *mask* hides a typed character from the YAML parser
without moving any other: the parser takes it for a letter, and the value gets it back.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from selfeval.problem import Edit, Level, Place, Problem
from selfeval.problem.codes import CODES
from selfeval.text.pattern import regex

PLANE = 0x10F000  # the end of the last private plane: nobody types these
GONE = chr(PLANE)  # stands for a character the value does without
JOIN = chr(PLANE + 1)  # ends a line whose successor follows without a space
MASKED = regex(f"{JOIN} ?|[{GONE}-{chr(PLANE + 0xFFD)}]")


class Slip(NamedTuple):
    """Describe one slip: where it stands, what is wrong, and the edits with which the rest can be read.

    ``sure`` says that no other cure is possible, so that ``repair`` may apply it. ``cure`` holds the
    edits to show and to save where they differ from ``edits``; None where only the clerk knows what to type.
    """

    rule: str
    line: int
    start: int
    end: int
    message: str
    edits: tuple[Edit, ...] = ()
    sure: bool = True
    cure: tuple[Edit, ...] | None = ()

    @property
    def level(self) -> Level:
        """Return the level of the slip's rule."""
        return CODES[self.rule].level


Found = Slip | Edit


def mask(line: int, start: int, text: str) -> Edit:
    """Hide ASCII characters from the parser, so that they count as text."""
    return Edit(line, start, start + len(text), "".join(chr(PLANE + ord(each)) for each in text))


def unmask(text: str) -> str:
    """Return a value with the characters that were hidden from the parser put back."""
    return MASKED.sub(_unmask_one, text)


def _unmask_one(match: re.Match[str]) -> str:
    character = match[0][0]
    return "" if character in (GONE, JOIN) else chr(ord(character) - PLANE)


def apply(lines: Sequence[str], edits: Iterable[Edit]) -> tuple[list[str], dict[int, list[int]]]:
    """Return the edited lines, and for each edited line the column at which every character was typed.

    An edit that overlaps an earlier one is left out: two cures of one spot would garble it.
    """
    edited: list[str] = list(lines)
    columns: dict[int, list[int]] = {}
    for number, changes in _group_by_line(edits).items():
        line, done = lines[number], 0
        pieces: list[str] = []
        typed: list[int] = []
        for edit in sorted(changes):
            if edit.start < done:
                continue
            pieces += [line[done : edit.start], edit.text]
            typed += range(done, edit.start)
            typed += [min(edit.start + place, max(edit.end - 1, edit.start)) for place in range(len(edit.text))]
            done = edit.end
        edited[number] = "".join([*pieces, line[done:]])
        columns[number] = [*typed, *range(done, len(line) + 1)]
    return edited, columns


def split_broken_lines(
    edited: Sequence[str], columns: Mapping[int, Sequence[int]]
) -> tuple[list[str], Mapping[int, Sequence[int]], Sequence[int]]:
    """Split the edited lines that hold line breaks; return also the typed columns, and the typed line of each if any was split."""
    if not any("\n" in edited[number] for number in columns):
        return list(edited), columns, ()
    lines: list[str] = []
    rows: list[int] = []
    typed: dict[int, Sequence[int]] = {}
    for number, line in enumerate(edited):
        done = 0
        for piece in line.split("\n"):
            if number in columns:
                typed[len(lines)] = columns[number][done : done + len(piece) + 1]
            lines.append(piece)
            rows.append(number)
            done += len(piece) + 1
    return lines, typed, rows


def _group_by_line(edits: Iterable[Edit]) -> Mapping[int, set[Edit]]:
    grouped: dict[int, set[Edit]] = defaultdict(set)
    for edit in edits:
        grouped[edit.line].add(edit)
    return grouped


def edits_to_save(slip: Slip) -> tuple[Edit, ...]:
    """Return the edits to show to the clerk and to save; none where only the clerk knows what to type."""
    return () if slip.cure is None else slip.cure or slip.edits


class Habit(NamedTuple):
    """Describe what is typed wrong several times in one go: at most ``apart`` lines from one to the next."""

    name: str
    apart: int
    also: str


_WIDE = Habit("wide", 0, "；这一行别处也是")
_DASHES = Habit("dashes", 1, "；下面几条也是")
_FENCES = Habit("fences", 1 << 20, "，后面的也是")
_ROWS = Habit("rows", 1, "；下面几行也是")
HABITS = {
    "fullwidth-colon": _WIDE,
    "fullwidth-comma": _WIDE,
    "fullwidth-bracket": _WIDE,
    "missing-dash": _DASHES,
    "fullwidth-dash": _DASHES,
    "missing-space-after-dash": _DASHES,
    "markdown-fence": _FENCES,
    "pasted-table": _ROWS,
}
LONGEST_FIX = 6  # lines
LONGEST_LINE = 120  # characters shown whole; of a longer line only the place of the cure
AROUND = 12
MOST = 20  # messages of one rule in one file


def make_problems(slips: Sequence[Slip], file: str, lines: Sequence[str]) -> list[Problem]:
    """Turn slips into problems; the fix shows whole lines, with every slip on them corrected.

    Of one rule no more than ``MOST`` are shown, so that they hide no other.
    """
    slips = _gather(sorted(slips, key=lambda each: each[1:4]))
    on_line = _group_by_line(edit for slip in slips for edit in edits_to_save(slip))
    counted: Counter[str] = Counter()
    found = []
    for slip in slips:
        counted[slip.rule] += 1
        if counted[slip.rule] <= MOST:
            place = Place(file, slip.line + 1, slip.start + 1, max(slip.end, slip.start + 1) + 1)
            fix = _show_fix(slip, on_line, lines)
            edits = tuple(edit._replace(line=edit.line + 1) for edit in edits_to_save(slip))
            found.append(Problem(place, slip.rule, slip.level, slip.message, fix, edits=edits))
    return found


def _gather(slips: Sequence[Slip]) -> list[Slip]:
    """Put into one what a clerk does once: the full-width signs of one line, the dashes of one list, a pair of fences."""
    gathered: list[Slip] = []
    last: dict[str, int] = {}
    for each in slips:
        habit = HABITS.get(each.rule)
        first = gathered[-1] if gathered else None
        if (
            habit is None
            or first is None
            or HABITS.get(first.rule) is not habit
            or each.line - last[habit.name] > habit.apart
            or (habit.apart and each.start != first.start)
        ):
            gathered.append(each)
        else:
            cure = None if first.cure is None or each.cure is None else (*first.cure, *each.cure)
            cure = (*edits_to_save(first), *edits_to_save(each)) if cure else cure
            message = first.message if first.message.endswith(habit.also) else first.message + habit.also
            gathered[-1] = first._replace(message=message, edits=(*first.edits, *each.edits), cure=cure)
        if habit is not None:
            last[habit.name] = each.line
    return gathered


def _show_fix(slip: Slip, on_line: Mapping[int, set[Edit]], lines: Sequence[str]) -> str:
    numbers = sorted({edit.line for edit in edits_to_save(slip)})[:LONGEST_FIX]
    if not numbers:
        return ""
    edited, _ = apply(lines, (edit for number in numbers for edit in on_line[number]))
    if len(numbers) == 1 and len(lines[numbers[0]]) > LONGEST_LINE:
        return _show_around(edits_to_save(slip), lines[numbers[0]])
    return "\n".join(edited[number] for number in numbers if edited[number])


def _show_around(edits: Sequence[Edit], line: str) -> str:
    """Return what a long line becomes at the first edit and those near it, with a few characters on either side."""
    near = [edit for edit in edits if edit.end - edits[0].start <= LONGEST_LINE] or edits[:1]
    start, end = max(near[0].start - AROUND, 0), min(near[-1].end + AROUND, len(line))
    edited, _ = apply([line[:end]], (edit._replace(line=0) for edit in near))
    shown = edited[0][start : start + 2 * LONGEST_LINE]
    return ("…" if start else "") + shown + ("…" if end < len(line) or start + len(shown) < len(edited[0]) else "")
