"""What a template may see: one plain dictionary, the same for Word and Markdown.

A value is its printed text, a narrative a list of paragraphs, a list a list of items. An optional value
that was not filled is an empty text, as on the paper form. Every item has an identity, so that cells of
the same task or category can be merged.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from selfeval.documents.outcome import is_copy, is_hidden
from selfeval.documents.tick import NO, YES, Tick, answers
from selfeval.evaluation.case import Case
from selfeval.form.expression import KeyPath
from selfeval.form.field import BETWEEN_CHOICES, Field, Kind, Need, Role, headings_of
from selfeval.form.fixed import FixedRows
from selfeval.form.form import Form
from selfeval.form.operands import SCORES, SCORING, joined_path, lists_above
from selfeval.quantity.notation import item_mark, print_number, typed_mark
from selfeval.quantity.verdict import Attainment
from selfeval.submission.folder import DEVICE, REFUSED
from selfeval.submission.numbers import column_items
from selfeval.submission.printed import derive, print_leaf
from selfeval.submission.quotes import QUOTE, fill
from selfeval.submission.target import leaf_of, with_target_in_force
from selfeval.submission.tree import Branch, Filled, Leaf, make_branch, print_value
from selfeval.text.name import fold
from selfeval.text.pattern import regex
from selfeval.text.placeholder import find_placeholder, mark_unwritten

TITLE = "标题"
LEVELS = {"一级": "一级首行", "二级": "二级首行"}
"""The levels of an indicator, and what tells whether its row is the first of one."""
LAST = {"一级": "一级末行", "二级": "二级末行"}
"""What tells whether a row is the last of a level."""
VERDICTS = {"达到": (Attainment.MET, Attainment.EXCEEDED), "未达到": (Attainment.MISSED,)}
"""What tells whether an indicator's actual reaches its target; neither where nobody can say."""
NUMBER = "类内序号"
"""The number of an indicator among those below its innermost heading, from 1."""
LEVEL_NAME, LEVEL_POINTS = "名称", "分值"
LEVEL_NUMBER = "序号"
"""The number of a heading among those printed below the same one, from 1."""
SUMS = {"分值合计": Role.POINTS, "得分合计": Role.SCORE}
"""What the columns of a level's indicators come to, by the roles of these."""
LEVEL_ROWS = "各条"
"""The indicators below a heading, as rows."""
LEVEL_TEXTS = (LEVEL_POINTS, LEVEL_NUMBER, *SUMS)
"""What stands under each of ``LEVELS`` beside its name."""
GAP = "【待填："
GAPS = regex(rf"({GAP}[^】]*】)")
"""What a draft prints for something still to be filled in."""

Printer: TypeAlias = Callable[[Field, str], str]
"""Turns a field's typed text into what the document shows; "" means not filled."""


class Nothing(list[Any]):
    """Hold no items or texts, and the ``blank`` one that prints where nothing else would print what is around them."""

    def __init__(self, blank: Item | str) -> None:
        super().__init__()
        self.blank = blank


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
        for key, declared in self.children.get(path, ()):
            if declared.kind is Kind.RESULTS:
                continue
            inner = filled.get(key) if isinstance(filled, Branch) else None
            item[key] = self.value(declared, inner, filled if isinstance(filled, Branch) else None)
        return item

    @cached_property
    def children(self) -> Mapping[KeyPath, list[tuple[str, Field]]]:
        """Return the fields right below each path, by their keys."""
        found: dict[KeyPath, list[tuple[str, Field]]] = {}
        for path, declared in self.form.fields.items():
            found.setdefault(path[:-1], []).append((path[-1], declared))
        return found

    @cached_property
    def columns(self) -> Mapping[KeyPath, list[tuple[str, Field]]]:
        """Return the columns of each list: its own, and those of its results."""
        found = {path: list(children) for path, children in self.children.items()}
        for path, declared in self.form.fields.items():
            if declared.kind is Kind.RESULTS:
                found.setdefault(declared.results_of, []).extend(self.children.get(path, ()))
        return found

    def value(self, declared: Field, filled: Filled | None, owner: Branch | None = None) -> object:
        shown = self.filled_value(declared, filled, owner)
        blank = declared.blank if owner is not _NO_ITEM else ""
        return blank if blank and isinstance(shown, str) and not shown else shown

    def value_made(self, declared: Field, filled: Filled | None) -> Leaf | None:
        """Return what a formula gives, in a row what stands there already; where it gives nothing yet, what another form has typed."""
        there = filled if isinstance(filled, Leaf) else None
        in_row = lists_above(self.form.fields, joined_path(self.form.fields, declared.path))
        return there if there and in_row else derive(self.case.tree, self.form, declared.path) or there

    def filled_value(self, declared: Field, filled: Filled | None, owner: Branch | None) -> object:
        match declared.kind:
            case _ if declared.formula is not None:
                value = self.value_made(declared, filled)
                return self.computed(declared, print_leaf(value, self.form) if value else "")
            case Kind.GROUP:
                return self.group(declared.path, filled)
            case Kind.LIST:
                return self.listed(declared, owner, _rows(filled))
            case Kind.INDICATORS:
                return self.indicators(declared, owner, _rows(filled))
            case Kind.PROSE | Kind.LINES:
                return self.paragraphs(declared, filled)
            case Kind.YES_NO | Kind.CHOICE | Kind.CHOICES:
                return self.tick(declared, filled)
            case Kind.CHECKLIST:
                return self.checklist(declared, filled, owner)
        if not isinstance(filled, Leaf):
            return self.printer(declared, "")
        if declared.kind is Kind.QUANTITY:
            return self.printer(declared, print_value(filled.text))
        text = self.without_mark(declared, print_leaf(filled, self.form))
        return self.printer(declared, "".join(fill(text, self.case.index)) if declared.kind is Kind.TEXT else text)

    def computed(self, declared: Field, text: str) -> str:
        """Return what a formula gave, with the boxes of a choice."""
        return Tick(text, [text] if text else [], declared.choices) if declared.kind is Kind.CHOICE else text

    def tick(self, declared: Field, filled: Filled | None) -> Tick:
        leaf = filled if isinstance(filled, Leaf) else None
        text = self.printer(declared, print_leaf(leaf, self.form) if leaf else "")
        return Tick(text, _chosen(leaf) if leaf else [], answers(declared))

    def checklist(self, declared: Field, filled: Filled | None, owner: Branch | None) -> Tick:
        """Return the items of a checklist that were ticked, with the boxes of all that the form prints in the row."""
        text = filled.normal if isinstance(filled, Leaf) else ""
        listed = self.form.fields[declared.path[:-1]].fixed
        whose = (*map(fold, owner.levels), fold(owner.title)) if owner is not None else ()
        items = next((row.points.get(declared.path[-1], {}) for row in listed if row.identity == whose), {})
        return Tick(self.printer(declared, text), text.split(BETWEEN_CHOICES) if text else [], items)

    def paragraphs(self, declared: Field, filled: Filled | None) -> list[str]:
        lines = filled.value if isinstance(filled, Leaf) and isinstance(filled.value, tuple) else ()
        typed = [self.without_mark(declared, text) for line in lines for text in fill(line, self.case.index)]
        texts = [text for line in typed or [""] if (text := self.printer(declared, line))]
        if not texts:
            return Nothing("")
        if not typed or not declared.numbering:
            return texts
        return [f"{item_mark(declared.numbering, count)}{text}" for count, text in enumerate(texts, start=1)]

    def without_mark(self, declared: Field, text: str) -> str:
        """Return a text without the number typed before it where the form prints one itself."""
        listed = declared.kind in (Kind.LINES, Kind.PROSE)
        return text.removeprefix(typed_mark(text, listed=listed)) if self.form.counts(declared.path) else text

    def row(self, path: KeyPath, row: Branch) -> Item:
        item = self.item()
        for key, declared in self.columns.get(path, ()):
            if declared.kind is Kind.RESULTS:
                continue
            source = row.get(key)
            fallback = row.get(declared.fallback) if source is None and declared.fallback else None
            item[key] = self.value(declared, source if source is not None else fallback, row)
        return item

    def scores(self) -> Item:
        """Return the totals of the score sheet; a total that is not known is an empty text."""
        known, item = self.case.tree.get(SCORING), self.item()
        for path in SCORES:
            leaf = known.get(path[-1]) if isinstance(known, Branch) else None
            item[path[-1]] = print_leaf(leaf, self.form) if isinstance(leaf, Leaf) else ""
        return item

    def listed(self, declared: Field, owner: Branch | None, rows: list[Branch]) -> list[Item]:
        """Return the rows of a list, those printed beside it in the same rows, and fillers where it has too few items."""
        if declared.follows:
            return self.in_columns(declared, rows)
        beside = _beside(declared, owner)
        made = []
        for count in range(max(len(rows), len(beside), len(declared.fillers))):
            made.append(self.row_or_filler(declared, rows, count, declared.fillers))
            self.put_beside(made[-1], declared, beside, count)
        return made if made or owner is None else Nothing(self.row(declared.path, _NO_ITEM))

    def in_columns(self, declared: Field, rows: Sequence[Branch]) -> list[Item]:
        """Return the rows of a list as the rows stand in whose columns they print, blank where a name has none."""
        known = {fold(row.title): row for row in rows}
        followed = self.form.fields[declared.follows]
        columns = (
            each for group in _groups(followed, column_items(self.case.tree, followed), ()) for each in group.rows
        )
        found = ([known[name]] if name in known else [] for name in (fold(column.title) for column in columns))
        return [self.row_or_filler(declared, each, 0, ()) for each in found]

    def row_or_filler(self, declared: Field, rows: Sequence[Branch], count: int, fillers: Sequence[str]) -> Item:
        """Return the row of an item, else one that prints a filler, with nothing to be filled in."""
        if count < len(rows):
            row = rows[count]
            return self.row(declared.path, row if row.title or row else _NO_ITEM)
        blank = replace(self, printer=as_typed).row(declared.path, _NO_ITEM)
        text = fillers[count] if count < len(fillers) else ""
        name = next((key for key, column in self.columns.get(declared.path, ()) if column.role is Role.NAME), "")
        return _updated(blank, {name: text} if name and text else {})

    def put_beside(self, item: Item, declared: Field, rows: Sequence[Branch], count: int) -> None:
        """Put the row of the list printed beside another into the row of that."""
        if declared.beside:
            other = self.form.fields[declared.beside]
            in_force = [self.in_force(other, row) for row in rows]
            item[declared.beside[-1]] = self.row_or_filler(other, in_force, count, other.fillers)

    def in_force(self, declared: Field, row: Branch) -> Branch:
        """Return an indicator's row with the target that the form shows."""
        if declared.kind is not Kind.INDICATORS:
            return row
        keys = self.case.submission.schema.roles.get(declared.path, {})
        return with_target_in_force(row, declared.path, keys, self.form)

    def indicators(self, declared: Field, owner: Branch | None, rows: list[Branch]) -> list[Item]:
        """Return the rows in the form's order of levels; a tree without any gives one empty row."""
        levels: dict[tuple[str, ...], Item] = {}
        made: list[Item] = []
        members: dict[tuple[str, ...], list[Branch]] = {}
        listed: dict[tuple[str, ...], list[Item]] = {}
        labels = {fold(name): label for name, label in declared.level_labels.items()}
        for group in _groups(declared, rows, _beside(declared, owner)):
            shown = [self.in_force(declared, row) for row in group.rows]
            for count in range(group.size):
                item = self.row_or_filler(declared, shown, count, group.fillers)
                self.put_beside(item, declared, group.beside, count)
                item.setdefault(NUMBER, str(count + 1))
                self.put_verdict(item, group.rows[count : count + 1])
                for depth, (name, (level, first_row)) in enumerate(zip(group.levels, LEVELS.items(), strict=False)):
                    key = tuple(fold(name) for name in group.levels[: depth + 1])
                    item[first_row], item[LAST[level]] = key not in levels, True
                    if key not in levels:
                        points = declared.section_points.get(tuple(map(str, group.levels[: depth + 1])))
                        beside = [other for other in levels if len(other) == len(key) and other[:-1] == key[:-1]]
                        levels[key] = self.item()
                        levels[key][LEVEL_NUMBER] = str(len(beside) + 1)
                        levels[key][LEVEL_NAME] = labels.get(fold(name), str(name))
                        levels[key][LEVEL_POINTS] = "" if points is None else str(points)
                    elif made:
                        made[-1][LAST[level]] = made[-1].get(level) is not levels[key]
                    item[level] = levels[key]
                    members.setdefault(key, []).extend(group.rows[count : count + 1])
                    has_item = count < len(group.rows) and bool(group.rows[count].title)
                    listed.setdefault(key, []).extend([item] if has_item else [])
                if declared.levels:
                    self.add_nameless_levels(item, len(group.levels))
                made.append(item)
        for key, item in levels.items():
            item.update(self.sums(declared, members[key]))
            item[LEVEL_ROWS] = [_without_levels(row) for row in listed[key]]
        return made or [self.empty_row(declared)]

    @cached_property
    def outcomes(self) -> Mapping[str, Attainment]:
        """Return whether each indicator reaches its target, by where it is typed."""
        return {pair.indicator.values.where: pair.verdict.outcome for pair in self.case.verdicts}

    def put_verdict(self, item: Item, rows: Sequence[Branch]) -> None:
        """Tell in a row whether its indicator, if it has one, reaches its target; a column of that name stays."""
        outcome = self.outcomes.get(rows[0].where) if rows else None
        for word, outcomes in VERDICTS.items():
            item.setdefault(word, outcome in outcomes)

    def sums(self, declared: Field, rows: Sequence[Branch]) -> Iterator[tuple[str, str]]:
        """Yield what the points and scores below a heading come to; an empty text where one is not a number."""
        for name, role in SUMS.items():
            leaves = [leaf for row in rows if row.title for leaf in self.counted(declared, row, role)]
            values = [leaf.value for leaf in leaves if leaf is not None]
            known = [Decimal(value) for value in values if isinstance(value, Decimal | int)]
            whole = bool(known) and len(known) == len(leaves)
            yield name, print_number(sum(known, Decimal(0)), "0.##") if whole else ""

    def counted(self, declared: Field, row: Branch, role: Role) -> Iterator[Leaf | None]:
        """Yield the points or score of an indicator, else those of the indicators below it; None for one that is not known."""
        keys = self.case.submission.schema.roles.get(declared.path, {})
        inner = next((each for _, each in self.children.get(declared.path, ()) if each.kind is Kind.INDICATORS), None)
        if inner is None or len(keys.get(role, ())) == 1:
            yield leaf_of(row, keys, role)
            return
        for below in _rows(row.get(inner.path[-1])):
            yield from self.counted(inner, below, role)

    def empty_row(self, declared: Field) -> Item:
        """Return the row that a task or form without indicators still has."""
        item = self.row(declared.path, _NO_ITEM)
        item.setdefault(NUMBER, "1")
        self.put_verdict(item, ())
        self.put_beside(item, declared, (), 0)
        if declared.levels:
            self.add_nameless_levels(item, 0)
        return item

    def add_nameless_levels(self, item: Item, known: int) -> None:
        """Give a row the levels it is not listed under, the first ``known`` left out; each is its own."""
        for level, first_row in list(LEVELS.items())[known:]:
            nameless = self.item()
            nameless.update({**dict.fromkeys((LEVEL_NAME, *LEVEL_TEXTS), ""), LEVEL_ROWS: []})
            item[level], item[first_row], item[LAST[level]] = nameless, True, True


_NO_ITEM = make_branch("")
"""The row of no item: nothing is asked for in it, and it prints no mark of a blank."""


class _Group(NamedTuple):
    """Hold the indicators below one heading, those printed beside them, how many rows print, and what in those left over."""

    levels: tuple[str, ...]
    rows: list[Branch]
    beside: list[Branch]
    size: int
    fillers: tuple[str, ...] = ()


def _chosen(leaf: Leaf) -> list[str]:
    """Return the answers given; a 0 or 1 for yes or no gives none, since it may mean either."""
    if leaf.field.kind is Kind.CHOICES:
        return leaf.normal.split(BETWEEN_CHOICES)
    if leaf.field.kind is Kind.YES_NO:
        return [YES if leaf.value else NO] if isinstance(leaf.value, bool) else []
    return [leaf.normal]


def _without_levels(row: Item) -> Item:
    """Return a row as it stands below its heading, which it does not tell again."""
    made = Item((key, value) for key, value in row.items() if key not in {*LEVELS, *LEVELS.values(), *LAST.values()})
    made.identity = row.identity
    return made


def _updated(item: Item, values: Mapping[str, object]) -> Item:
    item.update(values)
    return item


def _beside(declared: Field, owner: Branch | None) -> list[Branch]:
    return _rows(owner.get(declared.beside[-1])) if declared.beside and owner is not None else []


def _rows(filled: Filled | None) -> list[Branch]:
    return filled if isinstance(filled, list) else []


def _groups(declared: Field, rows: Sequence[Branch], beside: Sequence[Branch]) -> Iterator[_Group]:
    """Yield the indicators by the form's headings, in its order, with the empty headings that it always prints."""
    order = headings_of(declared.levels)
    rank: dict[tuple[str, ...], int] = {}
    for position, names in enumerate(order):
        key = tuple(map(fold, names))
        rank[key] = position
        rank.setdefault(key[:1], position)  # 无 for a whole level stands where its categories would
    found: dict[tuple[str, ...], _Group] = {}
    show_all = bool(declared.levels) and (declared.show_empty or declared.has_fillers or bool(declared.beside))
    for number, each in enumerate((rows, beside)):
        for row in each:
            if show_all and not row.title and (len(row.levels) < 2 or declared.has_fillers):
                continue  # 无 for a whole level: its categories follow
            group = found.setdefault(tuple(map(fold, row.levels)), _Group(tuple(map(str, row.levels)), [], [], 0))
            (group.beside if number else group.rows).append(row)
    for names in order if show_all else ():
        found.setdefault(tuple(map(fold, names)), _Group(names, [], [], 0))
    groups = sorted(found.items(), key=lambda each: rank.get(each[0], len(rank))) if declared.levels else found.items()
    for _, group in groups:
        takes_more = FixedRows(declared.fixed, declared.free).takes(group.levels)
        fillers = declared.fillers_below(group.levels)
        least = max(len(fillers) if takes_more else 0, int(show_all))
        yield group._replace(size=max(len(group.rows), len(group.beside), least), fillers=fillers)


def as_typed(declared: Field, text: str) -> str:
    """Print a text as typed, and a field that was not filled as an empty text."""
    return text


def with_gaps(declared: Field, text: str) -> str:
    """Print a text with a gap nobody can overlook for each placeholder in it and for a missing required text."""
    mark = f"{GAP}{declared.label or declared.path[-1]}】"
    if not text:
        return mark if declared.need is Need.YES and not declared.fallback else ""
    return mark_unwritten(text, mark)


def with_samples(declared: Field, text: str) -> str:
    """Print a text as typed, and a sample for what a made-up department has left to fill in."""
    return mark_unwritten(text, _SAMPLES.get(declared.kind, "（样例）"))


_SAMPLES = {
    Kind.QUANTITY: "105次",
    Kind.NUMBER: "10",
    Kind.AMOUNT: "1,234.56",
    Kind.PERCENT: "98.50%",
    Kind.COUNT: "12",
}


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
    safe = "".join("_" if character in REFUSED or ord(character) < 32 else character for character in name)
    safe = safe.strip(" .") or case.form.name
    if is_hidden(safe) or DEVICE.match(safe):
        safe = f"_{safe}"
    if is_copy(f"{safe}.md"):  # no document may be taken for a hand-edited copy of another
        safe = f"{safe[: safe.rindex('（')]}({safe[safe.rindex('（') + 1 : -1]})"
    return safe if len(safe.encode()) <= LONGEST_NAME else f"{_within(safe, 140)}…{_within(safe[::-1], 70)[::-1]}"


def _within(text: str, size: int) -> str:
    """Return as much of the start of a text as has so many bytes."""
    return text.encode()[:size].decode(errors="ignore")
