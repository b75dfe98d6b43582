"""Short ways to declare many fields, spelled out: a table of rows and columns, and words that a whole group has in common.

``行`` and ``列`` below a group stand for a field in each cell: ``资金.中央.预算``. In the formula of a column ``本行``
stands for its row, in that of a row ``本列`` for its column. ``各项`` below a group holds the words of every field in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from selfeval.form.declaration import DeclarationError, entries, phrase, some_entries, suggest, text, texts
from selfeval.source.node import Entries, Items, Node, Text
from selfeval.text.pattern import regex

ROWS, COLUMNS, EACH = "行", "列", "各项"
WORDS = (ROWS, COLUMNS, EACH)
"""The words that are spelled out here; no field has them itself."""

_FORMULA, _LABEL = "算式", "标签"
_THIS_ROW, _THIS_COLUMN = regex(r"本行(?=\.)"), regex(r"本列\.(\w+)")
_WHOLE_ROW, _WHOLE_COLUMN = regex(r"本行(?!\.)"), regex(r"本列(?!\.)")
_PLAIN = regex(r"^[\s　]*(?:其中[：:]?)?[\s　]*|[：:\s　]+$")


class _TableLine(NamedTuple):
    """Hold a row or a column of a table: its key, its words, and for a row the columns that it has, all where none is named."""

    key: Text
    words: Mapping[Text, Node]
    only: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        typed = self.words.get(Text(_LABEL))
        return _PLAIN.sub("", typed) if isinstance(typed, Text) and typed else str(self.key)

    def has(self, column: str) -> bool:
        """Tell whether a row has a column."""
        return not self.only or column in self.only

    @property
    def computed(self) -> bool:
        return Text(_FORMULA) in self.words


def spell_out(fields: Entries) -> Entries:
    """Return the declared fields with one for each cell of a table, and with the words that their groups give them.

    Raises:
        DeclarationError: where a row or column is wrong, or a table lacks either.
    """
    made = Entries()
    made.origin = fields.origin
    for key, words in fields.items():
        if not isinstance(words, Entries):
            made[key] = words
            continue
        made[key] = _without(words, WORDS)
        if ROWS in words or COLUMNS in words:
            made.update(_cells(key, words))
    for key, words in fields.items():
        if isinstance(words, Entries) and EACH in words:
            _give(made, key, some_entries(words[Text(EACH)]))
    return made


def _without(words: Mapping[Text, Node], left_out: Iterable[str]) -> Entries:
    made = Entries((word, value) for word, value in words.items() if word not in left_out)
    made.origin = words.origin if isinstance(words, Entries) else None
    return made


def _give(fields: Entries, group: Text, given: Entries) -> None:
    """Give the words of a group to every field in it that has none of its own for them."""
    inside = [key for key in fields if key.startswith(f"{group}.")]
    if not inside:
        raise DeclarationError(group.place, f"“{group}”下面没有别的键，“{EACH}”没有用")
    for key in inside:
        if not any(other.startswith(f"{key}.") for other in inside):
            own = fields[key]
            known = own if isinstance(own, Entries) else Entries()
            fields[key] = _without({**given, **known}, ())


def _cells(group: Text, words: Entries) -> Iterator[tuple[Text, Node]]:
    """Yield a field for each row, and one for each of its cells."""
    for word in (ROWS, COLUMNS):
        if word not in words:
            raise DeclarationError(group.place, f"“{group}”写了“{ROWS}”和“{COLUMNS}”里的一个，还要写“{word}”")
    columns = list(_lines(words[Text(COLUMNS)]))
    rows = list(_lines(words[Text(ROWS)], [str(column.key) for column in columns]))
    for row in rows:
        own = Entries((word, value) for word, value in row.words.items() if word == _LABEL)
        yield Text(f"{group}.{row.key}", row.key.origin), own
        for column in columns:
            if row.has(column.key):
                yield (
                    Text(f"{group}.{row.key}.{column.key}", column.key.origin),
                    _cell(group, row, column, (rows, columns)),
                )


def _lines(node: Node, columns: Iterable[str] = ()) -> Iterator[_TableLine]:
    """Yield the rows or columns: names alone, names with a label, or names with their words."""
    if not node:
        raise DeclarationError(node.place, f"“{ROWS}”和“{COLUMNS}”下面要写名称，例如 [中央, 地方]")
    if isinstance(node, Items):
        yield from (_TableLine(text(name), {}) for name in node)
        return
    known = list(columns)
    for key, words in entries(node).items():
        if isinstance(words, Text):
            yield _TableLine(key, {Text(_LABEL): phrase(words)} if words else {})
            continue
        listed = entries(words).get(Text(COLUMNS)) if known else None
        only = texts(listed) if listed is not None else ()
        if listed is not None and not only:
            raise DeclarationError(listed.place, f"“{COLUMNS}”后面是空的：写上这一行有的列；都有的，删去“{COLUMNS}”")
        for name in only:
            if name not in known:
                raise DeclarationError(name.place, f"“{COLUMNS}”里没有“{name}”{suggest(name, known)}")
        yield _TableLine(key, _without(entries(words), (COLUMNS,)) if known else entries(words), tuple(map(str, only)))


def _cell(
    group: Text, row: _TableLine, column: _TableLine, table: tuple[list[_TableLine], list[_TableLine]]
) -> Entries:
    """Return the words of one cell: those of its column, then those of its row; a column's formula comes first."""
    words = {**column.words, **row.words}
    formula = column.words.get(Text(_FORMULA)) or row.words.get(Text(_FORMULA))
    if isinstance(formula, Text):
        rows, columns = table
        words[Text(_FORMULA)] = Text(_in_place(formula, f"{group}", (row, column), rows, columns), formula.origin)
    words[Text(_LABEL)] = Text(f"{row.label}的{column.label}", row.key.origin)
    return _without(words, ())


def _in_place(
    formula: Text,
    group: str,
    here: tuple[_TableLine, _TableLine],
    rows: Iterable[_TableLine],
    columns: Iterable[_TableLine],
) -> str:
    """Return a formula in which 本行 and 本列 stand for keys; alone they are all that is typed in the row or column."""
    row, column = here
    beside = (each for each in columns if not each.computed and each is not column and row.has(each.key))
    below = (each for each in rows if not each.computed and each is not row and each.has(column.key))
    across = ", ".join(f"{group}.{row.key}.{each.key}" for each in beside)
    down = ", ".join(f"{group}.{each.key}.{column.key}" for each in below)
    made = _THIS_ROW.sub(f"{group}.{row.key}", formula)
    made = _THIS_COLUMN.sub(lambda found: f"{group}.{found[1]}.{column.key}", made)
    return _WHOLE_ROW.sub(across, _WHOLE_COLUMN.sub(down, made))
