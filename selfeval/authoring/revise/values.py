"""How one value is brought back: edited where it was typed, or added where nothing was."""

from __future__ import annotations

import re

from selfeval.authoring.revise.changes import Changes, Patch
from selfeval.authoring.revise.items import inside, list_paths
from selfeval.authoring.revise.located import LocatedValue
from selfeval.authoring.revise.order import move_paragraphs
from selfeval.authoring.revise.paired import pair_paragraphs
from selfeval.authoring.revise.retype import (
    Insertion,
    Retyped,
    edit_line,
    grouped_as,
    insert_paragraph,
    replace_value,
)
from selfeval.authoring.revise.revision import ConflictKind, in_short
from selfeval.authoring.skeleton.blank import STEP, lines_of
from selfeval.authoring.skeleton.filled import filled_column, points
from selfeval.documents.read.found import ReadItem, Value
from selfeval.form.field import Kind
from selfeval.source.node import Text
from selfeval.submission.quotes import QUOTE, fill
from selfeval.submission.tree import Leaf
from selfeval.text.name import fold


def bring_back(changes: Changes, key: str, base: Value | None, theirs: Value, chain: tuple[ReadItem, ...]) -> None:
    """Gather how a value is brought back; ``chain`` are the items it stands in."""
    typed = changes.typed.get(key) or _printed_instead(changes, key, theirs)
    if typed is None or not typed.leaf.text:
        _add(changes, key, theirs, chain)
        return
    leaf = typed.leaf
    if leaf.field.kind in (Kind.PROSE, Kind.LINES):
        _retype_paragraphs(changes, key, leaf, base, theirs)
    elif leaf.field.kind is Kind.TEXT and QUOTE.search(leaf.text):
        retyped = edit_line(leaf.text, theirs.text, changes.made.quotable)
        if retyped is None:
            _tell_quoted(changes, key, theirs, leaf.text)
        else:
            changes.keep(Patch(key, leaf.text.place.file, retyped), theirs)
    elif len(theirs.texts) > 1:
        said = f"Word 里分成了 {len(theirs.texts)} 段，这一项只写一行；请自己改 {changes.home_of(key, theirs.field)}"
        changes.refuse(ConflictKind.FIXED_TEXT, key, theirs.place, said)
    else:
        new = grouped_as(leaf.text, "".join(theirs.texts))
        changes.keep(Patch(key, leaf.text.place.file, (replace_value(leaf.text, new),)), theirs)


def _printed_instead(changes: Changes, key: str, theirs: Value) -> LocatedValue | None:
    """Return the value of another column that is printed for one not typed, where the form does not print it itself."""
    fallback = theirs.field.fallback if theirs.field else ""
    other = f"{key.rpartition('.')[0]}.{fallback}"
    return changes.typed.get(other) if fallback and other not in changes.now else None


def _tell_quoted(changes: Changes, key: str, theirs: Value, line: Text, paragraph: str = "") -> None:
    """Note that a figure was changed that the text quotes, in one paragraph of it."""
    text = paragraph or theirs.text
    quotes = list(QUOTE.finditer(line))
    gone = [quote for quote in quotes if "".join(fill(quote[0], changes.made.quotable)) not in text]
    names = "、".join(dict.fromkeys(_quoted(changes, quote) for quote in gone or quotes))
    where = f"{line.place.file}:{line.place.line}"
    said = f"“{in_short(text)}”里引用了 {names}，要改请改那里；这段文字在 {where}"
    changes.put_off(ConflictKind.QUOTED, key, theirs, said)


def _quoted(changes: Changes, quote: re.Match[str]) -> str:
    """Return a quote as it is typed, with where the value that it names was typed, if that is one."""
    sources = [offer.source for offer in changes.made.quotable.quotes.offers(fold(quote[1]))]
    places = [source.text.place for source in sources if isinstance(source, Leaf)]
    return f"{quote[0]}（{places[0].file}:{places[0].line}）" if len(places) == len(sources) == 1 else quote[0]


def _retype_paragraphs(changes: Changes, key: str, leaf: Leaf, base: Value | None, theirs: Value) -> None:
    """Gather the changes of a text, paragraph by paragraph."""
    index, file = changes.made.quotable, leaf.text.place.file
    lines = leaf.value if isinstance(leaf.value, tuple) else ()
    shown = [(line, text) for line in lines for text in fill(line, index)]
    old, new = points(base)[0] if base else (), points(theirs)[0]
    _tell_not_points(changes, key, base, theirs)
    if [fold(text) for _, text in shown] != [fold(text) for text in old]:
        _tell_quoted(changes, key, theirs, leaf.text)
        return
    move = move_paragraphs(leaf, old, new, changes.lines[file])
    if move is not None:
        changes.moves.append(move._replace(key=key))
        changes.wanted[key] = theirs
        return
    retyped: list[Retyped] = []
    insertions: list[Insertion] = []
    whole = True
    for kind, number, text in pair_paragraphs(old, new):
        line = shown[max(number, 0)][0]
        if kind == "edit":
            alone = sum(other is line for other, _ in shown) == 1
            found = edit_line(line, text, index) if alone else None
            retyped += found or ()
            if found is None:
                _tell_quoted(changes, key, theirs, line, text)
        elif kind == "insert":
            more = insert_paragraph(leaf, line, text, changes.lines[file], before=number < 0)
            retyped += more[0]
            insertions += more[1]
        else:
            said = f"“{in_short(text)}”这一段在 Word 里没有了；确实不要的，请在 {changes.home_of(key)} 下面删去"
            changes.refuse(ConflictKind.GONE, key, theirs.place, said)
        whole = whole and (kind == "insert" or (kind == "edit" and found is not None))
    if retyped or insertions:
        changes.patches.append(Patch(key, file, tuple(retyped), tuple(insertions)))
        if whole:
            changes.wanted[key] = theirs


def _tell_not_points(changes: Changes, key: str, base: Value | None, theirs: Value) -> None:
    """Name the paragraphs that stand behind numbered ones without a number of their own."""
    before = {fold(text) for text in points(base)[1]} if base else set()
    for text in points(theirs)[1]:
        if fold(text) not in before:
            said = f"“{in_short(text)}”前面没有编号，不像是前一条的内容；要的话请自己写进 {changes.home_of(key, theirs.field)}"
            changes.refuse(ConflictKind.FIXED_TEXT, key, theirs.place, said)


def _add(changes: Changes, key: str, theirs: Value, chain: tuple[ReadItem, ...]) -> None:
    """Gather a value for a key that is not typed yet, or typed with nothing behind it."""
    assert theirs.field is not None
    added = ReadItem({theirs.path: theirs})
    for item, path in zip(reversed(chain), reversed(list_paths(chain)), strict=True):
        if (*path, item.name_key) not in item.values:
            said = f"“{in_short(theirs.text)}”不知道是哪一条的，请自己填进 {changes.home_of(key, theirs.field)}"
            changes.refuse(ConflictKind.GONE, key, theirs.place, said)
            return
        added = inside(item, path, added)
    owner = changes.made.submission.schema.slots.get(theirs.field.path[:-1])
    if chain and owner is not None and owner.field.kind is not Kind.RESULTS:
        _add_to_item(changes, key, theirs, chain[-1])
    elif not _expand_short_result(changes, key, theirs, chain):
        changes.additions.append((key, added))
        changes.wanted[key] = theirs


def _add_to_item(changes: Changes, key: str, theirs: Value, item: ReadItem) -> None:
    """Gather a column for an item of a list that is typed already."""
    home = changes.typed.get(f"{key.rpartition('.')[0]}.{item.name_key}")
    blanks = filled_column(theirs)
    if home is None or not blanks:
        said = f"“{in_short(theirs.text)}”要自己填进 {changes.home_of(key, theirs.field)}"
        changes.refuse(ConflictKind.GONE, key, theirs.place, said)
        return
    place = home.leaf.text.place
    column, end = changes.entry_at(place)
    changes.keep(Patch(key, place.file, (), (Insertion(end, tuple(lines_of(blanks, " " * column))),)), theirs)


def _expand_short_result(changes: Changes, key: str, theirs: Value, chain: tuple[ReadItem, ...]) -> bool:
    """Gather a second column for a result typed as one value; return whether that is what it is."""
    assert theirs.field is not None
    columns = changes.made.submission.schema.children.get(theirs.field.path[:-1], ())
    first = changes.typed.get(f"{key.rpartition('.')[0]}.{columns[0]}") if columns and chain else None
    if first is None or theirs.field.path[-1] == columns[0]:
        return False
    place = first.leaf.text.place
    line = changes.lines[place.file][place.line - 1]
    typed_key = line.lstrip().partition(":")[0]
    if fold(typed_key.strip("'\"")) != fold(chain[-1].name):
        return False
    margin = len(line) - len(line.lstrip())
    colon = margin + len(typed_key)
    change = Retyped(place.line - 1, colon + 1, colon + 1, f"\n{' ' * margin}{STEP}{columns[0]}:")
    more = tuple(lines_of(filled_column(theirs), " " * margin + STEP))
    changes.keep(Patch(key, place.file, (change,), (Insertion(place.line, more),)), theirs)
    return True
