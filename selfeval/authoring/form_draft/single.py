"""One place to fill: the field it stands for, one of the vocabulary or of the form's own, and its questions."""

from __future__ import annotations

from selfeval.authoring.form_draft.declared import DraftField, Question, list_text
from selfeval.authoring.form_draft.drafting import Drafting
from selfeval.authoring.form_draft.followed import draft_place_followed, followed_at
from selfeval.authoring.form_draft.kinds import (
    LabelSaid,
    choices_said,
    counted,
    is_said,
    is_sure,
    kind_of,
    money_unit,
    row_unit,
    unit_behind,
)
from selfeval.authoring.form_draft.known import KeyOfLabel, KnownLabels
from selfeval.authoring.form_draft.words import draft_words
from selfeval.documents.read.blank import BlankForm, LabelFound, PlaceToFill, WrittenAs
from selfeval.documents.read.label import bare
from selfeval.form.field import DEPARTMENT_KEY, YEAR_KEY, Kind
from selfeval.text.pattern import regex

_LIMIT = regex(r"(\d{2,4})\s*个?字(?!号)")
_NTH_YEAR = regex(r"第(\d)年")
"""What the years are called that a form leaves open over several columns."""
_IN_A_YEAR = regex(rf"{_NTH_YEAR.pattern}|.*(?:起始|截止)年度|{YEAR_KEY}")
"""What a gap before 年 is called."""
_FEWEST_IN_BLOCK = 2
"""How many places below one label make a block."""
_FIGURES = (Kind.AMOUNT, Kind.COUNT, Kind.NUMBER)
"""The types of a column that the unit of a row says better; a percentage of change is one in every row."""
_SUMMED = regex("[小合总]计|总分")
"""Matches the label of a row that sums up those above it."""
_CLOCK = regex(r"日.*[时点午]")
_MONTH = regex(r"[\s\d_＿X×]*年[\s_＿X×]*月[\s_＿]*")
"""A day with the time, and a month without a day."""
_YES_NO = ({"是", "否"}, {"有", "无"})
_TICKED = (Kind.YES_NO, Kind.CHOICE)


def draft_place(drafting: Drafting, blank: PlaceToFill) -> None:
    """Declare the field of a place to fill, and write its tag there."""
    if (columns := followed_at(drafting, blank.place)) is not None:
        draft_place_followed(drafting, blank, columns)
        return
    if (ticked := _ticked_before(drafting, blank)) is not None:
        drafting.page.write_value(blank, ticked)
        return
    field = _field_of(drafting, blank)
    if blank.answer and blank.text.strip():
        shown = "、".join(blank.options)
        field.questions.append(Question(blank.place, f"几个框先当作选一个（{shown}），能选几个的类型写多选。对吗？"))
    if blank.found is LabelFound.UNNAMED or not (blank.labels or blank.over):
        field.questions.append(
            Question(blank.place, f"没有认出这一格填什么，先叫“{field.path[-1]}”，当作{field.kind.value}。该叫什么？")
        )
        field.is_guessed = False  # the question asks for both
    if blank.answer and blank.found is LabelFound.BESIDE and not _is_asked(drafting, blank):
        shown = "、".join(blank.options)
        field.questions.append(Question(blank.place, f"下面这几列（{shown}）是打钩选一个。对吗？"))
    if _takes_text_out(blank):
        field.questions.append(
            Question(blank.place, f"原来印着“{_short(blank.text)}”，当作填写提示拿掉了；要留的写回模板里。对吗？")
        )
    if nth := _NTH_YEAR.fullmatch(field.label):
        later = int(nth[1]) - 1
        field.words["算式"] = f"{YEAR_KEY} + {later}" if later else YEAR_KEY
        field.questions.append(Question(blank.place, "几列是不同的年，先从这一年往后排。对吗？不对的改算式。"))
    drafting.page.write_value(blank, field)


def _ticked_before(drafting: Drafting, blank: PlaceToFill) -> DraftField | None:
    """Return the field of which another answer is ticked beside a place."""
    row, options, label = blank.place.partition("行")[0], list_text(blank.options), _label_of(blank)
    in_row = blank.found is LabelFound.BESIDE
    here = (
        field
        for field in drafting.fields.values()
        if blank.answer
        and (field.place == blank.place or (in_row and field.label == label and field.place.startswith(f"{row}行")))
    )
    return next(
        (field for field in here if field.words.get("选项", options) == options and field.kind in _TICKED), None
    )


def _is_asked(drafting: Drafting, blank: PlaceToFill) -> bool:
    """Tell whether it was asked already for a row above whether one of these answers is ticked."""
    table, shown = blank.place.partition("第")[0], f"（{'、'.join(blank.options)}）"
    asked = (question for field in drafting.fields.values() for question in field.questions)
    return any(shown in question.text and question.place.startswith(f"{table}第") for question in asked)


def department_of(form: BlankForm, known: KnownLabels) -> str:
    """Return the department's name that a filled form shows where it asks for it; "" where it shows none."""
    for asked in form.asked:
        if isinstance(asked, PlaceToFill) and asked.is_filled:
            found = known.find(_names_of(asked), _kinds_like(Kind.TEXT))
            if found is not None and found.path == (DEPARTMENT_KEY, "名称"):
                return "".join(asked.text.split())
    return ""


def _field_of(drafting: Drafting, blank: PlaceToFill) -> DraftField:
    whole = _kind_of_whole(drafting, blank)
    kind = whole or _kind(blank)
    found = drafting.known.find(_names_of(blank), _kinds_like(kind))
    if (
        found is not None
        and (blank.found is LabelFound.CROSSED or found.field.kind is Kind.AMOUNT)
        and not _is_known_table(drafting.form, drafting.known, blank)
    ):
        found = None
    if found is not None:
        return _known_field(drafting, blank, found)
    made = _own_field(drafting, blank, kind)
    made.is_guessed = made.is_guessed and whole is None
    return made


def _kind_of_whole(drafting: Drafting, blank: PlaceToFill) -> Kind | None:
    """Return the type of the amount above that a place is a part of, whose label says none: 其中：中央, below it 省级; None for any other."""
    at = _CELL.fullmatch(blank.place)
    if at is None or blank.found is not LabelFound.BESIDE or is_said(_said_of(blank)):
        return None
    label = blank.labels[-1]
    for row in range(int(at[2]) - 1, 0, -1):
        place = f"{at[1]}{row}{at[3]}"
        above = next((field for field in drafting.fields.values() if field.place == place), None)
        if above is None or above.kind is not Kind.AMOUNT:
            return None
        if label.startswith(_PART):
            return above.kind
        label = above.label
    return None


_CELL = regex(r"(表\d+第)(\d+)(行第\d+格)")
_PART = "其中"


def _kind(blank: PlaceToFill) -> Kind:
    """Return the type of a place: what the first evidence says that says anything."""
    return next(kind for evidence in _EVIDENCE if (kind := evidence(blank)) is not None)


def _by_answers(blank: PlaceToFill) -> Kind | None:
    if blank.shape is not WrittenAs.CHOICE:
        return None
    return Kind.YES_NO if set(blank.options) in _YES_NO else Kind.CHOICE


def _by_clock(blank: PlaceToFill) -> Kind | None:
    """Tell a day with the time of it, for which there is no type."""
    return Kind.TEXT if _CLOCK.search(blank.text) else None


def _by_year(blank: PlaceToFill) -> Kind | None:
    """Tell a gap before 年."""
    is_gap = blank.found is LabelFound.INSIDE and blank.labels
    return Kind.YEAR if is_gap and _IN_A_YEAR.fullmatch(blank.labels[-1]) else None


def _by_heading(blank: PlaceToFill) -> Kind | None:
    """Tell what stands below a heading: paragraphs, or items where it asks for those."""
    if blank.found is not LabelFound.HEADING:
        return None
    return Kind.LINES if kind_of(_said_of(blank), blank.shape) is Kind.LINES else Kind.PROSE


def _by_row(blank: PlaceToFill) -> Kind | None:
    """Tell a cell of crossed rows and columns whose row says better what its figures are: by its unit, or its label."""
    if blank.found is not LabelFound.CROSSED:
        return None
    row, over = "".join(blank.labels[-2:-1]), "".join(blank.labels[-1:])
    kind = _by_labels(blank)
    is_open = kind in (Kind.TEXT, Kind.PROSE) and (not is_said([over]) or draft_words().measured.search(over))
    if (kind in _FIGURES or is_open) and (unit := row_unit(row)):
        return unit
    is_total = kind in (Kind.TEXT, Kind.PROSE) and _SUMMED.search(row)  # 得分小计 below 审核意见
    own = kind_of([row], blank.shape) if kind is Kind.AMOUNT or is_total else None
    return own if own in (Kind.PERCENT, Kind.NUMBER, Kind.COUNT) else None


def _by_labels(blank: PlaceToFill) -> Kind:
    kind = kind_of(_said_of(blank), blank.shape)
    if kind is Kind.YEAR and blank.found is LabelFound.CROSSED:  # a year over amounts
        return kind_of(blank.labels[:-1], blank.shape)
    return kind


def _above_signature(blank: PlaceToFill) -> Kind | None:
    """Tell what stands above a signature: paragraphs."""
    return Kind.PROSE if blank.is_above else None


_EVIDENCE = (_by_answers, _by_clock, _by_year, _above_signature, unit_behind, _by_heading, _by_row, _by_labels)
"""What tells the type of a place, the surest first: what is printed in it, then its row, then its labels."""


def _said_of(blank: PlaceToFill) -> tuple[str, ...]:
    """Return the labels that say what type a place has, the nearest last: its own, then the one over its column."""
    return (*blank.labels[:-1], blank.over, *blank.labels[-1:]) if blank.over else blank.labels or ("",)


def _is_guessed(blank: PlaceToFill) -> bool:
    """Tell whether no label says the type of a place, or one says it only with a word in its middle."""
    told = blank.is_above or blank.shape in (WrittenAs.DAY, WrittenAs.CHOICE) or blank.found is LabelFound.HEADING
    nearest = 2 if blank.found is LabelFound.CROSSED else 1
    return not told and unit_behind(blank) is None and not is_sure(_said_of(blank), nearest)


def _counted(drafting: Drafting, blank: PlaceToFill) -> LabelSaid | None:
    """Return what a place says below a head that counts anything, by its row and the heads beside it; None for any other."""
    row = f"{blank.place.partition('行')[0]}行"
    places = (each for each in drafting.form.asked if isinstance(each, PlaceToFill) and each.place.startswith(row))
    beside = [each.labels[-1] for each in places if each.labels and each.labels[-1].endswith("数")]
    if blank.found is LabelFound.INSIDE or not blank.labels or row_unit("".join(blank.labels[-2:-1])):
        return None
    return counted(blank.labels[-1], (*blank.labels[:-1], *beside), in_money=drafting.form.unit_at(blank.place) != "")


def _own_field(drafting: Drafting, blank: PlaceToFill, kind: Kind) -> DraftField:
    """Declare a field that the vocabulary does not have, and the group it stands in."""
    plain = _counted(drafting, blank) if kind in _FIGURES else None
    kind = plain.kind if plain is not None and plain.kind is not None else kind
    made = DraftField(drafting.free.of_labels(blank), kind, _label_of(blank), blank.place)
    if blank.found is LabelFound.CROSSED and len(blank.labels) > 1:
        made.crossing = (blank.labels[-2], blank.labels[-1])
    elif blank.found is LabelFound.BELOW:
        made.crossing = ("", made.label)
    if made.kind is Kind.CHOICE:
        options = blank.options or choices_said(made.label)
        made.words["选项"] = list_text(options or ("是", "否"))
        if not options:
            made.questions.append(Question(made.place, "可以选哪几个？"))
    if made.kind is Kind.DATE and _MONTH.fullmatch(blank.text):
        made.words["格式"] = '"2026年1月"'
    made.is_guessed = _is_guessed(blank) if plain is None else not plain.is_sure
    drafting.write_unit(made, _money_of(blank))
    _write_limit(made, blank)
    if draft_words().signed.search(made.label) or _is_ticked(blank) or _is_of_opinion(blank):
        made.words["必填"] = "否"
    head, file = made.path[:1], drafting.nature.file_for(made.kind)
    if len(made.path) == 1:
        made.words = {"文件": file, **made.words}
    elif head not in drafting.known.vocabulary and head not in drafting.fields:
        drafting.fields[head] = DraftField(head, Kind.GROUP, words={"文件": file})
    drafting.fields[made.path] = made
    return made


def _money_of(blank: PlaceToFill) -> str:
    """Return the unit of money in the labels of a place, behind a gap, or alone in a cell; empty where none is."""
    behind = blank.whole[blank.end :] if blank.end >= 0 else blank.text.lstrip(" _＿　")
    return money_unit("".join(blank.labels), behind)


def _is_ticked(blank: PlaceToFill) -> bool:
    """Tell whether one of several answers is ticked in brackets before it: （　）国家级."""
    before, behind = blank.whole[: blank.start], blank.whole[max(blank.end, 0) :]
    return before.endswith(("（", "(")) and behind[:1] in ("）", ")") and blank.found is LabelFound.INSIDE


def _is_of_opinion(blank: PlaceToFill) -> bool:
    """Tell whether a place is in an opinion that others write: room above a signature, or who signs and when."""
    return blank.is_above or (blank.found is LabelFound.INSIDE and "意见" in "".join(blank.labels))


def _write_limit(made: DraftField, blank: PlaceToFill) -> None:
    """Write how many characters a text may have where the form prints it: 限500字, 300字以内."""
    found = _LIMIT.search(" ".join((*blank.labels, blank.text)))
    if found and made.kind in (Kind.TEXT, Kind.PROSE, Kind.LINES):
        made.words["字数"] = found[1]


def _known_field(drafting: Drafting, blank: PlaceToFill, found: KeyOfLabel) -> DraftField:
    """Return the field of a key of the vocabulary; one that is printed already for another label gets no second meaning."""
    before = drafting.fields.get(found.path)
    label = _label_of(blank)
    if before is not None:
        if bare(before.label) == bare(label) or found.path[0] in (DEPARTMENT_KEY, YEAR_KEY):
            return before
        return _own_field(drafting, blank, found.field.kind if found.field.formula is None else Kind.AMOUNT)
    made = DraftField(found.path, found.field.kind, label, blank.place, known=True)
    _write_limit(made, blank)
    drafting.write_unit(made, _money_of(blank))
    if found.nearness < 2:
        made.questions.append(Question(blank.place, f"“{label}”是公用词汇里的“{made.key}”吗？"))
    if found.field.kind is Kind.CHOICE:
        made.words["选项"] = list_text(blank.options or found.field.choices)
    drafting.fields[found.path] = made
    return made


def _is_known_table(form: BlankForm, known: KnownLabels, blank: PlaceToFill) -> bool:
    """Tell whether the vocabulary has most cells of the table or block that a place stands in; of none it takes only some."""
    end = -2 if blank.found is LabelFound.CROSSED else -1
    section = blank.labels[:end]
    places = [each for each in form.asked if isinstance(each, PlaceToFill)]
    cells = [each for each in places if each.found is blank.found and each.labels[:end] == section]
    if end == -1 and (not section or len(cells) < _FEWEST_IN_BLOCK):
        return True
    return 2 * sum(known.find(_names_of(each), (Kind.AMOUNT,)) is not None for each in cells) > len(cells)


def _names_of(blank: PlaceToFill) -> list[str]:
    """Return the labels under which a place may be known, the surest first."""
    if blank.found is LabelFound.CROSSED and len(blank.labels) > 1:
        row, column = blank.labels[-2:]
        return [f"{column}（{_without_part(row)}）", f"{row}（{column}）", f"{row}{column}"]
    if len(blank.labels) > 1:
        return [f"{blank.labels[-2]}{blank.labels[-1]}", blank.labels[-1]]
    return list(blank.labels)


def _kinds_like(kind: Kind) -> tuple[Kind, ...]:
    if kind in (Kind.PROSE, Kind.LINES, Kind.TEXT):
        return (Kind.PROSE, Kind.LINES, Kind.TEXT, Kind.CHOICE, Kind.DATE, Kind.YEAR)
    return (kind,)


def _label_of(blank: PlaceToFill) -> str:
    if blank.found is LabelFound.CROSSED and len(blank.labels) > 1:
        return f"{blank.labels[-1]}（{_without_part(blank.labels[-2])}）"
    return blank.labels[-1] if blank.labels else blank.over


def _without_part(label: str) -> str:
    return label.replace("其中：", "").replace("其中:", "").strip()


def _takes_text_out(blank: PlaceToFill) -> bool:
    """Tell whether words that the form prints as a hint make room for the tag."""
    is_kept = blank.found is LabelFound.INSIDE or blank.shape is WrittenAs.CHOICE or blank.is_filled
    kept = is_kept or unit_behind(blank) is not None
    return not kept and len(regex(r"[\s\d_＿…年月日.%％:：（）()]").sub("", blank.text)) > 2


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) < 30 else f"{flat[:30]}……"
