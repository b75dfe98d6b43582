"""What may be typed at a position: keys with the blanks that ``fill`` would write, names of quotes, choices.

The line being typed is rarely YAML yet, so its place is told from the indents of the lines above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from selfeval.authoring.editor.document import TextChange, TextPosition, TextSpan, line_at
from selfeval.authoring.editor.judged import indexes
from selfeval.authoring.editor.standing import has_levels, levels_known
from selfeval.authoring.skeleton.blank import Blank, as_key, lines_of
from selfeval.authoring.skeleton.wanted import note, wanted
from selfeval.form.expression import KeyPath
from selfeval.form.field import ANYWHERE, CONTAINERS, FORMS_KEY, Kind, Role
from selfeval.form.folders import forms_meant_by
from selfeval.form.schema import HOLDS, Schema
from selfeval.source.shape import Holds
from selfeval.submission.quotes import NOT_QUOTED, QUOTING, values_to_quote
from selfeval.submission.submission import File, Submission
from selfeval.submission.tree import Leaf, paragraphs
from selfeval.text.name import fold
from selfeval.text.pattern import regex

_LINE = regex(r"(\s*)((?:-\s+)*)(.*)")
_KEY = regex(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#][^#]*?)\s*:(?:\s|$)""")
_QUOTE = regex("[{｛][{｛]([^{}｛｝]*)$")
_CLOSING = regex(r"[^{}｛｝，。；]*?[}｝]{2}|\s*[}｝]{2}")
_YES_NO = ("是", "否")
_FILLED = {Holds.MAP: ":", Holds.LIST: ":", Holds.LINES: ":", Holds.PROSE: ": |"}
UNQUOTED = (Role.NAME, Role.DEPARTMENT)
"""The names by which other texts and files know a thing."""
ITEM = "-"
"""Stands for a list's item among the keys that lead to a line."""


class CompletionOffer(NamedTuple):
    """Hold what may be typed: how it is listed, what is said of it, and the change that types it."""

    label: str
    detail: str
    change: TextChange


class Cursor(NamedTuple):
    """Hold the keys and items that lead to a line, the keys typed beside it, and what of it stands before the cursor.

    ``key`` is the key on the line behind which the cursor stands, "" where none is typed; ``begin`` is where the word
    being typed begins.
    """

    above: tuple[str, ...]
    beside: tuple[str, ...]
    key: str
    begin: TextPosition
    end: TextPosition


class Context(NamedTuple):
    """Hold what is completed: a submission, one of its files, the lines of its text, and the forms there are."""

    submission: Submission
    file: File
    lines: Sequence[str]
    forms: Sequence[str]


def offers(context: Context, spot: TextPosition) -> list[CompletionOffer]:
    """Return what may be typed at a position."""
    before = line_at(context.lines, spot.line)[: spot.column]
    quote = _QUOTE.search(before)
    if quote:
        return list(_quotes(context, spot, quote[1]))
    cursor = cursor_at(context.lines, spot)
    return list(_values(context, cursor) if cursor.key else _keys(context, cursor))


def _quotes(context: Context, spot: TextPosition, typed: str) -> Iterator[CompletionOffer]:
    """Yield every name that may be quoted here, the shortest that means each value first, with its value.

    It may be quoted in every form that prints the text; in a value that is printed as typed, and in a name, nothing is.
    """
    rest = line_at(context.lines, spot.line)[spot.column :]
    closing = _CLOSING.match(rest)
    span = TextSpan(
        TextPosition(spot.line, spot.column - len(typed)),
        TextPosition(spot.line, spot.column + (closing.end() if closing else 0)),
    )
    leaf = _leaf_on(context, spot.line)
    if leaf is not None and (
        leaf.field.kind not in QUOTING or leaf.field.role in UNQUOTED or leaf.field.path[0] in NOT_QUOTED
    ):
        return
    printing = [each for each in indexes(context.submission) if leaf and leaf.field.path in each.form.fields]
    known = [values_to_quote(index, leaf) for index in printing or indexes(context.submission)]
    told = {name: meant for each in reversed(known) for name, meant in each.items()}
    for name in sorted(told, key=len):
        if not printing or all(name in each for each in known):
            yield CompletionOffer(name, " ".join(told[name].lines)[:60], TextChange(span, f" {name} }}}}"))


def _leaf_on(context: Context, line: int) -> Leaf | None:
    """Return the value that is typed on a line, None where nothing could be read there."""
    for leaf in context.submission.leaves():
        lines = leaf.value if isinstance(leaf.value, tuple) else paragraphs(leaf.text)
        if any(each.place[:2] == (context.file.shown, line + 1) for each in (leaf.text, *lines)):
            return leaf
    return None


def cursor_at(lines: Sequence[str], spot: TextPosition) -> Cursor:
    """Return what leads to a line, by the indents of the lines around it."""
    line = line_at(lines, spot.line)
    typed = _parts(line[: spot.column])
    margin, dashes, rest = typed
    key = _KEY.match(rest)
    above, limit, listed = list[str](), len(margin) + len(dashes), False
    first = spot.line
    if dashes:
        above, limit, listed = [ITEM], len(margin), True
    inside = len(margin) + len(dashes)
    top = bool(dashes)
    for number in range(spot.line - 1, -1, -1):
        if limit == 0 and not listed:
            break
        found = _parts(lines[number])
        if not found[2] or found[2].startswith("#"):
            continue
        outer, content = len(found[0]), len(found[0]) + len(found[1])
        name = _KEY.match(found[2])
        if content == limit and found[1] and not listed:
            above.append(ITEM)
            limit, listed, first, top = outer, True, number if not top else first, True
        elif name and (content < limit or (listed and content == limit and not found[1])):
            above.append(_plain(name[1]))
            limit, listed, first, top = content, False, first if top else number + 1, True
            if found[1]:
                above.append(ITEM)
                limit, listed = outer, True
    begin = TextPosition(spot.line, inside + (key.end() if key else 0))
    end = TextPosition(spot.line, max(spot.column, begin.column))
    beside = (
        () if listed and not dashes and ITEM not in above else _beside(lines, spot.line, inside, first if top else 0)
    )
    return Cursor(tuple(reversed(above)), beside, _plain(key[1]) if key else "", begin, end)


def _parts(line: str) -> tuple[str, str, str]:
    """Return the indent, the dashes and the rest of a line."""
    found = _LINE.match(line)
    assert found is not None
    return found[1], found[2], found[3]


def _plain(key: str) -> str:
    return key[1:-1] if key[:1] in ("'", '"') and key[-1:] == key[:1] else key


def _beside(lines: Sequence[str], own: int, margin: int, first: int) -> tuple[str, ...]:
    """Return the keys typed at the same indent as a line, from a line on down to where something shallower begins."""
    found = []
    for number in range(first, len(lines)):
        indent, dashes, rest = _parts(lines[number])
        content = len(indent) + len(dashes)
        if (
            number > own
            and rest
            and not rest.startswith("#")
            and (content < margin or (dashes and len(indent) < margin))
        ):
            break
        key = _KEY.match(rest)
        if number != own and content == margin and key:
            found.append(fold(_plain(key[1])))
    return tuple(found)


class _Reached(NamedTuple):
    """Hold where some keys lead: the field they belong to, whether a list's item is meant, and the blanks there."""

    path: KeyPath
    opened: bool
    blanks: tuple[Blank, ...]
    named: bool = False


def _follow(context: Context, keys: Iterable[str]) -> _Reached | None:
    """Return where keys lead from the top of the file, None where a form knows no such key."""
    schema, file = context.submission.schema, context.file.declared
    at = _Reached((), True, wanted(schema, file, context.submission.tree, {}))
    for key in keys:
        field = schema.slots[at.path].field if at.path in schema.slots else None
        blanks = next((each.inside for each in at.blanks if fold(each.key) == fold(key)), ())
        if key == ITEM:
            if at.opened or at.named or field is None or field.kind in (Kind.RESULTS, Kind.FACTS):
                return None  # a dash where nothing is listed
            at = at._replace(opened=True)
        elif field is None or field.kind is Kind.GROUP or at.opened or at.named:
            known = schema.top(file) if not at.path else schema.children.get(at.path, ())
            name = next((each for each in known if fold(each) == fold(key)), "")
            if not name:
                return None
            inner = schema.slots[(*at.path, name)].field
            at = _Reached(inner.path, inner.kind is Kind.GROUP, blanks)
        elif field.kind is Kind.INDICATORS:
            at = at._replace(blanks=blanks)
        elif field.kind is Kind.RESULTS:
            heading = has_levels(schema, at.path) and fold(key) in levels_known(schema, field.results_of)
            at = at._replace(blanks=blanks, named=not heading)
        else:
            return None
    return at


def _keys(context: Context, cursor: Cursor) -> Iterator[CompletionOffer]:
    """Yield the keys that may stand on a line and are not there yet."""
    at = _follow(context, cursor.above)
    if at is None:
        return
    schema = context.submission.schema
    field = schema.slots[at.path].field if at.path in schema.slots else None
    if field and field.path == (FORMS_KEY,):
        yield from _forms(context, cursor)
        return
    span = TextSpan(cursor.begin, cursor.end)
    margin = " " * cursor.begin.column
    told = set(cursor.beside)
    listed = field is not None and field.kind in (Kind.LIST, Kind.INDICATORS) and not at.opened
    if listed and at.blanks and at.blanks[0].key in schema.children.get(at.path, ()):
        first, *rest = lines_of(at.blanks)
        text = "\n".join((f"- {first}", *(f"{margin}  {line}" for line in rest)))
        yield CompletionOffer("再加一条", note(field) if field else "", TextChange(span, text))
        return
    on_dash = bool(_parts(line_at(context.lines, cursor.begin.line))[1])
    is_lead = on_dash and bool(at.blanks) and fold(at.blanks[0].key) not in told
    beside = at.blanks[1:] if is_lead and not told else ()
    filled_below = _indent_below(context.lines, cursor.begin.line) > cursor.begin.column
    for blank in at.blanks[:1] if is_lead else at.blanks:
        if fold(blank.key) not in told:
            told.add(fold(blank.key))
            first, *rest = lines_of([blank._replace(needed=True), *beside], margin)
            shown = (first.lstrip(), *(line for line in rest if not filled_below or line[len(margin) :][:1] != " "))
            yield CompletionOffer(blank.key, blank.note, TextChange(span, "\n".join(shown)))
    if is_lead:
        return
    if not at.path or at.opened or at.named:
        yield from _other_fields(schema, context.file.declared, at.path, told, span)


def _indent_below(lines: Sequence[str], line: int) -> int:
    """Return how far in the next line that says anything stands, -1 where there is none."""
    below = (_parts(each) for each in lines[line + 1 :])
    return next((len(margin) for margin, dashes, rest in below if (dashes + rest).strip() and rest[:1] != "#"), -1)


def _other_fields(
    schema: Schema, file: str, path: KeyPath, told: set[str], span: TextSpan
) -> Iterator[CompletionOffer]:
    """Yield the fields that may be typed but that no form asks for; at the top those whose home is this file, or any."""
    for key in schema.top(file) if not path else schema.children.get(path, ()):
        slot = schema.slots[(*path, key)]
        if not path and slot.field.file not in ("", file):
            continue
        used = slot.forms or slot.field.annotation or slot.field.path[0] in ANYWHERE or slot.field.path == (FORMS_KEY,)
        if fold(key) not in told and used and not (slot.field.kind is Kind.RESULTS and path):
            text = f"{as_key(key)}{_FILLED.get(HOLDS.get(slot.field.kind, Holds.VALUE), ': ')}"
            yield CompletionOffer(key, note(slot.field), TextChange(span, text))


def _forms(context: Context, cursor: Cursor) -> Iterator[CompletionOffer]:
    there = context.submission.leaf((FORMS_KEY,))
    typed = there.value if there and isinstance(there.value, tuple) else ()
    chosen = {name for each in typed for name in forms_meant_by(str(each), context.forms)}
    dash = "" if ITEM in cursor.above[-1:] else "- "
    for name in context.forms:
        if name not in chosen:
            yield CompletionOffer(name, "", TextChange(TextSpan(cursor.begin, cursor.end), dash + name))


def _values(context: Context, cursor: Cursor) -> Iterator[CompletionOffer]:
    """Yield the choices of the field on a line."""
    at = _follow(context, (*cursor.above, cursor.key))
    field = context.submission.schema.slots[at.path].field if at and at.path else None
    if field is None or field.kind in CONTAINERS:
        return
    for choice in _YES_NO if field.kind is Kind.YES_NO else field.choices:
        yield CompletionOffer(choice, field.name, TextChange(TextSpan(cursor.begin, cursor.end), choice))
