"""Indicators that a blank form prints itself: listed in a file beside form.yaml, with the columns that are printed too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfeval.authoring.form_draft.declared import DraftField, Question, list_text, scalar
from selfeval.authoring.form_draft.drafting import Drafting
from selfeval.documents.read.blank import PrintedRow, RepeatedRows
from selfeval.form.expression import KeyPath
from selfeval.form.field import CONTAINERS, Kind
from selfeval.quantity.fields import number
from selfeval.text.pattern import regex

FILE = "indicators.yaml"
"""The file that is drafted."""

_VALUE = regex(r"[≥≤<>＝=±]?\s*\d|[—\-/]")
"""How a value begins, where words are names."""
_FIGURES = (Kind.NUMBER, Kind.COUNT, Kind.AMOUNT, Kind.PERCENT)


def list_printed(drafting: Drafting, listing: RepeatedRows, made: DraftField) -> None:
    """List the printed indicators of a form whose columns are drafted, and say which others a department may add."""
    if not listing.printed:
        return
    columns = {
        field.place: path for path, field in drafting.fields.items() if path[:-1] == made.path and _is_printed(field)
    }
    made.words["指标表"] = FILE
    if not listing.open_headings:
        made.words["自填"] = "否"
    elif set(listing.open_headings) < set(listing.levels):
        made.words["自填"] = list_text(listing.open_headings)
    for place, path in columns.items():
        _take_text(drafting.fields[path], [row.texts.get(place, "") for row in listing.printed])
        if all(row.texts.get(place) for row in listing.printed):
            drafting.fields[path].questions.clear()
    drafting.declared.listed += [f"{made.key}:", *_lines(drafting, listing, columns)]
    count, names = len(listing.printed), [row.texts[_name_place(columns)] for row in listing.printed]
    shown = "、".join(names[:4]) + ("等" if count > 4 else "")
    asked = f"表上印好的 {count} 个指标（{shown}）写进了 {FILE}，部门不能删改；只是例子的，删去“指标表”“自填”和那个文件。对吗？"
    made.questions.append(Question(made.place, asked))


def _take_text(field: DraftField, texts: Sequence[str]) -> None:
    """Take a column for text in which the form prints anything but figures, or words in every row where values might stand."""
    is_other = field.kind in _FIGURES and any(text and not _is_figure(text) for text in texts)
    shown = [text for text in texts if text]
    is_said = field.kind is Kind.QUANTITY and len(shown) > 1 and not any(map(_VALUE.match, shown))
    if not field.known and (is_other or is_said):
        field.kind = Kind.TEXT


def _is_figure(text: str) -> bool:
    return number(text.removesuffix("分")).value is not None


def _is_printed(field: DraftField) -> bool:
    return field.kind not in CONTAINERS and bool(field.place)


def _name_place(columns: dict[str, KeyPath]) -> str:
    return next(place for place, path in columns.items() if path[-1] == "名称")


def _lines(drafting: Drafting, listing: RepeatedRows, columns: dict[str, KeyPath]) -> Iterator[str]:
    """Yield the printed rows below their headings, in the order of the form."""
    above: Sequence[str] = ()
    for row in _in_order(listing):
        for depth, heading in enumerate(row.headings):
            if tuple(above[: depth + 1]) != row.headings[: depth + 1]:
                yield f"{'  ' * (depth + 1)}{scalar(heading)}:"
        above = row.headings
        indent = "  " * (len(row.headings) + 1)
        written = {path[-1]: text for place, path in columns.items() if (text := _text(drafting, row, place, path))}
        for at, (key, text) in enumerate({"名称": written.pop("名称"), **written}.items()):
            yield f"{indent}{'  ' if at else '- '}{key}: {text if number(text).value is not None else scalar(text)}"


def _in_order(listing: RepeatedRows) -> list[PrintedRow]:
    """Return the printed rows with those of one heading together."""
    order: dict[tuple[str, ...], int] = {}
    for row in listing.printed:
        for depth in range(len(row.headings)):
            order.setdefault(row.headings[: depth + 1], len(order))
    return sorted(
        listing.printed, key=lambda row: [order[row.headings[: depth + 1]] for depth in range(len(row.headings))]
    )


def _text(drafting: Drafting, row: PrintedRow, place: str, path: KeyPath) -> str:
    """Return what a row prints in a column, empty where it is to be filled in there, or is of another kind."""
    text = row.texts.get(place, "")
    if drafting.fields[path].kind in _FIGURES:
        return text.removesuffix("分") if _is_figure(text) else ""
    return text
