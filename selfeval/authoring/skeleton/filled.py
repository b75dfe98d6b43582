"""The values of a document as the blanks of a department's files, filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfeval.authoring.skeleton.blank import Blank, as_value
from selfeval.authoring.skeleton.wanted import FIRST
from selfeval.documents.read.found import ReadItem, Value
from selfeval.form.expression import KeyPath
from selfeval.form.field import Field, Kind
from selfeval.form.schema import HOLDS, Schema
from selfeval.quantity.notation import item_mark
from selfeval.source.shape import Holds
from selfeval.submission.tree import NOTHING
from selfeval.text.name import fold

_STOPS = tuple("。；;！？!?…”）)")
"""What ends a sentence: a paragraph that ends otherwise was broken off."""

_MOST_POINTS = 30

_BEFORE_MARK = tuple("。；;！？!?：:\n ")
"""What may stand before the mark of the next point where several stand in one paragraph."""


def filled(schema: Schema, file: str, entry: ReadItem) -> tuple[Blank, ...]:
    """Return the keys of a file for which a document has values, filled in, in the form's order."""
    keys = sorted(schema.children[()], key=lambda key: key not in FIRST)
    return tuple(
        blank
        for key in keys
        if schema.slots[(key,)].field.file == file
        for blank in _filled(schema, (key,), (key,), entry)
    )


def filled_column(value: Value) -> tuple[Blank, ...]:
    """Return one value under its own key."""
    assert value.field is not None
    return tuple(_leaf(value.path[-1], value.field, value, ReadItem()))


def item_blanks(schema: Schema, path: KeyPath, item: ReadItem) -> tuple[Blank, ...]:
    """Return the keys of one item of a list, filled in."""
    return tuple(_children(schema, path, path, item))


def _filled(schema: Schema, path: KeyPath, shown: KeyPath, entry: ReadItem) -> Iterator[Blank]:
    """Yield a field filled in; ``shown`` is its path in the view, where results stand with their lists."""
    declared = schema.slots[path].field
    match declared.kind:
        case Kind.GROUP:
            inside = tuple(_children(schema, path, shown, entry))
            if inside:
                yield Blank(path[-1], Holds.MAP, inside=inside)
        case Kind.LIST:
            items = tuple(
                filter(None, (tuple(_children(schema, path, shown, row)) for row in entry.lists.get(shown, ())))
            )
            if items:
                yield Blank(path[-1], Holds.LIST, items=items)
            elif _says_none(entry.lists.get(shown, ())):
                yield Blank(path[-1], values=(NOTHING,))
        case Kind.INDICATORS:
            yield from _indicators(schema, path, entry.lists.get(shown, ()))
        case Kind.RESULTS:
            yield from _results(schema, declared, entry)
        case _:
            value = entry.values.get(shown)
            if value is not None and value.field is not None and value.field.path == path:
                yield from _leaf(path[-1], declared, value, entry)


def _children(schema: Schema, path: KeyPath, shown: KeyPath, entry: ReadItem) -> Iterator[Blank]:
    for key in schema.children.get(path, ()):
        yield from _filled(schema, (*path, key), (*shown, key), entry)


def _leaf(key: str, declared: Field, value: Value, entry: ReadItem) -> Iterator[Blank]:
    fallback = entry.values.get((*value.path[:-1], declared.fallback)) if declared.fallback else None
    if declared.formula is not None or (fallback and fold(fallback.text) == fold(value.text)):
        return
    holds = HOLDS.get(declared.kind, Holds.VALUE)
    if declared.zero and fold(value.text) == fold(declared.zero):
        value = value._replace(texts=("0",))
    match holds:
        case Holds.PROSE | Holds.LINES:
            texts = points(value)[0] if value.field and value.field.numbering else value.texts
            if holds is Holds.LINES:
                texts = tuple(as_value(" ".join(text.split()), holds) for text in texts)
            yield Blank(key, holds, values=tuple(text.strip() for text in texts))
        case _ if declared.kind is Kind.TEXT and len(value.texts) > 1 and not value.is_name:
            yield Blank(key, Holds.PROSE, values=tuple(text.strip() for text in value.texts))
        case _:
            yield Blank(key, holds, values=(as_value(one_line(value)),))


def one_line(value: Value) -> str:
    """Return a value that is typed on one line; a line end inside a name or figure is where a narrow cell broke it."""
    return " ".join("".join(text.strip() for text in value.texts).split())


def points(value: Value) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the points of a numbered list without their marks, and paragraphs behind a point that belong to none.

    Several points may stand in one paragraph; a paragraph without a mark goes on with a point that was broken off.
    Texts that do not begin with a mark are points as they are; of a list that begins with a later one the first is elsewhere.
    """
    style = value.field.numbering if value.field else ""
    text = "\n".join(value.texts)
    if style and any(text.startswith(item_mark(style, count)) for count in range(2, _MOST_POINTS)):
        return (), value.texts
    if not style or not text.startswith(item_mark(style, 1)):
        return value.texts, ()
    made: list[str] = []
    at, count = 0, 1
    while at >= 0:
        begin = at + len(item_mark(style, count))
        at = _find_mark(text, item_mark(style, count + 1), begin)
        made.append(text[begin : at if at >= 0 else len(text)].strip())
        count += 1
    whole: list[str] = []
    rest: list[str] = []
    for point in made:
        first, *more = point.split("\n")
        for paragraph in more:
            if first.endswith(_STOPS):
                rest.append(paragraph)
            else:
                first += paragraph
        whole.append(first)
    return tuple(whole), tuple(rest)


def marked(value: Value, texts: Sequence[str]) -> tuple[str, ...]:
    """Return the points of a numbered list with their marks."""
    style = value.field.numbering if value.field else ""
    return tuple(f"{item_mark(style, count)}{text}" for count, text in enumerate(texts, start=1))


def _find_mark(text: str, mark: str, at: int) -> int:
    """Return where the mark of the next point stands, -1 where it does not."""
    found = text.find(mark, at)
    while found > 0 and text[found - 1] not in _BEFORE_MARK:
        found = text.find(mark, found + 1)
    return found


def _indicators(schema: Schema, path: KeyPath, rows: Sequence[ReadItem]) -> Iterator[Blank]:
    """Yield indicators below their categories; one without any says 无, an indicator without a category is none of them."""
    known = [row for row in rows if row.levels or not schema.slots[path].field.levels]
    placed = [(row.levels, tuple(_children(schema, path, path, row))) for row in known]
    if any(levels or inside for levels, inside in placed):
        yield from _below(path[-1], [(levels, inside) for levels, inside in placed if levels or inside])
    elif _says_none(rows):
        yield Blank(path[-1], values=(NOTHING,))


def _says_none(rows: Sequence[ReadItem]) -> bool:
    """Tell whether a list says 无 in the place of its items."""
    return any(row.name == NOTHING and not row.values for row in rows)


def _below(key: str, placed: Sequence[tuple[Sequence[str], tuple[Blank, ...]]]) -> Iterator[Blank]:
    """Yield a category: a list of the items that stand in it, or the categories below it, or 无."""
    items = tuple(inside for levels, inside in placed if not levels and inside)
    below: dict[str, list[tuple[Sequence[str], tuple[Blank, ...]]]] = {}
    for levels, inside in placed:
        if levels:
            below.setdefault(levels[0], []).append((levels[1:], inside))
    if items:
        yield Blank(key, Holds.LIST, items=items)
    elif below:
        inside = tuple(blank for name, rows in below.items() for blank in _below(name, rows))
        yield Blank(key, Holds.MAP, inside=inside)
    else:
        yield Blank(key, values=(NOTHING,))


def _results(schema: Schema, declared: Field, entry: ReadItem) -> Iterator[Blank]:
    """Yield the results of a list by the names of its items."""
    placed = [
        (row.levels, blank)
        for row in entry.lists.get(declared.results_of, ())
        if row.name
        for blank in _result(schema, declared, row)
    ]
    inside = tuple(_nested(placed))
    if inside:
        yield Blank(declared.path[-1], Holds.MAP, inside=inside)


def _result(schema: Schema, declared: Field, row: ReadItem) -> Iterator[Blank]:
    columns = schema.children.get(declared.path, ())
    inside = tuple(
        blank
        for column in columns
        for blank in _filled(schema, (*declared.path, column), (*declared.results_of, column), row)
    )
    if not inside:
        return
    name = one_line(row.values[(*declared.results_of, row.name_key)])
    short = len(inside) == 1 and inside[0].key == columns[0] and inside[0].holds is Holds.VALUE
    if short:
        yield inside[0]._replace(key=name, inside=inside)
    else:
        yield Blank(name, Holds.MAP, inside=inside)


def _nested(placed: Sequence[tuple[Sequence[str], Blank]]) -> Iterator[Blank]:
    below: dict[str, list[tuple[Sequence[str], Blank]]] = {}
    for levels, blank in placed:
        if levels:
            below.setdefault(levels[0], []).append((levels[1:], blank))
        else:
            yield blank
    for name, rows in below.items():
        yield Blank(name, Holds.MAP, inside=tuple(_nested(rows)))
