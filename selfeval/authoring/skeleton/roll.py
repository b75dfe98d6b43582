"""Roll a file forward to another year: indicators and targets stay, amounts and texts become blanks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from selfeval.authoring.skeleton.blank import BLANK, STEP
from selfeval.authoring.skeleton.place import end_of, start, stop
from selfeval.authoring.skeleton.wanted import brief, note
from selfeval.form.expression import KeyPath
from selfeval.form.field import EXPLANATIONS_KEY, FORMS_KEY, YEAR_KEY, Field, Kind, Role
from selfeval.form.schema import Schema, Slot
from selfeval.problem import Place
from selfeval.source.node import Entries, Items, Node, Text
from selfeval.submission.submission import File, Submission
from selfeval.submission.target import target_judged_by
from selfeval.text.pattern import regex
from selfeval.text.placeholder import find_placeholder

ENDED = frozenset({Role.ADJUSTED_TARGET, Role.REASON})
"""The roles of what belongs to the past year alone and is left out."""
ANSWERS = frozenset({Role.ACTUAL, Role.SCORE})
"""The roles of columns beside a target that are filled in anew where a form demands them, and left out elsewhere."""
NUMBERS = frozenset({Kind.AMOUNT, Kind.COUNT, Kind.NUMBER, Kind.PERCENT, Kind.DATE, Kind.YES_NO})
"""The kinds of values that are different every year, unless they belong to an indicator."""

_YEAR = regex(r"(?<!\d)(?:19|20)\d\d(?=\s*年|[-/.]\d|[〕\]])")
_EARLIER = regex(r"(?:大?前一?年|上[一两]?年|往年)")
"""What a field is called that holds a value of an earlier year, another one each year."""
_OURS = regex(r"\s*# (?:\d{4}年：|注意：里面写着).*$")
_HEAD = regex(rf"# (?:由 \d{{4}} 年的|\d{{4}} 年：把“{BLANK}”|yaml-language-server:)")


class Replacement(NamedTuple):
    """Hold the lines that replace those from ``start`` to before ``end``."""

    start: int
    end: int
    lines: tuple[str, ...]


class _Roll(NamedTuple):
    """Hold what every step needs: the lines, the schema, both years, and the note beside each value, by place."""

    lines: Sequence[str]
    schema: Schema
    before: str
    year: str
    notes: Mapping[Place, str]


def roll_forward(submission: Submission, file: File, year: str) -> str:
    """Return a file of last year as the skeleton for this year; it must have been read without errors."""
    assert file.reading.root is not None
    lines = file.reading.lines
    roll = _Roll(lines, submission.schema, submission.year, year, _notes_by_place(submission))
    made = [f"# 由 {submission.year} 年的转来：指标和目标值照旧，“{BLANK}”的要填；注释没有改"]
    done = sum(1 for _ in takewhile(_HEAD.match, lines))
    for edit in _replacements(roll, (), file.reading.root):
        made += [*lines[done : edit.start], *edit.lines]
        done = edit.end
    return "\n".join([*made, *lines[done:]]).rstrip() + "\n"


def _notes_by_place(submission: Submission) -> dict[Place, str]:
    """Return a note on target and actual of each indicator, by the place of its target, else that of its name.

    What stands under another parent, where the indicator has its target or its actual, is told too.
    """
    notes: dict[Place, str] = {}
    listed = list(submission.indicators())
    elsewhere = {id(other.values.same[0]): other for other in listed if other.values.same}
    for indicator in listed:
        of_same = elsewhere.get(id(indicator.values))
        said = {
            "目标": indicator.leaf(Role.TARGET) or target_judged_by(indicator.values, indicator.keys),
            "调整为": indicator.leaf(Role.ADJUSTED_TARGET),
            "实际": indicator.leaf(Role.ACTUAL) or (of_same.leaf(Role.ACTUAL) if of_same else None),
        }
        target = indicator.leaf(Role.TARGET)
        place = target.text.place if target else indicator.name.place
        notes[place] = "，".join(f"{word} {brief(value)}" for word, value in said.items() if brief(value))
    return notes


def _replacements(roll: _Roll, path: KeyPath, node: Entries) -> Iterator[Replacement]:
    for key, value in node.items():
        slot = roll.schema.slots.get((*path, str(key)))
        if slot is None:
            continue
        line, column = start(key)
        end = end_of(roll.lines, line, column, value)
        if _is_over(roll.schema, slot):
            dash = roll.lines[line][:column].rstrip()
            yield Replacement(_first_remark(roll.lines, line, column), end, (dash,) if dash else ())
        elif slot.field.kind in (Kind.PROSE, Kind.LINES) and slot.field.path != (FORMS_KEY,):
            yield Replacement(line, end, tuple(_emptied_text(roll.lines, slot.field, line, column, stop(key)[1])))
        elif isinstance(value, Text):
            yield _replace_value(roll, slot.field, value, line, end)
        elif slot.field.kind is not Kind.LINES:
            for inner in _maps_of(slot.field, value):
                yield from _replacements(roll, slot.field.path, inner)


def _is_over(schema: Schema, slot: Slot) -> bool:
    """Tell whether a field belongs to the past year alone, or is an answer that no form of the coming year demands."""
    path = slot.field.path
    adjusts = schema.roles.get(path, {}).get(Role.ADJUSTED_TARGET) and schema.slots[path].field.kind is Kind.GROUP
    role = slot.field.role
    return path == (EXPLANATIONS_KEY,) or bool(adjusts) or role in ENDED or (role in ANSWERS and not slot.required_by)


def _maps_of(declared: Field, node: Node) -> Iterator[Entries]:
    """Yield the maps that hold a field's own keys: a group, or the items of a list or of its categories."""
    if isinstance(node, Items):
        yield from (item for item in node if isinstance(item, Entries))
    elif isinstance(node, Entries) and declared.kind is Kind.INDICATORS:
        for inner in node.values():
            yield from _maps_of(declared, inner)
    elif isinstance(node, Entries):
        yield node


def _first_remark(lines: Sequence[str], line: int, column: int) -> int:
    """Return the first of the comment lines directly above a line; they belong to it."""
    while line and lines[line - 1].startswith(" " * column + "#"):
        line -= 1
    return line


def _emptied_text(lines: Sequence[str], declared: Field, line: int, column: int, end: int) -> Iterator[str]:
    """Yield the lines of a text's key and a blank below it, with a comment above on what to write, if there is none."""
    head, said = lines[line][:end], f"# {note(declared)}"
    if not line or lines[line - 1].strip() != said:
        yield head[: len(head) - len(head.lstrip())] + said
    yield f"{head}: |" if declared.kind is Kind.PROSE else f"{head}:"
    yield " " * column + STEP + (BLANK if declared.kind is Kind.PROSE else f"- {BLANK}")


def _replace_value(roll: _Roll, declared: Field, value: Text, line: int, end: int) -> Replacement:
    """Return the replacement for the line of a value: its text this year, with the comment beside it."""
    (first, left), (last, right) = start(value), stop(value)
    fresh = _new_text(roll, declared, value)
    said = _comment(roll, declared, value, fresh)
    comment = f"  # {said}" if said else ""
    typed = roll.lines[first]
    head = typed[:left] if value else f"{typed[:left].rstrip()} "
    if first == last:
        tail = _OURS.sub("", typed[right:]).rstrip()
        if said:
            tail = tail.removesuffix(f"# {note(declared)}").rstrip()
        return Replacement(first, first + 1, (f"{head}{fresh or typed[left:right]}{tail}{comment}",))
    if fresh:
        return Replacement(line, end, (f"{head}{fresh}{comment}",))
    margin = " " * (len(roll.lines[line]) - len(roll.lines[line].lstrip()))
    return Replacement(line, line, (margin + comment.lstrip(),) if comment else ())


def _new_text(roll: _Roll, declared: Field, value: Text) -> str:
    """Return the new text of a value, empty where it stays as it is."""
    if declared.path == (YEAR_KEY,):
        return roll.year
    changes = declared.kind in NUMBERS and not _is_of_indicator(roll, declared)
    changes = changes or (declared.kind in NUMBERS | {Kind.QUANTITY} and _is_of_earlier_year(declared))
    return BLANK if changes or not value or declared.role in ANSWERS else ""


def _is_of_earlier_year(declared: Field) -> bool:
    """Tell whether a field holds what was reached in a year before, by its key or its label."""
    return any(_EARLIER.match(name) for name in (declared.path[-1], declared.label))


def _is_of_indicator(roll: _Roll, declared: Field) -> bool:
    """Tell whether a field belongs to an indicator."""
    owner = roll.schema.slots.get(declared.path[:-1])
    return owner is not None and owner.field.kind is Kind.INDICATORS


def _comment(roll: _Roll, declared: Field, value: Text, fresh: str) -> str:
    """Return the comment beside a value: its old text or its note, what to write, and a warning of a past year in it."""
    if declared.path == (YEAR_KEY,) or declared.role in ANSWERS:
        return ""
    known = bool(value) and not find_placeholder(value)
    told = (value if fresh else roll.notes.get(value.place)) if known else ""
    stale = sorted({f"{year}年" for year in _YEAR.findall(value) if year < roll.year}) if known and not fresh else ()
    asked = (
        note(declared._replace(example="") if told else declared)
        if fresh and not _is_of_indicator(roll, declared)
        else ""
    )
    parts = (f"{roll.before}年：{told}" if told else "", asked, f"注意：里面写着{'、'.join(stale)}" if stale else "")
    return "；".join(filter(None, parts))
