"""Rows of indicators: their levels with points, their columns, the answers that are ticked in columns of their own."""

from __future__ import annotations

from collections.abc import Mapping

from selfeval.authoring.form_draft.declared import DraftField, Question, list_text
from selfeval.authoring.form_draft.drafting import Drafting
from selfeval.authoring.form_draft.fixed import list_printed
from selfeval.authoring.form_draft.kinds import choices_said, is_said, kind_of
from selfeval.authoring.form_draft.known import key_of
from selfeval.authoring.form_draft.levels import with_typed_levels, write_levels
from selfeval.authoring.form_draft.naming import column_name
from selfeval.authoring.form_draft.numbered import draft_number
from selfeval.authoring.form_draft.ticking import draft_tick, ticked_in
from selfeval.authoring.form_draft.words import IndicatorColumn, draft_words
from selfeval.documents.read.blank import Column, RepeatedRows
from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind
from selfeval.form.form import Phase
from selfeval.text.pattern import regex


def is_of_indicators(listing: RepeatedRows) -> bool:
    """Tell whether rows are indicators: their levels are printed, or they have a target and what came of it."""
    known = [draft_words().indicator_column("".join(column.labels), monitored=False) for column in listing.columns]
    keys = {each.key for each in known if each is not None}
    return listing.is_indicators or ("年度指标值" in keys and bool(keys & {"实际", "得分", "分值"}))


def draft_indicators(drafting: Drafting, listing: RepeatedRows) -> None:
    """Declare indicators with their columns, and write the loop over their rows."""
    listing, labels = with_typed_levels(listing)
    made = _declare(drafting, listing, labels)
    drafting.page.repeat(listing, made.path)
    home = _home_of_results(drafting, made)
    monitored = drafting.nature.phase is Phase.MONITORING
    used: set[str] = set()
    ticked = ticked_in(listing)
    for column in listing.columns:
        if column in ticked:
            _declare_home(drafting, home)
            draft_tick(drafting, column, ticked[column], home)
        elif column.is_side:
            drafting.page.join_side(column)
        elif column.level:
            level = column.level if column.level in ("一级", "二级") else "二级"
            _write_level(drafting, listing, column, level)
        elif column.is_number:
            draft_number(drafting, column, listing, made.path)
        else:
            known = draft_words().indicator_column("".join(column.labels), monitored=monitored)
            if column.is_name:
                known = IndicatorColumn(regex(""), "名称", Kind.TEXT)
            is_later = known is not None and known.is_result
            _draft_column(drafting, column, home if is_later else made.path, known, used)
            if column.is_joined:
                each = "印一遍" if any(row.texts.get(column.cell) for row in listing.printed) else "填一个"
                asked = f"表上“{''.join(column.labels)}”几行合成一格，先当作每个指标各{each}。对吗？"
                drafting.declared.loose.append(Question(column.cell, asked))
    list_printed(drafting, listing, made)
    name = (*made.path, "名称")
    if name not in drafting.fields:
        drafting.fields[name] = DraftField(name, Kind.TEXT, known=made.known, words={"打印": "否"})


def _write_level(drafting: Drafting, listing: RepeatedRows, column: Column, level: str) -> None:
    """Write the name of a level, with its points where the form prints them behind it, or the points in their own column."""
    if column.is_points:
        drafting.page.write_points(column, level)
        return
    depth = 1 if level == "一级" else 2
    apart = any(other.is_points and other.level == column.level for other in listing.columns)
    printed = any(len(path) == depth for path in listing.points)
    drafting.page.write_level(column, level, points=printed and not apart)


def _declare(drafting: Drafting, listing: RepeatedRows, labels: Mapping[str, str]) -> DraftField:
    label = listing.labels[0] if listing.labels else "绩效指标"
    path = _path_of(drafting, label)
    made = DraftField(path, Kind.INDICATORS, label, listing.rows[0], known=path in drafting.known.vocabulary)
    if not made.known:
        made.words["文件"] = drafting.nature.file_for(Kind.AMOUNT) if drafting.nature.of_project else "targets.yaml"
    if any(column.level for column in listing.columns):
        write_levels(made, listing, labels)
    drafting.fields[path] = made
    return made


def _path_of(drafting: Drafting, label: str) -> KeyPath:
    """Return the key of the vocabulary for indicators, for a second list of them one of its own."""
    path = ("项目指标" if drafting.nature.of_project else "绩效指标",)
    if path in drafting.known.vocabulary and path not in drafting.fields:
        return path
    own = key_of(label)
    return drafting.free.like((own if own not in ("", path[0]) else f"{path[0]}表",))


def _home_of_results(drafting: Drafting, made: DraftField) -> KeyPath:
    """Return the path below which columns stand that are filled in later: their own, or that of the indicators."""
    results = ("指标监控",) if drafting.nature.phase is Phase.MONITORING else ("指标完成",)
    apart = (
        made.known
        and not drafting.nature.of_project
        and drafting.nature.phase is not Phase.TARGETS
        and results in drafting.known.vocabulary
    )
    return results if apart else made.path


def _declare_home(drafting: Drafting, home: KeyPath) -> None:
    if home not in drafting.fields:
        drafting.fields[home] = DraftField(home, Kind.RESULTS, known=True)


def _draft_column(
    drafting: Drafting, column: Column, home: KeyPath, known: IndicatorColumn | None, used: set[str]
) -> None:
    name = known.key if known is not None and known.key and known.key not in used else column_name(column, used)
    path = (*home, name)
    in_words = drafting.known.vocabulary.get(path)
    kind = in_words.kind if in_words is not None else _kind_of(column, known)
    _declare_home(drafting, home)
    made = DraftField(path, kind, "".join(column.labels), column.cell, known=in_words is not None)
    if kind is Kind.CHOICE:
        printed = column.options or choices_said(made.label)
        made.words["选项"] = list_text(printed or drafting.known.choices_of(name) or ("是", "否"))
    if name in draft_words().optional:
        made.words["必填"] = "否"
    if (known is None or name != known.key) and in_words is None:
        made.questions.append(Question(column.cell, f"“{made.label}”这一列先当作{kind.value}。对吗？"))
    drafting.fields[path] = made
    used.add(name)
    drafting.page.write_column(column, path, kind)


def _kind_of(column: Column, known: IndicatorColumn | None) -> Kind:
    if column.options:
        return Kind.CHOICE
    said = kind_of(column.labels, column.shape) if is_said(column.labels) else Kind.QUANTITY
    kind = known.kind if known is not None else said
    return Kind.TEXT if kind in (Kind.PROSE, Kind.LINES) else kind
