"""Gaps in the middle of a text that are to be filled: ____, （　　年度）, 填表人：, 年　月　日."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from selfeval.documents.read.around import TextGap, words_before
from selfeval.documents.read.blank import LabelFound, PlaceToFill, WrittenAs, clean
from selfeval.documents.read.boxed import boxes_inside
from selfeval.documents.read.days import DAY_IN_TEXT, days_in_text, years_in_text
from selfeval.documents.read.outline import FormCell
from selfeval.documents.read.sorts import CellKind, is_dated, is_like_label, is_signature, options_of, sort_of
from selfeval.quantity.units import MONEY
from selfeval.text.pattern import regex

_INLINE = regex(
    r"[_＿]{2,}(?:[\s_＿]*[_＿])?|(?<=[（(])(?:20\d?[\s\u3000]+|[\s\u3000]{2,})(?=年|[）)])|(?:20)?[XＸ×x○]{2,4}(?=年)|[XＸ×]{2,}"
    r"|(?<=[^\s\u3000:：])[\s\u3000]{2,}(?=[千百万亿]{0,2}元|[%％])|^[\s\u3000]{2,}(?=年度?[\s\u3000]*$)|(?<=注明|说明|填写|名称)[:：]?[\s\u3000]{2,}(?=[）)])"
)
_AFTER_COLON = regex(
    r"([^\s\u3000:：，。；_＿]{2,14}(?:[（(][^（()）]{1,8}[）)])?)[\s\u3000]*[:：](?P<gap>[\s\u3000]*(?=[\s\u3000]{2,}|$|[（(](?:单位)?[公盖签]章[）)](?![\s\u3000]*[_＿])))"
)
_BEFORE_ANSWERS = regex(
    r"([^:：?？，。；□☐○〇◯☑■]{2,40})[:：?？][\s\u3000]*(?=[□☐○〇◯☑☒■]|[^\s:：，。；□☐○〇◯☑☒■]{1,16}[\s\u3000]*[□☐○〇◯☑☒■])"
)
_SIGNED = regex(r"签字|签名|签章|意见[：:\s][\s\S]*盖章")
"""What is written by hand on the printed form."""
_SEAL = "章"
_NOTED, _OTHER = regex("请?(?:注明|说明|填写)$"), "其他"
"""What asks for words behind an answer (其他（请注明　　）), and what they are called."""


def has_gap(text: str) -> bool:
    """Tell whether a text has a gap in its middle."""
    return _INLINE.search(text) is not None


def is_signed(label: str) -> bool:
    """Tell whether a label asks for a signature, which nobody types."""
    return _SIGNED.search(label) is not None


def is_sign_off(text: str) -> bool:
    """Tell whether a text is nothing but labels side by side with room behind each: 填表人：　　联系电话：　　填报日期："""
    return _SIGN_OFF.fullmatch(text) is not None


_SIGN_OFF = regex(
    r"[\s\u3000]*(?:[^\s\u3000:：，。；]{2,14}[\s\u3000]*[:：](?:[（(](?:单位)?[公盖签][章字][）)])?[\s\u3000_＿年月日]*){2,}"
)


def blanks_inside(cell: FormCell, *, colons: bool = True) -> Iterator[PlaceToFill]:
    """Yield the blanks inside the text of a cell: ____, （　　年度）; 填表人： only where nothing beside it is to be filled."""
    first = cell.cell.paragraphs[0] if cell.cell.paragraphs else ""
    if _UNIT_FIRST.fullmatch(first) and cell.shown.strip() != first:
        yield PlaceToFill(cell.place, (), found=LabelFound.INSIDE, whole=first, start=0, end=0)
    signed = is_signed(cell.shown) or _SEAL in cell.shown
    boxes = list(boxes_inside(cell.cell.paragraphs, cell.place)) if sort_of(cell.shown) is CellKind.LABEL else []
    yield from boxes
    for number, text in enumerate(cell.cell.paragraphs):
        blanks = list(_ticks_in_text(text, cell.place)) or blanks_in_text(text, cell.place, colons=colons)
        before_box = any(box.whole in cell.cell.paragraphs[number + 1 : number + 2] for box in boxes)
        for blank in blanks:
            if boxes and blank.labels and _NOTED.search(blank.labels[-1]):
                blank = blank._replace(labels=(_OTHER,))
            is_answered = boxes and (
                blank.shape is WrittenAs.CHOICE or (before_box and blank.end == len(text.rstrip()))
            )
            if not is_answered and (blank.shape is not WrittenAs.DAY or not signed):
                yield blank


def blanks_in_text(text: str, place: str, *, colons: bool = True) -> Iterator[PlaceToFill]:
    """Yield the gaps of a text, each named by the words before it; with ``colons``, those behind a colon too."""
    spans: list[TextGap] = []
    for found in (
        *_answers(text),
        *days_in_text(text),
        *years_in_text(text),
        *(_behind_colons(text) if colons else ()),
        *_in_the_middle(text),
    ):
        if all(found.start != gap.start and (found.end <= gap.start or gap.end <= found.start) for gap in spans):
            spans.append(found)
    for gap in sorted(spans):
        yield PlaceToFill(
            place,
            (gap.label,) if _HAN.search(gap.label) else (),
            gap.shape,
            LabelFound.INSIDE,
            text[gap.start : gap.end],
            options=options_of(text[gap.start : gap.end]) if gap.shape is WrittenAs.CHOICE else (),
            whole=text,
            start=gap.start,
            end=gap.end,
        )


def with_gaps_behind(blank: PlaceToFill, cell: FormCell) -> Iterator[PlaceToFill]:
    """Yield what a cell asks for: also gaps behind answers to tick (□其他：____), and who signs below a text (审核人：　　日期：)."""
    if is_dated(cell.shown):
        yield blank._replace(text="", is_above=True)
        return
    both = _WHO_AND_DAY.fullmatch(blank.labels[-1]) if blank.labels and blank.shape is WrittenAs.DAY else None
    if both is not None:
        inside = blank._replace(found=LabelFound.INSIDE, whole=cell.shown, start=0)
        yield inside._replace(labels=(*blank.labels[:-1], both["who"]), shape=WrittenAs.VALUE, text="", end=0)
        yield inside._replace(labels=(*blank.labels[:-1], f"{both['who']}日期"), end=len(cell.shown))
        return
    if is_signature(cell.shown):
        yield blank._replace(text="", is_above=True)
        for gap in blanks_inside(cell):
            named = "".join((*blank.labels[-1:], *gap.labels))
            yield gap._replace(labels=(*blank.labels[:-1], named))
        return
    found = _ANSWERS_AND_GAP.fullmatch(cell.shown)
    options = options_of(found["answers"]) if found else ()
    if found is None or not options:
        yield blank
        return
    begin, end = found.span("answers")
    yield blank._replace(found=LabelFound.INSIDE, options=options, whole=cell.shown, start=begin, end=end)
    for gap in blanks_in_text(cell.shown, cell.place):
        if gap.shape is not WrittenAs.CHOICE:
            yield gap._replace(labels=(*blank.labels, *(gap.labels or options[-1:])))


_WHO_AND_DAY = regex(r"(?P<who>.{2,12}?(?:人员?|长|员|专家))[及和与、/／](?:签署|填报|验收|复核)?(?:日期|时间)")
"""A label that asks for who and when."""
_UNIT_FIRST = regex(r"\s*[千百万亿]{0,2}(?:元|吨|亩|人次?|平方米|公里)\s*[；;，,]?\s*")
"""A unit alone in the first line of a cell, with room before it."""
_ANSWERS_AND_GAP = regex(
    r"[\s\u3000]*(?P<answers>(?:[□☐○〇◯][^□☐○〇◯_＿:：]*){1,}[□☐○〇◯][\s\u3000]*[^\s\u3000□☐○〇◯_＿:：]+)"
    r"[^□☐○〇◯\n]*?[_＿]{2,}[^□☐○〇◯\n]*"
)


def _ticks_in_text(text: str, place: str) -> Iterator[PlaceToFill]:
    """Yield the brackets behind each of several answers that are all of a text: 是（　） 否（　）."""
    if not _BRACKETED.fullmatch(text):
        return
    found = list(_IN_BRACKETS.finditer(text))
    names = tuple(each[1] for each in found)
    for each in found:
        start, end = each.span("gap")
        yield PlaceToFill(
            place,
            (),
            WrittenAs.CHOICE,
            LabelFound.INSIDE,
            each["gap"],
            options=names,
            whole=text,
            start=start,
            end=end,
            answer=each[1],
        )


_ANSWER = r"([^\s\u3000（()）:：]{1,10})[\s\u3000]*[（(](?P<gap>[\s\u3000√✓]*)[）)]"
_IN_BRACKETS = regex(_ANSWER)
_BRACKETED = regex(rf"[\s\u3000]*(?:{_ANSWER.replace('(?P<gap>', '(?:')}[\s\u3000、，]*){{2,}}")


def _answers(text: str) -> Iterator[TextGap]:
    """Yield the answers to tick that a text has behind a colon."""
    label = _BEFORE_ANSWERS.search(text)
    if label and options_of(text[label.end() :]):
        yield TextGap(label.end(), len(text.rstrip()), clean(label[1]), WrittenAs.CHOICE)


def _behind_colons(text: str) -> Iterator[TextGap]:
    for found in _AFTER_COLON.finditer(text):
        if not _SIGNED.search(found[1]):
            label = clean(found[1])
            is_last = not text[found.end() :].strip() and not text[: found.start()].strip()
            shape = WrittenAs.CELL if is_last else WrittenAs.VALUE
            yield TextGap(found.start("gap"), found.end(), label, shape)


def signers_in_text(text: str, place: str) -> Iterator[PlaceToFill]:
    """Yield room for the names of those who sign side by side, before that for their hands: 审核人（签字）：　　复核人（签字）：

    One alone on a line signs by hand, as many may do who sign with a day.
    """
    for found in _SIGNER.finditer(text) if is_sign_off(text) and not DAY_IN_TEXT.search(text) else ():
        at = found.end()
        yield PlaceToFill(place, (clean(found[1]),), WrittenAs.VALUE, LabelFound.INSIDE, whole=text, start=at, end=at)


_SIGNER = regex(r"([^\s\u3000:：，。；（()）]{2,12}[（(]签[字名章][）)])[:：](?=[\s\u3000]|$)")


def _in_the_middle(text: str) -> Iterator[TextGap]:
    for found in _INLINE.finditer(text):
        yield TextGap(*found.span(), words_before(text, *found.span()), WrittenAs.VALUE)


_WRITTEN = regex(
    r"([^\s\u3000:：，。；]{2,14}?(?:[（(][^（()）]{1,8}[）)])?)[:：][\s\u3000]*"
    r"(?P<value>[^\s\u3000:：](?:[^\u3000:：]*?[^\s\u3000:：])?)(?=[\s\u3000]{2,}|\u3000|\s*$)"
)
_WHOLE_DAY = regex(r"\s*(?P<value>20\d\d年\d{1,2}月\d{1,2}日)\s*")
_YEAR = regex(r"(?<![^（(])(?P<value>20\d\d)(?=年(?!\d))")


def filled_in_text(text: str, place: str, known: Callable[[str, str], bool]) -> Iterator[PlaceToFill]:
    """Yield what somebody filled in in a text: a year in brackets, a day on its own, and what stands behind a colon.

    ``known`` tells whether a label and the text behind its colon are such.
    """
    year = _YEAR.search(text)
    found = [("年度", year)] if year else [("日期", day)] if (day := _WHOLE_DAY.fullmatch(text)) else []
    found += [
        (label, each) for each in _WRITTEN.finditer(text) if known(label := clean(each[1]), each["value"]) and not year
    ]
    for label, each in found:
        start, end = each.span("value")
        yield PlaceToFill(
            place,
            (label,),
            found=LabelFound.INSIDE,
            text=each["value"],
            whole=text,
            start=start,
            end=end,
            is_filled=True,
        )


def is_filled_in(label: str, value: str, known: Container[str] = ()) -> bool:
    """Tell whether what stands behind a colon was filled in; ``known`` are labels, bare. The unit of amounts is printed."""
    is_label = is_like_label(label, known) or label.endswith("项目")
    return is_label and not _UNIT.fullmatch(label) and value.rstrip("）)") not in MONEY


_UNIT = regex(r"(?:金额|计量)?单位")


_HAN = regex(r"[㐀-鿿]")
