"""What a cell of a row adds to how well it fits, and which values it then has."""

from __future__ import annotations

from selfeval.documents.read.filler import behind_filler
from selfeval.documents.read.label import bare, is_label
from selfeval.documents.read.lines import Cell
from selfeval.documents.read.match import Judge, extract_cell, label_weight
from selfeval.documents.read.pattern import PatternCell, PrintedTag
from selfeval.documents.read.piece import (
    Binding,
    Taken,
    adds_to,
    extract_turns,
    fits,
    level_name,
    remark_behind,
    ticked,
)
from selfeval.form.field import Kind
from selfeval.text.pattern import regex

NOTHING = regex(r"[\s/\\—–\-_＿.…无]*")
"""What is written where there is no value."""

OTHER_LABEL = -0.8
"""What a cell adds to a row that stands where another label does."""

_NO_VALUE = -0.05
"""What a figure adds to a row that stands where the template has none: it is left over, and those beside it are where they were."""


def match_cell(judge: Judge, wanted: PatternCell, cell: Cell) -> tuple[float, Taken | None]:
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
        is_own = is_label(text) and judge.is_own(text) and not (tag.is_name or tag.level)
        if is_own or judge.labels.names(text, tag.path) or (tag.prose and judge.labels.knows(text)):
            return OTHER_LABEL, None
        if (chosen := _chosen(tag, text)) is not None:
            return 0.15, Taken(cell, tuple(Binding(tag, each, cell.place) for each in chosen))
        if fits(tag, text, judge.form):
            remark = remark_behind(tag, text, judge.form)
            return 0.2 if tag.level else 0.15, Taken(cell, (Binding(tag, text, cell.place),), remark)
        return (-0.05 if NOTHING.fullmatch(text) else -0.4), None
    found = extract_cell(judge, wanted, text)
    if found is not None:
        bindings = tuple(Binding(tag, value, cell.place) for tag, value in found.values)
        return 0.2 + 0.3 * found.likeness, Taken(cell, bindings, found.changed, found.altered)
    return _match_bare_value(judge, wanted, cell)


def _chosen(tag: PrintedTag, text: str) -> list[str] | None:
    """Return what the boxes choose that somebody ticks where the template prints the answer alone, [""] for none; None where there
    are no boxes, or several are ticked and only one answer may be.
    """
    if tag.field is None or tag.answer:
        return None
    chosen = ticked(tag.field, text)
    is_one = tag.field.kind is not Kind.CHOICES
    return None if chosen is None or (is_one and len(chosen) > 1) else chosen or [""]


def _match_fixed(judge: Judge, wanted: PatternCell, cell: Cell) -> tuple[float, Taken | None]:
    text = cell.text
    if not wanted.fixed.strip():
        repeated = bool(text and wanted.above) and judge.likeness(wanted.above, text) > 0
        return (0.02, Taken(cell)) if not text or repeated else (-0.1, None)
    if not text:
        return (0.02 if wanted.merged or cell.continued else -0.2), Taken(cell)
    if NOTHING.fullmatch(wanted.fixed) and not is_label(text) and not NOTHING.fullmatch(text):
        return _NO_VALUE, None
    alike = (
        judge.likeness(wanted.fixed, text)
        if is_label(wanted.fixed)
        else float(bare(wanted.fixed) == bare(text) or wanted.fixed == text)
    )
    if not alike:
        return OTHER_LABEL, None
    rest = (text,) if adds_to(wanted.fixed, text) else ()
    return max(label_weight(wanted), 0.1) * alike, Taken(cell, rest=rest)


def _match_bare_value(judge: Judge, wanted: PatternCell, cell: Cell) -> tuple[float, Taken | None]:
    """Return a cell whose fixed text is gone, if its value is sure without it: the name of a level, or a value of a strict kind."""
    for tag in wanted.tags:
        strict = tag.field is not None and tag.field.kind not in (Kind.TEXT, Kind.PROSE, Kind.LINES, Kind.QUANTITY)
        if (tag.level and level_name(tag, cell.text, judge.form)) or (strict and fits(tag, cell.text, judge.form)):
            return 0.1, Taken(cell, (Binding(tag, cell.text, cell.place),))
    return -0.5, None
