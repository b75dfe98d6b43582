"""The Word file of a form that is being drafted: what is to be written where, and the tags that were written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from selfeval.authoring.form_draft.declared import DraftField
from selfeval.documents.read.blank import (
    Column,
    FollowingColumns,
    LabelFound,
    PlaceToFill,
    RepeatedRows,
    SpreadRow,
    WrittenAs,
)
from selfeval.documents.word.tagging import Below, Inside, Repeated, Spreading, TagChange, WholeCell
from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind
from selfeval.quantity.units import is_unit


class WrittenTag(NamedTuple):
    """Hold one tag that was written: the place in the Word form, the key, and text, paragraphs or loop."""

    place: str
    key: str
    kind: str


@dataclass
class DraftedPage:
    """Hold the changes of the Word file, and the tags that they write, in the order of the form."""

    changes: list[TagChange] = field(default_factory=list)
    tags: list[WrittenTag] = field(default_factory=list)

    def write_title(self, title: str, place: str) -> None:
        """Write the tag of the title over the title."""
        self.changes.append(Inside(place, title, 0, len(title), "{{ 标题 }}"))
        self.tags.append(WrittenTag(place, "标题", "text"))

    def write_value(self, blank: PlaceToFill, field: DraftField) -> None:
        """Write the tag of a field into the place where its value is to be filled in."""
        if field.kind in (Kind.PROSE, Kind.LINES):
            self._write_paragraphs(blank, field)
            return
        mark = "框" if blank.text.strip() else "钩"
        shown = f".{mark}.{blank.answer}" if blank.answer else ".勾选" if blank.shape is WrittenAs.CHOICE else ""
        tag = f"{{{{ {field.key}{shown} }}}}"
        if blank.found is LabelFound.INSIDE:
            self._write_inside(blank, tag)
        elif blank.found is LabelFound.HEADING:
            self.changes.append(Below(blank.place, (tag,), blank.whole))
        else:
            self.changes.append(WholeCell(blank.place, (tag + _unit_behind(blank.text),), above=blank.is_above))
        written = WrittenTag(blank.place, field.key, "text")
        if written not in self.tags or not (blank.answer and blank.text.strip()):
            self.tags.append(written)

    def _write_paragraphs(self, blank: PlaceToFill, field: DraftField) -> None:
        texts = _loop_over(field.key, field.kind)
        if blank.found is LabelFound.INSIDE:
            variable = _variable(field.kind)
            inline = f"{{% for {variable} in {field.key} %}}{{{{ {variable} }}}}{{% endfor %}}"
            self._write_inside(blank, inline)
        elif blank.found is LabelFound.HEADING:
            self.changes.append(Below(blank.place, texts, blank.whole))
        else:
            self.changes.append(WholeCell(blank.place, texts, above=blank.is_above))
        self.tags.append(WrittenTag(blank.place, field.key, "paragraphs"))

    def _write_inside(self, blank: PlaceToFill, text: str) -> None:
        self.changes.append(Inside(blank.place, blank.whole, blank.start, blank.end, text))

    def repeat(self, listing: RepeatedRows, path: KeyPath) -> None:
        """Write the loop of a list around the first of its rows, and take the other rows out."""
        key = ".".join(path)
        self.tags.append(WrittenTag(f"{listing.rows[0]}第1格", key, "loop"))
        self.changes.append(Repeated(listing.rows, f"{{%tr for 行 in {key} %}}", "{%tr endfor %}"))

    def write_column(self, column: Column, path: KeyPath, kind: Kind) -> None:
        """Write the tag of a column into the row that repeats."""
        name = f"行.{path[-1]}"
        if kind in (Kind.PROSE, Kind.LINES):
            texts = _loop_over(name, kind)
        else:
            texts = (f"{{{{ {name}{'.勾选' if column.options else ''} }}}}",)
        self._write_cell(column, texts)
        self.tags.append(WrittenTag(column.cell, ".".join(path), "paragraphs" if len(texts) > 1 else "text"))

    def write_item(self, place: str, path: KeyPath, kind: Kind) -> None:
        """Write the tag of what one item says into the first of the columns that follow the data."""
        name = f"项.{path[-1]}"
        texts = _loop_over(name, kind) if kind in (Kind.PROSE, Kind.LINES) else (f"{{{{ {name} }}}}",)
        self.changes.append(WholeCell(place, texts, alone=True))
        self.tags.append(WrittenTag(place, ".".join(path), "paragraphs" if len(texts) > 1 else "text"))

    def spread(self, columns: FollowingColumns, rows: Sequence[SpreadRow], loops: Sequence[str]) -> None:
        """Write the loops around the columns that follow the data, one in each row."""
        made = tuple(
            (row.cells, row.others, f"{{%tc for 项 in {loop} %}}") for row, loop in zip(rows, loops, strict=True)
        )
        self.changes.append(Spreading(made, columns.begin, columns.end))

    def write_tick(self, column: Column, path: KeyPath, answer: str) -> None:
        """Write the tick of the answer that the column is for."""
        self._write_cell(column, (f"{{{{ 行.{path[-1]}.钩.{answer} }}}}",))
        self.tags.append(WrittenTag(column.cell, ".".join(path), "text"))

    def write_number(self, column: Column, counted: str) -> None:
        """Write what counts the rows."""
        self._write_cell(column, (counted,))
        self.tags.append(WrittenTag(column.cell, "loop.index", "text"))

    def write_level(self, column: Column, level: str, *, points: bool) -> None:
        """Write the name of a level of indicators, one cell for all rows of it, with its points where the form prints them."""
        text = f"〔合并〕{{{{ 行.{level}.名称 }}}}"
        if points:
            shown = f"（{{{{ 行.{level}.分值 }}}}分）"
            text = f"〔合并 行.{level}〕{{{{ 行.{level}.名称 }}}}{{% if 行.{level}.分值 %}}{shown}{{% endif %}}"
        self._write_cell(column, (text,))
        self.tags.append(WrittenTag(column.cell, f"行.{level}.名称", "text"))

    def write_points(self, column: Column, level: str) -> None:
        """Write the points of a level of indicators, one cell for all rows of it."""
        self._write_cell(column, (f"〔合并 行.{level}〕{{{{ 行.{level}.分值 }}}}",))
        self.tags.append(WrittenTag(column.cell, f"行.{level}.分值", "text"))

    def join_side(self, column: Column) -> None:
        """Join a label that begins beside the first row that repeats with itself in all of them."""
        text = column.labels[0] if column.labels else ""
        if column.begins and text:
            self._write_cell(column, (f"〔合并〕{text}",))

    def _write_cell(self, column: Column, texts: tuple[str, ...]) -> None:
        self.changes.append(WholeCell(column.cell, texts, alone=True))


def _variable(kind: Kind) -> str:
    return "条" if kind is Kind.LINES else "段"


def _loop_over(key: str, kind: Kind) -> tuple[str, ...]:
    variable = _variable(kind)
    return (f"{{%p for {variable} in {key} %}}", f"{{{{ {variable} }}}}", "{%p endfor %}")


def _unit_behind(text: str) -> str:
    """Return the unit that stands in a cell to be filled, so that it is printed behind the value."""
    shown = text.strip(" _＿　")
    return shown if is_unit(shown.replace("％", "%")) else ""
