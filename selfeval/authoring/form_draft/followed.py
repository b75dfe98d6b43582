"""Columns that follow the data: the list that has an item for each of them, and what each row says of an item."""

from __future__ import annotations

from typing import NamedTuple

from selfeval.authoring.form_draft.declared import DraftField, Question
from selfeval.authoring.form_draft.drafting import Drafting, FollowedList
from selfeval.authoring.form_draft.kinds import is_said, is_sure, kind_of, money_unit
from selfeval.authoring.form_draft.known import key_of
from selfeval.documents.read.blank import Column, FollowingColumns, PlaceToFill, RepeatedRows, WrittenAs
from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind

_NAME, _VALUE = "名称", "数额"


class _AskedCell(NamedTuple):
    """Hold what a cell for one item asks for: where it is, the labels that say its type, how it is written in."""

    place: str
    labels: tuple[str, ...]
    shape: WrittenAs


def draft_following(drafting: Drafting, columns: FollowingColumns) -> None:
    """Declare the list of the things that have a column each, and write their names into the head."""
    path = drafting.free.like((key_of(columns.name) or "各列",))
    made = DraftField(path, Kind.LIST, columns.name, columns.head, {"文件": drafting.nature.file_for(Kind.AMOUNT)})
    asked = f"几列照部门填的“{columns.name}”排，填几条就印几列。对吗？只有表上这几列的，改成一格一个键。"
    made.questions.append(Question(columns.head, asked))
    drafting.fields[path] = made
    drafting.fields[*path, _NAME] = DraftField((*path, _NAME), Kind.TEXT, place=columns.head)
    drafting.page.write_item(columns.head, (*path, _NAME), Kind.TEXT)
    drafting.followed[columns] = FollowedList(path, {})


def followed_at(drafting: Drafting, place: str) -> FollowingColumns | None:
    """Return the columns that follow the data in which a cell lies, None for any other."""
    rows = ((columns, row) for columns in drafting.followed for row in columns.rows)
    return next((columns for columns, row in rows if place in row.cells), None)


def draft_place_followed(drafting: Drafting, blank: PlaceToFill, columns: FollowingColumns) -> None:
    """Declare what a row of its own says of each item."""
    *around, over = blank.labels or ("",)
    own = over.replace(columns.name, "")
    name = "".join(filter(None, (key_of(around[-1]) if around else "", key_of(own)))) or _VALUE
    path = _free(drafting, (*drafting.followed[columns].path, name))
    _declare(drafting, path, _AskedCell(blank.place, tuple(filter(None, (*around, own))), blank.shape))


def draft_column_followed(drafting: Drafting, column: Column, of: KeyPath, columns: FollowingColumns, row: str) -> None:
    """Declare what each row of a list says of each item: a list of its own, found by the names of the items."""
    followed = drafting.followed[columns]
    path = (*of, followed.path[-1])
    if path not in drafting.fields:
        drafting.fields[path] = DraftField(path, Kind.LIST, columns.name, words={"列随数据": ".".join(followed.path)})
        drafting.fields[*path, _NAME] = DraftField((*path, _NAME), Kind.TEXT, words={"打印": "否"})
        followed.loops[row] = f"行.{path[-1]}"
    own = "".join(column.labels).replace(columns.name, "")
    labels = tuple(filter(None, (drafting.fields[of].label, own)))
    _declare(drafting, _free(drafting, (*path, key_of(own) or _VALUE)), _AskedCell(column.cell, labels, column.shape))


def _free(drafting: Drafting, path: KeyPath) -> KeyPath:
    """Return the path of a column that the list does not have yet, numbered where it has one."""
    fresh, number = path, 1
    while fresh in drafting.fields:
        number += 1
        fresh = (*path[:-1], f"{path[-1]}{number}")
    return fresh


def _declare(drafting: Drafting, path: KeyPath, said: _AskedCell) -> None:
    kind = kind_of(said.labels, said.shape) if is_said(said.labels) else Kind.AMOUNT
    made = DraftField(path, kind, said.labels[-1] if said.labels else "", said.place)
    made.is_guessed = not is_sure(said.labels)
    drafting.write_unit(made, money_unit("".join(said.labels)))
    drafting.fields[path] = made
    drafting.page.write_item(said.place, path, kind)


def spread_columns(drafting: Drafting) -> None:
    """Write the loops around the cells of every row that stays."""
    gone = {row for asked in drafting.form.asked if isinstance(asked, RepeatedRows) for row in asked.rows[1:]}
    for columns, followed in drafting.followed.items():
        kept = [row for row in columns.rows if row.place not in gone]
        loops = [followed.loops.get(row.place, ".".join(followed.path)) for row in kept]
        drafting.page.spread(columns, kept, loops)
