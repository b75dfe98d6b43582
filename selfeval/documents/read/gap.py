"""Gaps in the middle of a text that are to be filled: ____, （　　年度）, 填表人：, 年　月　日."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from selfeval.documents.read.blank import LabelFound, PlaceToFill, WrittenAs, clean
from selfeval.documents.read.outline import FormCell
from selfeval.text.pattern import regex

_INLINE = regex(
    r"[_＿]{2,}(?:[\s_＿]*[_＿])?|(?<=[（(])(?:20\d?[\s\u3000]+|[\s\u3000]{2,})(?=年|[）)])|(?:20)?[XＸ×x○]{2,4}(?=年)|[XＸ×]{2,}"
)
_AFTER_COLON = regex(
    r"([^\s\u3000:：，。；]{2,14}(?:[（(][^（()）]{1,8}[）)])?)[\s\u3000]*[:：]"
    r"(?P<gap>[\s\u3000]*(?:年[\s\u3000]*月[\s\u3000]*日|(?=[\s\u3000]{2,}|$)))"
)
_SIGNED = regex(r"签字|签名|签章|意见[：:\s][\s\S]*盖章")
"""What is written by hand on the printed form."""
_DAY = regex(r"(?:20)?[\s\u3000_＿X×]*年[\s\u3000_＿X×]*月[\s\u3000_＿X×]*日")


def has_gap(text: str) -> bool:
    """Tell whether a text has a gap in its middle."""
    return _INLINE.search(text) is not None


def is_signed(label: str) -> bool:
    """Tell whether a label asks for a signature, which nobody types."""
    return _SIGNED.search(label) is not None


def blanks_inside(cell: FormCell, *, colons: bool = True) -> Iterator[PlaceToFill]:
    """Yield the blanks inside the text of a cell: ____, （　　年度）; 填表人： only where nothing beside it is to be filled."""
    for text in cell.cell.paragraphs:
        yield from blanks_in_text(text, cell.place, colons=colons)


def blanks_in_text(text: str, place: str, *, colons: bool = True) -> Iterator[PlaceToFill]:
    """Yield the gaps of a text, each named by the words before it; with ``colons``, those behind a colon too."""
    taken = 0
    spans: list[tuple[int, int, str, WrittenAs]] = []
    for found in _AFTER_COLON.finditer(text) if colons else ():
        if not _SIGNED.search(found[1]):
            day = _DAY.search(text, found.start(), found.end())
            start = day.start() if day else found.start("gap")
            spans.append((start, found.end(), clean(found[1]), WrittenAs.DAY if day else WrittenAs.VALUE))
    if (whole := _DAY.fullmatch(text.strip())) and not spans:
        start = text.index(whole[0])
        spans.append((start, start + len(whole[0]), "日期", WrittenAs.DAY))
    for found in _INLINE.finditer(text):
        if not any(start <= found.start() < end for start, end, _, _ in spans):
            spans.append((*found.span(), _words_before(text, *found.span()), WrittenAs.VALUE))
    for start, end, label, shape in sorted(spans):
        if start >= taken:
            yield PlaceToFill(
                place,
                (label,) if _HAN.search(label) else (),
                shape,
                LabelFound.INSIDE,
                text[start:end],
                whole=text,
                start=start,
                end=end,
            )
            taken = max(end, start + 1)


_WRITTEN = regex(
    r"([^\s\u3000:：，。；]{2,14}?(?:[（(][^（()）]{1,8}[）)])?)[:：][\s\u3000]*"
    r"(?P<value>[^\s\u3000:：](?:[^\u3000:：]*?[^\s\u3000:：])?)(?=[\s\u3000]{2,}|\u3000|\s*$)"
)
_YEAR = regex(r"(?<=[（(])(?P<value>20\d\d)(?=年)")


def filled_in_text(text: str, place: str, known: Callable[[str, str], bool]) -> Iterator[PlaceToFill]:
    """Yield what somebody filled in in a text: a year in brackets, and what stands behind a colon.

    ``known`` tells whether a label and the text behind its colon are such.
    """
    year = _YEAR.search(text)
    found = [("年度", year)] if year else []
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


_HAN = regex(r"[㐀-鿿]")
_CLAUSE = regex(r"[^，。；：:、,;（(）)_＿\s\u3000]+$")


def _words_before(text: str, start: int, end: int) -> str:
    """Return the words that name a blank inside a sentence: those before it, 年度 where a year follows."""
    if text[end : end + 1] == "年":
        return "年度"
    if text[end : end + 1] == "月":
        return "截止月份"
    before = _CLAUSE.search(text[:start].rstrip("（(：: \u3000"))
    words = before[0][-12:] if before else text[end : end + 8]
    return words.strip("）)_ “”《》")
