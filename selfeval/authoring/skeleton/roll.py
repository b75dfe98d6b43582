"""Roll a file forward by a year: indicators and targets stay, amounts and texts become blanks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from selfeval.authoring.skeleton.blank import BLANK, STEP
from selfeval.authoring.skeleton.place import below, start, stop
from selfeval.authoring.skeleton.wanted import brief, note
from selfeval.form.expression import KeyPath
from selfeval.form.field import Field, Kind
from selfeval.form.schema import Schema
from selfeval.problem import Place
from selfeval.source.node import Entries, Items, Node, Text
from selfeval.submission.submission import File, Submission
from selfeval.submission.target import ADJUSTED, TARGET, adjusted
from selfeval.submission.tree import Leaf
from selfeval.text.pattern import regex
from selfeval.text.placeholder import placeholder

ACTUAL = "实际"
ENDED = frozenset({"说明情况", ADJUSTED, "偏差原因", "执行率未达标原因"})
"""What belongs to the year that is over and is not carried over."""
ANSWERS = frozenset({ACTUAL, "得分"})
"""What stands beside a target and is filled in anew, where a form demands it."""
NUMBERS = frozenset({Kind.AMOUNT, Kind.COUNT, Kind.NUMBER, Kind.PERCENT, Kind.DATE, Kind.YES_NO})
"""What is another every year, unless it belongs to an indicator."""

_YEAR = regex(r"(?<!\d)(?:19|20)\d\d(?=\s*年|[-/.]\d|[〕\]])")
_OURS = regex(r"\s*# (?:\d{4}年：|注意：里面写着).*$")
_HEAD = regex(rf"# (?:由 \d{{4}} 年的|\d{{4}} 年：把“{BLANK}”|yaml-language-server:)")


class Edit(NamedTuple):
    """Put new lines in place of those from ``start`` to before ``end``."""

    start: int
    end: int
    lines: tuple[str, ...]


class _Roll(NamedTuple):
    """What every step of a roll knows: the lines, the schema, both years, and what to say beside which value."""

    lines: Sequence[str]
    schema: Schema
    before: str
    year: str
    notes: Mapping[Place, str]


def rolled(submission: Submission, file: File, year: str) -> str:
    """Return a file of last year as the skeleton of this year's; it must have been read without errors."""
    assert file.reading.root is not None
    lines = file.reading.lines
    roll = _Roll(lines, submission.schema, submission.year, year, _notes(submission))
    made = [f"# 由 {submission.year} 年的转来：指标和目标值照旧，“{BLANK}”的要填；注释没有改"]
    done = sum(1 for _ in takewhile(_HEAD.match, lines))
    for edit in _edits(roll, (), file.reading.root):
        made += [*lines[done : edit.start], *edit.lines]
        done = edit.end
    return "\n".join([*made, *lines[done:]]).rstrip() + "\n"


def _notes(submission: Submission) -> dict[Place, str]:
    """Return what became of each indicator, by the place of its target, or its name where it has none."""
    notes: dict[Place, str] = {}
    for indicator in submission.indicators():
        values = indicator.values
        said = {
            "目标": values.get(TARGET),
            "调整为": adjusted(values),
            "实际": values.get(ACTUAL),
        }
        target = values.get(TARGET)
        place = target.text.place if isinstance(target, Leaf) else indicator.name.place
        notes[place] = "，".join(f"{word} {brief(value)}" for word, value in said.items() if brief(value))
    return notes


def _edits(roll: _Roll, path: KeyPath, node: Entries) -> Iterator[Edit]:
    for key, value in node.items():
        slot = roll.schema.slots.get((*path, str(key)))
        if slot is None:
            continue
        line, column = start(key)
        end = below(roll.lines, line, column, value)
        if key in ENDED or (key in ANSWERS and not slot.required_by):
            dash = roll.lines[line][:column].rstrip()
            yield Edit(_remarks(roll.lines, line, column), end, (dash,) if dash else ())
        elif slot.field.kind in (Kind.PROSE, Kind.LINES) and slot.field.path != ("表样",):
            yield Edit(line, end, tuple(_emptied(roll.lines, slot.field, line, column, stop(key)[1])))
        elif isinstance(value, Text):
            yield _value(roll, slot.field, value, line, end)
        elif slot.field.kind is not Kind.LINES:
            for inner in _maps(slot.field, value):
                yield from _edits(roll, slot.field.path, inner)


def _maps(declared: Field, node: Node) -> Iterator[Entries]:
    """Yield the maps whose keys are a field's own: a group, or the items of a list or below its categories."""
    if isinstance(node, Items):
        yield from (item for item in node if isinstance(item, Entries))
    elif isinstance(node, Entries) and declared.kind is Kind.INDICATORS:
        for inner in node.values():
            yield from _maps(declared, inner)
    elif isinstance(node, Entries):
        yield node


def _remarks(lines: Sequence[str], line: int, column: int) -> int:
    """Return the first of the comment lines right above a line: they are about it."""
    while line and lines[line - 1].startswith(" " * column + "#"):
        line -= 1
    return line


def _emptied(lines: Sequence[str], declared: Field, line: int, column: int, end: int) -> Iterator[str]:
    """Yield a text's key with a blank behind it, and above it what to write, where that does not stand there yet."""
    head, said = lines[line][:end], f"# {note(declared)}"
    if not line or lines[line - 1].strip() != said:
        yield head[: len(head) - len(head.lstrip())] + said
    yield f"{head}: |" if declared.kind is Kind.PROSE else f"{head}:"
    yield " " * column + STEP + (BLANK if declared.kind is Kind.PROSE else f"- {BLANK}")


def _value(roll: _Roll, declared: Field, value: Text, line: int, end: int) -> Edit:
    """Return the line of a value as it is this year, with what is to be said beside it."""
    (first, left), (last, right) = start(value), stop(value)
    fresh = _fresh(roll, declared, value)
    said = _said(roll, declared, value, fresh)
    comment = f"  # {said}" if said else ""
    typed = roll.lines[first]
    head = typed[:left] if value else f"{typed[:left].rstrip()} "
    if first == last:
        tail = _OURS.sub("", typed[right:]).rstrip()
        if said:
            tail = tail.removesuffix(f"# {note(declared)}").rstrip()
        return Edit(first, first + 1, (f"{head}{fresh or typed[left:right]}{tail}{comment}",))
    if fresh:
        return Edit(line, end, (f"{head}{fresh}{comment}",))
    margin = " " * (len(roll.lines[line]) - len(roll.lines[line].lstrip()))
    return Edit(line, line, (margin + comment.lstrip(),) if comment else ())


def _fresh(roll: _Roll, declared: Field, value: Text) -> str:
    """Return what stands for a value this year, empty where it stays."""
    if declared.path == ("年度",):
        return roll.year
    changes = declared.kind in NUMBERS and not _measured(roll, declared)
    return BLANK if changes or not value or declared.path[-1] in ANSWERS else ""


def _measured(roll: _Roll, declared: Field) -> bool:
    """Tell whether a field belongs to an indicator."""
    owner = roll.schema.slots.get(declared.path[:-1])
    return owner is not None and owner.field.kind is Kind.INDICATORS


def _said(roll: _Roll, declared: Field, value: Text, fresh: str) -> str:
    """Return the comment beside a value: what it was and what to write, what became of it, a year in it that is over."""
    if declared.path == ("年度",) or declared.path[-1] in ANSWERS:
        return ""
    known = bool(value) and not placeholder(value)
    told = (value if fresh else roll.notes.get(value.place)) if known else ""
    stale = sorted({f"{year}年" for year in _YEAR.findall(value) if year < roll.year}) if known and not fresh else ()
    asked = note(declared._replace(example="") if told else declared) if fresh and not _measured(roll, declared) else ""
    parts = (f"{roll.before}年：{told}" if told else "", asked, f"注意：里面写着{'、'.join(stale)}" if stale else "")
    return "；".join(filter(None, parts))
