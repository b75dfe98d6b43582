"""What a form prints of a submission, as the values that a document made from it gives back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from selfeval.documents.read.filler import is_empty, is_filler, is_none
from selfeval.documents.read.found import ReadItem, Value
from selfeval.documents.view import LEVEL_NAME, LEVEL_POINTS, LEVELS, NUMBER, TITLE, Item, view
from selfeval.evaluation.case import Case
from selfeval.form.expression import KeyPath
from selfeval.form.field import Field, Kind, Role
from selfeval.form.form import Form
from selfeval.submission.tree import NOTHING


def columns_of(form: Form) -> Mapping[KeyPath, Field]:
    """Return the fields of a form by the paths under which templates print them: results stand with their lists."""
    columns = dict(form.fields)
    for path, declared in form.fields.items():
        if declared.kind is Kind.RESULTS:
            columns |= {
                (*declared.results_of, inner[-1]): field
                for inner, field in form.fields.items()
                if inner[:-1] == path and field.kind is not Kind.RESULTS
            }
    for path, declared in form.fields.items():
        if declared.beside:
            below = [inner for inner in columns if inner[:-1] == declared.beside]
            columns |= {(*path, declared.beside[-1], inner[-1]): columns[inner] for inner in below}
    return columns


def printed_entry(case: Case) -> ReadItem:
    """Return all that a form prints of a submission, item by item; what is empty is left out."""
    shown = view(case)
    del shown[TITLE]
    return named_by_column(without_fillers(_entry(shown, (), columns_of(case.form)), case.form), case.form)


def named_by_column(entry: ReadItem, form: Form) -> ReadItem:
    """Return a document's values with the items that print in the columns of a list named as these; blank ones are left out."""
    return _named_by_column(entry, form, entry)


def _named_by_column(item: ReadItem, form: Form, whole: ReadItem) -> ReadItem:
    lists = {}
    for path, items in item.lists.items():
        declared = form.fields.get(path)
        if declared is not None and declared.follows:
            over = whole.lists.get(declared.follows, [])
            key = next(
                (inner[-1] for inner, each in form.fields.items() if inner[:-1] == path and each.role is Role.NAME), ""
            )
            named = zip(items, over, strict=False)
            items = [_with_name(each, column, (*path, key), form) for each, column in named if each.values]
        lists[path] = [_named_by_column(each, form, whole) for each in items]
    return replace(item, lists=lists)


def _with_name(item: ReadItem, column: ReadItem, path: KeyPath, form: Form) -> ReadItem:
    value = Value(path, (column.name,), item.place, form.fields[path])
    return replace(item, values={path: value, **item.values}, name=column.name, name_key=path[-1])


def without_fillers(entry: ReadItem, form: Form) -> ReadItem:
    """Return an item without the rows that print what the form prints where it has no item; a heading with none keeps an empty one.

    Rows that print two lists side by side are parted.
    """
    for path in [path for path in entry.lists if path in form.fields and form.fields[path].beside]:
        own, beside = _parted(entry.lists[path], path, form.fields[path].beside)
        entry = replace(entry, lists=entry.lists | {path: own, form.fields[path].beside: beside})
    lists = {path: list(_without_fillers(path, items, form)) for path, items in entry.lists.items()}
    return replace(entry, lists=lists)


def _parted(items: list[ReadItem], path: KeyPath, beside: KeyPath) -> tuple[list[ReadItem], list[ReadItem]]:
    """Return the items of a list, and those of the list that is printed beside it."""
    inside = (*path, beside[-1])
    own: list[ReadItem] = []
    others: list[ReadItem] = []
    for item in items:
        theirs = {
            (*beside, *inner[len(inside) :]): value._replace(path=(*beside, *inner[len(inside) :]))
            for inner, value in item.values.items()
            if inner[: len(inside)] == inside
        }
        rest = {inner: value for inner, value in item.values.items() if inner[: len(inside)] != inside}
        own.append(replace(item, values=rest))
        name = next((value for value in theirs.values() if value.is_name), None)
        if theirs or item.levels not in [other.levels for other in others]:
            others.append(
                ReadItem(
                    theirs,
                    levels=item.levels,
                    name="".join(name.texts) if name else "",
                    name_key=name.path[-1] if name else "",
                    place=next((value.place for value in theirs.values()), item.place),
                )
            )
    return own, others


def _without_fillers(path: KeyPath, items: list[ReadItem], form: Form) -> Iterator[ReadItem]:
    known = {item.levels for item in items if item.name and not _says_nothing(item, path, form)}
    for item in items:
        if not item.name or not _says_nothing(item, path, form):
            yield without_fillers(item, form)
        elif item.levels not in known and (item.levels or is_none(item.name)):
            known.add(item.levels)
            yield ReadItem(levels=item.levels, name="" if item.levels else NOTHING, place=item.place)


def _says_nothing(item: ReadItem, path: KeyPath, form: Form) -> bool:
    """Tell whether an item is nothing but what a form prints where it has none, is crossed out, or says 无."""
    return _is_nameless(item, path, form) and not _said(item)


def _is_nameless(item: ReadItem, path: KeyPath, form: Form) -> bool:
    return is_filler(form, path, item.name) or is_none(item.name)


def _said(item: ReadItem) -> list[Value]:
    """Return what an item says besides its name."""
    typed = [value for value in item.values.values() if value.field and not value.is_name]
    return [value for value in typed if value.field and not is_empty(value.text, value.field.kind)]


def without_nameless(entry: ReadItem, form: Form) -> tuple[ReadItem, list[Value]]:
    """Return an item without those of its lists that have values and no name, and these values."""
    lists: dict[KeyPath, list[ReadItem]] = {}
    left: list[Value] = []
    for path, items in entry.lists.items():
        lists[path] = []
        for item in items:
            whole, more = without_nameless(item, form)
            is_left = bool(item.name) and _is_nameless(item, path, form) and bool(_said(item))
            lists[path] += [] if is_left else [whole]
            left += _said(item) if is_left else more
    return replace(entry, lists=lists), left


def _entry(item: Item, path: KeyPath, columns: Mapping[KeyPath, Field]) -> ReadItem:
    labels = columns[path].level_labels if path in columns else {}
    names = {label: name for name, label in labels.items()}
    printed = filter(None, (_level_name(item.get(level)) for level in LEVELS))
    made = ReadItem(levels=tuple(names.get(each, each) for each in printed))
    _add(made, item, path, columns)
    return made


def _level_name(level: object) -> str:
    return str(level[LEVEL_NAME]) if isinstance(level, Item) else ""


def _add(made: ReadItem, item: Item, path: KeyPath, columns: Mapping[KeyPath, Field]) -> None:
    for key, shown in item.items():
        inner = (*path, key)
        declared = columns.get(inner)
        if key in LEVELS and isinstance(shown, Item):
            if points := str(shown[LEVEL_POINTS]):
                made.values[(*inner, LEVEL_POINTS)] = Value((*inner, LEVEL_POINTS), (points,), "", None)
        elif isinstance(shown, Item):
            _add(made, shown, inner, columns)
        elif isinstance(shown, list) and shown and isinstance(shown[0], Item):
            made.lists[inner] = [_entry(each, inner, columns) for each in shown]
        elif key != NUMBER and not isinstance(shown, bool):
            texts = tuple(map(str, shown)) if isinstance(shown, list) else (str(shown),)
            if "".join(texts).strip():
                made.values[inner] = Value(inner, texts, "", declared)
                if declared is not None and declared.role is Role.NAME and inner[:-1] == path:
                    made.name, made.name_key = texts[0], key
