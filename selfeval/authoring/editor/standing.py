"""What stands where in a file: the keys that lead to a position, and what each of them is by the department's forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from selfeval.authoring.editor.document import TextPosition, TextSpan
from selfeval.authoring.skeleton.place import end_of, start, stop
from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind, Role
from selfeval.form.schema import Schema, Slot, levels_of
from selfeval.source.node import Entries, Items, Node, Text
from selfeval.submission.submission import File, Indicator, Submission
from selfeval.submission.tree import Branch, branches
from selfeval.text.name import fold


class What(Enum):
    """Say what a key is."""

    TOP = auto()
    FIELD = auto()
    LEVEL = auto()
    ITEM = auto()
    NAME = auto()
    FACT = auto()
    UNKNOWN = auto()


class TypedKey(NamedTuple):
    """Hold one key as typed with what stands behind it; ``path`` is that of the field it is, or belongs to.

    The key of a list's item is its name, or its number.
    """

    what: What
    key: Text
    node: Node
    path: KeyPath = ()

    def slot(self, schema: Schema) -> Slot | None:
        """Return the field declared here, None for what is no field."""
        return schema.slots.get(self.path) if self.what is What.FIELD else None

    @property
    def begin(self) -> TextPosition:
        """Return where it begins, an item with its dash."""
        return TextPosition(start(self.node)[0], 0) if self.what is What.ITEM else TextPosition(*start(self.key))

    @property
    def key_span(self) -> TextSpan:
        """Return the stretch of its key, that of an item's name where it has one."""
        if self.key.origin is None:
            return TextSpan(self.begin, self.begin)
        (line, column), (last, end) = start(self.key), stop(self.key)
        return TextSpan(TextPosition(line, column), TextPosition(line, end if last == line else column + 1))


def top(file: File) -> TypedKey | None:
    """Return the whole of a file, None where nothing could be read."""
    root = file.reading.root
    return TypedKey(What.TOP, Text(file.declared), root) if root is not None and root else None


def below(schema: Schema, step: TypedKey) -> Iterator[TypedKey]:
    """Yield what stands directly below a step, in the order typed."""
    if isinstance(step.node, Items):
        yield from _items(schema, step)
    elif isinstance(step.node, Entries):
        for key, node in step.node.items():
            yield _entry(schema, step, key, node)


def _items(schema: Schema, step: TypedKey) -> Iterator[TypedKey]:
    keys = [key for key, slot in schema.below(step.path).items() if slot.field.role is Role.NAME] or [Role.NAME.value]
    for number, node in enumerate((node for node in step.node if not isinstance(node, str)), start=1):
        named = next((node[Text(key)] for key in keys if isinstance(node, Entries) and Text(key) in node), None)
        key = named if isinstance(named, Text) and named else Text(str(number))
        if node and isinstance(node, Entries):
            yield TypedKey(What.ITEM, key, node, step.path)


def _entry(schema: Schema, step: TypedKey, key: Text, node: Node) -> TypedKey:
    """Return the step to one entry of a map."""
    declared = schema.slots[step.path].field if step.path in schema.slots else None
    holder = step.what in (What.FIELD, What.LEVEL)
    if holder and declared and declared.kind is Kind.INDICATORS:
        return TypedKey(What.LEVEL, key, node, step.path)
    if holder and declared and declared.kind is Kind.RESULTS:
        columns = schema.children.get(step.path, ())
        headed = isinstance(node, Entries) and bool(node) and not any(inner in columns for inner in node)
        return TypedKey(What.LEVEL if headed and has_levels(schema, step.path) else What.NAME, key, node, step.path)
    if holder and declared and declared.kind is Kind.FACTS:
        return TypedKey(What.FACT, key, node, step.path)
    if step.what is What.FACT or (not step.path and step.what is not What.TOP):
        return TypedKey(What.UNKNOWN, key, node)
    known = schema.top(step.key) if step.what is What.TOP else schema.children.get(step.path, ())
    name = next((each for each in known if fold(each) == fold(key)), "")
    return TypedKey(What.FIELD, key, node, (*step.path, name)) if name else TypedKey(What.UNKNOWN, key, node)


def has_levels(schema: Schema, results: KeyPath) -> bool:
    """Tell whether results stand below the headings of their indicators."""
    target = schema.slots.get(schema.slots[results].field.results_of)
    return target is not None and target.field.kind is Kind.INDICATORS


def steps_to(schema: Schema, file: File, spot: TextPosition) -> tuple[TypedKey, ...]:
    """Return the steps from the top of a file to a position, () where none leads there."""
    step, found = top(file), list[TypedKey]()
    while step is not None:
        inner = [each for each in below(schema, step) if each.begin <= spot]
        step = max(inner, key=lambda each: each.begin) if inner else None
        if step is not None:
            found.append(step)
    return tuple(found) if found and _reaches(found[-1], spot) else ()


def _reaches(step: TypedKey, spot: TextPosition) -> bool:
    """Tell whether a position stands on a key, or in what was typed behind it."""
    return step.key_span.start.line == spot.line or step.begin <= spot <= TextPosition(*stop(step.node))


def is_on_key(step: TypedKey, spot: TextPosition) -> bool:
    """Tell whether a position stands on the key of a step."""
    return step.key.origin is not None and step.key_span.start <= spot <= step.key_span.end


def span_of(step: TypedKey, lines: Sequence[str]) -> TextSpan:
    """Return the stretch of a key with all that stands below it."""
    first, margin = step.begin
    margin = _margin(lines, first) if step.what is What.ITEM else margin
    last = max(end_of(lines, first, margin, step.node), first + 1) - 1
    last = min(last, len(lines) - 1)
    return TextSpan(TextPosition(first, margin), TextPosition(last, len(lines[last])))


def _margin(lines: Sequence[str], line: int) -> int:
    return len(lines[line]) - len(lines[line].lstrip()) if line < len(lines) else 0


def row_at(submission: Submission, steps: Sequence[TypedKey]) -> Branch | None:
    """Return the row that some steps lead to or into: an item of a list, or the target whose result is typed there."""
    schema, owner, row = submission.schema, submission.tree, None
    levels: list[str] = []
    for step in steps:
        match step.what:
            case What.FIELD:
                levels = []
                inner = owner.get(step.path[-1])
                owner = inner if isinstance(inner, Branch) else owner
            case What.LEVEL:
                levels.append(fold(step.key))
            case What.ITEM:
                rows = branches(owner.get(step.path[-1])) if step.path else ()
                row = next((each for each in rows if each.place == _place(step.node)), None)
            case What.NAME:
                rows = branches(owner.get(schema.slots[step.path].field.results_of[-1]))
                row = row_named(rows, levels, step.key)
        if step.what in (What.ITEM, What.NAME):
            if row is None:
                return None
            owner = row
    return row


def row_named(rows: Sequence[Branch], levels: Sequence[str], name: str) -> Branch | None:
    """Return the row of a name below these headings, else the only one of the name."""
    named = [row for row in rows if fold(row.title) == fold(name)]
    placed = [row for row in named if [fold(level) for level in row.levels] == list(levels)]
    return placed[0] if placed else named[0] if len(named) == 1 else None


def _place(node: Node) -> object:
    return node.place


def indicator_of(submission: Submission, row: Branch | None) -> Indicator | None:
    """Return the indicator whose row this is, None where it is none's."""
    return next((each for each in submission.indicators() if each.values is row), None)


def levels_known(schema: Schema, path: KeyPath) -> frozenset[str]:
    """Return the folded headings of an indicator tree."""
    levels = levels_of(schema, path)
    return frozenset(map(fold, (*levels, *(name for names in levels.values() for name in names))))
