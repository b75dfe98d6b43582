"""Columns of rows that repeat in which one of several answers is ticked: one field for all of them."""

from __future__ import annotations

from selfeval.authoring.form_draft.declared import DraftField, Question, list_text
from selfeval.authoring.form_draft.drafting import Drafting
from selfeval.authoring.form_draft.known import key_of
from selfeval.authoring.form_draft.words import draft_words
from selfeval.documents.read.blank import Column, RepeatedRows
from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind
from selfeval.form.form import Phase

_UNNAMED = "选项"


def ticked_in(listing: RepeatedRows) -> dict[Column, tuple[str, ...]]:
    """Return the columns in which one of several answers is ticked, each with all answers under its head."""
    heads: dict[str, list[Column]] = {}
    written = {cell for row in listing.printed for cell, text in row.texts.items() if text}
    columns = [column for column in listing.columns if column.cell not in written]
    for column in columns:
        if (
            len(column.labels) == 2
            and draft_words().ticked.search(column.labels[0])
            and not draft_words().written.search(column.labels[1])
        ):
            heads.setdefault(column.labels[0], []).append(column)
    under_one = {
        column: tuple(answer_under(each) for each in below)
        for below in heads.values()
        if len(below) > (1 if "√" in below[0].labels[0] else 2)
        and all(answer_under(each).isidentifier() for each in below)
        for column in below
    }
    return {**{column: column.options for column in columns if column.answer}, **under_one}


def answer_under(column: Column) -> str:
    """Return the answer that a column is for, without a note in brackets behind it."""
    return column.answer or column.labels[-1]


def draft_tick(drafting: Drafting, column: Column, answers: tuple[str, ...], home: KeyPath) -> None:
    """Print the tick of one answer in its column; all columns under one head are one field below ``home``."""
    head = column.labels[0] if len(column.labels) > 1 else ""
    known = draft_words().indicator_column(head, monitored=drafting.nature.phase is Phase.MONITORING) if head else None
    name = known.key if known is not None and known.kind is Kind.CHOICE else key_of(head)
    path = (*home, draft_words().reason_key if "原因" in head else name or _UNNAMED)
    if path not in drafting.fields:
        made = DraftField(path, Kind.CHOICE, head, column.cell, known=path in drafting.known.vocabulary)
        made.words |= {"选项": list_text(answers), "必填": "否"}
        shown = f"“{head}”下面 {len(answers)} 列" if head else f"{'、'.join(answers)}这几列"
        made.questions.append(Question(column.cell, f"{shown}是打钩选一个。对吗？"))
        drafting.fields[path] = made
    drafting.page.write_tick(column, path, answer_under(column))
