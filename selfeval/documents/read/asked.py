"""What a blank form asks for: all of its tables, the gaps in its paragraphs, the texts below its headings, its title."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from selfeval.documents.read.blank import (
    AskedFor,
    BlankForm,
    FollowingColumns,
    LabelFound,
    PlaceToFill,
    RepeatedRows,
    WrittenAs,
    clean,
)
from selfeval.documents.read.following import without_following
from selfeval.documents.read.gap import (
    blanks_in_text,
    filled_in_text,
    has_gap,
    is_filled_in,
    is_sign_off,
    is_signed,
    signers_in_text,
)
from selfeval.documents.read.lines import ReadLine
from selfeval.documents.read.sorts import is_hint, is_like_label, offers
from selfeval.documents.read.table import Table
from selfeval.documents.read.tables import rows_of_tables
from selfeval.documents.read.titles import ATTACHED, ATTACHMENT, other_forms, title_of
from selfeval.documents.read.word import WordBody
from selfeval.text.pattern import regex

_DOTS = " .…\t\n\u3000"
_WANTED = regex(r"[（(](?:请|说明|简[要述]|概述|描述|分析|阐述|列[出明举]|填写)[^（）()]*[）)][。：:]?\s*$")
"""What a heading says behind it of the text that is wanted below."""
_HEADING = regex(
    r"(?:第?[一二三四五六七八九十]+[、.．章部]|[（(][一二三四五六七八九十]+[）)]|\d+[.．、](?!\d)|[（(]\d+[）)])\s*(.+)"
)
_DEPTH = (
    regex(r"第?[一二三四五六七八九十]+[、.．章部]"),
    regex(r"[（(][一二三四五六七八九十]+[）)]"),
    regex(r"\d+[.．、]"),
    regex(r"[（(]\d+[）)]"),
)
_NOTE = regex(r"[。：:]?[（(][^（()）]*[）)][。：:]?$")
"""What a heading says in brackets behind it."""
_ADVICE = regex(r"[（(]?\d+[）)]?[.．、]?\s*[^。]+。\s*")
"""A numbered sentence, which says how to fill in the form."""
_NOTES = regex(r"\s*(?:填报?说明|填表说明|填写说明|说明|备?注)\s*[:：]?")
_WORDS = regex(r"[^\W\d_]+")
"""Matches words without a number, stop or gap."""
_UNIT = regex(r"单位[\s\u3000]*[:：][\s\u3000]*(?:人民币)?[\s\u3000]*((?:千|万|百万|亿)?元)")
_FEW_CELLS = 2
"""The unit of a form's amounts, and how many cells a line has at most that states one."""
_LONGEST_HEADING = 20


def read_form(body: WordBody, known: Container[str] = ()) -> BlankForm:
    """Return what the body of a Word form asks for; ``known`` are the labels of the library, bare."""
    asked: list[tuple[int, AskedFor]] = []
    order = {line.place: number for number, line in enumerate(body.lines)}
    tables = list(rows_of_tables(body, known))
    filled = any(row.is_filled for rows in tables for row in rows)
    for rows in tables:
        following, first = without_following(rows)
        for found in (*([following] if following else ()), *Table(first).read()):
            place = _place(found)
            asked.append((order.get(f"{place.partition('行')[0]}行第1格", 0), found))
    title, title_place = title_of(body)
    asked += [(order[blank.place], blank) for blank in _outside(body, title_place, known, is_filled=filled)]
    inorder = tuple(found for _, found in sorted(asked, key=lambda each: each[0]))
    boxes = (cell.place for line in body.lines for cell in line.cells if not cell.continued and offers(cell.text))
    others = tuple(other_forms(body, inorder))
    return BlankForm(title, title_place, inorder, _units(body), tuple(boxes), others)


def _units(body: WordBody) -> dict[str, str]:
    """Return the unit of money stated last before each row and paragraph, where one is: 金额单位：万元 in a line with few cells."""
    units: dict[str, str] = {}
    stated = ""
    for line in body.lines:
        found = _UNIT.search(line.text) if not line.table or len(line.cells) <= _FEW_CELLS else None
        stated = found[1] if found else stated
        if stated:
            units[line.place.partition("行")[0]] = stated
    return units


def _place(found: AskedFor) -> str:
    match found:
        case PlaceToFill():
            return found.place
        case RepeatedRows():
            return found.rows[0]
        case FollowingColumns():
            return found.head


def _outside(body: WordBody, title_place: str, known: Container[str], *, is_filled: bool) -> Iterator[PlaceToFill]:
    """Yield the blanks in paragraphs outside of tables, and the texts wanted below headings that have none.

    Of a form that ``is_filled``, what stands behind a label was filled in; ``known`` are those of the library.
    """
    lines = [line for line in body.lines if not line.table or "里的表" not in line.place]
    shown = [line for line in lines if line.text.strip(_DOTS)]
    headings = [(0 if ATTACHMENT.match(line.text) else _depth(line.text)) if not line.table else -1 for line in shown]
    texts = ["" if line.table else line.text for line in shown]
    in_notes = False
    many = sum(depth >= 0 for depth in headings) > 1
    for number, line in enumerate(shown):
        if line.table:
            in_notes = False
            continue
        in_notes = (in_notes and not _is_filled_by(line.text)) or bool(_NOTES.match(line.text))
        if line.place == title_place or in_notes or "文本框" in line.place or not ATTACHED.sub("", line.text):
            continue
        depth = headings[number]
        following = headings[number + 1] if number + 1 < len(shown) else None
        behind = shown[number + 1] if number + 1 < len(shown) else None
        if depth >= 0 and many and not ATTACHMENT.match(line.text):
            is_last = behind is None or (
                not behind.table
                and following is not None
                and (0 <= following <= depth or _is_end(shown[number + 1 :]) or _WANTED.search(line.text) is not None)
            )
            if is_last:
                yield PlaceToFill(line.place, (_heading(line.text),), WrittenAs.PROSE, LabelFound.HEADING)
                continue
        if number and depth < 0 and _is_bare_heading(texts, number):
            yield PlaceToFill(line.place, (clean(line.text),), WrittenAs.PROSE, LabelFound.HEADING)
            continue
        if (
            number
            and headings[number - 1] >= 0
            and many
            and is_hint(line.text)
            and (behind is None or not behind.table)
        ):
            label = (_heading(shown[number - 1].text),)
            yield PlaceToFill(line.place, label, WrittenAs.PROSE, LabelFound.BELOW, line.text)
            continue
        yield from signers_in_text(line.text, line.place)
        found = list(blanks_in_text(line.text, line.place))
        yield from found or filled_in_text(
            line.text, line.place, lambda label, value: is_filled and is_filled_in(label, value, known)
        )


def _is_end(lines: Sequence[ReadLine]) -> bool:
    """Tell whether somebody signs in the first of some lines, and no table goes on below it."""
    first, *others = lines
    goes_on = bool(others) and others[0].table > 0
    return is_signed(first.text) or (is_sign_off(first.text) and not goes_on)


def _is_bare_heading(texts: Sequence[str], number: int) -> bool:
    """Tell whether a paragraph is a heading without a number above room for a text, which another or a sign-off follows."""
    text, behind = texts[number].strip(), texts[number + 1 : number + 2]
    if len(text) > _LONGEST_HEADING or not _WORDS.fullmatch(text) or not is_like_label(text, ()):
        return False
    return not behind or is_sign_off(behind[0]) or is_signed(behind[0]) or _is_bare_heading(texts, number + 1)


def _is_filled_by(text: str) -> bool:
    """Tell whether a text behind notes ends them: answers to tick, or labels with gaps, as those of who filled in the form."""
    has_lines = has_gap(text) and regex(r"[:：]\s*[_＿]{2}").search(text) is not None
    has_answers = any(blank.shape is WrittenAs.CHOICE for blank in blanks_in_text(text, ""))
    return is_sign_off(text) or has_answers or (has_lines and not regex(r"[。；，]").search(text))


def _depth(text: str) -> int:
    """Return how deep a numbered heading stands, 0 the highest, -1 for any other text."""
    flat = text.strip()
    if not _HEADING.match(flat) or len(_NOTE.sub("", flat)) > 60 or has_gap(flat) or _ADVICE.fullmatch(flat):
        return -1
    return next((depth for depth, mark in enumerate(_DEPTH) if mark.match(flat)), -1)


def _heading(text: str) -> str:
    found = _HEADING.match(text.strip())
    words = found[1] if found else text
    return clean(regex(r"[。：:（(]").split(words)[0])
