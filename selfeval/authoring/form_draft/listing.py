"""Rows of a list: its key, and its columns, those of the vocabulary where it knows them."""

from __future__ import annotations

from selfeval.authoring.form_draft.declared import DraftField, Question, list_text
from selfeval.authoring.form_draft.drafting import Drafting
from selfeval.authoring.form_draft.followed import draft_column_followed, followed_at
from selfeval.authoring.form_draft.kinds import choices_said, counted, is_sure, kind_of, money_unit
from selfeval.authoring.form_draft.known import KeyOfLabel, key_of
from selfeval.authoring.form_draft.naming import column_name
from selfeval.authoring.form_draft.numbered import draft_number
from selfeval.authoring.form_draft.ticking import draft_tick, ticked_in
from selfeval.documents.read.blank import Column, RepeatedRows
from selfeval.documents.read.label import bare
from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind


def draft_list(drafting: Drafting, listing: RepeatedRows) -> None:
    """Declare a list with its columns, and write the loop over its rows."""
    label = listing.labels[0] if listing.labels else ""
    found = drafting.known.find([label], (Kind.LIST,)) if label else None
    known: dict[str, KeyOfLabel] = {}
    if found is None or found.path in drafting.fields:
        path = drafting.free.like((key_of(label) or _name_of_list(listing),))
        words = {"文件": drafting.nature.file_for(Kind.AMOUNT)}
        made = DraftField(path, Kind.LIST, label, listing.rows[0], words)
    else:
        path = found.path
        made = DraftField(path, Kind.LIST, label, listing.rows[0], known=True)
        known = drafting.known.columns(path)
    if len(listing.rows) > 1:
        made.words["空行"] = str(len(listing.rows))
    drafting.fields[path] = made
    drafting.page.repeat(listing, path)
    used: set[str] = set()
    ticked = ticked_in(listing)
    for column in listing.columns:
        if column in ticked and not column.is_name:
            draft_tick(drafting, column, ticked[column], path)
        elif column.is_side:
            drafting.page.join_side(column)
        elif column.is_number:
            draft_number(drafting, column, listing, path)
        elif (columns := followed_at(drafting, column.cell)) is not None:
            draft_column_followed(drafting, column, path, columns, listing.rows[0])
        else:
            _draft_column(drafting, column, path, known, used)


def _name_of_list(listing: RepeatedRows) -> str:
    first = next((column for column in listing.columns if column.is_name), listing.columns[-1])
    short = key_of(first.labels[-1]) if first.labels else ""
    return f"{short.removesuffix('名称') or '各项'}列表"


def _draft_column(
    drafting: Drafting, column: Column, of: KeyPath, known: dict[str, KeyOfLabel], used: set[str]
) -> None:
    found = known.get(bare(column.labels[-1])) if column.labels else None
    if found is not None and found.path not in drafting.fields:
        made = DraftField(found.path, found.field.kind, "".join(column.labels), column.cell, known=True)
        _declare_results(drafting, found.path)
        if made.kind is Kind.CHOICE:
            made.words["选项"] = list_text(found.field.choices)
        drafting.write_unit(made, money_unit(made.label))
    else:
        made = _own_column(drafting, column, of, used)
    drafting.fields[made.path] = made
    used.add(made.path[-1])
    drafting.page.write_column(column, made.path, made.kind)


def _own_column(drafting: Drafting, column: Column, of: KeyPath, used: set[str]) -> DraftField:
    """Return a column that the vocabulary does not have."""
    name = "名称" if column.is_name else column_name(column, used)
    path = (*of, name)
    if path in drafting.fields or path in drafting.known.vocabulary:
        path = (*of, f"{name}2")
    kind = Kind.TEXT if column.is_name else kind_of(column.labels, column.shape)
    around = [drafting.fields[of].label, *(each.label for path, each in drafting.fields.items() if path[:-1] == of)]
    plain = counted(
        column.labels[-1] if column.labels else "", around, in_money=bool(drafting.form.unit_at(column.cell))
    )
    kind = plain.kind if plain is not None and plain.kind is not None else kind
    roles = column.words_printed
    kind = Kind.CHOICE if len(roles) > 1 else kind
    made = DraftField(path, kind, "".join(column.labels), column.cell)
    if kind is Kind.CHOICE:
        made.words["选项"] = list_text(roles or column.options or choices_said(made.label) or ("是", "否"))
    if roles:
        how = "选" if kind is Kind.CHOICE else "填"
        made.questions.append(Question(column.cell, f"表上的行印着{'、'.join(roles)}，先由部门在各条里{how}。对吗？"))
    made.is_guessed = kind is not Kind.CHOICE and not column.is_name and not is_sure(column.labels)
    made.is_guessed = made.is_guessed or (plain is not None and not plain.is_sure)
    drafting.write_unit(made, money_unit(made.label))
    return made


def _declare_results(drafting: Drafting, path: KeyPath) -> None:
    """Declare the results in which a column stands that is filled in later."""
    above = path[:-1]
    if above in drafting.known.vocabulary and above not in drafting.fields:
        parent = drafting.known.vocabulary[above]
        if parent.kind is Kind.RESULTS:
            drafting.fields[above] = DraftField(above, Kind.RESULTS, known=True)
