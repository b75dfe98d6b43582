"""What a template may see: one plain dictionary, the same for Word and Markdown.

A value is its printed text, a narrative a list of paragraphs, a list a list of items. An optional value
that was not filled is an empty text, as on the paper form. Every item has an identity, so that cells of
the same task or category can be merged.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from selfeval.documents.outcome import is_copy, is_hidden
from selfeval.documents.tick import NO, YES, Tick, answers
from selfeval.evaluation.case import Case
from selfeval.form.expression import KeyPath
from selfeval.form.field import Field, Kind, Need
from selfeval.form.form import Form
from selfeval.form.operands import SCORES, SCORING
from selfeval.quantity.notation import item_mark, typed_mark
from selfeval.submission.printed import derive, print_leaf
from selfeval.submission.quotes import QUOTE, fill
from selfeval.submission.target import with_target_in_force
from selfeval.submission.tree import Branch, Filled, Leaf, make_branch, print_value
from selfeval.text.name import fold
from selfeval.text.placeholder import find_placeholder, mark_unwritten

TITLE = "标题"
LEVELS = {"一级": "一级首行", "二级": "二级首行"}
"""The levels of an indicator, and what tells whether its row is the first of one."""
LEVEL_NAME, LEVEL_POINTS = "名称", "分值"
"""What stands under each of ``LEVELS``."""

Printer: TypeAlias = Callable[[Field, str], str]
"""Turns a field's typed text into what the document shows; "" means not filled."""


class Item(dict[str, object]):
    """Hold what a template sees of one task, indicator, category or group; the same identity means the same one."""

    identity: int = 0

    def __bool__(self) -> bool:
        """Tell whether anything in it was filled in; 否 is an answer too."""
        return any(value != "" if isinstance(value, Tick) else value for value in self.values())


@dataclass
class _Builder:
    """Build the view of one case, item by item, each with an identity of its own."""

    case: Case
    printer: Printer
    counter: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def form(self) -> Form:
        return self.case.form

    def item(self) -> Item:
        item = Item()
        item.identity = next(self.counter)
        return item

    def group(self, path: KeyPath, filled: Filled | None) -> Item:
        item = self.item()
        for key, declared in self.children(path):
            if declared.kind is Kind.RESULTS:
                continue
            item[key] = self.value(declared, filled.get(key) if isinstance(filled, Branch) else None)
        return item

    def children(self, path: KeyPath) -> Iterator[tuple[str, Field]]:
        for inner, declared in self.form.fields.items():
            if inner[:-1] == path:
                yield inner[-1], declared

    def columns(self, path: KeyPath) -> Iterator[tuple[str, Field]]:
        """Yield the columns of a list: its own, and those of its results."""
        yield from self.children(path)
        for inner, declared in self.form.fields.items():
            if declared.kind is Kind.RESULTS and declared.results_of == path:
                yield from self.children(inner)

    def value(self, declared: Field, filled: Filled | None) -> object:
        match declared.kind:
            case _ if declared.formula is not None:
                value = filled if isinstance(filled, Leaf) else derive(self.case.tree, self.form, declared.path)
                return print_leaf(value, self.form) if value else ""
            case Kind.GROUP:
                return self.group(declared.path, filled)
            case Kind.LIST:
                return [self.row(declared.path, row, count) for count, row in enumerate(_rows(filled), start=1)]
            case Kind.INDICATORS:
                return self.indicators(declared, _rows(filled))
            case Kind.PROSE | Kind.LINES:
                return self.paragraphs(declared, filled)
            case Kind.YES_NO | Kind.CHOICE:
                return self.tick(declared, filled)
        if not isinstance(filled, Leaf):
            return self.printer(declared, "")
        if declared.kind is Kind.QUANTITY:
            return self.printer(declared, print_value(filled.text))
        text = self.without_mark(declared, print_leaf(filled, self.form))
        return self.printer(declared, "".join(fill(text, self.case.index)) if declared.kind is Kind.TEXT else text)

    def tick(self, declared: Field, filled: Filled | None) -> Tick:
        leaf = filled if isinstance(filled, Leaf) else None
        text = self.printer(declared, print_leaf(leaf, self.form) if leaf else "")
        answer = leaf.normal if leaf else ""
        if leaf and isinstance(leaf.value, bool):
            answer = YES if leaf.value else NO
        return Tick(text, answer, answers(declared))

    def paragraphs(self, declared: Field, filled: Filled | None) -> list[str]:
        lines = filled.value if isinstance(filled, Leaf) and isinstance(filled.value, tuple) else ()
        typed = [self.without_mark(declared, text) for line in lines for text in fill(line, self.case.index)]
        texts = [text for line in typed or [""] if (text := self.printer(declared, line))]
        if not typed or not declared.numbering:
            return texts
        return [f"{item_mark(declared.numbering, count)}{text}" for count, text in enumerate(texts, start=1)]

    def without_mark(self, declared: Field, text: str) -> str:
        """Return a text without the number typed before it where the form prints one itself."""
        return text.removeprefix(typed_mark(text)) if self.form.counts(declared.path) else text

    def row(self, path: KeyPath, row: Branch, count: int) -> Item:
        item = self.item()
        for key, declared in self.columns(path):
            if declared.kind is Kind.RESULTS:
                continue
            source = row.get(key)
            fallback = row.get(declared.fallback) if source is None and declared.fallback else None
            item[key] = self.value(declared, source if source is not None else fallback)
        return item

    def scores(self) -> Item:
        """Return the totals of the score sheet; a total that is not known is an empty text."""
        known, item = self.case.tree.get(SCORING), self.item()
        for path in SCORES:
            leaf = known.get(path[-1]) if isinstance(known, Branch) else None
            item[path[-1]] = print_leaf(leaf, self.form) if isinstance(leaf, Leaf) else ""
        return item

    def indicators(self, declared: Field, rows: list[Branch]) -> list[Item]:
        """Return the rows in the form's order of levels; a tree without any gives one empty row."""
        levels: dict[tuple[str, ...], Item] = {}
        made: list[Item] = []
        keys = self.case.submission.schema.roles.get(declared.path, {})
        for row in _sort_and_fill(declared, rows):
            item = self.row(declared.path, with_target_in_force(row, declared.path, keys, self.form), len(made) + 1)
            for depth, (name, (level, first_row)) in enumerate(zip(row.levels, LEVELS.items(), strict=False)):
                key = tuple(fold(name) for name in row.levels[: depth + 1])
                item[first_row] = key not in levels
                if key not in levels:
                    points = declared.section_points.get(str(name))
                    levels[key] = self.item()
                    levels[key][LEVEL_NAME] = str(name)
                    levels[key][LEVEL_POINTS] = "" if points is None else str(points)
                item[level] = levels[key]
            if declared.levels:
                self.add_nameless_levels(item, len(row.levels))
            made.append(item)
        return made or [self.empty_row(declared)]

    def empty_row(self, declared: Field) -> Item:
        """Return the row that a task or form without indicators still has."""
        item = self.row(declared.path, make_branch(""), 1)
        if declared.levels:
            self.add_nameless_levels(item, 0)
        return item

    def add_nameless_levels(self, item: Item, known: int) -> None:
        """Give a row the levels it is not listed under, the first ``known`` left out; each is its own."""
        for level, first_row in list(LEVELS.items())[known:]:
            nameless = self.item()
            nameless.update({LEVEL_NAME: "", LEVEL_POINTS: ""})
            item[level], item[first_row] = nameless, True


def _rows(filled: Filled | None) -> list[Branch]:
    return filled if isinstance(filled, list) else []


def _sort_and_fill(declared: Field, rows: list[Branch]) -> list[Branch]:
    """Sort indicators by the form's levels, and add the empty categories a form always prints."""
    if not declared.levels:
        return rows
    order = {
        (fold(level1), fold(level2)): (level1, level2) for level1, names in declared.levels.items() for level2 in names
    }
    rank: dict[tuple[str, ...], int] = {}
    for position, key in enumerate(order):
        rank[key] = position
        rank.setdefault(key[:1], position)  # 无 for a whole level stands where its categories would
    present = {tuple(map(fold, row.levels)) for row in rows}
    if declared.show_empty:
        rows = [row for row in rows if row.title or len(row.levels) > 1]  # 无 for a whole level: its categories follow
        rows = rows + [make_branch("", names) for key, names in order.items() if key not in present]
    return sorted(rows, key=lambda row: rank.get(tuple(map(fold, row.levels)), len(rank)))


def as_typed(declared: Field, text: str) -> str:
    """Print a text as typed, and a field that was not filled as an empty text."""
    return text


def with_gaps(declared: Field, text: str) -> str:
    """Print a text with a gap nobody can overlook for each placeholder in it and for a missing required text."""
    mark = f"【待填：{declared.label or declared.path[-1]}】"
    if not text:
        return mark if declared.need is Need.YES and not declared.fallback else ""
    return mark_unwritten(text, mark)


def view(case: Case, printer: Printer = as_typed) -> Item:
    """Return all that the templates of a form may print of a submission, each text as ``printer`` prints it."""
    form, builder = case.form, _Builder(case, printer)
    made = builder.group((), case.tree)
    if form.scoring is not None:
        made[SCORING] = builder.scores()
    made[TITLE] = printer(Field((TITLE,)), "".join(fill(form.title, case.index)))
    return made


LONGEST_NAME = 220
"""How many bytes a file name may have: 255 without room for a suffix, a draft's prefix and （手改）."""


def file_name(case: Case) -> str:
    """Return the name of a form's documents without suffix, safe as a file name; the middle of a long one is left out."""
    name = "".join(fill(case.form.file_name, case.index))
    if QUOTE.search(name) or (case.submission.project and find_placeholder(case.submission.project_name)):
        name = f"{case.form.name} {case.submission.project}"
    safe = "".join("_" if character in '\\/:*?"<>|' or ord(character) < 32 else character for character in name)
    safe = safe.strip(" .") or case.form.name
    if is_hidden(safe):
        safe = f"_{safe}"
    if is_copy(f"{safe}.md"):  # no document may be taken for a hand-edited copy of another
        safe = f"{safe[: safe.rindex('（')]}({safe[safe.rindex('（') + 1 : -1]})"
    return safe if len(safe.encode()) <= LONGEST_NAME else f"{_within(safe, 140)}…{_within(safe[::-1], 70)[::-1]}"


def _within(text: str, size: int) -> str:
    """Return as much of the start of a text as has so many bytes."""
    return text.encode()[:size].decode(errors="ignore")
